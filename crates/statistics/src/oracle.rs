//! Whether a set of hidden cells keeps the attacker from a value, and if not, what would.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use crate::exact::{OPEN, Outgrown, Polytope, Pushed};
use crate::geometry::Geometry;
use crate::whole::{self, Reach};

/// How far a cell's value may lie from the true one in the attacker's eyes: (down, up), `down <= 0
/// <= up`.
pub(crate) type Leeway = (i64, i64);

/// What the attacker is left with, cell by cell, when a cell is published and when it is hidden.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub(crate) geometry: Geometry,
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
    polytope: Polytope,
    twins: Vec<Twin>,
    twins_of: Vec<Vec<u32>>,
    pub(crate) is_hidden: Vec<bool>,
    bits: Vec<u64>,
}

/// Branches that one whole-number question may cost.
const NODES: u32 = 100;

impl<'s> Oracle<'s> {
    pub(crate) fn new(system: &'s System) -> Self {
        let cells = system.geometry.cells();
        Self {
            system,
            polytope: Polytope::new(&system.geometry),
            twins: Vec::new(),
            twins_of: vec![Vec::new(); cells],
            is_hidden: vec![false; cells],
            bits: vec![0; cells.div_ceil(64)],
        }
    }

    pub(crate) const fn steps(&self) -> u64 {
        self.polytope.steps()
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
        self.bound_all(wanted.known);
        self.search(wanted).unwrap_or(Verdict::Unknown)
    }

    /// How far the attacker's whole-number interval for a cell goes, down and up.
    pub(crate) fn interval(&mut self, cell: usize, known: Option<usize>) -> Option<(Reach, Reach)> {
        self.bound_all(known);
        let mut nodes = NODES;
        let down = whole::reach(&mut self.polytope, cell, false, -OPEN, &mut nodes).ok()?;
        let mut nodes = NODES;
        let up = whole::reach(&mut self.polytope, cell, true, OPEN, &mut nodes).ok()?;
        Some((down, up))
    }

    fn search(&mut self, wanted: Requirement) -> Result<Verdict, Outgrown> {
        let mut possible = 0_i64;
        let mut reached = 0_i64;
        for up in [true, false] {
            let limit = if up { wanted.width } else { -wanted.width };
            let mut nodes = NODES;
            let reach = whole::reach(&mut self.polytope, wanted.cell, up, limit, &mut nodes)?;
            possible = possible.saturating_add(reach.limit.map_or(OPEN, i64::abs));
            reached += reach.reached.abs();
            if reach.limit.is_none() {
                reached = reached.max(wanted.width);
            }
            if !reach.witness.is_empty() {
                self.remember(reach.witness);
            }
            if reached >= wanted.width {
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
        self.bound_all(wanted.known);
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
            self.polytope.reset();
            let limit = if up { wanted.width } else { -wanted.width };
            let end = match self.polytope.push(wanted.cell, up, limit)? {
                Pushed::Held(at) => at,
                Pushed::AtBound(at) => {
                    // Its own bound stops it: hiding others does not help this way.
                    possible += at.floor().abs();
                    continue;
                }
                Pushed::Unbounded => return Err(Outgrown),
            };
            possible += if up { end.floor() } else { -end.ceil() };
            for (cell, upwards) in self.polytope.holders(wanted.cell, up) {
                if self.is_hidden[cell] || !allowed[cell] || wanted.known == Some(cell) {
                    continue;
                }
                let (now, then) = (self.system.published[cell], self.system.hidden[cell]);
                let frees = if upwards { then.1 > now.1 } else { then.0 < now.0 };
                if frees && !holders.contains(&cell) {
                    holders.push(cell);
                }
            }
        }
        if possible >= wanted.width {
            // Only whole numbers expose it, so the proof by fractions names nobody.
            return Ok(self.everything(wanted, allowed).one_of);
        }
        Ok(holders)
    }

    fn bound_all(&mut self, known: Option<usize>) {
        for cell in 0..self.is_hidden.len() {
            let sides =
                if self.is_hidden[cell] { &self.system.hidden } else { &self.system.published };
            let (low, high) = if known == Some(cell) { (0, 0) } else { sides[cell] };
            self.polytope.bound(cell, low, high);
        }
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
            if up - down >= wanted.width {
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
