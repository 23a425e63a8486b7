#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicU8, Ordering};

use caldicott_model::Category;

use super::CategoryKey;
use crate::random::{Hedged, RandomFailure, RandomSource};
use crate::{Backend, Column, RecordId, SealError, Sealed, SecretKey, Subject, Suite, Tenant};

/// A broken source: the same byte for ever.
struct Stuck(AtomicU8);

impl RandomSource for Stuck {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        out.fill(self.0.load(Ordering::Relaxed));
        Ok(())
    }
}

fn backend() -> &'static dyn Backend {
    #[cfg(feature = "ring")]
    return &crate::Ring;
    #[cfg(not(feature = "ring"))]
    return &crate::AesGcm;
}

fn column() -> Column {
    let tenant = Tenant::new("st-martins").unwrap();
    Column::new(&tenant, Category::Health, "SupportPlan", "notes").unwrap()
}

fn key(suite: Suite, hedged: bool) -> CategoryKey {
    let secret = SecretKey::from_bytes(&[3; 32]);
    let subject = Subject::person("mary").unwrap();
    CategoryKey::derive(backend(), &secret, 1, &subject, &column(), suite, hedged).unwrap()
}

fn nonce(sealed: &Sealed, suite: Suite) -> Vec<u8> {
    sealed[39..39 + suite.nonce_len()].to_vec()
}

#[test]
fn a_hedged_nonce_repeats_only_when_everything_repeats() {
    let source = Hedged(Stuck(AtomicU8::new(7)));
    let record = |id| RecordId::new(id).unwrap();
    for suite in [Suite::Aes256Gcm, Suite::Xaes256Gcm] {
        let key = key(suite, true);
        let seal = |id, value: &[u8]| {
            nonce(&key.seal(&column(), &record(id), value, &source).unwrap(), suite)
        };
        let first = seal("a0B", b"low mood");
        assert_eq!(first, seal("a0B", b"low mood"));
        assert_ne!(first, seal("a0B", b"low mooe"));
        assert_ne!(first, seal("a0C", b"low mood"));
        source.0.0.store(8, Ordering::Relaxed);
        assert_ne!(first, seal("a0B", b"low mood"));
        source.0.0.store(7, Ordering::Relaxed);
        let sealed = key.seal(&column(), &record("a0B"), b"low mood", &source).unwrap();
        assert!(key.open(&column(), &record("a0B"), &sealed).is_ok());
        // What a hedged key sealed, a key without hedge opens.
        assert!(self::key(suite, false).open(&column(), &record("a0B"), &sealed).is_ok());
    }
}

#[test]
fn without_a_hedge_the_nonce_is_what_the_source_gave() {
    for suite in [Suite::Aes256Gcm, Suite::Xaes256Gcm] {
        let source = Stuck(AtomicU8::new(7));
        let record = RecordId::new("a0B").unwrap();
        let sealed = key(suite, false).seal(&column(), &record, b"v", &source).unwrap();
        assert!(nonce(&sealed, suite).iter().all(|byte| *byte == 7));
    }
}

#[test]
fn a_cipher_that_fails_leaves_no_plaintext_behind() {
    use crate::backend::{BackendFailure, Cipher};

    #[derive(Debug)]
    struct Broken;
    struct BrokenCipher;
    impl Backend for Broken {
        fn name(&self) -> &'static str {
            "broken"
        }
        fn cipher(&self, _: &[u8; 32]) -> Result<Box<dyn Cipher>, BackendFailure> {
            Ok(Box::new(BrokenCipher))
        }
    }
    impl Cipher for BrokenCipher {
        fn seal(&self, _: &[u8; 12], _: &[u8], _: &mut [u8]) -> Result<[u8; 16], BackendFailure> {
            Err(BackendFailure)
        }
        fn open(
            &self,
            _: &[u8; 12],
            _: &[u8],
            _: &mut [u8],
            _: &[u8; 16],
        ) -> Result<(), BackendFailure> {
            Err(BackendFailure)
        }
    }
    let secret = SecretKey::from_bytes(&[3; 32]);
    let subject = Subject::person("mary").unwrap();
    let suite = Suite::Aes256Gcm;
    let key = CategoryKey::derive(&Broken, &secret, 1, &subject, &column(), suite, false).unwrap();
    let draw = super::Draw::new(suite, &Stuck(AtomicU8::new(1))).unwrap();
    let mut out = Vec::with_capacity(1_000);
    out.extend_from_slice(b"kept");
    let room = out.as_ptr();
    let record = RecordId::new("a0B").unwrap();
    let sealed = key.seal_into(&column(), &record, b"low mood", &draw, &mut out);
    assert_eq!(sealed, Err(SealError::Backend));
    assert_eq!(out, b"kept");
    assert_eq!(out.as_ptr(), room, "nothing was moved, so nothing was left elsewhere");
}
