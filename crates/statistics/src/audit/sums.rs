//! Attack sums that somebody published, beside the numbers of people behind them.

use std::collections::BTreeSet;

use super::{Audit, Found, Mind, Withheld, ranges_of, signed};
use crate::exact::OPEN;
use crate::linked::{self, World};
use crate::published::plain;
use crate::{PublishedError, PublishedSums, PublishedTable};

/// What came of attacking sums and numbers of people together. Whether a range is tight is said of each figure
/// by itself: what it says of the other may leave a little less.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumAudit {
    /// The numbers of people.
    pub people: Audit,
    /// The sums. Its differences are those over people who are surely few.
    pub sums: Audit,
    /// Sums, shown or found out, of one person or of two.
    pub told: Vec<SumTold>,
}

/// A sum that is one person's amount, or of two who thereby know each other's.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumTold {
    /// The table.
    pub table: String,
    /// The labels, one per dimension.
    pub cell: Vec<String>,
    /// For a difference between two tables: the parts of the population that are left.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty", default))]
    pub parts: Vec<String>,
    /// How many people at most: one or two.
    pub people: u64,
    /// What their amounts come to.
    pub sum: u64,
}

impl SumAudit {
    /// Whether nothing was found out and no sum is of one person or two.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.people.holds() && self.sums.holds() && self.told.is_empty()
    }
}

/// How often sums and numbers of people are held against each other.
const ROUNDS: usize = 4;

/// Attacks tables of people and sums of one amount together: every figure, every total, every link between
/// them; nobody sums to nought, something is somebody's, and nobody counts with more than the cap.
///
/// `small` is the largest number of people by whom two tables differ that is worth telling. Without tables
/// of people only the sums are attacked.
///
/// # Errors
/// As [`attack`](crate::attack); [`PublishedError::Amounts`] for sums of different amounts.
///
/// # Example: a count beside a sum
/// ```
/// use caldicott_statistics::{
///     PublishedCell, PublishedDimension, PublishedSums, PublishedTable, attack_sums,
/// };
///
/// let service = PublishedDimension::flat("service", ["Outreach", "Hostel"], Some("Total"))?;
/// let (shown, star) = (PublishedCell::exactly, PublishedCell::hidden(0, None));
/// let people = vec![shown(40), shown(1), shown(41)];
/// let people = PublishedTable::new("people", vec![service.clone()], people)?;
/// let sums = PublishedTable::new("owed", vec![service], vec![shown(900), star, shown(1_313)])?;
///
/// let audit = attack_sums(&[people], &[PublishedSums::new("owed", None, sums)], 10)?;
/// assert_eq!(audit.sums.recovered().count(), 1);
/// assert_eq!((audit.told[0].people, audit.told[0].sum), (1, 413));
/// # Ok::<(), caldicott_statistics::PublishedError>(())
/// ```
pub fn attack_sums(
    people: &[PublishedTable],
    sums: &[PublishedSums],
    small: u64,
) -> Result<SumAudit, PublishedError> {
    let of = |sums: &PublishedSums| (plain(sums.amount()), sums.cap());
    let cap = sums.first().and_then(PublishedSums::cap);
    if sums.windows(2).any(|two| two.first().map(of) != two.last().map(of)) {
        return Err(PublishedError::Amounts);
    }
    let owed: Vec<PublishedTable> = sums.iter().map(|sums| sums.table().clone()).collect();
    let closed = attacked(people, &owed, cap, small);
    let others = || linked::with_others(people.iter().chain(&owed).map(PublishedTable::people));
    match (&closed, others()) {
        (Err(PublishedError::Contradiction), Some(everybody)) => {
            let spread = |tables| linked::spread(tables, &everybody);
            attacked(&spread(people), &spread(&owed), cap, small)
        }
        _ => closed,
    }
}

