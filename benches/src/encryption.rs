//! Sealing and opening one field with its full context, the person's key at hand.

use std::hint::black_box;
use std::sync::Arc;

use caldicott_encryption::{
    AesGcm, Backend, Buffered, Column, IndexSpec, Keyring, LocalKek, MemoryKeyStore, Normalised,
    OsEntropy, RecordId, Ring, Sealer, SecretKey, Subject, SubjectKey, Suite, Tenant, Width,
    normalise_name,
};
use caldicott_model::Category;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::contest::Contest;

/// How many fields one call seals or opens.
const FIELDS: usize = 64;
/// How many rows a column has.
const COLUMN: usize = 256;
/// How many keys one rotation moves.
const PEOPLE: usize = 1_000;
/// What the peers that have no typed context authenticate beside the value.
const CONTEXT: &[u8] = b"st-martins/003Aa00001XyZabIAF/health/SupportPlan/notes/a0BAa00000QwErTMAV";

struct Ours {
    keyring: Keyring,
    tenant: Tenant,
    person: Subject,
    sealer: Sealer,
    column: Column,
    record: RecordId<'static>,
}

fn ours(backend: &'static dyn Backend) -> Ours {
    let key = SecretKey::generate(&OsEntropy).expect("random bytes");
    let kek = Arc::new(LocalKek::new("bench", 1, key).expect("a name"));
    let store = Arc::new(MemoryKeyStore::new());
    let keyring = Keyring::builder(backend, store, kek, Arc::new(Buffered)).build();
    let tenant = Tenant::new("st-martins").expect("a name");
    keyring.create_tenant(&tenant).expect("a new tenant");
    let person = Subject::person("003Aa00001XyZabIAF").expect("a name");
    let sealer = keyring.sealer(&tenant, &person);
    sealer.prepare().expect("a key");
    let column = Column::new(&tenant, Category::Health, "SupportPlan", "notes").expect("a column");
    let record = RecordId::new("a0BAa00000QwErTMAV").expect("a name");
    Ours { keyring, tenant, person, sealer, column, record }
}

fn seal(one: Ours, value: Vec<u8>) -> impl FnMut() {
    let mut out = Vec::new();
    move || {
        for _ in 0..FIELDS {
            out.clear();
            let sealed = one.sealer.seal_into(&one.column, &one.record, &value, &mut out);
            sealed.expect("sealed");
            black_box(&out);
        }
    }
}

/// The person's key is fetched and unwrapped each time, as for a person whom nobody has asked about.
fn seal_cold(one: Ours, value: Vec<u8>) -> impl FnMut() {
    let mut out = Vec::new();
    move || {
        for _ in 0..FIELDS {
            out.clear();
            one.keyring.evict(&one.tenant, &one.person);
            let sealed = one.sealer.seal_into(&one.column, &one.record, &value, &mut out);
            sealed.expect("sealed");
            black_box(&out);
        }
    }
}

/// The key of the category is derived each time, as for the first field of a person whose key was
/// read: the key is held as the keyring holds it.
fn seal_derived(one: Ours, value: Vec<u8>) -> impl FnMut() {
    let secret = SecretKey::generate(&OsEntropy).expect("random bytes");
    let key = SubjectKey::new(&secret, 1, one.person.clone());
    move || {
        for _ in 0..FIELDS {
            let Ours { column, record, .. } = &one;
            let key = key.category(&Ring, column, Suite::Aes256Gcm, false);
            let sealed = key.expect("a key").seal(column, record, &value, &Buffered);
            black_box(sealed.expect("sealed"));
        }
    }
}

fn open(one: Ours, value: &[u8]) -> impl FnMut() + 'static {
    let sealed = one.sealer.seal(&one.column, &one.record, value).expect("sealed");
    let mut out = Vec::new();
    move || {
        for _ in 0..FIELDS {
            out.clear();
            let opened = one.sealer.open_into(&one.column, &one.record, &sealed, &mut out);
            opened.expect("opened");
            black_box(&out);
        }
    }
}

fn raw_key() -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).expect("a key"))
}

/// What this format authenticates beside a value, and the length that it pads 64 bytes to: what ring
/// alone takes for these is what sealing on ring cannot be faster than.
const BOUND: [u8; 32 + 7 + 2 + 18] = [7; 59];
const PADDED: usize = 96;

/// The least that can be done: a key at hand, a counter for a nonce, and no context but what is given.
fn raw_seal(value: Vec<u8>, context: &'static [u8]) -> impl FnMut() {
    let (key, mut out, mut count) = (raw_key(), Vec::new(), 0_u64);
    move || {
        for _ in 0..FIELDS {
            count += 1;
            let mut nonce = [0; 12];
            nonce[4..].copy_from_slice(&count.to_be_bytes());
            out.clear();
            out.extend_from_slice(&value);
            let nonce = Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, Aad::from(context), &mut out).expect("sealed");
            black_box(&out);
        }
    }
}

