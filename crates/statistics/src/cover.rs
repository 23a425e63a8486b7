//! Choose the cheapest cells so that every set has one, where sets become known only as choices are tried:
//! exact, with a bound when cut short.
//!
//! Branch and cut: the linear relaxation bounds what is left of a branch; a choice that meets every known set
//! is handed to whoever knows more of them, and so is, where it pays, a choice by parts.

mod relaxation;
mod scores;

use self::relaxation::{Decided, Forced, Relaxation};
use self::scores::Scores;

/// Work that may still be done, counted and not timed, so that the same input gives the same answer
/// on every machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Effort {
    left: u64,
}

impl Effort {
    /// Enough for tables of some hundred cells in three dimensions: about ten seconds at worst.
    pub const ORDINARY: Self = Self { left: 10_000_000 };
    /// This many units; one is about a thousand additions.
    #[must_use]
    pub const fn units(left: u64) -> Self {
        Self { left }
    }

    /// The units left.
    #[must_use]
    pub const fn left(self) -> u64 {
        self.left
    }

    pub(crate) fn spend(&mut self, units: u64) {
        self.left = self.left.saturating_sub(units);
    }

    pub(crate) const fn is_spent(self) -> bool {
        self.left == 0
    }
}

/// A cover and what is known about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Cover {
    pub(crate) chosen: Vec<usize>,
    pub(crate) cost: u64,
    /// No cover costs less.
    pub(crate) at_least: u64,
}

/// One of these members is needed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Demand {
    pub(crate) one_of: Vec<usize>,
    /// Only if this one is taken; `None` for always.
    pub(crate) needed_by: Option<usize>,
}

impl Demand {
    pub(crate) const fn of(one_of: Vec<usize>) -> Self {
        Self { one_of, needed_by: None }
    }

    /// How much more is taken than is needed.
    fn surplus(&self, taken: &[f64]) -> f64 {
        let part = |member: &usize| taken.get(*member).copied().unwrap_or(0.0);
        let has: f64 = self.one_of.iter().map(part).sum();
        has - self.needed_by.as_ref().map_or(1.0, part)
    }
}

/// Whoever knows the sets.
pub(crate) trait Sets {
    /// Whether a choice with one from every set known so far has one from every set; if not, sets that it has
    /// none of.
    fn judge(&mut self, chosen: &[usize], effort: &mut Effort) -> Judgement;

    /// Sets of which a choice by parts has less than one.
    fn broken_by_parts(&mut self, taken: &[f64], effort: &mut Effort) -> Vec<Vec<usize>>;

    /// A cover made from a choice by parts, with what sets that taught.
    fn round(&mut self, taken: &[f64], effort: &mut Effort) -> Judgement;
}

/// What came of trying a choice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judgement {
    /// Whether the choice has one from every set.
    pub(crate) holds: bool,
    /// Sets that were not known.
    pub(crate) sets: Vec<Vec<usize>>,
    /// A cover that was found on the way.
    pub(crate) cover: Option<Vec<usize>>,
}

/// The cheapest choice of members with one from every set, all of which are known.
pub(crate) fn cheapest(costs: &[u64], sets: &[Vec<usize>], effort: &mut Effort) -> Cover {
    struct AllKnown;
    impl Sets for AllKnown {
        fn judge(&mut self, _: &[usize], _: &mut Effort) -> Judgement {
            Judgement { holds: true, ..Judgement::default() }
        }
        fn broken_by_parts(&mut self, _: &[f64], _: &mut Effort) -> Vec<Vec<usize>> {
            Vec::new()
        }
        fn round(&mut self, _: &[f64], _: &mut Effort) -> Judgement {
            Judgement::default()
        }
    }
    let mut members: Vec<usize> = sets.iter().flatten().copied().collect();
    members.sort_unstable();
    members.dedup();
    let number = |member: &usize| members.binary_search(member).unwrap_or(usize::MAX);
    let known = sets.iter().map(|set| Demand::of(set.iter().map(number).collect())).collect();
    let own: Vec<u64> =
        members.iter().map(|member| costs.get(*member).copied().unwrap_or(u64::MAX)).collect();
    let all = (0..members.len()).collect();
    let mut cover = search(&own, all, known, &mut AllKnown, effort, &mut |_, _| {});
    cover.chosen = cover.chosen.iter().filter_map(|place| members.get(*place).copied()).collect();
    cover
}

