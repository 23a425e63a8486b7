//! Several processes that care for the same keys at the same time lose none.

use std::sync::{Arc, Barrier, Mutex};

use caldicott_encryption::{
    Buffered, Column, KeyChange, KeyEncryptionKey, KeyError, KeyStore as _, Keyring, LocalKek,
    MemoryKeyStore, OpenError, RecordId, SealError, Sealed, SecretKey, StoreFailure, Tenant,
};
use caldicott_model::{Category, Purpose};

use crate::support::{Bench, Meddled, backends, keyring, person};

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

fn sealed_for(bench: &Bench, id: &str) -> Sealed {
    bench.sealer(id).seal(&bench.notes, &record(), id.as_bytes()).unwrap()
}

#[test]
fn a_tenant_key_made_under_the_old_root_while_an_epoch_runs_is_not_destroyed_with_it() {
    let bench = Bench::new(backends()[0]);
    let sealed = sealed_for(&bench, "mary");
    // Another process rotates the tenant's key. It has wrapped the new version already when the epoch
    // makes a new root, and stores it just before the epoch would store its own.
    let (elsewhere, other) = apart(&bench);
    assert!(other.rotate_tenant_key(&bench.tenant, 1).unwrap().is_finished());
    let (rows, _) = elsewhere.rows();
    let made = rows.into_iter().find(|key| key.name.kind() == 1).unwrap();
    assert_eq!((made.name.version(), made.record.parent_version()), (2, Some(1)));

    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let inner = Arc::clone(&bench.store);
    meddled.before_next_change(move || inner.apply(&[KeyChange::Create(made)]).unwrap());
    let keyring =
        Keyring::builder(backends()[0], meddled, bench.kek.clone(), Arc::new(Buffered)).build();
    assert!(keyring.epoch(1).unwrap().is_closed());

    let mary = bench.restarted().sealer(&bench.tenant, &person("mary"));
    let opened = mary.open(&bench.notes, &record(), &sealed).unwrap();
    assert_eq!(**opened.expose(Purpose::SUPPORT), *b"mary");
}

#[test]
fn an_epoch_that_another_overtakes_closes_and_rotates_nothing_again() {
    let bench = Bench::new(backends()[0]);
    let sealed = sealed_for(&bench, "mary");
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let other = bench.restarted();
    meddled.before_next_change(move || assert_eq!(other.epoch(2).unwrap().kek_version(), 3));
    let keyring =
        Keyring::builder(backends()[0], meddled, bench.kek.clone(), Arc::new(Buffered)).build();
    let epoch = keyring.epoch(1).unwrap();
    assert!(epoch.is_closed());
    assert_eq!((epoch.kek_version(), epoch.tenants()[0].1.version()), (2, 2));
    assert_eq!(bench.kek.current(), Ok(3));
    let mary = bench.restarted().sealer(&bench.tenant, &person("mary"));
    assert!(mary.open(&bench.notes, &record(), &sealed).is_ok());
}

#[test]
fn a_tenant_that_appears_while_others_are_moved_is_moved_too() {
    let bench = Bench::new(backends()[0]);
    let (elsewhere, other) = apart(&bench);
    let late = Tenant::new("harbour-trust").unwrap();
    other.create_tenant(&late).unwrap();
    let column = Column::new(&late, Category::Health, "SupportPlan", "notes").unwrap();
    let sealed = other.sealer(&late, &person("mary")).seal(&column, &record(), b"mary").unwrap();
    let (rows, _) = elsewhere.rows();
    let theirs = rows.into_iter().filter(|key| *key.name.tenant() == late);
    let mut changes: Vec<_> = theirs.map(KeyChange::Create).collect();
    // Parents before what they wrap.
    changes.reverse();

    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let inner = Arc::clone(&bench.store);
    meddled.before_next_change(move || inner.apply(&changes).unwrap());
    let keyring =
        Keyring::builder(backends()[0], meddled, bench.kek.clone(), Arc::new(Buffered)).build();
    let epoch = keyring.epoch(1).unwrap();
    assert!(epoch.is_closed());
    assert_eq!(epoch.tenants().len(), 2);
    let mary = bench.restarted().sealer(&late, &person("mary"));
    assert!(mary.open(&column, &record(), &sealed).is_ok());
}

