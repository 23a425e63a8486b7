//! Where a record stands on a day, once everything else about it is known.

use core::fmt;

use caldicott_calendar::Day;

use crate::code::Code;
use crate::few::Few;
use crate::{
    Candidate, Counterfactual, Decision, Due, Duty, Flag, Flags, Record, Schedule, Stage, Standing,
};

/// Everything about a record that does not depend on the day it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'a> {
    pub(crate) schedule: &'a Schedule,
    pub(crate) record: &'a Record,
    pub(crate) due: Code,
    pub(crate) ceiling: Option<Day>,
    pub(crate) winner: Option<Found>,
    pub(crate) candidates: Few<Found>,
    pub(crate) flags: Flags,
    pub(crate) archive: Option<Day>,
    pub(crate) backstop: Option<Day>,
    pub(crate) backstop_reviewed: Option<Day>,
    pub(crate) steps: Few<Step>,
}

/// A candidate in numbers: the places of its rule and of its trigger in the schedule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) rule: u32,
    pub(crate) due: Code,
    /// [`NO_TRIGGER`] for none.
    pub(crate) trigger: u32,
}

/// The place of no trigger.
pub(crate) const NO_TRIGGER: u32 = u32::MAX;

/// One stage to go through, and the day it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    what: What,
    taken: Option<Day>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum What {
    /// By its place in the schedule's list of stages.
    Stage(u32),
    /// A review by whoever may decide: the schedule names no role.
    AnyReview,
    /// What a ceiling alone leads to.
    LimitDispose,
}

impl Found {
    /// What fills a list; zeros are written fastest.
    pub(crate) const FILLER: Self = Self { rule: 0, due: Code::from_number(0), trigger: 0 };
    pub(crate) const NONE: Self = Self { rule: u32::MAX, due: Code::MISSING, trigger: NO_TRIGGER };
}

impl Step {
    /// What fills a list; zeros are written fastest.
    pub(crate) const FILLER: Self = Self { what: What::Stage(0), taken: None };
}

/// A place kept as a short number.
const fn place(number: u32) -> usize {
    number as usize
}

/// How far [`Resolved::position`] counts before the first step.
const KEPT: usize = 0;
const ARCHIVED: usize = 1;
const TO_REVIEW: usize = 2;
const REVIEWED: usize = 3;
const FIRST_STEP: usize = 4;

impl<'a> Resolved<'a> {
    /// Nothing known yet.
    #[inline]
    pub(crate) const fn new(schedule: &'a Schedule, record: &'a Record) -> Self {
        Self {
            schedule,
            record,
            due: Code::UNSCHEDULED,
            ceiling: None,
            winner: None,
            candidates: Few::new(Found::FILLER),
            flags: Flags::NONE,
            archive: None,
            backstop: None,
            backstop_reviewed: None,
            steps: Few::new(Step::FILLER),
        }
    }

    /// Lays out the stages after the period: the winner's, with every other rule's reviews before
    /// anything is destroyed. `uniform` when no other rule has a review that the winner has not.
    pub(crate) fn plan_steps(&mut self, uniform: bool) {
        let step = |what| Step { what, taken: None };
        let index = self.schedule.index();
        let staged = self.winner.and_then(|winner| index.staged(place(winner.rule)));
        let mut destructive = Some(1);
        if let Some(staged) = staged {
            for stage in &staged.stages {
                self.steps.push(step(What::Stage(*stage)));
            }
            destructive = staged.destructive;
        } else {
            // A ceiling alone: nobody chose a stage, so somebody looks first.
            self.steps.push(step(What::AnyReview));
            self.steps.push(step(What::LimitDispose));
        }
        for candidate in self.candidates.iter() {
            let Some(mut before) = destructive.filter(|_| !uniform) else { break };
            let Some(other) = index.staged(place(candidate.rule)) else { continue };
            // What is reviewed before anything is destroyed stands there already.
            if staged.is_some_and(|staged| staged.like == other.like) && !other.late_review {
                continue;
            }
            if self.winner.is_some_and(|winner| winner.rule == candidate.rule) {
                continue;
            }
            for stage in &other.stages {
                let review = What::Stage(*stage);
                // A review that only comes later does not stand before what is destroyed first.
                let stands = self.steps.iter().take(before).any(|step| step.what == review);
                if !stands && self.is_review(review) {
                    self.steps.insert(before, step(review));
                    before += 1;
                    destructive = Some(before);
                }
            }
        }
        let unsure =
            self.flags.contains(Flag::Projected) || self.flags.contains(Flag::LongerVersion);
        if unsure
            && let Some(place) = destructive
            && !self.steps.iter().take(place).any(|step| self.is_review(step.what))
        {
            self.steps.insert(place, step(What::AnyReview));
        }
        if self.record.stages_taken().is_empty() {
            return;
        }
        let mut since = self.due.day();
        let (record, schedule) = (self.record, self.schedule);
        for step in self.steps.iter_mut() {
            step.taken = since.and_then(|since| taken_since(schedule, record, step.what, since));
            since = step.taken;
        }
    }

    fn is_review(&self, what: What) -> bool {
        self.duty_of(what) == Duty::Review
    }

    fn duty_of(&self, what: What) -> Duty {
        match what {
            What::Stage(place) => match self.schedule.index().stage(place) {
                Some(Stage::Review(_)) | None => Duty::Review,
                Some(Stage::Archive) => Duty::Archive,
                Some(Stage::Anonymise) => Duty::Anonymise,
                Some(Stage::Dispose) => Duty::Dispose,
            },
            What::AnyReview => Duty::Review,
            What::LimitDispose => Duty::Dispose,
        }
    }

