//! Which further cells to hide: the cheapest set that leaves the attacker no exact value, with proof.
//!
//! A set of hidden cells either protects every value or there is a *cut*: cells of which at least
//! one must be hidden too. Hiding more never exposes anything, so the optimum is the cheapest choice
//! with one cell from every cut. Cuts are found by attacking choices, whole ones and, while the search
//! bounds, choices that hide a cell by parts. After Fischetti & Salazar-González, *Solving the cell
//! suppression problem on tabular data with linear constraints* (2001).
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod lines;

use crate::cover::{self, Demand, Effort, Judgement, Sets};
use crate::oracle::{Oracle, Requirement, SOFT, Seen, System, Verdict};

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
        let members: Vec<usize> =
            (0..self.allowed.len()).filter(|cell| self.allowed[*cell]).collect();
        let mut place = vec![usize::MAX; self.allowed.len()];
        for (number, cell) in members.iter().enumerate() {
            place[*cell] = number;
        }
        let mut search = Search {
            task: self,
            oracle: Oracle::new(self.system),
            soft: self.allowed.iter().map(|allowed| if *allowed { SOFT } else { 0.0 }).collect(),
            members,
            place,
            counted: 0,
            open: Vec::new(),
        };
        search.run(effort, progress)
    }
}

/// Units that a first choice may cost beyond the effort allowed.
const FIRST_CHOICE: u64 = 2_000_000;

struct Search<'t> {
    task: &'t Task<'t>,
    oracle: Oracle<'t>,
    soft: Vec<f64>,
    /// The cells that may be hidden, and the number of each among them.
    members: Vec<usize>,
    place: Vec<usize>,
    counted: u64,
    /// What is not met by the primary cells alone.
    open: Vec<Requirement>,
}

