//! Sums by dimensions: rent owed, hours of support, grants paid.
//!
//! A sum can give a person away where a count does not: in a cell of twenty whose sum is one person's debt
//! and small change. Each cell therefore keeps, besides its sum, how many people it has and the largest
//! contributions; parts counted apart are put together by adding and by keeping the largest.

mod amounts;
mod coalition;
mod difference;
mod finding;
mod publish;
mod release;
mod report;
mod rules;

pub use finding::{InternalSumFinding, SumRecovered, Told, naive_sums};
pub use publish::{SumOutcome, SumPublication};
pub use release::{SumRelease, SumShown};
pub use report::SumReport;
pub use rules::{SumRules, SumRulesError};

use std::collections::HashMap;
use std::fmt;

use caldicott_model::Invalid;

use crate::freq_table::{Dimension, FreqTable};
use crate::{DataError, Geometry, Raw, TableCounter, TableError, Variable};

/// The amounts of one cell.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SumCell {
    /// How many people contribute; one row each.
    pub people: u64,
    /// What they contribute in all.
    pub sum: u64,
    /// The largest contributions below the cap, largest first, at most [`SumCell::TOP`].
    pub top: Vec<u64>,
    /// How many contributions lie at the cap: their amount is no secret.
    pub capped: u64,
}

/// Sums of an amount by one to four dimensions, with every margin.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SumTable {
    people: FreqTable,
    cells: Vec<SumCell>,
    cap: Option<u64>,
}

/// Sums amounts as they are read.
pub struct SumCounter {
    people: TableCounter,
    cells: Vec<SumCell>,
    cap: Option<u64>,
    overflow: bool,
    /// What contributors of several rows come to so far, and in which cell.
    contributors: HashMap<Box<str>, (usize, u64)>,
}

impl SumCell {
    /// How many of the largest contributions are kept.
    pub const TOP: usize = 8;

    fn add(&mut self, amount: u64, cap: Option<u64>) -> Option<()> {
        let amount = cap.map_or(amount, |cap| amount.min(cap));
        self.people = self.people.checked_add(1)?;
        self.sum = self.sum.checked_add(amount).filter(|sum| *sum <= SumTable::MOST)?;
        if Some(amount) == cap {
            self.capped += 1;
        } else {
            let place = self.top.partition_point(|other| *other >= amount);
            self.top.insert(place, amount);
            self.top.truncate(Self::TOP);
        }
        Some(())
    }

    fn merge(&mut self, other: &Self) -> Option<()> {
        self.people = self.people.checked_add(other.people)?;
        self.sum = self.sum.checked_add(other.sum).filter(|sum| *sum <= SumTable::MOST)?;
        self.capped = self.capped.checked_add(other.capped)?;
        self.top.extend(&other.top);
        self.top.sort_unstable_by_key(|amount| core::cmp::Reverse(*amount));
        self.top.truncate(Self::TOP);
        Some(())
    }

    /// Whether some amounts have this sum, these largest and so many at the cap.
    fn is_sound(&self, cap: Option<u64>) -> bool {
        let known = self.top.iter().try_fold(0_u64, |sum, amount| sum.checked_add(*amount));
        let below = self.people.saturating_sub(self.capped);
        let kept = below.min(Self::TOP as u64);
        let at_cap = self.capped.checked_mul(cap.unwrap_or(0));
        let rest = at_cap
            .and_then(|at_cap| self.sum.checked_sub(at_cap))
            .zip(known)
            .and_then(|(below_cap, known)| below_cap.checked_sub(known));
        // Whoever is not among the largest has no more than the smallest of them.
        let least = u128::from(self.top.last().copied().unwrap_or(0));
        rest.is_some_and(|rest| u128::from(rest) <= u128::from(below - kept) * least)
            && self.capped <= self.people
            && (self.capped == 0 || cap.is_some())
            && self.top.len() as u64 == kept
            && self.top.is_sorted_by(|one, other| one >= other)
            && self.top.first().is_none_or(|largest| cap.is_none_or(|cap| *largest < cap))
    }

    /// What the contributions below the cap come to.
    pub(crate) fn below_cap(&self, cap: Option<u64>) -> u64 {
        self.sum.saturating_sub(self.capped.saturating_mul(cap.unwrap_or(0)))
    }
}

impl SumTable {
    /// The largest sum: what the attack can still reckon with.
    pub const MOST: u64 = 1 << 48;

    /// Starts summing an amount by these variables, each person one row. Amounts above `cap` count as the
    /// cap (top coding): whoever publishes that must know that a capped amount is no secret, and that with
    /// all but one of them capped a mean tells the last.
    ///
    /// # Errors
    /// [`TableError`] for no variable, more than four, one that stands twice, and too many cells.
    pub fn counter(variables: &[Variable], cap: Option<u64>) -> Result<SumCounter, TableError> {
        let people = FreqTable::counter(variables)?;
        let cells = vec![SumCell::default(); people.table().geometry().cells()];
        let contributors = HashMap::new();
        Ok(SumCounter { people, cells, cap, overflow: false, contributors })
    }

