//! The checks, one per part of the law.

use super::super::finding::FindingKind;
use super::super::{
    Annex1Condition, Article9Condition, Circumstance, ControllerKind, CriminalUse, Evidence,
    Findings, LawfulBasis, Paragraph, PolicyNeed, ReasonsWhen, Schedule1Part, Stage, rules, stage,
};
use super::{ProcessingGround, Reliance};
use crate::{CategorySet, Day, Rule};

/// Article 6.
pub(super) fn basis(ground: &ProcessingGround, day: Day, findings: &mut Findings) {
    let basis = ground.basis;
    // A day before the GDPR is outside every rule here, so no basis of it can hold.
    let rule = if Stage::on(day) == Stage::BeforeGdpr { rules::RG_01 } else { basis.rule() };
    findings.require(basis.in_force(day), rule, FindingKind::BasisNotInForce { basis, day });
    match basis {
        LawfulBasis::Consent => consent(ground, findings),
        LawfulBasis::Contract => {}
        LawfulBasis::LegalObligation => {
            show(ground, Evidence::Enactment, rules::LB_03, findings);
            defeat(ground, Circumstance::ContractualObligation, rules::LB_03, findings);
        }
        LawfulBasis::VitalInterests => show(ground, Evidence::Threat, rules::LB_04, findings),
        LawfulBasis::PublicTask => {
            show(ground, Evidence::Enactment, rules::LB_05, findings);
            if stage::DUAA_STAGE_MAIN <= day {
                // Since then the task must be the controller's own: nobody borrows the asker's.
                defeat(ground, Circumstance::TaskOfSomebodyElse, rules::LB_05, findings);
            }
        }
        LawfulBasis::RecognisedLegitimateInterest(condition) => {
            closed_to_authorities(ground, findings);
            recognised(ground, condition, findings);
        }
        LawfulBasis::LegitimateInterests => {
            closed_to_authorities(ground, findings);
            show(ground, Evidence::LegitimateInterestsAssessment, rules::LB_07, findings);
            doubt(ground, Circumstance::Children, rules::LB_07, findings);
        }
    }
}

fn consent(ground: &ProcessingGround, findings: &mut Findings) {
    show(ground, Evidence::ConsentRecord, rules::CN_02, findings);
    doubt(ground, Circumstance::ConsentAsConditionOfService, rules::CN_04, findings);
    doubt(ground, Circumstance::ImbalanceOfPower, rules::CN_04, findings);
}

fn closed_to_authorities(ground: &ProcessingGround, findings: &mut Findings) {
    if matches!(
        ground.controller.kind(),
        ControllerKind::PublicAuthority | ControllerKind::ParishOrCommunityCouncil
    ) {
        findings.cite(rules::LB_09);
    }
    findings.require(
        !ground.controller.is_authority_in_its_task(),
        rules::LB_08,
        FindingKind::BasisClosedToAuthority(ground.basis),
    );
}

fn recognised(ground: &ProcessingGround, condition: Annex1Condition, findings: &mut Findings) {
    findings.cite(condition.rule());
    match condition {
        Annex1Condition::PublicTaskRequest => {
            show(ground, Evidence::PublicTaskStatement, rules::LB_11, findings);
        }
        Annex1Condition::Safeguarding => {
            // Only the heading of the test was read (LB-16); its three limbs were not (LB-17), so a
            // missing assessment is a warning and no limb is judged here.
            findings.advise(
                ground.shows(Evidence::VulnerabilityAssessed),
                rules::LB_16,
                FindingKind::NotShown(Evidence::VulnerabilityAssessed),
            );
        }
        Annex1Condition::SecurityAndDefence
        | Annex1Condition::Emergency
        | Annex1Condition::Crime => {}
    }
    defeat(ground, Circumstance::SolelyAutomatedDecision, rules::LB_18, findings);
}

/// Article 9 and section 10(1)-(3).
pub(super) fn special_categories(ground: &ProcessingGround, day: Day, findings: &mut Findings) {
    let special = ground.categories.intersection(CategorySet::SPECIAL);
    if special.is_empty() {
        return;
    }
    findings.cite(rules::SC_01);
    if rules::SC_03.in_force(day) {
        findings.cite(rules::SC_03);
    }
    let Some(condition) = ground.condition else {
        findings.require(false, rules::SC_04, FindingKind::NoArticle9Condition(special));
        return;
    };
    findings.cite(rules::SC_04);
    own_tests(ground, condition, findings);
    let Some(part) = condition.needs() else { return };
    let of_part = || {
        ground.relied_on.iter().copied().filter(|reliance| {
            let row = reliance.paragraph.row();
            row.part() == part && row.is_condition() && !reliance.extended
        })
    };
    findings.require(
        of_part().next().is_some(),
        rules::SC_05,
        FindingKind::NoSchedule1Condition { condition, part },
    );
    if of_part().next().is_none() {
        return;
    }
    if let Some(expected) = condition.counterpart() {
        findings.advise(
            of_part().any(|reliance| reliance.paragraph == expected),
            expected.row().rule(),
            FindingKind::UnusualPair { condition, expected },
        );
    }
    let reached = of_part().fold(CategorySet::NONE, |sum, r| sum.union(r.paragraph.row().mask()));
    let outside = special.minus(reached);
    // The narrowest paragraph named is the one whose mask the data outgrew.
    let narrowest = of_part().min_by_key(|reliance| reliance.paragraph.row().mask().len());
    let rule = narrowest.map_or(rules::SC_05, |reliance| reliance.paragraph.row().rule());
    findings.require(outside.is_empty(), rule, FindingKind::CategoriesOutside(outside));
}

