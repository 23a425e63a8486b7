//! Acknowledging a complaint to the controller.

use crate::{CalendarError, Day, Deadline, EuPeriod, RuleSet, WorkingDays, rules};

/// Whether a complaint must be acknowledged, and by when.
#[expect(clippy::exhaustive_enums, reason = "a third answer must not fall into `_`")]
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case", tag = "duty")
)]
#[must_use = "a duty that nobody reads is a breach waiting to happen"]
pub enum Acknowledgement {
    /// By this day.
    By(Deadline),
    /// The complaint came before the duty did.
    NotRequired {
        /// The rules applied.
        rules: RuleSet,
    },
}

impl Acknowledgement {
    /// The last day, if there is a duty.
    #[must_use]
    pub const fn day(&self) -> Option<Day> {
        match self {
            Self::By(deadline) => Some(deadline.day()),
            Self::NotRequired { .. } => None,
        }
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        match self {
            Self::By(deadline) => deadline.rules(),
            Self::NotRequired { rules } => rules,
        }
    }
}

/// By when a data protection complaint is to be acknowledged (CP-02): within 30 days of receipt.
///
/// # Errors
/// [`CalendarError::NoHolidayData`] where the end lies past the holiday table.
///
/// ```
/// use caldicott_calendar::clock::{Acknowledgement, acknowledge_complaint_by};
/// use caldicott_calendar::{CalendarError, Day, Nation};
///
/// let by = acknowledge_complaint_by(Day::literal(2026, 6, 19), Nation::EnglandAndWales)?;
/// // Thirty days on is Sunday 19 July.
/// assert_eq!(by.day(), Some(Day::literal(2026, 7, 20)));
/// // A complaint of the day before is under no such duty (CP-04).
/// let before = acknowledge_complaint_by(Day::literal(2026, 6, 18), Nation::EnglandAndWales)?;
/// assert!(matches!(before, Acknowledgement::NotRequired { .. }));
/// # Ok::<(), CalendarError>(())
/// ```
pub fn acknowledge_complaint_by<'t>(
    received: Day,
    working: impl Into<WorkingDays<'t>>,
) -> Result<Acknowledgement, CalendarError> {
    if received < rules::COMPLAINTS_STAGE {
        return Ok(Acknowledgement::NotRequired { rules: [rules::CP_04].into_iter().collect() });
    }
    let cited = [rules::CP_02, rules::CP_04, rules::TM_02];
    EuPeriod::THIRTY_DAYS.citing(received, working.into(), cited).map(Acknowledgement::By)
}