#[test]
fn a_tenant_whose_first_key_is_stored_after_an_epoch_has_one_that_lasts() {
    let bench = Bench::new(backends()[0]);
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let epoch = bench.restarted();
    meddled.before_next_change(move || assert!(epoch.epoch(1).unwrap().is_closed()));
    let keyring =
        Keyring::builder(backends()[0], meddled, bench.kek.clone(), Arc::new(Buffered)).build();
    let late = Tenant::new("harbour-trust").unwrap();
    keyring.create_tenant(&late).unwrap();
    let column = Column::new(&late, Category::Health, "SupportPlan", "notes").unwrap();
    let sealed = keyring.sealer(&late, &person("mary")).seal(&column, &record(), b"mary").unwrap();
    let mary = bench.restarted().sealer(&late, &person("mary"));
    assert!(mary.open(&column, &record(), &sealed).is_ok());
}

#[test]
fn a_version_of_a_tenant_key_is_never_given_twice() {
    let bench = Bench::new(backends()[0]);
    // Two rotations pass while a third has its new version wrapped and not stored yet. A person's key
    // is on its way meanwhile, wrapped under the version that was made and destroyed in between.
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let late = Arc::new(Mutex::new(None));
    let act = {
        let (store, kek, tenant) = (bench.store.clone(), bench.kek.clone(), bench.tenant.clone());
        let (other, late, meddled) = (bench.restarted(), late.clone(), meddled.clone());
        move || {
            assert!(other.rotate_tenant_key(&tenant, 1).unwrap().is_finished());
            let elsewhere = Arc::new((*store).clone());
            let maker = keyring(backends()[0], &elsewhere, &kek, Arc::new(Buffered));
            maker.sealer(&tenant, &person("mary")).prepare().unwrap();
            let (rows, _) = elsewhere.rows();
            let key = rows.into_iter().find(|key| key.name.kind() == 2).unwrap();
            assert_eq!(key.record.parent_version(), Some(2));
            assert!(other.rotate_tenant_key(&tenant, 2).unwrap().is_finished());
            *late.lock().unwrap() = Some(KeyChange::Create(key.clone()));
            meddled.before_next_change(move || {
                assert_eq!(store.apply(&[KeyChange::Create(key)]), Err(StoreFailure::Conflict));
            });
        }
    };
    meddled.before_next_change(act);
    let keyring =
        Keyring::builder(backends()[0], meddled, bench.kek.clone(), Arc::new(Buffered)).build();
    assert_eq!(keyring.rotate_tenant_key(&bench.tenant, 1).unwrap().version(), 3);
    let late = late.lock().unwrap().take().unwrap();
    assert_eq!(bench.store.apply(&[late]), Err(StoreFailure::Conflict));
}

