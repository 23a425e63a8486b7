//! What was answered for survives a loss of power at any moment, and what was erased stays erased.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::{BTreeSet, HashSet};

use caldicott_audit::{
    Chain, Checkpoint, EntryVerdict, FileStorage, Log, NoteVerifier, Storage as _, StorageError,
    StoredPayload,
};
use support::fake_disk::FakeDisk;
use support::{Random, Toy, ToyKey, at, draft, erasure, origin, salts, scale};

type FakeLog = Log<FileStorage<FakeDisk>>;

/// What the host was told, and may rely on.
#[derive(Default)]
struct Promised {
    leaves: Vec<Vec<u8>>,
    erased: BTreeSet<u64>,
    // A part of each ciphertext that must be nowhere any more: its salts.
    destroyed: HashSet<[u8; 32]>,
    checkpoint: Option<Checkpoint>,
    // How many entries were being written when the power went.
    in_flight: usize,
}

fn ciphertext(log: &FakeLog, index: u64) -> Option<[u8; 32]> {
    match log.row(index).unwrap().unwrap().payload {
        // The first bytes are nearly the same in all; the salts make the middle unlike any other.
        StoredPayload::Sealed { ciphertext, .. } => ciphertext.get(40..72)?.try_into().ok(),
        _ => None,
    }
}

/// One thing that a host does. `Err` when the log did not do it.
fn step(log: &mut FakeLog, promised: &mut Promised, random: &mut Random) -> Result<(), ()> {
    let number = log.size();
    match random.below(8) {
        0 if number > 0 => {
            let wanted: Vec<u64> = (0..=random.below(3)).map(|_| random.below(number)).collect();
            let contents: Vec<_> = wanted.iter().filter_map(|one| ciphertext(log, *one)).collect();
            promised.in_flight = 1;
            match log.erase(&wanted, erasure(), at(number), &mut Toy, &mut salts()) {
                Ok(_) => {
                    promised.erased.extend(wanted);
                    promised.destroyed.extend(contents);
                }
                // An erasure is not erased: that is an answer and no failure.
                Err(error) if error.to_string().contains("cannot be erased") => return Ok(()),
                Err(_) => return Err(()),
            }
        }
        1 => {
            let signed = log.checkpoint(&ToyKey).map_err(|_| ())?;
            promised.checkpoint = Some(signed.checkpoint().clone());
            return Ok(());
        }
        _ => {
            let count = 1 + random.below(4);
            promised.in_flight = usize::try_from(count).unwrap();
            let drafts = (number..number + count).map(|one| (draft(one), ())).collect();
            log.record_all(drafts, at(number), &mut Toy, &mut salts()).map_err(|_| ())?;
        }
    }
    for index in promised.leaves.len() as u64..log.size() {
        promised.leaves.push(log.row(index).unwrap().unwrap().leaf);
    }
    promised.in_flight = 0;
    Ok(())
}

/// Opens the log after whatever happened and compares it with what was promised.
fn reopen(disk: &FakeDisk, promised: &mut Promised) -> Result<FakeLog, String> {
    let storage = match FileStorage::open_on(disk.clone(), &origin()) {
        Ok(storage) => storage,
        Err(StorageError::Place(_)) if promised.leaves.is_empty() => {
            FileStorage::create_on(disk.clone(), &origin()).map_err(|error| error.to_string())?
        }
        Err(error) => return Err(error.to_string()),
    };
    if storage.durable() != storage.size() {
        return Err(format!("{} of {} vouched for", storage.durable(), storage.size()));
    }
    let log = Log::open(origin(), storage).map_err(|error| error.to_string())?;
    let (size, acknowledged) = (usize::try_from(log.size()).unwrap(), promised.leaves.len());
    if size < acknowledged || size > acknowledged + promised.in_flight {
        return Err(format!("{size} entries, {acknowledged} promised"));
    }
    for (index, leaf) in (0..).zip(&promised.leaves) {
        if &log.row(index).unwrap().unwrap().leaf != leaf {
            return Err(format!("entry {index} is another"));
        }
    }
    for index in &promised.erased {
        match log.verdict(*index).unwrap() {
            Some(EntryVerdict::ErasedLawfully { .. }) => {}
            other => return Err(format!("erased entry {index}: {other:?}")),
        }
    }
    for name in disk.names() {
        let bytes = disk.contents(&name);
        let mut first = [false; 256];
        promised.destroyed.iter().for_each(|part| first[usize::from(part[0])] = true);
        let still_there = |at: usize| {
            first[usize::from(bytes[at])]
                && bytes[at..].first_chunk().is_some_and(|part| promised.destroyed.contains(part))
        };
        if !promised.destroyed.is_empty() && (0..bytes.len()).any(still_there) {
            return Err(format!("`{name}` still holds what was erased"));
        }
    }
    let report = log.verify(promised.checkpoint.clone(), |_| {});
    if !report.is_sound() {
        return Err(report.to_string());
    }
    let keys: [&dyn NoteVerifier; 1] = [&ToyKey];
    let latest = log.latest_checkpoint(&keys).map_err(|error| error.to_string())?;
    let signed = latest.map_or(0, |signed| signed.checkpoint().size());
    if signed < promised.checkpoint.as_ref().map_or(0, Checkpoint::size) {
        return Err(format!("the checkpoint went back to {signed}"));
    }
    // What was being written and is there now is there to stay.
    for index in promised.leaves.len()..size {
        promised.leaves.push(log.row(index as u64).unwrap().unwrap().leaf);
    }
    promised.in_flight = 0;
    Ok(log)
}

