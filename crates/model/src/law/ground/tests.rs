//! Grounds, checked against a second reading of the law and against the founding policies.

mod table;

use super::{PolicyDocument, ProcessingGround, Reliance};
use crate::law::{
    Acting, Aim, Annex1Condition, Article9Condition, Circumstance, Controller, ControllerKind,
    CriminalUse, Evidence, FindingKind, LawfulBasis, NoConsentReason, Paragraph, PolicyNeed,
    ReasonsWhen, SCHEDULE_1, Schedule1Part, Severity, Stage,
};
use crate::{Category, CategorySet, Day};

const IN_2021: Day = Day::literal(2021, 4, 1);
const IN_2026: Day = Day::literal(2026, 3, 1);
const EVERYTHING: [Evidence; 14] = [
    Evidence::ConsentRecord,
    Evidence::ExplicitConsent,
    Evidence::Enactment,
    Evidence::FunctionConferred,
    Evidence::Threat,
    Evidence::LegitimateInterestsAssessment,
    Evidence::PublicTaskStatement,
    Evidence::VulnerabilityAssessed,
    Evidence::DutyOfSecrecy,
    Evidence::Incapable,
    Evidence::MadePublicBySubject,
    Evidence::SubstantialPublicInterest,
    Evidence::ResearchSafeguards,
    Evidence::NoFurtherDisclosure,
];

fn charity(basis: LawfulBasis, categories: &[Category]) -> ProcessingGround {
    ProcessingGround::new(basis, Controller::CHARITY, CategorySet::of(categories))
}

fn paragraph(number: u8) -> Paragraph {
    Paragraph::new(number).expect("a paragraph")
}

/// A reliance that lacks nothing: a policy document since 2018 and the first reason accepted.
fn complete(paragraph: Paragraph) -> Reliance {
    let reliance =
        Reliance::on(paragraph).with_policy(PolicyDocument::from(Day::literal(2018, 5, 25)));
    paragraph.row().reasons().first().map_or(reliance, |reason| reliance.because(*reason))
}

#[test]
fn the_table_has_one_row_per_paragraph_in_order() {
    for (number, row) in (1..=37).zip(&SCHEDULE_1) {
        assert_eq!(row.paragraph().number(), number);
        assert_eq!(paragraph(number).row().rule().id(), format!("S1-{number:02}"));
        assert_eq!(row.part(), row.paragraph().part());
    }
    assert!(Paragraph::new(0).is_err() && Paragraph::new(38).is_err());
}

#[test]
fn the_columns_say_what_the_facts_say() {
    let numbers = |chosen: &dyn Fn(&crate::law::Schedule1Row) -> bool| -> Vec<u8> {
        SCHEDULE_1.iter().filter(|row| chosen(row)).map(|row| row.paragraph().number()).collect()
    };
    assert_eq!(
        numbers(&|row| row.needs_substantial_public_interest()),
        [6, 10, 11, 12, 13, 16, 17, 18, 19, 20, 28]
    );
    let policy_free = [2, 3, 4, 5, 13, 29, 30, 31, 32, 33, 34];
    assert_eq!(numbers(&|row| row.policy() == PolicyNeed::No), policy_free);
    assert_eq!(numbers(&|row| row.policy() == PolicyNeed::ExceptToCompetentAuthority), [10]);
    assert_eq!(numbers(&|row| row.policy() == PolicyNeed::ExceptToAntiDopingBody), [27]);
    assert_eq!(numbers(&|row| row.policy() == PolicyNeed::AsExtended), [36, 37]);
    assert_eq!(numbers(&|row| !row.is_condition()), [5, 36, 37]);
    assert_eq!(numbers(&|row| row.reasons().len() == 1), [9, 10, 11, 12, 16, 20, 21, 28]);
    assert_eq!(numbers(&|row| row.reasons_when() == ReasonsWhen::AskedBySomebodyElse), [23, 24]);
    let insured = ReasonsWhen::OutsideTheInsuranceContract;
    assert_eq!(numbers(&|row| row.reasons_when() == insured), [20]);
    assert_eq!(numbers(&|row| row.reasons().len() == 3), [17, 18, 19]);
    assert_eq!(numbers(&|row| row.reasons().len() == 4), [23, 24]);
    assert_eq!(numbers(&|row| row.amended_from() == Some(crate::law::DUAA_STAGE_1)), [10, 14, 24]);
    assert_eq!(numbers(&|row| row.amended_from() == Some(crate::law::DUAA_STAGE_MAIN)), [4, 23]);
    assert_eq!(numbers(&|row| row.mask().is_empty()), [5, 29, 30, 31, 32, 33, 34, 35, 36, 37]);
    assert_eq!(numbers(&|row| row.criminal() == CriminalUse::No), [5, 8, 9, 16, 19, 21, 22]);
    assert_eq!(numbers(&|row| row.criminal() == CriminalUse::ThroughParagraph37), [20]);
    // Sex life is not in the mask for equality monitoring (S1-08).
    let mask = Paragraph::EQUALITY_MONITORING.row().mask();
    assert_eq!(mask.len(), 4);
    assert!(!mask.contains(Category::SexLife) && mask.contains(Category::SexualOrientation));
}

