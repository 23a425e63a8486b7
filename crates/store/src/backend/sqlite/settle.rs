//! Leaving nothing of what was deleted.
//!
//! Secure deletion overwrites a deleted row where it lies. But SQLite moves rows between pages when it
//! balances its trees, and leaves what was moved in the slack of the old page, where no deletion finds
//! it. Rewriting the whole file takes time, room and memory in proportion to it; wiping the slack of
//! each page in place takes one reading of the file, and writes only pages that have something to wipe.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{Sqlite, pages, patiently};
use crate::{Settled, StoreError};

/// How often another process may commit between emptying the log and locking the file.
const ATTEMPTS: usize = 16;

pub(super) fn settle(database: &mut Sqlite) -> Result<Settled, StoreError> {
    let sql = "SELECT count(*) FROM meta WHERE name = 'unsettled'";
    let unsettled: i64 = database.connection.query_row(sql, [], |row| row.get(0))?;
    if unsettled == 0 {
        empty_log(&database.connection, database.waits)?;
        return Ok(Settled::Clean);
    }
    for _ in 0..ATTEMPTS {
        empty_log(&database.connection, database.waits)?;
        match wipe(database)? {
            Wiping::Done(pages) => {
                empty_log(&database.connection, database.waits)?;
                return Ok(Settled::Wiped(pages));
            }
            Wiping::Again => {}
            Wiping::NotThisFile => {
                compact(database)?;
                return Ok(Settled::Rewritten);
            }
        }
    }
    Err(StoreError::Busy)
}

pub(super) fn compact(database: &Sqlite) -> Result<(), StoreError> {
    database.connection.execute_batch("VACUUM")?;
    database.connection.execute("DELETE FROM meta WHERE name = 'unsettled'", [])?;
    empty_log(&database.connection, database.waits)
}

enum Wiping {
    Done(u64),
    /// Somebody committed in between.
    Again,
    /// The file is built in a way that is not understood here.
    NotThisFile,
}

/// Wipes the slack of every page, while nobody can write.
///
/// Only bytes that no row uses are changed, so that a crash in the middle, even within a page, leaves a
/// sound file; the note that it is unsettled goes after the file was synced. Everybody who has pages in
/// memory, this store's own connection too, drops them when a change is committed by another
/// connection: so the note is deleted by a connection of its own, which has read no page before.
fn wipe(database: &Sqlite) -> Result<Wiping, StoreError> {
    let Some(file) = database.file.as_ref().and_then(super::SharedFile::file) else {
        return Ok(Wiping::NotThisFile);
    };
    let janitor = Connection::open(&database.path)?;
    janitor.pragma_update(None, "secure_delete", "ON")?;
    janitor.pragma_update(None, "synchronous", "FULL")?;
    janitor.pragma_update(None, "fullfsync", "ON")?;
    janitor.busy_timeout(database.waits)?;
    janitor.execute_batch("BEGIN IMMEDIATE")?;
    if length(&beside(&database.path, "-wal"))? > 0 {
        return Ok(Wiping::Again);
    }
    let roots: Vec<u32> = janitor
        .prepare("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let Some(wiped) = pages::wipe(file, &roots)? else { return Ok(Wiping::NotThisFile) };
    file.sync_data()?;
    janitor.execute("DELETE FROM meta WHERE name = 'unsettled'", [])?;
    janitor.execute_batch("COMMIT")?;
    Ok(Wiping::Done(wiped))
}

/// Moves what the write-ahead log holds into the file, and cuts the log to nothing.
fn empty_log(connection: &Connection, waits: Duration) -> Result<(), StoreError> {
    patiently(waits, || {
        let busy: i64 =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn length(path: &Path) -> Result<u64, StoreError> {
    match std::fs::metadata(path) {
        Ok(about) => Ok(about.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}
