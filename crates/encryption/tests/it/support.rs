//! What the tests share: providers, scripted randomness, a keyring with one person.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use caldicott_calendar::Day;
use caldicott_encryption::{
    AesGcm, Backend, Buffered, Column, KeyChange, KeyName, KeyStore, Keyring, LocalKek,
    MemoryKeyStore, RandomFailure, RandomSource, Sealer, SecretKey, StoreFailure, StoredKey,
    Subject, SubjectRows, Tenant, Tombstone,
};
use caldicott_model::Category;

/// Every provider that this build has.
pub(crate) fn backends() -> Vec<&'static dyn Backend> {
    vec![
        &AesGcm,
        #[cfg(feature = "ring")]
        &caldicott_encryption::Ring,
    ]
}

/// Gives the bytes it was told to, in order, and fails beyond them.
#[derive(Default)]
pub(crate) struct Script(Mutex<VecDeque<u8>>);

impl Script {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Mutex::new(bytes.iter().copied().collect()))
    }
}

impl RandomSource for Script {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        let mut left = self.0.lock().unwrap();
        if left.len() < out.len() {
            return Err(RandomFailure::new());
        }
        for byte in out {
            *byte = left.pop_front().unwrap();
        }
        Ok(())
    }
}

/// Random until it is told to fail.
#[derive(Default)]
pub(crate) struct Flaky(pub(crate) AtomicBool);

impl RandomSource for Flaky {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        if self.0.load(Ordering::SeqCst) {
            return Err(RandomFailure::new());
        }
        Buffered.fill(out)
    }
}

/// A store that does `before` once, just before the next change is applied, or fails.
pub(crate) struct Meddled {
    pub(crate) inner: Arc<MemoryKeyStore>,
    pub(crate) before: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    pub(crate) down: AtomicBool,
}

impl Meddled {
    pub(crate) fn new(inner: Arc<MemoryKeyStore>) -> Self {
        Self { inner, before: Mutex::default(), down: AtomicBool::new(false) }
    }

    pub(crate) fn before_next_change(&self, act: impl FnOnce() + Send + 'static) {
        *self.before.lock().unwrap() = Some(Box::new(act));
    }

    fn up(&self) -> Result<&MemoryKeyStore, StoreFailure> {
        if self.down.load(Ordering::SeqCst) {
            return Err(StoreFailure::Unavailable);
        }
        Ok(&self.inner)
    }
}

impl KeyStore for Meddled {
    fn tenants(&self) -> Result<Vec<Tenant>, StoreFailure> {
        self.up()?.tenants()
    }

    fn tenant(&self, tenant: &Tenant) -> Result<Vec<StoredKey>, StoreFailure> {
        self.up()?.tenant(tenant)
    }

    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Result<SubjectRows, StoreFailure> {
        self.up()?.subject(tenant, subject)
    }

    fn wrapped_under(
        &self,
        tenant: &Tenant,
        parent: u32,
        limit: usize,
    ) -> Result<Vec<StoredKey>, StoreFailure> {
        self.up()?.wrapped_under(tenant, parent, limit)
    }

    fn apply(&self, changes: &[KeyChange]) -> Result<(), StoreFailure> {
        let act = self.before.lock().unwrap().take();
        if let Some(act) = act {
            act();
        }
        self.up()?.apply(changes)
    }
}

/// A keyring in memory, its parts, and a column.
pub(crate) struct Bench {
    pub(crate) keyring: Keyring,
    pub(crate) store: Arc<MemoryKeyStore>,
    pub(crate) kek: Arc<LocalKek>,
    pub(crate) tenant: Tenant,
    pub(crate) notes: Column,
}

impl Bench {
    pub(crate) fn new(backend: &'static dyn Backend) -> Self {
        Self::with(backend, Arc::new(Buffered))
    }

    pub(crate) fn with(backend: &'static dyn Backend, random: Arc<dyn RandomSource>) -> Self {
        let store = Arc::new(MemoryKeyStore::new());
        let kek = Arc::new(LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap());
        let keyring = keyring(backend, &store, &kek, random);
        let tenant = Tenant::new("st-martins").unwrap();
        keyring.create_tenant(&tenant).unwrap();
        let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes").unwrap();
        Self { keyring, store, kek, tenant, notes }
    }

    pub(crate) fn sealer(&self, id: &str) -> Sealer {
        self.keyring.sealer(&self.tenant, &person(id))
    }

    /// Another process: the same store and key-encryption key, nothing in memory.
    pub(crate) fn restarted(&self) -> Keyring {
        keyring(backends()[0], &self.store, &self.kek, Arc::new(Buffered))
    }

    pub(crate) fn shred(&self, id: &str) -> Tombstone {
        self.keyring.shred(&tombstone(&self.tenant, id)).unwrap()
    }
}

pub(crate) fn keyring(
    backend: &'static dyn Backend,
    store: &Arc<MemoryKeyStore>,
    kek: &Arc<LocalKek>,
    random: Arc<dyn RandomSource>,
) -> Keyring {
    Keyring::builder(backend, Arc::clone(store) as _, Arc::clone(kek) as _, random).build()
}

pub(crate) fn person(id: &str) -> Subject {
    Subject::person(id).unwrap()
}

pub(crate) fn tombstone(tenant: &Tenant, id: &str) -> Tombstone {
    let day = Day::literal(2026, 3, 2);
    Tombstone::new(tenant.clone(), person(id), day, "retention ended", "records manager").unwrap()
}

/// The rows of a store with one changed or taken away.
pub(crate) fn altered(
    store: &MemoryKeyStore,
    mut change: impl FnMut(&KeyName, Vec<u8>) -> Option<Vec<u8>>,
) -> Arc<MemoryKeyStore> {
    let (keys, tombstones) = store.rows();
    let keys = keys.into_iter().filter_map(|key| {
        let bytes = change(&key.name, key.record.as_bytes().to_vec())?;
        let record = caldicott_encryption::WrappedKey::from_bytes(bytes);
        Some(StoredKey { name: key.name, record })
    });
    Arc::new(MemoryKeyStore::with_rows(keys, tombstones))
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

pub(crate) fn key(text: &str) -> SecretKey {
    SecretKey::from_bytes(unhex(text).as_slice().try_into().unwrap())
}
