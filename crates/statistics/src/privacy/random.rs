//! Random bits, and exact chances made of them.

use std::fmt;

use super::PrivacyError;

/// Where random bytes come from. Noise that somebody can make again can be taken away again: outside of
/// tests this is the operating system's ([`OsRandomness`] with the feature `os-noise`).
#[cfg_attr(
    not(feature = "os-noise"),
    expect(rustdoc::broken_intra_doc_links, reason = "a feature")
)]
pub trait Randomness {
    /// Fills the whole slice.
    ///
    /// # Errors
    /// [`NoRandomness`] when there is none to be had; then nothing is drawn.
    fn fill(&mut self, into: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The source of randomness failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the source of randomness failed")]
#[non_exhaustive]
pub struct NoRandomness;

impl NoRandomness {
    /// Said by a source that has failed.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Default for NoRandomness {
    fn default() -> Self {
        Self::new()
    }
}

impl From<NoRandomness> for PrivacyError {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}

/// The operating system's random numbers.
#[cfg(feature = "os-noise")]
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "there is nothing to set")]
pub struct OsRandomness;

#[cfg(feature = "os-noise")]
impl Randomness for OsRandomness {
    fn fill(&mut self, into: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(into).map_err(|_| NoRandomness)
    }
}

/// Random bits taken from a source in larger pieces.
pub struct Noise<R> {
    source: R,
    pool: Box<[u8; POOL]>,
    at: usize,
}

const POOL: usize = 4096;

impl<R> fmt::Debug for Noise<R> {
    /// Writes nothing of what is still to be drawn.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Noise(…)")
    }
}

impl<R: Randomness> Noise<R> {
    /// Noise from this source.
    pub fn new(source: R) -> Self {
        Self { source, pool: Box::new([0; POOL]), at: POOL }
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], PrivacyError> {
        if self.at + N > POOL {
            self.source.fill(self.pool.as_mut_slice())?;
            self.at = 0;
        }
        let found = self.pool.get(self.at..).and_then(<[u8]>::first_chunk::<N>).copied();
        self.at += N;
        found.ok_or(PrivacyError::NoRandomness)
    }

    pub(super) fn bit(&mut self) -> Result<bool, PrivacyError> {
        Ok(self.bytes::<1>()?[0] & 1 == 1)
    }

    /// A whole number below a bound, each as likely as the other (Lemire 2019).
    pub(super) fn below(&mut self, bound: u128) -> Result<u128, PrivacyError> {
        if let Ok(bound) = u32::try_from(bound) {
            let bound = u64::from(bound.max(1));
            loop {
                let wide = u64::from(u32::from_le_bytes(self.bytes()?)) * bound;
                let low = wide & u64::from(u32::MAX);
                if low >= bound || low >= (1 << 32) % bound {
                    return Ok((wide >> 32).into());
                }
            }
        }
        if let Ok(bound) = u64::try_from(bound) {
            let bound = u128::from(bound);
            loop {
                let wide = u128::from(u64::from_le_bytes(self.bytes()?)) * bound;
                let low = wide & u128::from(u64::MAX);
                if low >= bound || low >= (1 << 64) % bound {
                    return Ok(wide >> 64);
                }
            }
        }
        let mask = u128::MAX >> (bound - 1).leading_zeros();
        loop {
            let drawn = u128::from_le_bytes(self.bytes()?) & mask;
            if drawn < bound {
                return Ok(drawn);
            }
        }
    }

    /// Yes with the chance `over / under`, at most one.
    pub(super) fn chance(&mut self, over: u128, under: u128) -> Result<bool, PrivacyError> {
        Ok(over >= under || self.below(under)? < over)
    }

    /// Yes with the chance `exp(-over / under)` (Canonne, Kamath and Steinke 2020, algorithm 1).
    pub(super) fn exponential(&mut self, over: u128, under: u128) -> Result<bool, PrivacyError> {
        for _ in 0..over / under {
            if !self.at_most_one(1, 1)? {
                return Ok(false);
            }
        }
        self.at_most_one(over % under, under)
    }

    fn at_most_one(&mut self, over: u128, under: u128) -> Result<bool, PrivacyError> {
        let mut step: u128 = 1;
        // A denominator beyond 128 bits would need some 2^20 steps: their chance is one in (2^20)!.
        while self.chance(over, under.checked_mul(step).ok_or(PrivacyError::Number)?)? {
            step += 1;
        }
        Ok(step % 2 == 1)
    }
}
