//! Two ways of counting, as types that cannot be mixed up.

use crate::deadline::Tally;
use crate::english::{Count, Long};
use crate::{
    CalendarError, Certainty, Day, Deadline, Instant, PeriodError, Rule, WorkingDays, rules,
};

/// What a period is expressed in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Unit {
    Days,
    Months,
    Weeks,
    WorkingDays,
    Years,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Days => "day",
            Self::Months => "month",
            Self::Weeks => "week",
            Self::WorkingDays => "working day",
            Self::Years => "year",
        }
    }
}

/// A period counted as Regulation 1182/71 counts, which is how the UK GDPR (TM-01) and the Data
/// Protection Act (TM-02) count.
///
/// The day of the event is not counted (TM-03); months and years end on the same date, or on the
/// last day of a month that lacks it (TM-04); a period that would end on a weekend or holiday ends
/// on the next working day, and it moves once, at its end (TM-06). Hours are another type,
/// [`EuHours`], because they never move. What counts its first day is [`UkBeginningWith`].
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, EuPeriod, Nation, UkBeginningWith};
///
/// let change = Day::literal(2026, 9, 3);
/// let eu = EuPeriod::months(1)?.after(change, Nation::EnglandAndWales)?;
/// let uk = UkBeginningWith::months(1)?.counting(change)?;
/// assert_eq!((eu.unrolled(), uk.day()), (Day::literal(2026, 10, 3), Day::literal(2026, 10, 2)));
/// // 3 October 2026 is a Saturday, and only the European count cares.
/// assert_eq!(eu.day(), Day::literal(2026, 10, 5));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct EuPeriod {
    count: u16,
    unit: Unit,
}

impl EuPeriod {
    /// One month.
    pub const ONE_MONTH: Self = Self { count: 1, unit: Unit::Months };
    /// Three months: a month extended by two, counted from the start once (RT-04).
    pub const THREE_MONTHS: Self = Self { count: 3, unit: Unit::Months };
    /// Six months.
    pub const SIX_MONTHS: Self = Self { count: 6, unit: Unit::Months };
    /// Thirty days.
    pub const THIRTY_DAYS: Self = Self { count: 30, unit: Unit::Days };
    /// Ten working days.
    pub const TEN_WORKING_DAYS: Self = Self { count: 10, unit: Unit::WorkingDays };
    pub(crate) const EIGHT_WEEKS: Self = Self { count: 8, unit: Unit::Weeks };
    pub(crate) const FOURTEEN_WEEKS: Self = Self { count: 14, unit: Unit::Weeks };

    /// A period of calendar days.
    ///
    /// # Errors
    /// [`PeriodError`] for no days at all, or more than a hundred years of them.
    pub const fn days(count: u16) -> Result<Self, PeriodError> {
        Self::new(count, Unit::Days, 36_524)
    }

    /// A period of weeks.
    ///
    /// # Errors
    /// As [`days`](Self::days).
    pub const fn weeks(count: u16) -> Result<Self, PeriodError> {
        Self::new(count, Unit::Weeks, 5_217)
    }

    /// A period of months.
    ///
    /// # Errors
    /// As [`days`](Self::days).
    pub const fn months(count: u16) -> Result<Self, PeriodError> {
        Self::new(count, Unit::Months, 1_200)
    }

    /// A period of years.
    ///
    /// # Errors
    /// As [`days`](Self::days).
    pub const fn years(count: u16) -> Result<Self, PeriodError> {
        Self::new(count, Unit::Years, 100)
    }

    /// A period of working days.
    ///
    /// # Errors
    /// As [`days`](Self::days).
    pub const fn working_days(count: u16) -> Result<Self, PeriodError> {
        Self::new(count, Unit::WorkingDays, 25_300)
    }

    const fn new(count: u16, unit: Unit, most: u16) -> Result<Self, PeriodError> {
        match count {
            0 => Err(PeriodError::Zero),
            _ if count > most => Err(PeriodError::TooLong),
            _ => Ok(Self { count, unit }),
        }
    }

