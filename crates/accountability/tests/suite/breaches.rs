//! The register of breaches against a table written from the rules, in every state, for every event, by
//! every role.

use std::collections::BTreeSet;

use caldicott_accountability::breach::{
    Actor, Attestation, Aware, Closed, Described, Duty, Ended, Event, Intake, KeysAre, Likely,
    Open, Outside, Part, PartSet, Persons, Policy, Refused, Relief, Role, State, ToDo, What,
};
use caldicott_calendar::Instant;
use caldicott_model::{Category, CategorySet};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn start() -> Instant {
    at("2026-03-27T12:20:00Z")
}

pub(crate) fn hours(hours: i64) -> Instant {
    start().plus_seconds(hours * 3_600).unwrap()
}

pub(crate) const HEALTH: CategorySet = CategorySet::of(&[Category::Health]);

/// How a breach can stand, as far as the rules ask.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stands {
    intake: Intake,
    aware: bool,
    /// Not described, described, described with what was done.
    described: u8,
    likely: Option<Likely>,
    /// Not told, told in part, told.
    regulator: u8,
    controller: bool,
    persons: Persons,
}

impl Stands {
    fn state(self) -> State {
        let regulator = match self.regulator {
            0 => PartSet::NONE,
            1 => PartSet::of(&[Part::Nature]),
            _ => PartSet::ALL,
        };
        State::Open(Open {
            intake: self.intake,
            reported: start(),
            aware: self.aware.then_some(Aware { since: start() }),
            described: (self.described > 0).then_some(Described {
                categories: HEALTH,
                people: 3,
                records: 9,
                remedied: self.described == 2,
            }),
            likely: self.likely,
            regulator,
            regulator_first: (self.regulator > 0).then_some(hours(1)),
            regulator_reasons: false,
            controller: self.controller.then_some(hours(1)),
            persons: self.persons,
            outside: Vec::new(),
        })
    }

    fn of(open: &Open) -> Self {
        let regulator =
            if open.regulator.is_empty() { 0 } else { 1 + u8::from(open.regulator.is_complete()) };
        Self {
            intake: open.intake,
            aware: open.aware.is_some(),
            described: open.described.map_or(0, |it| 1 + u8::from(it.remedied)),
            likely: open.likely,
            regulator,
            controller: open.controller.is_some(),
            // When people were told is not what the table is about.
            persons: match open.persons {
                Persons::Told { .. } => Persons::Told { at: hours(1) },
                Persons::ToldInPublic { .. } => Persons::ToldInPublic { at: hours(1) },
                other @ (Persons::NotTold | Persons::Relieved { .. } | Persons::PublicOwed) => {
                    other
                }
            },
        }
    }

    /// BR-01, BR-02, BR-05 to BR-08.
    fn owes(self) -> BTreeSet<ToDo> {
        let mut owed = BTreeSet::new();
        let ours = self.intake != Intake::AsProcessor;
        if !ours && !self.controller {
            owed.insert(ToDo::NotifyController);
        }
        if !self.aware {
            owed.insert(ToDo::Enquire);
            return owed;
        }
        if self.described < 2 {
            owed.insert(ToDo::Describe);
        }
        if ours {
            if self.likely.is_none() {
                owed.insert(ToDo::Assess);
            }
            if self.likely != Some(Likely::Unlikely) {
                match self.regulator {
                    0 => owed.insert(ToDo::NotifyRegulator),
                    1 => owed.insert(ToDo::CompleteNotification),
                    _ => false,
                };
            }
            if self.likely == Some(Likely::HighRisk) {
                match self.persons {
                    Persons::NotTold => owed.insert(ToDo::TellPeople),
                    Persons::PublicOwed => owed.insert(ToDo::TellInPublic),
                    Persons::Told { .. }
                    | Persons::Relieved { .. }
                    | Persons::ToldInPublic { .. } => false,
                };
            }
        }
        if owed.is_empty() {
            owed.insert(ToDo::Close);
        }
        owed
    }
}

