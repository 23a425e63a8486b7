//! Thirty-two secret bytes that stay in one place and are wiped there.

use std::fmt;
use std::hint::black_box;
use std::ops::Deref;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize;

use crate::error::RandomFailure;
use crate::random::RandomSource;

/// A 256-bit key.
///
/// The bytes lie on the heap, so that moving the value copies no key, and are overwritten when it is
/// dropped. It never prints them.
pub struct SecretKey(Box<[u8; 32]>);

impl SecretKey {
    /// A copy of these bytes. The caller's own copy is the caller's to wipe.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut key = Self::zero();
        key.0.copy_from_slice(bytes);
        key
    }

    /// A fresh key.
    ///
    /// # Errors
    /// When the source gives no random bytes.
    pub fn generate(random: &dyn RandomSource) -> Result<Self, RandomFailure> {
        let mut key = Self::zero();
        random.fill(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// The bytes.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key of zeros, to be filled in place.
    pub(crate) fn zero() -> Self {
        Self(Box::new([0; 32]))
    }

    pub(crate) fn expose_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl Clone for SecretKey {
    fn clone(&self) -> Self {
        Self::from_bytes(&self.0)
    }
}

impl PartialEq for SecretKey {
    /// Compares without telling by its time where two keys differ.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl Eq for SecretKey {}

impl Drop for SecretKey {
    fn drop(&mut self) {
        // One sweep: a volatile write for each byte costs as much as deriving a key.
        *self.0 = [0; 32];
        black_box(&mut *self.0);
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretKey(…)")
    }
}

/// Thirty-two secret bytes on the stack, for as long as something is made of them. It is filled in
/// its place, never moved, and wiped when dropped, also by a panic.
pub(crate) struct Fleeting([u8; 32]);

impl Fleeting {
    #[inline]
    pub(crate) const fn zero() -> Self {
        Self([0; 32])
    }

    #[inline]
    pub(crate) const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    #[inline]
    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }
}

impl Drop for Fleeting {
    #[inline]
    fn drop(&mut self) {
        self.0 = [0; 32];
        black_box(&mut self.0);
    }
}

/// Overwrites the stack below the caller, where finished calls left copies of keys.
///
/// Ciphers and hashes build their state on the stack and move it. Safe code cannot wipe what was
/// moved from, but it can write zeros over the frames those calls used. How deep those go was
/// measured with the memory test, and there is a margin; they are many times deeper where nothing is
/// inlined.
pub(crate) fn scrub_stack() {
    scrub::<{ deep(6_144) }>();
}

/// The same for the shallow frames of a hash, which is all that a derivation runs.
pub(crate) fn scrub_hash_stack() {
    scrub::<{ deep(1_536) }>();
}

/// The same for the frames of ring's key schedule: 3,400 bytes.
#[cfg(feature = "ring")]
pub(crate) fn scrub_schedule_stack() {
    scrub::<{ deep(5_120) }>();
}

/// The same for the deeper frames of the pure Rust cipher, where copies of the key schedule and the
/// last blocks of a plaintext may be left.
#[cfg(feature = "aes-gcm")]
pub(crate) fn scrub_deep_stack() {
    scrub::<{ deep(10_240) }>();
}

const fn deep(optimised: usize) -> usize {
    if cfg!(debug_assertions) { 65_536 } else { optimised }
}

#[inline(never)]
fn scrub<const FRAME: usize>() {
    let mut frame = [0_u8; FRAME];
    black_box(&mut frame);
}

/// Wipes what was appended to a buffer after its first `keep` bytes, and cuts it off.
pub(crate) fn wipe_from(buffer: &mut Vec<u8>, keep: usize) {
    if let Some(tail) = buffer.get_mut(keep..) {
        tail.fill(0);
        black_box(tail);
    }
    buffer.truncate(keep);
}

/// Bytes that were opened, wiped when dropped. Reads like a slice.
///
/// It is wiped in one sweep: a volatile write for each byte costs more than decrypting it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Plaintext(Vec<u8>);

impl Plaintext {
    pub(crate) const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// The buffer, to be filled. Whoever makes it grow leaves a copy behind.
    pub(crate) const fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl Deref for Plaintext {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Plaintext {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Zeroize for Plaintext {
    fn zeroize(&mut self) {
        // Growing to the capacity writes the room behind the end too, and moves nothing.
        self.0.clear();
        self.0.resize(self.0.capacity(), 0);
        // Without a reader the compiler may leave out a write to memory that is about to be freed.
        black_box(self.0.as_mut_slice());
        self.0.clear();
    }
}

impl Drop for Plaintext {
    fn drop(&mut self) {
        self.zeroize();
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Plaintext(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{SecretKey, wipe_from};

    #[test]
    fn only_what_was_appended_is_cut_off() {
        let mut buffer = b"kept and secret".to_vec();
        wipe_from(&mut buffer, 4);
        assert_eq!(buffer, b"kept");
        wipe_from(&mut buffer, 9);
        assert_eq!(buffer, b"kept", "beyond the end there is nothing to wipe");
    }

    #[test]
    fn keys_are_compared_by_their_bytes() {
        assert!(SecretKey::from_bytes(&[1; 32]) == SecretKey::from_bytes(&[1; 32]));
        assert!(SecretKey::from_bytes(&[1; 32]) != SecretKey::from_bytes(&[2; 32]));
    }
}
