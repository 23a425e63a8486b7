//! SQLite, bundled: one file, one writer at a time, erasing for real.

mod pages;
mod settle;
mod shared_file;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};

use self::shared_file::SharedFile;
use super::{Backend, Bind, Each, Row};
use crate::{Settled, StoreError};

/// `Cldc`: tells a casebook from any other SQLite file.
const APPLICATION: i64 = 0x436c_6463;
/// A casebook has no triggers and no views. One that somebody put in could keep what is deleted, or show
/// other rows than there are.
const PLANTED: &str = "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')";
/// As many statements as this crate has stay prepared.
const STATEMENTS: usize = 128;

/// A casebook in a file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    // INVARIANT: dropped before `file`, see `SharedFile`.
    connection: Connection,
    file: Option<SharedFile>,
    path: PathBuf,
    waits: Duration,
    in_transaction: bool,
    /// The disk failed. What an fsync that failed left in memory may look written and never be; so
    /// nothing is tried again.
    stopped: bool,
}

impl Sqlite {
    /// Opens a file for writing, making it if it is not there, with `make` in the transaction that
    /// makes it: a crash never leaves half a casebook.
    pub(crate) fn open(
        path: &Path,
        waits: Duration,
        version: i64,
        make: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        keep_private(path)?;
        // Without links, so that what stands beside it is looked for where SQLite puts it; and whole, so
        // that no name is read as an address.
        let path = std::fs::canonicalize(path)?;
        let path = path.as_path();
        let file = Some(SharedFile::of(path)?);
        let connection = Connection::open(path)?;
        connection.busy_timeout(waits)?;
        // Deleted content is overwritten in the file; without this SQLite leaves it in free pages.
        connection.pragma_update(None, "secure_delete", "ON")?;
        // A commit is on the disk before it is acknowledged; on macOS too.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "fullfsync", "ON")?;
        // Nothing of a statement's intermediate results is written to a temporary file.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // A page that was torn or garbled is noticed when its cells are read, not followed.
        connection.pragma_update(None, "cell_size_check", "ON")?;
        connection.pragma_update(None, "trusted_schema", "OFF")?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let path = path.to_owned();
        let mut opened =
            Self { connection, file, path, waits, in_transaction: false, stopped: false };
        match opened.standing()? {
            ((APPLICATION, found), _) if found == version => patiently(waits, || opened.journal())?,
            ((0, 0), 0) => {
                // The size of a page must be chosen before the first table.
                opened.connection.pragma_update(None, "page_size", 8192)?;
                patiently(waits, || opened.journal())?;
                opened.begin()?;
                // Another process may have made it while this one waited.
                let made = match opened.marks()? {
                    (APPLICATION, found) if found == version => Ok(()),
                    (0, 0) => make(&mut opened).and_then(|()| {
                        opened.connection.pragma_update(None, "application_id", APPLICATION)?;
                        Ok(opened.connection.pragma_update(None, "user_version", version)?)
                    }),
                    _ => Err(StoreError::NotACasebook),
                };
                if let Err(error) = made.and_then(|()| opened.commit()) {
                    opened.roll_back();
                    return Err(error);
                }
            }
            _ => return Err(StoreError::NotACasebook),
        }
        Ok(opened)
    }

    /// Opens a file for reading only. It is not written to.
    pub(crate) fn open_to_read(path: &Path, version: i64) -> Result<Self, StoreError> {
        let path = std::fs::canonicalize(path)?;
        let connection = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let waits = Duration::from_secs(5);
        connection.busy_timeout(waits)?;
        connection.pragma_update(None, "cell_size_check", "ON")?;
        connection.pragma_update(None, "trusted_schema", "OFF")?;
        let mut opened =
            Self { connection, file: None, path, waits, in_transaction: false, stopped: false };
        if opened.standing()?.0 == (APPLICATION, version) {
            Ok(opened)
        } else {
            Err(StoreError::NotACasebook)
        }
    }

    /// Runs the statements that make the tables.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// What the file says it is, and how many tables it has, at one moment.
    fn standing(&mut self) -> Result<((i64, i64), i64), StoreError> {
        patiently(self.waits, || Ok(self.connection.execute_batch("BEGIN DEFERRED")?))?;
        let tables = "SELECT count(*) FROM sqlite_schema";
        let standing = patiently(self.waits, || {
            let tables = self.connection.query_row(tables, [], |row| row.get(0))?;
            let marks = self.marks()?;
            let planted: i64 = self.connection.query_row(PLANTED, [], |row| row.get(0))?;
            if marks.0 == APPLICATION && planted > 0 {
                return Err(StoreError::Damaged("the file has triggers or views"));
            }
            Ok((marks, tables))
        });
        self.roll_back();
        standing
    }

    fn marks(&self) -> Result<(i64, i64), StoreError> {
        let mark = |name| self.connection.pragma_query_value(None, name, |row| row.get(0));
        Ok((mark("application_id")?, mark("user_version")?))
    }

    /// Before anything is done. SQLite undoes a transaction by itself when the disk is full or fails,
    /// and what came after would be written piece by piece.
    fn sound(&self) -> Result<(), StoreError> {
        match () {
            () if self.stopped => Err(StoreError::Stopped),
            () if self.in_transaction && self.connection.is_autocommit() => Err(StoreError::Undone),
            () => Ok(()),
        }
    }

