//! What the sums of a table leave open, in exact arithmetic.
//!
//! The attacker knows every published cell and every sum. What remains open is a polytope around
//! the true table; this module walks it with a simplex method whose tableau holds integers over one
//! common denominator, so that no verdict hangs on rounding. Cells are measured from their true
//! value: the true table is the origin, and the origin is always a feasible start.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod fraction;

pub(crate) use fraction::{Fraction, Outgrown};

use crate::sums::Sums;

/// Beyond every count: a bound at or past this is no bound.
pub(crate) const OPEN: i64 = i64::MAX / 8;

/// How a push along one cell ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Pushed {
    /// The cell reached its own bound.
    AtBound(Fraction),
    /// The sums hold the cell here.
    Held(Fraction),
    /// Nothing holds the cell.
    Unbounded,
}

/// The polytope of what the attacker cannot tell apart.
#[derive(Clone, Debug)]
pub(crate) struct Polytope {
    /// Row-major, one row per basic cell, one column per free cell; over `denominator`.
    tableau: Vec<i32>,
    rows: usize,
    columns: usize,
    denominator: i64,
    basic: Vec<usize>,
    free: Vec<usize>,
    place: Vec<Place>,
    low: Vec<i64>,
    high: Vec<i64>,
    value: Vec<Fraction>,
    start: Vec<Fraction>,
    steps: u64,
    broken: bool,
    scratch: Vec<i32>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Row(usize),
    Column(usize),
}

/// What one step along a column runs into.
struct Blocked {
    by: Option<usize>,
    after: Fraction,
}

impl Polytope {
    /// Every cell at its true value, none free to move yet.
    pub(crate) fn new(sums: &Sums) -> Result<Self, Outgrown> {
        let members: Vec<usize> = (0..sums.cells()).collect();
        Self::among(sums, &members)
    }

    /// Only these cells may move; every other stays at its true value. Cells are numbered as in `members`;
    /// after them come the sums, as what they are off by.
    ///
    /// Each sum starts as a row of its own and is exchanged for a cell that can make up for it. A sum that
    /// no member can make up for holds by itself and is dropped.
    pub(crate) fn among(sums: &Sums, members: &[usize]) -> Result<Self, Outgrown> {
        let mut local = vec![usize::MAX; sums.cells()];
        for (place, cell) in members.iter().enumerate() {
            local[*cell] = place;
        }
        let columns = members.len();
        let mut made = Self::empty(columns);
        made.columns = columns;
        made.free = (0..columns).collect();
        made.place = (0..columns).map(Place::Column).collect();
        let mut is_closed = Vec::new();
        for sum in (0..sums.cells()).filter(|cell| sums.parts(*cell).is_some()) {
            let mut line = vec![0; columns];
            let mut closed = true;
            let parts = sums.parts(sum).unwrap_or_default().iter().map(|(cell, by)| (*cell, -by));
            for (cell, by) in parts.chain([(sum, 1)]) {
                match line.get_mut(local[cell]) {
                    Some(entry) => *entry = i32::try_from(by).map_err(|_| Outgrown)?,
                    None => closed = false,
                }
            }
            made.basic.push(columns + is_closed.len());
            made.place.push(Place::Row(made.rows));
            made.tableau.extend(line);
            made.rows += 1;
            is_closed.push(closed);
        }
        let cells = columns + is_closed.len();
        made.low = vec![0; cells];
        made.high = vec![0; cells];
        made.value = vec![Fraction::ZERO; cells];
        made.start = vec![Fraction::ZERO; cells];
        made.eliminate(columns)?;
        made.drop_columns(|id| id < columns || !is_closed[id - columns]);
        Ok(made)
    }

    fn empty(cells: usize) -> Self {
        Self {
            tableau: Vec::new(),
            rows: 0,
            columns: 0,
            denominator: 1,
            basic: Vec::new(),
            free: Vec::new(),
            place: Vec::new(),
            low: vec![0; cells],
            high: vec![0; cells],
            value: vec![Fraction::ZERO; cells],
            start: vec![Fraction::ZERO; cells],
            steps: 0,
            broken: false,
            scratch: Vec::new(),
        }
    }

