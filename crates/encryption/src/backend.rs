//! Who computes AES-256-GCM: a value that the host passes, never a feature that decides.

#[cfg(feature = "aes-gcm")]
mod aes_gcm;
#[cfg(feature = "ring")]
mod ring;

use std::fmt::Debug;

pub(crate) use crate::error::BackendFailure;

#[cfg(feature = "aes-gcm")]
pub use self::aes_gcm::AesGcm;
#[cfg(feature = "ring")]
pub use self::ring::Ring;

/// A provider of AES-256-GCM.
///
/// All providers give the same bytes, and what one seals another opens.
pub trait Backend: Debug + Send + Sync {
    /// The provider's name, for a report of what a system runs on.
    fn name(&self) -> &'static str;

    /// A cipher under this key, to be kept and used often. It wipes the key when dropped.
    ///
    /// # Errors
    /// When the provider fails.
    fn cipher(&self, key: &[u8; 32]) -> Result<Box<dyn Cipher>, BackendFailure>;

    /// Encrypts one text under a key that is used once.
    ///
    /// # Errors
    /// When the provider fails.
    fn seal_once(
        &self,
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        self.cipher(key)?.seal(nonce, aad, text)
    }

    /// Decrypts one text under a key that is used once.
    ///
    /// # Errors
    /// When the text does not authenticate.
    fn open_once(
        &self,
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        self.cipher(key)?.open(nonce, aad, text, tag)
    }
}

/// AES-256-GCM under one key, with a 96-bit nonce and a 128-bit tag.
pub trait Cipher: Send + Sync {
    /// Encrypts in place and returns the tag.
    ///
    /// # Errors
    /// When the provider fails. The text may then be half encrypted.
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure>;

    /// Decrypts in place.
    ///
    /// # Errors
    /// When the text does not authenticate. What the buffer then holds is not to be used.
    fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure>;
}
