//! The course of a breach: its 72 hours, its reliefs, its history.

use caldicott_accountability::Owes as _;
use caldicott_accountability::breach::{
    BrokenHistory, Duty, Event, History, Intake, KeysAre, Likely, Part, Policy, Refused, Role,
    ToDo, What,
};
use caldicott_calendar::Instant;
use caldicott_model::Category;

use crate::breaches::{HEALTH, at, attested, by, hours, may, start};

fn history(events: &[(Instant, What)]) -> Result<History, BrokenHistory> {
    let events = events.iter().map(|(at, what)| {
        let role = if may(Role::Director, what) { Role::Director } else { Role::ComplianceOfficer };
        Event { at: *at, by: by(role), what: what.clone() }
    });
    History::replay(events, &Policy::default())
}

fn aware(since: Instant) -> What {
    What::Aware { since, because: "records were on it".to_owned() }
}

fn told(sent: Instant, late_because: Option<&str>) -> What {
    let late_because = late_because.map(str::to_owned);
    What::NotifyRegulator { sent, parts: vec![Part::Nature], late_because }
}

#[test]
fn the_regulator_is_told_within_72_hours_that_no_weekend_stretches_or_reasons_are_given() {
    // Friday 12:20 before the clocks change: 72 hours end on Monday 13:20, in law at 14:00 summer time.
    let (alarm, ends) = (at("2026-03-30T12:20:00Z"), at("2026-03-30T13:00:00Z"));
    let last = ends.plus_seconds(-1).unwrap();
    let begun = [(start(), What::Report(Intake::OwnStaff)), (start(), aware(start()))];
    let with = |sent, why| history(&[begun.as_slice(), &[(hours(200), told(sent, why))]].concat());
    for in_time in [hours(1), alarm, last] {
        assert!(with(in_time, None).is_ok(), "{in_time}");
    }
    for late in [ends, hours(73), hours(200)] {
        let refused = with(late, None).unwrap_err();
        assert_eq!(refused.why, Refused::LateWithoutReasons { ended: ends });
        assert!(with(late, Some(" ")).is_err());
        assert!(with(late, Some("the enquiry took all week")).is_ok());
    }
    // The list of what is late shows it from the alarm on.
    let policy = Policy::default();
    let open = history(&begun).unwrap();
    let late =
        |at| open.state().late(at, &policy).iter().any(|it| it.what == ToDo::NotifyRegulator);
    assert!(!late(alarm.plus_seconds(-1).unwrap()) && late(alarm));
    // A phase after one that was in time needs no reasons.
    let first = (hours(200), told(hours(1), None));
    let second = (hours(200), told(hours(100), None));
    assert!(history(&[begun.as_slice(), &[first, second]].concat()).is_ok());
}

#[test]
fn awareness_never_becomes_later_and_when_it_becomes_earlier_the_reasons_are_owed() {
    let begun = [
        (hours(0), What::Report(Intake::FromProcessor)),
        (hours(60), aware(hours(60))),
        (hours(80), told(hours(80), None)),
    ];
    let later = [begun.as_slice(), &[(hours(90), aware(hours(61)))]].concat();
    assert_eq!(history(&later).unwrap_err().why, Refused::LaterAwareness { since: hours(60) });
    let earlier = [begun.as_slice(), &[(hours(90), aware(hours(1)))]].concat();
    let found = history(&earlier).unwrap();
    let owed: Vec<_> = found.state().to_do(&Policy::default()).iter().map(Duty::what).collect();
    assert!(owed.contains(&ToDo::GiveReasons), "{owed:?}");
    let given = (hours(91), told(hours(91), Some("the processor told us late")));
    let found = history(&[earlier.as_slice(), &[given]].concat()).unwrap();
    let owed = found.state().to_do(&Policy::default());
    assert!(owed.iter().all(|duty| duty.what() != ToDo::GiveReasons));
}

#[test]
fn a_relief_for_sealed_fields_ends_when_more_is_out_or_a_key_is() {
    let described =
        |categories| What::Describe { categories, people: 3, records: 9, remedied: true };
    let high = What::Assess { likely: Likely::HighRisk, because: "addresses".to_owned() };
    let begun = [
        (start(), What::Report(Intake::OwnStaff)),
        (start(), aware(start())),
        (start(), described(HEALTH)),
        (start(), high),
    ];
    let owes = |events: &[(Instant, What)]| {
        let found = history(&[begun.as_slice(), events].concat()).unwrap();
        let duties = found.state().to_do(&Policy::default());
        duties.iter().any(|duty| duty.what() == ToDo::TellPeople)
    };
    let relief = (hours(3), attested(HEALTH, KeysAre::Safe, false));
    assert!(owes(&[]));
    assert!(!owes(std::slice::from_ref(&relief)));
    let more = (hours(4), described(HEALTH.with(Category::AddressAndLocation)));
    assert!(owes(&[relief.clone(), more]));
    let key = (hours(4), What::EndRelief { because: "a key was in the same bag".to_owned() });
    assert!(owes(&[relief, key]));
    // An attestation made after the event that records it is none.
    let early = (hours(1), attested(HEALTH, KeysAre::Safe, false));
    assert_eq!(history(&[begun.as_slice(), &[early]].concat()).unwrap_err().why, Refused::Future);
}

#[test]
fn a_history_replays_to_the_same_state_and_is_never_reordered() {
    let events = [
        (start(), What::Report(Intake::OwnStaff)),
        (hours(1), aware(start())),
        (hours(2), told(hours(2), None)),
    ];
    let found = history(&events).unwrap();
    let again = History::replay(found.events().to_vec(), &Policy::default()).unwrap();
    assert_eq!(found, again);
    let mut stored = found.events().to_vec();
    let text = serde_json::to_string(&stored).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Event>>(&text).unwrap(), stored);
    stored.swap(1, 2);
    assert!(History::replay(stored, &Policy::default()).is_err());
    // No reason and nobody's id is ever printed.
    let printed = format!("{found:?}");
    assert!(!printed.contains("records were") && !printed.contains("x-1"), "{printed}");
}

#[test]
fn what_a_breach_owes_stands_in_the_one_list() {
    let found = history(&[(start(), What::Report(Intake::OwnStaff)), (start(), aware(start()))]);
    let owed = found.unwrap().state().owed("breach 7", &Policy::default());
    let list: caldicott_accountability::Owing = owed.into_iter().collect();
    let late = list.late(caldicott_calendar::Day::literal(2026, 3, 31));
    let told: Vec<_> = late.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|it| it.contains("notify regulator, breach 7 (BR-01")), "{told:?}");
}
