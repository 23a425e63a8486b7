//! Attachments: what an attacker may try with one, and what a person's erasure does to it.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use caldicott_encryption::{
    Backend, Column, OpenError, RecordId, SealError, SealedSource, Sealer, StoreFailure, Subject,
    Tenant,
};
use caldicott_model::{Category, CategorySet};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::{any, proptest};
use sha2::{Digest as _, Sha256, Sha512};

use crate::support::{Bench, Flaky, Script, backends, keyring, person};

const CHUNK: usize = 16 * 1024;
const SEALED: usize = CHUNK + 16;
const HEADER: usize = 56;

fn record() -> RecordId<'static> {
    RecordId::new("a0BAa00000QwErTMAV").unwrap()
}

fn value(length: usize) -> Vec<u8> {
    (0..length).map(|byte| u8::try_from(byte % 251).unwrap()).collect()
}

fn sealed(sealer: &Sealer, column: &Column, record: &RecordId<'_>, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut stream = sealer.seal_attachment(column, record).unwrap();
    for piece in value.chunks(7_001) {
        stream.update(piece, &mut out).unwrap();
    }
    stream.finish(&mut out).unwrap();
    out
}

fn opened(
    sealer: &Sealer,
    column: &Column,
    record: &RecordId<'_>,
    sealed: &[u8],
) -> Result<Vec<u8>, OpenError> {
    let mut out = Vec::new();
    let mut stream = sealer.open_attachment(column, record);
    stream.update(sealed, &mut out)?;
    stream.finish(&mut out)?;
    // The same by ranges.
    let mut by_range = Vec::new();
    let reader = sealer.read_attachment(column, record, sealed)?;
    assert_eq!(reader.length(), out.len() as u64);
    reader.read(0..u64::MAX, &mut by_range)?;
    assert_eq!(by_range, out);
    Ok(out)
}

#[test]
fn an_attachment_of_every_awkward_length_comes_back_on_every_provider() {
    let lengths = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5];
    for from in backends() {
        let bench = Bench::new(from);
        for subject in [person("mary"), Subject::tenant_wide()] {
            let sealer = bench.keyring.sealer(&bench.tenant, &subject);
            for length in lengths {
                let value = value(length);
                let sealed = sealed(&sealer, &bench.notes, &record(), &value);
                assert_eq!(sealed.len(), HEADER + length + 16 * (length / CHUNK + 1));
                for into in backends() {
                    let random = Arc::new(caldicott_encryption::Buffered);
                    let other = keyring(into, &bench.store, &bench.kek, random);
                    let other = other.sealer(&bench.tenant, &subject);
                    assert_eq!(opened(&other, &bench.notes, &record(), &sealed), Ok(value.clone()));
                }
            }
        }
    }
}

/// The page's derivation and C2SP's, written a second time with other crates.
#[test]
fn the_header_is_what_the_page_and_the_specification_say() {
    let mut random = vec![7; 32 + 24 + 32 + 24];
    random.extend([0x5a; 32]); // the person's key
    random.extend([1; 24]); // its wrapping
    random.extend((0..24).collect::<Vec<u8>>()); // the salt
    let (expected_salt, person_key) = ((0..24).collect::<Vec<u8>>(), [0x5a; 32]);
    for backend in backends() {
        let bench = Bench::with(backend, Arc::new(Script::of(&random)));
        let mary = bench.sealer("mary");
        let record = record().at_revision(41);
        let sealed = sealed(&mary, &bench.notes, &record, b"scan");

        let lp = |word: &[u8]| [&u16::try_from(word.len()).unwrap().to_be_bytes(), word].concat();
        let mut label = Sha256::new_with_prefix(b"caldicott/key/1\0\x01");
        label.update(lp(b"st-martins"));
        label.update([7]);
        let mut input = [0; 32];
        let root = Hkdf::<Sha256>::from_prk(&person_key).unwrap();
        root.expand_multi_info(&[&[4], &label.finalize(), b"mary"], &mut input).unwrap();
        let mut column = Sha256::new_with_prefix(b"caldicott/column/1\0");
        column.update(lp(b"st-martins"));
        column.update([7]);
        column.update(lp(b"SupportPlan"));
        column.update(lp(b"notes"));
        let mut info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0".to_vec();
        info.extend(&expected_salt);
        info.extend(column.finalize());
        info.extend(lp(b"a0BAa00000QwErTMAV"));
        info.extend(41_u64.to_be_bytes());
        let block = |before: &[u8], number: u8| {
            let mut mac = Hmac::<Sha512>::new_from_slice(&input).unwrap();
            mac.update(before);
            mac.update(&info);
            mac.update(&[number]);
            mac.finalize().into_bytes().to_vec()
        };
        let first = block(&[], 1);
        let okm = [first.clone(), block(&first, 2)].concat();
        assert_eq!(sealed[..24], expected_salt);
        assert_eq!(sealed[24..HEADER], okm[44..76]);
        let cipher = backend.cipher(okm[..32].try_into().unwrap()).unwrap();
        let mut text = sealed[HEADER..HEADER + 4].to_vec();
        let tag = sealed[HEADER + 4..].try_into().unwrap();
        cipher.open(okm[32..44].try_into().unwrap(), &[], &mut text, tag).unwrap();
        assert_eq!(text, b"scan");
    }
}

