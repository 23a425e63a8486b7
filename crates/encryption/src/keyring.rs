//! The keys of every tenant and person, unwrapped when they are needed and wiped when they are not.

mod attachment;
mod column;
mod rotation;
mod sealer;
mod subject;
mod tenant;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

pub use self::attachment::{AttachmentOpener, AttachmentReader, AttachmentSealer};
pub use self::column::{OpenedColumn, SealedColumn};
pub use self::rotation::{Epoch, TenantRotation};
pub use self::sealer::{Sealer, seal_for_each};

use self::subject::SubjectState;
use self::tenant::TenantState;
use crate::backend::Backend;
use crate::context::{Subject, Tenant};
use crate::error::KeyError;
use crate::index::{BlindIndex, IndexError, IndexSpec};
use crate::kek::KeyEncryptionKey;
use crate::random::RandomSource;
use crate::store::{KeyChange, KeyStore, StoredKey, Tombstone};
use crate::wrap::KeyName;

/// All keys of an organisation's program.
///
/// Cloning it is cheap and gives the same keyring; all threads share it. A person who is shredded
/// through one clone is erased for every [`Sealer`] of all of them. Another process learns of it
/// from the key store: tell it to [`Keyring::evict_all`].
///
/// ```
/// # #[cfg(all(feature = "ring", feature = "os-entropy"))] {
/// use std::sync::Arc;
/// use caldicott_calendar::Day;
/// use caldicott_encryption::{
///     Buffered, Column, Keyring, LocalKek, MemoryKeyStore, OpenError, OsEntropy, RecordId, Ring,
///     SecretKey, Subject, Tenant, Tombstone,
/// };
/// use caldicott_model::Category;
///
/// let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy)?)?;
/// let store = Arc::new(MemoryKeyStore::new());
/// let keyring = Keyring::builder(&Ring, store, Arc::new(kek), Arc::new(Buffered)).build();
/// let tenant = Tenant::new("st-martins")?;
/// keyring.create_tenant(&tenant)?;
///
/// let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes")?;
/// let person = Subject::person("003Aa00001XyZabIAF")?;
/// let sealer = keyring.sealer(&tenant, &person);
/// let sealed = sealer.seal(&notes, &RecordId::new("a0B1")?, b"low mood")?;
/// // The same bytes in another record's row do not open.
/// let elsewhere = sealer.open(&notes, &RecordId::new("a0B2")?, &sealed);
/// assert_eq!(elsewhere.err(), Some(OpenError::Authentication));
///
/// let day = Day::literal(2026, 3, 2);
/// keyring.shred(&Tombstone::new(tenant, person, day, "retention ended", "records manager")?)?;
/// let forgotten = sealer.open(&notes, &RecordId::new("a0B1")?, &sealed);
/// assert_eq!(forgotten.err(), Some(OpenError::SubjectErased));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Keyring(Arc<Shared>);

/// What a keyring is made of.
pub struct KeyringBuilder {
    backend: &'static dyn Backend,
    store: Arc<dyn KeyStore>,
    kek: Arc<dyn KeyEncryptionKey>,
    former: Vec<Arc<dyn KeyEncryptionKey>>,
    random: Arc<dyn RandomSource>,
    capacity: usize,
}

/// What all clones of a keyring and all its sealers share.
pub(crate) struct Shared {
    backend: &'static dyn Backend,
    store: Arc<dyn KeyStore>,
    kek: Arc<dyn KeyEncryptionKey>,
    former: Vec<Arc<dyn KeyEncryptionKey>>,
    random: Arc<dyn RandomSource>,
    tenants: RwLock<HashMap<Tenant, Arc<TenantState>>>,
    // INVARIANT: a person has at most one state here, and every sealer of the person holds that
    // one, so that shredding it reaches them all. A state that a sealer holds is never dropped.
    subjects: RwLock<HashMap<(Tenant, Subject), Arc<SubjectState>>>,
    capacity: usize,
}

/// How often keys are read again when others change them at the same time.
const ATTEMPTS: usize = 16;
/// How many people's keys stay unwrapped by default.
const CAPACITY: usize = 65_536;

