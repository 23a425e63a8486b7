//! What each basis, condition and paragraph asks for by itself, taken away one at a time.

use super::{EVERYTHING, IN_2026, charity, complete, paragraph};
use crate::law::{
    Acting, Aim, Annex1Condition, Article9Condition, Circumstance, Controller, ControllerKind,
    Evidence, EvidenceSet, LawfulBasis, NoConsentReason, Paragraph, ProcessingGround, Severity,
};
use crate::{Category, CategorySet, Day};

/// What is missing, the rule that says so, and how much it weighs.
type Lost<W> = (W, &'static str, Severity);

/// The same ground without this on record.
fn without(mut ground: ProcessingGround, evidence: Evidence) -> ProcessingGround {
    let left: Vec<Evidence> = EVERYTHING.into_iter().filter(|other| *other != evidence).collect();
    ground.evidence = EvidenceSet::of(&left);
    ground
}

/// The rules that fail when this evidence, and nothing else, is missing.
fn lost(ground: &ProcessingGround) -> Vec<Lost<Evidence>> {
    assert!(ground.clone().showing(&EVERYTHING).check(IN_2026).all().is_empty());
    EVERYTHING
        .into_iter()
        .flat_map(|evidence| {
            let found = without(ground.clone(), evidence).check(IN_2026);
            let all: Vec<_> =
                found.all().iter().map(|f| (evidence, f.rule().id(), f.severity())).collect();
            all
        })
        .collect()
}

#[test]
fn each_basis_asks_for_its_own_evidence_and_no_more() {
    use Evidence as E;
    let asked: [(LawfulBasis, &[Lost<Evidence>]); 11] = [
        (LawfulBasis::Consent, &[(E::ConsentRecord, "CN-02", Severity::Fault)]),
        (LawfulBasis::Contract, &[]),
        (LawfulBasis::LegalObligation, &[(E::Enactment, "LB-03", Severity::Fault)]),
        (LawfulBasis::VitalInterests, &[(E::Threat, "LB-04", Severity::Fault)]),
        (LawfulBasis::PublicTask, &[(E::Enactment, "LB-05", Severity::Fault)]),
        (
            LawfulBasis::LegitimateInterests,
            &[(E::LegitimateInterestsAssessment, "LB-07", Severity::Fault)],
        ),
        (
            LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest),
            &[(E::PublicTaskStatement, "LB-11", Severity::Fault)],
        ),
        (LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::SecurityAndDefence), &[]),
        (LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Emergency), &[]),
        (LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Crime), &[]),
        (
            LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Safeguarding),
            &[(E::VulnerabilityAssessed, "LB-16", Severity::Warning)],
        ),
    ];
    for (basis, expected) in asked {
        assert_eq!(lost(&charity(basis, &[Category::Identity])), expected, "{basis:?}");
    }
}

#[test]
fn each_circumstance_touches_only_the_bases_it_is_about() {
    use Circumstance as C;
    let touched: [(Circumstance, &[Lost<&str>]); 6] = [
        (C::ConsentAsConditionOfService, &[("consent", "CN-04", Severity::Warning)]),
        (C::ImbalanceOfPower, &[("consent", "CN-04", Severity::Warning)]),
        (C::ContractualObligation, &[("legal-obligation", "LB-03", Severity::Fault)]),
        (C::TaskOfSomebodyElse, &[("public-task", "LB-05", Severity::Fault)]),
        (C::Children, &[("legitimate-interests", "LB-07", Severity::Warning)]),
        (
            C::SolelyAutomatedDecision,
            &[
                ("recognised-public-task-request", "LB-18", Severity::Fault),
                ("recognised-security-and-defence", "LB-18", Severity::Fault),
                ("recognised-emergency", "LB-18", Severity::Fault),
                ("recognised-crime", "LB-18", Severity::Fault),
                ("recognised-safeguarding", "LB-18", Severity::Fault),
            ],
        ),
    ];
    for (_, circumstance) in Circumstance::NAMES {
        let found: Vec<_> = LawfulBasis::NAMES
            .into_iter()
            .flat_map(|(name, basis)| {
                let ground = charity(basis, &[Category::Identity]).showing(&EVERYTHING);
                let findings = ground.given(&[circumstance]).check(IN_2026);
                let all: Vec<_> =
                    findings.all().iter().map(|f| (name, f.rule().id(), f.severity())).collect();
                all
            })
            .collect();
        let expected = touched.iter().find(|(other, _)| *other == circumstance);
        assert_eq!(found, expected.map_or(&[][..], |(_, found)| found), "{circumstance:?}");
    }
}

