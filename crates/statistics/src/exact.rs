//! What the sums of a table leave open, in exact arithmetic.
//!
//! The attacker knows every published cell and every sum. What remains open is a polytope around
//! the true table; this module walks it with a simplex method whose tableau holds integers over one
//! common denominator, so that no verdict hangs on rounding. Cells are measured from their true
//! value: the true table is the origin, and the origin is always a feasible start.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::geometry::Geometry;

/// Beyond every count: a bound at or past this is no bound.
pub(crate) const OPEN: i64 = i64::MAX / 8;

/// The numbers outgrew the machine word, or the walk made no headway: the answer is not known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Outgrown;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    pub(crate) const ZERO: Self = Self { over: 0, under: 1 };

    pub(crate) const fn whole(value: i64) -> Self {
        Self { over: value as i128, under: 1 }
    }

    fn new(over: i128, under: i128) -> Self {
        let divisor = common_divisor(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        let sign = if under < 0 { -1 } else { 1 };
        Self { over: sign * over / divisor, under: sign * under / divisor }
    }

    pub(crate) fn floor(self) -> i64 {
        i64::try_from(self.over.div_euclid(self.under)).unwrap_or(OPEN)
    }

    pub(crate) fn ceil(self) -> i64 {
        i64::try_from(-(-self.over).div_euclid(self.under)).unwrap_or(-OPEN)
    }

    pub(crate) const fn is_whole(self) -> bool {
        self.under == 1
    }

    pub(crate) const fn is_zero(self) -> bool {
        self.over == 0
    }

    fn times(self, over: i64, under: i64) -> Result<Self, Outgrown> {
        // Nearly every entry of a table's tableau is the denominator or its negative.
        if over == under || self.over == 0 {
            return Ok(self);
        }
        if over == -under {
            return Ok(Self { over: -self.over, under: self.under });
        }
        let over = self.over.checked_mul(i128::from(over)).ok_or(Outgrown)?;
        let under = self.under.checked_mul(i128::from(under)).ok_or(Outgrown)?;
        Ok(Self::new(over, under))
    }

    fn plus(self, other: Self) -> Result<Self, Outgrown> {
        if self.under == 1 && other.under == 1 {
            return Ok(Self { over: self.over.checked_add(other.over).ok_or(Outgrown)?, under: 1 });
        }
        let left = self.over.checked_mul(other.under).ok_or(Outgrown)?;
        let right = other.over.checked_mul(self.under).ok_or(Outgrown)?;
        let under = self.under.checked_mul(other.under).ok_or(Outgrown)?;
        Ok(Self::new(left.checked_add(right).ok_or(Outgrown)?, under))
    }

    fn minus(self, other: Self) -> Result<Self, Outgrown> {
        self.plus(Self { over: -other.over, under: other.under })
    }

    fn is_below(self, other: Self) -> Result<bool, Outgrown> {
        if self.under == other.under {
            return Ok(self.over < other.over);
        }
        Ok(self.minus(other)?.over < 0)
    }

    /// The fraction as a decimal, for a report.
    #[expect(clippy::cast_precision_loss, reason = "shown, never decided on")]
    pub(crate) fn shown(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

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
    tableau: Vec<i64>,
    rows: usize,
    columns: usize,
    denominator: i64,
    basic: Vec<usize>,
    free: Vec<usize>,
    place: Vec<Place>,
    low: Vec<i64>,
    high: Vec<i64>,
    value: Vec<Fraction>,
    steps: u64,
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
    /// Every cell free to move in no direction.
    pub(crate) fn new(geometry: &Geometry) -> Self {
        let cells = geometry.cells();
        let (mut basic, mut free) = (Vec::new(), Vec::new());
        let mut place = Vec::with_capacity(cells);
        for cell in 0..cells {
            if geometry.is_margin(cell) {
                place.push(Place::Row(basic.len()));
                basic.push(cell);
            } else {
                place.push(Place::Column(free.len()));
                free.push(cell);
            }
        }
        let (rows, columns) = (basic.len(), free.len());
        let mut tableau = vec![0; rows * columns];
        for (row, margin) in basic.iter().enumerate() {
            for cell in geometry.interior_below(*margin) {
                if let Place::Column(column) = place[cell] {
                    tableau[row * columns + column] = 1;
                }
            }
        }
        Self {
            tableau,
            rows,
            columns,
            denominator: 1,
            basic,
            free,
            place,
            low: vec![0; cells],
            high: vec![0; cells],
            value: vec![Fraction::ZERO; cells],
            steps: 0,
        }
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

    /// Goes back to the true table, which every bound around it allows.
    pub(crate) fn reset(&mut self) {
        self.value.fill(Fraction::ZERO);
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
            let after = gap.times(self.denominator, entry.abs())?;
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
                self.value[cell] = self.value[cell].plus(by.times(entry, self.denominator)?)?;
            }
        }
        Ok(())
    }

    /// Exchanges a basic and a free cell. Entries are minors of the sums' matrix, so the division
    /// by the old denominator leaves no remainder.
    fn pivot(&mut self, row: usize, column: usize) -> Result<(), Outgrown> {
        let columns = self.columns;
        let start = row * columns;
        let pivot = self.tableau[start + column];
        let (old, sign, new) = (self.denominator, pivot.signum(), pivot.abs());
        let pivot_row: Vec<i64> = self.tableau[start..start + columns].to_vec();
        let plain = old == 1 && new == 1;
        for other in (0..self.rows).filter(|other| *other != row) {
            let line = &mut self.tableau[other * columns..(other + 1) * columns];
            let factor = line[column];
            if factor == 0 {
                if new != old {
                    for entry in line.iter_mut().filter(|entry| **entry != 0) {
                        *entry = exchanged(*entry, new, 0, 0, old)?;
                    }
                }
                continue;
            }
            let signed = factor * sign;
            if plain {
                for (entry, by) in line.iter_mut().zip(&pivot_row) {
                    if *by != 0 {
                        let less = signed.checked_mul(*by).ok_or(Outgrown)?;
                        *entry = entry.checked_sub(less).ok_or(Outgrown)?;
                    }
                }
            } else {
                for (entry, by) in line.iter_mut().zip(&pivot_row) {
                    if *by != 0 || (*entry != 0 && new != old) {
                        *entry = exchanged(*entry, new, signed, *by, old)?;
                    }
                }
            }
            line[column] = signed;
        }
        let line = &mut self.tableau[start..start + columns];
        for (entry, by) in line.iter_mut().zip(&pivot_row) {
            *entry = -by * sign;
        }
        line[column] = old * sign;
        self.denominator = new;
        let (leaves, enters) = (self.basic[row], self.free[column]);
        self.basic[row] = enters;
        self.free[column] = leaves;
        self.place[enters] = Place::Row(row);
        self.place[leaves] = Place::Column(column);
        Ok(())
    }

    /// After [`Pushed::Held`]: the free cells that would let the cell move further if they could
    /// themselves move up (`true`) or down (`false`). Only these can: the rest is proof.
    pub(crate) fn holders(&self, cell: usize, up: bool) -> Vec<(usize, bool)> {
        let Place::Row(row) = self.place[cell] else { return Vec::new() };
        let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
        let entries = line.iter().enumerate().filter(|(_, entry)| **entry != 0);
        entries.map(|(column, entry)| (self.free[column], (*entry > 0) == up)).collect()
    }
}

/// `(entry * new - factor * by) / old`, where the division leaves no remainder.
fn exchanged(entry: i64, new: i64, factor: i64, by: i64, old: i64) -> Result<i64, Outgrown> {
    let narrow = entry
        .checked_mul(new)
        .zip(factor.checked_mul(by))
        .and_then(|(left, right)| left.checked_sub(right));
    if let Some(product) = narrow {
        return Ok(if old == 1 { product } else { product / old });
    }
    let left = i128::from(entry) * i128::from(new);
    let right = i128::from(factor) * i128::from(by);
    i64::try_from((left - right) / i128::from(old)).map_err(|_| Outgrown)
}

fn common_divisor(mut left: u128, mut right: u128) -> u128 {
    if left == 0 || right == 1 {
        return right;
    }
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
