//! Every state, every event, every role, against the table of the rules.

use caldicott_calendar::clock::{
    Awaiting, ExtensionReason, RightsDue, RightsFinding, RightsRequest,
};
use caldicott_calendar::{Day, Nation};
use caldicott_rights::request::{
    About, Actor, Channel, Clock, Doubt, Event, FeeGround, Finding, History, Kind, Letter,
    LetterPart, Outcome, Policy, Received, RefusalGround, Refused, Role, State, ToDo, What,
};

const START: Day = Day::literal(2026, 7, 1);

fn policy() -> Policy<'static> {
    Policy::of(Nation::EnglandAndWales)
}

fn day(after: i32) -> Day {
    START.plus_days(after).unwrap()
}

fn by_role(what: &What) -> Role {
    match what {
        What::Receive(_)
        | What::WritingDemanded
        | What::IdentityReceived { .. }
        | What::AuthorityReceived { .. }
        | What::FeePaid { .. }
        | What::ClarificationReceived { .. } => Role::Staff,
        What::ChargeFee { .. } | What::Extend { .. } | What::Refuse { .. } => Role::Manager,
        What::Withdraw => Role::Subject,
        _ => Role::Handler,
    }
}

fn event(after: i32, what: What) -> Event {
    Event { on: day(after), by: Actor::new(by_role(&what), "x"), what }
}

fn history(events: &[What]) -> History {
    let mut history = History::default();
    for (after, what) in (0..).zip(events) {
        let recorded = history.record(event(after, what.clone()), &policy());
        let _step = recorded.unwrap_or_else(|why| panic!("{what:?}: {why}"));
    }
    history
}

fn letter() -> Letter {
    Letter::required_on(day(20))
}

fn every_event(on: Day) -> Vec<What> {
    let mut events = vec![
        What::WritingDemanded,
        What::AskAuthority,
        What::Acknowledge,
        What::TellProgress,
        What::Withdraw,
        What::Extend { reason: None },
        What::Extend { reason: Some(ExtensionReason::Complexity) },
        What::TellRefusal { letter: letter() },
        What::TellRefusal { letter: Letter::saying(&[LetterPart::Reasons]) },
    ];
    for because in Doubt::ALL {
        events.push(What::DoubtIdentity { because: *because });
    }
    for came in [on, on.plus_days(1).unwrap(), day(-1)] {
        events.push(What::IdentityReceived { came });
        events.push(What::AuthorityReceived { came });
        events.push(What::FeePaid { came });
        for about in About::ALL {
            events.push(What::ClarificationReceived { about: *about, came });
        }
    }
    for about in About::ALL {
        events.push(What::AskClarification { about: *about });
    }
    for evidence in [0, 2] {
        for ground in FeeGround::ALL {
            events.push(What::ChargeFee { ground: *ground, evidence });
        }
        for ground in RefusalGround::ALL {
            events.push(What::Refuse { ground: *ground, evidence });
        }
    }
    for outcome in Outcome::ALL {
        events.push(What::Answer { outcome: *outcome, letter: letter() });
        events.push(What::Answer { outcome: *outcome, letter: Letter::default() });
    }
    for kind in Kind::ALL {
        for received in [on, on.plus_days(1).unwrap()] {
            events.push(What::Receive(Received::new(*kind, Channel::Spoken, received)));
        }
    }
    events
}

/// What is known of a state by its name alone.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "a state in the words of the rules")]
struct Told {
    name: &'static str,
    kind: Kind,
    known: bool,
    represented: bool,
    /// `-` not asked, `?` asked, `!` came.
    identity: char,
    authority: char,
    fee: char,
    question: bool,
    acknowledged: bool,
    refusing: Option<RefusalGround>,
}

