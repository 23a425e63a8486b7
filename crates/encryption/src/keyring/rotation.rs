//! Rotating keys, so that what was destroyed cannot be brought back from a backup.

use std::collections::BTreeSet;
use std::fmt;

use super::tenant::Parents;
use super::{ATTEMPTS, Shared};
use crate::context::{Subject, Tenant};
use crate::error::{KekFailure, KeyError};
use crate::store::{KeyChange, StoredKey};
use crate::wrap::{KeyName, Parent};

/// What a rotation of a tenant's key did.
#[derive(Clone, Eq, PartialEq)]
#[must_use = "a rotation that did not finish has destroyed no key"]
pub struct TenantRotation {
    version: u32,
    rewrapped: u64,
    refused: Vec<KeyName>,
}

/// What an epoch did.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an epoch that did not close leaves older backups readable"]
pub struct Epoch {
    kek_version: u32,
    tenants: Vec<(Tenant, TenantRotation)>,
}

/// How many keys are wrapped anew in one transaction.
const BATCH: usize = 256;

impl TenantRotation {
    /// The newest version of the tenant's key.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// How many keys were wrapped anew.
    #[must_use]
    pub const fn rewrapped(&self) -> u64 {
        self.rewrapped
    }

    /// The keys that did not open, and so were left as they are.
    #[must_use]
    pub fn refused(&self) -> &[KeyName] {
        &self.refused
    }

    /// Whether every key was wrapped anew and every older version destroyed.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.refused.is_empty()
    }
}

impl Epoch {
    /// The version of the key-encryption key that alone is left, when the epoch closed.
    #[must_use]
    pub const fn kek_version(&self) -> u32 {
        self.kek_version
    }

    /// What was done for each tenant.
    pub fn tenants(&self) -> &[(Tenant, TenantRotation)] {
        &self.tenants
    }

    /// Whether older backups of the key store open nothing from now on. It is not so while some key
    /// did not open, for its parent is kept.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.tenants.iter().all(|(_, rotation)| rotation.is_finished())
    }
}

impl Shared {
    pub(super) fn rotate_tenant_key(
        &self,
        tenant: &Tenant,
        beyond: u32,
    ) -> Result<TenantRotation, KeyError> {
        let mut rotation = TenantRotation { version: 0, rewrapped: 0, refused: Vec::new() };
        for _ in 0..ATTEMPTS {
            let parents = self.fresh_parents(tenant)?;
            let newest = parents.newest()?;
            let version = newest.parent.version();
            if version <= beyond {
                let next = version.checked_add(1).ok_or(KeyError::VersionsExhausted)?;
                let (stored, _) = self.new_tenant_key(tenant, next)?;
                // Only while the version before it stands: a number is never given twice, for keys may
                // be on their way that were wrapped under the one that had it first.
                let (name, same) = (tenant_key(tenant, version), || newest.record.clone());
                let stands = KeyChange::Replace { name, old: same(), new: same() };
                let changes = [stands, KeyChange::Create(stored)];
                match self.store.apply(&changes).map_err(KeyError::from) {
                    Ok(()) | Err(KeyError::Conflict) => continue,
                    Err(failure) => return Err(failure),
                }
            }
            rotation.version = version;
            match self.move_to_newest(tenant, &parents, &mut rotation) {
                // Somebody made or rotated a key meanwhile: look again.
                Err(KeyError::Conflict) => {}
                done => {
                    // The older versions are wiped here when the last user lets go of them.
                    self.fresh_parents(tenant)?;
                    return done.map(|()| rotation);
                }
            }
        }
        Err(KeyError::Conflict)
    }

    /// Wraps everything under the newest version and destroys the others.
    fn move_to_newest(
        &self,
        tenant: &Tenant,
        parents: &Parents,
        rotation: &mut TenantRotation,
    ) -> Result<(), KeyError> {
        let newest = &parents.newest()?.parent;
        rotation.refused.clear();
        for old in parents.older() {
            let refused = self.rewrap_all(tenant, old, newest, rotation)?;
            rotation.refused.extend(refused);
            // INVARIANT: in their order, and none after one that stays: whoever finds a version standing
            // knows that the next was never destroyed.
            if rotation.refused.is_empty() {
                let name = tenant_key(tenant, old.version());
                self.store.apply(&[KeyChange::Delete(name)])?;
            }
        }
        Ok(())
    }

    /// Wraps all that one version wraps under another, in batches; returns what does not open.
    fn rewrap_all(
        &self,
        tenant: &Tenant,
        old: &Parent,
        new: &Parent,
        rotation: &mut TenantRotation,
    ) -> Result<Vec<KeyName>, KeyError> {
        let mut conflicts = 0;
        loop {
            let mut refused = Vec::new();
            let mut changes = Vec::new();
            // What was refused before comes again, so the limit grows past it.
            let mut limit = BATCH;
            loop {
                let rows = self.store.wrapped_under(tenant, old.version(), limit)?;
                let complete = rows.len() < limit;
                refused.clear();
                changes.clear();
                for row in rows {
                    match self.rewrap(old, new, row)? {
                        Ok(change) => changes.push(change),
                        Err(name) => refused.push(name),
                    }
                }
                if !changes.is_empty() || complete {
                    break;
                }
                limit = limit.saturating_mul(2);
            }
            if changes.is_empty() {
                return Ok(refused);
            }
            match self.store.apply(&changes).map_err(KeyError::from) {
                Ok(()) => {
                    rotation.rewrapped += changes.len() as u64;
                    conflicts = 0;
                }
                // Somebody was shredded or rotated meanwhile: read the batch again.
                Err(KeyError::Conflict) if conflicts < ATTEMPTS => conflicts += 1,
                Err(failure) => return Err(failure),
            }
        }
    }

