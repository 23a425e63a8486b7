//! `request`: requests by people about their data, kept in a casebook from their coming in to their end.

mod letters;

use caldicott::calendar::CalendarError;
use caldicott::model::{Day, RuleSet};

use caldicott::rights::Practice;
use caldicott::rights::request::{
    Asked, Awaited, Clock, Duty, Ended, Event, History, Late, Open, Policy, State, Step, ToDo,
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::histories::{self, Kept, Life, Register, words};
use crate::keys::Casebook;
use crate::output::{self, Format};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Requests {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Record events of one request, JSON Lines: all of them, or none
    Record(Recorded),
    /// Where a request stands: by when it is to be answered, how that was counted, what is awaited
    Look(Looked),
    /// The letter that is next, or another: receipt, proof of identity, question, extension, refusal
    Letter(Written),
    /// The controller's own record of the packs made for a request: what was kept back and why, JSON
    Ledger(Answered),
    /// What should have been done by a day
    Late(Overdue),
}

#[derive(Args, Debug)]
struct Recorded {
    /// The events, or `-` for standard input
    #[arg(default_value = "-")]
    events: String,
    /// The id of the request
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    request: String,
    /// Of a new request, the id of the person whose data it is about
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    person: Option<String>,
    #[command(flatten)]
    register: Register,
    /// How to show what follows
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Looked {
    /// The id of the request
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    request: String,
    #[command(flatten)]
    register: Register,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Written {
    /// The id of the request
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    request: String,
    /// Which letter; without this, the one that where it stands asks for
    #[arg(long, value_enum)]
    which: Option<letters::Which>,
    /// The day of the letter: the law of that day is applied
    #[arg(long, aliases = ["as-at", "day"], value_name = "YYYY-MM-DD")]
    on: Day,
    /// The organisation, as the person knows it
    #[arg(long)]
    organisation: String,
    /// How to reach it
    #[arg(long)]
    contact: String,
    /// Who watches over data protection on that day
    #[arg(long, default_value = "Information Commissioner")]
    regulator: String,
    #[command(flatten)]
    register: Register,
}

#[derive(Args, Debug)]
struct Answered {
    /// The id of the request
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    request: String,
    #[command(flatten)]
    casebook: Casebook,
}

#[derive(Args, Debug)]
struct Overdue {
    /// The day
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    #[command(flatten)]
    register: Register,
    /// How to show the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn policy(register: &Register) -> Result<Policy<'static>, Stop> {
    let rulebook = register.rulebook()?;
    let rights = rulebook.as_ref().and_then(|rulebook| rulebook.casework().rights());
    Ok(rights.map_or_else(|| Policy::of(register.nation), Practice::policy))
}

impl Life for History {
    const KIND: &'static str = "request";
    type Event = Event;
    type Step = Step;
    type Policy = Policy<'static>;

    fn record(&mut self, event: Event, policy: &Self::Policy) -> Result<Step, String> {
        Self::record(self, event, policy).map_err(|why| why.to_string())
    }

    fn events(&self) -> &[Event] {
        Self::events(self)
    }

    fn told(step: &Step) -> (&'static str, &RuleSet) {
        (step.state().name(), step.rules())
    }
}

pub(crate) fn run(arguments: &Requests) -> Result<(), Stop> {
    match &arguments.task {
        Task::Record(recorded) => record(recorded),
        Task::Look(looked) => look(looked),
        Task::Letter(written) => letter(written),
        Task::Ledger(answered) => ledger(answered),
        Task::Late(overdue) => late(overdue),
    }
}

fn record(recorded: &Recorded) -> Result<(), Stop> {
    let policy = policy(&recorded.register)?;
    let mut store = recorded.register.casebook.open()?;
    let mut kept: Kept<History> = Kept::read(&store, &recorded.request, &policy)?;
    match (&recorded.person, &kept.person) {
        (None, None) => {
            let message = "the request is new: say with --person whose data it is about";
            return Err(Stop::bad_file("--request", message));
        }
        (Some(given), Some(known)) if given != known => {
            return Err(Stop::bad_file("--request", "the request is about somebody else's data"));
        }
        (Some(given), None) if kept.is_new() => kept.person = Some(given.clone()),
        (None | Some(_), _) => {}
    }
    let steps = kept.record_file(&mut store, &recorded.events, &policy)?;
    store.close()?;
    output::print(&match recorded.format {
        Format::Table => steps.iter().map(step_in_words).collect(),
        Format::Json => format!("{:#}\n", steps.iter().map(step_as_json).collect::<Value>()),
    })
}

fn step_in_words(step: &Step) -> String {
    let mut text = format!("{}\n", standing(step.state()));
    for duty in step.duties() {
        text.push_str(&format!("  {} ({})\n", duty_in_words(duty), duty.rule()));
    }
    for finding in step.findings() {
        text.push_str(&format!("  note: {}\n", finding_in_words(*finding)));
    }
    text.push_str(&histories::rules(step.rules()));
    text
}

/// What has to be done, by when and by whom.
pub(crate) fn duty_in_words(duty: &Duty) -> String {
    let by = match (duty.by(), duty.what()) {
        (Some(day), _) => format!("by {day}"),
        (None, ToDo::Answer) => "when what was asked for has come: no time runs".to_owned(),
        (None, _) => "without delay".to_owned(),
    };
    format!("{}, {by}: the {}", words(&duty.what()), duty.who())
}

fn step_as_json(step: &Step) -> Value {
    let rules: Vec<&str> = step.rules().ids().collect();
    json!({
        "state": step.state().name(), "duties": step.duties(), "findings": step.findings(),
        "rules": rules,
    })
}

/// What an event did not have the effect of that somebody may have hoped for.
pub(crate) fn finding_in_words(finding: caldicott::rights::request::Finding) -> String {
    use caldicott::rights::request::Finding;
    match finding {
        Finding::Clock(found) => found.says().to_owned(),
        Finding::UnlawfulPrecondition => {
            "nobody has to put a request in writing: it runs from the day it was spoken (SE-08)"
                .to_owned()
        }
        Finding::FeeStopsNothing => "a fee for further copies stops no clock (RT-02)".to_owned(),
        Finding::OutOfTime => "it came to its end after the time of the law".to_owned(),
        _ => words(&finding),
    }
}

/// Where it stands, in a line.
pub(crate) fn standing(state: &State) -> String {
    match state {
        State::Blank => "nothing was received yet".to_owned(),
        State::Open(open) => {
            let what = format!("{} request of {}, open", open.received.kind, open.received.day);
            match open.awaited() {
                Some(Awaited::Identity) => format!("{what}: proof of identity is awaited"),
                Some(Awaited::Authority) => {
                    format!("{what}: a representative's authority is awaited")
                }
                None => what,
            }
        }
        State::Refusing(refusing) => format!(
            "{} request of {}, refused on {} ({}): the person is not told yet",
            refusing.request.received.kind,
            refusing.request.received.day,
            refusing.since,
            refusing.ground
        ),
        State::Closed(closed) => {
            let how = match closed.how {
                Ended::Answered(outcome) => format!("answered ({outcome})"),
                Ended::Refused(ground) => format!("refused ({ground})"),
                Ended::Withdrawn => "withdrawn".to_owned(),
            };
            let time = match closed.in_time {
                Some(true) => ", in time",
                Some(false) => ", late",
                None => "",
            };
            let received = closed.received;
            format!("{} request of {}, {how} on {}{time}", received.kind, received.day, closed.on)
        }
    }
}

/// How the time of a request was counted.
pub(crate) fn arithmetic(clock: &Clock) -> String {
    use caldicott::calendar::clock::Acknowledgement;
    match clock {
        Clock::None => String::new(),
        Clock::Rights(due) => due.arithmetic().to_owned(),
        Clock::Complaint(Acknowledgement::By(deadline)) => deadline.arithmetic().to_owned(),
        Clock::Complaint(Acknowledgement::NotRequired { .. }) => {
            "no acknowledgement was required by law on that day".to_owned()
        }
    }
}

/// Everything that was asked of the person and did not come yet.
fn awaited(open: &Open) -> Vec<String> {
    let mut found = Vec::new();
    for (asked, what) in [
        (open.identity, "proof of identity"),
        (open.authority, "the authority of whoever asks for the person"),
        (open.fee, "the fee"),
    ] {
        if let Asked::Waiting { since } = asked {
            found.push(format!("{what}, asked for on {since}"));
        }
    }
    for (about, asked, answered) in &open.questions {
        if answered.is_none() {
            found.push(format!("an answer to our question about the {about}, of {asked}"));
        }
    }
    found
}

fn look(looked: &Looked) -> Result<(), Stop> {
    let policy = policy(&looked.register)?;
    let kept = find(&looked.register, &looked.request, &policy)?;
    let state = kept.life.state();
    let clock = state.clock(&policy).map_err(refused)?;
    let duties = state.to_do(&policy).map_err(refused)?;
    let rules: Vec<&str> = clock.rules().ids().collect();
    let awaited = state.open().map(awaited).unwrap_or_default();
    if looked.format == Format::Json {
        let value = json!({
            "request": kept.id(), "state": state.name(), "standing": standing(state),
            "by": clock.day(), "arithmetic": arithmetic(&clock), "awaited": awaited,
            "duties": duties, "rules": rules, "events": kept.life.events(),
        });
        return output::print(&format!("{value:#}\n"));
    }
    let mut text = format!("{}\n", standing(state));
    if let Some(day) = clock.day() {
        text.push_str(&format!("  by {day}: {}\n", arithmetic(&clock)));
    } else if state.open().is_some() {
        text.push_str(&format!("  no time runs: {}\n", arithmetic(&clock)));
    }
    for what in &awaited {
        text.push_str(&format!("  awaited: {what}\n"));
    }
    for duty in &duties {
        text.push_str(&format!("  to do: {} ({})\n", duty_in_words(duty), duty.rule()));
    }
    for event in kept.life.events() {
        text.push_str(&format!(
            "  {} {}: {}\n",
            event.on,
            event.by.role,
            event.what.name().replace('-', " ")
        ));
    }
    if !rules.is_empty() {
        text.push_str(&format!("  rules: {}\n", rules.join(", ")));
    }
    output::print(&text)
}

fn find(register: &Register, id: &str, policy: &Policy<'static>) -> Result<Kept<History>, Stop> {
    Kept::find(&register.casebook.open()?, id, policy)
}

fn letter(written: &Written) -> Result<(), Stop> {
    let policy = policy(&written.register)?;
    let kept = find(&written.register, &written.request, &policy)?;
    let sender = letters::Sender {
        organisation: &written.organisation,
        contact: &written.contact,
        regulator: &written.regulator,
        reference: kept.id(),
        on: written.on,
    };
    let letter = letters::write(kept.life.state(), written.which, &sender, &policy);
    let letter = letter.map_err(|error| match error {
        letters::NoLetter::Calendar(error) => refused(error),
        letters::NoLetter::State(message) => Stop::bad_file("--request", message),
    })?;
    output::print(&letter)
}

fn ledger(answered: &Answered) -> Result<(), Stop> {
    let store = answered.casebook.open()?;
    let ledgers = super::access_pack::ledgers(&store, &answered.request)?;
    if ledgers.is_empty() {
        return Err(Stop::bad_file("--request", "no pack was made for a request with that id"));
    }
    output::print(&format!("{:#}\n", json!(ledgers)))
}

fn late(overdue: &Overdue) -> Result<(), Stop> {
    let policy = policy(&overdue.register)?;
    let store = overdue.register.casebook.open()?;
    let mut found: Vec<(String, Late)> = Vec::new();
    for kept in Kept::<History>::all(&store, &policy)? {
        let late = kept.life.state().late(overdue.as_at, &policy).map_err(refused)?;
        found.extend(late.into_iter().map(|late| (kept.id().to_owned(), late)));
    }
    found.sort_by_key(|(_, late)| late.by);
    let (kind, heads) = (History::KIND, ["what", "since", "who", "told", "rule"]);
    histories::late((kind, overdue.format, ""), &found, heads, |late| {
        let told = late.escalate_to.to_string();
        [words(&late.what), late.by.to_string(), late.who.to_string(), told, late.rule.to_owned()]
    })
}

/// A day that the calendar does not know.
fn refused(error: CalendarError) -> Stop {
    Stop::bad_file("--request", error.to_string())
}
