//! Contests whose contestants say themselves what processor time they took: one may run in another
//! process, or be a database's server.

use std::time::Duration;

use cpu_time::ProcessTime;

/// One job done by several. The first is the one that others are compared with.
pub struct Contest<'c> {
    name: String,
    unit: &'static str,
    units: f64,
    contestants: Vec<Contestant<'c>>,
    goals: Vec<Goal>,
}

struct Contestant<'c> {
    name: String,
    run: Box<dyn FnMut() -> Duration + 'c>,
    nanoseconds: Vec<f64>,
}

struct Goal {
    of: &'static str,
    at_most: f64,
    against: &'static str,
}

/// The middle of some measurements, and the span that eight in ten of them lie in.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// One in ten lies below.
    pub low: f64,
    /// Half lie below.
    pub median: f64,
    /// One in ten lies above.
    pub high: f64,
}

impl std::fmt::Debug for Contest<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.name)
    }
}

/// The processor time that this process takes for a job.
pub fn here<T>(mut job: impl FnMut() -> T) -> impl FnMut() -> Duration {
    move || {
        let begun = ProcessTime::now();
        std::hint::black_box(job());
        begun.elapsed()
    }
}

impl<'c> Contest<'c> {
    /// A job without contestants yet, and how many units one call does.
    #[must_use]
    pub fn new(name: impl Into<String>, unit: &'static str, units: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let units = units as f64;
        Self { name: name.into(), unit, units, contestants: Vec::new(), goals: Vec::new() }
    }

    /// Adds a contestant that gives back what one call took.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, run: impl FnMut() -> Duration + 'c) -> Self {
        let (name, run) = (name.into(), Box::new(run));
        self.contestants.push(Contestant { name, run, nanoseconds: Vec::new() });
        self
    }

    /// Adds a goal: `of` within `at_most` times `against`.
    #[must_use]
    pub fn goal(mut self, of: &'static str, at_most: f64, against: &'static str) -> Self {
        self.goals.push(Goal { of, at_most, against });
        self
    }

    /// Runs rounds. In each, every contestant is called until it has had a turn's time, at least
    /// once, and they take turns at going first. The round before the first only warms up.
    pub fn run(&mut self, rounds: usize, turn: Duration) {
        let count = self.contestants.len();
        let mut calls = vec![1_u32; count];
        for (one, calls) in self.contestants.iter_mut().zip(&mut calls) {
            let spent = (one.run)().max(Duration::from_nanos(100));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let wanted = (turn.as_secs_f64() / spent.as_secs_f64()).clamp(1.0, 1e4) as u32;
            *calls = wanted;
        }
        for round in 0..rounds {
            for place in 0..count {
                let place = (place + round) % count;
                let (one, calls) = (&mut self.contestants[place], calls[place]);
                let spent: Duration = (0..calls).map(|_| (one.run)()).sum();
                let units = self.units * f64::from(calls);
                one.nanoseconds.push(spent.as_secs_f64() * 1e9 / units);
            }
        }
    }

    /// The table of the contest.
    #[must_use]
    pub fn table(&self) -> String {
        let rounds = self.contestants.first().map_or(0, |one| one.nanoseconds.len());
        let mut text = format!("{} ({rounds} rounds)\n\n", self.name);
        text += &format!("| | ns per {} | ratio | 10-90% |\n|---|--:|--:|---|\n", self.unit);
        let Some(base) = self.contestants.first() else { return text };
        for one in &self.contestants {
            let took = Spread::of(one.nanoseconds.clone());
            let ratio = Spread::ratio(one, base);
            let spread = if one.name == base.name {
                String::new()
            } else {
                format!("{}-{}", figures(ratio.low), figures(ratio.high))
            };
            let (took, ratio) = (thousands(took.median), figures(ratio.median));
            text += &format!("| {} | {took} | {ratio} | {spread} |\n", one.name);
        }
        text
    }

    /// What was aimed at and what came of it, a line each.
    #[must_use]
    pub fn judged(&self) -> Vec<String> {
        let judge = |goal: &Goal| {
            let one = |name: &str| {
                let found = self.contestants.iter().find(|one| one.name == name);
                found.unwrap_or_else(|| panic!("nobody is called {name}"))
            };
            let ratio = Spread::ratio(one(goal.of), one(goal.against)).median;
            let verdict = if ratio <= goal.at_most { "met" } else { "**missed**" };
            // A goal of a fraction is how many times faster it is.
            let (said, measured) = if goal.at_most < 1.0 {
                let times = |ratio: f64| figures(1.0 / ratio);
                (format!("≥ {}x faster than", times(goal.at_most)), times(ratio))
            } else {
                (format!("≤ {}x", figures(goal.at_most)), figures(ratio))
            };
            let Self { name, .. } = self;
            format!("| {name} | {} {said} {} | {measured}x | {verdict} |", goal.of, goal.against)
        };
        self.goals.iter().map(judge).collect()
    }
}

impl Spread {
    fn ratio(of: &Contestant<'_>, against: &Contestant<'_>) -> Self {
        let pairs = of.nanoseconds.iter().zip(&against.nanoseconds);
        Self::of(pairs.map(|(one, other)| one / other).collect())
    }

    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |tenths: usize| values[(values.len() - 1) * tenths / 10];
        Self { low: at(1), median: at(5), high: at(9) }
    }
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
