//! Counts with noise that proves how little anybody's presence changes them (differential privacy).
//!
//! Noise is drawn exactly, in whole numbers: floating-point noise has given secrets away by the gaps
//! between its values (Mironov 2012). What each answer costs is counted exactly too, and is spent from a
//! [`Budget`] *before* anything is drawn: a [`Grant`] is the only way to [`noisy_counts`].
//!
//! ```
//! use caldicott_model::Day;
//! use caldicott_statistics::privacy::{Allowance, Budget, Cost, DiscreteLaplace, Ratio, Spent};
//!
//! let noise = DiscreteLaplace::new(Ratio::new(3, 1)?)?;
//! // A person more or less changes one count by one.
//! assert_eq!(noise.cost(1)?, Cost::Pure(Ratio::new(1, 3)?));
//!
//! let day = Day::new(2026, 11, 22)?;
//! let budget = Budget::new(Allowance::Pure(Ratio::new(1, 2)?));
//! let Spent::Granted(budget, _grant) = budget.spend("2026 quarter 4", noise.cost(1)?, day)?
//! else { return Err("there is enough".into()) };
//! // A third is gone and a sixth is left: the same question once more is refused.
//! assert!(matches!(budget.spend("once more", noise.cost(1)?, day)?, Spent::Refused(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod budget;
mod convert;
mod counts;
mod draw;
mod random;
mod ratio;

pub use budget::{Allowance, Budget, BudgetError, Grant, Shortfall, Spend, Spent};
pub use convert::{delta_of, epsilon_of};
pub use counts::{Mechanism, NoisyTable, noisy_counts};
pub use draw::{DiscreteGaussian, DiscreteLaplace};
#[cfg(feature = "os-noise")]
pub use random::OsRandomness;
pub use random::{NoRandomness, Noise, Randomness};
pub use ratio::Ratio;

/// What an answer tells about anybody at most.
#[expect(clippy::exhaustive_enums, reason = "the two accounts that noise here is counted in")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cost {
    /// Zero-concentrated differential privacy: rho (Bun and Steinke 2016).
    Concentrated(Ratio),
    /// Pure differential privacy: epsilon (Dwork and others 2006).
    Pure(Ratio),
}

/// Noise or a cost that cannot be had.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PrivacyError {
    /// A number of nothing, of something by nothing, or beyond what is drawn exactly.
    #[error(
        "a scale, variance or cost must be above nothing and within the limits of exact drawing"
    )]
    Number,
    /// The source of randomness gave none.
    #[error("there is no randomness to draw from")]
    NoRandomness,
    /// A count and its noise cannot be added up.
    #[error("a count is too large to be added up")]
    Overflow,
    /// What was granted is less than the noise costs.
    #[error("what was granted is less than this noise costs")]
    NotGranted,
}
