//! What was destroyed cannot be brought back from a backup.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use caldicott_encryption::{
    Buffered, KekFailure, KeyEncryptionKey, KeyError, KeyStore as _, Keyring, LocalKek,
    MemoryKeyStore, OpenError, RecordId, Sealed, SecretKey, Tenant,
};
use caldicott_model::Purpose;

use crate::support::{Bench, Meddled, altered, backends, keyring, person};

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

fn sealed_for(bench: &Bench, people: &[&str]) -> Vec<Sealed> {
    people
        .iter()
        .map(|id| bench.sealer(id).seal(&bench.notes, &record(), id.as_bytes()).unwrap())
        .collect()
}

#[test]
fn a_restored_older_key_store_opens_nothing_after_an_epoch() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let people = ["mary", "john"];
        let sealed = sealed_for(&bench, &people);
        let backup = Arc::new((*bench.store).clone());
        bench.shred("mary");

        // Before the epoch the backup brings her back: this is what an epoch is for.
        let restored = keyring(backend, &backup, &bench.kek, Arc::new(Buffered));
        let mary = restored.sealer(&bench.tenant, &person("mary"));
        assert!(mary.open(&bench.notes, &record(), &sealed[0]).is_ok());

        let epoch = bench.keyring.epoch(1).unwrap();
        assert!(epoch.is_closed());
        assert_eq!(epoch.kek_version(), 2);
        let restored = keyring(backend, &backup, &bench.kek, Arc::new(Buffered));
        for (id, sealed) in people.iter().zip(&sealed) {
            let sealer = restored.sealer(&bench.tenant, &person(id));
            let opened = sealer.open(&bench.notes, &record(), sealed);
            // The tenant key's own parent is gone, and with it all that it wrapped.
            assert_eq!(opened.err(), Some(OpenError::SubjectErased));
        }
        // The living store goes on, in this process and in a new one.
        for keyring in [&bench.keyring, &bench.restarted()] {
            let john = keyring.sealer(&bench.tenant, &person("john"));
            let opened = john.open(&bench.notes, &record(), &sealed[1]).unwrap();
            assert_eq!(**opened.expose(Purpose::SUPPORT), *b"john");
        }
    }
}

#[test]
fn people_restored_under_a_destroyed_tenant_key_stay_erased() {
    // Tenant keys are kept apart, and only the people's rows come from the backup.
    let bench = Bench::new(backends()[0]);
    let sealed = sealed_for(&bench, &["mary", "john"]);
    let backup = (*bench.store).clone();
    bench.shred("mary");
    assert!(bench.keyring.rotate_tenant_key(&bench.tenant, 1).unwrap().is_finished());
    let (old, _) = backup.rows();
    let (new, _) = bench.store.rows();
    let people = old.into_iter().filter(|key| key.name.kind() == 2);
    let tenants = new.into_iter().filter(|key| key.name.kind() != 2);
    let mixed = caldicott_encryption::MemoryKeyStore::with_rows(tenants.chain(people), []);
    let restored = keyring(backends()[0], &Arc::new(mixed), &bench.kek, Arc::new(Buffered));
    for (id, sealed) in ["mary", "john"].iter().zip(&sealed) {
        let sealer = restored.sealer(&bench.tenant, &person(id));
        let opened = sealer.open(&bench.notes, &record(), sealed);
        assert_eq!(opened.err(), Some(OpenError::SubjectErased));
        assert_eq!(sealer.prepare().err(), Some(KeyError::SubjectErased));
    }
}

#[test]
fn an_epoch_asked_for_twice_is_one() {
    let bench = Bench::new(backends()[0]);
    sealed_for(&bench, &["mary"]);
    let first = bench.keyring.epoch(1).unwrap();
    let rows = bench.store.rows();
    let second = bench.keyring.epoch(1).unwrap();
    assert_eq!(first.kek_version(), second.kek_version());
    assert!(second.tenants().iter().all(|(_, rotation)| rotation.rewrapped() == 0));
    assert!(bench.store.rows() == rows);
}

/// The store goes down at the write after so many others.
fn arm(store: &Arc<Meddled>, left: usize) {
    let again = Arc::clone(store);
    store.before_next_change(move || {
        if left == 0 {
            again.down.store(true, Ordering::SeqCst);
        } else {
            arm(&again, left - 1);
        }
    });
}

