//! What holds a record back.

use caldicott_calendar::Day;

use crate::TriggerDate;
use crate::schedule::{EPOCH, FIRST_REAL, LAST_REAL};

/// A reason, with its days, for which a record is not destroyed (D-004, RE-14).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hold {
    id: String,
    /// `None` when it is not known: it then counts as in force since ever.
    from: Option<Day>,
    /// `None` while it is not released.
    to: Option<Day>,
    /// Whether a last day was given that is none.
    unclear: bool,
}

impl Hold {
    /// A hold from this day on, not yet released.
    ///
    /// A day that stands for an empty field, such as 1900-01-01, is none: see [`Hold::undated`].
    pub fn new(id: impl Into<String>, from: Day) -> Self {
        let from = is_real(from).then_some(from);
        Self { id: id.into(), from, to: None, unclear: false }
    }

    /// A hold of which the first day is not known. It counts as in force since ever: what holds a
    /// record back is never left out for want of a date.
    pub fn undated(id: impl Into<String>) -> Self {
        Self { id: id.into(), from: None, to: None, unclear: false }
    }

    /// A hold with its days as they are recorded. In doubt it holds: of a month or year the first
    /// day begins it and the last day ends it, no first day is since ever, no last day is not
    /// released, and so is a last day that is none.
    ///
    /// ```
    /// use caldicott_retention::{Day, Hold, TriggerDate};
    /// let hold = Hold::dated("arrears", TriggerDate::parse(""), TriggerDate::parse("2026-03"));
    /// assert!(hold.is_on(Day::literal(2020, 1, 1)) && hold.is_on(Day::literal(2026, 3, 31)));
    /// assert!(!hold.is_on(Day::literal(2026, 4, 1)));
    /// let never = Hold::dated("arrears", TriggerDate::parse("2026"), TriggerDate::parse("2026-02-30"));
    /// assert!(never.is_on(Day::literal(2090, 1, 1)));
    /// ```
    pub fn dated(id: impl Into<String>, from: TriggerDate, to: TriggerDate) -> Self {
        let hold = match from {
            TriggerDate::Day(day) => Self::new(id, day),
            TriggerDate::Partial(partial) => Self::new(id, partial.first()),
            TriggerDate::Missing | TriggerDate::Impossible => Self::undated(id),
        };
        match to {
            TriggerDate::Day(day) => hold.until(day),
            TriggerDate::Partial(partial) => hold.until(partial.last()),
            TriggerDate::Missing => hold,
            TriggerDate::Impossible => Self { unclear: true, ..hold },
        }
    }

    /// The same hold, in force for the last time on this day. A day that stands for an empty field
    /// releases nothing.
    #[must_use]
    pub fn until(mut self, to: Day) -> Self {
        self.to = (is_real(to) && to != EPOCH).then_some(to);
        self
    }

    /// The kind of hold.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The first day; `None` when it is not known and the hold counts as in force since ever.
    #[must_use]
    pub const fn from(&self) -> Option<Day> {
        self.from
    }

    /// The last day; `None` while it is not released.
    #[must_use]
    pub const fn to(&self) -> Option<Day> {
        self.to
    }

    /// Whether it ends before it starts, or on no day of the calendar. Such a hold is taken as
    /// never released.
    #[must_use]
    pub fn is_contradictory(&self) -> bool {
        self.unclear || self.to.is_some_and(|to| self.from.is_some_and(|from| to < from))
    }

    /// Whether it is in force on a day, the first and the last included.
    #[must_use]
    pub fn is_on(&self, day: Day) -> bool {
        self.is_contradictory()
            || self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

fn is_real(day: Day) -> bool {
    (FIRST_REAL..=LAST_REAL).contains(&day)
}
