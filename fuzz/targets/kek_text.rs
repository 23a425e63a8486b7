//! Any text as a key file: what is read can be used, its versions are in order, and what is refused says
//! nothing of what it held.
#![no_main]

use caldicott_encryption::{
    KekFailure, KeyEncryptionKey, KeyName, LocalKek, RandomFailure, RandomSource, Ring, SecretKey,
    Tenant, WrapJob,
};
use libfuzzer_sys::fuzz_target;

struct Fixed;

impl RandomSource for Fixed {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        out.fill(0x5a);
        Ok(())
    }
}

fuzz_target!(|text: &str| {
    let kek = match LocalKek::from_text("file:main", text) {
        Ok(kek) => kek,
        Err(failure) => return assert_eq!(failure, KekFailure::Form),
    };
    assert_eq!(format!("{kek:?}"), "LocalKek(…)");
    let version = kek.current().expect("a version");
    assert!(version > 0);
    let name = KeyName::Tenant { tenant: Tenant::new("st-martins").unwrap(), version: 1 };
    let job = WrapJob::new(&Ring, &Fixed, &name, kek.id());
    let key = SecretKey::from_bytes(&[9; 32]);
    let record = kek.wrap(&job, &key).expect("wrapped");
    assert_eq!(record.parent_version(), Some(version));
    assert!(kek.unwrap(&job, &record).expect("unwrapped") == key);
    // Written the way a rotation writes it, the newest stays the newest.
    match kek.advance(&Fixed) {
        Ok(next) => {
            assert_eq!(next, version + 1);
            kek.retire_before(next).expect("retired");
            assert_eq!(kek.unwrap(&job, &record).err(), Some(KekFailure::Destroyed));
        }
        Err(failure) => assert_eq!((failure, version), (KekFailure::CannotRotate, u32::MAX)),
    }
});