#[test]
fn each_condition_of_article_9_asks_for_its_own_evidence_and_no_more() {
    for (_, condition) in Article9Condition::NAMES {
        let aim = ControllerKind::NotForProfit(Aim::Philosophical);
        let controller = Controller::new(aim, Acting::Otherwise);
        let mut ground =
            ProcessingGround::new(LawfulBasis::Contract, controller, Category::Health.into())
                .under(condition);
        let part_1 = condition.counterpart();
        let part_2 = condition.needs().is_some().then_some(Paragraph::EQUALITY_MONITORING);
        if let Some(paragraph) = part_1.or(part_2) {
            ground = ground.relying_on(complete(paragraph));
        }
        let lost: Vec<_> =
            lost(&ground).into_iter().map(|(evidence, id, _)| (evidence, id)).collect();
        let expected: &[(Evidence, &str)] = match condition.point() {
            'a' => &[(Evidence::ExplicitConsent, "SC-04")],
            'c' => &[(Evidence::Incapable, "SC-04")],
            'e' => &[(Evidence::MadePublicBySubject, "SC-04")],
            'h' => &[(Evidence::DutyOfSecrecy, "SC-06")],
            'i' => &[(Evidence::DutyOfSecrecy, "S1-03")],
            'j' => &[(Evidence::ResearchSafeguards, "S1-04")],
            _ => &[],
        };
        assert_eq!(lost, expected, "{condition}");
    }
}

#[test]
fn each_paragraph_asks_for_its_own_evidence_and_no_more() {
    for number in (1..=35).filter(|number| !matches!(number, 5 | 31)) {
        let ground = charity(LawfulBasis::Contract, &[Category::Identity])
            .relying_on(complete(paragraph(number)));
        let lost: Vec<Evidence> =
            lost(&ground).into_iter().map(|(evidence, ..)| evidence).collect();
        let expected: &[Evidence] = match number {
            2 | 3 => &[Evidence::DutyOfSecrecy],
            4 => &[Evidence::ResearchSafeguards],
            6 => &[Evidence::FunctionConferred, Evidence::SubstantialPublicInterest],
            10..=13 | 16..=20 | 28 => &[Evidence::SubstantialPublicInterest],
            25 => &[Evidence::NoFurtherDisclosure],
            29 => &[Evidence::ConsentRecord],
            30 => &[Evidence::Incapable],
            32 => &[Evidence::MadePublicBySubject],
            _ => &[],
        };
        assert_eq!(lost, expected, "{number}");
    }
}

#[test]
fn each_paragraph_excludes_its_own_circumstances_and_no_more() {
    for number in (1..=35).filter(|number| !matches!(number, 5 | 31)) {
        let ground = charity(LawfulBasis::Contract, &[Category::Identity])
            .relying_on(complete(paragraph(number)))
            .showing(&EVERYTHING);
        let excluded: Vec<Circumstance> = Circumstance::NAMES
            .into_iter()
            .map(|(_, circumstance)| circumstance)
            .filter(|c| !ground.clone().given(&[*c]).check(IN_2026).holds())
            .collect();
        let expected: &[Circumstance] = match number {
            8 => &[Circumstance::DecisionsAboutIndividuals, Circumstance::SubstantialDamageLikely],
            9 => &[Circumstance::SubstantialDamageLikely, Circumstance::ConsentWithheld],
            16 => &[Circumstance::NotAMember, Circumstance::ConsentWithheld],
            19 => &[Circumstance::Children],
            21 => &[Circumstance::DecisionsAboutIndividuals, Circumstance::ConsentWithheld],
            22 => &[Circumstance::SubstantialDamageLikely],
            _ => &[],
        };
        assert_eq!(excluded, expected, "{number}");
    }
}

