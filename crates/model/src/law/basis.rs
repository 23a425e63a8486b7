//! The lawful bases of Article 6.

use core::fmt;

use super::{rules, stage};
use crate::{Day, Rule};

/// A lawful basis: a point of Art 6(1) of the UK GDPR.
#[expect(
    clippy::exhaustive_enums,
    reason = "a new basis must be judged everywhere, as point (ea) had to be"
)]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum LawfulBasis {
    /// (a) consent for specific purposes (LB-01).
    Consent,
    /// (b) a contract with the person (LB-02).
    Contract,
    /// (c) an obligation of the law, not of a contract (LB-03).
    LegalObligation,
    /// (d) somebody's vital interests (LB-04).
    VitalInterests,
    /// (e) a task in the public interest or official authority (LB-05).
    PublicTask,
    /// (ea) an interest that Annex 1 recognises, without balancing; from 5 February 2026 (LB-06).
    RecognisedLegitimateInterest(Annex1Condition),
    /// (f) legitimate interests, balanced against the person's (LB-07).
    LegitimateInterests,
}

/// A condition of Annex 1, on which point (ea) stands.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Annex1Condition {
    /// Somebody asks and states that they need it for their public task (para 1, LB-11).
    PublicTaskRequest,
    /// National security, public security, defence (para 2, LB-12).
    SecurityAndDefence,
    /// An emergency in the sense of the Civil Contingencies Act 2004 (paras 3-4, LB-13).
    Emergency,
    /// Crime: detecting, investigating, preventing, prosecuting (para 5, LB-14).
    Crime,
    /// Safeguarding a vulnerable individual (paras 6-8, LB-15, LB-16).
    Safeguarding,
}

impl LawfulBasis {
    /// Every basis under the name it has in files, point (ea) once per condition of Annex 1.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("consent", Self::Consent),
        ("contract", Self::Contract),
        ("legal-obligation", Self::LegalObligation),
        ("vital-interests", Self::VitalInterests),
        ("public-task", Self::PublicTask),
        (
            "recognised-public-task-request",
            Self::RecognisedLegitimateInterest(Annex1Condition::PublicTaskRequest),
        ),
        (
            "recognised-security-and-defence",
            Self::RecognisedLegitimateInterest(Annex1Condition::SecurityAndDefence),
        ),
        ("recognised-emergency", Self::RecognisedLegitimateInterest(Annex1Condition::Emergency)),
        ("recognised-crime", Self::RecognisedLegitimateInterest(Annex1Condition::Crime)),
        (
            "recognised-safeguarding",
            Self::RecognisedLegitimateInterest(Annex1Condition::Safeguarding),
        ),
        ("legitimate-interests", Self::LegitimateInterests),
    ];

    /// The name in files and messages, such as `recognised-safeguarding`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalObligation => "legal-obligation",
            Self::VitalInterests => "vital-interests",
            Self::PublicTask => "public-task",
            Self::RecognisedLegitimateInterest(condition) => match condition {
                Annex1Condition::PublicTaskRequest => "recognised-public-task-request",
                Annex1Condition::SecurityAndDefence => "recognised-security-and-defence",
                Annex1Condition::Emergency => "recognised-emergency",
                Annex1Condition::Crime => "recognised-crime",
                Annex1Condition::Safeguarding => "recognised-safeguarding",
            },
            Self::LegitimateInterests => "legitimate-interests",
        }
    }

    /// The basis with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, basis)| *basis)
    }

    /// The point of Art 6(1): `e`, `ea` and so on.
    #[must_use]
    pub const fn point(self) -> &'static str {
        match self {
            Self::Consent => "a",
            Self::Contract => "b",
            Self::LegalObligation => "c",
            Self::VitalInterests => "d",
            Self::PublicTask => "e",
            Self::RecognisedLegitimateInterest(_) => "ea",
            Self::LegitimateInterests => "f",
        }
    }

    /// The rule that states it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Consent => rules::LB_01,
            Self::Contract => rules::LB_02,
            Self::LegalObligation => rules::LB_03,
            Self::VitalInterests => rules::LB_04,
            Self::PublicTask => rules::LB_05,
            Self::RecognisedLegitimateInterest(_) => rules::LB_06,
            Self::LegitimateInterests => rules::LB_07,
        }
    }

    /// Whether the basis exists on this day.
    ///
    /// ```
    /// use caldicott_model::law::{Annex1Condition, LawfulBasis};
    /// use caldicott_model::Day;
    /// let basis = LawfulBasis::RecognisedLegitimateInterest(Annex1Condition::Safeguarding);
    /// assert!(!basis.in_force(Day::literal(2026, 2, 4)));
    /// assert!(basis.in_force(Day::literal(2026, 2, 5)));
    /// ```
    #[must_use]
    pub fn in_force(self, day: Day) -> bool {
        let from = match self {
            Self::RecognisedLegitimateInterest(_) => stage::DUAA_STAGE_MAIN,
            Self::Consent
            | Self::Contract
            | Self::LegalObligation
            | Self::VitalInterests
            | Self::PublicTask
            | Self::LegitimateInterests => stage::GDPR_APPLIES,
        };
        from <= day
    }

    /// Whether the person may object under Art 21(1) on this day (LB-20).
    #[must_use]
    pub fn may_be_objected_to(self, day: Day) -> bool {
        self.in_force(day)
            && matches!(
                self,
                Self::PublicTask
                    | Self::RecognisedLegitimateInterest(_)
                    | Self::LegitimateInterests
            )
    }
}

impl Annex1Condition {
    /// Every condition, in the order of Annex 1.
    pub const ALL: [Self; 5] = [
        Self::PublicTaskRequest,
        Self::SecurityAndDefence,
        Self::Emergency,
        Self::Crime,
        Self::Safeguarding,
    ];

    /// The rule that states it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::PublicTaskRequest => rules::LB_11,
            Self::SecurityAndDefence => rules::LB_12,
            Self::Emergency => rules::LB_13,
            Self::Crime => rules::LB_14,
            Self::Safeguarding => rules::LB_15,
        }
    }
}

impl fmt::Display for LawfulBasis {
    /// Writes `Art 6(1)(ea)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Art 6(1)({})", self.point())
    }
}
