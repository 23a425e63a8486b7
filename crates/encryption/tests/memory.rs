//! After a key is dropped, or a person shredded, the process's memory holds no copy of it.
//!
//! One test in a process of its own: it reads all memory that the process can write, through the
//! kernel, and looks for keys that it knows only in masked form.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs::File;
use std::hint::black_box;
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use caldicott_calendar::Day;
use caldicott_encryption::{
    AesGcm, Backend, Buffered, CategoryByte, CategoryKey, Column, Keyring, LocalKek,
    MemoryKeyStore, OsEntropy, RandomFailure, RandomSource, RecordId, SecretKey, Subject, Suite,
    Tenant, Tombstone,
};
use caldicott_model::Purpose;
use serde_json::Value;

const MASK: u8 = 0xa5;
/// Half a key is a key's worth of trouble too: AES-256 keeps its key as two round keys.
const NEEDLE: usize = 16;

/// A secret that is never whole in memory but in the code under test.
#[derive(Clone)]
struct Masked(Vec<u8>);

impl Masked {
    fn of_hex(text: &str) -> Self {
        let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
        Self(
            text.as_bytes()
                .chunks(2)
                .map(|pair| (digit(pair[0]) << 4 | digit(pair[1])) ^ MASK)
                .collect(),
        )
    }

    fn unmask_into(&self, out: &mut [u8]) {
        for (to, from) in out.iter_mut().zip(&self.0) {
            *to = from ^ MASK;
        }
    }

    fn secret(&self) -> SecretKey {
        // `generate` fills the key in its place.
        SecretKey::generate(&Reveal(self.clone())).unwrap()
    }

    /// The two states that a person's key is kept as: what HMAC-SHA256 begins with.
    fn states(&self) -> [Self; 2] {
        let states = self.states_on_the_stack();
        black_box([0_u8; 16_384]);
        states
    }

    #[inline(never)]
    fn states_on_the_stack(&self) -> [Self; 2] {
        [0x36, 0x5c].map(|pad| {
            let mut block = [[pad; 64]];
            block[0].iter_mut().zip(&self.0).for_each(|(to, byte)| *to ^= byte ^ MASK);
            let mut state = [
                0x6a09_e667,
                0xbb67_ae85,
                0x3c6e_f372,
                0xa54f_f53a,
                0x510e_527f,
                0x9b05_688c,
                0x1f83_d9ab,
                0x5be0_cd19,
            ];
            sha2::block_api::compress256(&mut state, &block);
            let masked = state.iter().flat_map(|word| (word ^ 0xa5a5_a5a5).to_ne_bytes()).collect();
            black_box((&mut state, &mut block));
            (state, block) = ([0; 8], [[0; 64]]);
            black_box((&mut state, &mut block));
            Self(masked)
        })
    }

    /// How many copies of either half there are in memory.
    fn copies(&self) -> usize {
        let halves: Vec<&[u8]> = self.0.chunks(NEEDLE).collect();
        let mut buffer = vec![0_u8; 1 << 20];
        let own = buffer.as_ptr().addr()..buffer.as_ptr().addr() + buffer.len();
        let mut maps = String::new();
        File::open("/proc/self/maps").unwrap().read_to_string(&mut maps).unwrap();
        let memory = File::open("/proc/self/mem").unwrap();
        let mut found = 0;
        for line in maps.lines() {
            let mut words = line.split_whitespace();
            let (range, rights) = (words.next().unwrap(), words.next().unwrap());
            if !rights.starts_with("rw") || line.ends_with("[vvar]") {
                continue;
            }
            let (start, end) = range.split_once('-').unwrap();
            let mut at = usize::from_str_radix(start, 16).unwrap();
            let end = usize::from_str_radix(end, 16).unwrap();
            while at < end {
                if own.contains(&at) {
                    at = own.end;
                    continue;
                }
                let limit = if at < own.start { end.min(own.start) } else { end };
                let len = buffer.len().min(limit - at);
                let Ok(read) = memory.read_at(&mut buffer[..len], at as u64) else { break };
                if read == 0 {
                    break;
                }
                for half in &halves {
                    found += occurrences(&buffer[..read], half);
                }
                if at + read >= limit {
                    at = limit;
                } else {
                    // A copy may lie across two pieces.
                    at += (read - (NEEDLE - 1)).max(1);
                }
            }
        }
        found
    }
}

fn occurrences(text: &[u8], masked: &[u8]) -> usize {
    let first = masked[0] ^ MASK;
    text.windows(masked.len())
        .filter(|window| {
            window[0] == first && window.iter().zip(masked).all(|(byte, mask)| *byte == mask ^ MASK)
        })
        .count()
}

/// Gives one secret.
struct Reveal(Masked);

impl RandomSource for Reveal {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        self.0.unmask_into(out);
        Ok(())
    }
}

/// Random, but for the third key that it gives: a tenant key and an index key come before.
struct ThirdKey(Masked, AtomicUsize);

