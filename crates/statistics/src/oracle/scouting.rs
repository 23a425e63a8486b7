//! What the scout suspects, held against the sums themselves.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::scout::{FREE, Scout};
use super::{Leeway, Oracle, Requirement, SOFT};
use crate::exact::{Fraction, OPEN};
use crate::whole::Reach;

/// What came of looking at one requirement.
pub(super) enum Sight {
    /// Tables that the attacker cannot exclude show that it holds.
    Protected,
    /// It is proved not to hold, and unless one of these is hidden it never will.
    Exposed(Vec<usize>),
    /// Neither was found.
    Unclear,
}

/// A sum of sums: `own` times the difference of the cell is the sum of these differences, each with its
/// weight. Whoever made it up, it is true of every table.
struct Identity {
    own: i64,
    others: Vec<(usize, i64)>,
}

/// How far a cell can get one way, and what would have to be hidden for it to get further.
struct Side {
    at_most: i64,
    /// The same before it is rounded to whole numbers.
    exactly: Fraction,
    freed_by: Vec<usize>,
}

/// In a table of more cells a cut is only made smaller, not found anew: what is in none of it is let go.
const LARGE: usize = 500;
/// In how many ways a table in fractions is made whole.
const WAYS: u8 = 4;
/// How much of one a cut must lack to be worth adding.
const LACKS: f64 = 0.02;

