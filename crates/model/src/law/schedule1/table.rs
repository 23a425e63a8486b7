//! The rows. Each cites the fact that states it (S1-01 to S1-37).

use super::super::stage::{DUAA_STAGE_1, DUAA_STAGE_MAIN, GDPR_APPLIES};
use super::NoConsentReason::{
    CannotBeGiven, CannotReasonablyBeObtained, UnreasonablyWithheld, WouldPrejudice,
};
use super::{CriminalUse, NoConsentReason, Paragraph, PolicyNeed, ReasonsWhen, Schedule1Row};
use crate::{Category, CategorySet, Day, Rule, Source};

/// Every paragraph of Parts 1 to 3, in order.
pub const SCHEDULE_1: [Schedule1Row; 37] = [
    row(1, "S1-01", "employment, social security and social protection").asks(PolicyNeed::Yes),
    row(2, "S1-02", "health or social care purposes"),
    row(3, "S1-03", "public health"),
    row(4, "S1-04", "archiving, research and statistics under Art 89(1) and s.19")
        .amended(DUAA_STAGE_MAIN, "archiving, research and statistics under Art 84B"),
    row(5, "S1-05", "conditions of this Part need an appropriate policy document").no_condition(),
    part_2(6, "S1-06", "statutory and government purposes").public_interest(),
    part_2(7, "S1-07", "administration of justice and parliamentary purposes"),
    part_2(8, "S1-08", "equality of opportunity or treatment").only(&[
        Category::RacialOrEthnicOrigin,
        Category::ReligiousOrPhilosophicalBeliefs,
        Category::Health,
        Category::SexualOrientation,
    ]),
    part_2(9, "S1-09", "racial and ethnic diversity at senior levels")
        .only(&[Category::RacialOrEthnicOrigin])
        .without_consent(&[CannotReasonablyBeObtained]),
    part_2(10, "S1-10", "preventing or detecting unlawful acts")
        .public_interest()
        .asks(PolicyNeed::ExceptToCompetentAuthority)
        .without_consent(&[WouldPrejudice])
        .amended(DUAA_STAGE_1, "preventing, investigating or detecting unlawful acts"),
    part_2(11, "S1-11", "protecting the public against dishonesty")
        .public_interest()
        .without_consent(&[WouldPrejudice]),
    part_2(12, "S1-12", "regulatory requirements on unlawful acts and dishonesty")
        .public_interest()
        .without_consent(&[CannotReasonablyBeObtained]),
    part_2(13, "S1-13", "journalism about unlawful acts and dishonesty")
        .public_interest()
        .asks(PolicyNeed::No),
    part_2(14, "S1-14", "preventing fraud: disclosure through an anti-fraud organisation").amended(
        DUAA_STAGE_1,
        "preventing fraud: disclosure through an anti-fraud organisation, and preparing it",
    ),
    part_2(15, "S1-15", "suspicion of terrorist financing or money laundering"),
    part_2(16, "S1-16", "support for people with a particular disability or medical condition")
        .public_interest()
        .only(&[
            Category::RacialOrEthnicOrigin,
            Category::Genetic,
            Category::Biometric,
            Category::Health,
            Category::SexLife,
            Category::SexualOrientation,
        ])
        .without_consent(&[CannotReasonablyBeObtained]),
    part_2(17, "S1-17", "confidential counselling, advice or support")
        .public_interest()
        .without_consent(PROTECTIVE),
    part_2(18, "S1-18", "safeguarding of children and of individuals at risk")
        .public_interest()
        .without_consent(PROTECTIVE),
    part_2(19, "S1-19", "safeguarding of economic well-being")
        .public_interest()
        .only(&[Category::Health])
        .without_consent(PROTECTIVE),
    part_2(20, "S1-20", "insurance").public_interest().insurance(),
    part_2(21, "S1-21", "occupational pensions")
        .only(&[Category::Health])
        .without_consent(&[CannotReasonablyBeObtained]),
    part_2(22, "S1-22", "political parties").only(&[Category::PoliticalOpinions]),
    part_2(23, "S1-23", "elected representatives answering requests")
        .without_consent(REPRESENTATIVE)
        .only_when(ReasonsWhen::AskedBySomebodyElse)
        .amended(
            DUAA_STAGE_MAIN,
            "elected representatives answering requests, and for 30 days after dissolution",
        ),
    part_2(24, "S1-24", "disclosure to elected representatives")
        .without_consent(REPRESENTATIVE)
        .only_when(ReasonsWhen::AskedBySomebodyElse)
        .amended(DUAA_STAGE_1, "disclosure to elected representatives, and preparing it"),
    part_2(25, "S1-25", "informing elected representatives about prisoners"),
    part_2(26, "S1-26", "publication of legal judgments"),
    part_2(27, "S1-27", "anti-doping in sport").asks(PolicyNeed::ExceptToAntiDopingBody),
    part_2(28, "S1-28", "standards of behaviour in sport")
        .public_interest()
        .without_consent(&[WouldPrejudice]),
    row(29, "S1-29", "consent").criminal_only(),
    row(30, "S1-30", "vital interests of somebody who cannot consent").criminal_only(),
    row(31, "S1-31", "not-for-profit bodies with one of four aims").criminal_only(),
    row(32, "S1-32", "data made public by the person").criminal_only(),
    row(33, "S1-33", "legal claims").criminal_only(),
    row(34, "S1-34", "judicial acts").criminal_only(),
    row(35, "S1-35", "accounts used in indecency offences involving children")
        .criminal_only()
        .asks(PolicyNeed::Yes),
    row(36, "S1-36", "Part 2 conditions without their substantial public interest")
        .criminal_only()
        .asks(PolicyNeed::AsExtended),
    row(37, "S1-37", "the insurance condition without its limit to named categories")
        .criminal_only()
        .asks(PolicyNeed::AsExtended),
];