#[test]
fn an_attachment_opens_only_as_that_field_of_that_record_of_that_person() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let sealed = sealed(&mary, &bench.notes, &record(), b"scan");
        let column = |tenant: &Tenant, category, record_type: &str, field: &str| {
            Column::new(tenant, category, record_type, field).unwrap()
        };
        let ours = &bench.tenant;
        let other_tenant = Tenant::new("camden").unwrap();
        bench.keyring.create_tenant(&other_tenant).unwrap();
        let john = bench.sealer("john");
        john.prepare().unwrap();
        let theirs = bench.keyring.sealer(&other_tenant, &person("mary"));
        theirs.prepare().unwrap();
        let other_id = RecordId::new("a0B2").unwrap();
        let health = Category::Health;
        for (sealer, column, record) in [
            (&mary, column(ours, health, "SupportPlan", "summary"), record()),
            (&mary, column(ours, health, "Referral", "notes"), record()),
            (&mary, column(ours, health, "SupportPlan|n", "otes"), record()),
            (&mary, column(ours, Category::HousingAndTenancy, "SupportPlan", "notes"), record()),
            (&mary, bench.notes.clone(), other_id),
            (&mary, bench.notes.clone(), record().at_revision(0)),
            (&mary, column(&other_tenant, health, "SupportPlan", "notes"), record()),
            (&theirs, column(&other_tenant, health, "SupportPlan", "notes"), record()),
            (&john, bench.notes.clone(), record()),
            (&mary.only(CategorySet::of(&[])), bench.notes.clone(), record()),
        ] {
            let refused = opened(sealer, &column, &record, &sealed);
            assert_eq!(refused, Err(OpenError::WrongKey));
            let reader = sealer.read_attachment(&column, &record, &sealed[..]);
            assert_eq!(reader.err(), Some(OpenError::WrongKey));
        }
        let narrow = mary.only(CategorySet::of(&[])).seal_attachment(&bench.notes, &record());
        assert_eq!(narrow.err(), Some(SealError::WrongColumn));
        // Neither is a sealed field an attachment, nor the other way round.
        let field = mary.seal(&bench.notes, &record(), &[0; 100]).unwrap();
        assert_eq!(opened(&mary, &bench.notes, &record(), &field), Err(OpenError::WrongKey));
        assert!(mary.open(&bench.notes, &record(), &sealed).is_err());
    }
}

