//! Why something is not given, item by item.

use caldicott_calendar::Rule;
use caldicott_model::{Personal, Purpose};

use super::Asker;
use crate::rules;
use caldicott_model::words;

words! {
    /// What kind of body holds the records: some exemptions are open to some bodies.
    #[expect(clippy::exhaustive_enums, reason = "what is open to each is decided for every one")]
    Body {
        /// A charity or another voluntary body.
        Charity = "charity",
        /// A voluntary body that the Secretary of State designated for social work.
        DesignatedVoluntaryBody = "designated-voluntary-body",
        /// A business.
        Business = "business",
        /// A council.
        LocalAuthority = "local-authority",
        /// A body of the health service.
        NhsBody = "nhs-body",
    }
}

words! {
    /// An exemption from access. Those for other people and for health data are judged apart.
    #[expect(clippy::exhaustive_enums, reason = "a new exemption must be decided on")]
    Exemption {
        /// Crime or taxation would likely be prejudiced (EX-01).
        Crime = "crime",
        /// A council's risk classification (EX-02).
        RiskClassification = "risk-classification",
        /// Public by law, ordered by law, or needed for legal proceedings (EX-03).
        LegalDisclosure = "legal-disclosure",
        /// Functions that protect the public, regulate, or deal with complaints (EX-04).
        PublicFunctions = "public-functions",
        /// It relates to another person as a whole (EX-05).
        OtherPerson = "other-person",
        /// Legal professional privilege (EX-07).
        Privilege = "privilege",
        /// Self-incrimination (EX-07).
        SelfIncrimination = "self-incrimination",
        /// Management forecasts (EX-07).
        ManagementForecast = "management-forecast",
        /// Negotiations with the person (EX-07).
        Negotiations = "negotiations",
        /// A confidential reference, given or received (EX-07).
        ConfidentialReference = "confidential-reference",
        /// Research and statistics (EX-08).
        Research = "research",
        /// Social work data (EX-12).
        SocialWork = "social-work",
        /// The person would not want it told to whoever asks for them (EX-13).
        Wishes = "wishes",
    }
}

impl Exemption {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Crime => rules::EX_01,
            Self::RiskClassification => rules::EX_02,
            Self::LegalDisclosure => rules::EX_03,
            Self::PublicFunctions => rules::EX_04,
            Self::OtherPerson => rules::EX_05,
            Self::Privilege
            | Self::SelfIncrimination
            | Self::ManagementForecast
            | Self::Negotiations
            | Self::ConfidentialReference => rules::EX_07,
            Self::Research => rules::EX_08,
            Self::SocialWork => rules::EX_12,
            Self::Wishes => rules::EX_13,
        }
    }

    /// Whether a body may claim it against somebody who asks.
    ///
    /// ```
    /// use caldicott_rights::pack::{Asker, Body, Exemption};
    /// // A charity's own records are no social work data, even where a council gave them.
    /// assert!(!Exemption::SocialWork.is_open_to(Body::Charity, Asker::Person));
    /// assert!(Exemption::SocialWork.is_open_to(Body::LocalAuthority, Asker::Person));
    /// ```
    #[must_use]
    pub const fn is_open_to(self, body: Body, asker: Asker) -> bool {
        match self {
            Self::RiskClassification => matches!(body, Body::LocalAuthority),
            Self::SocialWork => {
                matches!(body, Body::LocalAuthority | Body::NhsBody | Body::DesignatedVoluntaryBody)
            }
            Self::Wishes => matches!(asker, Asker::Parent | Asker::CourtAppointed),
            Self::Crime
            | Self::LegalDisclosure
            | Self::PublicFunctions
            | Self::OtherPerson
            | Self::Privilege
            | Self::SelfIncrimination
            | Self::ManagementForecast
            | Self::Negotiations
            | Self::ConfidentialReference
            | Self::Research => true,
        }
    }
}

/// An exemption claimed for one item or field, with its reason (EX-14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    exemption: Exemption,
    reason: Personal<String>,
}

/// A claim that is none.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ClaimError {
    /// There is no reason, or one that would do for any item.
    #[error("an exemption needs a reason of this item's own, not a word that fits all (EX-14)")]
    NoReason,
}

impl Claim {
    /// Claims an exemption for a reason.
    ///
    /// # Errors
    /// [`ClaimError`] where the reason is blank or would do for anything.
    ///
    /// ```
    /// use caldicott_rights::pack::{Claim, Exemption};
    /// assert!(Claim::new(Exemption::Privilege, "advice of our solicitor on the possession claim").is_ok());
    /// // To take out "sensitive material" is no exemption.
    /// assert!(Claim::new(Exemption::Crime, "Sensitive").is_err());
    /// ```
    pub fn new(exemption: Exemption, reason: &str) -> Result<Self, ClaimError> {
        const BLANKET: [&str; 26] = [
            "",
            "all",
            "and",
            "any",
            "above",
            "as",
            "confidential",
            "data",
            "exempt",
            "information",
            "is",
            "it",
            "material",
            "na",
            "none",
            "parties",
            "party",
            "personal",
            "private",
            "reasons",
            "same",
            "see",
            "sensitive",
            "stuff",
            "third",
            "various",
        ];
        let mut words = reason.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let says_something =
            words.any(|word| word.chars().count() > 1 && !BLANKET.contains(&word.as_str()));
        if !says_something || reason.trim().chars().count() < 8 {
            return Err(ClaimError::NoReason);
        }
        Ok(Self { exemption, reason: Personal::new(reason.trim().to_owned()) })
    }

    /// Which.
    #[must_use]
    pub const fn exemption(&self) -> Exemption {
        self.exemption
    }

    /// Why, for the controller's own record.
    #[must_use]
    pub fn reason(&self, purpose: Purpose) -> &str {
        self.reason.expose(purpose)
    }
}
