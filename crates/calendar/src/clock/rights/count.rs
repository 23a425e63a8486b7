//! How the month is counted.

use super::{
    Awaiting, Clarification, ExtensionNotice, Right, RightsDeadline, RightsDue, RightsFinding,
    RightsRequest, RightsWait, Step,
};
use crate::clock::pauses::{End, Pauses};
use crate::deadline::Tally;
use crate::english::{Count, Long};
use crate::{CalendarError, Certainty, Day, EuPeriod, Rule, WorkingDays, rules};

/// An end after pauses and weekends, or an open pause in its way.
#[derive(Clone, Copy)]
enum Last {
    On { unrolled: Day, day: Day, certainty: Certainty, skipped: u32 },
    Open { since: Day, left: u32 },
}

impl RightsRequest<WorkingDays<'_>> {
    /// What is due.
    ///
    /// # Errors
    /// [`CalendarError::NotInForce`] for a request received before 25 May 2018;
    /// [`CalendarError::Order`] for steps that cannot have happened in that order;
    /// [`CalendarError::NoHolidayData`] where the end lies past the holiday table.
    ///
    /// # Example: identity restarts the month, and until it comes nothing runs
    /// ```
    /// use caldicott_calendar::clock::{Awaiting, RightsDue, SubjectAccess};
    /// use caldicott_calendar::{CalendarError, Day, Nation};
    ///
    /// let request = SubjectAccess::received(Day::literal(2026, 3, 2)).in_nation(Nation::Scotland);
    /// let waiting = request.clone().identity_asked().due()?;
    /// assert!(matches!(&waiting, RightsDue::Waiting(wait) if wait.awaiting() == [Awaiting::Identity]));
    /// let due = request.identity_received(Day::literal(2026, 3, 20)).due()?;
    /// assert_eq!(due.day(), Some(Day::literal(2026, 4, 20)));
    /// # Ok::<(), CalendarError>(())
    /// ```
    ///
    /// # Example: an extension is three months from the start, if noticed in time
    /// ```
    /// use caldicott_calendar::clock::{ExtensionNotice, ExtensionReason, RightsFinding, SubjectAccess};
    /// use caldicott_calendar::{CalendarError, Day, Nation};
    ///
    /// let request = SubjectAccess::received(Day::literal(2026, 8, 31)).in_nation(Nation::Scotland);
    /// let noticed = |day| ExtensionNotice::given(day, ExtensionReason::Complexity);
    /// let due = request.clone().extension(noticed(Day::literal(2026, 9, 30))).due()?;
    /// // 30 November is St Andrew's Day.
    /// assert_eq!(due.day(), Some(Day::literal(2026, 12, 1)));
    /// let late = request.extension(noticed(Day::literal(2026, 10, 1))).due()?;
    /// assert_eq!(late.day(), Some(Day::literal(2026, 9, 30)));
    /// assert_eq!(late.findings(), [RightsFinding::ExtensionNoticeLate]);
    /// # Ok::<(), CalendarError>(())
    /// ```
    pub fn due(&self) -> Result<RightsDue, CalendarError> {
        self.in_order()?;
        if self.received < rules::DATA_PROTECTION_ACT {
            return Err(CalendarError::not_in_force(rules::TM_02, rules::DATA_PROTECTION_ACT));
        }
        if self.received < rules::MAIN_STAGE { self.due_before() } else { self.due_since() }
    }

    /// Under Article 12A.
    fn due_since(&self) -> Result<RightsDue, CalendarError> {
        let mut tally = Tally::citing([rules::RG_03, rules::RT_01, rules::RT_02, rules::TM_01]);
        let mut findings = Vec::new();
        tally.say(format_args!("received on {}", Long(self.received)));
        let started = match self.start(&mut tally) {
            Ok(started) => started,
            Err(awaiting) => return Ok(not_started(tally, awaiting)),
        };
        let pauses = self.pauses(started, &mut findings);
        if !self.clarifications.is_empty() {
            tally.cite(rules::RT_05);
        }
        if self.clarifications.iter().any(|question| question.format_only) {
            tally.cite(rules::RT_06);
        }
        tally.cite(rules::TM_10);
        self.settle(started, &pauses, rules::RT_03, tally, findings)
    }

    /// Under the former Article 12(3): from receipt, without pause.
    fn due_before(&self) -> Result<RightsDue, CalendarError> {
        let mut tally = Tally::citing([rules::G_009, rules::TM_02, rules::TM_09]);
        let mut findings = Vec::new();
        tally.cite_on(rules::TM_01, self.received);
        tally.say(format_args!("received on {}", Long(self.received)));
        if self.steps().iter().any(|(step, _)| *step != Step::NotNeeded) {
            findings.push(RightsFinding::StartBeforeLaw);
        }
        if !self.clarifications.is_empty() {
            findings.push(RightsFinding::ClarificationBeforeLaw);
        }
        let no_pause = Pauses::default();
        let due = self.settle(self.received, &no_pause, rules::RT_04, tally, findings)?;
        Ok(match due {
            RightsDue::Running(mut running) => {
                if running.day() >= rules::MAIN_STAGE {
                    running.findings.push(RightsFinding::PendingAtCommencement);
                }
                running.by_guidance = self.by_guidance(&running)?;
                RightsDue::Running(running)
            }
            RightsDue::Waiting(_) => due,
        })
    }

    /// The later day that official guidance would have allowed, if it differs.
    fn by_guidance(&self, running: &RightsDeadline) -> Result<Option<Day>, CalendarError> {
        let Ok(mut started) = self.start(&mut Tally::default()) else {
            return Ok(None);
        };
        if self.received < rules::ADVICE_CORRECTED {
            started = started.plus_days(1).ok_or(CalendarError::OutOfRange)?;
        }
        let pauses = self.pauses(started, &mut Vec::new());
        let period = if running.extended { EuPeriod::THREE_MONTHS } else { EuPeriod::ONE_MONTH };
        Ok(match self.last(period, started, &pauses, &mut Tally::default())? {
            Last::On { day, .. } if day > running.day() => Some(day),
            Last::On { .. } | Last::Open { .. } => None,
        })
    }

    /// The day the month starts from (RT-02), or what it awaits.
    fn start(&self, tally: &mut Tally) -> Result<Day, Vec<Awaiting>> {
        let mut awaiting = Vec::new();
        let mut started = self.received;
        for (step, name) in self.steps() {
            let (rule, what) = named(name);
            match step {
                Step::NotNeeded => {}
                Step::Awaited => {
                    tally.cite(rule);
                    awaiting.push(name);
                }
                Step::Came(day) => {
                    tally.cite(rule);
                    tally.say(format_args!("{what} came on {}", Long(day)));
                    started = started.max(day);
                }
            }
        }
        if awaiting.is_empty() { Ok(started) } else { Err(awaiting) }
    }

    const fn steps(&self) -> [(Step, Awaiting); 3] {
        [
            (self.authority, Awaiting::Authority),
            (self.fee, Awaiting::Fee),
            (self.identity, Awaiting::Identity),
        ]
    }

    /// The days excluded for clarification (RT-05), and why some are not.
    fn pauses(&self, started: Day, findings: &mut Vec<RightsFinding>) -> Pauses {
        let mut spans = Vec::new();
        for question in &self.clarifications {
            let Clarification { asked, answered, format_only } = *question;
            if format_only {
                note(findings, RightsFinding::ClarificationOfFormat);
            } else if self.right == Right::Access {
                spans.push((asked, answered));
            } else {
                note(findings, RightsFinding::ClarificationOnlyForAccess);
            }
        }
        Pauses::after(started, spans)
    }

    /// The end of the first month, the notices given within it, and the end that follows.
    fn settle(
        &self,
        started: Day,
        pauses: &Pauses,
        extending: Rule,
        mut tally: Tally,
        mut findings: Vec<RightsFinding>,
    ) -> Result<RightsDue, CalendarError> {
        tally.cite(rules::TM_03);
        tally.cite(rules::TM_04);
        let unextended = tally.clone();
        let first = self.last(EuPeriod::ONE_MONTH, started, pauses, &mut tally)?;
        let extended = self.is_extended(first, &mut findings);
        let last = if extended {
            tally = unextended;
            tally.cite(extending);
            tally.cite(rules::RT_04);
            self.last(EuPeriod::THREE_MONTHS, started, pauses, &mut tally)?
        } else {
            first
        };
        if !self.notices.is_empty() {
            tally.cite(extending);
        }
        let (unrolled, day, certainty, excluded_days) = match last {
            Last::On { unrolled, day, certainty, skipped } => (unrolled, day, certainty, skipped),
            Last::Open { since, left } => return Ok(standing_still(tally, findings, since, left)),
        };
        if self.right == Right::Access && self.received >= rules::MAIN_STAGE {
            let late = |question: &Clarification| !question.format_only && question.asked > day;
            if self.clarifications.iter().any(late) {
                note(&mut findings, RightsFinding::ClarificationAfterEnd);
            }
        }
        let notice_by = match first {
            Last::On { day, .. } => day,
            // An open pause within the first month is open at the end of the third too.
            Last::Open { .. } => day,
        };
        let target = if extended { None } else { target(started, pauses) };
        Ok(RightsDue::Running(RightsDeadline {
            deadline: tally.due(unrolled, day, certainty),
            started,
            excluded_days,
            notice_by,
            extended,
            target,
            by_guidance: None,
            findings,
        }))
    }

    fn is_extended(&self, first: Last, findings: &mut Vec<RightsFinding>) -> bool {
        let mut extended = false;
        let mut failures = Vec::new();
        for ExtensionNotice { given, reason } in &self.notices {
            let in_time = match first {
                Last::On { day, .. } => *given <= day,
                // While a pause is open the first month cannot end.
                Last::Open { .. } => true,
            };
            match (in_time, reason) {
                (true, Some(_)) => extended = true,
                (true, None) => note(&mut failures, RightsFinding::ExtensionWithoutReason),
                (false, _) => note(&mut failures, RightsFinding::ExtensionNoticeLate),
            }
        }
        if !extended {
            findings.append(&mut failures);
        }
        extended
    }

    /// The last day of the period: stretched by pauses, then moved to a working day that counts.
    fn last(
        &self,
        period: EuPeriod,
        started: Day,
        pauses: &Pauses,
        tally: &mut Tally,
    ) -> Result<Last, CalendarError> {
        let plain = period.unrolled(started)?;
        let verb = if period == EuPeriod::ONE_MONTH { "ends" } else { "end" };
        tally.say(format_args!(
            "{} from {} {verb} on {}",
            period.words(),
            Long(started),
            Long(plain)
        ));
        let (end, skipped) = match pauses.stretch(plain).ok_or(CalendarError::OutOfRange)? {
            End::On { day, skipped } => (day, skipped),
            End::Open { since, left } => return Ok(Last::Open { since, left }),
        };
        if skipped > 0 {
            tally.say(format_args!(
                "{} of clarification {} not count, which gives {}",
                Count(skipped, "day"),
                if skipped == 1 { "does" } else { "do" },
                Long(end)
            ));
        }
        let (mut day, mut certainty) = tally.roll(end, self.place)?;
        // A clarification asked for in the weekend after the last day still finds the period
        // running, and the working day that ends it must be one that counts.
        while let Some(paused_to) = pauses.holding(day) {
            let next = paused_to.plus_days(1).ok_or(CalendarError::OutOfRange)?;
            let (later, known) = self.place.on_or_after(next)?;
            tally.say(format_args!(
                "clarification was awaited until {}, so it is {}",
                Long(paused_to),
                Long(later)
            ));
            day = later;
            certainty = certainty.max(known);
        }
        Ok(match pauses.open_on(day) {
            Some(since) => Last::Open { since, left: 0 },
            None => Last::On { unrolled: end, day, certainty, skipped },
        })
    }
}

