//! Cell keys: every count off by a little, the same little for the same people in whatever table.
//!
//! Each record has a key. The keys of a cell's people add up (modulo 2³²) to the cell's key, which chooses
//! the noise. So the same people get the same noise however often, in whatever order and by whatever route
//! they are counted, and averaging over repeated queries finds nothing. Cells are perturbed one by one, so
//! they do not add up. After Fraser and Wooton, *A proposed method for confidentialising tabular output*
//! (2005), as the Australian and British census offices use it.

use std::fmt;

use crate::{FreqTable, Raw, TableError};

/// Counts with the sum of their people's record keys.
#[derive(Clone, Eq, PartialEq)]
pub struct KeyedTable {
    counts: FreqTable,
    keys: Vec<u32>,
}

/// Which noise a cell key chooses.
///
/// For a count `i` the noise lies in `-most..=most`, never makes a count negative or one to `hidden`, is
/// nought on average, and leaves nought alone.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NoiseTable {
    most: u8,
    hidden: u8,
    /// For each count up to the first of the regular ones: the noise and the largest key that chooses it.
    rows: Vec<Vec<(i16, u32)>>,
}

/// Noise that cannot be had.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoiseError {
    /// More or less noise than makes sense.
    #[error("noise of up to `{0}` is outside 1 to 20")]
    Most(u8),
    /// Small counts that the noise cannot step over.
    #[error("counts up to `{0}` cannot be avoided by noise that small")]
    Hidden(u8),
}

/// Counts after perturbation: what leaves.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct PerturbedCounts {
    labels: Vec<Vec<String>>,
    counts: Vec<u64>,
}

impl NoiseTable {
    /// Noise of up to `most` either way; no perturbed count is from one to `hidden`.
    ///
    /// The chance of each value falls evenly with its size, and is tilted so that the noise is nought on
    /// average even where counts below nought or the hidden ones are ruled out.
    ///
    /// # Errors
    /// [`NoiseError`] for noise outside 1 to 20, or hidden counts that it cannot step over.
    pub fn new(most: u8, hidden: u8) -> Result<Self, NoiseError> {
        if !(1..=20).contains(&most) {
            return Err(NoiseError::Most(most));
        }
        if hidden >= most {
            return Err(NoiseError::Hidden(hidden));
        }
        let regular = u32::from(most) + u32::from(hidden) + 1;
        let rows =
            (0..=regular).map(|count| row(count.into(), most.into(), hidden.into())).collect();
        Ok(Self { most, hidden, rows })
    }

    /// The noise for a count with this key.
    fn noise(&self, count: u64, key: u32) -> i64 {
        let at =
            usize::try_from(count).unwrap_or(usize::MAX).min(self.rows.len().saturating_sub(1));
        let row = self.rows.get(at).map_or([].as_slice(), Vec::as_slice);
        let chosen = row.iter().find(|(_, last)| key <= *last).or(row.last());
        chosen.map_or(0, |(noise, _)| i64::from(*noise))
    }
}

/// The noise of one count: values with the last key that chooses each, by whole numbers alone, so that every
/// machine has the same table.
fn row(count: i64, most: i64, hidden: i64) -> Vec<(i16, u32)> {
    const KEYS: u64 = 1 << 32;
    let allowed = |noise: &i64| {
        let after = count + noise;
        after >= 0 && !(1..=hidden).contains(&after)
    };
    let weigh = |noise: i64| u64::try_from(most + 1 - noise.abs()).unwrap_or(0);
    if count == 0 {
        return vec![(0, u32::MAX)];
    }
    let side = |sign: i64| {
        let values = (1..=most).map(move |size| size * sign).filter(allowed);
        values.map(|noise| (noise, weigh(noise))).collect::<Vec<_>>()
    };
    let (up, down) = (side(1), side(-1));
    let mean = |side: &[(i64, u64)]| -> u64 {
        side.iter().map(|(noise, weight)| noise.unsigned_abs() * weight).sum()
    };
    // Each side weighs as much as the other pulls: then the mean is nought.
    let (pull_up, pull_down) = (mean(&up), mean(&down));
    let zero = if allowed(&0) { weigh(0) * (pull_up + pull_down) / 2 } else { 0 };
    let mut weights: Vec<(i64, u64)> = Vec::new();
    weights.extend(down.iter().map(|(noise, weight)| (*noise, weight * pull_up)));
    weights.push((0, zero));
    weights.extend(up.iter().map(|(noise, weight)| (*noise, weight * pull_down)));
    let total: u64 = weights.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0_u64;
    let mut row = Vec::with_capacity(weights.len());
    for (noise, weight) in weights.into_iter().filter(|(_, weight)| *weight > 0) {
        sum += weight;
        let past = u128::from(sum) * u128::from(KEYS) / u128::from(total.max(1));
        let last = u32::try_from(past.saturating_sub(1)).unwrap_or(u32::MAX);
        row.push((i16::try_from(noise).unwrap_or(0), last));
    }
    row
}

