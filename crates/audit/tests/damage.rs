//! No bit of a log can be flipped, and no byte of it cut off, unseen.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use caldicott_audit::{
    Checkpoint, Ed25519Signer, FileStorage, Log, NoteVerifier, StorageError, VerifierKey, verify,
};
use support::fake_disk::FakeDisk;
use support::{Toy, at, draft, erasure, origin, salts, scale};

/// A log of about this many bytes, with an erasure and a checkpoint.
fn built(bytes: u64) -> (FakeDisk, Checkpoint, VerifierKey) {
    let disk = FakeDisk::default();
    let storage = FileStorage::create_on(disk.clone(), &origin()).unwrap();
    let mut log = Log::open(origin(), storage).unwrap();
    let size = |disk: &FakeDisk| {
        disk.names().iter().map(|name| disk.contents(name).len() as u64).sum::<u64>()
    };
    while size(&disk) + 2_500 < bytes {
        let number = log.size();
        log.record(draft(number), (), at(number), &mut Toy, &mut salts()).unwrap();
    }
    log.erase(&[0], erasure(), at(log.size()), &mut Toy, &mut salts()).unwrap();
    let signer = Ed25519Signer::from_seed(origin().as_str(), &[9; 32]).unwrap();
    let kept = log.checkpoint(&signer).unwrap().checkpoint().clone();
    (disk, kept, signer.verifier_key().clone())
}

/// Whether anything that opens or checks the log says that it is not as it was.
fn noticed(disk: &FakeDisk, name: &str, kept: &Checkpoint, key: &VerifierKey) -> bool {
    let Ok(storage) = FileStorage::inspect_on(disk.clone(), &origin()) else { return true };
    if !storage.recovery().is_clean() {
        return true;
    }
    if name != "checkpoint" {
        return !verify(origin(), &storage, [kept.clone()], |_| {}).is_sound();
    }
    let Ok(log) = Log::open(origin(), storage) else { return true };
    let keys: [&dyn NoteVerifier; 1] = [key];
    !matches!(log.latest_checkpoint(&keys), Ok(Some(signed)) if signed.checkpoint() == kept)
}

/// The damaged copy must also never be made whole by opening it for writing: an entry that was safe
/// may not be cut off.
fn kept_back(disk: &FakeDisk, kept: &Checkpoint) -> bool {
    let Ok(storage) = FileStorage::open_on(disk.copy(), &origin()) else { return true };
    match Log::open(origin(), storage) {
        Err(_) => true,
        Ok(log) => log.size() == kept.size() && log.root() == kept.root(),
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (disk, kept, key) = built(scale("CALDICOTT_DAMAGE_BYTES", 4_096));
    assert!(!noticed(&disk, "entries", &kept, &key) && !noticed(&disk, "checkpoint", &kept, &key));
    let mut bits = 0_u64;
    for name in disk.names() {
        let whole = disk.contents(&name);
        let mut changed = whole.clone();
        for at in 0..whole.len() {
            for bit in 0..8 {
                changed[at] ^= 1 << bit;
                disk.replace(&name, &changed);
                assert!(noticed(&disk, &name, &kept, &key), "`{name}`, byte {at}, bit {bit}");
                bits += 1;
                changed[at] = whole[at];
            }
            changed[at] ^= 0xff;
            disk.replace(&name, &changed);
            assert!(kept_back(&disk, &kept), "`{name}`, byte {at}: cut off as if it were torn");
            changed[at] = whole[at];
        }
        disk.replace(&name, &whole);
    }
    println!("{bits} flipped bits, every one noticed");
}

#[test]
fn every_cut_and_every_addition_is_noticed() {
    let (disk, kept, key) = built(scale("CALDICOTT_DAMAGE_BYTES", 4_096));
    for name in disk.names() {
        let whole = disk.contents(&name);
        for len in 0..whole.len() {
            disk.replace(&name, &whole[..len]);
            assert!(noticed(&disk, &name, &kept, &key), "`{name}` cut at {len}");
            assert!(kept_back(&disk, &kept), "`{name}` cut at {len}, and then cut further");
        }
        for more in [1, 7, 8, 9, 600] {
            let mut longer = whole.clone();
            longer.resize(whole.len() + more, 0x5a);
            disk.replace(&name, &longer);
            assert!(noticed(&disk, &name, &kept, &key), "`{name}` with {more} bytes more");
            assert!(kept_back(&disk, &kept), "`{name}` with {more} bytes more");
        }
        disk.replace(&name, &whole);
    }
}

#[test]
fn two_entries_that_changed_places_are_found_at_the_first() {
    let (disk, kept, _) = built(9_000);
    assert!(kept.size() > 5);
    let whole = disk.contents("entries");
    let frame = |bytes: &[u8]| 8 + usize::from(bytes[2]) * 256 + usize::from(bytes[3]);
    let mut starts = vec![8 + 1 + origin().as_str().len() + 4];
    while let Some(next) = starts.last().map(|at| at + frame(&whole[*at..]))
        && next < whole.len()
    {
        starts.push(next);
    }
    assert_eq!(starts.len() as u64, kept.size());
    let (one, other, len) = (starts[2], starts[3], frame(&whole[starts[2]..]));
    assert_eq!(frame(&whole[other..]), len);
    let mut changed = whole.clone();
    changed[one..one + len].copy_from_slice(&whole[other..other + len]);
    changed[other..other + len].copy_from_slice(&whole[one..one + len]);
    disk.replace("entries", &changed);
    let opened = FileStorage::open_on(disk.copy(), &origin());
    assert!(matches!(opened, Err(StorageError::Corrupt { index: 2, .. })), "{opened:?}");
}
