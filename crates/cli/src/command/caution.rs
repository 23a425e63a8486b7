//! `caution`: entries of a caution register, kept in a casebook.

use std::collections::BTreeMap;

use caldicott::audit::{Draft, Kind, Moment, Outcome as Logged};
use caldicott::caution_register::{
    Actor, Duty, Event, Extent, Gone, History, Keep, LetterDetails, Policy, Role, Shown, State,
    Step, Subject, Visit,
};
use caldicott::model::digest::Sha256;
use caldicott::model::{Category, Day, Purpose};
use caldicott::store::{Entity, LogEntry, Store};
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::histories::{self, Register, words};
use crate::input::{self, Lines};
use crate::keys::now;
use crate::output::{self, Format};
use crate::stop::{Stop, fault};

/// What the histories of the register are called in a casebook.
pub(crate) const KIND: &str = "caution";

#[derive(Args, Debug)]
pub(crate) struct Cautions {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Record events of one entry, JSON Lines: all of them, or none
    Record(Recorded),
    /// Look at the entry about somebody, as somebody: the look is logged
    Look(Looked),
    /// The letter to the person
    Letter(Written),
    /// What should have been done by a day
    Late(Overdue),
}

#[derive(Args, Debug)]
struct Recorded {
    /// The events, or `-` for standard input
    #[arg(default_value = "-")]
    events: String,
    /// The id of the entry
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    entry: String,
    /// Of a new entry, the id of the person it is about
    #[arg(long, value_name = "ID", value_parser = crate::histories::id, conflicts_with = "premises")]
    person: Option<String>,
    /// Of a new entry, the id of the premises it is about
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    premises: Option<String>,
    #[command(flatten)]
    register: Register,
    /// How to show what follows
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Looked {
    /// The id of the person or premises
    about: String,
    /// Who looks
    #[arg(long, value_name = "ROLE=ID", value_parser = actor)]
    by: Actor,
    /// The day
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// The day a visit is arranged for, which they make
    #[arg(long, value_name = "YYYY-MM-DD")]
    visit_on: Option<Day>,
    #[command(flatten)]
    register: Register,
}

#[derive(Args, Debug)]
struct Written {
    /// The id of the entry
    #[arg(long, value_name = "ID", value_parser = crate::histories::id)]
    entry: String,
    /// The organisation, as the person knows it
    #[arg(long)]
    organisation: String,
    /// How to reach the service director
    #[arg(long)]
    challenge_to: String,
    #[command(flatten)]
    register: Register,
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
    let said = register.rulebook()?.and_then(|rulebook| rulebook.casework().caution());
    Ok(said.unwrap_or_else(|| Policy::of(register.nation)))
}

fn actor(text: &str) -> Result<Actor, String> {
    let (role, id) = text.split_once('=').ok_or("it is written ROLE=ID")?;
    let names: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    let role = Role::from_name(role.trim())
        .ok_or_else(|| format!("the role is one of {}", names.join(", ")))?;
    if id.trim().is_empty() {
        return Err("it is written ROLE=ID".to_owned());
    }
    Ok(Actor::new(role, id.trim()))
}

pub(crate) fn run(arguments: &Cautions) -> Result<(), Stop> {
    match &arguments.task {
        Task::Record(recorded) => record(recorded),
        Task::Look(looked) => look(looked),
        Task::Letter(written) => letter(written),
        Task::Late(overdue) => late(overdue),
    }
}

/// The first thing that is stored of an entry: what it is about.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct About {
    kind: Subject,
    id: String,
}

/// All that is stored of an entry that ended.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    gone: Gone,
}

/// An entry as it is stored.
struct Entry {
    id: String,
    about: Option<About>,
    history: History,
    version: u64,
}

impl Entry {
    fn read(store: &Store, id: &str, policy: &Policy<'_>) -> Result<Self, Stop> {
        let damaged = |what: &str| Stop::Failed(format!("an entry of the register {what}"));
        let stored = store.events(KIND, id)?;
        let version = stored.last().map_or(0, |event| event.version);
        let mut bodies = stored.iter().map(|event| event.body.expose(Purpose::SUPPORT).as_slice());
        let mut entry =
            Self { id: id.to_owned(), about: None, history: History::default(), version };
        let Some(first) = bodies.next() else { return Ok(entry) };
        if let Ok(ended) = serde_json::from_slice::<Ended>(first) {
            entry.history = History::ended(ended.gone);
            return Ok(entry);
        }
        let about = serde_json::from_slice(first);
        entry.about = Some(about.map_err(|_| damaged("does not say what it is about"))?);
        let events: Result<Vec<Event>, _> = bodies.map(serde_json::from_slice).collect();
        let events = events.map_err(|_| damaged("cannot be read"))?;
        let history = History::replay(events, policy);
        entry.history = history.map_err(|_| damaged("has a history that cannot be"))?;
        Ok(entry)
    }

