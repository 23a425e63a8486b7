//! The caution register: letters, challenges, reviews, and two quiet years in the archive.

use crate::deadline::Tally;
use crate::english::{Count, Long};
use crate::{CalendarError, Certainty, Day, Deadline, EuPeriod, PeriodError, WorkingDays, rules};

/// By when the letter to the person goes out: ten working days after approval (H-017).
///
/// The policy defines no working day, so the controller's nation decides (BH-09).
///
/// # Errors
/// [`CalendarError::NoHolidayData`] where the count leaves the holiday table.
pub fn caution_letter_by<'t>(
    approved: Day,
    working: impl Into<WorkingDays<'t>>,
) -> Result<Deadline, CalendarError> {
    let cited = [rules::H_017, rules::BH_09];
    EuPeriod::TEN_WORKING_DAYS.citing(approved, working.into(), cited)
}

/// By when the director decides a challenge and writes: ten working days after it was made (H-019).
///
/// # Errors
/// [`CalendarError::NoHolidayData`] where the count leaves the holiday table.
///
/// # Example: over Christmas and New Year
/// ```
/// use caldicott_calendar::{CalendarError, Day, Nation, clock::caution_decision_by};
///
/// let asked = Day::literal(2026, 12, 21);
/// let england = caution_decision_by(asked, Nation::EnglandAndWales)?;
/// let scotland = caution_decision_by(asked, Nation::Scotland)?;
/// assert_eq!(england.day(), Day::literal(2027, 1, 7));
/// // Monday 4 January stands in for the 2nd, a Saturday.
/// assert_eq!(scotland.day(), Day::literal(2027, 1, 8));
/// # Ok::<(), CalendarError>(())
/// ```
pub fn caution_decision_by<'t>(
    asked: Day,
    working: impl Into<WorkingDays<'t>>,
) -> Result<Deadline, CalendarError> {
    let cited = [rules::H_019, rules::BH_09];
    EuPeriod::TEN_WORKING_DAYS.citing(asked, working.into(), cited)
}

/// By when an entry is reviewed that was approved, or last reviewed, on this day with a review
/// period of so many months.
///
/// Twelve months are a maximum, so the day does not move to a working day: it would be too late.
///
/// # Errors
/// [`PeriodError::Review`] outside 1 to 12 months (H-010).
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, clock::caution_review_by};
///
/// let approved = Day::literal(2024, 2, 29);
/// assert_eq!(caution_review_by(approved, 12)?.day(), Day::literal(2025, 2, 28));
/// // A Sunday stays a Sunday.
/// assert_eq!(caution_review_by(Day::literal(2026, 2, 22), 3)?.day(), Day::literal(2026, 5, 22));
/// assert!(caution_review_by(approved, 13).is_err());
/// # Ok::<(), CalendarError>(())
/// ```
pub fn caution_review_by(set_on: Day, months: u8) -> Result<Deadline, CalendarError> {
    if !(1..=12).contains(&months) {
        return Err(PeriodError::Review { months }.into());
    }
    let mut tally = Tally::citing([rules::H_010, rules::RE_12]);
    let day = set_on.plus_months(i32::from(months)).ok_or(CalendarError::OutOfRange)?;
    tally.say(format_args!(
        "{} after {} is {}; a maximum does not move to a working day",
        Count(u32::from(months), "month"),
        Long(set_on),
        Long(day)
    ));
    Ok(tally.due(day, day, Certainty::Known))
}

/// The latest day on which an entry set on this day may be reviewed: twelve months on.
///
/// # Errors
/// [`CalendarError::OutOfRange`] past the year 9999.
pub fn latest_caution_review(set_on: Day) -> Result<Deadline, CalendarError> {
    caution_review_by(set_on, 12)
}

/// How grave an incident was.
#[expect(clippy::exhaustive_enums, reason = "the policy knows two")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum IncidentKind {
    /// High risk.
    HighRisk,
    /// Any other.
    Other,
}

/// A further incident.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Incident {
    on: Day,
    kind: IncidentKind,
}

impl Incident {
    /// On this day, of this kind.
    #[must_use]
    pub const fn new(on: Day, kind: IncidentKind) -> Self {
        Self { on, kind }
    }
}

/// Which incidents restart the two years. The policy says both in different sections (RE-13).
#[expect(clippy::exhaustive_enums, reason = "the policy can be read in two ways")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum ResetPolicy {
    /// Any further incident.
    #[default]
    Any,
    /// High-risk incidents only.
    HighRisk,
}

/// An archived entry on its way out of the register.
///
/// ```
/// use caldicott_calendar::clock::{Archive, Incident, IncidentKind, ResetPolicy};
/// use caldicott_calendar::{CalendarError, Day};
///
/// let archive = Archive::entered(Day::literal(2024, 2, 29));
/// assert_eq!(archive.removal_due()?.day(), Day::literal(2026, 2, 28));
/// // A later incident restarts the two years; whether a lesser one does is the policy's choice.
/// let archive = archive.incident(Incident::new(Day::literal(2025, 3, 10), IncidentKind::Other));
/// assert_eq!(archive.removal_due()?.day(), Day::literal(2027, 3, 10));
/// let high_only = archive.reset_by(ResetPolicy::HighRisk);
/// assert_eq!(high_only.removal_due()?.day(), Day::literal(2026, 2, 28));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an archived entry that nobody asks about stays for ever"]
pub struct Archive {
    entered: Day,
    incidents: Vec<Incident>,
    reset: ResetPolicy,
}

impl Archive {
    /// Archived on this day.
    pub const fn entered(day: Day) -> Self {
        Self { entered: day, incidents: Vec::new(), reset: ResetPolicy::Any }
    }

    /// With this incident, whenever it was.
    pub fn incident(mut self, incident: Incident) -> Self {
        self.incidents.push(incident);
        self
    }

    /// Under this reading of the policy.
    pub fn reset_by(self, reset: ResetPolicy) -> Self {
        Self { reset, ..self }
    }

    /// The day on which two quiet years are complete and the entry is removed: two years after
    /// the latest of archiving and every incident that counts (D-010, D-011). It does not move to
    /// a working day.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] past the year 9999.
    pub fn removal_due(&self) -> Result<Deadline, CalendarError> {
        let mut tally = Tally::citing([rules::D_010, rules::D_011, rules::RE_12]);
        let counts = |incident: &&Incident| match self.reset {
            ResetPolicy::Any => true,
            ResetPolicy::HighRisk => incident.kind == IncidentKind::HighRisk,
        };
        let last = self.incidents.iter().filter(counts).map(|incident| incident.on).max();
        if !self.incidents.is_empty() {
            tally.cite(rules::RE_13);
        }
        let quiet_since = last.map_or(self.entered, |last| last.max(self.entered));
        tally.say(format_args!("archived on {}", Long(self.entered)));
        if quiet_since > self.entered {
            tally.say(format_args!("the last incident that counts was on {}", Long(quiet_since)));
        }
        let day = quiet_since.plus_months(24).ok_or(CalendarError::OutOfRange)?;
        tally.say(format_args!("two quiet years are complete on {}", Long(day)));
        Ok(tally.due(day, day, Certainty::Known))
    }
}
