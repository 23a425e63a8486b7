//! What a schedule needs to know about a record, and no more.

use core::fmt;

use caldicott_calendar::{Day, DayError};
use caldicott_model::CategorySet;
use caldicott_model::digest::Sha256;

use crate::{Hold, Stage};

/// The facts about one record that retention turns on: no name, no content.
///
/// ```
/// use caldicott_retention::{Hold, Record, TriggerDate};
///
/// let record = Record::new("client")
///     .dated("support-ended", TriggerDate::parse("2019-03"))
///     .held(Hold::new("arrears", "2024-05-01".parse()?));
/// // Its dates are about a person, so they do not print.
/// assert_eq!(format!("{record:?}"), "Record(client, 1 date, 1 hold)");
/// # Ok::<(), caldicott_calendar::DayError>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Record {
    class: Name,
    tags: CategorySet,
    /// No two alike; of one trigger several, when they differ.
    dates: Vec<(Name, TriggerDate)>,
    holds: Vec<Hold>,
    taken: Vec<Taken>,
    reused: Option<Day>,
}

/// A name with a hash that finds it quickly. Equal hashes are never taken for equal names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Name {
    hash: u64,
    text: String,
}

/// What [`Record::only_day`] finds.
#[derive(Clone, Copy)]
pub(crate) enum Only {
    Nothing,
    Day(Day),
    Unusual,
}

/// What is recorded as the day of a trigger.
#[expect(clippy::exhaustive_enums, reason = "each kind must be decided on")]
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub enum TriggerDate {
    /// Nothing, or a word for nothing.
    Missing,
    /// A day.
    Day(Day),
    /// A month or a year only.
    Partial(PartialDate),
    /// Something that is no day, such as 30 February.
    Impossible,
}

/// A month or a year without its day.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct PartialDate {
    first: Day,
    last: Day,
}

/// A stage that was gone through.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Taken {
    stage: Stage,
    on: Day,
    decision: Decision,
}

/// What a review decided (RE-06). For every other stage it is [`Decision::Proceed`]; a record that was to be
/// kept is kept all the same.
#[expect(clippy::exhaustive_enums, reason = "the three outcomes of an appraisal")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Decision {
    /// Nothing is needed any longer: go on.
    Proceed,
    /// Keep, with reasons written down, and look again on this day.
    KeepUntil(Day),
    /// Keep for good.
    KeepForever,
}

impl Record {
    /// A record of this class, of which nothing else is known.
    pub fn new(class: impl Into<String>) -> Self {
        Self {
            class: Name::new(class.into()),
            tags: CategorySet::NONE,
            dates: Vec::new(),
            holds: Vec::new(),
            taken: Vec::new(),
            reused: None,
        }
    }

    /// The same record, about these categories as well.
    #[must_use]
    pub fn tagged(mut self, tags: CategorySet) -> Self {
        self.tags = self.tags.union(tags);
        self
    }

    /// The same record with a trigger's date. Of several dates for one trigger the latest counts;
    /// one that stands for an empty field does not, and one that is impossible spoils them all.
    #[must_use]
    pub fn dated(mut self, trigger: impl Into<String>, date: impl Into<TriggerDate>) -> Self {
        let date = date.into();
        let trigger = Name::new(trigger.into());
        let same = self.dates.iter().any(|known| known.0 == trigger && known.1 == date);
        let first = self.dates.iter_mut().find(|known| known.0 == trigger);
        match first {
            Some(_) if same || date == TriggerDate::Missing => {}
            Some((_, known)) if *known == TriggerDate::Missing => *known = date,
            Some(_) | None => self.dates.push((trigger, date)),
        }
        self
    }

    /// The same record under one hold more.
    #[must_use]
    pub fn held(mut self, hold: Hold) -> Self {
        self.holds.push(hold);
        self
    }

    /// The same record, one stage gone through.
    #[must_use]
    pub fn taken(mut self, taken: Taken) -> Self {
        self.taken.push(taken);
        self
    }

    /// The same record, last used again on this day (RE-05). Reading it for retention is no use.
    #[must_use]
    pub fn reused(mut self, on: Day) -> Self {
        self.reused = self.reused.max(Some(on));
        self
    }

