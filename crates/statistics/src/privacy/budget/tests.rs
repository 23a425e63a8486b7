use proptest::prelude::*;

use super::*;

fn ratio(over: u64, under: u64) -> Ratio {
    Ratio::new(over, under).unwrap()
}

fn day() -> Day {
    Day::literal(2026, 11, 22)
}

fn granted(budget: &Budget, id: &str, cost: Cost) -> Budget {
    match budget.spend(id, cost, day()).unwrap() {
        Spent::Granted(next, _) => next,
        Spent::Refused(why) => panic!("{why}"),
    }
}

#[test]
fn a_budget_in_parts_is_no_larger() {
    let mut budget = Budget::new(Allowance::Pure(ratio(1, 1)));
    for part in 0..7 {
        budget = granted(&budget, &format!("part {part}"), Cost::Pure(ratio(1, 7)));
    }
    assert_eq!((budget.spent(), budget.left()), (ratio(1, 1), Ratio::ZERO));
    let Spent::Refused(why) = budget.spend("more", Cost::Pure(ratio(1, 1 << 60)), day()).unwrap()
    else {
        panic!("nothing is left");
    };
    assert_eq!(why.left(), Ratio::ZERO);
}

#[test]
fn what_is_cancelled_stays_counted() {
    let budget = Budget::new(Allowance::Concentrated(ratio(1, 1)));
    let budget = granted(&budget, "a", Cost::Concentrated(ratio(2, 3)));
    let cancelled = budget.cancel("a").unwrap();
    assert_eq!(cancelled.left(), ratio(1, 3));
    assert!(cancelled.version() > budget.version());
    let again = cancelled.spend("b", Cost::Concentrated(ratio(2, 3)), day()).unwrap();
    assert!(matches!(again, Spent::Refused(_)));
    assert_eq!(
        cancelled.spend("a", Cost::Concentrated(ratio(1, 9)), day()),
        Err(BudgetError::Again)
    );
    assert_eq!(cancelled.cancel("z"), Err(BudgetError::Unknown));
}

#[test]
fn accounts_are_not_mixed_to_anybody_s_gain() {
    // An epsilon of 1 is half a rho.
    let budget = Budget::new(Allowance::Concentrated(ratio(1, 1)));
    assert_eq!(granted(&budget, "a", Cost::Pure(ratio(1, 1))).spent(), ratio(1, 2));
    let pure = Budget::new(Allowance::Pure(ratio(100, 1)));
    let asked = pure.spend("a", Cost::Concentrated(ratio(1, 1000)), day());
    assert_eq!(asked, Err(BudgetError::WrongAccount));
    assert_eq!(pure.spend("a", Cost::Pure(Ratio::ZERO), day()), Err(BudgetError::Number));
    for id in ["", "two\nlines", &"x".repeat(201)] {
        assert_eq!(pure.spend(id, Cost::Pure(ratio(1, 2)), day()), Err(BudgetError::Id));
    }
}

#[test]
fn bytes_that_were_changed_are_no_budget() {
    let budget = Budget::new(Allowance::Pure(ratio(1, 2)));
    let budget = granted(&budget, "first of all", Cost::Pure(ratio(1, 3)));
    let budget = budget.cancel("first of all").unwrap();
    let bytes = budget.to_bytes();
    assert_eq!(Budget::from_bytes(&bytes).unwrap(), budget);
    for end in 0..bytes.len() {
        assert_eq!(Budget::from_bytes(&bytes[..end]), Err(BudgetError::Damaged), "{end}");
    }
    let text = String::from_utf8(bytes).unwrap();
    for (from, to) in [
        ("1/3", "2/3"),
        ("1/3", "2/6"),
        ("cancelled", "refunded"),
        ("1/2", "1/4"),
        ("version 2", "version 0"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert!(Budget::from_bytes(changed.as_bytes()).is_err(), "{from} {to}");
    }
}

proptest! {
    #[test]
    fn never_is_more_spent_than_may_be(costs in prop::collection::vec((1_u64..1000, 1_u64..u64::MAX), 1..60)) {
        let mut budget = Budget::new(Allowance::Pure(ratio(3, 1_000_000)));
        let mut exact = 0.0;
        for (number, (over, under)) in costs.into_iter().enumerate() {
            let asked = budget.spend(&number.to_string(), Cost::Pure(ratio(over, under)), day());
            if let Spent::Granted(next, _) = asked.unwrap() {
                budget = next;
                exact += ratio(over, under).to_f64();
            }
        }
        prop_assert!(budget.spent() <= ratio(3, 1_000_000));
        prop_assert!(exact <= budget.spent().to_f64() * (1.0 + 1e-9));
        prop_assert_eq!(Budget::from_bytes(&budget.to_bytes()).unwrap(), budget);
    }

    #[test]
    fn fractions_compare_as_their_products_do(a in 0_u64.., b in 1_u64.., c in 0_u64.., d in 1_u64..) {
        let products = (u128::from(a) * u128::from(d)).cmp(&(u128::from(c) * u128::from(b)));
        prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), products);
        let sum = ratio(a, b).plus(ratio(c, d)).unwrap();
        prop_assert!(sum >= ratio(a, b) && sum >= ratio(c, d));
        prop_assert_eq!(ratio(a, b).to_string().parse::<Ratio>().unwrap(), ratio(a, b));
    }
}
