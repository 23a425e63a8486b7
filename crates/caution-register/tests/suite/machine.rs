//! Every state, every event, every role, by oneself and by another: against a table written from the
//! source, which knows nothing of the machine.

use caldicott_calendar::Day;
use caldicott_caution_register::{Actor, Duty, Event, Keep, Refused, Role, State, ToDo, What};

use crate::support::{actor_for, every_event, grounds, policy, states};

/// What the source says comes of it.
#[derive(Debug, PartialEq)]
enum Says {
    /// The entry stands so afterwards, and these duties open.
    Then(&'static str, Vec<ToDo>),
    /// It is refused.
    No,
}

/// Who may do what (H-008, H-009, H-014, H-018, H-023, H-028).
fn may(role: Role, what: &What) -> bool {
    use Role::*;
    match what {
        What::Recommend(_) => role == Manager || role == ServiceManager,
        What::Approve { .. } | What::Reject | What::LetterWithheld { .. } | What::Review(_) => {
            role == HeadOfService
        }
        What::LetterSent { .. } | What::LetterHeld => {
            [Manager, ServiceManager, HeadOfService].contains(&role)
        }
        What::Incident { .. } => role == ServiceManager,
        What::Challenge { .. } => role == Subject,
        What::Decide(_) => role == Director,
        What::Hold(_) | What::Release(_) => role == HeadOfService || role == DataProtectionOfficer,
        What::Remove => role == Keeper,
    }
}

/// What the source says of an entry in a state with this name.
fn says(state: &str, what: &What, role: Role, on: Day, remove_on: Option<Day>) -> Says {
    use Says::{No, Then};
    use ToDo::*;
    let is = |name: &str| state.split(' ').next() == Some(name);
    let (challenged, waits) = (state.contains("challenged=true"), state.contains("waits=true"));
    let again = state.contains("again=true");
    if !may(role, what) || is("gone") {
        return No;
    }
    match what {
        What::Recommend(_) if is("blank") => Then("recommended", vec![DecideRecommendation]),
        What::Recommend(_) if is("archived") && !again => {
            Then("archived", vec![DecideRecommendation])
        }
        What::Approve { .. } if is("recommended") || again => {
            Then("live", vec![WriteToPerson, Review])
        }
        What::Reject if is("recommended") && !state.contains("held") => Then("gone", vec![Destroy]),
        What::Reject if again => Then("archived", vec![]),
        What::LetterSent { review_day_stated } if is("live") => {
            let right = *review_day_stated == Day::literal(2025, 3, 5);
            let may = !state.contains("withheld") || role == Role::HeadOfService;
            if right && may { Then("live", vec![]) } else { No }
        }
        What::LetterWithheld { .. } if is("live") && !state.contains("sent") => {
            Then("live", vec![])
        }
        What::LetterHeld if is("live") && !state.contains("sent") => {
            Then("live", vec![TellAtNextInteraction])
        }
        What::Incident { happened, .. } if *happened > on => No,
        What::Incident { .. } if is("recommended") => Then("recommended", vec![]),
        What::Incident { .. } if is("live") => Then("live", vec![]),
        What::Incident { .. } if is("archived") => {
            Then("archived", vec![Remove, ConsiderRecommending])
        }
        What::Challenge { .. } if is("live") || is("archived") => {
            let name = if is("live") { "live" } else { "archived" };
            Then(name, if challenged { vec![] } else { vec![DecideChallenge] })
        }
        What::Decide(decided) if challenged => {
            use caldicott_caution_register::Decided;
            let name = if is("live") { "live" } else { "archived" };
            match decided {
                Decided::Confirm => Then(name, vec![WriteDecision]),
                Decided::Amend(_) => Then(name, vec![WriteDecision, UpdateCopies]),
                Decided::Delete if waits => No,
                Decided::Delete => Then("gone", vec![WriteDecision, UpdateCopies, Destroy]),
            }
        }
        What::Review(reviewed) if is("live") => {
            use caldicott_caution_register::Reviewed;
            match reviewed {
                Reviewed::NoLongerARisk => Then("archived", vec![Remove]),
                Reviewed::StillARisk { .. } if state.contains("withheld") => {
                    Then("live", vec![Review, ReconsiderLetter])
                }
                Reviewed::StillARisk { .. } => Then("live", vec![WriteToPerson, Review]),
            }
        }
        What::Hold(hold) if !is("blank") => {
            let there =
                (waits || state.contains("recommended held")) && hold.name() == "legal-matter";
            let name = state.split(' ').next().unwrap();
            if there { No } else { Then(leaked(name), vec![]) }
        }
        What::Release(hold) if !is("blank") => {
            let there =
                (waits || state.contains("recommended held")) && hold.name() == "legal-matter";
            let name = state.split(' ').next().unwrap();
            if there { Then(leaked(name), vec![]) } else { No }
        }
        What::Remove if is("archived") && !again && !challenged && !waits => {
            if remove_on.is_some_and(|day| day <= on) { Then("gone", vec![Destroy]) } else { No }
        }
        _ => No,
    }
}

fn leaked(name: &str) -> &'static str {
    ["recommended", "live", "archived"].into_iter().find(|known| *known == name).unwrap()
}

