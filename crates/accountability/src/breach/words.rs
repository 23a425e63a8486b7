//! The words of the register.

use caldicott_model::words;

words! {
    /// Who acts.
    #[expect(clippy::exhaustive_enums, reason = "what each may do is decided for every one")]
    Role {
        /// Anybody who works for the organisation: reports.
        Staff = "staff",
        /// A processor, or whoever speaks for it: reports.
        Processor = "processor",
        /// The data compliance officer: keeps the register.
        ComplianceOfficer = "compliance-officer",
        /// The data protection officer: advises, speaks with the regulator.
        DataProtectionOfficer = "data-protection-officer",
        /// A director: answers for the organisation.
        Director = "director",
        /// An auditor: looks.
        Auditor = "auditor",
    }
}

words! {
    /// How a breach came to be known, and in which part the organisation stands.
    #[expect(clippy::exhaustive_enums, reason = "each has its own first duty")]
    Intake {
        /// From its own staff.
        OwnStaff = "own-staff",
        /// From a processor (BR-05).
        FromProcessor = "from-processor",
        /// From somebody else: a person concerned, the public, the police.
        FromOutside = "from-outside",
        /// The data is another controller's: the organisation is its processor (BR-05).
        AsProcessor = "as-processor",
    }
}

words! {
    /// How likely harm to people is.
    #[expect(clippy::exhaustive_enums, reason = "the law knows three steps")]
    Likely {
        /// A risk is unlikely: on record, and the regulator is not told (BR-01, BR-07).
        Unlikely = "unlikely",
        /// A risk: the regulator is told (BR-01).
        Risk = "risk",
        /// A high risk: the people are told too (BR-08).
        HighRisk = "high-risk",
    }
}

words! {
    /// What a notification says (BR-06).
    #[expect(clippy::exhaustive_enums, reason = "Art 33(3) names these")]
    Part {
        /// What kind of breach it is.
        Nature = "nature",
        /// Whom and how many records it concerns, about.
        Numbers = "numbers",
        /// Whom to ask.
        Contact = "contact",
        /// What is likely to follow.
        Consequences = "consequences",
        /// What was done and is to be done.
        Measures = "measures",
    }
}

words! {
    /// What is attested of the keys (BR-08).
    #[expect(clippy::exhaustive_enums, reason = "they are safe, or nobody may say so")]
    KeysAre {
        /// Nobody who got the data got a key.
        Safe = "safe",
        /// A key may be out.
        Exposed = "exposed",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

words! {
    /// Who else is told.
    #[non_exhaustive]
    Outside {
        /// The police.
        Police = "police",
        /// Another controller whose data it is as well.
        Partner = "partner",
        /// An insurer.
        Insurer = "insurer",
        /// A regulator of the service, such as that of care or of charities.
        ServiceRegulator = "service-regulator",
        /// The tool of the health service for incidents.
        HealthServiceTool = "health-service-tool",
    }
}

/// A set of [`Part`]s.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PartSet(u8);

impl PartSet {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All five.
    pub const ALL: Self = Self(0b1_1111);

    /// The set of these.
    #[must_use]
    pub fn of(parts: &[Part]) -> Self {
        Self(parts.iter().fold(0, |set, part| set | 1 << *part as u8))
    }

    /// What is in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are not in it.
    pub fn missing(self) -> impl Iterator<Item = Part> {
        let all = Part::NAMES.iter().map(|(_, part)| *part);
        all.filter(move |part| self.0 & (1 << *part as u8) == 0)
    }

    /// Whether all five are in it.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self == Self::ALL
    }
}
