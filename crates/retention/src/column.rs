//! Column form: a table of days judged with comparisons alone.

use crate::cutoff::{ClauseCut, Cutoffs, TermCut};
use crate::schedule::{FIRST_REAL, LAST_REAL, Mode};
use crate::{Standing, Trigger};

/// One column: days since 1970-01-01, and a bit for each row that has one.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    days: &'a [i32],
    valid: Option<&'a [u64]>,
}

/// The columns of a table, each as long as the table.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    rows: usize,
    dates: Vec<(&'a str, Column<'a>)>,
    reused: Option<Column<'a>>,
    restarted: Option<Column<'a>>,
    kept_until: Option<Column<'a>>,
}

/// A column that does not fit its table.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ColumnError {
    /// It has more or fewer rows.
    #[error("column `{name}` has `{rows}` rows and the table `{wanted}`")]
    Rows {
        /// The column.
        name: String,
        /// Its rows.
        rows: usize,
        /// The table's.
        wanted: usize,
    },
    /// Its validity bits do not reach its last row.
    #[error("the validity bits of column `{name}` end before its `{rows}` rows do")]
    Validity {
        /// The column.
        name: String,
        /// Its rows.
        rows: usize,
    },
}

/// Sixty-four rows at a time, one byte each: 0 or 1.
type Lanes = [u8; 64];

const NO: Lanes = [0; 64];
const YES: Lanes = [1; 64];

impl<'a> Column<'a> {
    /// A column in which every row has a day.
    #[must_use]
    pub const fn full(days: &'a [i32]) -> Self {
        Self { days, valid: None }
    }

    /// A column in which bit `n % 64` of word `n / 64` says whether row `n` has a day.
    #[must_use]
    pub const fn with_validity(days: &'a [i32], valid: &'a [u64]) -> Self {
        Self { days, valid: Some(valid) }
    }
}

impl<'a> Columns<'a> {
    /// A table of this many rows, without any day yet.
    #[must_use]
    pub const fn new(rows: usize) -> Self {
        Self { rows, dates: Vec::new(), reused: None, restarted: None, kept_until: None }
    }

    /// The same table with a trigger's column. A trigger without a column has no day in any row.
    ///
    /// # Errors
    /// When its length is not the table's.
    pub fn dated(mut self, trigger: &'a str, column: Column<'a>) -> Result<Self, ColumnError> {
        self.check(trigger, column)?;
        self.dates.push((trigger, column));
        Ok(self)
    }

    /// The same table with the day each row was last used again (RE-05).
    ///
    /// # Errors
    /// When its length is not the table's.
    pub fn reused(mut self, column: Column<'a>) -> Result<Self, ColumnError> {
        self.check("reused", column)?;
        self.reused = Some(column);
        Ok(self)
    }

    /// The same table with the day the last hold that restarts the clock was released.
    ///
    /// # Errors
    /// When its length is not the table's.
    pub fn restarted(mut self, column: Column<'a>) -> Result<Self, ColumnError> {
        self.check("restarted", column)?;
        self.restarted = Some(column);
        Ok(self)
    }

    /// The same table with the day until which a review extended each row.
    ///
    /// # Errors
    /// When its length is not the table's.
    pub fn kept_until(mut self, column: Column<'a>) -> Result<Self, ColumnError> {
        self.check("kept_until", column)?;
        self.kept_until = Some(column);
        Ok(self)
    }

    fn check(&self, name: &str, column: Column<'_>) -> Result<(), ColumnError> {
        let rows = column.days.len();
        if rows != self.rows {
            return Err(ColumnError::Rows { name: name.into(), rows, wanted: self.rows });
        }
        if column.valid.is_some_and(|words| words.len() < rows.div_ceil(64)) {
            return Err(ColumnError::Validity { name: name.into(), rows });
        }
        Ok(())
    }
}

