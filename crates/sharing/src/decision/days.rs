//! The days on which the same answer stands.

use caldicott_calendar::Day;
use caldicott_model::law;

use super::judge;
use crate::compiled::Verdict;
use crate::request::Request;
use crate::rulebook::Rulebook;

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
pub(super) fn holds(rulebook: &Rulebook, request: &Request, verdict: &Verdict, day: Day) -> Holds {
    let mut days = turning_days(rulebook, request);
    days.sort_unstable();
    days.dedup();
    let same = |other: Day| {
        let found = judge(rulebook, request, other);
        (found.released, found.referred) == (verdict.released, verdict.referred)
    };
    let until = days.iter().find(|turn| **turn > day && !same(**turn)).copied();
    // Before a turning day the answer is the one of the day before it.
    let from = days
        .iter()
        .rev()
        .filter(|turn| **turn <= day)
        .find(|turn| turn.plus_days(-1).is_some_and(|before| !same(before)))
        .copied();
    Holds { from, until }
}

/// Every day on which a part of the rulebook, of the request or of the law begins or ends.
fn turning_days(rulebook: &Rulebook, request: &Request) -> Vec<Day> {
    let mut days = vec![law::GDPR_APPLIES, law::DUAA_STAGE_1, law::DUAA_STAGE_MAIN];
    for gateway in &rulebook.gateways {
        days.extend([gateway.from, gateway.until].into_iter().flatten());
        for ground in &gateway.grounds {
            days.extend([ground.from, ground.until].into_iter().flatten());
        }
    }
    for bar in &rulebook.bars {
        days.extend([bar.from, bar.until].into_iter().flatten());
    }
    let party = match &request.asker.organisation {
        crate::Known::Known(id) => Some(rulebook.organisation(id)),
        crate::Known::Unknown => None,
    };
    for agreement in &rulebook.agreements {
        let theirs =
            party.is_none_or(|party| party.is_some_and(|it| agreement.parties.contains(&it)));
        if theirs {
            days.push(agreement.from);
            days.extend(agreement.until);
            days.extend(agreement.review_by.plus_days(1));
        }
    }
    for processor in &rulebook.processors {
        days.push(processor.from);
        days.extend(processor.until);
        for transfer in &processor.transfers {
            days.push(transfer.from);
            days.extend(transfer.until);
        }
    }
    if let Some(order) = &request.order {
        days.extend([order.from, order.until].into_iter().flatten());
    }
    days.extend(request.approvals.iter().map(|approval| approval.on));
    if let crate::Known::Known(consents) = &request.subject.consents {
        for consent in consents {
            days.extend([consent.given, consent.until, consent.withdrawn].into_iter().flatten());
        }
    }
    days
}
