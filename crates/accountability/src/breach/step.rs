//! What an event leads to.

use caldicott_calendar::{Instant, Rule, RuleSet};
use caldicott_model::document::Reader;

use super::{Role, State};
use crate::rules;
use caldicott_model::words;

words! {
    /// What has to be done about a breach.
    #[expect(clippy::exhaustive_enums, reason = "each is somebody's duty")]
    ToDo {
        /// Find out whether personal data is affected (BR-02).
        Enquire = "enquire",
        /// Put facts, effects and what was done on record (BR-07).
        Describe = "describe",
        /// Say how likely harm is (BR-01).
        Assess = "assess",
        /// Tell the regulator (BR-01).
        NotifyRegulator = "notify-regulator",
        /// Tell the regulator what was left open (BR-06).
        CompleteNotification = "complete-notification",
        /// Give the reasons why the regulator was told late (BR-01).
        GiveReasons = "give-reasons",
        /// Tell the controller whose data it is (BR-05).
        NotifyController = "notify-controller",
        /// Tell the people concerned (BR-08).
        TellPeople = "tell-people",
        /// Tell them in public (BR-08).
        TellInPublic = "tell-in-public",
        /// Close it once all is done.
        Close = "close",
    }
}

/// Something that has to be done, by whom and by when.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "a duty that nobody reads is a breach waiting to happen"]
pub struct Duty {
    what: ToDo,
    who: Role,
    by: Option<Instant>,
    rule: Rule,
}

/// What an organisation sets for itself where the law says `without undue delay`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Policy {
    /// Hours from the report within which the enquiry is over.
    pub enquire_within_hours: u16,
    /// Hours from awareness within which people are told of a high risk.
    pub tell_within_hours: u16,
    /// Hours from the report within which a controller is told by its processor.
    pub controller_within_hours: u16,
}

/// The next state, the duties that it opens, and the rules applied.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "the state is as it was until the step is taken"]
pub struct Step {
    pub(super) state: State,
    pub(super) duties: Vec<Duty>,
    pub(super) rules: RuleSet,
}

impl Default for Policy {
    /// A day to find out, three to tell people, one to tell a controller: choices of an organisation,
    /// none of them law.
    fn default() -> Self {
        Self { enquire_within_hours: 24, tell_within_hours: 72, controller_within_hours: 24 }
    }
}

impl Policy {
    /// Reads the hours of `[breach]` of a rulebook; what it leaves out is as by default.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Self {
        let default = Self::default();
        let mut hours = |key, default| {
            let hours = table.optional_number(key, 1, 720);
            hours.and_then(|hours| u16::try_from(hours).ok()).unwrap_or(default)
        };
        Self {
            enquire_within_hours: hours("enquire-within-hours", default.enquire_within_hours),
            tell_within_hours: hours("tell-within-hours", default.tell_within_hours),
            controller_within_hours: hours(
                "controller-within-hours",
                default.controller_within_hours,
            ),
        }
    }
}

impl Duty {
    pub(super) const fn new(what: ToDo, by: Option<Instant>) -> Self {
        Self { what, who: what.who(), by, rule: what.cites() }
    }

    /// What.
    #[must_use]
    pub const fn what(&self) -> ToDo {
        self.what
    }

    /// Who does it.
    #[must_use]
    pub const fn who(&self) -> Role {
        self.who
    }

    /// The instant to have done it by.
    #[must_use]
    pub const fn by(&self) -> Option<Instant> {
        self.by
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }
}

impl ToDo {
    /// The rule that asks for it.
    #[must_use]
    pub const fn cites(self) -> Rule {
        match self {
            Self::Enquire => rules::BR_02,
            Self::Describe | Self::Close => rules::BR_07,
            Self::Assess | Self::NotifyRegulator | Self::GiveReasons => rules::BR_01,
            Self::CompleteNotification => rules::BR_06,
            Self::NotifyController => rules::BR_05,
            Self::TellPeople | Self::TellInPublic => rules::BR_08,
        }
    }

    /// Who does it.
    #[must_use]
    pub const fn who(self) -> Role {
        match self {
            Self::Enquire
            | Self::Describe
            | Self::Assess
            | Self::NotifyRegulator
            | Self::CompleteNotification
            | Self::GiveReasons
            | Self::NotifyController
            | Self::Close => Role::ComplianceOfficer,
            Self::TellPeople | Self::TellInPublic => Role::Director,
        }
    }
}

impl Step {
    /// The next state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Everything that has to be done now, with the instants.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}
