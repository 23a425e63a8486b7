//! `clock`: by when something is owed to a person or the regulator, counted in words.

use caldicott::calendar::clock::{
    Acknowledgement, Breach, Clarification, ExtensionNotice, ExtensionReason, Right, RightsDue,
    RightsRequest, acknowledge_complaint_by,
};
use caldicott::calendar::{CalendarError, Instant, Nation};
use caldicott::model::{Day, RuleSet};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::output::{self, Format};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Clock {
    /// What is to be answered
    #[arg(value_enum)]
    what: What,
    /// The day it was received
    #[arg(long, value_name = "YYYY-MM-DD", required_unless_present = "aware")]
    received: Option<Day>,
    /// Of a breach, the moment it was known, such as 2026-03-27T12:00:00Z
    #[arg(long, value_name = "INSTANT", conflicts_with = "received")]
    aware: Option<Instant>,
    /// Proof of identity was asked for
    #[arg(long)]
    identity_asked: bool,
    /// The day it came
    #[arg(long, value_name = "YYYY-MM-DD", requires = "identity_asked")]
    identity_received: Option<Day>,
    /// A fee was charged
    #[arg(long)]
    fee_charged: bool,
    /// The day it was paid
    #[arg(long, value_name = "YYYY-MM-DD", requires = "fee_charged")]
    fee_paid: Option<Day>,
    /// The days a clarification was asked for and given: ASKED or ASKED..ANSWERED
    #[arg(long, value_name = "DAY..DAY", value_parser = clarification)]
    clarified: Vec<Clarification>,
    /// A notice that two further months are needed, with its reason: complexity or number-of-requests
    #[arg(long, value_name = "DAY=REASON", value_parser = extension)]
    extended: Option<ExtensionNotice>,
    /// Whose bank holidays count: england-and-wales, scotland or northern-ireland
    #[arg(long, default_value = "england-and-wales", value_parser = nation)]
    nation: Nation,
    /// How to show the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum What {
    Access,
    AutomatedDecision,
    Erasure,
    Objection,
    Portability,
    Rectification,
    Restriction,
    Complaint,
    Breach,
}

fn nation(id: &str) -> Result<Nation, String> {
    Nation::from_id(id)
        .ok_or_else(|| "it is england-and-wales, scotland or northern-ireland".to_owned())
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "it is no day of the calendar, written YYYY-MM-DD".to_owned())
}

fn clarification(text: &str) -> Result<Clarification, String> {
    match text.split_once("..") {
        None => Ok(Clarification::asked(day(text)?)),
        Some((asked, answered)) => Ok(Clarification::asked(day(asked)?).answered(day(answered)?)),
    }
}

fn extension(text: &str) -> Result<ExtensionNotice, String> {
    let Some((on, reason)) = text.split_once('=') else {
        return Ok(ExtensionNotice::without_reason(day(text)?));
    };
    let reason = match reason {
        "complexity" => ExtensionReason::Complexity,
        "number-of-requests" => ExtensionReason::NumberOfRequests,
        _ => return Err("the reason is complexity or number-of-requests".to_owned()),
    };
    Ok(ExtensionNotice::given(day(on)?, reason))
}

pub(crate) fn run(clock: &Clock) -> Result<(), Stop> {
    let refused = |error: CalendarError| Stop::bad_file("clock", error.to_string());
    let right = match clock.what {
        What::Access => Right::Access,
        What::AutomatedDecision => Right::AutomatedDecision,
        What::Erasure => Right::Erasure,
        What::Objection => Right::Objection,
        What::Portability => Right::Portability,
        What::Rectification => Right::Rectification,
        What::Restriction => Right::Restriction,
        What::Complaint => return complaint(clock).map_err(refused)?,
        What::Breach => return breach(clock).map_err(refused)?,
    };
    let received = received(clock)?;
    let due = of_right(clock, right, received).map_err(refused)?;
    let findings: Vec<&str> = due.findings().iter().map(|finding| finding.says()).collect();
    let day = due.day().map(|day| day.to_string());
    show(clock, day, due.arithmetic(), &findings, due.rules())
}

fn received(clock: &Clock) -> Result<Day, Stop> {
    clock.received.ok_or_else(|| Stop::bad_file("clock", "the day it was received is wanted"))
}

fn of_right(clock: &Clock, right: Right, received: Day) -> Result<RightsDue, CalendarError> {
    let mut request = RightsRequest::received(right, received);
    if clock.identity_asked {
        request = request.identity_asked();
    }
    if let Some(day) = clock.identity_received {
        request = request.identity_received(day);
    }
    if clock.fee_charged {
        request = request.fee_charged();
    }
    if let Some(day) = clock.fee_paid {
        request = request.fee_paid(day);
    }
    for clarified in &clock.clarified {
        request = request.clarification(*clarified);
    }
    if let Some(notice) = clock.extended {
        request = request.extension(notice);
    }
    request.in_nation(clock.nation).due()
}

fn complaint(clock: &Clock) -> Result<Result<(), Stop>, CalendarError> {
    let Some(received) = clock.received else { return Ok(received(clock).map(drop)) };
    let owed = acknowledge_complaint_by(received, clock.nation)?;
    let words = match &owed {
        Acknowledgement::By(deadline) => deadline.arithmetic().to_owned(),
        Acknowledgement::NotRequired { .. } => {
            "no acknowledgement was required by law on that day".to_owned()
        }
    };
    Ok(show(clock, owed.day().map(|day| day.to_string()), &words, &[], owed.rules()))
}

fn breach(clock: &Clock) -> Result<Result<(), Stop>, CalendarError> {
    let Some(aware) = clock.aware else {
        return Ok(Err(Stop::bad_file("clock", "the moment it was known is wanted: --aware")));
    };
    let found = Breach::aware(aware).notify_by()?;
    Ok(show(clock, Some(found.alarm().to_string()), found.arithmetic(), &[], found.rules()))
}

fn show(
    clock: &Clock,
    by: Option<String>,
    words: &str,
    findings: &[&str],
    rules: &RuleSet,
) -> Result<(), Stop> {
    let rules: Vec<&str> = rules.ids().collect();
    output::print(&match clock.format {
        Format::Json => {
            let value =
                json!({ "by": by, "arithmetic": words, "findings": findings, "rules": rules });
            format!("{value:#}\n")
        }
        Format::Table => {
            let by = by.unwrap_or_else(|| "not running".to_owned());
            let mut text = format!("{by}\n{words}\n");
            for finding in findings {
                text.push_str(&format!("note: {finding}\n"));
            }
            text.push_str(&format!("rules: {}\n", rules.join(", ")));
            text
        }
    })
}
