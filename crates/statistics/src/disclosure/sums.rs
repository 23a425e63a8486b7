//! What sums say of the people behind them.

use super::Mismatch;
use super::before::fitting;
use crate::PublishedSums;
use crate::audit::{self, signed};
use crate::exact::OPEN;
use crate::linked::World;
use crate::oracle::{Oracle, Requirement, System, Verdict};
use crate::published::plain;

/// How many people each cell of the world has at least by the sums that were published, whose tables are the
/// world's from this one on, and by `ours`, the sums of cells that are known to whoever asks: something that is
/// owed is somebody's, and nobody counts with more than the cap.
pub(crate) fn least_people(
    world: &World,
    sums: &[PublishedSums],
    from: usize,
    ours: &[Option<u64>],
    our_cap: &[Option<u64>],
) -> Result<Vec<u64>, Mismatch> {
    let mut least = vec![0; world.sums.cells()];
    let kind = |sums: &PublishedSums| (plain(sums.amount()), sums.cap());
    let mut kinds: Vec<(String, Option<u64>)> = sums.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if let (true, Some(cap)) = (kinds.is_empty(), our_cap.first()) {
        kinds.push((String::new(), *cap));
    }
    for known in kinds {
        let mut ranges = vec![(0, OPEN); least.len()];
        for (number, table) in sums.iter().enumerate() {
            if kind(table) != known {
                continue;
            }
            let own = audit::ranges_of(world, core::slice::from_ref(table.table()), from + number);
            for (range, own) in ranges.iter_mut().zip(own) {
                *range = (range.0.max(own.0), range.1.min(own.1));
            }
        }
        raise(world, &ranges, ours, known.1, &mut least)?;
    }
    Ok(least)
}

fn raise(
    world: &World,
    ranges: &[(i64, i64)],
    ours: &[Option<u64>],
    cap: Option<u64>,
    least: &mut [u64],
) -> Result<(), Mismatch> {
    let known = if ours.is_empty() { vec![None; ranges.len()] } else { ours.to_vec() };
    let fits = |(known, (low, high)): (&Option<u64>, &(i64, i64))| {
        low <= high && known.is_none_or(|sum| (*low..=*high).contains(&signed(sum)))
    };
    if !known.iter().zip(ranges).all(fits) {
        return Err(Mismatch::Contradiction);
    }
    let values = fitting(world, &known, ranges)?;
    let side = |((known, value), (low, high)): ((&Option<u64>, &u64), &(i64, i64))| {
        let value = signed(*value);
        match known {
            Some(_) => (0, 0),
            None => (low - value, if *high >= OPEN { OPEN } else { high - value }),
        }
    };
    let sides: Vec<_> = known.iter().zip(&values).zip(ranges).map(side).collect();
    let system = System { sums: world.sums.clone(), published: sides.clone(), hidden: sides };
    let mut oracle = Oracle::new(&system);
    for ((cell, least), value) in least.iter_mut().enumerate().zip(values) {
        let is_known = known.get(cell).is_some_and(Option::is_some);
        // What was not found out says nothing.
        let sum = match cap {
            _ if is_known || value == 0 => value,
            Some(_) => {
                let found = oracle.interval(cell, None).and_then(|(down, _)| down.limit);
                found.map_or(0, |down| value.saturating_add_signed(down))
            }
            // Whether it is anything is all that it says.
            None => {
                let nothing =
                    Requirement { cell, known: None, width: 0, up: 0, down: signed(value) };
                u64::from(oracle.verdict(nothing) == Verdict::Exposed)
            }
        };
        let people = match cap {
            Some(cap) => sum.div_ceil(cap.max(1)),
            None => u64::from(sum > 0),
        };
        *least = (*least).max(people);
    }
    Ok(())
}
