//! The linear relaxation of a cover, kept warm: sets are added and members decided without starting anew.
//!
//! Solved in floating point from the side of the charges (how much each set can charge its members). Any
//! charges bound every cover from below, so they are rounded down to whole millionths and the bound is
//! reckoned from those in whole numbers: a rounding error can weaken a proof but never fake one.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::Demand;

/// Charges are whole parts of this.
const PARTS: i128 = 1 << 20;
const TINY: f64 = 1e-9;
/// Further from its bounds than this a quantity breaks them.
const OUTSIDE: f64 = 1e-7;
/// Exchanges after which the tableau is made anew: errors add up.
const STALE: usize = 3_000;

/// Whether a member is decided on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Decided {
    In,
    Open,
    Out,
}

/// What a demand leaves no choice about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Forced {
    Broken,
    Decided(usize, Decided),
    Nothing,
}

/// A lower bound with what it says of each member.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) at_least: u64,
    /// What the bound is above its whole-numbered self, in parts, and what each member's cost exceeds its
    /// charges by.
    exact: i128,
    margins: Vec<i128>,
}

#[derive(Clone, Copy, Debug)]
enum At {
    /// A set that is not in use.
    Aside,
    Column(usize),
    Row(usize),
}

/// Members are numbered from 0 and have a quantity between 0 and 1; after them come the sets, each with by
/// how much it is covered more than once.
#[derive(Clone, Debug)]
pub(super) struct Relaxation {
    costs: Vec<u64>,
    demands: Vec<Demand>,
    /// The demands that each member is in.
    demands_of: Vec<Vec<usize>>,
    /// Members of all demands together.
    size: usize,
    tableau: Vec<f64>,
    basic: Vec<usize>,
    free: Vec<usize>,
    at: Vec<At>,
    value: Vec<f64>,
    decided: Vec<Decided>,
    /// What raising each free quantity by one costs.
    price: Vec<f64>,
    idle: Vec<u32>,
    pub(super) steps: u64,
    pivots: usize,
    filled: Vec<(usize, f64)>,
}

impl Relaxation {
    pub(super) fn new(costs: Vec<u64>) -> Self {
        let members = costs.len();
        let mut made = Self {
            demands: Vec::new(),
            demands_of: vec![Vec::new(); members],
            size: 0,
            tableau: Vec::new(),
            basic: Vec::new(),
            free: Vec::new(),
            at: vec![At::Aside; members],
            value: vec![0.0; members],
            decided: vec![Decided::Open; members],
            price: Vec::new(),
            idle: Vec::new(),
            steps: 0,
            pivots: 0,
            filled: Vec::new(),
            costs,
        };
        made.clear();
        made
    }