fn attacked(
    people: &[PublishedTable],
    owed: &[PublishedTable],
    cap: Option<u64>,
    small: u64,
) -> Result<SumAudit, PublishedError> {
    let all: Vec<PublishedTable> = people.iter().chain(owed).cloned().collect();
    let world = World::of(&all)?;
    let mut both = Both {
        cap,
        cells: world
            .views
            .iter()
            .flatten()
            .copied()
            .chain(world.differences.iter().map(|found| found.cell))
            .collect(),
        people: ranges_of(&world, people, 0),
        sums: ranges_of(&world, owed, people.len()),
    };
    let (mut counted, mut added) = both.minds(&world)?;
    for _ in 0..ROUNDS {
        if !both.narrow(&mut counted, &mut added) {
            break;
        }
        (counted, added) = both.minds(&world)?;
    }

    let mut told = Vec::new();
    let mut known = BTreeSet::new();
    for (table, view) in all.iter().zip(&world.views) {
        for (cell, place) in table.cells().iter().zip(view).enumerate().map(|(n, (_, p))| (n, *p)) {
            if let Some((people, sum)) = of_few(&mut counted, &mut added, place)
                && known.insert(place)
            {
                let labels = table.labels(cell).into_iter().map(str::to_owned).collect();
                let table = table.name().to_owned();
                told.push(SumTold { table, cell: labels, parts: Vec::new(), people, sum });
            }
        }
    }
    let (mut by_people, mut by_sum) = (Vec::new(), Vec::new());
    for found in &world.differences {
        let Some(table) = all.get(found.of.0) else { continue };
        let cell = found.of.1;
        let mut count = counted.finding(table, cell, found.cell, Withheld::Difference);
        count.people.clone_from(&found.people);
        let mut sum = added.finding(table, cell, found.cell, Withheld::Difference);
        sum.people.clone_from(&found.people);
        if let Some((people, sum)) = of_few(&mut counted, &mut added, found.cell) {
            let (table, cell) = (count.table.clone(), count.cell.clone());
            told.push(SumTold { table, cell, parts: found.people.clone(), people, sum });
        }
        let is_few = count.least > 0 && count.most.is_some_and(|most| most <= small);
        if sum.is_exact() && is_few {
            by_sum.push(sum);
        }
        if count.is_exact() && is_few {
            by_people.push(count);
        }
    }
    let (of_people, of_sums) = world.views.split_at(people.len());
    let fits = |mind: &Mind| matches!(mind.found, Found::Whole(..));
    Ok(SumAudit {
        people: Audit {
            findings: counted.findings(people, of_people),
            differences: by_people,
            fits: fits(&counted),
        },
        sums: Audit {
            findings: added.findings(owed, of_sums),
            differences: by_sum,
            fits: fits(&added),
        },
        told,
    })
}

/// How many people at most, and what they have, where they are one or two and that is known.
fn of_few(people: &mut Mind, sums: &mut Mind, cell: usize) -> Option<(u64, u64)> {
    let (least, most, _) = people.interval(cell);
    let most = most.filter(|most| *most <= 2 && least > 0)?;
    let (low, high, _) = sums.interval(cell);
    (high == Some(low)).then_some((most, low))
}

/// What is known of the people and of the sum of each cell.
struct Both {
    cap: Option<u64>,
    cells: BTreeSet<usize>,
    people: Vec<(i64, i64)>,
    sums: Vec<(i64, i64)>,
}

impl Both {
    fn minds(&self, world: &World) -> Result<(Mind, Mind), PublishedError> {
        let people = Mind::within(world, self.people.clone())?;
        Ok((people, Mind::within(world, self.sums.clone())?))
    }

    /// Takes over what the one says of the other; whether anything new came of it.
    fn narrow(&mut self, people: &mut Mind, sums: &mut Mind) -> bool {
        let mut news = false;
        for cell in &self.cells {
            let (Some(count), Some(sum)) = (self.people.get_mut(*cell), self.sums.get_mut(*cell))
            else {
                continue;
            };
            let (_, most, _) = people.interval(*cell);
            let (owed, at_most, _) = sums.interval(*cell);
            let bound = match (most, self.cap) {
                (Some(0), _) => Some(0),
                (Some(most), Some(cap)) => Some(cap.saturating_mul(most)),
                (_, None) | (None, _) => None,
            };
            if let Some(bound) = bound.filter(|bound| at_most.is_none_or(|most| *bound < most)) {
                sum.1 = signed(bound).min(OPEN);
                news = true;
            }
            let least = match self.cap {
                Some(cap) => owed.div_ceil(cap.max(1)),
                None => u64::from(owed > 0),
            };
            let (known, _, _) = people.interval(*cell);
            if least > known {
                count.0 = signed(least);
                news = true;
            }
        }
        news
    }
}
