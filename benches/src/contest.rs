//! One job done by several, and how much processor time each of them takes.

use std::time::Duration;

use cpu_time::ThreadTime;

/// One job, done by several contestants. The first is the one that others are compared with.
pub struct Contest {
    /// What is done.
    pub name: String,
    /// What is counted: `field`, `row`, `request`.
    pub unit: &'static str,
    /// Who does it.
    pub contestants: Vec<Contestant>,
    /// What was aimed at.
    pub goals: Vec<Goal>,
}

/// One way of doing the job.
pub struct Contestant {
    /// Who.
    pub name: String,
    /// How many units one call does.
    pub units: u64,
    /// Does them.
    pub run: Box<dyn FnMut()>,
}

/// What was aimed at.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// `of` takes at most so many times what `against` takes.
    Ratio {
        /// The contestant.
        of: &'static str,
        /// The other.
        against: &'static str,
        /// The limit.
        at_most: f64,
    },
    /// `of` takes at most so many nanoseconds a unit.
    Nanoseconds {
        /// The contestant.
        of: &'static str,
        /// The limit.
        at_most: f64,
    },
}

impl Contest {
    /// A job without contestants yet.
    #[must_use]
    pub fn new(name: impl Into<String>, unit: &'static str) -> Self {
        Self { name: name.into(), unit, contestants: Vec::new(), goals: Vec::new() }
    }

    /// Adds a contestant that does `units` in one call.
    #[must_use]
    pub fn with(
        mut self,
        name: impl Into<String>,
        units: usize,
        run: impl FnMut() + 'static,
    ) -> Self {
        let (name, units) = (name.into(), units as u64);
        self.contestants.push(Contestant { name, units, run: Box::new(run) });
        self
    }

    /// Adds a goal: `of` within `at_most` times `against`.
    #[must_use]
    pub fn goal(mut self, of: &'static str, at_most: f64, against: &'static str) -> Self {
        self.goals.push(Goal::Ratio { of, against, at_most });
        self
    }

    /// Adds a goal: `of` within so many nanoseconds a unit.
    #[must_use]
    pub fn goal_ns(mut self, of: &'static str, at_most: f64) -> Self {
        self.goals.push(Goal::Nanoseconds { of, at_most });
        self
    }
}

/// What the rounds of a contest came to, in nanoseconds a unit: a row for each contestant.
#[derive(Clone, Debug)]
pub struct Rounds {
    names: Vec<String>,
    nanoseconds: Vec<Vec<f64>>,
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

impl Rounds {
    /// Runs rounds until the time is spent, at least `least` of them. In every round each
    /// contestant is given about the same processor time, and they take turns at going first.
    pub fn of(contest: &mut Contest, turn: Duration, least: usize, whole: Duration) -> Self {
        let calls: Vec<u32> =
            contest.contestants.iter_mut().map(|one| calls_for(one, turn)).collect();
        let count = contest.contestants.len();
        let mut nanoseconds = vec![Vec::new(); count];
        let begun = ThreadTime::now();
        let mut round = 0;
        while round < least || begun.elapsed() < whole {
            for place in 0..count {
                let place = (place + round) % count;
                let (one, calls) = (&mut contest.contestants[place], calls[place]);
                let spent = time(&mut one.run, calls);
                #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                let units = (one.units * u64::from(calls)) as f64;
                nanoseconds[place].push(spent.as_secs_f64() * 1e9 / units);
            }
            round += 1;
        }
        let names = contest.contestants.iter().map(|one| one.name.clone()).collect();
        Self { names, nanoseconds }
    }

    /// Adds the rounds of the same contest, set up anew.
    pub fn extend(&mut self, other: &Self) {
        let rows = self.nanoseconds.iter_mut().zip(&other.nanoseconds);
        rows.for_each(|(row, more)| row.extend(more));
    }

    /// How many rounds there were.
    #[must_use]
    pub fn count(&self) -> usize {
        self.nanoseconds.first().map_or(0, Vec::len)
    }

    /// What a contestant took.
    #[must_use]
    pub fn nanoseconds(&self, name: &str) -> Spread {
        Spread::of(self.row(name).to_vec())
    }

    /// What a contestant took as a multiple of what another took in the same round.
    #[must_use]
    pub fn ratio(&self, of: &str, against: &str) -> Spread {
        let pairs = self.row(of).iter().zip(self.row(against));
        Spread::of(pairs.map(|(one, other)| one / other).collect())
    }

    fn row(&self, name: &str) -> &[f64] {
        let place = self.names.iter().position(|one| one == name);
        place.map_or_else(|| panic!("nobody is called {name}"), |place| &self.nanoseconds[place])
    }
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |tenths: usize| values[(values.len() - 1) * tenths / 10];
        Self { low: at(1), median: at(5), high: at(9) }
    }
}

fn time(run: &mut dyn FnMut(), calls: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed()
}

/// How many calls fill a turn. It also warms the contestant up.
fn calls_for(contestant: &mut Contestant, turn: Duration) -> u32 {
    let mut calls = 1_u32;
    loop {
        let spent = time(&mut contestant.run, calls);
        if spent >= turn || calls >= 1 << 24 {
            return calls;
        }
        let wanted = turn.as_secs_f64() / spent.as_secs_f64().max(1e-9) * 1.1;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let factor = wanted.clamp(1.2, 100.0).ceil() as u32;
        calls = calls.saturating_mul(factor);
    }
}