impl Cutoffs<'_> {
    /// The standing of every row.
    ///
    /// It is what [`crate::Outcome::standing`] says of a record with the same days.
    #[must_use]
    pub fn standings(&self, columns: &Columns<'_>) -> Vec<Standing> {
        let mut found = Vec::with_capacity(columns.rows);
        self.judge(columns, |standing, rows| {
            let named = standing.map(|code| match code {
                0 => Standing::Keep,
                1 => Standing::Archive,
                2 => Standing::Undated,
                3 => Standing::Review,
                _ => Standing::Due,
            });
            found.extend_from_slice(named.get(..rows).unwrap_or_default());
        });
        found
    }

    /// A bit for every row whose period has ended: bit `n % 64` of word `n / 64`.
    #[must_use]
    pub fn due_bits(&self, columns: &Columns<'_>) -> Vec<u64> {
        let mut bits = Vec::with_capacity(columns.rows.div_ceil(64));
        self.judge(columns, |standing, rows| {
            let due = standing.map(|code| u8::from(code == Standing::Due as u8));
            let rows = u64::MAX >> (64 - rows.clamp(1, 64));
            bits.push(gather(&due) & rows);
        });
        bits
    }

    /// Judges 64 rows at a time; the last call may be for fewer.
    fn judge(&self, columns: &Columns<'_>, mut take: impl FnMut(&Lanes, usize)) {
        let tables: Vec<Chunked<'_>> = self
            .triggers
            .iter()
            .map(|trigger| {
                let known = columns.dates.iter().find(|(name, _)| *name == trigger.name);
                Chunked::of(known.map(|(_, column)| *column))
            })
            .collect();
        let reused = Chunked::of(columns.reused);
        let restarted = Chunked::of(columns.restarted);
        let kept_until = Chunked::of(columns.kept_until);
        let mut chunk = Chunk {
            days: vec![&[0; 64]; tables.len()],
            real: vec![NO; tables.len()],
            wrong: vec![None; tables.len()],
            reused: None,
            restarted: None,
        };
        let as_of = self.as_of.epoch_days();
        for at in 0..columns.rows.div_ceil(64) {
            chunk.reused = reused.at(at);
            chunk.restarted = restarted.at(at);
            let unclear = self.load(&tables, at, &mut chunk);
            let mut due = self.due(&chunk);
            if let Some((days, valid)) = kept_until.at(at) {
                both(&mut due, &passed(days, &valid, as_of));
            }
            let standing = self.standing(&chunk, &unclear, &due);
            take(&standing, (columns.rows - at * 64).min(64));
        }
    }

    /// Finds which days are real and which contradict another; gives back the rows to review.
    fn load<'t>(&self, tables: &'t [Chunked<'_>], at: usize, chunk: &mut Chunk<'t>) -> Lanes {
        let slots = tables.iter().zip(&self.triggers);
        let filled = chunk.days.iter_mut().zip(&mut chunk.real);
        for ((table, trigger), (days, real)) in slots.zip(filled) {
            match table.at(at) {
                None => *real = NO,
                Some((values, valid)) => {
                    *days = values;
                    *real = real_days(values, &valid, trigger);
                }
            }
        }
        let mut unclear = NO;
        for (slot, link) in self.not_before.iter().enumerate() {
            let Some(first) = link.and_then(|link| chunk.slot(link)) else { continue };
            let Some((days, real)) = chunk.slot(slot) else { continue };
            let mut wrong = NO;
            let days = days.iter().zip(first.0);
            wrong.iter_mut().zip(days).for_each(|(out, (day, first))| *out = u8::from(day < first));
            both(&mut wrong, real);
            both(&mut wrong, first.1);
            if self.decides.get(slot).is_some_and(|decides| *decides) {
                either(&mut unclear, &wrong);
            }
            if let Some(known) = chunk.wrong.get_mut(slot) {
                *known = Some(wrong);
            }
        }
        unclear
    }

    fn due(&self, chunk: &Chunk<'_>) -> Lanes {
        if self.rules.is_empty() {
            return any(&self.limits, chunk);
        }
        let mut due = YES;
        for rule in &self.rules {
            both(&mut due, &any(&rule.versions, chunk));
        }
        due
    }

    fn standing(&self, chunk: &Chunk<'_>, unclear: &Lanes, due: &Lanes) -> Lanes {
        let mut standing = NO;
        let mut undated = NO;
        for rule in &self.rules {
            let mut missing = chunk.missing(&rule.newest);
            if !rule.ever.is_empty() {
                both(&mut missing, &not(&any(&rule.ever, chunk)));
            }
            either(&mut undated, &missing);
        }
        if self.rules.is_empty() && !self.limits.is_empty() {
            undated = YES;
            for limit in &self.limits {
                both(&mut undated, &chunk.missing(limit));
            }
        }
        put(&mut standing, &undated, Standing::Undated);
        if !self.archives.is_empty() {
            let mut archived = YES;
            for clause in &self.archives {
                both(&mut archived, &chunk.met(clause));
            }
            put(&mut standing, &archived, Standing::Archive);
        }
        put(&mut standing, &any(&self.backstops, chunk), Standing::Review);
        put(&mut standing, due, Standing::Due);
        put(&mut standing, unclear, Standing::Review);
        standing
    }
}

