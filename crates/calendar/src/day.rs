//! One civil day.

use core::fmt;
use core::str::FromStr;

use chrono::{Datelike as _, NaiveDate};

/// A day of the civil (proleptic Gregorian) calendar, from `0001-01-01` to `9999-12-31`.
///
/// Inside it is the number of days since 1970-01-01, so that comparing and subtracting days is
/// integer arithmetic. It carries no time and no zone: an instant becomes a day once, at the edge.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day(i32);

/// A day of the week, Monday first.
#[expect(clippy::exhaustive_enums, reason = "the week has seven days")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// Text or numbers that name no day.
///
/// The message never repeats the text: a date of birth is personal data.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DayError {
    /// The text is not of the form `YYYY-MM-DD`.
    #[error("a day is written as `YYYY-MM-DD`, ten characters, digits and hyphens")]
    Form,
    /// The form is right but the calendar has no such day (`2025-02-29`).
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The year lies outside 1 to 9999.
    #[error("the year is outside 1 to 9999")]
    OutOfRange,
}

impl Day {
    /// The earliest day that can be expressed, `0001-01-01`.
    pub const MIN: Self = Self(days_from_civil(1, 1, 1));
    /// The latest day that can be expressed, `9999-12-31`.
    pub const MAX: Self = Self(days_from_civil(9999, 12, 31));

    /// The day with this year, month (1-12) and day of the month.
    ///
    /// # Errors
    /// [`DayError::OutOfRange`] outside the years 1 to 9999, [`DayError::NoSuchDay`] where the
    /// calendar has no such day.
    ///
    /// # Example: 29 February
    /// ```
    /// use caldicott_calendar::{Day, DayError};
    ///
    /// assert!(Day::new(2024, 2, 29).is_ok());
    /// assert_eq!(Day::new(2025, 2, 29), Err(DayError::NoSuchDay));
    /// // 1900 was no leap year, though divisible by four.
    /// assert_eq!(Day::new(1900, 2, 29), Err(DayError::NoSuchDay));
    /// ```
    pub const fn new(year: i32, month: u8, day: u8) -> Result<Self, DayError> {
        if year < 1 || year > 9999 {
            return Err(DayError::OutOfRange);
        }
        if month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
            return Err(DayError::NoSuchDay);
        }
        Ok(Self(days_from_civil(year, month, day)))
    }

    /// A day written in code, checked when the program is compiled.
    ///
    /// # Panics
    /// At compile time, in a constant, when there is no such day. Use [`Day::new`] for a day
    /// that comes from outside.
    ///
    /// ```
    /// use caldicott_calendar::Day;
    /// const MAIN_STAGE: Day = Day::literal(2026, 2, 5);
    /// assert_eq!(MAIN_STAGE.to_string(), "2026-02-05");
    /// ```
    #[must_use]
    pub const fn literal(year: i32, month: u8, day: u8) -> Self {
        let checked = Self::new(year, month, day);
        assert!(checked.is_ok(), "the calendar has no such day");
        if let Ok(day) = checked { day } else { Self::MIN }
    }

    /// The day this many days after 1970-01-01, or `None` outside the range.
    #[must_use]
    pub const fn from_epoch_days(days: i32) -> Option<Self> {
        if days < Self::MIN.0 || days > Self::MAX.0 {
            return None;
        }
        Some(Self(days))
    }

    /// Days since 1970-01-01 (negative before).
    #[must_use]
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// Year, month (1-12) and day of the month.
    #[must_use]
    pub const fn ymd(self) -> (i32, u8, u8) {
        civil_from_days(self.0)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.ymd().0
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.ymd().1
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day_of_month(self) -> u8 {
        self.ymd().2
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Whether this is the last day of its month.
    #[must_use]
    pub const fn is_last_of_month(self) -> bool {
        let (year, month, day) = self.ymd();
        day == days_in_month(year, month)
    }

    /// The last day of this day's month.
    #[must_use]
    pub const fn last_of_month(self) -> Self {
        let (year, month, _) = self.ymd();
        Self(days_from_civil(year, month, days_in_month(year, month)))
    }

    /// The day this many days later (earlier when negative), or `None` outside the range.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Option<Self> {
        match self.0.checked_add(days) {
            Some(sum) => Self::from_epoch_days(sum),
            None => None,
        }
    }

    /// The corresponding date this many months later (earlier when negative), or the last day of
    /// that month where it has no such date (TM-04), or `None` outside the range.
    ///
    /// # Example: the end of a month does not stick
    /// ```
    /// use caldicott_calendar::Day;
    /// let day = Day::literal(2025, 2, 28);
    /// assert_eq!(day.plus_months(1), Some(Day::literal(2025, 3, 28)));
    /// // Two steps are not one: count from the trigger once.
    /// let start = Day::literal(2025, 1, 31);
    /// assert_eq!(start.plus_months(2), Some(Day::literal(2025, 3, 31)));
    /// assert_eq!(start.plus_months(1).and_then(|d| d.plus_months(1)), Some(Day::literal(2025, 3, 28)));
    /// ```
    #[must_use]
    pub const fn plus_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.ymd();
        let Some(total) = (year * 12 + month as i32 - 1).checked_add(months) else {
            return None;
        };
        let year = total.div_euclid(12);
        if year < 1 || year > 9999 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "1..=12")]
        let month = (total.rem_euclid(12) + 1) as u8;
        let last = days_in_month(year, month);
        Some(Self(days_from_civil(year, month, if day < last { day } else { last })))
    }

    /// `YYYY-MM-DD`. Every day has a year of at most four digits.
    #[expect(clippy::cast_possible_truncation, reason = "0..=99")]
    const fn written(self) -> [u8; 10] {
        let (year, month, day) = self.ymd();
        let year = year.unsigned_abs();
        let [y1, y2] = two_digits((year / 100) as u8);
        let [y3, y4] = two_digits((year % 100) as u8);
        let [m1, m2] = two_digits(month);
        let [d1, d2] = two_digits(day);
        [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]
    }

    /// Days from this day to the other (negative when the other is earlier).
    #[must_use]
    pub const fn days_until(self, other: Self) -> i32 {
        other.0 - self.0
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `YYYY-MM-DD` and nothing else: no other separator, no time, no blanks.
    fn from_str(text: &str) -> Result<Self, DayError> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().map_err(|_| DayError::Form)?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else {
            return Err(DayError::Form);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i32, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0'))
            })
        };
        let year = number(&[y1, y2, y3, y4]).ok_or(DayError::Form)?;
        let month = number(&[m1, m2]).ok_or(DayError::Form)?;
        let day = number(&[d1, d2]).ok_or(DayError::Form)?;
        let month = u8::try_from(month).map_err(|_| DayError::Form)?;
        let day = u8::try_from(day).map_err(|_| DayError::Form)?;
        Self::new(year, month, day)
    }
}

