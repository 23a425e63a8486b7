#![expect(clippy::cast_precision_loss, reason = "small counts")]

use std::collections::{BTreeMap, BTreeSet};

use caldicott_model::{Category, FieldTag, Identifiability};
use proptest::prelude::*;

use super::*;
use crate::{CodeList, Distance, NullPolicy, Variable};

fn variable(name: &str, codes: u32, nulls: NullPolicy) -> Variable {
    let tag =
        FieldTag::new(name.to_owned().into(), Category::Health.into(), Identifiability::Quasi);
    let list = CodeList::new("list", (0..codes).map(|code| code.to_string())).unwrap();
    Variable::new(tag, list, nulls).unwrap()
}

/// Bands of these widths over the codes of a variable, then everything.
fn ladder(codes: u32, widths: &[u32]) -> Hierarchy {
    let list = CodeList::new("list", (0..codes).map(|code| code.to_string())).unwrap();
    let mut hierarchy = Hierarchy::of(&list);
    for width in widths {
        hierarchy = hierarchy.bands(*width).unwrap();
    }
    hierarchy.everything().unwrap()
}

struct World {
    rows: Vec<Vec<u32>>,
    codes: Vec<u32>,
    ladders: Vec<Hierarchy>,
    criteria: Vec<Criterion>,
    limit: u64,
    loss: Loss,
}

impl World {
    fn data(&self) -> Microdata {
        let variables = (0..).zip(&self.codes).map(|(at, codes): (usize, _)| {
            variable(&format!("v{at}"), *codes, NullPolicy::OwnCategory)
        });
        let column = |at: usize| self.rows.iter().map(|row| row[at]).collect();
        Microdata::from_codes(variables.collect(), (0..self.codes.len()).map(column).collect())
            .unwrap()
    }

    fn plan(&self) -> Generalise {
        let by = self.ladders.iter().enumerate();
        let plan = Generalise::by(by.map(|(at, ladder)| (format!("v{at}"), ladder.clone())));
        let plan = plan.suppressing(Suppression::Records(self.limit)).minimising(self.loss);
        self.criteria.iter().cloned().fold(plan, Generalise::requiring)
    }

    /// Every combination, its classes counted as the definitions say; the best of those that will do.
    fn brute(&self) -> Option<(f64, Vec<usize>, u64)> {
        let mut nodes: Vec<Vec<usize>> = vec![Vec::new()];
        for ladder in &self.ladders {
            nodes = nodes
                .iter()
                .flat_map(|node| {
                    (0..ladder.levels()).map(move |level| [node.as_slice(), &[level]].concat())
                })
                .collect();
        }
        let mut best: Option<(f64, Vec<usize>, u64)> = None;
        for node in nodes {
            let Some((loss, suppressed)) = self.judged(&node) else { continue };
            let height: usize = node.iter().sum();
            let less = best.as_ref().is_none_or(|(other, levels, _)| {
                loss < other - 1e-9
                    || ((loss - other).abs() <= 1e-9
                        && (height, &node) < (levels.iter().sum::<usize>(), levels))
            });
            if less {
                best = Some((loss, node, suppressed));
            }
        }
        best
    }

    fn judged(&self, node: &[usize]) -> Option<(f64, u64)> {
        let dims = self.ladders.len();
        let all = self.rows.len() as f64;
        let mut classes: BTreeMap<Vec<u32>, Vec<&Vec<u32>>> = BTreeMap::new();
        for row in &self.rows {
            let key =
                (0..dims).map(|at| self.ladders[at].groups(node[at])[row[at] as usize]).collect();
            classes.entry(key).or_default().push(row);
        }
        let good = |class: &Vec<&Vec<u32>>| {
            self.criteria.iter().all(|criterion| self.met(criterion, class))
        };
        let (kept, out): (Vec<_>, Vec<_>) = classes.iter().partition(|(_, class)| good(class));
        let suppressed: usize = out.iter().map(|(_, class)| class.len()).sum();
        if suppressed as u64 > self.limit {
            return None;
        }
        let loss = match self.loss {
            Loss::AverageClass => all / (kept.len() + usize::from(suppressed > 0)).max(1) as f64,
            Loss::Discernibility => {
                let squares: usize = kept.iter().map(|(_, class)| class.len().pow(2)).sum();
                (squares + suppressed * self.rows.len()) as f64
            }
            Loss::LossMetric => {
                let width = |at: usize, group: u32| {
                    let groups = self.ladders[at].groups(node[at]);
                    let codes = self.codes[at] as usize;
                    let members = groups[..codes].iter().filter(|other| **other == group).count();
                    members.saturating_sub(1) as f64 / (codes.max(2) - 1) as f64
                };
                let lost: f64 = kept
                    .iter()
                    .map(|(key, class)| {
                        (0..dims).map(|at| width(at, key[at])).sum::<f64>() * class.len() as f64
                    })
                    .sum();
                (lost + (suppressed * dims) as f64) / (all * dims as f64)
            }
        };
        Some((loss, suppressed as u64))
    }