#[test]
fn what_was_cut_off_is_refused_wherever_it_was_cut() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let sealed = sealed(&mary, &bench.notes, &record(), &value(2 * CHUNK + 100));
    let ends = [HEADER, HEADER + SEALED, HEADER + 2 * SEALED, sealed.len()];
    let near = |length: &usize| ends.iter().any(|end| length.abs_diff(*end) <= 40);
    for length in (0..sealed.len()).filter(|length| near(length) || length % 1_009 == 0) {
        let body = length.saturating_sub(HEADER);
        let no_end = length < HEADER || body % SEALED < 16;
        let expected = if no_end { OpenError::TooShort } else { OpenError::Authentication };
        let refused = opened(&mary, &bench.notes, &record(), &sealed[..length]);
        assert_eq!(refused, Err(expected), "cut to {length}");
        let reader = mary.read_attachment(&bench.notes, &record(), &sealed[..length]);
        assert_eq!(reader.err(), Some(expected), "cut to {length}");
    }
}

#[test]
fn chunks_that_were_moved_doubled_left_out_or_added_are_refused() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let sealed_one = sealed(&mary, &bench.notes, &record(), &value(3 * CHUNK + 100));
    let other = sealed(&mary, &bench.notes, &record(), &value(3 * CHUNK + 100));
    let (header, body) = sealed_one.split_at(HEADER);
    let chunks: Vec<&[u8]> = body.chunks(SEALED).collect();
    let theirs: Vec<&[u8]> = other[HEADER..].chunks(SEALED).collect();
    let forged = |order: &[&[u8]]| [header, &order.concat()].concat();
    let [one, two, three, last] = chunks[..] else { unreachable!() };
    for order in [
        &[two, one, three, last][..],
        &[one, three, two, last],
        &[one, one, three, last],
        &[one, two, last],
        &[one, last],
        &[last],
        &[one, two, three, three, last],
        &[one, two, three, last, last],
        &[one, two, three, last, three, last],
        &[one, two, theirs[2], last],
        &[one, two, three, theirs[3]],
        &[one, two, three, &[last, &[0]].concat()],
        &[one, two, three, &last[..last.len() - 1]],
        &[one, two, three, &last[..16]],
    ] {
        let forged = forged(order);
        let refused = opened(&mary, &bench.notes, &record(), &forged);
        assert_eq!(refused, Err(OpenError::Authentication));
    }
    assert!(opened(&mary, &bench.notes, &record(), &forged(&[one, two, three, last])).is_ok());
    // Another message's header does not fit, nor does its salt with this commitment.
    let swapped = [&other[..HEADER], body].concat();
    let refused = opened(&mary, &bench.notes, &record(), &swapped);
    assert_eq!(refused, Err(OpenError::Authentication));
    let mixed = [&other[..24], &sealed_one[24..]].concat();
    assert_eq!(opened(&mary, &bench.notes, &record(), &mixed), Err(OpenError::WrongKey));
}

#[test]
fn every_flipped_bit_is_refused() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let sealed = sealed(&mary, &bench.notes, &record(), b"a small scan");
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let expected =
                if bit / 8 < HEADER { OpenError::WrongKey } else { OpenError::Authentication };
            let refused = opened(&mary, &bench.notes, &record(), &flipped);
            assert_eq!(refused, Err(expected), "bit {bit}");
        }
    }
}

#[test]
fn a_stream_that_failed_gives_nothing_more_and_leaves_the_buffer_as_it_was() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let mut sealed = sealed(&mary, &bench.notes, &record(), &value(3 * CHUNK));
    sealed[HEADER + SEALED] ^= 1;
    let mut out = b"before".to_vec();
    let mut stream = mary.open_attachment(&bench.notes, &record());
    assert_eq!(stream.key_version(), None);
    stream.update(&sealed[..HEADER + SEALED], &mut out).unwrap();
    assert_eq!(stream.key_version(), Some(1));
    assert_eq!(out.len(), 6 + CHUNK, "the first chunk is authentic");
    for _ in 0..2 {
        let failed = stream.update(&sealed[HEADER + SEALED..], &mut out);
        assert_eq!(failed, Err(OpenError::Authentication));
        assert_eq!(out.len(), 6 + CHUNK);
    }
    assert_eq!(stream.finish(&mut out), Err(OpenError::Authentication));
    assert_eq!(out.len(), 6 + CHUNK);
}

