#![expect(clippy::cast_precision_loss, reason = "small counts")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use caldicott_model::{Category, FieldTag, Identifiability};
use proptest::prelude::*;

use super::*;
use crate::{CodeList, Hierarchy};

/// A list of ten thousand codes takes its time without optimisation, so each is made once.
static LISTS: Mutex<BTreeMap<u32, CodeList>> = Mutex::new(BTreeMap::new());

/// A variable of this many codes, named after their numbers.
fn variable(name: String, codes: u32, nulls: NullPolicy) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Health.into(), Identifiability::Quasi);
    let made = || CodeList::new("list", (0..codes).map(|code| format!("v{code}"))).unwrap();
    let list = LISTS.lock().unwrap().entry(codes).or_insert_with(made).clone();
    Variable::new(tag, list, nulls).unwrap()
}

/// Records of variables `v0`, `v1`, … with these numbers of codes.
fn records(codes: &[u32], nulls: NullPolicy, rows: &[Vec<u32>]) -> Microdata {
    let variables: Vec<Variable> =
        codes.iter().enumerate().map(|(at, n)| variable(format!("v{at}"), *n, nulls)).collect();
    let columns = (0..codes.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
    Microdata::from_codes(variables, columns).unwrap()
}

/// What the definitions say, word by word, of classes as lists of sensitive codes.
struct Slow {
    l: usize,
    entropy: f64,
    alpha: f64,
    t: f64,
    t_ordered: f64,
    beta: f64,
    delta: f64,
}

fn slow(classes: &[Vec<u32>], all: &[u32]) -> Slow {
    let share = |of: &[u32], code: u32| {
        of.iter().filter(|other| **other == code).count() as f64 / of.len() as f64
    };
    let values: BTreeSet<u32> = all.iter().copied().collect();
    let p: Vec<f64> = values.iter().map(|code| share(all, *code)).collect();
    let mut worst = Slow {
        l: usize::MAX,
        entropy: f64::MAX,
        alpha: 0.0,
        t: 0.0,
        t_ordered: 0.0,
        beta: 0.0,
        delta: 0.0,
    };
    for class in classes {
        let q: Vec<f64> = values.iter().map(|code| share(class, *code)).collect();
        let entropy: f64 = q.iter().filter(|q| **q > 0.0).map(|q| -q * q.ln()).sum();
        worst.l = worst.l.min(q.iter().filter(|q| **q > 0.0).count());
        worst.entropy = worst.entropy.min(entropy.exp());
        worst.alpha = worst.alpha.max(q.iter().copied().fold(0.0, f64::max));
        let differences: Vec<f64> = q.iter().zip(&p).map(|(q, p)| q - p).collect();
        worst.t = worst.t.max(differences.iter().map(|d| d.abs()).sum::<f64>() / 2.0);
        let moved: f64 =
            (1..=values.len()).map(|until| differences[..until].iter().sum::<f64>().abs()).sum();
        worst.t_ordered = worst.t_ordered.max(moved / (values.len().max(2) - 1) as f64);
        for (q, p) in q.iter().zip(&p) {
            worst.beta = worst.beta.max((q - p) / p);
            if *q > 0.0 {
                worst.delta = worst.delta.max((q / p).ln().abs());
            }
        }
    }
    worst
}

/// The recursive bound: the most frequent over the l-th and all rarer, worst class.
fn slow_recursive(classes: &[Vec<u32>], l: usize) -> f64 {
    let bound = |class: &Vec<u32>| {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for code in class {
            *counts.entry(*code).or_default() += 1;
        }
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable();
        counts.reverse();
        counts[0] as f64 / counts[l - 1..].iter().sum::<usize>() as f64
    };
    classes.iter().map(bound).fold(0.0, f64::max)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

fn classes_of(rows: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut classes: BTreeMap<&[u32], Vec<u32>> = BTreeMap::new();
    for row in rows {
        let (sensitive, key) = row.split_last().unwrap();
        classes.entry(key).or_default().push(*sensitive);
    }
    classes.into_values().collect()
}

/// Shapes on each way through the packing: counters, partitions of 32, 64 and 128 bits, and beyond.
fn shapes() -> impl Strategy<Value = (Vec<u32>, u32)> {
    let few = prop::collection::vec(1_u32..4, 1..4);
    let many = prop::collection::vec(prop::sample::select(vec![2_u32, 300, 3000, 10_000]), 3..14);
    (prop_oneof![few, many], 1_u32..6)
}

/// Rows of which many are alike, however wide the shape is.
fn rows(codes: Vec<u32>, most: usize) -> impl Strategy<Value = (Vec<u32>, Vec<Vec<u32>>)> {
    let ends = codes.iter().map(|n| prop::sample::select(vec![0, n / 2, n - 1]).boxed());
    let row: Vec<_> = ends.collect();
    (Just(codes), prop::collection::vec(row, 1..most))
}

fn table() -> impl Strategy<Value = (Vec<u32>, Vec<Vec<u32>>)> {
    shapes().prop_flat_map(|(mut codes, sensitive)| {
        codes.push(sensitive);
        rows(codes, 400)
    })
}

/// So many cases, or what `PROPTEST_CASES` asks for.
fn cases(ordinary: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(ordinary), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn every_measure_is_what_its_definition_says((codes, rows) in table()) {
        let data = records(&codes, NullPolicy::Reject, &rows);
        let last = codes.len() - 1;
        let by: Vec<String> = (0..last).map(|at| format!("v{at}")).collect();
        let classes = classes_of(&rows);
        let all: Vec<u32> = rows.iter().map(|row| row[last]).collect();
        let expected = slow(&classes, &all);
        let name = format!("v{last}");
        let measured = data.measure(&Roles::of(by.clone()).sensitive(&name, Distance::Equal)).unwrap();
        let sizes: Vec<usize> = classes.iter().map(Vec::len).collect();
        prop_assert_eq!(measured.records, rows.len() as u64);
        prop_assert_eq!(measured.classes, classes.len() as u64);
        prop_assert_eq!(measured.k, *sizes.iter().min().unwrap() as u64);
        prop_assert_eq!(measured.largest, *sizes.iter().max().unwrap() as u64);
        prop_assert_eq!(measured.uniques, sizes.iter().filter(|size| **size == 1).count() as u64);
        prop_assert!(near(measured.marketer, classes.len() as f64 / rows.len() as f64));
        let found = &measured.sensitive[0];
        prop_assert_eq!(found.l, expected.l as u64);
        prop_assert!(near(found.entropy_l, expected.entropy));
        prop_assert!(near(found.alpha, expected.alpha));
        prop_assert!(near(found.t, expected.t));
        prop_assert!(near(found.beta, expected.beta), "{} {}", found.beta, expected.beta);
        prop_assert!(near(found.delta, expected.delta));
        prop_assert_eq!(found.recursive.len(), expected.l - 1);
        for bound in &found.recursive {
            let l = usize::try_from(bound.l).unwrap();
            prop_assert!(near(bound.above, slow_recursive(&classes, l)));
        }
        let ordered = Roles::of(by.clone()).sensitive(&name, Distance::Ordered);
        prop_assert!(near(data.measure(&ordered).unwrap().sensitive[0].t, expected.t_ordered));
        // Without a sensitive variable the classes are the same.
        let alone = data.measure(&Roles::of(by)).unwrap();
        prop_assert_eq!((alone.classes, alone.k, alone.uniques), (measured.classes, measured.k, measured.uniques));
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing((codes, rows) in table(), seed in any::<u64>()) {
        let mut other = rows.clone();
        let mut state = seed | 1;
        for at in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            other.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let roles = |data: &Microdata| Roles::of(data.variables().iter().map(|v| v.tag().name()).skip(1))
            .sensitive("v0", Distance::Ordered);
        for nulls in [NullPolicy::Reject, NullPolicy::AnyValue] {
            let (one, two) = (records(&codes, nulls, &rows), records(&codes, nulls, &other));
            prop_assert_eq!(one.measure(&roles(&one)).unwrap(), two.measure(&roles(&two)).unwrap());
        }
    }

    #[test]
    fn several_processors_find_the_same_to_the_last_bit(
        (codes, rows) in table(), of_four in 0_usize..4, threads in 2_usize..9
    ) {
        let data = records(&codes, NullPolicy::OwnCategory, &rows);
        let names: Vec<String> = data.variables().iter().map(|v| v.tag().name().to_owned()).collect();
        let sensitive = names.last().unwrap().clone();
        let mut roles = Roles::of(names[..names.len() - 1].to_vec());
        if of_four > 0 {
            roles = roles.sensitive(sensitive, Distance::Equal);
        }
        if of_four == 3 {
            roles = roles.in_population(records(&codes, NullPolicy::OwnCategory, &rows));
        }
        let found = || {
            let measured = data.measure(&roles).unwrap();
            (serde_json::to_string(&measured).unwrap(), data.class_sizes(&roles).unwrap(), measured)
        };
        let one = found();
        crate::threads::tests::PRETENDED.set(Some(threads));
        let several = found();
        crate::threads::tests::PRETENDED.set(None);
        prop_assert_eq!(one, several);
    }

    #[test]
    fn a_missing_value_that_may_be_any_is_like_every_value(
        (codes, rows) in prop::collection::vec(1_u32..4, 2..5).prop_flat_map(|codes| {
            // One past the list is the missing value.
            let row: Vec<_> = codes.iter().map(|n| (0..=*n).boxed()).collect();
            (Just(codes), prop::collection::vec(row, 1..40))
        })
    ) {
        let data = records(&codes, NullPolicy::AnyValue, &rows);
        let last = codes.len() - 1;
        let like = |one: &[u32], other: &[u32]| (0..last).all(|at| {
            one[at] == other[at] || one[at] == codes[at] || other[at] == codes[at]
        });
        let sizes: Vec<usize> =
            rows.iter().map(|row| rows.iter().filter(|other| like(row, other)).count()).collect();
        let varied = |row: &Vec<u32>| {
            let set = rows.iter().filter(|other| like(row, other)).map(|other| other[last]);
            let known: BTreeSet<u32> = set.filter(|code| *code != codes[last]).collect();
            known.len().max(1)
        };
        let by: Vec<String> = (0..last).map(|at| format!("v{at}")).collect();
        let roles = Roles::of(by).sensitive(format!("v{last}"), Distance::Equal);
        let measured = data.measure(&roles).unwrap();
        prop_assert_eq!(measured.k, *sizes.iter().min().unwrap() as u64);
        prop_assert_eq!(measured.uniques, sizes.iter().filter(|size| **size == 1).count() as u64);
        prop_assert_eq!(measured.sensitive[0].l, rows.iter().map(varied).min().unwrap() as u64);
        let right: f64 = sizes.iter().map(|size| 1.0 / *size as f64).sum();
        prop_assert!(near(measured.marketer, right / rows.len() as f64));
    }

    #[test]
    fn a_sample_is_as_safe_as_its_population(
        (codes, rows) in prop::collection::vec(1_u32..5, 1..4).prop_flat_map(|codes| rows(codes, 60)),
        every in 1_usize..5,
    ) {
        let sample: Vec<Vec<u32>> = rows.iter().step_by(every).cloned().collect();
        let data = records(&codes, NullPolicy::Reject, &sample);
        let names: Vec<String> = (0..codes.len()).map(|at| format!("v{at}")).collect();
        let population = records(&codes, NullPolicy::Reject, &rows);
        let measured = data.measure(&Roles::of(names).in_population(population)).unwrap();
        let there = |row: &Vec<u32>| rows.iter().filter(|other| *other == row).count() as f64;
        let journalist = sample.iter().map(|row| 1.0 / there(row)).fold(0.0, f64::max);
        prop_assert!(near(measured.journalist, journalist));
        let marketer = sample.iter().map(|row| 1.0 / there(row)).sum::<f64>() / sample.len() as f64;
        prop_assert!(near(measured.marketer, marketer));
        prop_assert!(measured.journalist <= measured.prosecutor + 1e-12);
    }

    #[test]
    fn a_value_missing_in_the_population_is_like_every_value_too(
        (codes, rows) in prop::collection::vec(1_u32..4, 1..4).prop_flat_map(|codes| {
            let row: Vec<_> = codes.iter().map(|n| (0..=*n).boxed()).collect();
            (Just(codes), prop::collection::vec(row, 1..40))
        }),
        every in 1_usize..5,
    ) {
        let sample: Vec<Vec<u32>> = rows.iter().step_by(every).cloned().collect();
        let data = records(&codes, NullPolicy::AnyValue, &sample);
        let names: Vec<String> = (0..codes.len()).map(|at| format!("v{at}")).collect();
        let population = records(&codes, NullPolicy::AnyValue, &rows);
        let measured = data.measure(&Roles::of(names).in_population(population)).unwrap();
        let like = |one: &[u32], other: &[u32]| codes.iter().enumerate().all(|(at, missing)| {
            one[at] == other[at] || one[at] == *missing || other[at] == *missing
        });
        let there = |row: &Vec<u32>| rows.iter().filter(|other| like(row, other)).count() as f64;
        let journalist = sample.iter().map(|row| 1.0 / there(row)).fold(0.0, f64::max);
        prop_assert!(near(measured.journalist, journalist));
        let marketer = sample.iter().map(|row| 1.0 / there(row)).sum::<f64>() / sample.len() as f64;
        prop_assert!(near(measured.marketer, marketer));
        prop_assert!(measured.journalist <= measured.prosecutor + 1e-12);
    }
}

/// The salaries and diseases of Li, Li and Venkatasubramanian (2007), tables 3 and 5.
#[test]
fn the_worked_tables_of_the_paper_come_out() {
    // Salaries 3K to 11K in three classes of three; table 5's arrangement has t = 0.167 for salary.
    let table5 = [[3, 5, 9], [6, 11, 8], [4, 7, 10]];
    let rows: Vec<Vec<u32>> = table5
        .iter()
        .zip(0..)
        .flat_map(|(class, key)| class.iter().map(move |salary| vec![key, salary - 3]))
        .collect();
    let data = records(&[3, 9], NullPolicy::Reject, &rows);
    let roles = Roles::of(["v0"]).sensitive("v1", Distance::Ordered);
    let found = data.measure(&roles).unwrap();
    assert!((found.sensitive[0].t - 1.0 / 6.0).abs() < 1e-3, "{}", found.sensitive[0].t);
    // The class {3K, 4K, 5K} of table 3 is 0.375 from all of them, {6K, 8K, 11K} 0.167.
    let table3 = [[3, 4, 5], [6, 11, 8], [7, 9, 10]];
    let rows: Vec<Vec<u32>> = table3
        .iter()
        .zip(0..)
        .flat_map(|(class, key)| class.iter().map(move |salary| vec![key, salary - 3]))
        .collect();
    let data = records(&[3, 9], NullPolicy::Reject, &rows);
    assert!(near(data.measure(&roles).unwrap().sensitive[0].t, 0.375));
}

/// Diseases under two branches: a class within one branch is further from everybody than a mixed one.
#[test]
fn distance_by_the_tree_is_the_work_of_moving_between_branches() {
    let codes = ["gastric ulcer", "gastritis", "stomach cancer", "flu", "bronchitis", "pneumonia"];
    let list = CodeList::new("disease", codes).unwrap();
    let tree = Hierarchy::of(&list)
        .level(&[("digestive", &codes[..3]), ("respiratory", &codes[3..])])
        .unwrap()
        .everything()
        .unwrap();
    let rows: Vec<Vec<u32>> = (0..6).map(|code| vec![code / 3, code]).collect();
    let tag = FieldTag::new("v1".into(), Category::Health.into(), Identifiability::None);
    let disease = Variable::new(tag, list, NullPolicy::OwnCategory).unwrap();
    let key = variable("v0".into(), 2, NullPolicy::Reject);
    let columns = (0..2).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
    let data = Microdata::from_codes(vec![key, disease], columns).unwrap();
    let roles = Roles::of(["v0"]).sensitive("v1", Distance::Hierarchical(tree));
    let found = data.measure(&roles).unwrap();
    // Half of the mass moves between the branches, the whole way: nothing moves within them.
    assert!(near(found.sensitive[0].t, 0.5));
    let equal = Roles::of(["v0"]).sensitive("v1", Distance::Equal);
    assert!(near(data.measure(&equal).unwrap().sensitive[0].t, 0.5));
}

#[test]
fn a_class_that_lacks_a_value_has_no_strict_delta() {
    let data = records(&[2, 2], NullPolicy::Reject, &[vec![0, 0], vec![0, 1], vec![1, 0]]);
    let found = data.measure(&Roles::of(["v0"]).sensitive("v1", Distance::Equal)).unwrap();
    assert!(!found.sensitive[0].every_value_everywhere);
    assert!(near(found.sensitive[0].delta, 1.5_f64.ln()));
}

#[test]
fn nobody_is_no_risk_and_no_panic() {
    let data = records(&[2, 2], NullPolicy::OwnCategory, &[]);
    let found = data.measure(&Roles::of(["v0"]).sensitive("v1", Distance::Equal)).unwrap();
    assert_eq!((found.k, found.classes, found.uniques, found.sensitive[0].l), (0, 0, 0, 0));
    assert!(near(found.marketer, 0.0) && near(found.sensitive[0].entropy_l, 0.0));
}

/// Enough records for partitions and sorting by digits, on words of every width.
#[test]
fn many_records_are_counted_as_a_tree_of_them_would_be() {
    let shapes: [&[u32]; 5] = [
        &[7, 11, 3],
        &[100, 3_000, 3, 20, 12],
        &[10_000, 10_000, 40, 3],
        &[10_000, 10_000, 10_000, 10_000, 9_999, 3],
        &[10_000, 10_000, 10_000, 10_000, 9_999, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 4],
    ];
    for codes in shapes {
        let mut state = 7_u64;
        let mut draw = |below: u32| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((state >> 33) % u64::from(below)).unwrap()
        };
        let mut rows: Vec<Vec<u32>> =
            (0..12_000).map(|_| codes.iter().map(|n| draw(*n)).collect()).collect();
        // Some of them again, and many that are all alike.
        for at in 0..6_000 {
            let mut again = rows[if at % 3 == 0 { 0 } else { at }].clone();
            *again.last_mut().unwrap() = draw(*codes.last().unwrap());
            rows.push(again);
        }
        let data = records(codes, NullPolicy::Reject, &rows);
        let last = codes.len() - 1;
        let classes = classes_of(&rows);
        let all: Vec<u32> = rows.iter().map(|row| row[last]).collect();
        let expected = slow(&classes, &all);
        let roles = Roles::of((0..last).map(|at| format!("v{at}")));
        let alone = data.measure(&roles).unwrap();
        let roles = roles.sensitive(format!("v{last}"), Distance::Ordered);
        let equal = roles.clone().sensitive(format!("v{last}"), Distance::Equal);
        let measured = data.measure(&equal).unwrap();
        // Also by several processors, in the partitions of which each has some.
        let ordered = data.measure(&roles).unwrap();
        crate::threads::tests::PRETENDED.set(Some(3));
        assert_eq!(data.measure(&equal).unwrap(), measured);
        assert_eq!(data.measure(&roles).unwrap(), ordered);
        crate::threads::tests::PRETENDED.set(None);
        assert_eq!(alone.classes, classes.len() as u64);
        assert_eq!((alone.largest, alone.uniques), (measured.largest, measured.uniques));
        assert_eq!(alone.largest, classes.iter().map(Vec::len).max().unwrap() as u64);
        assert_eq!(alone.uniques, classes.iter().filter(|c| c.len() == 1).count() as u64);
        assert!(near(measured.sensitive[0].t, expected.t));
        assert!(near(measured.sensitive[0].beta, expected.beta));
    }
}