    fn met(&self, criterion: &Criterion, class: &[&Vec<u32>]) -> bool {
        let last = self.codes.len() - 1;
        let all: BTreeSet<u32> = self.rows.iter().map(|row| row[last]).collect();
        let share = |rows: &mut dyn Iterator<Item = u32>, code: u32| {
            let (mut has, mut of) = (0, 0);
            for other in rows {
                (has, of) = (has + usize::from(other == code), of + 1_u32);
            }
            has as f64 / f64::from(of)
        };
        let p = |code: u32| share(&mut self.rows.iter().map(|row| row[last]), code);
        let q = |code: u32| share(&mut class.iter().map(|row| row[last]), code);
        let mut counts: Vec<f64> =
            all.iter().map(|code| q(*code) * class.len() as f64).filter(|n| *n > 0.0).collect();
        counts.sort_by(|one, other| other.total_cmp(one));
        match criterion {
            Criterion::Alpha { most, .. } => all.iter().all(|code| q(*code) <= most + 1e-9),
            Criterion::Beta { most, .. } => {
                all.iter().all(|code| (q(*code) - p(*code)) / p(*code) <= most + 1e-9)
            }
            Criterion::Delta { below, .. } => {
                all.iter().all(|code| q(*code) > 0.0 && (q(*code) / p(*code)).ln().abs() < *below)
            }
            Criterion::DistinctL { l, .. } => counts.len() as u64 >= *l,
            Criterion::EnhancedBeta { most, .. } => all.iter().all(|code| {
                let gain = (q(*code) - p(*code)) / p(*code);
                gain <= most.min(-p(*code).ln()) + 1e-9 || gain <= 0.0
            }),
            Criterion::EntropyL { l, .. } => {
                let part =
                    |code: &u32| if q(*code) > 0.0 { -q(*code) * q(*code).ln() } else { 0.0 };
                all.iter().map(part).sum::<f64>().exp() >= l - 1e-9
            }
            Criterion::K(k) => class.len() as u64 >= *k,
            Criterion::Recursive { c, l, .. } => {
                let rare: f64 = counts.iter().skip(usize::try_from(*l).unwrap() - 1).sum();
                counts[0] + 1e-9 < c * rare
            }
            Criterion::T { most, .. } => {
                let moved: f64 = all.iter().map(|code| (q(*code) - p(*code)).abs()).sum();
                moved / 2.0 <= most + 1e-9
            }
        }
    }
}

fn criterion(of: String) -> impl Strategy<Value = Criterion> {
    (0..9, 1_u64..4, 1_u32..20).prop_map(move |(which, whole, tenths)| {
        let of = of.clone();
        // Bounds that no share of few people meets exactly: rounding decides nothing.
        let bound = f64::from(tenths) / 10.0 + 0.000_37;
        match which {
            0 => Criterion::Alpha { of, most: (bound / 2.0).min(1.0) },
            1 => Criterion::Beta { of, most: bound },
            2 => Criterion::Delta { of, below: bound },
            3 => Criterion::DistinctL { of, l: whole },
            4 => Criterion::EnhancedBeta { of, most: bound },
            5 => Criterion::EntropyL { of, l: 1.0 + bound },
            6 => Criterion::Recursive { of, c: bound * 2.0, l: whole },
            7 => Criterion::T { of, most: bound / 3.0, distance: Distance::Equal },
            _ => Criterion::K(whole + 1),
        }
    })
}

fn world() -> impl Strategy<Value = World> {
    let column = prop_oneof![
        Just((8_u32, vec![2, 4])),
        Just((6, vec![3])),
        Just((4, vec![2])),
        Just((3, vec![])),
        Just((12, vec![2, 6])),
    ];
    let losses =
        prop::sample::select(vec![Loss::AverageClass, Loss::Discernibility, Loss::LossMetric]);
    (prop::collection::vec(column, 1..4), 2_u32..5, losses).prop_flat_map(
        |(columns, values, loss)| {
            let last = format!("v{}", columns.len());
            // One past the list is missing.
            let mut row: Vec<BoxedStrategy<u32>> =
                columns.iter().map(|(codes, _)| (0..=*codes).boxed()).collect();
            row.push((0..values).boxed());
            let rows = prop::collection::vec(row, 1..40);
            let criteria = prop::collection::vec(criterion(last), 0..3);
            (rows, criteria, 0_u64..8, 2_u64..5).prop_map(move |(rows, mut criteria, limit, k)| {
                criteria.push(Criterion::K(k));
                let mut codes: Vec<u32> = columns.iter().map(|(codes, _)| *codes).collect();
                codes.push(values);
                let ladders =
                    columns.iter().map(|(codes, widths)| ladder(*codes, widths)).collect();
                World { rows, codes, ladders, criteria, limit: limit.saturating_sub(3), loss }
            })
        },
    )
}

