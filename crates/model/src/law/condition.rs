//! The conditions of Article 9(2) for special category data.

use core::fmt;

use super::{Paragraph, Schedule1Part};

/// A condition of Art 9(2), without which special category data may not be processed (SC-04).
#[expect(clippy::exhaustive_enums, reason = "a new condition must be judged everywhere")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Article9Condition {
    /// (a) explicit consent.
    ExplicitConsent,
    /// (b) employment, social security, social protection.
    Employment,
    /// (c) vital interests of somebody who cannot consent.
    VitalInterests,
    /// (d) a not-for-profit body whose aim is political, philosophical, religious or a trade union's.
    NotForProfitBody,
    /// (e) made public by the person themselves.
    MadePublic,
    /// (f) legal claims and courts.
    LegalClaims,
    /// (g) substantial public interest.
    SubstantialPublicInterest,
    /// (h) health or social care.
    HealthOrSocialCare,
    /// (i) public health.
    PublicHealth,
    /// (j) archiving, research, statistics.
    Research,
}

impl Article9Condition {
    /// Every condition under the name it has in files, in the order of the law.
    pub const NAMES: [(&'static str, Self); 10] = [
        ("explicit-consent", Self::ExplicitConsent),
        ("employment", Self::Employment),
        ("vital-interests", Self::VitalInterests),
        ("not-for-profit-body", Self::NotForProfitBody),
        ("made-public", Self::MadePublic),
        ("legal-claims", Self::LegalClaims),
        ("substantial-public-interest", Self::SubstantialPublicInterest),
        ("health-or-social-care", Self::HealthOrSocialCare),
        ("public-health", Self::PublicHealth),
        ("research", Self::Research),
    ];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExplicitConsent => "explicit-consent",
            Self::Employment => "employment",
            Self::VitalInterests => "vital-interests",
            Self::NotForProfitBody => "not-for-profit-body",
            Self::MadePublic => "made-public",
            Self::LegalClaims => "legal-claims",
            Self::SubstantialPublicInterest => "substantial-public-interest",
            Self::HealthOrSocialCare => "health-or-social-care",
            Self::PublicHealth => "public-health",
            Self::Research => "research",
        }
    }

    /// The condition with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, condition)| *condition)
    }

    /// The point of Art 9(2).
    #[must_use]
    pub const fn point(self) -> char {
        match self {
            Self::ExplicitConsent => 'a',
            Self::Employment => 'b',
            Self::VitalInterests => 'c',
            Self::NotForProfitBody => 'd',
            Self::MadePublic => 'e',
            Self::LegalClaims => 'f',
            Self::SubstantialPublicInterest => 'g',
            Self::HealthOrSocialCare => 'h',
            Self::PublicHealth => 'i',
            Self::Research => 'j',
        }
    }

    /// The part of Schedule 1 that must supply a condition as well, where one must (SC-05).
    ///
    /// ```
    /// use caldicott_model::law::{Article9Condition, Schedule1Part};
    /// assert_eq!(Article9Condition::HealthOrSocialCare.needs(), Some(Schedule1Part::One));
    /// assert_eq!(Article9Condition::SubstantialPublicInterest.needs(), Some(Schedule1Part::Two));
    /// assert_eq!(Article9Condition::LegalClaims.needs(), None);
    /// ```
    #[must_use]
    pub const fn needs(self) -> Option<Schedule1Part> {
        match self {
            Self::Employment | Self::HealthOrSocialCare | Self::PublicHealth | Self::Research => {
                Some(Schedule1Part::One)
            }
            Self::SubstantialPublicInterest => Some(Schedule1Part::Two),
            Self::ExplicitConsent
            | Self::VitalInterests
            | Self::NotForProfitBody
            | Self::MadePublic
            | Self::LegalClaims => None,
        }
    }

    /// The paragraph of Part 1 written for this condition.
    #[must_use]
    pub const fn counterpart(self) -> Option<Paragraph> {
        match self {
            Self::Employment => Some(Paragraph::EMPLOYMENT),
            Self::HealthOrSocialCare => Some(Paragraph::HEALTH_OR_SOCIAL_CARE),
            Self::PublicHealth => Some(Paragraph::PUBLIC_HEALTH),
            Self::Research => Some(Paragraph::RESEARCH),
            Self::ExplicitConsent
            | Self::VitalInterests
            | Self::NotForProfitBody
            | Self::MadePublic
            | Self::LegalClaims
            | Self::SubstantialPublicInterest => None,
        }
    }
}

impl fmt::Display for Article9Condition {
    /// Writes `Art 9(2)(h)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Art 9(2)({})", self.point())
    }
}
