//! Counting people as they are read, without keeping them.

use std::collections::HashMap;
use std::fmt;

use caldicott_model::Invalid;

use super::FreqTable;
use crate::{DataError, Microdata, Raw, TableError, Variable};

/// Counts rows into a table one by one: memory for the table, none for the rows.
///
/// ```
/// use caldicott_model::{Category, FieldTag, Identifiability};
/// use caldicott_statistics::{CodeList, FreqTable, NullPolicy, Variable};
///
/// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
/// let codes = CodeList::new("services", ["Outreach", "Hostel"])?;
/// let mut counter = FreqTable::counter(&[Variable::new(tag, codes, NullPolicy::Reject)?])?;
/// counter.row([Some("Hostel")]).row([Some("Outreach")]).row([Some("Hostel")]);
/// let table = counter.finish()?;
/// # let again = FreqTable::from_counts(&[Variable::new(FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi), CodeList::new("services", ["Outreach", "Hostel"])?, NullPolicy::Reject)?], &[1, 2])?;
/// # assert!(table == again);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TableCounter {
    table: FreqTable,
    seen: usize,
    faults: Vec<DataError>,
    unlisted: usize,
    /// Ways of writing a value that were understood before, per variable.
    known: Vec<HashMap<Box<str>, u32>>,
}

impl fmt::Debug for TableCounter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TableCounter(…)")
    }
}

impl FreqTable {
    /// Starts counting by these variables.
    ///
    /// # Errors
    /// [`TableError`] for no variable, more than four, one that stands twice, and too many cells.
    pub fn counter(variables: &[Variable]) -> Result<TableCounter, TableError> {
        let known = variables.iter().map(|_| HashMap::new()).collect();
        let table = Self::empty(variables)?;
        Ok(TableCounter { table, seen: 0, faults: Vec::new(), unlisted: 0, known })
    }
}

impl TableCounter {
    /// Counts one person; `None` is missing. Faults are gathered until the end.
    pub fn row<'v, I>(&mut self, values: I) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        self.place(values, 1);
        self
    }

    /// Counts so many people with the same values: a row of what [`FreqTable::count_query`] answers. A
    /// negative number is a fault.
    pub fn group<'v, I>(&mut self, values: I, people: i64) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        match u64::try_from(people) {
            Ok(people) if people <= FreqTable::MOST => {
                self.place(values, people);
            }
            _ => self.negative(),
        }
        self
    }

    /// A number that no people can be.
    pub(crate) fn negative(&mut self) {
        self.seen += 1;
        self.fault(DataError::NoCount { row: self.seen });
    }

    /// Counts one person and says in which cell.
    pub(crate) fn place<'v, I>(&mut self, values: I, people: u64) -> Option<usize>
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        self.seen += 1;
        let row = self.seen;
        let wanted = self.table.variables.len();
        let mut found = 0;
        let mut cell = Some(0);
        let mut faults = Vec::new();
        for value in values {
            let place = found;
            found += 1;
            let parts = self.table.variables.get(place).zip(self.known.get_mut(place));
            let Some((variable, known)) = parts else { continue };
            match variable.code_of(value, row, known) {
                Ok(code) => {
                    let step = self.table.geometry.step(place, code as usize);
                    cell = cell.zip(step).map(|(cell, step)| cell + step);
                }
                Err(fault) => faults.push(fault),
            }
        }
        if found != wanted {
            faults = vec![DataError::Ragged { row, found, wanted }];
        }
        if faults.is_empty() {
            let cell = cell?;
            let count = self.table.counts.get_mut(cell)?;
            *count = count.checked_add(people)?;
            if *count > FreqTable::MOST {
                self.fault(DataError::TooMany);
            }
            return Some(cell);
        }
        for fault in faults {
            self.fault(fault);
        }
        None
    }

    /// The row that was placed last is not one contributor's.
    pub(crate) fn no_contributor(&mut self) {
        self.fault(DataError::Contributor { row: self.seen });
    }

    /// Counts one more person in a cell that [`TableCounter::place`] told.
    pub(crate) fn add(&mut self, cell: usize) {
        let counted = self.table.counts.get_mut(cell).map(|count| {
            *count = count.saturating_add(1);
            *count
        });
        if counted.is_none_or(|count| count > FreqTable::MOST) {
            self.fault(DataError::TooMany);
        }
    }

    fn fault(&mut self, fault: DataError) {
        if self.faults.len() < Microdata::LISTED {
            self.faults.push(fault);
        } else {
            self.unlisted += 1;
        }
    }

    pub(crate) const fn table(&self) -> &FreqTable {
        &self.table
    }

    /// A person who is not to be counted: a stop notice or an opt-out (S1-08).
    pub const fn leave_out(&mut self) -> &mut Self {
        self.seen += 1;
        self
    }

    /// The faults found so far, up to [`Microdata::LISTED`]: a reader can say at once where they stand.
    #[must_use]
    pub fn faults(&self) -> &[DataError] {
        &self.faults
    }

    /// The table.
    ///
    /// # Errors
    /// Every fault found, up to [`Microdata::LISTED`]; then nobody was counted.
    pub fn finish(mut self) -> Result<Raw<FreqTable>, Invalid<DataError>> {
        if self.unlisted > 0 {
            self.faults.push(DataError::More { more: self.unlisted });
        }
        if !self.faults.is_empty() {
            return Err(self.faults.into());
        }
        // Fewer rows than a machine word counts cannot overflow it.
        let summed = self.table.geometry.sum_margins(&mut self.table.counts);
        summed.map_err(|_| Invalid::new(vec![DataError::TooMany]))?;
        Ok(Raw::new(self.table))
    }
}
