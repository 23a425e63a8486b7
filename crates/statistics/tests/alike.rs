//! Further cells chosen alike: which cells are hidden tells nothing of what is in them.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

const ROWS: usize = 2;
const COLUMNS: usize = 3;
const T: u64 = 4;

fn variable(name: &'static str, codes: usize) -> Variable {
    let tag = FieldTag::new(name.into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, (0..codes).map(|code| format!("{name}{code}"))).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

fn publish(counts: &[u64], profile: &Profile) -> Result<Publication, Refusal> {
    let variables = [variable("r", ROWS), variable("c", COLUMNS)];
    let table = FreqTable::from_counts(&variables, counts).unwrap();
    let plan = Plan::new("t", profile.clone().with_choice(ChoiceOf::Alike));
    match plan.publish(&table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(done) => Ok(*done),
        Outcome::Refused(refusal) => Err(refusal),
    }
}

fn hidden(done: &Publication) -> Vec<usize> {
    let cells = done.release.cells().iter().enumerate();
    cells.filter(|(_, cell)| !matches!(cell, Shown::Figure(_))).map(|(cell, _)| cell).collect()
}

/// The counts of all twelve cells, margins included.
fn with_margins(counts: &[u64]) -> Vec<u64> {
    let at = |row: usize, column: usize| -> u64 {
        let inside = |cell: &usize| {
            (row == ROWS || cell / COLUMNS == row)
                && (column == COLUMNS || cell % COLUMNS == column)
        };
        (0..ROWS * COLUMNS).filter(inside).map(|cell| counts[cell]).sum()
    };
    (0..12).map(|cell| at(cell / 4, cell % 4)).collect()
}

/// Whether a cell can be one more or less when only these others may be: tried for each of their moves.
fn can_move(cell: usize, others: &[usize]) -> bool {
    let moves = 3_usize.pow(u32::try_from(others.len()).unwrap());
    (0..moves).any(|number| {
        let mut by = [0_i64; 12];
        by[cell] = 1;
        let mut rest = number;
        for other in others {
            by[*other] = i64::try_from(rest % 3).unwrap() - 1;
            rest /= 3;
        }
        let row = |row: usize| by[row * 4] + by[row * 4 + 1] + by[row * 4 + 2] == by[row * 4 + 3];
        (0..3).all(row) && (0..4).all(|column| by[column] + by[4 + column] == by[8 + column])
    })
}

/// A count that is empty, small or neither.
fn of_kind(kind: u8, pick: u64) -> u64 {
    match kind {
        0 => 0,
        1 => 1 + pick % T,
        _ => T + 1 + pick % 9,
    }
}

proptest! {
    #[test]
    fn tables_in_which_the_same_cells_are_small_and_empty_hide_the_same_cells(
        kinds in prop::collection::vec(0_u8..3, 6),
        one in prop::collection::vec(0_u64..40, 6),
        other in prop::collection::vec(0_u64..40, 6),
        singletons in any::<bool>(),
    ) {
        let to = if singletons { Singletons::Protect } else { Singletons::Report };
        let profile = Profile::threshold(T).unwrap().with_singletons(to);
        let table = |picks: &[u64]| -> Vec<u64> {
            kinds.iter().zip(picks).map(|(kind, pick)| of_kind(*kind, *pick)).collect()
        };
        let (one, other) = (table(&one), table(&other));
        let small = |counts: &[u64]| -> Vec<bool> {
            with_margins(counts).into_iter().map(|count| (1..=T).contains(&count)).collect()
        };
        // Two small counts may make a total that is small or one that is not: a reader sees which.
        prop_assume!(small(&one) == small(&other));
        match (publish(&one, &profile), publish(&other, &profile)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(hidden(&one), hidden(&other));
                prop_assert_eq!(one.report.attack.recovered, 0);
                prop_assert!(!singletons || one.report.attack.open_to_singletons == 0);
                let told = ["tells nothing more", "no further cell"];
                prop_assert!(told.iter().any(|told| one.report.pattern.contains(told)));
            }
            (Err(one), Err(other)) => prop_assert_eq!(one, other),
            (one, other) => {
                let refusal = one.err().or(other.err());
                return Err(TestCaseError::fail(format!("one is refused, one is not: {refusal:?}")));
            }
        }
    }

    #[test]
    fn no_fewer_cells_would_do_whatever_the_counts(
        kinds in prop::collection::vec(0_u8..3, 6),
        picks in prop::collection::vec(0_u64..40, 6),
    ) {
        let counts: Vec<u64> = kinds.iter().zip(&picks).map(|(kind, pick)| of_kind(*kind, *pick)).collect();
        let all = with_margins(&counts);
        let profile = Profile::threshold(T).unwrap().with_singletons(Singletons::Report);
        let done = publish(&counts, &profile);
        prop_assume!(done != Err(Refusal::TooFewPeople));
        let primary: Vec<usize> = (0..12).filter(|cell| (1..=T).contains(&all[*cell])).collect();
        let open: Vec<usize> = (0..11).filter(|cell| all[*cell] > T).collect();
        let protects = |set: u32| {
            let others: Vec<usize> = open.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, cell)| *cell).collect();
            primary.iter().all(|cell| can_move(*cell, &others))
        };
        // More hidden protects no less: what all cannot protect nothing can.
        let every = (1_u32 << open.len()) - 1;
        let sized = |size: u32| (0..=every).filter(move |set| set.count_ones() == size);
        let least = protects(every)
            .then(|| (0..=every.count_ones()).find(|size| sized(*size).any(protects)))
            .flatten();
        if let Ok(done) = done {
            prop_assert!(done.report.is_proved());
            prop_assert_eq!(Some(done.report.cost), least.map(u64::from));
        } else {
            prop_assert_eq!(least, None);
        }
    }
}

#[test]
fn in_two_rows_of_ones_the_cheapest_choice_tells_what_the_other_does_not() {
    let profile = Profile::threshold(T).unwrap();
    let choices = |choice: ChoiceOf| {
        let cells = |counts: [u64; 6]| {
            let variables = [variable("r", ROWS), variable("c", COLUMNS)];
            let table = FreqTable::from_counts(&variables, &counts).unwrap();
            let plan = Plan::new("t", profile.clone().with_choice(choice));
            let Outcome::Released(done) = plan.publish(&table, Effort::ORDINARY, &mut |_| {})
            else {
                return None;
            };
            Some((hidden(&done), done.report.pattern))
        };
        (cells([1, 1, 30, 20, 25, 31]), cells([2, 3, 30, 20, 25, 31]))
    };
    let (ones, more) = choices(ChoiceOf::Alike);
    assert!(ones.is_some() && ones == more);
    let (ones, more) = choices(ChoiceOf::Cheapest);
    assert_ne!(ones.unwrap().0, more.unwrap().0);
}
