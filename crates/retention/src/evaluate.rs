//! Row form: the reference meaning of a schedule.

use caldicott_calendar::Day;

use crate::few::Few;
use crate::resolved::Resolved;
use crate::schedule::{Mode, Reckoning};
use crate::start::Start;
use crate::{
    Candidate, Decision, Due, Flag, Flags, KeepRule, Outcome, Record, Schedule, Span, Stage,
    Trigger, TriggerDate,
};

impl Schedule {
    /// Says what is due for a record on a day.
    ///
    /// Every record has an outcome; the same facts always have the same one.
    ///
    /// # Example
    /// ```
    /// # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
    /// use caldicott_retention::{Duty, Hold, Record, Schedule, TriggerDate};
    /// # let at = Place::new(1, 1);
    /// # let text = |text: &str| Located::new(Node::Text(text.into()), at);
    /// # let mut triggers = Table::default();
    /// # triggers.insert("support-ended", at, text("support_ended_on"));
    /// # let mut rule = Table::default();
    /// # rule.insert("id", at, text("support-record"));
    /// # rule.insert("class", at, text("client"));
    /// # rule.insert("keep", at, text("8 years after support-ended"));
    /// # rule.insert("why", at, text("our own choice"));
    /// # rule.insert("stages", at, Located::new(Node::List(vec![text("dispose")]), at));
    /// # let mut hold = Table::default();
    /// # hold.insert("id", at, text("arrears"));
    /// # hold.insert("why", at, text("rent is owed"));
    /// # let mut top = Table::default();
    /// # let list = |table| Located::new(Node::List(vec![Located::new(Node::Table(table), at)]), at);
    /// # top.insert("trigger", at, Located::new(Node::Table(triggers), at));
    /// # top.insert("rule", at, list(rule));
    /// # top.insert("hold", at, list(hold));
    /// # let faults = Faults::new("retention.toml", Echo::Shown);
    /// # let read = Schedule::read(&mut Reader::new(&top, at, &faults));
    /// # let schedule = faults.finish(read).map_err(|faults| faults[0].to_string())?;
    /// let record = Record::new("client")
    ///     .dated("support-ended", TriggerDate::parse("2019-02-28"))
    ///     .held(Hold::new("arrears", "2024-05-01".parse().map_err(|_| "day")?));
    /// let outcome = schedule.evaluate(&record, "2026-11-21".parse().map_err(|_| "day")?);
    /// assert_eq!(outcome.duty(), Duty::Keep);
    /// assert!(outcome.to_string().ends_with("disposes 2027-02-28 if hold `arrears` is released."));
    /// // A record without its date is kept, never queued.
    /// let undated = Record::new("client");
    /// let outcome = schedule.evaluate(&undated, "2099-01-01".parse().map_err(|_| "day")?);
    /// assert_eq!(outcome.duty(), Duty::Keep);
    /// # Ok::<(), String>(())
    /// ```
    pub fn evaluate<'a>(&'a self, record: &'a Record, as_of: Day) -> Outcome<'a> {
        Outcome { resolved: self.resolve(record), as_of }
    }

