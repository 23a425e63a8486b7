//! Who sees what.

use caldicott_calendar::Day;
use caldicott_caution_register::{Actor, Extent, Role, Shown, State, Visit};

use crate::support::{day, grounds, history, policy, states, year};

fn visit(by: &Actor, subject: &str, on: Day) -> Visit {
    Visit { subject: subject.to_owned(), by: by.id.clone(), arranged_for: on }
}

#[test]
fn readers_see_a_live_entry_for_their_own_visit_and_otherwise_always_the_same() {
    let on = day(20);
    for role in [Role::Frontline, Role::Contractor] {
        let by = Actor::new(role, "r-1");
        let mut nothings = Vec::new();
        for (name, history) in states() {
            let state = history.state();
            let good = visit(&by, "p-1", on);
            let look = state.look(&by, "p-1", Some(&good), on, &policy());
            if matches!(state, State::Live(_)) {
                assert_eq!(look.record.shown, Extent::Caution, "{name}");
            } else {
                assert_eq!(look.shown, Shown::Nothing, "{name}");
                nothings.push(format!("{:?} {:?}", look.shown, look.record));
            }
            // Without a visit, with somebody else's, to somebody else, past or far ahead: the same words.
            let others = [
                None,
                Some(visit(&Actor::new(role, "r-2"), "p-1", on)),
                Some(visit(&by, "p-2", on)),
                Some(visit(&by, "p-1", on.plus_days(-1).unwrap())),
                Some(visit(&by, "p-1", on.plus_days(29).unwrap())),
            ];
            for other in others {
                let look = state.look(&by, "p-1", other.as_ref(), on, &policy());
                assert_eq!(look.shown, Shown::NoVisit, "{name}");
            }
        }
        nothings.dedup();
        assert_eq!(nothings.len(), 1, "{nothings:?}");
    }
}

#[test]
fn a_particularly_sensitive_risk_shows_a_service_to_ask_and_nothing_else() {
    use caldicott_caution_register::What;
    let sensitive = grounds().sensitive("adult social care duty desk").unwrap();
    let entry = history(&[What::Recommend(sensitive), What::Approve { review_in: year() }]);
    for role in [Role::Frontline, Role::Contractor] {
        let by = Actor::new(role, "r");
        let visit = visit(&by, "p", day(3));
        let look = entry.state().look(&by, "p", Some(&visit), day(3), &policy());
        assert_eq!(look.shown, Shown::Ask { service: "adult social care duty desk" });
        assert!(look.record.rules.cites("H-007"));
    }
    assert!(grounds().sensitive("  ").is_err());
}

#[test]
fn contractors_see_risk_and_precaution_and_staff_the_incidents_too() {
    use caldicott_caution_register::What;
    let events =
        [What::Recommend(grounds()), What::Approve { review_in: year() }, What::LetterHeld];
    let entry = history(&events);
    for (role, staff) in [(Role::Frontline, true), (Role::Contractor, false)] {
        let by = Actor::new(role, "r");
        let visit = visit(&by, "p", day(3));
        let look = entry.state().look(&by, "p", Some(&visit), day(3), &policy());
        let Shown::Caution(caution) = look.shown else { panic!("{look:?}") };
        assert_eq!((caution.incidents, caution.letter_to_hand_over), (staff, staff));
        assert_eq!(caution.precautions.len(), 1);
        assert!(!caution.review_late);
    }
}

#[test]
fn those_who_decide_see_the_entry_and_an_auditor_only_who_looked() {
    for (name, history) in states() {
        let state = history.state();
        let held = !matches!(state, State::Blank | State::Gone(_));
        for role in [Role::HeadOfService, Role::Director, Role::DataProtectionOfficer] {
            let look = state.look(&Actor::new(role, "d"), "p", None, day(9), &policy());
            assert_eq!(matches!(look.shown, Shown::Entry(_)), held, "{name} {role}");
        }
        let look = state.look(&Actor::new(Role::Auditor, "a"), "p", None, day(9), &policy());
        assert_eq!(look.shown, Shown::Trail);
        for role in [Role::Subject, Role::Keeper] {
            let look = state.look(&Actor::new(role, "s"), "p", None, day(9), &policy());
            assert_eq!(look.shown, Shown::Nothing);
        }
        // A manager does not see what another recommended.
        let look = state.look(&Actor::new(Role::Manager, "other"), "p", None, day(9), &policy());
        let seen = matches!(state, State::Live(_) | State::Archived(_));
        assert_eq!(matches!(look.shown, Shown::Entry(_)), seen, "{name}");
    }
}

#[test]
fn a_look_is_logged_with_who_when_and_whom_and_does_not_print_them() {
    let by = Actor::new(Role::Frontline, "Zzyzxmarker");
    let blank = State::Blank;
    let look = blank.look(&by, "Zzyzxmarker", None, day(1), &policy());
    assert_eq!(look.record.by, by);
    assert_eq!(look.record.subject, "Zzyzxmarker");
    assert!(!format!("{look:?}").contains("Zzyzxmarker"));
    let json = serde_json::to_string(&look.record).unwrap();
    assert!(json.contains("Zzyzxmarker") && json.contains("no-visit"), "{json}");
}
