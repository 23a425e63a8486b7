//! Seventy-two hours.

use crate::deadline::Tally;
use crate::london::LongTime;
use crate::{CalendarError, EuHours, Instant, RuleSet, rules};

/// A breach, from the instant somebody became aware of it.
///
/// Aware means reasonably certain, which is not the first report and not the end of the enquiry.
///
/// ```
/// use caldicott_calendar::clock::{Breach, BreachStanding};
/// use caldicott_calendar::{CalendarError, Instant};
///
/// // Noon on the Friday before the clocks go forward.
/// let aware: Instant = "2026-03-27T12:20:00Z".parse()?;
/// let clock = Breach::aware(aware).notify_by()?;
/// assert_eq!(clock.alarm().to_string(), "2026-03-30T12:20:00Z");
/// assert_eq!(clock.ends().to_string(), "2026-03-30T13:00:00Z");
/// assert!(clock.arithmetic().ends_with("in law at Monday 30 March 2026, 14:00 BST"));
/// assert_eq!(clock.standing(clock.ends()), BreachStanding::Late);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "a breach runs out whether or not its clock is asked"]
pub struct Breach {
    aware: Instant,
}

impl Breach {
    /// Became aware at this instant.
    pub const fn aware(aware: Instant) -> Self {
        Self { aware }
    }

    /// By when the regulator is to be told, unless the breach is unlikely to be a risk.
    ///
    /// Neither end moves for a weekend or a holiday (BR-03).
    ///
    /// # Errors
    /// [`CalendarError::NotInForce`] before 25 May 2018, [`CalendarError::OutOfRange`] at the end
    /// of the calendar.
    pub fn notify_by(self) -> Result<BreachClock, CalendarError> {
        let day = self.aware.day_in_london();
        if !rules::BR_01.in_force(day) {
            return Err(CalendarError::not_in_force(rules::BR_01, rules::DATA_PROTECTION_ACT));
        }
        let mut tally = Tally::citing([rules::BR_01, rules::BR_03, rules::TM_03_HOUR]);
        tally.cite_on(rules::TM_01, day);
        let hours = EuHours::SEVENTY_TWO;
        let alarm = hours.elapsed(self.aware).ok_or(CalendarError::OutOfRange)?;
        let ends = hours.ends(self.aware).ok_or(CalendarError::OutOfRange)?;
        tally.say(format_args!("aware at {}", LongTime(self.aware)));
        tally.say(format_args!("72 hours have elapsed at {}", LongTime(alarm)));
        tally.say(format_args!(
            "the hour of awareness is not counted, so the time ends in law at {}",
            LongTime(ends)
        ));
        let (rules, arithmetic) = tally.into_parts();
        Ok(BreachClock { alarm, ends, rules, arithmetic })
    }
}

/// When the 72 hours of a breach run out.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "a duty that nobody reads is a breach waiting to happen"]
pub struct BreachClock {
    alarm: Instant,
    ends: Instant,
    rules: RuleSet,
    arithmetic: String,
}

impl BreachClock {
    /// Seventy-two elapsed hours: the instant to work to.
    #[must_use]
    pub const fn alarm(&self) -> Instant {
        self.alarm
    }

    /// The end in law, which is the first instant that is late: up to 59 minutes 59 seconds after
    /// [`alarm`](Self::alarm), because the hour of awareness is not counted.
    #[must_use]
    pub const fn ends(&self) -> Instant {
        self.ends
    }

    /// How things stand at an instant.
    #[must_use]
    pub fn standing(&self, at: Instant) -> BreachStanding {
        if at < self.alarm {
            BreachStanding::InTime
        } else if at < self.ends {
            BreachStanding::LastHour
        } else {
            BreachStanding::Late
        }
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// How it was counted, in London time.
    #[must_use]
    pub fn arithmetic(&self) -> &str {
        &self.arithmetic
    }
}

/// How a breach stands against its 72 hours.
#[expect(clippy::exhaustive_enums, reason = "a further standing must be decided on by every host")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum BreachStanding {
    /// Fewer than 72 hours have elapsed.
    InTime,
    /// 72 hours have elapsed, the end in law has not come: notify now, and give reasons.
    LastHour,
    /// Over: a notification must give the reasons for the delay (BR-01).
    Late,
}