#[test]
fn a_person_who_is_shredded_is_erased_for_attachments_that_are_open_already() {
    for backend in backends() {
        let bench = Bench::new(backend);
        let mary = bench.sealer("mary");
        let whole = sealed(&mary, &bench.notes, &record(), &value(3 * CHUNK));
        let reader = mary.read_attachment(&bench.notes, &record(), &whole[..]).unwrap();
        let mut opening = mary.open_attachment(&bench.notes, &record());
        let mut sealing = mary.seal_attachment(&bench.notes, &record()).unwrap();
        let (mut out, mut sealed_out) = (Vec::new(), Vec::new());
        opening.update(&whole[..HEADER + SEALED], &mut out).unwrap();
        sealing.update(&value(CHUNK), &mut sealed_out).unwrap();
        assert!(!out.is_empty() && !sealed_out.is_empty());
        let start = Barrier::new(2);
        thread::scope(|scope| {
            // One more on another thread, which runs into the shredding.
            let (start, whole) = (&start, &whole);
            let (mary, notes) = (mary.clone(), &bench.notes);
            let other = scope.spawn(move || {
                let reader = mary.read_attachment(notes, &record(), &whole[..]).unwrap();
                start.wait();
                loop {
                    if let Err(failure) = reader.read(0..u64::MAX, &mut Vec::new()) {
                        return failure;
                    }
                }
            });
            start.wait();
            bench.shred("mary");
            assert_eq!(other.join().unwrap(), OpenError::SubjectErased);
        });
        let erased = Err(OpenError::SubjectErased);
        assert_eq!(opening.update(&whole[HEADER + SEALED..], &mut out), erased);
        assert_eq!(reader.read(0..1, &mut Vec::new()), erased);
        let again = sealing.update(&value(CHUNK), &mut sealed_out);
        assert_eq!(again, Err(SealError::SubjectErased));
        assert_eq!(sealing.finish(&mut sealed_out), Err(SealError::SubjectErased));
        assert_eq!(opened(&mary, &bench.notes, &record(), &whole), erased.map(|()| Vec::new()));
        let anew = mary.seal_attachment(&bench.notes, &record());
        assert_eq!(anew.err(), Some(SealError::SubjectErased));
    }
}

#[test]
fn an_eviction_does_not_disturb_an_attachment_that_is_open() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let value = value(4 * CHUNK);
    let (mut sealed, mut out) = (Vec::new(), Vec::new());
    let mut sealing = mary.seal_attachment(&bench.notes, &record()).unwrap();
    for piece in value.chunks(5_000) {
        sealing.update(piece, &mut sealed).unwrap();
        bench.keyring.evict(&bench.tenant, &person("mary"));
    }
    // A rotation in between: the message stays under the version it began with.
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    assert_eq!(sealing.key_version(), Some(1));
    sealing.finish(&mut sealed).unwrap();
    let mut opening = mary.open_attachment(&bench.notes, &record());
    for piece in sealed.chunks(5_000) {
        opening.update(piece, &mut out).unwrap();
        bench.keyring.evict_all();
    }
    opening.finish(&mut out).unwrap();
    assert_eq!(out, value);
}

#[test]
fn attachments_survive_evictions_from_other_threads() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let value = value(2 * CHUNK);
    let whole = sealed(&mary, &bench.notes, &record(), &value);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                bench.keyring.evict(&bench.tenant, &person("mary"));
                thread::yield_now();
            }
        });
        for _ in 0..30 {
            let back = opened(&mary, &bench.notes, &record(), &whole);
            // Whoever evicts without end may keep others waiting, and never makes them wrong.
            let is_right = back.as_ref() == Ok(&value);
            assert!(is_right || back == Err(OpenError::KeysUnavailable), "{:?}", back.err());
        }
        done.store(true, Ordering::SeqCst);
    });
    assert_eq!(opened(&mary, &bench.notes, &record(), &whole), Ok(value));
}

