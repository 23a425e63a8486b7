//! Records that may be alike when a missing value may be any value.
//!
//! Being possibly alike is no equivalence: somebody of unknown age may be like the young and like the old,
//! who are not alike. So each combination has its own set. Combinations with the same variables missing
//! are compared with those of another such pattern at once, by what both have.

use std::collections::{BTreeMap, HashMap};

use crate::{Microdata, NullPolicy, TableError};

/// Told about each combination of values: the sensitive values of the records that have it, how many
/// records may be alike, and the sensitive values of those.
pub(super) trait Visit {
    fn set(&mut self, own: &Values, size: u64, values: &[(u32, u32)]);
}

/// How many records have each sensitive value.
pub(super) type Values = BTreeMap<u32, u32>;

/// The combinations of a pattern of missing variables.
type Pattern = BTreeMap<Vec<u32>, Values>;

/// The most comparisons of a combination with a pattern.
const MOST: usize = 1 << 28;

pub(super) fn each_set(
    data: &Microdata,
    by: &[usize],
    sensitive: Option<usize>,
    visit: &mut impl Visit,
) -> Result<(), TableError> {
    let columns: Option<Vec<_>> = by.iter().map(|place| data.column(*place)).collect();
    let columns = columns.ok_or(TableError::UnknownDimension)?;
    let sensitive = sensitive.map(|place| data.column(place).ok_or(TableError::UnknownDimension));
    let sensitive = sensitive.transpose()?;
    let wild: Vec<Option<u32>> = by
        .iter()
        .filter_map(|place| data.variables.get(*place))
        .map(|v| (v.nulls() == NullPolicy::AnyValue).then(|| v.missing_code()))
        .collect();
    let mut patterns: BTreeMap<Vec<bool>, Pattern> = BTreeMap::new();
    for row in 0..data.rows() {
        let key: Vec<u32> = columns.iter().filter_map(|column| column.code(row)).collect();
        let missing = key.iter().zip(&wild).map(|(code, wild)| Some(*code) == *wild).collect();
        let value = sensitive.and_then(|column| column.code(row)).unwrap_or(0);
        *patterns.entry(missing).or_default().entry(key).or_default().entry(value).or_default() +=
            1;
    }
    let combinations: usize = patterns.values().map(BTreeMap::len).sum();
    if combinations.saturating_mul(patterns.len()) > MOST {
        return Err(TableError::Patterns);
    }
    for (missing, pattern) in &patterns {
        let mut sets: Vec<(&Vec<u32>, &Values, Values)> =
            pattern.iter().map(|(key, values)| (key, values, values.clone())).collect();
        for (other, theirs) in patterns.iter().filter(|(other, _)| *other != missing) {
            let shared: Vec<usize> = missing
                .iter()
                .zip(other)
                .enumerate()
                .filter(|(_, (mine, theirs))| !**mine && !**theirs)
                .map(|(at, _)| at)
                .collect();
            let part = |key: &[u32]| -> Vec<u32> {
                shared.iter().filter_map(|at| key.get(*at)).copied().collect()
            };
            let mut grouped: HashMap<Vec<u32>, Values> = HashMap::new();
            for (key, values) in theirs {
                merge(grouped.entry(part(key)).or_default(), values);
            }
            for (key, _, values) in &mut sets {
                if let Some(more) = grouped.get(&part(key)) {
                    merge(values, more);
                }
            }
        }
        for (_, own, values) in sets {
            let size = values.values().map(|count| u64::from(*count)).sum();
            let values: Vec<(u32, u32)> = values.into_iter().collect();
            visit.set(own, size, &values);
        }
    }
    Ok(())
}

fn merge(into: &mut Values, more: &Values) {
    for (value, count) in more {
        *into.entry(*value).or_default() += count;
    }
}
