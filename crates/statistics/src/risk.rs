//! How far single records stand out, in brief.

use crate::measures::Distance;
use crate::{Microdata, Roles, TableError};

/// The classes of records that look alike in some variables, and what follows for their risk.
///
/// For people inside: it is not a release. [`Microdata::measure`] tells more.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRisk {
    /// How many records.
    pub records: usize,
    /// How many different combinations of values.
    pub classes: usize,
    /// The size of the smallest class (k-anonymity); 0 without records.
    pub k: usize,
    /// Records that nobody else looks like.
    pub uniques: usize,
    /// The least number of different sensitive values in a class (distinct l-diversity).
    pub l: Option<usize>,
    /// The largest chance of picking the right record for a person known to be in the data; an
    /// attacker who does not know whether they are (journalist) has no more.
    pub prosecutor: f64,
    /// The share of records that an attacker linking all of them would get right on average.
    pub marketer: f64,
}

impl Microdata {
    /// Measures how far records stand out by these variables, and how varied a sensitive one is
    /// among records that look alike.
    ///
    /// A missing value under [`crate::NullPolicy::AnyValue`] looks like every value, so such a record adds
    /// to the classes it could belong to.
    ///
    /// # Errors
    /// As [`Microdata::measure`].
    pub fn record_risk(
        &self,
        by: &[&str],
        sensitive: Option<&str>,
    ) -> Result<RecordRisk, TableError> {
        let mut roles = Roles::of(by.iter().copied());
        if let Some(name) = sensitive {
            roles = roles.sensitive(name, Distance::Equal);
        }
        let measured = self.measure(&roles)?;
        let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let l = measured.sensitive.first().filter(|_| measured.records > 0);
        Ok(RecordRisk {
            records: whole(measured.records),
            classes: whole(measured.classes),
            k: whole(measured.k),
            uniques: whole(measured.uniques),
            l: l.map(|one| whole(one.l)),
            prosecutor: measured.prosecutor,
            marketer: measured.marketer,
        })
    }
}
