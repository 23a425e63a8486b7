//! `publish`: a table that identifies nobody, or the reason why there is none.

use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{
    DataError, Effort, FreqTable, Microdata, Outcome, Publication, Raw, Refusal, Spec,
};
use csv::StringRecord;
use serde_json::json;

use crate::args::Publish;
use crate::input;
use crate::output::{self, Format};
use crate::progress::Progress;
use crate::rows::Rows;
use crate::stop::Stop;

pub(crate) fn run(arguments: &Publish) -> Result<(), Stop> {
    let spec = spec(&arguments.spec)?;
    let table = table(&spec, &arguments.records)?;
    let publication = protect(&spec, &table, arguments.as_at)?;
    let text = match arguments.format {
        Format::Table => publication.release.to_csv(),
        Format::Json => {
            let value = json!({ "release": publication.release, "report": publication.report });
            format!("{value:#}\n")
        }
    };
    output::print(&text)
}

fn spec(path: &str) -> Result<Spec, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    read_file(&file, Spec::read).map_err(Stop::BadInput)
}

/// Counts the rows of a file. A row that cannot be placed refuses the whole file.
fn table(spec: &Spec, path: &str) -> Result<Raw<FreqTable>, Stop> {
    let mut rows = Rows::open(path)?;
    let names: Vec<String> =
        spec.variables().iter().map(|variable| variable.tag().name().to_owned()).collect();
    let columns: Vec<Option<usize>> = names.iter().map(|name| rows.column(name)).collect();
    let Some(columns) = columns.into_iter().collect::<Option<Vec<usize>>>() else {
        return match rows.finish() {
            Err(stop) => Err(stop),
            Ok(()) => Err(Stop::bad_file(path, "a column is missing")),
        };
    };
    let mut data = Microdata::of(spec.variables().to_vec());
    let mut lines: Vec<u32> = Vec::new();
    let mut row = StringRecord::new();
    while let Some(line) = rows.next_row(&mut row)? {
        lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        data.row(columns.iter().map(|column| row.get(*column)));
    }
    match data.finish() {
        Ok(data) => {
            rows.finish()?;
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            FreqTable::count(&data, &names).map_err(|error| Stop::bad_file(path, error.to_string()))
        }
        Err(faults) => {
            for fault in faults {
                let line = row_of(&fault).and_then(|row| lines.get(row - 1)).copied();
                rows.line_fault(line.map_or(1, u64::from), &fault.to_string());
            }
            rows.finish()?;
            Err(Stop::bad_file(path, "a row cannot be placed"))
        }
    }
}

/// The row of a fault, from 1.
const fn row_of(fault: &DataError) -> Option<usize> {
    match fault {
        DataError::Ragged { row, .. }
        | DataError::UnknownValue { row, .. }
        | DataError::LookAlike { row, .. }
        | DataError::Missing { row, .. } => Some(*row),
        DataError::DirectIdentifier { .. }
        | DataError::FreeText { .. }
        | DataError::More { .. }
        | _ => None,
    }
}

/// Protects a table, or says why that cannot be done. A refusal is no bad input: exit code 1.
pub(crate) fn protect(
    spec: &Spec,
    table: &Raw<FreqTable>,
    day: caldicott::model::Day,
) -> Result<Publication, Stop> {
    let progress = Progress::new("protecting", 100);
    let mut rounds = 0;
    let outcome = spec.plan(day).publish(table, Effort::ORDINARY, &mut |_| {
        rounds += 1;
        progress.at(rounds.min(99));
    });
    drop(progress);
    match outcome {
        Outcome::Released(publication) => Ok(*publication),
        Outcome::Refused(refusal) => {
            let mut message = format!("not published: {refusal}");
            if let Refusal::NoGround(check) = &refusal {
                let rules: Vec<_> = check.rules.ids().collect();
                message = format!("{message}: {:?} ({})", check.obstacles, rules.join(", "));
            }
            Err(Stop::Failed(message))
        }
    }
}
