//! A point in time, for the clocks that count hours.

mod parse;

use core::fmt;

use chrono::{DateTime, Utc};

use crate::Day;

/// A point in time to the second, in UTC, within the years 1 to 9999.
///
/// It is read from and written as RFC 3339. It knows no "now": the host says what time it is.
///
/// ```
/// use caldicott_calendar::{Instant, InstantError};
///
/// let aware: Instant = "2026-03-27T13:00:00+01:00".parse()?;
/// assert_eq!(aware.to_string(), "2026-03-27T12:00:00Z");
/// # Ok::<(), InstantError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Instant(i64);

/// Text or numbers that name no instant, or not just one.
///
/// No message repeats the text.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InstantError {
    /// Not of the form `YYYY-MM-DDTHH:MM:SSZ`.
    #[error("an instant is written as `YYYY-MM-DDTHH:MM:SSZ` or with an offset `+HH:MM`")]
    Form,
    /// A 61st second elsewhere than at the end of June or December in UTC.
    #[error("a leap second ends June or December in UTC and nothing else")]
    LeapSecond,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The clock has no such time.
    #[error("the clock has no such time: hours go to `23`, minutes and seconds to `59`")]
    NoSuchTime,
    /// Date and time without `Z` or an offset: nobody can tell which instant that is.
    #[error("an instant needs `Z` or an offset such as `+01:00`: a bare local time is ambiguous")]
    OffsetMissing,
    /// An offset that is no `+HH:MM`, such as `+0100`, or lies beyond 23:59.
    #[error("an offset is written `+HH:MM` or `-HH:MM`, with its colon, up to `23:59`")]
    OffsetForm,
    /// Outside the years 1 to 9999.
    #[error("the instant is outside the years 1 to 9999")]
    OutOfRange,
    /// A local time that the clocks skip in spring.
    #[error("the clocks go forward over this local time: choose the reading before or after it")]
    Skipped {
        /// By the time in force after the change.
        earlier: Instant,
        /// By the time in force before the change.
        later: Instant,
    },
    /// A local time that comes twice in autumn.
    #[error("the clocks go back over this local time: choose the first or the second time round")]
    Twice {
        /// The first time round.
        earlier: Instant,
        /// The second time round.
        later: Instant,
    },
}

impl Instant {
    /// The earliest instant, `0001-01-01T00:00:00Z`.
    pub const MIN: Self = Self(Day::MIN.epoch_days() as i64 * 86_400);
    /// The latest instant, `9999-12-31T23:59:59Z`.
    pub const MAX: Self = Self(Day::MAX.epoch_days() as i64 * 86_400 + 86_399);

    /// The instant this many seconds after 1970-01-01 00:00 UTC, or `None` outside the range.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Option<Self> {
        if seconds < Self::MIN.0 || seconds > Self::MAX.0 { None } else { Some(Self(seconds)) }
    }

    /// Seconds since 1970-01-01 00:00 UTC (negative before).
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The instant this many seconds later (earlier when negative), or `None` outside the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Option<Self> {
        match self.0.checked_add(seconds) {
            Some(sum) => Self::from_unix(sum),
            None => None,
        }
    }

    /// Seconds from this instant to the other (negative when the other is earlier).
    #[must_use]
    pub const fn seconds_until(self, other: Self) -> i64 {
        other.0 - self.0
    }

    /// The day in UTC. Duties run by the civil day: see [`day_in_london`](Self::day_in_london).
    #[must_use]
    pub fn day_in_utc(self) -> Day {
        let days = i32::try_from(self.0.div_euclid(86_400)).ok();
        days.and_then(Day::from_epoch_days).unwrap_or(Day::MAX)
    }
}

impl fmt::Display for Instant {
    /// Writes `2026-03-27T12:00:00Z`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(out, "{}T{hour:02}:{minute:02}:{second:02}Z", self.day_in_utc())
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = InstantError;

    /// Drops the fraction of a second, which makes no duty later.
    fn try_from(time: DateTime<Utc>) -> Result<Self, InstantError> {
        Self::from_unix(time.timestamp()).ok_or(InstantError::OutOfRange)
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        // Every `Instant` is one that chrono can hold, so the fallback is never taken.
        Self::from_timestamp(instant.0, 0).unwrap_or_default()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = Instant;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an instant written as `YYYY-MM-DDTHH:MM:SSZ`")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Instant, E> {
                text.parse().map_err(E::custom)
            }
        }
        input.deserialize_str(Text)
    }
}
