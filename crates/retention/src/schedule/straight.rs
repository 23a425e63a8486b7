//! Classes whose rules are straightforward: what remains for a record with nothing unusual about it
//! is a look-up and an addition for each term.

use super::index::{Group, Index};
use super::{Mode, Reckoning, Schedule};
use crate::{Rounding, Span};

/// The rules about a class in the order in which they are reckoned.
///
/// It says nothing that [`Schedule::evaluate`] would not find the long way round, which it takes
/// for every record that is unusual: a date missing, doubtful or against another, a use or the
/// release of a hold that starts periods again.
#[derive(Clone, Debug)]
pub(crate) struct Straight {
    /// The places of the triggers that are needed.
    pub(crate) triggers: Vec<usize>,
    pub(crate) clauses: Vec<Steady>,
    terms: Vec<SteadyTerm>,
    /// Whether every rule has the same stages, none of them a review after something was destroyed.
    pub(crate) uniform: bool,
}

/// A clause whose end is the latest or the earliest of some sums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steady {
    pub(crate) of: Of,
    pub(crate) mode: Mode,
    first: usize,
    count: usize,
}

/// What the end of a clause means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Of {
    /// The rule at a place lets go.
    Keep(u32),
    Archive,
    Backstop,
    Limit,
}

/// A sum: months and days after a trigger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SteadyTerm {
    /// The place in [`Straight::triggers`], below [`MOST_TRIGGERS`].
    pub(crate) slot: usize,
    /// The place in the schedule's triggers.
    pub(crate) trigger: u32,
    pub(crate) months: i32,
    pub(crate) days: i32,
}

/// As many triggers as are looked up for one record at once.
pub(crate) const MOST_TRIGGERS: usize = 8;

impl Straight {
    /// The rules of a class, if they are all so; `class` is `None` for those that no rule names.
    pub(super) fn of<'g>(
        schedule: &Schedule,
        index: &Index,
        groups: impl Iterator<Item = &'g Group>,
        class: Option<&str>,
    ) -> Option<Self> {
        let mut found =
            Self { triggers: Vec::new(), clauses: Vec::new(), terms: Vec::new(), uniform: true };
        let mut like = None;
        for group in groups {
            let [rule] = schedule.rules.get(group.versions.clone())? else { return None };
            if !group.tags.is_empty() || rule.effective.is_some() {
                return None;
            }
            let place = u32::try_from(group.versions.start).ok()?;
            found.add(schedule, Of::Keep(place), &rule.keep)?;
            let archive = rule.archive.iter().map(|clause| (Of::Archive, clause));
            let backstop = rule.backstop.iter().map(|clause| (Of::Backstop, clause));
            for (of, clause) in archive.chain(backstop) {
                found.add(schedule, of, clause)?;
            }
            let staged = index.staged(group.versions.start)?;
            let same = *like.get_or_insert(staged.like) == staged.like;
            found.uniform &= same && !staged.late_review;
        }
        // Without a rule the limits alone decide, and a limit by tags turns on the record.
        found.clauses.first()?;
        for limit in &schedule.limits {
            if !limit.select.tags.is_empty() {
                return None;
            }
            let named = &limit.select.classes;
            if named.is_empty() || class.is_some_and(|class| named.iter().any(|one| one == class)) {
                found.add(schedule, Of::Limit, &limit.delete_by)?;
            } else if class.is_none() {
                return None;
            }
        }
        Some(found)
    }

    fn add(&mut self, schedule: &Schedule, of: Of, clause: &Reckoning) -> Option<()> {
        let first = self.terms.len();
        for (place, span) in &clause.terms {
            let Span::After(period, Rounding::None) = span else { return None };
            if period.counts_working_days() || schedule.triggers.get(*place)?.optional {
                return None;
            }
            let known = self.triggers.iter().position(|known| known == place);
            let slot = known.unwrap_or_else(|| {
                self.triggers.push(*place);
                self.triggers.len() - 1
            });
            if slot >= MOST_TRIGGERS {
                return None;
            }
            let (months, days) = (i32::from(period.months()), i32::from(period.days()));
            let trigger = u32::try_from(*place).ok()?;
            self.terms.push(SteadyTerm { slot, trigger, months, days });
        }
        let count = self.terms.len() - first;
        self.clauses.push(Steady { of, mode: clause.mode, first, count });
        Some(())
    }

    /// The terms of a clause.
    #[inline]
    pub(crate) fn terms(&self, clause: Steady) -> &[SteadyTerm] {
        self.terms.get(clause.first..clause.first.wrapping_add(clause.count)).unwrap_or_default()
    }
}