    /// Notes a failure of the disk.
    fn noted<T>(&mut self, done: rusqlite::Result<T>) -> Result<T, StoreError> {
        done.map_err(|error| {
            self.stopped |= error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
            error.into()
        })
    }

    fn script_of(&mut self, sql: &'static str) -> Result<(), StoreError> {
        self.sound()?;
        let done = self.connection.execute_batch(sql);
        self.noted(done)
    }

    fn journal(&self) -> Result<(), StoreError> {
        let mode: String =
            self.connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        if mode == "wal" { Ok(()) } else { Err(StoreError::NotACasebook) }
    }
}

impl Backend for Sqlite {
    fn execute(&mut self, sql: &'static str, values: &[Bind<'_>]) -> Result<u64, StoreError> {
        self.sound()?;
        let done = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params_from_iter(values)));
        Ok(u64::try_from(self.noted(done)?).unwrap_or(u64::MAX))
    }

    fn query(
        &mut self,
        sql: &'static str,
        values: &[Bind<'_>],
        each: &mut Each<'_>,
    ) -> Result<(), StoreError> {
        self.sound()?;
        let mut failed = None;
        let read = self.connection.prepare_cached(sql).and_then(|mut statement| {
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                match each(&SqliteRow(row)) {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => break,
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        });
        self.noted(read)?;
        failed.map_or(Ok(()), Err)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.script_of("BEGIN IMMEDIATE")?;
        self.in_transaction = true;
        Ok(())
    }

    fn begin_reading(&mut self) -> Result<(), StoreError> {
        self.script_of("BEGIN DEFERRED")?;
        self.in_transaction = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if let Err(error) = self.script_of("COMMIT") {
            // The end of the transaction may have reached the disk all the same.
            let failed = self.stopped && matches!(error, StoreError::Database(_));
            return Err(if failed { StoreError::Uncertain } else { error });
        }
        self.in_transaction = false;
        Ok(())
    }

    fn roll_back(&mut self) {
        // A failed rollback means that SQLite has rolled back by itself.
        let _ = self.connection.execute_batch("ROLLBACK");
        self.in_transaction = false;
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        self.script_of("SAVEPOINT mark")
    }

    fn release_mark(&mut self) -> Result<(), StoreError> {
        self.script_of("RELEASE mark")
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.script_of("ROLLBACK TO mark; RELEASE mark")
    }

    fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    fn settle(&mut self) -> Result<Settled, StoreError> {
        self.sound()?;
        settle::settle(self)
    }

    fn is_whole(&mut self) -> Result<bool, StoreError> {
        let mut whole = true;
        self.query("PRAGMA integrity_check(1)", &[], &mut |row| {
            whole &= row.text(0)? == "ok";
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(whole)
    }

    fn compact(&mut self) -> Result<(), StoreError> {
        self.sound()?;
        settle::compact(self)
    }
}

/// A row of SQLite's.
struct SqliteRow<'r, 's>(&'r rusqlite::Row<'s>);

impl SqliteRow<'_, '_> {
    fn value(&self, place: usize) -> Result<ValueRef<'_>, StoreError> {
        Ok(self.0.get_ref(place)?)
    }
}

impl Row for SqliteRow<'_, '_> {
    fn maybe_blob(&self, place: usize) -> Result<Option<&[u8]>, StoreError> {
        match self.value(place)? {
            ValueRef::Blob(bytes) => Ok(Some(bytes)),
            ValueRef::Null => Ok(None),
            ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => Err(UNLIKE),
        }
    }

    fn maybe_int(&self, place: usize) -> Result<Option<i64>, StoreError> {
        match self.value(place)? {
            ValueRef::Integer(number) => Ok(Some(number)),
            ValueRef::Null => Ok(None),
            ValueRef::Blob(_) | ValueRef::Real(_) | ValueRef::Text(_) => Err(UNLIKE),
        }
    }

    fn maybe_text(&self, place: usize) -> Result<Option<&str>, StoreError> {
        match self.value(place)? {
            ValueRef::Text(text) => std::str::from_utf8(text).map(Some).map_err(|_| UNLIKE),
            ValueRef::Null => Ok(None),
            ValueRef::Blob(_) | ValueRef::Integer(_) | ValueRef::Real(_) => Err(UNLIKE),
        }
    }
}

impl rusqlite::ToSql for Bind<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Int(number) | Self::MaybeInt(Some(number)) => ValueRef::Integer(number),
            Self::Text(text) | Self::MaybeText(Some(text)) => ValueRef::Text(text.as_bytes()),
            Self::MaybeInt(None) | Self::MaybeText(None) => ValueRef::Null,
        }))
    }
}

const UNLIKE: StoreError = StoreError::Damaged("a column of another kind");

/// How long to wait before trying again.
const PAUSE: Duration = Duration::from_millis(5);

/// Tries again while another process is in the way, where SQLite does not wait by itself: for another
/// that opens the file for the first time, or moves the log into it.
fn patiently<T>(
    waits: Duration,
    mut work: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    // By the clock: a try may itself have waited for as long as it may.
    let begun = Instant::now();
    loop {
        match work() {
            Err(StoreError::Busy) if begun.elapsed() < waits => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
}

/// Makes the file with access for its owner alone, before anything stands in it. A file that is there
/// keeps the access it was given. The write-ahead log takes the access of the file.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => sync_folder(path),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::File(error)),
    }
}

/// Makes the file's name last, where the system can.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        std::fs::File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
