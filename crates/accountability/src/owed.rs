//! What somebody has to do by when, in one list.

use caldicott_calendar::{Day, Rule, RuleSet};

/// Something that has to be done.
///
/// Every register of the organisation says what it owes in this form: this crate's own, and those of
/// other crates by way of the host.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Owed {
    what: String,
    who: String,
    about: Option<String>,
    by: Option<Day>,
    rule: Rule,
}

/// Whatever owes something.
pub trait Owes {
    /// What has to be done, with its last day where it has one.
    fn owes(&self) -> Vec<Owed>;

    /// What should have been done before this day, the oldest first.
    fn late(&self, on: Day) -> Vec<Owed> {
        let mut late: Vec<_> = self.owes().into_iter().filter(|owed| owed.is_late(on)).collect();
        late.sort_by_key(|owed| owed.by);
        late
    }
}

/// Everything that is owed, from every register.
///
/// ```
/// use caldicott_accountability::{Owed, Owes, Owing, rules};
/// use caldicott_calendar::Day;
///
/// let mut owing = Owing::default();
/// let due = Day::literal(2026, 3, 2);
/// owing.add(Owed::new("review the entry", "head-of-service", Some(due), rules::L_004).about("entry 17"));
/// // What is due today is not late yet.
/// assert!(owing.late(due).is_empty());
/// assert_eq!(owing.late(Day::literal(2026, 3, 3)).len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a list of duties that nobody reads is no list"]
pub struct Owing(Vec<Owed>);

impl Owed {
    /// Something to do, for somebody, by a day; without a day it is owed without delay and never late.
    pub fn new(
        what: impl Into<String>,
        who: impl Into<String>,
        by: Option<Day>,
        rule: Rule,
    ) -> Self {
        Self { what: what.into(), who: who.into(), about: None, by, rule }
    }

    /// The same, about this record. The host names it by an id, never by a person's name.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    /// What.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Who does it.
    #[must_use]
    pub fn who(&self) -> &str {
        &self.who
    }

    /// Which record it is about.
    #[must_use]
    pub fn record(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The last day.
    #[must_use]
    pub const fn by(&self) -> Option<Day> {
        self.by
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn is_late(&self, on: Day) -> bool {
        self.by.is_some_and(|by| by < on)
    }

    /// How many days it is late.
    #[must_use]
    pub fn days_late(&self, on: Day) -> u32 {
        self.by.map_or(0, |by| u32::try_from(by.days_until(on)).unwrap_or(0))
    }
}

impl Owing {
    /// Adds one thing.
    pub fn add(&mut self, owed: Owed) {
        self.0.push(owed);
    }

    /// Adds all that a register owes.
    pub fn add_all(&mut self, register: &(impl Owes + ?Sized)) {
        self.0.extend(register.owes());
    }

    /// Everything owed, by its last day; what has none stands last.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Owed> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|owed| (owed.by.is_none(), owed.by));
        all
    }

    /// The rules of all of it.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        self.0.iter().map(Owed::rule).collect()
    }
}

impl Owes for Owing {
    fn owes(&self) -> Vec<Owed> {
        self.0.clone()
    }
}

impl Extend<Owed> for Owing {
    fn extend<I: IntoIterator<Item = Owed>>(&mut self, more: I) {
        self.0.extend(more);
    }
}

impl FromIterator<Owed> for Owing {
    fn from_iter<I: IntoIterator<Item = Owed>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl core::fmt::Display for Owed {
    /// Writes `2026-03-02 head-of-service: review the entry, entry 17 (L-004 …)`.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.by {
            Some(by) => write!(out, "{by} ")?,
            None => out.write_str("at once ")?,
        }
        write!(out, "{}: {}", self.who, self.what)?;
        if let Some(about) = &self.about {
            write!(out, ", {about}")?;
        }
        write!(out, " ({})", self.rule)
    }
}
