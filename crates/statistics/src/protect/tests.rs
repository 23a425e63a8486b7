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
fn twins(g: &Geometry, task: &Task<'_>, values: &[u64]) -> std::collections::BTreeSet<u64> {
    struct Fill<'f> {
        g: &'f Geometry,
        low: Vec<u64>,
        high: Vec<u64>,
        values: &'f [u64],
        interior: Vec<usize>,
        found: std::collections::BTreeSet<u64>,
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
    twins: &std::collections::BTreeSet<u64>,
    hidden: u64,
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
    let primary: u64 = task.primary.iter().map(|c| 1 << c).sum();
    let open: Vec<usize> = (0..values.len()).filter(|c| task.allowed[*c]).collect();
    let mut subsets: Vec<(u64, u64)> = (0_u64..1 << open.len())
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

/// What the hypercube method hides, written down plainly: for one small count after the other the cheapest
/// box with it in a corner, all corners hidden, that could change by one throughout. `None` where a count
/// has no such box.
fn by_hypercubes(g: &Geometry, task: &Task<'_>) -> Option<u64> {
    let mut hidden: Vec<bool> = (0..g.cells()).map(|c| task.primary.contains(&c)).collect();
    for wanted in &task.requirements {
        let own = g.nodes(wanted.cell);
        let mut cheapest: Option<(u64, Vec<usize>)> = None;
        for other in (0..g.cells()).map(|c| g.nodes(c)) {
            if own.iter().zip(&other).any(|(own, other)| own == other) {
                continue;
            }
            let corners: Vec<(usize, i64)> = (0..1_usize << own.len())
                .map(|corner| {
                    let (mut nodes, mut sign) = (own.clone(), 1);
                    for (place, axis) in g.axes().iter().enumerate() {
                        if corner >> place & 1 == 1 {
                            nodes[place] = other[place];
                            // A part and the total change alike, two parts against each other.
                            let total = axis.total();
                            let alike = own[place] == total || other[place] == total;
                            sign *= if alike { 1 } else { -1 };
                        }
                    }
                    (g.cell(&nodes).unwrap(), sign)
                })
                .collect();
            let may = |way: i64| {
                corners.iter().all(|(cell, sign)| {
                    let (low, high) = task.system.hidden[*cell];
                    let moves = if sign * way > 0 { high >= 1 } else { low <= -1 };
                    moves && (hidden[*cell] || task.allowed[*cell])
                })
            };
            if may(1) || may(-1) {
                let new: Vec<usize> =
                    corners.iter().map(|(cell, _)| *cell).filter(|cell| !hidden[*cell]).collect();
                let cost = new.iter().map(|cell| task.cost[*cell]).sum();
                if cheapest.as_ref().is_none_or(|(least, _)| cost < *least) {
                    cheapest = Some((cost, new));
                }
            }
        }
        cheapest?.1.into_iter().for_each(|cell| hidden[cell] = true);
    }
    let further = (0..g.cells()).filter(|cell| hidden[*cell] && !task.primary.contains(cell));
    Some(further.map(|cell| task.cost[cell]).sum())
}

/// Ours holds under attack and costs no more than the hypercube method's; by either objective.
fn never_dearer(shape: &[usize], interior: &[u64], threshold: u64) {
    let (geometry, system, values) = system(shape, interior, threshold, false);
    for fewest in [false, true] {
        let mut task = task(&system, &values, threshold, false, false);
        if fewest {
            task.cost.fill(1);
        }
        let ours = task.solve(&mut Effort::ORDINARY.clone(), &mut |_| {});
        if let Ok(choice) = &ours {
            let mut oracle = Oracle::new(&system);
            oracle.hide_exactly(task.primary.iter().chain(&choice.secondary).copied());
            for wanted in &task.requirements {
                assert_eq!(oracle.verdict(*wanted), Verdict::Protected);
            }
            assert!(choice.at_least <= choice.cost);
        }
        if let Some(theirs) = by_hypercubes(&geometry, &task) {
            assert!(ours.unwrap().cost <= theirs, "{shape:?} {interior:?} t={threshold}");
        }
    }
}

#[test]
fn however_little_effort_there_is_what_can_be_protected_is() {
    let interior: Vec<u64> = (0..60).map(|i| i * i * 7 % 23 + 1).collect();
    let (_, system, values) = system(&[3, 4, 5], &interior, 5, false);
    let task = task(&system, &values, 5, false, false);
    let full = task.solve(&mut Effort::ORDINARY.clone(), &mut |_| {}).unwrap();
    assert_eq!(full.cost, full.at_least);
    for units in [0, 1, 10, 100, 1_000, 10_000] {
        let choice = task.solve(&mut Effort::units(units), &mut |_| {}).unwrap();
        assert!(choice.at_least <= full.cost && full.cost <= choice.cost);
        let mut oracle = Oracle::new(&system);
        oracle.hide_exactly(task.primary.iter().chain(&choice.secondary).copied());
        for wanted in &task.requirements {
            assert_eq!(oracle.verdict(*wanted), Verdict::Protected, "{units}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 16, ..ProptestConfig::default() })]

    #[test]
    fn never_dearer_than_the_hypercube_method_in_two_dimensions(interior in prop::collection::vec(0_u64..14, 30), t in 2_u64..6) {
        never_dearer(&[5, 6], &interior, t);
    }

    #[test]
    fn never_dearer_than_the_hypercube_method_in_three_dimensions(interior in prop::collection::vec(0_u64..14, 36), t in 2_u64..6) {
        never_dearer(&[3, 4, 3], &interior, t);
    }

    #[test]
    fn a_table_of_three_by_two_by_two_costs_what_enumeration_says(interior in prop::collection::vec(0_u64..3, 12), t in 1_u64..3) {
        agrees(&[3, 2, 2], &interior, t, false, false);
    }

    #[test]
    fn a_table_of_three_by_three_by_two_costs_what_enumeration_says(
        interior in prop::collection::vec(prop_oneof![3 => Just(0_u64), 2 => Just(1), 1 => Just(2)], 18), t in 1_u64..3, singles: bool,
    ) {
        agrees(&[3, 3, 2], &interior, t, false, singles);
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
