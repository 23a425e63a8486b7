//! Amounts of which several rows are one contributor's.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

const SERVICES: [&str; 3] = ["Outreach", "Hostel", "Move-on"];

fn variables() -> [Variable; 1] {
    let tag = FieldTag::new(
        "service".into(),
        Category::BenefitsAndFinance.into(),
        Identifiability::Quasi,
    );
    let codes = CodeList::new("service", SERVICES).unwrap();
    [Variable::new(tag, codes, NullPolicy::Reject).unwrap()]
}

fn counter(cap: Option<u64>) -> SumCounter {
    SumTable::counter(&variables(), cap).unwrap()
}

proptest! {
    #[test]
    fn rows_in_any_order_are_summed_like_one_row_a_contributor(
        mut rows in prop::collection::vec((0_usize..12, 0_u64..200), 1..40),
        cap in prop::option::of(1_u64..300),
        turn in 0_usize..40,
    ) {
        // A contributor's cell is fixed by who it is.
        let service = |whose: usize| SERVICES.get(whose % 3).copied();
        let mut whole: BTreeMap<usize, u64> = BTreeMap::new();
        for (whose, amount) in &rows {
            *whole.entry(*whose).or_default() += amount;
        }
        let mut slow = counter(cap);
        for (whose, amount) in whole {
            slow.row([service(whose)], amount);
        }
        let slow = slow.finish().unwrap();
        let turn = turn % rows.len();
        rows.rotate_left(turn);
        let mut fast = counter(cap);
        for (whose, amount) in rows {
            fast.contribution(&format!(" H{whose}"), [service(whose)], amount);
        }
        prop_assert!(fast.finish().unwrap() == slow);
    }
}

#[test]
fn a_contributor_of_two_cells_or_without_a_name_is_a_fault() {
    let mut sums = counter(None);
    sums.contribution("a", [Some("Hostel")], 1).contribution("a", [Some("Outreach")], 1);
    assert_eq!(sums.faults(), [DataError::Contributor { row: 2 }]);
    sums.contribution(" ", [Some("Hostel")], 1);
    let faults = sums.finish().unwrap_err();
    assert_eq!(faults.get(1), Some(&DataError::Contributor { row: 3 }));
}

#[test]
fn amounts_too_large_to_add_up_are_a_fault() {
    let mut sums = counter(None);
    sums.contribution("a", [Some("Hostel")], u64::MAX).contribution("a", [Some("Hostel")], 1);
    assert_eq!(sums.finish().unwrap_err(), [DataError::TooMany]);
}
