//! Worked cases that a lawyer can read and another language can run: `corpus/*.toml`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use caldicott_calendar::clock::{
    Acknowledgement, Archive, Awaiting, Breach, Clarification, Consultation, ExtensionNotice,
    ExtensionReason, Incident, IncidentKind, ResetPolicy, Right, RightsDue, RightsRequest,
    acknowledge_complaint_by, annual_audit_by, annual_review_by, caution_decision_by,
    caution_letter_by, caution_review_by, disease_notification_by, health_opinion_since,
    indirect_collection_notice_by, offender_notification_by, policy_document_kept_through,
};
use caldicott_calendar::{
    CalendarError, Day, Deadline, EuPeriod, Instant, Nation, UkBeginningWith, WorkingDays,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases<C> {
    case: Vec<C>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RightsCase {
    id: String,
    why: String,
    right: Right,
    nation: Nation,
    received: Day,
    identity: Option<Day>,
    fee: Option<Day>,
    authority: Option<Day>,
    #[serde(default)]
    awaited: Vec<String>,
    #[serde(default)]
    clarifications: Vec<(Day, Day)>,
    #[serde(default)]
    format_questions: Vec<(Day, Day)>,
    asked_and_open: Option<Day>,
    notice: Option<Day>,
    notice_reason: Option<String>,
    due: String,
    started: Option<Day>,
    notice_by: Option<Day>,
    by_guidance: Option<Day>,
    #[serde(default)]
    projected: bool,
    #[serde(default)]
    findings: Vec<String>,
}

impl RightsCase {
    fn request(&self) -> RightsRequest<WorkingDays<'static>> {
        let mut request = RightsRequest::received(self.right, self.received);
        for name in &self.awaited {
            request = match name.as_str() {
                "identity" => request.identity_asked(),
                "fee" => request.fee_charged(),
                other => panic!("{other}"),
            };
        }
        if let Some(day) = self.identity {
            request = request.identity_received(day);
        }
        if let Some(day) = self.fee {
            request = request.fee_paid(day);
        }
        if let Some(day) = self.authority {
            request = request.authority_received(day);
        }
        for (asked, answered) in &self.clarifications {
            request = request.clarification(Clarification::asked(*asked).answered(*answered));
        }
        for (asked, answered) in &self.format_questions {
            let question = Clarification::asked(*asked).answered(*answered).about_format();
            request = request.clarification(question);
        }
        if let Some(asked) = self.asked_and_open {
            request = request.clarification(Clarification::asked(asked));
        }
        if let Some(given) = self.notice {
            request = request.extension(match self.notice_reason.as_deref() {
                None => ExtensionNotice::without_reason(given),
                Some("complexity") => ExtensionNotice::given(given, ExtensionReason::Complexity),
                Some(_) => ExtensionNotice::given(given, ExtensionReason::NumberOfRequests),
            });
        }
        request.in_nation(self.nation)
    }
}

fn outcome(error: CalendarError) -> &'static str {
    match error {
        CalendarError::NoHolidayData(_) => "no-holiday-data",
        CalendarError::NotInForce(_) => "not-in-force",
        CalendarError::Period(_) => "period",
        CalendarError::Order(_) => "order",
        CalendarError::OutOfRange | _ => "out-of-range",
    }
}

