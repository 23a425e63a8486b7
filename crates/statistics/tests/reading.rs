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
