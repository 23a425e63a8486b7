//! Every reason under every combination of facts, against the articles read straight.

use super::{Annex2Condition, Fact, FactSet, Reason, Reuse};
use crate::law::{
    Acting, Controller, ControllerKind, DUAA_STAGE_MAIN, Findings, LawfulBasis, ProcessingGround,
};
use crate::{Category, CategorySet, Day, Purpose};

const OLD: Day = Day::literal(2026, 2, 4);
const NEW: Day = DUAA_STAGE_MAIN;

/// Whether the purposes are compatible, read from Art 8A and Annex 2, or from the old Art 6(4).
fn oracle(
    reason: Option<Reason>,
    has: impl Fn(Fact) -> bool,
    consent: bool,
    authority: bool,
    new: bool,
) -> bool {
    let Some(reason) = reason else { return false };
    let weighed = || Fact::ASSESSMENT.iter().all(|fact| has(*fact));
    if !new {
        return match reason.name() {
            "consent" => has(Fact::FreshConsent),
            "research" => has(Fact::ResearchSafeguards),
            "authorised-by-law" => has(Fact::Enactment),
            "weighed" => weighed(),
            _ => false,
        };
    }
    // Art 8A(3), point by point.
    let falls_within = match reason.name() {
        "consent" => has(Fact::FreshConsent),
        "research" => has(Fact::ResearchSafeguards),
        "authorised-by-law" => has(Fact::Enactment),
        "weighed" => weighed(),
        "public-task-request" => has(Fact::PublicTaskStatement) && !authority,
        "archiving-request" => {
            has(Fact::ArchiveStatement) && has(Fact::ResearchSafeguards) && consent
        }
        _ => true,
    };
    // Art 8A(4).
    let may = match reason.name() {
        "consent" | "principles" => true,
        "research" | "weighed" => !consent,
        _ => !consent || has(Fact::ConsentNotToBeExpected),
    };
    falls_within && may
}

#[test]
fn every_reason_is_judged_as_the_articles_read() {
    let task = Controller::COUNCIL_IN_ITS_TASK;
    let employer = Controller::new(ControllerKind::PublicAuthority, Acting::Otherwise);
    let reasons: Vec<Option<Reason>> =
        Reason::NAMES.iter().map(|(_, reason)| Some(*reason)).chain([None]).collect();
    let mut judged = 0_u32;
    for bits in 0..1_u32 << Fact::NAMES.len() {
        let facts = FactSet(bits);
        for reason in &reasons {
            for (basis, controller) in [
                (LawfulBasis::Consent, employer),
                (LawfulBasis::Consent, task),
                (LawfulBasis::PublicTask, task),
                (LawfulBasis::Contract, Controller::CHARITY),
            ] {
                let mut reuse =
                    Reuse::new(Purpose::SUPPORT, Purpose::STATISTICS, basis, controller);
                reuse.reason = *reason;
                reuse.facts = facts;
                for (day, new) in [(OLD, false), (NEW, true)] {
                    let consent = basis == LawfulBasis::Consent;
                    let expected =
                        oracle(*reason, |f| facts.contains(f), consent, controller == task, new);
                    let outcome = reuse.check(day, None);
                    assert_eq!(
                        outcome.is_compatible(),
                        expected,
                        "{reason:?} {facts:?} {basis} {day}"
                    );
                    // However compatible, it is not lawful without a basis.
                    assert!(!outcome.holds());
                    judged += 1;
                }
            }
        }
    }
    assert_eq!(judged, 4096 * 15 * 4 * 2);
}

#[test]
fn what_is_shown_never_unmakes_a_reuse() {
    for (_, reason) in Reason::NAMES {
        let reuse = Reuse::new(
            Purpose::SUPPORT,
            Purpose::STATISTICS,
            LawfulBasis::Consent,
            Controller::CHARITY,
        )
        .because(reason);
        for bits in 0..1_u32 << Fact::NAMES.len() {
            let some = Reuse { facts: FactSet(bits), ..reuse };
            if some.check(NEW, None).is_compatible() {
                for (_, fact) in Fact::NAMES {
                    assert!(
                        some.showing(&[fact]).check(NEW, None).is_compatible(),
                        "{reason:?} {fact:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_purpose_that_data_was_collected_for_needs_no_reason_and_needs_a_basis() {
    let reuse =
        Reuse::new(Purpose::SUPPORT, Purpose::SUPPORT, LawfulBasis::Consent, Controller::CHARITY);
    for day in [OLD, NEW] {
        assert!(reuse.check(day, None).is_compatible());
        assert!(!reuse.check(day, None).holds());
        let ground =
            ProcessingGround::new(LawfulBasis::Contract, Controller::CHARITY, CategorySet::NONE);
        assert!(reuse.check(day, Some(&ground)).holds());
    }
}

#[test]
fn a_ground_that_fails_fails_the_reuse_and_not_the_compatibility() {
    let ground =
        ProcessingGround::new(LawfulBasis::Contract, Controller::CHARITY, Category::Health.into());
    let reuse = Reuse::new(
        Purpose::SUPPORT,
        Purpose::named("crime"),
        LawfulBasis::Contract,
        Controller::CHARITY,
    )
    .because(Reason::Annex2(Annex2Condition::Crime));
    let outcome = reuse.check(NEW, Some(&ground));
    assert!(outcome.is_compatible() && !outcome.holds());
    assert_eq!(outcome.ids(), ["LB-21"]);
    assert!(outcome.rules().cites("SC-04") && outcome.rules().cites("LB-24"));
    assert_eq!(outcome.ground().map(Findings::holds), Some(false));
    assert_eq!(
        outcome.faults()[0].to_string(),
        "the ground of the new purpose does not hold (LB-21 (UK GDPR Art 5(1)(b), 5(3), 8A))"
    );
}

#[test]
fn each_law_cites_its_own_rules() {
    let reuse = Reuse::new(
        Purpose::SUPPORT,
        Purpose::STATISTICS,
        LawfulBasis::Consent,
        Controller::CHARITY,
    )
    .because(Reason::Weighed)
    .showing(&Fact::ASSESSMENT);
    let old = reuse.check(OLD, None);
    assert!(old.is_compatible() && old.rules().cites("LB-25") && !old.rules().cites("LB-21"));
    let new = reuse.check(NEW, None);
    assert!(!new.is_compatible() && new.rules().cites("LB-22") && !new.rules().cites("LB-25"));
    for (_, reason) in Reason::NAMES {
        for day in [OLD, NEW] {
            // Nothing applied on a day was not law on that day, save what the day is told it lacks.
            let outcome = reuse.because(reason).check(day, None);
            for rule in outcome.rules() {
                let lacking = outcome.faults().iter().any(|f| f.rule() == *rule);
                assert!(rule.in_force(day) || lacking, "{rule:?} on {day}");
            }
        }
    }
}

#[test]
fn before_the_law_nothing_is_known() {
    let reuse =
        Reuse::new(Purpose::SUPPORT, Purpose::SUPPORT, LawfulBasis::Contract, Controller::CHARITY);
    assert_eq!(reuse.check(Day::literal(2018, 5, 24), None).ids(), ["RG-01"]);
}

#[test]
fn names_are_found_again() {
    for (name, reason) in Reason::NAMES {
        assert_eq!((reason.name(), Reason::from_name(name)), (name, Some(reason)));
    }
    for (name, fact) in Fact::NAMES {
        assert_eq!((fact.name(), Fact::from_name(name)), (name, Some(fact)));
    }
}
