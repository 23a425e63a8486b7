//! Column form: a table of days judged with comparisons alone.

mod ahead;
#[cfg(feature = "arrow")]
mod arrow;
mod bits;
mod due;
mod judge;

use caldicott_calendar::Day;

use crate::schedule::{EPOCH, FIRST_REAL, LAST_REAL};

pub use ahead::{Standings, StandingsAhead};
#[cfg(feature = "arrow")]
pub use arrow::{ArrowColumn, ArrowError};
pub use due::DueColumn;

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
    holds: Vec<Holds<'a>>,
}

/// Holds, each with the row that it is about.
#[derive(Clone, Copy, Debug)]
struct Holds<'a> {
    rows: &'a [u32],
    from: Column<'a>,
    to: Column<'a>,
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
    /// A hold is about a row that the table has not.
    #[error("a hold is about row `{row}` and the table has `{wanted}`")]
    Hold {
        /// The row.
        row: u32,
        /// The table's rows.
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

    /// The day of a row, as it stands in the column.
    fn day(&self, row: usize) -> Option<i32> {
        let word = self.valid.map_or(u64::MAX, |words| words.get(row / 64).copied().unwrap_or(0));
        self.days.get(row).copied().filter(|_| word >> (row % 64) & 1 == 1)
    }
}

impl<'a> Columns<'a> {
    /// A table of this many rows, without any day yet.
    #[must_use]
    pub const fn new(rows: usize) -> Self {
        Self {
            rows,
            dates: Vec::new(),
            reused: None,
            restarted: None,
            kept_until: None,
            holds: Vec::new(),
        }
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

    /// The same table with holds on its rows, several or none for each: the row a hold is about, its
    /// first day and its last. A first day that is missing is since ever, a last day that is missing
    /// is not released; a hold that ends before it starts is never released.
    ///
    /// # Errors
    /// When the three differ in length or a hold is about a row that the table has not.
    pub fn holds(
        mut self,
        rows: &'a [u32],
        from: Column<'a>,
        to: Column<'a>,
    ) -> Result<Self, ColumnError> {
        let about = Self::new(rows.len());
        about.check("the first day of a hold", from)?;
        about.check("the last day of a hold", to)?;
        let beyond = |row: &&u32| usize::try_from(**row).map_or(true, |row| row >= self.rows);
        if let Some(row) = rows.iter().find(beyond) {
            return Err(ColumnError::Hold { row: *row, wanted: self.rows });
        }
        self.holds.push(Holds { rows, from, to });
        Ok(self)
    }

    /// How many rows the table has.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, trigger: &str) -> Option<Column<'a>> {
        self.dates.iter().find(|(name, _)| *name == trigger).map(|(_, column)| *column)
    }

    /// A bit for every row that a hold is in force for; none when there are no holds.
    fn held(&self, day: Day) -> Vec<u64> {
        if self.holds.is_empty() {
            return Vec::new();
        }
        let mut words = vec![0_u64; self.rows.div_ceil(64)];
        let day = day.epoch_days();
        let (first, last) = (FIRST_REAL.epoch_days(), LAST_REAL.epoch_days());
        for holds in &self.holds {
            for (at, row) in holds.rows.iter().enumerate() {
                let from = holds.from.day(at).filter(|from| (first..=last).contains(from));
                let to = holds.to.day(at).filter(|to| (first..=last).contains(to));
                let to = to.filter(|to| *to != EPOCH.epoch_days());
                let crossed = from.is_some_and(|from| to.is_some_and(|to| to < from));
                let on = from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
                let Ok(row) = usize::try_from(*row) else { continue };
                if let Some(word) = words.get_mut(row / 64) {
                    *word |= u64::from(crossed || on) << (row % 64);
                }
            }
        }
        words
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
