//! Attacking published tables: alone, linked, one after another, against plain enumeration.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_statistics::*;
use proptest::prelude::*;

fn dimension(name: &str, labels: &[&str]) -> PublishedDimension {
    PublishedDimension::flat(name, labels.iter().copied(), Some("Total")).unwrap()
}

const STAR: PublishedCell = PublishedCell::hidden(1, Some(5));

fn shown(count: u64) -> PublishedCell {
    PublishedCell::exactly(count)
}

fn table(name: &str, dimensions: &[PublishedDimension], cells: &[PublishedCell]) -> PublishedTable {
    PublishedTable::new(name, dimensions.to_vec(), cells.to_vec()).unwrap()
}

fn exact(audit: &Audit) -> Vec<(Vec<String>, u64)> {
    audit.recovered().map(|found| (found.cell.clone(), found.least)).collect()
}

#[test]
fn two_stars_in_each_line_fall_to_a_linear_combination() {
    // Rows 1 and 2 hide columns 1 and 2; row 3 hides column 1 and column 3 hides rows 3 and 1 ...
    let down = dimension("row", &["a", "b", "c"]);
    let across = dimension("column", &["x", "y", "z"]);
    let (s, n) = (PublishedCell::hidden(0, None), shown);
    // Adding rows a and b and taking away columns x and y leaves a,z alone.
    let cells = [
        s,
        s,
        s,
        n(30), //
        s,
        s,
        n(20),
        n(29), //
        n(10),
        n(10),
        s,
        n(30), //
        n(20),
        n(19),
        n(50),
        n(89),
    ];
    let audit = attack(&[table("t", &[down, across], &cells)], 5).unwrap();
    let found = exact(&audit);
    assert!(found.contains(&(vec!["a".into(), "z".into()], 20 + 30 - 9 - 21)), "{found:?}");
    assert!(found.contains(&(vec!["c".into(), "z".into()], 10)));
}

#[test]
fn whole_numbers_find_what_fractions_leave_open() {
    // Three pairs that sum to odd numbers around a triangle cannot be done by halves.
    let one = dimension("d", &["a", "b"]);
    let cells = [PublishedCell::hidden(1, Some(2)), PublishedCell::hidden(1, Some(2)), shown(4)];
    let audit = attack(&[table("t", &[one], &cells)], 5).unwrap();
    assert_eq!(exact(&audit).len(), 2);
}

#[test]
fn rounded_totals_with_exact_parts_tell_the_total_and_exact_totals_narrow_the_parts() {
    let one = dimension("d", &["a", "b"]);
    let cells = [shown(11), shown(12), PublishedCell::rounded(25, 5)];
    let audit = attack(&[table("t", std::slice::from_ref(&one), &cells)], 5).unwrap();
    assert_eq!(exact(&audit), [(vec!["Total".to_owned()], 23)]);
    let cells = [PublishedCell::rounded(10, 5), PublishedCell::rounded(10, 5), shown(24)];
    let audit = attack(&[table("t", &[one], &cells)], 5).unwrap();
    assert_eq!(exact(&audit), [(vec!["a".to_owned()], 12), (vec!["b".to_owned()], 12)]);
}

#[test]
fn linked_tables_released_apart_give_each_other_away() {
    // Alone each hides two cells of a line; one shows what the other hides by their common margin.
    let service = dimension("service", &["a", "b", "c"]);
    let faith = dimension("faith", &["x", "y"]);
    let first = table("first", std::slice::from_ref(&service), &[STAR, STAR, shown(20), shown(27)]);
    let cells = [
        shown(3),
        STAR,
        STAR, //
        STAR,
        STAR,
        STAR, //
        shown(10),
        shown(10),
        shown(20), //
        shown(15),
        shown(12),
        shown(27),
    ];
    let second = table("second", &[service, faith], &cells);
    assert!(attack(std::slice::from_ref(&first), 5).unwrap().holds());
    assert!(attack(std::slice::from_ref(&second), 5).unwrap().recovered().count() > 0);
    let both = attack(&[first, second], 5).unwrap();
    assert!(both.recovered().any(|found| found.table == "first"));
}

