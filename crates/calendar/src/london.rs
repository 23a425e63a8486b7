//! Civil time in London, once, at the edge.
//!
//! The rule since 1996 is short and the changes before it are few, so they are written down here:
//! a database of the world's zones adds 1.8 MB to a program that needs one of them, and this 2 KB.
//! A test holds them equal to that database at every half hour from 1848 to 2100.

mod changes;

use core::fmt;

use self::changes::CHANGES;
use crate::english::Long;
use crate::{Day, Instant, InstantError};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A date and a time of day as clocks in the United Kingdom show it.
///
/// Twice a year that is not enough to name an instant: an hour is skipped in March and runs twice
/// in October. [`instant`](Self::instant) refuses to guess; [`earliest`](Self::earliest) takes the
/// earlier reading, which is the one for a duty owed to a person.
///
/// ```
/// use caldicott_calendar::{Day, InstantError, LondonTime};
///
/// let twice = LondonTime::new(Day::literal(2026, 10, 25), 1, 30, 0)?;
/// assert!(matches!(twice.instant(), Err(InstantError::Twice { .. })));
/// assert_eq!(twice.earliest()?.to_string(), "2026-10-25T00:30:00Z");
/// # Ok::<(), InstantError>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LondonTime {
    day: Day,
    second: u32,
}

/// Which instants a time on the clock can mean.
#[expect(clippy::exhaustive_enums, reason = "a clock is ahead, behind or right")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resolved {
    /// One.
    Once(Instant),
    /// None: the clocks go forward over it. These are the readings by the time before the change
    /// and by the time after it.
    Skipped {
        /// By the time in force after the change.
        earlier: Instant,
        /// By the time in force before the change.
        later: Instant,
    },
    /// Two: the clocks go back over it.
    Twice {
        /// The first time round, in summer time.
        earlier: Instant,
        /// The second time round.
        later: Instant,
    },
}

impl LondonTime {
    /// A day and a time of day.
    ///
    /// # Errors
    /// [`InstantError::NoSuchTime`] from 24:00 on, or with 60 minutes or seconds.
    pub const fn new(day: Day, hour: u8, minute: u8, second: u8) -> Result<Self, InstantError> {
        if hour > 23 || minute > 59 || second > 59 {
            return Err(InstantError::NoSuchTime);
        }
        let second = hour as u32 * 3_600 + minute as u32 * 60 + second as u32;
        Ok(Self { day, second })
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.day
    }

    /// Hour, minute and second.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "below 24 and 60")]
    pub const fn hms(self) -> (u8, u8, u8) {
        let Self { second, .. } = self;
        ((second / 3_600) as u8, (second / 60 % 60) as u8, (second % 60) as u8)
    }

    /// Every instant it can mean.
    ///
    /// # Errors
    /// [`InstantError::OutOfRange`] at the very ends of the calendar.
    pub fn resolve(self) -> Result<Resolved, InstantError> {
        let local = i64::from(self.day.epoch_days()) * DAY + i64::from(self.second);
        let at = |offset: i64| Instant::from_unix(local - offset).ok_or(InstantError::OutOfRange);
        // Two changes are never within hours of each other.
        let (before, after) = (offset(local - 4 * HOUR), offset(local + 4 * HOUR));
        let (fits_before, fits_after) =
            (offset(local - before) == before, offset(local - after) == after);
        match (fits_before, fits_after) {
            (true, true) if before == after => Ok(Resolved::Once(at(before)?)),
            (true, true) => Ok(Resolved::Twice { earlier: at(before)?, later: at(after)? }),
            (true, false) => Ok(Resolved::Once(at(before)?)),
            (false, true) => Ok(Resolved::Once(at(after)?)),
            (false, false) => Ok(Resolved::Skipped { earlier: at(after)?, later: at(before)? }),
        }
    }

    /// The one instant it means.
    ///
    /// # Errors
    /// [`InstantError::Skipped`] and [`InstantError::Twice`], with both readings to choose from.
    pub fn instant(self) -> Result<Instant, InstantError> {
        match self.resolve()? {
            Resolved::Once(instant) => Ok(instant),
            Resolved::Skipped { earlier, later } => Err(InstantError::Skipped { earlier, later }),
            Resolved::Twice { earlier, later } => Err(InstantError::Twice { earlier, later }),
        }
    }

