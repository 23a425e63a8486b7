//! What a register may choose where its policy can be read in two ways.

use caldicott_calendar::clock::ResetPolicy;
use caldicott_calendar::{
    CalendarError, Certainty, Day, Deadline, PeriodError, Weekday, WorkingDays,
};

use crate::Role;

/// How long an entry may stand before somebody looks at it again: 1 to 12 months (H-010).
///
/// ```
/// use caldicott_caution_register::ReviewPeriod;
///
/// assert_eq!(ReviewPeriod::months(12)?, ReviewPeriod::LONGEST);
/// // Thirteen months cannot be expressed, so no later check can forget to refuse it.
/// assert!(ReviewPeriod::months(13).is_err());
/// # Ok::<(), caldicott_calendar::PeriodError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u8", into = "u8"))]
pub struct ReviewPeriod(u8);

impl ReviewPeriod {
    /// Twelve months.
    pub const LONGEST: Self = Self(12);

    /// So many months.
    ///
    /// # Errors
    /// [`PeriodError::Review`] outside 1 to 12.
    pub const fn months(months: u8) -> Result<Self, PeriodError> {
        if months >= 1 && months <= 12 {
            Ok(Self(months))
        } else {
            Err(PeriodError::Review { months })
        }
    }

    /// The months.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for ReviewPeriod {
    type Error = PeriodError;

    fn try_from(months: u8) -> Result<Self, PeriodError> {
        Self::months(months)
    }
}

impl From<ReviewPeriod> for u8 {
    fn from(period: ReviewPeriod) -> Self {
        period.0
    }
}

/// How one organisation runs its register.
///
/// The source can be read in more than one way in some places, and a diagram of it is lost (H-034);
/// each choice has the reading as its default that is safer for the person or for staff.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'t> {
    working: WorkingDays<'t>,
    /// Which incidents restart the two years in the archive (RE-13): any, unless chosen otherwise.
    pub reset: ResetPolicy,
    /// Who reviews, which the lost diagram would say: the Head of Service, as for approval.
    pub reviewer: Role,
    /// Whether a review that keeps an entry tells the person the new day of review: it does.
    pub letter_after_review: bool,
    /// Whether a recommendation is decided within ten working days: where that label stood in the lost
    /// diagram is not known (H-017, H-034), and an undecided one must not lie about. It is.
    pub decide_in_ten_days: bool,
    /// What an incident does to an entry in the archive.
    pub in_archive: InArchive,
    /// How many days before a visit the register may be looked at for it: 28.
    pub visit_within_days: u16,
}

impl<'t> Policy<'t> {
    /// The safe reading, with the working days of a nation or of a table of one's own.
    #[must_use]
    pub fn of(working: impl Into<WorkingDays<'t>>) -> Self {
        Self {
            working: working.into(),
            reset: ResetPolicy::Any,
            reviewer: Role::HeadOfService,
            letter_after_review: true,
            decide_in_ten_days: true,
            in_archive: InArchive::Consider,
            visit_within_days: 28,
        }
    }

    /// Ten working days after a day, as a clock counts them.
    ///
    /// Past the end of the holiday table the days are counted as if there were no holidays: a duty
    /// that is owed to somebody then falls due too early rather than too late.
    pub(crate) fn ten_working_days(
        &self,
        from: Day,
        clock: impl FnOnce(Day, WorkingDays<'t>) -> Result<Deadline, CalendarError>,
    ) -> Result<(Day, Certainty), OutOfRange> {
        if let Ok(deadline) = clock(from, self.working) {
            return Ok((deadline.day(), deadline.certainty()));
        }
        // Ten days from a weekend begin on its Monday, so two weeks lead to the Friday before.
        let back = match from.weekday() {
            Weekday::Saturday => 1,
            Weekday::Sunday => 2,
            Weekday::Monday
            | Weekday::Tuesday
            | Weekday::Wednesday
            | Weekday::Thursday
            | Weekday::Friday => 0,
        };
        let day = from.plus_days(14 - back).ok_or(OutOfRange)?;
        Ok((day, Certainty::Projected))
    }
}

/// What an incident does to an entry in the archive, where the two years begin anew with it (RE-13).
#[expect(clippy::exhaustive_enums, reason = "the policy can be read in two ways")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum InArchive {
    /// It stays there, and a service manager has to say whether it should stand again.
    #[default]
    Consider,
    /// It stays there, and counts as recommended to stand again, which a Head of Service decides.
    Recommend,
}

/// The calendar ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfRange;
