//! Readers who gave something themselves: each knows the own part of a hidden sum.
//!
//! The only contributor of a cell knows its sum; of several the one who gave most knows that it is no less
//! than their own. Either can undo what hides another cell. What such a reader knows is a cell of its own in
//! the system: the hidden sum less that part is the others', and not negative.
#![expect(clippy::indexing_slicing, reason = "every vector has a place for each cell of one world")]

use super::amounts::Amounts;
use crate::audit::signed;
use crate::exact::OPEN;
use crate::oracle::{Oracle, Requirement, Verdict};

/// A contributor, as the cell that is known to them.
#[derive(Clone, Copy, Debug)]
struct Contributor {
    /// The cell of our table in which they are.
    cell: usize,
    people: u64,
    amount: u64,
    /// What the others gave.
    rest: u64,
    /// What the others can give at most.
    most: u64,
}

impl Contributor {
    /// Whether knowing the own part can bring them closer to a sum that is kept open so far.
    const fn is_near(&self, room: u64) -> bool {
        self.people == 1 || self.rest < room || self.most - self.rest < room
    }
}

/// Those who were taken into account.
#[derive(Debug, Default)]
pub(super) struct Coalitions {
    /// Per contributor's cell the cell that they know.
    known: Vec<(usize, usize)>,
    /// Contributor's cell and target.
    pairs: Vec<(usize, usize)>,
    pub(super) requirements: Vec<Requirement>,
}

impl Amounts<'_> {
    /// The largest contributor of each of our inner cells.
    fn contributors(&self) -> Vec<Contributor> {
        let geometry = self.table.people().geometry();
        let cap = self.table.cap();
        let of = |(number, (cell, place)): (usize, (&super::SumCell, &usize))| {
            if geometry.is_margin(number) || cell.people == 0 {
                return None;
            }
            let amount = if cell.capped > 0 { cap } else { cell.top.first().copied() }.unwrap_or(0);
            let rest = cell.sum.saturating_sub(amount);
            let most = cap.map_or(u64::MAX, |cap| cap.saturating_mul(cell.people - 1));
            Some(Contributor {
                cell: *place,
                people: cell.people,
                amount,
                rest,
                most: most.max(rest),
            })
        };
        self.table.cells().iter().zip(self.view()).enumerate().filter_map(of).collect()
    }

    /// Takes those into account who are near a sensitive sum.
    pub(super) fn near(&mut self) -> Coalitions {
        let mut made = Coalitions::default();
        for who in self.contributors() {
            for target in self.sensitive.clone() {
                if who.is_near(self.room[target]) {
                    self.add(&mut made, who, target);
                }
            }
        }
        made
    }

    fn add(&mut self, to: &mut Coalitions, who: Contributor, target: usize) {
        if who.cell == target || to.pairs.contains(&(who.cell, target)) {
            return;
        }
        let inside = self.is_part(who.cell, target);
        // A sum over that one person and nobody else is no news to them.
        if inside && self.counts.counts[target] == who.people {
            return;
        }
        to.pairs.push((who.cell, target));
        let known = to.known.iter().find(|(cell, _)| *cell == who.cell).map(|(_, known)| *known);
        let known = known.unwrap_or_else(|| {
            let known = self.known_to(who);
            to.known.push((who.cell, known));
            known
        });
        let mut wanted = self.wanted(target, Some(known));
        if inside {
            // That the sum is no less than the own part is no news either: what counts is how large it can be.
            wanted.down = 0;
        }
        to.requirements.push(wanted);
    }

    /// The cell that a contributor knows: the sum itself, or their part of it.
    fn known_to(&mut self, who: Contributor) -> usize {
        if who.people == 1 {
            return who.cell;
        }
        let mut parts = match self.system.sums.parts(who.cell) {
            Some(parts) => parts.to_vec(),
            None => vec![(who.cell, 1)],
        };
        let own = self.system.sums.free();
        parts.push((own, -1));
        self.system.sums.sum(parts);
        let most = self.table.cap().map_or(OPEN, |cap| signed(cap.saturating_sub(who.amount)));
        let rest = if who.most == u64::MAX { OPEN } else { signed(who.most - who.rest) };
        for side in [(-signed(who.amount), most), (-signed(who.rest), rest)] {
            self.system.published.push(side);
            self.system.hidden.push(side);
        }
        own
    }

    fn is_part(&self, inner: usize, outer: usize) -> bool {
        let sums = &self.counts.world.sums;
        let outer = sums.parts(outer).unwrap_or_default();
        let has = |part: usize| outer.iter().any(|(known, _)| *known == part);
        sums.parts(inner)
            .map_or_else(|| has(inner), |parts| parts.iter().all(|(part, _)| has(*part)))
    }

    /// Those further contributors of hidden cells who, with these cells hidden, may come closer to a sensitive
    /// sum than is allowed; whether any was found.
    ///
    /// All of them at once know more than any one: what holds against all needs no further look.
    pub(super) fn further(&mut self, to: &mut Coalitions, hidden: &[usize]) -> bool {
        let others: Vec<Contributor> = self
            .contributors()
            .into_iter()
            .filter(|who| hidden.binary_search(&who.cell).is_ok())
            .filter(|who| who.people > 1 && who.amount > 0)
            .collect();
        let mut system = self.system.clone();
        for who in &others {
            let side = &mut system.hidden[who.cell];
            side.0 = side.0.max(-signed(who.rest));
            if who.most < u64::MAX {
                side.1 = side.1.min(signed(who.most - who.rest));
            }
        }
        let mut oracle = Oracle::new(&system);
        oracle.hide_exactly(hidden.iter().copied());
        let mut lost = Vec::new();
        for target in &self.sensitive {
            let mut wanted = self.wanted(*target, None);
            if others.iter().any(|who| who.cell == *target || self.is_part(who.cell, *target)) {
                wanted.down = 0;
            }
            if oracle.verdict(wanted) != Verdict::Protected {
                lost.push(*target);
            }
        }
        let before = to.pairs.len();
        for target in lost {
            for who in &others {
                self.add(to, *who, target);
            }
        }
        to.pairs.len() > before
    }

    /// How many sensitive sums a contributor could find out nearer than is allowed.
    pub(super) fn open_to(&self, coalitions: &Coalitions, hidden: &[usize]) -> usize {
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(hidden.iter().copied());
        let mut open: Vec<usize> = Vec::new();
        for wanted in &coalitions.requirements {
            if !open.contains(&wanted.cell) && oracle.verdict(*wanted) != Verdict::Protected {
                open.push(wanted.cell);
            }
        }
        open.len()
    }
}
