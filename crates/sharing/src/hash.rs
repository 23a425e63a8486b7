//! From a name in a rulebook to its place.

use core::hash::{BuildHasherDefault, Hasher};
use std::collections::HashMap;

/// Names and their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashMap<Box<str>, usize, BuildHasherDefault<Words>>);

impl Names {
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }
}

impl<'n> FromIterator<&'n str> for Names {
    fn from_iter<I: IntoIterator<Item = &'n str>>(names: I) -> Self {
        Self(names.into_iter().enumerate().map(|(place, name)| (name.into(), place)).collect())
    }
}

/// Eight bytes at a time. The tables hold a rulebook's own names, so nobody can fill them with
/// names that collide: a request only looks up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Words(u64);

impl Words {
    const fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let last = rest.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        self.add(last);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn finish(&self) -> u64 {
        // The table takes the low bits for the place and the high ones to tell apart.
        self.0 ^ self.0 >> 32
    }
}