impl Oracle<'_> {
    fn scout(&mut self) -> Scout {
        let system = self.system;
        let moves = |cell: usize| system.hidden[cell] != (0, 0) || system.published[cell] != (0, 0);
        self.scout.take().unwrap_or_else(|| Scout::new(&system.sums, moves))
    }

    /// Looks at a requirement with the cells hidden now. `soft` says how dear it is to need each cell that
    /// is not hidden.
    pub(super) fn scouted(&mut self, wanted: Requirement, soft: &[f64]) -> Sight {
        let mut scout = self.scout();
        let before = scout.steps();
        scout.reset(&self.system.sums);
        let sight = self.look(&mut scout, wanted, soft);
        self.steps += scout.steps() - before;
        self.scout = Some(scout);
        sight
    }

    fn look(&mut self, scout: &mut Scout, wanted: Requirement, soft: &[f64]) -> Sight {
        let furthest = wanted.limit(true).max(-wanted.limit(false));
        // Tables near the true one are nearly always whole.
        let mut sight = Sight::Unclear;
        for most in [furthest, furthest.saturating_mul(2), furthest.saturating_mul(3), OPEN] {
            self.let_move(scout, wanted.known, most, &[]);
            sight = self.walked(scout, wanted, Some(most));
            if !matches!(sight, Sight::Unclear) {
                break;
            }
        }
        if let Sight::Exposed(needed) = &sight
            && needed.len() > 3
            && !soft.is_empty()
        {
            // The same again with every cell a little free: what holds now, holds with the fewest of them.
            let free = loosened(soft, needed, real(furthest));
            self.let_move(scout, wanted.known, OPEN, &free);
            if let Sight::Exposed(fewer) = self.walked(scout, wanted, None)
                && fewer.len() < needed.len()
            {
                return Sight::Exposed(fewer);
            }
        }
        sight
    }

    /// Sets the bounds of the walk: what is known of each cell, but `furthest` at most; what is not hidden may
    /// move by `soft` more if hiding would let it.
    fn let_move(&self, scout: &mut Scout, known: Option<usize>, furthest: i64, soft: &[f64]) {
        for cell in 0..self.is_hidden.len() {
            let (low, high) = self.leeway(cell, known);
            let (mut low, mut high) = (real(low.max(-furthest)), real(high.min(furthest)));
            let soft = soft.get(cell).copied().unwrap_or(0.0);
            if soft > 0.0 && !self.is_hidden[cell] && known != Some(cell) {
                let (down, up) = self.system.hidden[cell];
                low = (low - soft).max(real(down)).min(low);
                high = (high + soft).min(real(up)).max(high);
            }
            scout.bound(cell, low, high);
        }
    }

    /// How far the attacker's interval for a cell goes one way, if a proof and a table meet.
    pub(super) fn reach_seen(
        &mut self,
        cell: usize,
        known: Option<usize>,
        up: bool,
    ) -> Option<Reach> {
        let mut scout = self.scout();
        let before = scout.steps();
        scout.reset(&self.system.sums);
        self.let_move(&mut scout, known, OPEN, &[]);
        let at = scout.push(cell, up, if up { FREE } else { -FREE });
        let at = at.filter(|at| at.abs() < FREE);
        let side = at.and_then(|_| {
            let wanted = Requirement::wide(cell, known, OPEN);
            let held = self.identity(&scout, cell).and_then(|it| self.side(&it, wanted, up));
            // It may lie free at its own bound.
            held.or_else(|| {
                let (low, high) = self.leeway(cell, known);
                let at_most = if up { high } else { -low };
                (at_most < OPEN).then(|| Side {
                    at_most,
                    exactly: Fraction::whole(at_most),
                    freed_by: Vec::new(),
                })
            })
        });
        let witness = scout.nearest();
        if self.fits(&witness, known) {
            self.remember(witness);
        } else if let (Some(side), Some(_)) = (&side, at) {
            let end = real(if up { side.at_most } else { -side.at_most });
            scout.push(cell, !up, end);
            self.made_whole(&mut scout, Requirement::wide(cell, known, 1), end, 0);
        }
        self.steps += scout.steps() - before;
        self.scout = Some(scout);
        let side = side?;
        let furthest = self.furthest(cell, known, up);
        let witness = furthest.map_or_else(Vec::new, |twin| self.twins[twin].differences.clone());
        let reached = witness.iter().find(|(other, _)| *other == cell).map_or(0, |(_, by)| *by);
        let (relaxed, limit) = if up {
            (side.exactly, side.at_most)
        } else {
            (side.exactly.opposite(), -side.at_most)
        };
        Some(Reach { reached, limit: Some(limit), relaxed: Some(relaxed), witness })
    }

    /// Makes the table whole where the walk is, cell by cell; whether that shows that the requirement holds.
    fn made_whole(&mut self, scout: &mut Scout, wanted: Requirement, at: f64, way: u8) -> bool {
        const CELLS: usize = 300;
        scout.bound(wanted.cell, at.round(), at.round());
        for _ in 0..CELLS {
            let Some((cell, value)) = scout.broken(way) else { break };
            let nearest = value.round();
            let other = if nearest > value { value.floor() } else { value.ceil() };
            let moved = [nearest, other].into_iter().find(|to| {
                scout.push(cell, *to > value, *to).is_some_and(|end| (end - to).abs() < 1e-6)
            });
            let Some(to) = moved else { return false };
            scout.bound(cell, to, to);
        }
        let differences = scout.nearest();
        let fits = self.fits(&differences, wanted.known);
        if fits {
            self.remember(differences);
        }
        fits && self.by_twins(wanted)
    }

    /// Walks both ways and sees whether a table or a proof comes of it. Where whole tables are wanted, says how far
    /// cells may go.
    fn walked(&mut self, scout: &mut Scout, wanted: Requirement, whole: Option<i64>) -> Sight {
        let mut sides: [Option<Side>; 2] = [None, None];
        for up in [true, false] {
            let limit = real(wanted.limit(up));
            let Some(at) = scout.push(wanted.cell, up, limit) else { continue };
            if at.abs() > 0.5 {
                let differences = scout.nearest();
                if self.fits(&differences, wanted.known) {
                    self.remember(differences);
                    if self.by_twins(wanted) {
                        return Sight::Protected;
                    }
                }
            }
            if at.abs() > limit.abs() - 1e-6 {
                if let Some(most) = whole {
                    for way in 0..WAYS {
                        if self.made_whole(scout, wanted, at, way) {
                            return Sight::Protected;
                        }
                        scout.reset(&self.system.sums);
                        self.let_move(scout, wanted.known, most, &[]);
                        scout.push(wanted.cell, up, limit);
                    }
                }
                continue;
            }
            let Some(identity) = self.identity(scout, wanted.cell) else { continue };
            let both = [true, false].map(|up| self.side(&identity, wanted, up));
            if let Some(needed) = exposed(wanted, both.each_ref().map(Option::as_ref)) {
                return Sight::Exposed(needed);
            }
            let [rises, falls] = both;
            sides[usize::from(!up)] = if up { rises } else { falls };
        }
        exposed(wanted, sides.each_ref().map(Option::as_ref)).map_or(Sight::Unclear, Sight::Exposed)
    }

    /// Cuts that a choice by parts (of each cell so much) does not meet. The cells hidden now count in full.
    pub(crate) fn cuts_by_parts(
        &mut self,
        requirements: &[Requirement],
        allowed: &[bool],
        parts: &[f64],
    ) -> Vec<Vec<usize>> {
        let mut scout = self.scout();
        let before = scout.steps();
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        let mut last: Option<(Option<usize>, i64)> = None;
        for wanted in requirements {
            let furthest = wanted.limit(true).max(-wanted.limit(false));
            let free = |least: f64| -> Vec<f64> {
                let soft = |(part, allowed): (&f64, &bool)| {
                    if *allowed { part.max(least) * real(furthest) } else { 0.0 }
                };
                parts.iter().zip(allowed).map(soft).collect()
            };
            if last != Some((wanted.known, furthest)) {
                scout.reset(&self.system.sums);
                self.let_move(&mut scout, wanted.known, OPEN, &free(0.0));
                last = Some((wanted.known, furthest));
            }
            let broken = |needed: Option<Vec<usize>>| {
                let mut cut = needed?;
                cut.retain(|cell| allowed[*cell]);
                let has: f64 = cut.iter().map(|cell| parts[*cell]).sum();
                (has < 1.0 - LACKS).then_some(cut)
            };
            let Some(cut) = broken(self.held_by_parts(&mut scout, *wanted)) else { continue };
            // The same with every cell a little free: the cut with the fewest cells.
            let loosened = loosened(&free(SOFT), &cut, 1.0);
            self.let_move(&mut scout, wanted.known, OPEN, &loosened);
            let fewer = broken(self.held_by_parts(&mut scout, *wanted));
            last = None;
            let cut = fewer.filter(|fewer| fewer.len() < cut.len()).unwrap_or(cut);
            if !cuts.contains(&cut) {
                cuts.push(cut);
            }
        }
        self.steps += scout.steps() - before;
        self.scout = Some(scout);
        cuts
    }

    /// What would have to be hidden for a requirement to hold, if it does not in the parts that the walk allows.
    fn held_by_parts(&self, scout: &mut Scout, wanted: Requirement) -> Option<Vec<usize>> {
        let mut sides: [Option<Side>; 2] = [None, None];
        for up in [true, false] {
            let limit = real(wanted.limit(up));
            let at = scout.push(wanted.cell, up, limit)?;
            if wanted.least(!up) == 0 && at.abs() > limit.abs() * (1.0 - LACKS) {
                return None;
            }
            let Some(identity) = self.identity(scout, wanted.cell) else { continue };
            let both = [true, false].map(|up| self.side(&identity, wanted, up));
            let needed = exposed(wanted, both.each_ref().map(Option::as_ref));
            if needed.is_some() {
                return needed;
            }
            let [rises, falls] = both;
            sides[usize::from(!up)] = if up { rises } else { falls };
        }
        exposed(wanted, sides.each_ref().map(Option::as_ref))
    }

    fn leeway(&self, cell: usize, known: Option<usize>) -> Leeway {
        if known == Some(cell) {
            (0, 0)
        } else if self.is_hidden[cell] {
            self.system.hidden[cell]
        } else {
            self.system.published[cell]
        }
    }

    /// Whether these differences make a table that the attacker cannot exclude.
    fn fits(&self, differences: &[(usize, i64)], known: Option<usize>) -> bool {
        let within = |(cell, by): &(usize, i64)| {
            let (low, high) = self.leeway(*cell, known);
            low <= *by && *by <= high
        };
        differences.iter().all(within) && self.adds_up(differences)
    }

    /// The sum of sums that the scout's weights make.
    fn identity(&self, scout: &Scout, cell: usize) -> Option<Identity> {
        let sums = &self.system.sums;
        let mut by = vec![0_i64; self.is_hidden.len()];
        for (sum, weight) in scout.weights(cell, sums)? {
            by[sum] += weight;
            for (part, times) in sums.parts(sum)? {
                by[*part] -= weight * times;
            }
        }
        let own = by[cell];
        if own <= 0 {
            return None;
        }
        by[cell] = 0;
        let others = by.iter().enumerate().filter(|(_, weight)| **weight != 0);
        Some(Identity { own, others: others.map(|(cell, weight)| (cell, -weight)).collect() })
    }

    /// What an identity says of one way; `None` when it says nothing.
    fn side(&self, identity: &Identity, wanted: Requirement, up: bool) -> Option<Side> {
        let mut sum = 0_i128;
        let mut freed_by = Vec::new();
        for (cell, weight) in &identity.others {
            if wanted.known == Some(*cell) {
                continue;
            }
            let upwards = (*weight > 0) == up;
            let end = |(low, high): Leeway| if upwards { high } else { low };
            let now = end(self.leeway(*cell, wanted.known));
            if now.abs() >= OPEN {
                return None;
            }
            sum += i128::from(now) * i128::from(*weight);
            if !self.is_hidden[*cell] && end(self.system.hidden[*cell]).abs() > now.abs() {
                freed_by.push(*cell);
            }
        }
        let at_most = i64::try_from(sum.abs() / i128::from(identity.own)).ok()?;
        // Its own bound may stop it sooner; then only hiding the cell itself could help.
        let end = |(low, high): Leeway| if up { high } else { -low };
        let own = end(self.leeway(wanted.cell, wanted.known));
        if own <= at_most {
            let more = end(self.system.hidden[wanted.cell]) > own;
            let itself = more && !self.is_hidden[wanted.cell];
            freed_by = if itself { vec![wanted.cell] } else { Vec::new() };
            return Some(Side { at_most: own, exactly: Fraction::whole(own), freed_by });
        }
        let exactly = Fraction::of(sum.abs(), i128::from(identity.own));
        Some(Side { at_most, exactly, freed_by })
    }
}

