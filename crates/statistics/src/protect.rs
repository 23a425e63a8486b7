//! Which further cells to hide: the cheapest set that leaves the attacker no exact value, with proof.
//!
//! A set of hidden cells either protects every value or there is a *cut*: cells of which at least
//! one must be hidden too. Hiding more never exposes anything, so the optimum is the cheapest choice
//! with one cell from every cut. Cuts are found by attacking the best choice so far.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::cover::{self, Effort};
use crate::oracle::{Oracle, Requirement, System, Verdict};

/// What is to be protected, with what, at what cost.
#[derive(Debug)]
pub(crate) struct Task<'s> {
    pub(crate) system: &'s System,
    pub(crate) primary: Vec<usize>,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) allowed: Vec<bool>,
    pub(crate) cost: Vec<u64>,
}

/// How far the search for further cells to hide has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// The round, from 1.
    pub round: u32,
    /// What the best protecting choice so far costs.
    pub cost: u64,
    /// No choice costs less.
    pub at_least: u64,
}

/// The choice found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Choice {
    pub(crate) secondary: Vec<usize>,
    pub(crate) cost: u64,
    pub(crate) at_least: u64,
    pub(crate) rounds: u32,
}

/// No choice protects this value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Hopeless {
    pub(crate) requirement: Requirement,
    /// Whether that was proved, or the search gave up.
    pub(crate) proved: bool,
}

impl Task<'_> {
    pub(crate) fn solve(
        &self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        let mut search = Search {
            task: self,
            oracle: Oracle::new(self.system),
            cuts: Vec::new(),
            guessed: Vec::new(),
            counted: 0,
            most: effort.left().saturating_mul(2).saturating_add(FIRST_CHOICE),
        };
        search.run(effort, progress)
    }
}

struct Search<'t> {
    task: &'t Task<'t>,
    oracle: Oracle<'t>,
    cuts: Vec<Vec<usize>>,
    /// The cuts that the search guessed when it could not decide: they bound nothing.
    guessed: Vec<Vec<usize>>,
    counted: u64,
    /// Even the first choice is given up past this many units.
    most: u64,
}

/// Units that the first choice may cost beyond the effort allowed.
const FIRST_CHOICE: u64 = 2_000_000;

impl Search<'_> {
    fn run(
        &mut self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        let Some((mut best, _)) = self.complete(&[], effort, true)? else {
            return Ok(Choice { secondary: Vec::new(), cost: 0, at_least: 0, rounds: 0 });
        };
        let mut at_least = 0;
        let mut rounds = 0;
        while at_least < self.cost(&best) {
            rounds += 1;
            let mut cover = cover::cheapest(&self.task.cost, &self.cuts, effort);
            at_least = at_least.max(cover.at_least);
            if !self.guessed.is_empty() {
                let all: Vec<_> = self.cuts.iter().chain(&self.guessed).cloned().collect();
                cover = cover::cheapest(&self.task.cost, &all, effort);
            }
            let completed = self.complete(&cover.chosen, effort, false)?;
            let Some((candidate, was_enough)) = completed else { break };
            if self.cost(&candidate) < self.cost(&best) {
                best = candidate;
            }
            let cost = self.cost(&best);
            progress(Progress { round: rounds, cost, at_least: at_least.min(cost) });
            // A cover that protects but is not proved cheapest can teach no further cut.
            if effort.is_spent() || was_enough {
                break;
            }
        }
        best.sort_unstable();
        let cost = self.cost(&best);
        Ok(Choice { secondary: best, cost, at_least: at_least.min(cost), rounds })
    }

    fn cost(&self, cells: &[usize]) -> u64 {
        cells.iter().map(|cell| self.task.cost[*cell]).sum()
    }

    fn count(&mut self, effort: &mut Effort) {
        effort.spend(self.oracle.steps() - self.counted);
        self.counted = self.oracle.steps();
    }

    /// Adds cells until everything is protected, learning a cut each time; then takes back what is
    /// not needed. Also tells whether the start was enough. `None` when the effort ran out first,
    /// except where the choice `must` be had.
    fn complete(
        &mut self,
        start: &[usize],
        effort: &mut Effort,
        must: bool,
    ) -> Result<Option<(Vec<usize>, bool)>, Hopeless> {
        let task = self.task;
        let mut secondary = start.to_vec();
        self.oracle.hide_exactly(task.primary.iter().chain(start).copied());
        // Hiding more never exposes: what is protected stays so, and one pass is enough.
        for wanted in &task.requirements {
            while self.oracle.verdict(*wanted) != Verdict::Protected {
                self.count(effort);
                if effort.is_spent() && !must {
                    return Ok(None);
                }
                if self.counted > self.most {
                    return Err(Hopeless { requirement: *wanted, proved: false });
                }
                // The first choice is wanted soon; small cuts matter once a bound is.
                let thorough = !must && !effort.is_spent();
                let cut = self.oracle.cut(*wanted, &task.allowed, &task.cost, thorough);
                let cheapest =
                    cut.one_of.iter().copied().min_by_key(|cell| (task.cost[*cell], *cell));
                let Some(cheapest) = cheapest else {
                    return Err(Hopeless { requirement: *wanted, proved: cut.proved });
                };
                let list = if cut.proved { &mut self.cuts } else { &mut self.guessed };
                list.push(cut.one_of);
                self.oracle.hide(cheapest, true);
                secondary.push(cheapest);
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
            self.oracle.hide(cell, false);
            let mut all = task.requirements.iter();
            if all.all(|wanted| self.oracle.verdict(*wanted) == Verdict::Protected) {
                secondary.retain(|other| *other != cell);
            } else {
                self.oracle.hide(cell, true);
            }
        }
    }
}

#[cfg(test)]
mod tests;