/// What each condition of Art 9(2) asks for itself.
fn own_tests(ground: &ProcessingGround, condition: Article9Condition, findings: &mut Findings) {
    match condition {
        Article9Condition::ExplicitConsent => {
            show(ground, Evidence::ExplicitConsent, rules::SC_04, findings);
            doubt(ground, Circumstance::ConsentAsConditionOfService, rules::CN_04, findings);
            doubt(ground, Circumstance::ImbalanceOfPower, rules::CN_04, findings);
        }
        Article9Condition::VitalInterests => {
            show(ground, Evidence::Incapable, rules::SC_04, findings);
        }
        Article9Condition::NotForProfitBody => findings.require(
            ground.controller.has_a_named_aim(),
            rules::SC_04,
            FindingKind::ConditionNotForThisBody(condition),
        ),
        Article9Condition::MadePublic => {
            show(ground, Evidence::MadePublicBySubject, rules::SC_04, findings);
        }
        Article9Condition::HealthOrSocialCare => {
            show(ground, Evidence::DutyOfSecrecy, rules::SC_06, findings);
        }
        Article9Condition::Employment
        | Article9Condition::LegalClaims
        | Article9Condition::SubstantialPublicInterest
        | Article9Condition::PublicHealth
        | Article9Condition::Research => {}
    }
}

/// Article 10 and section 10(4)-(5).
pub(super) fn criminal_data(ground: &ProcessingGround, findings: &mut Findings) {
    if !ground.categories.has_criminal() {
        return;
    }
    findings.cite(rules::SC_07);
    findings.cite(rules::SC_08);
    if ground.has(Circumstance::UnderOfficialAuthority) {
        return;
    }
    let reached = ground.relied_on.iter().any(|reliance| {
        let row = reliance.paragraph.row();
        match row.criminal() {
            CriminalUse::Yes => row.is_condition(),
            CriminalUse::ThroughParagraph37 => reliance.extended,
            CriminalUse::No => false,
        }
    });
    findings.require(reached, rules::SC_09, FindingKind::NoConditionForCriminalData);
}

/// One condition of Schedule 1.
pub(super) fn reliance(
    ground: &ProcessingGround,
    reliance: Reliance,
    day: Day,
    findings: &mut Findings,
) {
    let paragraph = reliance.paragraph;
    let row = paragraph.row();
    let rule = row.rule();
    let extends = row.part() == Schedule1Part::Two
        && (row.needs_substantial_public_interest()
            || row.criminal() == CriminalUse::ThroughParagraph37);
    let possible = row.is_condition() && (!reliance.extended || extends);
    findings.require(possible, rule, FindingKind::NotACondition(paragraph));
    if !possible {
        return;
    }
    if reliance.extended {
        findings.cite(extension(paragraph).row().rule());
    } else if row.needs_substantial_public_interest() {
        show(ground, Evidence::SubstantialPublicInterest, rule, findings);
    }
    policy_document(ground, reliance, day, findings);
    if reason_is_asked(ground, paragraph) && !row.reasons().is_empty() {
        findings.require(
            reliance.reason.is_some_and(|reason| row.reasons().contains(&reason)),
            rule,
            FindingKind::NoReasonWithoutConsent { paragraph, given: reliance.reason },
        );
    }
    if reliance.stop.is_some() && matches!(paragraph.number(), 8 | 22) {
        findings.require(
            reliance.stop.is_none_or(|stop| day < stop),
            rule,
            FindingKind::NoticeToStop(paragraph),
        );
    }
    particulars(ground, paragraph, day, findings);
}

/// Whether going without consent must be explained in this case.
fn reason_is_asked(ground: &ProcessingGround, paragraph: Paragraph) -> bool {
    match paragraph.row().reasons_when() {
        ReasonsWhen::Always => true,
        ReasonsWhen::AskedBySomebodyElse => ground.has(Circumstance::AskedBySomebodyElse),
        // Paragraph 20(2): no decision about the person, and no part in the contract.
        ReasonsWhen::OutsideTheInsuranceContract => {
            ground.has(Circumstance::OutsideTheInsuranceContract)
                && !ground.has(Circumstance::DecisionsAboutIndividuals)
        }
    }
}

