//! Row form: the reference meaning of a schedule.

use caldicott_calendar::Day;

mod facts;
mod straight;

use crate::code::Code;
use crate::resolved::{Found, NO_TRIGGER, Resolved};
use crate::schedule::{About, Group, Mode, Reckoning};
use crate::{Decision, Flag, Flags, Outcome, Record, Schedule, Span};

pub(crate) use facts::Facts;
use facts::Kind;

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
        let mut outcome = Outcome { resolved: Resolved::new(self, record), as_of };
        self.resolve(record, &mut outcome.resolved);
        outcome
    }

    /// Finds everything about a record that does not depend on the day.
    ///
    /// It is written where it will stay: moving it would cost more than some of the finding.
    pub(crate) fn resolve<'a>(&'a self, record: &'a Record, resolved: &mut Resolved<'a>) {
        let about = self.index().class(record.class_name());
        if let Some(straight) = &about.straight
            && self.resolve_straight(straight, record, resolved)
        {
            return;
        }
        self.resolve_any(about, record, resolved);
    }

    /// The long way round, which holds for every record.
    fn resolve_any<'a>(&'a self, about: &About, record: &'a Record, resolved: &mut Resolved<'a>) {
        let mut flags = Flags::NONE;
        let mut facts = Facts::of(self, record);
        let (mut archive, mut backstop) = (Archive::Undeclared, None);
        let mut winner: Option<Found> = None;
        for group in self.index().about(about, record.tags()) {
            let candidate = self.decide(group, &mut facts, &mut flags);
            resolved.candidates.push(candidate);
            winner = Some(match winner {
                None => candidate,
                Some(known) => self.last_to_let_go(known, candidate, &mut flags),
            });
            // Neither destroys anything, so the newest version speaks for all.
            let versions = self.rules().get(group.versions.clone());
            let Some(newest) = versions.and_then(<[_]>::last) else { continue };
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
        let floor = winner.map(|winner| winner.due);
        let mut limited = Code::UNSCHEDULED;
        if !self.limits().is_empty() {
            let mut apart = Flags::NONE;
            // A limit's dates matter by themselves only where no rule decides.
            let noted = if floor.is_some() { &mut apart } else { &mut flags };
            limited = self.limited(&mut facts, noted);
        }
        let ceiling = limited.day();
        if let (Some(floor), Some(_)) = (floor, ceiling)
            && floor > limited
            && floor < Code::MISSING
        {
            flags.raise(Flag::CeilingUnderFloor);
        }
        if floor.is_none() {
            flags.raise(Flag::Unscheduled);
        }
        self.flag_holds(record, &mut flags);
        resolved.due = extended(floor.unwrap_or(limited), record);
        resolved.ceiling = ceiling;
        resolved.winner = winner;
        resolved.flags = flags;
        resolved.archive = archive.day();
        resolved.backstop = backstop;
        resolved.backstop_reviewed = backstop.and_then(|day| reviewed_since(record, day));
        resolved.plan_steps(false);
    }

    /// The day a rule lets go: the first on which the version then in force says so. What one
    /// version let go stays let go, and a shorter one takes effect no earlier than it came in.
    fn decide(&self, group: &Group, facts: &mut Facts<'_>, flags: &mut Flags) -> Found {
        let versions = self.rules().get(group.versions.clone()).unwrap_or_default();
        let first = u32::try_from(group.versions.start).unwrap_or(u32::MAX);
        if let [rule] = versions
            && rule.effective.is_none()
        {
            let (due, trigger) = self.reckon(&rule.keep, facts, rule.reset_on_reuse, flags);
            return Found { rule: first, due, trigger };
        }
        let mut decided: Option<Found> = None;
        let mut last = Found::NONE;
        let mut unclear = false;
        for (rule, place) in versions.iter().zip(first..) {
            let (due, trigger) = self.reckon(&rule.keep, facts, rule.reset_on_reuse, flags);
            unclear |= due == Code::UNCLEAR;
            last = Found { rule: place, due, trigger };
            if decided.is_some_and(|decided| due > decided.due) {
                flags.raise(Flag::LongerVersion);
            }
            let Some(day) = due.day() else { continue };
            let day = rule.effective.map_or(day, |effective| day.max(effective));
            let in_force = rule.superseded.is_none_or(|superseded| day < superseded);
            if decided.is_none() && in_force {
                decided = Some(Found { due: Code::on(day), ..last });
            }
        }
        if unclear {
            return Found { due: Code::UNCLEAR, ..last };
        }
        decided.unwrap_or(last)
    }

    /// Of two candidates the one that lets go last, or the one that does less harm, or the first.
    fn last_to_let_go(&self, known: Found, other: Found, flags: &mut Flags) -> Found {
        if other.due != known.due {
            return if other.due > known.due { other } else { known };
        }
        let harm = |found: Found| {
            let rule = usize::try_from(found.rule).ok();
            rule.and_then(|rule| self.index().staged(rule)).map_or(0, |staged| staged.harm)
        };
        let (new, old) = (harm(other), harm(known));
        if new != old && known.due.day().is_some() {
            flags.raise(Flag::ContradictoryStages);
        }
        if new < old { other } else { known }
    }

    /// The end of a clause for a record, and the place of the trigger it was reckoned from.
    pub(crate) fn reckon(
        &self,
        clause: &Reckoning,
        facts: &mut Facts<'_>,
        reset: bool,
        flags: &mut Flags,
    ) -> (Code, u32) {
        // What is not known outdoes every day; the number after the end is the trigger's.
        let mut found: Option<(Code, u32)> = None;
        let latest = clause.mode == Mode::Latest;
        for (place, span) in &clause.terms {
            let Some(end) = self.end(*place, *span, facts, reset, flags) else { continue };
            let place = u32::try_from(*place).unwrap_or(NO_TRIGGER);
            let takes_over = match found {
                None => true,
                Some((known, of)) => {
                    let unknown = end >= Code::MISSING || known >= Code::MISSING;
                    if unknown {
                        end > known || end == known && place > of
                    } else if latest {
                        end > known
                    } else {
                        end < known
                    }
                }
            };
            if takes_over {
                found = Some((end, place));
            }
        }
        if clause.mode == Mode::Forever {
            return (Code::FOREVER, NO_TRIGGER);
        }
        found.unwrap_or_else(|| {
            // Every trigger was optional and none has a date.
            flags.raise(Flag::MissingTrigger);
            (Code::MISSING, NO_TRIGGER)
        })
    }

    /// The end of one term; `None` when its trigger is optional and has no date.
    #[inline]
    fn end(
        &self,
        place: usize,
        span: Span,
        facts: &mut Facts<'_>,
        reset: bool,
        flags: &mut Flags,
    ) -> Option<Code> {
        let trigger = self.triggers().get(place)?;
        let real = facts.real(self, place, trigger);
        flags.join(real.flags);
        let day = match real.kind {
            Kind::Day => real.start,
            Kind::Contradictory | Kind::Impossible => return Some(Code::UNCLEAR),
            Kind::Missing | Kind::Unread => {
                if trigger.optional {
                    return None;
                }
                flags.raise(Flag::MissingTrigger);
                return Some(Code::MISSING);
            }
        };
        let from = if matches!(span, Span::After(..)) {
            facts.restarted(day, reset, flags)
        } else {
            if day.is_leap_day() {
                flags.raise(Flag::LeapDayBirthday);
            }
            day
        };
        let Some(end) = span.after_start(from, trigger.leap, self.working_days()) else {
            #[cfg(test)]
            if crate::mutants::planted(crate::mutants::Mutant::Overflow) {
                return Some(Code::on(Day::MIN));
            }
            return Some(Code::OUT_OF_RANGE);
        };
        if span.counts_working_days() && self.working_days().is_projected(end) {
            flags.raise(Flag::Projected);
        }
        Some(Code::on(end))
    }

    /// By when limits want the record gone: the first of them whose day is known.
    fn limited(&self, facts: &mut Facts<'_>, flags: &mut Flags) -> Code {
        let (class, tags) = (facts.record().class(), facts.record().tags());
        let ends = self
            .limits()
            .iter()
            .filter(|limit| limit.select.selects(class, tags))
            .map(|limit| self.reckon(&limit.delete_by, facts, false, flags).0);
        ends.reduce(|one, other| match (one, other) {
            (Code::UNCLEAR, _) | (_, Code::UNCLEAR) => Code::UNCLEAR,
            _ => one.min(other),
        })
        .unwrap_or(Code::UNSCHEDULED)
    }

    fn flag_holds(&self, record: &Record, flags: &mut Flags) {
        for hold in record.holds() {
            if hold.is_contradictory() {
                flags.raise(Flag::ContradictoryHold);
            }
            if hold.from().is_none() {
                flags.raise(Flag::UndatedHold);
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

/// The end of a period that reviews have extended (RE-06). A decision to keep counts beside whatever
/// stage it was written: what somebody wanted kept must not go.
fn extended(due: Code, record: &Record) -> Code {
    record
        .stages_taken()
        .iter()
        .map(|taken| match taken.decision() {
            Decision::Proceed => due,
            Decision::KeepUntil(day) => Code::on(day),
            Decision::KeepForever => Code::FOREVER,
        })
        .fold(due, Code::max)
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
