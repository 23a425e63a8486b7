//! The checks, by mechanism.

use super::approved::is_inside;
use super::{
    Derogation, Destination, Fact, FaultKind, Mechanism, Outcome, Scope, Transfer, approval,
};
use crate::law::{ControllerKind, DUAA_STAGE_MAIN, Stage, Unverified, rules};
use crate::{Day, Rule};

/// From this year on changes to the list were looked for and none was found (TR-08).
const LIST_UNSURE: Day = Day::literal(2025, 1, 1);

pub(super) fn check(transfer: &Transfer, day: Day) -> Outcome {
    let mut outcome = Outcome::default();
    if Stage::on(day) == Stage::BeforeGdpr {
        outcome.require(false, rules::RG_01, FaultKind::BeforeTheLaw(day));
        return outcome;
    }
    if rules::TR_14.in_force(day) {
        outcome.rules.cite(rules::TR_14);
    }
    if let Destination::Country(country) = transfer.destination
        && is_inside(country, day)
    {
        return outcome;
    }
    if transfer.shows(Fact::SameLegalEntity) {
        outcome.rules.cite(rules::TR_13);
        return outcome;
    }
    outcome.restricted = true;
    let Some(mechanism) = transfer.mechanism else {
        outcome.require(false, three_ways(day), FaultKind::NoMechanism);
        return outcome;
    };
    outcome.rules.cite(three_ways(day));
    match mechanism {
        Mechanism::Approved => approved(transfer, day, &mut outcome),
        Mechanism::Idta | Mechanism::Addendum => {
            let in_force = rules::TR_10.in_force(day);
            outcome.require(in_force, rules::TR_10, FaultKind::NotInForce(mechanism));
            tested(transfer, day, &mut outcome);
        }
        Mechanism::EuClauses => {
            // DPA 2018 Sch 21 para 7 kept them, until a document of the regulator says otherwise
            // (para 8). The Addendum came with such a document, which was not read.
            if rules::TR_10.in_force(day) {
                outcome.unconfirmed = true;
                outcome.notes.push(Unverified::TR_11);
            }
            tested(transfer, day, &mut outcome);
        }
        Mechanism::BindingCorporateRules => {
            show(transfer, Fact::UkApproval, rules::TR_12, &mut outcome);
            tested(transfer, day, &mut outcome);
        }
        Mechanism::CodeOrCertificate => tested(transfer, day, &mut outcome),
        Mechanism::PublicInstrument => {
            outcome.require(
                transfer.controller.kind() == ControllerKind::PublicAuthority,
                three_ways(day),
                FaultKind::NotForThisBody(mechanism),
            );
            tested(transfer, day, &mut outcome);
        }
        Mechanism::Derogation(derogation) => derogated(transfer, derogation, &mut outcome),
    }
    outcome
}

/// The rule that names the three ways on this day.
fn three_ways(day: Day) -> Rule {
    if DUAA_STAGE_MAIN <= day { rules::TR_01 } else { rules::TR_01_BEFORE }
}

fn approved(transfer: &Transfer, day: Day, outcome: &mut Outcome) {
    if LIST_UNSURE <= day {
        outcome.notes.push(Unverified::TR_08);
    }
    let scope = match transfer.destination {
        Destination::Country(country) => approval(country, day).map(|approval| approval.scope),
        // Sch 21 para 5(1)(c) and (d).
        Destination::EuropeanBody => Some(Scope::All),
        Destination::InternationalOrganisation => None,
    };
    outcome.require(scope.is_some(), rules::TR_07, FaultKind::NotApproved(transfer.destination));
    match scope {
        None | Some(Scope::All) => {}
        Some(Scope::AutomatedProcessing | Scope::UnderItsAct) => {
            show(transfer, Fact::RecipientInScope, rules::TR_07, outcome);
        }
        Some(Scope::CertifiedRecipients) => bridge(transfer, outcome),
    }
}

/// The data bridge to the United States.
fn bridge(transfer: &Transfer, outcome: &mut Outcome) {
    show(transfer, Fact::RecipientCertified, rules::TR_09, outcome);
    for closed in [Fact::RecipientOutsideTheBridge, Fact::Journalistic] {
        outcome.require(!transfer.shows(closed), rules::TR_09, FaultKind::Closed(closed));
    }
    let missing = transfer.to_label().minus(transfer.labelled);
    outcome.require(missing.is_empty(), rules::TR_09, FaultKind::NotLabelled(missing));
}

/// That the protection was tested: the new test, or the old for what was arranged before it.
fn tested(transfer: &Transfer, day: Day, outcome: &mut Outcome) {
    if day < DUAA_STAGE_MAIN {
        show(transfer, Fact::OldTestMet, rules::TR_01_BEFORE, outcome);
        return;
    }
    let arranged_before = transfer.arranged.is_some_and(|arranged| arranged < DUAA_STAGE_MAIN);
    if arranged_before && transfer.shows(Fact::OldTestMet) {
        outcome.rules.cite(rules::TR_05);
    } else {
        show(transfer, Fact::TestMet, rules::TR_04, outcome);
    }
}

fn derogated(transfer: &Transfer, derogation: Derogation, outcome: &mut Outcome) {
    let rule = rules::TR_06;
    show(transfer, Fact::LastResort, rule, outcome);
    let public_powers = transfer.controller.is_authority_in_its_task();
    outcome.require(
        !(public_powers && derogation.is_closed_to_public_powers()),
        rule,
        FaultKind::NotForThisBody(Mechanism::Derogation(derogation)),
    );
    let asked: &[Fact] = match derogation {
        Derogation::ExplicitConsent => &[Fact::RisksToldAndConsent],
        Derogation::PublicInterest => &[Fact::RecognisedInLaw],
        Derogation::VitalInterests => &[Fact::Incapable],
        Derogation::PublicRegister => &[Fact::PartOfRegister],
        Derogation::CompellingInterests => {
            &[Fact::OnceAboutFew, Fact::Documented, Fact::RegulatorAndPersonTold]
        }
        Derogation::ContractWithPerson
        | Derogation::ContractForPerson
        | Derogation::LegalClaims => &[],
    };
    for fact in asked {
        show(transfer, *fact, rule, outcome);
    }
}

fn show(transfer: &Transfer, fact: Fact, rule: Rule, outcome: &mut Outcome) {
    outcome.require(transfer.shows(fact), rule, FaultKind::NotShown(fact));
}
