//! The attacker in exact arithmetic: slow, and right.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::{Oracle, Requirement, Verdict};
use crate::exact::{OPEN, Outgrown, Polytope, Pushed};
use crate::sums::Sums;
use crate::whole::{self, Reach};

/// The polytope of some of the cells.
pub(super) struct Part {
    pub(super) polytope: Polytope,
    members: Vec<usize>,
    local: Vec<usize>,
}

impl Part {
    fn of(sums: &Sums, members: Vec<usize>) -> Result<Self, Outgrown> {
        let polytope = Polytope::among(sums, &members)?;
        let mut local = vec![usize::MAX; sums.cells()];
        for (place, cell) in members.iter().enumerate() {
            local[*cell] = place;
        }
        Ok(Self { polytope, members, local })
    }

    fn has(&self, cell: usize) -> bool {
        self.local[cell] != usize::MAX
    }
}

/// Branches that one whole-number question may cost.
const NODES: u32 = 100;
/// Past this many units an interval that is not settled at once is left open.
const PATIENCE: u64 = 300_000;
/// And one about tables near the true one.
const NEAR: u32 = 6;

impl Oracle<'_> {
    /// How far the attacker's whole-number interval for a cell goes, down and up.
    pub(crate) fn interval(&mut self, cell: usize, known: Option<usize>) -> Option<(Reach, Reach)> {
        // Some table near the true one, should no more be found.
        let is_open = self.verdict(Requirement::wide(cell, known, 1)) == Verdict::Protected;
        let mut side = |up: bool| {
            let seen = self.reach_seen(cell, known, up);
            let is_enough = |seen: &Reach| {
                seen.limit == Some(seen.reached) || (is_open && self.steps() > PATIENCE)
            };
            if seen.as_ref().is_some_and(is_enough) {
                return seen;
            }
            let found = self.prepare(known, cell);
            let found =
                found.and_then(|()| self.reach(cell, up, if up { OPEN } else { -OPEN }, NODES));
            // What is too large to be searched is as far as was seen, where that is another value at all.
            found.ok().or_else(|| seen.filter(|_| is_open))
        };
        let (down, up) = (side(false)?, side(true)?);
        Some((down, up))
    }

    /// The polytope of what may move, with its bounds; the cell asked about is in it.
    fn prepare(&mut self, known: Option<usize>, asked: usize) -> Result<(), Outgrown> {
        let cells = self.is_hidden.len();
        let bounds = |cell: usize| {
            let hidden = self.is_hidden[cell];
            let sides = if hidden { &self.system.hidden } else { &self.system.published };
            if known == Some(cell) { (0, 0) } else { sides[cell] }
        };
        let moves = |cell: &usize| bounds(*cell) != (0, 0) || *cell == asked;
        let moving: Vec<usize> = (0..cells).filter(moves).collect();
        self.is_wide = moving.len() * 2 > cells;
        let slot = if self.is_wide { &mut self.wide } else { &mut self.narrow };
        let fits = slot.as_ref().is_some_and(|part| {
            !part.polytope.is_broken() && moving.iter().all(|cell| part.has(*cell))
        });
        if !fits {
            let before = slot.take();
            self.steps += before.as_ref().map_or(0, |part| part.polytope.steps());
            let mut members = if self.is_wide { (0..cells).collect() } else { moving.clone() };
            // What was asked about before will be asked about again.
            if let Some(before) = before.filter(|part| part.members.len() <= 2 * moving.len() + 64)
            {
                members.extend(before.members);
                members.sort_unstable();
                members.dedup();
            }
            let part = Part::of(&self.system.sums, members)?;
            self.steps +=
                (self.sum_cells.len() * self.sum_cells.len() * part.members.len() / 65_536) as u64;
            let slot = if self.is_wide { &mut self.wide } else { &mut self.narrow };
            *slot = Some(part);
        }
        let slot = if self.is_wide { &mut self.wide } else { &mut self.narrow };
        let Some(part) = slot else { return Err(Outgrown) };
        for (place, cell) in part.members.iter().enumerate() {
            let hidden = self.is_hidden[*cell];
            let sides = if hidden { &self.system.hidden } else { &self.system.published };
            let (low, high) = if known == Some(*cell) { (0, 0) } else { sides[*cell] };
            part.polytope.bound(place, low, high);
        }
        Ok(())
    }

    /// Whether a table near the true one shows that the requirement holds: no cell differs by more than
    /// what is wanted. Such tables are found quickly and are nearly always whole; that there is none near
    /// proves nothing.
    fn is_near(&mut self, wanted: Requirement) -> Result<bool, Outgrown> {
        if wanted.up > 0 || wanted.down > 0 {
            return Ok(false);
        }
        let width = wanted.width;
        let nodes = self.nodes(NEAR);
        let part = self.part()?;
        for place in 0..part.members.len() {
            let (low, high) = part.polytope.bounds(place);
            part.polytope.bound(place, low.max(-width), high.min(width));
        }
        let mut reached = 0;
        for up in [true, false] {
            let found = self.reach(wanted.cell, up, wanted.limit(up), nodes)?;
            reached += found.reached.abs();
            if !found.witness.is_empty() {
                self.remember(found.witness);
            }
            if reached >= width {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn part(&mut self) -> Result<&mut Part, Outgrown> {
        let slot = if self.is_wide { &mut self.wide } else { &mut self.narrow };
        slot.as_mut().filter(|part| !part.polytope.is_broken()).ok_or(Outgrown)
    }

    /// How far a cell goes in what was prepared.
    fn reach(
        &mut self,
        cell: usize,
        up: bool,
        limit: i64,
        mut nodes: u32,
    ) -> Result<Reach, Outgrown> {
        let part = self.part()?;
        let local = part.local[cell];
        let mut reach = whole::reach(&mut part.polytope, local, up, limit, &mut nodes)?;
        // Members come in the order of their cells, and so do the differences.
        reach.witness.retain(|(place, _)| *place < part.members.len());
        for (place, _) in &mut reach.witness {
            *place = part.members[*place];
        }
        if self.adds_up(&reach.witness) { Ok(reach) } else { Err(Outgrown) }
    }

    pub(super) fn search(&mut self, wanted: Requirement) -> Result<Verdict, Outgrown> {
        self.prepare(wanted.known, wanted.cell)?;
        if self.is_near(wanted) == Ok(true) {
            return Ok(Verdict::Protected);
        }
        self.prepare(wanted.known, wanted.cell)?;
        let mut possible = 0_i64;
        let mut reached = 0_i64;
        let mut short = false;
        for up in [true, false] {
            let limit = wanted.limit(up);
            let nodes = self.nodes(NODES);
            let reach = self.reach(wanted.cell, up, limit, nodes)?;
            let may = reach.limit.map_or(OPEN, i64::abs);
            if may < wanted.least(up) {
                return Ok(Verdict::Exposed);
            }
            possible = possible.saturating_add(may);
            let far = if reach.limit.is_none() { limit.abs() } else { reach.reached.abs() };
            short |= far < wanted.least(up);
            reached = reached.saturating_add(far);
            if !reach.witness.is_empty() {
                self.remember(reach.witness);
            }
            let other = wanted.least(!up);
            if !short && reached >= wanted.width && (!up || other == 0) {
                return Ok(Verdict::Protected);
            }
        }
        Ok(if possible < wanted.width { Verdict::Exposed } else { Verdict::Unknown })
    }

    /// Branches that a question may cost: `least`, and more in a small table, where each costs little.
    fn nodes(&self, least: u32) -> u32 {
        let cells = self.is_hidden.len().max(1);
        let cheap = u32::try_from(8_000_000 / (cells * cells)).unwrap_or(u32::MAX);
        cheap.clamp(least, 20 * NODES)
    }

    /// All that is not hidden: when only whole numbers expose a value, the proof names nobody.
    fn everything(&self, wanted: Requirement) -> Vec<usize> {
        let cells = 0..self.is_hidden.len();
        cells.filter(|cell| !self.is_hidden[*cell] && Some(*cell) != wanted.known).collect()
    }

    /// Whether a cell that is not hidden could go further this way if it were.
    fn frees(&self, cell: usize, up: bool) -> bool {
        let (now, then) = (self.system.published[cell], self.system.hidden[cell]);
        !self.is_hidden[cell] && if up { then.1 > now.1 } else { then.0 < now.0 }
    }

    /// The cells not hidden that the proof of exposure rests on.
    pub(super) fn holders(&mut self, wanted: Requirement) -> Result<Vec<usize>, Outgrown> {
        let mut holders = Vec::new();
        let mut possible = 0;
        for up in [true, false] {
            let least = wanted.least(up);
            let part = self.part()?;
            part.polytope.reset();
            let local = part.local[wanted.cell];
            let end = match part.polytope.push(local, up, wanted.limit(up))? {
                Pushed::Held(at) => at,
                Pushed::AtBound(at) => {
                    // Its own bound stops it: hiding others does not help this way, itself it might.
                    if self.frees(wanted.cell, up) && !holders.contains(&wanted.cell) {
                        holders.push(wanted.cell);
                    }
                    if at.floor().abs() < least {
                        holders.retain(|cell| *cell == wanted.cell);
                        return Ok(holders);
                    }
                    possible += at.floor().abs();
                    continue;
                }
                Pushed::Unbounded => return Err(Outgrown),
            };
            let far = if up { end.floor() } else { -end.ceil() };
            possible += far;
            // A side that falls short by itself must be freed by itself.
            if far < least {
                holders.clear();
            }
            for (cell, upwards) in self.weights(wanted.cell, up)? {
                let frees = wanted.known != Some(cell) && self.frees(cell, upwards);
                if frees && !holders.contains(&cell) {
                    holders.push(cell);
                }
            }
            if far < least {
                return Ok(holders);
            }
        }
        if possible >= wanted.width {
            // Only whole numbers expose it, so the proof by fractions names nobody.
            return Ok(self.everything(wanted));
        }
        Ok(holders)
    }

    /// The cells that would let a held cell move further if they could themselves move up (`true`) or
    /// down (`false`).
    fn weights(&mut self, cell: usize, up: bool) -> Result<Vec<(usize, bool)>, Outgrown> {
        let part = self.part()?;
        let holders = part.polytope.holders(part.local[cell]);
        let count = part.members.len();
        let mut weights: std::collections::BTreeMap<usize, i64> = std::collections::BTreeMap::new();
        let mut sums = Vec::new();
        for (place, weight) in holders {
            match part.members.get(place) {
                Some(member) => *weights.entry(*member).or_default() += weight,
                None => sums.push((place - count, weight)),
            }
        }
        // A sum may be off by as much as the cells that are no members make up for.
        let is_member: Vec<bool> = part.local.iter().map(|place| *place != usize::MAX).collect();
        for (number, weight) in sums {
            let sum = self.sum_cells[number];
            let parts = self.system.sums.parts(sum).unwrap_or_default();
            let all =
                parts.iter().map(|(part, times)| (*part, weight * times)).chain([(sum, -weight)]);
            for (other, by) in all.filter(|(other, _)| !is_member[*other]) {
                *weights.entry(other).or_default() += by;
            }
        }
        let mut freeing: Vec<(usize, bool)> = weights
            .into_iter()
            .filter(|(_, weight)| *weight != 0)
            .map(|(other, weight)| (other, (weight > 0) == up))
            .collect();
        freeing.sort_unstable();
        Ok(freeing)
    }
}
