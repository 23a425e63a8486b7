//! The attacker in floating point: quick, believed in nothing.
//!
//! What it finds is a suspicion: a table that might be the true one, or a weighing of the sums that might
//! hold a cell in place. Both are rounded to whole numbers, and whoever uses them holds them against the
//! sums themselves.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::sums::Sums;

/// A walk through the tables that fit, by simplex steps. Cells are measured from their true value; nobody
/// moving is the start and always fits.
#[derive(Clone, Debug)]
pub(crate) struct Scout {
    /// The cell of each place.
    members: Vec<usize>,
    /// The place of each cell, if it has one.
    places: Vec<usize>,
    /// Row-major: how far a basic place moves when a free one does.
    tableau: Vec<f64>,
    rows: usize,
    columns: usize,
    basic: Vec<usize>,
    free: Vec<usize>,
    at: Vec<At>,
    low: Vec<f64>,
    high: Vec<f64>,
    value: Vec<f64>,
    /// How long a step along each free place is, as far as it is known.
    length: Vec<f64>,
    steps: u64,
    pivots: usize,
    /// What is not zero in the row of the exchange.
    filled: Vec<(usize, f64)>,
}

#[derive(Clone, Copy, Debug)]
enum At {
    Row(usize),
    Column(usize),
}

/// No bound.
pub(crate) const FREE: f64 = 1e15;
const TINY: f64 = 1e-9;

impl Scout {
    /// All sums, and the other cells that `may_move`.
    pub(crate) fn new(sums: &Sums, may_move: impl Fn(usize) -> bool) -> Self {
        let is_member = |cell: &usize| sums.parts(*cell).is_some() || may_move(*cell);
        let members: Vec<usize> = (0..sums.cells()).filter(is_member).collect();
        let mut places = vec![usize::MAX; sums.cells()];
        for (place, cell) in members.iter().enumerate() {
            places[*cell] = place;
        }
        let of = |is_sum: bool| -> Vec<usize> {
            let wanted = |place: &usize| sums.parts(members[*place]).is_some() == is_sum;
            (0..members.len()).filter(wanted).collect()
        };
        let (basic, free) = (of(true), of(false));
        let (count, rows, columns) = (members.len(), basic.len(), free.len());
        let mut made = Self {
            members,
            places,
            tableau: Vec::new(),
            rows,
            columns,
            basic,
            free,
            at: vec![At::Row(0); count],
            low: vec![0.0; count],
            high: vec![0.0; count],
            value: vec![0.0; count],
            length: vec![1.0; count],
            steps: 0,
            pivots: 0,
            filled: Vec::new(),
        };
        made.fill(sums);
        made
    }

    /// Every sum by its parts.
    #[expect(clippy::cast_precision_loss, reason = "how often a part counts is small")]
    fn fill(&mut self, sums: &Sums) {
        let of = |is_sum: bool| -> Vec<usize> {
            let wanted = |place: &usize| sums.parts(self.members[*place]).is_some() == is_sum;
            (0..self.members.len()).filter(wanted).collect()
        };
        (self.basic, self.free) = (of(true), of(false));
        for (column, place) in self.free.iter().enumerate() {
            self.at[*place] = At::Column(column);
        }
        self.tableau = vec![0.0; self.rows * self.columns];
        for (row, place) in self.basic.iter().enumerate() {
            self.at[*place] = At::Row(row);
            for (part, times) in sums.parts(self.members[*place]).unwrap_or_default() {
                if let Some(At::Column(column)) = self.at.get(self.places[*part]) {
                    self.tableau[row * self.columns + column] = *times as f64;
                }
            }
        }
        self.pivots = 0;
    }

    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    /// Sets how far a cell may move. Where the walk is must be within, or it has to start again.
    pub(crate) fn bound(&mut self, cell: usize, low: f64, high: f64) {
        if let Some(place) = self.places.get(cell).copied().filter(|at| *at != usize::MAX) {
            (self.low[place], self.high[place]) = (low, high);
        }
    }

    /// Back to the start, and to the sums as they are: short rows are worked through quickly.
    pub(crate) fn reset(&mut self, sums: &Sums) {
        self.value.fill(0.0);
        if self.pivots > 0 {
            self.fill(sums);
        }
    }