    /// The earliest instant it can mean: for what is owed to a person, doubt shortens the time.
    ///
    /// # Errors
    /// [`InstantError::OutOfRange`] at the very ends of the calendar.
    ///
    /// # Example: the hour that does not exist
    /// ```
    /// use caldicott_calendar::{Day, InstantError, LondonTime};
    ///
    /// let skipped = LondonTime::new(Day::literal(2026, 3, 29), 1, 30, 0)?;
    /// assert_eq!(skipped.earliest()?.to_string(), "2026-03-29T00:30:00Z");
    /// # Ok::<(), InstantError>(())
    /// ```
    pub fn earliest(self) -> Result<Instant, InstantError> {
        Ok(match self.resolve()? {
            Resolved::Once(instant) => instant,
            Resolved::Skipped { earlier, .. } | Resolved::Twice { earlier, .. } => earlier,
        })
    }
}

impl fmt::Display for LondonTime {
    /// Writes `2026-10-25 01:30:00`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.hms();
        write!(out, "{} {hour:02}:{minute:02}:{second:02}", self.day)
    }
}

impl fmt::Debug for LondonTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Instant {
    /// What clocks in the United Kingdom show at this instant; `None` only in the last hour of 9999.
    #[must_use]
    pub fn in_london(self) -> Option<LondonTime> {
        let local = self.unix_seconds() + offset(self.unix_seconds());
        let day = Day::from_epoch_days(i32::try_from(local.div_euclid(DAY)).ok()?)?;
        let second = u32::try_from(local.rem_euclid(DAY)).ok()?;
        Some(LondonTime { day, second })
    }

    /// The civil day in the United Kingdom: how an instant becomes a day, once.
    ///
    /// ```
    /// use caldicott_calendar::{Day, Instant, InstantError};
    ///
    /// // Half past midnight of 1 July in London is still June in UTC.
    /// let received: Instant = "2026-06-30T23:30:00Z".parse()?;
    /// assert_eq!(received.day_in_london(), Day::literal(2026, 7, 1));
    /// # Ok::<(), InstantError>(())
    /// ```
    #[must_use]
    pub fn day_in_london(self) -> Day {
        self.in_london().map_or(Day::MAX, LondonTime::day)
    }
}

impl Day {
    /// The instant at which the day begins in the United Kingdom; `None` only for the very first
    /// day of the calendar, should it begin before the first instant.
    ///
    /// The clocks have never changed over midnight there, so there is always exactly one.
    #[must_use]
    pub fn start_in_london(self) -> Option<Instant> {
        LondonTime { day: self, second: 0 }.instant().ok()
    }
}

/// Writes `Monday 30 March 2026, 13:00 BST` for the line of arithmetic.
pub(crate) struct LongTime(pub(crate) Instant);

impl fmt::Display for LongTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(time) = self.0.in_london() else {
            return fmt::Display::fmt(&self.0, out);
        };
        let (hour, minute, second) = time.hms();
        write!(out, "{}, {hour:02}:{minute:02}", Long(time.day()))?;
        if second != 0 {
            write!(out, ":{second:02}")?;
        }
        out.write_str(match offset(self.0.unix_seconds()) {
            0 => " GMT",
            HOUR => " BST",
            _ => " double summer time",
        })
    }
}

/// Seconds by which the clocks are ahead of UTC.
fn offset(unix: i64) -> i64 {
    if unix >= SINCE_1996 {
        return if is_summer(unix) { HOUR } else { 0 };
    }
    let hour = unix.div_euclid(HOUR);
    let later = CHANGES.partition_point(|(at, _)| i64::from(*at) <= hour);
    let in_force = later.checked_sub(1).and_then(|index| CHANGES.get(index));
    in_force.map_or(0, |(_, ahead)| i64::from(*ahead) * HOUR)
}

/// Summer time runs from 01:00 UTC on the last Sunday of March to that of October.
fn is_summer(unix: i64) -> bool {
    let Some(day) = i32::try_from(unix.div_euclid(DAY)).ok().and_then(Day::from_epoch_days) else {
        return false;
    };
    let (year, month, _) = day.ymd();
    match month {
        4..=9 => true,
        3 => unix >= last_sunday(year, 3),
        10 => unix < last_sunday(year, 10),
        _ => false,
    }
}

/// 01:00 UTC on the last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u8) -> i64 {
    let last = Day::new(year, month, 31).map_or(0, |day| i64::from(day.epoch_days()));
    // Day 3 after 1970-01-01, a Thursday, was a Sunday.
    let sunday = last - (last - 3).rem_euclid(7);
    sunday * DAY + HOUR
}

/// 1 January 1996, 00:00 UTC.
const SINCE_1996: i64 = 820_454_400;
