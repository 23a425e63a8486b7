//! A key store in memory: for tests, examples, and hosts that persist a snapshot themselves.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{PoisonError, RwLock};

use super::{KeyChange, KeyStore, StoreFailure, StoredKey, SubjectRows, Tombstone};
use crate::context::{Subject, Tenant};
use crate::wrap::{KeyName, WrappedKey};

/// Keys in memory. Cloning takes a snapshot, as a backup would.
#[derive(Default)]
pub struct MemoryKeyStore {
    rows: RwLock<Rows>,
}

#[derive(Clone, Default)]
struct Rows {
    keys: BTreeMap<KeyName, WrappedKey>,
    tombstones: BTreeMap<(Tenant, Subject), Tombstone>,
}

/// What a change replaced, to be put back when a later one of the batch is refused.
enum Undo {
    Key(KeyName, Option<WrappedKey>),
    Burial { stone: (Tenant, Subject), is_new: bool, keys: Vec<(KeyName, WrappedKey)> },
}

impl MemoryKeyStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A store that holds exactly these rows.
    #[must_use]
    pub fn with_rows(
        keys: impl IntoIterator<Item = StoredKey>,
        tombstones: impl IntoIterator<Item = Tombstone>,
    ) -> Self {
        let rows = Rows {
            keys: keys.into_iter().map(|key| (key.name, key.record)).collect(),
            tombstones: tombstones
                .into_iter()
                .map(|stone| ((stone.tenant().clone(), stone.subject().clone()), stone))
                .collect(),
        };
        Self { rows: RwLock::new(rows) }
    }

    /// All keys and tombstones, to be persisted.
    #[must_use]
    pub fn rows(&self) -> (Vec<StoredKey>, Vec<Tombstone>) {
        let keys = self.keys(usize::MAX, |_, _| true);
        (keys, self.read(|rows| rows.tombstones.values().cloned().collect()))
    }

    /// How many keys it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read(|rows| rows.keys.len())
    }

    /// Whether it holds no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read<R>(&self, with: impl FnOnce(&Rows) -> R) -> R {
        // Nothing panics between two changes of a batch, so a poisoned lock guards whole rows.
        with(&self.rows.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn keys(&self, limit: usize, wanted: impl Fn(&KeyName, &WrappedKey) -> bool) -> Vec<StoredKey> {
        self.read(|rows| {
            let wanted = rows.keys.iter().filter(|(name, record)| wanted(name, record));
            wanted.take(limit).map(stored).collect()
        })
    }
}

impl KeyStore for MemoryKeyStore {
    fn tenants(&self) -> Result<Vec<Tenant>, StoreFailure> {
        let keys = self.keys(usize::MAX, |name, _| !is_child(name));
        // The rows are in the order of their tenants.
        let mut tenants: Vec<_> = keys.iter().map(|key| key.name.tenant().clone()).collect();
        tenants.dedup();
        Ok(tenants)
    }

    fn tenant(&self, tenant: &Tenant) -> Result<Vec<StoredKey>, StoreFailure> {
        Ok(self.keys(usize::MAX, |name, _| name.tenant() == tenant && name.subject().is_none()))
    }

    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Result<SubjectRows, StoreFailure> {
        Ok(self.read(|rows| SubjectRows {
            keys: rows.keys.range(every_version(tenant, subject)).map(stored).collect(),
            tombstone: rows.tombstones.get(&(tenant.clone(), subject.clone())).cloned(),
        }))
    }

    fn wrapped_under(
        &self,
        tenant: &Tenant,
        parent_version: u32,
        limit: usize,
    ) -> Result<Vec<StoredKey>, StoreFailure> {
        Ok(self.keys(limit, |name, record| {
            name.tenant() == tenant
                && is_child(name)
                && record.parent_version() == Some(parent_version)
        }))
    }

