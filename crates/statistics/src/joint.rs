//! Which further cells to hide where several attacks must all fail: on each of two figures of a cell, or by
//! readers of whom each knows something else. The cheapest set that protects against all, with proof.
//!
//! As for one attack ([`crate::protect`]): a set protects everything or there is a cut, cells of which at
//! least one must be hidden too; a cut for any attack is one for all.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::cover::{self, Effort};
use crate::oracle::{Oracle, Requirement, System, Verdict};
use crate::protect::{Choice, Hopeless, Progress};

/// One attack: what is open to it about each cell and what must stay so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'s> {
    pub(crate) system: &'s System,
    pub(crate) requirements: &'s [Requirement],
}

/// What is to be protected, with what, at what cost. The sides number their common cells alike; a side may
/// have more after those, which nobody can hide.
#[derive(Debug)]
pub(crate) struct Joint<'s> {
    pub(crate) sides: Vec<Side<'s>>,
    pub(crate) primary: Vec<usize>,
    /// By common cell.
    pub(crate) allowed: Vec<bool>,
    pub(crate) cost: Vec<u64>,
}

/// What cannot be protected, and on which side.
pub(crate) type Lost = (usize, Hopeless);

/// Units that the first choice may cost beyond the effort allowed.
const FIRST_CHOICE: u64 = 2_000_000;

impl Joint<'_> {
    pub(crate) fn solve(
        &self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Lost> {
        let cells = self.sides.iter().map(|side| side.system.sums.cells());
        let most = cells.max().unwrap_or(0);
        let mut search = Search {
            task: self,
            oracles: self.sides.iter().map(|side| Oracle::new(side.system)).collect(),
            allowed: padded(&self.allowed, most, false),
            cost: padded(&self.cost, most, u64::MAX),
            cuts: Vec::new(),
            guessed: Vec::new(),
            counted: 0,
            most: effort.left().saturating_mul(2).saturating_add(FIRST_CHOICE),
        };
        search.run(effort, progress)
    }

    /// On which sides something is lost when only these cells are hidden.
    pub(crate) fn lost(&self, hidden: &[usize]) -> Vec<bool> {
        let is_lost = |side: &Side<'_>| {
            let mut oracle = Oracle::new(side.system);
            oracle.hide_exactly(hidden.iter().copied());
            let mut all = side.requirements.iter();
            all.any(|wanted| oracle.verdict(*wanted) != Verdict::Protected)
        };
        self.sides.iter().map(is_lost).collect()
    }
}

fn padded<T: Clone>(values: &[T], cells: usize, with: T) -> Vec<T> {
    let mut all = values.to_vec();
    all.resize(cells, with);
    all
}

struct Search<'t> {
    task: &'t Joint<'t>,
    oracles: Vec<Oracle<'t>>,
    /// By cell of the side with most of them.
    allowed: Vec<bool>,
    cost: Vec<u64>,
    cuts: Vec<Vec<usize>>,
    /// The cuts that the search guessed when it could not decide: they bound nothing.
    guessed: Vec<Vec<usize>>,
    counted: u64,
    /// Even the first choice is given up past this many units.
    most: u64,
}