#[test]
fn each_paragraph_accepts_its_own_reasons_and_no_more() {
    use NoConsentReason::{
        CannotBeGiven, CannotReasonablyBeObtained, UnreasonablyWithheld, WouldPrejudice,
    };
    let all = [CannotBeGiven, CannotReasonablyBeObtained, WouldPrejudice, UnreasonablyWithheld];
    for number in (1..=35).filter(|number| !matches!(number, 5 | 31)) {
        for asked_by_others in [false, true] {
            let holds = |reason: Option<NoConsentReason>| {
                let mut reliance = complete(paragraph(number));
                reliance.reason = reason;
                let mut ground = charity(LawfulBasis::Contract, &[Category::Identity])
                    .relying_on(reliance)
                    .showing(&EVERYTHING);
                if asked_by_others {
                    ground = ground.given(&[Circumstance::AskedBySomebodyElse]);
                }
                ground.check(IN_2026).holds()
            };
            let demanded: Option<&[NoConsentReason]> = match number {
                9 | 12 | 16 | 21 => Some(&[CannotReasonablyBeObtained]),
                10 | 11 | 28 => Some(&[WouldPrejudice]),
                17..=19 => Some(&all[..3]),
                23 | 24 if asked_by_others => Some(&all),
                _ => None,
            };
            assert_eq!(holds(None), demanded.is_none(), "{number}");
            for reason in all {
                let accepted = demanded.is_none_or(|reasons| reasons.contains(&reason));
                assert_eq!(holds(Some(reason)), accepted, "{number} {reason:?}");
            }
        }
    }
}

#[test]
fn insurance_asks_for_a_reason_only_about_people_outside_the_contract() {
    let circumstances = [
        Circumstance::OutsideTheInsuranceContract,
        Circumstance::DecisionsAboutIndividuals,
        Circumstance::ConsentWithheld,
    ];
    for chosen in 0_usize..8 {
        let given: Vec<_> =
            (0..3).filter(|bit| chosen >> bit & 1 == 1).map(|bit| circumstances[bit]).collect();
        let outside = chosen & 0b011 == 0b001;
        let withheld = chosen & 0b100 != 0;
        for reason in [None, Some(NoConsentReason::CannotReasonablyBeObtained)] {
            let mut reliance = complete(Paragraph::INSURANCE);
            reliance.reason = reason;
            let ground = charity(LawfulBasis::Contract, &[Category::Identity])
                .relying_on(reliance)
                .showing(&EVERYTHING)
                .given(&given);
            // Paragraph 20(3) and (4), read straight.
            let expected = !outside || (reason.is_some() && !withheld);
            assert_eq!(ground.check(IN_2026).holds(), expected, "{given:?} {reason:?}");
        }
    }
}

#[test]
fn each_paragraph_asks_for_a_policy_document_as_the_table_says() {
    for number in (1..=35).filter(|number| !matches!(number, 5 | 31)) {
        let mut reliance = complete(paragraph(number));
        reliance.policy = None;
        let ground = charity(LawfulBasis::Contract, &[Category::Identity])
            .relying_on(reliance)
            .showing(&EVERYTHING);
        let needs = |circumstances: &[Circumstance]| {
            !ground.clone().given(circumstances).check(IN_2026).holds()
        };
        let asked = !matches!(number, 2..=4 | 13 | 29 | 30 | 32..=34);
        assert_eq!(needs(&[]), asked, "{number}");
        assert_eq!(
            needs(&[Circumstance::DisclosureToCompetentAuthority]),
            asked && number != 10,
            "{number}"
        );
        let doping = [Circumstance::DisclosureToAntiDopingBody];
        assert_eq!(needs(&doping), asked && number != 27, "{number}");
    }
}