fn states() -> Vec<(Told, History)> {
    let mut states = vec![];
    let blank = Told {
        name: "blank",
        kind: Kind::Access,
        known: false,
        represented: false,
        identity: '-',
        authority: '-',
        fee: '-',
        question: false,
        acknowledged: false,
        refusing: None,
    };
    states.push((blank, History::default()));
    for kind in Kind::ALL {
        let open = Told { name: "open", kind: *kind, ..blank };
        let plain = Received::new(*kind, Channel::Email, START);
        let with = |received: Received, more: &[What]| {
            let mut events = vec![What::Receive(received)];
            events.extend_from_slice(more);
            history(&events)
        };
        let doubt = What::DoubtIdentity { because: Doubt::UnknownSender };
        let proof = What::IdentityReceived { came: day(2) };
        states.push((open, with(plain, &[])));
        states.push((Told { known: true, ..open }, with(plain.known_in_person(), &[])));
        states.push((Told { identity: '?', ..open }, with(plain, std::slice::from_ref(&doubt))));
        states.push((Told { identity: '!', ..open }, with(plain, &[doubt.clone(), proof])));
        let spoken_for = plain.by_representative();
        let represented = Told { represented: true, ..open };
        states.push((represented, with(spoken_for, &[])));
        states.push((
            Told { authority: '?', ..represented },
            with(spoken_for, &[What::AskAuthority]),
        ));
        let came = What::AuthorityReceived { came: day(1) };
        states.push((Told { authority: '!', ..represented }, with(spoken_for, &[came])));
        let ask = What::AskClarification { about: About::Information };
        states.push((Told { question: true, ..open }, with(plain, &[ask])));
        if *kind == Kind::Complaint {
            states.push((Told { acknowledged: true, ..open }, with(plain, &[What::Acknowledge])));
        } else {
            let fee = What::ChargeFee { ground: FeeGround::Excessive, evidence: 1 };
            let paid = What::FeePaid { came: day(2) };
            states.push((Told { fee: '?', ..open }, with(plain, std::slice::from_ref(&fee))));
            states.push((Told { fee: '!', ..open }, with(plain, &[fee, paid])));
            let refuse = |ground| What::Refuse { ground, evidence: 1 };
            let refusing = |ground| Told { name: "refusing", refusing: Some(ground), ..open };
            let excessive = RefusalGround::Excessive;
            states.push((refusing(excessive), with(plain, &[refuse(excessive)])));
            let ground = RefusalGround::IdentityNotShown;
            let told = Told { identity: '?', ..refusing(ground) };
            states.push((told, with(plain, &[doubt, refuse(ground)])));
            let tell = What::TellRefusal { letter: letter() };
            states.push((Told { name: "closed", ..open }, with(plain, &[refuse(excessive), tell])));
        }
        let answer = What::Answer { outcome: Outcome::Granted, letter: Letter::default() };
        states.push((Told { name: "closed", ..open }, with(plain, &[answer])));
        states.push((Told { name: "closed", ..open }, with(plain, &[What::Withdraw])));
    }
    states
}

fn may(role: Role, what: &What) -> bool {
    use Role::*;
    let roles: &[Role] = match what {
        What::Receive(_) | What::WritingDemanded => {
            &[Staff, Handler, Manager, DataProtectionOfficer, Subject, Representative]
        }
        What::IdentityReceived { .. } | What::AuthorityReceived { .. } => {
            &[Staff, Handler, Manager]
        }
        What::FeePaid { .. } | What::ClarificationReceived { .. } => &[Staff, Handler, Manager],
        What::ChargeFee { .. } | What::Extend { .. } | What::Refuse { .. } => &[Manager],
        What::Withdraw => &[Subject, Representative],
        _ => &[Handler, Manager],
    };
    roles.contains(&role)
}

