//! `publish`: a table that identifies nobody, or the reason why there is none.

mod released;
mod summed;

use std::path::PathBuf;

use caldicott::model::Day;
use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{
    Effort, FreqTable, Outcome, Plan, Publication, PublishedSums, Raw, Refusal, Spec, naive,
};
use clap::Args;
use csv::StringRecord;
use serde_json::json;

use self::released::{Before, Released};
use crate::input;
use crate::output::{self, Format};
use crate::progress::Progress;
use crate::rows::Rows;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Publish {
    /// The specification of the table, TOML
    #[arg(long, value_name = "FILE")]
    spec: String,
    /// The records, CSV with a header or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    records: String,
    /// The day of the publication: the law of that day is applied
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// A page with the release report and its plots, for whoever signs the release
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// A page with what a careless table would have told: it holds real counts of few people
    #[arg(long, value_name = "FILE")]
    naive: Option<PathBuf>,
    /// A table that was published before about the same people, as `attack` reads it with its marks
    /// standing for any figure; its column `sum`, or called as the amount, holds sums
    #[arg(long, value_name = "FILE")]
    beside: Vec<String>,
    #[command(flatten)]
    released: Released,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(arguments: &Publish) -> Result<(), Stop> {
    let spec = spec(&arguments.spec)?;
    if let Some(sum) = spec.sum() {
        return summed::run(arguments, &spec, sum);
    }
    let beside = beside(arguments, &spec)?;
    let mut ledger = arguments.released.open()?;
    let table = table(&spec, &arguments.records)?;
    if let Some(path) = &arguments.naive {
        let found = naive(&table, spec.profile());
        output::write_file(path, found.internal_page(spec.title()).as_bytes())?;
    }
    let publish = |before: Before| {
        let plan = spec.plan(arguments.as_at).after(before.people);
        protected(&plan.after_sums(before.sums), &table)
    };
    let publication = match &mut ledger {
        // Nothing leaves before the ledger holds it.
        Some(ledger) => ledger.release(
            spec.people(),
            |before| publish(before.and(&beside)),
            |ledger, id, done| ledger.enter(id, arguments.as_at, done),
        )?,
        None => publish(beside)?,
    };
    if let Some(path) = &arguments.report {
        output::write_file(path, publication.report_page().as_bytes())?;
    }
    let text = match arguments.format {
        Format::Table => publication.release.to_csv(),
        Format::Json => {
            let value = json!({ "release": publication.release, "report": publication.report });
            format!("{value:#}\n")
        }
    };
    output::print(&text)
}

pub(super) fn spec(path: &str) -> Result<Spec, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    read_file(&file, Spec::read).map_err(Stop::from)
}

/// What was published before by other means.
fn beside(arguments: &Publish, spec: &Spec) -> Result<Before, Stop> {
    let amount = spec.sum().map_or("sum", |sum| sum.column());
    let mut before = Before::default();
    for path in &arguments.beside {
        let read = super::attack::plain_file(path, &[amount, "sum"])?;
        if spec.sum().is_none() && read.people.is_none() {
            let message = "it has sums and no numbers of people, and cannot be held against them";
            return Err(Stop::bad_file(input::name(path), message));
        }
        before.people.extend(read.people.map(|table| table.of_people(spec.people())));
        let Some(sums) = read.sums.map(|sums| sums.of_people(spec.people())) else { continue };
        before.sums.push(match spec.sum() {
            Some(own) => PublishedSums::new(own.column(), own.cap(), sums.table().clone()),
            None => sums,
        });
    }
    Ok(before)
}

/// Counts the rows of a file as they are read. A row that cannot be placed refuses the whole file.
pub(super) fn table(spec: &Spec, path: &str) -> Result<Raw<FreqTable>, Stop> {
    let mut rows = Rows::open(path)?;
    let Some(columns) = columns(spec, &mut rows) else { return Err(lacking(rows, path)) };
    let counter = FreqTable::counter(spec.variables());
    let mut counter = counter.map_err(|error| Stop::bad_file(path, error.to_string()))?;
    let mut row = StringRecord::new();
    let mut told = 0;
    while let Some(line) = rows.next_row(&mut row)? {
        counter.row(columns.iter().map(|column| row.get(*column)));
        for fault in counter.faults().iter().skip(told) {
            rows.line_fault(line, &fault.to_string());
        }
        told = counter.faults().len();
    }
    let counted = counter.finish();
    rows.finish()?;
    counted.map_err(|_| Stop::bad_file(path, "a row cannot be placed"))
}

/// Where the dimensions stand.
fn columns(spec: &Spec, rows: &mut Rows) -> Option<Vec<usize>> {
    // Every column is asked for, so that all that are missing are told.
    let variables = spec.variables().iter();
    let columns: Vec<_> = variables.map(|variable| rows.column(variable.tag().name())).collect();
    columns.into_iter().collect()
}

fn lacking(rows: Rows, path: &str) -> Stop {
    rows.finish().err().unwrap_or_else(|| Stop::bad_file(path, "a column is missing"))
}

/// Protects a table, or says why that cannot be done. A refusal is no bad input: exit code 1.
pub(crate) fn protect(spec: &Spec, table: &Raw<FreqTable>, day: Day) -> Result<Publication, Stop> {
    protected(&spec.plan(day), table)
}

fn protected(plan: &Plan, table: &Raw<FreqTable>) -> Result<Publication, Stop> {
    let progress = Progress::new("protecting", 100);
    let mut rounds = 0;
    let outcome = plan.publish(table, Effort::ORDINARY, &mut |_| {
        rounds += 1;
        progress.at(rounds.min(99));
    });
    drop(progress);
    match outcome {
        Outcome::Released(publication) => Ok(*publication),
        Outcome::Refused(refusal) => Err(refused(&refusal)),
    }
}

pub(super) fn refused(refusal: &Refusal) -> Stop {
    let mut message = format!("not published: {refusal}");
    if let Refusal::NoGround(check) = refusal {
        let rules: Vec<_> = check.rules.ids().collect();
        message = format!("{message}: {:?} ({})", check.obstacles, rules.join(", "));
    }
    Stop::Failed(message)
}
