//! Where a record stands on a day, once everything else about it is known.

use core::fmt;

use caldicott_calendar::Day;

use crate::few::Few;
use crate::{Candidate, Counterfactual, Decision, Due, Duty, Flag, Flags, Record, Stage, Standing};

/// Everything about a record that does not depend on the day it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Resolved<'a> {
    pub(crate) record: &'a Record,
    pub(crate) due: Due,
    pub(crate) ceiling: Option<Day>,
    pub(crate) winner: Option<Candidate<'a>>,
    pub(crate) candidates: Few<Candidate<'a>>,
    pub(crate) flags: Flags,
    pub(crate) archive: Option<Day>,
    pub(crate) backstop: Option<Day>,
    pub(crate) backstop_reviewed: Option<Day>,
    pub(crate) steps: Few<Step<'a>>,
}

/// One stage to go through, and the day it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<'a> {
    what: What<'a>,
    taken: Option<Day>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum What<'a> {
    Stage(&'a Stage),
    /// A review by whoever may decide: the schedule names no role.
    AnyReview,
    /// What a ceiling alone leads to.
    LimitDispose,
}

/// How far [`Resolved::position`] counts before the first step.
const KEPT: usize = 0;
const ARCHIVED: usize = 1;
const TO_REVIEW: usize = 2;
const REVIEWED: usize = 3;
const FIRST_STEP: usize = 4;

impl<'a> Resolved<'a> {
    /// Lays out the stages after the period: the winner's, with every other rule's reviews before
    /// anything is destroyed.
    pub(crate) fn plan_steps(&mut self) {
        let mut steps = Few::new();
        let stages = self.winner.map_or(&[][..], |winner| winner.rule.stages.as_slice());
        for stage in stages {
            steps.push(What::Stage(stage));
        }
        if self.winner.is_none() {
            // A ceiling alone: nobody chose a stage, so somebody looks first.
            steps.push(What::AnyReview);
            steps.push(What::LimitDispose);
        }
        let deciding = self.winner.map(|winner| winner.rule);
        for candidate in self.candidates.iter() {
            if deciding.is_some_and(|rule| core::ptr::eq(rule, candidate.rule)) {
                continue;
            }
            let reviews = candidate.rule.stages.iter().filter(|stage| stage.reviewer().is_some());
            for review in reviews {
                let Some(place) = first_destructive(&steps) else { continue };
                // A review that only comes later does not stand before what is destroyed first.
                if !steps.iter().take(place).any(|step| *step == What::Stage(review)) {
                    steps.insert(place, What::Stage(review));
                }
            }
        }
        let unsure =
            self.flags.contains(Flag::Projected) || self.flags.contains(Flag::LongerVersion);
        if unsure
            && let Some(place) = first_destructive(&steps)
            && !(0..place).any(|at| steps.get(at).is_some_and(What::is_review))
        {
            steps.insert(place, What::AnyReview);
        }
        let mut since = self.due.day();
        for what in steps.iter() {
            let taken = since.and_then(|since| taken_since(self.record, *what, since));
            self.steps.push(Step { what: *what, taken });
            since = taken;
        }
    }

    /// How far the record is on a day, and what is then due as if nothing held it.
    pub(crate) fn position(&self, day: Day) -> (usize, Duty) {
        if self.due == Due::Unclear {
            return (TO_REVIEW, Duty::Review);
        }
        if self.due.has_come(day) {
            let done = |step: &&Step<'_>| step.taken.is_some_and(|taken| taken <= day);
            let count = self.steps.iter().take_while(done).count();
            let duty = self.steps.get(count).map_or(Duty::Done, |step| step.what.duty());
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
        let held = duty.is_destructive() && self.record.holds().iter().any(|hold| hold.is_on(day));
        if held { Duty::Held } else { duty }
    }

    pub(crate) fn standing(&self, day: Day) -> Standing {
        if self.due == Due::Unclear {
            Standing::Review
        } else if self.due.has_come(day) {
            Standing::Due
        } else if self.backstop.is_some_and(|backstop| backstop <= day) {
            Standing::Review
        } else if self.archive.is_some_and(|archive| archive <= day) {
            Standing::Archive
        } else if self.due == Due::Missing {
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
            What::Stage(stage) => stage.reviewer(),
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
        self.steps.iter().skip(done).map(|step| step.what)
    }

    /// The first day after one on which something may change.
    fn next_event(&self, after: Day) -> Option<Day> {
        let holds = self
            .record
            .holds()
            .iter()
            .flat_map(|hold| [Some(hold.from()), hold.to().and_then(|to| to.plus_days(1))]);
        [self.due.day(), self.archive, self.backstop, self.backstop_reviewed]
            .into_iter()
            .chain(self.steps.iter().map(|step| step.taken))
            .chain(holds)
            .flatten()
            .filter(|day| *day > after)
            .min()
    }
}

impl What<'_> {
    fn is_review(self) -> bool {
        self.duty() == Duty::Review
    }

    const fn duty(self) -> Duty {
        match self {
            Self::Stage(Stage::Review(_)) | Self::AnyReview => Duty::Review,
            Self::Stage(Stage::Archive) => Duty::Archive,
            Self::Stage(Stage::Anonymise) => Duty::Anonymise,
            Self::Stage(Stage::Dispose) | Self::LimitDispose => Duty::Dispose,
        }
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stage(stage) => stage.fmt(out),
            Self::AnyReview => out.write_str("review"),
            Self::LimitDispose => out.write_str("dispose"),
        }
    }
}

/// The first day on or after one on which a step was gone through.
fn taken_since(record: &Record, what: What<'_>, since: Day) -> Option<Day> {
    let is = |stage: &Stage| match what {
        What::Stage(wanted) => stage == wanted,
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

fn first_destructive(steps: &Few<What<'_>>) -> Option<usize> {
    steps.iter().position(|step| step.duty().is_destructive())
}
