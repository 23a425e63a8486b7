//! Figures.
use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;
fn lopsided(shape: &[usize], people: usize, seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut next = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407); state >> 33 };
    let mut counts = vec![0; shape.iter().product()];
    for _ in 0..people {
        let mut cell = 0;
        for leaves in shape { let mut leaf = 0; while leaf + 1 < *leaves && next() % 5 >= 2 { leaf += 1; } cell = cell * leaves + leaf; }
        counts[cell] += 1;
    }
    counts
}
#[test]
fn figures() {
    for (shape, people, threshold) in [(vec![6, 7, 4], 500, 5), (vec![6, 7, 4], 1000, 5), (vec![6, 7, 4], 1000, 9), (vec![12, 14], 1000, 5), (vec![24, 29], 5000, 5), (vec![5, 5, 4, 4], 1000, 5), (vec![8, 9, 7], 3000, 5)] {
        for seed in 1..=2 { for s in [Singletons::Report, Singletons::Protect] { for z in [Zeros::Shown, Zeros::MayHide] {
            let vars: Vec<Variable> = shape.iter().enumerate().map(|(i, n)| {
                let tag = FieldTag::new(format!("d{i}").into(), Category::Health.into(), Identifiability::Quasi);
                Variable::new(tag, CodeList::new("x", (0..*n).map(|k| format!("c{k}"))).unwrap(), NullPolicy::Reject).unwrap() }).collect();
            let t = FreqTable::from_counts(&vars, &lopsided(&shape, people, seed)).unwrap();
            let profile = Profile::threshold(threshold).unwrap().with_singletons(s).with_zeros(z);
            let start = std::time::Instant::now();
            let mut rounds = 0;
            let o = Plan::new("t", profile).publish(&t, &vars, Effort::ORDINARY, &mut |p| rounds = p.round);
            let took = start.elapsed();
            match o {
                Outcome::Released(d) => println!("{shape:?} n={people} t={threshold} {s:?} {z:?} cells={} small={} more={} cost={} at_least={} open={} incomplete={} rounds={rounds} {took:?}", d.report.cells, d.report.hidden_as_small, d.report.hidden_for_small, d.report.cost, d.report.at_least, d.report.attack.open_to_singletons, d.report.attack.incomplete),
                Outcome::Refused(r) => println!("{shape:?} n={people} t={threshold} {s:?} {z:?} {r} {took:?}"),
            }
        } } }
    }
}