#[test]
fn twenty_eight_conditions_serve_for_criminal_offence_data() {
    // S1-42: the regulator counts 28. Paragraph 36 only lifts words from others; 37 is how the
    // insurance condition gets there, so the two are one.
    let direct = SCHEDULE_1.iter().filter(|row| row.is_condition());
    let usable = direct.filter(|row| row.criminal() != CriminalUse::No).count();
    assert_eq!(usable, 28);
}

#[test]
fn a_basis_is_named_and_found_again() {
    for (name, basis) in LawfulBasis::NAMES {
        assert_eq!(basis.name(), name);
        assert_eq!(LawfulBasis::from_name(name), Some(basis));
    }
    for (name, condition) in Article9Condition::NAMES {
        assert_eq!(condition.name(), name);
        assert_eq!(Article9Condition::from_name(name), Some(condition));
    }
    for (name, evidence) in Evidence::NAMES {
        assert_eq!((evidence.name(), Evidence::from_name(name)), (name, Some(evidence)));
    }
    for (name, circumstance) in Circumstance::NAMES {
        assert_eq!(
            (circumstance.name(), Circumstance::from_name(name)),
            (name, Some(circumstance))
        );
    }
}

#[test]
fn every_stage_begins_on_its_day() {
    for (stage, first) in Stage::STARTS {
        assert_eq!(Stage::on(first), stage);
        assert!(Stage::on(first.plus_days(-1).expect("a day before")) < stage);
    }
}

/// Whether the ground has a condition for its special categories, read straight from SC-04 to SC-06
/// and the masks, for a ground that shows everything else.
fn oracle(
    categories: CategorySet,
    condition: Option<Article9Condition>,
    relied_on: Option<u8>,
    charity: bool,
) -> bool {
    let special = categories.intersection(CategorySet::SPECIAL);
    let special_held = if special.is_empty() {
        true
    } else {
        match condition.map(Article9Condition::point) {
            None => false,
            Some('a' | 'c' | 'e' | 'f') => true,
            Some('d') => !charity,
            Some('b' | 'h' | 'i' | 'j') => matches!(relied_on, Some(1..=4)),
            Some('g') => match relied_on {
                Some(number @ 6..=28) => special.iter().all(|category| {
                    use Category::{
                        Biometric, Genetic, Health, PoliticalOpinions, RacialOrEthnicOrigin,
                        ReligiousOrPhilosophicalBeliefs, SexLife, SexualOrientation,
                        TradeUnionMembership,
                    };
                    let allowed: &[Category] = match number {
                        8 => &[
                            RacialOrEthnicOrigin,
                            ReligiousOrPhilosophicalBeliefs,
                            Health,
                            SexualOrientation,
                        ],
                        9 => &[RacialOrEthnicOrigin],
                        16 => &[
                            RacialOrEthnicOrigin,
                            Genetic,
                            Biometric,
                            Health,
                            SexLife,
                            SexualOrientation,
                        ],
                        19 | 21 => &[Health],
                        20 => &[
                            RacialOrEthnicOrigin,
                            ReligiousOrPhilosophicalBeliefs,
                            TradeUnionMembership,
                            Genetic,
                            Health,
                        ],
                        22 => &[PoliticalOpinions],
                        _ => return true,
                    };
                    allowed.contains(&category)
                }),
                Some(_) | None => false,
            },
            Some(_) => unreachable!("ten points"),
        }
    };
    let criminal_held = !categories.has_criminal()
        || matches!(relied_on, Some(1..=4 | 6 | 7 | 10..=15 | 17 | 18 | 23..=28 | 29..=35));
    let paragraph_held = match relied_on {
        Some(5 | 36 | 37) => false,
        Some(31) => !charity,
        _ => true,
    };
    special_held && criminal_held && paragraph_held
}

