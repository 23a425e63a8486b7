//! Genuine bytes, changed at random and offered to many keys: none is accepted and nothing panics.
//!
//! A moment of it runs with the other tests. The whole once:
//! `MUTATIONS=100000000 cargo test --release -p caldicott-encryption --test mutations -- --nocapture`
#![cfg(all(feature = "ring", feature = "os-entropy"))]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::thread;

use caldicott_encryption::{
    AesGcm, Backend, Buffered, CategoryKey, Column, KeyName, Keyring, LocalKek, MemoryKeyStore,
    OpenError, OsEntropy, RandomSource as _, RecordId, Ring, SealedHeader, Sealer, SecretKey,
    Subject, SubjectKey, Suite, Tenant, WrapJob, WrappedKey,
};
use caldicott_model::{Category, Purpose};

const PEOPLE: usize = 8;
const VERSIONS: u32 = 2;

/// xorshift64*: fast, and the same run can be had again from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() >> 33).unwrap() % limit.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.roll().to_be_bytes()[0]
    }
}

/// One key and what was sealed under it, as one field of one record.
struct Pair {
    key: CategoryKey,
    column: usize,
    record: &'static str,
    revision: Option<u64>,
    sealed: Vec<u8>,
}

impl Pair {
    fn record(&self) -> RecordId<'static> {
        let record = RecordId::new(self.record).unwrap();
        self.revision.map_or(record, |revision| record.at_revision(revision))
    }
}

struct World {
    columns: Vec<Column>,
    pairs: Vec<Pair>,
    names: Vec<KeyName>,
    parent: SecretKey,
    records: Vec<Vec<u8>>,
    scans: Vec<(Sealer, Vec<u8>)>,
}

fn world() -> World {
    let tenant = Tenant::new("st-martins").unwrap();
    let columns: Vec<Column> = [Category::Health, Category::HousingAndTenancy]
        .into_iter()
        .flat_map(|category| {
            ["notes", "summary"]
                .map(|field| Column::new(&tenant, category, "SupportPlan", field).unwrap())
        })
        .collect();
    let mut pairs = Vec::new();
    for person in 0..PEOPLE {
        let subject = Subject::person(format!("003A{person}")).unwrap();
        for version in 1..=VERSIONS {
            let secret = SecretKey::generate(&OsEntropy).unwrap();
            let secret = SubjectKey::new(&secret, version, subject.clone());
            for (column, suite) in (0..columns.len())
                .flat_map(|c| [Suite::Aes256Gcm, Suite::Xaes256Gcm].map(|s| (c, s)))
            {
                let backend: &'static dyn Backend = if person % 2 == 0 { &Ring } else { &AesGcm };
                let key = secret.category(backend, &columns[column], suite, false).unwrap();
                let record = ["a0B1", "a0B2"][person / 2 % 2];
                let revision = (person % 3 == 0).then_some(41);
                let mut pair = Pair { key, column, record, revision, sealed: Vec::new() };
                let value = vec![b'v'; person * 17];
                let sealed = pair.key.seal(&columns[column], &pair.record(), &value, &Buffered);
                pair.sealed = sealed.unwrap().into_vec();
                pairs.push(pair);
            }
        }
    }
    let parent = SecretKey::generate(&OsEntropy).unwrap();
    let names: Vec<KeyName> = (1..=4)
        .flat_map(|version| {
            let subject = Subject::person(format!("003A{version}")).unwrap();
            [
                KeyName::Subject { tenant: tenant.clone(), subject, version },
                KeyName::Index { tenant: tenant.clone(), version },
            ]
        })
        .collect();
    let records = names
        .iter()
        .map(|name| {
            let job = WrapJob::new(&Ring, &OsEntropy, name, "file:main");
            let key = SecretKey::generate(&OsEntropy).unwrap();
            job.wrap_under(&parent, 1, &key).unwrap().as_bytes().to_vec()
        })
        .collect();
    let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy).unwrap()).unwrap();
    let (store, kek) = (Arc::new(MemoryKeyStore::new()), Arc::new(kek));
    let keyring = Keyring::builder(&Ring, store, kek, Arc::new(Buffered)).build();
    keyring.create_tenant(&tenant).unwrap();
    let scans = (0..2)
        .map(|person| {
            let sealer = keyring.sealer(&tenant, &Subject::person(format!("p{person}")).unwrap());
            let record = RecordId::new("a0B1").unwrap();
            let (mut stream, mut sealed) =
                (sealer.seal_attachment(&columns[0], &record).unwrap(), Vec::new());
            stream.update(&[b's'; 100], &mut sealed).unwrap();
            stream.finish(&mut sealed).unwrap();
            (sealer, sealed)
        })
        .collect();
    World { columns, pairs, names, parent, records, scans }
}

/// Changes `bytes`, sometimes with parts of `other`.
fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=dice.below(3) {
        let place = dice.below(bytes.len());
        match dice.below(12) {
            0..=3 => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            4 | 5 => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = dice.byte();
                }
            }
            6 => bytes.truncate(place),
            7 => {
                let more = dice.below(40);
                bytes.extend((0..more).map(|_| dice.byte()));
            }
            // A stretch of another genuine one, where it stood there: commitment, nonce, text, tag.
            8 | 9 => {
                let end = (place + dice.below(64)).min(bytes.len()).min(other.len());
                if place < end {
                    bytes[place..end].copy_from_slice(&other[place..end]);
                }
            }
            10 => {
                let to = dice.below(bytes.len());
                if place < bytes.len() && to < bytes.len() {
                    bytes.swap(place, to);
                }
            }
            _ => {
                let keep = dice.below(8).min(bytes.len());
                bytes[keep..].iter_mut().for_each(|byte| *byte = dice.byte());
            }
        }
    }
}

