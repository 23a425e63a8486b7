//! The same polytope, whole numbers only: people do not come in halves.

use crate::exact::{Fraction, OPEN, Outgrown, Polytope, Pushed};

/// How far a cell can go in one direction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reach {
    /// The furthest whole value that was really reached.
    pub(crate) reached: i64,
    /// No whole value lies past this one; `None` when nothing holds the cell.
    pub(crate) limit: Option<i64>,
    /// How far fractions would go.
    pub(crate) relaxed: Option<Fraction>,
    /// The table that reaches `reached`, as differences from the true one.
    pub(crate) witness: Vec<(usize, i64)>,
}

/// A bound that a branch adds.
#[derive(Clone, Copy, Debug)]
struct Branch {
    cell: usize,
    up: bool,
    bound: i64,
}

/// The furthest whole value of a cell, at most `limit` (a difference from the true value, signed).
///
/// `nodes` is how many branches may be looked at before the answer may stay open.
pub(crate) fn reach(
    polytope: &mut Polytope,
    cell: usize,
    up: bool,
    limit: i64,
    nodes: &mut u32,
) -> Result<Reach, Outgrown> {
    polytope.reset();
    let relaxed = polytope.push(cell, up, limit)?;
    let furthest = match relaxed {
        Pushed::AtBound(at) | Pushed::Held(at) => at,
        Pushed::Unbounded => {
            return Ok(Reach { reached: 0, limit: None, relaxed: None, witness: Vec::new() });
        }
    };
    let bound = if up { furthest.floor() } else { furthest.ceil() };
    let mut found =
        Reach { reached: 0, limit: Some(bound), relaxed: Some(furthest), witness: Vec::new() };
    if bound == 0 {
        return Ok(found);
    }
    if let Some(witness) = whole_point(polytope) {
        found.reached = bound;
        found.witness = witness;
        return Ok(found);
    }
    if let Some(witness) = multiple(polytope, cell, up, limit)? {
        let moved = witness.iter().find(|(moved, _)| *moved == cell);
        found.reached = moved.map_or(0, |(_, by)| *by);
        found.witness = witness;
        return Ok(found);
    }
    let complete = explore(polytope, cell, up, limit, &mut Vec::new(), &mut found, nodes)?;
    if complete {
        found.limit = Some(found.reached);
    }
    Ok(found)
}

/// A whole table that goes as far, as a multiple of one in fractions: half as far within half the bounds,
/// twice. Where much is open, as about sums, that spares the branches; it may go a little further than asked.
fn multiple(
    polytope: &mut Polytope,
    cell: usize,
    up: bool,
    limit: i64,
) -> Result<Option<Vec<(usize, i64)>>, Outgrown> {
    const TIMES: [i64; 4] = [2, 3, 4, 6];
    // To move by one, branches are found as soon, and their order matters to proofs.
    if limit.abs() < 2 || limit.abs() >= OPEN {
        return Ok(None);
    }
    let cells = polytope.values().len();
    let kept: Vec<_> = (0..cells).map(|cell| polytope.bounds(cell)).collect();
    let mut found = None;
    for times in TIMES {
        for (cell, (low, high)) in kept.iter().enumerate() {
            let part = |bound: i64| if bound.abs() >= OPEN { bound } else { bound / times };
            polytope.bound(cell, part(*low), part(*high));
        }
        polytope.reset();
        let part = (limit.abs() + times - 1) / times * limit.signum();
        let end = polytope.push(cell, up, part);
        for (cell, (low, high)) in kept.iter().enumerate() {
            polytope.bound(cell, *low, *high);
        }
        if !matches!(end?, Pushed::AtBound(at) if at == Fraction::whole(part)) {
            continue;
        }
        let whole: Option<Vec<(usize, i64)>> = polytope
            .values()
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_zero())
            .map(|(cell, value)| Some((cell, value.whole_times(times)?)))
            .collect();
        if whole.is_some() {
            found = whole;
            break;
        }
    }
    Ok(found)
}

/// Searches the branches below; `Ok(true)` when none was left out.
fn explore(
    polytope: &mut Polytope,
    cell: usize,
    up: bool,
    limit: i64,
    branches: &mut Vec<Branch>,
    found: &mut Reach,
    nodes: &mut u32,
) -> Result<bool, Outgrown> {
    let Some(left) = nodes.checked_sub(1) else { return Ok(false) };
    *nodes = left;
    let Some(at) = push_within(polytope, cell, up, limit, branches)? else { return Ok(true) };
    let bound = if up { at.floor() } else { at.ceil() };
    if (up && bound <= found.reached) || (!up && bound >= found.reached) {
        return Ok(true);
    }
    if let Some(witness) = whole_point(polytope) {
        found.reached = bound;
        found.witness = witness;
        return Ok(true);
    }
    let broken = polytope.values().iter().position(|value| !value.is_whole());
    let Some(broken) = broken else { return Ok(true) };
    let value = polytope.value(broken);
    let halves = [
        Branch { cell: broken, up: true, bound: value.floor() },
        Branch { cell: broken, up: false, bound: value.ceil() },
    ];
    let mut complete = true;
    for half in halves {
        branches.push(half);
        complete &= explore(polytope, cell, up, limit, branches, found, nodes)?;
        branches.pop();
    }
    Ok(complete)
}

/// Pushes the cell with the branches' bounds in force; `None` when they leave no table.
fn push_within(
    polytope: &mut Polytope,
    cell: usize,
    up: bool,
    limit: i64,
    branches: &[Branch],
) -> Result<Option<Fraction>, Outgrown> {
    polytope.reset();
    let kept: Vec<_> = branches.iter().map(|branch| polytope.bounds(branch.cell)).collect();
    let mut inside = true;
    for branch in branches {
        let at = polytope.value(branch.cell);
        let wanted = branch.bound;
        // A point outside the new bound is walked to it first; every earlier bound holds meanwhile.
        let outside = if branch.up { at.ceil() > wanted } else { at.floor() < wanted };
        if outside {
            let end = polytope.push(branch.cell, !branch.up, wanted)?;
            if !matches!(end, Pushed::AtBound(at) if at == Fraction::whole(wanted)) {
                inside = false;
                break;
            }
        }
        let (low, high) = polytope.bounds(branch.cell);
        if branch.up {
            polytope.bound(branch.cell, low, high.min(wanted));
        } else {
            polytope.bound(branch.cell, low.max(wanted), high);
        }
    }
    let end = if inside { Some(polytope.push(cell, up, limit)?) } else { None };
    for (branch, (low, high)) in branches.iter().zip(kept).rev() {
        polytope.bound(branch.cell, low, high);
    }
    Ok(match end {
        Some(Pushed::AtBound(at) | Pushed::Held(at)) => Some(at),
        Some(Pushed::Unbounded) => Some(Fraction::whole(if up { OPEN } else { -OPEN })),
        None => None,
    })
}

/// The polytope's point when it is a whole table.
fn whole_point(polytope: &Polytope) -> Option<Vec<(usize, i64)>> {
    let values = polytope.values();
    if values.iter().any(|value| !value.is_whole()) {
        return None;
    }
    let moved = values.iter().enumerate().filter(|(_, value)| !value.is_zero());
    Some(moved.map(|(cell, value)| (cell, value.floor())).collect())
}