fn raw_open(value: &[u8], context: &'static [u8]) -> impl FnMut() + 'static {
    let (key, nonce) = (raw_key(), || Nonce::assume_unique_for_key([9; 12]));
    let mut sealed = value.to_vec();
    key.seal_in_place_append_tag(nonce(), Aad::from(context), &mut sealed).expect("sealed");
    let mut out = Vec::new();
    move || {
        for _ in 0..FIELDS {
            out.clear();
            out.extend_from_slice(&sealed);
            key.open_in_place(nonce(), Aad::from(context), &mut out).expect("opened");
            black_box(&out);
        }
    }
}

/// What a host usually writes: the context as bytes, a random nonce from the system in front.
fn by_hand_seal(value: Vec<u8>) -> impl FnMut() {
    let (key, random) = (raw_key(), SystemRandom::new());
    move || {
        for _ in 0..FIELDS {
            let mut nonce = [0; 12];
            random.fill(&mut nonce).expect("random bytes");
            let mut out = Vec::with_capacity(12 + value.len() + 16);
            out.extend_from_slice(&nonce);
            let mut text = value.clone();
            let nonce = Nonce::assume_unique_for_key(nonce);
            key.seal_in_place_append_tag(nonce, Aad::from(CONTEXT), &mut text).expect("sealed");
            out.extend_from_slice(&text);
            black_box(&out);
        }
    }
}

fn tink() -> Box<dyn tink_core::Aead> {
    tink_aead::init();
    let handle = tink_core::keyset::Handle::new(&tink_aead::aes256_gcm_key_template());
    tink_aead::new(&handle.expect("a keyset")).expect("a primitive")
}

fn tink_seal(value: Vec<u8>) -> impl FnMut() {
    let tink = tink();
    move || {
        for _ in 0..FIELDS {
            black_box(tink.encrypt(&value, CONTEXT).expect("sealed"));
        }
    }
}

fn tink_open(value: &[u8]) -> impl FnMut() + 'static {
    let tink = tink();
    let sealed = tink.encrypt(value, CONTEXT).expect("sealed");
    move || {
        for _ in 0..FIELDS {
            black_box(tink.decrypt(&sealed, CONTEXT).expect("opened"));
        }
    }
}

/// Many records' fields of one column at once.
fn seal_column(one: Ours, value: Vec<u8>) -> impl FnMut() {
    let ids: Vec<String> = (0..COLUMN).map(|row| format!("a0BAa00000{row:08}")).collect();
    move || {
        let rows: Vec<_> =
            ids.iter().map(|id| (RecordId::new(id).expect("an id"), value.as_slice())).collect();
        black_box(one.sealer.seal_column(&one.column, &rows).expect("sealed"));
    }
}

fn open_column(one: Ours, value: &[u8]) -> impl FnMut() + 'static {
    let ids: Vec<String> = (0..COLUMN).map(|row| format!("a0BAa00000{row:08}")).collect();
    let rows: Vec<_> = ids.iter().map(|id| (RecordId::new(id).expect("an id"), value)).collect();
    let sealed = one.sealer.seal_column(&one.column, &rows).expect("sealed");
    drop(rows);
    move || {
        let ids = ids.iter().map(|id| RecordId::new(id).expect("an id"));
        let rows: Vec<_> = ids.zip(sealed.iter()).collect();
        black_box(one.sealer.open_column(&one.column, &rows));
    }
}

/// A value sealed under an older version of the person's key, opened and sealed under the newest.
fn reseal(one: Ours, value: &[u8]) -> impl FnMut() + 'static {
    let sealed = one.sealer.seal(&one.column, &one.record, value).expect("sealed");
    one.keyring.rotate_subject_key(&one.tenant, &one.person, 1).expect("rotated");
    move || {
        for _ in 0..FIELDS {
            let again = one.sealer.reseal(&one.column, &one.record, &sealed);
            black_box(again.expect("opened").expect("an older version"));
        }
    }
}

/// Every person's key of a tenant moved to a new version of the tenant's key, in a store in memory.
fn rewrap(one: Ours) -> impl FnMut() {
    for number in 1..PEOPLE - 1 {
        let person = Subject::person(format!("003Aa00001{number:08}")).expect("a name");
        one.keyring.sealer(&one.tenant, &person).prepare().expect("a key");
    }
    let mut version = 1;
    move || {
        let rotation = one.keyring.rotate_tenant_key(&one.tenant, version).expect("rotated");
        version = rotation.version();
        assert_eq!(rotation.rewrapped(), PEOPLE as u64);
    }
}

/// The least that can be done for one key: two ciphers made, one opens and one seals 32 bytes.
fn raw_rewrap() -> impl FnMut() {
    let mut key = [7; 32];
    let nonce = || Nonce::assume_unique_for_key([9; 12]);
    move || {
        for _ in 0..FIELDS {
            let mut text = [0; 32];
            for _ in 0..2 {
                key[0] ^= 1;
                let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("a key"));
                let sealed =
                    cipher.seal_in_place_separate_tag(nonce(), Aad::from(CONTEXT), &mut text);
                black_box(sealed.expect("sealed").as_ref());
            }
        }
    }
}

