//! The checks, the law of 2026 and the law before.

use super::{Annex2Condition, Fact, FaultKind, Outcome, Reason, Reuse};
use crate::Day;
use crate::law::{DUAA_STAGE_MAIN, LawfulBasis, ProcessingGround, Stage, rules};

pub(super) fn check(reuse: &Reuse, day: Day, ground: Option<&ProcessingGround>) -> Outcome {
    let mut outcome = Outcome::default();
    if Stage::on(day) == Stage::BeforeGdpr {
        outcome.require(false, rules::RG_01, FaultKind::BeforeTheLaw(day));
        return outcome;
    }
    let now = DUAA_STAGE_MAIN <= day;
    let rule = if now { rules::LB_21 } else { rules::LB_25 };
    outcome.rules.cite(rule);
    if !reuse.is_the_same_purpose() {
        match reuse.reason {
            None => outcome.require(false, rule, FaultKind::NoReason),
            Some(reason) if now => since_the_main_stage(reuse, reason, &mut outcome),
            Some(reason) => before(reuse, reason, day, &mut outcome),
        }
    }
    basis(day, ground, &mut outcome);
    outcome
}

/// Art 8A and Annex 2.
fn since_the_main_stage(reuse: &Reuse, reason: Reason, outcome: &mut Outcome) {
    if reuse.collected_on == LawfulBasis::Consent {
        collected_on_consent(reuse, reason, outcome);
    }
    match reason {
        Reason::Consent => show(reuse, Fact::FreshConsent, rules::LB_21, outcome),
        Reason::Research => show(reuse, Fact::ResearchSafeguards, rules::LB_21, outcome),
        Reason::Principles => {}
        Reason::Annex2(condition) => annex_2(reuse, condition, outcome),
        Reason::AuthorisedByLaw => show(reuse, Fact::Enactment, rules::LB_21, outcome),
        Reason::Weighed => weighed(reuse, rules::LB_23, outcome),
    }
}

/// Art 8A(4): fresh consent and the principles always; Annex 2 and the law where consent cannot be
/// expected; nothing else.
fn collected_on_consent(reuse: &Reuse, reason: Reason, outcome: &mut Outcome) {
    match reason {
        Reason::Consent | Reason::Principles => outcome.rules.cite(rules::LB_22),
        Reason::Annex2(_) | Reason::AuthorisedByLaw => {
            show(reuse, Fact::ConsentNotToBeExpected, rules::LB_22, outcome);
        }
        Reason::Research | Reason::Weighed => {
            outcome.require(false, rules::LB_22, FaultKind::ClosedToConsent(reason));
        }
    }
}

fn annex_2(reuse: &Reuse, condition: Annex2Condition, outcome: &mut Outcome) {
    outcome.rules.cite(rules::LB_24);
    match condition {
        Annex2Condition::PublicTaskRequest => {
            show(reuse, Fact::PublicTaskStatement, rules::LB_24, outcome);
            outcome.require(
                !reuse.controller.is_authority_in_its_task(),
                rules::LB_24,
                FaultKind::ClosedToAuthority(condition),
            );
        }
        Annex2Condition::ArchivingRequest => {
            show(reuse, Fact::ArchiveStatement, rules::LB_24, outcome);
            show(reuse, Fact::ResearchSafeguards, rules::LB_24, outcome);
            outcome.require(
                reuse.collected_on == LawfulBasis::Consent,
                rules::LB_24,
                FaultKind::OnlyForConsent(condition),
            );
        }
        Annex2Condition::PublicSecurity
        | Annex2Condition::Emergency
        | Annex2Condition::Crime
        | Annex2Condition::VitalInterests
        | Annex2Condition::Safeguarding
        | Annex2Condition::Taxation
        | Annex2Condition::LegalObligation => {}
    }
}

/// Art 5(1)(b) and 6(4) as they stood.
fn before(reuse: &Reuse, reason: Reason, day: Day, outcome: &mut Outcome) {
    match reason {
        Reason::Consent => show(reuse, Fact::FreshConsent, rules::LB_25, outcome),
        Reason::Research => show(reuse, Fact::ResearchSafeguards, rules::LB_25, outcome),
        Reason::AuthorisedByLaw => show(reuse, Fact::Enactment, rules::LB_25, outcome),
        Reason::Weighed => weighed(reuse, rules::LB_25, outcome),
        Reason::Principles => {
            outcome.require(false, rules::LB_21, FaultKind::NotInForce { reason, day });
        }
        Reason::Annex2(_) => {
            outcome.require(false, rules::LB_24, FaultKind::NotInForce { reason, day });
        }
    }
}

fn weighed(reuse: &Reuse, rule: crate::Rule, outcome: &mut Outcome) {
    for fact in Fact::ASSESSMENT {
        show(reuse, fact, rule, outcome);
    }
}

/// Compatibility makes nothing lawful by itself (Art 5(3), and before that Art 6(1)).
fn basis(day: Day, ground: Option<&ProcessingGround>, outcome: &mut Outcome) {
    let rule = if DUAA_STAGE_MAIN <= day { rules::LB_21 } else { rules::LB_25 };
    let Some(ground) = ground else {
        outcome.require(false, rule, FaultKind::NoBasis);
        return;
    };
    let findings = ground.check(day);
    for found in findings.rules() {
        outcome.rules.cite(*found);
    }
    outcome.require(findings.holds(), rule, FaultKind::BasisFails);
    outcome.ground = Some(findings);
}

fn show(reuse: &Reuse, fact: Fact, rule: crate::Rule, outcome: &mut Outcome) {
    outcome.require(reuse.shows(fact), rule, FaultKind::NotShown(fact));
}