#[test]
fn a_ground_that_shows_everything_holds_exactly_where_the_law_lets_it() {
    let religious =
        Controller::new(ControllerKind::NotForProfit(Aim::Religious), Acting::Otherwise);
    let legal = CategorySet::SPECIAL.union(CategorySet::CRIMINAL);
    let singles = legal.iter().map(CategorySet::from);
    let pairs =
        legal.iter().flat_map(|one| legal.iter().map(move |two| CategorySet::of(&[one, two])));
    let sets: Vec<CategorySet> =
        singles.chain(pairs).chain([CategorySet::NONE, legal, CategorySet::EVERY]).collect();
    let conditions = Article9Condition::NAMES.into_iter().map(|(_, condition)| Some(condition));
    let conditions: Vec<_> = conditions.chain([None]).collect();
    let mut cases = 0;
    for categories in sets {
        for condition in &conditions {
            for relied_on in (1..=37).map(Some).chain([None]) {
                for controller in [Controller::CHARITY, religious] {
                    let mut ground =
                        ProcessingGround::new(LawfulBasis::Consent, controller, categories)
                            .showing(&EVERYTHING);
                    if let Some(condition) = condition {
                        ground = ground.under(*condition);
                    }
                    if let Some(number) = relied_on {
                        ground = ground.relying_on(complete(paragraph(number)));
                    }
                    let is_charity = controller == Controller::CHARITY;
                    let findings = ground.check(IN_2026);
                    assert_eq!(
                        findings.holds(),
                        oracle(categories, *condition, relied_on, is_charity),
                        "{categories} {condition:?} {relied_on:?} {is_charity} {findings:?}"
                    );
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, 113 * 11 * 38 * 2);
}

#[test]
fn evidence_and_policy_documents_never_unmake_a_ground() {
    for number in 1..=37 {
        for condition in Article9Condition::NAMES.map(|(_, condition)| condition) {
            let bare = charity(LawfulBasis::LegitimateInterests, &[Category::Health])
                .under(condition)
                .relying_on(Reliance::on(paragraph(number)));
            let full = charity(LawfulBasis::LegitimateInterests, &[Category::Health])
                .under(condition)
                .relying_on(complete(paragraph(number)))
                .showing(&EVERYTHING);
            let (bare, full) = (bare.check(IN_2026), full.check(IN_2026));
            assert!(full.faults().count() <= bare.faults().count());
            for fault in full.faults() {
                assert!(bare.faults().any(|other| other.kind() == fault.kind()), "{fault}");
            }
        }
    }
}

#[test]
fn recognised_interests_begin_with_the_main_stage() {
    for condition in Annex1Condition::ALL {
        let basis = LawfulBasis::RecognisedLegitimateInterest(condition);
        let ground = charity(basis, &[Category::Identity]).showing(&EVERYTHING);
        assert_eq!(ground.check(Day::literal(2026, 2, 4)).ids(), ["LB-06"]);
        let findings = ground.check(Day::literal(2026, 2, 5));
        assert!(findings.holds());
        assert!(findings.rules().cites(condition.rule().id()));
    }
    let asked = LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest);
    assert_eq!(charity(asked, &[Category::Identity]).check(IN_2026).ids(), ["LB-11"]);
}

#[test]
fn a_council_is_an_authority_only_in_its_task() {
    let in_task = |kind, acting| {
        let controller = Controller::new(kind, acting);
        let data = Category::Identity.into();
        ProcessingGround::new(LawfulBasis::LegitimateInterests, controller, data)
            .showing(&EVERYTHING)
            .check(IN_2026)
    };
    let council = ControllerKind::PublicAuthority;
    assert_eq!(in_task(council, Acting::InItsTask).ids(), ["LB-08"]);
    assert!(in_task(council, Acting::Otherwise).holds());
    assert!(in_task(ControllerKind::ParishOrCommunityCouncil, Acting::InItsTask).holds());
    assert!(in_task(council, Acting::InItsTask).rules().cites("LB-09"));
}

#[test]
fn nobody_borrows_a_public_task_since_the_main_stage() {
    let ground = charity(LawfulBasis::PublicTask, &[Category::Identity])
        .showing(&[Evidence::Enactment])
        .given(&[Circumstance::TaskOfSomebodyElse]);
    assert!(ground.check(Day::literal(2026, 2, 4)).holds());
    assert_eq!(ground.check(Day::literal(2026, 2, 5)).ids(), ["LB-05"]);
}

#[test]
fn consent_as_the_price_of_a_home_is_a_warning() {
    let ground = charity(LawfulBasis::Consent, &[Category::Contact])
        .showing(&[Evidence::ConsentRecord])
        .given(&[Circumstance::ConsentAsConditionOfService]);
    let findings = ground.check(IN_2026);
    assert!(findings.holds());
    assert_eq!(findings.ids(), ["CN-04"]);
    assert_eq!(findings.all()[0].severity(), Severity::Warning);
}

#[test]
fn the_police_are_told_without_a_policy_document_and_the_file_is_not_kept_without_one() {
    let crime = LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Crime);
    let ground = charity(crime, &[Category::CriminalOffence]).relying_on(
        Reliance::extending(Paragraph::UNLAWFUL_ACTS).because(NoConsentReason::WouldPrejudice),
    );
    assert_eq!(ground.check(IN_2026).ids(), ["S1-05"]);
    let telling = ground.given(&[Circumstance::DisclosureToCompetentAuthority]);
    let findings = telling.check(IN_2026);
    assert!(findings.holds());
    assert!(findings.rules().cites("S1-36"));
}

#[test]
fn safeguarding_needs_one_of_its_three_reasons() {
    let ground = |reliance| {
        charity(LawfulBasis::VitalInterests, &[Category::Health])
            .under(Article9Condition::SubstantialPublicInterest)
            .showing(&[Evidence::Threat, Evidence::SubstantialPublicInterest])
            .relying_on(reliance)
            .check(IN_2026)
    };
    let policy = PolicyDocument::from(IN_2021);
    let bare = Reliance::on(Paragraph::SAFEGUARDING).with_policy(policy);
    assert_eq!(ground(bare).ids(), ["S1-18"]);
    assert!(ground(bare.because(NoConsentReason::CannotBeGiven)).holds());
    assert!(ground(bare.because(NoConsentReason::WouldPrejudice)).holds());
    let withheld = ground(bare.because(NoConsentReason::UnreasonablyWithheld));
    assert_eq!(
        withheld.all()[0].kind(),
        FindingKind::NoReasonWithoutConsent {
            paragraph: Paragraph::SAFEGUARDING,
            given: Some(NoConsentReason::UnreasonablyWithheld)
        }
    );
    // The policy document lapses.
    let lapsed = bare
        .because(NoConsentReason::CannotBeGiven)
        .with_policy(policy.until(Day::literal(2026, 3, 1)));
    assert_eq!(ground(lapsed).ids(), ["S1-05"]);
}

#[test]
fn equality_monitoring_keeps_to_its_four_categories_and_decides_about_nobody() {
    let monitoring = |category: Category| {
        charity(LawfulBasis::LegitimateInterests, &[category])
            .under(Article9Condition::SubstantialPublicInterest)
            .showing(&[Evidence::LegitimateInterestsAssessment])
            .relying_on(complete(Paragraph::EQUALITY_MONITORING))
    };
    for category in CategorySet::SPECIAL.iter() {
        let findings = monitoring(category).check(IN_2026);
        let inside = Paragraph::EQUALITY_MONITORING.row().mask().contains(category);
        assert_eq!(findings.holds(), inside, "{category}");
        assert!(inside || findings.ids() == ["S1-08"]);
    }
    let ground = monitoring(Category::SexualOrientation);
    let decided = ground.clone().given(&[Circumstance::DecisionsAboutIndividuals]);
    assert_eq!(decided.check(IN_2026).ids(), ["S1-08"]);
    let stop = complete(Paragraph::EQUALITY_MONITORING).stopped_from(IN_2026);
    let stopped = charity(LawfulBasis::LegitimateInterests, &[Category::Health])
        .under(Article9Condition::SubstantialPublicInterest)
        .showing(&[Evidence::LegitimateInterestsAssessment])
        .relying_on(stop);
    assert!(stopped.check(Day::literal(2026, 2, 28)).holds());
    assert_eq!(stopped.check(IN_2026).ids(), ["S1-08"]);
}

#[test]
fn st_martins_names_no_condition_for_offence_data() {
    // 000 Step 4 (K-003): legitimate interest with an assessment; health or social care under the
    // chief executive's duty of confidence. It names no paragraph of Schedule 1, and holds health,
    // religion, orientation, ethnicity and offences.
    let held = [
        Category::Health,
        Category::ReligiousOrPhilosophicalBeliefs,
        Category::SexualOrientation,
        Category::RacialOrEthnicOrigin,
        Category::CriminalOffence,
    ];
    let ground = charity(LawfulBasis::LegitimateInterests, &held)
        .under(Article9Condition::HealthOrSocialCare)
        .showing(&[Evidence::LegitimateInterestsAssessment, Evidence::DutyOfSecrecy]);
    let findings = ground.check(IN_2021);
    assert_eq!(findings.ids(), ["SC-05", "SC-09"]);
    let said: Vec<String> = findings.all().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "`Art 9(2)(h)` needs a condition of Sch 1 Part 1 (SC-05 (DPA 2018 s.10(1)-(3)))",
            "criminal offence data needs a condition of Sch 1 (SC-09 (DPA 2018 s.10(5)))",
        ]
    );
}