fn extension(paragraph: Paragraph) -> Paragraph {
    if paragraph == Paragraph::INSURANCE {
        Paragraph::EXTENSION_OF_INSURANCE
    } else {
        Paragraph::EXTENSION_OF_PART_2
    }
}

fn policy_document(
    ground: &ProcessingGround,
    reliance: Reliance,
    day: Day,
    findings: &mut Findings,
) {
    let row = reliance.paragraph.row();
    let needed = match row.policy() {
        PolicyNeed::No | PolicyNeed::AsExtended => false,
        PolicyNeed::Yes => true,
        PolicyNeed::ExceptToCompetentAuthority => {
            !ground.has(Circumstance::DisclosureToCompetentAuthority)
        }
        PolicyNeed::ExceptToAntiDopingBody => !ground.has(Circumstance::DisclosureToAntiDopingBody),
    };
    if !needed {
        return;
    }
    // Part 2 asks for it once for all its conditions; paragraphs 1 and 35 ask for themselves.
    let rule = if row.part() == Schedule1Part::Two { rules::S1_05 } else { row.rule() };
    findings.require(
        reliance.policy.is_some_and(|policy| policy.stands(day)),
        rule,
        FindingKind::NoPolicyDocument(reliance.paragraph),
    );
}

/// What single paragraphs ask or exclude beyond the columns of the table.
fn particulars(ground: &ProcessingGround, paragraph: Paragraph, day: Day, findings: &mut Findings) {
    let row = paragraph.row();
    let rule = row.rule();
    let mut exclude = |circumstance| {
        findings.require(
            !ground.has(circumstance),
            rule,
            FindingKind::ExcludedByParagraph { paragraph, circumstance },
        );
    };
    match paragraph.number() {
        8 => {
            exclude(Circumstance::DecisionsAboutIndividuals);
            exclude(Circumstance::SubstantialDamageLikely);
        }
        9 => {
            exclude(Circumstance::SubstantialDamageLikely);
            exclude(Circumstance::ConsentWithheld);
        }
        16 => {
            exclude(Circumstance::NotAMember);
            exclude(Circumstance::ConsentWithheld);
        }
        // Economic well-being is protected from 18; a child has paragraph 18.
        19 => exclude(Circumstance::Children),
        20 if reason_is_asked(ground, paragraph) => exclude(Circumstance::ConsentWithheld),
        21 => {
            exclude(Circumstance::DecisionsAboutIndividuals);
            exclude(Circumstance::ConsentWithheld);
        }
        22 => exclude(Circumstance::SubstantialDamageLikely),
        10 if day < stage::DUAA_STAGE_1 => exclude(Circumstance::OnlyInvestigation),
        14 | 24 if day < stage::DUAA_STAGE_1 => exclude(Circumstance::PreparationForDisclosure),
        _ => {}
    }
    match paragraph.number() {
        2 => show(ground, Evidence::DutyOfSecrecy, rules::SC_06, findings),
        3 => show(ground, Evidence::DutyOfSecrecy, rule, findings),
        4 => show(ground, Evidence::ResearchSafeguards, rule, findings),
        6 => show(ground, Evidence::FunctionConferred, rule, findings),
        16 => findings.require(
            matches!(ground.controller.kind(), ControllerKind::NotForProfit(_)),
            rule,
            FindingKind::ParagraphNotForThisBody(paragraph),
        ),
        25 => show(ground, Evidence::NoFurtherDisclosure, rule, findings),
        29 => show(ground, Evidence::ConsentRecord, rule, findings),
        30 => show(ground, Evidence::Incapable, rule, findings),
        31 => findings.require(
            ground.controller.has_a_named_aim(),
            rule,
            FindingKind::ParagraphNotForThisBody(paragraph),
        ),
        32 => show(ground, Evidence::MadePublicBySubject, rule, findings),
        _ => {}
    }
}

fn show(ground: &ProcessingGround, evidence: Evidence, rule: Rule, findings: &mut Findings) {
    findings.require(ground.shows(evidence), rule, FindingKind::NotShown(evidence));
}

fn defeat(
    ground: &ProcessingGround,
    circumstance: Circumstance,
    rule: Rule,
    findings: &mut Findings,
) {
    findings.require(!ground.has(circumstance), rule, FindingKind::Defeated(circumstance));
}

fn doubt(
    ground: &ProcessingGround,
    circumstance: Circumstance,
    rule: Rule,
    findings: &mut Findings,
) {
    findings.advise(!ground.has(circumstance), rule, FindingKind::Defeated(circumstance));
}
