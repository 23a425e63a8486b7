//! What was released before, beside what is to be released now.

use super::Mismatch;
use crate::audit::{self, Withheld, signed};
use crate::linked::World;
use crate::linked::start::{self, Start};
use crate::{PublishedCell, PublishedDimension, PublishedTable};

/// Counts that fit: those of our tables, and for the rest whatever the earlier releases allow.
pub(crate) fn fitting(
    world: &World,
    known: &[Option<u64>],
    ranges: &[(i64, i64)],
) -> Result<Vec<u64>, Mismatch> {
    if let Some(all) = known.iter().copied().collect::<Option<Vec<u64>>>() {
        return Ok(all);
    }
    let bound = |(count, range): (&Option<u64>, &(i64, i64))| {
        count.map_or(*range, |count| (signed(count), signed(count)))
    };
    let bounds: Vec<(i64, i64)> = known.iter().zip(ranges).map(bound).collect();
    match start::find(&world.sums, &bounds) {
        Ok(Start::Whole(point)) => {
            Ok(point.into_iter().map(|at| u64::try_from(at).unwrap_or(0)).collect())
        }
        Ok(Start::None) => Err(Mismatch::Contradiction),
        Ok(Start::Fractions(_)) | Err(_) => Err(Mismatch::Undecided),
    }
}

/// What earlier releases hide and do not give away by themselves, as cells of the world they share with
/// ours; and what they round, where it is small.
pub(super) fn withheld_before(
    world: &World,
    ours: usize,
    before: &[PublishedTable],
    is_small: impl Fn(usize) -> bool,
) -> Result<Vec<usize>, Mismatch> {
    if before.is_empty() {
        return Ok(Vec::new());
    }
    let audit = audit::attack(before, 0).map_err(|_| Mismatch::Contradiction)?;
    let views = before.iter().zip(world.views.iter().skip(ours));
    let withheld = views.flat_map(|(table, view)| {
        let cells = table.cells().iter().zip(view);
        cells.filter(|(cell, _)| match cell {
            PublishedCell::Hidden { .. } => true,
            PublishedCell::Shown { least, most } => least < most,
            PublishedCell::Absent => false,
        })
    });
    let open = audit.findings.iter().filter(|found| found.withheld != Withheld::Difference);
    let mut kept: Vec<usize> = withheld
        .zip(open)
        .filter(|(_, found)| !found.is_exact())
        .filter(|((_, cell), found)| found.withheld == Withheld::Hidden || is_small(**cell))
        .map(|((_, cell), _)| *cell)
        .collect();
    kept.sort_unstable();
    kept.dedup();
    Ok(kept)
}

/// Earlier tables with their dimensions named as ours are, where only the name differs and the figures
/// do not speak against it: a table asked for again under another name is the same table.
pub(crate) fn same_names(
    ours: &[PublishedTable],
    before: &[PublishedTable],
) -> Vec<PublishedTable> {
    before.iter().map(|earlier| renamed(ours, earlier).unwrap_or_else(|| earlier.clone())).collect()
}

fn renamed(ours: &[PublishedTable], earlier: &PublishedTable) -> Option<PublishedTable> {
    let known: Vec<&PublishedDimension> =
        ours.iter().flat_map(PublishedTable::dimensions).collect();
    let mut dimensions = earlier.dimensions().to_vec();
    let mut changed = false;
    for place in 0..dimensions.len() {
        let own = dimensions.get(place)?.clone();
        if known.iter().any(|other| other.name() == own.name()) {
            continue;
        }
        let alike = known.iter().find(|other| {
            other.has_leaves_of(&own) && !dimensions.iter().any(|own| own.name() == other.name())
        });
        if let (Some(alike), Some(slot)) = (alike, dimensions.get_mut(place)) {
            *slot = own.named(alike.name());
            changed = true;
        }
    }
    let table = PublishedTable::new(earlier.name(), dimensions, earlier.cells().to_vec()).ok()?;
    let table = table.of_people(earlier.people().iter().cloned());
    let both: Vec<PublishedTable> = ours.iter().cloned().chain([table.clone()]).collect();
    let fits = changed && audit::attack(&both, 0).is_ok();
    fits.then_some(table)
}
