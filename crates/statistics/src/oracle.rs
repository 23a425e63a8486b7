//! Whether a set of hidden cells keeps the attacker from a value, and if not, what would.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::exact::{OPEN, Outgrown, Polytope, Pushed};
use crate::sums::Sums;
use crate::whole::{self, Reach};

/// How far a cell's value may lie from the true one in the attacker's eyes: (down, up), `down <= 0
/// <= up`.
pub(crate) type Leeway = (i64, i64);

/// What the attacker is left with, cell by cell, when a cell is published and when it is hidden.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub(crate) sums: Sums,
    pub(crate) published: Vec<Leeway>,
    pub(crate) hidden: Vec<Leeway>,
}

/// A value that must not be found out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Requirement {
    pub(crate) cell: usize,
    /// A cell whose value this attacker knows anyway, being its only member.
    pub(crate) known: Option<usize>,
    /// How many whole values further than one must stay possible.
    pub(crate) width: i64,
    /// How far up and down from the true value, each by itself, must stay possible.
    pub(crate) up: i64,
    pub(crate) down: i64,
}

impl Requirement {
    /// So many values must stay possible, wherever they lie.
    pub(crate) const fn wide(cell: usize, known: Option<usize>, width: i64) -> Self {
        Self { cell, known, width, up: 0, down: 0 }
    }

    /// The furthest that one side is of use.
    fn limit(&self, up: bool) -> i64 {
        let limit = self.width.max(if up { self.up } else { self.down });
        if up { limit } else { -limit }
    }

    const fn least(&self, up: bool) -> i64 {
        if up { self.up } else { self.down }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Protected,
    Exposed,
    /// The search gave up: to be treated as exposed, but no proof.
    Unknown,
}

/// A table that the attacker cannot tell from the true one.
#[derive(Clone, Debug)]
struct Twin {
    differences: Vec<(usize, i64)>,
    /// The cells that must be hidden for the twin to be possible.
    needs: Vec<u64>,
}

pub(crate) struct Oracle<'s> {
    system: &'s System,
    /// The cells that may move now and a few more.
    narrow: Option<Part>,
    /// All cells, for when most may move.
    wide: Option<Part>,
    /// Whether the wide one is in use.
    is_wide: bool,
    steps: u64,
    /// The cells that are sums, in order.
    sum_cells: Vec<usize>,
    twins: Vec<Twin>,
    twins_of: Vec<Vec<u32>>,
    pub(crate) is_hidden: Vec<bool>,
    bits: Vec<u64>,
}

/// The polytope of some of the cells.
struct Part {
    polytope: Polytope,
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
/// And one about tables near the true one.
const NEAR: u32 = 6;

impl<'s> Oracle<'s> {
    pub(crate) fn new(system: &'s System) -> Self {
        let cells = system.sums.cells();
        Self {
            system,
            narrow: None,
            wide: None,
            is_wide: false,
            steps: 0,
            sum_cells: (0..cells).filter(|cell| system.sums.parts(*cell).is_some()).collect(),
            twins: Vec::new(),
            twins_of: vec![Vec::new(); cells],
            is_hidden: vec![false; cells],
            bits: vec![0; cells.div_ceil(64)],
        }
    }

    pub(crate) fn steps(&self) -> u64 {
        let of = |part: &Option<Part>| part.as_ref().map_or(0, |part| part.polytope.steps());
        self.steps + of(&self.narrow) + of(&self.wide)
    }

    pub(crate) fn hide(&mut self, cell: usize, hidden: bool) {
        self.is_hidden[cell] = hidden;
        let bit = 1 << (cell % 64);
        if hidden {
            self.bits[cell / 64] |= bit;
        } else {
            self.bits[cell / 64] &= !bit;
        }
    }

    pub(crate) fn hide_exactly(&mut self, cells: impl IntoIterator<Item = usize>) {
        self.is_hidden.fill(false);
        self.bits.fill(0);
        for cell in cells {
            self.hide(cell, true);
        }
    }

    /// Whether the requirement holds with the cells hidden now.
    pub(crate) fn verdict(&mut self, wanted: Requirement) -> Verdict {
        if self.by_twins(wanted) {
            return Verdict::Protected;
        }
        self.search(wanted).unwrap_or(Verdict::Unknown)
    }

