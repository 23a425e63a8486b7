//! Prints the table of `RESULTS.md`: every contest in interleaved rounds.
//!
//! `cargo run --release --bin ratios [-- MODULE [CONTEST]]` runs all, or those whose names hold these
//! words. `SECONDS=n` gives each contest so much processor time in each setting (default 1).

use std::time::Duration;

use caldicott_benches::contest::{Contest, Goal, Rounds, Spread};
use caldicott_benches::{
    audit, calendar, derive, encryption, retention, sharing, statistics, tagger,
};

type Module = (&'static str, fn() -> Vec<Contest>);

const MODULES: [Module; 8] = [
    ("audit", audit::contests),
    ("calendar", calendar::contests),
    ("derive", derive::contests),
    ("encryption", encryption::contests),
    ("retention", retention::contests),
    ("sharing", sharing::contests),
    ("statistics", statistics::contests),
    ("tagger", tagger::contests),
];

/// How often everything is set up anew: where data happens to lie in memory is worth some per cent.
const SETTINGS: usize = 5;

fn main() {
    let wanted = |place: usize| std::env::args().nth(place).unwrap_or_default();
    let (module_wanted, contest_wanted) = (wanted(1), wanted(2));
    let seconds = std::env::var("SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0);
    let mut goals = Vec::new();
    for (module, contests) in MODULES.iter().filter(|(name, _)| name.contains(&module_wanted)) {
        println!("### {module}\n");
        let mut all: Vec<(Contest, Rounds)> = Vec::new();
        for setting in 0..SETTINGS {
            let fresh = contests().into_iter();
            for (place, mut contest) in
                fresh.filter(|contest| contest.name.contains(&contest_wanted)).enumerate()
            {
                let whole = Duration::from_secs_f64(seconds);
                let rounds = Rounds::of(&mut contest, Duration::from_millis(4), 5, whole);
                match all.get_mut(place).filter(|_| setting > 0) {
                    Some((_, known)) => known.extend(&rounds),
                    None => all.push((contest, rounds)),
                }
            }
        }
        for (contest, rounds) in &all {
            print_rounds(contest, rounds);
            goals.extend(contest.goals.iter().map(|goal| judged(module, contest, rounds, *goal)));
        }
    }
    println!("### Goals\n\n| | goal | measured | |\n|---|---|---|---|");
    goals.iter().for_each(|line| println!("{line}"));
}

fn print_rounds(contest: &Contest, rounds: &Rounds) {
    let base = &contest.contestants[0].name;
    println!("{} ({} rounds)\n", contest.name, rounds.count());
    println!("| | ns per {} | ratio | 10-90% |\n|---|--:|--:|---|", contest.unit);
    for one in &contest.contestants {
        let (took, ratio) = (rounds.nanoseconds(&one.name), rounds.ratio(&one.name, base));
        let Spread { low, median, high } = ratio;
        let spread = if one.name == *base {
            String::new()
        } else {
            format!("{}-{}", figures(low), figures(high))
        };
        println!("| {} | {} | {} | {spread} |", one.name, thousands(took.median), figures(median));
    }
    println!();
}

fn judged(module: &str, contest: &Contest, rounds: &Rounds, goal: Goal) -> String {
    let (said, median, at_most, measured) = match goal {
        Goal::Ratio { of, against, at_most } => {
            let ratio = rounds.ratio(of, against);
            let said = format!("{of} ≤ {}x {against}", figures(at_most));
            (said, ratio.median, at_most, format!("{}x", figures(ratio.median)))
        }
        Goal::Nanoseconds { of, at_most } => {
            let took = rounds.nanoseconds(of).median;
            let said = format!("{of} ≤ {} ns", thousands(at_most));
            (said, took, at_most, format!("{} ns", thousands(took)))
        }
    };
    let verdict = if median <= at_most { "met" } else { "**missed**" };
    format!("| {module}: {} | {said} | {measured} | {verdict} |", contest.name)
}

/// Two decimals below ten, fewer above.
fn figures(value: f64) -> String {
    match value {
        v if v < 0.1 => format!("{v:.4}"),
        v if v < 10.0 => format!("{v:.2}"),
        v if v < 100.0 => format!("{v:.1}"),
        v => thousands(v),
    }
}

/// A number with its thousands set apart.
fn thousands(value: f64) -> String {
    if value < 10.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
