//! XAES-256-GCM (C2SP): AES-256-GCM with a nonce long enough to be random for ever.

use aes::Aes256Enc;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use zeroize::{Zeroize as _, Zeroizing};

use crate::backend::{Backend, BackendFailure};
use crate::secret::{Fleeting, scrub_stack};

/// A key of XAES-256-GCM: every nonce gives a GCM key of its own, so 2^80 texts may be sealed under
/// one key with random nonces.
pub(crate) struct XaesKey {
    // Boxed, so that moving the key copies no schedule; `aes` wipes it when dropped.
    block: Box<Aes256Enc>,
    mask: Box<Zeroizing<[u8; 16]>>,
}

impl XaesKey {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        let made = Self::build(key);
        scrub_stack();
        made
    }

    /// Encrypts in place and returns the tag.
    pub(crate) fn seal(
        &self,
        backend: &dyn Backend,
        nonce: &[u8; 24],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        let (of_key, of_gcm) = split(nonce);
        let mut key = Fleeting::zero();
        self.derive(of_key, key.expose_mut());
        backend.seal_once(key.expose(), of_gcm, aad, text)
    }

    /// Decrypts in place.
    pub(crate) fn open(
        &self,
        backend: &dyn Backend,
        nonce: &[u8; 24],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        let (of_key, of_gcm) = split(nonce);
        let mut key = Fleeting::zero();
        self.derive(of_key, key.expose_mut());
        backend.open_once(key.expose(), of_gcm, aad, text, tag)
    }

    #[inline(never)]
    fn build(key: &[u8; 32]) -> Self {
        let block = Box::new(Aes256Enc::new(key.into()));
        let mut first = [0_u8; 16];
        block.encrypt_block((&mut first).into());
        let mut mask = Box::new(Zeroizing::new([0; 16]));
        **mask = double(first);
        first.zeroize();
        Self { block, mask }
    }

    /// The GCM key for the first half of a nonce: two blocks of CMAC in counter mode.
    #[inline(never)]
    fn derive(&self, nonce: &[u8; 12], key: &mut [u8; 32]) {
        let (halves, _) = key.as_chunks_mut::<16>();
        for (counter, half) in (1_u8..).zip(halves.iter_mut()) {
            let input = [0, counter, 0x58, 0].into_iter().chain(*nonce);
            for (to, (from, mask)) in half.iter_mut().zip(input.zip(**self.mask)) {
                *to = from ^ mask;
            }
        }
        // Both at once: the cipher makes its key ready for wide registers at every call.
        self.block.encrypt_blocks(aes::cipher::Array::cast_slice_from_core_mut(halves));
    }
}

/// The nonce's halves: twelve bytes for the key, twelve for GCM.
fn split(nonce: &[u8; 24]) -> (&[u8; 12], &[u8; 12]) {
    const NONE: &[u8; 12] = &[0; 12];
    // 24 bytes always split into 12 and 12, so the fallback is never taken.
    (nonce.first_chunk().unwrap_or(NONE), nonce.last_chunk().unwrap_or(NONE))
}

/// Multiplies by x in GF(2^128), as CMAC does for its first subkey, without a branch on the secret.
fn double(block: [u8; 16]) -> [u8; 16] {
    let value = u128::from_be_bytes(block);
    let carry = value >> 127;
    ((value << 1) ^ (carry * 0x87)).to_be_bytes()
}

#[cfg(all(test, any(feature = "ring", feature = "aes-gcm")))]
mod tests;