    #[expect(clippy::cast_precision_loss, reason = "the bound is reckoned in whole numbers")]
    fn clear(&mut self) {
        let members = self.costs.len();
        self.tableau.clear();
        self.basic.clear();
        self.free = (0..members).collect();
        // Costs a little apart: where many are alike, exchanges would go round in circles.
        let apart = |(member, cost): (usize, &u64)| {
            let mixed = (member as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            *cost as f64 * (1.0 - 1e-4 * mixed as f64 / f64::from(1_u32 << 24))
        };
        self.price = self.costs.iter().enumerate().map(apart).collect();
        self.at.fill(At::Aside);
        for member in 0..members {
            self.at[member] = At::Column(member);
            self.value[member] = self.range(member).0;
        }
        self.pivots = 0;
    }

    pub(super) const fn steps(&self) -> u64 {
        self.steps
    }

    pub(super) fn demands(&self) -> &[Demand] {
        &self.demands
    }

    pub(super) fn demands_of(&self, member: usize) -> &[usize] {
        &self.demands_of[member]
    }

    /// What a demand leaves no choice about.
    pub(super) fn forced(&self, demand: usize) -> Forced {
        let demand = &self.demands[demand];
        let needed = demand.needed_by.map_or(Decided::In, |member| self.decided[member]);
        if needed == Decided::Out {
            return Forced::Nothing;
        }
        let mut open = None;
        for member in &demand.one_of {
            match self.decided[*member] {
                Decided::In => return Forced::Nothing,
                // Two are a choice.
                Decided::Open if open.is_some() => return Forced::Nothing,
                Decided::Open => open = Some(*member),
                Decided::Out => {}
            }
        }
        match (open, demand.needed_by) {
            (None, Some(member)) if needed == Decided::Open => {
                Forced::Decided(member, Decided::Out)
            }
            (None, _) => Forced::Broken,
            (Some(member), _) if needed == Decided::In => Forced::Decided(member, Decided::In),
            (Some(_), _) => Forced::Nothing,
        }
    }

    pub(super) fn decided(&self, member: usize) -> Decided {
        self.decided[member]
    }

    /// How much of each member is taken.
    pub(super) fn taken(&self) -> &[f64] {
        &self.value[..self.costs.len()]
    }

    /// What the parts taken cost.
    pub(super) fn cost(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a preference, not a decision")]
        let cost = |(cost, part): (&u64, &f64)| *cost as f64 * part;
        self.costs.iter().zip(&self.value).map(cost).sum()
    }

    /// Adds a set; it comes into use when it is broken.
    pub(super) fn add(&mut self, demand: Demand) {
        self.size += 1 + demand.one_of.len();
        for member in demand.one_of.iter().chain(&demand.needed_by) {
            self.demands_of[*member].push(self.demands.len());
        }
        self.demands.push(demand);
        self.at.push(At::Aside);
        self.value.push(0.0);
        self.idle.push(0);
    }

    /// Brings the most broken sets into use; whether there was one.
    pub(super) fn enforce(&mut self) -> bool {
        const AT_ONCE: usize = 40;
        self.steps += self.size as u64 / 512;
        let members = self.costs.len();
        let mut broken: Vec<(f64, usize)> = Vec::new();
        for (number, demand) in self.demands.iter().enumerate() {
            if matches!(self.at[members + number], At::Aside) {
                let surplus = demand.surplus(&self.value);
                if surplus < -1e-6 {
                    broken.push((surplus, number));
                }
            }
        }
        broken.sort_by(|a, b| {
            let size = |number: usize| self.demands[number].one_of.len();
            a.0.total_cmp(&b.0).then_with(|| size(a.1).cmp(&size(b.1))).then(a.1.cmp(&b.1))
        });
        broken.truncate(AT_ONCE);
        for (_, number) in &broken {
            self.bring_in(*number);
        }
        !broken.is_empty()
    }

    fn bring_in(&mut self, number: usize) {
        let columns = self.free.len();
        let mut line = vec![0.0; columns];
        let demand = &self.demands[number];
        let more = demand.one_of.iter().map(|member| (*member, 1.0));
        for (member, times) in more.chain(demand.needed_by.map(|member| (member, -1.0))) {
            match self.at[member] {
                At::Column(column) => line[column] += times,
                At::Row(row) => {
                    let other = &self.tableau[row * columns..(row + 1) * columns];
                    line.iter_mut().zip(other).for_each(|(entry, by)| *entry += times * by);
                }
                At::Aside => {}
            }
        }
        let has = demand.surplus(&self.value);
        let id = self.costs.len() + number;
        self.at[id] = At::Row(self.basic.len());
        self.basic.push(id);
        self.tableau.extend(line);
        self.value[id] = has;
        self.idle[number] = 0;
    }

    /// Puts sets aside that have not mattered for long.
    pub(super) fn put_aside(&mut self) {
        const LONG: u32 = 30;
        let (members, columns) = (self.costs.len(), self.free.len());
        let mut row = 0;
        while row < self.basic.len() {
            let id = self.basic[row];
            if id < members {
                row += 1;
                continue;
            }
            let idle = &mut self.idle[id - members];
            *idle = if self.value[id] > 0.1 { *idle + 1 } else { 0 };
            if *idle <= LONG {
                row += 1;
                continue;
            }
            let last = self.basic.len() - 1;
            if row != last {
                self.tableau.copy_within(last * columns..(last + 1) * columns, row * columns);
                self.basic[row] = self.basic[last];
                self.at[self.basic[row]] = At::Row(row);
            }
            self.basic.truncate(last);
            self.tableau.truncate(last * columns);
            self.at[id] = At::Aside;
        }
    }

    fn range(&self, id: usize) -> (f64, f64) {
        match self.decided.get(id) {
            Some(Decided::In) => (1.0, 1.0),
            Some(Decided::Open) => (0.0, 1.0),
            Some(Decided::Out) => (0.0, 0.0),
            None => (0.0, f64::INFINITY),
        }
    }

    /// Decides on a member, or opens it again.
    pub(super) fn decide(&mut self, member: usize, decided: Decided) {
        if self.decided[member] == decided {
            return;
        }
        self.decided[member] = decided;
        if let At::Column(column) = self.at[member] {
            self.settle(column);
        }
    }

    /// A free quantity lies at the bound where its price is right.
    fn settle(&mut self, column: usize) {
        let id = self.free[column];
        let (low, high) = self.range(id);
        let wanted = if self.price[column] < -TINY { high } else { low };
        self.shift(column, wanted - self.value[id]);
    }

    fn shift(&mut self, column: usize, by: f64) {
        if by == 0.0 || !by.is_finite() {
            return;
        }
        let columns = self.free.len();
        self.value[self.free[column]] += by;
        for row in 0..self.basic.len() {
            let entry = self.tableau[row * columns + column];
            if entry != 0.0 {
                self.value[self.basic[row]] += entry * by;
            }
        }
    }

    /// Exchanges until nothing is outside its bounds. Stops early where no exchange mends it: what is undecided
    /// then shows in the bound.
    pub(super) fn solve(&mut self) {
        self.solve_within(usize::MAX);
    }

    /// The same with so many exchanges at most: the bound then is a weaker one.
    pub(super) fn solve_within(&mut self, exchanges: usize) {
        if self.pivots > STALE {
            let used: Vec<usize> =
                (0..self.demands.len()).filter(|set| !self.is_aside(*set)).collect();
            self.clear();
            for set in used {
                self.bring_in(set);
            }
        }
        let most = 20 * (self.basic.len() + self.free.len()) + 200;
        for _ in 0..most.min(exchanges) {
            let Some((row, up)) = self.leaving() else { return };
            let Some(column) = self.entering(row, up) else { return };
            let (low, high) = self.range(self.basic[row]);
            let wanted = if up { low } else { high };
            let entry = self.tableau[row * self.free.len() + column];
            self.shift(column, (wanted - self.value[self.basic[row]]) / entry);
            self.value[self.basic[row]] = wanted;
            self.pivot(row, column);
        }
    }

    fn is_aside(&self, set: usize) -> bool {
        matches!(self.at[self.costs.len() + set], At::Aside)
    }

    /// The row that is furthest outside its bounds for its size, and whether it must rise.
    fn leaving(&self) -> Option<(usize, bool)> {
        let columns = self.free.len();
        let mut worst: Option<(usize, bool)> = None;
        let mut most = 0.0;
        for (row, id) in self.basic.iter().enumerate() {
            let (low, high) = self.range(*id);
            let (below, above) = (low - self.value[*id], self.value[*id] - high);
            let by = below.max(above);
            if by <= OUTSIDE {
                continue;
            }
            let line = &self.tableau[row * columns..(row + 1) * columns];
            let size: f64 = line.iter().map(|entry| entry * entry).sum();
            let score = by * by / (1.0 + size);
            if score > most {
                most = score;
                worst = Some((row, below > above));
            }
        }
        worst
    }

    fn entering(&self, row: usize, up: bool) -> Option<usize> {
        let columns = self.free.len();
        let line = &self.tableau[row * columns..(row + 1) * columns];
        let mut best: Option<(usize, f64, f64)> = None;
        for (column, entry) in line.iter().enumerate() {
            if entry.abs() <= 1e-7 {
                continue;
            }
            let id = self.free[column];
            let (low, high) = self.range(id);
            let rises = (*entry > 0.0) == up;
            // A decided member has no way to go.
            let may = if rises { self.value[id] < high - 0.5 } else { self.value[id] > low + 0.5 };
            if !may {
                continue;
            }
            let ratio = self.price[column].abs() / entry.abs();
            let better = best.is_none_or(|(_, least, size)| {
                ratio < least - TINY || (ratio < least + TINY && entry.abs() > size)
            });
            if better {
                best = Some((column, ratio, entry.abs()));
            }
        }
        best.map(|(column, ..)| column)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let columns = self.free.len();
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
        let mut touched = 1;
        for other in (0..self.basic.len()).filter(|other| *other != row) {
            let line = &mut self.tableau[other * columns..(other + 1) * columns];
            let factor = line[column];
            if factor == 0.0 {
                continue;
            }
            touched += 1;
            line[column] = 0.0;
            for (place, by) in &self.filled {
                line[*place] += factor * by;
            }
        }
        let factor = self.price[column];
        self.price[column] = 0.0;
        for (place, by) in &self.filled {
            self.price[*place] += factor * by;
        }
        let (leaves, enters) = (self.basic[row], self.free[column]);
        (self.basic[row], self.free[column]) = (enters, leaves);
        self.at[enters] = At::Row(row);
        self.at[leaves] = At::Column(column);
        self.pivots += 1;
        self.steps += 1 + (touched * self.filled.len() + 4 * columns) as u64 / 1024;
    }

    /// What no cover can cost less than, as the members are decided now.
    pub(super) fn bound(&self) -> Bound {
        let members = self.costs.len();
        let mut margins: Vec<i128> =
            self.costs.iter().map(|cost| i128::from(*cost) * PARTS).collect();
        let mut exact = 0;
        for (column, id) in self.free.iter().enumerate() {
            let Some(set) = id.checked_sub(members) else { continue };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_precision_loss,
                reason = "any charge not below nought bounds"
            )]
            let charge = (self.price[column].max(0.0) * PARTS as f64) as i128;
            let demand = &self.demands[set];
            for member in &demand.one_of {
                margins[*member] -= charge;
            }
            match demand.needed_by {
                Some(member) => margins[member] += charge,
                None => exact += charge,
            }
        }
        for (margin, decided) in margins.iter().zip(&self.decided) {
            exact += match decided {
                Decided::In => *margin,
                Decided::Open => (*margin).min(0),
                Decided::Out => 0,
            };
        }
        // The cost of a cover is whole, so the bound may be rounded up.
        let at_least = u64::try_from((exact + PARTS - 1).div_euclid(PARTS)).unwrap_or(0);
        Bound { at_least, exact, margins }
    }
}

impl Bound {
    /// Which way an open member must be decided in any cover that costs less than this.
    pub(super) fn forces(&self, member: usize, below: u64) -> Decided {
        // The cheapest cover of interest costs `below - 1`.
        let room = (i128::from(below) - 1) * PARTS - self.exact;
        let margin = self.margins[member];
        if margin > room {
            Decided::Out
        } else if -margin > room {
            Decided::In
        } else {
            Decided::Open
        }
    }
}
