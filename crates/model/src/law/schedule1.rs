//! Schedule 1 of the Data Protection Act 2018: one row per paragraph, 1 to 37.
//!
//! Every row was held against the text of the Act in the revision of 7 April 2026: title, part, the
//! words on substantial public interest, the policy document, the categories, the reasons for going
//! without consent and the exclusions. That revision does not show the words of the Data (Use and
//! Access) Act 2025 yet; [`Schedule1Row::title`] has them from the days that Act gives.

mod table;

use core::fmt;

pub use table::SCHEDULE_1;

use crate::{CategorySet, Day, Rule};

/// A paragraph of Schedule 1, from 1 to 37.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Paragraph(u8);

/// A number that is no paragraph of Schedule 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("paragraph `{number}` is outside 1 to 37 (DPA 2018 Sch 1 Parts 1-3)")]
pub struct ParagraphError {
    number: u8,
}

/// A part of Schedule 1 that states conditions.
#[expect(clippy::exhaustive_enums, reason = "Parts 1 to 3 state conditions, Part 4 safeguards")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Schedule1Part {
    /// Employment, health and research: paragraphs 1 to 4.
    One,
    /// Substantial public interest: paragraphs 5 to 28.
    Two,
    /// Criminal offence data: paragraphs 29 to 37.
    Three,
}

/// Whether the condition asks for an appropriate policy document.
#[expect(clippy::exhaustive_enums, reason = "every answer that Schedule 1 gives")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PolicyNeed {
    /// It asks for none.
    No,
    /// It asks for one.
    Yes,
    /// It asks for one, except to disclose to a competent authority (para 10(2)).
    ExceptToCompetentAuthority,
    /// It asks for one, except to disclose to an anti-doping body (para 27(3)).
    ExceptToAntiDopingBody,
    /// As the condition that it extends (paras 36, 37).
    AsExtended,
}

/// Whether criminal offence data may be processed under the condition.
#[expect(clippy::exhaustive_enums, reason = "the condition does, does not, or is extended to")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CriminalUse {
    /// Yes, as it stands. Where it has the words on substantial public interest, paragraph 36 lifts
    /// them (S1-36).
    Yes,
    /// Only through paragraph 37, which lifts the limit to named categories (S1-37).
    ThroughParagraph37,
    /// No: it is limited to named special categories, or is no condition.
    No,
}

/// Why consent was not asked for: the reasons that Schedule 1 accepts.
#[expect(clippy::exhaustive_enums, reason = "every reason that Schedule 1 knows")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum NoConsentReason {
    /// The person cannot give it.
    CannotBeGiven,
    /// The controller cannot reasonably be expected to obtain it.
    CannotReasonablyBeObtained,
    /// Asking would prejudice the very purpose.
    WouldPrejudice,
    /// It serves somebody else, and the person withholds consent unreasonably.
    UnreasonablyWithheld,
}

/// When a paragraph asks why consent was not sought.
#[expect(clippy::exhaustive_enums, reason = "every case that Schedule 1 makes")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ReasonsWhen {
    /// Whenever it is relied on.
    Always,
    /// When somebody other than the person asked the representative (paras 23, 24).
    AskedBySomebodyElse,
    /// When nothing is decided about the person and they have no part in the contract (para 20(2)).
    OutsideTheInsuranceContract,
}

/// One paragraph: what it is for and what it asks.
#[derive(Clone, Copy, Debug)]
pub struct Schedule1Row {
    paragraph: Paragraph,
    title: &'static str,
    part: Schedule1Part,
    policy: PolicyNeed,
    public_interest: bool,
    mask: CategorySet,
    criminal: CriminalUse,
    reasons: &'static [NoConsentReason],
    reasons_when: ReasonsWhen,
    amended: Option<(Day, &'static str)>,
    rule: Rule,
}

/// Conditions that often fit an activity: offered to a person, never chosen for them (S1-43).
pub const SUGGESTIONS: [(&str, Paragraph); 8] = [
    ("support and care records", Paragraph::HEALTH_OR_SOCIAL_CARE),
    ("safeguarding", Paragraph::SAFEGUARDING),
    ("equality monitoring", Paragraph::EQUALITY_MONITORING),
    ("crime reports to the police", Paragraph::UNLAWFUL_ACTS),
    ("a council's caution register", Paragraph::STATUTORY_PURPOSES),
    ("criminal offence data in a council's caution register", Paragraph::EXTENSION_OF_PART_2),
    ("eviction", Paragraph::LEGAL_CLAIMS),
    ("housing benefit", Paragraph::EMPLOYMENT),
];

impl Paragraph {
    /// Employment, social security and social protection.
    pub const EMPLOYMENT: Self = Self(1);
    /// Health or social care purposes.
    pub const HEALTH_OR_SOCIAL_CARE: Self = Self(2);
    /// Public health.
    pub const PUBLIC_HEALTH: Self = Self(3);
    /// Archiving, research, statistics.
    pub const RESEARCH: Self = Self(4);
    /// Functions conferred by law, and of government.
    pub const STATUTORY_PURPOSES: Self = Self(6);
    /// Equality of opportunity or treatment.
    pub const EQUALITY_MONITORING: Self = Self(8);
    /// Preventing or detecting unlawful acts.
    pub const UNLAWFUL_ACTS: Self = Self(10);
    /// Confidential counselling, advice or support.
    pub const COUNSELLING: Self = Self(17);
    /// Safeguarding of children and of individuals at risk.
    pub const SAFEGUARDING: Self = Self(18);
    /// Safeguarding of economic well-being.
    pub const ECONOMIC_WELL_BEING: Self = Self(19);
    /// Insurance.
    pub const INSURANCE: Self = Self(20);
    /// Consent, for criminal offence data.
    pub const CONSENT: Self = Self(29);
    /// Legal claims, for criminal offence data.
    pub const LEGAL_CLAIMS: Self = Self(33);
    /// Part 2 conditions without their words on substantial public interest.
    pub const EXTENSION_OF_PART_2: Self = Self(36);
    /// The insurance condition without its limit to named categories.
    pub const EXTENSION_OF_INSURANCE: Self = Self(37);

