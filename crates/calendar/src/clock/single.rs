//! Clocks with a single trigger.

use crate::deadline::Tally;
use crate::english::Long;
use crate::{
    CalendarError, Certainty, Day, Deadline, EuPeriod, Rule, UkBeginningWith, UkEndingWith,
    WorkingDays, rules,
};

/// By when somebody is told that data about them came from elsewhere: within a month of obtaining
/// it at the latest, and sooner where that is reasonable (RT-26, known at second hand).
///
/// # Errors
/// [`CalendarError::NotInForce`] before 25 May 2018, [`CalendarError::NoHolidayData`] past the
/// holiday table.
pub fn indirect_collection_notice_by<'t>(
    obtained: Day,
    working: impl Into<WorkingDays<'t>>,
) -> Result<Deadline, CalendarError> {
    in_force(rules::RT_26, obtained, rules::DATA_PROTECTION_ACT)?;
    let mut due = EuPeriod::ONE_MONTH.citing(obtained, working.into(), [rules::RT_26])?;
    if rules::TM_01.in_force(obtained) {
        due.cite(rules::TM_01);
    }
    Ok(due)
}

/// Through which day an appropriate policy document is kept after the processing it covers ceased:
/// six months (RE-15, S1-40). It may go on the day after, not before.
///
/// # Errors
/// [`CalendarError::NotInForce`] before 25 May 2018, [`CalendarError::NoHolidayData`] past the
/// holiday table.
///
/// # Example: six months from the end of August
/// ```
/// use caldicott_calendar::{CalendarError, Day, Nation, clock::policy_document_kept_through};
///
/// let ceased = Day::literal(2025, 8, 31);
/// let kept = policy_document_kept_through(ceased, Nation::EnglandAndWales)?;
/// assert_eq!(kept.unrolled(), Day::literal(2026, 2, 28));
/// // That is a Saturday.
/// assert_eq!(kept.day(), Day::literal(2026, 3, 2));
/// # Ok::<(), CalendarError>(())
/// ```
pub fn policy_document_kept_through<'t>(
    ceased: Day,
    working: impl Into<WorkingDays<'t>>,
) -> Result<Deadline, CalendarError> {
    in_force(rules::RE_15, ceased, rules::DATA_PROTECTION_ACT)?;
    let cited = [rules::RE_15, rules::S1_40, rules::TM_02];
    EuPeriod::SIX_MONTHS.citing(ceased, working.into(), cited)
}

/// By when an offender notifies the police of a change: three days beginning with it, weekends and
/// holidays included (GW-11). The duty is the offender's: a provider who helps needs the day.
///
/// # Errors
/// [`CalendarError::NotInForce`] before 1 May 2004.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, clock::offender_notification_by};
///
/// // Moved on Good Friday: by Easter Sunday.
/// let due = offender_notification_by(Day::literal(2026, 4, 3))?;
/// assert_eq!(due.day(), Day::literal(2026, 4, 5));
/// # Ok::<(), CalendarError>(())
/// ```
pub fn offender_notification_by(changed: Day) -> Result<Deadline, CalendarError> {
    in_force(rules::GW_11, changed, Day::literal(2004, 5, 1))?;
    UkBeginningWith::THREE_DAYS.citing(changed, [rules::GW_11])
}

/// By when a doctor in England notifies a suspected disease in writing: three days beginning with
/// the suspicion (GW-20). The duty is the doctor's, not a provider's.
///
/// # Errors
/// [`CalendarError::NotInForce`] before 6 April 2010.
pub fn disease_notification_by(suspected: Day) -> Result<Deadline, CalendarError> {
    in_force(rules::GW_20, suspected, Day::literal(2010, 4, 6))?;
    UkBeginningWith::THREE_DAYS.citing(suspected, [rules::GW_20])
}

/// The first day on which a health professional's opinion may have been obtained to be relied on
/// today: the six months ending with the day of reliance (EX-10).
///
/// This period is among those that section 205 leaves to domestic counting (TM-02), so it counts
/// its last day.
///
/// # Errors
/// [`CalendarError::NotInForce`] before 25 May 2018.
///
/// ```
/// use caldicott_calendar::{CalendarError, Day, clock::health_opinion_since};
///
/// let since = health_opinion_since(Day::literal(2026, 8, 15))?;
/// assert_eq!(since.day(), Day::literal(2026, 2, 16));
/// # Ok::<(), CalendarError>(())
/// ```
pub fn health_opinion_since(relied_on: Day) -> Result<Deadline, CalendarError> {
    in_force(rules::EX_10, relied_on, rules::DATA_PROTECTION_ACT)?;
    let mut tally = Tally::citing([rules::EX_10, rules::TM_02, rules::TM_12]);
    let first = UkEndingWith::SIX_MONTHS.first_day(relied_on)?;
    tally.say(format_args!(
        "6 months ending with {}, which is counted, begin with {}",
        Long(relied_on),
        Long(first)
    ));
    Ok(tally.due(first, first, Certainty::Known))
}

/// By when the use of confidential patient information for research or planning is looked at again:
/// a year after the last time (CN-29). Not moved to a working day.
///
/// # Errors
/// [`CalendarError::OutOfRange`] past the year 9999.
pub fn annual_review_by(last: Day) -> Result<Deadline, CalendarError> {
    yearly(last, rules::CN_29)
}

/// By when access to and use of the caution register is audited again: a year after the last time
/// (L-004). Not moved to a working day.
///
/// # Errors
/// [`CalendarError::OutOfRange`] past the year 9999.
pub fn annual_audit_by(last: Day) -> Result<Deadline, CalendarError> {
    yearly(last, rules::L_004)
}

fn yearly(last: Day, rule: Rule) -> Result<Deadline, CalendarError> {
    let mut tally = Tally::citing([rule]);
    let day = last.plus_months(12).ok_or(CalendarError::OutOfRange)?;
    tally.say(format_args!("12 months after {} is {}", Long(last), Long(day)));
    Ok(tally.due(day, day, Certainty::Known))
}

fn in_force(rule: Rule, day: Day, from: Day) -> Result<(), CalendarError> {
    if rule.in_force(day) { Ok(()) } else { Err(CalendarError::not_in_force(rule, from)) }
}