impl std::fmt::Debug for World {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?} {:?} {} {:?}", self.rows, self.criteria, self.limit, self.loss)
    }
}

/// So many cases, or what `PROPTEST_CASES` asks for.
fn cases(ordinary: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(ordinary), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_combination_of_levels_loses_less(world in world()) {
        let (data, plan) = (world.data(), world.plan());
        let found = data.generalise(&plan, &mut |_| {}).unwrap();
        match (found, world.brute()) {
            (None, None) => {}
            (Some(found), Some((loss, node, suppressed))) => {
                prop_assert!((found.loss() - loss).abs() < 1e-9, "{} {}", found.loss(), loss);
                // Where two lose the same but for rounding, either may be taken.
                let levels: Vec<usize> = found.levels().iter().map(|(_, level)| *level).collect();
                if world.loss != Loss::LossMetric {
                    prop_assert_eq!(&levels, &node);
                    prop_assert_eq!(found.suppressed(), suppressed);
                }
                prop_assert_eq!(world.judged(&levels).map(|(_, out)| out), Some(found.suppressed()));
            }
            (found, brute) => prop_assert!(false, "{:?} {:?}", found, brute),
        }
    }

    #[test]
    fn a_criterion_asks_for_something_exactly_when_some_class_of_these_records_could_fail_it(
        mut world in world()
    ) {
        world.rows.truncate(9);
        let data = world.data();
        for criterion in &world.criteria {
            let mut classes = (1_u32..1 << world.rows.len()).map(|members| -> Vec<&Vec<u32>> {
                let is_in = |(at, _): &(u32, _)| members >> at & 1 == 1;
                (0..).zip(&world.rows).filter(is_in).map(|(_, row)| row).collect()
            });
            let fails = classes.any(|class| !world.met(criterion, &class));
            prop_assert_eq!(criterion.asks_for_something(&data).unwrap(), fails, "{}", criterion);
        }
    }

    #[test]
    fn what_is_said_of_a_combination_of_levels_is_so(world in world()) {
        let (data, plan) = (world.data(), world.plan());
        let Some(found) = data.generalise(&plan, &mut |_| {}).unwrap() else { return Ok(()) };
        let levels: Vec<usize> = found.levels().iter().map(|(_, level)| *level).collect();
        prop_assert_eq!(found.lattice.len(), found.effort().1);
        for (node, known) in &found.lattice {
            let node: Vec<usize> = node.iter().copied().map(usize::from).collect();
            if let Some(good) = known {
                prop_assert_eq!(world.judged(&node).is_some(), *good, "{:?}", node);
            }
            prop_assert!(node != levels || *known == Some(true));
        }
        let page = found.page("t", &data, &plan, &crate::Roles::of(["v0"])).unwrap();
        let sizes = data.class_sizes(&crate::Roles::of(["v0"])).unwrap();
        prop_assert_eq!(sizes.values().sum::<u64>(), world.rows.len() as u64);
        prop_assert!(page.ends_with("</html>\n"));
    }

    #[test]
    fn what_is_above_a_level_shows_the_same(
        widths in prop::sample::select(vec![vec![2_u32, 4, 8], vec![3, 6], vec![]]), codes in 1_u32..20
    ) {
        let whole = ladder(codes, &widths);
        for level in 0..whole.levels() {
            let above = whole.above(level);
            prop_assert_eq!(above.levels(), whole.levels() - level);
            for code in whole.leaves() {
                let from = whole.label(level, code).unwrap();
                for higher in level..whole.levels() {
                    prop_assert_eq!(above.label(higher - level, from), whole.label(higher, code));
                }
            }
        }
    }

    #[test]
    fn what_is_applied_meets_what_was_required(world in world()) {
        let (data, plan) = (world.data(), world.plan());
        let Some(found) = data.generalise(&plan, &mut |_| {}).unwrap() else { return Ok(()) };
        let made = found.apply(&data, &plan).unwrap();
        let names: Vec<String> = (0..world.ladders.len()).map(|at| format!("v{at}")).collect();
        let measured = made.measure(&crate::Roles::of(names)).unwrap();
        prop_assert_eq!(measured.records, world.rows.len() as u64 - found.suppressed());
        prop_assert_eq!(measured.classes, found.classes());
        for criterion in &world.criteria {
            if let Criterion::K(k) = criterion {
                prop_assert!(measured.records == 0 || measured.k >= *k);
            }
        }
        // The rows come in an order of their own.
        let mut rows = world.rows.clone();
        rows.reverse();
        let turned = World { rows, ..world };
        let again = found.apply(&turned.data(), &plan).unwrap();
        for place in 0..turned.codes.len() {
            for row in 0..again.rows() {
                let (one, two) = (made.column(place).unwrap(), again.column(place).unwrap());
                prop_assert_eq!(one.code(row), two.code(row));
            }
        }
    }
}

