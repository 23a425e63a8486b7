//! The standing of every row, with comparisons alone.

use core::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use super::bits::{Chunked, Range, before, gather, numbers};
use super::{Column, Columns};
use crate::Standing;
use crate::cutoff::{ClauseCut, Cutoffs, TermCut};
#[cfg(test)]
use crate::mutants::{Mutant, planted};
use crate::schedule::Mode;

impl Cutoffs<'_> {
    /// The standing of every row.
    ///
    /// It is what [`crate::Outcome::standing`] says of a record with the same days and holds.
    #[must_use]
    pub fn standings(&self, columns: &Columns<'_>) -> Vec<Standing> {
        self.standings_on(columns, NonZeroUsize::MIN)
    }

    /// As [`Cutoffs::standings`], on several threads.
    #[must_use]
    pub fn standings_on(&self, columns: &Columns<'_>, threads: NonZeroUsize) -> Vec<Standing> {
        let codes = self.standing_codes_on(columns, threads);
        codes.into_iter().map(of_code).collect()
    }

    /// The number of the standing of every row, one byte each, found by several threads.
    #[must_use]
    pub fn standing_codes_on(&self, columns: &Columns<'_>, threads: NonZeroUsize) -> Vec<u8> {
        // Zeros that nobody wrote yet: each thread is the first to touch its own part.
        let mut found = vec![0; columns.rows()];
        self.standing_codes_into(columns, threads, &mut found);
        found
    }

    /// As [`Cutoffs::standing_codes_on`], in memory that is there already: as many rows as both the
    /// table and it have.
    pub fn standing_codes_into(
        &self,
        columns: &Columns<'_>,
        threads: NonZeroUsize,
        into: &mut [u8],
    ) {
        let judge = Judge::new(self, columns);
        let rows = columns.rows().min(into.len());
        let into = into.get_mut(..rows).unwrap_or_default();
        share(into, 64, threads, |first, part| {
            let mut slots = Vec::new();
            for (at, rows) in part.chunks_mut(64).enumerate() {
                let codes = judge.parts(first / 64 + at, &mut slots).codes();
                rows.iter_mut().zip(codes).for_each(|(row, code)| *row = code);
            }
        });
    }

    /// A bit for every row whose period has ended and that nothing holds: bit `n % 64` of word
    /// `n / 64`.
    #[must_use]
    pub fn due_bits(&self, columns: &Columns<'_>) -> Vec<u64> {
        self.due_bits_on(columns, NonZeroUsize::MIN)
    }

    /// As [`Cutoffs::due_bits`], on several threads.
    #[must_use]
    pub fn due_bits_on(&self, columns: &Columns<'_>, threads: NonZeroUsize) -> Vec<u64> {
        let judge = Judge::new(self, columns);
        let mut bits = vec![0_u64; columns.rows().div_ceil(64)];
        share(&mut bits, 1, threads, |first, part| judge.fill_due(first, part));
        bits
    }
}

/// A schedule's cut-offs over the columns of a table.
pub(super) struct Judge<'j> {
    cutoffs: &'j Cutoffs<'j>,
    rows: usize,
    /// For each trigger its column, when there is one, and which of its days are real.
    tables: Vec<Option<(Chunked<'j>, Range)>>,
    /// The ranges of the triggers that must all be met, when that is all there is to being due.
    plain: Option<Vec<(usize, Range)>>,
    /// For each clause the range of each term that can be met.
    versions: Vec<Vec<Cut<'j>>>,
    ever: Vec<Vec<Cut<'j>>>,
    limits: Vec<Cut<'j>>,
    archives: Vec<Cut<'j>>,
    backstops: Vec<Cut<'j>>,
    reused: Option<Chunked<'j>>,
    restarted: Option<Chunked<'j>>,
    kept_until: Option<Chunked<'j>>,
    held: Vec<u64>,
}

/// A clause with the ranges of its terms.
struct Cut<'j> {
    clause: &'j ClauseCut,
    ranges: Vec<Option<Range>>,
}

