//! Whole-numbered noise, drawn exactly (Canonne, Kamath and Steinke, "The Discrete Gaussian for
//! Differential Privacy", 2020).

use super::random::{Noise, Randomness};
use super::{Cost, PrivacyError, Ratio};

/// The largest number above or below in a scale or variance.
const MOST: u128 = 1 << 40;
/// The largest number below in a variance.
const FINEST: u128 = 1 << 20;

/// Noise of which each step further out is less likely by the same factor, `exp(-1 / scale)`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DiscreteLaplace {
    scale: Ratio,
}

/// Noise like the normal distribution, on whole numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DiscreteGaussian {
    variance: Ratio,
}

impl DiscreteLaplace {
    /// Noise of this scale.
    ///
    /// # Errors
    /// [`PrivacyError::Number`] for a scale of nothing, or with a number above 2^40 in it.
    pub fn new(scale: Ratio) -> Result<Self, PrivacyError> {
        let (over, under) = scale.parts();
        let sound = (1..=MOST).contains(&over) && (1..=MOST).contains(&under);
        if sound { Ok(Self { scale }) } else { Err(PrivacyError::Number) }
    }

    /// The scale.
    #[must_use]
    pub const fn scale(&self) -> Ratio {
        self.scale
    }

    /// What an answer with this noise tells, where one person changes it by at most so much: exactly
    /// the sensitivity over the scale.
    ///
    /// # Errors
    /// [`PrivacyError::Overflow`].
    pub fn cost(&self, sensitivity: u64) -> Result<Cost, PrivacyError> {
        let of_one = self.scale.inverse()?;
        Ok(Cost::Pure(Ratio::new(sensitivity, 1)?.times(of_one)?))
    }

    /// Draws once.
    ///
    /// # Errors
    /// [`PrivacyError::NoRandomness`].
    pub fn draw<R: Randomness>(&self, noise: &mut Noise<R>) -> Result<i64, PrivacyError> {
        let (over, under) = self.scale.parts();
        let drawn = laplace(over, under, noise)?;
        // Farther out than 2^63 lies less than one in exp(2^23).
        Ok(i64::try_from(drawn).unwrap_or(if drawn < 0 { i64::MIN } else { i64::MAX }))
    }
}

impl DiscreteGaussian {
    /// Noise of this variance (the square of sigma).
    ///
    /// # Errors
    /// [`PrivacyError::Number`] for a variance of nothing, with a number above 2^40 above or above 2^20
    /// below.
    pub fn new(variance: Ratio) -> Result<Self, PrivacyError> {
        let (over, under) = variance.parts();
        let sound = (1..=MOST).contains(&over) && (1..=FINEST).contains(&under);
        if sound { Ok(Self { variance }) } else { Err(PrivacyError::Number) }
    }

    /// The square of sigma.
    #[must_use]
    pub const fn variance(&self) -> Ratio {
        self.variance
    }

    /// What an answer with this noise tells, where one person changes it by at most so much: exactly
    /// the square of the sensitivity over twice the variance.
    ///
    /// # Errors
    /// [`PrivacyError::Overflow`].
    pub fn cost(&self, sensitivity: u64) -> Result<Cost, PrivacyError> {
        let by = Ratio::new(sensitivity, 1)?;
        let half = Ratio::new(1, 2)?.times(self.variance.inverse()?)?;
        Ok(Cost::Concentrated(by.times(by)?.times(half)?))
    }

    /// Draws once.
    ///
    /// # Errors
    /// [`PrivacyError::NoRandomness`].
    pub fn draw<R: Randomness>(&self, noise: &mut Noise<R>) -> Result<i64, PrivacyError> {
        let (over, under) = self.variance.parts();
        let step = (over / under).isqrt() + 1;
        // exp(-(|y| - variance/step)^2 / (2 variance)), without fractions.
        let below = 2 * over * under * step * step;
        loop {
            let drawn = laplace(step, 1, noise)?;
            let far = drawn.unsigned_abs().checked_mul(under * step);
            let square = far.and_then(|far| far.abs_diff(over).checked_pow(2));
            // Beyond 128 bits it would be kept with a chance below exp(-2^20).
            let Some(square) = square else { continue };
            if noise.exponential(square, below)? {
                return Ok(i64::try_from(drawn).unwrap_or(i64::MAX));
            }
        }
    }
}

/// Algorithm 2 of the paper: a multiple and a remainder of the scale, both geometric, and a sign.
fn laplace<R: Randomness>(
    over: u128,
    under: u128,
    noise: &mut Noise<R>,
) -> Result<i128, PrivacyError> {
    loop {
        let rest = noise.below(over)?;
        if !noise.exponential(rest, over)? {
            continue;
        }
        let mut whole: u128 = 0;
        while noise.exponential(1, 1)? {
            whole += 1;
        }
        let far = i128::try_from((rest + over * whole) / under).unwrap_or(i128::MAX);
        if !noise.bit()? {
            return Ok(far);
        }
        // Nothing below nothing: it would be there twice.
        if far != 0 {
            return Ok(-far);
        }
    }
}

#[cfg(test)]
mod tests;
