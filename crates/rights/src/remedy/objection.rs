//! What becomes of an objection (RT-22).

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::law::LawfulBasis;

use crate::matrix::{Answer, Facts, which};
use crate::request::Kind;
use crate::rules;
use caldicott_model::words;

/// An objection to some processing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "what Article 21 asks")]
pub struct Objection {
    /// The basis of the processing.
    pub basis: LawfulBasis,
    /// Whether it is direct marketing.
    pub marketing: bool,
    /// The compelling grounds that the controller shows, if any: the burden is the controller's.
    pub compelling_grounds: Option<String>,
    /// Whether it is needed for legal claims.
    pub legal_claims: bool,
    /// Whether the controller has looked at it yet.
    pub considered: bool,
}

words! {
    /// What becomes of it.
    #[expect(clippy::exhaustive_enums, reason = "the host does one of these")]
    ObjectionVerdict {
        /// The processing stops.
        Stop = "stop",
        /// It is restricted until the controller has looked (RT-17).
        RestrictMeanwhile = "restrict-meanwhile",
        /// It goes on, for compelling grounds or legal claims.
        GoOn = "go-on",
        /// The right does not reach this processing.
        DoesNotReach = "does-not-reach",
    }
}

/// What becomes of an objection, by the law of a day.
///
/// ```
/// use caldicott_calendar::Day;
/// use caldicott_model::law::LawfulBasis;
/// use caldicott_rights::remedy::{Objection, ObjectionVerdict, judge_objection};
///
/// let objection = Objection {
///     basis: LawfulBasis::LegitimateInterests, marketing: false, compelling_grounds: Some("  ".into()),
///     legal_claims: false, considered: true,
/// };
/// // Grounds that say nothing are none.
/// assert_eq!(judge_objection(&objection, Day::literal(2026, 3, 2)).0, ObjectionVerdict::Stop);
/// ```
#[must_use]
pub fn judge_objection(objection: &Objection, day: Day) -> (ObjectionVerdict, RuleSet) {
    // What the person provided and how it is processed matter to portability alone.
    let facts =
        Facts { provided_by_person: false, automated: false, marketing: objection.marketing };
    let reach = which(Kind::Objection, objection.basis, facts, day);
    let mut applied = reach.rules().clone();
    let verdict = match reach.answer() {
        Answer::Applies => ObjectionVerdict::Stop,
        Answer::UnlessCompelling | Answer::UnlessNeeded => {
            let grounds = objection.compelling_grounds.as_ref();
            let shown = grounds.is_some_and(|text| text.chars().any(char::is_alphabetic));
            if !objection.considered {
                applied.cite(rules::RT_17);
                ObjectionVerdict::RestrictMeanwhile
            } else if shown || objection.legal_claims {
                ObjectionVerdict::GoOn
            } else {
                ObjectionVerdict::Stop
            }
        }
        Answer::NotThisBasis
        | Answer::NotProvided
        | Answer::NotAutomated
        | Answer::NotYetLaw
        | Answer::BasisNotYetLaw => ObjectionVerdict::DoesNotReach,
    };
    (verdict, applied)
}