    /// A candidate with its rule and trigger.
    pub(crate) fn candidate(&self, found: Found) -> Option<Candidate<'a>> {
        let trigger = self.schedule.triggers().get(place(found.trigger));
        Some(Candidate {
            rule: self.schedule.rules().get(place(found.rule))?,
            due: found.due.due(),
            trigger: trigger.map(crate::Trigger::name),
        })
    }

    pub(crate) fn due(&self) -> Due {
        self.due.due()
    }

    /// How far the record is on a day, and what is then due as if nothing held it.
    pub(crate) fn position(&self, day: Day) -> (usize, Duty) {
        if self.due == Code::UNCLEAR {
            return (TO_REVIEW, Duty::Review);
        }
        if self.due.has_come(day) {
            let done = |step: &&Step| step.taken.is_some_and(|taken| taken <= day);
            let count = self.steps.iter().take_while(done).count();
            let duty = self.steps.get(count).map_or(Duty::Done, |step| self.duty_of(step.what));
            return (FIRST_STEP + count, duty);
        }
        let archived = self.archive.is_some_and(|archive| archive <= day);
        let kept = if archived { Duty::Archive } else { Duty::Keep };
        if self.backstop.is_some_and(|backstop| backstop <= day) {
            return if self.backstop_reviewed.is_some_and(|reviewed| reviewed <= day) {
                (REVIEWED, kept)
            } else {
                (TO_REVIEW, Duty::Review)
            };
        }
        (if archived { ARCHIVED } else { KEPT }, kept)
    }

    pub(crate) fn duty(&self, day: Day) -> Duty {
        let duty = self.position(day).1;
        let held = duty.is_destructive() && self.is_held(day);
        if held { Duty::Held } else { duty }
    }

    fn is_held(&self, day: Day) -> bool {
        self.record.holds().iter().any(|hold| hold.is_on(day))
    }

    pub(crate) fn standing(&self, day: Day) -> Standing {
        if self.due == Code::UNCLEAR {
            Standing::Review
        } else if self.due.has_come(day) {
            if self.is_held(day) { Standing::Held } else { Standing::Due }
        } else if self.backstop.is_some_and(|backstop| backstop <= day) {
            Standing::Review
        } else if self.archive.is_some_and(|archive| archive <= day) {
            Standing::Archive
        } else if self.due == Code::MISSING {
            Standing::Undated
        } else {
            Standing::Keep
        }
    }

    pub(crate) fn next_change(&self, after: Day) -> Option<Day> {
        let now = self.duty(after);
        let mut at = after;
        loop {
            at = self.next_event(at)?;
            if self.duty(at) != now {
                return Some(at);
            }
        }
    }

    pub(crate) fn reviewer(&self, day: Day) -> Option<&'a str> {
        let (progress, duty) = self.position(day);
        if duty != Duty::Review {
            return None;
        }
        let step = self.steps.get(progress.checked_sub(FIRST_STEP)?)?;
        match step.what {
            What::Stage(stage) => self.schedule.index().stage(stage)?.reviewer(),
            What::AnyReview | What::LimitDispose => None,
        }
    }

    pub(crate) fn counterfactual(&self, day: Day) -> Option<Counterfactual<'a>> {
        let mut on = day;
        while !self.position(on).1.is_destructive() {
            on = self.next_event(on)?;
        }
        let mut holds: Vec<&'a str> =
            self.record.holds().iter().filter(|hold| hold.is_on(on)).map(crate::Hold::id).collect();
        holds.sort_unstable();
        holds.dedup();
        (!holds.is_empty()).then(|| Counterfactual { duty: self.position(on).1, on, holds })
    }

    /// The stages still to go through on a day, in words.
    pub(crate) fn remaining(&self, day: Day) -> impl Iterator<Item = impl fmt::Display> {
        let done = self.position(day).0.saturating_sub(FIRST_STEP);
        self.steps.iter().skip(done).map(|step| match step.what {
            What::Stage(place) => InWords(self.schedule.index().stage(place), "review"),
            What::AnyReview => InWords(None, "review"),
            What::LimitDispose => InWords(None, "dispose"),
        })
    }

    /// The first day after one on which something may change.
    fn next_event(&self, after: Day) -> Option<Day> {
        let holds = self
            .record
            .holds()
            .iter()
            .flat_map(|hold| [hold.from(), hold.to().and_then(|to| to.plus_days(1))]);
        [self.due.day(), self.archive, self.backstop, self.backstop_reviewed]
            .into_iter()
            .chain(self.steps.iter().map(|step| step.taken))
            .chain(holds)
            .flatten()
            .filter(|day| *day > after)
            .min()
    }
}

/// A stage, or what stands for one, in words.
struct InWords<'s>(Option<&'s Stage>, &'static str);

impl fmt::Display for InWords<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(stage) => stage.fmt(out),
            None => out.write_str(self.1),
        }
    }
}

/// The first day on or after one on which a step was gone through.
fn taken_since(schedule: &Schedule, record: &Record, what: What, since: Day) -> Option<Day> {
    let is = |stage: &Stage| match what {
        What::Stage(wanted) => schedule.index().stage(wanted) == Some(stage),
        What::AnyReview => stage.reviewer().is_some(),
        What::LimitDispose => *stage == Stage::Dispose,
    };
    record
        .stages_taken()
        .iter()
        .filter(|taken| taken.decision() == Decision::Proceed && is(taken.stage()))
        .map(crate::Taken::on)
        .filter(|on| *on >= since)
        .min()
}