/// Sixty-four rows of every trigger.
struct Chunk<'t> {
    days: Vec<&'t [i32; 64]>,
    real: Vec<Lanes>,
    wrong: Vec<Option<Lanes>>,
    reused: Option<(&'t [i32; 64], Lanes)>,
    restarted: Option<(&'t [i32; 64], Lanes)>,
}

impl Chunk<'_> {
    fn slot(&self, slot: usize) -> Option<(&[i32; 64], &Lanes)> {
        Some((self.days.get(slot)?, self.real.get(slot)?))
    }

    /// The rows in which a clause has come to its end.
    fn met(&self, clause: &ClauseCut) -> Lanes {
        if clause.mode == Mode::Forever {
            return NO;
        }
        let latest = clause.mode == Mode::Latest;
        let mut met = if latest { YES } else { NO };
        let (mut known, mut some) = (YES, NO);
        let mut required = false;
        for term in &clause.terms {
            let Some((days, real)) = self.slot(term.trigger) else { continue };
            let mut ended = self.ended(*term, days);
            both(&mut ended, real);
            required |= !term.optional;
            if latest && term.optional {
                either(&mut ended, &not(real));
                either(&mut some, real);
            } else if !latest && !term.optional {
                both(&mut known, real);
            }
            if latest {
                both(&mut met, &ended);
            } else {
                either(&mut met, &ended);
            }
            if let Some(wrong) = self.wrong.get(term.trigger).and_then(Option::as_ref) {
                both(&mut known, &not(wrong));
            }
        }
        // The latest of optional dates needs one of them; the earliest has one when it has come.
        if latest && !required {
            both(&mut met, &some);
        }
        both(&mut met, &known);
        met
    }

    /// The rows in which a period from this trigger, or from what restarts it, has ended.
    fn ended(&self, term: TermCut, days: &[i32; 64]) -> Lanes {
        let Some(cutoff) = term.cutoff else { return NO };
        let cutoff = cutoff.epoch_days();
        let mut ended = NO;
        ended.iter_mut().zip(days).for_each(|(out, day)| *out = u8::from(*day <= cutoff));
        let reused = self.reused.as_ref().filter(|_| term.resets);
        let restarted = self.restarted.as_ref().filter(|_| term.restarts);
        for (later, valid) in reused.into_iter().chain(restarted) {
            both(&mut ended, &passed(later, valid, cutoff));
        }
        ended
    }

    /// The rows in which a clause cannot be reckoned for want of a date.
    fn missing(&self, clause: &ClauseCut) -> Lanes {
        if clause.mode == Mode::Forever {
            return NO;
        }
        let (mut missing, mut none) = (NO, YES);
        for term in &clause.terms {
            let Some((_, real)) = self.slot(term.trigger) else { continue };
            let absent = not(real);
            both(&mut none, &absent);
            if !term.optional {
                either(&mut missing, &absent);
            }
        }
        either(&mut missing, &none);
        missing
    }
}

/// A column cut into chunks, the last filled up with rows that have no day.
struct Chunked<'a> {
    column: Option<Column<'a>>,
    full: &'a [[i32; 64]],
    tail: [i32; 64],
    tail_rows: usize,
}