/// What was tried and what came of it.
#[derive(Debug, Default)]
struct Tally {
    tried: u64,
    unchanged: u64,
    refused: [u64; 12],
}

fn run(world: &World, seed: u64, count: u64) -> Tally {
    let mut dice = Dice(seed | 1);
    let mut tally = Tally::default();
    let mut bytes = Vec::new();
    for _ in 0..count {
        tally.tried += 1;
        bytes.clear();
        match dice.below(100) {
            0 => {
                let row = dice.below(world.names.len());
                bytes.extend_from_slice(&world.records[dice.below(world.records.len())]);
                let other = &world.records[dice.below(world.records.len())];
                mutate(&mut dice, &mut bytes, other);
                if bytes == world.records[row] {
                    tally.unchanged += 1;
                    continue;
                }
                let job = WrapJob::new(&Ring, &OsEntropy, &world.names[row], "file:main");
                let record = WrappedKey::from_bytes(bytes.clone());
                assert!(job.unwrap_under(&world.parent, 1, &record).is_err(), "{bytes:?}");
            }
            1 => {
                let (sealer, genuine) = &world.scans[dice.below(2)];
                bytes.extend_from_slice(&world.scans[dice.below(2)].1);
                mutate(&mut dice, &mut bytes, genuine);
                if bytes == *genuine {
                    tally.unchanged += 1;
                    continue;
                }
                let mut out = Vec::new();
                let record = RecordId::new("a0B1").unwrap();
                let mut stream = sealer.open_attachment(&world.columns[0], &record);
                let opened = stream.update(&bytes, &mut out).and_then(|()| stream.finish(&mut out));
                assert!(opened.is_err() && out.is_empty(), "{bytes:?}");
            }
            _ => {
                let from = dice.below(world.pairs.len());
                // Most often its own key, for only there the tag is asked.
                let to = if dice.below(4) == 0 { dice.below(world.pairs.len()) } else { from };
                let (from, to) = (&world.pairs[from], &world.pairs[to]);
                bytes.extend_from_slice(&from.sealed);
                let other = dice.below(world.pairs.len());
                mutate(&mut dice, &mut bytes, &world.pairs[other].sealed);
                if bytes == to.sealed {
                    tally.unchanged += 1;
                    continue;
                }
                // The header is as it was in half of the rest, so that more than its form is asked.
                if dice.below(2) == 0 && bytes.len() >= 39 {
                    bytes[..39].copy_from_slice(&to.sealed[..39]);
                    if bytes == to.sealed {
                        tally.unchanged += 1;
                        continue;
                    }
                }
                let refused = to.key.open(&world.columns[to.column], &to.record(), &bytes);
                assert!(refused.is_err(), "accepted: {bytes:?}");
                let refused = refused.unwrap_err();
                assert_eq!(SealedHeader::read(&bytes).is_err(), is_of_the_header(refused, &bytes));
                tally.refused[number(refused)] += 1;
            }
        }
    }
    tally
}

/// Whether the first seven bytes alone are why it was refused.
fn is_of_the_header(refused: OpenError, bytes: &[u8]) -> bool {
    let of_form =
        [OpenError::UnsupportedFlags, OpenError::UnsupportedSuite, OpenError::UnsupportedVersion];
    of_form.contains(&refused) || (refused == OpenError::TooShort && bytes.len() < 7)
}

fn number(refused: OpenError) -> usize {
    let all = [
        OpenError::Authentication,
        OpenError::Malformed,
        OpenError::TooShort,
        OpenError::UnknownKeyVersion,
        OpenError::UnsupportedFlags,
        OpenError::UnsupportedSuite,
        OpenError::UnsupportedVersion,
        OpenError::WrongKey,
    ];
    all.iter().position(|one| *one == refused).unwrap()
}

#[test]
fn no_changed_bytes_are_accepted_by_any_key() {
    let count =
        std::env::var("MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(40_000_u64);
    let world = world();
    // What was not changed opens under its own key, and under no other.
    for (place, pair) in world.pairs.iter().enumerate() {
        for (other, opener) in world.pairs.iter().enumerate() {
            let column = &world.columns[opener.column];
            let opened = opener.key.open(column, &opener.record(), &pair.sealed);
            assert_eq!(opened.is_ok(), place == other);
            assert!(opened.is_err() || !opened.unwrap().expose(Purpose::SUPPORT).contains(&0));
        }
    }
    let mut seed = [0; 8];
    OsEntropy.fill(&mut seed).unwrap();
    let seed = u64::from_be_bytes(seed);
    println!("seed {seed}");
    let threads = 2;
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let world = &world;
        let running: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || run(world, seed ^ (thread << 32), count / threads)))
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |part: fn(&Tally) -> u64| tallies.iter().map(part).sum::<u64>();
    let refused: Vec<u64> =
        (0..8).map(|place| tallies.iter().map(|tally| tally.refused[place]).sum()).collect();
    println!(
        "{} tried, {} unchanged and left out, none accepted; refused by tag {}, padding {}, length {}, \
         version of the key {}, flags {}, suite {}, version {}, commitment {}",
        sum(|tally| tally.tried),
        sum(|tally| tally.unchanged),
        refused[0],
        refused[1],
        refused[2],
        refused[3],
        refused[4],
        refused[5],
        refused[6],
        refused[7],
    );
    // It is no test of the tag when hardly anything gets that far.
    assert!(refused[0] > count / 10 && refused[7] > count / 50 && refused[2] > 0);
}