impl fmt::Display for Day {
    /// Writes `YYYY-MM-DD`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(text_of(&self.written()))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = DayError;

    fn try_from(date: NaiveDate) -> Result<Self, DayError> {
        let month = u8::try_from(date.month()).map_err(|_| DayError::NoSuchDay)?;
        let day = u8::try_from(date.day()).map_err(|_| DayError::NoSuchDay)?;
        Self::new(date.year(), month, day)
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> Self {
        let (year, month, of_month) = day.ymd();
        // Every `Day` is a date that chrono can hold, so the fallback is never taken.
        Self::from_ymd_opt(year, u32::from(month), u32::from(of_month)).unwrap_or_default()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        // Not by way of a formatter, which takes several times as long.
        out.serialize_str(text_of(&self.written()))
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = Day;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a day written as `YYYY-MM-DD`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                text.parse().map_err(E::custom)
            }
        }
        input.deserialize_str(Text)
    }
}

/// A number of 0 to 99 in two digits.
const fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

/// Digits and hyphens, which are always text.
fn text_of(written: &[u8; 10]) -> &str {
    core::str::from_utf8(written).unwrap_or_default()
}

/// Days in a month of a year; months outside 1-12 have none.
const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 1970-01-01 to a civil date: whole 400-year eras plus the day of a year that starts
/// in March, so that the leap day is the last.
const fn days_from_civil(year: i32, month: u8, day: u8) -> i32 {
    let shifted = if month > 2 { year } else { year - 1 };
    let era = shifted.div_euclid(400);
    let of_era = shifted.rem_euclid(400);
    let from_march = (month as i32 + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The reverse of [`days_from_civil`], for days of the year 1 onwards alone.
///
/// A number times 2,939,745 is, in its upper and lower 32 bits, the quotient and the remainder of
/// dividing by the 1,461 quarters of a day that a year has; 2,141 in 65,536 does the same for months
/// that begin in March (C. Neri and L. Schneider, Euclidean affine functions and their application to
/// calendar algorithms, 2022). It is held against all days that there are.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1..=31 and 1..=12")]
#[expect(clippy::cast_possible_wrap, reason = "1..=9999")]
const fn civil_from_days(days: i32) -> (i32, u8, u8) {
    let quarters = 4 * (days + 719_468) as u32 + 3;
    let (century, of_century) = (quarters / 146_097, (quarters % 146_097) | 3);
    let product = 2_939_745 * of_century as u64;
    let year = 100 * century + (product >> 32) as u32;
    let of_year = product as u32 / 2_939_745 / 4;
    let months = 2_141 * of_year + 197_913;
    let (month, day) = ((months >> 16) as u8, (months & 0xffff) / 2_141 + 1);
    // January and February are the thirteenth and fourteenth month of the year before.
    if of_year < 306 {
        (year as i32, month, day as u8)
    } else {
        (year as i32 + 1, month - 12, day as u8)
    }
}
