//! How many rows have each standing, today and at the ends of the months to come.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use super::Columns;
use super::judge::{Judge, Slot};
use crate::cutoff::Cutoffs;
use crate::{Schedule, Standing};

/// How many rows there are with each standing. It clears nothing: only a plan carried out does.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Standings {
    counts: [u64; 6],
}

/// The standings at the end of one month, if no fact changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StandingsAhead {
    /// The last day of the month.
    pub month_end: Day,
    /// The rows with each standing then.
    pub standings: Standings,
}

/// How many chunks of 64 rows are judged for every month before the next are read.
const BLOCK: usize = 32;

impl Cutoffs<'_> {
    /// How many rows have each standing.
    #[must_use]
    pub fn count(&self, columns: &Columns<'_>) -> Standings {
        let judge = Judge::new(self, columns);
        let mut found = Standings::default();
        let mut slots = Vec::new();
        for at in 0..judge.chunks() {
            found.add(judge.parts(at, &mut slots).counts());
        }
        found
    }
}

impl Schedule {
    /// The standings of a table at the end of each of the next months, the current one first, if no
    /// fact changes. It is what [`Cutoffs::count`] says on each of those days, in one reading.
    #[must_use]
    pub fn forecast_columns(
        &self,
        class: &str,
        tags: CategorySet,
        columns: &Columns<'_>,
        from: Day,
        months: u16,
    ) -> Vec<StandingsAhead> {
        let ends: Vec<Day> = (0..months)
            .filter_map(|month| from.plus_months(month.into()))
            .map(Day::last_of_month)
            .collect();
        let compiled: Vec<Cutoffs<'_>> =
            ends.iter().map(|end| self.compile(class, tags, *end)).collect();
        let judges: Vec<Judge<'_>> = compiled.iter().map(|cut| Judge::new(cut, columns)).collect();
        let mut ahead: Vec<StandingsAhead> = ends
            .into_iter()
            .map(|month_end| StandingsAhead { month_end, standings: Standings::default() })
            .collect();
        let chunks = columns.rows().div_ceil(64);
        let mut slots: Vec<Slot<'_>> = Vec::new();
        let mut block = 0;
        while block < chunks {
            for (judge, month) in judges.iter().zip(&mut ahead) {
                for at in block..(block + BLOCK).min(chunks) {
                    month.standings.add(judge.parts(at, &mut slots).counts());
                }
            }
            block += BLOCK;
        }
        ahead
    }
}

impl Standings {
    /// How many rows have this standing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> u64 {
        self.counts.get(standing as usize).copied().unwrap_or(0)
    }

    /// How many rows there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Each standing with its count.
    pub fn iter(&self) -> impl Iterator<Item = (Standing, u64)> {
        Standing::ALL.into_iter().zip(self.counts)
    }

    fn add(&mut self, counts: [u32; 6]) {
        for (sum, count) in self.counts.iter_mut().zip(counts) {
            *sum += u64::from(count);
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Standings {
    /// Writes each standing with its count.
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.iter())
    }
}