    /// Moves a cell up (or down) to `limit` at most; where it ends. `None` when the walk makes no headway.
    pub(crate) fn push(&mut self, cell: usize, up: bool, limit: f64) -> Option<f64> {
        let place = self.places.get(cell).copied().filter(|at| *at != usize::MAX)?;
        let kept = (self.low[place], self.high[place]);
        if up {
            self.high[place] = kept.1.min(limit.max(self.value[place]));
        } else {
            self.low[place] = kept.0.max(limit.min(self.value[place]));
        }
        let end = self.walk(place, up);
        (self.low[place], self.high[place]) = kept;
        end
    }

    fn walk(&mut self, place: usize, up: bool) -> Option<f64> {
        let mut idle = 0;
        self.length.fill(1.0);
        for _ in 0..2 * (self.rows + self.columns) {
            let bound = if up { self.high[place] } else { self.low[place] };
            if (bound - self.value[place]).abs() <= TINY {
                return Some(self.value[place]);
            }
            if idle > 60 + (self.rows + self.columns) / 4 {
                return None;
            }
            let entering = match self.at[place] {
                At::Column(column) => Some((column, up)),
                At::Row(row) => self.entering(row, up, idle > 12),
            };
            let Some((column, upwards)) = entering else { return Some(self.value[place]) };
            let (by, after) = self.ratio(column, upwards);
            if after >= FREE {
                return Some(if up { FREE } else { -FREE });
            }
            idle = if after > TINY { 0 } else { idle + 1 };
            self.shift(column, upwards, after);
            if let Some(row) = by {
                self.pivot(row, column);
            }
        }
        None
    }

    fn entering(&self, row: usize, up: bool, careful: bool) -> Option<(usize, bool)> {
        let mut best = None;
        let mut best_rate = 0.0;
        let start = row * self.columns;
        for (column, entry) in self.tableau[start..start + self.columns].iter().enumerate() {
            let mut rate = entry.abs();
            if rate <= 1e-7 {
                continue;
            }
            let upwards = (*entry > 0.0) == up;
            let place = self.free[column];
            let room = if upwards {
                self.high[place] - self.value[place]
            } else {
                self.value[place] - self.low[place]
            };
            if room <= TINY {
                continue;
            }
            rate = rate * rate / self.length[place];
            if careful {
                rate = self.scatter(place);
            }
            if rate > best_rate {
                best = Some((column, upwards));
                best_rate = rate;
            }
        }
        best
    }

