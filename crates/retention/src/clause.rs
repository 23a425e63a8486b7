//! What a retention clause says, as a value.

mod parse;

use core::fmt;

use caldicott_calendar::Day;

use crate::start::Start;
use crate::{Period, Rounding, WorkingDays};

pub use parse::ClauseError;
pub(crate) use parse::Words;

/// How long a rule keeps a record.
///
/// ```
/// use caldicott_retention::Clause;
///
/// let clause: Clause = "latest of 8 years after support-ended, until 25th birthday of born".parse()?;
/// assert_eq!(clause.triggers().collect::<Vec<_>>(), ["support-ended", "born"]);
/// // An error says where, and what would be understood.
/// let error = "6 y after support-ended".parse::<Clause>().unwrap_err();
/// assert_eq!(error.column(), 3);
/// assert_eq!(error.to_string(), "column 3: `y` is no unit; write `years`");
/// # Ok::<(), caldicott_retention::ClauseError>(())
/// ```
#[expect(clippy::exhaustive_enums, reason = "the language has these clauses and no other")]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Clause {
    /// `keep forever`.
    Forever,
    /// A single term, or `latest of` several: the last of them to end.
    Latest(Vec<Term>),
    /// `earliest of`: the first of them to end.
    Earliest(Vec<Term>),
    /// `… after latest of a, b`: one period from the last of several triggers.
    AfterLatest(Period, Vec<String>),
}

/// One term of a clause: a day reckoned from one trigger.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Term {
    pub(crate) trigger: String,
    pub(crate) span: Span,
}

/// How a term reckons from its trigger.
#[expect(clippy::exhaustive_enums, reason = "the language has these terms and no other")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Span {
    /// A period, rounded at the end.
    After(Period, Rounding),
    /// Until this birthday.
    Birthday(u8),
}

/// The day on which somebody born on 29 February has a birthday in a common year.
#[expect(clippy::exhaustive_enums, reason = "there are two such days")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum LeapBirthday {
    /// 28 February.
    February28,
    /// 1 March: the later day, so a file that does not say keeps longer.
    #[default]
    March1,
}

impl Clause {
    /// The names of the triggers it reckons from, in the order written, repeats included.
    pub fn triggers(&self) -> impl Iterator<Item = &str> {
        let (terms, names): (&[Term], &[String]) = match self {
            Self::Forever => (&[], &[]),
            Self::Latest(terms) | Self::Earliest(terms) => (terms, &[]),
            Self::AfterLatest(_, names) => (&[], names),
        };
        terms.iter().map(|term| term.trigger.as_str()).chain(names.iter().map(String::as_str))
    }

    /// How it reckons: each trigger with its span.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (&str, Span)> {
        let (terms, names, period): (&[Term], &[String], Period) = match self {
            Self::Forever => (&[], &[], Period::IMMEDIATE),
            Self::Latest(terms) | Self::Earliest(terms) => (terms, &[], Period::IMMEDIATE),
            Self::AfterLatest(period, names) => (&[], names, *period),
        };
        // The period after the latest trigger is the latest of the periods after each: adding a
        // period never changes the order of two days.
        let after = Span::After(period, Rounding::None);
        terms
            .iter()
            .map(|term| (term.trigger.as_str(), term.span))
            .chain(names.iter().map(move |name| (name.as_str(), after)))
    }
}

impl Term {
    /// The trigger it reckons from.
    #[must_use]
    pub fn trigger(&self) -> &str {
        &self.trigger
    }

    /// How it reckons.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }
}

impl Span {
    /// The day the term ends for this trigger, or `None` past the year 9999.
    #[must_use]
    pub fn after(self, from: Day, leap: LeapBirthday, week: &WorkingDays) -> Option<Day> {
        self.after_start(Start::of(from), leap, week)
    }

    #[inline]
    pub(crate) fn after_start(
        self,
        from: Start,
        leap: LeapBirthday,
        week: &WorkingDays,
    ) -> Option<Day> {
        match self {
            Self::After(period, rounding) => period.after_start(from, rounding, week),
            Self::Birthday(age) => birthday(from, age, leap),
        }
    }

    /// The last trigger whose term has ended on or before a day.
    #[must_use]
    pub fn cutoff(self, day: Day, leap: LeapBirthday, week: &WorkingDays) -> Option<Day> {
        match self {
            Self::After(period, rounding) => period.cutoff(day, rounding, week),
            Self::Birthday(age) => {
                crate::period::bisect(day, |born| birthday(Start::of(born), age, leap))
            }
        }
    }

    /// Whether it counts calendar months.
    #[must_use]
    pub const fn counts_months(self) -> bool {
        match self {
            Self::After(period, _) => period.months() > 0,
            Self::Birthday(_) => true,
        }
    }

    /// Whether the end depends on which days are worked.
    #[must_use]
    pub const fn counts_working_days(self) -> bool {
        match self {
            Self::After(period, rounding) => {
                period.counts_working_days() || matches!(rounding, Rounding::NextWorkingDay)
            }
            Self::Birthday(_) => false,
        }
    }
}

/// The day somebody reaches an age.
fn birthday(born: Start, age: u8, leap: LeapBirthday) -> Option<Day> {
    let clamped = born.plus_months(i32::from(age) * 12)?;
    let moved = born.is_leap_day() && clamped.day_of_month() == 28;
    if moved && leap == LeapBirthday::March1 { clamped.plus_days(1) } else { Some(clamped) }
}

impl fmt::Display for Clause {
    /// Writes the clause as it would be read back.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forever => out.write_str("keep forever"),
            Self::Latest(terms) => {
                out.write_str(if terms.len() > 1 { "latest of " } else { "" })?;
                list(out, terms)
            }
            Self::Earliest(terms) => {
                out.write_str("earliest of ")?;
                list(out, terms)
            }
            Self::AfterLatest(period, names) => {
                write!(out, "{period} after latest of ")?;
                list(out, names)
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Span::After(period, rounding) => {
                write!(out, "{period} after {}{rounding}", self.trigger)
            }
            Span::Birthday(age) => {
                let suffix = ordinal_suffix(age);
                write!(out, "until {age}{suffix} birthday of {}", self.trigger)
            }
        }
    }
}

fn list<T: fmt::Display>(out: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    for (place, item) in items.iter().enumerate() {
        write!(out, "{}{item}", if place > 0 { ", " } else { "" })?;
    }
    Ok(())
}

/// The ending of an ordinal: `1st`, `2nd`, `3rd`, `11th`, `25th`.
pub(crate) const fn ordinal_suffix(number: u8) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