    /// The paragraph with this number.
    ///
    /// # Errors
    /// Outside 1 to 37.
    pub const fn new(number: u8) -> Result<Self, ParagraphError> {
        if number < 1 || number > 37 {
            return Err(ParagraphError { number });
        }
        Ok(Self(number))
    }

    /// Every paragraph, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=37).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The part it stands in.
    #[must_use]
    pub const fn part(self) -> Schedule1Part {
        match self.0 {
            ..=4 => Schedule1Part::One,
            5..=28 => Schedule1Part::Two,
            _ => Schedule1Part::Three,
        }
    }

    /// What it asks.
    #[must_use]
    pub fn row(self) -> &'static Schedule1Row {
        // INVARIANT: the table has one row per paragraph, in order; a test walks it.
        let [first, rest @ ..] = &SCHEDULE_1;
        rest.get(usize::from(self.0).wrapping_sub(2)).unwrap_or(first)
    }
}

impl Schedule1Part {
    /// The part of this number.
    pub(super) const fn numbered(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            _ => None,
        }
    }
}

impl Schedule1Row {
    /// The paragraph.
    #[must_use]
    pub const fn paragraph(&self) -> Paragraph {
        self.paragraph
    }

    /// What it is for, in the words that stood on this day.
    ///
    /// # Example: the words change
    /// ```
    /// use caldicott_model::law::Paragraph;
    /// use caldicott_model::Day;
    /// let row = Paragraph::UNLAWFUL_ACTS.row();
    /// assert_eq!(row.title(Day::literal(2021, 4, 1)), "preventing or detecting unlawful acts");
    /// assert_eq!(row.title(Day::literal(2025, 8, 20)), "preventing, investigating or detecting unlawful acts");
    /// ```
    #[must_use]
    pub fn title(&self, day: Day) -> &'static str {
        self.amended.filter(|(from, _)| *from <= day).map_or(self.title, |(_, title)| title)
    }

    /// The day from which it reads differently, when it was amended.
    #[must_use]
    pub fn amended_from(&self) -> Option<Day> {
        self.amended.map(|(from, _)| from)
    }

    /// The part of the Schedule.
    #[must_use]
    pub const fn part(&self) -> Schedule1Part {
        self.part
    }

    /// Whether it asks for an appropriate policy document.
    #[must_use]
    pub const fn policy(&self) -> PolicyNeed {
        self.policy
    }

    /// Whether it has the words "necessary for reasons of substantial public interest".
    #[must_use]
    pub const fn needs_substantial_public_interest(&self) -> bool {
        self.public_interest
    }

    /// The special categories it can be relied on for.
    #[must_use]
    pub const fn mask(&self) -> CategorySet {
        self.mask
    }

    /// Whether criminal offence data may be processed under it.
    #[must_use]
    pub const fn criminal(&self) -> CriminalUse {
        self.criminal
    }

    /// The reasons for going without consent, one of which it demands; empty when it demands none.
    #[must_use]
    pub const fn reasons(&self) -> &'static [NoConsentReason] {
        self.reasons
    }

    /// When a reason is demanded.
    #[must_use]
    pub const fn reasons_when(&self) -> ReasonsWhen {
        self.reasons_when
    }

    /// The rule that states the row.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// Whether somebody can rely on it by itself: paragraph 5 asks for policy documents, and 36 and
    /// 37 extend other conditions.
    #[must_use]
    pub const fn is_condition(&self) -> bool {
        !matches!(self.paragraph.0, 5 | 36 | 37)
    }
}

impl NoConsentReason {
    /// Every reason under the name it has in files.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("cannot-be-given", Self::CannotBeGiven),
        ("cannot-reasonably-be-obtained", Self::CannotReasonablyBeObtained),
        ("would-prejudice", Self::WouldPrejudice),
        ("unreasonably-withheld", Self::UnreasonablyWithheld),
    ];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CannotBeGiven => "cannot-be-given",
            Self::CannotReasonablyBeObtained => "cannot-reasonably-be-obtained",
            Self::WouldPrejudice => "would-prejudice",
            Self::UnreasonablyWithheld => "unreasonably-withheld",
        }
    }
}

impl fmt::Display for Paragraph {
    /// Writes `Sch 1 para 18`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sch 1 para {}", self.0)
    }
}

impl fmt::Display for Schedule1Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::One => "Part 1",
            Self::Two => "Part 2",
            Self::Three => "Part 3",
        })
    }
}