    /// Exchanges every sum that is a row for one of the first `members`; drops the rows where none is left.
    fn eliminate(&mut self, members: usize) -> Result<(), Outgrown> {
        let mut row = 0;
        while row < self.rows {
            if self.basic[row] < members {
                row += 1;
                continue;
            }
            let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
            let able = line.iter().enumerate().filter(|(_, entry)| **entry != 0);
            let able = able.filter(|(column, _)| self.free[*column] < members);
            // The smallest entry keeps the denominator small; later columns are sums, in the sums' own form.
            let best =
                able.min_by_key(|(column, entry)| (entry.abs(), usize::MAX - self.free[*column]));
            if let Some((column, _)) = best {
                self.pivot(row, column)?;
                row += 1;
            } else {
                let last = self.rows - 1;
                if row != last {
                    let from = last * self.columns;
                    self.tableau.copy_within(from..from + self.columns, row * self.columns);
                    self.basic[row] = self.basic[last];
                    self.place[self.basic[row]] = Place::Row(row);
                }
                self.rows = last;
                self.basic.truncate(last);
                self.tableau.truncate(last * self.columns);
            }
        }
        Ok(())
    }

    fn drop_columns(&mut self, keep: impl Fn(usize) -> bool) {
        let kept: Vec<usize> =
            (0..self.columns).filter(|column| keep(self.free[*column])).collect();
        if kept.len() == self.columns {
            return;
        }
        let mut tableau = Vec::with_capacity(self.rows * kept.len());
        for row in 0..self.rows {
            let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
            tableau.extend(kept.iter().map(|column| line[*column]));
        }
        self.free = kept.iter().map(|column| self.free[*column]).collect();
        for (column, cell) in self.free.iter().enumerate() {
            self.place[*cell] = Place::Column(column);
        }
        self.tableau = tableau;
        self.columns = kept.len();
    }

    /// Whether an exchange was left half done: then nothing may be concluded any more.
    pub(crate) const fn is_broken(&self) -> bool {
        self.broken
    }

    /// Work done so far: tableau entries visited, in thousands, at least one per step.
    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    /// Sets how far a cell may lie from its true value. Takes effect after [`Polytope::reset`].
    pub(crate) fn bound(&mut self, cell: usize, low: i64, high: i64) {
        self.low[cell] = low;
        self.high[cell] = high;
    }

    pub(crate) fn bounds(&self, cell: usize) -> (i64, i64) {
        (self.low[cell], self.high[cell])
    }

    /// Goes back to the start: the true table, which every bound around it allows.
    pub(crate) fn reset(&mut self) {
        self.value.copy_from_slice(&self.start);
    }

    /// Starts from this point from now on. It must add up.
    pub(crate) fn start_at(&mut self, point: &[Fraction]) {
        self.start.copy_from_slice(point);
        self.reset();
    }

    pub(crate) fn value(&self, cell: usize) -> Fraction {
        self.value[cell]
    }

    pub(crate) fn values(&self) -> &[Fraction] {
        &self.value
    }

    /// Moves a cell up (or down) as far as the sums and bounds allow, `limit` at most.
    pub(crate) fn push(&mut self, cell: usize, up: bool, limit: i64) -> Result<Pushed, Outgrown> {
        let kept = (self.low[cell], self.high[cell]);
        if up {
            self.high[cell] = kept.1.min(limit);
        } else {
            self.low[cell] = kept.0.max(limit);
        }
        let end = self.push_to_bound(cell, up);
        (self.low[cell], self.high[cell]) = kept;
        end
    }

    fn push_to_bound(&mut self, cell: usize, up: bool) -> Result<Pushed, Outgrown> {
        let mut idle = 0_usize;
        loop {
            let bound = if up { self.high[cell] } else { self.low[cell] };
            if bound.abs() < OPEN && self.value[cell] == Fraction::whole(bound) {
                return Ok(Pushed::AtBound(self.value[cell]));
            }
            // The steepest rule is fast but can stall; a scattered choice gets out of a stall. One
            // that lasts is given up, and what is not known is treated as exposed.
            let careful = idle > 24;
            if idle > 4 * (self.rows + self.columns) {
                return Err(Outgrown);
            }
            let entering = match self.place[cell] {
                Place::Column(column) => Some((column, up)),
                Place::Row(row) => self.entering(row, up, careful)?,
            };
            let Some((column, upwards)) = entering else {
                return Ok(Pushed::Held(self.value[cell]));
            };
            let Some(blocked) = self.ratio(column, upwards)? else {
                return Ok(Pushed::Unbounded);
            };
            idle = if blocked.after.is_zero() { idle + 1 } else { 0 };
            self.shift(column, upwards, blocked.after)?;
            if let Some(row) = blocked.by {
                self.pivot(row, column)?;
            }
            self.steps += 1 + (self.rows * self.columns / 1024) as u64;
        }
    }

