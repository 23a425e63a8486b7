//! Attack tables that somebody published: what can every hidden count still be?

mod crosses;
mod sums;

pub use sums::{SumAudit, SumTold, attack_sums};

use std::collections::BTreeMap;

use crate::exact::{Fraction, OPEN, Polytope, Pushed};
use crate::linked::start::{self, Start};
use crate::linked::{self, World};
use crate::oracle::{Oracle, System};
use crate::{PublishedCell, PublishedError, PublishedTable};

/// What came of attacking published tables.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Audit {
    /// Every count that the tables do not state: the hidden ones, and the rounded.
    pub findings: Vec<Finding>,
    /// People of one table who are in no other, and people by dimensions of several tables that none of them has
    /// together, where their number comes back and is small.
    pub differences: Vec<Finding>,
    /// Whether a table of whole numbers that fits was found; else the ranges may be wider than the truth.
    pub fits: bool,
}

/// How a table withholds a count.
#[expect(clippy::exhaustive_enums, reason = "a count is withheld in one of these ways")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Withheld {
    /// It is in no table: the tables differ by it, or tell it together.
    Difference,
    /// A symbol stands in its place.
    Hidden,
    /// It is rounded.
    Rounded,
}

/// What can be said about one count.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The table; of a number that several tables tell together, their names with ` + ` between.
    pub table: String,
    /// The labels, one per dimension; of a number that several tables tell together, without the dimensions of
    /// which it takes everybody.
    pub cell: Vec<String>,
    /// How it was withheld.
    pub withheld: Withheld,
    /// For a difference: the parts of the population that are left, or that several tables count together.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty", default))]
    pub people: Vec<String>,
    /// It is proved to be no less.
    pub least: u64,
    /// It is proved to be no more; `None` when nothing bounds it.
    pub most: Option<u64>,
    /// Whether both ends are reached by a table that fits; else the truth may lie in less.
    pub tight: bool,
}

impl Finding {
    /// Whether the count is found out.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.most == Some(self.least)
    }
}

impl Audit {
    /// The hidden counts that are found out, and the rounded ones other than nought.
    pub fn recovered(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| {
            finding.is_exact() && (finding.withheld == Withheld::Hidden || finding.least > 0)
        })
    }

    /// Whether nothing was found out.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.recovered().next().is_none() && self.differences.is_empty()
    }

    /// How many counts a symbol stands for.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.findings.iter().filter(|finding| finding.withheld == Withheld::Hidden).count()
    }
}

/// Attacks tables together: every figure, every sum, every link between them, whole numbers only.
///
/// `small` is the largest difference between tables of different people, and the largest number that several
/// tables tell together, that is worth telling.
///
/// # Errors
/// [`PublishedError`] when no table fits the figures, when the tables cannot be linked, and when together
/// they are too large.
///
/// # Example: one star in a line is no star
/// ```
/// use caldicott_statistics::{PublishedCell, PublishedDimension, PublishedTable, attack};
///
/// let service = PublishedDimension::flat("service", ["Outreach", "Hostel", "Move-on"], Some("Total"))?;
/// let (shown, star) = (PublishedCell::exactly, PublishedCell::hidden(1, Some(7)));
/// let cells = vec![shown(40), star, shown(12), shown(55)];
/// let table = PublishedTable::new("by service", vec![service], cells)?;
///
/// let audit = attack(&[table], 7)?;
/// assert_eq!(audit.recovered().map(|found| found.least).collect::<Vec<_>>(), [3]);
/// # Ok::<(), caldicott_statistics::PublishedError>(())
/// ```
pub fn attack(tables: &[PublishedTable], small: u64) -> Result<Audit, PublishedError> {
    let closed = attacked(tables, small);
    let others = || linked::with_others(tables.iter().map(PublishedTable::people));
    match (&closed, others()) {
        (Err(PublishedError::Contradiction), Some(everybody)) => {
            attacked(&linked::spread(tables, &everybody), small)
        }
        _ => closed,
    }
}

fn attacked(tables: &[PublishedTable], small: u64) -> Result<Audit, PublishedError> {
    let world = World::of(tables)?;
    let mut mind = Mind::of(&world, tables)?;
    let findings = mind.findings(tables, &world.views);
    let mut differences = Vec::new();
    for difference in &world.differences {
        let Some(table) = tables.get(difference.of.0) else { continue };
        let found = mind.finding(table, difference.of.1, difference.cell, Withheld::Difference);
        if found.is_exact() && (1..=small).contains(&found.least) {
            differences.push(Finding { people: difference.people.clone(), ..found });
        }
    }
    differences.extend(crosses::told(tables, small));
    Ok(Audit { findings, differences, fits: matches!(mind.found, Found::Whole(..)) })
}

/// What the tables say of each cell, before any sum is used. `None` where they contradict each other.
pub(crate) fn ranges(world: &World, tables: &[PublishedTable]) -> Option<Vec<(i64, i64)>> {
    let ranges = ranges_of(world, tables, 0);
    ranges.iter().all(|(low, high)| low <= high).then_some(ranges)
}

