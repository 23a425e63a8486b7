//! `breach`: personal data breaches, kept in a casebook from the first report on.

use caldicott::accountability::breach::{
    Event, History, Likely, Open, Part, Persons, Policy, State, Step,
};
use caldicott::calendar::Instant;
use caldicott::calendar::clock::{Breach as Clock, BreachClock};
use caldicott::model::RuleSet;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::histories::{self, Kept, Life, words};
use crate::keys::Casebook;
use crate::output::{self, Format};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Breaches {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Record events of one breach, JSON Lines: all of them, or none
    Record(Recorded),
    /// Where a breach stands: the 72 hours, what is to be done, who was told
    Look(Looked),
    /// The notification to the regulator, or the letter to the people, as far as it can be written
    Letter(Written),
    /// What should have been done by a moment
    Late(Overdue),
}

#[derive(Args, Debug)]
struct Register {
    #[command(flatten)]
    casebook: Casebook,
    /// Hours from the report within which it is found out whether personal data is affected
    #[arg(long, value_name = "HOURS")]
    enquire_within: Option<u16>,
    /// Hours from awareness within which people are told of a high risk
    #[arg(long, value_name = "HOURS")]
    tell_within: Option<u16>,
    /// Hours from the report within which a controller is told by its processor
    #[arg(long, value_name = "HOURS")]
    controller_within: Option<u16>,
    /// The rulebook, where its casework section says how this register is run
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: Option<String>,
}

