//! `consent`: a receipt to hand over, and the record in the forms that other systems speak.

use std::path::PathBuf;

use caldicott::model::Day;
use caldicott::model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott::policy::json;
use caldicott::sharing::exchange::receipt::{Channel, Parties, Party, Receipt, Ways};
use caldicott::sharing::exchange::{Record, dpv, fhir};
use caldicott::sharing::{Consent, Known, SubjectState};
use clap::{Args, Subcommand, ValueEnum};

use crate::input;
use crate::output;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Consents {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// What the person is handed: what they agreed to, and how to take it back
    Receipt(Handed),
    /// The record as FHIR, or its terms in the W3C's vocabulary
    Export(Export),
    /// A FHIR Consent as a record of ours, with what it could not say
    Import(Import),
}

/// A file with a consent in it.
#[derive(Args, Debug)]
struct Source {
    /// A consent, or `{"consents": […]}`, in JSON as a request holds it, or a FHIR Consent; `-` for
    /// standard input
    file: String,
    /// Which of several, from 1
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    number: usize,
    /// The day it is read for
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// The record's id
    #[arg(long)]
    id: Option<String>,
    /// The id of the person
    #[arg(long, value_name = "ID")]
    about: Option<String>,
    /// The id of the organisation that holds the record
    #[arg(long, value_name = "ID")]
    held_by: Option<String>,
}

#[derive(Args, Debug)]
struct Handed {
    #[command(flatten)]
    source: Source,
    /// The organisation, and how to reach it
    #[arg(long, value_name = "NAME=CONTACT", value_parser = party)]
    holder: Party,
    /// Who watches over data protection on the day, and how to reach them
    #[arg(long, value_name = "NAME=CONTACT", value_parser = party)]
    regulator: Party,
    /// How the consent was given: email, in-person, letter, online or telephone
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    given_by: Channel,
    /// A way to take it back, in a sentence
    #[arg(long, required = true, value_name = "CHANNEL=SENTENCE", value_parser = way)]
    take_back: Vec<(Channel, String)>,
    /// What to call an organisation or individual
    #[arg(long, value_name = "ID=NAME", value_parser = pair)]
    naming: Vec<(String, String)>,
    /// Whom it is handed to
    #[arg(long)]
    to: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Shown,
    /// Where to write it; without this, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a receipt is shown.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Shown {
    /// Text for people.
    #[default]
    Text,
    /// One page, which needs nothing else.
    Html,
    /// JSON for programs.
    Json,
}

#[derive(Args, Debug)]
struct Export {
    #[command(flatten)]
    source: Source,
    /// The form
    #[arg(long, value_enum, default_value_t)]
    to: Form,
}

/// The forms that other systems speak.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Form {
    /// A consent as a request holds it.
    #[default]
    Record,
    /// A FHIR Consent, release 4.
    FhirR4,
    /// A FHIR Consent, release 5.
    FhirR5,
    /// JSON-LD in the Data Privacy Vocabulary.
    Dpv,
}

#[derive(Args, Debug)]
struct Import {
    /// A FHIR Consent, or `-` for standard input
    file: String,
    /// The day it is read for
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// The release, where the resource does not show it: r4 or r5
    #[arg(long, value_parser = release)]
    release: Option<fhir::Release>,
    /// Which of our organisations a recipient of theirs is: their reference, or `SYSTEM|VALUE`
    #[arg(long, value_name = "THEIRS=OURS", value_parser = pair)]
    knowing: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let form = || "it is written as two parts with `=` between them".to_owned();
    let (one, other) = text.rsplit_once('=').ok_or_else(form)?;
    if one.trim().is_empty() || other.trim().is_empty() {
        return Err(form());
    }
    Ok((one.trim().to_owned(), other.trim().to_owned()))
}

fn party(text: &str) -> Result<Party, String> {
    let (name, contact) = text.split_once('=').ok_or("it is written NAME=CONTACT")?;
    Ok(Party::new(name.trim(), contact.trim()))
}

fn channel(name: &str) -> Result<Channel, String> {
    let found = Channel::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, channel)| *channel).ok_or_else(|| {
        let known: Vec<&str> = Channel::NAMES.iter().map(|(known, _)| *known).collect();
        format!("it is one of {}", known.join(", "))
    })
}

fn way(text: &str) -> Result<(Channel, String), String> {
    let (name, how) = text.split_once('=').ok_or("it is written CHANNEL=SENTENCE")?;
    Ok((channel(name.trim())?, how.trim().to_owned()))
}

fn release(name: &str) -> Result<fhir::Release, String> {
    let found = fhir::Release::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, release)| *release).ok_or_else(|| "it is r4 or r5".to_owned())
}

pub(crate) fn run(arguments: &Consents) -> Result<(), Stop> {
    match &arguments.task {
        Task::Receipt(handed) => receipt(handed),
        Task::Export(export) => self::export(export),
        Task::Import(import) => self::import(import),
    }
}