/// The same, starting from a cover and from some demands, where others come up as choices are tried.
pub(crate) fn search(
    costs: &[u64],
    first: Vec<usize>,
    known: Vec<Demand>,
    sets: &mut dyn Sets,
    effort: &mut Effort,
    progress: &mut dyn FnMut(u64, u64),
) -> Cover {
    let cost = cost_of(costs, &first);
    let mut search = Search {
        costs,
        relaxation: Relaxation::new(costs.to_vec()),
        scores: Scores::new(costs.len()),
        sets,
        best: first,
        best_cost: cost,
        open: vec![Branch { decided: Vec::new(), at_least: 0 }],
        abandoned: None,
        counted: 0,
        splits: 0,
        for_parts: effort.left() / 4,
    };
    for demand in known {
        search.relaxation.add(demand);
    }
    while let Some(branch) = search.next() {
        progress(search.best_cost, search.at_least(branch.at_least));
        if !search.explore(branch, effort) {
            break;
        }
    }
    let at_least = search.at_least(search.best_cost);
    search.best.sort_unstable();
    Cover { chosen: search.best, cost: search.best_cost, at_least }
}

fn cost_of(costs: &[u64], chosen: &[usize]) -> u64 {
    chosen.iter().filter_map(|member| costs.get(*member)).sum()
}

/// What was decided, and that nothing in the branch costs less than this.
#[derive(Clone, Debug)]
struct Branch {
    decided: Vec<(usize, Decided)>,
    at_least: u64,
}

struct Search<'c> {
    costs: &'c [u64],
    relaxation: Relaxation,
    scores: Scores,
    sets: &'c mut dyn Sets,
    best: Vec<usize>,
    best_cost: u64,
    open: Vec<Branch>,
    /// The least bound of any branch that was given up.
    abandoned: Option<u64>,
    counted: u64,
    /// Splits so far.
    splits: u64,
    /// What choices by parts may still cost: they pay at the root only, and not for ever.
    for_parts: u64,
}

/// A cover is made from a choice by parts once in so many splits: each costs as much as many branches.
const BETWEEN_COVERS: u64 = 100;

/// How looking at a branch ended.
enum Seen {
    /// Nothing better is in it.
    Done,
    /// The effort ran out.
    Spent,
    /// To be split by this member, first this way.
    Split(usize, Decided),
}

