//! What is named changes the decision, and nothing smaller does.

use proptest::prelude::*;
use std::sync::LazyLock;

use crate::resolve::Resolved;
use crate::{DataSet, Rulebook};

#[path = "../../tests/support/requests.rs"]
mod requests;
#[path = "../../tests/support/documents.rs"]
mod support;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(support::st_martins);

proptest! {
    #[test]
    fn what_would_change_it_does_and_nothing_smaller_does(
        (request, day) in requests::wandering()
    ) {
        let rules = &*RULEBOOK.rules;
        let facts = Resolved::of(rules, &request).on(rules, day);
        let before = rules.judge(&facts).released;
        let released = |set: &[super::Missing]| -> DataSet {
            let mut then = facts;
            for missing in set {
                then.suppose(*missing, facts.asked);
            }
            rules.judge(&then).released
        };
        let changes = rules.changes(&facts, rules.bars_on(&facts), before);
        for set in &changes {
            prop_assert!(!before.contains_all(released(set)), "{set:?} changes nothing");
            for place in 0..set.len() {
                let mut less = set.clone();
                less.remove(place);
                prop_assert!(before.contains_all(released(&less)), "{less:?} is enough");
            }
        }
        for (place, set) in changes.iter().enumerate() {
            for other in &changes[place + 1..] {
                prop_assert!(!set.iter().all(|one| other.contains(one)), "{set:?} is in {other:?}");
            }
        }
    }
}

#[test]
fn each_example_that_is_referred_for_want_of_facts_says_which() {
    let mut referred = 0;
    for (request, day) in requests::examples() {
        let decision = crate::decide(&RULEBOOK, &request, day);
        let crate::Outcome::Refer { missing, .. } = decision.outcome() else { continue };
        referred += 1;
        let passed_on = decision.gateways().iter().any(|one| {
            ["production-notice", "own-file"].contains(&one.id.as_str())
                && one.holds == crate::Truth::Unknown
        });
        let barred = decision.bars().iter().any(|bar| bar.bites && bar.holds == crate::Truth::True);
        assert!(!missing.is_empty() || passed_on || barred, "{}", decision.duties().len());
    }
    assert!(referred > 5);
}