/// The name of the state that the rules lead to, or `None` where they refuse.
fn says(told: Told, what: &What, role: Role, on: Day) -> Option<&'static str> {
    if !may(role, what) {
        return None;
    }
    let complaint = told.kind == Kind::Complaint;
    let then = |good: bool, name: &'static str| good.then_some(name);
    if told.name == "blank" {
        return match what {
            What::Receive(received) => then(received.day <= on, "open"),
            _ => None,
        };
    }
    if told.name == "closed" {
        return None;
    }
    // What was asked for on one of the first two days; one of the last comes too early or is not yet.
    let in_order = |came: Day| came <= on && came >= START;
    let withdraws = role == Role::Subject || told.represented;
    if let Some(ground) = told.refusing {
        return match what {
            What::TellRefusal { letter } => then(letter.missing_on(on).is_none(), "closed"),
            What::Withdraw => then(withdraws, "closed"),
            What::WritingDemanded => Some("refusing"),
            What::IdentityReceived { came } => {
                then(ground == RefusalGround::IdentityNotShown && in_order(*came), "open")
            }
            _ => None,
        };
    }
    let free = told.identity != '?' && (!told.represented || told.authority == '!');
    match what {
        What::WritingDemanded => Some("open"),
        What::DoubtIdentity { .. } => then(!told.known && told.identity == '-', "open"),
        What::IdentityReceived { came } => then(told.identity == '?' && in_order(*came), "open"),
        What::AskAuthority => then(told.represented && told.authority == '-', "open"),
        What::AuthorityReceived { came } => {
            then(told.represented && told.authority != '!' && in_order(*came), "open")
        }
        What::ChargeFee { ground, evidence } => then(
            !complaint
                && told.fee == '-'
                && if *ground == FeeGround::FurtherCopies {
                    told.kind == Kind::Access
                } else {
                    *evidence > 0
                },
            "open",
        ),
        What::FeePaid { came } => then(told.fee == '?' && in_order(*came), "open"),
        What::AskClarification { about } => {
            then(!(told.question && *about == About::Information), "open")
        }
        What::ClarificationReceived { about, came } => {
            then(told.question && *about == About::Information && in_order(*came), "open")
        }
        What::Extend { .. } => then(!complaint, "open"),
        What::Refuse { ground, evidence } => {
            let good = match ground {
                RefusalGround::IdentityNotShown => told.identity == '?',
                RefusalGround::AuthorityNotShown => told.authority == '?',
                RefusalGround::RightDoesNotApply => {
                    free && ![Kind::Access, Kind::Rectification, Kind::Restriction]
                        .contains(&told.kind)
                }
                _ => free && *evidence > 0,
            };
            then(!complaint && good, "refusing")
        }
        What::Answer { outcome, letter } => then(
            free && (complaint || *outcome == Outcome::Granted || letter.missing_on(on).is_none()),
            "closed",
        ),
        What::Acknowledge => then(complaint && !told.acknowledged, "open"),
        What::TellProgress => then(complaint, "open"),
        What::Withdraw => then(withdraws, "closed"),
        What::Receive(_) | What::TellRefusal { .. } => None,
    }
}

#[test]
fn in_every_state_every_event_by_every_role_comes_to_what_the_rules_say() {
    let mut tried = 0;
    let on = day(20);
    for (told, history) in states() {
        for what in every_event(on) {
            for role in Role::ALL {
                let event = Event { on, by: Actor::new(*role, "y"), what: what.clone() };
                let applied = history.state().apply(&event, &policy());
                if let Ok(step) = &applied {
                    assert!(!step.rules().is_empty(), "{told:?} {what:?}");
                }
                let found = applied.ok().map(|step| step.state().name());
                assert_eq!(found, says(told, &what, *role, on), "{told:?}: {what:?} by {role}");
                tried += 1;
            }
        }
    }
    assert!(tried > 40_000, "{tried}");
}

#[test]
fn whoever_may_not_is_told_who_could_and_they_may() {
    for (_, history) in states() {
        for what in every_event(day(20)) {
            for role in Role::ALL {
                let event =
                    |role| Event { on: day(20), by: Actor::new(role, "y"), what: what.clone() };
                let Err(Refused::Role { could, .. }) =
                    history.state().apply(&event(*role), &policy())
                else {
                    continue;
                };
                let again = history.state().apply(&event(could), &policy());
                assert!(!matches!(again, Err(Refused::Role { .. })), "{what:?} {could}");
            }
        }
    }
}

#[test]
fn a_history_replays_to_the_same_state_and_no_event_is_reordered() {
    for (_, history) in states() {
        let again = History::replay(history.events().to_vec(), &policy()).unwrap();
        assert_eq!(again, history);
        let json = serde_json::to_string(history.events()).unwrap();
        let read: Vec<Event> = serde_json::from_str(&json).unwrap();
        assert_eq!(read, history.events());
        if let Some(last) = history.events().last() {
            let mut earlier = history.clone();
            let before =
                Event { on: last.on.plus_days(-1).unwrap(), ..event(0, What::WritingDemanded) };
            assert_eq!(
                earlier.record(before, &policy()),
                Err(Refused::OutOfOrder { last: last.on })
            );
            assert_eq!(earlier, history);
        }
    }
    let unknown =
        r#"{"on":"2026-07-01","by":{"role":"staff","id":"x"},"what":"withdraw","dayz":1}"#;
    assert!(serde_json::from_str::<Event>(unknown).is_err());
}

#[test]
fn the_clock_is_that_of_the_calendar_for_every_kind() {
    for kind in Kind::ALL {
        let open = history(&[What::Receive(Received::new(*kind, Channel::Telephone, START))]);
        let Clock::Rights(due) = open.state().clock(&policy()).unwrap() else {
            assert_eq!(*kind, Kind::Complaint);
            // Thirty days after 1 July is a Friday.
            assert_eq!(
                open.state().clock(&policy()).unwrap().day(),
                Some(Day::literal(2026, 7, 31))
            );
            continue;
        };
        let request = RightsRequest::received(kind.right().unwrap(), START);
        assert_eq!(due, request.in_nation(Nation::EnglandAndWales).due().unwrap());
    }
}

