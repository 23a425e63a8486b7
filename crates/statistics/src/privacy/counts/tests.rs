use caldicott_model::{Category, Day, FieldTag, Identifiability};

use super::super::{Allowance, Budget, NoRandomness, Ratio, Spent};
use super::*;
use crate::{CodeList, NullPolicy, Variable};

/// Counts up: for tests alone.
struct Counter(u64);

impl Randomness for Counter {
    fn fill(&mut self, into: &mut [u8]) -> Result<(), NoRandomness> {
        for byte in into {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = self.0.to_le_bytes()[6];
        }
        Ok(())
    }
}

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Demographic.into(), Identifiability::Quasi);
    let codes = CodeList::new(name, codes.iter().copied()).unwrap();
    Variable::new(tag, codes, NullPolicy::Reject).unwrap()
}

fn table(counts: &[u64]) -> Raw<FreqTable> {
    let variables = [variable("a", &["x", "=y"]), variable("b", &["1", "2", "3"])];
    FreqTable::from_counts(&variables, counts).unwrap()
}

fn laplace(scale: u64) -> Mechanism {
    Mechanism::Laplace(DiscreteLaplace::new(Ratio::new(scale, 1).unwrap()).unwrap())
}

fn grant(cost: Cost) -> Grant {
    let budget = Budget::new(Allowance::Pure(Ratio::new(10, 1).unwrap()));
    match budget.spend("answer", cost, Day::literal(2026, 11, 22)).unwrap() {
        Spent::Granted(_, grant) => grant,
        Spent::Refused(why) => panic!("{why}"),
    }
}

fn noisy(counts: &[u64], mechanism: &Mechanism, seed: u64) -> NoisyTable {
    let mut noise = Noise::new(Counter(seed));
    noisy_counts(&table(counts), mechanism, grant(mechanism.cost().unwrap()), &mut noise).unwrap()
}

#[test]
fn margins_are_the_sums_of_what_is_shown() {
    let found = noisy(&[0, 1, 2, 30, 400, 0], &laplace(5), 3);
    let at = |labels: [&str; 2]| {
        let cell = found.cells().iter().find(|(found, _)| found.iter().eq(labels.iter()));
        cell.unwrap().1
    };
    assert_eq!(found.cells().len(), 12);
    for row in ["x", "=y", "Total"] {
        assert_eq!(
            at([row, "Total"]),
            ["1", "2", "3"].iter().map(|column| at([row, column])).sum::<i64>()
        );
    }
    for column in ["1", "2", "3", "Total"] {
        assert_eq!(at(["Total", column]), at(["x", column]) + at(["=y", column]));
    }
    assert_eq!(found.cost(), "epsilon = 1/5");
    assert!(found.to_csv().contains("\n'=y,1,"), "{}", found.to_csv());
}

#[test]
fn noise_is_about_the_count_and_may_go_below_nothing() {
    let draws = 2_000;
    let (mut sum, mut below) = (0, 0);
    for seed in 0..draws {
        let found = noisy(&[0, 1, 2, 30, 400, 0], &laplace(3), seed * 977 + 1);
        let first = found.cells()[0].1;
        sum += first;
        below += i64::from(first < 0);
    }
    assert!(sum.abs() < 600, "{sum}");
    assert!(below > 500, "{below}");
}

#[test]
fn a_grant_for_less_is_no_grant() {
    let mut noise = Noise::new(Counter(1));
    let cheap = grant(laplace(10).cost().unwrap());
    let dear = laplace(5);
    assert_eq!(
        noisy_counts(&table(&[1; 6]), &dear, cheap, &mut noise),
        Err(PrivacyError::NotGranted)
    );
    let gaussian = Mechanism::Gaussian(DiscreteGaussian::new(Ratio::new(4, 1).unwrap()).unwrap());
    let pure = grant(laplace(1).cost().unwrap());
    let asked = noisy_counts(&table(&[1; 6]), &gaussian, pure, &mut noise);
    assert_eq!(asked, Err(PrivacyError::NotGranted));
}
