//! A tenant's keys.

use std::sync::{Arc, PoisonError, RwLock};

use super::{ATTEMPTS, Shared};
use crate::context::Tenant;
use crate::error::{KekFailure, KeyError};
use crate::kek::{KeyEncryptionKey, WrapJob};
use crate::secret::SecretKey;
use crate::store::{KeyChange, StoredKey};
use crate::wrap::{KeyName, Parent, ParentKind, WrappedKey};

/// A tenant's keys, once they were read.
#[derive(Default)]
pub(crate) struct TenantState(RwLock<Option<Arc<Parents>>>);

/// The versions of a tenant's key, oldest first.
pub(crate) struct Parents {
    living: Vec<LivingParent>,
    /// Versions whose key-encryption key was destroyed.
    destroyed: Vec<u32>,
}

pub(crate) struct LivingParent {
    pub(crate) parent: Parent,
    /// As the store has it.
    pub(crate) record: WrappedKey,
    /// The version of the key-encryption key that wraps it.
    pub(crate) kek_version: u32,
}

impl Parents {
    pub(crate) fn newest(&self) -> Result<&LivingParent, KeyError> {
        match self.living.last() {
            Some(newest) => Ok(newest),
            None if self.destroyed.is_empty() => Err(KeyError::UnknownTenant),
            None => Err(KeyError::Kek(KekFailure::Destroyed)),
        }
    }

    pub(crate) fn find(&self, version: u32) -> Option<&Parent> {
        self.living.iter().map(|living| &living.parent).find(|parent| parent.version() == version)
    }

    /// Whether this version's key is gone for ever, and with it every key it wrapped.
    pub(crate) fn is_destroyed(&self, version: u32) -> bool {
        self.destroyed.contains(&version)
            || (self.find(version).is_none()
                && self.living.last().is_some_and(|newest| version < newest.parent.version()))
    }

    /// All but the newest, the oldest first.
    pub(crate) fn older(&self) -> impl Iterator<Item = &Parent> {
        let older = self.living.split_last().map_or(&[][..], |(_, older)| older);
        older.iter().map(|living| &living.parent)
    }
}

impl Shared {
    pub(super) fn create_tenant(&self, tenant: &Tenant) -> Result<(), KeyError> {
        for _ in 0..ATTEMPTS {
            let rows = self.store.tenant(tenant)?;
            let has_key = rows.iter().any(|key| matches!(key.name, KeyName::Tenant { .. }));
            let has_index = rows.iter().any(|key| matches!(key.name, KeyName::Index { .. }));
            if has_key && has_index {
                return Ok(());
            }
            let made = if has_key {
                let parents = self.fresh_parents(tenant)?;
                let name = KeyName::Index { tenant: tenant.clone(), version: 1 };
                self.create_key(name, &parents.newest()?.parent)
            } else {
                self.create_first_keys(tenant).and_then(|()| self.outlive_epoch(tenant))
            };
            match made {
                Ok(()) => return Ok(()),
                // Wrapped before an epoch and stored after it: nothing was sealed under them yet.
                Err(KeyError::Kek(KekFailure::Destroyed)) if !has_key => self.take_back(tenant)?,
                // Somebody else made them first.
                Err(KeyError::Conflict) => {}
                Err(failure) => return Err(failure),
            }
        }
        Err(KeyError::Conflict)
    }

    /// Moves a tenant's first key where the key-encryption key has advanced while it was made: an epoch
    /// that had looked for tenants already would destroy it.
    fn outlive_epoch(&self, tenant: &Tenant) -> Result<(), KeyError> {
        // Asked first: whoever advances it after this finds the tenant.
        let current = self.kek.current()?;
        let parents = self.fresh_parents(tenant)?;
        let newest = parents.newest()?;
        if newest.kek_version < current {
            let _ = self.rotate_tenant_key(tenant, newest.parent.version())?;
        }
        Ok(())
    }

    /// Takes a tenant's first keys away again.
    fn take_back(&self, tenant: &Tenant) -> Result<(), KeyError> {
        let index = KeyName::Index { tenant: tenant.clone(), version: 1 };
        let key = KeyName::Tenant { tenant: tenant.clone(), version: 1 };
        Ok(self.store.apply(&[KeyChange::Delete(index), KeyChange::Delete(key)])?)
    }

    fn create_first_keys(&self, tenant: &Tenant) -> Result<(), KeyError> {
        let (stored, parent) = self.new_tenant_key(tenant, 1)?;
        let name = KeyName::Index { tenant: tenant.clone(), version: 1 };
        let key = SecretKey::generate(&*self.random)?;
        let record = parent.wrap(self.backend, &*self.random, &name, &key)?;
        let index = StoredKey { name, record };
        self.store.apply(&[KeyChange::Create(stored), KeyChange::Create(index)])?;
        Ok(())
    }

