//! Plans: what is to be destroyed, frozen, and judged again before anything is.

mod certificate;
mod read;
mod run;

use std::collections::{BTreeMap, HashSet};

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;

use crate::{Duty, Record, Schedule};

pub use certificate::{Approval, CopyLeft, Disposal, DisposalRecord, KeyedId};
pub use read::{PlanHead, PlanReading};
pub use run::{RunDay, RunDayError};

/// What is to be destroyed on one day under one schedule, and until when that may be carried out.
///
/// Its id is a hash of the schedule, the day and every line, so that an approval names exactly
/// what was approved. Two plans of the same facts have the same id, however the records were
/// batched.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Plan {
    #[cfg_attr(feature = "serde", serde(serialize_with = "hex"))]
    id: Sha256,
    #[cfg_attr(feature = "serde", serde(serialize_with = "hex"))]
    schedule: Sha256,
    day: Day,
    expires: Day,
    lines: Vec<PlanLine>,
    looked_at: usize,
}

/// One record of a plan.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlanLine {
    pub(crate) record: String,
    pub(crate) class: String,
    pub(crate) duty: Duty,
    pub(crate) due: Option<Day>,
    pub(crate) rule: Option<String>,
    pub(crate) version: u32,
    pub(crate) trigger: Option<String>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "hex"))]
    pub(crate) fingerprint: Sha256,
}

/// Records on their way into a plan.
#[derive(Debug)]
pub struct PlanBuilder<'s> {
    schedule: &'s Schedule,
    day: Day,
    expires: Day,
    /// The start of the hash of every id that was looked at: most records are not due, and the ids of
    /// ten million would fill the memory. Two ids that shared one would be refused, never let through.
    seen: HashSet<u128>,
    lines: Vec<PlanLine>,
}

/// A record that cannot go into a plan.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The same id was given twice.
    #[error("record `{record}` is given twice")]
    Twice {
        /// The record's id.
        record: String,
    },
    /// The id is blank.
    #[error("a record has no id")]
    NoId,
    /// What was read back is not what was written down.
    #[error("the plan is not the one with this id: something in it was changed")]
    Changed,
}

/// A plan being carried out. It deletes nothing: it says record by record what is cleared.
#[derive(Debug)]
pub struct Execution<'p> {
    plan: &'p Plan,
    schedule: &'p Schedule,
    today: Day,
    refused: Option<DropReason>,
    seen: BTreeMap<&'p str, Clearance>,
    not_in_plan: usize,
}

/// What becomes of one record when a plan is carried out.
#[expect(clippy::exhaustive_enums, reason = "a host must decide on each")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[must_use = "only a cleared record may be destroyed"]
pub enum Clearance {
    /// Nothing changed: it may be destroyed or anonymised, as its line says.
    Cleared,
    /// It drops out.
    Dropped(DropReason),
    /// It was never in the plan and cannot come in.
    NotInPlan,
}

/// Why a record drops out of a plan.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum DropReason {
    /// The day is before the plan's.
    BeforePlan,
    /// Some fact about it is not what it was.
    Changed,
    /// The plan has expired.
    Expired,
    /// A hold is in force.
    Held,
    /// It is no longer due for what was planned.
    NoLongerDue,
    /// It was not given again.
    NotGiven,
    /// The schedule is not the one of the plan.
    ScheduleChanged,
    /// It was given twice with different facts.
    Twice,
}

/// What a plan came to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Executed<'p> {
    cleared: Vec<&'p PlanLine>,
    dropped: Vec<(&'p PlanLine, DropReason)>,
    not_in_plan: usize,
}

impl Schedule {
    /// Starts a plan for the day of a run; it may be carried out for this many days after.
    #[must_use]
    pub fn freeze(&self, run: RunDay, valid_days: u16) -> PlanBuilder<'_> {
        let day = run.day();
        let expires = day.plus_days(i32::from(valid_days)).unwrap_or(Day::MAX);
        PlanBuilder { schedule: self, day, expires, seen: HashSet::new(), lines: Vec::new() }
    }
}

impl PlanBuilder<'_> {
    /// Looks at a record and takes it in if it is to be destroyed or anonymised.
    ///
    /// # Errors
    /// When its id is blank or was given before: which of two is meant cannot be told.
    pub fn add(&mut self, id: &str, record: &Record) -> Result<Duty, PlanError> {
        if id.trim().is_empty() {
            return Err(PlanError::NoId);
        }
        if !self.seen.insert(start_of_hash(id)) {
            return Err(PlanError::Twice { record: id.to_owned() });
        }
        let outcome = self.schedule.evaluate(record, self.day);
        let duty = outcome.duty();
        if duty.is_destructive() {
            self.lines.push(PlanLine::of(id, record, &outcome));
        }
        Ok(duty)
    }

    /// The plan.
    #[must_use]
    pub fn finish(self) -> Plan {
        let looked_at = self.seen.len();
        let mut lines = self.lines;
        lines.sort_unstable_by(|one, other| one.record.cmp(&other.record));
        let schedule = self.schedule.hash();
        let mut plan =
            Plan { id: schedule, schedule, day: self.day, expires: self.expires, lines, looked_at };
        plan.id = plan.digest();
        plan
    }
}

impl Plan {
    /// The hash that an approval names.
    #[must_use]
    pub const fn id(&self) -> Sha256 {
        self.id
    }

    /// The hash of the schedule.
    #[must_use]
    pub const fn schedule(&self) -> Sha256 {
        self.schedule
    }

    /// The day it was frozen for.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The last day on which it may be carried out.
    #[must_use]
    pub const fn expires(&self) -> Day {
        self.expires
    }

