//! What an unsafe table of sums would have told. For people inside, never for release.

use std::fmt;

use super::amounts::{Amounts, Given};
use super::{SumRelease, SumRules, SumTable};
use crate::Raw;
use crate::oracle::Oracle;
use crate::policy::{Homogeneous, Profile};

/// What would have been found out from sums with only names removed, and from sums of which only the
/// sensitive were hidden.
///
/// It holds amounts of single people, so it cannot be serialised and its `Debug` tells nothing. It is for
/// showing inside the organisation, beside the safe table, why hiding the sensitive sums is not enough.
#[derive(Clone, Eq, PartialEq)]
pub struct InternalSumFinding {
    /// Sums of one person: their amount.
    pub alone: Vec<Told>,
    /// Sums of two: each knows the other's.
    pub pairs: Vec<Vec<String>>,
    /// Sums of more people of which one gave nearly all, or two, as the rules have it.
    pub dominated: Vec<Told>,
    /// How many figures the rules call sensitive: sums, and counts that are small.
    pub sensitive: usize,
    /// Hidden sums that subtraction brings back nearer than is allowed when only the sensitive are hidden.
    pub recovered: Vec<SumRecovered>,
    /// The table with only the sensitive hidden, as it would have looked.
    pub only_sensitive_hidden: SumRelease,
}

/// The largest amount in a cell.
#[derive(Clone, Eq, PartialEq)]
pub struct Told {
    /// The labels, one per dimension.
    pub cell: Vec<String>,
    /// The amount.
    pub amount: u64,
}

/// A hidden sum that came back.
#[derive(Clone, Eq, PartialEq)]
pub struct SumRecovered {
    /// The labels, one per dimension.
    pub cell: Vec<String>,
    /// It is no less.
    pub least: u64,
    /// It is no more.
    pub most: u64,
}

impl fmt::Debug for InternalSumFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("InternalSumFinding(…)")
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Told(…)")
    }
}

impl fmt::Debug for SumRecovered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SumRecovered(…)")
    }
}

/// Attacks sums as they would be published without care: names removed, what the rules call sensitive hidden,
/// nothing more.
#[must_use]
pub fn naive_sums(
    table: &Raw<SumTable>,
    rules: &SumRules,
    profile: &Profile,
) -> InternalSumFinding {
    let table = table.inner();
    let people = table.people();
    let profile = profile.clone().with_homogeneous(Homogeneous::Report);
    let inner = || {
        let cells = table.cells().iter().enumerate();
        cells.filter(|(cell, _)| !people.geometry().is_margin(*cell))
    };
    let told = |(number, cell): (usize, &super::SumCell)| Told {
        cell: people.labels(number),
        amount: largest(cell, table.cap()),
    };
    let dominated = |(_, cell): &(usize, &super::SumCell)| {
        cell.people > rules.most_people().max(2) && rules.is_sensitive(cell, table.cap())
    };
    let given = Given { rules, people: &[], before: &[], sums_before: &[], others: &[] };
    // A table is refused when it is made, not here.
    let amounts = Amounts::new(table, &profile, given).ok();
    let view = amounts.as_ref().map_or_else(Vec::new, |amounts| amounts.view().to_vec());
    let mut hidden: Vec<usize> = amounts
        .iter()
        .flat_map(|amounts| amounts.sensitive.iter().chain(&amounts.counts.small).copied())
        .collect();
    hidden.sort_unstable();
    hidden.dedup();
    InternalSumFinding {
        alone: inner().filter(|(_, cell)| cell.people == 1).map(told).collect(),
        pairs: inner()
            .filter(|(_, cell)| cell.people == 2)
            .map(|(number, _)| people.labels(number))
            .collect(),
        dominated: inner().filter(dominated).map(told).collect(),
        sensitive: hidden.len(),
        recovered: amounts.iter().flat_map(|amounts| recovered(amounts, &hidden)).collect(),
        only_sensitive_hidden: SumRelease::new(
            "not for publication",
            table,
            &view,
            &hidden,
            &profile,
        ),
    }
}

/// The largest contribution, as far as it counts.
fn largest(cell: &super::SumCell, cap: Option<u64>) -> u64 {
    let capped = cap.filter(|_| cell.capped > 0);
    capped.or_else(|| cell.top.first().copied()).unwrap_or(0)
}

/// The hidden sums whose range is narrower than is allowed.
fn recovered(amounts: &Amounts<'_>, hidden: &[usize]) -> Vec<SumRecovered> {
    let mut oracle = Oracle::new(&amounts.system);
    oracle.hide_exactly(hidden.iter().copied());
    let mut found = Vec::new();
    for cell in hidden {
        let Some((down, up)) = oracle.interval(*cell, None) else { continue };
        let (Some(low), Some(high)) = (down.limit, up.limit) else { continue };
        let wanted = amounts.wanted(*cell, None);
        if -low < wanted.down || high < wanted.up || (low, high) == (0, 0) {
            let at = |by: i64| {
                amounts.values.get(*cell).map_or(0, |value| value.saturating_add_signed(by))
            };
            let labels = amounts.counts.labels(*cell).0;
            found.push(SumRecovered { cell: labels, least: at(low), most: at(high) });
        }
    }
    found
}