#[test]
fn identity_restarts_the_month_and_a_fee_for_copies_stops_nothing() {
    let receive = || What::Receive(Received::new(Kind::Access, Channel::Letter, START));
    let doubted = history(&[receive(), What::DoubtIdentity { because: Doubt::DetailsDiffer }]);
    let Clock::Rights(RightsDue::Waiting(wait)) = doubted.state().clock(&policy()).unwrap() else {
        panic!()
    };
    assert_eq!(wait.awaiting(), [Awaiting::Identity]);
    let mut shown = doubted;
    let came = What::IdentityReceived { came: day(9) };
    let step = shown.record(event(12, came), &policy()).unwrap();
    assert_eq!(
        step.duties().iter().find(|duty| duty.what() == ToDo::Answer).unwrap().by(),
        Some(Day::literal(2026, 8, 10))
    );
    let mut copies = history(&[receive()]);
    let fee = What::ChargeFee { ground: FeeGround::FurtherCopies, evidence: 0 };
    let step = copies.record(event(1, fee), &policy()).unwrap();
    assert_eq!(step.findings(), [Finding::FeeStopsNothing]);
    assert_eq!(step.state().clock(&policy()).unwrap().day(), Some(Day::literal(2026, 8, 3)));
}

#[test]
fn a_late_or_reasonless_notice_extends_nothing_and_is_found() {
    let receive = || What::Receive(Received::new(Kind::Access, Channel::Form, START));
    let due = |history: &History| history.state().clock(&policy()).unwrap().day().unwrap();
    let first = Day::literal(2026, 8, 3);
    for (after, reason, extended) in [
        (5, Some(ExtensionReason::Complexity), true),
        (33, Some(ExtensionReason::NumberOfRequests), true),
        (34, Some(ExtensionReason::Complexity), false),
        (5, None, false),
    ] {
        let mut history = history(&[receive()]);
        assert_eq!(due(&history), first);
        let step = history.record(event(after, What::Extend { reason }), &policy()).unwrap();
        assert_eq!(due(&history), if extended { Day::literal(2026, 10, 1) } else { first });
        assert_eq!(step.findings().is_empty(), extended);
        let again = step.duties().iter().any(|duty| duty.what() == ToDo::GiveReasons);
        assert_eq!(again, reason.is_none());
        if after == 34 {
            assert_eq!(step.findings(), [Finding::Clock(RightsFinding::ExtensionNoticeLate)]);
        }
    }
}

#[test]
fn an_open_request_is_answered_in_time_or_listed_late_until_it_is_closed() {
    for (told, history) in states() {
        let Ok(clock) = history.state().clock(&policy()) else { panic!("{told:?}") };
        for after in [3, 40, 400] {
            let late = history.state().late(day(after), &policy()).unwrap();
            // A complaint that was acknowledged has no further day in law.
            let runs = clock.day().is_some_and(|by| by < day(after)) && !told.acknowledged;
            assert_eq!(!late.is_empty(), runs, "{told:?} {after}");
            for late in late {
                assert_ne!(late.who, late.escalate_to);
                assert!(late.by < day(after) && !late.rule.is_empty());
            }
        }
        if let State::Closed(closed) = history.state() {
            assert_eq!(closed.in_time, Some(true));
        }
    }
    let mut slow = history(&[What::Receive(Received::new(Kind::Erasure, Channel::Email, START))]);
    let answer = What::Answer { outcome: Outcome::Granted, letter: Letter::default() };
    let step = slow.record(event(60, answer), &policy()).unwrap();
    assert!(step.findings().contains(&Finding::OutOfTime));
    assert!(
        step.duties()
            .iter()
            .any(|duty| duty.what() == ToDo::TellRecipients && duty.rule() == "RT-18")
    );
}

#[test]
fn before_the_law_began_a_complaint_has_no_clock() {
    let received = Day::literal(2026, 6, 18);
    let what = What::Receive(Received::new(Kind::Complaint, Channel::Email, received));
    let mut early = History::default();
    let step = early.record(event(0, what), &policy()).unwrap();
    assert!(step.duties().is_empty());
    assert!(early.state().late(day(400), &policy()).unwrap().is_empty());
}
