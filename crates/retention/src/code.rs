//! When a period ends, as a number.

use caldicott_calendar::Day;

use crate::Due;

/// A [`Due`] as a number, in the same order: a day is its number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Code(i32);

impl Code {
    pub(crate) const OUT_OF_RANGE: Self = Self(i32::MAX - 4);
    pub(crate) const FOREVER: Self = Self(i32::MAX - 3);
    pub(crate) const MISSING: Self = Self(i32::MAX - 2);
    pub(crate) const UNCLEAR: Self = Self(i32::MAX - 1);
    pub(crate) const UNSCHEDULED: Self = Self(i32::MAX);

    pub(crate) const fn on(day: Day) -> Self {
        Self(day.epoch_days())
    }

    pub(crate) const fn from_number(number: i32) -> Self {
        Self(number)
    }

    pub(crate) const fn number(self) -> i32 {
        self.0
    }

    pub(crate) const fn day(self) -> Option<Day> {
        Day::from_epoch_days(self.0)
    }

    pub(crate) const fn has_come(self, day: Day) -> bool {
        self.0 <= day.epoch_days()
    }

    pub(crate) const fn due(self) -> Due {
        match self {
            Self::OUT_OF_RANGE => Due::OutOfRange,
            Self::FOREVER => Due::Forever,
            Self::MISSING => Due::Missing,
            Self::UNCLEAR => Due::Unclear,
            _ => match self.day() {
                Some(day) => Due::On(day),
                None => Due::Unscheduled,
            },
        }
    }
}