    /// Sums that a database grouped: one cell per combination of categories, the last variable running
    /// fastest, missing values after the declared ones.
    ///
    /// # Errors
    /// [`TableError::Shape`] for another number of cells, or one whose largest contributions do not fit its
    /// sum; [`TableError::Overflow`] past [`SumTable::MOST`].
    pub fn from_groups(
        variables: &[Variable],
        groups: &[SumCell],
        cap: Option<u64>,
    ) -> Result<Raw<Self>, TableError> {
        let counts: Vec<u64> = groups.iter().map(|cell| cell.people).collect();
        let people = FreqTable::from_counts(variables, &counts)?.into_inner();
        let geometry = people.geometry();
        let mut cells = vec![SumCell::default(); geometry.cells()];
        let inner = (0..geometry.cells()).filter(|cell| !geometry.is_margin(*cell));
        for (place, group) in inner.zip(groups) {
            if group.sum > Self::MOST {
                return Err(TableError::Overflow);
            }
            if !group.is_sound(cap) {
                return Err(TableError::Shape);
            }
            if let Some(slot) = cells.get_mut(place) {
                slot.clone_from(group);
            }
        }
        sum_margins(geometry, &mut cells).ok_or(TableError::Overflow)?;
        Ok(Raw::new(Self { people, cells, cap }))
    }

    pub(crate) const fn people(&self) -> &FreqTable {
        &self.people
    }

    pub(crate) fn cells(&self) -> &[SumCell] {
        &self.cells
    }

    pub(crate) const fn cap(&self) -> Option<u64> {
        self.cap
    }

    pub(crate) fn dimensions(&self) -> &[Dimension] {
        self.people.dimensions()
    }
}

impl Raw<SumTable> {
    /// Adds another part of the same sums. No person may have a row in both.
    ///
    /// # Errors
    /// [`TableError::Shape`] when dimensions, categories or caps differ, [`TableError::Overflow`].
    pub fn merge(self, other: &Self) -> Result<Self, TableError> {
        let mut table = self.into_inner();
        let other = other.inner();
        if table.cap != other.cap {
            return Err(TableError::Shape);
        }
        table.people = Raw::new(table.people).merge(&Raw::new(other.people.clone()))?.into_inner();
        for (mine, theirs) in table.cells.iter_mut().zip(&other.cells) {
            mine.merge(theirs).ok_or(TableError::Overflow)?;
        }
        Ok(Self::new(table))
    }
}

impl fmt::Debug for SumCounter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SumCounter(…)")
    }
}

impl SumCounter {
    /// Counts one person and their amount.
    pub fn row<'v, I>(&mut self, values: I, amount: u64) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        if let Some(cell) = self.people.place(values, 1).and_then(|cell| self.cells.get_mut(cell)) {
            self.overflow |= cell.add(amount, self.cap).is_none();
        }
        self
    }

    /// Adds one of several rows of a contributor, who counts once with all their amounts together. Memory
    /// for each contributor, none for the rows.
    ///
    /// A contributor whose rows lie in several cells is a [`DataError::Contributor`]: they would be several
    /// people in the totals, and what is one person's there would look like several people's. A blank name
    /// is nobody, a [`DataError::Contributor`] as well.
    pub fn contribution<'v, I>(&mut self, contributor: &str, values: I, amount: u64) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        let Some(cell) = self.people.place(values, 0) else { return self };
        let contributor = contributor.trim();
        if contributor.is_empty() {
            self.people.no_contributor();
        } else if let Some((known, sum)) = self.contributors.get_mut(contributor) {
            if *known == cell {
                let added = sum.checked_add(amount);
                self.overflow |= added.is_none();
                *sum = added.unwrap_or(*sum);
            } else {
                self.people.no_contributor();
            }
        } else {
            self.contributors.insert(contributor.into(), (cell, amount));
        }
        self
    }

    /// Adds the people of a cell, or of a part of it: a row of what [`SumTable::sum_query`] answers. `None`
    /// is what a database had no number for.
    pub fn group<'v, I>(&mut self, values: I, cell: Option<&SumCell>) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        let Some(cell) = cell.filter(|cell| cell.is_sound(self.cap)) else {
            self.people.negative();
            return self;
        };
        let place = self.people.place(values, cell.people);
        if let Some(slot) = place.and_then(|place| self.cells.get_mut(place)) {
            self.overflow |= slot.merge(cell).is_none();
        }
        self
    }

    /// A person who is not to be counted: a stop notice or an opt-out (S1-08).
    pub const fn leave_out(&mut self) -> &mut Self {
        self.people.leave_out();
        self
    }

    /// The faults found so far.
    #[must_use]
    pub fn faults(&self) -> &[DataError] {
        self.people.faults()
    }

    /// The sums.
    ///
    /// # Errors
    /// Every fault found; then nobody was counted. [`DataError::TooMany`] when the amounts add up to more
    /// than [`SumTable::MOST`].
    pub fn finish(mut self) -> Result<Raw<SumTable>, Invalid<DataError>> {
        for (cell, amount) in self.contributors.into_values() {
            self.people.add(cell);
            if let Some(slot) = self.cells.get_mut(cell) {
                self.overflow |= slot.add(amount, self.cap).is_none();
            }
        }
        let people = self.people.finish()?.into_inner();
        let summed = sum_margins(people.geometry(), &mut self.cells);
        if self.overflow || summed.is_none() {
            return Err(vec![DataError::TooMany].into());
        }
        Ok(Raw::new(SumTable { people, cells: self.cells, cap: self.cap }))
    }
}

fn sum_margins(geometry: &Geometry, cells: &mut [SumCell]) -> Option<()> {
    for cell in 0..geometry.cells() {
        if geometry.is_margin(cell) {
            let mut sum = SumCell::default();
            for part in geometry.interior_below(cell) {
                sum.merge(cells.get(part)?)?;
            }
            *cells.get_mut(cell)? = sum;
        }
    }
    Some(())
}
