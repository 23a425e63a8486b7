//! What keeps a clock from answering.

use crate::{Day, HolidayTable, Rule};

/// Why a clock has no answer: the question lies outside what it knows, or contradicts itself.
///
/// That a duty does not exist, has not started or is paused is no error: it is an answer.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CalendarError {
    /// Whether a weekday is a holiday is not known.
    #[error(transparent)]
    NoHolidayData(NoHolidayData),
    /// The law in question did not apply yet.
    #[error(transparent)]
    NotInForce(NotInForce),
    /// The facts are in an order that cannot have happened.
    #[error(transparent)]
    Order(Order),
    /// The calendar ends with the year 9999.
    #[error("the answer lies outside the years 1 to 9999")]
    OutOfRange,
    /// A length of time that is no period.
    #[error(transparent)]
    Period(PeriodError),
}

impl CalendarError {
    pub(crate) const fn no_holiday_data(table: &HolidayTable, day: Day) -> Self {
        Self::NoHolidayData(NoHolidayData { day, first: table.first(), last: table.last() })
    }

    pub(crate) const fn not_in_force(rule: Rule, from: Day) -> Self {
        Self::NotInForce(NotInForce { rule: rule.id(), from })
    }
}

impl From<PeriodError> for CalendarError {
    fn from(error: PeriodError) -> Self {
        Self::Period(error)
    }
}

impl From<Order> for CalendarError {
    fn from(error: Order) -> Self {
        Self::Order(error)
    }
}

/// A weekday for which there is no holiday data.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "whether a weekday in `{}` is a bank holiday is not known: the holiday table covers `{first}` \
     to `{last}` (BH-06)", day.year()
)]
pub struct NoHolidayData {
    day: Day,
    first: Day,
    last: Day,
}

impl NoHolidayData {
    /// The weekday in question: the answer lies on it or after it.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The last day the table speaks for.
    #[must_use]
    pub const fn horizon(&self) -> Day {
        self.last
    }
}

/// A duty that was not law yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the duty was not law before `{from}` ({rule})")]
pub struct NotInForce {
    rule: &'static str,
    from: Day,
}

impl NotInForce {
    /// The first day of the law.
    #[must_use]
    pub const fn from(&self) -> Day {
        self.from
    }
}

/// Facts in an order that cannot have happened.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Order {
    /// A clarification was received before it was asked for.
    #[error("a clarification was received before it was asked for (RT-05)")]
    AnswerBeforeQuestion,
    /// A step of the request is dated before the request.
    #[error("a step of handling the request is dated before its receipt (RT-02)")]
    BeforeReceipt,
}

/// A length of time that is no period.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PeriodError {
    /// A period of nothing.
    #[error("a period of `0` is no period")]
    Zero,
    /// More than a hundred years.
    #[error("a period longer than `100` years is refused")]
    TooLong,
    /// A review period beyond its maximum.
    #[error("review period of `{months}` months is outside 1 to 12 (H-010)")]
    Review {
        /// The months asked for.
        months: u8,
    },
}