    /// Stores what a change of the history left to be stored.
    fn write(
        &self,
        store: &mut Store,
        before: usize,
        steps: &[Step],
        at: Moment,
    ) -> Result<(), Stop> {
        let broken = |_| Stop::Failed("an event could not be written".to_owned());
        let category = Category::RiskAndWarning;
        let person = self.about.as_ref().filter(|about| about.kind == Subject::Person);
        let person = person.map(|about| about.id.as_str());
        let entity = Entity { kind: KIND, id: &self.id, person, category };
        let mut batch = store.begin()?;
        for step in steps {
            let outcome = Logged::Done;
            let draft = Draft::new(Kind::Amendment, outcome, Sha256::of(b""))
                .citing(step.rules())
                .detail("register", KIND)
                .detail("state", step.state().name());
            // The log cannot be taken back, so it names nobody who may yet be rejected (D-008), and of what
            // ended nobody either.
            let stands = matches!(step.state(), State::Live(_) | State::Archived(_));
            let named = stands && step.keep() == Keep::Event;
            let person = person.filter(|_| named);
            let _receipt = batch.log(LogEntry { person, draft, at })?;
        }
        if let State::Gone(gone) = self.history.state() {
            let body = serde_json::to_vec(&Ended { gone: *gone }).map_err(broken)?;
            let nobody = Entity { person: None, ..entity };
            if self.version == 0 {
                batch.append_events(&nobody, 0, &[&body])?;
            } else {
                batch.replace_events(&nobody, self.version, &[&body])?;
            }
        } else {
            let mut bodies = Vec::new();
            let whole = steps.iter().any(|step| step.keep() == Keep::NotTheRecommendation);
            if self.version == 0 || whole {
                bodies.push(serde_json::to_vec(&self.about).map_err(broken)?);
            }
            let kept = if whole { 0 } else { before };
            for event in self.history.events().iter().skip(kept) {
                bodies.push(serde_json::to_vec(event).map_err(broken)?);
            }
            let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
            if whole && self.version > 0 {
                batch.replace_events(&entity, self.version, &bodies)?;
            } else {
                batch.append_events(&entity, self.version, &bodies)?;
            }
        }
        batch.commit()?;
        Ok(())
    }
}

fn record(recorded: &Recorded) -> Result<(), Stop> {
    let policy = policy(&recorded.register)?;
    let name = input::name(&recorded.events);
    let mut store = recorded.register.casebook.open()?;
    let mut entry = Entry::read(&store, &recorded.entry, &policy)?;
    let given = match (&recorded.person, &recorded.premises) {
        (Some(id), None) => Some(About { kind: Subject::Person, id: id.clone() }),
        (None, Some(id)) => Some(About { kind: Subject::Premises, id: id.clone() }),
        _ => None,
    };
    match (&entry.about, &given) {
        (None, None) if entry.version == 0 => {
            let message = "the entry is new: say with --person or --premises what it is about";
            return Err(Stop::bad_file("--entry", message));
        }
        (Some(known), Some(given)) if known.id != given.id || known.kind != given.kind => {
            return Err(Stop::bad_file("--entry", "the entry is about somebody or something else"));
        }
        (None, Some(_)) if entry.version == 0 => {
            if about(&store, given.as_ref(), &policy)?.is_some() {
                let message = "there is an entry about them: record further events there (H-023)";
                return Err(Stop::bad_file("--entry", message));
            }
            entry.about = given;
        }
        _ => {}
    }
    let before = entry.history.events().len();
    let mut steps = Vec::new();
    let mut faults = Vec::new();
    let mut lines = Lines::new(name, input::open(&recorded.events)?);
    while let Some((number, line)) = lines.next_line()? {
        match line
            .map_err(|fault| vec![fault])
            .and_then(|text| histories::event(name, number, text))
        {
            Ok(None) => {}
            Ok(Some(event)) => match entry.history.record(event, &policy) {
                Ok(step) => steps.push(step),
                Err(why) => faults.push(fault(name, Some((number, 1)), why.to_string())),
            },
            Err(found) => faults.extend(found),
        }
        if !faults.is_empty() {
            // What follows stands on what was refused.
            return Err(Stop::BadInput(faults));
        }
    }
    if steps.is_empty() {
        return Err(Stop::bad_file(name, "the file holds no event"));
    }
    entry.write(&mut store, before, &steps, now()?)?;
    let gone = matches!(entry.history.state(), State::Gone(_));
    let whole = steps.iter().any(|step| step.keep() != Keep::Event);
    if gone || whole {
        let _settled = store.settle()?;
    }
    store.close()?;
    output::print(&match recorded.format {
        Format::Table => steps.iter().map(in_words).collect(),
        Format::Json => format!("{:#}\n", steps.iter().map(as_json).collect::<Value>()),
    })
}

