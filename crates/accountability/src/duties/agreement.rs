//! Agreements with others, and when they are looked at again (B-040, B-059, B-064, L-006).

use caldicott_calendar::{Day, Rule};

use crate::owed::{Owed, Owes};
use crate::register::EveryMonths;
use crate::rules;
use caldicott_model::words;

words! {
    /// What kind of agreement it is.
    #[expect(clippy::exhaustive_enums, reason = "each rests on a rule of its own")]
    AgreementKind {
        /// On sharing information with another controller.
        Sharing = "sharing",
        /// On processing, with a processor.
        Processing = "processing",
        /// On the use of the system, with an outsider.
        AcceptableUse = "acceptable-use",
    }
}

/// An agreement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Agreement {
    id: String,
    kind: AgreementKind,
    from: Day,
    ends: Option<Day>,
    reviewed: Option<Day>,
    every: EveryMonths,
}

impl AgreementKind {
    /// The rule that asks for it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Sharing => rules::B_064,
            Self::Processing => rules::B_059,
            Self::AcceptableUse => rules::L_006,
        }
    }
}

impl Agreement {
    /// An agreement in force from a day on, looked at once a year.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: AgreementKind, from: Day) -> Self {
        Self { id: id.into(), kind, from, ends: None, reviewed: None, every: EveryMonths::YEARLY }
    }

    /// The same, over after this day.
    #[must_use]
    pub fn ending_on(self, day: Day) -> Self {
        Self { ends: Some(day), ..self }
    }

    /// The same, reviewed last on this day.
    #[must_use]
    pub fn reviewed_on(self, day: Day) -> Self {
        Self { reviewed: Some(day), ..self }
    }

    /// The same, reviewed as often as this.
    #[must_use]
    pub const fn reviewed_every(mut self, every: EveryMonths) -> Self {
        self.every = every;
        self
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn stands(&self, day: Day) -> bool {
        self.from <= day && self.ends.is_none_or(|ends| day <= ends)
    }
}

impl Owes for Agreement {
    fn owes(&self) -> Vec<Owed> {
        let who = "data compliance officer";
        let due = self.every.after(self.reviewed.unwrap_or(self.from));
        // An agreement that runs out before its review is renewed or ended by then.
        let (what, by) = match (due, self.ends) {
            (Some(due), Some(ends)) if ends < due => ("renew or end the agreement", Some(ends)),
            (due, _) => ("review the agreement", due),
        };
        vec![Owed::new(what, who, by, self.kind.rule()).about(&self.id)]
    }
}
