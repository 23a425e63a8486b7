//! Against a real token. Without the variables of the README it says that it did not run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::thread;

use caldicott_encryption::{
    AesGcm, Backend, Buffered, Column, KekFailure, KeyChange, KeyEncryptionKey, KeyName, KeyStore,
    Keyring, MemoryKeyStore, OpenError, OsEntropy, RecordId, Ring, SecretKey, StoredKey, Subject,
    Tenant, WrapJob, WrappedKey,
};
use caldicott_model::Category;
use cryptoki::types::AuthPin;
use kek_softhsm::TokenKek;

struct Place {
    module: String,
    token: String,
    pin: AuthPin,
}

fn place() -> Option<Place> {
    let variable = |name| std::env::var(name).ok();
    let found = || {
        let pin = std::fs::read_to_string(variable("PKCS11_PIN_FILE")?).ok()?;
        let pin = AuthPin::new(pin.trim().into());
        Some(Place { module: variable("PKCS11_MODULE")?, token: variable("PKCS11_TOKEN")?, pin })
    };
    let place = found();
    if place.is_none() {
        println!("NOT RUN: no PKCS#11 token");
    }
    place
}

impl Place {
    fn kek(&self, id: &str) -> TokenKek {
        TokenKek::open(&self.module, &self.token, &self.pin, id).unwrap()
    }
}

fn tenant() -> Tenant {
    Tenant::new("st-martins").unwrap()
}

fn job<'a>(name: &'a KeyName, id: &'a str) -> WrapJob<'a> {
    WrapJob::new(&Ring, &OsEntropy, name, id)
}

#[test]
fn a_wrapped_key_opens_on_the_token_in_its_own_row_alone() {
    let Some(place) = place() else { return };
    let kek = place.kek("test:rows");
    let name = KeyName::Tenant { tenant: tenant(), version: 1 };
    let key = SecretKey::from_bytes(&[9; 32]);
    let record = kek.wrap(&job(&name, kek.id()), &key).unwrap();
    assert_eq!(record.parent_version(), Some(kek.current().unwrap()));
    assert!(!record.as_bytes().windows(16).any(|part| part == [9; 16]));
    assert!(kek.unwrap(&job(&name, kek.id()), &record).unwrap() == key);
    // Opened anew, as after a restart.
    assert!(place.kek("test:rows").unwrap(&job(&name, kek.id()), &record).unwrap() == key);
    let again = kek.wrap(&job(&name, kek.id()), &key).unwrap();
    assert_ne!(again, record, "a nonce of its own each time");

    let other = KeyName::Tenant { tenant: tenant(), version: 2 };
    let refused = |name, id, record: &WrappedKey| kek.unwrap(&job(name, id), record).err();
    assert_eq!(refused(&other, kek.id(), &record), Some(KekFailure::Unwrap));
    assert_eq!(refused(&name, "test:other", &record), Some(KekFailure::Unwrap));
    let bytes = record.as_bytes();
    for place in 0..bytes.len() {
        let mut altered = bytes.to_vec();
        altered[place] ^= 1;
        let altered = WrappedKey::from_bytes(altered);
        assert!(refused(&name, kek.id(), &altered).is_some(), "byte {place}");
    }
    for length in 0..bytes.len() {
        let cut = WrappedKey::from_bytes(bytes[..length].to_vec());
        assert!(refused(&name, kek.id(), &cut).is_some(), "{length} bytes");
    }
}

#[test]
fn versions_are_made_and_destroyed_on_the_token() {
    let Some(place) = place() else { return };
    let kek = place.kek("test:versions");
    let name = KeyName::Tenant { tenant: tenant(), version: 1 };
    let key = SecretKey::from_bytes(&[9; 32]);
    let first = kek.current().unwrap();
    let old = kek.wrap(&job(&name, kek.id()), &key).unwrap();
    let second = kek.advance(&OsEntropy).unwrap();
    assert_eq!((second, kek.current().unwrap()), (first + 1, first + 1));
    assert!(kek.unwrap(&job(&name, kek.id()), &old).is_ok());
    assert_eq!(kek.retire_before(second + 1), Err(KekFailure::UnknownVersion));
    kek.retire_before(second).unwrap();
    kek.retire_before(second).unwrap();
    let opened = kek.unwrap(&job(&name, kek.id()), &old);
    assert_eq!(opened.err(), Some(KekFailure::Destroyed));
    let later = job(&name, kek.id()).remote(second + 1, &[0; 60]);
    assert_eq!(kek.unwrap(&job(&name, kek.id()), &later).err(), Some(KekFailure::UnknownVersion));
}

