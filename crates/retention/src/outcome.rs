//! What is due for one record on one day.

use core::fmt;

use caldicott_calendar::{Day, RuleSet};

use crate::resolved::Resolved;
use crate::{Hold, KeepRule, rules};

/// What may be done with a record now. The one answer a host acts on.
#[expect(clippy::exhaustive_enums, reason = "a new duty must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[must_use = "a duty that nobody reads is a record kept too long or destroyed too early"]
pub enum Duty {
    /// Nothing: it is kept.
    Keep,
    /// It is to stand in the archive, out of sight.
    Archive,
    /// Somebody is to look at it; nothing is destroyed before they have.
    Review,
    /// Its period has ended and a hold stops the destruction.
    Held,
    /// What identifies somebody is to be removed.
    Anonymise,
    /// It is to be destroyed.
    Dispose,
    /// Every stage was gone through.
    Done,
}

/// When a period ends. A later variant is later in time, or less known.
#[expect(clippy::exhaustive_enums, reason = "each must be decided on")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Due {
    /// On this day.
    On(Day),
    /// Past the year 9999: it never ends.
    OutOfRange,
    /// Never.
    Forever,
    /// Not known, because a trigger has no date.
    Missing,
    /// Not known, because a date is impossible or contradicts another.
    Unclear,
    /// No rule is about this record, so it is kept.
    Unscheduled,
}

/// The standing of a record as the column and SQL forms see it: what the schedule and the holds
/// say, before the stages gone through.
#[expect(clippy::exhaustive_enums, reason = "the forms must agree on all of them")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum Standing {
    /// Its period runs.
    Keep = 0,
    /// Its period runs, in the archive.
    Archive = 1,
    /// A date is missing, so its end is not known and it is kept.
    Undated = 2,
    /// Somebody must look: a date contradicts another, or the backstop has come.
    Review = 3,
    /// Its period has ended: the row form says what happens now.
    Due = 4,
    /// Its period has ended, and a hold is in force that nothing is destroyed against.
    Held = 5,
}

/// Something about an outcome that a person should know.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum Flag {
    /// A ceiling comes before a rule's end; the rule won.
    CeilingUnderFloor,
    /// One date contradicts another.
    ContradictoryDates,
    /// A hold ends before it starts; it is taken as never released.
    ContradictoryHold,
    /// Two rules end on the same day and want different things; the milder won.
    ContradictoryStages,
    /// A date is no day of the calendar.
    ImpossibleDate,
    /// A birthday of 29 February was moved in a common year.
    LeapDayBirthday,
    /// A later version keeps longer, and came when this record was already due.
    LongerVersion,
    /// A trigger has no date.
    MissingTrigger,
    /// A month or year was taken as its last day.
    PartialDate,
    /// The ceiling has passed.
    PastCeiling,
    /// Working days were counted past the known holidays.
    Projected,
    /// The period started again because the record was used again.
    ResetOnReuse,
    /// A date is one that systems write when they have none.
    Sentinel,
    /// A hold is of a kind the schedule does not know; it holds all the same.
    UndeclaredHold,
    /// The first day of a hold is not known; it counts as in force since ever.
    UndatedHold,
    /// No rule is about this record.
    Unscheduled,
}

/// A set of flags.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct Flags(u16);

/// One rule that is about the record, and when it lets go.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub(crate) rule: &'a KeepRule,
    pub(crate) due: Due,
    pub(crate) trigger: Option<&'a str>,
}

/// What would happen without the holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Counterfactual<'a> {
    pub(crate) duty: Duty,
    pub(crate) on: Day,
    pub(crate) holds: Vec<&'a str>,
}

/// What is due for one record on one day, and everything that led there.
#[derive(Clone, Debug)]
#[must_use = "an outcome that nobody reads is a record kept too long or destroyed too early"]
pub struct Outcome<'a> {
    pub(crate) resolved: Resolved<'a>,
    pub(crate) as_of: Day,
}

