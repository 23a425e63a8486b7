//! Sums under attack: what every reader knows of them, of the people behind them and of earlier releases.
//!
//! The numbers of people and the sums are two systems over the same cells. A reader is taken to know every
//! number of people when reasoning about sums (a cell of nobody sums to nought, one of three to no more than
//! three caps), and every sum when reasoning about people (what is owed is owed by somebody): more than any
//! reader has, so that what holds then holds whatever else is published of either.
#![expect(clippy::indexing_slicing, reason = "every vector has a place for each cell of one world")]

use std::collections::BTreeMap;

use super::difference::Rest;
use super::{SumRules, SumTable};
use crate::audit::{self, signed};
use crate::disclosure::before::{fitting, same_names};
use crate::disclosure::{Disclosure, Mismatch, sums};
use crate::exact::OPEN;
use crate::linked::World;
use crate::oracle::{Oracle, Requirement, System, Verdict};
use crate::policy::{Profile, Zeros};
use crate::{PublishedCell, PublishedSums, PublishedTable};

pub(super) struct Amounts<'t> {
    pub(super) table: &'t SumTable,
    pub(super) counts: Disclosure<'t>,
    /// The sum of each cell of ours; elsewhere one that fits what was released before.
    pub(super) values: Vec<u64>,
    /// How far a reader must be kept from the sum of each cell of ours.
    pub(super) room: Vec<u64>,
    /// Hidden because the rules call the sum sensitive.
    pub(super) sensitive: Vec<usize>,
    /// Sums of the people whom two releases tell apart, which the rules call sensitive.
    pub(super) differences: Vec<usize>,
    /// Hidden in an earlier release, and not found out from the earlier ones alone.
    pub(super) earlier: Vec<usize>,
    pub(super) system: System,
    pub(super) requirements: Vec<Requirement>,
    /// The tables in the world, ours first.
    tables: Vec<PublishedTable>,
}

/// What sums are published with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'g> {
    pub(super) rules: &'g SumRules,
    pub(super) people: &'g [String],
    pub(super) before: &'g [PublishedTable],
    /// Of the same amount.
    pub(super) sums_before: &'g [PublishedSums],
    /// Of other amounts: they say something of the people.
    pub(super) others: &'g [PublishedSums],
}

impl<'t> Amounts<'t> {
    pub(super) fn new(
        table: &'t SumTable,
        profile: &'t Profile,
        given: Given<'_>,
    ) -> Result<Self, Mismatch> {
        let people = || given.people.iter().cloned();
        let ours = table.people().as_published().ok_or(Mismatch::Unlinked)?.of_people(people());
        let figures = table.cells().iter().map(|cell| PublishedCell::exactly(cell.sum)).collect();
        let ours_sums = PublishedTable::fitting("", ours.dimensions().to_vec(), figures);
        let ours_sums = ours_sums.of_people(people());
        let sums: Vec<_> = given.sums_before.iter().map(|sums| sums.table().clone()).collect();
        let sums_of = same_names(&[ours_sums], &sums);
        let mut before = same_names(core::slice::from_ref(&ours), given.before);
        let from = 1 + before.len();
        before.extend(sums_of.iter().map(PublishedTable::shape));
        let others: Vec<_> = given.others.iter().map(|sums| sums.table().shape()).collect();
        before.extend(same_names(core::slice::from_ref(&ours), &others));
        let (known_sums, cap) = (given.sums_before, [table.cap()]);
        let counts = Disclosure::among(
            &[table.people()],
            profile,
            core::slice::from_ref(&ours),
            &before,
            |world| {
                let mut known = vec![None; world.sums.cells()];
                let view = world.views.first().map_or(&[][..], Vec::as_slice);
                for (cell, place) in table.cells().iter().zip(view) {
                    known[*place] = Some(cell.sum);
                }
                let mut least = sums::least_people(world, known_sums, from, &known, &cap)?;
                let from = from + known_sums.len();
                let told = sums::least_people(world, given.others, from, &[], &[])?;
                for (least, told) in least.iter_mut().zip(told) {
                    *least = told.max(*least);
                }
                Ok(least)
            },
        )?;

        let ranges = audit::ranges_of(&counts.world, &sums_of, from);
        let view = counts.world.views.first().cloned().unwrap_or_default();
        let mut known: Vec<Option<u64>> = vec![None; counts.counts.len()];
        for (cell, place) in table.cells().iter().zip(&view) {
            known[*place] = Some(cell.sum);
        }
        let fits = |(known, (low, high)): (&Option<u64>, &(i64, i64))| {
            low <= high && known.is_none_or(|sum| (*low..=*high).contains(&signed(sum)))
        };
        if !known.iter().zip(&ranges).all(fits) {
            return Err(Mismatch::Contradiction);
        }
        let values = fitting(&counts.world, &known, &ranges)?;

        let mut room = vec![0; values.len()];
        for (cell, place) in table.cells().iter().zip(&view) {
            room[*place] = given.rules.room(cell, table.cap());
        }
        let sensitive = (0..room.len()).filter(|cell| room[*cell] > 0).collect();
        let system = system(&counts, table.cap(), &values, &ranges);
        let (differences, earlier) = (Vec::new(), Vec::new());
        let requirements = Vec::new();
        let mut made = Self {
            table,
            counts,
            values,
            room,
            sensitive,
            differences,
            earlier,
            system,
            requirements,
            tables: core::iter::once(ours).chain(before).collect(),
        };
        made.require();
        made.require_before(&ranges, &sums_of, from, given.rules);
        Ok(made)
    }

