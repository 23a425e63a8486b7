//! `seal` and `open`: columns of a CSV file, each cell under its person's key.

mod selection;

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use caldicott::encryption::{Buffered, FileKek, KeyEncryptionKey, OpenError};
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
    check_type(arguments)?;
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
    check_type(arguments)?;
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
    let (mut opens, mut closed) = (false, false);
    while let Some(at) = rows.next_row(&mut row)? {
        let Some((person, record_id)) = whose(&row, &places, &mut rows) else { continue };
        seen.row((person, record_id), at, &places, &mut rows);
        let mut erased = false;
        for (column, ((cell, field), mixed)) in
            row.iter().zip(heads.iter()).zip(&mut columns).enumerate()
        {
            let record_type = &arguments.record_type;
            let place = Cell { person, record_type, record_id, field };
            match opened(&store, place, cell) {
                Ok(Some(_)) => (opens, mixed.sealed) = (true, true),
                Ok(None) => {
                    mixed.plain.get_or_insert(rows.start_of(column));
                }
                Err(Closed::Store(error)) => return Err(refused(arguments, &error)),
                Err(Closed::Erased) => (erased, mixed.sealed) = (true, true),
                Err(Closed::Cell) => {
                    (closed, mixed.sealed) = (true, true);
                    rows.cell_fault(column, "could not open");
                }
            }
        }
        if erased {
            let message = "could not open: the person was erased; without the row the file opens";
            rows.cell_fault(places.person, message);
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
    if closed && !opens {
        input::note(&arguments.file, NOTHING_OPENS);
    } else if columns.iter().all(|mixed| !mixed.sealed) && named.is_empty() {
        input::note(&arguments.file, "no cell of it is sealed");
    }
    rows.finish()?;
    show(arguments, &store, &places, spool)
}

/// A cell opens only where it was sealed, and of one that does not no reason is given.
const NOTHING_OPENS: &str = "nothing in it opens: --record-type, --person-column, --record-column and the \
    names of the columns must be those it was sealed with";

/// Every cell is sealed to the record's type, so a wrong one is said once.
fn check_type(arguments: &Seal) -> Result<(), Stop> {
    let name = &arguments.record_type;
    if name.trim().is_empty() || name.len() > 255 {
        return Err(Stop::bad_file("--record-type", "it is blank, or longer than 255 bytes"));
    }
    Ok(())
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
                Err(Closed::Store(error)) => return Err(refused(arguments, &error)),
                Err(Closed::Cell | Closed::Erased) => {
                    return Err(refused(arguments, &StoreError::Unsealed));
                }
            }
        }
        written = out.write_all(&line(cells.iter().map(String::as_str))?);
    }
    output::printed(written.and_then(|()| out.flush()))
}

/// Why a cell shows no text.
enum Closed {
    /// It does not open, and no more is said of it than that.
    Cell,
    /// Its person was erased: that is no secret from whoever holds the key, and no forger learns by it.
    Erased,
    /// The casebook failed.
    Store(StoreError),
}

/// The text of a sealed cell, nothing for one that is not sealed.
fn opened(store: &Store, place: Cell<'_>, cell: &str) -> Result<Option<String>, Closed> {
    let Some(text) = cell.strip_prefix(MARK) else { return Ok(None) };
    let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| Closed::Cell)?;
    match store.open_cell(place, &sealed) {
        Ok(opened) => match std::str::from_utf8(opened.expose(Purpose::SUPPORT)) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(Closed::Cell),
        },
        Err(StoreError::Erased | StoreError::Unopened(OpenError::SubjectErased)) => {
            Err(Closed::Erased)
        }
        Err(StoreError::Unopened(_) | StoreError::Name(_)) => Err(Closed::Cell),
        Err(error) => Err(Closed::Store(error)),
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
    let path = PathBuf::from(name);
    let mut made = Made(Vec::new());
    let has_casebook = arguments.casebook.exists();
    if arguments.casebook.is_dir() {
        let casebook = arguments.casebook.to_string_lossy();
        return Err(Stop::bad_file(&casebook, "a file is wanted, and this is a folder"));
    }
    if !make && !arguments.casebook.is_file() {
        let casebook = arguments.casebook.to_string_lossy();
        return Err(Stop::bad_file(&casebook, "there is no such file"));
    }
    let kek: Arc<dyn KeyEncryptionKey> = if let Some(kek) = keys::from_environment(name)? {
        kek
    } else if make && !path.exists() && !has_casebook {
        let kek = FileKek::create(&path, keys::KEK_ID, &Buffered);
        let kek = kek.map_err(|error| keys::not_made(name, error))?;
        made.0.push(path);
        Arc::new(kek)
    } else {
        let kek = FileKek::open(&path, keys::KEK_ID);
        Arc::new(kek.map_err(|error| keys::no_key(name, error))?)
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
