//! The wrapped keys in the database.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use caldicott_encryption::{
    KeyChange, KeyName, KeyStore, StoreFailure, StoredKey, Subject, SubjectRows, Tenant, Tombstone,
    WrappedKey,
};
use caldicott_model::digest::Sha256;
use zeroize::Zeroizing;

use crate::backend::{Backend, Bind, atomically, count, one};
use crate::{StoreError, schema};

const TENANT: i64 = 1;
const SUBJECT: i64 = 2;
const INDEX: i64 = 3;

/// The connection, shared by a store and its keyring.
pub(crate) type Shared = Arc<Mutex<Box<dyn Backend>>>;

/// The key rows of one casebook. One casebook holds one organisation's keys.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) database: Shared,
    pub(crate) tenant: Tenant,
    /// Set once the keys are open, for the key of the digests is kept sealed.
    pub(crate) digests: OnceLock<Digests>,
    /// What was wrong with the database when the keyring last found it unavailable.
    pub(crate) fault: Mutex<Option<StoreError>>,
}

/// Names that must be known again and not read: the ids of people who were erased.
#[derive(Clone)]
pub(crate) struct Digests(Zeroizing<[u8; 32]>);

impl Digests {
    pub(crate) const fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    /// The digest of a person's id.
    pub(crate) fn person(&self, person: &[u8]) -> Sha256 {
        self.of("person", person)
    }

    /// The digest of a name of some kind.
    pub(crate) fn of(&self, kind: &str, name: &[u8]) -> Sha256 {
        let length = u64::try_from(kind.len()).unwrap_or(u64::MAX).to_be_bytes();
        let inner = Sha256::of_parts(&[
            b"caldicott/erased/2/inner\0",
            &*self.0,
            &length,
            kind.as_bytes(),
            name,
        ]);
        // Twice, so that from one digest none of a longer name can be made without the key.
        Sha256::of_parts(&[b"caldicott/erased/2/outer\0", &*self.0, inner.bytes()])
    }
}

impl fmt::Debug for Digests {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Digests(…)")
    }
}

type Answer<T> = Result<T, StoreFailure>;

