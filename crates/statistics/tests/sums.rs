//! Sums: dominance, top coding, merging, and that the hidden ones keep their room.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

const ROWS: [&str; 2] = ["a", "b"];
const COLUMNS: [&str; 3] = ["x", "y", "z"];

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag =
        FieldTag::new(name.into(), Category::BenefitsAndFinance.into(), Identifiability::Quasi);
    Variable::new(tag, CodeList::new(name, codes.iter().copied()).unwrap(), NullPolicy::Reject)
        .unwrap()
}

fn grid() -> [Variable; 2] {
    [variable("row", &ROWS), variable("column", &COLUMNS)]
}

/// A table from the amounts in each of six cells.
fn sums(cells: &[Vec<u64>], cap: Option<u64>) -> Raw<SumTable> {
    let mut counter = SumTable::counter(&grid(), cap).unwrap();
    for (place, amounts) in cells.iter().enumerate() {
        for amount in amounts {
            counter.row([Some(ROWS[place / 3]), Some(COLUMNS[place % 3])], *amount);
        }
    }
    counter.finish().unwrap()
}

fn plan() -> Plan {
    let profile = Profile::threshold(2).unwrap().with_singletons(Singletons::Report);
    Plan::new("t", profile)
}

fn publish(table: &Raw<SumTable>, rules: &SumRules) -> Result<SumPublication, Refusal> {
    match plan().publish_sums(table, rules, Effort::ORDINARY, &mut |_| {}) {
        SumOutcome::Released(done) => Ok(*done),
        SumOutcome::Refused(refusal) => Err(refusal),
    }
}

/// The published sums as an outsider has them, attacked by the same means as anybody's table.
fn audit(release: &SumRelease) -> Audit {
    let dimension = |name: &str, labels: &[&str]| {
        PublishedDimension::flat(name, labels.iter().copied(), Some("Total")).unwrap()
    };
    let cells = release.cells().iter().map(|cell| match cell.sum {
        Some(sum) => PublishedCell::exactly(sum),
        None => PublishedCell::hidden(0, None),
    });
    let dimensions = vec![dimension("row", &ROWS), dimension("column", &COLUMNS)];
    attack(&[PublishedTable::new("t", dimensions, cells.collect()).unwrap()], 0).unwrap()
}

#[test]
fn the_rules_follow_their_definitions_on_cells_worked_by_hand() {
    let cell = |top: &[u64]| SumCell {
        people: top.len() as u64,
        sum: top.iter().sum(),
        top: top.to_vec(),
        capped: 0,
    };
    let sensitive = |rules: Result<SumRules, SumRulesError>, top: &[u64]| {
        rules.unwrap().is_sensitive(&cell(top), None)
    };
    let p = |p| SumRules::threshold(1).and_then(|rules| rules.with_p_percent(p));
    // 100 + 50 + 9: what is left, 9, is less than 10% of 100.
    assert!(sensitive(p(10), &[100, 50, 9]));
    assert!(!sensitive(p(10), &[100, 50, 10]));
    assert!(!sensitive(p(9), &[100, 50, 9]));
    let nk = |n, k| SumRules::threshold(1).and_then(|rules| rules.with_dominance(n, k));
    // The largest is 80 of 100.
    assert!(sensitive(nk(1, 79), &[80, 10, 10]));
    assert!(!sensitive(nk(1, 80), &[80, 10, 10]));
    assert!(sensitive(nk(2, 89), &[80, 10, 10]));
    assert!(!sensitive(nk(2, 90), &[80, 10, 10]));
    // One person's amount is the sum, the smallest and the largest at once.
    assert!(sensitive(SumRules::threshold(1), &[7]));
    assert!(sensitive(SumRules::threshold(2), &[7, 7]));
    assert!(!sensitive(SumRules::threshold(2), &[7, 7, 7]));
    assert!(!SumRules::threshold(5).unwrap().is_sensitive(&SumCell::default(), None));
    for wrong in [nk(0, 50), nk(9, 50), nk(1, 0), nk(1, 100), p(0), p(101), SumRules::threshold(0)]
    {
        assert!(wrong.is_err());
    }
}

