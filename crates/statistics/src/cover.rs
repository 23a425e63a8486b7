//! Choose the cheapest cells so that every set has one: exact, with a bound when cut short.
//!
//! The bound is the dual of the linear relaxation (how much each set can charge its members),
//! solved in floating point, then rounded down to whole millionths and repaired until it is truly
//! feasible, so that a rounding error can weaken a proof but never fake one.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod dictionary;

use dictionary::Dictionary;

/// Work that may still be done, counted and not timed, so that the same input gives the same answer
/// on every machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Effort {
    left: u64,
}

impl Effort {
    /// Enough for the largest tables this crate is made for: some tens of seconds at worst.
    pub const ORDINARY: Self = Self { left: 4_000_000 };
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

/// The cheapest choice of members with one from every set. Every set must have a member.
pub(crate) fn cheapest(costs: &[u64], sets: &[Vec<usize>], effort: &mut Effort) -> Cover {
    let mut whole = Cover { chosen: Vec::new(), cost: 0, at_least: 0 };
    for part in parts(costs.len(), sets) {
        let solved = Search::solve(costs, part, effort);
        whole.cost += solved.cost;
        whole.at_least += solved.at_least;
        whole.chosen.extend(solved.chosen);
    }
    whole.chosen.sort_unstable();
    whole
}

/// Sets that share members, directly or through others, belong together.
fn parts(members: usize, sets: &[Vec<usize>]) -> Vec<Vec<&[usize]>> {
    let mut root: Vec<usize> = (0..members).collect();
    for set in sets {
        let first = find(&mut root, set[0]);
        for member in &set[1..] {
            let other = find(&mut root, *member);
            root[other] = first;
        }
    }
    let mut parts: Vec<Vec<&[usize]>> = Vec::new();
    let mut number = vec![usize::MAX; members];
    for set in sets {
        let at = find(&mut root, set[0]);
        if number[at] == usize::MAX {
            number[at] = parts.len();
            parts.push(Vec::new());
        }
        parts[number[at]].push(set);
    }
    parts
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

struct Search<'c> {
    costs: &'c [u64],
    best: Vec<usize>,
    best_cost: u64,
    /// The least bound of any branch that was given up.
    abandoned: Option<u64>,
}

impl<'c> Search<'c> {
    fn solve(costs: &'c [u64], sets: Vec<&[usize]>, effort: &mut Effort) -> Cover {
        let sets: Vec<Vec<usize>> = sets.into_iter().map(<[usize]>::to_vec).collect();
        let best = prune(costs, &sets, greedy(costs, &sets));
        let best_cost = best.iter().map(|member| costs[*member]).sum();
        let mut search = Self { costs, best, best_cost, abandoned: None };
        search.branch(sets, Vec::new(), 0, effort);
        let at_least = search.abandoned.unwrap_or(search.best_cost).min(search.best_cost);
        Cover { chosen: search.best, cost: search.best_cost, at_least }
    }

    /// Explores what is left to cover, given what was taken and what it cost.
    fn branch(
        &mut self,
        sets: Vec<Vec<usize>>,
        mut taken: Vec<usize>,
        cost: u64,
        effort: &mut Effort,
    ) {
        let mut cost = cost;
        let Some(sets) = self.reduce(sets, &mut taken, &mut cost) else { return };
        if cost >= self.best_cost {
            return;
        }
        if sets.is_empty() {
            self.best_cost = cost;
            self.best = taken;
            return;
        }
        let relaxed = Relaxation::solve(self.costs, &sets, effort);
        let bound = cost + relaxed.at_least;
        if bound >= self.best_cost {
            return;
        }
        if effort.is_spent() {
            self.abandoned = Some(self.abandoned.map_or(bound, |other| other.min(bound)));
            return;
        }
        // Round the relaxation: often the optimum, always a cover.
        let rounded = prune(self.costs, &sets, round(self.costs, &sets, &relaxed));
        let rounded_cost = cost + rounded.iter().map(|m| self.costs[*m]).sum::<u64>();
        if rounded_cost < self.best_cost {
            self.best_cost = rounded_cost;
            self.best = taken.iter().copied().chain(rounded).collect();
            if bound >= self.best_cost {
                return;
            }
        }
        // What the reduced cost alone prices out can be dropped.
        let room = self.best_cost - bound;
        let mut sets = sets;
        let out: Vec<usize> = relaxed
            .members
            .iter()
            .zip(&relaxed.slack)
            .filter(|(_, slack)| **slack >= room)
            .map(|(member, _)| *member)
            .collect();
        if !out.is_empty() {
            for set in &mut sets {
                set.retain(|member| out.binary_search(member).is_err());
            }
        }
        let Some(split) = relaxed.split(&sets) else { return };
        let with: Vec<Vec<usize>> =
            sets.iter().filter(|set| !set.contains(&split)).cloned().collect();
        let mut more = taken.clone();
        more.push(split);
        self.branch(with, more, cost + self.costs[split], effort);
        for set in &mut sets {
            set.retain(|member| *member != split);
        }
        self.branch(sets, taken, cost, effort);
    }