/// Lets a log live through a few losses of power; returns how many there were.
fn life(seed: u64, lies: bool) -> Result<u64, String> {
    let mut random = Random(seed);
    let disk = FakeDisk::default();
    if lies {
        disk.lie_about_sync();
    }
    let mut promised = Promised::default();
    let mut crashes = 0;
    for _ in 0..4 {
        disk.die_at(1 + random.below(60));
        if let Ok(mut log) = reopen_or_dead(&disk, &mut promised)? {
            while step(&mut log, &mut promised, &mut random).is_ok() {}
        }
        disk.lose_power(&mut random);
        crashes += 1;
    }
    reopen(&disk, &mut promised)?;
    Ok(crashes)
}

/// The power may go while the log is being opened as well.
fn reopen_or_dead(disk: &FakeDisk, promised: &mut Promised) -> Result<Result<FakeLog, ()>, String> {
    match reopen(disk, promised) {
        Ok(log) => Ok(Ok(log)),
        Err(_) if disk.is_dead() => Ok(Err(())),
        Err(error) => Err(error),
    }
}

#[test]
fn no_loss_of_power_takes_back_what_was_answered_for() {
    let wanted = scale("CALDICOTT_CRASHES", 2_000);
    let (mut crashes, mut seed) = (0, scale("CALDICOTT_SEED", 0));
    while crashes < wanted {
        match life(seed, false) {
            Ok(more) => crashes += more,
            Err(error) => panic!("seed {seed}: {error}"),
        }
        seed += 1;
    }
    println!("{crashes} losses of power, none took back a promise");
}

#[test]
fn a_disk_that_lies_about_sync_is_found_out() {
    let found = (0..20).filter(|seed| life(*seed, true).is_err()).count();
    assert!(found > 10, "the harness missed a missing sync in most of 20 runs: {found}");
}

#[test]
fn a_failing_disk_stops_the_log_and_loses_nothing() {
    for sticky in [false, true] {
        for seed in 0..2 {
            let mut k = 1;
            while fail_once(seed, k, sticky) {
                k += 1;
            }
            assert!(k > 40, "only {k} operations were made to fail");
        }
    }
}

/// A life in which the k-th operation fails; `false` when there were fewer.
fn fail_once(seed: u64, k: u64, sticky: bool) -> bool {
    let mut random = Random(seed);
    let disk = FakeDisk::default();
    let mut promised = Promised::default();
    disk.fail_at(k, sticky);
    let mut failed = false;
    match reopen(&disk, &mut promised) {
        Err(_) => failed = true,
        Ok(mut log) => {
            for _ in 0..16 {
                if step(&mut log, &mut promised, &mut random).is_err() {
                    failed = true;
                    // The disk may work again; what it holds is unknown, so the log stays stopped.
                    let again = log.record(draft(1), "x", at(1), &mut Toy, &mut salts());
                    assert!(again.is_err(), "seed {seed}, operation {k}: went on after a failure");
                    assert!(log.checkpoint(&ToyKey).is_err());
                    break;
                }
            }
        }
    }
    disk.heal();
    let mut log = reopen(&disk, &mut promised)
        .unwrap_or_else(|error| panic!("seed {seed}, operation {k}, sticky {sticky}: {error}"));
    for _ in 0..3 {
        step(&mut log, &mut promised, &mut random).unwrap();
    }
    drop(log);
    disk.lose_power(&mut random);
    reopen(&disk, &mut promised)
        .unwrap_or_else(|error| panic!("seed {seed}, operation {k}, then no power: {error}"));
    failed
}

#[test]
fn a_storage_by_itself_stops_after_its_first_failure() {
    let disk = FakeDisk::default();
    let mut storage = FileStorage::create_on(disk.clone(), &origin()).unwrap();
    let mut chain = Chain::new(origin());
    let mut prepare = |number| {
        let one = chain.prepare(&draft(number), at(number), &mut Toy, &mut salts()).unwrap();
        let _ = chain.accept(&one).unwrap();
        one
    };
    storage.append(&prepare(0)).unwrap();
    disk.fail_at(2, false);
    assert!(matches!(storage.sync(), Err(StorageError::Io { .. })));
    // The disk works again; a second sync would report success for what the first one dropped.
    assert_eq!(storage.sync(), Err(StorageError::Stopped));
    assert_eq!(storage.append(&prepare(1)), Err(StorageError::Stopped));
    assert_eq!(storage.swap_checkpoint(None, "x"), Err(StorageError::Stopped));
    assert_eq!((storage.durable(), storage.latest_checkpoint()), (0, Ok(None)));
}
