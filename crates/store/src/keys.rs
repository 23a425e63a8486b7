//! The wrapped keys in the database.

use std::sync::{Arc, Mutex, PoisonError};

use caldicott_calendar::Day;
use caldicott_encryption::{
    KeyChange, KeyName, KeyStore, StoreFailure, StoredKey, Subject, SubjectRows, Tenant, Tombstone,
    WrappedKey,
};
use caldicott_model::digest::Sha256;
use rusqlite::{Connection, OptionalExtension as _, params};

const TENANT: i64 = 1;
const SUBJECT: i64 = 2;
const INDEX: i64 = 3;

/// The key rows of one casebook. One file holds one organisation's keys.
#[derive(Debug)]
pub(crate) struct SqliteKeys {
    pub(crate) connection: Arc<Mutex<Connection>>,
    pub(crate) tenant: Tenant,
    /// Digests of erased people's ids are made with this, so that the ids are not in the file.
    pub(crate) suppression: [u8; 32],
}

type Answer<T> = Result<T, StoreFailure>;

impl SqliteKeys {
    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<Answer<T>>) -> Answer<T> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection).unwrap_or(Err(StoreFailure::Unavailable))
    }

    /// The name under which an erased person is remembered.
    pub(crate) fn digest(&self, subject: &[u8]) -> Sha256 {
        Sha256::of_parts(&[b"caldicott/erased/1\0", &self.suppression, subject])
    }

    fn tombstone(
        &self,
        connection: &Connection,
        subject: &Subject,
    ) -> rusqlite::Result<Answer<Option<Tombstone>>> {
        let found: Option<(i32, String, String)> = connection
            .prepare_cached("SELECT erased_on, reason, approver FROM tombstone WHERE digest = ?1")?
            .query_row([self.digest(subject.as_bytes()).bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((day, reason, approver)) = found else { return Ok(Ok(None)) };
        let tombstone = Day::from_epoch_days(day).and_then(|day| {
            Tombstone::new(self.tenant.clone(), subject.clone(), day, reason, approver).ok()
        });
        Ok(tombstone.map(Some).ok_or(StoreFailure::Unavailable))
    }

    fn change(&self, connection: &Connection, change: &KeyChange) -> rusqlite::Result<Answer<()>> {
        match change {
            KeyChange::Bury(tombstone) => {
                let subject = tombstone.subject();
                connection.execute(
                    "INSERT OR IGNORE INTO tombstone VALUES (?1, ?2, ?3, ?4)",
                    params![
                        self.digest(subject.as_bytes()).bytes(),
                        tombstone.erased_on().epoch_days(),
                        tombstone.reason(),
                        tombstone.approver(),
                    ],
                )?;
                let person = String::from_utf8_lossy(subject.as_bytes());
                connection.execute("DELETE FROM blind_index WHERE person = ?1", [person])?;
                connection.execute(
                    "DELETE FROM wrapped_key WHERE kind = ?1 AND subject = ?2",
                    params![SUBJECT, subject.as_bytes()],
                )?;
                Ok(Ok(()))
            }
            KeyChange::Create(key) => {
                if find(connection, &key.name)?.is_some() {
                    return Ok(Err(StoreFailure::Conflict));
                }
                if let KeyName::Subject { subject, .. } = &key.name
                    && !matches!(self.tombstone(connection, subject)?, Ok(None))
                {
                    return Ok(Err(StoreFailure::Conflict));
                }
                put(connection, &key.name, &key.record)
            }
            KeyChange::Delete(name) => {
                if let KeyName::Tenant { version, .. } = name {
                    let children: i64 = connection.query_row(
                        "SELECT count(*) FROM wrapped_key WHERE parent = ?1 AND kind <> ?2",
                        params![version, TENANT],
                        |row| row.get(0),
                    )?;
                    if children > 0 {
                        return Ok(Err(StoreFailure::Conflict));
                    }
                }
                let (kind, subject, version) = place(name);
                connection.execute(
                    "DELETE FROM wrapped_key WHERE kind = ?1 AND subject = ?2 AND version = ?3",
                    params![kind, subject, version],
                )?;
                Ok(Ok(()))
            }
            KeyChange::Replace { name, old, new } => {
                match find(connection, name)? {
                    Some(present) if present == old.as_bytes() => {}
                    Some(_) | None => return Ok(Err(StoreFailure::Conflict)),
                }
                put(connection, name, new)
            }
        }
    }

    fn rows(
        &self,
        connection: &Connection,
        condition: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> rusqlite::Result<Answer<Vec<StoredKey>>> {
        let sql =
            format!("SELECT kind, subject, version, record FROM wrapped_key WHERE {condition}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, subject, version): (i64, Vec<u8>, u32) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let record = WrappedKey::from_bytes(row.get::<_, Vec<u8>>(3)?);
            let tenant = self.tenant.clone();
            let name = match kind {
                TENANT => KeyName::Tenant { tenant, version },
                INDEX => KeyName::Index { tenant, version },
                _ => match Subject::from_stored(subject) {
                    Ok(subject) => KeyName::Subject { tenant, subject, version },
                    Err(_) => return Ok(Err(StoreFailure::Unavailable)),
                },
            };
            keys.push(StoredKey { name, record });
        }
        Ok(Ok(keys))
    }
}

impl KeyStore for SqliteKeys {
    fn tenants(&self) -> Answer<Vec<Tenant>> {
        Ok(vec![self.tenant.clone()])
    }

    fn tenant(&self, tenant: &Tenant) -> Answer<Vec<StoredKey>> {
        if *tenant != self.tenant {
            return Ok(Vec::new());
        }
        self.with(|connection| self.rows(connection, "kind IN (1, 3)", &[]))
    }

    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Answer<SubjectRows> {
        if *tenant != self.tenant {
            return Ok(SubjectRows { keys: Vec::new(), tombstone: None });
        }
        self.with(|connection| {
            let bytes = subject.as_bytes().to_vec();
            let keys = self.rows(connection, "kind = 2 AND subject = ?1", &[&bytes])?;
            let tombstone = self.tombstone(connection, subject)?;
            Ok(keys.and_then(|keys| Ok(SubjectRows { keys, tombstone: tombstone? })))
        })
    }

    fn wrapped_under(&self, tenant: &Tenant, parent: u32, limit: usize) -> Answer<Vec<StoredKey>> {
        if *tenant != self.tenant {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.with(|connection| {
            self.rows(connection, "parent = ?1 AND kind IN (2, 3) LIMIT ?2", &[&parent, &limit])
        })
    }

    fn apply(&self, changes: &[KeyChange]) -> Answer<()> {
        self.with(|connection| {
            // A savepoint nests in a batch that is open and is a transaction of its own otherwise.
            connection.execute_batch("SAVEPOINT keys")?;
            for change in changes {
                match self.change(connection, change) {
                    Ok(Ok(())) => {}
                    refused => {
                        connection.execute_batch("ROLLBACK TO keys; RELEASE keys")?;
                        return refused;
                    }
                }
            }
            connection.execute_batch("RELEASE keys")?;
            Ok(Ok(()))
        })
    }
}

fn place(name: &KeyName) -> (i64, &[u8], u32) {
    match name {
        KeyName::Tenant { version, .. } => (TENANT, b"", *version),
        KeyName::Index { version, .. } => (INDEX, b"", *version),
        KeyName::Subject { subject, version, .. } => (SUBJECT, subject.as_bytes(), *version),
    }
}

fn find(connection: &Connection, name: &KeyName) -> rusqlite::Result<Option<Vec<u8>>> {
    let (kind, subject, version) = place(name);
    connection
        .prepare_cached(
            "SELECT record FROM wrapped_key WHERE kind = ?1 AND subject = ?2 AND version = ?3",
        )?
        .query_row(params![kind, subject, version], |row| row.get(0))
        .optional()
}

/// Writes a key, if the tenant key that wraps it is there.
fn put(
    connection: &Connection,
    name: &KeyName,
    record: &WrappedKey,
) -> rusqlite::Result<Answer<()>> {
    let (kind, subject, version) = place(name);
    let parent = if kind == TENANT { None } else { record.parent_version() };
    if kind != TENANT {
        let wrapped_by: i64 = connection
            .prepare_cached("SELECT count(*) FROM wrapped_key WHERE kind = 1 AND version = ?1")?
            .query_row([parent], |row| row.get(0))?;
        if wrapped_by == 0 {
            return Ok(Err(StoreFailure::Conflict));
        }
    }
    connection
        .prepare_cached("INSERT OR REPLACE INTO wrapped_key VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![kind, subject, version, parent, record.as_bytes()])?;
    Ok(Ok(()))
}
