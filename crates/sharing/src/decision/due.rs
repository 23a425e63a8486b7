//! By when what is owed is to be done, and by whom.

use caldicott_calendar::clock::{SubjectAccess, indirect_collection_notice_by};
use caldicott_calendar::{Day, Nation, RuleSet};

use crate::duty::Duty;
use crate::judge::Verdict;
use crate::known::{Known, Truth};
use crate::resolve::{Facts, ReliedOn};
use crate::rulebook::{Agreement, Period, Rules, RunsFrom};

/// A duty with the last day on which it is done in time, or with who does it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Due {
    /// The duty.
    pub duty: Duty,
    /// The last day on which it is in time.
    pub by: Option<Day>,
    /// The time as the rulebook writes it; `None` where the law or an agreement sets the day.
    pub within: Option<String>,
    /// What the time runs from.
    pub after: RunsFrom,
    /// How many hours it is, for whoever knows the hour it runs from: `by` then takes the day to have
    /// begun with it.
    pub hours: Option<u16>,
    /// The role that does it.
    pub who: Option<String>,
    /// Whether the day rests on bank holidays that are not proclaimed yet.
    pub projected: bool,
    /// The rules it obeys.
    pub rules: RuleSet,
}

/// The days that a time may run from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Events {
    pub(super) decided: Day,
    pub(super) received: Option<Day>,
    pub(super) ordered: Option<Day>,
}

impl Events {
    fn day(self, event: RunsFrom) -> Day {
        match event {
            RunsFrom::Decision => self.decided,
            RunsFrom::Order => self.ordered.unwrap_or(self.decided),
            RunsFrom::Request => self.received.unwrap_or(self.decided),
        }
    }
}

impl Due {
    const fn plain(duty: Duty) -> Self {
        Self {
            duty,
            by: None,
            within: None,
            after: RunsFrom::Decision,
            hours: None,
            who: None,
            projected: false,
            rules: RuleSet::new(),
        }
    }
}

/// Each duty that has a day or somebody to do it.
pub(super) fn due(
    rules: &Rules,
    facts: &Facts,
    verdict: &Verdict,
    duties: impl Iterator<Item = Duty>,
    events: Events,
    refer_to: Option<&str>,
) -> Vec<Due> {
    let mut all = Vec::new();
    for duty in duties {
        let mut one = Due::plain(duty);
        match rules.manner.limits.iter().find(|limit| limit.duty == duty) {
            Some(limit) => {
                one.within = Some(limit.written().to_owned());
                one.after = limit.from;
                limit.cite.iter().for_each(|rule| one.rules.cite(*rule));
                count(&mut one, limit.period, events.day(limit.from), rules.manner.nation);
            }
            None => by_law(&mut one, rules, facts, verdict, events),
        }
        if duty == Duty::ReferToLineManager {
            one.who = refer_to.map(str::to_owned);
        }
        if one.by.is_some() || one.who.is_some() {
            all.push(one);
        }
    }
    all
}

fn count(one: &mut Due, period: Period, event: Day, nation: Nation) {
    match period {
        Period::AtOnce => one.by = Some(event),
        Period::Hours(hours) => {
            one.hours = Some(hours);
            // Counted from the first moment of the day, which is the earliest it can be.
            one.by = event.plus_days(i32::from(hours.div_ceil(24)) - 1);
        }
        Period::Counted(period) => {
            // Past the last year of known bank holidays there is no day to name.
            if let Ok(deadline) = period.after(event, nation) {
                one.by = Some(deadline.day());
                one.projected = deadline.is_projected();
                deadline.rules().iter().for_each(|rule| one.rules.cite(*rule));
            }
        }
    }
}

/// What law, policy or an agreement says where the rulebook sets no time.
fn by_law(one: &mut Due, rules: &Rules, facts: &Facts, verdict: &Verdict, events: Events) {
    let nation = rules.manner.nation;
    let cite = |one: &mut Due, id: &str| {
        if let Some(rule) = crate::catalogue::rule(id) {
            one.rules.cite(rule);
        }
    };
    match one.duty {
        Duty::OpenAccessRequest => {
            one.after = RunsFrom::Request;
            let asked = SubjectAccess::received(events.day(RunsFrom::Request)).in_nation(nation);
            if let Ok(due) = asked.due() {
                one.by = due.day();
                due.rules().iter().for_each(|rule| one.rules.cite(*rule));
            }
        }
        Duty::TellOfThirdPartyInformation => {
            one.after = RunsFrom::Request;
            let notice = indirect_collection_notice_by(events.day(RunsFrom::Request), nation);
            if let Ok(deadline) = notice {
                one.by = Some(deadline.day());
                one.projected = deadline.is_projected();
                deadline.rules().iter().for_each(|rule| one.rules.cite(*rule));
            }
        }
        Duty::ReferToLineManager => {
            // At once, says the policy.
            one.by = Some(events.decided);
            cite(one, "B-014");
        }
        Duty::ReviewAgreement => {
            one.by = reviewed_by(rules, facts, verdict);
            cite(one, "CN-13");
        }
        Duty::AskInWriting
        | Duty::AuditTrail
        | Duty::CallBack
        | Duty::CheckOrder
        | Duty::ConfirmInWriting
        | Duty::ConsultChiefExecutive
        | Duty::DecideWhetherToTell
        | Duty::DiscussWithPartners
        | Duty::DropWholeRecord
        | Duty::InformPerson
        | Duty::LegalHold
        | Duty::MinimumNecessary
        | Duty::NoteWithheld
        | Duty::OpenToPerson
        | Duty::SeekAdvice
        | Duty::RecordBestInterests
        | Duty::RecordDisclosure
        | Duty::RecordProvenance
        | Duty::RecordRequest
        | Duty::RecordWhyNotTold
        | Duty::TakeMessage
        | Duty::TellOfRightToWithdraw
        | Duty::UrgeContact => {}
    }
}

/// The first day by which an agreement that this answer stands on, or would, is to be reviewed.
fn reviewed_by(rules: &Rules, facts: &Facts, verdict: &Verdict) -> Option<Day> {
    let Known::Known(Some(party)) = facts.organisation else { return None };
    let theirs = rules.compiled.agreements_of(party).iter().map(|place| usize::from(*place));
    let stands_on = |agreement: &Agreement| {
        let relied = verdict.permitting.iter().any(|place| agreement.gateways.has(place));
        let unreviewed = agreement.standing(facts.day) == "unreviewed";
        let wanted = facts.purpose.truth(|one| agreement.purposes & (1 << *one as u8) != 0);
        wanted == Truth::True && (unreviewed || relied && agreement.is_live(facts.day))
    };
    theirs
        .filter(|place| match facts.relies_on {
            ReliedOn::None => true,
            ReliedOn::Listed(listed) => listed == *place,
            ReliedOn::Unlisted => false,
        })
        .filter_map(|place| rules.agreements.get(place))
        .filter(|agreement| stands_on(agreement))
        .map(Agreement::review_by)
        .min()
}
