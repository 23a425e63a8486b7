//! From one account of what is told to another, always to the side of more.

use super::Ratio;

/// The least delta for which a concentrated cost is (epsilon, delta)-differentially private, rounded up
/// (Canonne, Kamath and Steinke 2020, proposition 12).
///
/// ```
/// use caldicott_statistics::privacy::{Ratio, delta_of};
///
/// let rho = Ratio::new(1, 10)?;
/// assert!(delta_of(rho, 2.0) > delta_of(rho, 3.0));
/// assert_eq!(delta_of(Ratio::ZERO, 1.0), 0.0);
/// # Ok::<(), caldicott_statistics::privacy::PrivacyError>(())
/// ```
#[must_use]
pub fn delta_of(rho: Ratio, epsilon: f64) -> f64 {
    if rho == Ratio::ZERO {
        return 0.0;
    }
    if epsilon.is_nan() || epsilon < 0.0 {
        return 1.0;
    }
    let rho = rho.to_f64() * ABOVE;
    // Any alpha above 1 gives a bound; the derivative's sign is halved to find the best.
    let (mut low, mut high) = (1.0 + 1e-9, (epsilon + 1.0) / (2.0 * rho) + 2.0);
    for _ in 0..200 {
        let alpha = f64::midpoint(low, high);
        let slope = (2.0 * alpha - 1.0) * rho - epsilon + (-1.0 / alpha).ln_1p();
        if slope < 0.0 {
            low = alpha;
        } else {
            high = alpha;
        }
    }
    let bound = |alpha: f64| {
        let power = (alpha - 1.0) * (alpha * rho - epsilon) + alpha * (-1.0 / alpha).ln_1p();
        (power + power.abs() * (ABOVE - 1.0)).exp() / (alpha - 1.0) * ABOVE
    };
    bound(low).min(bound(high)).min(1.0)
}

/// The least epsilon for which a concentrated cost is (epsilon, delta)-differentially private, rounded up;
/// infinite for a delta of nothing.
#[must_use]
pub fn epsilon_of(rho: Ratio, delta: f64) -> f64 {
    if rho == Ratio::ZERO {
        return 0.0;
    }
    if delta.is_nan() || delta <= 0.0 {
        return f64::INFINITY;
    }
    if delta >= 1.0 {
        return 0.0;
    }
    let by = rho.to_f64();
    // The bound that the conversion is at least as good as (Bun and Steinke 2016).
    let (mut low, mut high) = (0.0, (by + 2.0 * (by * -delta.ln()).sqrt()) * ABOVE + 1e-9);
    while delta_of(rho, high) > delta {
        high *= 2.0;
    }
    for _ in 0..200 {
        let epsilon = f64::midpoint(low, high);
        if delta_of(rho, epsilon) <= delta {
            high = epsilon;
        } else {
            low = epsilon;
        }
    }
    high
}

/// More than all that is rounded on the way.
const ABOVE: f64 = 1.0 + 1e-13;

#[cfg(test)]
mod tests;
