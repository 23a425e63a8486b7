//! Laws of the register over random lives.

use caldicott_calendar::Day;
use caldicott_calendar::clock::IncidentKind;
use caldicott_caution_register::{
    Actor, Event, History, Keep, LetterDetails, Policy, State, Subject, ToDo, What,
};
use proptest::prelude::*;

use crate::support::{actor_for, day, event, every_event, grounds, history, policy, year};

/// A life: each step waits some days and tries an event of the list.
fn lives() -> impl Strategy<Value = Vec<(u16, prop::sample::Index, bool)>> {
    prop::collection::vec((0_u16..420, any::<prop::sample::Index>(), any::<bool>()), 1..60)
}

/// Events that mostly get somewhere are tried more often.
fn tried(on: Day, pick: prop::sample::Index, likely: bool, state: &State) -> What {
    if likely {
        match state {
            State::Blank => return What::Recommend(grounds()),
            State::Recommended(_) => return What::Approve { review_in: year() },
            State::Live(live) if pick.index(3) == 0 => {
                return What::LetterSent { review_day_stated: live.review_by };
            }
            _ => {}
        }
    }
    let events = every_event(on);
    pick.get(&events).clone()
}

fn live(steps: &[(u16, prop::sample::Index, bool)], policy: &Policy<'_>) -> Vec<(Event, History)> {
    let mut history = History::default();
    let mut on = day(0);
    let mut past = Vec::new();
    for (wait, pick, likely) in steps {
        on = on.plus_days(i32::from(*wait)).unwrap();
        let what = tried(on, *pick, *likely, history.state());
        let mut by = actor_for(&what);
        by.id = format!("{}-{}", by.role, past.len());
        let event = Event { on, by, what };
        let before = history.clone();
        match history.record(event.clone(), policy) {
            Ok(step) => {
                assert_eq!(step.state(), history.state());
                past.push((event, history.clone()));
            }
            // What is refused changes nothing.
            Err(_) => assert_eq!(history, before),
        }
    }
    past
}

proptest! {
    #[test]
    fn a_history_that_is_stored_and_read_back_gives_the_same_state(steps in lives()) {
        let policy = policy();
        for (_, history) in live(&steps, &policy) {
            if let State::Gone(gone) = history.state() {
                prop_assert_eq!(&history, &History::ended(*gone));
                continue;
            }
            let json = serde_json::to_string(history.events()).unwrap();
            let events: Vec<Event> = serde_json::from_str(&json).unwrap();
            let again = History::replay(events, &policy);
            prop_assert_eq!(again.as_ref(), Ok(&history), "{}", json);
        }
    }

    #[test]
    fn an_entry_in_force_is_reviewed_within_a_year_or_it_is_late(steps in lives()) {
        let policy = policy();
        for (_, history) in live(&steps, &policy) {
            let State::Live(entry) = history.state() else { continue };
            let looked_at = history.events().iter().rev().find(|event| {
                matches!(event.what, What::Approve { .. } | What::Review(_))
            });
            let year = looked_at.unwrap().on.plus_months(12).unwrap();
            prop_assert!(entry.review_by <= year);
            let after = entry.review_by.plus_days(1).unwrap();
            let late = history.state().late(after, &policy);
            prop_assert!(late.iter().any(|late| late.what == ToDo::Review));
            prop_assert!(!history.state().late(entry.review_by, &policy).iter().any(|late| late.what == ToDo::Review));
        }
    }

    #[test]
    fn an_entry_goes_only_when_two_years_passed_since_it_was_archived_and_since_every_incident(steps in lives()) {
        let policy = policy();
        let past = live(&steps, &policy);
        for pair in past.windows(2) {
            let [(_, before), (event, after)] = pair else { continue };
            let (State::Archived(entry), State::Gone(_)) = (before.state(), after.state()) else { continue };
            if event.what != What::Remove {
                continue;
            }
            let since = before.events().iter().rev().find(|event| matches!(event.what, What::Review(_)));
            let latest = entry.incidents.iter().map(|(day, _)| *day).chain([since.unwrap().on]).max();
            prop_assert!(event.on >= latest.unwrap().plus_months(24).unwrap());
            prop_assert!(entry.holds.is_empty());
        }
    }

    #[test]
    fn a_further_incident_never_brings_a_removal_forward(ago in 0_i32..1500, wait in 0_i32..700, high in any::<bool>()) {
        let policy = policy();
        let mut entry = history(&[What::Recommend(grounds()), What::Approve { review_in: year() }, What::Review(caldicott_caution_register::Reviewed::NoLongerARisk)]);
        let State::Archived(before) = entry.state().clone() else { panic!() };
        let kind = if high { IncidentKind::HighRisk } else { IncidentKind::Other };
        let on = day(3 + wait);
        let happened = on.plus_days(-ago).unwrap();
        let by = Actor::new(caldicott_caution_register::Role::ServiceManager, "s");
        let _step = entry.record(Event { on, by, what: What::Incident { happened, kind } }, &policy).unwrap();
        let State::Archived(after) = entry.state() else { panic!() };
        prop_assert!(after.remove_on >= before.remove_on);
        prop_assert_eq!(after.remove_on > before.remove_on, happened > before.since);
    }

    #[test]
    fn every_duty_that_a_step_opens_with_a_day_is_in_the_list_until_something_is_done(steps in lives()) {
        let policy = policy();
        let mut history = History::default();
        for (event, _) in live(&steps, &policy) {
            let step = history.record(event, &policy).unwrap();
            if matches!(step.keep(), Keep::NothingBut(_)) {
                break;
            }
            let list = history.state().to_do(&policy);
            for duty in step.duties() {
                let Some(by) = duty.by() else { continue };
                let same = |what: ToDo| if what == ToDo::ReconsiderLetter { ToDo::WriteToPerson } else { what };
                // What has to wait is not in it, and a letter that waits for an interaction waits on.
                let waits = duty.what() == ToDo::Remove && !history.state().holds().is_empty();
                let held = list.iter().any(|one| one.what() == ToDo::TellAtNextInteraction);
                let owed = list.iter().any(|one| one.what() == same(duty.what()) && one.by() <= Some(by));
                prop_assert!(owed || waits || held, "{:?} {:?}", duty, list);
            }
        }
    }
}

