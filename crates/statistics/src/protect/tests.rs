use super::*;
use crate::geometry::{Axis, Geometry};
use crate::sums::Sums;
use proptest::prelude::*;

/// A table with its margins, thresholded; small counts are primary.
fn system(
    shape: &[usize],
    interior: &[u64],
    threshold: u64,
    zeros: bool,
) -> (Geometry, System, Vec<u64>) {
    let geometry = Geometry::new(shape.iter().map(|leaves| Axis::flat(*leaves)).collect()).unwrap();
    let mut values = vec![0; geometry.cells()];
    let mut next = interior.iter();
    for (cell, value) in values.iter_mut().enumerate() {
        if !geometry.is_margin(cell) {
            *value = *next.next().unwrap();
        }
    }
    geometry.sum_margins(&mut values).unwrap();
    let most = i64::try_from(threshold).unwrap();
    let hidden = values
        .iter()
        .map(|value| {
            let value = i64::try_from(*value).unwrap();
            if value >= 1 && value <= most {
                (1 - value, most - value)
            } else if zeros {
                (-value, crate::exact::OPEN)
            } else {
                ((1 - value).min(0), crate::exact::OPEN)
            }
        })
        .collect();
    let system =
        System { sums: Sums::of(&geometry), published: vec![(0, 0); values.len()], hidden };
    (geometry, system, values)
}

fn task<'s>(
    system: &'s System,
    values: &[u64],
    threshold: u64,
    zeros: bool,
    singles: bool,
) -> Task<'s> {
    let primary: Vec<usize> =
        (0..values.len()).filter(|c| (1..=threshold).contains(&values[*c])).collect();
    let mut requirements: Vec<Requirement> =
        primary.iter().map(|cell| Requirement::wide(*cell, None, 1)).collect();
    if singles {
        for s in primary.iter().filter(|c| values[**c] == 1) {
            let others = primary.iter().filter(|c| *c != s);
            requirements.extend(others.map(|cell| Requirement::wide(*cell, Some(*s), 1)));
        }
    }
    let total = values.len() - 1;
    let allowed = (0..values.len())
        .map(|c| c != total && !primary.contains(&c) && (zeros || values[c] > 0))
        .collect();
    let cost = values.iter().map(|value| (*value).max(1)).collect();
    Task { system, primary, requirements, allowed, cost }
}

/// For every table that the attacker could take for the true one if all were hidden that may be: the
/// cells in which it differs, as bits. By plain enumeration of the interior.
fn twins(g: &Geometry, task: &Task<'_>, values: &[u64]) -> std::collections::BTreeSet<u32> {
    struct Fill<'f> {
        g: &'f Geometry,
        low: Vec<u64>,
        high: Vec<u64>,
        values: &'f [u64],
        interior: Vec<usize>,
        found: std::collections::BTreeSet<u32>,
    }
    fn fill(at: usize, left: u64, current: &mut Vec<u64>, f: &mut Fill<'_>) {
        let Some(cell) = f.interior.get(at).copied() else {
            let mut table = current.clone();
            f.g.sum_margins(&mut table).unwrap();
            if (0..table.len()).all(|c| f.low[c] <= table[c] && table[c] <= f.high[c]) {
                f.found.insert(
                    (0..table.len()).filter(|c| table[*c] != f.values[*c]).map(|c| 1 << c).sum(),
                );
            }
            return;
        };
        for value in f.low[cell]..=f.high[cell].min(left) {
            current[cell] = value;
            fill(at + 1, left - value, current, f);
        }
        current[cell] = 0;
    }
    let bound = |c: usize, side: i64| {
        let may_hide = task.allowed[c] || task.primary.contains(&c);
        u64::try_from(i64::try_from(values[c]).unwrap() + if may_hide { side } else { 0 }).unwrap()
    };
    let mut f = Fill {
        g,
        values,
        low: (0..values.len()).map(|c| bound(c, task.system.hidden[c].0)).collect(),
        high: (0..values.len()).map(|c| bound(c, task.system.hidden[c].1)).collect(),
        interior: (0..g.cells()).filter(|c| !g.is_margin(*c)).collect(),
        found: std::collections::BTreeSet::new(),
    };
    let most = f.high[g.grand_total()];
    fill(0, most, &mut vec![0; values.len()], &mut f);
    f.found
}