impl<'a> Chunked<'a> {
    fn of(column: Option<Column<'a>>) -> Self {
        let (full, rest) = column.map_or((&[][..], &[][..]), |column| column.days.as_chunks());
        let mut tail = [0; 64];
        tail.iter_mut().zip(rest).for_each(|(place, day)| *place = *day);
        Self { column, full, tail, tail_rows: rest.len() }
    }

    fn at(&self, at: usize) -> Option<(&[i32; 64], Lanes)> {
        let column = self.column?;
        let word = column.valid.map_or(u64::MAX, |words| words.get(at).copied().unwrap_or(0));
        if let Some(days) = self.full.get(at) {
            return Some((days, spread(word)));
        }
        let rows = u64::MAX.checked_shr(64 - u32::try_from(self.tail_rows).ok()?).unwrap_or(0);
        Some((&self.tail, spread(word & rows)))
    }
}

/// One byte for each bit.
fn spread(word: u64) -> Lanes {
    if word == u64::MAX {
        return YES;
    }
    let mut lanes = NO;
    let (eights, _) = lanes.as_chunks_mut::<8>();
    for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
        // A copy of the byte in each place, one bit kept in each, and that bit moved to the front.
        let copies = u64::from(byte) * 0x0101_0101_0101_0101;
        let kept = copies & 0x8040_2010_0804_0201;
        // At most 0x80 in each place: adding 0x7f sets its top bit exactly when it is not zero.
        *eight = ((kept + 0x7f7f_7f7f_7f7f_7f7f) >> 7 & 0x0101_0101_0101_0101).to_le_bytes();
    }
    lanes
}

/// One bit for each byte.
fn gather(lanes: &Lanes) -> u64 {
    let (eights, _) = lanes.as_chunks::<8>();
    let mut bytes = [0; 8];
    for (byte, eight) in bytes.iter_mut().zip(eights) {
        // Multiplying lines the eight bits up in the top byte.
        let [.., top] =
            u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080).to_le_bytes();
        *byte = top;
    }
    u64::from_le_bytes(bytes)
}

/// The rows with a day that is no stand-in for an empty field.
fn real_days(days: &[i32; 64], valid: &Lanes, trigger: &Trigger) -> Lanes {
    let (first, last) = (FIRST_REAL.epoch_days(), LAST_REAL.epoch_days());
    let mut real = NO;
    for ((out, day), valid) in real.iter_mut().zip(days).zip(valid) {
        *out = u8::from(*day >= first) & u8::from(*day <= last) & valid;
    }
    for sentinel in &trigger.sentinels {
        let sentinel = sentinel.epoch_days();
        real.iter_mut().zip(days).for_each(|(out, day)| *out &= u8::from(*day != sentinel));
    }
    real
}

/// The rows without a day, or with one on or before another.
fn passed(days: &[i32; 64], valid: &Lanes, by: i32) -> Lanes {
    let mut passed = NO;
    for ((out, day), valid) in passed.iter_mut().zip(days).zip(valid) {
        *out = u8::from(*day <= by) | (1 - valid);
    }
    passed
}

fn any(clauses: &[ClauseCut], chunk: &Chunk<'_>) -> Lanes {
    clauses.iter().fold(NO, |mut sum, clause| {
        either(&mut sum, &chunk.met(clause));
        sum
    })
}

fn not(lanes: &Lanes) -> Lanes {
    lanes.map(|lane| lane ^ 1)
}

fn both(one: &mut Lanes, other: &Lanes) {
    one.iter_mut().zip(other).for_each(|(one, other)| *one &= other);
}

fn either(one: &mut Lanes, other: &Lanes) {
    one.iter_mut().zip(other).for_each(|(one, other)| *one |= other);
}

fn put(standing: &mut Lanes, rows: &Lanes, code: Standing) {
    let code = code as u8;
    for (standing, chosen) in standing.iter_mut().zip(rows) {
        // All ones where the row is chosen, so that there is no branch.
        let mask = chosen.wrapping_neg();
        *standing = *standing & !mask | code & mask;
    }
}
