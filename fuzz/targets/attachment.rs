//! Any bytes as a sealed attachment, and any change to a true one: streams and ranges give the same, nothing
//! but an authentic beginning is released, and only the true one is opened to its end.
#![no_main]

use std::sync::{Arc, OnceLock};

use caldicott_encryption::{
    AesGcm, Backend, Column, Keyring, LocalKek, MemoryKeyStore, RandomFailure, RandomSource,
    RecordId, Ring, Sealer, SecretKey, Subject, Tenant,
};
use caldicott_fuzz::changed;
use caldicott_model::Category;
use libfuzzer_sys::fuzz_target;

const CHUNK: usize = 16 * 1024;

/// Counts, so that a finding can be had again and no nonce comes twice.
struct Counting(std::sync::atomic::AtomicU8);

impl RandomSource for Counting {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        out.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        Ok(())
    }
}

struct World {
    column: Column,
    other: Column,
    sealers: [Sealer; 2],
    /// True attachments and their values: one of a chunk's part, one of a chunk and more.
    rights: Vec<(Vec<u8>, Vec<u8>)>,
}

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let tenant = Tenant::new("st-martins").unwrap();
        let column = Column::new(&tenant, Category::Health, "SupportPlan", "scan").unwrap();
        let other = Column::new(&tenant, Category::Health, "SupportPlan", "photo").unwrap();
        let store = Arc::new(MemoryKeyStore::new());
        let kek = LocalKek::new("file:main", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
        let (kek, random) = (Arc::new(kek), Arc::new(Counting(0.into())));
        let sealers = [&Ring as &'static dyn Backend, &AesGcm].map(|backend| {
            let keyring =
                Keyring::builder(backend, store.clone(), kek.clone(), random.clone()).build();
            keyring.create_tenant(&tenant).unwrap();
            keyring.sealer(&tenant, &Subject::person("003A").unwrap())
        });
        let rights = [40, CHUNK + 40].map(|length| {
            let (value, mut sealed) = (vec![b'x'; length], Vec::new());
            let mut stream = sealers[0].seal_attachment(&column, &record()).unwrap();
            stream.update(&value, &mut sealed).unwrap();
            stream.finish(&mut sealed).unwrap();
            (sealed, value)
        });
        World { column, other, sealers, rights: rights.into() }
    })
}

fuzz_target!(|bytes: &[u8]| {
    let world = world();
    let Some(([mode, piece], rest)) = bytes.split_first_chunk() else { return };
    let (right, value) = &world.rights[usize::from(mode & 1)];
    let sealed = if mode & 2 == 0 { rest.to_vec() } else { changed(right, rest) };
    let piece = 1 + usize::from(*piece) * 97;
    let answers = world.sealers.each_ref().map(|sealer| {
        let mut out = b"before".to_vec();
        let mut stream = sealer.open_attachment(&world.column, &record());
        let mut answer = sealed.chunks(piece).try_for_each(|part| stream.update(part, &mut out));
        if answer.is_ok() {
            answer = stream.finish(&mut out);
        }
        assert_eq!(
            answer.is_ok(),
            sealed == *right,
            "a changed attachment opens, or a true one does not"
        );
        let opened = out.strip_prefix(b"before").expect("what was there before");
        assert!(value.starts_with(opened), "something else was released");
        let reader = sealer.read_attachment(&world.column, &record(), &sealed);
        let by_range = reader.and_then(|reader| {
            let mut out = Vec::new();
            reader.read(0..u64::MAX, &mut out)?;
            Ok(out)
        });
        assert_eq!(by_range.ok().as_deref(), (sealed == *right).then_some(opened));
        assert!(sealer.read_attachment(&world.other, &record(), &sealed).is_err());
        let later = record().at_revision(1);
        assert!(sealer.read_attachment(&world.column, &later, &sealed).is_err());
        (answer, out)
    });
    assert_eq!(answers[0], answers[1], "two providers disagree");
});
