#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::similar_names,
    reason = "a test fails by panicking"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use caldicott_model::Category;

use super::Standing;
use crate::{
    Backend, Buffered, Column, Keyring, LocalKek, MemoryKeyStore, OpenError, RecordId, SecretKey,
    Subject, Tenant, Tombstone,
};

fn backend() -> &'static dyn Backend {
    #[cfg(feature = "ring")]
    return &crate::Ring;
    #[cfg(not(feature = "ring"))]
    return &crate::AesGcm;
}

fn keyring() -> (Keyring, Tenant, Column, Subject) {
    let kek = LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let store = Arc::new(MemoryKeyStore::new());
    let keyring = Keyring::builder(backend(), store, Arc::new(kek), Arc::new(Buffered)).build();
    let tenant = Tenant::new("st-martins").unwrap();
    keyring.create_tenant(&tenant).unwrap();
    let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes").unwrap();
    (keyring, tenant, notes, Subject::person("mary").unwrap())
}

fn poison(keyring: &Keyring, tenant: &Tenant, subject: &Subject) {
    let state = keyring.0.subject_state(tenant, subject);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _held = state.inner.write().unwrap();
        panic!("a fault while keys are changed");
    }));
    assert!(panicked.is_err());
    assert!(state.inner.is_poisoned());
}

#[test]
fn a_poisoned_lock_is_wiped_and_used_again() {
    let (keyring, tenant, notes, mary) = keyring();
    let sealer = keyring.sealer(&tenant, &mary);
    let record = RecordId::new("a0B").unwrap();
    let sealed = sealer.seal(&notes, &record, b"low mood").unwrap();
    poison(&keyring, &tenant, &mary);
    let state = keyring.0.subject_state(&tenant, &mary);
    assert!(matches!(state.read().standing, Standing::Unloaded), "what was half done is wiped");
    assert!(!state.inner.is_poisoned());
    assert!(sealer.open(&notes, &record, &sealed).is_ok());
}

#[test]
fn a_poisoned_lock_brings_nobody_back() {
    let (keyring, tenant, notes, mary) = keyring();
    let sealer = keyring.sealer(&tenant, &mary);
    let record = RecordId::new("a0B").unwrap();
    let sealed = sealer.seal(&notes, &record, b"low mood").unwrap();
    let day = caldicott_calendar::Day::literal(2026, 3, 2);
    keyring
        .shred(&Tombstone::new(tenant.clone(), mary.clone(), day, "ended", "manager").unwrap())
        .unwrap();
    poison(&keyring, &tenant, &mary);
    let opened = sealer.open(&notes, &record, &sealed);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
}

#[test]
fn shredding_through_a_poisoned_lock_works() {
    let (keyring, tenant, notes, mary) = keyring();
    let sealer = keyring.sealer(&tenant, &mary);
    let record = RecordId::new("a0B").unwrap();
    let sealed = sealer.seal(&notes, &record, b"low mood").unwrap();
    poison(&keyring, &tenant, &mary);
    let day = caldicott_calendar::Day::literal(2026, 3, 2);
    keyring.shred(&Tombstone::new(tenant, mary, day, "ended", "manager").unwrap()).unwrap();
    let opened = sealer.open(&notes, &record, &sealed);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
}

#[test]
fn keys_derived_once_stay_derived_when_a_new_version_is_read() {
    let (keyring, tenant, notes, mary) = keyring();
    let sealer = keyring.sealer(&tenant, &mary);
    let record = RecordId::new("a0B").unwrap();
    sealer.seal(&notes, &record, b"low mood").unwrap();
    keyring.rotate_subject_key(&tenant, &mary, 1).unwrap();
    let state = keyring.0.subject_state(&tenant, &mary);
    let derived = match &state.read().standing {
        Standing::Live(live) => live.categories.len(),
        Standing::Erased | Standing::Unloaded => 0,
    };
    assert_eq!(derived, 1);
}
