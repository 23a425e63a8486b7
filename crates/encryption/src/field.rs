//! Sealing and opening one field under one person's key for one category.

use std::fmt;

use caldicott_model::Personal;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::backend::{Backend, BackendFailure, Cipher};
use crate::context::{Column, RecordId, Subject, length};
use crate::derivation::derive;
use crate::error::{OpenError, SealError};
use crate::padding::{LONGEST, MARKER, padded, value_length};
use crate::random::{RandomFailure, RandomSource};
use crate::sealed::{LEADING, Parts, Sealed, SealedHeader, Suite, TAG};
use crate::secret::{Plaintext, SecretKey, scrub_stack, wipe_from};
use crate::xaes::XaesKey;

/// A person's key for one category, apart from every other category of the same person.
///
/// A worker who is given the housing key cannot open health notes. A key that was given away is
/// beyond the reach of [`crate::Keyring::shred`]: inside one program use [`crate::Sealer::only`],
/// and give this away only to a program that forgets it.
pub struct CategoryKey {
    backend: &'static dyn Backend,
    suite: Suite,
    version: u32,
    label: [u8; 32],
    commitment: [u8; 32],
    cipher: FieldCipher,
    hedge: Option<SecretKey>,
}

enum FieldCipher {
    Gcm(Box<dyn Cipher>),
    Xaes(XaesKey),
}

/// The most random bytes that one sealing draws.
const MOST_RANDOM: usize = 32;

/// Random bytes drawn before any lock is taken.
pub(crate) struct Draw {
    bytes: [u8; MOST_RANDOM],
}

/// What a sealed text is bound to, built on the stack.
struct Aad {
    bytes: [u8; Aad::MOST],
    len: usize,
}

impl CategoryKey {
    /// Derives the key that a version of a person's key gives for a column's tenant and category.
    ///
    /// `hedged` says that nonces will be drawn from a source that hedges.
    ///
    /// # Errors
    /// When the provider fails.
    pub fn derive(
        backend: &'static dyn Backend,
        subject_key: &SecretKey,
        version: u32,
        subject: &Subject,
        column: &Column,
        suite: Suite,
        hedged: bool,
    ) -> Result<Self, BackendFailure> {
        let label = column.label(suite);
        let derived = derive(subject_key, label, subject.as_bytes(), hedged)?;
        let cipher = match suite {
            Suite::Aes256Gcm => FieldCipher::Gcm(backend.cipher(derived.key.expose())?),
            Suite::Xaes256Gcm => FieldCipher::Xaes(XaesKey::new(derived.key.expose())),
        };
        Ok(Self {
            backend,
            suite,
            version,
            label: *label,
            commitment: derived.commitment,
            cipher,
            hedge: derived.hedge,
        })
    }

    /// The suite.
    #[must_use]
    pub const fn suite(&self) -> Suite {
        self.suite
    }

    /// The version of the person's key it was derived from.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Whether this key is of this column's tenant and category.
    pub(crate) fn is_for(&self, column: &Column) -> bool {
        self.label == *column.label(self.suite)
    }

    /// Seals a value as this field of this record.
    ///
    /// # Errors
    /// [`SealError::TooLong`] beyond 16 MiB, [`SealError::WrongColumn`] when the column is another
    /// tenant's or category's, [`SealError::Randomness`] when the source fails.
    pub fn seal(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        value: &[u8],
        random: &dyn RandomSource,
    ) -> Result<Sealed, SealError> {
        let draw = Draw::new(self.suite, random)?;
        let mut out = Vec::new();
        self.seal_into(column, record, value, &draw, &mut out)?;
        Ok(Sealed::new(out))
    }

