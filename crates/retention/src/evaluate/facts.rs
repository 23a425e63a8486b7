//! What a record's dates turn out to be worth.

use caldicott_calendar::Day;

use crate::schedule::{EPOCH, LAST_REAL};
use crate::start::Start;
use crate::{Flag, Flags, Record, Schedule, Trigger, TriggerDate};

/// A record, and what is known of its dates so far.
pub(crate) struct Facts<'r> {
    record: &'r Record,
    /// By the place of the trigger; those further on share the last slot and are found anew.
    known: [Real; SLOTS],
    /// The last day on which a hold was released that starts periods again.
    released: Option<Day>,
    /// Whether anything can start a period again.
    moves: bool,
}

const SLOTS: usize = 9;
const SHARED: usize = SLOTS - 1;

/// What the dates of one trigger are worth.
///
/// It is written and read field by field where it stands: a copy made just after the fields were
/// written would wait for each of them.
#[derive(Clone, Copy)]
pub(super) struct Real {
    pub(super) start: Start,
    /// The first day that is possible: of a month its first.
    first: Day,
    pub(super) flags: Flags,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Eq, PartialEq)]
#[repr(u8)]
pub(super) enum Kind {
    Unread = 0,
    Day,
    Contradictory,
    Impossible,
    Missing,
}

/// Nothing but zeros, which are written fastest.
const UNREAD: Real =
    Real { start: Start::NONE, first: EPOCH, flags: Flags::NONE, kind: Kind::Unread };

impl<'r> Facts<'r> {
    #[inline]
    pub(super) fn of(schedule: &Schedule, record: &'r Record) -> Self {
        let released = if schedule.index().restarts() { released(schedule, record) } else { None };
        let moves = released.is_some() || record.last_reuse().is_some();
        Self { record, known: [UNREAD; SLOTS], released, moves }
    }

    pub(super) const fn record(&self) -> &'r Record {
        self.record
    }

    #[inline]
    pub(super) fn real(&mut self, schedule: &Schedule, place: usize, trigger: &Trigger) -> &Real {
        let [known @ .., spare] = &mut self.known;
        let slot = known.get_mut(place).unwrap_or(spare);
        if slot.kind == Kind::Unread || place >= SHARED {
            find(schedule, trigger, self.record, slot);
        }
        slot
    }

    /// The day a period runs from when the record was used again or a hold restarts the clock.
    #[inline]
    pub(super) fn restarted(&self, day: Start, reset: bool, flags: &mut Flags) -> Start {
        if self.moves { self.moved(day, reset, flags) } else { day }
    }

    fn moved(&self, day: Start, reset: bool, flags: &mut Flags) -> Start {
        let reused = self.record.last_reuse().filter(|reused| reset && *reused > day.day());
        if reused.is_some() {
            flags.raise(Flag::ResetOnReuse);
        }
        let latest = reused.max(self.released);
        latest.filter(|latest| *latest > day.day()).map_or(day, Start::of)
    }
}

fn released(schedule: &Schedule, record: &Record) -> Option<Day> {
    let holds = record.holds().iter().filter(|hold| !hold.is_contradictory());
    let restart = holds.filter(|hold| {
        let kind = schedule.hold_kinds().iter().find(|kind| kind.id == hold.id());
        kind.is_some_and(|kind| kind.restarts_clock)
    });
    restart.filter_map(crate::Hold::to).max()
}

fn find(schedule: &Schedule, trigger: &Trigger, record: &Record, found: &mut Real) {
    read(trigger, record, found);
    if found.kind == Kind::Day
        && let Some(earlier) = trigger.not_before.and_then(|at| schedule.triggers().get(at))
    {
        let mut other = UNREAD;
        read(earlier, record, &mut other);
        if other.kind == Kind::Day && found.start.day() < other.first {
            found.kind = Kind::Contradictory;
            found.flags.raise(Flag::ContradictoryDates);
        }
    }
}

/// The latest of the dates of a trigger. One that is none counts as not written, and one that is
/// impossible spoils them all.
fn read(trigger: &Trigger, record: &Record, found: &mut Real) {
    let mut best: Option<(Day, Day, bool)> = None;
    let (mut sentinel, mut far, mut impossible) = (false, false, false);
    for date in record.dates_of(&trigger.name) {
        let (first, last, partial) = match date {
            TriggerDate::Missing => continue,
            TriggerDate::Impossible => {
                impossible = true;
                continue;
            }
            TriggerDate::Day(day) => (day, day, false),
            TriggerDate::Partial(partial) => (partial.first(), partial.last(), true),
        };
        // Of a month or year both ends must be real: a bare `1900` is an empty field too.
        if trigger.is_sentinel(first) || trigger.is_sentinel(last) {
            sentinel = true;
            // Whoever writes 9999 means that there is no end: no other date may bring one.
            far |= last > LAST_REAL;
        } else if best.is_none_or(|(_, known, _)| last > known) {
            best = Some((first, last, partial));
        }
    }
    let mut flags = Flags::NONE;
    if sentinel {
        flags.raise(Flag::Sentinel);
    }
    found.kind = match best {
        _ if impossible => {
            flags.raise(Flag::ImpossibleDate);
            Kind::Impossible
        }
        Some((first, last, partial)) if !far => {
            if partial {
                flags.raise(Flag::PartialDate);
            }
            found.start = Start::of(last);
            found.first = first;
            Kind::Day
        }
        Some(_) | None => Kind::Missing,
    };
    found.flags = flags;
}
