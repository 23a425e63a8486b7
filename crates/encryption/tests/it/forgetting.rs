//! A person who was forgotten stays so: in caches, on other threads, after a restart.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use caldicott_encryption::{
    Buffered, KeyError, KeyStore, Keyring, OpenError, RecordId, SealError, Subject, Tombstone,
    seal_for_each,
};

use crate::support::{Bench, Meddled, backends, person, tombstone};

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

#[test]
fn a_forgotten_person_neither_opens_nor_seals_through_any_handle() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let before = bench.sealer("mary");
        let clone = before.clone();
        let sealed = before.seal(&bench.notes, &record(), b"low mood").unwrap();
        let john = bench.sealer("john");
        let his = john.seal(&bench.notes, &record(), b"fine").unwrap();
        bench.shred("mary");
        let after = bench.sealer("mary");
        let restarted = bench.restarted().sealer(&bench.tenant, &person("mary"));
        for sealer in [&before, &clone, &after, &restarted] {
            let opened = sealer.open(&bench.notes, &record(), &sealed);
            assert_eq!(opened.err(), Some(OpenError::SubjectErased));
            let again = sealer.seal(&bench.notes, &record(), b"again");
            assert_eq!(again.err(), Some(SealError::SubjectErased));
            assert_eq!(sealer.prepare().err(), Some(KeyError::SubjectErased));
            assert_eq!(sealer.needs_rotation(&sealed).err(), Some(OpenError::SubjectErased));
        }
        assert!(john.open(&bench.notes, &record(), &his).is_ok(), "others are untouched");
        let rotated = bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 0);
        assert_eq!(rotated.err(), Some(KeyError::SubjectErased));
    }
}

#[test]
fn being_erased_is_said_before_the_key_version_and_after_the_form() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
    bench.shred("mary");
    let mut unknown = sealed.to_vec();
    unknown[6] = 9;
    let opened = mary.open(&bench.notes, &record(), &unknown);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
    unknown[0] = 9;
    let opened = mary.open(&bench.notes, &record(), &unknown);
    assert_eq!(opened.err(), Some(OpenError::UnsupportedVersion));
    let opened = mary.open(&bench.notes, &record(), &sealed[..66]);
    assert_eq!(opened.err(), Some(OpenError::TooShort));
}

#[test]
fn forgetting_twice_keeps_the_first_tombstone() {
    let bench = Bench::new(backends()[0]);
    bench.sealer("mary").prepare().unwrap();
    let first = bench.shred("mary");
    let later = caldicott_calendar::Day::literal(2027, 1, 1);
    let second =
        Tombstone::new(bench.tenant.clone(), person("mary"), later, "asked again", "clerk")
            .unwrap();
    assert_eq!(bench.keyring.shred(&second).unwrap(), first);
    let kept = bench.keyring.tombstone(&bench.tenant, &person("mary")).unwrap().unwrap();
    assert_eq!((kept.reason(), kept.approver()), ("retention ended", "records manager"));
    assert_eq!(kept.erased_on(), caldicott_calendar::Day::literal(2026, 3, 2));
    assert_eq!(bench.keyring.tombstone(&bench.tenant, &person("john")).unwrap(), None);
}

#[test]
fn a_person_without_keys_can_be_forgotten_before_they_ever_had_any() {
    let bench = Bench::new(backends()[0]);
    bench.shred("mary");
    let sealed = bench.sealer("mary").seal(&bench.notes, &record(), b"v");
    assert_eq!(sealed.err(), Some(SealError::SubjectErased));
}

#[test]
fn the_tenant_itself_cannot_be_forgotten_as_a_person() {
    let bench = Bench::new(backends()[0]);
    let day = caldicott_calendar::Day::literal(2026, 3, 2);
    let refused = Tombstone::new(bench.tenant.clone(), Subject::tenant_wide(), day, "r", "a");
    assert!(refused.is_err());
}

#[test]
fn once_shred_returns_no_thread_opens_anything() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let sealed = bench.sealer("mary").seal(&bench.notes, &record(), b"low mood").unwrap();
        let gone = AtomicBool::new(false);
        let start = Barrier::new(5);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let sealer = bench.sealer("mary");
                    sealer.prepare().unwrap();
                    start.wait();
                    loop {
                        let was_gone = gone.load(Ordering::SeqCst);
                        match sealer.open(&bench.notes, &record(), &sealed) {
                            Ok(_) => assert!(!was_gone, "opened after shredding had returned"),
                            Err(failure) => {
                                assert_eq!(failure, OpenError::SubjectErased);
                                break;
                            }
                        }
                    }
                });
            }
            start.wait();
            bench.shred("mary");
            gone.store(true, Ordering::SeqCst);
        });
    }
}