    /// The last day of the period after an event.
    ///
    /// # Errors
    /// [`CalendarError::NoHolidayData`] where the end meets a weekday of which the holiday table
    /// knows nothing; [`CalendarError::OutOfRange`] past the year 9999.
    ///
    /// # Example: 31 January plus a month
    /// ```
    /// use caldicott_calendar::{CalendarError, Day, EuPeriod, Nation};
    ///
    /// let nation = Nation::EnglandAndWales;
    /// let due = |day| EuPeriod::ONE_MONTH.after(day, nation).map(|due| due.day());
    /// assert_eq!(due(Day::literal(2024, 1, 31))?, Day::literal(2024, 2, 29));
    /// assert_eq!(due(Day::literal(2025, 1, 31))?, Day::literal(2025, 2, 28));
    /// # Ok::<(), CalendarError>(())
    /// ```
    ///
    /// # Example: two days over a weekend hold two working days
    /// ```
    /// use caldicott_calendar::{CalendarError, Day, EuPeriod, Nation};
    ///
    /// // Friday plus two days is Sunday, which moves to Monday; but then one working day only lies
    /// // in the period, and there must be two (TM-07).
    /// let due = EuPeriod::days(2)?.after(Day::literal(2026, 11, 13), Nation::Scotland)?;
    /// assert_eq!(due.day(), Day::literal(2026, 11, 17));
    /// # Ok::<(), CalendarError>(())
    /// ```
    pub fn after<'t>(
        self,
        event: Day,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<Deadline, CalendarError> {
        self.tallied(event, working.into(), Tally::default())
    }

    /// The same, citing what a clock obeys besides the way of counting.
    pub(crate) fn citing<const N: usize>(
        self,
        event: Day,
        working: WorkingDays<'_>,
        cited: [Rule; N],
    ) -> Result<Deadline, CalendarError> {
        self.tallied(event, working, Tally::citing(cited))
    }

    fn tallied(
        self,
        event: Day,
        working: WorkingDays<'_>,
        mut tally: Tally,
    ) -> Result<Deadline, CalendarError> {
        tally.cite(rules::TM_03);
        if self.unit == Unit::WorkingDays {
            let (day, certainty) = working.plus(event, self.count)?;
            tally.cite(working.rule());
            tally.say(format_args!(
                "{} is not counted; {} in {working} end on {}",
                Long(event),
                self.words(),
                Long(day)
            ));
            return Ok(tally.due(day, day, certainty));
        }
        if matches!(self.unit, Unit::Months | Unit::Years) {
            tally.cite(rules::TM_04);
        }
        let end = self.unrolled(event)?;
        let verb = if self.count == 1 { "ends" } else { "end" };
        tally.say(format_args!(
            "{} is not counted; {} {verb} on {}",
            Long(event),
            self.words(),
            Long(end)
        ));
        let (day, certainty) = tally.roll(end, working)?;
        let (day, certainty) =
            self.two_working_days(event, (day, certainty), working, &mut tally)?;
        Ok(tally.due(end, day, certainty))
    }

    /// The day on which the count ends, be it a holiday or not.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] past the year 9999.
    pub(crate) fn unrolled(self, event: Day) -> Result<Day, CalendarError> {
        let count = i32::from(self.count);
        let end = match self.unit {
            Unit::Days | Unit::WorkingDays => event.plus_days(count),
            Unit::Months => event.plus_months(count),
            Unit::Weeks => event.plus_days(count * 7),
            Unit::Years => event.plus_months(count * 12),
        };
        end.ok_or(CalendarError::OutOfRange)
    }

    pub(crate) const fn words(self) -> Count {
        Count(self.count as u32, self.unit.name())
    }

    /// Sees to it that a short period holds two working days (TM-07). No run of holidays is so
    /// long that a fortnight could fail, and months are longer still.
    fn two_working_days(
        self,
        event: Day,
        end: (Day, Certainty),
        working: WorkingDays<'_>,
        tally: &mut Tally,
    ) -> Result<(Day, Certainty), CalendarError> {
        let days = match self.unit {
            Unit::Days => self.count,
            Unit::Weeks => self.count.saturating_mul(7),
            Unit::Months | Unit::WorkingDays | Unit::Years => return Ok(end),
        };
        if !(2..14).contains(&days) {
            return Ok(end);
        }
        tally.cite(rules::TM_07);
        let (count, certainty) = working.between(event, end.0)?;
        let missing = 2_u32.saturating_sub(count);
        if missing == 0 {
            return Ok((end.0, end.1.max(certainty)));
        }
        let (day, later) = working.plus(end.0, u16::try_from(missing).unwrap_or(2))?;
        tally.say(format_args!(
            "a period of two days or more holds two working days, so it ends on {}",
            Long(day)
        ));
        Ok((day, end.1.max(certainty).max(later)))
    }
}

