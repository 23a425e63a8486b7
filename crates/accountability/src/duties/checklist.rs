//! What people and premises have to do, that no code can: a checklist.

use std::collections::BTreeMap;

use caldicott_calendar::{Day, Rule};

use super::entries::ENTRIES;
use crate::owed::{Owed, Owes};
use caldicott_model::words;

words! {
    /// How often an entry is looked at. Where the source names no time, the choice is ours.
    #[expect(clippy::exhaustive_enums, reason = "each has its own count")]
    Every {
        /// When somebody or something starts, and then yearly for all.
        Start = "start",
        /// Four times a year: supervision and walks through the premises.
        Quarter = "quarter",
        /// Once a year.
        Year = "year",
    }
}

/// One rule that people carry out.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub(super) rule: Rule,
    pub(super) who: &'static str,
    pub(super) every: Every,
}

/// The checklist of one organisation: which entries were looked at when.
///
/// ```
/// use caldicott_accountability::Owes;
/// use caldicott_accountability::duties::Checklist;
/// use caldicott_calendar::Day;
///
/// let began = Day::literal(2026, 1, 5);
/// let mut list = Checklist::beginning(began);
/// assert!(list.done("E-008", Day::literal(2026, 2, 2)).is_ok());
/// // A rule that no checklist has cannot be ticked.
/// assert!(list.done("D-011", began).is_err());
/// let due = list.owes().into_iter().find(|owed| owed.rule().id() == "E-008").ok_or("none")?;
/// assert_eq!(due.by(), Some(Day::literal(2026, 5, 2)));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Checklist {
    began: Day,
    done: BTreeMap<&'static str, Day>,
}

/// An id that no entry has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no entry of the checklist has the rule `{id}`")]
pub struct NoEntry {
    id: String,
}

/// Every entry, in the order of the rules.
#[must_use]
pub const fn checklist() -> &'static [Entry] {
    &ENTRIES
}

impl Every {
    const fn months(self) -> i32 {
        match self {
            Self::Quarter => 3,
            Self::Start | Self::Year => 12,
        }
    }
}

impl Entry {
    /// The rule, whose words say what to look at.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// Who sees to it.
    #[must_use]
    pub const fn who(&self) -> &'static str {
        self.who
    }

    /// How often it is looked at.
    #[must_use]
    pub const fn every(&self) -> Every {
        self.every
    }
}

impl Checklist {
    /// A checklist that begins on a day: nothing was looked at yet.
    #[must_use]
    pub const fn beginning(began: Day) -> Self {
        Self { began, done: BTreeMap::new() }
    }

    /// An entry was looked at on a day. An earlier day than one that is known changes nothing.
    ///
    /// # Errors
    /// [`NoEntry`] where no entry has this rule.
    pub fn done(&mut self, id: &str, on: Day) -> Result<(), NoEntry> {
        let entry = ENTRIES.iter().find(|entry| entry.rule.id() == id);
        let entry =
            entry.ok_or_else(|| NoEntry { id: caldicott_model::document::printable(id) })?;
        let last = self.done.entry(entry.rule.id()).or_insert(on);
        *last = on.max(*last);
        Ok(())
    }

    /// When an entry was looked at last.
    #[must_use]
    pub fn last(&self, id: &str) -> Option<Day> {
        self.done.get(id).copied()
    }
}

impl Owes for Checklist {
    fn owes(&self) -> Vec<Owed> {
        let owed = |entry: &Entry| {
            let last = self.last(entry.rule.id());
            let by = match (last, entry.every) {
                (None, Every::Start) => Some(self.began),
                (last, every) => last.unwrap_or(self.began).plus_months(every.months()),
            };
            Owed::new(entry.rule.says(), entry.who, by, entry.rule)
        };
        ENTRIES.iter().map(owed).collect()
    }
}
