//! Which days are working days, and how surely.

use core::fmt;

use crate::holiday::NationMask;
use crate::{CalendarError, Day, Holiday, HolidayTable, Nation, Rule, Weekday, rules};

/// How surely an answer is known.
#[expect(clippy::exhaustive_enums, reason = "a third degree must be decided on by every host")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Certainty {
    /// Every day that mattered lies where the holiday table is complete.
    Known,
    /// A day that mattered lies in the projected part of the table, so the answer may yet move.
    Projected,
}

/// What a day is in the calendar of working days.
#[expect(clippy::exhaustive_enums, reason = "an unknown day must not fall into `_`")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum DayKind {
    /// A bank holiday on a weekday.
    Holiday(Certainty),
    /// A weekday outside the span of the holiday table, of which nothing is known.
    Unknown,
    /// A Saturday or Sunday, whatever the table says.
    Weekend,
    /// A day on which work is done.
    Working(Certainty),
}

/// A calendar of working days: a holiday table read for one nation, or for any part of the UK.
///
/// A [`Nation`] turns into one, so that a clock is usually given just the nation.
///
/// ```
/// use caldicott_calendar::{Day, DayKind, Certainty, Nation, WorkingDays};
///
/// let scotland = WorkingDays::of(Nation::Scotland);
/// assert_eq!(scotland.kind(Day::literal(2026, 6, 15)), DayKind::Holiday(Certainty::Known));
/// // The table ends with 2030: a weekday after that is unknown, not a working day.
/// assert_eq!(scotland.kind(Day::literal(2031, 6, 16)), DayKind::Unknown);
/// assert_eq!(scotland.kind(Day::literal(2031, 6, 14)), DayKind::Weekend);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WorkingDays<'t> {
    table: &'t HolidayTable,
    area: Area,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Area {
    AnyPart,
    One(Nation),
}

impl WorkingDays<'static> {
    /// The working days of a nation, by the built-in table.
    #[must_use]
    pub fn of(nation: Nation) -> Self {
        Self { table: HolidayTable::uk(), area: Area::One(nation) }
    }

    /// Days that are a holiday in no part of the UK: for certification appeals only (BH-08).
    #[must_use]
    pub fn of_every_part() -> Self {
        Self { table: HolidayTable::uk(), area: Area::AnyPart }
    }
}

impl From<Nation> for WorkingDays<'static> {
    fn from(nation: Nation) -> Self {
        Self::of(nation)
    }
}

