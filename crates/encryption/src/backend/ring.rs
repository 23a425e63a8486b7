//! AES-256-GCM by ring.

use std::hint::black_box;
use std::sync::OnceLock;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::{Backend, BackendFailure, Cipher};
use crate::secret::scrub_stack;

/// The provider of native builds.
///
/// ring does not wipe its keys. Here a key lies in a box, the box is overwritten with the schedule
/// of the zero key before its memory is given back, and the stack it was built on is overwritten.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ring;

struct RingCipher(LessSafeKey);

static ZERO: OnceLock<Option<LessSafeKey>> = OnceLock::new();

impl Backend for Ring {
    fn name(&self) -> &'static str {
        "ring"
    }

    fn cipher(&self, key: &[u8; 32]) -> Result<Box<dyn Cipher>, BackendFailure> {
        let cipher = boxed(key);
        scrub_stack();
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
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), text)
            .map_err(|_| BackendFailure)?;
        tag.as_ref().try_into().map_err(|_| BackendFailure)
    }

    fn open(
        &self,
        nonce: &[u8; 12],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; 16],
    ) -> Result<(), BackendFailure> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0
            .open_in_place_separate_tag(nonce, Aad::from(aad), (*tag).into(), text, 0..)
            .map(|_| ())
            .map_err(|_| BackendFailure)
    }
}

impl Drop for RingCipher {
    fn drop(&mut self) {
        // The zero key's schedule has the same shape, so copying it covers every byte of this one.
        if let Some(zero) = ZERO.get_or_init(|| schedule(&[0; 32]).ok()) {
            self.0 = zero.clone();
        }
        // Without a reader the compiler may leave out a write to memory that is about to be freed.
        black_box(&mut self.0);
    }
}

fn schedule(key: &[u8; 32]) -> Result<LessSafeKey, BackendFailure> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| BackendFailure)
}

#[inline(never)]
fn boxed(key: &[u8; 32]) -> Result<Box<RingCipher>, BackendFailure> {
    // Straight into its box: every step in between would copy half a kibibyte of key schedule.
    let made = UnboundKey::new(&AES_256_GCM, key);
    made.map(|key| Box::new(RingCipher(LessSafeKey::new(key)))).map_err(|_| BackendFailure)
}

#[inline(never)]
fn seal_on_the_stack(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
) -> Result<[u8; 16], BackendFailure> {
    RingCipher(schedule(key)?).seal(nonce, aad, text)
}

#[inline(never)]
fn open_on_the_stack(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; 16],
) -> Result<(), BackendFailure> {
    RingCipher(schedule(key)?).open(nonce, aad, text, tag)
}