#[test]
fn an_epoch_on_the_token_closes_every_older_backup_and_opens_on_both_providers() {
    let Some(place) = place() else { return };
    let kek = Arc::new(place.kek("test:epoch"));
    let store = Arc::new(MemoryKeyStore::new());
    let keyring = |backend: &'static dyn Backend, store: &Arc<MemoryKeyStore>| {
        Keyring::builder(backend, store.clone() as _, kek.clone() as _, Arc::new(Buffered)).build()
    };
    let running = keyring(&Ring, &store);
    running.create_tenant(&tenant()).unwrap();
    let notes = Column::new(&tenant(), Category::Health, "SupportPlan", "notes").unwrap();
    let (mary, record) = (Subject::person("003A").unwrap(), RecordId::new("a0B").unwrap());
    let sealed = running.sealer(&tenant(), &mary).seal(&notes, &record, b"low mood").unwrap();
    let backup = Arc::new(MemoryKeyStore::clone(&store));
    let epoch = running.epoch(kek.current().unwrap()).unwrap();
    assert!(epoch.is_closed());
    for backend in [&Ring as &dyn Backend, &AesGcm] {
        let sealer = keyring(backend, &store).sealer(&tenant(), &mary);
        assert!(sealer.open(&notes, &record, &sealed).is_ok());
        let restored = keyring(backend, &backup).sealer(&tenant(), &mary);
        let refused = restored.open(&notes, &record, &sealed).err();
        assert!(matches!(refused, Some(OpenError::KeysUnavailable | OpenError::SubjectErased)));
    }
    // A row moved to another tenant's place does not open there.
    let keys = store.tenant(&tenant()).unwrap();
    let stolen = keys.into_iter().find(|key| matches!(key.name, KeyName::Tenant { .. })).unwrap();
    let theirs = Tenant::new("camden").unwrap();
    let name = KeyName::Tenant { tenant: theirs.clone(), version: 1 };
    store.apply(&[KeyChange::Create(StoredKey { name, record: stolen.record })]).unwrap();
    let notes = Column::new(&theirs, Category::Health, "SupportPlan", "notes").unwrap();
    let sealed = keyring(&Ring, &store).sealer(&theirs, &mary).seal(&notes, &record, b"x");
    assert!(sealed.is_err());
}

#[test]
fn many_threads_share_one_session() {
    let Some(place) = place() else { return };
    let kek = place.kek("test:threads");
    let name = KeyName::Tenant { tenant: tenant(), version: 1 };
    thread::scope(|scope| {
        for number in 0..4 {
            let (kek, name) = (&kek, &name);
            scope.spawn(move || {
                let key = SecretKey::from_bytes(&[number; 32]);
                for _ in 0..20 {
                    let record = kek.wrap(&job(name, kek.id()), &key).unwrap();
                    assert!(kek.unwrap(&job(name, kek.id()), &record).unwrap() == key);
                }
            });
        }
    });
}

#[test]
fn a_key_that_is_dropped_takes_no_other_with_it() {
    let Some(place) = place() else { return };
    let kept = place.kek("test:kept");
    thread::scope(|scope| {
        for number in 0..4 {
            let place = &place;
            scope.spawn(move || {
                for _ in 0..10 {
                    drop(place.kek(&format!("test:dropped {number}")));
                }
            });
        }
    });
    assert_eq!(kept.current(), Ok(1));
}

#[test]
fn what_cannot_be_reached_says_so() {
    let Some(place) = place() else { return };
    let open = |module: &str, token: &str, pin: &str, id: &str| {
        TokenKek::open(module, token, &AuthPin::new(pin.into()), id).err()
    };
    let (module, token) = (place.module.as_str(), place.token.as_str());
    assert_eq!(open("/nowhere.so", token, "1", "a"), Some(KekFailure::Unavailable));
    assert_eq!(open(module, "no such token", "1", "a"), Some(KekFailure::Unavailable));
    assert_eq!(open(module, token, "1", ""), Some(KekFailure::Form));
    assert_eq!(open(module, token, "1", &"x".repeat(256)), Some(KekFailure::Form));
    assert_eq!(format!("{:?}", place.kek("test:debug")), "TokenKek(…)");
}
