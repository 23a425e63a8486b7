//! What an event leads to: the next state, what has to be done, and what had no effect.

use caldicott_calendar::clock::RightsFinding;
use caldicott_calendar::{Day, Rule, RuleSet, rules as clock_rules};

use super::{Role, State};
use crate::rules;
use caldicott_model::words;

/// What an event led to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "the duties of a step are owed to somebody"]
pub struct Step {
    pub(crate) state: State,
    pub(crate) duties: Vec<Duty>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) rules: RuleSet,
}

/// Something that has to be done.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Duty {
    pub(crate) what: ToDo,
    pub(crate) who: Role,
    pub(crate) by: Option<Day>,
}

words! {
    /// What has to be done.
    #[expect(
        clippy::exhaustive_enums,
        reason = "a new duty must break the host's build, not fall into `_`"
    )]
    #[must_use = "a duty that nobody reads is a breach waiting to happen"]
    ToDo {
        /// Answer the request.
        Answer = "answer",
        /// Search the records, and write down what was searched (RT-13).
        Search = "search",
        /// Acknowledge the complaint.
        Acknowledge = "acknowledge",
        /// Look into the complaint and tell what came of it.
        ResolveComplaint = "resolve-complaint",
        /// Tell the person that it is refused, why, and where they can go.
        TellRefusal = "tell-refusal",
        /// Tell everybody who was given the data (RT-18).
        TellRecipients = "tell-recipients",
        /// Stop telling people to write: it is no condition of a request (SE-08).
        StopDemandingWriting = "stop-demanding-writing",
        /// Send another notice of extension, one that says why, while there is time (RT-03).
        GiveReasons = "give-reasons",
    }
}

/// Something that did not have the effect somebody may have hoped for.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Finding {
    /// What the clock says of it.
    Clock(RightsFinding),
    /// The person was told to write, which is no condition (SE-08).
    UnlawfulPrecondition,
    /// A fee for further copies stops no clock.
    FeeStopsNothing,
    /// It came to its end after the time of the law.
    OutOfTime,
}

impl Step {
    /// Where the request stands now.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Where the request stands now, to go on from.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// What has to be done because of this event.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// What had no effect.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The rules that were applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

impl Duty {
    pub(crate) const fn new(what: ToDo, who: Role, by: Option<Day>) -> Self {
        Self { what, who, by }
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

    /// The last day; `None` when it has to be done at once, or waits for the person.
    #[must_use]
    pub const fn by(&self) -> Option<Day> {
        self.by
    }

    /// The id of the rule that demands it.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.what.cites().id()
    }
}

impl ToDo {
    /// The rule behind it.
    #[must_use]
    pub const fn cites(self) -> Rule {
        match self {
            Self::Answer => clock_rules::RT_01,
            Self::Search => rules::RT_13,
            Self::Acknowledge => clock_rules::CP_02,
            Self::ResolveComplaint => rules::CP_03,
            Self::TellRefusal => clock_rules::RT_09,
            Self::TellRecipients => rules::RT_18,
            Self::StopDemandingWriting => rules::SE_08,
            Self::GiveReasons => clock_rules::RT_03,
        }
    }
}
