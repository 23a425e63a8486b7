//! One person's keys in memory: unwrapped, derived, and wiped for every thread at once.

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use super::{ATTEMPTS, Shared};
use crate::attachment::{MessageKey, Slot};
use crate::backend::Backend;
use crate::context::{Column, Subject, Tenant, label};
use crate::error::{BackendFailure, KeyError};
use crate::field::{CategoryKey, SubjectKey, is_equal};
use crate::sealed::Suite;
use crate::store::{StoredKey, SubjectRows};
use crate::wrap::KeyName;

/// One person's keys, shared by every sealer of the person.
pub(crate) struct SubjectState {
    tenant: Tenant,
    subject: Subject,
    inner: RwLock<Inner>,
}

struct Inner {
    standing: Standing,
    /// Counts evictions, so that rows read before one are not put in place after it.
    evictions: u64,
    /// Where open attachments keep their keys.
    messages: Mutex<Vec<Weak<Slot>>>,
}

enum Standing {
    Unloaded,
    Live(Live),
    Erased,
}

/// Dropping it wipes every key, but for those in the slots of open attachments.
#[derive(Default)]
struct Live {
    /// Oldest first.
    versions: Vec<SubjectKey>,
    categories: Vec<CategoryKey>,
}

/// Which version of a person's key is meant.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    /// The newest, made if there is none.
    Newest,
    /// This one.
    Version(u32),
}

/// Why there is no key to use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoKey {
    /// It could not be had.
    Keys(KeyError),
    /// The column is not this person's tenant's, or of a category that is not permitted.
    NotThisColumn,
    /// The person has no such version.
    UnknownVersion,
}

impl SubjectState {
    pub(super) const fn new(tenant: Tenant, subject: Subject) -> Self {
        let messages = Mutex::new(Vec::new());
        let inner = Inner { standing: Standing::Unloaded, evictions: 0, messages };
        Self { tenant, subject, inner: RwLock::new(inner) }
    }

    pub(super) const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Wipes the keys; the next use asks the store, unless the person is known to be erased.
    pub(super) fn evict(&self) {
        let mut inner = self.write();
        inner.evict();
    }

    /// Wipes the keys for ever.
    pub(super) fn erase(&self) {
        let mut inner = self.write();
        inner.evict();
        inner.standing = Standing::Erased;
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        if self.inner.is_poisoned() {
            drop(self.write());
        }
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks for writing. Where a thread panicked half-way, what it left is wiped first.
    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(|poisoned| {
            let mut inner = poisoned.into_inner();
            inner.evict();
            self.inner.clear_poison();
            inner
        })
    }

    fn name(&self, version: u32) -> KeyName {
        KeyName::Subject { tenant: self.tenant.clone(), subject: self.subject.clone(), version }
    }
}

impl Inner {
    fn evict(&mut self) {
        self.evictions = self.evictions.wrapping_add(1);
        let messages = self.messages.get_mut().unwrap_or_else(PoisonError::into_inner);
        for slot in messages.drain(..).filter_map(|slot| slot.upgrade()) {
            // Waits for a chunk that is being sealed or opened; whoever does so waits for nobody.
            *slot.lock() = None;
        }
        if !matches!(self.standing, Standing::Erased) {
            self.standing = Standing::Unloaded;
        }
    }

    /// Puts an attachment's key into its slot and remembers where it is.
    fn keep(&self, slot: &Arc<Slot>, message: MessageKey) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.len() == messages.capacity() {
            messages.retain(|slot| slot.strong_count() > 0);
        }
        messages.push(Arc::downgrade(slot));
        *slot.lock() = Some(message);
    }

    /// Takes the versions that were read, and keeps what was derived from those that stayed.
    fn reload(&mut self, versions: Vec<SubjectKey>) {
        let mut categories = Vec::new();
        if let Standing::Live(old) = &mut self.standing {
            let known = std::mem::take(old);
            categories = known.categories;
            categories.retain(|key: &CategoryKey| {
                let mut same = versions.iter().filter(|read| read.version() == key.version());
                same.any(|read| known.versions.iter().any(|kept| kept.is_same(read)))
            });
        }
        self.standing = Standing::Live(Live { versions, categories });
    }
}

impl Live {
    fn newest(&self) -> Option<u32> {
        self.versions.last().map(SubjectKey::version)
    }

    fn version(&self, which: Which) -> Option<u32> {
        match which {
            Which::Newest => self.newest(),
            Which::Version(version) => Some(version),
        }
    }

    fn key(&self, version: u32) -> Option<&SubjectKey> {
        self.versions.iter().find(|key| key.version() == version)
    }

    /// The key for this column, when it was derived before.
    fn category(&self, column: &Column, suite: Suite, which: Which) -> Option<&CategoryKey> {
        let version = self.version(which)?;
        self.categories
            .iter()
            .find(|key| key.version() == version && key.suite() == suite && key.is_for(column))
    }
}

