//! AES-256-GCM by the aes-gcm crate: pure Rust, for targets that ring does not reach.

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};

use super::{Backend, BackendFailure, Cipher};
use crate::secret::scrub_deep_stack;

/// The provider in pure Rust. Its keys wipe themselves; the stack they were built on is overwritten.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct AesGcm;

struct AesGcmCipher(Aes256Gcm);

impl Backend for AesGcm {
    fn name(&self) -> &'static str {
        "aes-gcm"
    }

    fn cipher(&self, key: &[u8; 32]) -> Result<Box<dyn Cipher>, BackendFailure> {
        let cipher = boxed(key);
        scrub_deep_stack();
        Ok(cipher)
    }
}

impl Cipher for AesGcmCipher {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        let sealed = self.encrypt(nonce, aad, text);
        scrub_deep_stack();
        sealed
    }

    fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        let opened = self.decrypt(nonce, aad, text, tag);
        scrub_deep_stack();
        opened
    }
}

impl AesGcmCipher {
    #[inline(never)]
    fn encrypt(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        self.0
            .encrypt_inout_detached(nonce.into(), aad, text.into())
            .map(Into::into)
            .map_err(|_| BackendFailure)
    }

    #[inline(never)]
    fn decrypt(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        self.0
            .decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into())
            .map_err(|_| BackendFailure)
    }
}

#[inline(never)]
fn boxed(key: &[u8; 32]) -> Box<AesGcmCipher> {
    Box::new(AesGcmCipher(Aes256Gcm::new(key.into())))
}