/// What is so of 64 rows, a bit for each.
#[derive(Clone, Copy, Default)]
pub(super) struct Parts {
    unclear: u64,
    due: u64,
    held: u64,
    backstop: u64,
    archive: u64,
    undated: u64,
    rows: u64,
}

/// Sixty-four rows of every trigger.
struct Chunk<'t> {
    slots: &'t [Slot<'t>],
    reused: Option<(&'t [i32; 64], u64)>,
    restarted: Option<(&'t [i32; 64], u64)>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'t> {
    days: &'t [i32; 64],
    real: u64,
    wrong: u64,
}

impl<'j> Judge<'j> {
    pub(super) fn new(cutoffs: &'j Cutoffs<'j>, columns: &Columns<'j>) -> Self {
        let cut = |clause: &'j ClauseCut| Cut::of(clause, cutoffs);
        let tables = cutoffs.triggers.iter().map(|trigger| {
            let column = columns.column(trigger.name())?;
            Some((Chunked::of(column), Range::real(trigger)?))
        });
        let other = |column: Option<Column<'j>>| column.map(Chunked::of);
        let mut judge = Self {
            cutoffs,
            rows: columns.rows(),
            tables: tables.collect(),
            plain: None,
            versions: cutoffs.rules.iter().map(|r| r.versions.iter().map(cut).collect()).collect(),
            ever: cutoffs.rules.iter().map(|r| r.ever.iter().map(cut).collect()).collect(),
            limits: cutoffs.limits.iter().map(cut).collect(),
            archives: cutoffs.archives.iter().map(cut).collect(),
            backstops: cutoffs.backstops.iter().map(cut).collect(),
            reused: other(columns.reused),
            restarted: other(columns.restarted),
            kept_until: other(columns.kept_until),
            held: columns.held(cutoffs.as_of),
        };
        judge.plain = judge.plain();
        judge
    }

    /// The one range of each trigger, when all of them met is all there is to being due.
    fn plain(&self) -> Option<Vec<(usize, Range)>> {
        let linked = self.cutoffs.not_before.iter().any(Option::is_some);
        let moved = self.reused.is_some() || self.restarted.is_some() || self.kept_until.is_some();
        if self.cutoffs.rules.is_empty() || linked || moved {
            return None;
        }
        let mut last: Vec<(usize, i32)> = Vec::new();
        for rule in &self.cutoffs.rules {
            let [clause] = rule.versions.as_slice() else { return None };
            let required = clause.terms.iter().all(|term| !term.optional);
            if clause.mode != Mode::Latest || !required {
                return None;
            }
            for term in &clause.terms {
                let cutoff = term.cutoff?.epoch_days();
                match last.iter_mut().find(|(slot, _)| *slot == term.trigger) {
                    Some((_, known)) => *known = cutoff.min(*known),
                    None => last.push((term.trigger, cutoff)),
                }
            }
        }
        last.into_iter()
            .map(|(slot, cutoff)| {
                Some((slot, Range::through(cutoff, self.cutoffs.triggers.get(slot)?)?))
            })
            .collect()
    }

    /// The bits of the due rows from a chunk on.
    fn fill_due(&self, first: usize, words: &mut [u64]) {
        let Some(plain) = &self.plain else {
            let mut slots = Vec::new();
            for (at, word) in words.iter_mut().enumerate() {
                let parts = self.parts(first + at, &mut slots);
                *word = parts.due & !parts.unclear & !parts.held & parts.rows;
            }
            return;
        };
        for (at, word) in words.iter_mut().enumerate() {
            *word = !self.held.get(first + at).copied().unwrap_or(0);
        }
        for (slot, range) in plain {
            let Some(Some((table, _))) = self.tables.get(*slot) else {
                words.fill(0);
                return;
            };
            for (at, word) in words.iter_mut().enumerate() {
                let (days, valid) = table.at(first + at);
                *word &= range.bits(days) & valid;
            }
        }
    }

    /// What is so of the rows of a chunk. The list is filled anew each time; it is given so that
    /// it need not be made anew.
    pub(super) fn parts<'s>(&'s self, at: usize, slots: &mut Vec<Slot<'s>>) -> Parts {
        let cutoffs = self.cutoffs;
        let left = self.rows.saturating_sub(at.saturating_mul(64)).min(64);
        let mut parts = Parts { rows: low_bits(left), ..Parts::default() };
        slots.clear();
        for table in &self.tables {
            slots.push(match table {
                Some((table, range)) => {
                    let (days, valid) = table.at(at);
                    Slot { days, real: range.bits(days) & valid, wrong: 0 }
                }
                None => Slot { days: &[0; 64], real: 0, wrong: 0 },
            });
        }
        for (slot, link) in cutoffs.not_before.iter().enumerate() {
            let Some(first) = link.and_then(|link| slots.get(link)).copied() else { continue };
            let Some(known) = slots.get_mut(slot) else { continue };
            known.wrong = before(known.days, first.days) & known.real & first.real;
            if cutoffs.decides.get(slot).is_some_and(|decides| *decides) {
                parts.unclear |= known.wrong;
            }
        }
        let chunk = Chunk {
            slots,
            reused: self.reused.as_ref().map(|column| column.at(at)),
            restarted: self.restarted.as_ref().map(|column| column.at(at)),
        };
        parts.due = if self.versions.is_empty() {
            any(&self.limits, &chunk)
        } else {
            self.versions.iter().fold(u64::MAX, |due, versions| due & any(versions, &chunk))
        };
        if let Some((days, valid)) = self.kept_until.as_ref().map(|column| column.at(at)) {
            let as_of = cutoffs.as_of.epoch_days();
            parts.due &= gather(days, |day| day <= as_of) | !valid;
        }
        parts.held = self.held.get(at).copied().unwrap_or(0);
        parts.backstop = any(&self.backstops, &chunk);
        if !self.archives.is_empty() {
            let met = |bits, cut: &Cut<'_>| bits & chunk.met(cut);
            parts.archive = self.archives.iter().fold(u64::MAX, met);
        }
        for (rule, ever) in cutoffs.rules.iter().zip(&self.ever) {
            parts.undated |= chunk.missing(&rule.newest) & !any(ever, &chunk);
        }
        if cutoffs.rules.is_empty() && !cutoffs.limits.is_empty() {
            let missing = |bits, limit: &ClauseCut| bits & chunk.missing(limit);
            parts.undated = cutoffs.limits.iter().fold(u64::MAX, missing);
        }
        parts
    }

    pub(super) const fn chunks(&self) -> usize {
        self.rows.div_ceil(64)
    }
}

impl Parts {
    /// The number of the standing of each row.
    fn codes(&self) -> [u8; 64] {
        // Each standing only where none before it in this list is so.
        let mut left = u64::MAX;
        let mut planes = [0_u64; 3];
        for (bits, standing) in [
            (self.unclear, Standing::Review),
            (self.due & self.held, Standing::Held),
            (self.due, Standing::Due),
            (self.backstop, Standing::Review),
            (self.archive, Standing::Archive),
            (self.undated, Standing::Undated),
        ] {
            let chosen = bits & left;
            left &= !bits;
            for (place, plane) in planes.iter_mut().enumerate() {
                *plane |= if standing as u8 >> place & 1 == 1 { chosen } else { 0 };
            }
        }
        numbers(planes)
    }

    /// How many rows have each standing, in the order of [`Standing::ALL`].
    pub(super) const fn counts(&self) -> [u32; 6] {
        let review = self.unclear | self.backstop & !self.due;
        let due = self.due & !self.unclear;
        let archive = self.archive & !(self.due | review);
        let undated = self.undated & !(self.due | review | self.archive);
        let keep = !(self.due | review | self.archive | self.undated);
        let rows = self.rows;
        [
            (keep & rows).count_ones(),
            (archive & rows).count_ones(),
            (undated & rows).count_ones(),
            (review & rows).count_ones(),
            (due & !self.held & rows).count_ones(),
            (due & self.held & rows).count_ones(),
        ]
    }
}

impl<'j> Cut<'j> {
    fn of(clause: &'j ClauseCut, cutoffs: &Cutoffs<'_>) -> Self {
        let ranges = clause.terms.iter().map(|term| {
            Range::through(term.cutoff?.epoch_days(), cutoffs.triggers.get(term.trigger)?)
        });
        Self { clause, ranges: ranges.collect() }
    }
}

impl Chunk<'_> {
    /// The rows in which a clause has come to its end.
    fn met(&self, cut: &Cut<'_>) -> u64 {
        let clause = cut.clause;
        if clause.mode == Mode::Forever {
            return 0;
        }
        let latest = clause.mode == Mode::Latest;
        let mut met = if latest { u64::MAX } else { 0 };
        let (mut known, mut some) = (u64::MAX, 0);
        let mut required = false;
        for (term, range) in clause.terms.iter().zip(&cut.ranges) {
            let Some(slot) = self.slots.get(term.trigger) else { continue };
            let mut ended = self.ended(*term, range.as_ref(), slot);
            required |= !term.optional;
            if latest && term.optional {
                ended |= !slot.real;
                some |= slot.real;
            } else if !latest && !term.optional {
                known &= slot.real;
            }
            #[cfg(test)]
            if planted(Mutant::AndOr) && met != u64::MAX {
                met |= ended;
                continue;
            }
            if latest {
                met &= ended;
            } else {
                met |= ended;
            }
            known &= !slot.wrong;
        }
        // The latest of optional dates needs one of them; the earliest has one when it has come.
        if latest && !required {
            met &= some;
        }
        met & known
    }

    /// The rows in which a period from this trigger, or from what restarts it, has ended.
    fn ended(&self, term: TermCut, range: Option<&Range>, slot: &Slot<'_>) -> u64 {
        let (Some(range), Some(cutoff)) = (range, term.cutoff) else { return 0 };
        let cutoff = cutoff.epoch_days();
        let mut ended = range.ended(slot.days) & slot.real;
        let reused = self.reused.filter(|_| term.resets);
        let restarted = self.restarted.filter(|_| term.restarts);
        for (later, valid) in reused.into_iter().chain(restarted) {
            ended &= gather(later, |day| day <= cutoff) | !valid;
        }
        ended
    }

    /// The rows in which a clause cannot be reckoned for want of a date.
    fn missing(&self, clause: &ClauseCut) -> u64 {
        if clause.mode == Mode::Forever {
            return 0;
        }
        let (mut missing, mut none) = (0, u64::MAX);
        for term in &clause.terms {
            let Some(slot) = self.slots.get(term.trigger) else { continue };
            none &= !slot.real;
            if !term.optional {
                missing |= !slot.real;
            }
        }
        missing | none
    }
}

