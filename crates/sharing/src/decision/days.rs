//! The days on which the same answer stands.

use caldicott_calendar::Day;

use crate::judge::Verdict;
use crate::known::Known;
use crate::resolve::{Facts, Resolved};
use crate::rulebook::{Limit, Rules};

/// A time in which the same answer stands: from a day until, not on, another.
#[expect(clippy::exhaustive_structs, reason = "two days are all there is")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Holds {
    /// The first day; `None` for as far back as law and rulebook go.
    pub from: Option<Day>,
    /// The first day on which the answer may be another; `None` for none known.
    pub until: Option<Day>,
}

impl Holds {
    /// Whether the answer stands on this day.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// Looks at each day on which something may change, outwards from the day decided for.
pub(super) fn holds(rules: &Rules, resolved: &Resolved, facts: &Facts, verdict: &Verdict) -> Holds {
    let days = turning_days(rules, resolved, facts);
    let same = |other: Day| {
        let found = rules.judge(&resolved.on(rules, other));
        (found.released, found.referred) == (verdict.released, verdict.referred)
    };
    let later = days.partition_point(|turn| *turn <= facts.day);
    let (before, after) = days.split_at(later);
    let until = after.iter().find(|turn| !same(**turn)).copied();
    // Before a turning day the answer is the one of the day before it.
    let from = before
        .iter()
        .rev()
        .find(|turn| turn.plus_days(-1).is_some_and(|before| !same(before)))
        .copied();
    Holds { from, until }
}

/// Every day on which something that this request depends on begins or ends, in order.
fn turning_days(rules: &Rules, resolved: &Resolved, facts: &Facts) -> Vec<Day> {
    let compiled = &rules.compiled;
    let mut days: Vec<Day> = Vec::with_capacity(32);
    // Of the times between which a rule begins or ends, those that differ in a rule of this scope.
    for (era, from) in compiled.era_days().enumerate().skip(1) {
        if compiled.eras_differ(facts, era - 1, era) {
            days.push(from);
        }
    }
    match facts.organisation {
        Known::Known(Some(party)) => {
            let theirs = compiled.agreements_of(party).iter();
            for agreement in theirs.filter_map(|place| rules.agreements.get(usize::from(*place))) {
                days.push(agreement.from);
                days.extend(agreement.dead_from());
            }
            let processes = rules.processors.iter().any(|one| one.organisation == party);
            if processes {
                days.extend(compiled.processor_days());
            }
        }
        Known::Known(None) => {}
        Known::Unknown => {
            for limb in compiled.limbs_in_scope(facts) {
                if limb.needs.limits.contains(Limit::Agreement) {
                    days.extend(compiled.anyones.days(limb.gateway, facts.purpose));
                }
            }
        }
    }
    days.extend(resolved.days());
    days.sort_unstable();
    days.dedup();
    days
}
