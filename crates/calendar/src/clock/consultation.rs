//! The regulator's time to answer a prior consultation.

use super::pauses::{End, Pauses};
use crate::deadline::Tally;
use crate::english::{Count, Long};
use crate::{CalendarError, Day, Deadline, EuPeriod, Order, RuleSet, WorkingDays, rules};

/// A consultation of the regulator before high-risk processing begins (DP-06).
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, Nation, clock::Consultation};
///
/// let asked = Consultation::received(Day::literal(2026, 9, 1));
/// let due = asked.clone().answer_by(Nation::EnglandAndWales)?;
/// assert_eq!(due.day(), Some(Day::literal(2026, 10, 27)));
/// let longer = asked.extended(Day::literal(2026, 10, 1)).answer_by(Nation::EnglandAndWales)?;
/// assert_eq!(longer.day(), Some(Day::literal(2026, 12, 8)));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a consultation is a question until `answer_by` is asked"]
pub struct Consultation {
    received: Day,
    extended: Option<Day>,
    suspensions: Vec<(Day, Option<Day>)>,
}

/// By when the regulator answers.
#[expect(clippy::exhaustive_enums, reason = "a third state must not fall into `_`")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case", tag = "state")
)]
#[must_use = "processing must not begin before the answer is due"]
pub enum ConsultationDue {
    /// By this day, unless it is suspended.
    By {
        /// The last day for the regulator's advice.
        deadline: Deadline,
        /// What did not have its effect.
        findings: Vec<ConsultationFinding>,
    },
    /// Suspended until the regulator has what it asked for.
    Suspended {
        /// The first day of the suspension.
        since: Day,
        /// Days left to count afterwards.
        days_left: u32,
        /// The rules applied.
        rules: RuleSet,
    },
}

impl ConsultationDue {
    /// The last day, if the time runs.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        match self {
            Self::By { deadline, .. } => Some(deadline.day()),
            Self::Suspended { .. } => None,
        }
    }
}

/// A step that did not have its effect.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum ConsultationFinding {
    /// The regulator's notice of six further weeks came after the first month.
    ExtensionNoticeLate,
}

impl Consultation {
    /// The regulator received the request on this day.
    pub const fn received(day: Day) -> Self {
        Self { received: day, extended: None, suspensions: Vec::new() }
    }

    /// The regulator gave notice of six further weeks on this day.
    pub fn extended(self, notice: Day) -> Self {
        Self { extended: Some(notice), ..self }
    }

    /// The regulator asked for information on the first day and had it on the second, if it has.
    ///
    /// Both days are left out of the count, which is the reading that begins the processing later.
    pub fn suspended(mut self, asked: Day, obtained: Option<Day>) -> Self {
        self.suspensions.push((asked, obtained));
        self
    }

    /// By when the regulator answers: eight weeks after receipt, or fourteen.
    ///
    /// # Errors
    /// [`CalendarError::NotInForce`] before 25 May 2018, [`CalendarError::Order`] for a step dated
    /// before the request, [`CalendarError::NoHolidayData`] past the holiday table.
    pub fn answer_by<'t>(
        &self,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<ConsultationDue, CalendarError> {
        let working = working.into();
        self.in_order()?;
        if !rules::DP_06.in_force(self.received) {
            return Err(CalendarError::not_in_force(rules::DP_06, rules::DATA_PROTECTION_ACT));
        }
        let mut tally = Tally::citing([rules::DP_06, rules::TM_03]);
        tally.cite_on(rules::TM_01, self.received);
        let mut findings = Vec::new();
        let period = self.period(working, &mut findings)?;
        let plain = period.unrolled(self.received)?;
        tally.say(format_args!(
            "{} from {} end on {}",
            period.words(),
            Long(self.received),
            Long(plain)
        ));
        let pauses = Pauses::after(self.received, self.suspensions.iter().copied());
        let (end, skipped) = match pauses.stretch(plain).ok_or(CalendarError::OutOfRange)? {
            End::On { day, skipped } => (day, skipped),
            End::Open { since, left } => {
                let (rules, _) = tally.into_parts();
                return Ok(ConsultationDue::Suspended { since, days_left: left, rules });
            }
        };
        if skipped > 0 {
            tally.say(format_args!(
                "{} of suspension left out give {}",
                Count(skipped, "day"),
                Long(end)
            ));
        }
        let (day, certainty) = tally.roll(end, working)?;
        Ok(ConsultationDue::By { deadline: tally.due(end, day, certainty), findings })
    }

    fn period(
        &self,
        working: WorkingDays<'_>,
        findings: &mut Vec<ConsultationFinding>,
    ) -> Result<EuPeriod, CalendarError> {
        let Some(notice) = self.extended else {
            return Ok(EuPeriod::EIGHT_WEEKS);
        };
        if notice <= EuPeriod::ONE_MONTH.after(self.received, working)?.day() {
            return Ok(EuPeriod::FOURTEEN_WEEKS);
        }
        findings.push(ConsultationFinding::ExtensionNoticeLate);
        Ok(EuPeriod::EIGHT_WEEKS)
    }

    fn in_order(&self) -> Result<(), CalendarError> {
        if self.extended.is_some_and(|notice| notice < self.received) {
            return Err(Order::BeforeReceipt.into());
        }
        for (asked, obtained) in &self.suspensions {
            if *asked < self.received {
                return Err(Order::BeforeReceipt.into());
            }
            if obtained.is_some_and(|obtained| obtained < *asked) {
                return Err(Order::AnswerBeforeQuestion.into());
            }
        }
        Ok(())
    }
}