#[test]
fn in_every_state_every_event_by_every_role_comes_to_what_the_source_says() {
    let policy = policy();
    let mut tried = 0;
    for (name, history) in states() {
        let state = history.state();
        let remove_on = match state {
            State::Archived(archived) => Some(archived.remove_on),
            _ => None,
        };
        // Soon, on the eve of the removal, on its day, and long after.
        let ripe = remove_on.unwrap_or(Day::literal(2026, 3, 6));
        let days = [
            Day::literal(2024, 4, 1),
            ripe.plus_days(-1).unwrap(),
            ripe,
            ripe.plus_days(400).unwrap(),
        ];
        for on in days {
            for what in every_event(on) {
                for role in Role::ALL {
                    let by = Actor::new(*role, "somebody-else");
                    let event = Event { on, by, what: what.clone() };
                    let expected = says(name, &what, *role, on, remove_on);
                    let found = match state.apply(&event, &policy) {
                        Ok(step) => {
                            let duties = step.duties().iter().map(Duty::what).collect();
                            assert!(!step.rules().is_empty(), "{name} {what:?}");
                            let gone = matches!(step.state(), State::Gone(_));
                            let nothing = matches!(step.keep(), Keep::NothingBut(_));
                            assert_eq!(gone, nothing, "{name} {what:?}");
                            Says::Then(step.state().name(), duties)
                        }
                        Err(_) => Says::No,
                    };
                    assert_eq!(found, expected, "{name}: {what:?} by {role} on {on}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 30_000, "{tried}");
}

#[test]
fn whoever_may_not_is_told_who_could_and_they_may() {
    let policy = policy();
    for (name, history) in states() {
        for what in every_event(Day::literal(2024, 4, 1)) {
            for role in Role::ALL {
                let on = Day::literal(2024, 4, 1);
                let event = |role| Event { on, by: Actor::new(role, "x"), what: what.clone() };
                let Err(Refused::Role { could, .. }) =
                    history.state().apply(&event(*role), &policy)
                else {
                    continue;
                };
                let again = history.state().apply(&event(could), &policy);
                assert!(!matches!(again, Err(Refused::Role { .. })), "{name} {what:?} {could}");
            }
        }
    }
}

#[test]
fn nobody_decides_about_what_they_did_themselves() {
    let policy = policy();
    for (name, history) in states() {
        let own = match history.state() {
            State::Recommended(it) => {
                (it.recommender.clone(), What::Approve { review_in: crate::support::year() })
            }
            State::Live(it) if it.challenge.is_some() => {
                (it.approver.clone(), What::Decide(caldicott_caution_register::Decided::Confirm))
            }
            _ => continue,
        };
        let role = actor_for(&own.1).role;
        let event =
            Event { on: Day::literal(2024, 4, 1), by: Actor::new(role, own.0), what: own.1 };
        assert_eq!(history.state().apply(&event, &policy), Err(Refused::OwnDecision), "{name}");
    }
}

#[test]
fn of_a_rejected_recommendation_nothing_is_left_but_that_there_was_one() {
    let (_, rejected) = states().into_iter().find(|(name, _)| *name == "gone rejected").unwrap();
    assert!(rejected.events().is_empty());
    let text = format!("{rejected:?}");
    for word in ["threats", "Threats", "manager", "two-person", "TwoPerson"] {
        assert!(!text.contains(word), "{text}");
    }
    // In the archive it is the recommendation that goes, and what stood before stays.
    let (_, mut archived) = states()
        .into_iter()
        .find(|(name, _)| *name == "archived again=true challenged=false waits=false")
        .unwrap();
    let before = archived.events().len();
    let on = Day::literal(2024, 4, 1);
    let reject = Event { on, by: Actor::new(Role::HeadOfService, "h"), what: What::Reject };
    let step = archived.record(reject, &policy()).unwrap();
    assert_eq!(step.keep(), Keep::NotTheRecommendation);
    assert_eq!(archived.events().len(), before - 1);
    assert_eq!(
        archived.events().iter().filter(|it| matches!(it.what, What::Recommend(_))).count(),
        1
    );
    assert_eq!(grounds().evidence(), 1);
}

#[test]
fn no_state_prints_who_acted() {
    for (name, history) in states() {
        let text = format!("{history:?}");
        assert!(
            !text.contains("manager-1") && !text.contains("head-of-service-1"),
            "{name}: {text}"
        );
    }
}
