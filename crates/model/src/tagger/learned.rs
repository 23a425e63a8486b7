//! A second reading, learnt from fields that people tagged: what words, the table and the other fields
//! in it weigh towards a kind of data.
//!
//! The rules know phrases; this knows habits, and it is what finds `appetite_changes` or a bare `stage`
//! in a table of tumours. It is a logistic regression, one for each of [`CLASSES`], and its weights
//! are a file that a test builds again from the committed lists.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use self::features::Feature;
use crate::Category;

mod features;
pub(super) mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trainer;

/// The kinds that are learnt. Of the others there are too few examples, and their words are few and plain.
pub(super) const CLASSES: [Category; KINDS] = [
    Category::Health,
    Category::CriminalOffence,
    Category::RacialOrEthnicOrigin,
    Category::ReligiousOrPhilosophicalBeliefs,
    Category::SexualOrientation,
];
const KINDS: usize = 5;

/// Each of [`CLASSES`] in words.
const SAYS: [&str; KINDS] = [
    "health",
    "criminal offence data",
    "racial or ethnic origin",
    "religious or philosophical beliefs",
    "sexual orientation",
];

/// How many steps of the file make one unit of log-odds.
const STEPS: f32 = 16.0;

/// Log-odds, one for each of [`CLASSES`].
pub(super) type Odds = [f32; KINDS];

/// What each feature weighs.
#[derive(Debug)]
pub(super) struct Weights {
    by_hash: HashMap<u32, [i8; KINDS], BuildHasherDefault<Hashed>>,
}

/// Passes on what is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, hash: u32) {
        // The table takes its place from the low bits and a tag from the high ones.
        self.0 = u64::from(hash) << 32 | u64::from(hash);
    }
}

impl Weights {
    /// The weights in the repository, read at the first use.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Weights> = OnceLock::new();
        SHARED.get_or_init(|| Self::read(include_bytes!("learned/weights.bin")))
    }

    /// Reads entries of the hash of a feature, four bytes, the set of classes that it weighs on, one byte,
    /// and for each of these its steps, one byte with a sign.
    fn read(mut bytes: &[u8]) -> Self {
        let mut by_hash = HashMap::default();
        while let Some(([a, b, c, d, classes], rest)) = bytes.split_first_chunk() {
            let mut cells = [0; KINDS];
            bytes = rest;
            for (class, cell) in cells.iter_mut().enumerate() {
                if classes >> class & 1 == 1
                    && let Some((steps, rest)) = bytes.split_first()
                {
                    *cell = steps.cast_signed();
                    bytes = rest;
                }
            }
            by_hash.insert(u32::from_le_bytes([*a, *b, *c, *d]), cells);
        }
        Self { by_hash }
    }

    /// What a feature adds.
    fn of(&self, feature: &Feature<'_>) -> Option<Odds> {
        let cells = self.by_hash.get(&feature.hash())?;
        Some(cells.map(|steps| f32::from(steps) / STEPS))
    }
}

fn add(sum: &mut Odds, more: Odds, times: f32) {
    for (cell, more) in sum.iter_mut().zip(more) {
        *cell += more * times;
    }
}