impl<'t> WorkingDays<'t> {
    /// The same area, read from the host's own table.
    #[must_use]
    pub fn by(self, table: &HolidayTable) -> WorkingDays<'_> {
        WorkingDays { table, area: self.area }
    }

    /// The table it is read from.
    #[must_use]
    pub const fn table(self) -> &'t HolidayTable {
        self.table
    }

    /// The nation, or `None` for every part of the UK together.
    #[must_use]
    pub const fn nation(self) -> Option<Nation> {
        match self.area {
            Area::AnyPart => None,
            Area::One(nation) => Some(nation),
        }
    }

    /// What the day is.
    #[must_use]
    pub fn kind(self, day: Day) -> DayKind {
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return DayKind::Weekend;
        }
        let mask = match self.area {
            Area::AnyPart => NationMask::ANY,
            Area::One(nation) => NationMask::only(nation),
        };
        let certainty =
            if day > self.table.known_through() { Certainty::Projected } else { Certainty::Known };
        match self.table.is_holiday(day, mask) {
            None => DayKind::Unknown,
            Some(true) => DayKind::Holiday(certainty),
            Some(false) => DayKind::Working(certainty),
        }
    }

    /// The holiday on that day, if it is one.
    #[must_use]
    pub fn holiday_on(self, day: Day) -> Option<&'t Holiday> {
        match self.area {
            Area::AnyPart => {
                Nation::ALL.into_iter().find_map(|nation| self.table.holiday_on(day, nation))
            }
            Area::One(nation) => self.table.holiday_on(day, nation),
        }
    }

    /// Whether work is done on that day, and how surely that is known.
    ///
    /// # Errors
    /// [`CalendarError::NoHolidayData`] for a weekday outside the span of the table.
    pub fn is_working(self, day: Day) -> Result<(bool, Certainty), CalendarError> {
        match self.kind(day) {
            DayKind::Holiday(certainty) => Ok((false, certainty)),
            DayKind::Unknown => Err(CalendarError::no_holiday_data(self.table, day)),
            DayKind::Weekend => Ok((false, Certainty::Known)),
            DayKind::Working(certainty) => Ok((true, certainty)),
        }
    }

    /// The first working day on or after a day.
    ///
    /// # Errors
    /// [`CalendarError::NoHolidayData`] where the way leads out of the table.
    ///
    /// # Example: Christmas on a Saturday
    /// ```
    /// use caldicott_calendar::{CalendarError, Certainty, Day, Nation, WorkingDays};
    ///
    /// let (day, certainty) = WorkingDays::of(Nation::Scotland).on_or_after(Day::literal(2021, 12, 25))?;
    /// assert_eq!((day, certainty), (Day::literal(2021, 12, 29), Certainty::Known));
    /// # Ok::<(), CalendarError>(())
    /// ```
    pub fn on_or_after(self, day: Day) -> Result<(Day, Certainty), CalendarError> {
        self.seek(day, 1)
    }

    /// The last working day on or before a day.
    ///
    /// # Errors
    /// As [`on_or_after`](Self::on_or_after).
    pub fn on_or_before(self, day: Day) -> Result<(Day, Certainty), CalendarError> {
        self.seek(day, -1)
    }

    /// The day that is this many working days later, the first being the next working day.
    ///
    /// # Errors
    /// As [`on_or_after`](Self::on_or_after).
    ///
    /// # Example: counted over Easter
    /// ```
    /// use caldicott_calendar::{CalendarError, Day, Nation, WorkingDays};
    ///
    /// // Maundy Thursday plus one working day is Easter Tuesday, but Easter Monday in Scotland.
    /// let thursday = Day::literal(2026, 4, 2);
    /// let england = WorkingDays::of(Nation::EnglandAndWales).plus(thursday, 1)?;
    /// let scotland = WorkingDays::of(Nation::Scotland).plus(thursday, 1)?;
    /// assert_eq!(england.0, Day::literal(2026, 4, 7));
    /// assert_eq!(scotland.0, Day::literal(2026, 4, 6));
    /// # Ok::<(), CalendarError>(())
    /// ```
    pub fn plus(self, day: Day, working_days: u16) -> Result<(Day, Certainty), CalendarError> {
        let mut at = (day, Certainty::Known);
        for _ in 0..working_days {
            let next = at.0.plus_days(1).ok_or(CalendarError::OutOfRange)?;
            let (found, certainty) = self.on_or_after(next)?;
            at = (found, at.1.max(certainty));
        }
        Ok(at)
    }

    /// How many working days lie after the first day, up to and including the second.
    ///
    /// # Errors
    /// As [`on_or_after`](Self::on_or_after). None if the second day is not later: that counts zero.
    pub fn between(self, after: Day, through: Day) -> Result<(u32, Certainty), CalendarError> {
        let (mut count, mut certainty, mut day) = (0_u32, Certainty::Known, after);
        while day < through {
            day = day.plus_days(1).ok_or(CalendarError::OutOfRange)?;
            let (working, known) = self.is_working(day)?;
            certainty = certainty.max(known);
            count = count.saturating_add(u32::from(working));
        }
        Ok((count, certainty))
    }

    fn seek(self, mut day: Day, step: i32) -> Result<(Day, Certainty), CalendarError> {
        let mut certainty = Certainty::Known;
        loop {
            let (working, known) = self.is_working(day)?;
            certainty = certainty.max(known);
            if working {
                return Ok((day, certainty));
            }
            day = day.plus_days(step).ok_or(CalendarError::OutOfRange)?;
        }
    }

    /// The rule that says which days these are.
    pub(crate) const fn rule(self) -> Rule {
        match self.area {
            Area::AnyPart => rules::BH_08,
            Area::One(_) => rules::TM_08,
        }
    }

    /// Why no work is done on a day, for the line of arithmetic.
    pub(crate) fn day_off(self, day: Day) -> &'t str {
        match (day.weekday(), self.holiday_on(day)) {
            (_, Some(holiday)) => holiday.title(),
            (Weekday::Saturday, None) => "a Saturday",
            (_, None) => "a Sunday",
        }
    }
}

impl fmt::Display for WorkingDays<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.area {
            Area::AnyPart => out.write_str("every part of the United Kingdom"),
            Area::One(nation) => fmt::Display::fmt(&nation, out),
        }
    }
}
