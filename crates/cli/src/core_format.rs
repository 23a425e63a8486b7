//! Reads the files of CORE, the government's collection of social-housing lettings.
//!
//! Four layouts are published: a data dictionary (no header, a name and a question a line), an export
//! with codes or with labels (questions, then names, then lettings), the template for bulk uploads
//! (a column a field), and logs in XML. A file is told by its contents; one that is wrong anywhere is
//! refused with every fault's line and column, and no message repeats what a household answered.
//!
//! The lettings of a file are read one at a time, so that a file of any length fits in memory.

use std::fmt;
use std::io::Read;

use caldicott::model::Personal;
use caldicott::model::Purpose;
use caldicott::model::document::{Fault, Place};
use caldicott::model::tagger::FieldDescription;

mod layout;
mod log;
mod pairs;
mod source;
mod table;

// The readers of other XML files judge references and declarations alike.
pub(crate) use log::{check_declaration, markup_fault, referred};

/// Which of the published layouts a file has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Layout {
    /// A name and a question a line, without a header.
    Dictionary,
    /// Lettings with codes.
    CodedExport,
    /// Lettings with the codes' labels.
    LabelledExport,
    /// The template for bulk uploads.
    Template,
    /// Lettings in XML.
    Log,
}

/// An opened file: what its columns are, and its lettings.
pub(crate) struct CoreFile<R> {
    /// Which layout it has.
    pub(crate) layout: Layout,
    /// Its columns, in order.
    pub(crate) fields: Vec<FieldDescription>,
    /// What was accepted and is worth knowing, such as a byte-order mark.
    pub(crate) notes: Vec<String>,
    rows: Rows<R>,
}

/// One letting.
pub(crate) struct Row {
    /// Where it starts.
    pub(crate) at: Place,
    cells: Personal<Vec<String>>,
}

/// The lettings of a file, one at a time. After a fault the reading goes on where it can.
pub(crate) enum Rows<R> {
    /// The file holds none.
    None,
    /// Out of a table; the first row was read to tell codes from labels.
    Table { records: table::Records<R>, first: Option<Row>, width: usize },
    /// Out of the template, whose first column names its rows and is empty for a letting.
    Template { records: table::Records<R>, width: usize },
    /// Out of an XML log.
    Log { log: Box<log::Log<R>>, first: Option<Row> },
}

/// How much was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Summary {
    /// The lettings read without a fault.
    pub(crate) rows: u64,
}

/// Opens a file and reads it up to its first letting.
pub(crate) fn open<R: Read>(file: &str, input: R) -> Result<CoreFile<R>, Vec<Fault>> {
    layout::open(file, input)
}

/// The fields of a coded export with the labels of their codes, learnt from the labelled export of the
/// same lettings.
pub(crate) fn learn_values<R: Read, S: Read>(
    codes: CoreFile<R>,
    labels: CoreFile<S>,
) -> Result<Vec<FieldDescription>, Vec<Fault>> {
    pairs::learn(codes, labels)
}

impl<R: Read> CoreFile<R> {
    /// The lettings, one at a time.
    pub(crate) fn rows(self) -> Rows<R> {
        self.rows
    }

    /// Hands every letting to the caller; when anything is wrong, all that is and how many were good.
    ///
    /// The caller undoes what it did when this fails: a file is taken whole or not at all.
    pub(crate) fn for_each_row(
        self,
        mut take: impl FnMut(&Row),
    ) -> Result<Summary, (Summary, Vec<Fault>)> {
        const MOST_FAULTS: usize = 1_000;
        let mut summary = Summary { rows: 0 };
        let mut faults = Vec::new();
        for row in self.rows {
            match row {
                Ok(row) => {
                    summary.rows += 1;
                    take(&row);
                }
                Err(fault) => faults.push(fault),
            }
            if faults.len() >= MOST_FAULTS {
                break;
            }
        }
        if faults.is_empty() { Ok(summary) } else { Err((summary, faults)) }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::None => None,
            Self::Table { records, first, width } => {
                if let Some(row) = first.take() {
                    return Some(Ok(row));
                }
                let record = match records.next()? {
                    Ok(record) => record,
                    Err(fault) => return Some(Err(fault)),
                };
                Some(records.of_width(record, *width).map(Row::of_record))
            }
            Self::Template { records, width } => {
                let record = match records.next()? {
                    Ok(record) => record,
                    Err(fault) => return Some(Err(fault)),
                };
                Some(records.of_width(record, *width).map(|mut record| {
                    record.cells.remove(0);
                    Row::of_record(record)
                }))
            }
            Self::Log { log, first } => first.take().map(Ok).or_else(|| log.next_row()),
        }
    }
}

impl Row {
    fn new(at: Place, cells: Vec<String>) -> Self {
        Self { at, cells: Personal::new(cells) }
    }

    fn of_record(record: table::Record) -> Self {
        let at = record.at;
        Self::new(at, record.into_texts())
    }

    /// The values in the order of the fields; an empty one was not answered.
    pub(crate) fn cells(&self, purpose: Purpose) -> &[String] {
        self.cells.expose(purpose)
    }
}

impl fmt::Debug for Row {
    /// Writes the place, never a value.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Row({}:{}, …)", self.at.line, self.at.column)
    }
}

impl<R> fmt::Debug for CoreFile<R> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("CoreFile")
            .field("layout", &self.layout)
            .field("fields", &self.fields.len())
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