/// The same of tables that are the world's from this one on.
pub(crate) fn ranges_of(world: &World, tables: &[PublishedTable], from: usize) -> Vec<(i64, i64)> {
    let mut ranges = vec![(0, OPEN); world.sums.cells()];
    for (table, view) in tables.iter().zip(world.views.iter().skip(from)) {
        for (cell, place) in table.cells().iter().zip(view) {
            let (least, most) = cell.range();
            if let Some(range) = ranges.get_mut(*place) {
                range.0 = range.0.max(signed(least));
                range.1 = range.1.min(most.map_or(OPEN, signed));
            }
        }
    }
    ranges
}

pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(OPEN).min(OPEN)
}

/// What an attacker has in mind: everything that fits.
struct Mind {
    found: Found,
    ranges: Vec<(i64, i64)>,
    known: BTreeMap<usize, (u64, Option<u64>, bool)>,
}

enum Found {
    /// A whole table, and everything else as differences from it.
    Whole(Box<System>, Vec<i64>),
    Fractions(Box<Polytope>),
}

impl Mind {
    fn of(world: &World, tables: &[PublishedTable]) -> Result<Self, PublishedError> {
        let ranges = ranges(world, tables).ok_or(PublishedError::Contradiction)?;
        Self::within(world, ranges)
    }

    fn within(world: &World, ranges: Vec<(i64, i64)>) -> Result<Self, PublishedError> {
        if ranges.iter().any(|(low, high)| low > high) {
            return Err(PublishedError::Contradiction);
        }
        let found = match start::find(&world.sums, &ranges) {
            Err(_) => return Err(PublishedError::Undecided),
            Ok(Start::None) => return Err(PublishedError::Contradiction),
            Ok(Start::Fractions(polytope)) => Found::Fractions(polytope),
            Ok(Start::Whole(point)) => {
                let leeway = |((low, high), at): (&(i64, i64), &i64)| {
                    (low - at, if *high >= OPEN { OPEN } else { high - at })
                };
                let leeway: Vec<_> = ranges.iter().zip(&point).map(leeway).collect();
                let sums = world.sums.clone();
                let system = System { sums, published: leeway.clone(), hidden: leeway };
                Found::Whole(Box::new(system), point)
            }
        };
        Ok(Self { found, ranges, known: BTreeMap::new() })
    }

    /// What can be said of every figure that these tables, seen so, withhold.
    fn findings(&mut self, tables: &[PublishedTable], views: &[Vec<usize>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (table, view) in tables.iter().zip(views) {
            for (cell, (published, place)) in table.cells().iter().zip(view).enumerate() {
                let withheld = match published {
                    PublishedCell::Hidden { .. } => Withheld::Hidden,
                    PublishedCell::Shown { least, most } if least < most => Withheld::Rounded,
                    PublishedCell::Absent | PublishedCell::Shown { .. } => continue,
                };
                findings.push(self.finding(table, cell, *place, withheld));
            }
        }
        findings
    }

    fn finding(
        &mut self,
        table: &PublishedTable,
        cell: usize,
        place: usize,
        withheld: Withheld,
    ) -> Finding {
        let (least, most, tight) = self.interval(place);
        let labels = table.labels(cell).into_iter().map(str::to_owned).collect();
        let table = table.name().to_owned();
        Finding { table, cell: labels, withheld, people: Vec::new(), least, most, tight }
    }

    fn interval(&mut self, cell: usize) -> (u64, Option<u64>, bool) {
        if let Some(known) = self.known.get(&cell) {
            return *known;
        }
        let range = self.ranges.get(cell).copied().unwrap_or((0, OPEN));
        let found = match &mut self.found {
            Found::Whole(system, point) => {
                let at = point.get(cell).copied().unwrap_or(0);
                let mut oracle = Oracle::new(system);
                oracle.interval(cell, None).map(|(down, up)| {
                    let tight = down.limit == Some(down.reached)
                        && up.limit.is_none_or(|limit| limit == up.reached);
                    let low = down.limit.map_or(0, |limit| at + limit);
                    (low, up.limit.map(|limit| at + limit), tight)
                })
            }
            Found::Fractions(polytope) => fractions(polytope, cell),
        };
        let (low, high, tight) =
            found.unwrap_or((range.0, Some(range.1).filter(|high| *high < OPEN), false));
        let count = |value: i64| u64::try_from(value.max(0)).unwrap_or(0);
        let answer = (count(low), high.map(count), tight);
        self.known.insert(cell, answer);
        answer
    }
}

/// The range by fractions alone: the truth lies inside.
fn fractions(polytope: &mut Polytope, cell: usize) -> Option<(i64, Option<i64>, bool)> {
    let mut end = |up: bool| {
        polytope.reset();
        let limit = if up { OPEN } else { 0 };
        match polytope.push(cell, up, limit).ok()? {
            Pushed::AtBound(at) | Pushed::Held(at) => Some(Some(at)),
            Pushed::Unbounded => Some(None),
        }
    };
    let low = end(false)?.map_or(0, Fraction::ceil);
    Some((low, end(true)?.map(Fraction::floor), false))
}