impl KeyringBuilder {
    /// Also opens tenant keys that were wrapped by this key-encryption key, until
    /// [`Keyring::epoch`] has moved them to the present one.
    #[must_use]
    pub fn former_kek(mut self, kek: Arc<dyn KeyEncryptionKey>) -> Self {
        self.former.push(kek);
        self
    }

    /// How many people's keys stay unwrapped while nobody holds a sealer for them.
    #[must_use]
    pub const fn capacity(mut self, people: usize) -> Self {
        self.capacity = people;
        self
    }

    /// The keyring. Nothing is read yet.
    #[must_use]
    pub fn build(self) -> Keyring {
        let Self { backend, store, kek, former, random, capacity } = self;
        Keyring(Arc::new(Shared {
            backend,
            store,
            kek,
            former,
            random,
            tenants: RwLock::default(),
            subjects: RwLock::default(),
            capacity,
        }))
    }
}

impl Keyring {
    /// A keyring on this provider of ciphers, key store, key-encryption key and random source.
    #[must_use]
    pub fn builder(
        backend: &'static dyn Backend,
        store: Arc<dyn KeyStore>,
        kek: Arc<dyn KeyEncryptionKey>,
        random: Arc<dyn RandomSource>,
    ) -> KeyringBuilder {
        KeyringBuilder { backend, store, kek, former: Vec::new(), random, capacity: CAPACITY }
    }

    /// Makes the tenant's first keys, unless it has them.
    ///
    /// # Errors
    /// When the store or the key-encryption key does not answer, or there are no random bytes.
    /// Nothing is written then.
    pub fn create_tenant(&self, tenant: &Tenant) -> Result<(), KeyError> {
        self.0.create_tenant(tenant)
    }

    /// What seals and opens this subject's fields. Reads nothing yet.
    #[must_use]
    pub fn sealer(&self, tenant: &Tenant, subject: &Subject) -> Sealer {
        Sealer::new(Arc::clone(&self.0), self.0.subject_state(tenant, subject))
    }

    /// Forgets a person: destroys every version of the person's key and keeps the tombstone.
    ///
    /// When this returns no thread of this process can open the person's fields, and every copy of
    /// the keys that this keyring held is wiped. Backups of the key store are closed by
    /// [`Keyring::epoch`]. Doing it again changes nothing, and returns the tombstone that stands.
    ///
    /// # Errors
    /// When the store does not answer: ask again.
    pub fn shred(&self, tombstone: &Tombstone) -> Result<Tombstone, KeyError> {
        let (tenant, subject) = (tombstone.tenant(), tombstone.subject());
        let state = self.0.subject_state(tenant, subject);
        if let Err(failure) = self.0.store.apply(&[KeyChange::Bury(tombstone.clone())]) {
            // It may have been written all the same: the next use asks the store.
            state.evict();
            return Err(failure.into());
        }
        state.erase();
        let rows = self.0.store.subject(tenant, subject)?;
        match rows.tombstone {
            Some(kept) if rows.keys.is_empty() => Ok(kept),
            Some(_) | None => Err(KeyError::StoreFault),
        }
    }