/// A period of hours, which run through nights, weekends and holidays and never move.
///
/// ```
/// use caldicott_calendar::{EuHours, Instant, InstantError};
///
/// let aware: Instant = "2026-04-03T16:20:00Z".parse()?;
/// let hours = EuHours::SEVENTY_TWO;
/// assert_eq!(hours.elapsed(aware), Some("2026-04-06T16:20:00Z".parse()?));
/// // The hour in which the event falls is not counted.
/// assert_eq!(hours.ends(aware), Some("2026-04-06T17:00:00Z".parse()?));
/// # Ok::<(), InstantError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct EuHours(u16);

impl EuHours {
    /// Seventy-two hours.
    pub const SEVENTY_TWO: Self = Self(72);

    /// A period of hours.
    ///
    /// # Errors
    /// [`PeriodError::Zero`] for none.
    pub const fn new(hours: u16) -> Result<Self, PeriodError> {
        if hours == 0 { Err(PeriodError::Zero) } else { Ok(Self(hours)) }
    }

    /// The instant at which so many hours have gone by: the one to be alarmed by.
    #[must_use]
    pub fn elapsed(self, event: Instant) -> Option<Instant> {
        event.plus_seconds(i64::from(self.0) * 3_600)
    }

    /// The end in law, up to 59 minutes and 59 seconds later: the hour in which the event falls is
    /// not counted (TM-03).
    ///
    /// An event on the stroke of an hour is taken to end the hour before it, which is the earlier
    /// of two readings.
    #[must_use]
    pub fn ends(self, event: Instant) -> Option<Instant> {
        let into = event.unix_seconds().rem_euclid(3_600);
        let next_hour = event.plus_seconds((3_600 - into).rem_euclid(3_600))?;
        self.elapsed(next_hour)
    }
}

/// A period that begins with a day and counts it, as domestic drafting does (TM-12).
///
/// It ends where it ends: weekends and holidays move it only if an instrument says so, and then
/// [`counting_to_working_day`](Self::counting_to_working_day) says it here.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, UkBeginningWith};
///
/// // Three days beginning with Friday end on Sunday.
/// let due = UkBeginningWith::days(3)?.counting(Day::literal(2026, 11, 20))?;
/// assert_eq!(due.day(), Day::literal(2026, 11, 22));
/// # Ok::<(), CalendarError>(())
/// ```
///
/// # Example: a month that begins with the 31st
/// ```
/// use caldicott_calendar::{CalendarError, Day, UkBeginningWith};
///
/// let month = UkBeginningWith::months(1)?;
/// assert_eq!(month.counting(Day::literal(2026, 1, 31))?.day(), Day::literal(2026, 2, 28));
/// assert_eq!(month.counting(Day::literal(2026, 2, 28))?.day(), Day::literal(2026, 3, 27));
/// assert_eq!(month.counting(Day::literal(2026, 3, 1))?.day(), Day::literal(2026, 3, 31));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct UkBeginningWith(Length);

/// A length that both domestic ways of counting share; there are no domestic working days here.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Length {
    count: u16,
    months: bool,
}

impl Length {
    const fn new(count: u16, months: bool) -> Result<Self, PeriodError> {
        match count {
            0 => Err(PeriodError::Zero),
            _ if months && count > 1_200 || count > 36_524 => Err(PeriodError::TooLong),
            _ => Ok(Self { count, months }),
        }
    }

    const fn words(self) -> Count {
        Count(self.count as u32, if self.months { "month" } else { "day" })
    }
}

impl UkBeginningWith {
    /// Three days.
    pub const THREE_DAYS: Self = Self(Length { count: 3, months: false });