    pub(crate) fn resolve<'a>(&'a self, record: &'a Record) -> Resolved<'a> {
        let mut flags = Flags::NONE;
        let mut facts = Facts::of(record);
        let mut candidates = Few::new();
        let (mut archive, mut backstop) = (Archive::Undeclared, None);
        for versions in self.versions() {
            let Some(oldest) = versions.first().filter(|rule| rule.selects(record)) else {
                continue;
            };
            let candidate = self.decide(versions, oldest, &mut facts, &mut flags);
            candidates.push(candidate);
            // Neither destroys anything, so the newest version speaks for all.
            let Some(newest) = versions.last() else { continue };
            let mut apart = Flags::NONE;
            if let Some(clause) = &newest.archive {
                let day =
                    self.reckon(clause, &mut facts, newest.reset_on_reuse, &mut apart).0.day();
                archive = archive.and(day);
            }
            if let Some(clause) = &newest.backstop {
                let day = self.reckon(clause, &mut facts, false, &mut apart).0.day();
                backstop = earlier(backstop, day);
            }
        }
        let winner = winner(&candidates, &mut flags);
        let floor = winner.map(|winner| winner.due);
        let mut apart = Flags::NONE;
        // A limit's dates matter by themselves only where no rule decides.
        let noted = if floor.is_some() { &mut apart } else { &mut flags };
        let limited = self.limited(&mut facts, noted);
        let ceiling = limited.day();
        if let (Some(floor), Some(ceiling)) = (floor, ceiling)
            && floor > Due::On(ceiling)
            && floor < Due::Missing
        {
            flags.raise(Flag::CeilingUnderFloor);
        }
        if floor.is_none() {
            flags.raise(Flag::Unscheduled);
        }
        let due = extended(floor.unwrap_or(limited), record);
        self.flag_holds(record, &mut flags);
        let mut resolved = Resolved {
            record,
            due,
            ceiling,
            winner,
            candidates,
            flags,
            archive: archive.day(),
            backstop,
            backstop_reviewed: backstop.and_then(|day| reviewed_since(record, day)),
            steps: Few::new(),
        };
        resolved.plan_steps();
        resolved
    }

