//! Fractions without rounding.

use super::OPEN;

/// The numbers outgrew the machine word, or the walk made no headway: the answer is not known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Outgrown;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    pub(crate) const ZERO: Self = Self { over: 0, under: 1 };

    pub(crate) const fn whole(value: i64) -> Self {
        Self { over: value as i128, under: 1 }
    }

    /// One number over another, which is not nought.
    pub(crate) fn of(over: i128, under: i128) -> Self {
        Self::new(over, under)
    }

    pub(crate) const fn opposite(self) -> Self {
        Self { over: -self.over, under: self.under }
    }

    fn new(over: i128, under: i128) -> Self {
        let divisor = common_divisor(over.unsigned_abs(), under.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        let sign = if under < 0 { -1 } else { 1 };
        Self { over: sign * over / divisor, under: sign * under / divisor }
    }

    pub(crate) fn floor(self) -> i64 {
        i64::try_from(self.over.div_euclid(self.under)).unwrap_or(OPEN)
    }

    pub(crate) fn ceil(self) -> i64 {
        i64::try_from(-(-self.over).div_euclid(self.under)).unwrap_or(-OPEN)
    }

    pub(crate) const fn is_whole(self) -> bool {
        self.under == 1
    }

    /// So many times the value, where that is whole.
    pub(crate) fn whole_times(self, times: i64) -> Option<i64> {
        let over = self.over.checked_mul(i128::from(times))?;
        if over % self.under == 0 { i64::try_from(over / self.under).ok() } else { None }
    }

    pub(crate) const fn is_zero(self) -> bool {
        self.over == 0
    }

    pub(super) fn times(self, over: i64, under: i64) -> Result<Self, Outgrown> {
        // Nearly every entry of a table's tableau is the denominator or its negative.
        if over == under || self.over == 0 {
            return Ok(self);
        }
        if over == -under {
            return Ok(Self { over: -self.over, under: self.under });
        }
        let over = self.over.checked_mul(i128::from(over)).ok_or(Outgrown)?;
        let under = self.under.checked_mul(i128::from(under)).ok_or(Outgrown)?;
        Ok(Self::new(over, under))
    }

    pub(super) fn plus(self, other: Self) -> Result<Self, Outgrown> {
        if self.under == 1 && other.under == 1 {
            return Ok(Self { over: self.over.checked_add(other.over).ok_or(Outgrown)?, under: 1 });
        }
        let left = self.over.checked_mul(other.under).ok_or(Outgrown)?;
        let right = other.over.checked_mul(self.under).ok_or(Outgrown)?;
        let under = self.under.checked_mul(other.under).ok_or(Outgrown)?;
        Ok(Self::new(left.checked_add(right).ok_or(Outgrown)?, under))
    }

    pub(super) fn minus(self, other: Self) -> Result<Self, Outgrown> {
        self.plus(Self { over: -other.over, under: other.under })
    }

    pub(super) fn is_below(self, other: Self) -> Result<bool, Outgrown> {
        if self.under == other.under {
            return Ok(self.over < other.over);
        }
        Ok(self.minus(other)?.over < 0)
    }

    /// The fraction as a decimal, for a report.
    #[expect(clippy::cast_precision_loss, reason = "shown, never decided on")]
    pub(crate) fn shown(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

fn common_divisor(mut left: u128, mut right: u128) -> u128 {
    if left == 0 || right == 1 {
        return right;
    }
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}