    /// A period of days.
    ///
    /// # Errors
    /// [`PeriodError`] for no days at all, or more than a hundred years of them.
    pub const fn days(count: u16) -> Result<Self, PeriodError> {
        match Length::new(count, false) {
            Ok(length) => Ok(Self(length)),
            Err(error) => Err(error),
        }
    }

    /// A period of months.
    ///
    /// # Errors
    /// As [`days`](Self::days).
    pub const fn months(count: u16) -> Result<Self, PeriodError> {
        match Length::new(count, true) {
            Ok(length) => Ok(Self(length)),
            Err(error) => Err(error),
        }
    }

    /// The last day of the period that begins with, and counts, this day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] past the year 9999.
    pub fn counting(self, first: Day) -> Result<Deadline, CalendarError> {
        self.citing(first, [])
    }

    /// The same, moved to the next working day because an instrument says so.
    ///
    /// # Errors
    /// As [`counting`](Self::counting), and [`CalendarError::NoHolidayData`].
    pub fn counting_to_working_day<'t>(
        self,
        first: Day,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<Deadline, CalendarError> {
        let working = working.into();
        let (mut tally, end) = self.tallied(first, Tally::default())?;
        tally.cite(working.rule());
        let (day, certainty) = working.on_or_after(end)?;
        if day != end {
            tally.say(format_args!(
                "that is {}, and the next working day in {working} is {}",
                working.day_off(end),
                Long(day)
            ));
        }
        Ok(tally.due(end, day, certainty))
    }

    pub(crate) fn citing<const N: usize>(
        self,
        first: Day,
        cited: [Rule; N],
    ) -> Result<Deadline, CalendarError> {
        let (tally, end) = self.tallied(first, Tally::citing(cited))?;
        Ok(tally.due(end, end, Certainty::Known))
    }

    fn tallied(self, first: Day, mut tally: Tally) -> Result<(Tally, Day), CalendarError> {
        let count = i32::from(self.0.count);
        let end = if self.0.months {
            let same = first.plus_months(count).ok_or(CalendarError::OutOfRange)?;
            // The day before the same date; where the last month lacks that date, its last day.
            if same.day_of_month() == first.day_of_month() {
                same.plus_days(-1)
            } else {
                Some(same)
            }
        } else {
            first.plus_days(count - 1)
        };
        let end = end.ok_or(CalendarError::OutOfRange)?;
        tally.cite(rules::TM_12);
        let verb = if self.0.count == 1 { "ends" } else { "end" };
        tally.say(format_args!(
            "{} beginning with {}, which is counted, {verb} on {}",
            self.0.words(),
            Long(first),
            Long(end)
        ));
        Ok((tally, end))
    }
}

/// A period that ends with a day and counts it, looking back.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, UkEndingWith};
///
/// let six_months = UkEndingWith::months(6)?;
/// assert_eq!(six_months.first_day(Day::literal(2026, 8, 15))?, Day::literal(2026, 2, 16));
/// assert_eq!(six_months.first_day(Day::literal(2026, 8, 31))?, Day::literal(2026, 3, 1));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct UkEndingWith(Length);

impl UkEndingWith {
    pub(crate) const SIX_MONTHS: Self = Self(Length { count: 6, months: true });

    /// A period of days.
    ///
    /// # Errors
    /// As [`UkBeginningWith::days`].
    pub const fn days(count: u16) -> Result<Self, PeriodError> {
        match Length::new(count, false) {
            Ok(length) => Ok(Self(length)),
            Err(error) => Err(error),
        }
    }

    /// A period of months.
    ///
    /// # Errors
    /// As [`UkBeginningWith::days`].
    pub const fn months(count: u16) -> Result<Self, PeriodError> {
        match Length::new(count, true) {
            Ok(length) => Ok(Self(length)),
            Err(error) => Err(error),
        }
    }

    /// The first day of the period whose last day is this one.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] before the year 1.
    pub fn first_day(self, last: Day) -> Result<Day, CalendarError> {
        let count = i32::from(self.0.count);
        let before = if self.0.months { last.plus_months(-count) } else { last.plus_days(-count) };
        before.and_then(|day| day.plus_days(1)).ok_or(CalendarError::OutOfRange)
    }
}