    /// A free cell whose move pushes the row's cell the right way, and which way it must move.
    fn entering(
        &self,
        row: usize,
        up: bool,
        careful: bool,
    ) -> Result<Option<(usize, bool)>, Outgrown> {
        let mut best: Option<(usize, bool)> = None;
        let mut best_rate = 0;
        let start = row * self.columns;
        for (column, entry) in self.tableau[start..start + self.columns].iter().enumerate() {
            if *entry == 0 {
                continue;
            }
            let upwards = (*entry > 0) == up;
            let cell = self.free[column];
            let bound = if upwards { self.high[cell] } else { self.low[cell] };
            let room = bound.abs() >= OPEN || {
                let at = self.value[cell];
                let bound = Fraction::whole(bound);
                if upwards { at.is_below(bound)? } else { bound.is_below(at)? }
            };
            if !room {
                continue;
            }
            let better = match best {
                None => true,
                Some((other, _)) if careful => self.scatter(cell) < self.scatter(self.free[other]),
                Some((other, _)) => {
                    entry.abs() > best_rate || (entry.abs() == best_rate && cell < self.free[other])
                }
            };
            if better {
                best = Some((column, upwards));
                best_rate = entry.abs();
            }
        }
        Ok(best)
    }

    /// A number for a cell that differs from step to step, the same on every machine.
    const fn scatter(&self, cell: usize) -> u64 {
        let seed = (self.steps << 20) ^ cell as u64;
        let mixed = (seed ^ (seed >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ (mixed >> 29)
    }

    /// How far a column can move, and which row stops it (`by: None` when its own bound does).
    fn ratio(&self, column: usize, upwards: bool) -> Result<Option<Blocked>, Outgrown> {
        let cell = self.free[column];
        let own = if upwards { self.high[cell] } else { self.low[cell] };
        let mut best: Option<Blocked> = None;
        if own.abs() < OPEN {
            let gap = Fraction::whole(own).minus(self.value[cell])?;
            let after = if upwards { gap } else { Fraction::ZERO.minus(gap)? };
            best = Some(Blocked { by: None, after });
        }
        for row in 0..self.rows {
            let entry = self.tableau[row * self.columns + column];
            if entry == 0 {
                continue;
            }
            let cell = self.basic[row];
            let rises = (entry > 0) == upwards;
            let bound = if rises { self.high[cell] } else { self.low[cell] };
            if bound.abs() >= OPEN {
                continue;
            }
            let gap = Fraction::whole(bound).minus(self.value[cell])?;
            let gap = if rises { gap } else { Fraction::ZERO.minus(gap)? };
            let after = gap.times(self.denominator, i64::from(entry.abs()))?;
            let closer = match &best {
                None => true,
                Some(other) if after.is_below(other.after)? => true,
                Some(other) if other.after.is_below(after)? => false,
                Some(other) => other.by.is_some_and(|other| cell < self.basic[other]),
            };
            if closer {
                best = Some(Blocked { by: Some(row), after });
            }
        }
        Ok(best)
    }

    fn shift(&mut self, column: usize, upwards: bool, by: Fraction) -> Result<(), Outgrown> {
        if by.is_zero() {
            return Ok(());
        }
        let by = if upwards { by } else { Fraction::ZERO.minus(by)? };
        let cell = self.free[column];
        self.value[cell] = self.value[cell].plus(by)?;
        for row in 0..self.rows {
            let entry = self.tableau[row * self.columns + column];
            if entry != 0 {
                let cell = self.basic[row];
                self.value[cell] =
                    self.value[cell].plus(by.times(i64::from(entry), self.denominator)?)?;
            }
        }
        Ok(())
    }

    /// Exchanges a basic and a free cell. Entries are minors of the sums' matrix, so the division
    /// by the old denominator leaves no remainder.
    fn pivot(&mut self, row: usize, column: usize) -> Result<(), Outgrown> {
        self.broken = true;
        let columns = self.columns;
        let start = row * columns;
        let pivot = self.tableau[start + column];
        let (old, sign, new) = (self.denominator, pivot.signum(), i64::from(pivot.abs()));
        let mut pivot_row = core::mem::take(&mut self.scratch);
        pivot_row.clear();
        pivot_row.extend_from_slice(&self.tableau[start..start + columns]);
        let plain = old == 1 && new == 1;
        let exchange = Exchange::of(old, new);
        let mut fits = true;
        for other in (0..self.rows).filter(|other| *other != row) {
            let line = &mut self.tableau[other * columns..(other + 1) * columns];
            let factor = line[column];
            if factor == 0 {
                if new != old {
                    fits &= exchange.line(line, &pivot_row, 0);
                }
                continue;
            }
            let signed = factor * sign;
            match signed {
                1 if plain => fits &= combined(line, &pivot_row, i32::wrapping_sub),
                -1 if plain => fits &= combined(line, &pivot_row, i32::wrapping_add),
                _ => fits &= exchange.line(line, &pivot_row, i64::from(signed)),
            }
            line[column] = signed;
        }
        if !fits {
            return Err(Outgrown);
        }
        let line = &mut self.tableau[start..start + columns];
        for (entry, by) in line.iter_mut().zip(&pivot_row) {
            *entry = -by * sign;
        }
        line[column] = i32::try_from(old).map_err(|_| Outgrown)? * sign;
        self.scratch = pivot_row;
        self.denominator = new;
        let (leaves, enters) = (self.basic[row], self.free[column]);
        self.basic[row] = enters;
        self.free[column] = leaves;
        self.place[enters] = Place::Row(row);
        self.place[leaves] = Place::Column(column);
        self.broken = false;
        Ok(())
    }

    /// After [`Pushed::Held`]: what the cell's value is made of, as free members and sums with their
    /// weights. Only these can hold it: the rest is proof.
    pub(crate) fn holders(&self, cell: usize) -> Vec<(usize, i64)> {
        let Place::Row(row) = self.place[cell] else { return Vec::new() };
        let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
        let entries = line.iter().enumerate().filter(|(_, entry)| **entry != 0);
        entries.map(|(column, entry)| (self.free[column], i64::from(*entry))).collect()
    }
}

/// Entries stay below this, so that two of them can be added.
const LARGEST: i32 = 1 << 30;

/// `(entry * new - factor * by) / old`, where the division leaves no remainder: then it is a shift and a
/// product with the inverse of the odd part, modulo the machine word.
struct Exchange {
    new: i64,
    shift: u32,
    inverse: i64,
}

impl Exchange {
    const fn of(old: i64, new: i64) -> Self {
        let shift = old.trailing_zeros();
        let odd = old >> shift;
        // Each step doubles the number of right bits, from three.
        let mut inverse = odd;
        let mut step = 0;
        while step < 5 {
            inverse = inverse.wrapping_mul(2_i64.wrapping_sub(odd.wrapping_mul(inverse)));
            step += 1;
        }
        Self { new, shift, inverse }
    }

    /// Exchanges a line; whether every entry stays small enough. All factors are below two to the
    /// thirtieth, so neither product leaves the word.
    fn line(&self, line: &mut [i32], by: &[i32], factor: i64) -> bool {
        let mut large = 0;
        for (entry, by) in line.iter_mut().zip(by) {
            let product = i64::from(*entry) * self.new - factor * i64::from(*by);
            let exact = (product >> self.shift).wrapping_mul(self.inverse);
            large |= exact ^ (exact >> 63);
            #[expect(clippy::cast_possible_truncation, reason = "checked for the whole line")]
            {
                *entry = exact as i32;
            }
        }
        large < i64::from(LARGEST)
    }
}

/// Adds or takes away a line, entry by entry; whether every entry stays small enough.
fn combined(line: &mut [i32], by: &[i32], with: impl Fn(i32, i32) -> i32) -> bool {
    let mut large = 0;
    for (entry, by) in line.iter_mut().zip(by) {
        *entry = with(*entry, *by);
        large |= *entry ^ (*entry >> 31);
    }
    large < LARGEST
}
