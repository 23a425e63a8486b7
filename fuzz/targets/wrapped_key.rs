//! Any bytes as a wrapped key record, and any change to a true one: nothing unwraps but the true one in
//! its own row, whoever wrapped it, and two providers give the same answer.
#![no_main]

use std::sync::OnceLock;

use caldicott_encryption::{
    AesGcm, Backend, KeyEncryptionKey, KeyName, LocalKek, RandomFailure, RandomSource, Ring,
    SecretKey, Subject, Tenant, WrapJob, WrappedKey,
};
use caldicott_fuzz::changed;
use libfuzzer_sys::fuzz_target;

const ID: &str = "file:main";

/// The same bytes every time, so that a finding can be had again.
struct Fixed;

impl RandomSource for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        out.fill(0x5a);
        Ok(())
    }
}

struct World {
    names: [KeyName; 3],
    parent: SecretKey,
    kek: LocalKek,
    key: SecretKey,
    /// Of each row: its true record.
    records: [Vec<u8>; 3],
}

fn job<'a>(backend: &'a dyn Backend, name: &'a KeyName) -> WrapJob<'a> {
    WrapJob::new(backend, &Fixed, name, ID)
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let tenant = Tenant::new("st-martins").unwrap();
        let subject = Subject::person("003A").unwrap();
        let names = [
            KeyName::Tenant { tenant: tenant.clone(), version: 1 },
            KeyName::Subject { tenant: tenant.clone(), subject, version: 1 },
            KeyName::Index { tenant, version: 1 },
        ];
        let (parent, key) = (SecretKey::from_bytes(&[7; 32]), SecretKey::from_bytes(&[9; 32]));
        let kek = LocalKek::new(ID, 1, parent.clone()).unwrap();
        let records = names.each_ref().map(|name| {
            let record = job(&Ring, name).wrap_under(&parent, 1, &key).unwrap();
            record.as_bytes().to_vec()
        });
        World { names, parent, kek, key, records }
    })
}

fuzz_target!(|bytes: &[u8]| {
    let world = world();
    let Some((mode, rest)) = bytes.split_first() else { return };
    let row = usize::from(mode >> 1) % 3;
    let right = &world.records[row];
    let record = if mode & 1 == 0 { rest.to_vec() } else { changed(right, rest) };
    let is_right = record == *right;
    let record = WrappedKey::from_bytes(record);
    let version = record.parent_version();
    for (place, name) in world.names.iter().enumerate() {
        let opened = [&Ring as &dyn Backend, &AesGcm]
            .map(|backend| job(backend, name).unwrap_under(&world.parent, 1, &record));
        for opened in &opened {
            match opened {
                Ok(key) => assert!(is_right && place == row && *key == world.key),
                Err(_) => assert!(!is_right || place != row, "the true record does not unwrap"),
            }
        }
        assert_eq!(opened[0].as_ref().err(), opened[1].as_ref().err());
        // As a key-management service's blob it is opaque, and of its own row alone.
        if let Ok(blob) = job(&Ring, name).remote_blob(&record) {
            let again = job(&Ring, name).remote(version.unwrap(), blob);
            assert_eq!(again, record, "a blob that is not what the record holds");
        }
    }
    let by_kek = world.kek.unwrap(&job(&Ring, &world.names[0]), &record);
    assert_eq!(by_kek.is_ok(), is_right && row == 0);
});
