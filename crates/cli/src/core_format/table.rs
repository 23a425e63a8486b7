//! Comma-separated records, strictly: a quote that is open stays a fault, never a longer value.

use std::io::Read;

use caldicott::model::document::{Fault, Place};

use super::source::Source;

/// The longest value, in characters.
const LONGEST_VALUE: usize = 65_536;
/// The most values in a record.
const MOST_VALUES: usize = 4_096;

/// One value and where it stands.
#[derive(Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) at: Place,
    pub(crate) text: String,
}

/// One record.
#[derive(Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) at: Place,
    pub(crate) cells: Vec<Cell>,
}

/// The records of a file, one at a time.
pub(crate) struct Records<R> {
    source: Source<R>,
    /// Nothing can be read after a fault that leaves no record boundary.
    stopped: bool,
}

enum Value {
    More(Cell),
    Last(Cell),
}

impl Record {
    pub(crate) fn into_texts(self) -> Vec<String> {
        self.cells.into_iter().map(|cell| cell.text).collect()
    }
}

impl<R: Read> Records<R> {
    pub(crate) const fn new(source: Source<R>) -> Self {
        Self { source, stopped: false }
    }

    pub(crate) fn fault(&self, at: Place, message: impl Into<String>) -> Fault {
        self.source.fault(at, message)
    }

    /// The start of the file, which stays to be read.
    pub(crate) fn peek_lines(&mut self) -> Result<String, Fault> {
        self.source.peek_start()
    }

    /// The record, when it has as many values as the header.
    pub(crate) fn of_width(&self, record: Record, width: usize) -> Result<Record, Fault> {
        if record.cells.len() == width {
            return Ok(record);
        }
        let count = record.cells.len();
        let values = if count == 1 { "value" } else { "values" };
        Err(self
            .fault(record.at, format!("the record has {count} {values}, the header has {width}")))
    }

    /// The rest of the line as it stands, without reading quotes; `None` at the end of the file.
    pub(crate) fn plain_line(&mut self) -> Result<Option<Cell>, Fault> {
        let at = self.source.at();
        if self.source.peek()?.is_none() {
            return Ok(None);
        }
        let mut text = String::new();
        while let Some(c) = self.source.next()? {
            match c {
                '\n' => break,
                '\r' => {}
                c => text.push(c),
            }
            if text.len() > LONGEST_VALUE {
                return Err(
                    self.fault(at, format!("the line is longer than {LONGEST_VALUE} characters"))
                );
            }
        }
        Ok(Some(Cell { at, text }))
    }

    fn record(&mut self) -> Result<Option<Record>, Fault> {
        if self.source.peek()?.is_none() {
            return Ok(None);
        }
        let at = self.source.at();
        let mut cells = Vec::new();
        loop {
            match self.value()? {
                Value::More(cell) => cells.push(cell),
                Value::Last(cell) => {
                    cells.push(cell);
                    return Ok(Some(Record { at, cells }));
                }
            }
            if cells.len() > MOST_VALUES {
                return Err(
                    self.fault(at, format!("the record has more than {MOST_VALUES} values"))
                );
            }
        }
    }

    fn value(&mut self) -> Result<Value, Fault> {
        let at = self.source.at();
        let quoted = self.source.peek()? == Some('"');
        let mut text = String::new();
        if quoted {
            self.source.next()?;
            loop {
                match self.source.next()? {
                    None => return Err(self.fault(at, "a quote is opened here and never closed")),
                    Some('"') if self.source.peek()? == Some('"') => {
                        self.source.next()?;
                        text.push('"');
                    }
                    Some('"') => break,
                    Some('\r') => {}
                    Some(c) => text.push(c),
                }
                self.check_length(at, &text)?;
            }
        }
        loop {
            let here = self.source.at();
            match self.source.next()? {
                None | Some('\n') => return Ok(Value::Last(Cell { at, text })),
                Some(',') => return Ok(Value::More(Cell { at, text })),
                Some('\r') => {}
                Some(_) if quoted => {
                    return Err(self.fault(here, "text follows a closing quote"));
                }
                Some('"') => {
                    return Err(
                        self.fault(here, "a quote stands inside a value that is not quoted")
                    );
                }
                Some(c) => text.push(c),
            }
            self.check_length(at, &text)?;
        }
    }

    fn check_length(&self, at: Place, text: &str) -> Result<(), Fault> {
        if text.len() > LONGEST_VALUE {
            return Err(
                self.fault(at, format!("the value is longer than {LONGEST_VALUE} characters"))
            );
        }
        Ok(())
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stopped {
            return None;
        }
        let record = self.record().transpose();
        self.stopped = matches!(record, Some(Err(_)));
        record
    }
}