#[test]
fn top_coding_does_not_hide_the_one_who_is_below_the_cap() {
    // Nineteen are at the cap of 100, which everybody may know; one has 37. The mean is (1900 + 37) / 20.
    let rules = SumRules::threshold(2).unwrap().with_p_percent(10).unwrap();
    let one = SumCell { people: 20, sum: 1937, top: vec![37], capped: 19 };
    assert!(rules.is_sensitive(&one, Some(100)));
    let some = SumCell { people: 20, sum: 1900 - 300 + 190, top: vec![70, 65, 55], capped: 16 };
    assert!(!rules.is_sensitive(&some, Some(100)));
    // All at the cap: then everybody's amount is known to be no less.
    let all = SumCell { people: 20, sum: 2000, top: Vec::new(), capped: 20 };
    assert!(rules.is_sensitive(&all, Some(100)));
    let mut cells = vec![vec![30; 20]; 6];
    cells[0] = vec![500; 19];
    cells[0].push(37);
    let done = publish(&sums(&cells, Some(100)), &rules).unwrap();
    assert_eq!(done.release.at(&["a", "x"]), Some(SumShown { people: None, sum: None }));
    assert_eq!(done.release.mean(&["a", "x"]), None);
    // A mean is made of what is shown, and there is none of what is not.
    for cell in ["x", "y", "z", "Total"].map(|column| ["b", column]) {
        let shown = done.release.at(&cell).unwrap();
        let parts = shown.sum.zip(shown.people);
        let exact = |mean: f64, (sum, people): (u64, u64)| mean * people as f64 == sum as f64;
        assert!(done.release.mean(&cell).zip(parts).is_none_or(|(mean, parts)| exact(mean, parts)));
        assert_eq!(done.release.mean(&cell).is_some(), parts.is_some());
    }
    assert!(done.release.mean(&["Total", "Total"]).is_some());
}

#[test]
fn no_smallest_or_largest_amount_leaves() {
    let mut cells = vec![vec![10, 11, 12, 13, 14, 15, 16, 17, 18, 19]; 6];
    cells[2][0] = 987_654;
    let rules = SumRules::threshold(2).unwrap().with_dominance(1, 60).unwrap();
    let done = publish(&sums(&cells, None), &rules).unwrap();
    let text = format!(
        "{}{}{}",
        done.release.to_csv(),
        done.release.to_html(),
        serde_json::to_string(&done.release).unwrap()
    );
    assert!(!text.contains("987654"));
    assert_eq!(done.release.at(&["a", "z"]).unwrap().sum, None);
}

#[test]
fn groups_of_a_database_are_the_rows_they_grouped_and_crooked_ones_are_refused() {
    let cells = vec![vec![5, 9, 1], vec![], vec![100; 12], vec![7], vec![3, 3], vec![250, 80, 90]];
    let cap = Some(100);
    let group = |amounts: &Vec<u64>| {
        let mut top: Vec<u64> = amounts.iter().copied().filter(|amount| *amount < 100).collect();
        top.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
        top.truncate(SumCell::TOP);
        SumCell {
            people: amounts.len() as u64,
            sum: amounts.iter().map(|amount| (*amount).min(100)).sum(),
            top,
            capped: amounts.iter().filter(|amount| **amount >= 100).count() as u64,
        }
    };
    let groups: Vec<SumCell> = cells.iter().map(group).collect();
    assert!(SumTable::from_groups(&grid(), &groups, cap).unwrap() == sums(&cells, cap));
    let crooked = |change: fn(&mut SumCell)| {
        let mut groups = groups.clone();
        change(&mut groups[0]);
        SumTable::from_groups(&grid(), &groups, cap).unwrap_err()
    };
    assert_eq!(crooked(|cell| cell.top = vec![1, 5, 9]), TableError::Shape);
    assert_eq!(crooked(|cell| cell.top = vec![9, 5]), TableError::Shape);
    assert_eq!(crooked(|cell| cell.sum = 3), TableError::Shape);
    assert_eq!(crooked(|cell| cell.capped = 4), TableError::Shape);
    assert_eq!(crooked(|cell| cell.sum = SumTable::MOST + 1), TableError::Overflow);
    assert!(matches!(SumTable::from_groups(&grid(), &groups[1..], cap), Err(TableError::Shape)));
}