fn receipt(handed: &Handed) -> Result<(), Stop> {
    let record = handed.source.record()?;
    let mut parties = Parties::new(handed.holder.clone(), handed.regulator.clone());
    for (id, name) in &handed.naming {
        parties = parties.naming(id, name);
    }
    if let Some(person) = &handed.to {
        parties = parties.handed_to(person);
    }
    let ways = handed
        .take_back
        .iter()
        .fold(Ways::given(handed.given_by), |ways, (channel, how)| ways.back(*channel, how));
    let receipt = Receipt::of(&record, &parties, &ways, handed.source.as_at)
        .map_err(|error| Stop::bad_file(input::name(&handed.source.file), error.to_string()))?;
    let text = match handed.format {
        Shown::Text => receipt.text(),
        Shown::Html => receipt.html(),
        Shown::Json => format!("{}\n", receipt.json()),
    };
    match &handed.out {
        Some(path) => output::write_file(path, text.as_bytes()),
        None => output::print(&text),
    }
}

fn export(export: &Export) -> Result<(), Stop> {
    let record = export.source.record()?;
    let day = export.source.as_at;
    let name = input::name(&export.source.file);
    let text = match export.to {
        Form::Record => record.to_json(),
        Form::FhirR4 => fhir::write(&record, fhir::Release::R4, day),
        Form::FhirR5 => fhir::write(&record, fhir::Release::R5, day),
        Form::Dpv => dpv::consent(&record, day).map(|export| {
            for term in export.unmapped() {
                input::note(name, &format!("{} has no term: {}", term.term(), term.reason()));
            }
            export.json().to_owned()
        }),
    };
    let text = text.map_err(|error| Stop::bad_file(name, error.to_string()))?;
    output::print(&format!("{}\n", text.trim_end()))
}

fn import(import: &Import) -> Result<(), Stop> {
    let read = Read::open(&import.file)?;
    let reading = read.resource(import.release, import.as_at, &import.knowing)?;
    let mut lines = String::new();
    for consent in reading.consents {
        let line =
            named(consent, reading.id.clone(), reading.subject.clone(), reading.held_by.clone());
        let json = line.to_json();
        lines.push_str(&json.map_err(|error| Stop::bad_file(&read.name, error.to_string()))?);
        lines.push('\n');
    }
    output::print(&lines)
}

/// A consent with whose it is, as far as that is known.
fn named(
    consent: Consent,
    id: Option<String>,
    subject: Option<String>,
    held_by: Option<String>,
) -> Record {
    let mut record = Record::new(consent);
    (record.id, record.subject, record.held_by) = (id, subject, held_by);
    record
}

/// A JSON file, read.
struct Read {
    name: String,
    table: Table,
    at: Place,
}

impl Read {
    fn open(path: &str) -> Result<Self, Stop> {
        let file = input::text(path)?;
        // A consent is about somebody: nothing of it is repeated in a message.
        let faults = Faults::new(&file.name, Echo::Hidden);
        let read = json::object(&file.text, 1, &faults);
        let (table, at) = faults.finish(read)?;
        Ok(Self { name: file.name, table, at })
    }

    fn resource(
        &self,
        release: Option<fhir::Release>,
        day: Day,
        knowing: &[(String, String)],
    ) -> Result<fhir::Reading, Stop> {
        let release = release.or_else(|| fhir::Release::of(&self.table)).ok_or_else(|| {
            Stop::bad_file(&self.name, "it does not show which release it is: say --release")
        })?;
        let ours = |recipient: &fhir::Recipient<'_>| {
            let theirs = match recipient {
                fhir::Recipient::Identifier { system, value } => format!("{system}|{value}"),
                fhir::Recipient::Reference(reference) => (*reference).to_owned(),
                _ => return None,
            };
            knowing.iter().find(|(known, _)| *known == theirs).map(|(_, ours)| ours.clone())
        };
        let faults = Faults::new(&self.name, Echo::Hidden);
        let how = fhir::Import::on(day).knowing(&ours);
        let reading = fhir::read(&self.table, self.at, release, &how, &faults);
        let reading = faults.finish(reading)?;
        for finding in &reading.findings {
            input::note(&self.name, &finding.to_string());
        }
        Ok(reading)
    }

    /// Our own form: one consent, or a person's.
    fn consents(&self) -> Result<Vec<Consent>, Stop> {
        let faults = Faults::new(&self.name, Echo::Hidden);
        let mut whole = Table::default();
        let table = if self.table.get("kind").is_some() {
            let one = Located::new(Node::Table(self.table.clone()), self.at);
            let _new =
                whole.insert("consents", self.at, Located::new(Node::List(vec![one]), self.at));
            &whole
        } else {
            &self.table
        };
        let state = SubjectState::read(&mut Reader::new(table, self.at, &faults));
        let state = faults.finish(state)?;
        match state.consents {
            Known::Known(consents) => Ok(consents),
            Known::Unknown => Ok(Vec::new()),
        }
    }
}

impl Source {
    /// The consent that is meant, with whose it is.
    fn record(&self) -> Result<Record, Stop> {
        let read = Read::open(&self.file)?;
        let (consents, id, subject, held_by) = if read.table.get("resourceType").is_some() {
            let reading = read.resource(None, self.as_at, &[])?;
            (reading.consents, reading.id, reading.subject, reading.held_by)
        } else {
            (read.consents()?, None, None, None)
        };
        let count = consents.len();
        let place = self.number.checked_sub(1);
        let consent = place.and_then(|place| consents.into_iter().nth(place)).ok_or_else(|| {
            let message =
                format!("it holds {count} consents, and number {} is asked for", self.number);
            Stop::bad_file(&read.name, message)
        })?;
        let (subject, held_by) = (self.about.clone().or(subject), self.held_by.clone().or(held_by));
        Ok(named(consent, self.id.clone().or(id), subject, held_by))
    }
}
