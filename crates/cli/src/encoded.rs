//! Records as codes: a file is read once, and each cell becomes the place of its category in the list.

mod hierarchies;

use std::path::Path;

use caldicott::model::document::Fault;
use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{Microdata, RecordSpec, Variable};
use csv::StringRecord;

use crate::input;
use crate::rows::Rows;
use crate::stop::Stop;

/// Reads what a specification says of records, with the hierarchies in the files beside it. Everything that
/// is wrong in any of them is told at once.
pub(crate) fn spec(path: &str) -> Result<RecordSpec, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    let folder = Path::new(path).parent().unwrap_or_else(|| Path::new(""));
    let mut told: Vec<Fault> = Vec::new();
    let mut failed = None;
    let spec = read_file(&file, |reader| {
        RecordSpec::read_with(reader, &mut |name, codes| {
            let path = folder.join(name);
            hierarchies::read(&path.to_string_lossy(), codes).map_err(|stop| match stop {
                Stop::BadInput(faults) => {
                    told.extend(faults);
                    "there is something wrong with this file; see there".to_owned()
                }
                other @ (Stop::Failed(_) | Stop::Io(_) | Stop::Partly(_)) => {
                    failed = Some(other);
                    "this file could not be read".to_owned()
                }
            })
        })
    });
    match (spec, failed) {
        (_, Some(failed)) => Err(failed),
        (Ok(spec), None) if told.is_empty() => Ok(spec),
        (Ok(_), None) => Err(Stop::BadInput(told)),
        (Err(faults), None) => Err(Stop::BadInput(faults.into_iter().chain(told).collect())),
    }
}

/// Reads the rows of a file into one or two bytes a cell. A row that cannot be placed refuses the whole
/// file.
pub(crate) fn records(variables: Vec<Variable>, path: &str) -> Result<Microdata, Stop> {
    let mut rows = Rows::open(path)?;
    let columns: Vec<Option<usize>> =
        variables.iter().map(|variable| rows.column(variable.tag().name())).collect();
    let Some(columns) = columns.into_iter().collect::<Option<Vec<usize>>>() else {
        return match rows.finish() {
            Err(stop) => Err(stop),
            Ok(()) => Err(Stop::bad_file(path, "a column is missing")),
        };
    };
    let mut data = Microdata::of(variables);
    let mut row = StringRecord::new();
    let mut told = 0;
    while let Some(line) = rows.next_row(&mut row)? {
        data.row(columns.iter().map(|column| row.get(*column)));
        for fault in data.faults().iter().skip(told) {
            rows.line_fault(line, &on_this_row(&fault.to_string()));
        }
        told = data.faults().len();
    }
    let read = data.finish();
    rows.finish()?;
    read.map_err(|_| Stop::bad_file(path, "a row cannot be placed"))
}

/// A fault without its own count of rows: the line is said already, and is another number.
fn on_this_row(fault: &str) -> String {
    let rest = fault.strip_prefix("row ").and_then(|rest| rest.split_once(": "));
    rest.map_or(fault, |(_, rest)| rest).to_owned()
}
