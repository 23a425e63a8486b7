//! Entries in every state, and events of every kind.

use caldicott_calendar::clock::IncidentKind;
use caldicott_calendar::{Day, Nation};
use caldicott_caution_register::{
    Actor, ChallengeTo, Decided, Event, Grounds, History, HoldKind, Policy, Precaution,
    ReviewPeriod, Reviewed, Risk, Role, What, WithheldBecause,
};

pub(crate) const START: Day = Day::literal(2024, 3, 4);

pub(crate) fn policy() -> Policy<'static> {
    Policy::of(Nation::EnglandAndWales)
}

pub(crate) fn grounds() -> Grounds {
    Grounds::new(1, &[Risk::Threats], &[Precaution::TwoPersonVisit]).unwrap()
}

pub(crate) fn day(after: i32) -> Day {
    START.plus_days(after).unwrap()
}

/// The role that may do it, of somebody who has not acted before.
pub(crate) fn actor_for(what: &What) -> Actor {
    let role = match what {
        What::Recommend(_) => Role::Manager,
        What::Approve { .. }
        | What::Reject
        | What::LetterSent { .. }
        | What::LetterWithheld { .. }
        | What::LetterHeld
        | What::Review(_)
        | What::Hold(_)
        | What::Release(_) => Role::HeadOfService,
        What::Incident { .. } => Role::ServiceManager,
        What::Challenge { .. } => Role::Subject,
        What::Decide(_) => Role::Director,
        What::Remove => Role::Keeper,
    };
    Actor::new(role, format!("{role}-1"))
}

pub(crate) fn event(after: i32, what: What) -> Event {
    Event { on: day(after), by: actor_for(&what), what }
}

pub(crate) fn year() -> ReviewPeriod {
    ReviewPeriod::LONGEST
}

/// A history of these events, one a day.
pub(crate) fn history(events: &[What]) -> History {
    let mut history = History::default();
    for (after, what) in (0..).zip(events) {
        let recorded = history.record(event(after, what.clone()), &policy());
        let _step = recorded.unwrap_or_else(|why| panic!("{what:?}: {why}"));
    }
    history
}

/// Every way an entry can stand, each reached by its events.
pub(crate) fn states() -> Vec<(&'static str, History)> {
    let recommend = || What::Recommend(grounds());
    let approve = || What::Approve { review_in: year() };
    let held = || What::Hold(HoldKind::LegalMatter);
    let challenge = || What::Challenge { to: ChallengeTo::Decision };
    let withheld = || What::LetterWithheld { because: WithheldBecause::ViolentReaction };
    let sent = || What::LetterSent { review_day_stated: Day::literal(2025, 3, 5) };
    let over = || What::Review(Reviewed::NoLongerARisk);
    let live = [recommend(), approve()];
    let archived = [recommend(), approve(), over()];
    let with = |base: &[What], more: &[What]| history(&[base, more].concat());
    let mut states = vec![
        ("blank", History::default()),
        ("recommended", history(&[recommend()])),
        ("recommended held", history(&[recommend(), held()])),
        ("gone rejected", history(&[recommend(), What::Reject])),
        ("gone deleted", with(&live, &[challenge(), What::Decide(Decided::Delete)])),
    ];
    let letters = [
        ("owed", vec![]),
        ("held", vec![What::LetterHeld]),
        ("withheld", vec![withheld()]),
        ("sent", vec![sent()]),
    ];
    for (letter, events) in letters {
        for challenged in [false, true] {
            for waits in [false, true] {
                let mut events = events.clone();
                events.extend(challenged.then(challenge));
                events.extend(waits.then(held));
                let name = format!("live {letter} challenged={challenged} waits={waits}");
                states.push((name.leak(), with(&live, &events)));
            }
        }
    }
    for again in [false, true] {
        for challenged in [false, true] {
            for waits in [false, true] {
                let mut events = Vec::new();
                events.extend(again.then(recommend));
                events.extend(challenged.then(challenge));
                events.extend(waits.then(held));
                let name = format!("archived again={again} challenged={challenged} waits={waits}");
                states.push((name.leak(), with(&archived, &events)));
            }
        }
    }
    states
}

/// An event of every kind, on a day.
pub(crate) fn every_event(on: Day) -> Vec<What> {
    let mut events = vec![
        What::Recommend(grounds()),
        What::Approve { review_in: ReviewPeriod::months(6).unwrap() },
        What::Reject,
        What::LetterSent { review_day_stated: Day::literal(2025, 3, 5) },
        What::LetterSent { review_day_stated: Day::literal(2025, 3, 6) },
        What::LetterHeld,
        What::Decide(Decided::Confirm),
        What::Decide(Decided::Amend(grounds())),
        What::Decide(Decided::Delete),
        What::Review(Reviewed::StillARisk { review_in: year() }),
        What::Review(Reviewed::NoLongerARisk),
        What::Remove,
    ];
    for because in WithheldBecause::ALL {
        events.push(What::LetterWithheld { because: *because });
    }
    for to in ChallengeTo::ALL {
        events.push(What::Challenge { to: *to });
    }
    for kind in [IncidentKind::HighRisk, IncidentKind::Other] {
        events.push(What::Incident { happened: on, kind });
        events.push(What::Incident { happened: on.plus_days(1).unwrap(), kind });
    }
    for hold in HoldKind::ALL {
        events.push(What::Hold(*hold));
        events.push(What::Release(*hold));
    }
    events
}
