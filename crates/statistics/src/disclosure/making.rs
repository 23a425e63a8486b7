//! From tables, a profile and earlier releases to what is attacked.

use super::before::{fitting, same_names, withheld_before};
use super::{Disclosure, Mismatch, hidden, indices, published, sums, uniform_lines};
use crate::audit::{self, signed};
use crate::exact::OPEN;
use crate::freq_table::FreqTable;
use crate::linked::World;
use crate::oracle::{Leeway, System};
use crate::policy::{Homogeneous, Profile};
use crate::{PublishedSums, PublishedTable};

/// Which cells of earlier releases are to be kept, by the counts of the world.
type Earlier<'e> = dyn Fn(&World, &[u64]) -> Result<Vec<usize>, Mismatch> + 'e;

impl<'t> Disclosure<'t> {
    /// One table, nothing released before.
    pub(crate) fn alone(table: &'t FreqTable, profile: &'t Profile) -> Result<Self, Mismatch> {
        Self::new(&[table], profile, &[], &[], &[])
    }

    pub(crate) fn new(
        tables: &[&'t FreqTable],
        profile: &'t Profile,
        people: &[String],
        before: &[PublishedTable],
        sums: &[PublishedSums],
    ) -> Result<Self, Mismatch> {
        let ours: Vec<PublishedTable> = tables
            .iter()
            .map(|table| Some(table.as_published()?.of_people(people.iter().cloned())))
            .collect::<Option<_>>()
            .ok_or(Mismatch::Unlinked)?;
        let mut before = same_names(&ours, before);
        let from = ours.len() + before.len();
        let owed: Vec<PublishedTable> = sums.iter().map(|sums| sums.table().shape()).collect();
        before.extend(same_names(&ours, &owed));
        // Something that is owed is somebody's.
        Self::among(tables, profile, &ours, &before, |world| {
            sums::least_people(world, sums, from, &[], &[])
        })
    }

    /// The same, where the dimensions of the earlier tables are named as ours are. An earlier table without
    /// any cell only gives its shape to the world. `least` says how many people each cell has at least, by
    /// what else readers know.
    pub(crate) fn among(
        tables: &[&'t FreqTable],
        profile: &'t Profile,
        ours: &[PublishedTable],
        before: &[PublishedTable],
        least: impl Fn(&World) -> Result<Vec<u64>, Mismatch>,
    ) -> Result<Self, Mismatch> {
        let all: Vec<PublishedTable> = ours.iter().chain(before).cloned().collect();
        let within = |world: World, earlier: &Earlier<'_>| {
            let mut known: Vec<Option<u64>> = vec![None; world.sums.cells()];
            for (table, view) in tables.iter().zip(&world.views) {
                for (count, cell) in table.counts().iter().zip(view) {
                    if let Some(slot) = known.get_mut(*cell) {
                        if slot.is_some_and(|other| other != *count) {
                            return Err(Mismatch::Contradiction);
                        }
                        *slot = Some(*count);
                    }
                }
            }
            let least = least(&world)?;
            let raised = |mut ranges: Vec<(i64, i64)>| {
                for ((low, _), least) in ranges.iter_mut().zip(&least) {
                    *low = (*low).max(signed(*least));
                }
                ranges
            };
            let ranges = audit::ranges(&world, &all).map(raised).ok_or(Mismatch::Contradiction)?;
            if ranges.iter().any(|(low, high)| low > high) {
                return Err(Mismatch::Contradiction);
            }
            let counts = fitting(&world, &known, &ranges)?;
            let is_ours: Vec<bool> = known.iter().map(Option::is_some).collect();
            let earlier = earlier(&world, &counts)?;
            // Before this release nothing was known of our cells but what the earlier ones said.
            let before = raised(audit::ranges_of(&world, before, tables.len()));
            let made = Self::of(tables, profile, world, counts, is_ours, earlier, &before);
            Ok((made, before))
        };
        let world = World::of(&all).map_err(|_| Mismatch::Unlinked)?;
        let (made, _) = within(world, &|world, counts| {
            let count = |cell: usize| counts.get(cell).copied().unwrap_or(0);
            let is_small = |cell| count(cell) > 0 && profile.is_protected(count(cell));
            withheld_before(world, tables.len(), before, is_small)
        })?;
        // A cell of a table has the same number whatever combinations follow.
        let earlier = |_: &World, _: &[u64]| Ok(made.earlier.clone());
        let Ok(Some(crossed)) = World::crossed(&all) else { return Ok(made) };
        let Ok((crossed, before)) = within(crossed, &earlier) else { return Ok(made) };
        let told = crossed.told_crosses(&before);
        if told.is_empty() {
            return Ok(made);
        }
        let world = World::with(&all, &told).map_err(|_| Mismatch::Unlinked)?;
        within(world, &earlier).map(|(made, _)| made)
    }

    pub(super) fn of(
        tables: &[&'t FreqTable],
        profile: &'t Profile,
        world: World,
        counts: Vec<u64>,
        ours: Vec<bool>,
        earlier: Vec<usize>,
        before: &[(i64, i64)],
    ) -> Self {
        let is_ours = |cell: usize| ours.get(cell) == Some(&true);
        let mut small: Vec<usize> = indices(&counts, |count| profile.is_small(count));
        small.retain(|cell| is_ours(*cell));
        let mut uniform = Vec::new();
        if profile.homogeneous == Homogeneous::Hide {
            for (table, view) in tables.iter().zip(&world.views) {
                for line in uniform_lines(table) {
                    uniform.extend(view.get(line.cell));
                    uniform.extend(line.zeros.iter().filter_map(|cell| view.get(*cell)));
                }
            }
            uniform.sort_unstable();
            uniform.dedup();
            uniform.retain(|cell| !small.contains(cell));
        }
        let within = |cell: usize, count: u64, (low, high): Leeway| -> Leeway {
            let (least, most) = before.get(cell).copied().unwrap_or((0, OPEN));
            let count = signed(count);
            let most = if most >= OPEN { OPEN } else { most - count };
            (low.max(least - count).min(0), high.min(most).max(0))
        };
        let leeway = |is_shown: bool| {
            let side = |(cell, count): (usize, &u64)| {
                let free = match (is_ours(cell), is_shown) {
                    (true, true) => published(profile, *count),
                    (true, false) => hidden(profile, *count, !uniform.is_empty()),
                    (false, _) => (-signed(*count), OPEN),
                };
                within(cell, *count, free)
            };
            counts.iter().enumerate().map(side).collect()
        };
        let system =
            System { sums: world.sums.clone(), published: leeway(true), hidden: leeway(false) };
        let is_small = |cell: &usize| {
            counts.get(*cell).is_some_and(|count| profile.is_protected(*count) && *count > 0)
        };
        let differences =
            world.differences.iter().map(|found| found.cell).filter(is_small).collect();
        let crosses = world.crosses.iter().map(|found| found.cell).filter(is_small).collect();
        let mut made = Self {
            tables: tables.to_vec(),
            profile,
            world,
            system,
            counts,
            ours,
            small,
            homogeneous: uniform,
            differences,
            crosses,
            earlier,
            requirements: Vec::new(),
        };
        made.requirements = made.requirements();
        made
    }
}
