//! Decisions that nobody made (RT-23).

use caldicott_calendar::{Day, RuleSet, rules::MAIN_STAGE};

use crate::rules;
use caldicott_model::words;

words! {
    /// What is owed to somebody about whom a machine decided.
    #[expect(clippy::exhaustive_enums, reason = "the law names four")]
    Safeguard {
        /// They are told of the decision.
        Information = "information",
        /// They can say what they think of it.
        Representations = "representations",
        /// A person looks at it.
        HumanIntervention = "human-intervention",
        /// They can contest it.
        Contest = "contest",
    }
}

/// A decision and how it came about: a warning flag, a risk score, a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "what the articles ask")]
#[expect(clippy::exhaustive_structs, reason = "what the articles ask")]
pub struct AutomatedDecision {
    /// Who decided, by the host's id, if a person did.
    pub decided_by: Option<String>,
    /// Why they decided so: without a reason of their own they only pressed the button.
    pub rationale: Option<String>,
    /// It has legal or similarly significant effects.
    pub significant: bool,
    /// It rests on special category data.
    pub special_category: bool,
    /// The person consented expressly.
    pub explicit_consent: bool,
    /// It is needed for a contract with them, or the law demands or permits it.
    pub contract_or_law: bool,
    /// Substantial public interest under Art 9(2)(g).
    pub substantial_public_interest: bool,
    /// What is in place.
    pub safeguards: Vec<Safeguard>,
}

/// Whether such a decision may stand.
#[expect(clippy::exhaustive_enums, reason = "each is dealt with in its own way")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a decision that may not stand has to be made again"]
pub enum AutomatedVerdict {
    /// A person decided, with a reason on record.
    ByAPerson,
    /// Its effects are not significant.
    NotSignificant,
    /// It may stand.
    MayStand,
    /// It may stand once these are in place.
    Lacks(Vec<Safeguard>),
    /// It rests on special category data without what that needs.
    MayNot,
    /// The law that was read was not in force on that day.
    NotYetLaw,
}

/// Whether a decision may stand, by the law of a day.
///
/// ```
/// use caldicott_calendar::Day;
/// use caldicott_rights::remedy::{AutomatedDecision, AutomatedVerdict, judge_automated};
///
/// let flag = AutomatedDecision {
///     decided_by: Some("s-1".into()), rationale: None, significant: true, special_category: true,
///     explicit_consent: false, contract_or_law: false, substantial_public_interest: false, safeguards: vec![],
/// };
/// // A name on file without a reason is no human involvement.
/// assert_eq!(judge_automated(&flag, Day::literal(2026, 3, 2)).0, AutomatedVerdict::MayNot);
/// ```
pub fn judge_automated(decision: &AutomatedDecision, day: Day) -> (AutomatedVerdict, RuleSet) {
    let cited: RuleSet = [rules::RT_23].into_iter().collect();
    if day < MAIN_STAGE {
        return (AutomatedVerdict::NotYetLaw, cited);
    }
    let said = |text: &Option<String>| {
        text.as_ref().is_some_and(|text| text.chars().any(char::is_alphanumeric))
    };
    let verdict = if said(&decision.decided_by) && said(&decision.rationale) {
        AutomatedVerdict::ByAPerson
    } else if !decision.significant {
        AutomatedVerdict::NotSignificant
    } else if decision.special_category
        && !decision.explicit_consent
        && !(decision.contract_or_law && decision.substantial_public_interest)
    {
        AutomatedVerdict::MayNot
    } else {
        let has = |safeguard: &&Safeguard| !decision.safeguards.contains(*safeguard);
        let lacks: Vec<Safeguard> = Safeguard::ALL.iter().filter(has).copied().collect();
        if lacks.is_empty() { AutomatedVerdict::MayStand } else { AutomatedVerdict::Lacks(lacks) }
    };
    (verdict, cited)
}
