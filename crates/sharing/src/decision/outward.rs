//! All that the asker may see.

use super::Decision;
use super::json::{names, quote};
use super::ruling::Answer;
use crate::data::DataSet;
use crate::known::Known;
use crate::words::{Direction, words};

words! {
    /// What the asker hears.
    #[expect(clippy::exhaustive_enums, reason = "nothing else may be said")]
    Heard {
        /// The information.
        Given = "given",
        /// That what they offered is taken.
        Taken = "taken",
        /// That a manager will look at the request.
        Passed = "passed",
        /// That no information is given.
        Declined = "declined",
        /// That it can be neither confirmed nor denied that we know the person.
        NeitherConfirmedNorDenied = "neither-confirmed-nor-denied",
    }
}

/// All that the asker may see: no reason, no role, no rule, no hint of what else there is.
///
/// Until the asker is verified, and whenever they ask for themselves alone (a caller, a relative, an
/// employer), it depends on nothing that is known about the person unless something is released. A
/// verified agency to which nothing is released can tell a request that is passed on from one that is
/// declined: who is to decide hangs on what is on record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outward {
    heard: Heard,
    message: &'static str,
    given: DataSet,
    left_out: DataSet,
}

impl Outward {
    pub(super) fn of(decision: &Decision) -> Self {
        let (heard, given) = if decision.facts.direction == Known::Known(Direction::Offered) {
            Self::of_offer(decision)
        } else {
            Self::of_request(decision)
        };
        let left_out = if heard == Heard::Given { decision.ruling.noted } else { DataSet::NONE };
        Self { heard, message: heard.message(), given, left_out }
    }

    /// Whoever offers something hears whether it is taken, which depends on nobody.
    fn of_offer(decision: &Decision) -> (Heard, DataSet) {
        match decision.ruling.answer {
            Answer::Disclose | Answer::DisclosePart => (Heard::Taken, DataSet::NONE),
            Answer::Refer => (Heard::Passed, DataSet::NONE),
            Answer::Refuse | Answer::NeitherConfirmNorDeny => (Heard::Declined, DataSet::NONE),
        }
    }

    fn of_request(decision: &Decision) -> (Heard, DataSet) {
        match decision.ruling.answer {
            Answer::Disclose | Answer::DisclosePart => {
                (Heard::Given, decision.ruling.verdict.released)
            }
            Answer::Refer => (Heard::Passed, DataSet::NONE),
            Answer::Refuse => (Heard::Declined, DataSet::NONE),
            Answer::NeitherConfirmNorDeny => (Heard::NeitherConfirmedNorDenied, DataSet::NONE),
        }
    }

    /// Adds it as JSON to a text: byte for byte what `serde_json` writes.
    pub fn write_json(&self, out: &mut String) {
        out.push_str("{\"heard\":\"");
        out.push_str(self.heard.name());
        out.push_str("\",\"message\":");
        quote(out, self.message);
        out.push_str(",\"given\":");
        names(out, self.given.names());
        out.push_str(",\"left_out\":");
        names(out, self.left_out.names());
        out.push('}');
    }

    /// What the asker hears.
    #[must_use]
    pub const fn heard(&self) -> Heard {
        self.heard
    }

    /// In words.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        self.message
    }

    /// What is given.
    #[must_use]
    pub const fn given(&self) -> DataSet {
        self.given
    }

    /// What a note may say was left out; all else is withheld in silence.
    #[must_use]
    pub const fn left_out(&self) -> DataSet {
        self.left_out
    }
}

impl Heard {
    /// What is said. The words are the same whether or not there is such a person (B-015).
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Given => "Here is the information that we can give.",
            Self::Taken => {
                "Thank you. We keep what we are told on the footing that the person it concerns may see it."
            }
            Self::Passed => {
                "Your request has been passed to a manager, who will answer it. This does not mean that \
                 we hold anything."
            }
            Self::Declined => {
                "We give no information in answer to this request. This does not mean that we hold any."
            }
            Self::NeitherConfirmedNorDenied => {
                "We neither confirm nor deny that we know anybody. You may leave a message or put your \
                 request in writing, with a number at your place of work where we can call you back."
            }
        }
    }
}