#[test]
fn one_more_person_is_found_by_subtracting_last_month() {
    let service = dimension("service", &["a", "b", "c"]);
    let may =
        table("May", std::slice::from_ref(&service), &[shown(10), shown(20), shown(30), shown(60)]);
    let june = table("June", &[service], &[shown(10), shown(21), shown(30), shown(61)]);
    let audit =
        attack(&[may.of_people(["before"]), june.of_people(["before", "joined"])], 5).unwrap();
    let told: Vec<_> = audit.differences.iter().map(|d| (d.cell[0].as_str(), d.least)).collect();
    assert_eq!(told, [("b", 1), ("Total", 1)]);
    assert_eq!(audit.differences[0].people, ["joined"]);
    assert!(!audit.holds());
}

#[test]
fn a_year_less_three_quarters_is_the_fourth() {
    let service = dimension("service", &["a", "b"]);
    let quarter = |name: &str, a, b, total| {
        table(name, std::slice::from_ref(&service), &[a, b, total]).of_people([name])
    };
    let mut all = vec![
        quarter("Q1", shown(10), shown(20), shown(30)),
        quarter("Q2", shown(11), shown(21), shown(32)),
        quarter("Q3", shown(12), shown(22), shown(34)),
        quarter("Q4", STAR, STAR, shown(8)),
    ];
    assert!(attack(&all, 5).unwrap().holds());
    let year = table("year", &[service], &[shown(36), shown(68), shown(104)]);
    all.push(year.of_people(["Q1", "Q2", "Q3", "Q4"]));
    assert_eq!(
        exact(&attack(&all, 5).unwrap()),
        [(vec!["a".to_owned()], 3), (vec!["b".to_owned()], 5)]
    );
}

#[test]
fn coarser_categories_of_another_table_are_matched_by_their_names() {
    let age = PublishedDimension::new(
        "age",
        ["16", "18", "25", "Under 25", "Total"].map(str::to_owned).to_vec(),
        vec![(3, vec![0, 1]), (4, vec![3, 2])],
    )
    .unwrap();
    let fine = table(
        "fine",
        &[age],
        &[STAR, STAR, PublishedCell::Absent, PublishedCell::Absent, shown(30)],
    );
    let coarse = dimension("age", &["Under 25", "25"]);
    let coarse =
        table("coarse", &[coarse], &[PublishedCell::Absent, shown(28), PublishedCell::Absent]);
    let audit = attack(&[fine.clone(), coarse], 5).unwrap();
    assert_eq!(exact(&audit).iter().map(|found| found.1).collect::<Vec<_>>(), [1, 1]);
    let other =
        table("other", &[dimension("age", &["Old", "Young"])], &[shown(1), shown(2), shown(3)]);
    let error = attack(&[fine, other], 5).unwrap_err();
    assert!(matches!(error, PublishedError::Unlinked { .. }), "{error}");
}

#[test]
fn what_contradicts_itself_is_no_table() {
    let one = dimension("d", &["a", "b"]);
    let off = table("t", std::slice::from_ref(&one), &[shown(1), shown(2), shown(4)]);
    assert_eq!(attack(&[off], 5), Err(PublishedError::Contradiction));
    let stars = table("t", &[one], &[STAR, STAR, shown(40)]);
    assert_eq!(attack(&[stars], 5), Err(PublishedError::Contradiction));
}

