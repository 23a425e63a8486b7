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
enum Undo<'c> {
    Key(&'c KeyName, Option<WrappedKey>),
    Burial { stone: (Tenant, Subject), is_new: bool, keys: Vec<(KeyName, WrappedKey)> },
}

type Row<'r> = (&'r KeyName, &'r WrappedKey);

/// The parent key that was found last: one rotation's changes all have the same.
type Found<'c> = Option<(&'c Tenant, u32)>;

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
        self.read(|rows| {
            let keys = rows.keys.iter().map(stored).collect();
            (keys, rows.tombstones.values().cloned().collect())
        })
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
}

impl KeyStore for MemoryKeyStore {
    fn tenants(&self) -> Result<Vec<Tenant>, StoreFailure> {
        Ok(self.read(|rows| {
            let names = rows.keys.keys().filter(|name| !is_child(name));
            // The rows are in the order of their tenants.
            let mut tenants: Vec<_> = names.map(|name| name.tenant().clone()).collect();
            tenants.dedup();
            tenants
        }))
    }

    fn tenant(&self, tenant: &Tenant) -> Result<Vec<StoredKey>, StoreFailure> {
        Ok(self.read(|rows| {
            rows.indexes(tenant).chain(rows.tenant_keys(tenant)).map(stored).collect()
        }))
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
        Ok(self.read(|rows| {
            let children = rows.children(tenant, parent_version);
            children.take(limit).map(stored).collect()
        }))
    }

    fn apply(&self, changes: &[KeyChange]) -> Result<(), StoreFailure> {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        let (mut done, mut found) = (Vec::with_capacity(changes.len()), None);
        for change in changes {
            match rows.apply(change, &mut found) {
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
    fn apply<'c>(
        &mut self,
        change: &'c KeyChange,
        found: &mut Found<'c>,
    ) -> Result<Undo<'c>, StoreFailure> {
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
                if buried || self.keys.contains_key(name) || !self.fits(name, record, found) {
                    return Err(StoreFailure::Conflict);
                }
                Ok(Undo::Key(name, self.keys.insert(name.clone(), record.clone())))
            }
            KeyChange::Delete(name) => {
                if self.is_a_parent(name) {
                    return Err(StoreFailure::Conflict);
                }
                *found = None;
                Ok(Undo::Key(name, self.keys.remove(name)))
            }
            KeyChange::Replace { name, old, new } => {
                if !self.fits(name, new, found) {
                    return Err(StoreFailure::Conflict);
                }
                match self.keys.get_mut(name).filter(|present| *present == old) {
                    Some(present) => {
                        Ok(Undo::Key(name, Some(std::mem::replace(present, new.clone()))))
                    }
                    None => Err(StoreFailure::Conflict),
                }
            }
        }
    }

    /// Whether the record's parent key is there, where it has one in this store.
    fn fits<'c>(&self, name: &'c KeyName, record: &WrappedKey, found: &mut Found<'c>) -> bool {
        if !is_child(name) {
            return true;
        }
        let Some(version) = record.parent_version() else { return false };
        let tenant = name.tenant();
        if *found == Some((tenant, version)) {
            return true;
        }
        let fits = self.keys.contains_key(&KeyName::Tenant { tenant: tenant.clone(), version });
        if fits {
            *found = Some((tenant, version));
        }
        fits
    }

    fn undo(&mut self, undo: Undo<'_>) {
        match undo {
            Undo::Burial { stone, is_new, keys } => {
                if is_new {
                    self.tombstones.remove(&stone);
                }
                self.keys.extend(keys);
            }
            Undo::Key(name, Some(record)) => {
                self.keys.insert(name.clone(), record);
            }
            Undo::Key(name, None) => {
                self.keys.remove(name);
            }
        }
    }

    fn is_buried(&self, tenant: &Tenant, subject: &Subject) -> bool {
        self.tombstones.contains_key(&(tenant.clone(), subject.clone()))
    }

    fn is_a_parent(&self, name: &KeyName) -> bool {
        !is_child(name) && self.children(name.tenant(), name.version()).next().is_some()
    }

    /// What this version of the tenant's key wraps.
    fn children(&self, tenant: &Tenant, version: u32) -> impl Iterator<Item = Row<'_>> {
        let children = self.indexes(tenant).chain(self.people(tenant));
        children.filter(move |(_, record)| record.parent_version() == Some(version))
    }

    fn indexes(&self, tenant: &Tenant) -> impl Iterator<Item = Row<'_>> {
        let name = |version| KeyName::Index { tenant: tenant.clone(), version };
        self.keys.range(name(0)..=name(u32::MAX))
    }

    fn tenant_keys(&self, tenant: &Tenant) -> impl Iterator<Item = Row<'_>> {
        let name = |version| KeyName::Tenant { tenant: tenant.clone(), version };
        self.keys.range(name(0)..=name(u32::MAX))
    }

    fn people(&self, tenant: &Tenant) -> impl Iterator<Item = Row<'_>> {
        let (tenant, subject) = (tenant.clone(), Subject::before_all());
        let first = KeyName::Subject { tenant: tenant.clone(), subject, version: 0 };
        let theirs =
            move |(name, _): &Row<'_>| name.subject().is_some() && *name.tenant() == tenant;
        self.keys.range(first..).take_while(theirs)
    }
}

fn stored((name, record): Row<'_>) -> StoredKey {
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

#[cfg(test)]
mod tests;