fn any(cuts: &[Cut<'_>], chunk: &Chunk<'_>) -> u64 {
    cuts.iter().fold(0, |bits, cut| bits | chunk.met(cut))
}

/// The lowest bits, up to all 64.
const fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

const fn of_code(code: u8) -> Standing {
    match code {
        0 => Standing::Keep,
        1 => Standing::Archive,
        2 => Standing::Undated,
        3 => Standing::Review,
        4 => Standing::Due,
        _ => Standing::Held,
    }
}

/// Has a list filled in parts by several threads; `unit` items stay together.
///
/// The threads take parts from one queue, and so does the caller: where no thread can be started,
/// no part is lost.
pub(super) fn share<T: Send>(
    items: &mut [T],
    unit: usize,
    threads: NonZeroUsize,
    fill: impl Fn(usize, &mut [T]) + Sync,
) {
    let units = items.len().div_ceil(unit);
    let parts = if threads.get() == 1 { 1 } else { threads.get().saturating_mul(4) };
    let size = units.div_ceil(parts).max(1) * unit;
    let queue = Mutex::new(items.chunks_mut(size).enumerate());
    let work = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((place, part)) = next else { return };
            fill(place * size, part);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.get().min(units.max(1)) {
            // One that cannot be started is done without.
            let _ = std::thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
}