    /// The change that wraps one key anew, or its name when it does not open.
    fn rewrap(
        &self,
        old: &Parent,
        new: &Parent,
        row: StoredKey,
    ) -> Result<Result<KeyChange, KeyName>, KeyError> {
        let StoredKey { name, record } = row;
        let Ok(key) = old.unwrap(self.backend, &name, &record) else { return Ok(Err(name)) };
        let wrapped = new.wrap(self.backend, &*self.random, &name, &key)?;
        Ok(Ok(KeyChange::Replace { name, old: record, new: wrapped }))
    }

    pub(super) fn epoch(&self, beyond: u32) -> Result<Epoch, KeyError> {
        let mut kek_version = self.kek.current()?;
        if kek_version <= beyond {
            kek_version = self.kek.advance(&*self.random)?;
        }
        let mut epoch = Epoch { kek_version, tenants: Vec::new() };
        let (mut failed, mut destroyed) = (None, None);
        // Until no tenant is found that was not seen before: one may be made while others are moved.
        let mut seen = BTreeSet::new();
        loop {
            let mut tenants = self.store.tenants()?;
            tenants.retain(|tenant| seen.insert(tenant.clone()));
            if tenants.is_empty() {
                break;
            }
            for tenant in tenants {
                match self.move_to_root(&tenant, kek_version) {
                    Ok(rotation) => epoch.tenants.push((tenant, rotation)),
                    // What an earlier epoch destroyed and somebody restored opens nothing already.
                    Err(failure @ KeyError::Kek(KekFailure::Destroyed)) => {
                        destroyed = Some(failure);
                    }
                    // One tenant that cannot be moved keeps no other from it.
                    Err(failure) => failed = failed.or(Some(failure)),
                }
            }
        }
        if let Some(failure) = failed.or(destroyed.filter(|_| epoch.tenants.is_empty())) {
            return Err(failure);
        }
        if epoch.is_closed() {
            self.kek.retire_before(kek_version)?;
        }
        Ok(epoch)
    }

    /// Rotates a tenant's key until the newest is wrapped under this version of the key-encryption
    /// key. Once is not always enough: somebody may have wrapped a new one under the older version
    /// before this one was made, and stored it since. Retiring the older version would destroy it.
    fn move_to_root(&self, tenant: &Tenant, kek_version: u32) -> Result<TenantRotation, KeyError> {
        let mut done: Option<TenantRotation> = None;
        for _ in 0..ATTEMPTS {
            let parents = self.fresh_parents(tenant)?;
            let newest = parents.newest()?;
            let version = newest.parent.version();
            // A later version will do: then another epoch has begun meanwhile.
            let is_moved = newest.kek_version >= kek_version
                && newest.parent.kek_id() == self.kek.id().as_bytes();
            match done {
                Some(rotation) if is_moved && rotation.version == version => return Ok(rotation),
                Some(_) | None => {}
            }
            // A tenant that has moved may have older versions left from a run that was stopped.
            let beyond = if is_moved { version.saturating_sub(1) } else { version };
            let before = done.map_or(0, |rotation| rotation.rewrapped);
            let mut rotation = self.rotate_tenant_key(tenant, beyond)?;
            rotation.rewrapped += before;
            done = Some(rotation);
        }
        Err(KeyError::Conflict)
    }

    pub(super) fn rotate_subject_key(
        &self,
        tenant: &Tenant,
        subject: &Subject,
        beyond: u32,
    ) -> Result<u32, KeyError> {
        let state = self.subject_state(tenant, subject);
        for _ in 0..ATTEMPTS {
            self.load(&state)?;
            let newest = self.newest_version(&state)?.unwrap_or_default();
            if newest > beyond {
                return Ok(newest);
            }
            let next = newest.checked_add(1).ok_or(KeyError::VersionsExhausted)?;
            match self.create_subject_key(&state, next) {
                Ok(()) | Err(KeyError::Conflict) => {}
                Err(failure) => return Err(failure),
            }
        }
        Err(KeyError::Conflict)
    }

    pub(super) fn retire_subject_keys(
        &self,
        tenant: &Tenant,
        subject: &Subject,
        before: u32,
    ) -> Result<(), KeyError> {
        let state = self.subject_state(tenant, subject);
        self.load(&state)?;
        if self.newest_version(&state)?.is_none_or(|newest| newest < before) {
            return Err(KeyError::Conflict);
        }
        let rows = self.store.subject(tenant, subject)?;
        let old = rows.keys.into_iter().filter(|key| key.name.version() < before);
        let changes: Vec<_> = old.map(|key| KeyChange::Delete(key.name)).collect();
        let applied = self.store.apply(&changes);
        // Also when it failed, for it may have been written all the same.
        state.evict();
        Ok(applied?)
    }
}

fn tenant_key(tenant: &Tenant, version: u32) -> KeyName {
    KeyName::Tenant { tenant: tenant.clone(), version }
}

impl fmt::Debug for TenantRotation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TenantRotation")
            .field("version", &self.version)
            .field("rewrapped", &self.rewrapped)
            .field("refused", &self.refused.len())
            .finish()
    }
}
