//! Some table that fits what was published, for whoever does not know the true one.

use crate::exact::{Fraction, OPEN, Outgrown, Polytope, Pushed};
use crate::sums::Sums;

/// What fits between these bounds.
#[derive(Debug)]
pub(crate) enum Start {
    /// A table of whole numbers.
    Whole(Vec<i64>),
    /// Fractions fit; whether whole numbers do was not found out.
    Fractions(Box<Polytope>),
    /// Nothing fits.
    None,
}

/// Branches that looking for whole numbers may cost.
const NODES: u32 = 400;

/// Finds values between the bounds that add up.
///
/// Starts from nobody in any cell and lets only those bounds bind that hold already; each further one is
/// walked to and then kept. Where the walk ends too early no value fits, for what binds is less than all.
pub(crate) fn find(sums: &Sums, bounds: &[(i64, i64)]) -> Result<Start, Outgrown> {
    if bounds.iter().any(|(low, high)| low > high) {
        return Ok(Start::None);
    }
    // Totals first: they bring most of what the others need.
    let mut order: Vec<usize> = (0..bounds.len()).collect();
    order.sort_by_key(|cell| core::cmp::Reverse(sums.parts(*cell).map_or(1, <[_]>::len)));
    let mut found = find_by(sums, bounds, &order)?;
    // Another way round often ends in whole numbers where the first did not.
    for way in 0..WAYS {
        if !matches!(found, Start::Fractions(_)) {
            break;
        }
        match way {
            0 => order.reverse(),
            more => {
                let step = order.len() / (more + 1);
                order.rotate_left(step);
            }
        }
        if let Ok(whole @ Start::Whole(_)) = find_by(sums, bounds, &order) {
            found = whole;
        }
    }
    Ok(found)
}

/// In how many other orders bounds are tried.
const WAYS: usize = 4;

fn find_by(sums: &Sums, bounds: &[(i64, i64)], order: &[usize]) -> Result<Start, Outgrown> {
    let mut polytope = Polytope::new(sums)?;
    for (cell, (low, high)) in bounds.iter().enumerate() {
        polytope.bound(cell, (*low).min(0), (*high).max(0));
    }
    for cell in order {
        let Some((low, high)) = bounds.get(*cell).copied() else { continue };
        if !walk(&mut polytope, *cell, low, high)? {
            return Ok(Start::None);
        }
    }
    let fractions: Vec<Fraction> = polytope.values().to_vec();
    let mut nodes = NODES;
    match dive(&mut polytope, &mut nodes)? {
        Some(mut values) => {
            values.truncate(bounds.len());
            Ok(Start::Whole(values))
        }
        None if nodes > 0 => Ok(Start::None),
        None => {
            for (cell, (low, high)) in bounds.iter().enumerate() {
                polytope.bound(cell, *low, *high);
            }
            polytope.start_at(&fractions);
            Ok(Start::Fractions(Box::new(polytope)))
        }
    }
}

/// Moves a cell between its bounds, which bind from then on.
fn walk(polytope: &mut Polytope, cell: usize, low: i64, high: i64) -> Result<bool, Outgrown> {
    let at = polytope.value(cell);
    if at.ceil() > high || at.floor() < low {
        let up = at.floor() < low;
        let wanted = if up { low } else { high };
        let end = polytope.push(cell, up, wanted)?;
        if !matches!(end, Pushed::AtBound(at) if at == Fraction::whole(wanted)) {
            return Ok(false);
        }
    }
    polytope.bound(cell, low, high);
    Ok(true)
}

/// Whole values within the bounds, by branching on what is not whole.
fn dive(polytope: &mut Polytope, nodes: &mut u32) -> Result<Option<Vec<i64>>, Outgrown> {
    let Some(broken) = polytope.values().iter().position(|value| !value.is_whole()) else {
        return Ok(Some(polytope.values().iter().map(|value| value.floor()).collect()));
    };
    let here: Vec<Fraction> = polytope.values().to_vec();
    let value = polytope.value(broken);
    let kept = polytope.bounds(broken);
    for (low, high) in [(kept.0, value.floor()), (value.ceil(), kept.1)] {
        let Some(left) = nodes.checked_sub(1) else { return Ok(None) };
        *nodes = left;
        polytope.start_at(&here);
        polytope.bound(broken, kept.0, kept.1);
        if low.abs() <= OPEN
            && low <= high
            && walk(polytope, broken, low, high)?
            && let Some(found) = dive(polytope, nodes)?
        {
            return Ok(Some(found));
        }
    }
    polytope.bound(broken, kept.0, kept.1);
    Ok(None)
}