impl Search<'_> {
    fn run(
        &mut self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Lost> {
        let Some((mut best, _)) = self.complete(&[], effort, true)? else {
            return Ok(Choice { secondary: Vec::new(), cost: 0, at_least: 0, rounds: 0 });
        };
        let (mut at_least, mut rounds) = (0, 0);
        while at_least < self.cost_of(&best) {
            rounds += 1;
            let mut cover = cover::cheapest(&self.task.cost, &self.cuts, effort);
            at_least = at_least.max(cover.at_least);
            if !self.guessed.is_empty() {
                let all: Vec<_> = self.cuts.iter().chain(&self.guessed).cloned().collect();
                cover = cover::cheapest(&self.task.cost, &all, effort);
            }
            let completed = self.complete(&cover.chosen, effort, false)?;
            let Some((candidate, was_enough)) = completed else { break };
            if self.cost_of(&candidate) < self.cost_of(&best) {
                best = candidate;
            }
            let cost = self.cost_of(&best);
            progress(Progress { round: rounds, cost, at_least: at_least.min(cost) });
            // A cover that protects but is not proved cheapest can teach no further cut.
            if effort.is_spent() || was_enough {
                break;
            }
        }
        best.sort_unstable();
        let cost = self.cost_of(&best);
        Ok(Choice { secondary: best, cost, at_least: at_least.min(cost), rounds })
    }

    fn cost_of(&self, cells: &[usize]) -> u64 {
        cells.iter().map(|cell| self.task.cost[*cell]).sum()
    }

    fn count(&mut self, effort: &mut Effort) {
        let steps: u64 = self.oracles.iter().map(Oracle::steps).sum();
        effort.spend(steps - self.counted);
        self.counted = steps;
    }

    fn hide(&mut self, cell: usize, hidden: bool) {
        for oracle in &mut self.oracles {
            oracle.hide(cell, hidden);
        }
    }

    /// Adds cells until everything is protected, learning a cut each time; then takes back what is not
    /// needed. Also tells whether the start was enough. `None` when the effort ran out first, except where
    /// the choice `must` be had.
    fn complete(
        &mut self,
        start: &[usize],
        effort: &mut Effort,
        must: bool,
    ) -> Result<Option<(Vec<usize>, bool)>, Lost> {
        let task = self.task;
        let mut secondary = start.to_vec();
        for oracle in &mut self.oracles {
            oracle.hide_exactly(task.primary.iter().chain(start).copied());
        }
        // Hiding more never exposes: what is protected on either side stays so, and one pass is enough.
        for (number, side) in task.sides.iter().enumerate() {
            for wanted in side.requirements {
                while self.oracles[number].verdict(*wanted) != Verdict::Protected {
                    self.count(effort);
                    if effort.is_spent() && !must {
                        return Ok(None);
                    }
                    if self.counted > self.most {
                        let hopeless = Hopeless { requirement: *wanted, proved: false };
                        return Err((number, hopeless));
                    }
                    // The first choice is wanted soon; small cuts matter once a bound is.
                    let thorough = !must && !effort.is_spent();
                    let cells = side.system.sums.cells();
                    let (allowed, cost) = (&self.allowed[..cells], &self.cost[..cells]);
                    let cut = self.oracles[number].cut(*wanted, allowed, cost, thorough);
                    let cells = cut.one_of.iter().copied();
                    let Some(cheapest) = cells.min_by_key(|cell| (cost[*cell], *cell)) else {
                        let proved = cut.proved;
                        return Err((number, Hopeless { requirement: *wanted, proved }));
                    };
                    let list = if cut.proved { &mut self.cuts } else { &mut self.guessed };
                    list.push(cut.one_of);
                    self.hide(cheapest, true);
                    secondary.push(cheapest);
                }
            }
        }
        let was_enough = secondary.len() == start.len();
        self.take_back(&mut secondary, effort);
        Ok(Some((secondary, was_enough)))
    }

    fn take_back(&mut self, secondary: &mut Vec<usize>, effort: &mut Effort) {
        let task = self.task;
        let mut order = secondary.clone();
        order.sort_by_key(|cell| core::cmp::Reverse((task.cost[*cell], *cell)));
        for cell in order {
            self.count(effort);
            if effort.is_spent() {
                return;
            }
            self.hide(cell, false);
            let mut sides = task.sides.iter().zip(&mut self.oracles);
            let holds = sides.all(|(side, oracle)| {
                let mut all = side.requirements.iter();
                all.all(|wanted| oracle.verdict(*wanted) == Verdict::Protected)
            });
            if holds {
                secondary.retain(|other| *other != cell);
            } else {
                self.hide(cell, true);
            }
        }
    }
}