impl Shared {
    /// Uses a person's key for a column while nobody can destroy it.
    pub(super) fn with_key<R>(
        &self,
        state: &SubjectState,
        column: &Column,
        suite: Suite,
        which: Which,
        permitted: bool,
        mut use_it: impl FnMut(&CategoryKey) -> R,
    ) -> Result<R, NoKey> {
        for _ in 0..ATTEMPTS {
            let inner = state.read();
            match &inner.standing {
                Standing::Erased => return Err(NoKey::Keys(KeyError::SubjectErased)),
                Standing::Live(live) if permitted => {
                    if let Some(key) = live.category(column, suite, which) {
                        return Ok(use_it(key));
                    }
                }
                Standing::Live(_) | Standing::Unloaded => {}
            }
            drop(inner);
            self.provide(state, column, suite, which, permitted)?;
        }
        Err(NoKey::Keys(KeyError::Conflict))
    }

    /// Puts an attachment's key into its slot, derived from the version of the person's key that
    /// gives the commitment, or from the newest when none is expected.
    pub(super) fn fetch_message(
        &self,
        state: &SubjectState,
        column: &Column,
        suite: Suite,
        expected: Option<&[u8; 32]>,
        slot: &Arc<Slot>,
        derive: impl Fn(&SubjectKey) -> Result<(MessageKey, [u8; 32]), BackendFailure>,
    ) -> Result<(u32, [u8; 32]), NoKey> {
        let of_this_tenant = label(suite, &state.tenant, column.category()) == *column.label(suite);
        let mut reread = false;
        for _ in 0..ATTEMPTS {
            if reread {
                // Perhaps another process rotated the key.
                self.load(state)?;
            } else {
                self.newest_version(state)?;
            }
            let inner = state.read();
            let live = match &inner.standing {
                Standing::Erased => return Err(NoKey::Keys(KeyError::SubjectErased)),
                // Evicted since: read it again.
                Standing::Unloaded => continue,
                Standing::Live(_) if !of_this_tenant => return Err(NoKey::NotThisColumn),
                Standing::Live(live) => live,
            };
            for key in live.versions.iter().rev() {
                let (message, commitment) = derive(key)?;
                if expected.is_none_or(|expected| is_equal(expected, &commitment)) {
                    inner.keep(slot, message);
                    return Ok((key.version(), commitment));
                }
            }
            if reread {
                return Err(NoKey::NotThisColumn);
            }
            reread = true;
        }
        Err(NoKey::Keys(KeyError::Conflict))
    }

    /// The newest version of a person's key, as last read.
    pub(super) fn newest_version(&self, state: &SubjectState) -> Result<Option<u32>, KeyError> {
        for _ in 0..ATTEMPTS {
            let inner = state.read();
            match &inner.standing {
                Standing::Erased => return Err(KeyError::SubjectErased),
                Standing::Live(live) => return Ok(live.newest()),
                Standing::Unloaded => {}
            }
            drop(inner);
            self.load(state)?;
        }
        Err(KeyError::Conflict)
    }

    /// Reads a person's keys, and makes the first one when there is none.
    pub(super) fn prepare(&self, state: &SubjectState) -> Result<u32, KeyError> {
        for _ in 0..ATTEMPTS {
            if let Some(version) = self.newest_version(state)? {
                return Ok(version);
            }
            match self.create_subject_key(state, 1) {
                // Read back from the store: what is used is what is kept.
                Ok(()) | Err(KeyError::Conflict) => self.load(state)?,
                Err(failure) => return Err(failure),
            }
        }
        Err(KeyError::Conflict)
    }

    /// Makes a version of a person's key under the newest tenant key.
    pub(super) fn create_subject_key(
        &self,
        state: &SubjectState,
        version: u32,
    ) -> Result<(), KeyError> {
        let parents = self.parents(&state.tenant)?;
        let made = self.create_key(state.name(version), &parents.newest()?.parent);
        if made == Err(KeyError::Conflict) {
            // Perhaps the tenant key was rotated meanwhile.
            self.fresh_parents(&state.tenant)?;
        }
        made
    }

    /// Derives the key for a column, reading the person's keys first where that is needed.
    fn provide(
        &self,
        state: &SubjectState,
        column: &Column,
        suite: Suite,
        which: Which,
        permitted: bool,
    ) -> Result<(), NoKey> {
        if state.derive(self.backend, column, suite, which, permitted, self.random.hedges())? {
            return Ok(());
        }
        match which {
            Which::Newest => self.prepare(state).map(|_| ()).map_err(NoKey::Keys),
            Which::Version(version) => {
                self.load(state).map_err(NoKey::Keys)?;
                match &state.read().standing {
                    Standing::Live(live) if live.key(version).is_none() => {
                        Err(NoKey::UnknownVersion)
                    }
                    Standing::Live(_) | Standing::Unloaded | Standing::Erased => Ok(()),
                }
            }
        }
    }

