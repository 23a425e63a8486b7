//! The bytes of a sealed attachment: C2SP chunked-encryption with SHA-512 and AES-256-GCM, as its
//! specification has it.
//!
//! A salt of 24 bytes, a commitment of 32, then chunks of 16 KiB and their tags; the last chunk is
//! shorter than the others, be it empty, and that is what ends the message. Salt, input key and
//! context give the message a key of its own, a base for its nonces and the commitment.

mod range;
mod stream;

use std::sync::{Mutex, MutexGuard, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha512;
use zeroize::Zeroizing;

pub use self::range::SealedSource;

pub(crate) use self::range::Layout;
pub(crate) use self::stream::{OpenMessage, OpenStream, SealStream};
use crate::backend::{Backend, BackendFailure, Cipher};
use crate::context::{Column, RecordId, length};
use crate::error::{OpenError, SealError};
use crate::secret::{SecretKey, scrub_stack, wipe_from};

/// How many bytes of a value one chunk holds, but for the last.
pub(crate) const CHUNK: usize = 16 * 1024;
/// A tag's length.
pub(crate) const TAG: usize = 16;
/// A whole chunk as it is stored.
pub(crate) const SEALED_CHUNK: usize = CHUNK + TAG;
/// The salt's length.
pub(crate) const SALT: usize = 24;
/// Salt and commitment.
pub(crate) const HEADER: usize = SALT + 32;
/// A message has fewer chunks than this: 4 PiB.
pub(crate) const MOST_CHUNKS: u64 = 1 << 38;

/// The key of one message.
pub(crate) struct MessageKey {
    cipher: Box<dyn Cipher>,
    base_nonce: [u8; 12],
}

/// Where an open stream keeps its message's key, and where the keyring can take it away.
#[derive(Default)]
pub(crate) struct Slot(Mutex<Option<MessageKey>>);

/// Why a chunk was not sealed or opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ChunkFailure {
    /// The cipher refused it.
    Cipher,
    /// There are as many chunks as there may be.
    TooMany,
}

impl MessageKey {
    /// Derives a message's key and its commitment.
    pub(crate) fn derive(
        backend: &dyn Backend,
        input: &SecretKey,
        salt: &[u8; SALT],
        context: &[u8],
    ) -> Result<(Self, [u8; 32]), BackendFailure> {
        let mut key = SecretKey::zero();
        let expanded = expand(input, salt, context, &mut key);
        scrub_stack();
        let (base_nonce, commitment) = expanded?;
        Ok((Self { cipher: backend.cipher(key.expose())?, base_nonce }, commitment))
    }

    /// Appends a sealed chunk. After a failure the buffer is as it was, and wiped beyond.
    pub(crate) fn seal(
        &self,
        number: u64,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), ChunkFailure> {
        let nonce = self.nonce(number)?;
        let start = out.len();
        out.reserve(value.len() + TAG);
        out.extend_from_slice(value);
        let text = out.get_mut(start..).unwrap_or_default();
        let Ok(tag) = self.cipher.seal(&nonce, &[], text) else {
            wipe_from(out, start);
            return Err(ChunkFailure::Cipher);
        };
        out.extend_from_slice(&tag);
        Ok(())
    }

    /// Appends an opened chunk. After a failure the buffer is as it was, and wiped beyond.
    pub(crate) fn open(
        &self,
        number: u64,
        sealed: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), ChunkFailure> {
        let nonce = self.nonce(number)?;
        let (text, tag) = sealed.split_last_chunk().ok_or(ChunkFailure::Cipher)?;
        let start = out.len();
        out.extend_from_slice(text);
        let text = out.get_mut(start..).unwrap_or_default();
        self.cipher.open(&nonce, &[], text, tag).map_err(|_| {
            wipe_from(out, start);
            ChunkFailure::Cipher
        })
    }

    /// The base with the chunk's number mixed into its end.
    fn nonce(&self, number: u64) -> Result<[u8; 12], ChunkFailure> {
        if number >= MOST_CHUNKS {
            return Err(ChunkFailure::TooMany);
        }
        let mut nonce = self.base_nonce;
        if let Some(end) = nonce.last_chunk_mut::<8>() {
            *end = (u64::from_be_bytes(*end) ^ number).to_be_bytes();
        }
        Ok(nonce)
    }
}

impl Slot {
    /// The key, for as long as nobody takes it away.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<MessageKey>> {
        // A key is put in and taken out whole, so what a panic leaves is sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an attachment is bound to: column, record, and the revision where that is bound too. The
/// record id's length tells where a revision begins.
pub(crate) fn context_of(column: &Column, record: &RecordId<'_>) -> Box<[u8]> {
    let mut context = column.hash().to_vec();
    context.extend_from_slice(&length(record.as_bytes()));
    context.extend_from_slice(record.as_bytes());
    if let Some(revision) = record.revision() {
        context.extend_from_slice(&revision.to_be_bytes());
    }
    context.into()
}

impl From<ChunkFailure> for SealError {
    fn from(failure: ChunkFailure) -> Self {
        match failure {
            ChunkFailure::Cipher => Self::Backend,
            ChunkFailure::TooMany => Self::TooLong,
        }
    }
}

impl From<ChunkFailure> for OpenError {
    fn from(failure: ChunkFailure) -> Self {
        match failure {
            // Nothing this crate seals has as many chunks, so no such chunk can authenticate.
            ChunkFailure::Cipher | ChunkFailure::TooMany => Self::Authentication,
        }
    }
}

/// HKDF-Expand to 76 bytes: key, base nonce and commitment. The input key is shorter than what the
/// hash would extract, which the specification allows and HKDF's own type does not.
#[inline(never)]
fn expand(
    input: &SecretKey,
    salt: &[u8; SALT],
    context: &[u8],
    key: &mut SecretKey,
) -> Result<([u8; 12], [u8; 32]), BackendFailure> {
    let block = |before: &[u8], number: u8| -> Result<Zeroizing<[u8; 64]>, BackendFailure> {
        let mut mac = Hmac::<Sha512>::new_from_slice(input.expose()).map_err(|_| BackendFailure)?;
        for part in [before, PREFIX, salt, context, &[number]] {
            mac.update(part);
        }
        Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
    };
    let first = block(&[], 1)?;
    let second = block(&*first, 2)?;
    let mut okm = first.iter().chain(second.iter());
    let mut take = |to: &mut [u8]| to.iter_mut().zip(&mut okm).for_each(|(to, from)| *to = *from);
    let (mut base_nonce, mut commitment) = ([0; 12], [0; 32]);
    take(key.expose_mut());
    take(&mut base_nonce);
    take(&mut commitment);
    Ok((base_nonce, commitment))
}

/// Names the construction and its cipher.
const PREFIX: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

#[cfg(all(test, any(feature = "ring", feature = "aes-gcm")))]
mod tests;
