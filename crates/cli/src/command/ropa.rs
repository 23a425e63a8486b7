//! `ropa`: the record of processing activities, checked, rendered, and held against what the rulebook
//! and the columns of the data say now.

use std::collections::BTreeMap;

use caldicott::accountability::ropa::{Activity, ControllerRecord, ProcessorRecord, drift};
use caldicott::accountability::{Review, Weight};
use caldicott::model::{Day, FieldTag};
use caldicott::policy::{Rulebook, SourceFile, read_file};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::json;

use crate::input;
use crate::output::{self, Format, Table};
use crate::stop::Stop;
use crate::tagging::{self, Taken};

#[derive(Args, Debug)]
pub(crate) struct Records {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// What is wrong with a record, and what is missing: exit code 1 where something is
    Check(Checked),
    /// The record, to be shown to the regulator when it asks
    Render(Rendered),
    /// How a stored record differs from what rulebook and data say now: exit code 1 where it does
    Drift(Drifted),
}

/// Where a record comes from: a file, or a rulebook with the columns of the data.
#[derive(Args, Debug)]
struct Source {
    /// The record of a controller or of a processor, TOML
    #[arg(required_unless_present = "rulebook", conflicts_with = "rulebook")]
    file: Option<String>,
    #[command(flatten)]
    made: Made,
}

/// What a record is made from.
#[derive(Args, Debug)]
struct Made {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: Option<String>,
    /// What an activity holds: a file of its records, or of their schema, of which only the columns count
    #[arg(long, value_name = "ACTIVITY=FILE", value_parser = held, requires = "rulebook")]
    fields: Vec<(String, String)>,
}

#[derive(Args, Debug)]
struct Checked {
    #[command(flatten)]
    source: Source,
    /// The day: the law of that day is applied
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// How to show what is found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Rendered {
    #[command(flatten)]
    source: Source,
    /// The form
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

#[derive(Args, Debug)]
struct Drifted {
    /// The stored record of a controller, TOML
    file: String,
    #[command(flatten)]
    made: Made,
    /// How to show what differs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Markdown.
    #[default]
    Markdown,
    /// One page, which needs nothing else.
    Html,
    /// JSON for programs.
    Json,
    /// The form that `check` and `drift` read: to be stored, and held against what is so later.
    Toml,
}

/// A record of either kind.
#[derive(Serialize)]
#[serde(untagged)]
enum Record {
    Controller(ControllerRecord),
    Processor(ProcessorRecord),
}

fn held(text: &str) -> Result<(String, String), String> {
    let (name, file) = text.split_once('=').ok_or("it is written ACTIVITY=FILE")?;
    if name.trim().is_empty() || file.trim().is_empty() {
        return Err("it is written ACTIVITY=FILE".to_owned());
    }
    Ok((name.trim().to_owned(), file.trim().to_owned()))
}

pub(crate) fn run(arguments: &Records) -> Result<(), Stop> {
    match &arguments.task {
        Task::Check(checked) => check(checked),
        Task::Render(rendered) => render(rendered),
        Task::Drift(drifted) => show_drift(drifted),
    }
}

impl Source {
    fn read(&self) -> Result<Record, Stop> {
        match &self.file {
            Some(path) => read(path),
            None => self.made.record().map(Record::Controller),
        }
    }

    /// What messages call it.
    fn name(&self) -> &str {
        self.file.as_deref().or(self.made.rulebook.as_deref()).unwrap_or_default()
    }
}

impl Made {
    /// The record as the rulebook and the columns say it now.
    fn record(&self) -> Result<ControllerRecord, Stop> {
        let path = self.rulebook.as_deref().unwrap_or_default();
        let rulebook = super::due::load(path)?;
        let mut fields: BTreeMap<&str, Vec<FieldTag>> = BTreeMap::new();
        for (activity, file) in &self.fields {
            fields.entry(activity).or_default().extend(columns(file)?);
        }
        let held: Vec<(&str, &[FieldTag])> =
            fields.iter().map(|(activity, tags)| (*activity, tags.as_slice())).collect();
        let record = made(&rulebook, &held).ok_or_else(|| {
            let message = "the rulebook has no `[processing]`: it says who processes what";
            Stop::bad_file(path, message)
        })?;
        for (activity, _) in &self.fields {
            if !record.activities().iter().any(|known| known.name() == activity) {
                let names: Vec<&str> = record.activities().iter().map(Activity::name).collect();
                let message = format!(
                    "the rulebook has no activity `{activity}`; it has {}",
                    names.join(", ")
                );
                return Err(Stop::bad_file("--fields", message));
            }
        }
        Ok(record)
    }
}

/// The record that a rulebook and the tags of its data make.
pub(crate) fn made(rulebook: &Rulebook, held: &[(&str, &[FieldTag])]) -> Option<ControllerRecord> {
    rulebook.record_of_processing(held)
}

/// What the columns of a file are known to be about. What free text may hold is not known, and not
/// claimed: it is said.
fn columns(path: &str) -> Result<Vec<FieldTag>, Stop> {
    let tagged = tagging::stream(path, input::open(path)?, Taken::AsItLooks)?;
    let unknown = tagged.columns.iter().filter(|column| column.about().is_empty()).count();
    if unknown > 0 {
        let message = format!(
            "{unknown} of {} columns say nothing certain (free text, technical or not recognised): what \
             they hold has to be declared in the rulebook's `[[activity]]`",
            tagged.columns.len()
        );
        input::note(path, &message);
    }
    Ok(tagged.columns.iter().filter_map(tagging::Column::known_tag).collect())
}

fn read(path: &str) -> Result<Record, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    let record = read_file(&file, |top| {
        if top.has("processor") {
            ProcessorRecord::read(top).map(Record::Processor)
        } else {
            ControllerRecord::read(top).map(Record::Controller)
        }
    });
    record.map_err(Stop::from)
}

