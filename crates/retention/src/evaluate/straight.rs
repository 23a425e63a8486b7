//! The short way for a record with nothing unusual about it.

use super::{earlier, extended, reviewed_since};
use crate::code::Code;
use crate::record::Only;
use crate::resolved::{Found, NO_TRIGGER, Resolved};
use crate::schedule::{MOST_TRIGGERS, Mode, Of, Straight};
use crate::start::Start;
use crate::{Flag, Flags, Record, Schedule};

impl Schedule {
    /// Judges a record by sums alone. Where it cannot it says `false` and has touched nothing but the
    /// list of candidates, which it leaves empty.
    pub(super) fn resolve_straight<'a>(
        &'a self,
        straight: &Straight,
        record: &'a Record,
        resolved: &mut Resolved<'a>,
    ) -> bool {
        let restarted = self.index().restarts() && !record.holds().is_empty();
        if record.last_reuse().is_some() || restarted {
            return false;
        }
        let mut starts = [Start::NONE; MOST_TRIGGERS];
        for (start, place) in starts.iter_mut().zip(&straight.triggers) {
            match self.usual_start(*place, record) {
                Some(found) => *start = found,
                None => return false,
            }
        }
        let (mut winner, mut flags): (Option<Found>, Flags) = (None, Flags::NONE);
        let (mut limited, mut archive, mut backstop) = (Code::UNSCHEDULED, None, None);
        for clause in &straight.clauses {
            let earliest = clause.mode == Mode::Earliest;
            let mut found = Found { rule: 0, due: Code::FOREVER, trigger: NO_TRIGGER };
            for (place, term) in straight.terms(*clause).iter().enumerate() {
                let Some(start) = starts.get(term.slot % MOST_TRIGGERS) else { continue };
                let Some(due) = start.plus(term.months, term.days) else {
                    resolved.candidates.clear();
                    return false;
                };
                let takes_over = if earliest { due < found.due } else { due > found.due };
                if place == 0 || takes_over {
                    (found.due, found.trigger) = (due, term.trigger);
                }
            }
            let end = found.due;
            match clause.of {
                Of::Keep(rule) => {
                    found.rule = rule;
                    resolved.candidates.push(found);
                    winner = Some(match winner {
                        None => found,
                        Some(known) => self.last_to_let_go(known, found, &mut flags),
                    });
                }
                Of::Archive => archive = archive.max(end.day()),
                Of::Backstop => backstop = earlier(backstop, end.day()),
                Of::Limit => limited = limited.min(end),
            }
        }
        let floor = winner.map_or(Code::UNSCHEDULED, |winner| winner.due);
        resolved.ceiling = limited.day();
        if resolved.ceiling.is_some() && floor > limited && floor < Code::MISSING {
            flags.raise(Flag::CeilingUnderFloor);
        }
        self.flag_holds(record, &mut flags);
        resolved.due = extended(floor, record);
        resolved.winner = winner;
        resolved.flags = flags;
        resolved.archive = archive;
        resolved.backstop = backstop;
        resolved.backstop_reviewed = backstop.and_then(|day| reviewed_since(record, day));
        resolved.plan_steps(straight.uniform);
        true
    }

    /// The day of a trigger, when there is one, it is whole and real, and contradicts no other.
    #[inline]
    fn usual_start(&self, place: usize, record: &Record) -> Option<Start> {
        let trigger = self.triggers().get(place)?;
        let Only::Day(day) = record.only_day(&trigger.name) else { return None };
        if trigger.is_sentinel(day) {
            return None;
        }
        if let Some(earlier) = trigger.not_before {
            let earlier = self.triggers().get(earlier)?;
            match record.only_day(&earlier.name) {
                Only::Nothing => {}
                Only::Day(first) if first <= day => {}
                Only::Day(_) | Only::Unusual => return None,
            }
        }
        Some(Start::of(day))
    }
}