impl KeyedTable {
    /// Counts with their keys, as a database grouped them (see [`FreqTable::cell_key_query`]): one of each
    /// per combination of categories, the last variable running fastest. A key is the sum of the people's
    /// record keys, of which the last 32 bits count.
    ///
    /// Record keys are secret and evenly spread: the first 32 bits of a keyed digest of the record's id are.
    ///
    /// # Errors
    /// As [`FreqTable::from_counts`]; [`TableError::Shape`] for another number of keys.
    pub fn from_groups(
        variables: &[crate::Variable],
        groups: &[(u64, i64)],
    ) -> Result<Raw<Self>, TableError> {
        let people: Vec<u64> = groups.iter().map(|(people, _)| *people).collect();
        let counts = FreqTable::from_counts(variables, &people)?.into_inner();
        let geometry = counts.geometry();
        let inner = (0..geometry.cells()).filter(|cell| !geometry.is_margin(*cell));
        let mut keys = vec![0_u32; geometry.cells()];
        for (cell, (_, key)) in inner.zip(groups) {
            if let Some(slot) = keys.get_mut(cell) {
                let [a, b, c, d, ..] = key.to_le_bytes();
                *slot = u32::from_le_bytes([a, b, c, d]);
            }
        }
        for cell in (0..geometry.cells()).filter(|cell| geometry.is_margin(*cell)) {
            let below = geometry.interior_below(cell).into_iter();
            let key = below
                .filter_map(|part| keys.get(part))
                .fold(0, |sum: u32, key| sum.wrapping_add(*key));
            if let Some(slot) = keys.get_mut(cell) {
                *slot = key;
            }
        }
        Ok(Raw::new(Self { counts, keys }))
    }
}

impl fmt::Debug for KeyedTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("KeyedTable(…)")
    }
}

impl Raw<KeyedTable> {
    /// Adds another part of the same table.
    ///
    /// # Errors
    /// As [`Raw<FreqTable>::merge`].
    pub fn merge(self, other: &Self) -> Result<Self, TableError> {
        let KeyedTable { counts, mut keys } = self.into_inner();
        let counts = Raw::new(counts).merge(&Raw::new(other.inner().counts.clone()))?.into_inner();
        for (mine, theirs) in keys.iter_mut().zip(&other.inner().keys) {
            *mine = mine.wrapping_add(*theirs);
        }
        Ok(Self::new(KeyedTable { counts, keys }))
    }

    /// Perturbs every cell, margins included, each by its own key.
    #[must_use]
    pub fn perturbed(&self, noise: &NoiseTable) -> PerturbedCounts {
        let table = self.inner();
        let cells = table.counts.counts().iter().zip(&table.keys);
        PerturbedCounts {
            labels: table.counts.dimensions().iter().map(|d| d.labels().to_vec()).collect(),
            counts: cells
                .map(|(count, key)| count.saturating_add_signed(noise.noise(*count, *key)))
                .collect(),
        }
    }
}

impl PerturbedCounts {
    /// The counts, the last dimension running fastest, margins included.
    #[must_use]
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The labels of each dimension.
    #[must_use]
    pub fn labels(&self) -> &[Vec<String>] {
        &self.labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of all keys choose each noise.
    fn chances(row: &[(i16, u32)]) -> Vec<(i64, i128)> {
        let mut before = -1_i128;
        let share = |(noise, last): &(i16, u32)| {
            let share = i128::from(*last) - before;
            before = i128::from(*last);
            (i64::from(*noise), share)
        };
        row.iter().map(share).collect()
    }

    #[test]
    fn every_noise_table_is_unbiased_and_stays_within_its_limits() {
        for most in 1..=20_u8 {
            for hidden in 0..most {
                let table = NoiseTable::new(most, hidden).unwrap();
                for (count, row) in table.rows.iter().enumerate() {
                    let count = i64::try_from(count).unwrap();
                    let chances = chances(row);
                    assert_eq!(chances.iter().map(|(_, share)| share).sum::<i128>(), 1 << 32);
                    for (noise, share) in &chances {
                        assert!(noise.abs() <= i64::from(most) && *share >= 0);
                        let after = count + noise;
                        assert!(
                            after >= 0 && (after == 0 || after > i64::from(hidden) || count == 0)
                        );
                    }
                    let mean: i128 =
                        chances.iter().map(|(noise, share)| i128::from(*noise) * share).sum();
                    // Each of a few dozen shares is rounded to one key in four thousand million.
                    assert!(
                        mean.abs() <= 2 * i128::from(most) * i128::from(most) * 4,
                        "{most} {hidden} {count}: {mean}"
                    );
                }
            }
        }
        assert_eq!(NoiseTable::new(0, 0), Err(NoiseError::Most(0)));
        assert_eq!(NoiseTable::new(5, 5), Err(NoiseError::Hidden(5)));
    }
}