#[test]
fn what_is_recorded_out_of_order_is_refused() {
    let mut entry = history(&[What::Recommend(grounds()), What::Approve { review_in: year() }]);
    let early = event(0, What::LetterHeld);
    assert!(entry.record(early, &policy()).is_err());
    let broken =
        History::replay([event(1, What::Recommend(grounds())), event(0, What::Reject)], &policy());
    assert_eq!(broken.unwrap_err().place, 2);
}

#[test]
fn past_the_holiday_table_a_letter_is_owed_early_and_says_so() {
    let policy = policy();
    // Each day of the week, in a year for which no holidays are known.
    for first in 0..7 {
        let on = Day::literal(2035, 1, 1).plus_days(first).unwrap();
        let by = Actor::new(caldicott_caution_register::Role::Manager, "m");
        let step = State::Blank
            .apply(&Event { on, by, what: What::Recommend(grounds()) }, &policy)
            .unwrap();
        let duty = step.duties().first().unwrap();
        assert!(duty.is_projected());
        // Ten weekdays after it, counted one by one.
        let mut left = 10;
        let mut day = on;
        while left > 0 {
            day = day.plus_days(1).unwrap();
            left -= i32::from((day.epoch_days() + 3).rem_euclid(7) < 5);
        }
        assert_eq!(duty.by(), Some(day), "{on}");
    }
}

#[test]
fn the_letter_says_what_is_held_when_it_is_reviewed_and_how_to_challenge_it() {
    let entry = history(&[What::Recommend(grounds()), What::Approve { review_in: year() }]);
    let State::Live(live) = entry.state() else { panic!() };
    for (about, held) in [(Subject::Person, "your name"), (Subject::Premises, "your address")] {
        let letter = live.letter(&LetterDetails {
            organisation: "The council".to_owned(),
            about,
            challenge_to: "director@example.org".to_owned(),
        });
        for part in
            [held, "5 March 2025", "5 March 2024", "director@example.org", "ten working days"]
        {
            assert!(letter.contains(part), "{part} in {letter}");
        }
        // Others may open it.
        assert!(!letter.to_lowercase().contains("threat"), "{letter}");
    }
}

#[test]
fn grounds_that_were_stored_are_checked_when_they_are_read() {
    use caldicott_caution_register::{Grounds, GroundsError};
    let good = serde_json::to_string(&grounds()).unwrap();
    assert_eq!(serde_json::from_str::<Grounds>(&good).unwrap(), grounds());
    for (wrong, why) in [
        (good.replace(":1", ":0"), GroundsError::NoEvidence),
        (good.replace("[\"threats\"]", "[]"), GroundsError::NoRisk),
        (good.replace("[\"two-person-visit\"]", "[]"), GroundsError::NoPrecaution),
    ] {
        let error = serde_json::from_str::<Grounds>(&wrong).unwrap_err().to_string();
        assert!(error.contains(&why.to_string()), "{error}");
    }
    assert!(serde_json::from_str::<Grounds>(&good.replace("evidence", "evidense")).is_err());
    assert!(serde_json::from_str::<caldicott_caution_register::ReviewPeriod>("13").is_err());
}