    /// The records, in the order of their ids.
    #[must_use]
    pub fn lines(&self) -> &[PlanLine] {
        &self.lines
    }

    /// How many records were looked at.
    #[must_use]
    pub const fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Starts carrying it out on the day of a run.
    #[must_use]
    pub fn execution<'p>(&'p self, schedule: &'p Schedule, run: RunDay) -> Execution<'p> {
        let today = run.day();
        let refused = if schedule.hash() != self.schedule {
            Some(DropReason::ScheduleChanged)
        } else if today < self.day {
            Some(DropReason::BeforePlan)
        } else if today > self.expires {
            Some(DropReason::Expired)
        } else {
            None
        };
        Execution { plan: self, schedule, today, refused, seen: BTreeMap::new(), not_in_plan: 0 }
    }

    fn digest(&self) -> Sha256 {
        let (day, expires, looked_at) = (self.day, self.expires, self.looked_at);
        let mut form = format!("{} {day} {expires} {looked_at}\n", self.schedule);
        for line in &self.lines {
            form.push_str(&line.form());
        }
        Sha256::of(form.as_bytes())
    }
}

impl PlanLine {
    fn of(id: &str, record: &Record, outcome: &crate::Outcome<'_>) -> Self {
        let winner = outcome.winner();
        Self {
            record: id.to_owned(),
            class: record.class().to_owned(),
            duty: outcome.duty(),
            due: outcome.due().day(),
            rule: winner.map(|winner| winner.rule().id().to_owned()),
            version: winner.map_or(0, |winner| winner.rule().version()),
            trigger: winner.and_then(|winner| winner.trigger().map(str::to_owned)),
            fingerprint: record.fingerprint(),
        }
    }

    /// The id of the record.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// The class of the record.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// What is to be done.
    pub const fn duty(&self) -> Duty {
        self.duty
    }

    /// Since when it is due.
    #[must_use]
    pub const fn due(&self) -> Option<Day> {
        self.due
    }

    /// The rule that let go.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_deref()
    }

    fn form(&self) -> String {
        let rule = (&self.record, &self.class, &self.rule, self.version, &self.trigger);
        format!("{rule:?} {} {:?} {}\n", self.duty, self.due, self.fingerprint)
    }
}

impl core::fmt::Debug for PlanLine {
    /// Writes the record's id and what is to be done.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "PlanLine({} {})", self.duty, self.record)
    }
}

impl<'p> Execution<'p> {
    /// Judges a record again, under the same schedule and today's facts. What changed drops out;
    /// nothing comes in.
    pub fn offer(&mut self, id: &str, record: &Record) -> Clearance {
        let place = self.plan.lines.binary_search_by(|line| line.record.as_str().cmp(id)).ok();
        let Some(line) = place.and_then(|place| self.plan.lines.get(place)) else {
            self.not_in_plan += 1;
            return Clearance::NotInPlan;
        };
        let mut found = self.judge(line, record);
        if self.seen.contains_key(line.record.as_str()) {
            found = Clearance::Dropped(DropReason::Twice);
        }
        self.seen.insert(&line.record, found);
        found
    }

    /// What the plan came to. A record that was not offered drops out.
    ///
    /// Records are cleared here and not before: one offered a second time is in doubt.
    #[must_use]
    pub fn finish(self) -> Executed<'p> {
        let mut executed =
            Executed { cleared: Vec::new(), dropped: Vec::new(), not_in_plan: self.not_in_plan };
        for line in &self.plan.lines {
            match self.seen.get(line.record.as_str()) {
                Some(Clearance::Cleared) => executed.cleared.push(line),
                Some(Clearance::Dropped(reason)) => executed.dropped.push((line, *reason)),
                Some(Clearance::NotInPlan) | None => {
                    let reason = self.refused.unwrap_or(DropReason::NotGiven);
                    executed.dropped.push((line, reason));
                }
            }
        }
        executed
    }

    fn judge(&self, line: &PlanLine, record: &Record) -> Clearance {
        if let Some(reason) = self.refused {
            return Clearance::Dropped(reason);
        }
        let outcome = self.schedule.evaluate(record, self.today);
        let duty = outcome.duty();
        Clearance::Dropped(if duty == Duty::Held {
            DropReason::Held
        } else if duty != line.duty {
            DropReason::NoLongerDue
        } else if PlanLine::of(&line.record, record, &outcome) != *line {
            DropReason::Changed
        } else {
            return Clearance::Cleared;
        })
    }
}

impl<'p> Executed<'p> {
    /// The records that may be destroyed or anonymised now.
    #[must_use]
    pub fn cleared(&self) -> &[&'p PlanLine] {
        &self.cleared
    }

    /// The records that dropped out, and why.
    #[must_use]
    pub fn dropped(&self) -> &[(&'p PlanLine, DropReason)] {
        &self.dropped
    }

    /// How many records were offered that the plan does not name.
    #[must_use]
    pub const fn not_in_plan(&self) -> usize {
        self.not_in_plan
    }
}

impl DropReason {
    /// The reason as half a sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::BeforePlan => "the day is before the plan's",
            Self::Changed => "a fact about it changed",
            Self::Expired => "the plan has expired",
            Self::Held => "a hold is in force",
            Self::NoLongerDue => "it is no longer due",
            Self::NotGiven => "it was not given again",
            Self::ScheduleChanged => "the schedule changed",
            Self::Twice => "it was given twice",
        }
    }
}

/// Half of a SHA-256 is enough that no two ids share it, whoever chooses them.
fn start_of_hash(id: &str) -> u128 {
    let start = Sha256::of(id.as_bytes());
    start.bytes().iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

#[cfg(feature = "serde")]
fn hex<S: serde::Serializer>(hash: &Sha256, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(hash)
}