#[test]
fn the_caution_register_relies_on_a_duty_and_not_on_a_function() {
    // 002 s.4 (K-004): public task; 9(2)(g) with Sch 1 para 6; the Health and Safety at Work Act as
    // the enactment. It mentions no policy document and no function that the Act confers (S1-06).
    let data = CategorySet::of(&[Category::Health, Category::CriminalOffence]);
    let ground =
        ProcessingGround::new(LawfulBasis::PublicTask, Controller::COUNCIL_IN_ITS_TASK, data)
            .under(Article9Condition::SubstantialPublicInterest)
            .showing(&[Evidence::Enactment])
            .relying_on(Reliance::on(Paragraph::STATUTORY_PURPOSES));
    let kinds: Vec<FindingKind> =
        ground.check(IN_2021).faults().map(super::super::Finding::kind).collect();
    assert_eq!(
        kinds,
        [
            FindingKind::NotShown(Evidence::SubstantialPublicInterest),
            FindingKind::NoPolicyDocument(Paragraph::STATUTORY_PURPOSES),
            FindingKind::NotShown(Evidence::FunctionConferred),
        ]
    );
}

#[test]
fn the_law_of_data_protection_stops_with_death() {
    let ground =
        charity(LawfulBasis::Consent, &[Category::Health]).given(&[Circumstance::Deceased]);
    let findings = ground.check(IN_2026);
    assert!(findings.holds());
    assert_eq!(findings.rules().ids().collect::<Vec<_>>(), ["SC-11"]);
}