    /// The cells of our table, in the world.
    pub(super) fn view(&self) -> &[usize] {
        self.counts.world.views.first().map_or(&[], Vec::as_slice)
    }

    /// The labels of a cell, as ours or the first other table has them; and whether it is a difference.
    pub(super) fn labels(&self, cell: usize) -> (Vec<String>, bool) {
        let owned = |labels: Vec<&str>| labels.into_iter().map(str::to_owned).collect();
        for (table, view) in self.tables.iter().zip(&self.counts.world.views) {
            if let Some(place) = view.iter().position(|known| *known == cell) {
                return (owned(table.labels(place)), false);
            }
        }
        if let Some(cross) = self.counts.world.crosses.iter().find(|found| found.cell == cell) {
            return (cross.labels.clone(), false);
        }
        let difference = self.counts.world.differences.iter().find(|found| found.cell == cell);
        let of = difference.and_then(|found| Some(self.tables.get(found.of.0)?.labels(found.of.1)));
        (of.map_or_else(Vec::new, owned), true)
    }

    /// As [`Disclosure::lost`], of people or of sums.
    pub(super) fn lost(&self, seen: &Self, hidden: &[usize]) -> Option<Vec<String>> {
        let cells = seen.view().iter().zip(self.view());
        let cells = cells.filter(|(cell, _)| hidden.contains(cell)).map(|(_, cell)| *cell);
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(cells);
        let mut wanted = self.requirements.iter();
        let lost = wanted.find(|wanted| oracle.verdict(**wanted) == Verdict::Exposed);
        let lost = lost.map(|wanted| self.labels(wanted.cell).0);
        lost.or_else(|| self.counts.lost(&seen.counts, hidden))
    }

    /// How many cells people and sums have in common.
    pub(super) const fn cells(&self) -> usize {
        self.values.len()
    }

    /// Every reader's side of a sensitive sum; what the cap or an earlier release says anyway bounds it.
    pub(super) fn wanted(&self, cell: usize, known: Option<usize>) -> Requirement {
        let small = u64::from(self.counts.small.binary_search(&cell).is_ok());
        let room = signed(self.room[cell].max(small).min(SumTable::MOST));
        let (down, up) = self.system.hidden[cell];
        Requirement { cell, known, width: 0, up: room.min(up), down: room.min(-down) }
    }

    fn require(&mut self) {
        let small = self.counts.small.iter().filter(|cell| self.room[**cell] == 0);
        let targets = self.sensitive.iter().chain(small);
        let wanted: Vec<_> = targets.map(|cell| self.wanted(*cell, None)).collect();
        self.requirements = wanted;
    }

    /// What was hidden before stays hidden, and so do the few whom two releases tell apart.
    fn require_before(
        &mut self,
        ranges: &[(i64, i64)],
        sums: &[PublishedTable],
        from: usize,
        rules: &SumRules,
    ) {
        let differences = &self.counts.world.differences;
        if sums.is_empty() && differences.is_empty() {
            return;
        }
        let outside = |(value, (low, high)): (&u64, &(i64, i64))| {
            let value = signed(*value);
            (low - value, if *high >= OPEN { OPEN } else { high - value })
        };
        let open: Vec<_> = self.values.iter().zip(ranges).map(outside).collect();
        let world = &self.counts.world.sums;
        let before = System { sums: world.clone(), published: open.clone(), hidden: open };
        let mut before = Oracle::new(&before);
        // Before this release: how far down and up; `None` where the value is known or nothing was found out.
        let mut left = |cell: usize| -> Option<(i64, i64)> {
            let (down, up) = before.interval(cell, None)?;
            let far = (-down.limit.unwrap_or(-OPEN), up.limit.unwrap_or(OPEN));
            (far != (0, 0)).then_some(far)
        };
        let people = inside(&self.counts.system, &self.counts.ours);
        let amounts = inside(&self.system, &self.counts.ours);
        let (mut people, mut amounts) = (Oracle::new(&people), Oracle::new(&amounts));
        let mut further = Vec::new();
        for found in differences {
            let range = |oracle: &mut Oracle<'_>, values: &[u64]| {
                let at = values[found.cell];
                let Some((down, up)) = oracle.interval(found.cell, None) else {
                    return (0, SumTable::MOST);
                };
                let least = down.limit.map_or(0, |by| at.saturating_add_signed(by));
                (least, up.limit.map_or(SumTable::MOST, |by| at.saturating_add_signed(by)))
            };
            let rest = Rest {
                people: range(&mut people, &self.counts.counts),
                sum: range(&mut amounts, &self.values),
            };
            let whole = (found.of.0 == 0 && found.is_within)
                .then(|| self.table.cells().get(found.of.1))
                .flatten();
            let room = signed(rules.room_among(rest, whole, self.table.cap()));
            if room == 0 {
                continue;
            }
            let Some((down, up)) = left(found.cell) else { continue };
            let down = room.min(down).min(signed(self.values[found.cell]));
            self.differences.push(found.cell);
            let cell = found.cell;
            further.push(Requirement { cell, known: None, width: 1, up: room.min(up), down });
        }
        let views = self.counts.world.views.iter().skip(from);
        for (table, view) in sums.iter().zip(views) {
            for (cell, place) in table.cells().iter().zip(view) {
                let is_hidden = matches!(cell, PublishedCell::Hidden { .. });
                let is_ours = self.room[*place] > 0;
                if !is_hidden || is_ours || self.earlier.contains(place) {
                    continue;
                }
                let Some((down, up)) = left(*place) else { continue };
                // Whose they are is not known here: a share of what they may come to stays open.
                let width = down.saturating_add(up).min(OPEN);
                let share =
                    rules.share_of(self.values[*place].saturating_add_signed(if up >= OPEN {
                        0
                    } else {
                        up
                    }));
                self.earlier.push(*place);
                further.push(Requirement::wide(*place, None, width.min(signed(share)).max(1)));
            }
        }
        self.requirements.extend(further);
    }
}

