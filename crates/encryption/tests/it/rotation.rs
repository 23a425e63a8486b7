//! New versions of a person's key.

use caldicott_encryption::{KeyError, OpenError, RecordId, SealedHeader};
use caldicott_model::Purpose;

use crate::support::{Bench, backends, person};

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

#[test]
fn old_values_open_after_rotation_and_are_sealed_again_once() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let old = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
        assert!(!mary.needs_rotation(&old).unwrap());
        assert_eq!(mary.reseal(&bench.notes, &record(), &old).unwrap(), None);
        let rotate = || bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1);
        assert_eq!(rotate().unwrap(), 2);
        assert_eq!(rotate().unwrap(), 2, "asked for twice it is done once");
        assert!(mary.open(&bench.notes, &record(), &old).is_ok());
        // Only the header is read: the rest may be missing.
        assert!(mary.needs_rotation(&old[..7]).unwrap());
        let new = mary.reseal(&bench.notes, &record(), &old).unwrap().unwrap();
        assert_eq!(SealedHeader::read(&new).unwrap().key_version(), 2);
        assert!(!mary.needs_rotation(&new).unwrap());
        let opened = mary.open(&bench.notes, &record(), &new).unwrap();
        assert_eq!(**opened.expose(Purpose::SUPPORT), *b"low mood");
    }
}

#[test]
fn a_retired_version_opens_nothing_and_the_newest_is_never_retired() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let old = mary.seal(&bench.notes, &record(), b"low mood").unwrap();
    let retire = |before| bench.keyring.retire_subject_keys(&bench.tenant, &person("mary"), before);
    assert_eq!(retire(2).err(), Some(KeyError::Conflict), "there is no version 2 yet");
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    let new = mary.reseal(&bench.notes, &record(), &old).unwrap().unwrap();
    retire(2).unwrap();
    retire(2).unwrap();
    let opened = mary.open(&bench.notes, &record(), &old);
    assert_eq!(opened.err(), Some(OpenError::UnknownKeyVersion));
    assert!(mary.open(&bench.notes, &record(), &new).is_ok());
    assert!(
        bench
            .restarted()
            .sealer(&bench.tenant, &person("mary"))
            .open(&bench.notes, &record(), &new)
            .is_ok()
    );
}

#[test]
fn another_process_opens_what_was_sealed_under_a_version_it_has_not_read_yet() {
    let bench = Bench::new(backends()[0]);
    let other = bench.restarted().sealer(&bench.tenant, &person("mary"));
    let mary = bench.sealer("mary");
    let old = mary.seal(&bench.notes, &record(), b"old").unwrap();
    assert!(other.open(&bench.notes, &record(), &old).is_ok());
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    let new = mary.seal(&bench.notes, &record(), b"new").unwrap();
    assert!(!other.needs_rotation(&new).unwrap());
    assert!(other.open(&bench.notes, &record(), &new).is_ok());
    assert!(other.open(&bench.notes, &record(), &old).is_ok());
}

#[test]
fn two_processes_that_make_a_persons_first_key_make_one() {
    let bench = Bench::new(backends()[0]);
    let processes: Vec<_> = (0..6).map(|_| bench.restarted()).collect();
    let sealed: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = processes
            .iter()
            .map(|keyring| {
                scope.spawn(|| {
                    let sealer = keyring.sealer(&bench.tenant, &person("mary"));
                    sealer.seal(&bench.notes, &record(), b"v").unwrap()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mary = bench.sealer("mary");
    assert_eq!(mary.key_version().unwrap(), Some(1));
    for sealed in &sealed {
        assert!(mary.open(&bench.notes, &record(), sealed).is_ok());
    }
}