    /// Drops sets that others imply and members that others replace; takes what must be taken.
    /// `None` when a set has no member left.
    fn reduce(
        &self,
        mut sets: Vec<Vec<usize>>,
        taken: &mut Vec<usize>,
        cost: &mut u64,
    ) -> Option<Vec<Vec<usize>>> {
        loop {
            if sets.iter().any(Vec::is_empty) {
                return None;
            }
            sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
            sets.dedup();
            let single = sets.first().filter(|set| set.len() == 1).map(|set| set[0]);
            if let Some(member) = single {
                taken.push(member);
                *cost += self.costs[member];
                if *cost >= self.best_cost {
                    return None;
                }
                sets.retain(|set| !set.contains(&member));
                continue;
            }
            let bits: Vec<Bits> = sets.iter().map(|set| Bits::of(set)).collect();
            let mut kept: Vec<usize> = Vec::new();
            for at in 0..sets.len() {
                if !kept.iter().any(|other| bits[*other].within(&bits[at])) {
                    kept.push(at);
                }
            }
            let shrunk: Vec<Vec<usize>> = kept.iter().map(|at| sets[*at].clone()).collect();
            let (shrunk, dropped) = self.drop_dominated(shrunk);
            sets = shrunk;
            if !dropped {
                return Some(sets);
            }
        }
    }

    /// A member whose sets another, no dearer, all has too is never needed.
    fn drop_dominated(&self, mut sets: Vec<Vec<usize>>) -> (Vec<Vec<usize>>, bool) {
        let mut members: Vec<usize> = sets.iter().flatten().copied().collect();
        members.sort_unstable();
        members.dedup();
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
        for (number, set) in sets.iter().enumerate() {
            for member in set {
                if let Ok(at) = members.binary_search(member) {
                    of[at].push(number);
                }
            }
        }
        let bits: Vec<Bits> = of.iter().map(|sets| Bits::of(sets)).collect();
        let mut out = vec![false; members.len()];
        for at in 0..members.len() {
            // A dominating member shares this one's first set.
            let Some(first) = of[at].first() else { continue };
            out[at] = sets[*first].iter().any(|rival| {
                let Ok(other) = members.binary_search(rival) else { return false };
                if other == at || out[other] || !bits[at].within(&bits[other]) {
                    return false;
                }
                let (mine, theirs) = (self.costs[members[at]], self.costs[*rival]);
                theirs < mine || (theirs == mine && (of[other].len() > of[at].len() || other < at))
            });
        }
        let dropped = out.iter().any(|out| *out);
        if dropped {
            for set in &mut sets {
                set.retain(|member| members.binary_search(member).is_ok_and(|at| !out[at]));
            }
        }
        (sets, dropped)
    }
}

struct Bits(Vec<u64>);

impl Bits {
    fn of(members: &[usize]) -> Self {
        let most = members.iter().max().copied().unwrap_or(0);
        let mut words = vec![0; most / 64 + 1];
        for member in members {
            words[member / 64] |= 1 << (member % 64);
        }
        Self(words)
    }

    fn within(&self, other: &Self) -> bool {
        let theirs = other.0.iter().copied().chain(core::iter::repeat(0));
        self.0.iter().zip(theirs).all(|(mine, theirs)| mine & !theirs == 0)
    }
}

/// The linear relaxation of a cover.
struct Relaxation {
    members: Vec<usize>,
    /// How much of each member the relaxation takes.
    taken: Vec<f64>,
    /// What of each member's cost the repaired charges leave: taking it costs at least that more.
    slack: Vec<u64>,
    at_least: u64,
}

/// Charges are whole parts of this.
const PARTS: u64 = 1 << 20;

impl Relaxation {
    fn solve(costs: &[u64], sets: &[Vec<usize>], effort: &mut Effort) -> Self {
        let mut members: Vec<usize> = sets.iter().flatten().copied().collect();
        members.sort_unstable();
        members.dedup();
        let (rows, columns) = (members.len(), sets.len());
        let mut table = Dictionary::new(rows, columns);
        for (column, set) in sets.iter().enumerate() {
            for member in set {
                if let Ok(row) = members.binary_search(member) {
                    table.entries[row * columns + column] = -1.0;
                }
            }
        }
        for (row, member) in members.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a charge is repaired afterwards")]
            let cost = costs[*member] as f64;
            table.constants[row] = cost;
        }
        table.maximise(effort);
        let (charges, taken) = table.solution();
        Self::repaired(costs, sets, members, &charges, taken)
    }