fn check(checked: &Checked) -> Result<(), Stop> {
    let review: Review = match checked.source.read()? {
        Record::Controller(record) => record.check(checked.as_at),
        Record::Processor(record) => record.check(),
    };
    let rules: Vec<&str> = review.rules().ids().collect();
    match checked.format {
        Format::Json => {
            let value =
                json!({ "holds": review.holds(), "findings": review.findings(), "rules": rules });
            output::print(&format!("{value:#}\n"))?;
        }
        Format::Table => {
            let mut table = Table::new(&["where", "weight", "rule", "what", "instead"]);
            for finding in review.findings() {
                let place = finding.at().map(|at| format!("{}:{}", at.line, at.column));
                table.row([
                    place.unwrap_or_else(|| finding.path().to_owned()),
                    weight(finding.weight()).to_owned(),
                    finding.rule().id().to_owned(),
                    finding.says().to_owned(),
                    finding.instead().to_owned(),
                ]);
            }
            let count = review.findings().len();
            output::print(&format!("{}  {count} findings on {}\n", table.render(), checked.as_at))?;
        }
    }
    if review.holds() {
        return Ok(());
    }
    Err(Stop::Failed(format!("{}: the record has faults", checked.source.name())))
}

const fn weight(weight: Weight) -> &'static str {
    caldicott::accountability::weight_name(weight)
}

fn render(rendered: &Rendered) -> Result<(), Stop> {
    let record = rendered.source.read()?;
    let broken = || Stop::Failed("the record could not be written".to_owned());
    output::print(&match (&record, rendered.format) {
        (Record::Controller(record), Form::Markdown) => record.to_markdown(),
        (Record::Processor(record), Form::Markdown) => record.to_markdown(),
        (Record::Controller(record), Form::Html) => record.to_html(),
        (Record::Processor(record), Form::Html) => record.to_html(),
        (record, Form::Json) => format!("{:#}\n", json!(record)),
        (record, Form::Toml) => toml::to_string(record).map_err(|_| broken())?,
    })
}

fn show_drift(drifted: &Drifted) -> Result<(), Stop> {
    let Record::Controller(stored) = read(&drifted.file)? else {
        let message = "it is a processor's record: a rulebook says what a controller does";
        return Err(Stop::bad_file(&drifted.file, message));
    };
    if drifted.made.rulebook.is_none() {
        let message = "there is nothing to hold it against: give --rulebook";
        return Err(Stop::bad_file("--rulebook", message));
    }
    let now = drifted.made.record()?;
    let found = drift(&stored, &now);
    match drifted.format {
        Format::Json => {
            let lines: Vec<_> = found
                .iter()
                .map(|one| {
                    json!({
                        "activity": one.activity(), "field": one.field(), "gone": one.gone(),
                        "came": one.came(), "grave": one.is_grave(), "rule": one.rule().id(),
                    })
                })
                .collect();
            output::print(&format!("{:#}\n", json!(lines)))?;
        }
        Format::Table => {
            let heads = [
                "activity",
                "field",
                "now, and not on record",
                "on record, and not now",
                "grave",
                "rule",
            ];
            let mut table = Table::new(&heads);
            for one in &found {
                let grave = if one.is_grave() { "yes" } else { "" };
                table.row([
                    one.activity().to_owned(),
                    one.field().to_owned(),
                    one.came().join("; "),
                    one.gone().join("; "),
                    grave.to_owned(),
                    one.rule().id().to_owned(),
                ]);
            }
            let grave = found.iter().filter(|one| one.is_grave()).count();
            let count = found.len();
            output::print(&format!(
                "{}  {count} fields differ, {grave} of them gravely\n",
                table.render()
            ))?;
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Stop::Failed(format!("{}: the record is not true any more", drifted.file)))
}