#[test]
fn attachments_open_after_rotation_until_their_version_is_retired() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let old = sealed(&mary, &bench.notes, &record(), b"scan");
    let elsewhere = bench.restarted();
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    let new = sealed(&mary, &bench.notes, &record(), b"scan");
    // Another process has read neither version, or only the first, yet.
    let other = elsewhere.sealer(&bench.tenant, &person("mary"));
    for (sealed, version) in [(&old, 1), (&new, 2)] {
        for sealer in [&mary, &other] {
            let reader = sealer.read_attachment(&bench.notes, &record(), &sealed[..]).unwrap();
            assert_eq!(reader.key_version(), Some(version));
        }
    }
    bench.keyring.retire_subject_keys(&bench.tenant, &person("mary"), 2).unwrap();
    assert_eq!(opened(&mary, &bench.notes, &record(), &old), Err(OpenError::WrongKey));
    assert!(opened(&mary, &bench.notes, &record(), &new).is_ok());
}

/// A source whose answers stop.
struct Failing<'a>(&'a [u8], Range<u64>);

impl SealedSource for Failing<'_> {
    fn length(&self) -> Result<u64, StoreFailure> {
        self.0.length()
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> Result<(), StoreFailure> {
        if self.1.contains(&place) {
            return Err(StoreFailure::Unavailable);
        }
        self.0.read_at(place, into)
    }
}

#[test]
fn a_source_that_does_not_answer_is_no_forgery() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let sealed = sealed(&mary, &bench.notes, &record(), &value(2 * CHUNK));
    let second = (HEADER + SEALED) as u64;
    for down in [0..1, second + 1..u64::MAX] {
        let reader = mary.read_attachment(&bench.notes, &record(), Failing(&sealed, down));
        assert_eq!(reader.err(), Some(OpenError::SourceUnavailable));
    }
    let source = Failing(&sealed, second..second + 1);
    let reader = mary.read_attachment(&bench.notes, &record(), source).unwrap();
    let mut out = b"before".to_vec();
    let failed = reader.read(0..u64::MAX, &mut out);
    assert_eq!((failed, &out[..]), (Err(OpenError::SourceUnavailable), &b"before"[..]));
    reader.read(10..20, &mut out).unwrap();
    assert_eq!(out.len(), 16);
}

#[test]
fn without_random_bytes_nothing_begins() {
    for backend in backends() {
        let flaky = Arc::new(Flaky::default());
        let bench = Bench::with(backend, Arc::clone(&flaky) as _);
        let mary = bench.sealer("mary");
        mary.prepare().unwrap();
        flaky.0.store(true, Ordering::SeqCst);
        let begun = mary.seal_attachment(&bench.notes, &record());
        assert_eq!(begun.err(), Some(SealError::Randomness));
    }
}

#[test]
fn two_attachments_have_nothing_in_common() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let one = sealed(&mary, &bench.notes, &record(), &[0; 64]);
    let two = sealed(&mary, &bench.notes, &record(), &[0; 64]);
    assert_ne!(one[..24], two[..24]);
    assert_ne!(one[24..56], two[24..56]);
    assert_ne!(one[56..], two[56..]);
}

fn first_backend() -> &'static dyn Backend {
    backends()[0]
}

proptest! {
    #[test]
    fn a_range_reads_what_stands_there(
        length in 0..3 * CHUNK, from in 0..4 * CHUNK, to in 0..4 * CHUNK, piece in 1..40_000_usize,
    ) {
        let bench = Bench::new(first_backend());
        let mary = bench.sealer("mary");
        let value = value(length);
        let mut sealed = Vec::new();
        let mut stream = mary.seal_attachment(&bench.notes, &record()).unwrap();
        for piece in value.chunks(piece) {
            stream.update(piece, &mut sealed).unwrap();
        }
        stream.finish(&mut sealed).unwrap();
        let reader = mary.read_attachment(&bench.notes, &record(), &sealed).unwrap();
        let mut out = Vec::new();
        reader.read(from as u64..to as u64, &mut out).unwrap();
        let expected = value.get(from.min(length)..to.min(length)).unwrap_or_default();
        assert_eq!(out, expected);
    }

    #[test]
    fn bytes_that_were_never_sealed_are_no_attachment(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let bench = Bench::new(first_backend());
        let mary = bench.sealer("mary");
        mary.prepare().unwrap();
        assert!(opened(&mary, &bench.notes, &record(), &bytes).is_err());
    }
}
