//! Which right reaches which processing: a table of lawful basis and right, by the law of a day.
//!
//! ```
//! use caldicott_model::Day;
//! use caldicott_model::law::LawfulBasis;
//! use caldicott_rights::matrix::{Answer, Facts, which};
//! use caldicott_rights::request::Kind;
//!
//! let day = Day::literal(2026, 3, 2);
//! let facts = Facts { provided_by_person: true, automated: true, marketing: false };
//! // What a council holds for its public task is not portable, and may be objected to.
//! assert_eq!(which(Kind::Portability, LawfulBasis::PublicTask, facts, day).answer(), Answer::NotThisBasis);
//! let objection = which(Kind::Objection, LawfulBasis::PublicTask, facts, day);
//! assert_eq!(objection.answer(), Answer::UnlessCompelling);
//! assert!(objection.rules().cites("LB-20"));
//! ```

use caldicott_calendar::rules::{COMPLAINTS_STAGE, DATA_PROTECTION_ACT, MAIN_STAGE};
use caldicott_calendar::{Day, RuleSet};
use caldicott_model::law::LawfulBasis;

use crate::request::Kind;
use crate::rules;
use caldicott_model::words;

words! {
    /// Whether a right reaches some processing.
    #[expect(clippy::exhaustive_enums, reason = "a further answer must be decided on")]
    Answer {
        /// It does.
        Applies = "applies",
        /// It does, but not as far as the processing is needed for a legal obligation, a public task or
        /// another exception of Art 17(3) (RT-19).
        UnlessNeeded = "unless-needed",
        /// The processing stops unless the controller shows compelling grounds or legal claims (RT-22).
        UnlessCompelling = "unless-compelling",
        /// The basis does not give this right.
        NotThisBasis = "not-this-basis",
        /// The person did not provide the data (RT-21).
        NotProvided = "not-provided",
        /// It is not processed by automated means (RT-21).
        NotAutomated = "not-automated",
        /// The law of the day does not know this right yet.
        NotYetLaw = "not-yet-law",
        /// The law of the day does not know this basis yet.
        BasisNotYetLaw = "basis-not-yet-law",
    }
}

impl Answer {
    /// Whether the request has to be looked at on its merits.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Applies | Self::UnlessNeeded | Self::UnlessCompelling)
    }
}

/// What matters about the data beside its basis.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "three facts that the law asks for")]
pub struct Facts {
    /// The person provided it.
    pub provided_by_person: bool,
    /// It is processed by automated means.
    pub automated: bool,
    /// It is processed for direct marketing.
    pub marketing: bool,
}

/// A cell of the table.
#[expect(clippy::exhaustive_enums, reason = "each is read by `which`")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Cell {
    /// The right reaches it.
    Yes,
    /// The right does not.
    No,
    /// As far as it is not needed for what the basis says.
    Needed,
    /// Unless grounds are compelling.
    Compelling,
    /// What the person provided, by automated means.
    Provided,
}

/// The table: for the points of Art 6(1) in their order, the rights in the order of [`Kind::ALL`].
pub const TABLE: [(&str, [Cell; 8]); 7] = {
    use Cell::{Compelling, Needed, No, Provided, Yes};
    [
        // access, rectification, erasure, restriction, portability, objection, automated, complaint
        ("a", [Yes, Yes, Yes, Yes, Provided, No, Yes, Yes]),
        ("b", [Yes, Yes, Yes, Yes, Provided, No, Yes, Yes]),
        ("c", [Yes, Yes, Needed, Yes, No, No, Yes, Yes]),
        ("d", [Yes, Yes, Yes, Yes, No, No, Yes, Yes]),
        ("e", [Yes, Yes, Needed, Yes, No, Compelling, Yes, Yes]),
        ("ea", [Yes, Yes, Yes, Yes, No, Compelling, Yes, Yes]),
        ("f", [Yes, Yes, Yes, Yes, No, Compelling, Yes, Yes]),
    ]
};

/// Whether a right reaches some processing, and by which rules.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a right that nobody looks up is denied"]
pub struct Verdict {
    answer: Answer,
    rules: RuleSet,
}

impl Verdict {
    /// The answer.
    #[must_use]
    pub const fn answer(&self) -> Answer {
        self.answer
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

/// Whether a right reaches data that is processed on a basis, by the law of a day.
pub fn which(right: Kind, basis: LawfulBasis, facts: Facts, day: Day) -> Verdict {
    let mut rules: RuleSet = [basis.rule()].into_iter().collect();
    rules.cite(match right {
        Kind::Access => rules::RT_12,
        Kind::Rectification => rules::RT_16,
        Kind::Erasure => rules::RT_19,
        Kind::Restriction => rules::RT_17,
        Kind::Portability => rules::RT_21,
        Kind::Objection => rules::RT_22,
        Kind::AutomatedDecision => rules::RT_23,
        Kind::Complaint => rules::CP_01,
    });
    for rule in crate::request::seed_rules(right) {
        rules.cite(*rule);
    }
    let from = match right {
        Kind::Complaint => COMPLAINTS_STAGE,
        // The articles that were read are those of 2026; before, their forerunner is not judged here.
        Kind::AutomatedDecision => MAIN_STAGE,
        Kind::Access
        | Kind::Rectification
        | Kind::Erasure
        | Kind::Restriction
        | Kind::Portability
        | Kind::Objection => DATA_PROTECTION_ACT,
    };
    let cell = TABLE
        .iter()
        .find(|(point, _)| *point == basis.point())
        .and_then(|(_, row)| {
            let column = Kind::ALL.iter().position(|kind| *kind == right)?;
            row.get(column).copied()
        })
        .unwrap_or(Cell::No);
    let answer = if day < from {
        Answer::NotYetLaw
    } else if !basis.in_force(day) {
        Answer::BasisNotYetLaw
    } else if right == Kind::Objection && facts.marketing {
        // Against marketing the right is absolute, whatever the basis.
        Answer::Applies
    } else {
        match cell {
            Cell::No => Answer::NotThisBasis,
            Cell::Needed => Answer::UnlessNeeded,
            Cell::Compelling => {
                if day >= MAIN_STAGE {
                    rules.cite(rules::LB_20);
                }
                Answer::UnlessCompelling
            }
            Cell::Provided if !facts.provided_by_person => Answer::NotProvided,
            Cell::Provided if !facts.automated => Answer::NotAutomated,
            Cell::Provided | Cell::Yes => Answer::Applies,
        }
    };
    Verdict { answer, rules }
}