fn every_stand() -> Vec<Stands> {
    let mut all = Vec::new();
    let intakes = Intake::NAMES.iter().map(|(_, intake)| *intake);
    for intake in intakes {
        for described in 0..3 {
            for controller in [false, true] {
                let blank = Stands {
                    intake,
                    aware: false,
                    described,
                    likely: None,
                    regulator: 0,
                    controller: controller && intake == Intake::AsProcessor,
                    persons: Persons::NotTold,
                };
                all.push(blank);
                let likely =
                    [None, Some(Likely::Unlikely), Some(Likely::Risk), Some(Likely::HighRisk)];
                for likely in likely {
                    for regulator in 0..3 {
                        for persons in [
                            Persons::NotTold,
                            Persons::Told { at: hours(1) },
                            Persons::Relieved { covers: CategorySet::NONE },
                            Persons::Relieved { covers: HEALTH },
                            Persons::PublicOwed,
                            Persons::ToldInPublic { at: hours(1) },
                        ] {
                            let aware = Stands { aware: true, likely, regulator, persons, ..blank };
                            all.push(aware);
                        }
                    }
                }
            }
        }
    }
    all
}

pub(crate) fn attested(sealed: CategorySet, keys: KeysAre, clear_copies: bool) -> What {
    let (by, at) = ("k-1".to_owned(), hours(2));
    What::Relieve(Relief::Unintelligible(Attestation { sealed, keys, clear_copies, by, at }))
}

fn every_event() -> Vec<What> {
    let because = || "as the enquiry found".to_owned();
    let blank = || "  ".to_owned();
    let mut all = vec![
        What::Aware { since: start(), because: because() },
        What::Aware { since: hours(2), because: because() },
        What::Aware { since: hours(9), because: because() },
        What::Aware { since: start(), because: blank() },
        What::NoBreach { because: because() },
        What::NoBreach { because: blank() },
        What::Assess { likely: Likely::Risk, because: blank() },
        What::NotifyRegulator { sent: hours(2), parts: vec![], late_because: None },
        What::NotifyRegulator { sent: hours(2), parts: vec![Part::Nature], late_because: None },
        What::NotifyRegulator { sent: hours(9), parts: vec![Part::Nature], late_because: None },
        What::NotifyController { sent: hours(2) },
        What::NotifyController { sent: hours(9) },
        What::TellPeople { sent: hours(2), parts: vec![Part::Nature] },
        What::TellInPublic { sent: hours(2) },
        What::TellInPublic { sent: hours(9) },
        attested(HEALTH, KeysAre::Safe, false),
        attested(CategorySet::EVERY, KeysAre::Safe, false),
        attested(CategorySet::NONE, KeysAre::Safe, false),
        attested(CategorySet::EVERY, KeysAre::Unknown, false),
        attested(CategorySet::EVERY, KeysAre::Exposed, false),
        attested(CategorySet::EVERY, KeysAre::Safe, true),
        What::Relieve(Relief::Neutralised { because: because() }),
        What::Relieve(Relief::Neutralised { because: blank() }),
        What::Relieve(Relief::Disproportionate { because: because() }),
        What::Relieve(Relief::CrimePrevention { because: because() }),
        What::EndRelief { because: because() },
        What::EndRelief { because: blank() },
        What::TellOutside { who: Outside::Police, sent: hours(2) },
        What::TellOutside { who: Outside::Police, sent: hours(9) },
        What::Close,
        What::Reopen { because: because() },
        What::Reopen { because: blank() },
    ];
    let all_parts: Vec<_> = Part::NAMES.iter().map(|(_, part)| *part).collect();
    let parts = all_parts.clone();
    all.push(What::NotifyRegulator { sent: hours(2), parts, late_because: None });
    all.push(What::TellPeople { sent: hours(2), parts: all_parts.clone() });
    all.push(What::TellPeople { sent: hours(9), parts: all_parts });
    all.extend(Intake::NAMES.iter().map(|(_, intake)| What::Report(*intake)));
    for (_, likely) in Likely::NAMES {
        all.push(What::Assess { likely: *likely, because: because() });
    }
    for categories in [HEALTH, HEALTH.with(Category::CriminalOffence)] {
        for remedied in [false, true] {
            all.push(What::Describe { categories, people: 3, records: 9, remedied });
        }
    }
    all
}