    /// The day a rule lets go: the first on which the version then in force says so. What one
    /// version let go stays let go, and a shorter one takes effect no earlier than it came in.
    fn decide<'a>(
        &'a self,
        versions: &'a [KeepRule],
        oldest: &'a KeepRule,
        facts: &mut Facts<'_>,
        flags: &mut Flags,
    ) -> Candidate<'a> {
        let mut decided: Option<Candidate<'a>> = None;
        let mut last = Candidate { rule: oldest, due: Due::Missing, trigger: None };
        let mut unclear = false;
        for rule in versions {
            let (due, trigger) = self.reckon(&rule.keep, facts, rule.reset_on_reuse, flags);
            unclear |= due == Due::Unclear;
            let trigger = trigger.and_then(|place| self.triggers().get(place));
            last = Candidate { rule, due, trigger: trigger.map(Trigger::name) };
            if decided.is_some_and(|decided| due > decided.due) {
                flags.raise(Flag::LongerVersion);
            }
            let Due::On(day) = due else { continue };
            let day = rule.effective.map_or(day, |effective| day.max(effective));
            let in_force = rule.superseded.is_none_or(|superseded| day < superseded);
            if decided.is_none() && in_force {
                decided = Some(Candidate { due: Due::On(day), ..last });
            }
        }
        if unclear {
            return Candidate { due: Due::Unclear, ..last };
        }
        decided.unwrap_or(last)
    }

    /// The end of a clause for a record, and the trigger it was reckoned from.
    pub(crate) fn reckon(
        &self,
        clause: &Reckoning,
        facts: &mut Facts<'_>,
        reset: bool,
        flags: &mut Flags,
    ) -> (Due, Option<usize>) {
        let mut ends: Option<(Due, usize)> = None;
        let mut unknown: Option<(Due, usize)> = None;
        for (place, span) in &clause.terms {
            let Some(end) = self.end(*place, *span, facts, reset, flags) else { continue };
            if end >= Due::Missing {
                unknown = unknown.max(Some((end, *place)));
                continue;
            }
            let takes_over = ends.is_none_or(|(known, _)| match clause.mode {
                Mode::Latest => end > known,
                Mode::Earliest => end < known,
                Mode::Forever => false,
            });
            if takes_over {
                ends = Some((end, *place));
            }
        }
        if clause.mode == Mode::Forever {
            return (Due::Forever, None);
        }
        if unknown.is_none() && ends.is_none() {
            // Every trigger was optional and none has a date.
            flags.raise(Flag::MissingTrigger);
        }
        unknown.or(ends).map_or((Due::Missing, None), |(due, place)| (due, Some(place)))
    }

    /// The end of one term; `None` when its trigger is optional and has no date.
    fn end(
        &self,
        place: usize,
        span: Span,
        facts: &mut Facts<'_>,
        reset: bool,
        flags: &mut Flags,
    ) -> Option<Due> {
        let trigger = self.triggers().get(place)?;
        let day = match facts.real(self, place, trigger) {
            Real::Day { day, partial } => {
                if partial {
                    flags.raise(Flag::PartialDate);
                }
                day
            }
            Real::Contradictory { partial } => {
                if partial {
                    flags.raise(Flag::PartialDate);
                }
                flags.raise(Flag::ContradictoryDates);
                return Some(Due::Unclear);
            }
            Real::Impossible => {
                flags.raise(Flag::ImpossibleDate);
                return Some(Due::Unclear);
            }
            Real::Missing { sentinel } => {
                if sentinel {
                    flags.raise(Flag::Sentinel);
                }
                if trigger.optional {
                    return None;
                }
                flags.raise(Flag::MissingTrigger);
                return Some(Due::Missing);
            }
        };
        let from = if matches!(span, Span::After(..)) {
            self.restarted(day, facts.record, reset, flags)
        } else {
            if day.is_leap_day() {
                flags.raise(Flag::LeapDayBirthday);
            }
            day
        };
        let Some(end) = span.after_start(from, trigger.leap, self.working_days()) else {
            return Some(Due::OutOfRange);
        };
        if span.counts_working_days() && self.working_days().is_projected(end) {
            flags.raise(Flag::Projected);
        }
        Some(Due::On(end))
    }

    /// Whether a day stands before one it cannot precede.
    fn contradicts(&self, trigger: &Trigger, day: Day, record: &Record) -> bool {
        let Some(earlier) = trigger.not_before.and_then(|place| self.triggers().get(place)) else {
            return false;
        };
        let known = record.date(&earlier.name);
        match (real(earlier, known), known) {
            (Real::Day { .. }, TriggerDate::Partial(partial)) => day < partial.first(),
            (Real::Day { day: first, .. }, _) => day < first.day(),
            (Real::Contradictory { .. } | Real::Impossible | Real::Missing { .. }, _) => false,
        }
    }

    /// The day a period runs from when the record was used again or a hold restarts the clock.
    fn restarted(&self, day: Start, record: &Record, reset: bool, flags: &mut Flags) -> Start {
        let reused = record.last_reuse().filter(|reused| reset && *reused > day.day());
        if reused.is_some() {
            flags.raise(Flag::ResetOnReuse);
        }
        let latest = record
            .holds()
            .iter()
            .filter(|hold| !hold.is_contradictory())
            .filter(|hold| {
                let kind = self.hold_kinds().iter().find(|kind| kind.id == hold.id());
                kind.is_some_and(|kind| kind.restarts_clock)
            })
            .filter_map(crate::Hold::to)
            .chain(reused)
            .max();
        latest.filter(|latest| *latest > day.day()).map_or(day, Start::of)
    }

    /// By when limits want the record gone: the first of them whose day is known.
    fn limited(&self, facts: &mut Facts<'_>, flags: &mut Flags) -> Due {
        let (class, tags) = (facts.record.class(), facts.record.tags());
        let ends = self
            .limits()
            .iter()
            .filter(|limit| limit.select.selects(class, tags))
            .map(|limit| self.reckon(&limit.delete_by, facts, false, flags).0);
        ends.reduce(|one, other| match (one, other) {
            (Due::Unclear, _) | (_, Due::Unclear) => Due::Unclear,
            _ => one.min(other),
        })
        .unwrap_or(Due::Unscheduled)
    }

    fn flag_holds(&self, record: &Record, flags: &mut Flags) {
        for hold in record.holds() {
            if hold.is_contradictory() {
                flags.raise(Flag::ContradictoryHold);
            }
            if !self.hold_kinds().iter().any(|kind| kind.id == hold.id()) {
                flags.raise(Flag::UndeclaredHold);
            }
        }
    }
}

/// From when a record is archived: once every rule that archives it says so.
#[derive(Clone, Copy)]
enum Archive {
    Undeclared,
    From(Day),
    NotYet,
}