#[test]
fn what_cannot_be_met_is_no_answer_and_what_means_nothing_an_error() {
    let rows = vec![vec![0, 0], vec![1, 1], vec![2, 0]];
    let world = World {
        rows,
        codes: vec![3, 2],
        ladders: vec![ladder(3, &[])],
        criteria: vec![Criterion::K(4)],
        limit: 0,
        loss: Loss::Discernibility,
    };
    let data = world.data();
    assert_eq!(data.generalise(&world.plan(), &mut |_| {}).unwrap(), None);
    let wrong = |criterion: Criterion| {
        let plan = Generalise::by([("v0", ladder(3, &[]))]).requiring(criterion);
        data.generalise(&plan, &mut |_| {}).unwrap_err()
    };
    assert_eq!(wrong(Criterion::K(0)), TableError::Bound);
    let of = || "v1".to_owned();
    assert_eq!(wrong(Criterion::EntropyL { of: of(), l: f64::NAN }), TableError::Bound);
    assert_eq!(wrong(Criterion::Beta { of: of(), most: f64::INFINITY }), TableError::Bound);
    assert_eq!(wrong(Criterion::DistinctL { of: "v0".into(), l: 2 }), TableError::Twice);
    assert_eq!(wrong(Criterion::DistinctL { of: "v7".into(), l: 2 }), TableError::UnknownDimension);
    let other = Generalise::by([("v0", ladder(4, &[]))]);
    assert_eq!(data.generalise(&other, &mut |_| {}).unwrap_err(), TableError::Shape);
}

/// The seven people of ARX's manual, and what its own tests expect of them: everybody alone before, three
/// classes and one in two at worst after making each like another under the loss metric.
#[test]
fn the_worked_example_of_arx_comes_out() {
    let table = |lines: &[&str]| {
        let lines = (1..).zip(lines).map(|(at, line)| (at, line.split(';').collect()));
        Hierarchy::from_lines(None, lines).unwrap()
    };
    let ladders = [
        ("age", table(&["34;<50;*", "45;<50;*", "66;>=50;*", "70;>=50;*"])),
        ("gender", table(&["male;*", "female;*"])),
        (
            "zipcode",
            table(&[
                "81667;8166*;816**;81***;8****;*****",
                "81675;8167*;816**;81***;8****;*****",
                "81925;8192*;819**;81***;8****;*****",
                "81931;8193*;819**;81***;8****;*****",
            ]),
        ),
    ];
    let variables = ladders.iter().map(|(name, ladder)| {
        let tag =
            FieldTag::new((*name).into(), Category::Demographic.into(), Identifiability::Quasi);
        let codes = CodeList::new(*name, ladder.leaves()).unwrap();
        Variable::new(tag, codes, NullPolicy::Reject).unwrap()
    });
    let mut rows = Microdata::of(variables.collect());
    for person in [
        ["34", "male", "81667"],
        ["45", "female", "81675"],
        ["66", "male", "81925"],
        ["70", "female", "81931"],
        ["34", "female", "81931"],
        ["70", "male", "81931"],
        ["45", "male", "81931"],
    ] {
        rows.row(person.map(Some));
    }
    let data = rows.finish().unwrap();
    let roles = crate::Roles::of(["age", "gender", "zipcode"]);
    let before = data.measure(&roles).unwrap();
    assert_eq!((before.uniques, before.marketer, before.prosecutor), (7, 1.0, 1.0));
    let plan = Generalise::by(ladders).requiring(Criterion::K(2)).minimising(Loss::LossMetric);
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    assert_eq!(found.levels().iter().map(|(_, level)| *level).collect::<Vec<_>>(), [1, 1, 2]);
    let after = found.apply(&data, &plan).unwrap().measure(&roles).unwrap();
    assert_eq!((after.marketer, after.prosecutor), (0.428_571_428_571_428_55, 0.5));
    // The hierarchy that its tests call wrong: 66 and 70 are together, then apart.
    let wrong = ["34;30-40;30-69;*", "45;40-50;30-69;*", "66;70-80;30-69;*", "70;70-80;70+;*"];
    let lines = (1..).zip(wrong).map(|(at, line)| (at, line.split(';').collect::<Vec<_>>()));
    let faults = Hierarchy::from_lines(None, lines).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 4: cell 3 is another than in line 3, though the cell before is the same"]
    );
}
