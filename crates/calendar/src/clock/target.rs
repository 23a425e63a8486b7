//! An organisation's own closures, for its own targets.

use std::collections::BTreeSet;

use crate::{CalendarError, Day, DayKind, RuleSet, WorkingDays, rules};

/// Days on which an organisation is shut though the law is open: training days, a local fair.
///
/// They move its internal targets and never a legal date (BH-10), so that no legal clock takes
/// them. A target moves to an **earlier** day: moved later it might pass the date it protects.
///
/// ```
/// use caldicott_calendar::clock::{Closures, SubjectAccess};
/// use caldicott_calendar::{CalendarError, Day, Nation};
///
/// let due = SubjectAccess::received(Day::literal(2026, 11, 27)).in_nation(Nation::Scotland).due()?;
/// let target = due.running().and_then(|running| running.target());
/// // Twenty-eight days end on Christmas Day; the office shuts on the two days before it too.
/// assert_eq!(target, Some(Day::literal(2026, 12, 25)));
/// let shut = Closures::on([Day::literal(2026, 12, 23), Day::literal(2026, 12, 24)]);
/// let (open, _) = shut.open_on_or_before(Day::literal(2026, 12, 25), Nation::Scotland)?;
/// assert_eq!(open, Day::literal(2026, 12, 22));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Closures(BTreeSet<Day>);

impl Closures {
    /// Shut on these days.
    #[must_use]
    pub fn on(days: impl IntoIterator<Item = Day>) -> Self {
        Self(days.into_iter().collect())
    }

    /// The last day on or before a target on which the organisation is at work, with the rules.
    ///
    /// A weekday outside the holiday table passes for a working day here: nothing in law hangs on
    /// it.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] before the year 1.
    pub fn open_on_or_before<'t>(
        &self,
        target: Day,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<(Day, RuleSet), CalendarError> {
        let working = working.into();
        let mut day = target;
        loop {
            let open = match working.kind(day) {
                DayKind::Holiday(_) | DayKind::Weekend => false,
                DayKind::Unknown | DayKind::Working(_) => !self.0.contains(&day),
            };
            if open {
                return Ok((day, [rules::TM_11, rules::BH_10].into_iter().collect()));
            }
            day = day.plus_days(-1).ok_or(CalendarError::OutOfRange)?;
        }
    }
}
