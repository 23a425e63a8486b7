//! Dates and counts in the words of the line of arithmetic.

use core::fmt;

use crate::{Day, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes `Monday 25 November 2024`.
pub(crate) struct Long(pub(crate) Day);

impl fmt::Display for Long {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", weekday(self.0.weekday()), self.0.in_words())
    }
}

impl Day {
    /// The day as a letter writes it: `25 November 2024`.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    ///
    /// assert_eq!(Day::literal(2026, 3, 2).in_words(), "2 March 2026");
    /// ```
    #[must_use]
    pub fn in_words(self) -> String {
        let (year, month, day) = self.ymd();
        let month = MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
        format!("{day} {month} {year}")
    }
}

const fn weekday(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// Writes `1 month`, `10 working days`.
pub(crate) struct Count(pub(crate) u32, pub(crate) &'static str);

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(out, "{} {}{plural}", self.0, self.1)
    }
}
