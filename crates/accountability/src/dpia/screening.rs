//! Whether an assessment is needed.

use caldicott_calendar::{Day, RuleSet};

use crate::rules;
use caldicott_model::words;

words! {
    /// What the processing does that may call for an assessment (DP-02, DP-03).
    #[expect(clippy::exhaustive_enums, reason = "three that the law names and ten of the regulator")]
    Criterion {
        /// Decisions with legal or similar effects on systematic and extensive evaluation: always.
        ExtensiveEvaluation = "extensive-evaluation",
        /// Special category or criminal offence data on a large scale: always.
        LargeScaleSensitive = "large-scale-sensitive",
        /// Systematic monitoring of a public area on a large scale: always.
        PublicMonitoring = "public-monitoring",
        /// New technology, or old in a new way; together with another.
        InnovativeTechnology = "innovative-technology",
        /// Access to a service is decided by it, or by special category data.
        DenialOfService = "denial-of-service",
        /// Profiling on a large scale.
        LargeScaleProfiling = "large-scale-profiling",
        /// Biometric data; together with another.
        Biometric = "biometric",
        /// Genetic data; together with another.
        Genetic = "genetic",
        /// Data from several sources is matched.
        DataMatching = "data-matching",
        /// People are not told, because that is out of proportion.
        InvisibleProcessing = "invisible-processing",
        /// Where people are or what they do is followed.
        Tracking = "tracking",
        /// Children or other vulnerable people are the aim.
        VulnerablePeople = "vulnerable-people",
        /// A breach could put somebody's body or health at risk (I-005).
        PhysicalHarm = "physical-harm",
    }
}

/// What a screening comes to.
#[expect(clippy::exhaustive_enums, reason = "the host answers each")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Screened {
    /// The law requires an assessment (DP-02).
    Required,
    /// The regulator's list calls for one (DP-03).
    Expected,
    /// Nothing that was named calls for one. That is recorded, with why.
    NotCalledFor,
}

/// What a screening came to and by which rules.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "processing that needs an assessment does not begin without one"]
pub struct Screening {
    outcome: Screened,
    rules: RuleSet,
}

impl Criterion {
    /// Whether it calls for an assessment only together with another (DP-03).
    #[must_use]
    pub const fn needs_another(self) -> bool {
        matches!(self, Self::InnovativeTechnology | Self::Biometric | Self::Genetic)
    }

    /// Whether the law itself names it (DP-02).
    #[must_use]
    pub const fn is_named_by_law(self) -> bool {
        matches!(
            self,
            Self::ExtensiveEvaluation | Self::LargeScaleSensitive | Self::PublicMonitoring
        )
    }
}

/// Whether processing of this kind needs an assessment.
///
/// # Example: a new technology alone, and together
/// ```
/// use caldicott_accountability::{Criterion, Screened, screen};
///
/// let new = Criterion::InnovativeTechnology;
/// assert_eq!(screen(&[new]).outcome(), Screened::NotCalledFor);
/// // The same one twice is still one.
/// assert_eq!(screen(&[new, new]).outcome(), Screened::NotCalledFor);
/// assert_eq!(screen(&[new, Criterion::Biometric]).outcome(), Screened::Expected);
/// assert_eq!(screen(&[Criterion::LargeScaleSensitive]).outcome(), Screened::Required);
/// ```
pub fn screen(criteria: &[Criterion]) -> Screening {
    let mut rules: RuleSet = [rules::DP_01, rules::DP_02].into_iter().collect();
    let listed = |criterion: &Criterion| {
        !criterion.needs_another() || criteria.iter().any(|other| other != criterion)
    };
    let outcome = if criteria.iter().any(|criterion| criterion.is_named_by_law()) {
        Screened::Required
    } else {
        rules.cite(rules::DP_03);
        if criteria.iter().any(listed) { Screened::Expected } else { Screened::NotCalledFor }
    };
    rules.cite(rules::I_024);
    Screening { outcome, rules }
}

impl Screening {
    /// What it came to.
    #[must_use]
    pub const fn outcome(&self) -> Screened {
        self.outcome
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Whether processing may begin on this day without an assessment: never where the law requires one
    /// and is in force.
    #[must_use]
    pub fn may_begin_without(&self, day: Day) -> bool {
        self.outcome != Screened::Required || !rules::DP_02.in_force(day)
    }
}