impl Search<'_> {
    /// The branch with the lowest bound, of several the latest.
    fn next(&mut self) -> Option<Branch> {
        let best = self.best_cost;
        self.open.retain(|branch| branch.at_least < best);
        let lowest = self.open.iter().map(|branch| branch.at_least).min()?;
        let place = self.open.iter().rposition(|branch| branch.at_least == lowest)?;
        Some(self.open.remove(place))
    }

    fn at_least(&self, current: u64) -> u64 {
        let open = self.open.iter().map(|branch| branch.at_least).min();
        let all = [open, self.abandoned, Some(current), Some(self.best_cost)];
        all.into_iter().flatten().min().unwrap_or(0)
    }

    fn count(&mut self, effort: &mut Effort) {
        effort.spend(self.relaxation.steps() - self.counted);
        self.counted = self.relaxation.steps();
    }

    /// Follows a branch down; `false` when the effort ran out.
    fn explore(&mut self, mut branch: Branch, effort: &mut Effort) -> bool {
        for member in 0..self.costs.len() {
            let decided = branch.decided.iter().find(|(other, _)| *other == member);
            self.relaxation.decide(member, decided.map_or(Decided::Open, |(_, way)| *way));
        }
        let is_root = branch.decided.is_empty();
        let mut followed = (0, 0);
        let mut depth = 0;
        loop {
            match self.look(&mut branch, &mut followed, is_root && depth == 0, effort) {
                Seen::Done => return true,
                Seen::Spent => {
                    self.open.push(branch);
                    return false;
                }
                Seen::Split(member, way) => {
                    let other = if way == Decided::In { Decided::Out } else { Decided::In };
                    let mut sibling = branch.clone();
                    sibling.decided.push((member, other));
                    self.open.push(sibling);
                    branch.decided.push((member, way));
                    self.relaxation.decide(member, way);
                }
            }
            depth += 1;
        }
    }

    fn look(
        &mut self,
        branch: &mut Branch,
        followed: &mut (usize, usize),
        is_root: bool,
        effort: &mut Effort,
    ) -> Seen {
        let mut is_rounded = false;
        loop {
            self.count(effort);
            if effort.is_spent() {
                return Seen::Spent;
            }
            if !self.follow(branch, followed) {
                return Seen::Done;
            }
            self.relaxation.solve();
            let bound = self.relaxation.bound();
            branch.at_least = branch.at_least.max(bound.at_least);
            if branch.at_least >= self.best_cost {
                return Seen::Done;
            }
            if self.relaxation.enforce() {
                continue;
            }
            let mut forced = false;
            for member in 0..self.costs.len() {
                let way = bound.forces(member, self.best_cost);
                if self.relaxation.decided(member) == Decided::Open && way != Decided::Open {
                    self.relaxation.decide(member, way);
                    branch.decided.push((member, way));
                    forced = true;
                }
            }
            if forced {
                continue;
            }
            self.relaxation.put_aside();
            let taken = self.relaxation.taken().to_vec();
            if taken.iter().all(|part| *part < 1e-6 || *part > 1.0 - 1e-6) {
                let chosen: Vec<usize> = taken
                    .iter()
                    .enumerate()
                    .filter(|(_, part)| **part > 0.5)
                    .map(|(m, _)| m)
                    .collect();
                let judgement = self.sets.judge(&chosen, effort);
                let cost = cost_of(self.costs, &chosen);
                if judgement.holds && cost < self.best_cost {
                    (self.best, self.best_cost) = (chosen, cost);
                }
                let (holds, learnt) = (judgement.holds, self.learn(judgement, &taken));
                if branch.at_least >= self.best_cost {
                    return Seen::Done;
                }
                if learnt {
                    continue;
                }
                if effort.is_spent() {
                    return Seen::Spent;
                }
                // Nothing was learnt although nothing is undecided: what is left of the branch is given up, unless
                // the bound falls short of the cost only by rounding.
                if !holds {
                    self.give_up(branch.at_least);
                }
                let open = (0..self.costs.len())
                    .find(|member| self.relaxation.decided(*member) == Decided::Open);
                return match open {
                    Some(member) if holds => Seen::Split(member, Decided::In),
                    Some(_) | None => Seen::Done,
                };
            }
            if is_root && self.for_parts > 0 {
                let before = effort.left();
                let broken = self.sets.broken_by_parts(&taken, effort);
                self.for_parts = self.for_parts.saturating_sub(1 + before - effort.left());
                let is_any = !broken.is_empty();
                for set in broken {
                    self.relaxation.add(Demand::of(set));
                }
                if is_any {
                    continue;
                }
            }
            if !is_rounded && self.splits.is_multiple_of(BETWEEN_COVERS) {
                is_rounded = true;
                let judgement = self.sets.round(&taken, effort);
                if self.learn(judgement, &taken) {
                    continue;
                }
                if branch.at_least >= self.best_cost {
                    return Seen::Done;
                }
            }
            self.splits += 1;
            if let Some((member, way)) = self.scores.choose(&mut self.relaxation) {
                return Seen::Split(member, way);
            }
            self.give_up(branch.at_least);
            return Seen::Done;
        }
    }

    fn give_up(&mut self, at_least: u64) {
        self.abandoned = Some(self.abandoned.map_or(at_least, |other| other.min(at_least)));
    }

    /// Takes over what came of a trial; whether it has sets that what is taken breaks.
    fn learn(&mut self, judgement: Judgement, taken: &[f64]) -> bool {
        if let Some(cover) = judgement.cover {
            let cost = cost_of(self.costs, &cover);
            if cost < self.best_cost {
                (self.best, self.best_cost) = (cover, cost);
            }
        }
        let mut broken = false;
        for set in judgement.sets {
            let set = Demand::of(set);
            broken |= set.surplus(taken) < -1e-6;
            self.relaxation.add(set);
        }
        broken
    }

    /// Decides what the demands leave no choice about; `false` when one of them cannot be met. Looks only at
    /// what changed since `from`: decisions and demands.
    fn follow(&mut self, branch: &mut Branch, from: &mut (usize, usize)) -> bool {
        let known = self.relaxation.demands().len();
        let mut waiting: Vec<usize> = (from.1..known).collect();
        let mut next = from.0;
        loop {
            while let Some((member, _)) = branch.decided.get(next) {
                waiting.extend(self.relaxation.demands_of(*member));
                next += 1;
            }
            let Some(demand) = waiting.pop() else { break };
            match self.relaxation.forced(demand) {
                Forced::Nothing => {}
                Forced::Broken => return false,
                Forced::Decided(member, way) => {
                    self.relaxation.decide(member, way);
                    branch.decided.push((member, way));
                }
            }
        }
        *from = (branch.decided.len(), known);
        true
    }
}

#[cfg(test)]
mod tests;
