//! Data that may be kept and no more (RT-17).

use caldicott_calendar::{Day, RuleSet};

use crate::rules;
use caldicott_model::words;

words! {
    /// Why data is restricted.
    #[expect(clippy::exhaustive_enums, reason = "Art 18(1) knows four")]
    RestrictionGround {
        /// Its accuracy is contested.
        AccuracyContested = "accuracy-contested",
        /// The processing is unlawful, and the person does not want it erased.
        UnlawfulNotErased = "unlawful-not-erased",
        /// The person needs it for a legal claim.
        NeededForClaim = "needed-for-claim",
        /// The person objected, and that is not decided.
        ObjectionPending = "objection-pending",
    }
}

words! {
    /// What somebody wants to do with data.
    #[expect(clippy::exhaustive_enums, reason = "each is allowed or blocked under a restriction")]
    Use {
        /// Keep it.
        Store = "store",
        /// Anything, with the person's consent.
        WithConsent = "with-consent",
        /// Anything for legal claims.
        LegalClaims = "legal-claims",
        /// Anything to protect another person's rights.
        RightsOfAnother = "rights-of-another",
        /// Anything for reasons of important public interest.
        ImportantPublicInterest = "important-public-interest",
        /// Read it for everyday work.
        Read = "read",
        /// Give it to somebody.
        Share = "share",
        /// Change it.
        Change = "change",
        /// Count it or analyse it.
        Analyse = "analyse",
        /// Erase it.
        Erase = "erase",
    }
}

/// A restriction of somebody's data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Restriction {
    ground: RestrictionGround,
    since: Day,
    told: Option<Day>,
    lifted: Option<Day>,
}

/// Why a restriction is not lifted.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StillRestricted {
    /// The person was not told before.
    #[error("the person is told before a restriction is lifted (RT-17)")]
    NotTold,
    /// It would be lifted before it began.
    #[error("it is restricted since `{since}` and cannot have been lifted before")]
    TooEarly {
        /// Since when.
        since: Day,
    },
}

impl Restriction {
    /// Restricted since this day.
    #[must_use]
    pub const fn new(ground: RestrictionGround, since: Day) -> Self {
        Self { ground, since, told: None, lifted: None }
    }

    /// The same, the person having been told on this day that it will be lifted.
    #[must_use]
    pub const fn told(self, day: Day) -> Self {
        Self { told: Some(day), ..self }
    }

    /// Lifts it.
    ///
    /// # Errors
    /// [`StillRestricted`] where the person was not told by then.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    /// use caldicott_rights::remedy::{Restriction, RestrictionGround, Use};
    ///
    /// let day = |day| Day::literal(2026, 3, day);
    /// let restriction = Restriction::new(RestrictionGround::AccuracyContested, day(2));
    /// assert!(!restriction.allows(Use::Share, day(3)).0 && restriction.allows(Use::LegalClaims, day(3)).0);
    /// assert!(restriction.lift(day(20)).is_err());
    /// assert!(restriction.told(day(18)).lift(day(20))?.allows(Use::Share, day(20)).0);
    /// # Ok::<(), caldicott_rights::remedy::StillRestricted>(())
    /// ```
    pub fn lift(self, on: Day) -> Result<Self, StillRestricted> {
        if on < self.since {
            return Err(StillRestricted::TooEarly { since: self.since });
        }
        match self.told {
            Some(told) if told >= self.since && told <= on => Ok(Self { lifted: Some(on), ..self }),
            Some(_) | None => Err(StillRestricted::NotTold),
        }
    }

    /// Why.
    #[must_use]
    pub const fn ground(&self) -> RestrictionGround {
        self.ground
    }

    /// Whether it stands on a day.
    #[must_use]
    pub fn stands(&self, day: Day) -> bool {
        self.since <= day && self.lifted.is_none_or(|lifted| day < lifted)
    }

    /// Whether a use is allowed on a day, and by which rules.
    #[must_use]
    pub fn allows(&self, what: Use, day: Day) -> (bool, RuleSet) {
        let allowed = match what {
            Use::Store
            | Use::WithConsent
            | Use::LegalClaims
            | Use::RightsOfAnother
            | Use::ImportantPublicInterest => true,
            Use::Read | Use::Share | Use::Change | Use::Analyse | Use::Erase => !self.stands(day),
        };
        (allowed, [rules::RT_17].into_iter().collect())
    }
}