    /// How far the attacker's whole-number interval for a cell goes, down and up.
    pub(crate) fn interval(&mut self, cell: usize, known: Option<usize>) -> Option<(Reach, Reach)> {
        self.prepare(known, cell).ok()?;
        let down = self.reach(cell, false, -OPEN, NODES).ok()?;
        let up = self.reach(cell, true, OPEN, NODES).ok()?;
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
        if wanted.up > 0 || wanted.down > 0 || self.is_wide {
            return Ok(false);
        }
        let width = wanted.width;
        let part = self.part()?;
        for place in 0..part.members.len() {
            let (low, high) = part.polytope.bounds(place);
            part.polytope.bound(place, low.max(-width), high.min(width));
        }
        let mut reached = 0;
        for up in [true, false] {
            let found = self.reach(wanted.cell, up, wanted.limit(up), NEAR)?;
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

    /// Whether the differences leave every sum a sum: what is called possible was held against the sums
    /// themselves, whatever the tableau went through.
    fn adds_up(&self, differences: &[(usize, i64)]) -> bool {
        let mut by = vec![0_i64; self.is_hidden.len()];
        for (cell, difference) in differences {
            by[*cell] = *difference;
        }
        self.sum_cells.iter().all(|sum| {
            let parts = self.system.sums.parts(*sum).unwrap_or_default();
            parts.iter().map(|(cell, times)| by[*cell] * times).sum::<i64>() == by[*sum]
        })
    }

    fn search(&mut self, wanted: Requirement) -> Result<Verdict, Outgrown> {
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
            let reach = self.reach(wanted.cell, up, limit, NODES)?;
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

    /// For a requirement that is not met: cells of which at least one must be hidden. `allowed` says
    /// which cells may be, `cost` which of them the set had better leave out; `thorough` whether
    /// the set is to be made as small as it can be.
    pub(crate) fn cut(
        &mut self,
        wanted: Requirement,
        allowed: &[bool],
        cost: &[u64],
        thorough: bool,
    ) -> Cut {
        // An exposure that was not proved gives no proof of a cut either.
        let holders = match self.search(wanted) {
            Ok(Verdict::Exposed) => self.holders(wanted, allowed),
            Ok(Verdict::Protected | Verdict::Unknown) | Err(Outgrown) => Err(Outgrown),
        };
        let Ok(mut holders) = holders else { return self.everything(wanted, allowed) };
        if !thorough {
            return Cut { one_of: holders, proved: true };
        }
        let before = (self.is_hidden.clone(), self.bits.clone());
        for (cell, allowed) in allowed.iter().enumerate() {
            if *allowed && !holders.contains(&cell) {
                self.hide(cell, true);
            }
        }
        holders.sort_by_key(|cell| (cost[*cell], *cell));
        let mut needed = Vec::new();
        for cell in holders {
            self.hide(cell, true);
            if self.verdict(wanted) != Verdict::Exposed {
                self.hide(cell, false);
                needed.push(cell);
            }
        }
        (self.is_hidden, self.bits) = before;
        Cut { one_of: needed, proved: true }
    }

    fn everything(&self, wanted: Requirement, allowed: &[bool]) -> Cut {
        let open = (0..allowed.len())
            .filter(|cell| allowed[*cell] && !self.is_hidden[*cell] && Some(*cell) != wanted.known);
        Cut { one_of: open.collect(), proved: false }
    }

    /// The cells not hidden that the proof of exposure rests on.
    fn holders(&mut self, wanted: Requirement, allowed: &[bool]) -> Result<Vec<usize>, Outgrown> {
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
                    // Its own bound stops it: hiding others does not help this way.
                    if at.floor().abs() < least {
                        return Ok(Vec::new());
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
                if self.is_hidden[cell] || !allowed[cell] || wanted.known == Some(cell) {
                    continue;
                }
                let (now, then) = (self.system.published[cell], self.system.hidden[cell]);
                let frees = if upwards { then.1 > now.1 } else { then.0 < now.0 };
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
            return Ok(self.everything(wanted, allowed).one_of);
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

    fn by_twins(&self, wanted: Requirement) -> bool {
        let (mut up, mut down) = (0, 0);
        for twin in &self.twins_of[wanted.cell] {
            let twin = &self.twins[*twin as usize];
            if twin.needs.iter().zip(&self.bits).any(|(needs, hidden)| needs & !hidden != 0) {
                continue;
            }
            let difference = |cell: usize| {
                twin.differences
                    .binary_search_by_key(&cell, |(cell, _)| *cell)
                    .map_or(0, |place| twin.differences[place].1)
            };
            if wanted.known.is_some_and(|known| difference(known) != 0) {
                continue;
            }
            let moved = difference(wanted.cell);
            up = up.max(moved);
            down = down.min(moved);
            if up - down >= wanted.width && up >= wanted.up && -down >= wanted.down {
                return true;
            }
        }
        false
    }

    fn remember(&mut self, differences: Vec<(usize, i64)>) {
        let mut needs = vec![0; self.bits.len()];
        for (cell, by) in &differences {
            let (low, high) = self.system.published[*cell];
            if *by < low || *by > high {
                needs[cell / 64] |= 1 << (cell % 64);
            }
        }
        let number = u32::try_from(self.twins.len()).unwrap_or(u32::MAX);
        for (cell, _) in &differences {
            self.twins_of[*cell].push(number);
        }
        self.twins.push(Twin { differences, needs });
    }
}

/// Cells of which at least one must be hidden.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) one_of: Vec<usize>,
    /// Whether that was proved; else the cells are only all that there is.
    pub(crate) proved: bool,
}