pub(crate) fn lock(database: &Shared) -> MutexGuard<'_, Box<dyn Backend>> {
    // A panic elsewhere leaves no half-done statement: the database undoes what was not committed.
    database.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keys {
    fn with<T>(&self, work: impl FnOnce(&mut dyn Backend) -> Result<T, StoreError>) -> Answer<T> {
        work(&mut **lock(&self.database)).map_err(|error| {
            if matches!(error, StoreError::Conflict) {
                return StoreFailure::Conflict;
            }
            *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            StoreFailure::Unavailable
        })
    }

    /// What was wrong with the database when the keyring last found it unavailable.
    pub(crate) fn take_fault(&self) -> Option<StoreError> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The digest of a person's id.
    ///
    /// # Errors
    /// [`StoreError::Unsealed`] before the keys are open.
    pub(crate) fn person(&self, person: &[u8]) -> Result<Sha256, StoreError> {
        Ok(self.digests.get().ok_or(StoreError::Unsealed)?.person(person))
    }

    fn tombstone(
        &self,
        database: &mut dyn Backend,
        subject: &Subject,
    ) -> Result<Option<Tombstone>, StoreError> {
        // What belongs to the organisation itself is never erased; its key opens before the digests do.
        if !subject.is_person() {
            return Ok(None);
        }
        let digest = self.person(subject.as_bytes())?;
        let found = one(
            database,
            "SELECT erased_on, reason, approver FROM tombstone WHERE digest = ?1",
            &[Bind::Blob(digest.bytes())],
            |row| Ok((row.day(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned())),
        )?;
        let Some((day, reason, approver)) = found else { return Ok(None) };
        Tombstone::new(self.tenant.clone(), subject.clone(), day, reason, approver)
            .map(Some)
            .map_err(|_| StoreError::Damaged("a tombstone"))
    }

    fn change(&self, database: &mut dyn Backend, change: &KeyChange) -> Result<(), StoreError> {
        match change {
            KeyChange::Bury(tombstone) => self.bury(database, tombstone),
            KeyChange::Create(key) => {
                if find(database, &key.name)?.is_some() {
                    return Err(StoreError::Conflict);
                }
                if let KeyName::Subject { subject, .. } = &key.name
                    && self.tombstone(database, subject)?.is_some()
                {
                    return Err(StoreError::Conflict);
                }
                put(database, &key.name, &key.record)
            }
            KeyChange::Delete(name) => {
                if let KeyName::Tenant { version, .. } = name {
                    let children = count(
                        database,
                        "SELECT count(*) FROM wrapped_key WHERE parent = ?1",
                        &[Bind::Int((*version).into())],
                    )?;
                    if children > 0 {
                        return Err(StoreError::Conflict);
                    }
                }
                let (kind, subject, version) = place(name);
                let deleted = database.execute(
                    "DELETE FROM wrapped_key WHERE kind = ?1 AND subject = ?2 AND version = ?3",
                    &[Bind::Int(kind), Bind::Blob(subject), Bind::Int(version)],
                )?;
                debug_assert!(deleted <= 1, "a key has one row");
                Ok(())
            }
            KeyChange::Replace { name, old, new } => {
                match find(database, name)? {
                    Some(present) if present == old.as_bytes() => {}
                    Some(_) | None => return Err(StoreError::Conflict),
                }
                put(database, name, new)
            }
        }
    }

    fn bury(&self, database: &mut dyn Backend, tombstone: &Tombstone) -> Result<(), StoreError> {
        let subject = tombstone.subject();
        database.execute(
            "INSERT INTO tombstone (digest, erased_on, reason, approver) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (digest) DO NOTHING",
            &[
                Bind::Blob(self.person(subject.as_bytes())?.bytes()),
                Bind::Int(tombstone.erased_on().epoch_days().into()),
                Bind::Text(tombstone.reason()),
                Bind::Text(tombstone.approver()),
            ],
        )?;
        let person = String::from_utf8_lossy(subject.as_bytes());
        database
            .execute("DELETE FROM blind_index WHERE person = ?1", &[Bind::Text(person.as_ref())])?;
        database.execute(
            "DELETE FROM wrapped_key WHERE kind = 2 AND subject = ?1",
            &[Bind::Blob(subject.as_bytes())],
        )?;
        Ok(())
    }

    fn rows(
        &self,
        database: &mut dyn Backend,
        sql: &'static str,
        values: &[Bind<'_>],
    ) -> Result<Vec<StoredKey>, StoreError> {
        let mut keys = Vec::new();
        database.query(sql, values, &mut |row| {
            let (kind, subject, version) = (row.int(0)?, row.blob(1)?, row.small(2)?);
            let record = WrappedKey::from_bytes(row.blob(3)?.to_vec());
            let tenant = self.tenant.clone();
            let name = match kind {
                TENANT => KeyName::Tenant { tenant, version },
                INDEX => KeyName::Index { tenant, version },
                _ => {
                    let subject = Subject::from_stored(subject);
                    let subject = subject.map_err(|_| StoreError::Damaged("a key's subject"))?;
                    KeyName::Subject { tenant, subject, version }
                }
            };
            keys.push(StoredKey { name, record });
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(keys)
    }
}

impl KeyStore for Keys {
    fn tenants(&self) -> Answer<Vec<Tenant>> {
        Ok(vec![self.tenant.clone()])
    }

    fn tenant(&self, tenant: &Tenant) -> Answer<Vec<StoredKey>> {
        if *tenant != self.tenant {
            return Ok(Vec::new());
        }
        let sql = "SELECT kind, subject, version, record FROM wrapped_key WHERE kind IN (1, 3)";
        self.with(|database| self.rows(database, sql, &[]))
    }

    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Answer<SubjectRows> {
        if *tenant != self.tenant {
            return Ok(SubjectRows { keys: Vec::new(), tombstone: None });
        }
        self.with(|database| {
            // The tombstone first: a person who is erased between the two has one or no keys.
            let tombstone = self.tombstone(database, subject)?;
            let sql = "SELECT kind, subject, version, record FROM wrapped_key \
                       WHERE kind = 2 AND subject = ?1";
            let keys = self.rows(database, sql, &[Bind::Blob(subject.as_bytes())])?;
            Ok(SubjectRows { keys, tombstone })
        })
    }

    fn wrapped_under(&self, tenant: &Tenant, parent: u32, limit: usize) -> Answer<Vec<StoredKey>> {
        if *tenant != self.tenant {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql = "SELECT kind, subject, version, record FROM wrapped_key \
                   WHERE parent = ?1 AND kind IN (2, 3) ORDER BY kind, subject, version LIMIT ?2";
        let values = [Bind::Int(parent.into()), Bind::Int(limit)];
        self.with(|database| self.rows(database, sql, &values))
    }

    fn apply(&self, changes: &[KeyChange]) -> Answer<()> {
        self.with(|database| {
            atomically(database, |database| {
                changes.iter().try_for_each(|change| self.change(database, change))?;
                // A record that is replaced is a copy of the key under an older one.
                if changes.iter().any(|change| !matches!(change, KeyChange::Create(_))) {
                    schema::destroyed(database)?;
                }
                Ok(())
            })
        })
    }
}

fn place(name: &KeyName) -> (i64, &[u8], i64) {
    match name {
        KeyName::Tenant { version, .. } => (TENANT, b"", (*version).into()),
        KeyName::Index { version, .. } => (INDEX, b"", (*version).into()),
        KeyName::Subject { subject, version, .. } => {
            (SUBJECT, subject.as_bytes(), (*version).into())
        }
    }
}

fn find(database: &mut dyn Backend, name: &KeyName) -> Result<Option<Vec<u8>>, StoreError> {
    let (kind, subject, version) = place(name);
    one(
        database,
        "SELECT record FROM wrapped_key WHERE kind = ?1 AND subject = ?2 AND version = ?3",
        &[Bind::Int(kind), Bind::Blob(subject), Bind::Int(version)],
        |row| Ok(row.blob(0)?.to_vec()),
    )
}

/// Writes a key, if the tenant key that wraps it is there.
fn put(database: &mut dyn Backend, name: &KeyName, record: &WrappedKey) -> Result<(), StoreError> {
    let (kind, subject, version) = place(name);
    let mut parent = None;
    if kind != TENANT {
        parent = record.parent_version().map(i64::from);
        let there = count(
            database,
            "SELECT count(*) FROM wrapped_key WHERE kind = 1 AND version = ?1",
            &[Bind::MaybeInt(parent)],
        )?;
        if there == 0 {
            return Err(StoreError::Conflict);
        }
    }
    database.execute(
        "INSERT INTO wrapped_key (kind, subject, version, parent, record) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (kind, subject, version) \
         DO UPDATE SET parent = excluded.parent, record = excluded.record",
        &[
            Bind::Int(kind),
            Bind::Blob(subject),
            Bind::Int(version),
            Bind::MaybeInt(parent),
            Bind::Blob(record.as_bytes()),
        ],
    )?;
    Ok(())
}
