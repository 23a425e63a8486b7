//! A log in files: who may write it, what damage is answered with, what a restart keeps.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod support;

use caldicott_audit::{
    Alteration, EntryVerdict, Fault, FileStorage, Log, LogError, Origin, Storage, StorageError,
    StoredPayload, verify,
};
use caldicott_calendar::Day;
use support::{Toy, at, draft, erasure, filled, origin, salts};

#[test]
fn one_flipped_byte_in_a_copy_of_the_files_is_found_at_its_entry() {
    let directory = tempfile::tempdir().unwrap();
    let storage = FileStorage::create(directory.path(), &origin()).unwrap();
    drop(filled(storage, 200));
    let path = directory.path().join("entries");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    std::fs::write(&path, &bytes).unwrap();
    let opened = FileStorage::open(directory.path(), &origin());
    let Err(StorageError::Corrupt { index, .. }) = opened else { panic!("{opened:?}") };
    assert!((90..110).contains(&index));
    // Nothing was cut off or mended: the damage is evidence.
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    let damaged = FileStorage::inspect(directory.path(), &origin()).unwrap();
    let report = verify(origin(), &damaged, [], |_| {});
    assert_eq!((report.first_broken(), report.intact()), (Some(index), index));
    assert!(report.to_string().contains(&format!("from entry {index} on")), "{report}");

    bytes[middle] ^= 0x20;
    std::fs::write(&path, &bytes).unwrap();
    let path = directory.path().join("payloads");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let log = Log::open(origin(), FileStorage::open(directory.path(), &origin()).unwrap()).unwrap();
    let report = log.verify([], |_| {});
    assert_eq!(report.broken(), 1);
    let index = report.first_broken().unwrap();
    let verdict = EntryVerdict::Altered(Alteration::Damaged);
    assert_eq!(report.faults(), [Fault::Entry { index, verdict }]);
    assert!(
        report.to_string().ends_with("was altered: its bytes are damaged where they are stored")
    );
}

#[test]
fn only_one_may_write_and_anybody_may_read() {
    let directory = tempfile::tempdir().unwrap();
    let first = FileStorage::create(directory.path(), &origin()).unwrap();
    let first = filled(first, 10);
    let second = FileStorage::open(directory.path(), &origin());
    assert_eq!(second.unwrap_err(), StorageError::Locked);
    let reader = FileStorage::inspect(directory.path(), &origin()).unwrap();
    assert_eq!(reader.size(), 10);
    let mut reader = Log::open(origin(), reader).unwrap();
    let error = reader.record(draft(1), (), at(1), &mut Toy, &mut salts()).unwrap_err();
    assert_eq!(error.cause(), &LogError::Storage(StorageError::ReadOnly));
    drop(first);
    assert!(FileStorage::open(directory.path(), &origin()).is_ok());
    let again = FileStorage::create(directory.path(), &origin());
    assert!(matches!(again, Err(StorageError::Place(_))));
    let other = Origin::new("example.org/other").unwrap();
    let other = FileStorage::open(directory.path(), &other);
    assert_eq!(other.unwrap_err(), StorageError::OtherLog);
    let empty = tempfile::tempdir().unwrap();
    let none = FileStorage::open(empty.path(), &origin());
    assert!(matches!(none, Err(StorageError::Place(_))));
}

#[test]
fn time_does_not_go_back_over_a_restart_even_when_the_last_contents_were_erased() {
    let directory = tempfile::tempdir().unwrap();
    let log = filled(FileStorage::create(directory.path(), &origin()).unwrap(), 5);
    drop(log);
    let storage = FileStorage::open(directory.path(), &origin()).unwrap();
    let mut log = Log::open(origin(), storage).unwrap();
    let erased = log.erase(&[3, 4], erasure(), at(900), &mut Toy, &mut salts()).unwrap();
    drop(log);
    let storage = FileStorage::open(directory.path(), &origin()).unwrap();
    let mut log = Log::open(origin(), storage).unwrap();
    // The clock was put back while the machine was off.
    let late = log.record(draft(6), (), at(1), &mut Toy, &mut salts()).unwrap();
    let stored = |index| match log.row(index).unwrap().unwrap().payload {
        StoredPayload::Sealed { logged_at, .. } => logged_at,
        other => panic!("{other:?}"),
    };
    assert_eq!(stored(erased.receipt().index()), at(900).unix_millis);
    assert_eq!(stored(late.receipt().index()), at(900).unix_millis);
    let days: Vec<Day> = [5, 6]
        .map(|index| log.row(index).unwrap().unwrap().leaf)
        .map(|leaf| caldicott_audit::Leaf::decode(&leaf).unwrap().day())
        .to_vec();
    assert_eq!(days, [at(900).day; 2]);
}

#[test]
fn entries_taken_back_before_the_sync_were_never_there() {
    let directory = tempfile::tempdir().unwrap();
    let storage = FileStorage::create(directory.path(), &origin()).unwrap();
    let log = filled(storage, 70);
    let chain_root = log.root();
    let mut chain = caldicott_audit::Chain::new(origin());
    let mut prepared = Vec::new();
    for number in 0..74 {
        let kind = if number == 72 { erasure().erasing(&[5]).unwrap() } else { draft(number) };
        let one = chain.prepare(&kind, at(number / 50 * 50), &mut Toy, &mut salts()).unwrap();
        let _ = chain.accept(&one).unwrap();
        prepared.push(one);
    }
    let mut storage = log.into_storage();
    for one in &prepared[70..] {
        storage.append(one).unwrap();
    }
    assert_eq!((storage.size(), storage.durable()), (74, 70));
    assert_eq!(storage.read(71).unwrap().unwrap().leaf, prepared[71].leaf_bytes());
    assert!(storage.truncate(69).is_err());
    storage.truncate(71).unwrap();
    storage.sync().unwrap();
    assert_eq!((storage.size(), storage.durable()), (71, 71));
    assert!(matches!(storage.read(5).unwrap().unwrap().payload, StoredPayload::Sealed { .. }));
    assert!(storage.append(&prepared[70]).is_err());
    for one in &prepared[71..] {
        storage.append(one).unwrap();
    }
    storage.sync().unwrap();
    drop(storage);
    let storage = FileStorage::open(directory.path(), &origin()).unwrap();
    assert!(matches!(storage.read(5).unwrap().unwrap().payload, StoredPayload::Erased(_)));
    let log = Log::open(origin(), storage).unwrap();
    assert_eq!(log.size(), 74);
    assert_ne!(log.root(), chain_root);
    assert!(log.verify([], |_| {}).is_sound());
}