#[test]
fn paragraph_16_is_for_bodies_that_make_no_profit() {
    for (controller, holds) in [(Controller::CHARITY, true), (Controller::BUSINESS, false)] {
        let data = CategorySet::from(Category::Identity);
        let ground = ProcessingGround::new(LawfulBasis::Contract, controller, data)
            .relying_on(complete(paragraph(16)))
            .showing(&EVERYTHING);
        assert_eq!(ground.check(IN_2026).holds(), holds);
    }
}

#[test]
fn official_authority_needs_no_condition_for_offence_data() {
    let ground = charity(LawfulBasis::Contract, &[Category::CriminalOffence]);
    assert_eq!(ground.check(IN_2026).ids(), ["SC-09"]);
    assert!(ground.given(&[Circumstance::UnderOfficialAuthority]).check(IN_2026).holds());
}

#[test]
fn a_neighbouring_paragraph_of_part_1_is_a_warning() {
    let ground = charity(LawfulBasis::Contract, &[Category::Health])
        .under(Article9Condition::HealthOrSocialCare)
        .relying_on(complete(Paragraph::EMPLOYMENT))
        .showing(&EVERYTHING);
    let findings = ground.check(IN_2026);
    assert!(findings.holds());
    assert_eq!(findings.ids(), ["S1-02"]);
}

#[test]
fn a_second_condition_of_part_1_takes_nothing_from_the_first() {
    let ground = charity(LawfulBasis::Contract, &[Category::Health])
        .under(Article9Condition::HealthOrSocialCare)
        .relying_on(complete(Paragraph::EMPLOYMENT))
        .relying_on(complete(Paragraph::HEALTH_OR_SOCIAL_CARE))
        .showing(&EVERYTHING);
    assert!(ground.check(IN_2026).all().is_empty());
}

#[test]
fn health_data_needs_the_duty_of_secrecy_whatever_paragraph_is_named() {
    let ground = charity(LawfulBasis::Contract, &[Category::Health])
        .under(Article9Condition::HealthOrSocialCare)
        .relying_on(complete(Paragraph::EMPLOYMENT));
    let faults: Vec<_> = ground.check(IN_2026).faults().map(|fault| fault.rule().id()).collect();
    assert_eq!(faults, ["SC-06"]);
}

#[test]
fn explicit_consent_is_doubted_like_any_consent() {
    for circumstance in [Circumstance::ConsentAsConditionOfService, Circumstance::ImbalanceOfPower]
    {
        let findings = charity(LawfulBasis::Contract, &[Category::Health])
            .under(Article9Condition::ExplicitConsent)
            .showing(&EVERYTHING)
            .given(&[circumstance])
            .check(IN_2026);
        assert!(findings.holds());
        assert_eq!(findings.ids(), ["CN-04"]);
    }
}

#[test]
fn investigation_alone_counts_since_the_first_stage() {
    let ground = charity(LawfulBasis::Contract, &[Category::CriminalOffence])
        .relying_on(complete(Paragraph::UNLAWFUL_ACTS))
        .showing(&EVERYTHING)
        .given(&[Circumstance::OnlyInvestigation]);
    assert_eq!(ground.check(Day::literal(2025, 8, 19)).ids(), ["S1-10"]);
    assert!(ground.check(Day::literal(2025, 8, 20)).holds());
}

#[test]
fn a_notice_to_stop_binds_the_two_paragraphs_that_know_it() {
    for number in (1..=35).filter(|number| !matches!(number, 5 | 31)) {
        let ground = charity(LawfulBasis::Contract, &[Category::Identity])
            .relying_on(complete(paragraph(number)).stopped_from(IN_2026))
            .showing(&EVERYTHING);
        assert_eq!(ground.check(IN_2026).holds(), !matches!(number, 8 | 22), "{number}");
    }
}
