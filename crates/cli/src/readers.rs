//! The readers of files, for the fuzz targets alone: nothing here is a promise to others.

use std::io::Read;

use caldicott::model::document::Fault;
use caldicott::model::tagger::FieldDescription;
use caldicott::model::{FieldTag, Purpose};

use crate::core_format::{self, Layout};
use crate::rows::Rows;
use crate::schema_format;
use crate::stop::Stop;

/// A file of one of CORE's layouts.
#[derive(Debug, PartialEq)]
pub struct Lettings {
    /// `dictionary`, `codes`, `labels`, `template` or `log`.
    pub layout: &'static str,
    /// Its columns.
    pub fields: Vec<FieldDescription>,
    /// Its lettings.
    pub rows: Vec<Vec<String>>,
}

/// A schema of another system.
#[derive(Debug, PartialEq)]
pub struct Schema {
    /// What kind of schema it is.
    pub layout: &'static str,
    /// Its fields, each with the tag it declares.
    pub fields: Vec<(FieldDescription, Option<FieldTag>)>,
}

/// The cells of a CSV file with a header, and where each starts.
#[derive(Debug, PartialEq)]
pub struct Cells {
    /// The header, then the rows.
    pub rows: Vec<Vec<String>>,
    /// The line and character that each cell of a row starts at; the header's are not asked for.
    pub starts: Vec<Vec<(u64, u64)>>,
}

/// Reads a file of one of CORE's layouts, whole or not at all.
///
/// # Errors
/// Every fault found.
pub fn lettings(input: impl Read) -> Result<Lettings, Vec<Fault>> {
    let file = core_format::open("fuzz", input)?;
    let layout = match file.layout {
        Layout::Dictionary => "dictionary",
        Layout::CodedExport => "codes",
        Layout::LabelledExport => "labels",
        Layout::Template => "template",
        Layout::Log => "log",
    };
    let fields = file.fields.clone();
    let mut rows = Vec::new();
    let purpose = Purpose::named("comparing what two readers read");
    file.for_each_row(|row| rows.push(row.cells(purpose).to_vec()))
        .map_err(|(_, faults)| faults)?;
    Ok(Lettings { layout, fields, rows })
}

/// Reads a schema.
///
/// # Errors
/// Every fault found.
pub fn schema(file: &str, bytes: &[u8]) -> Result<Schema, Vec<Fault>> {
    let read = schema_format::open(file, bytes)?;
    let fields = read.fields.into_iter().map(|field| (field.description, field.declared));
    Ok(Schema { layout: read.layout.name(), fields: fields.collect() })
}

/// Reads a CSV file with a header.
///
/// # Errors
/// Every fault found.
pub fn csv(input: Box<dyn Read>) -> Result<Cells, Vec<Fault>> {
    let faults = |stop| match stop {
        Stop::BadInput(faults) => faults,
        Stop::Partly(_) | Stop::Failed(_) | Stop::Io(_) => Vec::new(),
    };
    let mut rows = Rows::new("fuzz", input).map_err(faults)?;
    let mut read = vec![rows.heads().iter().map(str::to_owned).collect()];
    let mut starts = Vec::new();
    let mut row = csv::StringRecord::new();
    while rows.next_row(&mut row).map_err(faults)?.is_some() {
        read.push(row.iter().map(str::to_owned).collect::<Vec<_>>());
        starts.push((0..row.len()).map(|column| rows.start_of(column)).collect());
    }
    rows.finish().map_err(faults)?;
    Ok(Cells { rows: read, starts })
}
