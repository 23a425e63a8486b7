//! A period, how its end is rounded, and the latest trigger whose period has ended.

use core::fmt;

use caldicott_calendar::Day;

use crate::WorkingDays;
#[cfg(test)]
use crate::mutants::{Mutant, planted};
use crate::start::Start;

/// How long something is kept, counted once from its trigger: months, then days, then working days.
///
/// It is at most 100 years, and nothing only as [`Period::IMMEDIATE`].
///
/// # Example: years are not days
/// ```
/// use caldicott_retention::Period;
///
/// let eight_years: Period = "8 years".parse()?;
/// assert_eq!((eight_years.months(), eight_years.days()), (96, 0));
/// assert!("2922 days".parse::<Period>()? != eight_years);
/// assert!("0 days".parse::<Period>().is_err());
/// # Ok::<(), caldicott_retention::ClauseError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Period {
    months: u16,
    days: u16,
    working_days: u16,
}

/// Where the end of a period is moved to, always later.
#[expect(clippy::exhaustive_enums, reason = "a new rounding must be decided on everywhere")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Rounding {
    /// Nowhere.
    #[default]
    None,
    /// To the last day of its month.
    EndOfMonth,
    /// To the 31 March on or after it.
    EndOfFinancialYear,
    /// To the next working day, unless it is one.
    NextWorkingDay,
}

impl Period {
    /// No time at all: due on the day of the trigger.
    pub const IMMEDIATE: Self = Self { months: 0, days: 0, working_days: 0 };
    /// The longest period, in months: 100 years.
    pub const LONGEST_MONTHS: u32 = 1200;

    /// The period of these months, days and working days; `None` for nothing and over 100 years.
    #[must_use]
    pub fn new(months: u32, days: u32, working_days: u32) -> Option<Self> {
        // In units of a 240th of a day, a month being a twelfth of 365.25 days and a working day a
        // fifth of a week, so that the comparison is exact.
        let length =
            u64::from(months) * 7305 + u64::from(days) * 240 + u64::from(working_days) * 336;
        let fits = length <= u64::from(Self::LONGEST_MONTHS) * 7305;
        if months == 0 && days == 0 && working_days == 0 || !fits {
            return None;
        }
        Some(Self {
            months: u16::try_from(months).ok()?,
            days: u16::try_from(days).ok()?,
            working_days: u16::try_from(working_days).ok()?,
        })
    }

    /// The calendar months.
    #[must_use]
    pub const fn months(self) -> u16 {
        self.months
    }

    /// The calendar days on top.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// The working days on top.
    #[must_use]
    pub const fn working_days(self) -> u16 {
        self.working_days
    }

    /// The day the period ends that starts on this one, or `None` past the year 9999.
    ///
    /// # Example: the month is clamped once, at its end
    /// ```
    /// use caldicott_calendar::Day;
    /// use caldicott_retention::{Period, Rounding, WorkingDays};
    ///
    /// let week = WorkingDays::default();
    /// let ends = |period: &str, from: &str| {
    ///     let period: Period = period.parse().ok()?;
    ///     period.after(from.parse().ok()?, Rounding::None, &week).map(|day| day.to_string())
    /// };
    /// assert_eq!(ends("1 month", "2025-01-31").as_deref(), Some("2025-02-28"));
    /// assert_eq!(ends("2 months", "2025-01-31").as_deref(), Some("2025-03-31"));
    /// assert_eq!(ends("1 month 1 day", "2025-01-31").as_deref(), Some("2025-03-01"));
    /// ```
    #[must_use]
    pub fn after(self, from: Day, rounding: Rounding, week: &WorkingDays) -> Option<Day> {
        self.after_start(Start::of(from), rounding, week)
    }

    #[inline]
    pub(crate) fn after_start(
        self,
        from: Start,
        rounding: Rounding,
        week: &WorkingDays,
    ) -> Option<Day> {
        let day = from.plus_months(i32::from(self.months))?.plus_days(i32::from(self.days))?;
        if self.working_days == 0 && rounding == Rounding::None {
            return Some(day);
        }
        rounding.apply(week.plus(day, u32::from(self.working_days))?, week)
    }

    /// The last trigger whose period has ended on or before a day: `trigger <= cutoff` is exactly
    /// `after(trigger) <= day`. `None` when no trigger qualifies.
    #[must_use]
    pub fn cutoff(self, day: Day, rounding: Rounding, week: &WorkingDays) -> Option<Day> {
        if self.working_days > 0 || rounding != Rounding::None {
            return bisect(day, |trigger| self.after(trigger, rounding, week));
        }
        let months = i32::from(self.months);
        let before_days = day.plus_days(-i32::from(self.days))?;
        let start = before_days.plus_months(-months)?;
        // Every later day of the start's month is clamped back onto the end of a shorter month.
        let clamped = months > 0 && before_days.is_last_of_month();
        #[cfg(test)]
        let clamped = clamped && !planted(Mutant::NaiveInversion);
        Some(if clamped { start.last_of_month() } else { start })
    }

    /// Whether the end depends on which days are worked.
    #[must_use]
    pub const fn counts_working_days(self) -> bool {
        self.working_days > 0
    }
}

impl Rounding {
    /// The day, rounded.
    #[must_use]
    pub fn apply(self, day: Day, week: &WorkingDays) -> Option<Day> {
        match self {
            Self::None => Some(day),
            Self::EndOfMonth => Some(day.last_of_month()),
            Self::EndOfFinancialYear => {
                let (year, month, _) = day.ymd();
                Day::new(if month <= 3 { year } else { year + 1 }, 3, 31).ok()
            }
            Self::NextWorkingDay => week.next_working(day),
        }
    }
}

/// The last day whose image under a function that never goes down is on or before a day.
pub(crate) fn bisect(day: Day, image: impl Fn(Day) -> Option<Day>) -> Option<Day> {
    let has_ended = |trigger: Day| image(trigger).is_some_and(|end| end <= day);
    // No period ends before it starts, so nothing after the day qualifies.
    let (mut low, mut high) = (Day::MIN, day);
    if !has_ended(low) {
        return None;
    }
    while low < high {
        let middle = low.plus_days((low.days_until(high) + 1) / 2)?;
        if has_ended(middle) {
            low = middle;
        } else {
            high = middle.plus_days(-1)?;
        }
    }
    Some(low)
}

impl fmt::Display for Period {
    /// Writes the shortest words with the same meaning: `8 years`, `1 year 6 months`, `2 weeks`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::IMMEDIATE {
            return out.write_str("immediate");
        }
        let (weeks, days) =
            if self.days.is_multiple_of(7) { (self.days / 7, 0) } else { (0, self.days) };
        let parts = [
            (self.months / 12, "year"),
            (self.months % 12, "month"),
            (weeks, "week"),
            (days, "day"),
            (self.working_days, "working day"),
        ];
        let mut blank = "";
        for (count, unit) in parts.into_iter().filter(|(count, _)| *count > 0) {
            write!(out, "{blank}{count} {unit}{}", if count == 1 { "" } else { "s" })?;
            blank = " ";
        }
        Ok(())
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::None => "",
            Self::EndOfMonth => " to end of month",
            Self::EndOfFinancialYear => " to end of financial year",
            Self::NextWorkingDay => " to next working day",
        })
    }
}
