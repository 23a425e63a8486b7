//! Sums of an amount as somebody outside sees them.

use crate::PublishedTable;

/// Sums of an amount that were published: rent owed by service, in whole pounds.
///
/// A cell that is shown is a sum, not a number of people. Two tables are of the same sum when they have the
/// same amount and cap; where they name the same part of the population, the amounts are the same there.
///
/// ```
/// use caldicott_statistics::{PublishedCell, PublishedDimension, PublishedSums, PublishedTable};
///
/// let service = PublishedDimension::flat("service", ["Outreach", "Hostel"], Some("Total"))?;
/// let cells = [PublishedCell::exactly(410), PublishedCell::hidden(0, None), PublishedCell::exactly(990)];
/// let table = PublishedTable::new("2026-Q1", vec![service], cells.to_vec())?.of_people(["2026-Q1"]);
/// let sums = PublishedSums::new("owed", Some(500), table);
/// assert_eq!((sums.amount(), sums.cap()), ("owed", Some(500)));
/// # Ok::<(), caldicott_statistics::PublishedError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PublishedSums {
    amount: String,
    cap: Option<u64>,
    table: PublishedTable,
}

impl PublishedSums {
    /// Sums of this amount; larger contributions counted as `cap`, where there is one, and readers know it.
    #[must_use]
    pub fn new(amount: impl Into<String>, cap: Option<u64>, table: PublishedTable) -> Self {
        Self { amount: amount.into(), cap, table }
    }

    /// The same under another name.
    #[must_use]
    pub fn called(mut self, name: &str) -> Self {
        self.table = self.table.called(name);
        self
    }

    /// The same of the people in these parts of the population: [`PublishedTable::of_people`].
    #[must_use]
    pub fn of_people<I>(mut self, parts: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.table = self.table.of_people(parts);
        self
    }

    /// What is added up.
    #[must_use]
    pub fn amount(&self) -> &str {
        &self.amount
    }

    /// What larger contributions count as.
    #[must_use]
    pub const fn cap(&self) -> Option<u64> {
        self.cap
    }

    /// The sums.
    #[must_use]
    pub const fn table(&self) -> &PublishedTable {
        &self.table
    }
}
