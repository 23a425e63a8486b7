use super::*;

fn ratio(over: u64, under: u64) -> Ratio {
    Ratio::new(over, under).unwrap()
}

/// The bound at each of many alphas: none is lower than what was found, beyond rounding.
#[test]
fn no_alpha_gives_a_lower_delta() {
    for (rho, epsilon) in
        [(ratio(1, 10), 1.0), (ratio(1, 2), 3.0), (ratio(1, 100), 0.3), (ratio(3, 1), 12.0)]
    {
        let found = delta_of(rho, epsilon);
        let by = rho.to_f64();
        let least = (1..200_000)
            .map(|step| 1.0 + f64::from(step) / 1000.0)
            .map(|alpha: f64| {
                let power = (alpha - 1.0) * (alpha * by - epsilon) + alpha * (-1.0 / alpha).ln_1p();
                power.exp() / (alpha - 1.0)
            })
            .fold(1.0, f64::min);
        assert!(found <= least * (1.0 + 1e-9), "{found} {least}");
        assert!(found >= least * (1.0 - 1e-4), "{found} {least}");
    }
}

#[test]
fn epsilon_and_delta_are_each_other_s_inverse_to_the_side_of_more() {
    for rho in [ratio(1, 1000), ratio(1, 8), ratio(1, 2), ratio(5, 1)] {
        for delta in [1e-12, 1e-9, 1e-6, 1e-3] {
            let epsilon = epsilon_of(rho, delta);
            assert!(delta_of(rho, epsilon) <= delta);
            assert!(delta_of(rho, epsilon * (1.0 - 1e-6)) > delta);
        }
    }
}

#[test]
fn what_means_nothing_is_answered_to_the_side_of_more() {
    let rho = ratio(1, 2);
    assert!(epsilon_of(rho, 0.0).is_infinite() && epsilon_of(rho, f64::NAN).is_infinite());
    assert!((delta_of(rho, -1.0) - 1.0).abs() < f64::EPSILON);
    assert!((delta_of(rho, f64::NAN) - 1.0).abs() < f64::EPSILON);
}
