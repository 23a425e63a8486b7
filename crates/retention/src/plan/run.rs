//! The day of a run, checked against the last one.

use caldicott_calendar::Day;

/// The day of a run that may lead to destruction, checked against a clock that is wrong.
///
/// A clock ten years ahead would make everything due at once. So a run more than
/// [`RunDay::LONGEST_GAP`] days after the last is refused until somebody confirms the day, and one
/// before the last is always refused.
///
/// ```
/// use caldicott_retention::{Day, RunDay};
/// let last: Day = "2026-11-01".parse()?;
/// assert!(RunDay::after(last, "2026-11-21".parse()?).is_ok());
/// assert!(RunDay::after(last, "2036-11-21".parse()?).is_err());
/// assert!(RunDay::confirmed(last, "2036-11-21".parse()?).is_ok());
/// assert!(RunDay::confirmed(last, "2026-10-31".parse()?).is_err());
/// # Ok::<(), caldicott_calendar::DayError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RunDay(Day);

/// A day on which a run is refused.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RunDayError {
    /// It is before the last run.
    #[error("today, `{today}`, is before the last run on `{last}`: the clock is wrong")]
    Backwards {
        /// The day of the last run.
        last: Day,
        /// The day given.
        today: Day,
    },
    /// It is long after the last run.
    #[error("the last run was `{days}` days ago, on `{last}`; confirm that today is `{today}`")]
    Gap {
        /// The day of the last run.
        last: Day,
        /// The day given.
        today: Day,
        /// The days between.
        days: i32,
    },
}

impl RunDay {
    /// The longest time between two runs that needs no confirmation, in days.
    pub const LONGEST_GAP: i32 = 35;

    /// The first run of all. Somebody starts it, and so confirms the day.
    #[must_use]
    pub const fn first(today: Day) -> Self {
        Self(today)
    }

    /// A run after the last.
    ///
    /// # Errors
    /// When the clock went back, or on by more than [`RunDay::LONGEST_GAP`] days.
    pub fn after(last: Day, today: Day) -> Result<Self, RunDayError> {
        let days = last.days_until(today);
        if days > Self::LONGEST_GAP {
            return Err(RunDayError::Gap { last, today, days });
        }
        Self::confirmed(last, today)
    }

    /// A run whose day somebody confirmed.
    ///
    /// # Errors
    /// When the clock went back.
    pub fn confirmed(last: Day, today: Day) -> Result<Self, RunDayError> {
        if today < last {
            return Err(RunDayError::Backwards { last, today });
        }
        Ok(Self(today))
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.0
    }
}