fn system(
    counts: &Disclosure<'_>,
    cap: Option<u64>,
    values: &[u64],
    before: &[(i64, i64)],
) -> System {
    let within = |cell: usize, (low, high): (i64, i64)| {
        let (least, most) = before[cell];
        let value = signed(values[cell]);
        let most = if most >= OPEN { OPEN } else { most - value };
        (low.max(least - value).min(0), high.min(most).max(0))
    };
    let hidden = |cell: usize| {
        let value = signed(values[cell]);
        let people = counts.counts[cell];
        let most = match cap {
            _ if !counts.ours[cell] => OPEN,
            _ if people == 0 => 0,
            Some(cap) => signed(cap.saturating_mul(people)).saturating_sub(value),
            None => OPEN,
        };
        within(cell, (-value, most))
    };
    let published = |cell: usize| if counts.ours[cell] { (0, 0) } else { hidden(cell) };
    System {
        sums: counts.world.sums.clone(),
        published: (0..values.len()).map(published).collect(),
        hidden: (0..values.len()).map(hidden).collect(),
    }
}

/// The same for whoever has the true table.
fn inside(system: &System, ours: &[bool]) -> System {
    let known = |(side, ours): (&(i64, i64), &bool)| if *ours { (0, 0) } else { *side };
    let sides: Vec<_> = system.published.iter().zip(ours).map(known).collect();
    System { sums: system.sums.clone(), published: sides.clone(), hidden: sides }
}

/// Whether sums that were released under another name are these: where both have a figure of the same people,
/// it is the same, and not nought everywhere.
pub(super) fn is_renamed(table: &SumTable, people: &[String], sums: &PublishedSums) -> bool {
    let Some(ours) = table.people().as_published() else { return false };
    let ours = ours.of_people(people.iter().cloned());
    let theirs = same_names(core::slice::from_ref(&ours), &[sums.table().shape()]);
    let both: Vec<PublishedTable> = core::iter::once(ours).chain(theirs).collect();
    let Ok(world) = World::of(&both) else { return false };
    let [own, other] = world.views.as_slice() else { return false };
    let known: BTreeMap<usize, u64> =
        own.iter().copied().zip(table.cells().iter().map(|cell| cell.sum)).collect();
    let figures = sums.table().cells().iter().zip(other);
    let mut figures = figures.filter_map(|(cell, place)| match cell {
        PublishedCell::Shown { least, most } if least == most => Some((*least, *known.get(place)?)),
        PublishedCell::Absent | PublishedCell::Hidden { .. } | PublishedCell::Shown { .. } => None,
    });
    let mut some = false;
    let agree = figures.all(|(theirs, ours)| {
        some |= ours > 0;
        theirs == ours
    });
    table.cap() == sums.cap() && agree && some
}

/// Which cells may be hidden besides what has to be.
pub(super) fn allowed(amounts: &Amounts<'_>, primary: &[usize]) -> Vec<bool> {
    let counts = &amounts.counts;
    let may = |cell: usize| {
        let empty = counts.counts[cell] == 0 && counts.profile.zeros == Zeros::Shown;
        counts.ours[cell] && !empty && primary.binary_search(&cell).is_err()
    };
    let mut allowed: Vec<bool> = (0..amounts.cells()).map(may).collect();
    // The total is always shown, unless nothing else keeps two releases apart.
    let apart = [&counts.differences, &counts.earlier, &amounts.differences, &amounts.earlier]
        .iter()
        .all(|cells| cells.is_empty());
    if apart && let Some(total) = amounts.view().last() {
        allowed[*total] = false;
    }
    allowed
}
