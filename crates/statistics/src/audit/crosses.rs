//! Numbers of people by the dimensions of several tables together, which none of them has and all of them tell.

use super::{Finding, Found, Mind, Withheld};
use crate::PublishedTable;
use crate::linked::World;
use crate::oracle::{Oracle, Requirement, Verdict};

/// Those of them that are small. None where there are too many to be attacked, and none where no whole table was
/// found.
pub(super) fn told(tables: &[PublishedTable], small: u64) -> Vec<Finding> {
    if small == 0 {
        return Vec::new();
    }
    let Ok(Some(world)) = World::crossed(tables) else { return Vec::new() };
    let Ok(Mind { found: Found::Whole(system, point), .. }) = Mind::of(&world, tables) else {
        return Vec::new();
    };
    let mut oracle = Oracle::new(&system);
    let names: Vec<&str> = tables.iter().map(PublishedTable::name).collect();
    let told = |cross: &crate::linked::Cross| {
        // What is told is the same in every table that fits, and so in this one.
        let count = u64::try_from(point.get(cross.cell).copied()?).ok()?;
        let is_told = (1..=small).contains(&count)
            && oracle.verdict(Requirement::wide(cross.cell, None, 1)) == Verdict::Exposed;
        is_told.then(|| Finding {
            table: names.join(" + "),
            cell: cross.labels.clone(),
            withheld: Withheld::Difference,
            people: cross.people.clone(),
            least: count,
            most: Some(count),
            tight: true,
        })
    };
    world.crosses.iter().filter_map(told).collect()
}
