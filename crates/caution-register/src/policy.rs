//! What a register may choose where its policy can be read in two ways.

use caldicott_calendar::clock::ResetPolicy;
use caldicott_calendar::{
    CalendarError, Certainty, Day, Deadline, Nation, PeriodError, Weekday, WorkingDays,
};
use caldicott_model::document::Reader;

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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
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
    /// The longest time to the next review that may be set: twelve months (H-010), or fewer.
    pub longest_review: ReviewPeriod,
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
            longest_review: ReviewPeriod::LONGEST,
        }
    }

    /// Reads `[caution]` of a rulebook: `nation`, and each choice that is not the safe one.
    ///
    /// ```
    /// use caldicott_caution_register::Policy;
    /// use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
    ///
    /// let at = Place::new(1, 1);
    /// let mut table = Table::default();
    /// table.insert("nation", at, Located::new(Node::Text("england-and-wales".into()), at));
    /// table.insert("longest-review-months", at, Located::new(Node::Number(18), at));
    /// let faults = Faults::new("rulebook.toml", Echo::Shown);
    /// // A longer time than a year cannot be chosen (H-010).
    /// let _ = Policy::read(&mut Reader::new(&table, at, &faults));
    /// assert_eq!(
    ///     faults.into_vec()[0].to_string(),
    ///     "rulebook.toml:1:1: `longest-review-months` is outside 1 to 12 (at `longest-review-months`)"
    /// );
    /// ```
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Option<Policy<'static>> {
        let nation = table.one_of("nation", "nation", &Nation::NAMES);
        let months = table.optional_number("longest-review-months", 1, 12);
        let reset = table.optional_one_of("resets", "kind of incident", &RESETS);
        let reviewer = table.optional_one_of("reviewer", "role that may review", &REVIEWERS);
        let letter_after_review = table.optional_flag("letter-after-review");
        let decide_in_ten_days = table.optional_flag("decide-in-ten-working-days");
        let in_archive = table.optional_one_of("in-archive", "way with it", &IN_ARCHIVE);
        let visit = table.optional_number("visit-within-days", 1, 365);
        let safe = Policy::of(nation?);
        let months = months.and_then(|months| u8::try_from(months).ok());
        let longest = months.and_then(|months| ReviewPeriod::months(months).ok());
        let visit = visit.and_then(|days| u16::try_from(days).ok());
        Some(Policy {
            reset: reset.unwrap_or(safe.reset),
            reviewer: reviewer.unwrap_or(safe.reviewer),
            letter_after_review: letter_after_review.unwrap_or(safe.letter_after_review),
            decide_in_ten_days: decide_in_ten_days.unwrap_or(safe.decide_in_ten_days),
            in_archive: in_archive.unwrap_or(safe.in_archive),
            visit_within_days: visit.unwrap_or(safe.visit_within_days),
            longest_review: longest.unwrap_or(safe.longest_review),
            ..safe
        })
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum InArchive {
    /// It stays there, and a service manager has to say whether it should stand again.
    #[default]
    Consider,
    /// It stays there, and counts as recommended to stand again, which a Head of Service decides.
    Recommend,
}

const RESETS: [(&str, ResetPolicy); 2] =
    [("any-incident", ResetPolicy::Any), ("high-risk-only", ResetPolicy::HighRisk)];
const REVIEWERS: [(&str, Role); 3] = [
    ("director", Role::Director),
    ("head-of-service", Role::HeadOfService),
    ("service-manager", Role::ServiceManager),
];
const IN_ARCHIVE: [(&str, InArchive); 2] =
    [("consider", InArchive::Consider), ("recommend", InArchive::Recommend)];

/// The calendar ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutOfRange;
