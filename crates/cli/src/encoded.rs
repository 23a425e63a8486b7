//! Records as codes: a file is read once, and each cell becomes the place of its category in the list.

use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{Microdata, RecordSpec, Variable};
use csv::StringRecord;

use crate::input;
use crate::rows::Rows;
use crate::stop::Stop;

/// Reads what a specification says of records.
pub(crate) fn spec(path: &str) -> Result<RecordSpec, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    read_file(&file, RecordSpec::read).map_err(Stop::BadInput)
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
