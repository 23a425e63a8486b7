//! The answer of a clock that counts days.

use core::fmt::Write as _;

use crate::english::Long;
use crate::{CalendarError, Certainty, Day, Instant, Rule, RuleSet, WorkingDays, rules};

/// The last day of a period, how it was counted and how surely it is known.
///
/// The day is the last good one: what is done before it ends is in time.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, EuPeriod, Nation};
///
/// let due = EuPeriod::ONE_MONTH.after(Day::literal(2024, 11, 25), Nation::EnglandAndWales)?;
/// assert_eq!(due.day(), Day::literal(2024, 12, 27));
/// assert_eq!(due.unrolled(), Day::literal(2024, 12, 25));
/// assert!(!due.is_projected());
/// assert!(due.rules().cites("TM-06"));
/// assert_eq!(
///     due.arithmetic(),
///     "Monday 25 November 2024 is not counted; 1 month ends on Wednesday 25 December 2024; \
///      that is Christmas Day, and the next working day in England and Wales is \
///      Friday 27 December 2024"
/// );
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "a deadline that nobody reads is missed"]
pub struct Deadline {
    day: Day,
    unrolled: Day,
    certainty: Certainty,
    rules: RuleSet,
    arithmetic: String,
}

impl Deadline {
    /// The last day.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The day on which the count itself ended, before it moved to a working day.
    #[must_use]
    pub const fn unrolled(&self) -> Day {
        self.unrolled
    }

    /// How surely the day is known.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// Whether the day rests on holidays that are not published yet.
    #[must_use]
    pub fn is_projected(&self) -> bool {
        self.certainty == Certainty::Projected
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// How the day was found, in a line that a person can follow with a diary.
    #[must_use]
    pub fn arithmetic(&self) -> &str {
        &self.arithmetic
    }

    /// Days left on a day: 0 on the last day, negative once it is late.
    #[must_use]
    pub const fn days_left(&self, on: Day) -> i32 {
        on.days_until(self.day)
    }

    /// Whether the last day is over on this day.
    #[must_use]
    pub fn is_late_on(&self, on: Day) -> bool {
        on > self.day
    }

    /// The instant at which the last day ends in London, which is the first that is late; `None`
    /// on the very last day of the calendar.
    #[must_use]
    pub fn expires(&self) -> Option<Instant> {
        self.day.plus_days(1)?.start_in_london()
    }

    pub(crate) fn cite(&mut self, rule: Rule) {
        self.rules.cite(rule);
    }
}

/// Builds a deadline: the rules and the sentence grow together with the count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    rules: RuleSet,
    line: String,
}

impl Tally {
    pub(crate) fn citing<const N: usize>(rules: [Rule; N]) -> Self {
        Self { rules: rules.into_iter().collect(), line: String::new() }
    }

    pub(crate) fn cite(&mut self, rule: Rule) {
        self.rules.cite(rule);
    }

    /// Cites a rule if it was law on the day.
    pub(crate) fn cite_on(&mut self, rule: Rule, day: Day) {
        if rule.in_force(day) {
            self.rules.cite(rule);
        }
    }

    pub(crate) fn say(&mut self, clause: core::fmt::Arguments<'_>) {
        if !self.line.is_empty() {
            self.line.push_str("; ");
        }
        // Writing to a `String` cannot fail.
        let _ = self.line.write_fmt(clause);
    }

    /// Moves the end of a period to the next working day, saying so if it moves (TM-06).
    pub(crate) fn roll(
        &mut self,
        end: Day,
        working: WorkingDays<'_>,
    ) -> Result<(Day, Certainty), CalendarError> {
        self.cite(rules::TM_06);
        self.cite(working.rule());
        let (day, certainty) = working.on_or_after(end)?;
        if day != end {
            self.say(format_args!(
                "that is {}, and the next working day in {working} is {}",
                working.day_off(end),
                Long(day)
            ));
        }
        Ok((day, certainty))
    }

    /// The deadline, once the count is done.
    pub(crate) fn due(self, unrolled: Day, day: Day, certainty: Certainty) -> Deadline {
        let mut arithmetic = self.line;
        if certainty == Certainty::Projected {
            arithmetic.push_str("; the holidays of that time are not published yet");
        }
        Deadline { day, unrolled, certainty, rules: self.rules, arithmetic }
    }

    /// What was gathered, where the count ends without a day.
    pub(crate) fn into_parts(self) -> (RuleSet, String) {
        (self.rules, self.line)
    }
}
