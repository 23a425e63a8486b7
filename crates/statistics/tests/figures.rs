//! Rounding that adds up, cell keys, shares: what leaves instead of hidden cells, or is made of it.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

fn variable(name: &'static str, codes: usize) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, (0..codes).map(|code| format!("{name}{code}"))).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

fn plan() -> Plan {
    Plan::new("t", Profile::threshold(3).unwrap().with_singletons(Singletons::Report))
}

fn figure(shown: Shown) -> u64 {
    match shown {
        Shown::Figure(figure) => figure,
        Shown::Hidden | Shown::HiddenForOthers => panic!("hidden"),
    }
}

proptest! {
    #[test]
    fn a_table_of_two_dimensions_rounds_to_neighbours_that_add_up(counts in prop::collection::vec(0_u64..40, 12), base in 2_u64..12) {
        let variables = [variable("r", 3), variable("c", 4)];
        let table = FreqTable::from_counts(&variables, &counts).unwrap();
        match plan().publish_rounded(&table, base) {
            RoundedOutcome::Released(release) => {
                let cells: Vec<u64> = release.cells().iter().map(|cell| figure(*cell)).collect();
                let truth = |row: usize, column: usize| -> u64 {
                    let inside = |cell: &usize| (row == 3 || cell / 4 == row) && (column == 4 || cell % 4 == column);
                    (0..12).filter(inside).map(|cell| counts[cell]).sum()
                };
                for row in 0..4 {
                    for column in 0..5 {
                        let shown = cells[row * 5 + column];
                        prop_assert_eq!(shown % base, 0);
                        prop_assert!(shown.abs_diff(truth(row, column)) < base);
                    }
                    prop_assert_eq!(cells[row * 5..row * 5 + 4].iter().sum::<u64>(), cells[row * 5 + 4]);
                }
                for column in 0..5 {
                    prop_assert_eq!((0..3).map(|row| cells[row * 5 + column]).sum::<u64>(), cells[15 + column]);
                }
            }
            RoundedOutcome::Refused(refusal) => {
                let allowed = matches!(refusal, Refusal::TooFewPeople | Refusal::Recovered(_));
                prop_assert!(allowed, "{}", refusal);
            }
        }
    }

    #[test]
    fn the_same_people_are_perturbed_alike_in_every_table_and_part(people in prop::collection::vec((0_usize..3, 0_usize..2, any::<u32>()), 1..40), cut in 0_usize..40) {
        let keyed = |people: &[(usize, usize, u32)], turned: bool| {
            let variables = if turned { [variable("c", 2), variable("r", 3)] } else { [variable("r", 3), variable("c", 2)] };
            let mut groups = vec![(0_u64, 0_i64); 6];
            for (row, column, key) in people {
                let cell = if turned { column * 3 + row } else { row * 2 + column };
                groups[cell].0 += 1;
                groups[cell].1 += i64::from(*key);
            }
            KeyedTable::from_groups(&variables, &groups).unwrap()
        };
        let noise = NoiseTable::new(5, 2).unwrap();
        let whole = keyed(&people, false).perturbed(&noise);
        let (left, right) = people.split_at(cut.min(people.len()));
        let parts = keyed(left, false).merge(&keyed(right, false)).unwrap().perturbed(&noise);
        prop_assert_eq!(&whole, &parts);
        let turned = keyed(&people, true).perturbed(&noise);
        for row in 0..4 {
            for column in 0..3 {
                prop_assert_eq!(whole.counts()[row * 3 + column], turned.counts()[column * 4 + row]);
            }
        }
        for count in whole.counts() {
            prop_assert!(*count == 0 || *count > 2);
        }
    }

    #[test]
    fn a_share_tells_nothing_that_the_figures_do_not(counts in prop::collection::vec(0_u64..30, 6)) {
        let variables = [variable("r", 2), variable("c", 3)];
        let table = FreqTable::from_counts(&variables, &counts).unwrap();
        if let Outcome::Released(done) = plan().publish(&table, Effort::ORDINARY, &mut |_| {}) {
            for row in ["r0", "r1", "Total"] {
                for column in ["c0", "c1", "c2", "Total"] {
                    let cell = [row, column];
                    let share = done.release.share(&cell, &[row, "Total"]);
                    let hidden = |at: &[&str]| matches!(done.release.at(at), Some(Shown::Hidden));
                    prop_assert!(!(hidden(&cell) || hidden(&[row, "Total"])) || share.is_none());
                }
            }
        }
    }
}

#[test]
fn three_dimensions_without_a_rounding_say_so_or_round() {
    let variables = [variable("a", 2), variable("b", 2), variable("c", 2)];
    // Odd corners on the even places of a cube, base two: every face adds up to two.
    let table = FreqTable::from_counts(&variables, &[21, 10, 10, 21, 10, 21, 21, 10]).unwrap();
    match plan().publish_rounded(&table, 2) {
        RoundedOutcome::Released(release) => {
            let cells: Vec<u64> = release.cells().iter().map(|cell| figure(*cell)).collect();
            assert!(cells.iter().all(|cell| cell % 2 == 0));
        }
        RoundedOutcome::Refused(refusal) => {
            assert!(matches!(refusal, Refusal::Infeasible { .. } | Refusal::Recovered(_)));
        }
    }
}

#[test]
fn whether_the_pattern_depends_on_values_is_reported() {
    let variables = [variable("r", 3), variable("c", 3)];
    let table = FreqTable::from_counts(&variables, &[2, 9, 30, 11, 10, 40, 31, 41, 50]).unwrap();
    let Outcome::Released(done) = plan().publish(&table, Effort::ORDINARY, &mut |_| {}) else {
        panic!()
    };
    assert!(done.report.pattern.contains("other tables"), "{}", done.report.pattern);
    let nothing = FreqTable::from_counts(&variables, &[20; 9]).unwrap();
    let Outcome::Released(done) = plan().publish(&nothing, Effort::ORDINARY, &mut |_| {}) else {
        panic!()
    };
    assert!(done.report.pattern.contains("tells nothing"));
    let rounded =
        Plan::new("t", Profile::h_clic()).publish(&nothing, Effort::ORDINARY, &mut |_| {});
    let Outcome::Released(done) = rounded else { panic!() };
    assert!(done.report.warnings.iter().any(|warning| warning.contains("locally")));
}
