//! What may be required of each class, and how a loss is measured.

use std::fmt;

use crate::measures::Distance;

/// What every class of records that look alike must meet. The definitions are those of
/// [`Measures`](crate::Measures) and [`Diversity`](crate::Diversity).
#[expect(clippy::exhaustive_enums, reason = "the measures of a class")]
#[derive(Clone, Debug, PartialEq)]
pub enum Criterion {
    /// One value makes up at most this share.
    Alpha {
        /// The sensitive variable.
        of: String,
        /// The largest share.
        most: f64,
    },
    /// No value's share grows by more than this, relatively.
    Beta {
        /// The sensitive variable.
        of: String,
        /// The largest gain.
        most: f64,
    },
    /// No value's share is further than this from its share in all records, as a logarithm; every value
    /// occurs.
    Delta {
        /// The sensitive variable.
        of: String,
        /// The largest logarithm, exclusive.
        below: f64,
    },
    /// At least so many different values.
    DistinctL {
        /// The sensitive variable.
        of: String,
        /// How many.
        l: u64,
    },
    /// As beta, and no gain above the logarithm of how rare the value is.
    EnhancedBeta {
        /// The sensitive variable.
        of: String,
        /// The largest gain.
        most: f64,
    },
    /// As uncertain as so many equally frequent values.
    EntropyL {
        /// The sensitive variable.
        of: String,
        /// How many.
        l: f64,
    },
    /// At least so many records.
    K(u64),
    /// The most frequent value is less than c times the l-th and all rarer ones together.
    Recursive {
        /// The sensitive variable.
        of: String,
        /// The factor.
        c: f64,
        /// Which value the tail begins with.
        l: u64,
    },
    /// At most this far from all records.
    T {
        /// The sensitive variable.
        of: String,
        /// The largest distance.
        most: f64,
        /// How far apart two values are.
        distance: Distance,
    },
}

impl Criterion {
    /// The sensitive variable that it is about.
    #[must_use]
    pub fn of(&self) -> Option<&str> {
        match self {
            Self::Alpha { of, .. }
            | Self::Beta { of, .. }
            | Self::Delta { of, .. }
            | Self::DistinctL { of, .. }
            | Self::EnhancedBeta { of, .. }
            | Self::EntropyL { of, .. }
            | Self::Recursive { of, .. }
            | Self::T { of, .. } => Some(of),
            Self::K(_) => None,
        }
    }

    pub(crate) fn is_sound(&self) -> bool {
        let positive = |bound: f64| bound.is_finite() && bound > 0.0;
        match self {
            Self::Alpha { most, .. } => positive(*most) && *most <= 1.0,
            Self::Beta { most, .. } | Self::EnhancedBeta { most, .. } | Self::T { most, .. } => {
                most.is_finite() && *most >= 0.0
            }
            Self::Delta { below, .. } => positive(*below),
            Self::DistinctL { l, .. } => *l >= 1,
            Self::EntropyL { l, .. } => l.is_finite() && *l >= 1.0,
            Self::K(k) => *k >= 1,
            Self::Recursive { c, l, .. } => positive(*c) && *l >= 1,
        }
    }

    /// Whether a record that is in a good class stays in one when classes are joined, even with bad ones.
    /// All criteria carry over to the union of two good classes; only these to that of a good and a bad.
    pub(crate) const fn survives_bad_company(&self) -> bool {
        matches!(self, Self::DistinctL { .. } | Self::K(_))
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alpha { of, most } => write!(out, "alpha of `{of}` at most {most}"),
            Self::Beta { of, most } => write!(out, "beta of `{of}` at most {most}"),
            Self::Delta { of, below } => write!(out, "delta of `{of}` below {below}"),
            Self::DistinctL { of, l } => write!(out, "at least {l} values of `{of}`"),
            Self::EnhancedBeta { of, most } => {
                write!(out, "enhanced beta of `{of}` at most {most}")
            }
            Self::EntropyL { of, l } => write!(out, "entropy l of `{of}` at least {l}"),
            Self::K(k) => write!(out, "k at least {k}"),
            Self::Recursive { of, c, l } => write!(out, "recursive ({c}, {l}) of `{of}`"),
            Self::T { of, most, .. } => write!(out, "t of `{of}` at most {most}"),
        }
    }
}

/// How much may be left out instead of made coarser.
#[expect(clippy::exhaustive_enums, reason = "a number or a share")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Suppression {
    /// At most this share of the records, in thousandths, rounded down.
    PerMille(u16),
    /// At most so many records.
    Records(u64),
}

impl Suppression {
    pub(crate) fn of(self, records: u64) -> u64 {
        match self {
            Self::PerMille(share) => {
                let most = u128::from(records) * u128::from(share.min(1000)) / 1000;
                u64::try_from(most).unwrap_or(records)
            }
            Self::Records(most) => most.min(records),
        }
    }
}

/// What is lost by making records coarser or leaving them out.
#[expect(clippy::exhaustive_enums, reason = "the measures whose least is proved")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Loss {
    /// How many records a class has on average; those left out are one class more.
    AverageClass,
    /// For each record, how many look like it; one that is left out looks like all (Bayardo and Agrawal
    /// 2005).
    #[default]
    Discernibility,
    /// The mean over all values of how much of the list each could be, from 0 for one code to 1 for all;
    /// 1 for one left out (Iyengar 2002).
    LossMetric,
}

impl fmt::Display for Loss {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::AverageClass => "records a class has on average",
            Self::Discernibility => "for each record, how many look like it",
            Self::LossMetric => "how much of the list each value could be, from 0 to 1",
        })
    }
}
