//! The operating system's generator.

use super::{RandomFailure, RandomSource};

/// Random bytes from the operating system, one call for each draw.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OsEntropy;

impl RandomSource for OsEntropy {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        getrandom::fill(out).map_err(|_| RandomFailure)
    }
}