#[test]
fn an_epoch_stopped_anywhere_is_finished_by_the_next_call() {
    let bench = Bench::new(backends()[0]);
    let people: Vec<String> = (0..5).map(|number| format!("p{number}")).collect();
    let names: Vec<&str> = people.iter().map(String::as_str).collect();
    let sealed = sealed_for(&bench, &names);
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let ours = || {
        Keyring::builder(
            backends()[0],
            Arc::clone(&meddled) as _,
            Arc::clone(&bench.kek) as _,
            Arc::new(Buffered),
        )
        .build()
    };
    // The store goes down at the next write; each run gets one write further.
    let mut stops = 0;
    loop {
        let store = Arc::clone(&meddled);
        arm(&store, stops % 4);
        let ran = ours().epoch(1);
        meddled.down.store(false, Ordering::SeqCst);
        *meddled.before.lock().unwrap() = None;
        for (id, sealed) in names.iter().zip(&sealed) {
            let sealer = ours().sealer(&bench.tenant, &person(id));
            assert!(sealer.open(&bench.notes, &record(), sealed).is_ok(), "after stop {stops}");
        }
        if let Ok(epoch) = ran {
            assert!(epoch.is_closed());
            break;
        }
        stops += 1;
        assert!(stops < 10);
    }
    assert!(stops > 0, "it was stopped at least once");
    let (keys, _) = bench.store.rows();
    let tenants = keys.iter().filter(|key| key.name.kind() == 1).count();
    assert_eq!(tenants, 1, "the older tenant keys are destroyed");
    assert_eq!(bench.kek.current().unwrap(), 2);
}

#[test]
fn a_key_that_does_not_open_is_named_and_keeps_its_parent() {
    let bench = Bench::new(backends()[0]);
    let sealed = sealed_for(&bench, &["mary", "john"]);
    let broken = altered(&bench.store, |name, mut record| {
        if name.subject() == Some(&person("mary")) {
            record[100] ^= 1;
        }
        Some(record)
    });
    let keyring = keyring(backends()[0], &broken, &bench.kek, Arc::new(Buffered));
    let epoch = keyring.epoch(1).unwrap();
    assert!(!epoch.is_closed());
    let (_, rotation) = &epoch.tenants()[0];
    assert_eq!(rotation.refused().len(), 1);
    assert_eq!(rotation.refused()[0].subject(), Some(&person("mary")));
    assert_eq!(rotation.rewrapped(), 2, "john's key and the index key");
    let john = keyring.sealer(&bench.tenant, &person("john"));
    assert!(john.open(&bench.notes, &record(), &sealed[1]).is_ok());
    let (keys, _) = broken.rows();
    assert_eq!(keys.iter().filter(|key| key.name.kind() == 1).count(), 2);
    // The old version of the key-encryption key is kept too, so a repaired row can still be moved.
    let repaired = altered(&broken, |name, mut record| {
        if name.subject() == Some(&person("mary")) {
            record[100] ^= 1;
        }
        Some(record)
    });
    let keyring = crate::support::keyring(backends()[0], &repaired, &bench.kek, Arc::new(Buffered));
    assert!(keyring.epoch(1).unwrap().is_closed());
    let mary = keyring.sealer(&bench.tenant, &person("mary"));
    assert!(mary.open(&bench.notes, &record(), &sealed[0]).is_ok());
}

#[test]
fn more_people_than_one_batch_and_many_broken_rows_are_rotated() {
    let bench = Bench::new(backends()[0]);
    for number in 0..700 {
        bench.sealer(&format!("p{number:03}")).prepare().unwrap();
    }
    let mut nth = 0;
    let broken = altered(&bench.store, |name, mut record| {
        if name.kind() == 2 {
            nth += 1;
            // The first three hundred, so that a whole batch is refused.
            record[100] ^= u8::from(nth <= 300);
        }
        Some(record)
    });
    let keyring = keyring(backends()[0], &broken, &bench.kek, Arc::new(Buffered));
    let rotation = keyring.rotate_tenant_key(&bench.tenant, 1).unwrap();
    assert_eq!((rotation.rewrapped(), rotation.refused().len()), (401, 300));
    assert_eq!(rotation.version(), 2);
    let again = keyring.rotate_tenant_key(&bench.tenant, 1).unwrap();
    assert_eq!((again.rewrapped(), again.refused().len()), (0, 300));
}

#[test]
fn a_new_key_encryption_key_takes_over_from_a_former_one() {
    let bench = Bench::new(backends()[0]);
    let sealed = sealed_for(&bench, &["mary"]);
    let new = Arc::new(LocalKek::new("kms:eu", 1, SecretKey::from_bytes(&[9; 32])).unwrap());
    let build = |former: bool| {
        let builder = Keyring::builder(
            backends()[0],
            Arc::clone(&bench.store) as _,
            Arc::clone(&new) as _,
            Arc::new(Buffered),
        );
        if former { builder.former_kek(Arc::clone(&bench.kek) as _) } else { builder }.build()
    };
    let alone = build(false).sealer(&bench.tenant, &person("mary"));
    assert!(alone.open(&bench.notes, &record(), &sealed[0]).is_err());
    let both = build(true);
    let mary = both.sealer(&bench.tenant, &person("mary"));
    assert!(mary.open(&bench.notes, &record(), &sealed[0]).is_ok());
    // The numbers of the two keys' versions are the same; it is the key that counts.
    assert!(both.epoch(0).unwrap().is_closed());
    let alone = build(false).sealer(&bench.tenant, &person("mary"));
    assert!(alone.open(&bench.notes, &record(), &sealed[0]).is_ok());
}

