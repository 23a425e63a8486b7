//! The tables, and how the file is opened.

use rusqlite::{Connection, params};

use crate::StoreError;

/// The version of the tables. A file of another version is refused, never guessed at.
pub(crate) const VERSION: i64 = 1;
/// `Cldc`: tells a casebook from any other SQLite file.
const APPLICATION: i64 = 0x436c_6463;

const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE wrapped_key (
    kind INTEGER NOT NULL, subject BLOB NOT NULL, version INTEGER NOT NULL,
    parent INTEGER, record BLOB NOT NULL,
    PRIMARY KEY (kind, subject, version)) WITHOUT ROWID;
CREATE INDEX wrapped_key_parent ON wrapped_key (parent) WHERE parent IS NOT NULL;
CREATE TABLE tombstone (digest BLOB PRIMARY KEY, erased_on INTEGER NOT NULL,
    reason TEXT NOT NULL, approver TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stored_column (id INTEGER PRIMARY KEY, record_type TEXT NOT NULL, field TEXT NOT NULL,
    category INTEGER NOT NULL, UNIQUE (record_type, field, category));
CREATE TABLE record (id INTEGER PRIMARY KEY, record_type TEXT NOT NULL, record_id TEXT NOT NULL,
    person TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (record_type, record_id));
CREATE INDEX record_person ON record (person);
CREATE TABLE due_date (record INTEGER NOT NULL, name TEXT NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (record, name)) WITHOUT ROWID;
CREATE TABLE review (record INTEGER NOT NULL, role TEXT NOT NULL, day INTEGER NOT NULL,
    keep_until INTEGER, PRIMARY KEY (record, role, day)) WITHOUT ROWID;
CREATE TABLE hold (person TEXT NOT NULL, kind TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
    PRIMARY KEY (person, kind, since)) WITHOUT ROWID;
CREATE TABLE blind_index (name TEXT NOT NULL, token INTEGER NOT NULL, record INTEGER NOT NULL,
    person TEXT NOT NULL, PRIMARY KEY (name, token, record)) WITHOUT ROWID;
CREATE INDEX blind_index_person ON blind_index (person);
CREATE INDEX blind_index_record ON blind_index (record);
CREATE TABLE log_leaf (position INTEGER PRIMARY KEY, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL);
CREATE TABLE log_payload (position INTEGER PRIMARY KEY, logged_at INTEGER, ciphertext BLOB,
    tombstone BLOB);
CREATE TABLE log_person (person TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (person, position)) WITHOUT ROWID;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
";

/// Makes a new file ready, or refuses one that is something else.
pub(crate) fn prepare(
    connection: &Connection,
    tenant: &str,
    secret: impl FnOnce() -> Result<[u8; 32], StoreError>,
) -> Result<(), StoreError> {
    // Deleted content is overwritten in the file; without this SQLite leaves it in free pages.
    connection.pragma_update(None, "secure_delete", "ON")?;
    // A commit is on the disk before it is acknowledged.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Nothing of a statement's intermediate results is written to a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, tables) {
        (APPLICATION, VERSION, _) => journal(connection),
        (0, 0, 0) => {
            // The size of a page must be chosen before the first table.
            connection.pragma_update(None, "page_size", 8192)?;
            journal(connection)?;
            let script = format!(
                "{TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
            );
            // In one piece with its owner: a crash never leaves a casebook that belongs to nobody.
            let whole = connection.unchecked_transaction()?;
            whole.execute_batch(&script)?;
            whole.execute(
                "INSERT INTO meta VALUES ('tenant', ?1), ('suppression', ?2)",
                params![tenant.as_bytes(), &secret()?[..]],
            )?;
            whole.commit()?;
            Ok(())
        }
        _ => Err(StoreError::NotACasebook),
    }
}

/// Refuses a file that is no casebook of this version.
pub(crate) fn recognise(connection: &Connection) -> Result<(), StoreError> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if (application, version) == (APPLICATION, VERSION) {
        Ok(())
    } else {
        Err(StoreError::NotACasebook)
    }
}

fn journal(connection: &Connection) -> Result<(), StoreError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(StoreError::NotACasebook) }
}

/// Notes that something was deleted since the file was last rewritten.
pub(crate) fn unsettled(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta VALUES ('unsettled', x'01')")?
        .execute([])?;
    Ok(())
}

/// Rewrites the file if anything was deleted, and empties the write-ahead log.
///
/// Secure deletion overwrites a deleted row where it lies. But SQLite moves rows between pages when it
/// balances its trees, and leaves what was moved in the slack of the old page, where no deletion finds
/// it. Rewriting the file from its live rows is what leaves nothing. A crash before this is made good
/// by the next call: the note is in the file.
pub(crate) fn settle(connection: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM meta WHERE name = 'unsettled'";
    let unsettled: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    if unsettled > 0 {
        connection.execute_batch("VACUUM")?;
        connection.execute("DELETE FROM meta WHERE name = 'unsettled'", [])?;
    }
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
}
