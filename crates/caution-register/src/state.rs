//! Where an entry stands.

use core::fmt;

use caldicott_calendar::Day;
use caldicott_calendar::clock::{Archive, IncidentKind};

use crate::policy::OutOfRange;
use crate::{ChallengeTo, Grounds, HoldKind, Policy, WithheldBecause};

/// Where an entry stands, from the recommendation to its end.
#[expect(clippy::exhaustive_enums, reason = "each is decided for every event")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum State {
    /// Nothing is held: nothing was recommended yet.
    #[default]
    Blank,
    /// Recommended, and not decided. Nobody but those who decide sees it.
    Recommended(Recommended),
    /// In force: staff see it.
    Live(Live),
    /// The risk is over: out of readers' sight, kept for two years.
    Archived(Archived),
    /// Nothing is held any more but this.
    Gone(Gone),
}

/// A recommendation that is not decided.
#[derive(Clone, Eq, PartialEq)]
pub struct Recommended {
    /// What it stands on.
    pub grounds: Grounds,
    /// Who recommended it: they do not approve it.
    pub recommender: String,
    /// When.
    pub since: Day,
    /// The last day to decide it, where the policy sets one.
    pub decide_by: Option<Day>,
    /// Incidents since.
    pub incidents: Vec<(Day, IncidentKind)>,
    /// What its end has to wait for.
    pub holds: Vec<HoldKind>,
}

/// An entry in force.
#[derive(Clone, Eq, PartialEq)]
pub struct Live {
    /// What it stands on.
    pub grounds: Grounds,
    /// Who approved it: they do not decide a challenge to it.
    pub approver: String,
    /// Since when.
    pub since: Day,
    /// The last day for its review.
    pub review_by: Day,
    /// What becomes of the letter.
    pub letter: Letter,
    /// The challenge that is open.
    pub challenge: Option<Challenge>,
    /// The incidents attached to it.
    pub incidents: Vec<(Day, IncidentKind)>,
    /// What its deletion has to wait for.
    pub holds: Vec<HoldKind>,
}

/// An entry out of readers' sight.
#[derive(Clone, Eq, PartialEq)]
pub struct Archived {
    /// What it stood on.
    pub grounds: Grounds,
    /// Who approved it.
    pub approver: String,
    /// Since when it is archived.
    pub since: Day,
    /// The day two quiet years are over.
    pub remove_on: Day,
    /// A recommendation that it stand again, which is not decided.
    pub again: Option<Again>,
    /// The challenge that is open.
    pub challenge: Option<Challenge>,
    /// The incidents attached to it.
    pub incidents: Vec<(Day, IncidentKind)>,
    /// What its removal has to wait for.
    pub holds: Vec<HoldKind>,
}

/// A recommendation that an archived entry stand again.
#[derive(Clone, Eq, PartialEq)]
pub struct Again {
    /// What it stands on.
    pub grounds: Grounds,
    /// Who recommended it.
    pub recommender: String,
    /// Whether an incident did, which stays attached whatever is decided.
    pub by_incident: bool,
    /// The last day to decide it, where the policy sets one.
    pub decide_by: Option<Day>,
}

/// What is left of an entry: how it ended and when, and nothing about anybody (D-008, D-012).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Gone {
    /// How.
    pub how: Ended,
    /// When.
    pub on: Day,
}

/// How an entry ended.
#[expect(clippy::exhaustive_enums, reason = "the source knows three")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Ended {
    /// The recommendation was rejected.
    Rejected,
    /// A challenge succeeded.
    Deleted,
    /// Two quiet years were over.
    Removed,
}

/// What becomes of the letter to the person.
#[expect(clippy::exhaustive_enums, reason = "a letter is owed, or one of these is why not")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Letter {
    /// It is owed.
    Owed {
        /// The last day.
        by: Day,
    },
    /// It waits for the next interaction.
    Held {
        /// Since when.
        since: Day,
    },
    /// It was sent, or told in person.
    Sent {
        /// When.
        on: Day,
    },
    /// It does not go.
    Withheld {
        /// Why.
        because: WithheldBecause,
    },
}

/// A challenge that is open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge {
    /// When the first was made that is still open.
    pub since: Day,
    /// The last day to decide it.
    pub decide_by: Day,
    /// What all of them are to.
    pub to: Vec<ChallengeTo>,
}

impl fmt::Debug for Recommended {
    /// Writes the days and counts, and not who recommended it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Recommended")
            .field("grounds", &self.grounds)
            .field("since", &self.since)
            .field("decide_by", &self.decide_by)
            .field("incidents", &self.incidents)
            .field("holds", &self.holds)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Live {
    /// Writes the days and counts, and not who approved it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Live")
            .field("grounds", &self.grounds)
            .field("since", &self.since)
            .field("review_by", &self.review_by)
            .field("letter", &self.letter)
            .field("challenge", &self.challenge)
            .field("incidents", &self.incidents)
            .field("holds", &self.holds)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Archived {
    /// Writes the days and counts, and not who approved it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Archived")
            .field("grounds", &self.grounds)
            .field("since", &self.since)
            .field("remove_on", &self.remove_on)
            .field("again", &self.again)
            .field("challenge", &self.challenge)
            .field("incidents", &self.incidents)
            .field("holds", &self.holds)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Again {
    /// Writes the grounds and the day, and not who recommended it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Again")
            .field("grounds", &self.grounds)
            .field("by_incident", &self.by_incident)
            .field("decide_by", &self.decide_by)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Recommended(_) => "recommended",
            Self::Live(_) => "live",
            Self::Archived(_) => "archived",
            Self::Gone(_) => "gone",
        }
    }

    /// What its deletion has to wait for.
    #[must_use]
    pub fn holds(&self) -> &[HoldKind] {
        match self {
            Self::Recommended(state) => &state.holds,
            Self::Live(state) => &state.holds,
            Self::Archived(state) => &state.holds,
            Self::Blank | Self::Gone(_) => &[],
        }
    }

    pub(crate) const fn holds_mut(&mut self) -> Option<&mut Vec<HoldKind>> {
        match self {
            Self::Recommended(state) => Some(&mut state.holds),
            Self::Live(state) => Some(&mut state.holds),
            Self::Archived(state) => Some(&mut state.holds),
            Self::Blank | Self::Gone(_) => None,
        }
    }
}

/// The day two quiet years are over: after the latest of archiving and any incident that counts
/// (D-010, D-011, H-032).
pub(crate) fn remove_on(
    since: Day,
    incidents: &[(Day, IncidentKind)],
    policy: &Policy<'_>,
) -> Result<Day, OutOfRange> {
    use caldicott_calendar::clock::Incident;
    let archive = Archive::entered(since).reset_by(policy.reset);
    let archive = incidents
        .iter()
        .fold(archive, |archive, (day, kind)| archive.incident(Incident::new(*day, *kind)));
    archive.removal_due().map(|deadline| deadline.day()).map_err(|_| OutOfRange)
}
