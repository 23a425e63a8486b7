//! When a sum says too much about one of those it sums.

use super::SumCell;

/// The rules by which a sum is hidden, and what they are meant to protect.
///
/// - *threshold*: no more than this many people contribute;
/// - *(n, k) dominance*: the `n` largest contributions are more than `k` per cent of the sum;
/// - *p per cent*: whoever gave the second largest contribution can take it off and know the largest to
///   within `p` per cent.
///
/// Definitions follow Hundepool et al., *Statistical Disclosure Control* (2012), chapter 4; how much room a
/// hidden sum needs is that chapter's upper protection level.
///
/// ```
/// use caldicott_statistics::{SumCell, SumRules};
///
/// let rules = SumRules::threshold(2)?.with_p_percent(10)?;
/// // Of 1,040 one gave 1,000 and a second 30: the second knows the first to 10 in 1,000.
/// let cell = SumCell { people: 3, sum: 1_040, top: vec![1_000, 30, 10], capped: 0 };
/// assert!(rules.is_sensitive(&cell, None));
/// // With 130 from others the second no longer knows it so well.
/// let cell = SumCell { people: 4, sum: 1_240, top: vec![1_000, 110, 100, 30], capped: 0 };
/// assert!(!rules.is_sensitive(&cell, None));
/// # Ok::<(), caldicott_statistics::SumRulesError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumRules {
    threshold: u64,
    dominance: Option<(u8, u8)>,
    p_percent: Option<u8>,
    noughts_hidden: bool,
}

/// Parameters that make no sense.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SumRulesError {
    /// More contributions than are kept, or no share.
    #[error("a dominance of `{0}` contributions and `{1}` per cent is outside 1 to 8 and 1 to 99")]
    Dominance(u8, u8),
    /// A share that protects nothing or everything.
    #[error("`{0}` per cent is outside 1 to 100")]
    Percent(u8),
    /// A sum of one person's amount is that amount.
    #[error("a threshold of `{0}` contributors is outside 1 to 1000")]
    Threshold(u64),
}

/// What a hidden sum is protected to when only its few contributors are the reason.
const PERCENT: u8 = 10;

impl SumRules {
    /// Sums of one to this many people are hidden.
    ///
    /// # Errors
    /// [`SumRulesError::Threshold`] outside 1 to 1000.
    pub const fn threshold(most: u64) -> Result<Self, SumRulesError> {
        if most == 0 || most > 1000 {
            return Err(SumRulesError::Threshold(most));
        }
        Ok(Self { threshold: most, dominance: None, p_percent: None, noughts_hidden: false })
    }

    /// And sums of which the `n` largest contributions are more than `k` per cent.
    ///
    /// # Errors
    /// [`SumRulesError::Dominance`] outside 1 to 8 contributions and 1 to 99 per cent.
    pub const fn with_dominance(mut self, n: u8, k: u8) -> Result<Self, SumRulesError> {
        if n == 0 || n as usize > SumCell::TOP || k == 0 || k > 99 {
            return Err(SumRulesError::Dominance(n, k));
        }
        self.dominance = Some((n, k));
        Ok(self)
    }

    /// And sums that tell the largest contribution to within `p` per cent to the second largest.
    ///
    /// # Errors
    /// [`SumRulesError::Percent`] outside 1 to 100.
    pub const fn with_p_percent(mut self, p: u8) -> Result<Self, SumRulesError> {
        if p == 0 || p > 100 {
            return Err(SumRulesError::Percent(p));
        }
        self.p_percent = Some(p);
        Ok(self)
    }

    /// And sums of nought over somebody, which tell that nobody there has anything. Without this they are shown
    /// and counted in the report.
    #[must_use]
    pub const fn with_noughts_hidden(mut self) -> Self {
        self.noughts_hidden = true;
        self
    }

    /// The largest number of contributors that is too small.
    #[must_use]
    pub const fn most_people(&self) -> u64 {
        self.threshold
    }

    /// The rules in words, for whoever signs.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut text = format!("sums of one to {} contributors", self.threshold);
        if let Some((n, k)) = self.dominance {
            text += &format!(
                ", sums of which the {n} largest contributions are more than {k} per cent"
            );
        }
        if let Some(p) = self.p_percent {
            text += &format!(
                ", sums that tell the largest contribution to within {p} per cent to the second largest"
            );
        }
        if self.noughts_hidden {
            text += ", sums of nought over somebody";
        }
        text
    }

    /// Whether the sum is hidden.
    #[must_use]
    pub fn is_sensitive(&self, cell: &SumCell, cap: Option<u64>) -> bool {
        self.room(cell, cap) > 0
    }

    /// How much of a hidden sum must stay open where nothing else of it is known: what a single contributor
    /// of all of it would need, up and down.
    pub(super) fn share_of(&self, sum: u64) -> u64 {
        let percent = u128::from(self.p_percent.unwrap_or(PERCENT));
        let share = (u128::from(sum) * percent * 2).div_ceil(100);
        u64::try_from(share).unwrap_or(u64::MAX)
    }

    /// How far a reader must be kept from the sum, up and down; nought where it may be shown.
    pub(super) fn room(&self, cell: &SumCell, cap: Option<u64>) -> u64 {
        if cell.people == 0 {
            return 0;
        }
        let mut room = 0;
        let few = cell.people <= self.threshold;
        // Amounts at the cap are known to be there, so only the rest is anybody's secret. Where nothing is
        // left, everybody is known to be at the cap, and that is hidden like a single amount.
        let rest = cell.below_cap(cap);
        let largest = cell.top.first().copied().or(cap).unwrap_or(0);
        let percent = if few { Some(self.p_percent.unwrap_or(PERCENT)) } else { self.p_percent };
        if let Some(percent) = percent {
            room = room.max(p_room(largest, &cell.top, rest, percent));
        }
        if few || cell.top.is_empty() || (self.noughts_hidden && cell.sum == 0) {
            room = room.max(1);
        }
        if let Some((n, k)) = self.dominance {
            let mut all: Vec<u64> = cap.into_iter().filter(|_| cell.capped > 0).collect();
            all =
                all.repeat(usize::try_from(cell.capped).unwrap_or(SumCell::TOP).min(SumCell::TOP));
            all.extend(&cell.top);
            room = room.max(n_k_room(&all, cell.sum, n, k));
            if cell.capped > 0 {
                room = room.max(n_k_room(&cell.top, rest, n, k));
            }
        }
        room
    }
}

/// What is missing between what others add and `p` per cent of the largest.
fn p_room(largest: u64, top: &[u64], rest: u64, percent: u8) -> u64 {
    let others = rest.saturating_sub(top.iter().take(2).sum::<u64>());
    let wanted = (u128::from(largest) * u128::from(percent)).div_ceil(100);
    u64::try_from(wanted).unwrap_or(u64::MAX).saturating_sub(others)
}

/// What is missing to a sum of which the largest would be `k` per cent.
fn n_k_room(top: &[u64], sum: u64, n: u8, k: u8) -> u64 {
    let largest: u128 = top.iter().take(usize::from(n)).map(|amount| u128::from(*amount)).sum();
    let wanted = (largest * 100).div_ceil(u128::from(k));
    u64::try_from(wanted).unwrap_or(u64::MAX).saturating_sub(sum)
}
