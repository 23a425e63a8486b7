//! Records that look alike and what their classes tell, the least generalisation, and exact noise.

use std::hint::black_box;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::privacy::{
    DiscreteGaussian, DiscreteLaplace, Noise, OsRandomness, Ratio,
};
use caldicott_statistics::{
    CodeList, Criterion, Distance, Generalise, Hierarchy, Loss, Microdata, NullPolicy, Roles,
    Suppression, Variable,
};

use crate::Random;
use crate::contest::Contest;

/// As many rows as the public Adult data set has, and columns like its own; the last is sensitive.
const ROWS: usize = 32_561;
const COLUMNS: [(&str, u32); 6] =
    [("age", 73), ("education", 16), ("marital", 7), ("race", 5), ("sex", 2), ("occupation", 14)];

fn labels(name: &str, codes: u32) -> Vec<String> {
    (0..codes)
        .map(|code| if name == "age" { (17 + code).to_string() } else { format!("{name} {code}") })
        .collect()
}

fn variables() -> Vec<Variable> {
    let variable = |(name, codes): (&'static str, u32)| {
        let tag = FieldTag::new(name.into(), Category::Demographic.into(), Identifiability::Quasi);
        let list = CodeList::new(name, labels(name, codes)).expect("a list");
        Variable::new(tag, list, NullPolicy::Reject).expect("a variable")
    };
    COLUMNS.map(variable).to_vec()
}

/// The smaller of two draws: first values are common, last ones rare.
fn rows() -> Vec<Vec<String>> {
    let mut random = Random(71);
    let lists = COLUMNS.map(|(name, codes)| labels(name, codes));
    let mut row = || {
        let cell = |list: &Vec<String>| {
            let size = u32::try_from(list.len()).unwrap_or(1);
            let drawn = random.below(size).min(random.below(size));
            list[drawn as usize].clone()
        };
        lists.iter().map(cell).collect()
    };
    (0..ROWS).map(|_| row()).collect()
}

fn read(rows: &[Vec<String>]) -> Microdata {
    let mut data = Microdata::of(variables());
    for row in rows {
        data.row(row.iter().map(|cell| Some(cell.as_str())));
    }
    data.finish().expect("every value is listed")
}

fn roles() -> Roles {
    let by = COLUMNS.iter().map(|(name, _)| *name).filter(|name| *name != "occupation");
    Roles::of(by).sensitive("occupation", Distance::Equal)
}

fn measures() -> Contest {
    let rows = rows();
    let data = read(&rows);
    Contest::new("all measures of 32,561 records of five columns and a sensitive one", "row")
        .with("from text", ROWS, move || {
            black_box(read(&rows).measure(&roles()).expect("known variables"));
        })
        .with("from codes", ROWS, move || {
            black_box(data.measure(&roles()).expect("known variables"));
        })
}

fn hierarchy(name: &str, codes: u32) -> Hierarchy {
    let list = CodeList::new(name, labels(name, codes)).expect("a list");
    let leaves = Hierarchy::of(&list);
    if name == "age" {
        let bands = [5, 10, 20, 40].into_iter().try_fold(leaves, Hierarchy::bands);
        return bands.and_then(Hierarchy::everything).expect("levels");
    }
    leaves.everything().expect("a level")
}

fn search() -> Contest {
    let data = read(&rows());
    let by = COLUMNS.iter().filter(|(name, _)| *name != "occupation");
    let plan = Generalise::by(by.map(|(name, codes)| (*name, hierarchy(name, *codes))))
        .requiring(Criterion::K(5))
        .suppressing(Suppression::PerMille(40))
        .minimising(Loss::LossMetric);
    let varied = plan.clone().requiring(Criterion::DistinctL { of: "occupation".into(), l: 3 });
    let again = data.clone();
    let find = |data: &Microdata, plan: &Generalise| {
        black_box(data.generalise(plan, &mut |_| {}).expect("a search")).expect("a combination");
    };
    Contest::new("the least generalisation of 32,561 records, 96 combinations of levels", "search")
        .with("k = 5, 4% left out", 1, move || find(&data, &plan))
        .with("k = 5 and l = 3, 4% left out", 1, move || find(&again, &varied))
}

fn noise() -> Contest {
    const DRAWS: usize = 10_000;
    let scale = |over| Ratio::new(over, 1).expect("a number");
    let laplace = |name: &str, over: u64, contest: Contest| {
        let shape = DiscreteLaplace::new(scale(over)).expect("a scale");
        let mut noise = Noise::new(OsRandomness);
        contest.with(name, DRAWS, move || {
            for _ in 0..DRAWS {
                let _ = black_box(shape.draw(&mut noise));
            }
        })
    };
    let gaussian = |name: &str, over: u64, contest: Contest| {
        let shape = DiscreteGaussian::new(scale(over)).expect("a variance");
        let mut noise = Noise::new(OsRandomness);
        contest.with(name, DRAWS, move || {
            for _ in 0..DRAWS {
                let _ = black_box(shape.draw(&mut noise));
            }
        })
    };
    let contest = Contest::new("exact noise from the operating system's randomness", "draw");
    let contest = laplace("discrete Laplace, scale 3", 3, contest);
    let contest = laplace("discrete Laplace, scale 40", 40, contest);
    let contest = gaussian("discrete Gaussian, sigma 3", 9, contest);
    let contest = gaussian("discrete Gaussian, sigma 40", 1600, contest);
    // A fifth of what opendp 0.16 takes for a draw of many at once.
    contest.goal_ns("discrete Laplace, scale 3", 900.0)
}

pub(super) fn contests() -> Vec<Contest> {
    vec![measures(), search(), noise()]
}
