//! Other people in somebody's records.

use caldicott_calendar::RuleSet;
use caldicott_model::Personal;

use crate::redaction::Identity;
use crate::rules;
use caldicott_model::words;

words! {
    /// In what capacity another person appears.
    #[expect(clippy::exhaustive_enums, reason = "each is judged in its own way")]
    Standing {
        /// A relative, a neighbour, another resident, anybody.
        Ordinary = "ordinary",
        /// Somebody who told something (B-037).
        Informant = "informant",
        /// A victim or witness (B-037).
        Victim = "victim",
        /// A health worker in their office (EX-06).
        HealthWorker = "health-worker",
        /// A social worker, or somebody paid for a like service (EX-06).
        SocialWorker = "social-worker",
        /// An education worker in their office (EX-06).
        EducationWorker = "education-worker",
        /// Other staff: not presumed.
        OtherStaff = "other-staff",
        /// A volunteer: not presumed (EX-06).
        Volunteer = "volunteer",
    }
}

words! {
    /// What became of the other person's consent.
    #[expect(clippy::exhaustive_enums, reason = "it was sought or not, and given or not")]
    Consent {
        /// They consent.
        Given = "given",
        /// They refuse.
        Refused = "refused",
        /// They were asked and did not answer, or could not be found.
        NoAnswer = "no-answer",
        /// They were not asked.
        NotSought = "not-sought",
    }
}

/// The five things that paragraph 16 weighs, each in words for the controller's record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FiveFactors([Personal<String>; 5]);

impl FiveFactors {
    /// The type of information; a duty of confidence; steps to seek consent; whether the other can
    /// consent; an express refusal. `None` where one says nothing.
    #[must_use]
    pub fn new(
        information: &str,
        confidence: &str,
        steps: &str,
        capable: &str,
        refusal: &str,
    ) -> Option<Self> {
        let all = [information, confidence, steps, capable, refusal];
        let written = all.iter().all(|factor| factor.chars().any(char::is_alphabetic));
        written.then(|| Self(all.map(|factor| Personal::new(factor.trim().to_owned()))))
    }

    pub(super) fn texts(&self) -> &[Personal<String>; 5] {
        &self.0
    }
}

/// A look at whether another person may be named.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "what paragraph 16 asks")]
pub struct Review {
    /// What became of their consent.
    pub consent: Consent,
    /// The five factors, if they were weighed.
    pub factors: Option<FiveFactors>,
    /// Whether it is reasonable to name them without consent.
    pub reasonable: bool,
}

/// Another person in the records.
#[derive(Clone, Debug)]
pub struct OtherPerson {
    pub(super) id: String,
    pub(super) identity: Identity,
    pub(super) standing: Standing,
    pub(super) reviews: Vec<Review>,
}

/// Whether another person may be named, and by which rules.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "somebody named by mistake cannot be unnamed"]
pub struct ThirdPartyDecision {
    /// Whether they may.
    pub named: bool,
    /// The rules applied.
    pub rules: RuleSet,
}

impl OtherPerson {
    /// Somebody under the host's id, of whom nothing else is known: protected.
    #[must_use]
    pub fn new(id: &str, identity: Identity) -> Self {
        Self { id: id.to_owned(), identity, standing: Standing::Ordinary, reviews: Vec::new() }
    }

    /// The same, in this capacity.
    #[must_use]
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }

    /// The same, with a look at whether they may be named. Of several all must agree.
    #[must_use]
    pub fn review(mut self, review: Review) -> Self {
        self.reviews.push(review);
        self
    }

    /// Whether they may be named (EX-05, EX-06, B-037).
    ///
    /// ```
    /// use caldicott_rights::pack::{Consent, FiveFactors, OtherPerson, Review, Standing};
    /// use caldicott_rights::redaction::{Identity, Name};
    ///
    /// let other = OtherPerson::new("p-2", Identity::named(Name::parse("Ann Lee")?));
    /// assert!(!other.judge().named);
    /// let factors = FiveFactors::new("that she visits", "none owed", "rang twice", "yes", "none known");
    /// let review = Review { consent: Consent::NoAnswer, factors, reasonable: true };
    /// assert!(other.clone().review(review.clone()).judge().named);
    /// // A witness is named with their consent or not at all.
    /// assert!(!other.standing(Standing::Victim).review(review).judge().named);
    /// # Ok::<(), caldicott_rights::redaction::NameError>(())
    /// ```
    pub fn judge(&self) -> ThirdPartyDecision {
        let mut rules = RuleSet::new();
        let source = matches!(self.standing, Standing::Informant | Standing::Victim);
        let presumed = matches!(
            self.standing,
            Standing::HealthWorker | Standing::SocialWorker | Standing::EducationWorker
        );
        if source {
            rules.cite(rules::B_037);
        }
        rules.cite(if presumed { rules::EX_06 } else { rules::EX_05 });
        if presumed {
            rules.cite(rules::SE_09);
        }
        let agrees = |review: &Review| match review.consent {
            Consent::Given => true,
            Consent::Refused | Consent::NoAnswer | Consent::NotSought => {
                !source && review.reasonable && (presumed || review.factors.is_some())
            }
        };
        let named = self.reviews.iter().all(agrees) && (presumed || !self.reviews.is_empty());
        ThirdPartyDecision { named, rules }
    }
}