    /// What remains of a person who was forgotten; `None` for one who was not.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn tombstone(
        &self,
        tenant: &Tenant,
        subject: &Subject,
    ) -> Result<Option<Tombstone>, KeyError> {
        Ok(self.0.store.subject(tenant, subject)?.tombstone)
    }

    /// A blind index of the tenant's.
    ///
    /// # Errors
    /// [`IndexError::Keys`] when the tenant's index key cannot be had.
    pub fn blind_index(&self, tenant: &Tenant, spec: &IndexSpec) -> Result<BlindIndex, IndexError> {
        let secret = self.0.index_key(tenant)?;
        BlindIndex::new(&secret, tenant, spec)
    }

    /// Makes a new version of a person's key, unless the newest is beyond this one already, and
    /// returns the newest. New values are sealed under it; old ones open as before.
    ///
    /// # Errors
    /// [`KeyError::SubjectErased`] for a person who was forgotten; otherwise when the store or the
    /// key-encryption key does not answer.
    pub fn rotate_subject_key(
        &self,
        tenant: &Tenant,
        subject: &Subject,
        beyond: u32,
    ) -> Result<u32, KeyError> {
        self.0.rotate_subject_key(tenant, subject, beyond)
    }

    /// Destroys the versions of a person's key before this one, once every value was sealed again:
    /// what is still sealed under them never opens.
    ///
    /// # Errors
    /// [`KeyError::Conflict`] when no version as new as this one exists; otherwise when the store
    /// does not answer.
    pub fn retire_subject_keys(
        &self,
        tenant: &Tenant,
        subject: &Subject,
        before: u32,
    ) -> Result<(), KeyError> {
        self.0.retire_subject_keys(tenant, subject, before)
    }

    /// Makes a new version of the tenant's key, unless the newest is beyond this one already, wraps
    /// all living keys under it, and destroys the older versions.
    ///
    /// It can be stopped at any point and called again with the same number.
    ///
    /// # Errors
    /// When the store or the key-encryption key does not answer. Keys that do not open are no error:
    /// they are named in the result, and the version they need is kept.
    pub fn rotate_tenant_key(
        &self,
        tenant: &Tenant,
        beyond: u32,
    ) -> Result<TenantRotation, KeyError> {
        self.0.rotate_tenant_key(tenant, beyond)
    }

    /// Closes an epoch: a new version of the key-encryption key unless the newest is beyond this
    /// one already, every tenant's key rotated onto it, and the older versions destroyed.
    ///
    /// Afterwards a key store restored from an older backup opens nothing, so those who were
    /// forgotten stay so. Run it every 30 days. It can be stopped and called again.
    ///
    /// # Errors
    /// When the store or the key-encryption key does not answer, or the latter cannot be rotated
    /// from here: then rotate it where it is kept, and each tenant's key here.
    pub fn epoch(&self, beyond: u32) -> Result<Epoch, KeyError> {
        self.0.epoch(beyond)
    }

    /// Wipes one subject's unwrapped keys; the next use asks the store.
    pub fn evict(&self, tenant: &Tenant, subject: &Subject) {
        self.0.subject_state(tenant, subject).evict();
    }

    /// Wipes all unwrapped keys; the next use of each asks the store. For when another process
    /// shredded or rotated.
    pub fn evict_all(&self) {
        self.0.tenants.write().unwrap_or_else(PoisonError::into_inner).clear();
        let mut subjects = self.0.subjects.write().unwrap_or_else(PoisonError::into_inner);
        subjects.retain(|_, state| Arc::strong_count(state) > 1);
        subjects.values().for_each(|state| state.evict());
    }
}

impl Shared {
    /// The one state of this subject.
    fn subject_state(&self, tenant: &Tenant, subject: &Subject) -> Arc<SubjectState> {
        let name = (tenant.clone(), subject.clone());
        // The maps hold whole entries whenever a thread can panic, so a poisoned one is sound.
        if let Some(state) = self.subjects.read().unwrap_or_else(PoisonError::into_inner).get(&name)
        {
            return Arc::clone(state);
        }
        let mut subjects = self.subjects.write().unwrap_or_else(PoisonError::into_inner);
        if subjects.len() >= self.capacity && !subjects.contains_key(&name) {
            // Nobody can take a state out of the map now, so one that only the map holds is idle.
            subjects.retain(|_, state| Arc::strong_count(state) > 1);
        }
        let state = subjects
            .entry(name)
            .or_insert_with(|| Arc::new(SubjectState::new(tenant.clone(), subject.clone())));
        Arc::clone(state)
    }

    /// Makes a key, wraps it and stores it, all or nothing.
    fn create_key(&self, name: KeyName, parent: &crate::wrap::Parent) -> Result<(), KeyError> {
        let key = crate::secret::SecretKey::generate(&*self.random)?;
        let record = parent.wrap(self.backend, &*self.random, &name, &key)?;
        self.store.apply(&[KeyChange::Create(StoredKey { name, record })])?;
        Ok(())
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Keyring({})", self.0.backend.name())
    }
}

impl fmt::Debug for KeyringBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyringBuilder({})", self.backend.name())
    }
}
