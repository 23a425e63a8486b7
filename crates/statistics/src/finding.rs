//! What an unsafe table would have told. For people inside, never for release.

use std::fmt;

use crate::disclosure::{self, Disclosure};
use crate::freq_table::FreqTable;
use crate::policy::{Homogeneous, Profile};
use crate::{Raw, Release};

/// What would have been found out from a table with only names removed, and from one with only its
/// small counts hidden.
///
/// It holds real counts of few people, so it cannot be serialised and its `Debug` tells nothing. It is
/// for showing inside the organisation, beside the safe table, why hiding small counts is not enough.
#[derive(Clone, Eq, PartialEq)]
pub struct InternalFinding {
    /// The labels of every count of one: a person alone with these characteristics.
    pub alone: Vec<Vec<String>>,
    /// How many counts the rule calls small.
    pub small: usize,
    /// Hidden counts that subtraction and the rule give back exactly when only small ones are hidden.
    pub recovered: Vec<Recovered>,
    /// The labels where everybody of a group is in one sensitive category.
    pub homogeneous: Vec<Vec<String>>,
    /// The table with only its small counts hidden, as it would have looked.
    pub only_small_hidden: Release,
}

/// A hidden count that was found out.
#[derive(Clone, Eq, PartialEq)]
pub struct Recovered {
    /// The labels, one per dimension.
    pub cell: Vec<String>,
    /// The count.
    pub count: u64,
}

impl fmt::Debug for InternalFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("InternalFinding(…)")
    }
}

impl fmt::Debug for Recovered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Recovered(…)")
    }
}

/// Attacks the table as it would be published without care: names removed, small counts hidden by
/// the profile's rule, nothing more.
#[must_use]
pub fn naive(table: &Raw<FreqTable>, profile: &Profile) -> InternalFinding {
    let table = table.inner();
    let profile = profile.clone().with_homogeneous(Homogeneous::Report);
    let Ok(disclosure) = Disclosure::alone(table, &profile) else {
        // A table is refused when it is made, not here.
        return InternalFinding {
            alone: Vec::new(),
            small: 0,
            recovered: Vec::new(),
            homogeneous: Vec::new(),
            only_small_hidden: Release::empty(),
        };
    };
    let recovered = disclosure
        .attack(&disclosure.small)
        .into_iter()
        .filter(|interval| interval.high == Some(interval.low) && interval.complete)
        .map(|interval| Recovered { cell: disclosure.labels(interval.cell).0, count: interval.low })
        .collect();
    let alone = table.counts().iter().enumerate().filter(|(_, count)| **count == 1);
    let alone = alone.filter(|(cell, _)| !table.geometry().is_margin(*cell));
    InternalFinding {
        alone: alone.map(|(cell, _)| table.labels(cell)).collect(),
        small: disclosure.small.len(),
        recovered,
        homogeneous: disclosure::uniform_lines(table)
            .into_iter()
            .map(|line| table.labels(line.cell))
            .collect(),
        only_small_hidden: Release::new("not for publication", &disclosure, 0, &[]),
    }
}
