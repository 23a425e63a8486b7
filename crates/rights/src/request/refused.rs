//! Why an event is refused.

use caldicott_calendar::{CalendarError, Day};

use super::{LetterPart, RefusalGround, Role};

/// Why an event is refused. The state is as it was.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refused {
    /// The role may not do this.
    #[error("a `{role}` may not do this; `{could}` could")]
    Role {
        /// Whose event it is.
        role: Role,
        /// The role that could.
        could: Role,
    },
    /// It does not happen to a request in this state.
    #[error("`{what}` does not happen to a request that is `{state}`")]
    State {
        /// The event.
        what: &'static str,
        /// The state.
        state: &'static str,
    },
    /// It does not happen to a request of this kind.
    #[error("`{what}` does not happen to a request of the kind `{kind}`")]
    Kind {
        /// The event.
        what: &'static str,
        /// The kind.
        kind: super::Kind,
    },
    /// Somebody whom staff know needs no proof of identity.
    #[error("the person is known to staff: there is no reasonable doubt to ask about (RT-08)")]
    KnownPerson,
    /// Nothing of this sort was asked for, so nothing came; or it was asked for already.
    #[error("`{what}` does not follow from what was asked for before")]
    NotAsked {
        /// The event.
        what: &'static str,
    },
    /// Nothing is given to somebody who may be another.
    #[error(
        "nothing is answered while `{awaited}` is awaited: it could go to another person (RT-08)"
    )]
    StillAwaited {
        /// What is awaited.
        awaited: &'static str,
    },
    /// A fee or a refusal stands on no evidence.
    #[error("the controller has to show why, and no evidence is on file (RT-10)")]
    NoEvidence,
    /// The ground does not fit what was asked for.
    #[error("`{ground}` needs what was asked for and never came")]
    Ground {
        /// The ground.
        ground: RefusalGround,
    },
    /// The letter lacks what the law of the day demands.
    #[error("the letter does not speak of `{missing}` (RT-09)")]
    LetterIncomplete {
        /// What it lacks.
        missing: LetterPart,
    },
    /// It happened before what was recorded last.
    #[error("it is dated before `{last}`, when something was recorded last")]
    OutOfOrder {
        /// The day something was recorded last.
        last: Day,
    },
    /// It is recorded before it happened.
    #[error("it is recorded before it happened")]
    Future,
    /// It came before it was asked for or before the request.
    #[error("it came before `{since}`, the day of what it answers")]
    TooEarly {
        /// The day of what it answers.
        since: Day,
    },
    /// The calendar does not know the day.
    #[error(transparent)]
    Calendar(CalendarError),
}

impl From<CalendarError> for Refused {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}