impl<'a> Outcome<'a> {
    /// What may be done with the record: holds and stages gone through are taken into account.
    pub fn duty(&self) -> Duty {
        self.resolved.duty(self.as_of)
    }

    /// What the schedule alone says, as if no hold were in force.
    pub fn duty_without_holds(&self) -> Duty {
        self.resolved.position(self.as_of).1
    }

    /// How far through its stages the record is. For fixed facts it never goes down with time.
    #[must_use]
    pub fn progress(&self) -> usize {
        self.resolved.position(self.as_of).0
    }

    /// The standing that the column and SQL forms find.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.resolved.standing(self.as_of)
    }

    /// The day it was asked for.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// When the period ends.
    #[must_use]
    pub fn due(&self) -> Due {
        self.resolved.due()
    }

    /// The next day on which the duty changes if no fact does.
    #[must_use]
    pub fn next_change(&self) -> Option<Day> {
        self.resolved.next_change(self.as_of)
    }

    /// The rule that decided: of all that are about the record, the last to let go.
    #[must_use]
    pub fn winner(&self) -> Option<Candidate<'a>> {
        self.resolved.candidate(self.resolved.winner?)
    }

    /// Every rule that is about the record, in the order of their ids.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate<'a>> {
        self.resolved.candidates.iter().filter_map(|found| self.resolved.candidate(*found))
    }

    /// The holds in force on the day.
    pub fn blockers(&self) -> impl Iterator<Item = &'a Hold> {
        let day = self.as_of;
        self.resolved.record.holds().iter().filter(move |hold| hold.is_on(day))
    }

    /// What a person should know besides.
    #[must_use]
    pub fn flags(&self) -> Flags {
        let past = self.resolved.ceiling.is_some_and(|ceiling| ceiling < self.as_of);
        if past { self.resolved.flags.with(Flag::PastCeiling) } else { self.resolved.flags }
    }

    /// The day by which a limit wants the record gone.
    #[must_use]
    pub const fn ceiling(&self) -> Option<Day> {
        self.resolved.ceiling
    }

    /// The role that reviews, when a review is due and the schedule names one.
    #[must_use]
    pub fn reviewer(&self) -> Option<&'a str> {
        self.resolved.reviewer(self.as_of)
    }

    /// What the first hold-free day on or after this one would bring, when holds are all that
    /// stands against it.
    #[must_use]
    pub fn counterfactual(&self) -> Option<Counterfactual<'a>> {
        self.resolved.counterfactual(self.as_of)
    }

    /// The rules of policy and law that were applied.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        let mut applied = RuleSet::new();
        let flags = self.resolved.flags;
        if let Some(winner) = self.winner() {
            applied.cite(rules::NOT_LONGER_THAN_NEEDED);
            winner.rule.cites.iter().for_each(|rule| applied.cite(*rule));
            if winner.rule.keep.terms.iter().any(|(_, span)| span.counts_months()) {
                applied.cite(rules::CORRESPONDING_DATE);
            }
        } else {
            applied.cite(rules::STORAGE_LIMITATION);
        }
        if flags.contains(Flag::ResetOnReuse) {
            applied.cite(rules::RESET_ON_REUSE);
        }
        if self.duty() == Duty::Review {
            applied.cite(rules::APPRAISAL);
        }
        if self.blockers().next().is_some() {
            applied.cite(rules::HOLDS);
            applied.cite(rules::HOLD_REASONS);
        }
        applied
    }
}

impl<'a> Candidate<'a> {
    /// The version of the rule that decides.
    #[must_use]
    pub const fn rule(&self) -> &'a KeepRule {
        self.rule
    }

    /// When it lets go.
    #[must_use]
    pub const fn due(&self) -> Due {
        self.due
    }

    /// The trigger that its end was reckoned from.
    #[must_use]
    pub const fn trigger(&self) -> Option<&'a str> {
        self.trigger
    }
}

