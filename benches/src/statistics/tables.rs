//! Larger tables in two and three dimensions: the least that has to be hidden, and what a reader can still find out.

use std::hint::black_box;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{
    CodeList, Effort, FreqTable, NullPolicy, Objective, Outcome, Plan, Profile, Publication,
    PublishedTable, Raw, Reading, Singletons, Variable, attack,
};
use cpu_time::ThreadTime;

use crate::Random;
use crate::contest::Contest;

fn variable(name: &'static str, codes: usize) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Demographic.into(), Identifiability::Quasi);
    let codes = (1..=codes).map(|code| format!("{name} {code}"));
    let codes = CodeList::new(name, codes).expect("a list");
    Variable::new(tag, codes, NullPolicy::Reject).expect("a variable")
}

/// The smaller of two draws along either side: first categories are common, last ones rare.
fn counts(rows: usize, columns: usize, people: usize) -> Vec<u64> {
    let mut random = Random(people as u64);
    let mut draw = |below: usize| {
        let below = u32::try_from(below).expect("few categories");
        random.below(below).min(random.below(below)) as usize
    };
    let mut counts = vec![0; rows * columns];
    for _ in 0..people {
        let row = draw(rows);
        counts[row * columns + draw(columns)] += 1;
    }
    counts
}

fn table(rows: usize, columns: usize, counts: &[u64]) -> Raw<FreqTable> {
    let variables = [variable("district", rows), variable("need", columns)];
    FreqTable::from_counts(&variables, counts).expect("a table")
}

fn publish(table: &Raw<FreqTable>, objective: Objective) -> Box<Publication> {
    let profile = Profile::threshold(5).expect("a threshold").with_objective(objective);
    let plan = Plan::new("Needs", profile.with_singletons(Singletons::Report));
    match plan.publish(table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(done) => done,
        Outcome::Refused(why) => panic!("{why}"),
    }
}

/// What the pages of the public tables hide: the small counts and nothing else.
fn stars_alone(rows: usize, columns: usize, counts: &[u64]) -> PublishedTable {
    let shown = |count: u64| match count {
        1..=5 => "*".to_owned(),
        other => other.to_string(),
    };
    let line = |label: String, counts: &[u64]| -> Vec<String> {
        let cells = counts.iter().copied().chain([counts.iter().sum()]).map(shown);
        [label].into_iter().chain(cells).collect()
    };
    let heads = (1..=columns).map(|column| format!("need {column}"));
    let heads = ["district".to_owned()].into_iter().chain(heads).chain(["Total".to_owned()]);
    let mut lines = vec![heads.collect()];
    for (row, counts) in counts.chunks(columns).enumerate() {
        lines.push(line(format!("district {row}"), counts));
    }
    let down = |column: usize| counts.iter().skip(column).step_by(columns).sum();
    lines.push(line("Total".to_owned(), &(0..columns).map(down).collect::<Vec<u64>>()));
    assert_eq!(lines.len(), rows + 2);
    Reading::new().with_threshold(5).table("stars", &lines).expect("a grid")
}

fn suppression(rows: usize, columns: usize, people: usize, seconds: f64) -> Contest {
    const NAMES: [(&str, Objective); 2] =
        [("fewest cells", Objective::FewestCells), ("least count", Objective::LeastCount)];
    let counts = counts(rows, columns, people);
    let cells = rows * columns;
    let proved = NAMES
        .iter()
        .filter(|(_, by)| publish(&table(rows, columns, &counts), *by).report.is_proved());
    let title = format!(
        "two dimensions, {cells} cells, {people} people: proved least {} of 2",
        proved.count()
    );
    let mut contest = Contest::new(title, "table");
    for (name, objective) in NAMES {
        let table = table(rows, columns, &counts);
        contest = contest
            .with(name, 1, move || {
                black_box(publish(&table, objective));
            })
            .goal_ns(name, seconds * 1e9);
    }
    contest
}

/// Needs by district and age, where most people are in the first categories.
fn uneven(shape: [usize; 3], people: usize) -> Raw<FreqTable> {
    let names = ["district", "need", "age"];
    let variables: Vec<Variable> =
        names.iter().zip(shape).map(|(name, codes)| variable(name, codes)).collect();
    let mut random = Random(people as u64);
    let mut counts = vec![0; shape.iter().product()];
    for _ in 0..people {
        let mut draw = |below: usize| {
            let below = u32::try_from(below).expect("few categories");
            random.below(below).min(random.below(below)) as usize
        };
        counts[shape.iter().fold(0, |at, codes| at * codes + draw(*codes))] += 1;
    }
    FreqTable::from_counts(&variables, &counts).expect("a table")
}

/// Protects tables in three dimensions once each, which takes too long for a contest, and prints
/// what it took.
pub(super) fn print_three_dimensions() {
    println!("| cells | people | objective | seconds | given up | at least | |");
    println!("|--:|--:|---|--:|--:|--:|---|");
    for (shape, populations) in
        [([6, 7, 4], [600, 900, 1_200, 1_500]), ([8, 9, 10], [2_000, 5_000, 10_000, 20_000])]
    {
        for people in populations {
            let table = uneven(shape, people);
            for (name, objective) in
                [("least count", Objective::LeastCount), ("fewest cells", Objective::FewestCells)]
            {
                let begun = ThreadTime::now();
                let outcome = protected(&table, objective);
                let seconds = begun.elapsed().as_secs_f64();
                let cells: usize = shape.iter().product();
                let said = match outcome {
                    Outcome::Released(done) => {
                        let (cost, bound) = (done.report.cost, done.report.at_least);
                        let proved = if done.report.is_proved() { "proved" } else { "a gap" };
                        format!("{cost} | {bound} | {proved} |")
                    }
                    Outcome::Refused(_) => "| | nothing protects it |".to_owned(),
                };
                println!("| {cells} | {people} | {name} | {seconds:.2} | {said}");
            }
        }
    }
}

fn protected(table: &Raw<FreqTable>, objective: Objective) -> Outcome {
    let profile = Profile::threshold(5).expect("a threshold").with_objective(objective);
    let plan = Plan::new("Needs", profile.with_singletons(Singletons::Report));
    plan.publish(table, Effort::ORDINARY, &mut |_| {})
}

fn attacks() -> Contest {
    let mut contest = Contest::new("attack a published table of 180 and 750 cells", "table");
    for (rows, columns, people) in [(12, 15, 2_000), (25, 30, 20_000)] {
        let counts = counts(rows, columns, people);
        let stars = stars_alone(rows, columns, &counts);
        let found = attack(std::slice::from_ref(&stars), 5).expect("a table that fits");
        let name =
            format!("stars alone, {} cells: {} come back", counts.len(), found.recovered().count());
        contest = contest.with(name, 1, move || {
            black_box(attack(std::slice::from_ref(&stars), 5).expect("a table that fits"));
        });
        let release = publish(&table(rows, columns, &counts), Objective::LeastCount).published;
        let found = attack(std::slice::from_ref(&release), 5).expect("a table that fits");
        assert!(found.holds());
        contest = contest.with(format!("our release, {} cells", counts.len()), 1, move || {
            black_box(attack(std::slice::from_ref(&release), 5).expect("a table that fits"));
        });
    }
    contest
}

pub(super) fn contests() -> Vec<Contest> {
    vec![suppression(12, 15, 2_000, 0.5), suppression(25, 30, 20_000, 10.0), attacks()]
}