/// Paragraphs 17, 18 and 19: one of these three.
const PROTECTIVE: &[NoConsentReason] = &[CannotBeGiven, CannotReasonablyBeObtained, WouldPrejudice];

/// Paragraphs 23 and 24: one of these four, when somebody else asked.
const REPRESENTATIVE: &[NoConsentReason] =
    &[CannotBeGiven, CannotReasonablyBeObtained, WouldPrejudice, UnreasonablyWithheld];

/// How each paragraph is cited, at its own place; nothing stands at 0.
const PROVISIONS: [&str; 38] = [
    "DPA 2018 Sch 1",
    "DPA 2018 Sch 1 para 1",
    "DPA 2018 Sch 1 para 2",
    "DPA 2018 Sch 1 para 3",
    "DPA 2018 Sch 1 para 4",
    "DPA 2018 Sch 1 para 5",
    "DPA 2018 Sch 1 para 6",
    "DPA 2018 Sch 1 para 7",
    "DPA 2018 Sch 1 para 8",
    "DPA 2018 Sch 1 para 9",
    "DPA 2018 Sch 1 para 10",
    "DPA 2018 Sch 1 para 11",
    "DPA 2018 Sch 1 para 12",
    "DPA 2018 Sch 1 para 13",
    "DPA 2018 Sch 1 para 14",
    "DPA 2018 Sch 1 para 15",
    "DPA 2018 Sch 1 para 16",
    "DPA 2018 Sch 1 para 17",
    "DPA 2018 Sch 1 para 18",
    "DPA 2018 Sch 1 para 19",
    "DPA 2018 Sch 1 para 20",
    "DPA 2018 Sch 1 para 21",
    "DPA 2018 Sch 1 para 22",
    "DPA 2018 Sch 1 para 23",
    "DPA 2018 Sch 1 para 24",
    "DPA 2018 Sch 1 para 25",
    "DPA 2018 Sch 1 para 26",
    "DPA 2018 Sch 1 para 27",
    "DPA 2018 Sch 1 para 28",
    "DPA 2018 Sch 1 para 29",
    "DPA 2018 Sch 1 para 30",
    "DPA 2018 Sch 1 para 31",
    "DPA 2018 Sch 1 para 32",
    "DPA 2018 Sch 1 para 33",
    "DPA 2018 Sch 1 para 34",
    "DPA 2018 Sch 1 para 35",
    "DPA 2018 Sch 1 para 36",
    "DPA 2018 Sch 1 para 37",
];

/// A row that asks for nothing yet: no policy document, every special category, criminal data too.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time only")]
const fn row(number: u8, id: &'static str, title: &'static str) -> Schedule1Row {
    let paragraph = Paragraph(number);
    Schedule1Row {
        paragraph,
        title,
        part: paragraph.part(),
        policy: PolicyNeed::No,
        public_interest: false,
        mask: CategorySet::SPECIAL,
        criminal: CriminalUse::Yes,
        reasons: &[],
        reasons_when: ReasonsWhen::Always,
        amended: None,
        rule: Rule::new(id, Source::Law(PROVISIONS[number as usize]), title).from(GDPR_APPLIES),
    }
}

/// A condition of Part 2: it needs a policy document unless it says otherwise (S1-05).
const fn part_2(number: u8, id: &'static str, title: &'static str) -> Schedule1Row {
    row(number, id, title).asks(PolicyNeed::Yes)
}

impl Schedule1Row {
    const fn asks(self, policy: PolicyNeed) -> Self {
        Self { policy, ..self }
    }

    const fn public_interest(self) -> Self {
        Self { public_interest: true, ..self }
    }

    /// Limited to these special categories, and so closed to criminal offence data.
    const fn only(self, categories: &[Category]) -> Self {
        Self { mask: CategorySet::of(categories), criminal: CriminalUse::No, ..self }
    }

    const fn insurance(self) -> Self {
        let limited = self.only(&[
            Category::RacialOrEthnicOrigin,
            Category::ReligiousOrPhilosophicalBeliefs,
            Category::TradeUnionMembership,
            Category::Genetic,
            Category::Health,
        ]);
        let limited = limited
            .without_consent(&[CannotReasonablyBeObtained])
            .only_when(ReasonsWhen::OutsideTheInsuranceContract);
        Self { criminal: CriminalUse::ThroughParagraph37, ..limited }
    }

    const fn criminal_only(self) -> Self {
        Self { mask: CategorySet::NONE, ..self }
    }

    const fn no_condition(self) -> Self {
        Self { mask: CategorySet::NONE, criminal: CriminalUse::No, ..self }
    }

    const fn without_consent(self, reasons: &'static [NoConsentReason]) -> Self {
        Self { reasons, ..self }
    }

    /// The reasons accepted above are asked for only then.
    const fn only_when(self, reasons_when: ReasonsWhen) -> Self {
        Self { reasons_when, ..self }
    }

    const fn amended(self, from: Day, title: &'static str) -> Self {
        Self { amended: Some((from, title)), ..self }
    }
}
