//! How far single records stand out.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Microdata, NullPolicy, TableError};

/// The classes of records that look alike in some variables, and what follows for their risk.
///
/// For people inside: it is not a release.
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
    /// A missing value under [`NullPolicy::AnyValue`] looks like every value, so such a record adds
    /// to the classes it could belong to.
    ///
    /// # Errors
    /// [`TableError::UnknownDimension`] for a variable that is not there.
    #[expect(clippy::cast_precision_loss, reason = "a share, shown to people")]
    pub fn record_risk(
        &self,
        by: &[&str],
        sensitive: Option<&str>,
    ) -> Result<RecordRisk, TableError> {
        let place = |name: &str| self.place_of(name).ok_or(TableError::UnknownDimension);
        let places: Vec<usize> = by.iter().map(|name| place(name)).collect::<Result<_, _>>()?;
        let sensitive = sensitive.map(place).transpose()?;
        let code = |at: usize, row: usize| {
            self.columns.get(at).and_then(|column| column.get(row)).copied().unwrap_or(u32::MAX)
        };
        let mut classes: BTreeMap<Vec<u32>, (usize, BTreeSet<u32>)> = BTreeMap::new();
        for row in 0..self.rows() {
            let key = places.iter().map(|at| code(*at, row)).collect();
            let class = classes.entry(key).or_default();
            class.0 += 1;
            class.1.extend(sensitive.map(|at| code(at, row)));
        }
        let wild: Vec<Option<u32>> = places
            .iter()
            .filter_map(|at| self.variables.get(*at))
            .map(|v| (v.nulls() == NullPolicy::AnyValue).then(|| v.missing_code()))
            .collect();
        let alike = |one: &[u32], other: &[u32]| {
            one.iter()
                .zip(other)
                .zip(&wild)
                .all(|((a, b), wild)| a == b || wild.is_some_and(|wild| *a == wild || *b == wild))
        };
        let any_wild = wild.iter().any(Option::is_some);
        let mut sizes = Vec::with_capacity(classes.len());
        let mut l = None;
        for (key, (own, values)) in &classes {
            let mut size = *own;
            let mut values = values.clone();
            if any_wild {
                let others = classes.iter().filter(|(other, _)| *other != key && alike(key, other));
                for (_, (count, more)) in others {
                    size += count;
                    values.extend(more);
                }
            }
            sizes.push((size, *own));
            if sensitive.is_some() {
                l = Some(l.map_or(values.len(), |least: usize| least.min(values.len())));
            }
        }
        let k = sizes.iter().map(|(size, _)| *size).min().unwrap_or(0);
        let records = self.rows();
        let right: f64 = sizes.iter().map(|(size, own)| *own as f64 / *size as f64).sum();
        Ok(RecordRisk {
            records,
            classes: classes.len(),
            k,
            uniques: sizes.iter().filter(|(size, _)| *size == 1).count(),
            l,
            prosecutor: if k == 0 { 0.0 } else { 1.0 / k as f64 },
            marketer: if records == 0 { 0.0 } else { right / records as f64 },
        })
    }
}
