//! Why an event is refused.

use caldicott_calendar::Day;

use crate::{HoldKind, Role};

/// Why an event is refused. The state is as it was.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The role may not do this.
    #[error("a `{role}` may not do this; `{could}` could (H-028)")]
    Role {
        /// Whose event it is.
        role: Role,
        /// The role that could.
        could: Role,
    },
    /// It does not happen to an entry in this state.
    #[error("`{what}` does not happen to an entry that is `{state}`")]
    State {
        /// The event.
        what: &'static str,
        /// The state.
        state: &'static str,
    },
    /// There is an entry already: what happened is attached to it.
    #[error("there is an entry already; what happened is attached to it (H-023)")]
    Duplicate,
    /// Somebody would decide about what they did themselves.
    #[error(
        "nobody approves their own recommendation or decides a challenge to their own approval (H-028)"
    )]
    OwnDecision,
    /// The letter states another day of review than the entry has.
    #[error("the letter states another day of review than `{review_by}` (H-013)")]
    AnotherReviewDay {
        /// The day the entry has.
        review_by: Day,
    },
    /// The next review is further off than the register allows.
    #[error("the next review is within `{longest}` months at the latest (H-010)")]
    ReviewTooLate {
        /// The months that it allows.
        longest: u8,
    },
    /// It happened before what was recorded last.
    #[error("it is dated before `{last}`, when something was recorded last")]
    OutOfOrder {
        /// The day something was recorded last.
        last: Day,
    },
    /// An incident that has not happened yet.
    #[error("an incident is recorded after it happened")]
    Future,
    /// Two quiet years are not over.
    #[error("two quiet years are over on `{remove_on}` (H-032)")]
    TooEarly {
        /// The day they are.
        remove_on: Day,
    },
    /// The deletion has to wait.
    #[error("it has to wait for `{hold}` (RE-14)")]
    Held {
        /// For what.
        hold: HoldKind,
    },
    /// It waits for this already, or does not.
    #[error("`{hold}` is there already, or is not there to be released")]
    NoSuchHold {
        /// For what.
        hold: HoldKind,
    },
    /// The calendar ends.
    #[error("the answer lies outside the years 1 to 9999")]
    OutOfRange,
}

impl From<crate::policy::OutOfRange> for Refused {
    fn from(_: crate::policy::OutOfRange) -> Self {
        Self::OutOfRange
    }
}