#[derive(Args, Debug)]
struct Recorded {
    /// The events, or `-` for standard input
    #[arg(default_value = "-")]
    events: String,
    /// The id of the breach
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    breach: String,
    #[command(flatten)]
    register: Register,
    /// How to show what follows
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Looked {
    /// The id of the breach
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    breach: String,
    /// The moment: how much of the 72 hours is left by then
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    at: Option<Instant>,
    #[command(flatten)]
    register: Register,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Written {
    /// The id of the breach
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    breach: String,
    /// To whom
    #[arg(long, value_enum)]
    to: To,
    /// The organisation, as people know it
    #[arg(long)]
    organisation: String,
    /// Whom to ask
    #[arg(long)]
    contact: String,
    /// What happened, in a sentence that names nobody
    #[arg(long, value_name = "SENTENCE")]
    nature: Option<String>,
    /// What is likely to follow
    #[arg(long, value_name = "SENTENCE")]
    consequences: Option<String>,
    /// What was done, and is to be done
    #[arg(long, value_name = "SENTENCE")]
    measures: Option<String>,
    #[command(flatten)]
    register: Register,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum To {
    /// The regulator (Art 33).
    Regulator,
    /// Each of the people concerned (Art 34).
    People,
}

#[derive(Args, Debug)]
struct Overdue {
    /// The moment
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    at: Instant,
    #[command(flatten)]
    register: Register,
    /// How to show the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A moment as RFC 3339 writes it.
pub(crate) fn instant(text: &str) -> Result<Instant, String> {
    text.parse().map_err(|_| "a moment is written 2026-03-27T12:20:00Z".to_owned())
}

impl Register {
    /// As the rulebook says, or nothing else; what is said here counts before both.
    fn policy(&self) -> Result<Policy, Stop> {
        let rulebook = self.rulebook.as_deref().map(super::due::load).transpose()?;
        let said = rulebook.map(|rulebook| rulebook.casework().breach()).unwrap_or_default();
        Ok(Policy {
            enquire_within_hours: self.enquire_within.unwrap_or(said.enquire_within_hours),
            tell_within_hours: self.tell_within.unwrap_or(said.tell_within_hours),
            controller_within_hours: self.controller_within.unwrap_or(said.controller_within_hours),
        })
    }
}

impl Life for History {
    const KIND: &'static str = "breach";
    type Event = Event;
    type Step = Step;
    type Policy = Policy;

    fn record(&mut self, event: Event, policy: &Policy) -> Result<Step, String> {
        Self::record(self, event, policy).map_err(|why| why.to_string())
    }

    fn events(&self) -> &[Event] {
        Self::events(self)
    }

    fn told(step: &Step) -> (&'static str, &RuleSet) {
        (step.state().name(), step.rules())
    }
}

pub(crate) fn run(arguments: &Breaches) -> Result<(), Stop> {
    match &arguments.task {
        Task::Record(recorded) => record(recorded),
        Task::Look(looked) => look(looked),
        Task::Letter(written) => letter(written),
        Task::Late(overdue) => late(overdue),
    }
}

fn record(recorded: &Recorded) -> Result<(), Stop> {
    let policy = recorded.register.policy()?;
    let mut store = recorded.register.casebook.open()?;
    let mut kept: Kept<History> = Kept::read(&store, &recorded.breach, &policy)?;
    let steps = kept.record_file(&mut store, &recorded.events, &policy)?;
    store.close()?;
    output::print(&match recorded.format {
        Format::Table => steps.iter().map(step_in_words).collect(),
        Format::Json => format!("{:#}\n", steps.iter().map(step_as_json).collect::<Value>()),
    })
}

fn step_in_words(step: &Step) -> String {
    let mut text = format!("{}\n", step.state().name());
    for duty in step.duties() {
        let what = words(&duty.what());
        let by = duty.by().map_or_else(|| "without delay".to_owned(), |by| format!("by {by}"));
        text.push_str(&format!("  {what}, {by}: the {} ({})\n", duty.who(), duty.rule().id()));
    }
    text.push_str(&histories::rules(step.rules()));
    text
}

fn step_as_json(step: &Step) -> Value {
    histories::step(step.state().name(), &step.duties(), step.rules())
}

fn find(register: &Register, id: &str) -> Result<Kept<History>, Stop> {
    Kept::find(&register.casebook.open()?, id, &register.policy()?)
}

fn look(looked: &Looked) -> Result<(), Stop> {
    let policy = looked.register.policy()?;
    let kept = find(&looked.register, &looked.breach)?;
    let state = kept.life.state();
    let duties = state.to_do(&policy);
    let clock = open(state).and_then(|open| open.aware).map(|aware| Clock::aware(aware.since));
    let clock = clock.map(Clock::notify_by).transpose();
    let clock = clock.map_err(|error| Stop::bad_file("--breach", error.to_string()))?;
    let rules: Vec<&str> = clock.iter().flat_map(|clock| clock.rules().ids()).collect();
    let facts = open(state).map(facts).unwrap_or_default();
    let left = clock.as_ref().zip(looked.at).map(|(clock, at)| left(clock.alarm(), at));
    if looked.format == Format::Json {
        let facts: Vec<_> =
            facts.iter().map(|(what, says)| json!({ "what": what, "says": says })).collect();
        let value = json!({
            "breach": kept.id(), "state": state.name(), "no_breach": state.was_no_breach(),
            "alarm": clock.as_ref().map(BreachClock::alarm),
            "ends": clock.as_ref().map(BreachClock::ends),
            "arithmetic": clock.as_ref().map(BreachClock::arithmetic),
            "facts": facts, "duties": duties, "rules": rules,
        });
        return output::print(&format!("{value:#}\n"));
    }
    let mut text = format!("{}\n", state.name());
    if state.was_no_breach() {
        text.push_str("  no personal data was affected\n");
    }
    if let Some(clock) = &clock {
        text.push_str(&format!("  72 hours: {}\n", clock.arithmetic()));
    }
    if let Some(left) = left {
        text.push_str(&format!("  {left}\n"));
    }
    for (what, says) in &facts {
        text.push_str(&format!("  {what}: {says}\n"));
    }
    for duty in &duties {
        let what = words(&duty.what());
        let by = duty.by().map_or_else(|| "without delay".to_owned(), |by| format!("by {by}"));
        let (who, rule) = (duty.who(), duty.rule().id());
        text.push_str(&format!("  to do: {what}, {by}: the {who} ({rule})\n"));
    }
    for event in kept.life.events() {
        let what = event.what.name().replace('-', " ");
        text.push_str(&format!("  {} {}: {what}\n", event.at, event.by.role));
    }
    if !rules.is_empty() {
        text.push_str(&format!("  rules: {}\n", rules.join(", ")));
    }
    output::print(&text)
}

const fn open(state: &State) -> Option<&Open> {
    match state {
        State::Blank => None,
        State::Open(open) => Some(open),
        State::Closed(closed) => Some(&closed.was),
    }
}

/// How much of the 72 hours is left, or how long they have elapsed.
fn left(alarm: Instant, at: Instant) -> String {
    let seconds = at.seconds_until(alarm);
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    if seconds > 0 {
        format!("at {at}, {hours} hours {minutes} minutes are left to tell the regulator")
    } else {
        format!("at {at}, the 72 hours have elapsed {hours} hours {minutes} minutes ago")
    }
}

/// What is on record, line by line, without any of the reasons.
fn facts(open: &Open) -> Vec<(&'static str, String)> {
    let mut found = vec![("came to be known", open.intake.to_string())];
    if let Some(aware) = open.aware {
        found.push(("aware since", aware.since.to_string()));
    }
    if let Some(described) = open.described {
        found.push(("kinds of data", described.categories.to_string()));
        let (people, records) = (described.people, described.records);
        found.push(("about", format!("{people} people, {records} records")));
    }
    if let Some(likely) = open.likely {
        found.push(("harm", likely.to_string().replace('-', " ")));
    }
    if let Some(first) = open.regulator_first {
        let missing: Vec<&str> = open.regulator.missing().map(Part::name).collect();
        let rest = if missing.is_empty() {
            "everything was said".to_owned()
        } else {
            format!("still to be said: {}", missing.join(", "))
        };
        found.push(("the regulator was told", format!("{first}; {rest}")));
    }
    if let Some(told) = open.controller {
        found.push(("the controller was told", told.to_string()));
    }
    let persons = match open.persons {
        Persons::NotTold => None,
        Persons::Told { at } => Some(format!("each was told, {at}")),
        Persons::Relieved { covers } => Some(format!(
            "they need not be told as long as nothing else turns out to be affected than: {covers}"
        )),
        Persons::PublicOwed => Some("they are to be told in public".to_owned()),
        Persons::ToldInPublic { at } => Some(format!("they were told in public, {at}")),
    };
    found.extend(persons.map(|says| ("the people", says)));
    for (who, at) in &open.outside {
        found.push(("also told", format!("{}, {at}", who.name().replace('-', " "))));
    }
    found
}

fn letter(written: &Written) -> Result<(), Stop> {
    let kept = find(&written.register, &written.breach)?;
    let State::Open(open) = kept.life.state() else {
        return Err(Stop::bad_file("--breach", "the breach is closed: no letter is owed"));
    };
    if open.aware.is_none() {
        let message = "it is not known yet that personal data is affected: record `aware` first";
        return Err(Stop::bad_file("--breach", message));
    }
    output::print(&match written.to {
        To::Regulator => to_regulator(written, open, kept.id()),
        To::People => to_people(written, open)?,
    })
}

/// Art 33(3), with what is not known yet named as such: the rest follows in phases.
fn to_regulator(written: &Written, open: &Open, id: &str) -> String {
    let later = "not known yet; it follows without further delay".to_owned();
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| later.clone());
    let numbers = open.described.map_or_else(
        || later.clone(),
        |described| {
            let (people, records) = (described.people, described.records);
            format!(
                "about {people} people and {records} records; kinds of data: {}",
                described.categories
            )
        },
    );
    let mut text = format!(
        "Notification of a personal data breach\n\n{}\nOur reference: {id}\n",
        written.organisation
    );
    if let Some(aware) = open.aware {
        text.push_str(&format!("Aware since: {}\n", aware.since));
        if let Ok(clock) = Clock::aware(aware.since).notify_by() {
            text.push_str(&format!(
                "To be sent by {}; if it is sent later, say here why it is late:\n",
                clock.alarm()
            ));
        }
    }
    for (heading, says) in [
        ("What kind of breach it is", said(&written.nature)),
        ("Whom and how many records it concerns", numbers),
        ("Whom to ask", written.contact.clone()),
        ("What is likely to follow", said(&written.consequences)),
        ("What was done and is to be done", said(&written.measures)),
    ] {
        text.push_str(&format!("\n{heading}\n{says}\n"));
    }
    text
}

/// Art 34(2): people are told everything at once, in clear words, or they are not told.
fn to_people(written: &Written, open: &Open) -> Result<String, Stop> {
    if open.likely != Some(Likely::HighRisk) {
        let message =
            "people are told where harm is likely to be a high risk: record `assess` first";
        return Err(Stop::bad_file("--breach", message));
    }
    if let Persons::Relieved { .. } = open.persons {
        return Err(Stop::bad_file(
            "--breach",
            "a relief stands: the people need not be told (BR-08)",
        ));
    }
    let (Some(nature), Some(consequences), Some(measures)) =
        (&written.nature, &written.consequences, &written.measures)
    else {
        let message = "people are told what happened, what may follow and what is done: \
                       --nature, --consequences, --measures (BR-08)";
        return Err(Stop::bad_file("--breach", message));
    };
    Ok(format!(
        "{organisation}\n\nWe are writing to you because something went wrong with information about you.\n\n\
         What happened: {nature}\n\nWhat may follow: {consequences}\n\n\
         What we did and are doing: {measures}\n\n\
         If you have a question, or feel less safe because of this, tell us at once: {contact}. We can read \
         this letter to you, or send it in another form or language.\n",
        organisation = written.organisation,
        contact = written.contact,
    ))
}

fn late(overdue: &Overdue) -> Result<(), Stop> {
    let policy = overdue.register.policy()?;
    let store = overdue.register.casebook.open()?;
    let mut found = Vec::new();
    for kept in Kept::<History>::all(&store, &policy)? {
        let late = kept.life.state().late(overdue.at, &policy);
        found.extend(late.into_iter().map(|late| (kept.id().to_owned(), late)));
    }
    found.sort_by_key(|(_, late)| late.by);
    let (kind, heads) = (History::KIND, ["what", "since", "who", "told"]);
    histories::late((kind, overdue.format, ""), &found, heads, |late| {
        let told = late.escalate_to.to_string();
        [words(&late.what), late.by.to_string(), late.who.to_string(), told]
    })
}