impl RandomSource for ThirdKey {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        if out.len() == 32 && self.1.fetch_add(1, Ordering::SeqCst) == 2 {
            self.0.unmask_into(out);
            return Ok(());
        }
        Buffered.fill(out)
    }
}

#[test]
fn no_copy_of_a_key_or_a_value_outlives_its_use() {
    let file: Value = serde_json::from_str(include_str!("vectors/caldicott_v1_kat.json")).unwrap();
    let backends: Vec<&'static dyn Backend> = vec![
        &AesGcm,
        #[cfg(feature = "ring")]
        &caldicott_encryption::Ring,
    ];
    for backend in backends {
        for case in ["len0", "xaes64"] {
            let case = file["seal"]
                .as_array()
                .unwrap()
                .iter()
                .find(|found| found["name"] == case)
                .unwrap();
            check(backend, case);
        }
    }
}

fn check(backend: &'static dyn Backend, case: &Value) {
    let hex = |name: &str| Masked::of_hex(case[name].as_str().unwrap());
    let (subject_key, derived) = (hex("subject_key"), hex("key"));
    let value = Masked::of_hex("6e6f206d616e206b6e6f7773206d79206e616d652c2073616964206d617279");
    let context = |name: &str| case["context"][name].as_str().unwrap();
    let tenant = Tenant::new(context("tenant")).unwrap();
    let subject = Subject::person(context("subject")).unwrap();
    let category = u8::try_from(case["context"]["category"].as_u64().unwrap()).unwrap();
    let category = CategoryByte::new(category);
    let column = Column::new(&tenant, category, context("record_type"), context("field")).unwrap();
    let record = RecordId::new(context("record_id")).unwrap();
    let suite = if case["suite"] == 1 { Suite::Aes256Gcm } else { Suite::Xaes256Gcm };
    let name = backend.name();

    let states = subject_key.states();
    let kept = || states[0].copies() + states[1].copies();
    assert_eq!(subject_key.copies() + derived.copies() + kept(), 0, "{name}: before");

    // A derived key, by itself.
    let secret = subject_key.secret();
    let key = CategoryKey::derive(backend, &secret, 1, &subject, &column, suite, true).unwrap();
    assert!(subject_key.copies() > 0, "{name}: the search finds a key that is there");
    assert!(derived.copies() > 0, "{name}: and a schedule");
    drop(secret);
    assert_eq!(subject_key.copies() + kept(), 0, "{name}: a dropped key");
    // A text of a few blocks and one of many take different ways through the ciphers.
    for times in [1, 99] {
        seal_and_open(&key, &column, &record, &value, times, name);
    }
    drop(key);
    assert_eq!(derived.copies(), 0, "{name}: a dropped schedule");

    // A person in a keyring.
    if suite == Suite::Aes256Gcm {
        let random = ThirdKey(subject_key.clone(), AtomicUsize::new(0));
        let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy).unwrap()).unwrap();
        let store = Arc::new(MemoryKeyStore::new());
        let keyring = Keyring::builder(backend, store, Arc::new(kek), Arc::new(random)).build();
        keyring.create_tenant(&tenant).unwrap();
        let sealer = keyring.sealer(&tenant, &subject);
        sealer.seal(&column, &record, b"v").unwrap();
        assert!(kept() > 0 && derived.copies() > 0, "{name}: a living person");
        assert_eq!(subject_key.copies(), 0, "{name}: the key itself is not kept");
        let day = Day::literal(2026, 3, 2);
        let grave = Tombstone::new(tenant, subject, day, "ended", "manager").unwrap();
        keyring.shred(&grave).unwrap();
        assert_eq!(subject_key.copies() + kept(), 0, "{name}: a shredded person's key");
        assert_eq!(derived.copies(), 0, "{name}: a shredded person's category key");
        drop((keyring, sealer));
    }
}

fn seal_and_open(
    key: &CategoryKey,
    column: &Column,
    record: &RecordId<'_>,
    value: &Masked,
    times: usize,
    name: &str,
) {
    let mut plain = zeroize::Zeroizing::new(vec![0; times * value.0.len()]);
    plain.chunks_mut(value.0.len()).for_each(|piece| value.unmask_into(piece));
    let sealed = key.seal(column, record, &plain, &Buffered).unwrap();
    drop(plain);
    assert_eq!(value.copies(), 0, "{name}: a sealed value");
    let opened = key.open(column, record, &sealed).unwrap();
    assert!(value.copies() > 0, "{name}: the search finds a value that is there");
    assert_eq!(opened.expose(Purpose::SUPPORT).len(), times * value.0.len());
    drop(opened);
    assert_eq!(value.copies(), 0, "{name}: a dropped value");
    // A forgery whose text is right and whose tag is not.
    let mut forged = sealed.into_vec();
    *forged.last_mut().unwrap() ^= 1;
    assert!(key.open(column, record, &forged).is_err());
    assert_eq!(value.copies(), 0, "{name}: a value that was refused");
}
