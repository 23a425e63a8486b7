//! What a check of a transfer says.

use core::fmt;

use super::{Destination, Fact, Mechanism};
use crate::law::Unverified;
use crate::{CategorySet, Day, Rule, RuleSet};

/// Whether the transfer may be made.
#[expect(clippy::exhaustive_enums, reason = "the host answers each of the four")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Standing {
    /// It is no restricted transfer: nothing leaves, or nobody else receives it.
    NotRestricted,
    /// It may be made.
    Permitted,
    /// What it rests on may have ended, and no text that was read says whether. Somebody must look
    /// before anything is sent.
    Unconfirmed,
    /// It may not be made.
    NotPermitted,
}

/// What is wrong.
#[expect(clippy::exhaustive_enums, reason = "a new fault must be answered by the host")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FaultKind {
    /// The day is before every law that is known here.
    BeforeTheLaw(Day),
    /// Nothing is named that it rests on.
    NoMechanism,
    /// No regulations approve the destination on the day.
    NotApproved(Destination),
    /// The mechanism does not exist on the day.
    NotInForce(Mechanism),
    /// Something that the mechanism stands on was not shown.
    NotShown(Fact),
    /// Something is true that closes the mechanism.
    Closed(Fact),
    /// The mechanism is not for this controller in its public powers, or not for a private one.
    NotForThisBody(Mechanism),
    /// Categories that must be labelled sensitive and are not.
    NotLabelled(CategorySet),
}

/// One thing wrong, and the rule that says so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Fault {
    pub(super) kind: FaultKind,
    pub(super) rule: Rule,
}

/// Whether a transfer may be made, and why.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "data that has left does not come back"]
pub struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) restricted: bool,
    pub(super) unconfirmed: bool,
    pub(super) rules: RuleSet,
    pub(super) notes: Vec<Unverified>,
}

impl Outcome {
    /// Whether it may be made.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if !self.faults.is_empty() {
            Standing::NotPermitted
        } else if !self.restricted {
            Standing::NotRestricted
        } else if self.unconfirmed {
            Standing::Unconfirmed
        } else {
            Standing::Permitted
        }
    }

    /// Whether nothing stands against it, so that it may be made today.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        match self.standing() {
            Standing::NotRestricted | Standing::Permitted => true,
            Standing::Unconfirmed | Standing::NotPermitted => false,
        }
    }

    /// Everything that stands against it, in the order of the checks.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Every rule applied, met or not.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// What is believed about it and was not read; it decided nothing.
    #[must_use]
    pub fn notes(&self) -> &[Unverified] {
        &self.notes
    }

    /// The ids of the rules that stand against it, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        self.faults.iter().map(|fault| fault.rule.id()).collect()
    }

    pub(super) fn require(&mut self, met: bool, rule: Rule, kind: FaultKind) {
        self.rules.cite(rule);
        if !met {
            self.faults.push(Fault { kind, rule });
        }
    }
}

impl Fault {
    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        self.kind
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }
}

impl fmt::Display for Fault {
    /// Writes half a sentence with the rule.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.kind, self.rule)
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeTheLaw(day) => write!(out, "no law of {day} is known here"),
            Self::NoMechanism => out.write_str("nothing is named that the transfer rests on"),
            Self::NotApproved(Destination::Country(country)) => {
                write!(out, "no regulations approve `{country}` on the day")
            }
            Self::NotApproved(Destination::EuropeanBody) => {
                out.write_str("no regulations approve European bodies on the day")
            }
            Self::NotApproved(Destination::InternationalOrganisation) => {
                out.write_str("no regulations approve the organisation on the day")
            }
            Self::NotInForce(mechanism) => {
                write!(out, "`{}` did not exist on the day", mechanism.name())
            }
            Self::NotShown(fact) => write!(out, "nothing on record shows `{}`", fact.name()),
            Self::Closed(fact) => write!(out, "`{}` stands against it", fact.name()),
            Self::NotForThisBody(mechanism) => {
                write!(out, "`{}` is not for this organisation", mechanism.name())
            }
            Self::NotLabelled(categories) => {
                write!(out, "`{categories}` must be labelled sensitive for the recipient")
            }
        }
    }
}
