//! Looking ahead and sideways: what would happen, month by month, and under another schedule.

use std::collections::BTreeMap;

use caldicott_calendar::Day;

use crate::resolved::Resolved;
use crate::{Duty, Record, Schedule};

/// How many records there are for each duty. It clears nothing: only a plan carried out does.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Simulation {
    counts: [usize; DUTIES.len()],
}

/// The counts at the end of one month.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Forecast {
    /// The last day of the month.
    pub month_end: Day,
    /// What would be due then if no fact changed.
    pub duties: Simulation,
}

/// How the same records fare under two schedules on one day.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Comparison {
    moves: BTreeMap<(Duty, Duty), usize>,
    changed: Vec<(String, Duty, Duty)>,
}

/// A forecast in the making.
#[derive(Clone, Debug)]
pub struct LookingAhead<'s> {
    schedule: &'s Schedule,
    months: Vec<Forecast>,
}

/// A comparison in the making.
#[derive(Clone, Debug)]
pub struct Comparing<'s> {
    one: &'s Schedule,
    other: &'s Schedule,
    found: Comparison,
}

const DUTIES: [Duty; 7] = [
    Duty::Keep,
    Duty::Archive,
    Duty::Review,
    Duty::Held,
    Duty::Anonymise,
    Duty::Dispose,
    Duty::Done,
];

impl Schedule {
    /// Counts what would be due on a day. Nothing is cleared, and nothing remembered.
    #[must_use]
    pub fn simulate<'r>(
        &self,
        records: impl IntoIterator<Item = (&'r str, &'r Record)>,
        as_of: Day,
    ) -> Simulation {
        let mut seen = Simulation::default();
        for (_, record) in records {
            seen.add(self.evaluate(record, as_of).duty());
        }
        seen
    }

    /// Counts what would be due at the end of each of the next months, the current one first, if
    /// no fact changed.
    #[must_use]
    pub fn forecast<'r>(
        &self,
        records: impl IntoIterator<Item = &'r Record>,
        from: Day,
        months: u16,
    ) -> Vec<Forecast> {
        let mut ahead = self.looking_ahead(from, months);
        for record in records {
            ahead.add(record);
        }
        ahead.finish()
    }

    /// The same for records that come one by one and are too many to be held.
    #[must_use]
    pub fn looking_ahead(&self, from: Day, months: u16) -> LookingAhead<'_> {
        let months = (0..months)
            .filter_map(|month| from.plus_months(month.into()))
            .map(|day| Forecast { month_end: day.last_of_month(), duties: Simulation::default() })
            .collect();
        LookingAhead { schedule: self, months }
    }

    /// Compares this schedule with another over the same records.
    #[must_use]
    pub fn compare<'r>(
        &self,
        other: &Self,
        records: impl IntoIterator<Item = (&'r str, &'r Record)>,
        as_of: Day,
    ) -> Comparison {
        let mut found = Comparing { one: self, other, found: Comparison::default() };
        for (id, record) in records {
            found.add(id, record, as_of);
        }
        found.finish()
    }

    /// The same for records that come one by one.
    #[must_use]
    pub fn comparing<'s>(&'s self, other: &'s Self) -> Comparing<'s> {
        Comparing { one: self, other, found: Comparison::default() }
    }
}

impl LookingAhead<'_> {
    /// Counts a record in.
    pub fn add(&mut self, record: &Record) {
        // What does not depend on the day is found once.
        let mut resolved = Resolved::new(self.schedule, record);
        self.schedule.resolve(record, &mut resolved);
        for month in &mut self.months {
            month.duties.add(resolved.duty(month.month_end));
        }
    }

    /// The counts at the end of each month.
    #[must_use]
    pub fn finish(self) -> Vec<Forecast> {
        self.months
    }
}

impl Comparing<'_> {
    /// Judges a record by both.
    pub fn add(&mut self, id: &str, record: &Record, as_of: Day) {
        let before = self.one.evaluate(record, as_of).duty();
        let after = self.other.evaluate(record, as_of).duty();
        *self.found.moves.entry((before, after)).or_default() += 1;
        if before != after {
            self.found.changed.push((id.to_owned(), before, after));
        }
    }

    /// How they fare.
    #[must_use]
    pub fn finish(self) -> Comparison {
        let mut found = self.found;
        found.changed.sort_unstable();
        found
    }
}

impl Simulation {
    /// How many records have this duty.
    #[must_use]
    pub fn count(&self, duty: Duty) -> usize {
        let place = DUTIES.iter().position(|known| *known == duty);
        place.and_then(|place| self.counts.get(place)).copied().unwrap_or(0)
    }

    /// How many records there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Each duty with its count.
    pub fn iter(&self) -> impl Iterator<Item = (Duty, usize)> {
        DUTIES.into_iter().zip(self.counts)
    }

    fn add(&mut self, duty: Duty) {
        let place = DUTIES.iter().position(|known| *known == duty);
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += 1;
        }
    }
}

impl Comparison {
    /// How many records go from each duty to each other, those that stay included.
    pub fn moves(&self) -> impl Iterator<Item = (Duty, Duty, usize)> {
        self.moves.iter().map(|((before, after), count)| (*before, *after, *count))
    }

    /// The records whose duty differs: id, before, after; in the order of the ids.
    pub fn changed(&self) -> &[(String, Duty, Duty)] {
        &self.changed
    }
}

#[cfg(feature = "serde")]
mod with_serde {
    use serde::ser::{Serialize, SerializeStruct as _, Serializer};

    use super::{Comparison, Simulation};

    impl Serialize for Simulation {
        /// Writes each duty with its count.
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            out.collect_map(self.iter())
        }
    }

    impl Serialize for Comparison {
        /// Writes how many records go from each duty to each other, and which ones differ.
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            let mut fields = out.serialize_struct("Comparison", 2)?;
            fields.serialize_field("moves", &self.moves().collect::<Vec<_>>())?;
            fields.serialize_field("changed", self.changed())?;
            fields.end()
        }
    }
}