fn safe_by_enumeration(
    task: &Task<'_>,
    twins: &std::collections::BTreeSet<u32>,
    hidden: u32,
) -> bool {
    task.requirements.iter().all(|wanted| {
        twins.iter().any(|twin| {
            twin & !hidden == 0
                && twin >> wanted.cell & 1 == 1
                && wanted.known.is_none_or(|k| twin >> k & 1 == 0)
        })
    })
}

fn optimum_by_enumeration(g: &Geometry, task: &Task<'_>, values: &[u64]) -> Option<u64> {
    let twins = twins(g, task, values);
    let primary: u32 = task.primary.iter().map(|c| 1 << c).sum();
    let open: Vec<usize> = (0..values.len()).filter(|c| task.allowed[*c]).collect();
    let mut subsets: Vec<(u64, u32)> = (0_u32..1 << open.len())
        .map(|set| {
            let chosen =
                || open.iter().enumerate().filter(move |(i, _)| set >> i & 1 == 1).map(|(_, c)| *c);
            (chosen().map(|c| task.cost[c]).sum(), chosen().map(|c| 1 << c).sum())
        })
        .collect();
    subsets.sort_unstable();
    subsets
        .into_iter()
        .find(|(_, set)| safe_by_enumeration(task, &twins, set | primary))
        .map(|(cost, _)| cost)
}

fn agrees(shape: &[usize], interior: &[u64], threshold: u64, zeros: bool, singles: bool) {
    let (geometry, system, values) = system(shape, interior, threshold, zeros);
    let task = task(&system, &values, threshold, zeros, singles);
    if task.allowed.iter().filter(|allowed| **allowed).count() > 13 {
        return;
    }
    let mut effort = Effort::ORDINARY;
    let ours = task.solve(&mut effort, &mut |_| {});
    let theirs = optimum_by_enumeration(&geometry, &task, &values);
    match (&ours, theirs) {
        (Ok(choice), Some(cost)) => {
            assert_eq!(
                choice.cost, cost,
                "{shape:?} {interior:?} t={threshold} zeros={zeros} singles={singles}"
            );
            assert_eq!(choice.at_least, cost, "unproved: {shape:?} {interior:?} t={threshold}");
            let hidden = task.primary.iter().chain(&choice.secondary).map(|c| 1 << c).sum();
            assert!(safe_by_enumeration(&task, &twins(&geometry, &task, &values), hidden));
        }
        (Err(hopeless), None) => assert!(hopeless.proved),
        _ => panic!(
            "{shape:?} {interior:?} t={threshold} zeros={zeros} singles={singles}: {ours:?} against {theirs:?}"
        ),
    }
}

#[test]
fn every_two_by_two_table_is_protected_at_the_proved_least_cost() {
    for n in 0..5_u64.pow(4) {
        let interior: Vec<u64> = (0..4).map(|i| n / 5_u64.pow(i) % 5).collect();
        for threshold in 1..=3 {
            for zeros in [false, true] {
                agrees(&[2, 2], &interior, threshold, zeros, n % 2 == 0);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn a_table_of_one_dimension_costs_what_enumeration_says(interior in prop::collection::vec(0_u64..7, 5), t in 1_u64..4, zeros: bool, singles: bool) {
        agrees(&[5], &interior, t, zeros, singles);
    }

    #[test]
    fn a_table_of_two_by_three_costs_what_enumeration_says(interior in prop::collection::vec(0_u64..5, 6), t in 1_u64..4, zeros: bool, singles: bool) {
        agrees(&[2, 3], &interior, t, zeros, singles);
    }

    #[test]
    fn a_table_of_three_by_three_costs_what_enumeration_says(interior in prop::collection::vec(1_u64..4, 9), t in 1_u64..3, singles: bool) {
        agrees(&[3, 3], &interior, t, false, singles);
    }

    #[test]
    fn a_table_of_three_dimensions_costs_what_enumeration_says(interior in prop::collection::vec(0_u64..3, 8), t in 1_u64..4, singles: bool) {
        agrees(&[2, 2, 2], &interior, t, false, singles);
    }
}
