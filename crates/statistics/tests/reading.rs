//! Published tables as people lay them out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_statistics::*;

fn lines(text: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn read(reading: &Reading, text: &str) -> PublishedTable {
    reading.table("t", &lines(text)).unwrap()
}

#[test]
fn a_grid_with_titles_notes_merged_cells_and_thousands_is_read() {
    let text = "Table 3: people,,,,\n,,,,\nservice,sex,White,Asian,Total\nOutreach,women,\"1,200\",*,1203\n,men,30,20,50\n\
                Hostel,women,10,[c],15\n,men,<5,5,9\nNote: figures are rounded,,,,\n";
    let table = read(&Reading::new().with_threshold(4).with_across("ethnicity"), text);
    let names: Vec<&str> = table.dimensions().iter().map(PublishedDimension::name).collect();
    assert_eq!(names, ["service", "sex", "ethnicity"]);
    assert_eq!(table.cells().len(), 2 * 2 * 3);
    assert_eq!(
        table.cells()[..3],
        [
            PublishedCell::exactly(1200),
            PublishedCell::hidden(1, Some(4)),
            PublishedCell::exactly(1203)
        ]
    );
    assert_eq!(table.cells()[7], PublishedCell::hidden(0, None));
    assert_eq!(table.cells()[9], PublishedCell::hidden(0, Some(4)));
    let audit = attack(&[table], 5).unwrap();
    assert_eq!(audit.recovered().map(|found| found.least).collect::<Vec<_>>(), [3, 5, 4]);
}

#[test]
fn a_list_is_read_as_our_own_releases_are_written() {
    let text = "service,faith,count\r\nA,'=x,4\r\nA,y,*\r\nA,Total,9\r\nB,'=x,3\r\nB,y,2\r\nB,Total,5\r\nTotal,'=x,7\r\nTotal,y,7\r\nTotal,Total,14\r\n";
    let table = read(&Reading::new(), text);
    assert_eq!(table.dimensions()[1].labels(), ["=x", "y", "Total"]);
    let audit = attack(&[table], 5).unwrap();
    assert_eq!(audit.recovered().next().unwrap().least, 5);
}

#[test]
fn numeric_labels_and_subtotals_are_declared() {
    let text = "age,count\n16,10\n17,*\n18,20\nUnder 18,13\neverybody,33\n";
    let reading = Reading::new().with_label_columns(1).with_total("Everybody").with_group(
        Some("age"),
        "Under 18",
        ["16", "17"],
    );
    let audit = attack(&[read(&reading, text)], 5).unwrap();
    assert_eq!(audit.recovered().map(|found| found.least).collect::<Vec<_>>(), [3]);
    let missing = Reading::new().with_group(None, "Under 18", ["16", "15"]);
    assert!(missing.table("t", &lines(text)).unwrap_err()[0].message.contains("Under 18"));
}

#[test]
fn known_thresholds_narrow_what_rounded_figures_can_be() {
    let reading = Reading::new().with_threshold(7).with_rounding(5);
    let table = read(&reading, "a,count\nx,0\ny,10\nz,5\nTotal,15\n");
    let cells = [
        PublishedCell::exactly(0),
        PublishedCell::Shown { least: 8, most: 12 },
        // Whatever could be shown as five is hidden.
        PublishedCell::exactly(5),
        PublishedCell::Shown { least: 13, most: 17 },
    ];
    assert_eq!(table.cells(), cells);
}

#[test]
fn what_cannot_be_understood_is_told_with_its_place_and_without_its_text() {
    let faults = |text: &str| Reading::new().table("t", &lines(text)).unwrap_err();
    let bad = faults("a,x,y\nr,1,Mary\nq,2,-3\ns,1.0,4\n");
    let places: Vec<_> = bad.iter().map(|fault| (fault.line, fault.column)).collect();
    assert_eq!(places, [(2, 3), (3, 3), (4, 2)]);
    assert!(bad.iter().all(|fault| !fault.to_string().contains("Mary")));
    assert_eq!(faults("a,x\nr,1,2\n")[0].line, 2);
    assert_eq!(faults("a,x\nr,1\nr,2\n")[0].line, 3);
    assert!(!faults("").is_empty());
    assert!(!faults("a,b\n").is_empty());
    assert!(!faults("a,x\n,4\n").is_empty());
}

fn found(reading: &Reading, text: &str) -> Vec<(u64, Option<u64>)> {
    let audit = attack(&[read(reading, text)], 5).unwrap();
    audit.findings.iter().map(|found| (found.least, found.most)).collect()
}

#[test]
fn percentages_beside_stars_give_the_counts_away() {
    let text = "service,count,%\nOutreach,*,1.5\nHostel,*,2.5\nMove-on,190,\nTotal,198,100\n";
    let narrowed = Share::of("%", ShareBase::Total).narrowing("count");
    let reading = Reading::new().with_threshold(5);
    // Without the percentages all that is known is that two stars come to eight.
    assert_eq!(found(&reading.clone().without_column("%"), text), [(3, Some(5)), (3, Some(5))]);
    assert_eq!(found(&reading.with_share(narrowed), text), [(3, Some(3)), (5, Some(5))]);
}

#[test]
fn a_share_alone_of_a_known_number_is_a_rounded_count() {
    let text = "service,%\nOutreach,0\nHostel,12\nMove-on,88%\nAll,100\n";
    let of = |number| Reading::new().with_share(Share::of("%", ShareBase::Number(number)));
    let table = read(&of(400), text);
    let cells = [
        PublishedCell::Shown { least: 0, most: 2 },
        PublishedCell::Shown { least: 46, most: 50 },
        PublishedCell::Shown { least: 350, most: 354 },
        PublishedCell::exactly(400),
    ];
    assert_eq!(table.cells(), cells);
    // Of few people a whole per cent is one count and no other: everybody comes back.
    let audit = attack(&[read(&of(50), text)], 5).unwrap();
    let told: Vec<_> = audit.recovered().map(|found| found.least).collect();
    assert_eq!(told, [6, 44]);
}

#[test]
fn shares_of_another_column_and_of_a_block_are_told_apart() {
    let text = "sex,service,count,%\nwomen,Outreach,*,10\n,Hostel,*,90\n,Total,30,100\nmen,Outreach,*,20\n\
                ,Hostel,*,80\n,Total,20,100\n";
    let share = Share::of("%", ShareBase::TotalOf("service".into())).narrowing("count");
    let reading = Reading::new().with_share(share);
    let exact: Vec<_> = [3, 27, 4, 16].into_iter().map(|count| (count, Some(count))).collect();
    assert_eq!(found(&reading, text), exact);
    let text = "service,women,women %,men,all\nOutreach,*,15.0,*,20\nHostel,*,50.0,*,10\n";
    let share = Share::of("women %", ShareBase::Column("all".into())).narrowing("women");
    let exact: Vec<_> = [3, 17, 5, 5].into_iter().map(|count| (count, Some(count))).collect();
    assert_eq!(found(&Reading::new().with_share(share), text), exact);
}

#[test]
fn every_count_that_rounds_to_a_share_is_kept_and_no_other() {
    for base in [1_u64, 7, 30, 199, 1000] {
        for decimals in 0..3_u32 {
            let unit = 100 * 10_u64.pow(decimals);
            for count in 0..=base {
                // Halves up, in whole numbers; the oracle asks of every count whether it rounds alike.
                let share = |count: u64| (2 * count * unit + base) / (2 * base);
                let half_down = |count: u64| (2 * count * unit + base - 1) / (2 * base);
                let shown = share(count);
                let fits = |other: &u64| share(*other) == shown || half_down(*other) == shown;
                let all: Vec<u64> = (0..=base).filter(fits).collect();
                let places = usize::try_from(decimals).unwrap();
                let (whole, rest) = (shown * 100 / unit, shown % (unit / 100));
                let text = if places == 0 {
                    whole.to_string()
                } else {
                    format!("{whole}.{rest:0places$}")
                };
                let text = format!("service,count,%\nOutreach,*,{text}\n");
                let share = Share::of("%", ShareBase::Number(base)).narrowing("count");
                let table = read(&Reading::new().with_share(share), &text);
                let wanted = PublishedCell::hidden(all[0], all.last().copied());
                assert_eq!(table.cells(), [wanted], "{count} of {base} to {decimals}");
            }
        }
    }
}

#[test]
fn shares_that_cannot_be_understood_are_told_with_their_place() {
    let faults = |share: Share, text: &str| {
        Reading::new().with_share(share).table("t", &lines(text)).unwrap_err()
    };
    let narrow = |head: &str| Share::of(head, ShareBase::Number(100)).narrowing("count");
    let text = "service,count,%\nOutreach,9,40\nHostel,5,some\n";
    let bad = faults(narrow("%"), text);
    let places: Vec<_> = bad.iter().map(|fault| (fault.line, fault.column)).collect();
    assert_eq!(places, [(2, 2), (3, 3)]);
    assert!(bad[0].message.contains("contradict"));
    assert!(faults(narrow("share"), text)[0].message.contains("`share`"));
    let fine = faults(narrow("%").to_decimals(0), "service,count,%\nOutreach,40,40.1\n");
    assert!(fine[0].message.contains("decimals"));
    assert!(faults(Share::of("%", ShareBase::Total), "service,%\nOutreach,40\n")[0].column == 2);
}

#[test]
fn more_labels_than_can_be_attacked_are_refused_where_they_begin_to_be() {
    let lines: Vec<Vec<String>> = std::iter::once(["a".to_owned(), "n".to_owned()])
        .chain((0..90_000).map(|row| [format!("r{row}"), "*".to_owned()]))
        .map(Vec::from)
        .collect();
    let faults = Reading::new().table("t", &lines).unwrap_err();
    assert_eq!(faults[0].line, 2 * Geometry::MOST_CELLS + 2);
}

#[test]
fn a_quantity_that_is_no_figure_is_told_from_a_symbol_that_nobody_knows() {
    let told = |figure: &str| {
        let text = format!("service,owed\na,{figure}\nb,4\nTotal,9\n");
        let reading = Reading::new().of_sums();
        reading.file("t", &lines(&text)).map_err(|faults| faults[0].message.clone())
    };
    for quantity in ["10.50", "£1050", "\"£1,050.25\"", "-5", "281474976710657"] {
        assert!(told(quantity).unwrap_err().contains("pence"), "{quantity}");
    }
    for symbol in ["c/d", "ten", "£"] {
        assert!(told(symbol).unwrap_err().contains("symbol"), "{symbol}");
    }
    // Every sum that is published can be attacked.
    let most = SumTable::MOST.to_string();
    let read = told(&most).unwrap().sums.unwrap();
    assert_eq!(read.table().cells()[0], PublishedCell::exactly(SumTable::MOST));
}
