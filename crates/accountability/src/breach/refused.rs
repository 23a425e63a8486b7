//! Why something is refused.

use caldicott_calendar::Instant;
use caldicott_model::CategorySet;

use super::{Role, ToDo};

/// Why an event is refused. Nothing changed.
#[expect(clippy::exhaustive_enums, reason = "a host answers each of them")]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The role may not do this.
    #[error("`{role}` may not do this; `{could}` could")]
    Role {
        /// Who tried.
        role: Role,
        /// Who could.
        could: Role,
    },
    /// It does not happen in this state.
    #[error("`{what}` does not happen to a breach that is {state}")]
    State {
        /// What.
        what: &'static str,
        /// The state.
        state: &'static str,
    },
    /// It is dated before something that is recorded.
    #[error("an event is recorded after the last one, which is of {last} (BR-07)")]
    OutOfOrder {
        /// The last one.
        last: Instant,
    },
    /// It is said to have happened after it was recorded.
    #[error("what is recorded has happened: it is dated in the future")]
    Future,
    /// No reason is given.
    #[error("`{what}` needs a reason, and it is blank (BR-02, BR-07)")]
    NoReason {
        /// What.
        what: &'static str,
    },
    /// Awareness cannot become later.
    #[error("the organisation was aware at {since}, and nothing makes that later (BR-02)")]
    LaterAwareness {
        /// Since when.
        since: Instant,
    },
    /// It is late and nothing says why.
    #[error("the time ended at {ended}: a late notification gives the reasons (BR-01)")]
    LateWithoutReasons {
        /// When the time ended in law.
        ended: Instant,
    },
    /// A notification that says nothing.
    #[error("a notification says at least one of the five things (BR-06)")]
    SaysNothing,
    /// People are told less than the law asks.
    #[error("people are told what happened, whom to ask, what may follow and what is done (BR-08)")]
    ToldTooLittle,
    /// The attestation does not cover it.
    #[error("what is out is not all attested to be unintelligible: `{open}` (BR-08)")]
    NotCovered {
        /// The kinds of data that are not covered.
        open: CategorySet,
    },
    /// A key or a copy in the clear may be out.
    #[error("nothing is unintelligible to whoever may have a key or a copy in the clear (BR-08)")]
    KeysNotSafe,
    /// Something is still to be done.
    #[error("`{what}` is still to be done (BR-07)")]
    StillOwed {
        /// What.
        what: ToDo,
    },
    /// The instants cannot be counted.
    #[error("the time cannot be counted from this instant")]
    OutOfRange,
}
