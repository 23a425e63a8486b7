//! A table of counts with noise on each.

use std::fmt::Write as _;

use super::random::{Noise, Randomness};
use super::{Cost, DiscreteGaussian, DiscreteLaplace, Grant, PrivacyError};
use crate::csv_cell::csv_cell;
use crate::{FreqTable, Raw};

/// Which noise.
#[expect(clippy::exhaustive_enums, reason = "the noise that is drawn exactly")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mechanism {
    /// Of normal shape.
    Gaussian(DiscreteGaussian),
    /// Of exponential shape.
    Laplace(DiscreteLaplace),
}

/// Counts with noise, which may leave. A count may be below nothing; whoever hides that makes the totals
/// wrong on average.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NoisyTable {
    dimensions: Vec<String>,
    cells: Vec<(Vec<String>, i64)>,
    cost: String,
}

impl Mechanism {
    /// What a table costs in which one person is in one cell.
    ///
    /// # Errors
    /// [`PrivacyError::Overflow`].
    pub fn cost(&self) -> Result<Cost, PrivacyError> {
        match self {
            Self::Gaussian(noise) => noise.cost(1),
            Self::Laplace(noise) => noise.cost(1),
        }
    }

    fn draw<R: Randomness>(&self, noise: &mut Noise<R>) -> Result<i64, PrivacyError> {
        match self {
            Self::Gaussian(shape) => shape.draw(noise),
            Self::Laplace(shape) => shape.draw(noise),
        }
    }
}

/// Adds noise to each count of a table in which every person is once; margins are sums of the noisy
/// counts, so they tell nothing more.
///
/// # Errors
/// [`PrivacyError::NotGranted`] when the grant is for less, [`PrivacyError::NoRandomness`],
/// [`PrivacyError::Overflow`] for counts that cannot be added up with their noise.
#[expect(clippy::needless_pass_by_value, reason = "a grant is used up")]
pub fn noisy_counts<R: Randomness>(
    table: &Raw<FreqTable>,
    mechanism: &Mechanism,
    grant: Grant,
    noise: &mut Noise<R>,
) -> Result<NoisyTable, PrivacyError> {
    /// Lifts every count above nothing while margins are added up.
    const LIFT: i64 = 1 << 44;
    let table = table.inner();
    let cost = mechanism.cost()?;
    let enough = match (grant.cost(), cost) {
        (Cost::Concentrated(granted), Cost::Concentrated(asked))
        | (Cost::Pure(granted), Cost::Pure(asked)) => granted >= asked,
        (Cost::Concentrated(_), Cost::Pure(_)) | (Cost::Pure(_), Cost::Concentrated(_)) => false,
    };
    if !enough {
        return Err(PrivacyError::NotGranted);
    }
    let geometry = table.geometry();
    let (mut lifted, mut inner) = (vec![0_u64; geometry.cells()], vec![0_u64; geometry.cells()]);
    for (cell, count) in table.counts().iter().enumerate() {
        if geometry.is_margin(cell) {
            continue;
        }
        let count = i64::try_from(*count).map_err(|_| PrivacyError::Overflow)?;
        let noisy = count.saturating_add(mechanism.draw(noise)?);
        let up = noisy.checked_add(LIFT).and_then(|up| u64::try_from(up).ok());
        if let (Some(slot), Some(one)) = (lifted.get_mut(cell), inner.get_mut(cell)) {
            *slot = up.filter(|up| *up <= 1 << 45).ok_or(PrivacyError::Overflow)?;
            *one = 1;
        }
    }
    let overflow = |_| PrivacyError::Overflow;
    geometry.sum_margins(&mut lifted).map_err(overflow)?;
    geometry.sum_margins(&mut inner).map_err(overflow)?;
    let mut cells = Vec::with_capacity(lifted.len());
    for (cell, (up, parts)) in lifted.iter().zip(&inner).enumerate() {
        let noisy = i128::from(*up) - i128::from(*parts) * i128::from(LIFT);
        let noisy = i64::try_from(noisy).map_err(|_| PrivacyError::Overflow)?;
        cells.push((table.labels(cell), noisy));
    }
    let dimensions = table.dimensions().iter().map(|dimension| dimension.name().to_owned());
    let cost = match cost {
        Cost::Concentrated(rho) => format!("rho = {rho}"),
        Cost::Pure(epsilon) => format!("epsilon = {epsilon}"),
    };
    Ok(NoisyTable { dimensions: dimensions.collect(), cells, cost })
}

impl NoisyTable {
    /// The cells: a label for each dimension, and the noisy count.
    #[must_use]
    pub fn cells(&self) -> &[(Vec<String>, i64)] {
        &self.cells
    }

    /// What it cost, to be stated with the table.
    #[must_use]
    pub fn cost(&self) -> &str {
        &self.cost
    }

    /// One line a cell: its labels and the noisy count.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        let line = |cells: &[String]| {
            cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",")
        };
        let _ = writeln!(text, "{},noisy count", line(&self.dimensions));
        for (labels, count) in &self.cells {
            let _ = writeln!(text, "{},{count}", line(labels));
        }
        text
    }
}

#[cfg(test)]
mod tests;