#[test]
fn nothing_is_lost_while_processes_rotate_close_epochs_and_seal_at_once() {
    let bench = Bench::new(backends()[0]);
    let start = Barrier::new(6);
    // Whoever comes too late sixteen times in a row is told so, and asks again some other time.
    let is_late = |failure: KeyError| assert_eq!(failure, KeyError::Conflict);
    let sealed = std::thread::scope(|scope| {
        scope.spawn(|| {
            let keyring = bench.restarted();
            start.wait();
            for beyond in 1..=8 {
                let _ = keyring.epoch(beyond).map_err(is_late);
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let keyring = bench.restarted();
                start.wait();
                for _ in 0..12 {
                    let newest = keyring.rotate_tenant_key(&bench.tenant, 0).map_err(is_late);
                    if let Ok(newest) = newest {
                        let next = keyring.rotate_tenant_key(&bench.tenant, newest.version());
                        let _ = next.map_err(is_late);
                    }
                }
            });
        }
        let sealers = ["ann", "bob", "cat"].map(|name| {
            let (bench, start) = (&bench, &start);
            scope.spawn(move || {
                let keyring = bench.restarted();
                let mut sealed = Vec::new();
                start.wait();
                for number in 0..40 {
                    let id = format!("{name}-{number}");
                    let sealer = keyring.sealer(&bench.tenant, &person(&id));
                    match sealer.seal(&bench.notes, &record(), id.as_bytes()) {
                        Ok(value) => sealed.push((id.clone(), value)),
                        // Whoever is told so may delete a living person's rows.
                        Err(failure) => assert_ne!(failure, SealError::SubjectErased),
                    }
                    if number % 3 == 0 {
                        let rotated = keyring.rotate_subject_key(&bench.tenant, &person(&id), 1);
                        let _ = rotated.map_err(is_late);
                    }
                }
                sealed
            })
        });
        sealers.map(|sealer| sealer.join().unwrap()).concat()
    });
    assert!(!sealed.is_empty());
    // What stands now is closed once more, so that nothing is left but what is meant to last.
    let root = bench.kek.current().unwrap();
    assert!(bench.restarted().epoch(root).unwrap().is_closed());
    let keyring = bench.restarted();
    for (id, value) in &sealed {
        let opened = keyring.sealer(&bench.tenant, &person(id));
        let opened = opened.open(&bench.notes, &record(), value).unwrap();
        assert_eq!(**opened.expose(Purpose::SUPPORT), *id.as_bytes());
    }
}

#[test]
fn a_key_made_while_the_tenant_key_rotates_is_wrapped_under_the_newest() {
    let bench = Bench::new(backends()[0]);
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let ours = Keyring::builder(
        backends()[0],
        Arc::clone(&meddled) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .build();
    ours.sealer(&bench.tenant, &person("john")).prepare().unwrap();
    let theirs = bench.restarted();
    let tenant = bench.tenant.clone();
    meddled.before_next_change(move || {
        assert!(theirs.rotate_tenant_key(&tenant, 1).unwrap().is_finished());
    });
    let mary = ours.sealer(&bench.tenant, &person("mary"));
    let sealed = mary.seal(&bench.notes, &record(), b"v").unwrap();
    let elsewhere = bench.restarted().sealer(&bench.tenant, &person("mary"));
    assert!(elsewhere.open(&bench.notes, &record(), &sealed).is_ok());
    let (keys, _) = bench.store.rows();
    assert!(
        keys.iter()
            .filter(|key| key.name.kind() == 2)
            .all(|key| key.record.parent_version() == Some(2))
    );
}

#[test]
fn a_person_shredded_while_the_tenant_key_rotates_stays_erased() {
    let bench = Bench::new(backends()[0]);
    let sealed = ["mary", "john"].map(|id| sealed_for(&bench, id));
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let ours = Keyring::builder(
        backends()[0],
        Arc::clone(&meddled) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .build();
    // Between the making of the new tenant key and the writing of the first batch.
    let theirs = bench.restarted();
    let stone = crate::support::tombstone(&bench.tenant, "mary");
    let second = Arc::clone(&meddled);
    meddled.before_next_change(move || {
        second.before_next_change(move || {
            theirs.shred(&stone).unwrap();
        });
    });
    assert!(ours.rotate_tenant_key(&bench.tenant, 1).unwrap().is_finished());
    let opened =
        ours.sealer(&bench.tenant, &person("mary")).open(&bench.notes, &record(), &sealed[0]);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
    let opened =
        ours.sealer(&bench.tenant, &person("john")).open(&bench.notes, &record(), &sealed[1]);
    assert!(opened.is_ok());
}

/// Another process that has a copy of the store, and the root as it was at first.
fn apart(bench: &Bench) -> (Arc<MemoryKeyStore>, Keyring) {
    let store = Arc::new((*bench.store).clone());
    let kek = LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let keyring = keyring(backends()[0], &store, &Arc::new(kek), Arc::new(Buffered));
    (store, keyring)
}