fn tokens(one: &Ours, words: Vec<Normalised>) -> impl FnMut() + 'static {
    let width = Width::bits(9).expect("a width");
    let spec = IndexSpec::new("Client", "surname", "eq", Category::Identity, width, 1_000, 400);
    let index = one.keyring.blind_index(&one.tenant, &spec.expect("a spec")).expect("an index");
    let record = one.record;
    move || {
        for word in &words {
            black_box(index.token(&record, word).expect("a token"));
        }
    }
}

/// What is asked of the other work, in nanoseconds a unit: 2.5, 2 and 5 million a second.
fn other_work() -> Vec<Contest> {
    let words = || (0..FIELDS).map(|number| normalise_name(&format!("Winterbourne{number}")));
    let value = vec![b'a'; 64];
    vec![
        Contest::new("move a person's key to a new tenant key", "key")
            .with("raw ring, two keys made", FIELDS, raw_rewrap())
            .with("Caldicott on ring, store in memory", PEOPLE, rewrap(ours(&Ring)))
            .with("Caldicott on aes-gcm, store in memory", PEOPLE, rewrap(ours(&AesGcm)))
            .goal_ns("Caldicott on ring, store in memory", 400.0),
        Contest::new("re-encrypt 64 bytes", "field")
            .with("Caldicott on ring", FIELDS, reseal(ours(&Ring), &value))
            .with("Caldicott on aes-gcm", FIELDS, reseal(ours(&AesGcm), &value))
            .goal_ns("Caldicott on ring", 500.0),
        Contest::new("token of a surname", "token")
            .with("Caldicott", FIELDS, tokens(&ours(&Ring), words().collect()))
            .goal_ns("Caldicott", 200.0),
        Contest::new("column of 64 bytes", "field")
            .with("raw ring, seal", FIELDS, raw_seal(value.clone(), &[]))
            .with("raw ring, open", FIELDS, raw_open(&value, &[]))
            .with("seal a column", COLUMN, seal_column(ours(&Ring), value.clone()))
            .with("open a column", COLUMN, open_column(ours(&Ring), &value))
            .goal("seal a column", 2.0, "raw ring, seal")
            .goal("open a column", 2.0, "raw ring, open"),
    ]
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let mut contests = other_work();
    for (size, words) in [(64, "64 bytes"), (4096, "4 KiB"), (65_536, "64 KiB")] {
        let value = vec![b'a'; size];
        let sealing = Contest::new(format!("seal {words}"), "field")
            .with("raw ring", FIELDS, raw_seal(value.clone(), &[]))
            .with("Caldicott on ring", FIELDS, seal(ours(&Ring), value.clone()))
            .with("Caldicott on aes-gcm", FIELDS, seal(ours(&AesGcm), value.clone()))
            .with("ring by hand, system nonce", FIELDS, by_hand_seal(value.clone()))
            .with("tink-aead", FIELDS, tink_seal(value.clone()));
        let opening = Contest::new(format!("open {words}"), "field")
            .with("raw ring", FIELDS, raw_open(&value, &[]))
            .with("Caldicott on ring", FIELDS, open(ours(&Ring), &value))
            .with("Caldicott on aes-gcm", FIELDS, open(ours(&AesGcm), &value))
            .with("tink-aead", FIELDS, tink_open(&value));
        let (seal_limit, open_limit) = match size {
            64 => (2.2, 2.1),
            4096 => (1.35, 1.35),
            _ => (1.25, 1.25),
        };
        let (mut sealing, mut opening) = (
            sealing.goal("Caldicott on ring", seal_limit, "raw ring"),
            opening.goal("Caldicott on ring", open_limit, "raw ring"),
        );
        if size == 64 {
            sealing = sealing
                .with(
                    "raw ring, this context and padding",
                    FIELDS,
                    raw_seal(vec![b'a'; PADDED], &BOUND),
                )
                .with(
                    "Caldicott, category key derived",
                    FIELDS,
                    seal_derived(ours(&Ring), value.clone()),
                )
                .with("Caldicott, person's key fetched", FIELDS, seal_cold(ours(&Ring), value))
                .goal("Caldicott, category key derived", 7.0, "raw ring")
                .goal("Caldicott on aes-gcm", 3.4, "raw ring")
                .goal("Caldicott on ring", 1.0 / 1.6, "tink-aead");
            opening = opening
                .with(
                    "raw ring, this context and padding",
                    FIELDS,
                    raw_open(&[b'a'; PADDED], &BOUND),
                )
                .goal("Caldicott on aes-gcm", 3.4, "raw ring")
                .goal("Caldicott on ring", 1.0 / 1.4, "tink-aead");
        }
        contests.extend([sealing, opening]);
    }
    contests
}
