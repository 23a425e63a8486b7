//! A hash for the words of our own tables.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A set of words that are written in this crate.
pub(in crate::tagger) type Words = HashSet<&'static str, BuildHasherDefault<Spelled>>;

/// What is kept by its first word.
pub(super) type ByWord<T> = HashMap<String, T, BuildHasherDefault<Spelled>>;

/// Eight letters at a time. It has no secret: nobody but we put words into these tables, so nobody can choose
/// words that fall together in them.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tagger) struct Spelled(u64);

impl Hasher for Spelled {
    fn finish(&self) -> u64 {
        // The table takes its place from the low bits, and multiplying mixes upwards.
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut letters = [0; 8];
            letters.iter_mut().zip(chunk).for_each(|(letter, byte)| *letter = *byte);
            let mixed = self.0.rotate_left(5) ^ u64::from_le_bytes(letters);
            self.0 = mixed.wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}
