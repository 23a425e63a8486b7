//! CSV read strictly: what other readers swallow is a fault here, with its line and column.

mod guard;

use std::collections::HashMap;
use std::io::Read;

use caldicott::model::document::{Fault, forbidden_character};
use csv::StringRecord;

use self::guard::Guard;
use crate::input;
use crate::stop::{Stop, fault};

/// How many faults of one file are listed; more are counted.
const MOST_FAULTS: usize = 200;

/// The rows of a CSV file with a header, one at a time.
pub(crate) struct Rows {
    name: String,
    reader: csv::Reader<Guard<Box<dyn Read>>>,
    heads: StringRecord,
    faults: Vec<Fault>,
    uncounted: usize,
}

impl Rows {
    /// Opens a file, or standard input for `-`, and reads its header.
    pub(crate) fn open(path: &str) -> Result<Self, Stop> {
        Self::new(path, input::open(path)?)
    }

    /// Reads from any input.
    pub(crate) fn new(name: &str, input: Box<dyn Read>) -> Result<Self, Stop> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Guard::new(input));
        let heads = match reader.headers() {
            Ok(heads) => heads.clone(),
            Err(error) => {
                let mut rows = Self::empty(name, reader);
                rows.failed(&error)?;
                return Err(rows.finish().err().unwrap_or_else(|| Stop::Failed(String::new())));
            }
        };
        let mut rows = Self { heads, ..Self::empty(name, reader) };
        rows.check_heads();
        if rows.faults.is_empty() {
            Ok(rows)
        } else {
            Err(rows.finish().err().unwrap_or_else(|| Stop::Failed(String::new())))
        }
    }

    fn empty(name: &str, reader: csv::Reader<Guard<Box<dyn Read>>>) -> Self {
        Self {
            name: name.to_owned(),
            reader,
            heads: StringRecord::new(),
            faults: Vec::new(),
            uncounted: 0,
        }
    }

    /// The column heads.
    pub(crate) const fn heads(&self) -> &StringRecord {
        &self.heads
    }

    /// The place of a column, or a fault that names the columns there are.
    pub(crate) fn column(&mut self, head: &str) -> Option<usize> {
        let found = self.heads.iter().position(|name| name == head);
        if found.is_none() {
            self.fault(1, 1, format!("the column `{head}` is missing"));
        }
        found
    }

    /// Reads the next row and gives its line. A row of another length is a fault and is skipped.
    pub(crate) fn next_row(&mut self, row: &mut StringRecord) -> Result<Option<u64>, Stop> {
        loop {
            match self.reader.read_record(row) {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) => {
                    self.failed(&error)?;
                    continue;
                }
            }
            let line = row.position().map_or(0, csv::Position::line);
            if row.len() != self.heads.len() {
                let message =
                    format!("the row has {} cells, the header {}", row.len(), self.heads.len());
                self.fault(line, 1, message);
                continue;
            }
            return Ok(Some(line));
        }
    }

    /// Reports a fault in the header; the message must not repeat it.
    pub(crate) fn head_fault(&mut self, message: String) {
        self.fault(1, 1, message);
    }

    /// Reports a fault in a cell; the message must not repeat the cell.
    pub(crate) fn cell_fault(&mut self, line: u64, head: &str, message: impl AsRef<str>) {
        let message = format!("column `{head}`: {}", message.as_ref());
        self.fault(line, 1, message);
    }

    /// Nothing is wrong, or everything that is.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        let guarded = self.reader.get_mut().finish();
        for (line, column, message) in guarded {
            self.fault(line, column, message.to_owned());
        }
        if self.faults.is_empty() {
            return Ok(());
        }
        self.faults.sort_by_key(|fault| fault.at);
        if self.uncounted > 0 {
            let message = format!("and {} faults more", self.uncounted);
            self.faults.push(fault(&self.name, None, message));
        }
        Err(Stop::BadInput(self.faults))
    }

    fn fault(&mut self, line: u64, column: u64, message: String) {
        if self.faults.len() >= MOST_FAULTS {
            self.uncounted += 1;
            return;
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        self.faults.push(fault(&self.name, Some((small(line), small(column))), message));
    }

    fn check_heads(&mut self) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let heads: Vec<String> = self.heads.iter().map(str::to_owned).collect();
        for (place, head) in heads.iter().enumerate() {
            if head.trim().is_empty() {
                self.fault(1, 1, format!("the header of column {} is blank", place + 1));
            } else if let Some(message) = forbidden_character(head) {
                self.fault(1, 1, format!("the header of column {}: {message}", place + 1));
            } else if let Some(first) = seen.insert(head.clone(), place) {
                let message =
                    format!("the columns {} and {} have the same header", first + 1, place + 1);
                self.fault(1, 1, message);
            }
        }
    }

    /// Turns an error of the parser into a fault, or into the end of reading.
    fn failed(&mut self, error: &csv::Error) -> Result<(), Stop> {
        match error.kind() {
            csv::ErrorKind::Utf8 { pos, .. } => {
                let line = pos.as_ref().map_or(1, csv::Position::line);
                let message =
                    "not UTF-8; a file saved as Windows-1252 must be saved as UTF-8 first";
                self.fault(line, 1, message.to_owned());
                Ok(())
            }
            csv::ErrorKind::Io(error) => Err(Stop::io("read", &self.name, error)),
            _ => {
                let line = error.position().map_or(1, csv::Position::line);
                self.fault(line, 1, "not a CSV row".to_owned());
                Ok(())
            }
        }
    }
}
