//! Where a breach stands.

use caldicott_calendar::Instant;
use caldicott_model::CategorySet;

use super::{Intake, Likely, Outside, PartSet};

/// Where a breach stands. None is ever taken out of the register.
#[expect(clippy::exhaustive_enums, reason = "each is decided for every event")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum State {
    /// Nothing was reported yet.
    #[default]
    Blank,
    /// It is being dealt with.
    Open(Open),
    /// It is dealt with, and stays on record.
    Closed(Closed),
}

/// A breach that is being dealt with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    /// How it came to be known.
    pub intake: Intake,
    /// When it was reported.
    pub reported: Instant,
    /// Since when the organisation is aware of it.
    pub aware: Option<Aware>,
    /// What is known of it.
    pub described: Option<Described>,
    /// How likely harm is.
    pub likely: Option<Likely>,
    /// What the regulator was told so far.
    pub regulator: PartSet,
    /// When the regulator was told first.
    pub regulator_first: Option<Instant>,
    /// Whether reasons for a delay were given.
    pub regulator_reasons: bool,
    /// When the controller was told.
    pub controller: Option<Instant>,
    /// Whether the people were told.
    pub persons: Persons,
    /// Who else was told, and when.
    pub outside: Vec<(Outside, Instant)>,
}

/// Awareness (BR-02).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Aware {
    /// Since when.
    pub since: Instant,
}

/// What is on record of it (BR-07).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Described {
    /// The kinds of data.
    pub categories: CategorySet,
    /// About how many people.
    pub people: u64,
    /// About how many records.
    pub records: u64,
    /// Whether what was done about it is on record.
    pub remedied: bool,
}

/// Whether the people concerned were told (BR-08).
#[expect(clippy::exhaustive_enums, reason = "they were, need not be, or are to be")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Persons {
    /// Nothing was done about it.
    #[default]
    NotTold,
    /// Each was told.
    Told {
        /// When.
        at: Instant,
    },
    /// They need not be told, as long as no other kind of data turns out to be affected.
    Relieved {
        /// The kinds of data that the relief was given for.
        covers: CategorySet,
    },
    /// They need not each be told, and are to be told in public.
    PublicOwed,
    /// They were told in public.
    ToldInPublic {
        /// When.
        at: Instant,
    },
}

/// A breach that is dealt with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Closed {
    /// As it stood.
    pub was: Open,
    /// When it was closed.
    pub at: Instant,
    /// How.
    pub how: Ended,
}

/// How it was closed.
#[expect(clippy::exhaustive_enums, reason = "it was one or it was none")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// Everything was done.
    Done,
    /// No personal data was affected.
    NoBreach,
}

impl State {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Open(_) => "open",
            Self::Closed(_) => "closed",
        }
    }
}
