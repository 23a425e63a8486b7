//! Exact fractions, for costs and scales.

use std::cmp::Ordering;
use std::fmt;

use super::PrivacyError;

/// A fraction of whole numbers, not negative, in lowest terms.
///
/// ```
/// use caldicott_statistics::privacy::Ratio;
///
/// let tenth: Ratio = "0.1".parse()?;
/// assert_eq!(tenth, Ratio::new(1, 10)?);
/// // Ten tenths are one, which they are not in floating point.
/// let sum = (0..10).try_fold(Ratio::ZERO, |sum, _| sum.plus(tenth))?;
/// assert_eq!(sum, Ratio::new(1, 1)?);
/// # Ok::<(), caldicott_statistics::privacy::PrivacyError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Ratio {
    over: u128,
    under: u128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { over: 0, under: 1 };

    /// A fraction.
    ///
    /// # Errors
    /// [`PrivacyError::Number`] when it is divided by nothing.
    pub fn new(over: u64, under: u64) -> Result<Self, PrivacyError> {
        Self::lowest(over.into(), under.into()).ok_or(PrivacyError::Number)
    }

    /// The number above and the number below.
    #[must_use]
    pub const fn parts(self) -> (u128, u128) {
        (self.over, self.under)
    }

    /// The sum, exact where it can be written and otherwise a little more: what was spent is never
    /// understated.
    ///
    /// # Errors
    /// [`PrivacyError::Overflow`] for sums beyond any budget.
    pub fn plus(self, other: Self) -> Result<Self, PrivacyError> {
        let exact = || {
            let shared = gcd(self.under, other.under);
            let under = (self.under / shared).checked_mul(other.under)?;
            let one = self.over.checked_mul(other.under / shared)?;
            let two = other.over.checked_mul(self.under / shared)?;
            Self::lowest(one.checked_add(two)?, under)
        };
        let coarse = || {
            let over = self.rounded_up()?.checked_add(other.rounded_up()?)?;
            Self::lowest(over, Self::GRID)
        };
        exact().or_else(coarse).ok_or(PrivacyError::Overflow)
    }

    /// The product, exact or not at all.
    ///
    /// # Errors
    /// [`PrivacyError::Overflow`].
    pub fn times(self, other: Self) -> Result<Self, PrivacyError> {
        let (one, two) = (gcd(self.over, other.under).max(1), gcd(other.over, self.under).max(1));
        let over = (self.over / one).checked_mul(other.over / two);
        let under = (self.under / two).checked_mul(other.under / one);
        over.zip(under).and_then(|(o, u)| Self::lowest(o, u)).ok_or(PrivacyError::Overflow)
    }

    /// One divided by it.
    ///
    /// # Errors
    /// [`PrivacyError::Number`] for nothing.
    pub fn inverse(self) -> Result<Self, PrivacyError> {
        Self::lowest(self.under, self.over).ok_or(PrivacyError::Number)
    }

    /// The nearest number that a computer calculates with.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "what is wanted")]
    pub fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// What is left of it after another, or `None` when the other is more.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        if self < other {
            return None;
        }
        let shared = gcd(self.under, other.under);
        let under = (self.under / shared).checked_mul(other.under)?;
        let one = self.over.checked_mul(other.under / shared)?;
        let two = other.over.checked_mul(self.under / shared)?;
        Self::lowest(one.checked_sub(two)?, under)
    }

    /// What sums are rounded up to when they cannot be exact.
    const GRID: u128 = 1 << 80;

    fn rounded_up(self) -> Option<u128> {
        let (whole, rest) = (self.over / self.under, self.over % self.under);
        // rest / under, in parts of the grid, bit by bit: the product could be too large.
        let (mut part, mut rest) = (0_u128, rest);
        for _ in 0..80 {
            part <<= 1;
            if rest >= self.under - rest {
                rest -= self.under - rest;
                part |= 1;
            } else {
                rest <<= 1;
            }
        }
        let part = part + u128::from(rest > 0);
        whole.checked_mul(Self::GRID)?.checked_add(part)
    }

    fn lowest(over: u128, under: u128) -> Option<Self> {
        if under == 0 {
            return None;
        }
        let shared = gcd(over, under).max(1);
        Some(Self { over: over / shared, under: under / shared })
    }
}

fn gcd(mut one: u128, mut other: u128) -> u128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

impl Ord for Ratio {
    /// By whole parts and then the inverses of what is left: nothing is multiplied, nothing overflows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = ((self.over, self.under), (other.over, other.under));
        let mut turned = false;
        loop {
            let whole = (one.0 / one.1).cmp(&(two.0 / two.1));
            let (one_left, two_left) = (one.0 % one.1, two.0 % two.1);
            let found = match (whole, one_left, two_left) {
                (Ordering::Less | Ordering::Greater, ..) => Some(whole),
                (Ordering::Equal, 0, 0) => Some(Ordering::Equal),
                (Ordering::Equal, 0, _) => Some(Ordering::Less),
                (Ordering::Equal, _, 0) => Some(Ordering::Greater),
                (Ordering::Equal, ..) => None,
            };
            if let Some(found) = found {
                return if turned { found.reverse() } else { found };
            }
            (one, two) = ((one.1, one_left), (two.1, two_left));
            turned = !turned;
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.under == 1 {
            write!(out, "{}", self.over)
        } else {
            write!(out, "{}/{}", self.over, self.under)
        }
    }
}

impl std::str::FromStr for Ratio {
    type Err = PrivacyError;

    /// Reads `2`, `1/3` or `0.25`.
    fn from_str(text: &str) -> Result<Self, PrivacyError> {
        let digits = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            if plain { text.parse::<u128>().ok() } else { None }
        };
        let read = || {
            if let Some((over, under)) = text.split_once('/') {
                return Self::lowest(digits(over)?, digits(under)?);
            }
            let Some((whole, part)) = text.split_once('.') else {
                return Self::lowest(digits(text)?, 1);
            };
            let under = 10_u128.checked_pow(u32::try_from(part.len()).ok()?)?;
            let over = digits(whole)?.checked_mul(under)?.checked_add(digits(part)?)?;
            Self::lowest(over, under)
        };
        read().ok_or(PrivacyError::Number)
    }
}