    /// Rounds the charges down and takes back what still exceeds a member's cost.
    fn repaired(
        costs: &[u64],
        sets: &[Vec<usize>],
        members: Vec<usize>,
        charges: &[f64],
        taken: Vec<f64>,
    ) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "two to the twentieth is exact")]
        let parts = PARTS as f64;
        let mut room: Vec<u64> =
            members.iter().map(|member| costs[*member].saturating_mul(PARTS)).collect();
        let mut sum = 0_u64;
        for (set, charge) in sets.iter().zip(charges) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "not below zero; a cast saturates"
            )]
            let wanted = (charge.max(0.0) * parts) as u64;
            let places = || set.iter().filter_map(|member| members.binary_search(member).ok());
            let charge = places().map(|at| room[at]).fold(wanted, u64::min);
            for at in places() {
                room[at] -= charge;
            }
            sum += charge;
        }
        // The cost of a cover is whole, so the bound may be rounded up.
        let at_least = sum.div_ceil(PARTS);
        let used_up = at_least * PARTS - sum;
        let slack = room.iter().map(|room| room.saturating_sub(used_up) / PARTS).collect();
        Self { members, taken, slack, at_least }
    }

    /// The member to decide on next: the least decided, the most wanted.
    fn split(&self, sets: &[Vec<usize>]) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (member, taken) in self.members.iter().zip(&self.taken) {
            let uses = sets.iter().filter(|set| set.contains(member)).count();
            if uses == 0 {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a preference, not a decision")]
            let score = 1.0 - (taken - 0.6).abs() + (uses as f64) * 1e-3;
            if best.is_none_or(|(_, other)| score > other) {
                best = Some((*member, score));
            }
        }
        best.map(|(member, _)| member)
    }
}

/// Takes the member with the most uncovered sets for its cost, again and again.
fn greedy(costs: &[u64], sets: &[Vec<usize>]) -> Vec<usize> {
    cover_by(costs, sets, |_| 1.0)
}

/// The same, with the relaxation's opinion as weight.
fn round(costs: &[u64], sets: &[Vec<usize>], relaxed: &Relaxation) -> Vec<usize> {
    cover_by(costs, sets, |member| {
        relaxed.members.binary_search(&member).map_or(0.0, |at| relaxed.taken[at]) + 1e-3
    })
}

fn cover_by(costs: &[u64], sets: &[Vec<usize>], weight: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); costs.len()];
    for (number, set) in sets.iter().enumerate() {
        for member in set {
            of[*member].push(number);
        }
    }
    let mut covered = vec![false; sets.len()];
    let mut open = sets.len();
    let mut chosen = Vec::new();
    let mut gains: Vec<usize> = of.iter().map(Vec::len).collect();
    while open > 0 {
        let mut best: Option<(usize, f64)> = None;
        for (member, gain) in gains.iter().enumerate().filter(|(_, gain)| **gain > 0) {
            #[expect(clippy::cast_precision_loss, reason = "a preference, not a decision")]
            let score = *gain as f64 * weight(member) / costs[member].max(1) as f64;
            if best.is_none_or(|(_, other)| score > other) {
                best = Some((member, score));
            }
        }
        let Some((member, _)) = best else { break };
        chosen.push(member);
        for number in &of[member] {
            if !core::mem::replace(&mut covered[*number], true) {
                open -= 1;
                for other in &sets[*number] {
                    gains[*other] -= 1;
                }
            }
        }
    }
    chosen
}

/// Gives back what the others already cover, dearest first.
fn prune(costs: &[u64], sets: &[Vec<usize>], mut chosen: Vec<usize>) -> Vec<usize> {
    let mut times: Vec<usize> = sets
        .iter()
        .map(|set| set.iter().filter(|member| chosen.contains(member)).count())
        .collect();
    let mut order = chosen.clone();
    order.sort_by_key(|member| core::cmp::Reverse((costs[*member], *member)));
    for member in order {
        let mut of = sets.iter().zip(&times).filter(|(set, _)| set.contains(&member));
        if of.all(|(_, times)| *times > 1) {
            for (set, times) in sets.iter().zip(&mut times) {
                *times -= usize::from(set.contains(&member));
            }
            chosen.retain(|other| *other != member);
        }
    }
    chosen
}

#[cfg(test)]
mod tests;
