//! A table under attack: what is hidden, what the attacker makes of it, what more must be hidden.

use crate::cover::Effort;
use crate::exact::OPEN;
use crate::freq_table::FreqTable;
use crate::oracle::{Leeway, Oracle, Requirement, System};
use crate::policy::{Homogeneous, Legend, Objective, Profile, Singletons, Zeros};
use crate::protect::{Choice, Hopeless, Progress, Task};

/// A table with a profile applied to it: the working state between counting and release.
pub(crate) struct Disclosure<'t> {
    pub(crate) table: &'t FreqTable,
    pub(crate) profile: &'t Profile,
    pub(crate) system: System,
    /// Hidden for being small.
    pub(crate) small: Vec<usize>,
    /// Hidden because everybody of a group is in one sensitive category.
    pub(crate) homogeneous: Vec<usize>,
    requirements: Vec<Requirement>,
}

/// What the attacker can say about one hidden cell, in counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) cell: usize,
    pub(crate) low: u64,
    /// `None` when nothing bounds it.
    pub(crate) high: Option<u64>,
    /// Whether the whole-number search was complete; else the truth may be narrower still.
    pub(crate) complete: bool,
    /// How wide fractions would have it.
    pub(crate) relaxed_width: Option<f64>,
}

/// A line along a sensitive dimension whose people are all in one category.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Uniform {
    pub(crate) cell: usize,
    pub(crate) zeros: Vec<usize>,
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(OPEN)
}

impl<'t> Disclosure<'t> {
    pub(crate) fn new(table: &'t FreqTable, profile: &'t Profile) -> Self {
        let counts = table.counts();
        let small: Vec<usize> = indices(counts, |count| profile.is_small(count));
        let mut uniform = Vec::new();
        if profile.homogeneous == Homogeneous::Hide {
            for line in uniform_lines(table) {
                uniform.push(line.cell);
                uniform.extend(line.zeros);
            }
            uniform.sort_unstable();
            uniform.dedup();
            uniform.retain(|cell| !small.contains(cell));
        }
        let system = System {
            geometry: table.geometry().clone(),
            published: counts.iter().map(|count| published(profile, *count)).collect(),
            hidden: counts
                .iter()
                .map(|count| hidden(profile, *count, !uniform.is_empty()))
                .collect(),
        };
        let mut made =
            Self { table, profile, system, small, homogeneous: uniform, requirements: Vec::new() };
        made.requirements = made.requirements();
        made
    }

    /// The cells hidden whatever the attack finds.
    pub(crate) fn primary(&self) -> impl Iterator<Item = usize> + '_ {
        self.small.iter().chain(&self.homogeneous).copied()
    }

    fn requirements(&self) -> Vec<Requirement> {
        let counts = self.table.counts();
        let width = signed(self.profile.width);
        let mut targets = indices(counts, |count| self.profile.is_protected(count));
        targets.extend(&self.homogeneous);
        let mut all: Vec<Requirement> =
            targets.iter().map(|cell| Requirement { cell: *cell, known: None, width }).collect();
        if self.profile.singletons == Singletons::Protect {
            all.extend(self.coalitions(&targets));
        }
        all
    }

    /// Who is alone in a cell knows its count; the others must stay hidden from them.
    fn coalitions(&self, targets: &[usize]) -> Vec<Requirement> {
        let counts = self.table.counts();
        let alone = indices(counts, |count| count == 1);
        let mut all = Vec::new();
        for known in alone {
            for cell in targets {
                // A sum that holds that one person and nobody else is no news about another.
                let same = counts.get(*cell) == Some(&1) && self.nested(known, *cell);
                if *cell != known && !same {
                    all.push(Requirement { cell: *cell, known: Some(known), width: 1 });
                }
            }
        }
        all
    }

    /// Whether one of the cells is part of the other.
    fn nested(&self, one: usize, other: usize) -> bool {
        let geometry = self.table.geometry();
        let below = |outer: usize, inner: usize| {
            geometry.axes().iter().zip(geometry.nodes(outer)).zip(geometry.nodes(inner)).all(
                |((axis, outer), inner)| {
                    let wide = axis.leaves_below(outer);
                    axis.leaves_below(inner).iter().all(|leaf| wide.contains(leaf))
                },
            )
        };
        below(one, other) || below(other, one)
    }

    /// Finds what more must be hidden.
    pub(crate) fn protect(
        &self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        let counts = self.table.counts();
        let primary: Vec<usize> = self.primary().collect();
        let mut allowed: Vec<bool> =
            counts.iter().map(|count| *count > 0 || self.profile.zeros != Zeros::Shown).collect();
        let fixed = primary.iter().copied().chain([self.table.geometry().grand_total()]);
        for cell in fixed {
            if let Some(slot) = allowed.get_mut(cell) {
                *slot = false;
            }
        }
        let cost = counts
            .iter()
            .map(|count| match self.profile.objective {
                Objective::FewestCells => 1,
                Objective::LeastCount => (*count).max(1),
            })
            .collect();
        let requirements = self.requirements.clone();
        Task { system: &self.system, primary, requirements, allowed, cost }.solve(effort, progress)
    }

    /// Attacks the table with these cells hidden: what is known of each hidden or protected cell.
    pub(crate) fn attack(&self, hidden: &[usize]) -> Vec<Interval> {
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(hidden.iter().copied());
        let mut targets: Vec<usize> = hidden.to_vec();
        targets.extend(indices(self.table.counts(), |count| self.profile.is_protected(count)));
        targets.sort_unstable();
        targets.dedup();
        targets.into_iter().map(|cell| self.interval(&mut oracle, cell)).collect()
    }

    fn interval(&self, oracle: &mut Oracle<'_>, cell: usize) -> Interval {
        let truth = self.table.counts().get(cell).copied().unwrap_or(0);
        let at = |difference: i64| truth.saturating_add_signed(difference);
        let Some((down, up)) = oracle.interval(cell, None) else {
            // Unknown is no protection: nothing but the true value was shown to be possible.
            return Interval {
                cell,
                low: truth,
                high: Some(truth),
                complete: false,
                relaxed_width: None,
            };
        };
        let relaxed_width = match (down.relaxed, up.relaxed) {
            (Some(low), Some(high)) => Some(high.shown() - low.shown()),
            _ => None,
        };
        Interval {
            cell,
            low: at(down.reached),
            high: up.limit.map(|_| at(up.reached)),
            complete: down.limit == Some(down.reached)
                && up.limit.is_none_or(|at| at == up.reached),
            relaxed_width,
        }
    }

    /// How many protected counts the only member of some cell could find out.
    pub(crate) fn open_to_singletons(&self, hidden: &[usize]) -> usize {
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(hidden.iter().copied());
        let targets = indices(self.table.counts(), |count| self.profile.is_protected(count));
        let mut open = Vec::new();
        for wanted in self.coalitions(&targets) {
            let exposed = !open.contains(&wanted.cell)
                && oracle.verdict(wanted) != crate::oracle::Verdict::Protected;
            if exposed {
                open.push(wanted.cell);
            }
        }
        open.len()
    }

    /// How many of the secondary cells are needed by each kind of protected cell: for small counts,
    /// and for homogeneous groups.
    pub(crate) fn serves(&self, choice: &Choice) -> (usize, usize) {
        let mut serves = (0, 0);
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(self.primary().chain(choice.secondary.iter().copied()));
        for cell in &choice.secondary {
            oracle.hide(*cell, false);
            let lost = self
                .requirements
                .iter()
                .find(|wanted| oracle.verdict(**wanted) != crate::oracle::Verdict::Protected);
            oracle.hide(*cell, true);
            match lost {
                Some(wanted) if self.homogeneous.contains(&wanted.cell) => serves.1 += 1,
                _ => serves.0 += 1,
            }
        }
        serves
    }
}

