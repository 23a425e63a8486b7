//! `seal` and `open`: columns of a CSV file, each cell under its person's key.

mod selection;

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use caldicott::encryption::{Buffered, FileKek, KeyEncryptionKey};
use caldicott::model::Purpose;
use caldicott::store::{Cell, Store, StoreError};
use csv::StringRecord;

use self::selection::{Selection, named};
use crate::args::Seal;
use crate::input;
use crate::keys;
use crate::output::{self, Spool};
use crate::rows::{Rows, Start};
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
    let Some(selection) = Selection::of(arguments, &mut rows) else { return rows.finish() };
    let (mut store, made) = store(arguments, true)?;
    let refused = |error: StoreError| refused(arguments, &error);
    let mut batch = store.begin().map_err(refused)?;
    let mut spool = Spool::new()?;
    let heads = rows.heads().clone();
    spool.bytes(&line(heads.iter())?)?;
    let mut seen = Seen::default();
    let mut row = StringRecord::new();
    while let Some(at) = rows.next_row(&mut row)? {
        let Some((person, record_id)) = whose(&row, &places, &mut rows) else { continue };
        seen.row((person, record_id), at, &places, &mut rows);
        let mut cells = Vec::with_capacity(row.len());
        for (column, ((cell, tag), field)) in
            row.iter().zip(&selection.tags).zip(heads.iter()).enumerate()
        {
            if cell.starts_with(MARK) {
                rows.cell_fault(column, "is sealed already");
                continue;
            }
            // An empty cell is sealed too: who has something in a column is half of what it says.
            let Some(tag) = tag else {
                cells.push(cell.to_owned());
                continue;
            };
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            match batch.seal_cell(place, tag, cell.as_bytes()) {
                Ok(sealed) => cells.push(format!("{MARK}{}", URL_SAFE_NO_PAD.encode(sealed))),
                Err(StoreError::Erased) => rows.cell_fault(column, "the person was erased"),
                Err(error @ StoreError::Name(_)) => rows.cell_fault(column, error.to_string()),
                Err(error) => return Err(refused(error)),
            }
        }
        spool.bytes(&line(cells.iter().map(String::as_str))?)?;
    }
    // A fault anywhere undoes the keys that were made and prints nothing.
    rows.finish()?;
    batch.commit().map_err(refused)?;
    store.close().map_err(refused)?;
    made.keep();
    for note in selection.notes() {
        input::note(&arguments.file, &note);
    }
    spool.print()
}

/// Reads twice: the first time everything is opened and nothing shown, and only what is sealed goes to
/// the temporary file, so that neither a fault nor a full disk leaves an opened cell behind.
pub(crate) fn open(arguments: &Seal) -> Result<(), Stop> {
    let mut rows = Rows::open(&arguments.file)?;
    let Some(places) = places(arguments, &mut rows) else { return rows.finish() };
    let Some(named) = named(arguments, &mut rows) else { return rows.finish() };
    let (store, _made) = store(arguments, false)?;
    let heads = rows.heads().clone();
    let mut spool = Spool::new()?;
    spool.bytes(&line(heads.iter())?)?;
    let mut columns = vec![Mixed::default(); heads.len()];
    let mut row = StringRecord::new();
    let mut seen = Seen::default();
    while let Some(at) = rows.next_row(&mut row)? {
        let Some((person, record_id)) = whose(&row, &places, &mut rows) else { continue };
        seen.row((person, record_id), at, &places, &mut rows);
        for (column, ((cell, field), mixed)) in
            row.iter().zip(heads.iter()).zip(&mut columns).enumerate()
        {
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            match opened(&store, place, cell) {
                Ok(Some(_)) => mixed.sealed = true,
                Ok(None) => {
                    mixed.plain.get_or_insert(rows.start_of(column));
                }
                Err(Some(error)) => return Err(refused(arguments, &error)),
                Err(None) => {
                    mixed.sealed = true;
                    rows.cell_fault(column, "could not open");
                }
            }
        }
        spool.bytes(&line(row.iter())?)?;
    }
    for (column, mixed) in columns.iter().enumerate() {
        // `seal` leaves no cell of a column as it was, the empty ones included: this one was put in or
        // blanked afterwards.
        if let Some(at) = mixed.plain.filter(|_| mixed.sealed || named.contains(&column)) {
            rows.fault_at(at, column, "is not sealed, and the column is");
        }
    }
    rows.finish()?;
    show(arguments, &store, &places, spool)
}

/// What stands in a column.
#[derive(Clone, Default)]
struct Mixed {
    sealed: bool,
    /// The first cell that is not sealed.
    plain: Option<Start>,
}

