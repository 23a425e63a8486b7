#![expect(clippy::cast_possible_truncation, reason = "small numbers")]
#![expect(clippy::cast_precision_loss, reason = "small counts")]

use super::super::NoRandomness;
use super::*;

/// Numbers that only look random, the same each time: for tests alone.
struct Seeded(u64);

impl Randomness for Seeded {
    fn fill(&mut self, into: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in into.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = self.0;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

struct Broken;

impl Randomness for Broken {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness::new())
    }
}

/// The sum of squared differences from what is expected, over what is expected; the tails are joined.
fn chi_square(draws: &[i64], mass: impl Fn(i64) -> f64, reach: i64) -> (f64, f64) {
    let total: f64 = (-20_000..=20_000).map(&mass).sum();
    let mut seen = vec![0_u64; usize::try_from(2 * reach + 3).unwrap()];
    for drawn in draws {
        let place = (drawn.clamp(&(-reach - 1), &(reach + 1)) + reach + 1).unsigned_abs();
        seen[usize::try_from(place).unwrap()] += 1;
    }
    let tail: f64 = (reach + 1..=20_000).map(&mass).sum();
    let mut sum = 0.0;
    for (place, seen) in (-reach - 1..).zip(&seen) {
        let mass = if place.abs() > reach { tail } else { mass(place) };
        let expected = mass / total * draws.len() as f64;
        sum += (*seen as f64 - expected).powi(2) / expected;
    }
    let freedom = (seen.len() - 1) as f64;
    // How many standard deviations above its mean (Wilson and Hilferty 1931).
    let normal =
        ((sum / freedom).cbrt() - (1.0 - 2.0 / (9.0 * freedom))) / (2.0 / (9.0 * freedom)).sqrt();
    (sum, normal)
}

#[test]
fn laplace_noise_has_the_chances_that_its_definition_says() {
    for (seed, (over, under)) in
        (1..).zip([(1, 1), (3, 1), (7, 3), (1, 2), (40, 1), (5_000_000, 1_000_000)])
    {
        let noise = DiscreteLaplace::new(Ratio::new(over, under).unwrap()).unwrap();
        let mut bits = Noise::new(Seeded(seed));
        let draws: Vec<i64> = (0..200_000).map(|_| noise.draw(&mut bits).unwrap()).collect();
        let scale = over as f64 / under as f64;
        let reach = (4.0 * scale) as i64 + 2;
        let (sum, normal) = chi_square(&draws, |x| (-(x.abs() as f64) / scale).exp(), reach);
        assert!(normal.abs() < 4.5, "scale {over}/{under}: {sum} {normal}");
    }
}

#[test]
fn normal_noise_has_the_chances_that_its_definition_says() {
    for (seed, (over, under)) in (11..).zip([(1, 1), (1, 4), (9, 2), (100, 1), (1_000_003, 1_000)])
    {
        let noise = DiscreteGaussian::new(Ratio::new(over, under).unwrap()).unwrap();
        let mut bits = Noise::new(Seeded(seed));
        let draws: Vec<i64> = (0..200_000).map(|_| noise.draw(&mut bits).unwrap()).collect();
        let variance = over as f64 / under as f64;
        let reach = (3.0 * variance.sqrt()) as i64 + 1;
        let (sum, normal) =
            chi_square(&draws, |x| (-((x * x) as f64) / (2.0 * variance)).exp(), reach);
        assert!(normal.abs() < 4.5, "variance {over}/{under}: {sum} {normal}");
    }
}

#[test]
fn a_wrong_shape_would_be_noticed() {
    let noise = DiscreteLaplace::new(Ratio::new(3, 1).unwrap()).unwrap();
    let mut bits = Noise::new(Seeded(3));
    let draws: Vec<i64> = (0..200_000).map(|_| noise.draw(&mut bits).unwrap()).collect();
    let (_, normal) = chi_square(&draws, |x| (-(x.abs() as f64) / 3.2).exp(), 14);
    assert!(normal > 4.5, "{normal}");
}

#[test]
fn a_number_below_a_bound_is_each_as_often() {
    for bound in [1_u128, 2, 3, 7, 1 << 31, (1 << 33) + 1, (1 << 64) + 3] {
        let mut bits = Noise::new(Seeded(5));
        let thirds: Vec<u128> = (0..30_000).map(|_| bits.below(bound).unwrap()).collect();
        assert!(thirds.iter().all(|drawn| *drawn < bound));
        let low = thirds.iter().filter(|drawn| **drawn < bound / 2).count() as f64 / 30_000.0;
        let expected = (bound / 2) as f64 / bound as f64;
        assert!((low - expected).abs() < 0.015, "{bound}: {low}");
    }
}

#[test]
fn without_randomness_nothing_is_drawn() {
    let noise = DiscreteLaplace::new(Ratio::new(3, 1).unwrap()).unwrap();
    assert_eq!(noise.draw(&mut Noise::new(Broken)), Err(PrivacyError::NoRandomness));
}

#[test]
fn scales_beyond_exact_drawing_are_refused() {
    assert_eq!(DiscreteLaplace::new(Ratio::ZERO), Err(PrivacyError::Number));
    assert_eq!(DiscreteLaplace::new(Ratio::new(1 << 41, 1).unwrap()), Err(PrivacyError::Number));
    assert_eq!(DiscreteGaussian::new(Ratio::ZERO), Err(PrivacyError::Number));
    assert_eq!(DiscreteGaussian::new(Ratio::new(1, 1 << 21).unwrap()), Err(PrivacyError::Number));
    // The widest and the narrowest still draw.
    let mut bits = Noise::new(Seeded(6));
    for (over, under) in [(1 << 40, 1), (1, 1 << 20), ((1 << 40) - 1, (1 << 20) - 1)] {
        let variance = Ratio::new(over, under).unwrap();
        DiscreteGaussian::new(variance).unwrap().draw(&mut bits).unwrap();
    }
    for (over, under) in [(1 << 40, 1), (1, 1 << 40), ((1 << 40) - 1, (1 << 40) - 3)] {
        DiscreteLaplace::new(Ratio::new(over, under).unwrap()).unwrap().draw(&mut bits).unwrap();
    }
}

#[test]
fn costs_are_exact() {
    let laplace = DiscreteLaplace::new(Ratio::new(7, 3).unwrap()).unwrap();
    assert_eq!(laplace.cost(2), Ok(Cost::Pure(Ratio::new(6, 7).unwrap())));
    let gaussian = DiscreteGaussian::new(Ratio::new(9, 2).unwrap()).unwrap();
    assert_eq!(gaussian.cost(3), Ok(Cost::Concentrated(Ratio::new(1, 1).unwrap())));
}
