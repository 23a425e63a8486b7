//! Working days, as far as the bank holidays are known.

use caldicott_calendar::{Day, Weekday};

/// Which days are worked: Monday to Friday but the bank holidays, known up to a day.
///
/// Beyond that day only weekends are left out, and whoever counts past it is told.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct WorkingDays {
    holidays: Vec<Day>,
    known_through: Option<Day>,
}

impl WorkingDays {
    /// Monday to Friday but these holidays, which are complete up to and with a day.
    #[must_use]
    pub fn new(holidays: impl IntoIterator<Item = Day>, known_through: Day) -> Self {
        let mut holidays: Vec<Day> = holidays.into_iter().collect();
        holidays.sort_unstable();
        holidays.dedup();
        Self { holidays, known_through: Some(known_through) }
    }

    /// The holidays, in order.
    #[must_use]
    pub fn holidays(&self) -> &[Day] {
        &self.holidays
    }

    /// The last day for which they are complete; `None` when none were given.
    #[must_use]
    pub const fn known_through(&self) -> Option<Day> {
        self.known_through
    }

    /// Whether the day is worked.
    #[must_use]
    pub fn is_working(&self, day: Day) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && self.holidays.binary_search(&day).is_err()
    }

    /// The day itself when it is worked, or the next that is.
    #[must_use]
    pub fn next_working(&self, mut day: Day) -> Option<Day> {
        while !self.is_working(day) {
            day = day.plus_days(1)?;
        }
        Some(day)
    }

    /// The day this many working days later; the first day counted is the one after.
    #[must_use]
    pub fn plus(&self, day: Day, mut count: u32) -> Option<Day> {
        let mut at = day;
        while count > 0 {
            at = at.plus_days(1)?;
            if self.is_working(at) {
                count -= 1;
            }
        }
        Some(at)
    }

    /// Whether a count that ends on this day ran past what is known.
    #[must_use]
    pub fn is_projected(&self, end: Day) -> bool {
        self.known_through.is_none_or(|known| end > known)
    }
}