fn show(arguments: &Seal, store: &Store, places: &Places, spool: Spool) -> Result<(), Stop> {
    let reread = |error: &csv::Error| Stop::Io(format!("could not read a temporary file: {error}"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(spool.into_reader()?);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut heads = StringRecord::new();
    let mut row = StringRecord::new();
    reader.read_record(&mut heads).map_err(|error| reread(&error))?;
    let mut written = out.write_all(&line(heads.iter())?);
    while written.is_ok() && reader.read_record(&mut row).map_err(|error| reread(&error))? {
        let cell = |column| row.get(column).unwrap_or_default();
        let (person, record_id) = (cell(places.person), cell(places.record));
        let mut cells = Vec::with_capacity(row.len());
        for (cell, field) in row.iter().zip(heads.iter()) {
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            match opened(store, place, cell) {
                Ok(text) => cells.push(text.unwrap_or_else(|| cell.to_owned())),
                Err(Some(error)) => return Err(refused(arguments, &error)),
                Err(None) => return Err(refused(arguments, &StoreError::Unsealed)),
            }
        }
        written = out.write_all(&line(cells.iter().map(String::as_str))?);
    }
    output::printed(written.and_then(|()| out.flush()))
}

/// The text of a sealed cell, nothing for one that is not sealed. Of what could not be opened no more
/// is said than that.
fn opened(
    store: &Store,
    place: Cell<'_>,
    cell: &str,
) -> Result<Option<String>, Option<StoreError>> {
    let Some(text) = cell.strip_prefix(MARK) else { return Ok(None) };
    let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| None)?;
    match store.open_cell(place, &sealed) {
        Ok(opened) => match std::str::from_utf8(opened.expose(Purpose::SUPPORT)) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(None),
        },
        Err(StoreError::Unopened(_) | StoreError::Name(_) | StoreError::Erased) => Err(None),
        Err(error) => Err(Some(error)),
    }
}

/// The line of each record met so far. Two rows of one record could swap their cells and nobody would
/// notice, so there may be one.
#[derive(Default)]
struct Seen(HashMap<(String, String), u64>);

impl Seen {
    fn row(&mut self, (person, record): (&str, &str), at: u64, places: &Places, rows: &mut Rows) {
        if let Some(first) = self.0.insert((person.to_owned(), record.to_owned()), at) {
            rows.cell_fault(places.record, format!("the record stands in line {first} already"));
        }
    }
}

/// Whose row it is and which record; a fault when it does not say.
fn whose<'r>(
    row: &'r StringRecord,
    places: &Places,
    rows: &mut Rows,
) -> Option<(&'r str, &'r str)> {
    let mut name = |column: usize| {
        let name = row.get(column).unwrap_or_default();
        if name.trim().is_empty() {
            rows.cell_fault(column, "is empty, so the row belongs to nobody");
            return None;
        }
        Some(name)
    };
    let (person, record) = (name(places.person), name(places.record));
    Some((person?, record?))
}

fn places(arguments: &Seal, rows: &mut Rows) -> Option<Places> {
    let person = rows.column(&arguments.person_column);
    let record = rows.column(&arguments.record_column);
    Some(Places { person: person?, record: record? })
}

/// The files that a run made: gone again unless the run comes to its end.
struct Made(Vec<PathBuf>);

impl Made {
    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            for ending in ["", "-wal", "-shm"] {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                // Nothing was sealed with what is removed here; a file that is not there is no fault.
                let _ = fs::remove_file(name);
            }
        }
    }
}

fn store(arguments: &Seal, make: bool) -> Result<(Store, Made), Stop> {
    let name = &arguments.kek;
    let kek_failed = |error: &dyn std::fmt::Display| Stop::bad_file(name, error.to_string());
    let path = PathBuf::from(name);
    let mut made = Made(Vec::new());
    let has_casebook = arguments.casebook.exists();
    if !make && !arguments.casebook.is_file() {
        let casebook = arguments.casebook.to_string_lossy();
        return Err(Stop::bad_file(&casebook, "there is no such file"));
    }
    let kek: Arc<dyn KeyEncryptionKey> = if let Some(kek) = keys::from_environment(name)? {
        kek
    } else if make && !path.exists() && !has_casebook {
        let kek = FileKek::create(&path, keys::KEK_ID, &Buffered);
        let kek = kek.map_err(|error| kek_failed(&error))?;
        made.0.push(path);
        Arc::new(kek)
    } else {
        Arc::new(FileKek::open(&path, keys::KEK_ID).map_err(|error| kek_failed(&error))?)
    };
    if !has_casebook {
        made.0.push(arguments.casebook.clone());
    }
    let store = Store::open(&arguments.casebook, &arguments.tenant, kek);
    Ok((store.map_err(|error| refused(arguments, &error))?, made))
}

fn refused(arguments: &Seal, error: &StoreError) -> Stop {
    Stop::casebook(&arguments.casebook.to_string_lossy(), error)
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> Result<Vec<u8>, Stop> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let failed = |error: String| Stop::Io(format!("could not write a row: {error}"));
    writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    writer.into_inner().map_err(|error| failed(error.to_string()))
}