#[test]
fn a_key_encryption_key_that_cannot_rotate_says_so_and_nothing_changes() {
    struct Fixed(LocalKek);
    impl KeyEncryptionKey for Fixed {
        fn id(&self) -> &str {
            self.0.id()
        }
        fn current(&self) -> Result<u32, KekFailure> {
            self.0.current()
        }
        fn wrap(
            &self,
            job: &caldicott_encryption::WrapJob<'_>,
            key: &SecretKey,
        ) -> Result<caldicott_encryption::WrappedKey, KekFailure> {
            self.0.wrap(job, key)
        }
        fn unwrap(
            &self,
            job: &caldicott_encryption::WrapJob<'_>,
            record: &caldicott_encryption::WrappedKey,
        ) -> Result<SecretKey, KekFailure> {
            self.0.unwrap(job, record)
        }
    }
    let bench = Bench::new(backends()[0]);
    let kek = LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let fixed = Keyring::builder(
        backends()[0],
        Arc::clone(&bench.store) as _,
        Arc::new(Fixed(kek)),
        Arc::new(Buffered),
    )
    .build();
    let rows = bench.store.rows();
    assert_eq!(fixed.epoch(1).err(), Some(KeyError::Kek(KekFailure::CannotRotate)));
    assert!(bench.store.rows() == rows);
}

#[test]
fn a_tenant_that_cannot_be_moved_keeps_no_other_from_it_and_keeps_the_root() {
    let bench = Bench::new(backends()[0]);
    let broken = Tenant::new("a-broken-one").unwrap();
    bench.keyring.create_tenant(&broken).unwrap();
    let store = altered(&bench.store, |name, mut record| {
        if *name.tenant() == broken && name.kind() == 1 {
            record[100] ^= 1;
        }
        Some(record)
    });
    let keyring = keyring(backends()[0], &store, &bench.kek, Arc::new(Buffered));
    assert_eq!(keyring.epoch(1).err(), Some(KeyError::Kek(KekFailure::Unwrap)));
    let newest = |tenant: &Tenant| {
        let rows = store.tenant(tenant).unwrap().into_iter();
        rows.filter(|key| key.name.kind() == 1).map(|key| key.record.parent_version()).max()
    };
    assert_eq!((newest(&bench.tenant), newest(&broken)), (Some(Some(2)), Some(Some(1))));
    // The root that the broken one needs is kept: repaired, it opens.
    let repaired = altered(&store, |name, mut record| {
        if *name.tenant() == broken && name.kind() == 1 {
            record[100] ^= 1;
        }
        Some(record)
    });
    let keyring = crate::support::keyring(backends()[0], &repaired, &bench.kek, Arc::new(Buffered));
    assert!(keyring.epoch(1).unwrap().is_closed());
}

#[test]
fn a_tenant_that_was_destroyed_before_and_restored_does_not_keep_an_epoch_open() {
    let bench = Bench::new(backends()[0]);
    let gone = Tenant::new("a-closed-one").unwrap();
    bench.keyring.create_tenant(&gone).unwrap();
    let (backup, _) = bench.store.rows();
    assert!(bench.keyring.epoch(1).unwrap().is_closed());
    let (rows, _) = bench.store.rows();
    let kept = rows.into_iter().filter(|key| *key.name.tenant() != gone);
    let restored = backup.into_iter().filter(|key| *key.name.tenant() == gone);
    let mixed = Arc::new(MemoryKeyStore::with_rows(kept.chain(restored), []));
    let keyring = keyring(backends()[0], &mixed, &bench.kek, Arc::new(Buffered));
    let epoch = keyring.epoch(2).unwrap();
    assert!(epoch.is_closed());
    assert_eq!(
        epoch.tenants().iter().map(|(tenant, _)| tenant).collect::<Vec<_>>(),
        [&bench.tenant]
    );
    assert_eq!(keyring.epoch(2).unwrap().kek_version(), 3);
    // Where nothing else is there, it is said.
    let (backup, _) = mixed.rows();
    let alone = backup.into_iter().filter(|key| *key.name.tenant() == gone);
    let alone = Arc::new(MemoryKeyStore::with_rows(alone, []));
    let keyring = crate::support::keyring(backends()[0], &alone, &bench.kek, Arc::new(Buffered));
    assert_eq!(keyring.epoch(2).err(), Some(KeyError::Kek(KekFailure::Destroyed)));
}