/// Twenty-eight counted days. No month is shorter, so they never lie after its end.
fn target(started: Day, pauses: &Pauses) -> Option<Day> {
    match pauses.stretch(started.plus_days(28)?)? {
        End::On { day, .. } => Some(day),
        End::Open { .. } => None,
    }
}

const fn named(awaiting: Awaiting) -> (Rule, &'static str) {
    match awaiting {
        Awaiting::Authority => (rules::RT_07, "evidence of authority"),
        Awaiting::Clarification => (rules::RT_05, "the clarification"),
        Awaiting::Fee => (rules::RT_02, "the fee"),
        Awaiting::Identity => (rules::RT_08, "proof of identity"),
    }
}

fn not_started(mut tally: Tally, awaiting: Vec<Awaiting>) -> RightsDue {
    for name in &awaiting {
        tally.say(format_args!("{} has not come", named(*name).1));
    }
    tally.say(format_args!("the month has not started"));
    let (rules, arithmetic) = tally.into_parts();
    RightsDue::Waiting(RightsWait {
        awaiting,
        since: None,
        days_left: None,
        findings: Vec::new(),
        rules,
        arithmetic,
    })
}

fn standing_still(
    mut tally: Tally,
    findings: Vec<RightsFinding>,
    since: Day,
    left: u32,
) -> RightsDue {
    tally.say(format_args!(
        "clarification is awaited since {}, with {} left to count",
        Long(since),
        Count(left, "day")
    ));
    let (rules, arithmetic) = tally.into_parts();
    RightsDue::Waiting(RightsWait {
        awaiting: vec![Awaiting::Clarification],
        since: Some(since),
        days_left: Some(left),
        findings,
        rules,
        arithmetic,
    })
}

fn note(findings: &mut Vec<RightsFinding>, finding: RightsFinding) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}