/// How far a hidden sum must be kept open, written down from the rules once more.
fn room(amounts: &[u64], p: u64, threshold: usize) -> u64 {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    sorted.reverse();
    let rest: u64 = sorted.iter().skip(2).sum();
    let largest = sorted.first().copied().unwrap_or(0);
    let wanted = (largest * p).div_ceil(100);
    let few = u64::from(!amounts.is_empty() && amounts.len() <= threshold);
    if amounts.is_empty() { 0 } else { wanted.saturating_sub(rest).max(few) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn parts_merged_in_any_order_are_the_whole(rows in prop::collection::vec((0_usize..6, 0_u64..200), 0..60), cut in 0_usize..60, cap in prop::option::of(1_u64..150)) {
        let table = |rows: &[(usize, u64)]| {
            let mut cells = vec![Vec::new(); 6];
            for (cell, amount) in rows { cells[*cell].push(*amount); }
            sums(&cells, cap)
        };
        let (left, right) = rows.split_at(cut.min(rows.len()));
        let whole = table(&rows);
        prop_assert!(table(left).merge(&table(right)).unwrap() == whole);
        prop_assert!(table(right).merge(&table(left)).unwrap() == whole);
    }

    #[test]
    fn every_hidden_sum_keeps_its_room_against_a_second_attacker(
        cells in prop::collection::vec(prop::collection::vec(0_u64..300, 0..9), 6),
        p in 5_u64..30,
    ) {
        let rules = SumRules::threshold(2).unwrap().with_p_percent(u8::try_from(p).unwrap()).unwrap();
        if let Ok(done) = publish(&sums(&cells, None), &rules) {
            let audit = audit(&done.release);
            let mut found = audit.findings.iter();
            let parts = |row: usize, column: usize| -> Vec<u64> {
                let inside = |cell: &usize| (row == 2 || cell / 3 == row) && (column == 3 || cell % 3 == column);
                (0..6).filter(inside).flat_map(|cell| cells[cell].clone()).collect()
            };
            for (place, cell) in done.release.cells().iter().enumerate() {
                let amounts = parts(place / 4, place % 4);
                let (value, room) = (amounts.iter().sum::<u64>(), room(&amounts, p, 2));
                let is_small = (1..=2).contains(&amounts.len());
                prop_assert!(room == 0 && !is_small || cell.sum.is_none());
                prop_assert_eq!(cell.sum.is_some(), cell.people.is_some());
                if let Some(sum) = cell.sum {
                    prop_assert_eq!(sum, value);
                    continue;
                }
                let finding = found.next().unwrap();
                if room > 0 {
                    prop_assert!(finding.most.is_none_or(|most| most >= value + room));
                    prop_assert!(finding.least <= value - room.min(value));
                }
            }
        }
    }

    #[test]
    fn the_further_cells_cost_what_trying_every_set_says(
        cells in prop::collection::vec(prop::collection::vec(1_u64..60, 3..6), 6),
        big in 0_usize..6,
    ) {
        let mut cells = cells;
        cells[big].push(900);
        let rules = SumRules::threshold(1).unwrap().with_dominance(1, 75).unwrap();
        let done = publish(&sums(&cells, None), &rules);
        let Ok(done) = done else { return Err(TestCaseError::fail("refused")) };
        prop_assert_eq!(done.report.cost, done.report.at_least);
        // Of every set of cells that might be hidden besides, the cheapest that leaves the room.
        let total: u64 = cells.iter().flatten().sum();
        let at = |row: usize, column: usize| -> Vec<u64> {
            let inside = |cell: &usize| (row == 2 || cell / 3 == row) && (column == 3 || cell % 3 == column);
            (0..6).filter(inside).flat_map(|cell| cells[cell].clone()).collect()
        };
        let all: Vec<Vec<u64>> = (0..12).map(|place| at(place / 4, place % 4)).collect();
        let values: Vec<u64> = all.iter().map(|amounts| amounts.iter().sum()).collect();
        let room: Vec<u64> = all.iter().zip(&values).map(|(amounts, value)| {
            let largest = amounts.iter().max().unwrap();
            (largest * 100).div_ceil(75).saturating_sub(*value)
        }).collect();
        let open: Vec<usize> = (0..11).filter(|cell| room[*cell] == 0).collect();
        // What is dearer than the answer needs no look.
        let mut best = done.report.cost + 1;
        for set in 0_u32..1 << open.len() {
            let chosen = || open.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, cell)| *cell);
            let cost: u64 = chosen().map(|cell| 1 + values[cell] * 1_000_000 / total).sum();
            if cost >= best {
                continue;
            }
            let hidden: Vec<usize> = chosen().chain((0..12).filter(|cell| room[*cell] > 0)).collect();
            let dimension = |name: &str, labels: &[&str]| PublishedDimension::flat(name, labels.iter().copied(), Some("Total")).unwrap();
            let published = (0..12).map(|cell| if hidden.contains(&cell) { PublishedCell::hidden(0, None) } else { PublishedCell::exactly(values[cell]) });
            let table = PublishedTable::new("t", vec![dimension("r", &ROWS), dimension("c", &COLUMNS)], published.collect()).unwrap();
            let audit = attack(std::slice::from_ref(&table), 0).unwrap();
            let safe = audit.findings.iter().all(|finding| {
                let labels: Vec<&str> = finding.cell.iter().map(String::as_str).collect();
                let cell = (0..12).find(|cell| table.labels(*cell) == labels).unwrap();
                finding.most.is_none_or(|most| most >= values[cell] + room[cell]) && finding.least + room[cell].min(values[cell]) <= values[cell]
            });
            if safe {
                best = cost;
            }
        }
        prop_assert_eq!(done.report.cost, best);
    }
}
