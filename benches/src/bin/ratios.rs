//! Prints the table of `RESULTS.md`: every contest in interleaved rounds.
//!
//! `cargo run --release --bin ratios [-- NAME]` runs all modules, or those whose name begins so.
//! `SECONDS=n` gives each contest so much processor time (default 3).

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

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let seconds = std::env::var("SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3.0);
    let mut goals = Vec::new();
    for (module, contests) in MODULES {
        if !module.starts_with(&wanted) {
            continue;
        }
        println!("### {module}\n");
        for mut contest in contests() {
            let whole = Duration::from_secs_f64(seconds);
            let rounds = Rounds::of(&mut contest, Duration::from_millis(4), 7, whole);
            print_rounds(&contest, &rounds);
            goals.extend(contest.goals.iter().map(|goal| judged(module, &contest, &rounds, *goal)));
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