    /// A number for a place that differs from step to step, the same on every machine.
    #[expect(clippy::cast_precision_loss, reason = "any number will do")]
    const fn scatter(&self, place: usize) -> f64 {
        let seed = ((self.pivots as u64) << 20) ^ place as u64;
        let mixed = (seed ^ (seed >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        1.0 + (mixed >> 40) as f64
    }

    fn ratio(&self, column: usize, upwards: bool) -> (Option<usize>, f64) {
        let place = self.free[column];
        let own = if upwards {
            self.high[place] - self.value[place]
        } else {
            self.value[place] - self.low[place]
        };
        let (mut by, mut least, mut size) = (None, own, 0.0);
        for row in 0..self.rows {
            let entry = self.tableau[row * self.columns + column];
            if entry.abs() <= 1e-7 {
                continue;
            }
            let place = self.basic[row];
            let rises = (entry > 0.0) == upwards;
            let room = if rises {
                self.high[place] - self.value[place]
            } else {
                self.value[place] - self.low[place]
            };
            if room >= FREE / 2.0 {
                continue;
            }
            let after = room.max(0.0) / entry.abs();
            // Of what stops it at once the largest entry keeps the errors small.
            if after < least - TINY || (after < least + TINY && entry.abs() > size) {
                (by, least, size) = (Some(row), after.min(least), entry.abs());
            }
        }
        (by, least)
    }

    fn shift(&mut self, column: usize, upwards: bool, by: f64) {
        if by == 0.0 {
            return;
        }
        let by = if upwards { by } else { -by };
        self.value[self.free[column]] += by;
        for row in 0..self.rows {
            let entry = self.tableau[row * self.columns + column];
            if entry != 0.0 {
                self.value[self.basic[row]] += entry * by;
            }
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let columns = self.columns;
        let start = row * columns;
        let pivot = self.tableau[start + column];
        self.tableau[start + column] = -1.0;
        self.filled.clear();
        for (place, entry) in self.tableau[start..start + columns].iter_mut().enumerate() {
            *entry /= -pivot;
            if entry.abs() < 1e-11 {
                *entry = 0.0;
            } else {
                self.filled.push((place, *entry));
            }
        }
        let dense: Vec<f64> = if self.filled.len() * 4 > columns {
            self.tableau[start..start + columns].to_vec()
        } else {
            Vec::new()
        };
        let mut touched = 1;
        for other in (0..self.rows).filter(|other| *other != row) {
            let line = &mut self.tableau[other * columns..(other + 1) * columns];
            let factor = line[column];
            if factor == 0.0 {
                continue;
            }
            touched += 1;
            line[column] = 0.0;
            if dense.is_empty() {
                for (place, by) in &self.filled {
                    line[*place] += factor * by;
                }
            } else {
                for (entry, by) in line.iter_mut().zip(&dense) {
                    *entry += factor * by;
                }
            }
        }
        let (leaves, enters) = (self.basic[row], self.free[column]);
        let long = self.length[enters];
        for (place, by) in &self.filled {
            let length = &mut self.length[self.free[*place]];
            *length = length.max(by * by * long);
        }
        self.length[leaves] = (long / (pivot * pivot)).max(1.0);
        (self.basic[row], self.free[column]) = (enters, leaves);
        self.at[enters] = At::Row(row);
        self.at[leaves] = At::Column(column);
        self.pivots += 1;
        self.steps += 1 + (touched * self.filled.len() + self.rows + columns) as u64 / 1024;
    }

    /// After a push that was held: with what weight each sum goes into the proof, and the weight of the cell
    /// itself. Only weights that are whole after multiplying with a small number are found.
    pub(crate) fn weights(&self, cell: usize, sums: &Sums) -> Option<Vec<(usize, i64)>> {
        const MOST: u32 = 12;
        let place = self.places.get(cell).copied().filter(|at| *at != usize::MAX)?;
        let At::Row(row) = self.at[place] else { return None };
        let line = &self.tableau[row * self.columns..(row + 1) * self.columns];
        let is_sum = |place: usize| sums.parts(self.members[place]).is_some();
        let held = || {
            let all = line.iter().zip(&self.free);
            all.filter(|(entry, place)| **entry != 0.0 && is_sum(**place))
        };
        let times = (1..=MOST).map(f64::from).find(|times| {
            held().all(|(entry, _)| (entry * times - (entry * times).round()).abs() < 1e-6)
        })?;
        #[expect(clippy::cast_possible_truncation, reason = "near a small whole number")]
        let whole = |entry: f64| entry.round() as i64;
        let others = held().map(|(entry, place)| (self.members[*place], whole(-entry * times)));
        let own = is_sum(place).then_some((cell, whole(times)));
        Some(others.chain(own).filter(|(_, weight)| *weight != 0).collect())
    }

    /// A cell whose value is not whole: the nearest to being so, the furthest from it, the first, the last.
    pub(crate) fn broken(&self, way: u8) -> Option<(usize, f64)> {
        let off = |value: f64| (value - value.round()).abs();
        let mut all = self.members.iter().zip(&self.value).filter(|(_, value)| off(**value) > 1e-6);
        let found = match way {
            0 => all.min_by(|a, b| off(*a.1).total_cmp(&off(*b.1))),
            1 => all.max_by(|a, b| off(*a.1).total_cmp(&off(*b.1))),
            2 => all.next(),
            _ => all.next_back(),
        };
        found.map(|(cell, value)| (*cell, *value))
    }

    /// The whole table nearest to where the walk is, as differences from the true one.
    pub(crate) fn nearest(&self) -> Vec<(usize, i64)> {
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
        let whole = |(cell, value): (&usize, &f64)| (*cell, value.round() as i64);
        let all = self.members.iter().zip(&self.value).map(whole);
        all.filter(|(_, difference)| *difference != 0).collect()
    }
}