impl Counterfactual<'_> {
    /// What would be due.
    pub const fn duty(&self) -> Duty {
        self.duty
    }

    /// From which day.
    #[must_use]
    pub const fn on(&self) -> Day {
        self.on
    }

    /// The holds that would have to be released, each kind once.
    #[must_use]
    pub fn holds(&self) -> &[&str] {
        &self.holds
    }
}

impl Due {
    /// The day, when there is one.
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::On(day) => Some(day),
            Self::OutOfRange
            | Self::Forever
            | Self::Missing
            | Self::Unclear
            | Self::Unscheduled => None,
        }
    }

    /// Whether the day has come.
    #[must_use]
    pub fn has_come(self, day: Day) -> bool {
        self.day().is_some_and(|due| due <= day)
    }
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 6] =
        [Self::Keep, Self::Archive, Self::Undated, Self::Review, Self::Due, Self::Held];

    /// The standing in one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Archive => "archive",
            Self::Undated => "undated",
            Self::Review => "review",
            Self::Due => "due",
            Self::Held => "held",
        }
    }
}

impl core::fmt::Display for Standing {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(self.name())
    }
}

impl Duty {
    /// Whether it cannot be undone.
    #[must_use]
    pub const fn is_destructive(self) -> bool {
        matches!(self, Self::Anonymise | Self::Dispose)
    }

    /// The duty in one word, as files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Archive => "archive",
            Self::Review => "review",
            Self::Held => "held",
            Self::Anonymise => "anonymise",
            Self::Dispose => "dispose",
            Self::Done => "done",
        }
    }
}

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 16] = [
        Self::CeilingUnderFloor,
        Self::ContradictoryDates,
        Self::ContradictoryHold,
        Self::ContradictoryStages,
        Self::ImpossibleDate,
        Self::LeapDayBirthday,
        Self::LongerVersion,
        Self::MissingTrigger,
        Self::PartialDate,
        Self::PastCeiling,
        Self::Projected,
        Self::ResetOnReuse,
        Self::Sentinel,
        Self::UndeclaredHold,
        Self::UndatedHold,
        Self::Unscheduled,
    ];

    /// What it says, as half a sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::CeilingUnderFloor => "a ceiling comes before the end of a rule, which wins",
            Self::ContradictoryDates => "one date contradicts another",
            Self::ContradictoryHold => "a hold ends before it starts and counts as not released",
            Self::ContradictoryStages => "two rules end together; the milder stage is taken",
            Self::ImpossibleDate => "a date is no day of the calendar",
            Self::LeapDayBirthday => "a birthday of 29 February was moved",
            Self::LongerVersion => "a later version keeps longer, so somebody looks first",
            Self::MissingTrigger => "a trigger has no date",
            Self::PartialDate => "a month or year counts as its last day",
            Self::PastCeiling => "the ceiling has passed",
            Self::Projected => "working days run past the known bank holidays",
            Self::ResetOnReuse => "the period started again when the record was used again",
            Self::Sentinel => "a date stands for an empty field",
            Self::UndeclaredHold => "a hold is of a kind the schedule does not know",
            Self::UndatedHold => "a hold without a first day counts as in force since ever",
            Self::Unscheduled => "no rule is about this record",
        }
    }
}

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// Whether a flag is raised.
    #[must_use]
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u8) != 0
    }

    /// The flags raised, in alphabetical order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.contains(*flag))
    }

    /// Whether none is raised.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn with(self, flag: Flag) -> Self {
        Self(self.0 | 1 << flag as u8)
    }

    pub(crate) const fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) const fn raise(&mut self, flag: Flag) {
        *self = self.with(flag);
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for Due {
    /// Writes the day, or why there is none.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => fmt::Display::fmt(day, out),
            Self::OutOfRange => out.write_str("out-of-range"),
            Self::Forever => out.write_str("forever"),
            Self::Missing => out.write_str("missing"),
            Self::Unclear => out.write_str("unclear"),
            Self::Unscheduled => out.write_str("unscheduled"),
        }
    }
}
