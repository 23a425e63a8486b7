//! Contracts with processors (RO-07).

use caldicott_calendar::Day;
use caldicott_model::law::document::Weight;

use super::EveryMonths;
use crate::finding::{Review, Spot, wrong};
use crate::owed::{Owed, Owes};
use crate::rules;
use caldicott_model::words;

words! {
    /// What a contract with a processor says (RO-07).
    #[expect(clippy::exhaustive_enums, reason = "Art 28(3) names eight")]
    Clause {
        /// It acts on documented instructions only.
        Instructions = "instructions",
        /// Its people are bound to confidentiality.
        Confidentiality = "confidentiality",
        /// It keeps the data secure.
        Security = "security",
        /// It engages others only with leave, and under the same terms.
        SubProcessors = "sub-processors",
        /// It helps with people's rights.
        RightsHelp = "rights-help",
        /// It helps with breaches, assessments and security.
        DutiesHelp = "duties-help",
        /// It deletes or returns the data at the end.
        DeletionOrReturn = "deletion-or-return",
        /// It shows that it complies, and lets itself be audited.
        Audit = "audit",
    }
}

/// A contract with a processor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProcessorContract {
    processor: String,
    clauses: Vec<Clause>,
    signed: Option<Day>,
    reviewed: Option<Day>,
    every: EveryMonths,
}

impl ProcessorContract {
    /// A contract with a processor, which nobody signed yet.
    #[must_use]
    pub fn with(processor: impl Into<String>) -> Self {
        Self {
            processor: processor.into(),
            clauses: Vec::new(),
            signed: None,
            reviewed: None,
            every: EveryMonths::YEARLY,
        }
    }

    /// The same, with these clauses.
    #[must_use]
    pub fn saying(mut self, clauses: &[Clause]) -> Self {
        self.clauses.extend_from_slice(clauses);
        self
    }

    /// The same, signed on this day.
    #[must_use]
    pub fn signed_on(self, day: Day) -> Self {
        Self { signed: Some(day), ..self }
    }

    /// The same, reviewed last on this day.
    #[must_use]
    pub fn reviewed_on(self, day: Day) -> Self {
        Self { reviewed: Some(day), ..self }
    }

    /// Everything that is wrong with it on a day.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        let spot = Spot::named(format!("processor `{}`", self.processor));
        review.cite(&[rules::RO_07, rules::B_059]);
        let signed = self.signed.is_some_and(|signed| signed <= day);
        review.weigh(signed, Weight::Fault, rules::RO_07, &spot, || {
            wrong("no contract is signed", "a contract before the first data goes")
        });
        for (name, clause) in Clause::NAMES {
            let there = self.clauses.contains(clause);
            review.weigh(there, Weight::Fault, rules::RO_07, &spot.below(name), || {
                wrong(format!("no clause on `{name}`"), "the clause that Art 28(3) asks for")
            });
        }
        review
    }
}

impl Owes for ProcessorContract {
    fn owes(&self) -> Vec<Owed> {
        let who = "data compliance officer";
        let owed = |what: &str, by| Owed::new(what, who, by, rules::RO_07).about(&self.processor);
        let last = self.reviewed.max(self.signed);
        vec![match last {
            Some(last) => owed("review the contract with the processor", self.every.after(last)),
            None => owed("sign a contract with the processor", None),
        }]
    }
}