pub(crate) fn may(role: Role, what: &What) -> bool {
    let (officers, director) = (
        role == Role::ComplianceOfficer || role == Role::DataProtectionOfficer,
        role == Role::Director,
    );
    match what {
        What::Report(_) => true,
        What::Aware { .. }
        | What::NoBreach { .. }
        | What::Describe { .. }
        | What::Assess { .. }
        | What::NotifyController { .. }
        | What::TellOutside { .. } => officers,
        What::NotifyRegulator { .. } | What::EndRelief { .. } | What::Reopen { .. } => {
            officers || director
        }
        What::TellPeople { .. } | What::TellInPublic { .. } | What::Close => {
            director || role == Role::ComplianceOfficer
        }
        What::Relieve(_) => director,
    }
}

/// How it stands afterwards; `Err(true)` where it is closed, `Err(false)` where it is refused.
fn says(stands: Stands, what: &What) -> Result<Stands, bool> {
    let now = hours(4);
    let ours = stands.intake != Intake::AsProcessor;
    let live = stands.aware && ours;
    let told = matches!(stands.persons, Persons::Told { .. } | Persons::ToldInPublic { .. });
    let blank = |text: &str| text.trim().is_empty();
    let yes = |met: bool, next: Stands| if met { Ok(next) } else { Err(false) };
    match what {
        What::Report(_) | What::Reopen { .. } => Err(false),
        What::Aware { since, because } => {
            let not_later = !stands.aware || *since <= start();
            let met = !blank(because) && *since <= now && not_later;
            yes(met, Stands { aware: true, ..stands })
        }
        What::NoBreach { because } => Err(!blank(because) && !stands.aware),
        What::Describe { categories, remedied, .. } => {
            let persons = match stands.persons {
                Persons::Relieved { covers } if !covers.contains_all(*categories) => {
                    Persons::NotTold
                }
                other @ (Persons::NotTold
                | Persons::Told { .. }
                | Persons::Relieved { .. }
                | Persons::PublicOwed
                | Persons::ToldInPublic { .. }) => other,
            };
            Ok(Stands { described: 1 + u8::from(*remedied), persons, ..stands })
        }
        What::Assess { likely, because } => {
            yes(live && !blank(because), Stands { likely: Some(*likely), ..stands })
        }
        What::NotifyRegulator { sent, parts, .. } => {
            let regulator = if parts.len() == 5 { 2 } else { stands.regulator.max(1) };
            let met = live && *sent <= now && !parts.is_empty();
            yes(met, Stands { regulator, ..stands })
        }
        What::NotifyController { sent } => {
            yes(!ours && *sent <= now, Stands { controller: true, ..stands })
        }
        What::TellPeople { sent, parts } => {
            let met = live && *sent <= now && parts.len() == 5;
            yes(met, Stands { persons: Persons::Told { at: hours(1) }, ..stands })
        }
        What::TellInPublic { sent } => {
            let met = live && *sent <= now && stands.persons == Persons::PublicOwed;
            yes(met, Stands { persons: Persons::ToldInPublic { at: hours(1) }, ..stands })
        }
        What::Relieve(relief) => {
            let (good, persons) = match relief {
                Relief::Unintelligible(it) => {
                    let affected = if stands.described > 0 { HEALTH } else { CategorySet::EVERY };
                    let safe = it.keys == KeysAre::Safe && !it.clear_copies;
                    (
                        safe && it.sealed.contains_all(affected),
                        Persons::Relieved { covers: it.sealed },
                    )
                }
                Relief::Neutralised { because } | Relief::CrimePrevention { because } => {
                    let covers = if stands.described > 0 { HEALTH } else { CategorySet::NONE };
                    (!blank(because), Persons::Relieved { covers })
                }
                Relief::Disproportionate { because } => (!blank(because), Persons::PublicOwed),
            };
            yes(live && !told && good, Stands { persons, ..stands })
        }
        What::EndRelief { because } => {
            let relieved = !matches!(stands.persons, Persons::NotTold | Persons::Told { .. });
            yes(relieved && !blank(because), Stands { persons: Persons::NotTold, ..stands })
        }
        What::TellOutside { sent, .. } => yes(*sent <= now, stands),
        What::Close => Err(stands.owes() == BTreeSet::from([ToDo::Close])),
    }
}