#[test]
fn crooked_hierarchies_and_endless_tables_are_typed_errors() {
    let labels = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    let crooked = |sums| PublishedDimension::new("d", labels(), sums);
    let circle = PublishedError::Hierarchy { dimension: "d".into() };
    for sums in [
        vec![(0, vec![1]), (1, vec![0])],
        vec![(0, vec![0])],
        vec![(0, vec![])],
        vec![(0, vec![7])],
        vec![(9, vec![0])],
        vec![(0, vec![1, 1])],
        vec![(0, vec![1]), (0, vec![2])],
    ] {
        assert_eq!(crooked(sums.clone()).unwrap_err(), circle, "{sums:?}");
    }
    let long =
        |name: &str| PublishedDimension::flat(name, (0..100).map(|n| n.to_string()), None).unwrap();
    let wide = |name: &str| table(name, &[long(name)], &vec![shown(1); 100]);
    let tables = [wide("a"), wide("b"), wide("c")];
    assert_eq!(attack(&tables, 5), Err(PublishedError::TooManyCells));
}

/// Every table between the published ranges, by trying them all.
fn enumerate(table: &PublishedTable, rows: usize, columns: usize) -> Vec<Vec<u64>> {
    let interior = rows * columns;
    let most = 7_u64;
    let mut fits = Vec::new();
    for number in 0..most.pow(u32::try_from(interior).unwrap()) {
        let value = |at: usize| number / most.pow(u32::try_from(at).unwrap()) % most;
        let mut cells = Vec::new();
        for row in 0..=rows {
            for column in 0..=columns {
                let mut sum = 0;
                for r in if row == rows { 0..rows } else { row..row + 1 } {
                    for c in if column == columns { 0..columns } else { column..column + 1 } {
                        sum += value(r * columns + c);
                    }
                }
                cells.push(sum);
            }
        }
        let inside = |(cell, value): (&PublishedCell, &u64)| {
            let (least, most) = cell.range();
            *value >= least && most.is_none_or(|most| *value <= most)
        };
        if table.cells().iter().zip(&cells).all(inside) {
            fits.push(cells);
        }
    }
    fits
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn the_ranges_are_those_that_enumeration_finds(
        interior in prop::collection::vec(0_u64..6, 6),
        how in prop::collection::vec(0_u8..4, 12),
    ) {
        let (rows, columns) = (2, 3);
        let mut cells = Vec::new();
        for row in 0..=rows {
            for column in 0..=columns {
                let mut sum = 0;
                for r in if row == rows { 0..rows } else { row..row + 1 } {
                    for c in if column == columns { 0..columns } else { column..column + 1 } {
                        sum += interior[r * columns + c];
                    }
                }
                // Interior cells never open upwards, so that trying them all ends.
                let inner = row < rows && column < columns;
                cells.push(match how[cells.len()] {
                    0 => shown(sum),
                    1 => PublishedCell::rounded(sum / 3 * 3, 3),
                    2 if inner || sum > 6 => PublishedCell::hidden(0, Some(sum.max(6))),
                    _ if inner => PublishedCell::hidden(sum.min(1), Some(6)),
                    _ => PublishedCell::hidden(0, None),
                });
                if matches!(cells.last(), Some(PublishedCell::Shown { least, most }) if !(*least..=*most).contains(&sum)) {
                    *cells.last_mut().unwrap() = shown(sum);
                }
            }
        }
        let published = table("t", &[dimension("r", &["a", "b"]), dimension("c", &["x", "y", "z"])], &cells);
        let fits = enumerate(&published, rows, columns);
        let audit = attack(std::slice::from_ref(&published), 5).unwrap();
        prop_assert!(audit.fits);
        for finding in &audit.findings {
            let labels: Vec<&str> = finding.cell.iter().map(String::as_str).collect();
            let at = (0..cells.len()).find(|cell| published.labels(*cell) == labels).unwrap();
            let least = fits.iter().map(|fit| fit[at]).min().unwrap();
            let most = fits.iter().map(|fit| fit[at]).max().unwrap();
            prop_assert!(finding.tight);
            // A rounded margin may count past what trying up to six can reach, and no further.
            prop_assert_eq!((finding.least, finding.most), (least, Some(most)), "{:?}", labels);
        }
    }
}