    /// Opens what was sealed as this field of this record.
    ///
    /// # Errors
    /// See [`OpenError`]; the checks are made in the order of the format.
    pub fn open(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Plaintext>, OpenError> {
        let parts = Parts::read(sealed)?;
        if parts.header.key_version() != self.version {
            return Err(OpenError::UnknownKeyVersion);
        }
        let mut out = Plaintext::default();
        self.open_into(column, record, &parts, out.buffer())?;
        Ok(Personal::new(out))
    }

    /// Appends the sealed value. After a failure the buffer is as it was.
    pub(crate) fn seal_into(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        value: &[u8],
        draw: &Draw,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        if value.len() > LONGEST {
            return Err(SealError::TooLong);
        }
        if !self.is_for(column) {
            return Err(SealError::WrongColumn);
        }
        let header = SealedHeader::new(self.suite, record.revision().is_some(), self.version);
        let leading = header.bytes();
        let aad = Aad::new(column, leading, record);
        let nonce = draw.nonce(self.hedge.as_ref(), aad.bytes(), value)?;
        let nonce = nonce.get(..self.suite.nonce_len()).ok_or(SealError::Backend)?;

        let text_len = padded(value.len());
        let start = out.len();
        // Reserved in one go, so that no plaintext is left behind in a buffer that was outgrown.
        out.reserve_exact(self.suite.overhead() + text_len);
        out.extend_from_slice(&leading);
        out.extend_from_slice(&self.commitment);
        out.extend_from_slice(nonce);
        let body = out.len();
        out.extend_from_slice(value);
        out.push(MARKER);
        out.resize(body + text_len, 0);
        let sealed = match out.get_mut(body..) {
            Some(text) => self.encrypt(nonce, aad.bytes(), text),
            None => Err(BackendFailure),
        };
        match sealed {
            Ok(tag) => {
                out.extend_from_slice(&tag);
                Ok(())
            }
            Err(failure) => {
                wipe_from(out, start);
                Err(failure.into())
            }
        }
    }

    /// Appends the opened value. After a failure the buffer is as it was, and wiped beyond.
    pub(crate) fn open_into(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        parts: &Parts<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        let committed = self.commitment.ct_eq(parts.commitment);
        if !bool::from(committed) || !self.is_for(column) || parts.header.suite() != self.suite {
            return Err(OpenError::WrongKey);
        }
        // Nothing this crate seals is longer, so nothing longer can authenticate: no allocation.
        if parts.text.len() > padded(LONGEST) {
            return Err(OpenError::Authentication);
        }
        let aad = Aad::new(column, *parts.leading, record);
        let start = out.len();
        out.reserve_exact(parts.text.len());
        out.extend_from_slice(parts.text);
        let opened = match out.get_mut(start..) {
            Some(text) => match self.decrypt(parts.nonce, aad.bytes(), text, parts.tag) {
                Ok(()) => value_length(text).ok_or(OpenError::Malformed),
                Err(_) => Err(OpenError::Authentication),
            },
            None => Err(OpenError::Authentication),
        };
        match opened {
            Ok(len) => {
                out.truncate(start + len);
                Ok(())
            }
            Err(failure) => {
                wipe_from(out, start);
                Err(failure)
            }
        }
    }

    fn encrypt(
        &self,
        nonce: &[u8],
        aad: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG], BackendFailure> {
        match &self.cipher {
            FieldCipher::Gcm(cipher) => {
                cipher.seal(nonce.try_into().map_err(|_| BackendFailure)?, aad, text)
            }
            FieldCipher::Xaes(key) => {
                key.seal(self.backend, nonce.try_into().map_err(|_| BackendFailure)?, aad, text)
            }
        }
    }

    fn decrypt(
        &self,
        nonce: &[u8],
        aad: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG],
    ) -> Result<(), BackendFailure> {
        match &self.cipher {
            FieldCipher::Gcm(cipher) => {
                cipher.open(nonce.try_into().map_err(|_| BackendFailure)?, aad, text, tag)
            }
            FieldCipher::Xaes(key) => {
                let nonce = nonce.try_into().map_err(|_| BackendFailure)?;
                key.open(self.backend, nonce, aad, text, tag)
            }
        }
    }
}

impl Draw {
    /// Draws what one sealing needs: the nonce, or 32 bytes to make a hedged one of.
    pub(crate) fn new(suite: Suite, random: &dyn RandomSource) -> Result<Self, RandomFailure> {
        let len = if random.hedges() { MOST_RANDOM } else { suite.nonce_len() };
        let mut bytes = [0; MOST_RANDOM];
        random.fill(bytes.get_mut(..len).unwrap_or_default())?;
        Ok(Self { bytes })
    }

    /// The nonce that these bytes give: themselves, or with a key one that repeats only when
    /// randomness, context and value all repeat.
    pub(crate) fn nonce(
        &self,
        hedge: Option<&SecretKey>,
        aad: &[u8],
        value: &[u8],
    ) -> Result<[u8; MOST_RANDOM], BackendFailure> {
        let Some(key) = hedge else { return Ok(self.bytes) };
        let mut mac = Hmac::<Sha256>::new_from_slice(key.expose()).map_err(|_| BackendFailure)?;
        mac.update(&self.bytes);
        mac.update(aad);
        mac.update(value);
        let nonce = mac.finalize().into_bytes().into();
        scrub_stack();
        Ok(nonce)
    }
}

impl Aad {
    /// A column's hash, a header, and a record id and a revision at their longest.
    const MOST: usize = 32 + 7 + 2 + 255 + 8;

    fn new(column: &Column, leading: [u8; LEADING], record: &RecordId<'_>) -> Self {
        let mut aad = Self { bytes: [0; Self::MOST], len: 0 };
        aad.push(column.hash());
        aad.push(&leading);
        aad.push(&length(record.as_bytes()));
        aad.push(record.as_bytes());
        if let Some(revision) = record.revision() {
            aad.push(&revision.to_be_bytes());
        }
        aad
    }

    fn push(&mut self, part: &[u8]) {
        // INVARIANT: a record id has at most 255 bytes, so all parts fit.
        if let Some(room) = self.bytes.get_mut(self.len..self.len + part.len()) {
            room.copy_from_slice(part);
            self.len += part.len();
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl fmt::Debug for CategoryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CategoryKey(…, version {})", self.version)
    }
}

#[cfg(all(test, any(feature = "ring", feature = "aes-gcm")))]
mod tests;