#[test]
fn nothing_holds_before_the_law_applies() {
    let ground = charity(LawfulBasis::Contract, &[Category::Identity]);
    assert_eq!(ground.check(Day::literal(2018, 5, 24)).ids(), ["RG-01"]);
    assert!(ground.check(Day::literal(2018, 5, 25)).holds());
}

#[test]
fn preparing_a_disclosure_counts_since_the_first_stage() {
    for number in [14, 24] {
        let ground = charity(LawfulBasis::Contract, &[Category::CriminalOffence])
            .relying_on(complete(paragraph(number)))
            .given(&[Circumstance::PreparationForDisclosure]);
        assert!(!ground.check(Day::literal(2025, 8, 19)).holds());
        assert!(ground.check(Day::literal(2025, 8, 20)).holds());
    }
}

#[test]
fn an_extension_serves_only_what_it_lifts_words_from() {
    for row in &SCHEDULE_1 {
        let number = row.paragraph().number();
        let ground = charity(LawfulBasis::Contract, &[Category::CriminalOffence])
            .relying_on(Reliance { extended: true, ..complete(row.paragraph()) })
            .showing(&[Evidence::FunctionConferred]);
        let expected =
            row.part() == Schedule1Part::Two && matches!(number, 6 | 10..=13 | 17 | 18 | 20 | 28);
        assert_eq!(ground.check(IN_2026).holds(), expected, "{number}");
    }
}

#[test]
fn a_policy_document_is_kept_six_months() {
    let kept = PolicyDocument::keep_until(Day::literal(2026, 8, 31));
    assert_eq!(kept, Some(Day::literal(2027, 2, 28)));
}