impl Archive {
    fn and(self, day: Option<Day>) -> Self {
        match (self, day) {
            (Self::NotYet, _) | (_, None) => Self::NotYet,
            (Self::Undeclared, Some(day)) => Self::From(day),
            (Self::From(known), Some(day)) => Self::From(known.max(day)),
        }
    }

    fn day(self) -> Option<Day> {
        match self {
            Self::From(day) => Some(day),
            Self::NotYet | Self::Undeclared => None,
        }
    }
}

/// A record, and what its dates turned out to be worth.
pub(crate) struct Facts<'r> {
    record: &'r Record,
    known: [Option<Real>; 8],
}

/// What a recorded date is worth.
#[derive(Clone, Copy)]
enum Real {
    Day { day: Start, partial: bool },
    Contradictory { partial: bool },
    Impossible,
    Missing { sentinel: bool },
}

impl<'r> Facts<'r> {
    pub(crate) const fn of(record: &'r Record) -> Self {
        Self { record, known: [None; 8] }
    }

    fn real(&mut self, schedule: &Schedule, place: usize, trigger: &Trigger) -> Real {
        if let Some(Some(known)) = self.known.get(place) {
            return *known;
        }
        let found = match real(trigger, self.record.date(&trigger.name)) {
            Real::Day { day, partial } if schedule.contradicts(trigger, day.day(), self.record) => {
                Real::Contradictory { partial }
            }
            other @ (Real::Day { .. }
            | Real::Contradictory { .. }
            | Real::Impossible
            | Real::Missing { .. }) => other,
        };
        if let Some(slot) = self.known.get_mut(place) {
            *slot = Some(found);
        }
        found
    }
}

fn real(trigger: &Trigger, date: TriggerDate) -> Real {
    let (first, last) = match date {
        TriggerDate::Missing => return Real::Missing { sentinel: false },
        TriggerDate::Impossible => return Real::Impossible,
        TriggerDate::Day(day) => (day, day),
        TriggerDate::Partial(partial) => (partial.first(), partial.last()),
    };
    // Of a month or year both ends must be real: a bare `1900` is an empty field too.
    if trigger.is_sentinel(first) || trigger.is_sentinel(last) {
        return Real::Missing { sentinel: true };
    }
    Real::Day { day: Start::of(last), partial: matches!(date, TriggerDate::Partial(_)) }
}

/// The candidate that lets go last. Of several, the one that does least harm, then the first id.
fn winner<'a>(candidates: &Few<Candidate<'a>>, flags: &mut Flags) -> Option<Candidate<'a>> {
    let harm = |rule: &KeepRule| {
        let worst = rule.stages.iter().map(|stage| match stage {
            Stage::Review(_) | Stage::Archive => 0,
            Stage::Anonymise => 1,
            Stage::Dispose => 2,
        });
        worst.max().unwrap_or(0)
    };
    let mut best: Option<Candidate<'a>> = None;
    for candidate in candidates.iter() {
        let Some(known) = best else {
            best = Some(*candidate);
            continue;
        };
        let milder = candidate.due == known.due && {
            let (new, old) = (harm(candidate.rule), harm(known.rule));
            if new != old && known.due.day().is_some() {
                flags.raise(Flag::ContradictoryStages);
            }
            new < old
        };
        if candidate.due > known.due || milder {
            best = Some(*candidate);
        }
    }
    best
}

/// The end of a period that reviews have extended (RE-06).
fn extended(due: Due, record: &Record) -> Due {
    record
        .stages_taken()
        .iter()
        .filter(|taken| taken.stage().reviewer().is_some())
        .map(|taken| match taken.decision() {
            Decision::Proceed => due,
            Decision::KeepUntil(day) => Due::On(day),
            Decision::KeepForever => Due::Forever,
        })
        .fold(due, Due::max)
}

fn reviewed_since(record: &Record, since: Day) -> Option<Day> {
    let reviews = record.stages_taken().iter().filter(|taken| taken.stage().reviewer().is_some());
    reviews.map(crate::Taken::on).filter(|on| *on >= since).min()
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (only, None) | (None, only) => only,
    }
}