    /// Reads a person's keys from the store.
    pub(super) fn load(&self, state: &SubjectState) -> Result<(), KeyError> {
        let evictions = state.read().evictions;
        let Some(versions) = self.unwrap_rows(state)? else {
            state.erase();
            return Ok(());
        };
        let mut inner = state.write();
        if inner.evictions == evictions && !matches!(inner.standing, Standing::Erased) {
            inner.reload(versions);
        }
        drop(inner);
        Ok(())
    }

    /// A person's keys as the store has them now; `None` for a person with a tombstone.
    fn unwrap_rows(&self, state: &SubjectState) -> Result<Option<Vec<SubjectKey>>, KeyError> {
        let mut parents = self.parents(&state.tenant)?;
        for _ in 0..ATTEMPTS {
            let SubjectRows { keys, tombstone } =
                self.store.subject(&state.tenant, &state.subject)?;
            if tombstone.is_some() {
                return Ok(None);
            }
            let mut versions = Vec::with_capacity(keys.len());
            let mut missing = Vec::new();
            for StoredKey { name, record } in keys {
                let parent = record.parent_version().ok_or(KeyError::Unwrap)?;
                // The name is the one that was asked for, whatever the row says it is.
                let version = name.version();
                match parents.find(parent) {
                    Some(parent) => {
                        let key = parent.unwrap(self.backend, &state.name(version), &record)?;
                        versions.push(SubjectKey::new(&key, version, state.subject.clone()));
                    }
                    None => missing.push(parent),
                }
            }
            if missing.is_empty() {
                versions.sort_by_key(SubjectKey::version);
                return Ok(Some(versions));
            }
            // A rotation may have passed between two reads. Tenant keys first, then the rows again:
            // a row whose parent was gone before it was read was restored from before an epoch.
            let fresh = self.fresh_parents(&state.tenant)?;
            let again = self.store.subject(&state.tenant, &state.subject)?;
            let mut parents_now = again.keys.iter().filter_map(|key| key.record.parent_version());
            if again.tombstone.is_none() && parents_now.any(|parent| fresh.is_destroyed(parent)) {
                return Err(KeyError::SubjectErased);
            }
            parents = fresh;
        }
        Err(KeyError::Unwrap)
    }
}

impl SubjectState {
    /// Derives a category key; `false` when the version it needs was not read yet.
    fn derive(
        &self,
        backend: &'static dyn Backend,
        column: &Column,
        suite: Suite,
        which: Which,
        permitted: bool,
        hedged: bool,
    ) -> Result<bool, NoKey> {
        let mut inner = self.write();
        let live = match &mut inner.standing {
            Standing::Erased => return Err(NoKey::Keys(KeyError::SubjectErased)),
            Standing::Unloaded => return Ok(false),
            Standing::Live(live) => live,
        };
        let Some(version) = live.version(which) else { return Ok(false) };
        if !permitted || label(suite, &self.tenant, column.category()) != *column.label(suite) {
            return if live.key(version).is_some() { Err(NoKey::NotThisColumn) } else { Ok(false) };
        }
        if live.category(column, suite, which).is_some() {
            return Ok(true);
        }
        let Some(secret) = live.key(version) else { return Ok(false) };
        let key = secret.category(backend, column, suite, hedged)?;
        live.categories.push(key);
        drop(inner);
        Ok(true)
    }

    /// A key of its own for somebody who may have one category and no other.
    pub(super) fn category_key(
        &self,
        backend: &'static dyn Backend,
        column: &Column,
        suite: Suite,
        hedged: bool,
    ) -> Result<CategoryKey, NoKey> {
        let inner = self.read();
        let live = match &inner.standing {
            Standing::Erased => return Err(NoKey::Keys(KeyError::SubjectErased)),
            Standing::Unloaded => return Err(NoKey::UnknownVersion),
            Standing::Live(live) => live,
        };
        if label(suite, &self.tenant, column.category()) != *column.label(suite) {
            return Err(NoKey::NotThisColumn);
        }
        let newest = live.versions.last().ok_or(NoKey::UnknownVersion)?;
        Ok(newest.category(backend, column, suite, hedged)?)
    }
}

impl From<BackendFailure> for NoKey {
    fn from(_: BackendFailure) -> Self {
        Self::Keys(KeyError::Backend)
    }
}

impl From<KeyError> for NoKey {
    fn from(failure: KeyError) -> Self {
        Self::Keys(failure)
    }
}

#[cfg(all(test, feature = "os-entropy", any(feature = "ring", feature = "aes-gcm")))]
mod tests;
