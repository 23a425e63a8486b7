//! AES-256-GCM by ring.

use std::hint::black_box;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::{Backend, BackendFailure, Cipher};
use crate::secret::{scrub_schedule_stack, scrub_stack};

/// The provider of native builds.
///
/// ring does not wipe its keys. Here a key lies in a box, the box is overwritten with zeros before
/// its memory is given back, and the stack it was built on is overwritten.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ring;

struct RingCipher(Slot);

/// A key, or the zeros that are written over it: safe code cannot reach into ring's key, but it can
/// put something larger in its place.
enum Slot {
    Empty,
    Key(LessSafeKey),
    #[expect(dead_code, reason = "it is written and never read")]
    Wiped([u8; WIPED]),
}

/// Wherever the compiler puts the two variants, the zeros begin before the key does and end after it.
const WIPED: usize = size_of::<LessSafeKey>() + align_of::<LessSafeKey>();

impl Backend for Ring {
    fn name(&self) -> &'static str {
        "ring"
    }

    fn cipher(&self, key: &[u8; 32]) -> Result<Box<dyn Cipher>, BackendFailure> {
        let cipher = boxed(key);
        scrub_schedule_stack();
        Ok(cipher?)
    }

    fn seal_once(
        &self,
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        let sealed = seal_on_the_stack(key, nonce, aad, text);
        scrub_stack();
        sealed
    }

    fn open_once(
        &self,
        key: &[u8; 32],
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        let opened = open_on_the_stack(key, nonce, aad, text, tag);
        scrub_stack();
        opened
    }
}

impl Cipher for RingCipher {
    fn seal(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; 16], BackendFailure> {
        let Slot::Key(key) = &self.0 else { return Err(BackendFailure) };
        seal(key, nonce, aad, text)
    }

    fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        let Slot::Key(key) = &self.0 else { return Err(BackendFailure) };
        open(key, nonce, aad, text, tag)
    }
}

impl Drop for RingCipher {
    fn drop(&mut self) {
        self.0 = Slot::Wiped([0; WIPED]);
        // Without a reader the compiler may leave out a write to memory that is about to be freed.
        black_box(&mut self.0);
    }
}

#[inline]
fn schedule(key: &[u8; 32]) -> Result<LessSafeKey, BackendFailure> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| BackendFailure)
}

#[inline]
fn seal(
    key: &LessSafeKey,
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
) -> Result<[u8; 16], BackendFailure> {
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let tag =
        key.seal_in_place_separate_tag(nonce, Aad::from(aad), text).map_err(|_| BackendFailure)?;
    tag.as_ref().try_into().map_err(|_| BackendFailure)
}

#[inline]
fn open(
    key: &LessSafeKey,
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; 16],
) -> Result<(), BackendFailure> {
    let nonce = Nonce::assume_unique_for_key(*nonce);
    key.open_in_place_separate_tag(nonce, Aad::from(aad), (*tag).into(), text, 0..)
        .map(|_| ())
        .map_err(|_| BackendFailure)
}

#[inline(never)]
fn boxed(key: &[u8; 32]) -> Result<Box<RingCipher>, BackendFailure> {
    // The box first, and the key straight into it: every step in between would copy half a kibibyte
    // of key schedule, and wait for it.
    let mut cipher = Box::write(Box::new_uninit(), RingCipher(Slot::Empty));
    let made = UnboundKey::new(&AES_256_GCM, key);
    cipher.0 = made.map_or(Slot::Empty, |key| Slot::Key(LessSafeKey::new(key)));
    if matches!(cipher.0, Slot::Empty) { Err(BackendFailure) } else { Ok(cipher) }
}

#[inline(never)]
fn seal_on_the_stack(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
) -> Result<[u8; 16], BackendFailure> {
    seal(&schedule(key)?, nonce, aad, text)
}

#[inline(never)]
fn open_on_the_stack(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; 16],
) -> Result<(), BackendFailure> {
    open(&schedule(key)?, nonce, aad, text, tag)
}
