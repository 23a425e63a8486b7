//! What a rulebook can ever let out, against requests drawn at random.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/requests.rs"]
mod requests;
#[path = "support/rulebooks.rs"]
mod rulebooks;
#[path = "support/documents.rs"]
mod support;

use std::sync::LazyLock;

use caldicott_model::{Category, Day};
use caldicott_sharing::analysis::{Answer, Possibility, Question, can, never_biting, unreachable};
use caldicott_sharing::{
    AskerKind, DataSet, Detail, Direction, Fact, Known, Request, Rulebook, decide, judge,
};
use proptest::prelude::*;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(support::st_martins);

const SHIPPED: &str = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
const TODAY: Day = Day::literal(2026, 3, 2);

fn on(kind: AskerKind, organisation: Option<&str>, data: DataSet, day: Day) -> Vec<Answer> {
    let mut question = Question::new(kind, data, day, day.plus_days(1).unwrap());
    question.organisation = organisation.map(str::to_owned);
    can(&RULEBOOK, &question).into_iter().map(|one| one.answer).collect()
}

/// What is released to somebody proves that it can be: no answer may then say that it cannot.
fn never_denied(rulebook: &Rulebook, request: &Request, day: Day) -> Result<(), TestCaseError> {
    let Known::Known(kind) = request.asker.kind else { return Ok(()) };
    let released = judge(rulebook, request, day).released();
    if request.direction == Known::Known(Direction::Offered) || released.is_empty() {
        return Ok(());
    }
    let mut question = Question::new(kind, released, day, day.plus_days(1).unwrap());
    if let Known::Known(id) = &request.asker.organisation {
        question.organisation = Some(id.clone());
    }
    for one in can(rulebook, &question) {
        match one.answer {
            Answer::Yes(found) => {
                let released = decide(rulebook, &found.request, found.day).released();
                prop_assert!(released.names().any(|name| name == one.data), "{}", one.data);
                prop_assert_eq!(found.request.asker.kind, Known::Known(kind));
            }
            Answer::Open(_) => {}
            Answer::No(proof) => prop_assert!(false, "{} is denied: {proof:?}", one.data),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_is_released_to_somebody_is_never_said_to_be_impossible(
        (request, day) in requests::wandering()
    ) {
        never_denied(&RULEBOOK, &request, day)?;
    }

    #[test]
    fn nor_by_any_other_rules((request, day) in requests::wandering(), rules in rulebooks::rules()) {
        never_denied(&support::rulebook(&rules).unwrap(), &request, day)?;
    }
}

#[test]
fn each_situation_that_discloses_is_found_possible() {
    for (request, day) in requests::examples() {
        never_denied(&RULEBOOK, &request, day).unwrap();
    }
}

#[test]
fn for_every_asker_and_thing_the_shipped_rules_give_a_request_or_a_proof() {
    let (mut yes, mut no) = (0, 0);
    for (_, kind) in AskerKind::NAMES {
        for answer in on(*kind, None, DataSet::EVERY, TODAY) {
            match answer {
                Answer::Yes(_) => yes += 1,
                Answer::No(_) => no += 1,
                Answer::Open(gateways) => panic!("{kind} through {gateways:?} is open"),
            }
        }
    }
    assert!(yes > 1000 && no >= 40, "{yes} {no}");
}

#[test]
fn whoever_does_not_say_who_they_are_can_never_learn_where_somebody_lives() {
    let address = Category::AddressAndLocation.into();
    let ten_years = Day::literal(2036, 3, 2);
    let question = Question::new(AskerKind::Unidentified, address, TODAY, ten_years);
    for one in can(&RULEBOOK, &question) {
        assert!(matches!(one.answer, Answer::No(_)), "{one:?}");
    }
}

#[test]
fn without_consent_and_order_no_outsider_can_ever_learn_where_somebody_lives() {
    let residence = Detail::Residence.into();
    let ten_years = Day::literal(2036, 3, 2);
    for kind in [AskerKind::Employer, AskerKind::Friend, AskerKind::Media, AskerKind::Relative] {
        let question = Question::new(kind, residence, TODAY, ten_years);
        for one in can(&RULEBOOK, &question.clone().without_consent().without_orders()) {
            assert!(matches!(one.answer, Answer::No(_)), "{kind}: {one:?}");
        }
        for one in can(&RULEBOOK, &question) {
            assert!(
                matches!(one.answer, Answer::Yes(_)),
                "an order reaches anybody: {kind}: {one:?}"
            );
        }
    }
}

#[test]
fn the_less_is_allowed_for_the_more_is_impossible_and_nothing_stays_open() {
    let mut impossible = [0; 3];
    for (_, kind) in AskerKind::NAMES {
        let question = Question::new(*kind, DataSet::EVERY, TODAY, TODAY.plus_days(1).unwrap());
        let narrower = question.clone().without_orders();
        let narrowest = narrower.clone().without_consent();
        for (question, count) in [question, narrower, narrowest].iter().zip(&mut impossible) {
            for one in can(&RULEBOOK, question) {
                match one.answer {
                    Answer::Yes(_) => {}
                    Answer::No(_) => *count += 1,
                    Answer::Open(through) => panic!("{kind}: {} {through:?}", one.data),
                }
            }
        }
    }
    assert!(impossible.is_sorted() && impossible[2] > impossible[0], "{impossible:?}");
}

#[test]
fn a_proof_names_what_is_in_the_way() {
    let health = Category::Health.into();
    let question = Question::new(AskerKind::Gp, health, TODAY, TODAY.plus_days(1).unwrap())
        .without_orders()
        .where_it_is_known(Fact::Verified, false);
    let answers = can(&RULEBOOK, &question);
    let [Possibility { answer: Answer::No(proof), .. }] = &answers[..] else {
        panic!("{answers:?}")
    };
    assert!(proof.cases > 0);
    assert!(proof.obstacles.iter().any(|one| one.by.contains(&"verified".to_owned())), "{proof:?}");
}

#[test]
fn a_rule_that_can_never_act_is_found() {
    let rules = format!(
        "{SHIPPED}\n[[gateway]]\nid = \"two-orders\"\nsays = \"x\"\nkind = \"duty\"\nwho = [\"police\"]\n\
         needs = [\"verified\", \"court-order\", \"search-warrant\"]\nnecessity = \"fixed\"\n\
         covers = [\"demographic\"]\nbasis = [{{ on = \"legal-obligation\" }}]\nconfidence = \"law\"\n\
         cite = [\"GW-08\"]\n\
         [[bar]]\nid = \"of-nobody\"\nsays = \"x\"\nwho = [\"gp\"]\nremoves = [\"demographic\"]\n\
         beats = [\"two-orders\"]\ncite = [\"GW-08\"]\n"
    );
    let rulebook = support::rulebook(&rules).unwrap();
    let (from, until) = (TODAY, TODAY.plus_days(365).unwrap());
    let found = unreachable(&rulebook, from, until);
    assert!(found.contains(&"two-orders"), "{found:?}");
    assert!(!unreachable(&RULEBOOK, from, until).contains(&"court-order"));
    assert!(never_biting(&rulebook, from, until).contains(&"of-nobody"));
    let shipped = never_biting(&RULEBOOK, from, until);
    assert!(!shipped.contains(&"medical-condition"), "{shipped:?}");
}