/// If the requirement fails: the cells of which one must be hidden for it to hold.
fn exposed(wanted: Requirement, sides: [Option<&Side>; 2]) -> Option<Vec<usize>> {
    let [rises, falls] = sides;
    for (side, least) in [(rises, wanted.least(true)), (falls, wanted.least(false))] {
        if let Some(side) = side.filter(|side| side.at_most < least) {
            return Some(side.freed_by.clone());
        }
    }
    let (rises, falls) = (rises?, falls?);
    if rises.at_most.saturating_add(falls.at_most) >= wanted.width {
        return None;
    }
    let mut needed: Vec<usize> = rises.freed_by.iter().chain(&falls.freed_by).copied().collect();
    needed.sort_unstable();
    needed.dedup();
    Some(needed)
}

/// How far each cell may move while a cut with fewer cells is looked for than this one.
fn loosened(soft: &[f64], cut: &[usize], times: f64) -> Vec<f64> {
    let mut free: Vec<f64> = soft.iter().map(|soft| soft * times).collect();
    if free.len() > LARGE {
        for (cell, free) in free.iter_mut().enumerate() {
            let may = *free > 0.0 && cut.binary_search(&cell).is_err();
            *free = if may { FREE } else { *free };
        }
    }
    free
}

#[expect(clippy::cast_precision_loss, reason = "the scout is believed in nothing")]
const fn real(bound: i64) -> f64 {
    if bound >= OPEN {
        FREE
    } else if bound <= -OPEN {
        -FREE
    } else {
        bound as f64
    }
}