    fn apply(&self, changes: &[KeyChange]) -> Result<(), StoreFailure> {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        let mut done = Vec::with_capacity(changes.len());
        for change in changes {
            match rows.apply(change) {
                Ok(undo) => done.push(undo),
                Err(failure) => {
                    done.into_iter().rev().for_each(|undo| rows.undo(undo));
                    return Err(failure);
                }
            }
        }
        Ok(())
    }
}

impl Rows {
    fn apply(&mut self, change: &KeyChange) -> Result<Undo, StoreFailure> {
        match change {
            KeyChange::Bury(stone) => {
                let whose = (stone.tenant().clone(), stone.subject().clone());
                let names = every_version(&whose.0, &whose.1);
                let keys = self.keys.extract_if(names, |_, _| true).collect();
                let is_new = !self.tombstones.contains_key(&whose);
                self.tombstones.entry(whose.clone()).or_insert_with(|| stone.clone());
                Ok(Undo::Burial { stone: whose, is_new, keys })
            }
            KeyChange::Create(StoredKey { name, record }) => {
                let buried =
                    name.subject().is_some_and(|subject| self.is_buried(name.tenant(), subject));
                if buried || self.keys.contains_key(name) {
                    return Err(StoreFailure::Conflict);
                }
                self.put(name, record)
            }
            KeyChange::Delete(name) => {
                if self.is_a_parent(name) {
                    return Err(StoreFailure::Conflict);
                }
                Ok(Undo::Key(name.clone(), self.keys.remove(name)))
            }
            KeyChange::Replace { name, old, new } => {
                if self.keys.get(name) != Some(old) {
                    return Err(StoreFailure::Conflict);
                }
                self.put(name, new)
            }
        }
    }

    fn put(&mut self, name: &KeyName, record: &WrappedKey) -> Result<Undo, StoreFailure> {
        if is_child(name) {
            let version = record.parent_version().ok_or(StoreFailure::Conflict)?;
            let parent = KeyName::Tenant { tenant: name.tenant().clone(), version };
            if !self.keys.contains_key(&parent) {
                return Err(StoreFailure::Conflict);
            }
        }
        Ok(Undo::Key(name.clone(), self.keys.insert(name.clone(), record.clone())))
    }

    fn undo(&mut self, undo: Undo) {
        match undo {
            Undo::Burial { stone, is_new, keys } => {
                if is_new {
                    self.tombstones.remove(&stone);
                }
                self.keys.extend(keys);
            }
            Undo::Key(name, Some(record)) => {
                self.keys.insert(name, record);
            }
            Undo::Key(name, None) => {
                self.keys.remove(&name);
            }
        }
    }

    fn is_buried(&self, tenant: &Tenant, subject: &Subject) -> bool {
        self.tombstones.contains_key(&(tenant.clone(), subject.clone()))
    }

    fn is_a_parent(&self, name: &KeyName) -> bool {
        !is_child(name)
            && self.keys.iter().any(|(child, record)| {
                is_child(child)
                    && child.tenant() == name.tenant()
                    && record.parent_version() == Some(name.version())
            })
    }
}

fn stored((name, record): (&KeyName, &WrappedKey)) -> StoredKey {
    StoredKey { name: name.clone(), record: record.clone() }
}

/// The names of all versions of a person's key.
fn every_version(tenant: &Tenant, subject: &Subject) -> RangeInclusive<KeyName> {
    let name =
        |version| KeyName::Subject { tenant: tenant.clone(), subject: subject.clone(), version };
    name(0)..=name(u32::MAX)
}

/// Whether a tenant key wraps it.
const fn is_child(name: &KeyName) -> bool {
    matches!(name, KeyName::Index { .. } | KeyName::Subject { .. })
}

impl Clone for MemoryKeyStore {
    fn clone(&self) -> Self {
        Self { rows: RwLock::new(self.read(Rows::clone)) }
    }
}

impl fmt::Debug for MemoryKeyStore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MemoryKeyStore({} keys)", self.len())
    }
}
