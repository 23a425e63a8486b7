//! `seal` and `open`: columns of a CSV file, each cell under its person's key.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use caldicott::encryption::{Buffered, FileKek};
use caldicott::model::tagger::{self, FieldDescription};
use caldicott::model::{FieldTag, Purpose};
use caldicott::store::{Cell, Store, StoreError};
use csv::StringRecord;

use crate::args::Seal;
use crate::output::Spool;
use crate::rows::Rows;
use crate::stop::Stop;

/// What a sealed cell starts with; no other cell may.
const MARK: &str = "cald1.";

/// The columns that say whose cell it is and of which record.
struct Places {
    person: usize,
    record: usize,
}

pub(crate) fn seal(arguments: &Seal) -> Result<(), Stop> {
    let mut rows = Rows::open(&arguments.file)?;
    let Some(places) = places(arguments, &mut rows) else { return rows.finish() };
    let Some(tags) = tags(arguments, &mut rows) else { return rows.finish() };
    let mut store = store(arguments, true)?;
    let mut batch = store.begin().map_err(refused)?;
    let mut spool = Spool::new()?;
    spool.bytes(&line(rows.heads().iter())?)?;
    let heads = rows.heads().clone();
    let mut row = StringRecord::new();
    while let Some(at) = rows.next_row(&mut row)? {
        let (person, record_id) = whose(&row, &places);
        if person.is_empty() || record_id.is_empty() {
            rows.cell_fault(at, &arguments.person_column, "or the record's column is empty");
            continue;
        }
        let mut cells = Vec::with_capacity(row.len());
        for ((cell, tag), field) in row.iter().zip(&tags).zip(heads.iter()) {
            if cell.starts_with(MARK) {
                rows.cell_fault(at, field, "is sealed already");
            }
            let Some(tag) = tag.as_ref().filter(|_| !cell.is_empty()) else {
                cells.push(cell.to_owned());
                continue;
            };
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            match batch.seal_cell(place, tag, cell.as_bytes()) {
                Ok(sealed) => cells.push(format!("{MARK}{}", URL_SAFE_NO_PAD.encode(sealed))),
                Err(StoreError::Erased) => rows.cell_fault(at, field, "the person was erased"),
                Err(StoreError::Name(what)) => {
                    rows.cell_fault(at, field, format!("{what} is too long"))
                }
                Err(error) => return Err(refused(error)),
            }
        }
        spool.bytes(&line(cells.iter().map(String::as_str))?)?;
    }
    // A fault anywhere undoes the keys that were made and prints nothing.
    rows.finish()?;
    batch.commit().map_err(refused)?;
    store.close().map_err(refused)?;
    spool.print()
}

pub(crate) fn open(arguments: &Seal) -> Result<(), Stop> {
    let mut rows = Rows::open(&arguments.file)?;
    let Some(places) = places(arguments, &mut rows) else { return rows.finish() };
    let store = store(arguments, false)?;
    let mut spool = Spool::new()?;
    spool.bytes(&line(rows.heads().iter())?)?;
    let heads = rows.heads().clone();
    let mut row = StringRecord::new();
    while let Some(at) = rows.next_row(&mut row)? {
        let (person, record_id) = whose(&row, &places);
        let mut cells = Vec::with_capacity(row.len());
        for (cell, field) in row.iter().zip(heads.iter()) {
            let Some(text) = cell.strip_prefix(MARK) else {
                cells.push(cell.to_owned());
                continue;
            };
            let Ok(sealed) = URL_SAFE_NO_PAD.decode(text) else {
                rows.cell_fault(at, field, "could not open");
                continue;
            };
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            let opened = match store.open_cell(place, &sealed) {
                Ok(opened) => opened,
                Err(StoreError::Unopened(_) | StoreError::Name(_)) => {
                    rows.cell_fault(at, field, "could not open");
                    continue;
                }
                Err(error) => return Err(refused(error)),
            };
            match std::str::from_utf8(opened.expose(Purpose::SUPPORT)) {
                Ok(text) => cells.push(text.to_owned()),
                Err(_) => rows.cell_fault(at, field, "holds no text"),
            }
        }
        spool.bytes(&line(cells.iter().map(String::as_str))?)?;
    }
    rows.finish()?;
    spool.print()
}

fn whose<'r>(row: &'r StringRecord, places: &Places) -> (&'r str, &'r str) {
    (row.get(places.person).unwrap_or_default(), row.get(places.record).unwrap_or_default())
}

fn places(arguments: &Seal, rows: &mut Rows) -> Option<Places> {
    let person = rows.column(&arguments.person_column);
    let record = rows.column(&arguments.record_column);
    Some(Places { person: person?, record: record? })
}

/// For each column its tag when it is to be sealed.
fn tags(arguments: &Seal, rows: &mut Rows) -> Option<Vec<Option<FieldTag>>> {
    let mut known = true;
    for name in &arguments.columns {
        known &= rows.column(name).is_some();
    }
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let kept = [&arguments.person_column, &arguments.record_column];
    let tags = heads.iter().map(|head| {
        if kept.contains(&head) {
            return None;
        }
        let tag = tagger::suggest(&FieldDescription::new(head)).to_tag();
        let wanted = if arguments.columns.is_empty() {
            tag.is_sealed()
        } else {
            arguments.columns.contains(head)
        };
        wanted.then_some(tag)
    });
    let tags = tags.collect();
    known.then_some(tags)
}

fn store(arguments: &Seal, make: bool) -> Result<Store, Stop> {
    let name = arguments.kek.to_string_lossy();
    let kek_failed = |error: &dyn std::fmt::Display| Stop::bad_file(&name, error.to_string());
    let id = "file:casebook";
    let kek = if make && !arguments.kek.exists() && !arguments.casebook.exists() {
        FileKek::create(&arguments.kek, id, &Buffered).map_err(|error| kek_failed(&error))?
    } else {
        FileKek::open(&arguments.kek, id).map_err(|error| kek_failed(&error))?
    };
    if !make && !Path::new(&arguments.casebook).is_file() {
        let casebook = arguments.casebook.to_string_lossy();
        return Err(Stop::bad_file(&casebook, "there is no such file"));
    }
    Store::open(&arguments.casebook, &arguments.tenant, Arc::new(kek)).map_err(refused)
}

fn refused(error: StoreError) -> Stop {
    Stop::Failed(format!("the casebook: {error}"))
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> Result<Vec<u8>, Stop> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let failed = |error: String| Stop::Io(format!("could not write a row: {error}"));
    writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    writer.into_inner().map_err(|error| failed(error.to_string()))
}
