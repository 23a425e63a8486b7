//! A table under attack: what is hidden, what the attacker makes of it, what more must be hidden.

mod alike;
pub(crate) mod before;
mod crosses;
mod making;
mod pattern;
pub(crate) mod sums;

use crate::audit::signed;
use crate::cover::Effort;
use crate::exact::OPEN;
use crate::freq_table::FreqTable;
use crate::linked::World;
use crate::oracle::{Leeway, Oracle, Requirement, System};
use crate::policy::{ChoiceOf, Legend, Objective, Profile, Singletons, Zeros};
use crate::protect::{Choice, Hopeless, Progress, Task};
use crate::{PublishedCell, PublishedTable};

/// Tables with a profile applied to them: the working state between counting and release.
pub(crate) struct Disclosure<'t> {
    pub(crate) tables: Vec<&'t FreqTable>,
    pub(crate) profile: &'t Profile,
    pub(crate) world: World,
    pub(crate) system: System,
    /// The count of each cell of our tables; elsewhere one that fits what was released before.
    pub(crate) counts: Vec<u64>,
    /// Which cells are in our tables.
    pub(crate) ours: Vec<bool>,
    /// Hidden for being small.
    pub(crate) small: Vec<usize>,
    /// Hidden because everybody of a group is in one sensitive category.
    pub(crate) homogeneous: Vec<usize>,
    /// Small numbers of people who are in one release and not in another.
    pub(crate) differences: Vec<usize>,
    /// Small numbers of people by dimensions that no table has together, which all tables together tell.
    pub(crate) crosses: Vec<usize>,
    /// Hidden in an earlier release, and not found out from the earlier ones alone.
    pub(crate) earlier: Vec<usize>,
    pub(crate) requirements: Vec<Requirement>,
}

/// Why tables cannot be held against what was released before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mismatch {
    /// No population has both.
    Contradiction,
    /// They cannot be linked, or are too large together.
    Unlinked,
    /// It was not found out.
    Undecided,
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