#[test]
fn a_key_read_before_shredding_is_not_put_in_place_after_it() {
    // Another process shreds between our reading of the rows and our writing of a new version.
    let bench = Bench::new(backends()[0]);
    bench.sealer("mary").prepare().unwrap();
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let ours = Keyring::builder(
        backends()[0],
        Arc::clone(&meddled) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .build();
    let store = Arc::clone(&bench.store);
    let stone = tombstone(&bench.tenant, "mary");
    meddled.before_next_change(move || {
        store.apply(&[caldicott_encryption::KeyChange::Bury(stone)]).unwrap();
    });
    let rotated = ours.rotate_subject_key(&bench.tenant, &person("mary"), 1);
    assert_eq!(rotated.err(), Some(KeyError::SubjectErased));
    assert!(bench.store.subject(&bench.tenant, &person("mary")).unwrap().keys.is_empty());
}

#[test]
fn when_the_store_fails_shredding_says_so_and_can_be_asked_again() {
    let bench = Bench::new(backends()[0]);
    let meddled = Arc::new(Meddled::new(Arc::clone(&bench.store)));
    let keyring = Keyring::builder(
        backends()[0],
        Arc::clone(&meddled) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .build();
    let sealer = keyring.sealer(&bench.tenant, &person("mary"));
    let sealed = sealer.seal(&bench.notes, &record(), b"low mood").unwrap();
    meddled.down.store(true, Ordering::SeqCst);
    let stone = tombstone(&bench.tenant, "mary");
    assert_eq!(keyring.shred(&stone).err(), Some(KeyError::StoreUnavailable));
    let opened = sealer.open(&bench.notes, &record(), &sealed);
    assert_eq!(opened.err(), Some(OpenError::KeysUnavailable), "it may have been written");
    meddled.down.store(false, Ordering::SeqCst);
    assert!(sealer.open(&bench.notes, &record(), &sealed).is_ok());
    keyring.shred(&stone).unwrap();
    let opened = sealer.open(&bench.notes, &record(), &sealed);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
}

#[test]
fn a_value_about_two_people_outlives_one_of_them() {
    let bench = Bench::new(backends()[0]);
    let (mary, john) = (bench.sealer("mary"), bench.sealer("john"));
    let copies = seal_for_each(&[&mary, &john], &bench.notes, &record(), b"lives with").unwrap();
    bench.shred("mary");
    assert!(mary.open(&bench.notes, &record(), &copies[0]).is_err());
    assert!(john.open(&bench.notes, &record(), &copies[1]).is_ok());
    assert_eq!(
        seal_for_each(&[&john, &mary], &bench.notes, &record(), b"x").err(),
        Some(SealError::SubjectErased),
        "all or none"
    );
}

#[test]
fn a_full_cache_lets_go_of_idle_people_and_still_reaches_held_ones() {
    let bench = Bench::new(backends()[0]);
    let keyring = Keyring::builder(
        backends()[0],
        Arc::clone(&bench.store) as _,
        Arc::clone(&bench.kek) as _,
        Arc::new(Buffered),
    )
    .capacity(2)
    .build();
    let held = keyring.sealer(&bench.tenant, &person("mary"));
    let sealed = held.seal(&bench.notes, &record(), b"low mood").unwrap();
    for number in 0..20 {
        let other = keyring.sealer(&bench.tenant, &person(&format!("p{number}")));
        other.prepare().unwrap();
    }
    keyring.shred(&tombstone(&bench.tenant, "mary")).unwrap();
    let opened = held.open(&bench.notes, &record(), &sealed);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
}

#[test]
fn another_process_that_evicts_learns_of_a_shredding() {
    let bench = Bench::new(backends()[0]);
    let sealed = bench.sealer("mary").seal(&bench.notes, &record(), b"low mood").unwrap();
    let other = bench.restarted();
    let sealer = other.sealer(&bench.tenant, &person("mary"));
    sealer.prepare().unwrap();
    bench.shred("mary");
    other.evict_all();
    let opened = sealer.open(&bench.notes, &record(), &sealed);
    assert_eq!(opened.err(), Some(OpenError::SubjectErased));
}

#[test]
fn a_panic_while_a_value_is_read_leaves_everything_usable() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let sealed = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
    let caught = catch_unwind(AssertUnwindSafe(|| {
        mary.open_with(&bench.notes, &record(), &sealed, |_| panic!("the reader's own fault"))
    }));
    assert!(caught.is_err());
    let len = mary.open_with(&bench.notes, &record(), &sealed, <[u8]>::len).unwrap();
    assert_eq!(len, 8);
    bench.shred("mary");
}