pub(crate) fn by(role: Role) -> Actor {
    Actor::new(role, "x-1")
}

#[test]
fn in_every_state_every_event_by_every_role_comes_to_what_the_law_says() {
    let policy = Policy::default();
    let mut tried = 0_u32;
    for stands in every_stand() {
        let state = stands.state();
        let owed: BTreeSet<_> = state.to_do(&policy).iter().map(Duty::what).collect();
        assert_eq!(owed, stands.owes(), "{stands:?}");
        for what in every_event() {
            for (_, role) in Role::NAMES {
                let event = Event { at: hours(4), by: by(*role), what: what.clone() };
                let expected = if may(*role, &what) { says(stands, &what) } else { Err(false) };
                let found = match state.apply(&event, &policy) {
                    Ok(step) => {
                        assert!(!step.rules().is_empty(), "{stands:?} {what:?}");
                        match step.state() {
                            State::Open(open) => {
                                let next = Stands::of(open);
                                let duties = step.duties().iter().map(Duty::what);
                                assert_eq!(duties.collect::<BTreeSet<_>>(), next.owes());
                                Ok(next)
                            }
                            State::Closed(_) => Err(true),
                            State::Blank => unreachable!("nothing is ever taken out"),
                        }
                    }
                    Err(_) => Err(false),
                };
                assert_eq!(found, expected, "{stands:?}: {what:?} by {role}");
                tried += 1;
            }
        }
    }
    assert!(tried > 250_000, "{tried}");
}

#[test]
fn of_nothing_only_a_report_is_taken_and_of_what_is_closed_only_a_new_fact() {
    let policy = Policy::default();
    let closed = |how| {
        let State::Open(was) = every_stand()[7].state() else { panic!() };
        State::Closed(Closed { was, at: hours(3), how })
    };
    for state in [State::Blank, closed(Ended::Done), closed(Ended::NoBreach)] {
        for what in every_event() {
            for (_, role) in Role::NAMES {
                let event = Event { at: hours(4), by: by(*role), what: what.clone() };
                let found = state.apply(&event, &policy);
                let good = match (&state, &what) {
                    (State::Blank, What::Report(_)) => true,
                    (State::Closed(_), What::Reopen { because }) => !because.trim().is_empty(),
                    _ => false,
                };
                assert_eq!(found.is_ok(), good && may(*role, &what), "{state:?} {what:?} {role}");
            }
        }
    }
}

#[test]
fn whoever_may_not_is_told_who_could_and_they_may() {
    for stands in every_stand().into_iter().step_by(17) {
        for what in every_event() {
            for (_, role) in Role::NAMES {
                let event = |role| Event { at: hours(4), by: by(role), what: what.clone() };
                let policy = Policy::default();
                if let Err(Refused::Role { could, .. }) =
                    stands.state().apply(&event(*role), &policy)
                {
                    let again = stands.state().apply(&event(could), &policy);
                    assert!(!matches!(again, Err(Refused::Role { .. })), "{what:?} {could}");
                }
            }
        }
    }
}