    /// A new version of a tenant's key, not stored yet.
    pub(super) fn new_tenant_key(
        &self,
        tenant: &Tenant,
        version: u32,
    ) -> Result<(StoredKey, Parent), KeyError> {
        let name = KeyName::Tenant { tenant: tenant.clone(), version };
        let key = SecretKey::generate(&*self.random)?;
        let record = self.kek.wrap(&self.job(&*self.kek, &name), &key)?;
        let parent = self.parent(tenant, version, &key, self.kek.id());
        Ok((StoredKey { name, record }, parent))
    }

    /// The tenant's keys as they were last read.
    pub(super) fn parents(&self, tenant: &Tenant) -> Result<Arc<Parents>, KeyError> {
        let state = self.tenant_state(tenant);
        let known = state.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(parents) => Ok(parents),
            None => self.fresh_parents(tenant),
        }
    }

    /// The tenant's keys as the store has them now.
    pub(super) fn fresh_parents(&self, tenant: &Tenant) -> Result<Arc<Parents>, KeyError> {
        for _ in 0..ATTEMPTS {
            let (parents, gone) = self.read_parents(tenant)?;
            // An epoch may have passed between reading a row and opening it, and have moved the row
            // before it destroyed the root. What is destroyed for good still stands there.
            let rows = if gone.is_empty() { Vec::new() } else { self.store.tenant(tenant)? };
            if gone.iter().all(|row| rows.contains(row)) {
                let parents = Arc::new(parents);
                let state = self.tenant_state(tenant);
                let known = &mut *state.0.write().unwrap_or_else(PoisonError::into_inner);
                *known = Some(Arc::clone(&parents));
                return Ok(parents);
            }
        }
        Err(KeyError::Conflict)
    }

    /// The tenant's keys, and the rows whose key-encryption key says that it was destroyed.
    fn read_parents(&self, tenant: &Tenant) -> Result<(Parents, Vec<StoredKey>), KeyError> {
        let (mut living, mut gone) = (Vec::new(), Vec::new());
        for StoredKey { name, record } in self.store.tenant(tenant)? {
            let KeyName::Tenant { version, .. } = name else { continue };
            match self.unwrap_tenant_key(&name, &record) {
                Ok((key, kek_id)) => living.push(LivingParent {
                    parent: self.parent(tenant, version, &key, kek_id),
                    kek_version: record.parent_version().unwrap_or_default(),
                    record,
                }),
                Err(KekFailure::Destroyed) => gone.push(StoredKey { name, record }),
                Err(failure) => return Err(failure.into()),
            }
        }
        living.sort_by_key(|living| living.parent.version());
        let destroyed = gone.iter().map(|key| key.name.version()).collect();
        Ok((Parents { living, destroyed }, gone))
    }

    /// The newest version of the key that the tenant's indexes are derived from.
    pub(super) fn index_key(&self, tenant: &Tenant) -> Result<SecretKey, KeyError> {
        for _ in 0..ATTEMPTS {
            let parents = self.fresh_parents(tenant)?;
            let newest = self
                .store
                .tenant(tenant)?
                .into_iter()
                .filter(|key| matches!(key.name, KeyName::Index { .. }))
                .max_by_key(|key| key.name.version())
                .ok_or(KeyError::UnknownTenant)?;
            let version = newest.record.parent_version().ok_or(KeyError::Unwrap)?;
            if let Some(parent) = parents.find(version) {
                return parent.unwrap(self.backend, &newest.name, &newest.record);
            }
            if parents.is_destroyed(version) {
                return Err(KeyError::Kek(KekFailure::Destroyed));
            }
        }
        Err(KeyError::Conflict)
    }

    /// Asks the present key-encryption key, then the former ones.
    fn unwrap_tenant_key(
        &self,
        name: &KeyName,
        record: &WrappedKey,
    ) -> Result<(SecretKey, &str), KekFailure> {
        let mut first = None;
        for kek in std::iter::once(&self.kek).chain(&self.former) {
            match kek.unwrap(&self.job(&**kek, name), record) {
                Ok(key) => return Ok((key, kek.id())),
                Err(failure) => first = first.or(Some(failure)),
            }
        }
        Err(first.unwrap_or(KekFailure::Unavailable))
    }

    fn parent(&self, tenant: &Tenant, version: u32, key: &SecretKey, kek_id: &str) -> Parent {
        let kind = ParentKind::Tenant(tenant);
        Parent::derive(key, version, kind, kek_id.as_bytes(), self.random.hedges())
    }

    fn job<'a>(&'a self, kek: &'a dyn KeyEncryptionKey, name: &'a KeyName) -> WrapJob<'a> {
        WrapJob::new(self.backend, &*self.random, name, kek.id())
    }

    fn tenant_state(&self, tenant: &Tenant) -> Arc<TenantState> {
        if let Some(state) = self.tenants.read().unwrap_or_else(PoisonError::into_inner).get(tenant)
        {
            return Arc::clone(state);
        }
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tenants.entry(tenant.clone()).or_default())
    }
}