impl Search<'_> {
    fn run(
        &mut self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        self.is_possible(effort)?;
        let none = vec![0.0; self.members.len()];
        let mut found = self.complete(&[], &none, 0, effort);
        let first = found.cover.take().unwrap_or_else(|| self.shrunk());
        let costs: Vec<u64> = self.members.iter().map(|cell| self.task.cost[*cell]).collect();
        let mut rounds = 0;
        let mut known = lines::demands(self.task, &self.place);
        known.extend(found.sets.into_iter().map(Demand::of));
        let cover = cover::search(&costs, first, known, self, effort, &mut |cost, at_least| {
            rounds += 1;
            progress(Progress { round: rounds, cost, at_least });
        });
        let chosen = self.seen_afresh(cover.chosen);
        let cost = chosen.iter().filter_map(|member| costs.get(*member)).sum();
        let mut secondary: Vec<usize> = chosen.iter().map(|member| self.members[*member]).collect();
        secondary.sort_unstable();
        Ok(Choice { secondary, cost, at_least: cover.at_least, rounds })
    }

    /// The choice, with more cells where a fresh attack, which has none of the tables that this search came
    /// across, would not find the one that shows a value protected.
    fn seen_afresh(&self, mut chosen: Vec<usize>) -> Vec<usize> {
        let task = self.task;
        let mut oracle = Oracle::new(task.system);
        let hidden = chosen.iter().map(|member| self.members[*member]);
        oracle.hide_exactly(task.primary.iter().copied().chain(hidden));
        for wanted in &self.open {
            while oracle.verdict(*wanted) != Verdict::Protected {
                let open = (0..self.members.len()).filter(|m| !oracle.is_hidden[self.members[*m]]);
                let cheapest =
                    open.min_by_key(|member| (task.cost[self.members[*member]], *member));
                let Some(next) = cheapest else { break };
                oracle.hide(self.members[next], true);
                chosen.push(next);
            }
        }
        chosen
    }

    /// Whether hiding all that may be hidden is enough.
    fn is_possible(&mut self, effort: &mut Effort) -> Result<(), Hopeless> {
        let task = self.task;
        self.oracle.hide_exactly(task.primary.iter().chain(&self.members).copied());
        for wanted in &task.requirements {
            let verdict = self.oracle.verdict(*wanted);
            if verdict != Verdict::Protected {
                let proved = verdict == Verdict::Exposed;
                return Err(Hopeless { requirement: *wanted, proved });
            }
        }
        self.oracle.hide_exactly(task.primary.iter().copied());
        for wanted in &task.requirements {
            if self.oracle.verdict(*wanted) != Verdict::Protected {
                self.open.push(*wanted);
            }
        }
        self.count(effort);
        Ok(())
    }

    fn count(&mut self, effort: &mut Effort) {
        effort.spend(self.oracle.steps() - self.counted);
        self.counted = self.oracle.steps();
    }

    /// Adds cells until everything is protected, learning a cut each time; then takes back what is
    /// not needed. Prefers cells of which much is `taken`.
    fn complete(
        &mut self,
        start: &[usize],
        taken: &[f64],
        thorough: usize,
        effort: &mut Effort,
    ) -> Judgement {
        let task = self.task;
        let mut chosen = start.to_vec();
        let mut judgement = Judgement { holds: true, ..Judgement::default() };
        let hidden = start.iter().map(|member| self.members[*member]);
        self.oracle.hide_exactly(task.primary.iter().copied().chain(hidden));
        // Hiding more never exposes: what is protected stays so, and one pass is enough.
        for wanted in &self.open.clone() {
            loop {
                let soft: &[f64] = if judgement.sets.len() < thorough { &self.soft } else { &[] };
                let cut = self.oracle.seen(*wanted, &task.allowed, soft);
                self.count(effort);
                let cut: Vec<usize> = match cut {
                    Seen::Met => break,
                    Seen::OneOf(cells) => cells.iter().map(|cell| self.place[*cell]).collect(),
                    Seen::Unknown => Vec::new(),
                };
                judgement.holds = false;
                let dear = |member: usize| {
                    #[expect(clippy::cast_precision_loss, reason = "a preference, not a decision")]
                    let cost = task.cost[self.members[member]] as f64;
                    cost * (1.001 - taken[member])
                };
                let is_open = |member: &usize| !self.oracle.is_hidden[self.members[*member]];
                let all = || (0..self.members.len()).filter(is_open);
                let next = if cut.is_empty() {
                    all().min_by(|a, b| dear(*a).total_cmp(&dear(*b)))
                } else {
                    cut.iter().copied().min_by(|a, b| dear(*a).total_cmp(&dear(*b)))
                };
                if !cut.is_empty() {
                    judgement.sets.push(cut);
                }
                // Everything was hidden and was enough, so there is always one more.
                let Some(next) = next else { return judgement };
                self.oracle.hide(self.members[next], true);
                chosen.push(next);
                if effort.is_spent() {
                    return judgement;
                }
            }
        }
        self.take_back(&mut chosen, taken, effort);
        judgement.cover = Some(chosen);
        judgement
    }

    /// All that may be hidden, less what can be shown again, the dearest first and many at once: for when the
    /// effort is spent before a choice was built up.
    fn shrunk(&mut self) -> Vec<usize> {
        let task = self.task;
        let mut chosen: Vec<usize> = (0..self.members.len()).collect();
        chosen
            .sort_by_key(|member| core::cmp::Reverse((task.cost[self.members[*member]], *member)));
        self.oracle.hide_exactly(task.primary.iter().chain(&self.members).copied());
        let limit = self.oracle.steps().saturating_add(FIRST_CHOICE);
        let mut block = chosen.len() / 2;
        while block > 0 {
            let mut at = 0;
            while at < chosen.len() && self.oracle.steps() < limit {
                let tried: Vec<usize> = chosen.iter().skip(at).take(block).copied().collect();
                for member in &tried {
                    self.oracle.hide(self.members[*member], false);
                }
                let mut all = self.open.iter();
                if all.all(|wanted| self.oracle.is_seen_protected(*wanted)) {
                    chosen.drain(at..at + tried.len());
                } else {
                    for member in &tried {
                        self.oracle.hide(self.members[*member], true);
                    }
                    at += tried.len();
                }
            }
            block /= 2;
        }
        chosen
    }

    fn take_back(&mut self, chosen: &mut Vec<usize>, taken: &[f64], effort: &mut Effort) {
        let task = self.task;
        let mut order = chosen.clone();
        order.sort_by(|a, b| {
            #[expect(clippy::cast_precision_loss, reason = "a preference, not a decision")]
            let dear =
                |member: usize| task.cost[self.members[member]] as f64 * (1.001 - taken[member]);
            dear(*b).total_cmp(&dear(*a)).then(b.cmp(a))
        });
        for member in order {
            self.count(effort);
            if effort.is_spent() {
                return;
            }
            self.oracle.hide(self.members[member], false);
            let mut all = self.open.iter();
            if all.all(|wanted| self.oracle.verdict(*wanted) == Verdict::Protected) {
                chosen.retain(|other| *other != member);
            } else {
                self.oracle.hide(self.members[member], true);
            }
        }
    }
}

impl Sets for Search<'_> {
    fn judge(&mut self, chosen: &[usize], effort: &mut Effort) -> Judgement {
        let taken = vec![0.0; self.members.len()];
        let mut judgement = self.complete(chosen, &taken, 3, effort);
        // The choice has none of any of them, so the smallest are enough.
        judgement.sets.sort_by_key(Vec::len);
        judgement.sets.truncate(6);
        judgement
    }

    fn broken_by_parts(&mut self, taken: &[f64], effort: &mut Effort) -> Vec<Vec<usize>> {
        let task = self.task;
        let mut parts = vec![0.0; task.allowed.len()];
        for (member, part) in taken.iter().enumerate() {
            parts[self.members[member]] = *part;
        }
        self.oracle.hide_exactly(task.primary.iter().copied());
        let cuts = self.oracle.cuts_by_parts(&self.open, &task.allowed, &parts);
        self.count(effort);
        let numbered =
            cuts.into_iter().map(|cut| cut.iter().map(|cell| self.place[*cell]).collect());
        numbered.collect()
    }

    fn round(&mut self, taken: &[f64], effort: &mut Effort) -> Judgement {
        let start: Vec<usize> = (0..taken.len()).filter(|member| taken[*member] > 0.5).collect();
        let mut judgement = self.complete(&start, taken, 0, effort);
        judgement.sets.sort_by_key(Vec::len);
        judgement.sets.truncate(3);
        judgement
    }
}

#[cfg(test)]
mod tests;