/// The lines along sensitive dimensions where one category has everybody.
pub(crate) fn uniform_lines(table: &FreqTable) -> Vec<Uniform> {
    let geometry = table.geometry();
    let counts = table.counts();
    let mut found = Vec::new();
    for (place, dimension) in table.dimensions().iter().enumerate() {
        if !dimension.is_sensitive() || dimension.axis().leaves() < 2 {
            continue;
        }
        for start in 0..geometry.cells() {
            let mut nodes = geometry.nodes(start);
            if nodes.get(place) != Some(&0) {
                continue;
            }
            let mut line = Vec::with_capacity(dimension.axis().leaves());
            for leaf in 0..dimension.axis().leaves() {
                if let Some(node) = nodes.get_mut(place) {
                    *node = leaf;
                }
                line.extend(geometry.cell(&nodes));
            }
            let count = |cell: &usize| counts.get(*cell).copied().unwrap_or(0);
            let (zeros, filled): (Vec<usize>, Vec<usize>) =
                line.into_iter().partition(|cell| count(cell) == 0);
            if let [cell] = filled.as_slice() {
                found.push(Uniform { cell: *cell, zeros });
            }
        }
    }
    found
}

fn indices(counts: &[u64], wanted: impl Fn(u64) -> bool) -> Vec<usize> {
    counts.iter().enumerate().filter(|(_, count)| wanted(**count)).map(|(cell, _)| cell).collect()
}

/// What a published figure leaves open: its rounding.
fn published(profile: &Profile, count: u64) -> Leeway {
    let (low, high) = profile.shown_alike(count);
    let count = signed(count);
    ((signed(low) - count).min(0), (signed(high) - count).max(0))
}

/// What a hidden figure leaves open. The attacker knows the rule, and is taken to know which cells
/// are hidden for being small.
fn hidden(profile: &Profile, count: u64, zeros_hidden: bool) -> Leeway {
    let zeros_hidden = zeros_hidden || profile.zeros != Zeros::Shown;
    let value = signed(count);
    if profile.is_small(count) {
        let least = i64::from(profile.zeros != Zeros::Small);
        return (least.min(value) - value, signed(profile.threshold) - value);
    }
    let least = match profile.legend {
        Legend::OneSymbol => i64::from(!zeros_hidden),
        Legend::Distinguished if zeros_hidden => 0,
        Legend::Distinguished => signed(profile.threshold) + 1,
    };
    (least.min(value) - value, OPEN)
}
