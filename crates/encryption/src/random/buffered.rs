//! A generator that asks the operating system seldom and forgets what it gave out at once.

use std::cell::RefCell;

use aes::Aes256Enc;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

use super::{OsEntropy, RandomFailure, RandomSource};
use crate::secret::{SecretKey, scrub_stack};
use crate::sys;

/// Random bytes from AES-256 in counter mode with fast key erasure, seeded by the operating system.
///
/// Each thread has a state of its own, so there is no lock to wait for or to be left locked by a
/// fork. Every refill replaces the key, so what was given out cannot be computed again; every
/// sixty-four refills mix in fresh entropy. A process that forked reseeds before it gives out
/// anything, so parent and child never share a nonce.
///
/// A child made by a raw `clone` system call, past the C library, is noticed at its next refill
/// only; use [`OsEntropy`] in programs that do so.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Buffered;

/// How many refills pass between two calls to the operating system: 64 KiB of random bytes.
const RESEED: u32 = 64;
/// Blocks computed by one refill: two become the next key, the rest is given out.
const BLOCKS: usize = 66;
const KEY: usize = 32;

struct Generator {
    key: SecretKey,
    stream: Box<[u8; BLOCKS * 16]>,
    used: usize,
    refills_left: u32,
    generation: u64,
    process: u32,
}

thread_local! {
    static GENERATOR: RefCell<Option<Generator>> = const { RefCell::new(None) };
}

impl RandomSource for Buffered {
    fn fill(&self, out: &mut [u8]) -> Result<(), RandomFailure> {
        let drawn = GENERATOR.try_with(|cell| {
            let mut slot = cell.try_borrow_mut().ok()?;
            Some(draw(&mut slot, out))
        });
        match drawn {
            Ok(Some(result)) => result,
            // The thread is ending and its state is gone already.
            Ok(None) | Err(_) => OsEntropy.fill(out),
        }
    }
}

fn draw(slot: &mut Option<Generator>, out: &mut [u8]) -> Result<(), RandomFailure> {
    let generation = sys::fork_generation();
    if slot.as_ref().is_none_or(|state| state.generation != generation) {
        // Cleared first: after a failure the next draw starts anew and not from a shared state.
        *slot = None;
        *slot = Some(Generator::seeded(generation)?);
    }
    let state = slot.as_mut().ok_or(RandomFailure)?;
    let drawn = state.fill(out);
    if drawn.is_err() {
        out.zeroize();
        *slot = None;
    }
    drawn
}

impl Generator {
    fn seeded(generation: u64) -> Result<Self, RandomFailure> {
        Ok(Self {
            key: SecretKey::generate(&OsEntropy)?,
            stream: Box::new([0; BLOCKS * 16]),
            used: BLOCKS * 16,
            refills_left: RESEED,
            generation,
            process: std::process::id(),
        })
    }

    #[inline]
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailure> {
        let end = self.used.saturating_add(out.len());
        if let Some(given) = self.stream.get_mut(self.used..end) {
            out.copy_from_slice(given);
            given.fill(0);
            self.used = end;
            return Ok(());
        }
        self.fill_in_pieces(out)
    }

    #[inline(never)]
    fn fill_in_pieces(&mut self, out: &mut [u8]) -> Result<(), RandomFailure> {
        let mut rest = out;
        while !rest.is_empty() {
            if self.used >= self.stream.len() {
                self.refill()?;
            }
            let len = self.stream.len().saturating_sub(self.used).min(rest.len());
            let (now, later) = rest.split_at_mut_checked(len).ok_or(RandomFailure)?;
            let end = self.used + len;
            let given = self.stream.get_mut(self.used..end).ok_or(RandomFailure)?;
            now.copy_from_slice(given);
            given.fill(0);
            self.used = end;
            rest = later;
        }
        Ok(())
    }

    #[inline(never)]
    fn refill(&mut self) -> Result<(), RandomFailure> {
        let process = std::process::id();
        if self.refills_left == 0 || self.process != process {
            let fresh = SecretKey::generate(&OsEntropy)?;
            let mixed = Sha256::new_with_prefix(b"caldicott/reseed/1\0")
                .chain_update(self.key.expose())
                .chain_update(fresh.expose());
            mixed.finalize_into(self.key.expose_mut().into());
            self.refills_left = RESEED;
            self.process = process;
        }
        self.refills_left -= 1;
        self.expand();
        scrub_stack();
        let (key, _) = self.stream.split_first_chunk::<KEY>().ok_or(RandomFailure)?;
        self.key.expose_mut().copy_from_slice(key);
        self.stream.get_mut(..KEY).unwrap_or_default().fill(0);
        self.used = KEY;
        Ok(())
    }

    /// Writes the key stream. The key is used for these blocks only, so counting starts at zero.
    #[inline(never)]
    fn expand(&mut self) {
        let cipher = Aes256Enc::new(self.key.expose().into());
        let (blocks, _) = self.stream.as_chunks_mut::<16>();
        for (counter, block) in (0_u128..).zip(blocks.iter_mut()) {
            *block = counter.to_be_bytes();
        }
        // All at once: the cipher makes its key ready for wide registers at every call.
        cipher.encrypt_blocks(aes::cipher::Array::cast_slice_from_core_mut(blocks));
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.stream.zeroize();
    }
}

#[cfg(test)]
mod tests;