/// Records events of an entry about a person, as of a moment.
pub(crate) fn tell(
    store: &mut Store,
    (id, person): (&str, &str),
    events: Vec<Event>,
    policy: &Policy<'_>,
    at: Moment,
) -> Result<Vec<Step>, Stop> {
    let mut entry = Entry::read(store, id, policy)?;
    if entry.version == 0 {
        entry.about = Some(About { kind: Subject::Person, id: person.to_owned() });
    }
    let before = entry.history.events().len();
    let mut steps = Vec::new();
    for event in events {
        let step = entry.history.record(event, policy);
        steps.push(step.map_err(|why| Stop::Failed(why.to_string()))?);
    }
    entry.write(store, before, &steps, at)?;
    Ok(steps)
}

/// Where an entry stands.
pub(crate) fn state(store: &Store, id: &str, policy: &Policy<'_>) -> Result<State, Stop> {
    Ok(Entry::read(store, id, policy)?.history.state().clone())
}

/// The entry about a person or premises that is held, if there is one.
fn about(
    store: &Store,
    wanted: Option<&About>,
    policy: &Policy<'_>,
) -> Result<Option<Entry>, Stop> {
    for id in store.histories(KIND)? {
        let entry = Entry::read(store, &id, policy)?;
        let same = |about: &About| wanted.is_some_and(|wanted| wanted.id == about.id);
        if entry.about.as_ref().is_some_and(same) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

fn in_words(step: &Step) -> String {
    let mut text = format!("{}\n", step.state().name());
    for duty in step.duties() {
        text.push_str(&format!("  {}\n", duty_in_words(duty)));
    }
    text.push_str(&histories::rules(step.rules()));
    text
}

pub(crate) fn duty_in_words(duty: &Duty) -> String {
    let what = words(&duty.what());
    let by = match duty.by() {
        Some(day) if duty.is_projected() => format!("by {day}, if no bank holiday comes between"),
        Some(day) => format!("by {day}"),
        None => "at once".to_owned(),
    };
    format!("{what}, {by}: the {} ({})", duty.who(), duty.rule())
}

fn as_json(step: &Step) -> Value {
    histories::step(step.state().name(), &step.duties(), step.rules())
}

fn look(looked: &Looked) -> Result<(), Stop> {
    let policy = policy(&looked.register)?;
    let mut store = looked.register.casebook.open()?;
    let wanted = About { kind: Subject::Person, id: looked.about.clone() };
    let found = about(&store, Some(&wanted), &policy)?;
    let blank = State::Blank;
    let state = found.as_ref().map_or(&blank, |entry| entry.history.state());
    let visit = looked.visit_on.map(|arranged_for| Visit {
        subject: looked.about.clone(),
        by: looked.by.id.clone(),
        arranged_for,
    });
    let look = state.look(&looked.by, &looked.about, visit.as_ref(), looked.as_at, &policy);
    // No look without a record: what is shown is shown after the commit.
    let shown = if look.record.shown == Extent::Nothing || look.record.shown == Extent::NoVisit {
        Logged::Refused
    } else {
        Logged::Permitted
    };
    let draft = Draft::new(Kind::Look, shown, Sha256::of(b""))
        .citing(&look.record.rules)
        .detail("register", KIND)
        .detail("role", looked.by.role.name())
        .detail("by", looked.by.id.as_str())
        .detail("shown", histories::name(&look.record.shown));
    let person = found.as_ref().and_then(|entry| entry.about.as_ref());
    let person = person.filter(|about| about.kind == Subject::Person).map(|it| it.id.as_str());
    let mut batch = store.begin()?;
    let receipt = batch.log(LogEntry { person, draft, at: now()? })?;
    batch.commit()?;
    store.close()?;
    let mut text = said(&look.shown);
    text.push_str(&format!("entry {} of the log holds that you looked\n", receipt.index()));
    output::print(&text)
}

fn said(shown: &Shown<'_>) -> String {
    match shown {
        Shown::Nothing => "there is nothing to be careful about on the register\n".to_owned(),
        Shown::NoVisit => {
            "no visit of yours is on record for which this could be looked at: give --visit-on\n"
                .to_owned()
        }
        Shown::Ask { service } => format!("ask {service} before you go\n"),
        Shown::Caution(caution) => {
            let names = |list: Vec<&str>| list.join(", ").replace('-', " ");
            let risks = names(caution.risks.iter().map(|it| it.name()).collect());
            let precautions = names(caution.precautions.iter().map(|it| it.name()).collect());
            let mut text = format!("risk: {risks}\nwhat to do: {precautions}\n");
            for (holds, says) in [
                (caution.letter_to_hand_over, "a letter waits to be handed over"),
                (caution.challenged, "the person challenges the entry"),
                (caution.review_late, "its review is late"),
            ] {
                if holds {
                    text.push_str(&format!("{says}\n"));
                }
            }
            text
        }
        Shown::Entry(state) => whole(state),
        Shown::Trail => "who looked and who changed what is in the log: see `verify`\n".to_owned(),
    }
}

/// An entry for those who decide about it.
fn whole(state: &State) -> String {
    let mut text = format!("{}\n", state.name());
    let (grounds, incidents, challenge) = match state {
        State::Recommended(it) => (&it.grounds, it.incidents.len(), None),
        State::Live(it) => (&it.grounds, it.incidents.len(), it.challenge.as_ref()),
        State::Archived(it) => (&it.grounds, it.incidents.len(), it.challenge.as_ref()),
        State::Blank | State::Gone(_) => return text,
    };
    let risks: Vec<&str> = grounds.risks().iter().map(|risk| risk.name()).collect();
    let precautions: Vec<&str> = grounds.precautions().iter().map(|it| it.name()).collect();
    text.push_str(&format!("risk: {}\nwhat to do: {}\n", risks.join(", "), precautions.join(", ")));
    text.push_str(&format!(
        "{} pieces of evidence, {incidents} incidents since\n",
        grounds.evidence()
    ));
    if let Some(service) = grounds.ask() {
        text.push_str(&format!("readers are told to ask {service}\n"));
    }
    match state {
        State::Live(it) => text.push_str(&format!("to be reviewed by {}\n", it.review_by)),
        State::Archived(it) => text.push_str(&format!("to be removed on {}\n", it.remove_on)),
        State::Recommended(_) | State::Blank | State::Gone(_) => {}
    }
    if let Some(challenge) = challenge {
        text.push_str(&format!("challenged; to be decided by {}\n", challenge.decide_by));
    }
    for hold in state.holds() {
        text.push_str(&format!("held: {hold}\n"));
    }
    text
}

fn letter(written: &Written) -> Result<(), Stop> {
    let policy = policy(&written.register)?;
    let store = written.register.casebook.open()?;
    let entry = Entry::read(&store, &written.entry, &policy)?;
    let (State::Live(live), Some(about)) = (entry.history.state(), &entry.about) else {
        return Err(Stop::bad_file("--entry", "no entry with that id is in force"));
    };
    output::print(&live.letter(&LetterDetails {
        organisation: written.organisation.clone(),
        about: about.kind,
        challenge_to: written.challenge_to.clone(),
    }))
}

fn late(overdue: &Overdue) -> Result<(), Stop> {
    let policy = policy(&overdue.register)?;
    let store = overdue.register.casebook.open()?;
    let mut found = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in store.histories(KIND)? {
        let entry = Entry::read(&store, &id, &policy)?;
        *counts.entry(entry.history.state().name()).or_default() += 1;
        for late in entry.history.state().late(overdue.as_at, &policy) {
            found.push((id.clone(), late));
        }
    }
    found.sort_by_key(|(_, late)| late.by);
    let counts: Vec<String> =
        counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let note = format!("; entries: {}", counts.join(", "));
    let heads = ["what", "since", "who", "told"];
    histories::late(("entry", overdue.format, &note), &found, heads, |late| {
        let told = late.escalate_to.to_string();
        [words(&late.what), late.by.to_string(), late.who.to_string(), told]
    })
}
