//! Any bytes as a sealed field, and any change to a true one: nothing opens but the true one as the field
//! it was sealed as, and two providers give the same answer.
#![no_main]

use std::sync::OnceLock;

use caldicott_encryption::{
    AesGcm, Backend, CategoryKey, Column, RandomFailure, RandomSource, RecordId, Ring,
    SealedHeader, SecretKey, Subject, Suite, Tenant,
};
use caldicott_fuzz::changed;
use caldicott_model::{Category, Purpose};
use libfuzzer_sys::fuzz_target;

const VALUE: &[u8] = b"low mood";

/// The same bytes every time, so that a finding can be had again.
struct Fixed;

impl RandomSource for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        out.fill(0x5a);
        Ok(())
    }
}

struct World {
    column: Column,
    other: Column,
    /// Of each suite: the key by two providers, and a true sealed field.
    suites: Vec<([CategoryKey; 2], Vec<u8>)>,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let tenant = Tenant::new("st-martins").unwrap();
        let column = Column::new(&tenant, Category::Health, "SupportPlan", "notes").unwrap();
        let other = Column::new(&tenant, Category::Health, "SupportPlan", "summary").unwrap();
        let subject = Subject::person("003A").unwrap();
        let secret = SecretKey::from_bytes(&[7; 32]);
        let suites = [Suite::Aes256Gcm, Suite::Xaes256Gcm].map(|suite| {
            let key = |backend: &'static dyn Backend| {
                CategoryKey::derive(backend, &secret, 1, &subject, &column, suite, false).unwrap()
            };
            let keys = [key(&Ring), key(&AesGcm)];
            let sealed = keys[0].seal(&column, &record(), VALUE, &Fixed).unwrap();
            (keys, sealed.as_ref().to_vec())
        });
        World { column, other, suites: suites.into() }
    })
}

fn record() -> RecordId<'static> {
    RecordId::new("a0B").unwrap()
}

fuzz_target!(|bytes: &[u8]| {
    let world = world();
    let Some((mode, rest)) = bytes.split_first() else { return };
    let (keys, right) = &world.suites[usize::from(mode & 1)];
    let sealed = if mode & 2 == 0 { rest.to_vec() } else { changed(right, rest) };
    let header = SealedHeader::read(&sealed);
    for key in keys {
        match key.open(&world.column, &record(), &sealed) {
            Ok(opened) => {
                assert_eq!(sealed, *right, "a changed field opens");
                assert_eq!(opened.expose(Purpose::SUPPORT).as_ref(), VALUE);
                assert!(header.is_ok());
            }
            Err(_) => assert_ne!(sealed, *right, "the true field does not open"),
        }
        assert!(key.open(&world.other, &record(), &sealed).is_err(), "it opens as another field");
        assert!(key.open(&world.column, &record().at_revision(1), &sealed).is_err());
        assert!(key.open(&world.column, &RecordId::new("a0C").unwrap(), &sealed).is_err());
    }
    let answers = keys.each_ref().map(|key| key.open(&world.column, &record(), &sealed).err());
    assert_eq!(answers[0], answers[1], "two providers disagree");
});