impl Disclosure<'_> {
    /// A table as a well-informed reader has it once these further cells are hidden too.
    pub(crate) fn published(
        &self,
        number: usize,
        name: &str,
        secondary: &[usize],
        people: &[String],
    ) -> PublishedTable {
        let view = self.world.views.get(number).map_or([].as_slice(), Vec::as_slice);
        let known = |cell: &usize| {
            let is_hidden = self.small.contains(cell)
                || self.homogeneous.contains(cell)
                || secondary.contains(cell);
            let count = self.counts.get(*cell).copied().unwrap_or(0);
            if is_hidden {
                let (down, up) = hidden(self.profile, count, !self.homogeneous.is_empty());
                let most = (up < OPEN).then(|| count.saturating_add_signed(up));
                return PublishedCell::hidden(count.saturating_add_signed(down), most);
            }
            let (least, most) = self.profile.shown_alike(count);
            PublishedCell::Shown { least, most }
        };
        let cells: Vec<PublishedCell> = view.iter().map(known).collect();
        let table = self.tables.get(number).and_then(|table| table.as_published());
        let dimensions = table.map(|table| table.dimensions().to_vec()).unwrap_or_default();
        PublishedTable::fitting(name, dimensions, cells).of_people(people.iter().cloned())
    }

    /// The cells of ours that nobody may find out.
    fn protected(&self) -> Vec<usize> {
        let mut cells = indices(&self.counts, |count| self.profile.is_protected(count));
        cells.retain(|cell| self.ours.get(*cell) == Some(&true));
        cells
    }

    /// The labels of a cell, as one of the tables has them; and whether it is a difference.
    pub(crate) fn labels(&self, cell: usize) -> (Vec<String>, bool) {
        for (table, view) in self.tables.iter().zip(&self.world.views) {
            if let Some(place) = view.iter().position(|known| *known == cell) {
                return (table.labels(place), false);
            }
        }
        if let Some(cross) = self.world.crosses.iter().find(|found| found.cell == cell) {
            return (cross.labels.clone(), false);
        }
        let difference = self.world.differences.iter().find(|found| found.cell == cell);
        let of = difference.and_then(|found| Some(self.tables.get(found.of.0)?.labels(found.of.1)));
        (of.unwrap_or_default(), true)
    }

    /// The cells hidden whatever the attack finds.
    pub(crate) fn primary(&self) -> impl Iterator<Item = usize> + '_ {
        self.small.iter().chain(&self.homogeneous).copied()
    }

    fn requirements(&self) -> Vec<Requirement> {
        let width = signed(self.profile.width);
        let mut targets = self.protected();
        targets.extend(&self.homogeneous);
        let mut all: Vec<Requirement> =
            targets.iter().map(|cell| Requirement::wide(*cell, None, width)).collect();
        let once = self.differences.iter().chain(&self.crosses).chain(&self.earlier);
        let once = once.filter(|cell| !targets.contains(cell));
        all.extend(once.map(|cell| Requirement::wide(*cell, None, 1)));
        if self.profile.singletons == Singletons::Protect {
            all.extend(self.coalitions(&targets));
        }
        all
    }

    /// Who is alone in a cell knows its count; the others must stay hidden from them.
    fn coalitions(&self, targets: &[usize]) -> Vec<Requirement> {
        let counts = &self.counts;
        let mut alone = indices(counts, |count| count == 1);
        alone.retain(|cell| self.ours.get(*cell) == Some(&true));
        let mut all = Vec::new();
        for known in alone {
            for cell in targets {
                // A sum that holds that one person and nobody else is no news about another.
                let same = counts.get(*cell) == Some(&1) && self.nested(known, *cell);
                if *cell != known && !same {
                    all.push(Requirement::wide(*cell, Some(known), 1));
                }
            }
        }
        all
    }

    /// Whether one of the cells is part of the other.
    fn nested(&self, one: usize, other: usize) -> bool {
        let below = |outer: usize, inner: usize| {
            let outer = self.world.sums.parts(outer).unwrap_or_default();
            let has = |part: usize| outer.iter().any(|(known, _)| *known == part);
            match self.world.sums.parts(inner) {
                None => has(inner),
                Some(parts) => parts.iter().all(|(part, _)| has(*part)),
            }
        };
        one == other || below(one, other) || below(other, one)
    }

    /// Finds what more must be hidden.
    pub(crate) fn protect(
        &self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        if self.profile.choice == ChoiceOf::Alike {
            return self.protect_alike(effort, progress);
        }
        let counts = &self.counts;
        let primary: Vec<usize> = self.primary().collect();
        let allowed = self.allowed(&primary);
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

    /// Which cells may be hidden besides what has to be.
    fn allowed(&self, primary: &[usize]) -> Vec<bool> {
        let may = |(count, ours): (&u64, &bool)| {
            *ours && (*count > 0 || self.profile.zeros != Zeros::Shown)
        };
        let mut allowed: Vec<bool> = self.counts.iter().zip(&self.ours).map(may).collect();
        // The total is always shown, unless nothing else keeps two releases apart.
        let apart = self.differences.is_empty() && self.earlier.is_empty();
        let ours = self.world.views.iter().take(self.tables.len());
        let totals = ours.filter_map(|view| view.last().copied()).filter(|_| apart);
        let fixed: Vec<usize> = primary.iter().copied().chain(totals).collect();
        for cell in fixed {
            if let Some(slot) = allowed.get_mut(cell) {
                *slot = false;
            }
        }
        allowed
    }

    /// Attacks the table with these cells hidden: what is known of each hidden or protected cell.
    pub(crate) fn attack(&self, hidden: &[usize]) -> Vec<Interval> {
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(hidden.iter().copied());
        let mut targets: Vec<usize> = hidden.to_vec();
        targets.extend(self.protected());
        targets.extend(self.differences.iter().chain(&self.crosses).chain(&self.earlier));
        targets.sort_unstable();
        targets.dedup();
        targets.into_iter().map(|cell| self.interval(&mut oracle, cell)).collect()
    }

    fn interval(&self, oracle: &mut Oracle<'_>, cell: usize) -> Interval {
        let truth = self.counts.get(cell).copied().unwrap_or(0);
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
        let targets = self.protected();
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
    match profile.legend {
        Legend::OneSymbol => (i64::from(!zeros_hidden).min(value) - value, OPEN),
        // A hidden nought has the symbol of the small counts, so that the other one says nothing but
        // that a count is none of them.
        Legend::Distinguished if count == 0 => (0, signed(profile.threshold)),
        Legend::Distinguished => (signed(profile.threshold) + 1 - value, OPEN),
    }
}