#[test]
fn every_worked_request_ends_on_its_day() {
    let cases: Cases<RightsCase> = toml::from_str(include_str!("corpus/rights.toml")).unwrap();
    assert!(cases.case.len() > 100);
    for case in cases.case {
        let at = format!("{} ({})", case.id, case.why);
        let due = match case.request().due() {
            Err(error) => {
                assert_eq!(outcome(error), case.due, "{at}");
                continue;
            }
            Ok(due) => due,
        };
        assert!(!due.rules().is_empty() && !due.arithmetic().is_empty(), "{at}");
        let findings: Vec<String> = due
            .findings()
            .iter()
            .map(|finding| serde_json::to_value(finding).unwrap().as_str().unwrap().to_owned())
            .collect();
        assert_eq!(findings, case.findings, "{at}");
        let running = match &due {
            RightsDue::Waiting(wait) => {
                assert_eq!(case.due, "waiting", "{at}");
                assert_eq!(
                    wait.awaiting().contains(&Awaiting::Clarification),
                    wait.since().is_some()
                );
                continue;
            }
            RightsDue::Running(running) => running,
        };
        assert_eq!(running.day().to_string(), case.due, "{at}: {}", due.arithmetic());
        assert_eq!(running.deadline().is_projected(), case.projected, "{at}");
        assert_eq!(running.by_guidance(), case.by_guidance, "{at}");
        if let (Some(started), Some(notice_by)) = (case.started, case.notice_by) {
            assert_eq!((running.started(), running.notice_by()), (started, notice_by), "{at}");
        }
        assert!(running.target().is_none_or(|target| target <= running.day()), "{at}");
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayCase {
    id: String,
    why: String,
    clock: String,
    on: Day,
    nation: Option<String>,
    months: Option<u8>,
    count: Option<u16>,
    unit: Option<String>,
    notice: Option<Day>,
    suspended: Option<(Day, Day)>,
    #[serde(default)]
    incidents: Vec<(Day, String)>,
    reset: Option<ResetPolicy>,
    due: String,
    unrolled: Option<Day>,
    #[serde(default)]
    projected: bool,
}

impl DayCase {
    fn working(&self) -> WorkingDays<'static> {
        match self.nation.as_deref().unwrap() {
            "every-part" => WorkingDays::of_every_part(),
            nation => Nation::from_id(nation).unwrap().into(),
        }
    }

    /// The deadline, or `None` where there is no duty.
    fn deadline(&self) -> Result<Option<Deadline>, CalendarError> {
        let on = self.on;
        let deadline = match self.clock.as_str() {
            "complaint" => match acknowledge_complaint_by(on, self.working())? {
                Acknowledgement::By(deadline) => deadline,
                Acknowledgement::NotRequired { .. } => return Ok(None),
            },
            "caution-letter" => caution_letter_by(on, self.working())?,
            "caution-decision" => caution_decision_by(on, self.working())?,
            "caution-review" => caution_review_by(on, self.months.unwrap())?,
            "archive" => self.archive().removal_due()?,
            "policy-document" => policy_document_kept_through(on, self.working())?,
            "indirect-collection" => indirect_collection_notice_by(on, self.working())?,
            "consultation" => self.consultation()?,
            "offender" => offender_notification_by(on)?,
            "disease" => disease_notification_by(on)?,
            "annual-review" => annual_review_by(on)?,
            "annual-audit" => annual_audit_by(on)?,
            "health-opinion" => health_opinion_since(on)?,
            "eu-period" => self.eu_period().after(on, self.working())?,
            "uk-beginning-with" => {
                let count = self.count.unwrap();
                match self.unit.as_deref().unwrap() {
                    "days" => UkBeginningWith::days(count)?.counting(on)?,
                    _ => UkBeginningWith::months(count)?.counting(on)?,
                }
            }
            other => panic!("{other}"),
        };
        Ok(Some(deadline))
    }

    fn eu_period(&self) -> EuPeriod {
        let count = self.count.unwrap();
        match self.unit.as_deref().unwrap() {
            "days" => EuPeriod::days(count),
            "weeks" => EuPeriod::weeks(count),
            "months" => EuPeriod::months(count),
            "years" => EuPeriod::years(count),
            "working-days" => EuPeriod::working_days(count),
            other => panic!("{other}"),
        }
        .unwrap()
    }

    fn archive(&self) -> Archive {
        let entered = Archive::entered(self.on).reset_by(self.reset.unwrap());
        self.incidents.iter().fold(entered, |archive, (on, kind)| {
            let kind = match kind.as_str() {
                "high-risk" => IncidentKind::HighRisk,
                _ => IncidentKind::Other,
            };
            archive.incident(Incident::new(*on, kind))
        })
    }

    fn consultation(&self) -> Result<Deadline, CalendarError> {
        let mut consultation = Consultation::received(self.on);
        if let Some(notice) = self.notice {
            consultation = consultation.extended(notice);
        }
        if let Some((asked, obtained)) = self.suspended {
            consultation = consultation.suspended(asked, Some(obtained));
        }
        match consultation.answer_by(self.working())? {
            caldicott_calendar::clock::ConsultationDue::By { deadline, .. } => Ok(deadline),
            suspended @ caldicott_calendar::clock::ConsultationDue::Suspended { .. } => {
                panic!("{suspended:?}")
            }
        }
    }
}

#[test]
fn every_worked_day_clock_ends_on_its_day() {
    let cases: Cases<DayCase> = toml::from_str(include_str!("corpus/days.toml")).unwrap();
    assert!(cases.case.len() > 120);
    for case in cases.case {
        let at = format!("{} ({}, {})", case.id, case.clock, case.why);
        let deadline = match case.deadline() {
            Err(error) => {
                assert_eq!(outcome(error), case.due, "{at}");
                continue;
            }
            Ok(None) => {
                assert_eq!(case.due, "not-required", "{at}");
                continue;
            }
            Ok(Some(deadline)) => deadline,
        };
        assert_eq!(deadline.day().to_string(), case.due, "{at}: {}", deadline.arithmetic());
        assert_eq!(deadline.is_projected(), case.projected, "{at}");
        assert!(!deadline.rules().is_empty() && !deadline.arithmetic().is_empty(), "{at}");
        if let Some(unrolled) = case.unrolled {
            assert_eq!(deadline.unrolled(), unrolled, "{at}");
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HourCase {
    id: String,
    why: String,
    aware: Instant,
    alarm: Instant,
    ends: Instant,
}

#[test]
fn every_worked_breach_runs_out_on_its_hour() {
    let cases: Cases<HourCase> = toml::from_str(include_str!("corpus/hours.toml")).unwrap();
    assert!(cases.case.len() > 10);
    for case in cases.case {
        let clock = Breach::aware(case.aware).notify_by().unwrap();
        let at = format!("{} ({}): {}", case.id, case.why, clock.arithmetic());
        assert_eq!((clock.alarm(), clock.ends()), (case.alarm, case.ends), "{at}");
    }
}
