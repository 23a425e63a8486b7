//! Reading RFC 3339, with a name for each thing that can be wrong.

use core::str::FromStr;

use super::{Instant, InstantError};
use crate::{Day, DayError};

/// Longer than any sensible fraction of a second.
const LONGEST: usize = 64;

impl FromStr for Instant {
    type Err = InstantError;

    /// Reads RFC 3339: a day, `T`, a time, an optional fraction that is dropped, and `Z` or an
    /// offset.
    ///
    /// # Example: what is refused, and why
    /// ```
    /// use caldicott_calendar::{Instant, InstantError};
    ///
    /// let read = |text: &str| text.parse::<Instant>();
    /// assert_eq!(read("2026-03-27T12:00:00"), Err(InstantError::OffsetMissing));
    /// assert_eq!(read("2026-03-27T12:00:00+0000"), Err(InstantError::OffsetForm));
    /// assert_eq!(read("2026-03-27T24:00:00Z"), Err(InstantError::NoSuchTime));
    /// assert_eq!(read("2026-03-27T12:00:60Z"), Err(InstantError::LeapSecond));
    /// // The second that was really inserted belongs to the day it ends.
    /// assert_eq!(read("2016-12-31T23:59:60Z")?.to_string(), "2016-12-31T23:59:59Z");
    /// # Ok::<(), InstantError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, InstantError> {
        read(text, Colon::Required)
    }
}

impl Instant {
    /// Reads RFC 3339, and also an offset without its colon (`2026-03-27T12:00:00.000+0000`), as
    /// Salesforce writes it.
    ///
    /// # Errors
    /// As [`Instant::from_str`], but `+0000` is understood.
    pub fn from_salesforce(text: &str) -> Result<Self, InstantError> {
        read(text, Colon::Optional)
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Colon {
    Optional,
    Required,
}

fn read(text: &str, colon: Colon) -> Result<Instant, InstantError> {
    if text.len() > LONGEST || !text.is_ascii() {
        return Err(InstantError::Form);
    }
    let (day, rest) = text.split_at_checked(10).ok_or(InstantError::Form)?;
    let day: Day = day.parse().map_err(|error| match error {
        DayError::Form => InstantError::Form,
        DayError::NoSuchDay => InstantError::NoSuchDay,
        DayError::OutOfRange => InstantError::OutOfRange,
    })?;
    let (time, rest) = rest.split_at_checked(9).ok_or(InstantError::Form)?;
    let [b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2] = *time.as_bytes() else {
        return Err(InstantError::Form);
    };
    let hour = two_digits(h1, h2).ok_or(InstantError::Form)?;
    let minute = two_digits(m1, m2).ok_or(InstantError::Form)?;
    let second = two_digits(s1, s2).ok_or(InstantError::Form)?;
    if hour > 23 || minute > 59 || second > 60 {
        return Err(InstantError::NoSuchTime);
    }
    let offset = offset(without_fraction(rest)?, colon)?;
    let minutes = i64::from(day.epoch_days()) * 1_440 + hour * 60 + minute - offset;
    if second == 60 && !ends_june_or_december(minutes) {
        return Err(InstantError::LeapSecond);
    }
    Instant::from_unix(minutes * 60 + second.min(59)).ok_or(InstantError::OutOfRange)
}

fn two_digits(tens: u8, units: u8) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(units)?)
}

/// What follows the fraction of a second, if there is a fraction.
fn without_fraction(rest: &str) -> Result<&str, InstantError> {
    let Some(fraction) = rest.strip_prefix('.') else {
        return Ok(rest);
    };
    let end = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    if end.len() == fraction.len() { Err(InstantError::Form) } else { Ok(end) }
}

/// Minutes by which the written time is ahead of UTC.
fn offset(text: &str, colon: Colon) -> Result<i64, InstantError> {
    let (sign, hours, minutes) = match *text.as_bytes() {
        [] => return Err(InstantError::OffsetMissing),
        [b'Z' | b'z'] => return Ok(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            (sign, two_digits(h1, h2), two_digits(m1, m2))
        }
        [sign @ (b'+' | b'-'), h1, h2, m1, m2] if colon == Colon::Optional => {
            (sign, two_digits(h1, h2), two_digits(m1, m2))
        }
        [b'+' | b'-', ..] => return Err(InstantError::OffsetForm),
        _ => return Err(InstantError::Form),
    };
    let (Some(hours @ 0..=23), Some(minutes @ 0..=59)) = (hours, minutes) else {
        return Err(InstantError::OffsetForm);
    };
    let ahead = hours * 60 + minutes;
    Ok(if sign == b'-' { -ahead } else { ahead })
}

/// Whether the minute, counted from 1970 in UTC, is the last of a June or December.
fn ends_june_or_december(minutes: i64) -> bool {
    let day = i32::try_from(minutes.div_euclid(1_440)).ok().and_then(Day::from_epoch_days);
    minutes.rem_euclid(1_440) == 1_439
        && day.is_some_and(|day| matches!(day.ymd(), (_, 6, 30) | (_, 12, 31)))
}
