//! `explain`: a whole rulebook in plain English, or what it says of one record.

use caldicott::model::Day;
use caldicott::policy::Rulebook;
use clap::Args;

use super::{Page, due};
use crate::input;
use crate::output;
use crate::records::Records;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The id of a record: what the retention schedule says of it, rule by rule
    #[arg(requires = "as_at")]
    record: Option<String>,
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// The records, CSV or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-", requires = "record")]
    records: String,
    /// The day it is asked for
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD", requires = "record")]
    as_at: Option<Day>,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

pub(crate) fn run(arguments: &Explain) -> Result<(), Stop> {
    if let (Some(id), Some(as_at)) = (&arguments.record, arguments.as_at) {
        return record(arguments, id, as_at);
    }
    let rulebook = Rulebook::load(&input::rulebook(&arguments.rulebook)?)?;
    let explanation = rulebook.explain();
    let text = match arguments.format {
        Page::Table => explanation.to_text(),
        Page::Html => explanation.to_html(),
        Page::Json => format!("{:#}\n", serde_json::json!(explanation)),
    };
    output::print(&text)
}

/// What the schedule says of one record, from the file that it stands in.
fn record(arguments: &Explain, id: &str, as_at: Day) -> Result<(), Stop> {
    if arguments.format == Page::Html {
        return Err(Stop::bad_file("--format", "a record is shown as a table or in JSON"));
    }
    let rulebook = due::load(&arguments.rulebook)?;
    let schedule = due::schedule(&rulebook, &arguments.rulebook)?;
    let mut records = Records::open(schedule, &arguments.records, true)?;
    let mut found = None;
    while let Some(record) = records.next()? {
        if records.id() != id {
            continue;
        }
        if found.is_some() {
            records.id_fault("stands in an earlier row already");
        }
        found = Some(record);
    }
    records.finish()?;
    let Some(record) = found else {
        return Err(Stop::bad_file(&arguments.records, "no record has that id"));
    };
    let outcome = schedule.evaluate(&record, as_at);
    if arguments.format == Page::Json {
        return output::print(&format!("{:#}\n", serde_json::json!(outcome)));
    }
    let mut text = format!("{outcome}\n");
    if let Some(next) = outcome.next_change() {
        text.push_str(&format!("Nothing changes before {next}, unless a fact does.\n"));
    }
    if let Some(otherwise) = outcome.counterfactual() {
        text.push_str(&format!("It {otherwise}.\n"));
    }
    for candidate in outcome.candidates() {
        let rule = candidate.rule();
        let (id, version, due) = (rule.id(), rule.version(), candidate.due());
        text.push_str(&format!("Rule `{id}` version {version}: {due}. {}\n", rule.why()));
    }
    let ids: Vec<&str> = outcome.rules().ids().collect();
    text.push_str(&format!("Rules applied: {}\n", ids.join(", ")));
    output::print(&text)
}
