//! What an event leads to: the next state, what is stored, and what has to be done.

use caldicott_calendar::{Certainty, Day, Rule, RuleSet};
use caldicott_model::words;

use crate::{Gone, Role, State, rules};

/// What an event led to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "the duties of a step are owed to somebody"]
pub struct Step {
    pub(crate) state: State,
    pub(crate) duties: Vec<Duty>,
    pub(crate) keep: Keep,
    pub(crate) rules: RuleSet,
}

/// What is stored of an event.
#[expect(clippy::exhaustive_enums, reason = "a host does one or the other")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "what may not be kept must be destroyed"]
pub enum Keep {
    /// The event, after those before it.
    Event,
    /// Neither the event nor the recommendation that it rejects; all else stays (H-011).
    NotTheRecommendation,
    /// Nothing but this: all events of the entry before it, and all that the host holds of it, are
    /// destroyed (D-008, H-011, H-032).
    NothingBut(Gone),
}

/// Something that has to be done.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Duty {
    pub(crate) what: ToDo,
    pub(crate) who: Role,
    pub(crate) by: Option<Day>,
    pub(crate) certainty: Certainty,
    pub(crate) rule: &'static str,
}

words! {
    /// What has to be done.
    #[expect(
        clippy::exhaustive_enums,
        reason = "a new duty must break the host's build, not fall into `_`"
    )]
    #[must_use = "a duty that nobody reads is a breach waiting to happen"]
    ToDo {
        /// Approve or reject the recommendation.
        DecideRecommendation = "decide-recommendation",
        /// Write to the person: what is held, when it is reviewed, how to challenge it; or record why not.
        WriteToPerson = "write-to-person",
        /// Tell the person at the next interaction.
        TellAtNextInteraction = "tell-at-next-interaction",
        /// Decide whether the letter, which was kept back, can go now.
        ReconsiderLetter = "reconsider-letter",
        /// Decide the challenge and write to the person.
        DecideChallenge = "decide-challenge",
        /// Write to the person what was decided.
        WriteDecision = "write-decision",
        /// Tell everybody who was given the entry that it was changed.
        UpdateCopies = "update-copies",
        /// Review the entry.
        Review = "review",
        /// Say whether the entry should stand again.
        ConsiderRecommending = "consider-recommending",
        /// Take the entry out.
        Remove = "remove",
        /// Destroy all that is held of the entry, everywhere.
        Destroy = "destroy",
    }
}

impl Step {
    /// Where the entry stands now.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Where the entry stands now, to go on from.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// What has to be done because of this event.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// What is stored.
    pub const fn keep(&self) -> Keep {
        self.keep
    }

    /// The rules that were applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

impl Duty {
    pub(crate) const fn new(what: ToDo, who: Role, by: Option<Day>, rule: Rule) -> Self {
        Self { what, who, by, certainty: Certainty::Known, rule: rule.id() }
    }

    pub(crate) const fn projected(self, certainty: Certainty) -> Self {
        Self { certainty, ..self }
    }

    /// What.
    pub const fn what(&self) -> ToDo {
        self.what
    }

    /// Who.
    #[must_use]
    pub const fn who(&self) -> Role {
        self.who
    }

    /// The last day; `None` when it has to be done at once.
    #[must_use]
    pub const fn by(&self) -> Option<Day> {
        self.by
    }

    /// Whether the day may yet move with the holidays.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// The id of the rule that demands it.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.rule
    }
}

impl ToDo {
    /// The rule behind it.
    #[must_use]
    pub const fn cites(self) -> Rule {
        match self {
            Self::DecideRecommendation => rules::H_009,
            Self::WriteToPerson => rules::H_012,
            Self::TellAtNextInteraction => rules::H_016,
            Self::ReconsiderLetter => rules::H_014,
            Self::DecideChallenge | Self::WriteDecision => rules::H_018,
            Self::UpdateCopies => rules::H_020,
            Self::Review => rules::H_029,
            Self::ConsiderRecommending => rules::H_023,
            Self::Remove => rules::H_032,
            Self::Destroy => rules::H_011,
        }
    }
}