    /// The class.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class.text
    }

    pub(crate) const fn class_name(&self) -> &Name {
        &self.class
    }

    /// What it is about.
    #[must_use]
    pub const fn tags(&self) -> CategorySet {
        self.tags
    }

    /// A trigger's date: of several the latest, unless one is impossible.
    #[must_use]
    pub fn date(&self, trigger: &str) -> TriggerDate {
        let mut all = self.dates.iter().filter(|(name, _)| name.text == trigger);
        let first = all.next().map_or(TriggerDate::Missing, |(_, date)| *date);
        all.fold(first, |latest, (_, date)| latest.later(*date))
    }

    /// The day recorded for a trigger, when there is one and nothing else.
    #[inline]
    pub(crate) fn only_day(&self, trigger: &Name) -> Only {
        let mut found = Only::Nothing;
        for (name, date) in &self.dates {
            if name.hash != trigger.hash || name.text != trigger.text {
                continue;
            }
            found = match (found, date) {
                (Only::Nothing, TriggerDate::Day(day)) => Only::Day(*day),
                _ => return Only::Unusual,
            };
        }
        found
    }

    /// Every date recorded for a trigger.
    pub(crate) fn dates_of<'r>(&'r self, trigger: &'r Name) -> impl Iterator<Item = TriggerDate> {
        self.dates.iter().filter(move |(name, _)| name == trigger).map(|(_, date)| *date)
    }

    /// The holds, released ones included.
    #[must_use]
    pub fn holds(&self) -> &[Hold] {
        &self.holds
    }

    /// The stages gone through.
    #[must_use]
    pub fn stages_taken(&self) -> &[Taken] {
        &self.taken
    }

    /// The day it was last used again.
    #[must_use]
    pub const fn last_reuse(&self) -> Option<Day> {
        self.reused
    }

    /// A hash of all the facts: when any of them changes, so does this.
    #[must_use]
    pub fn fingerprint(&self) -> Sha256 {
        use fmt::Write as _;
        let mut form = String::with_capacity(128);
        // Writing to a String cannot fail.
        let _ = write!(form, "{:?} {:x} ", self.class.text, self.tags.bits());
        let dates = self.dates.iter().map(|(name, date)| match date {
            TriggerDate::Missing => (&name.text, '-', None, None),
            TriggerDate::Day(day) => (&name.text, 'd', Some(*day), None),
            TriggerDate::Partial(part) => (&name.text, 'p', Some(part.first), Some(part.last)),
            TriggerDate::Impossible => (&name.text, '!', None, None),
        });
        let mut dates: Vec<_> = dates.collect();
        dates.sort_unstable();
        for (name, kind, first, last) in dates {
            let _ = write!(form, "{name:?}{kind}{first:?}{last:?} ");
        }
        let mut rest: Vec<String> = self.holds.iter().map(|hold| format!("{hold:?}")).collect();
        rest.extend(self.taken.iter().map(|taken| format!("{taken:?}")));
        rest.sort_unstable();
        let _ = write!(form, "{rest:?}{:?}", self.reused);
        Sha256::of(form.as_bytes())
    }
}

impl TriggerDate {
    /// Reads what stands in a date field: a day, a month (`2019-03`), a year (`2019`), nothing, or
    /// something impossible. It never fails: what cannot be read is [`TriggerDate::Impossible`].
    ///
    /// # Example: words for nothing
    /// ```
    /// use caldicott_retention::TriggerDate;
    /// for nothing in ["", "  ", "Unknown", "N/A", "not known", "-"] {
    ///     assert_eq!(TriggerDate::parse(nothing), TriggerDate::Missing);
    /// }
    /// assert_eq!(TriggerDate::parse("2025-02-30"), TriggerDate::Impossible);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Self::Missing;
        }
        let read = match text.len() {
            4 => format!("{text}-01-01").parse().and_then(|first: Day| Self::year(first.year())),
            7 => format!("{text}-01")
                .parse()
                .and_then(|first: Day| Self::month(first.year(), first.month())),
            _ => text.parse().map(Self::Day),
        };
        read.unwrap_or(Self::Impossible)
    }

    /// Some day of a month.
    ///
    /// # Errors
    /// Where the calendar has no such month.
    pub fn month(year: i32, month: u8) -> Result<Self, DayError> {
        let first = Day::new(year, month, 1)?;
        Ok(Self::Partial(PartialDate { first, last: first.last_of_month() }))
    }

    /// Some day of a year.
    ///
    /// # Errors
    /// Where the calendar has no such year.
    pub fn year(year: i32) -> Result<Self, DayError> {
        let first = Day::new(year, 1, 1)?;
        Ok(Self::Partial(PartialDate { first, last: Day::new(year, 12, 31)? }))
    }

    /// The latest of two dates of one trigger.
    fn later(self, other: Self) -> Self {
        let last = |date: Self| match date {
            Self::Missing | Self::Impossible => None,
            Self::Day(day) => Some(day),
            Self::Partial(partial) => Some(partial.last),
        };
        match (self, other) {
            (Self::Impossible, _) | (_, Self::Impossible) => Self::Impossible,
            _ if last(other) > last(self) => other,
            _ => self,
        }
    }
}

impl From<Day> for TriggerDate {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

/// A day that a host has or has not: nothing is [`TriggerDate::Missing`].
impl From<Option<Day>> for TriggerDate {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Self::Missing, Self::Day)
    }
}

impl PartialDate {
    /// The first day it may mean.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// The last day it may mean: the one that counts.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }
}

impl Name {
    pub(crate) fn new(text: String) -> Self {
        Self { hash: hash(&text), text }
    }

    pub(crate) const fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// FNV-1a: it only sorts names apart, so that nobody gains by a collision.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Taken {
    /// A stage gone through on a day, with what it decided.
    #[must_use]
    pub const fn new(stage: Stage, on: Day, decision: Decision) -> Self {
        Self { stage, on, decision }
    }

    /// The stage.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The day.
    #[must_use]
    pub const fn on(&self) -> Day {
        self.on
    }

    /// What was decided.
    #[must_use]
    pub const fn decision(&self) -> Decision {
        self.decision
    }
}

impl fmt::Debug for Record {
    /// Writes the class and counts, no date.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = |count: usize| if count == 1 { "" } else { "s" };
        let (dates, holds) = (self.dates.len(), self.holds.len());
        write!(
            out,
            "Record({}, {dates} date{}, {holds} hold{})",
            self.class.text,
            several(dates),
            several(holds)
        )
    }
}

impl fmt::Debug for TriggerDate {
    /// Writes the kind, never the day.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "Missing",
            Self::Day(_) => "Day(…)",
            Self::Partial(_) => "Partial(…)",
            Self::Impossible => "Impossible",
        })
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PartialDate(…)")
    }
}

/// What people write in a date field when there is no date.
const NOTHING: [&str; 12] = [
    "",
    "-",
    "n/a",
    "na",
    "nil",
    "none",
    "not applicable",
    "not known",
    "null",
    "tbc",
    "unknown",
    "?",
];
