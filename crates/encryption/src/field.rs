//! Sealing and opening one field under one person's key for one category.

use std::fmt;

use caldicott_model::Personal;
use subtle::ConstantTimeEq as _;

use crate::backend::{Backend, BackendFailure, Cipher};
use crate::context::{Column, RecordId, Subject, length};
use crate::derivation::{Purpose, Root};
use crate::error::{OpenError, SealError};
use crate::padding::{LONGEST, MARKER, padded, value_length};
use crate::prf::Prf;
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

/// One version of a person's key, made ready to derive from: it is kept as the states that every
/// derivation begins with, so that a category's key costs half as much.
///
/// ```
/// # #[cfg(feature = "ring")] {
/// use caldicott_encryption::{Column, Ring, SecretKey, Subject, SubjectKey, Suite, Tenant};
/// use caldicott_model::Category;
///
/// let tenant = Tenant::new("st-martins")?;
/// let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes")?;
/// let key = SubjectKey::new(&SecretKey::from_bytes(&[7; 32]), 1, Subject::person("003A")?);
/// let health = key.category(&Ring, &notes, Suite::Aes256Gcm, false)?;
/// assert_eq!(format!("{key:?} {health:?}"), "SubjectKey(…, version 1) CategoryKey(…, version 1)");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SubjectKey {
    root: Root,
    version: u32,
    subject: Subject,
}

enum FieldCipher {
    Gcm(Box<dyn Cipher>),
    Xaes(XaesKey),
}

/// The most random bytes that one sealing draws.
pub(crate) const MOST_RANDOM: usize = 32;

/// Random bytes drawn before any lock is taken.
pub(crate) struct Draw {
    bytes: [u8; MOST_RANDOM],
}

/// What a sealed text is bound to, built on the stack.
struct Aad<const ROOM: usize> {
    bytes: [u8; ROOM],
    len: usize,
}

impl SubjectKey {
    /// The version of this subject's key that these bytes are.
    #[must_use]
    pub fn new(secret: &SecretKey, version: u32, subject: Subject) -> Self {
        Self { root: Root::new(secret), version, subject }
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Derives the key for a column's tenant and category.
    ///
    /// `hedged` says that nonces will be drawn from a source that hedges.
    ///
    /// # Errors
    /// When the provider fails.
    pub fn category(
        &self,
        backend: &'static dyn Backend,
        column: &Column,
        suite: Suite,
        hedged: bool,
    ) -> Result<CategoryKey, BackendFailure> {
        let label = column.label(suite);
        let derived = self.root.derive(label, self.subject.as_bytes(), hedged, |key| match suite {
            Suite::Aes256Gcm => backend.cipher(key).map(FieldCipher::Gcm),
            Suite::Xaes256Gcm => Ok(FieldCipher::Xaes(XaesKey::new(key))),
        });
        Ok(CategoryKey {
            backend,
            suite,
            version: self.version,
            label: *label,
            commitment: derived.commitment,
            cipher: derived.key?,
            hedge: derived.hedge,
        })
    }

    /// The input key of attachments, of this column's tenant and category.
    pub(crate) fn attachment(&self, column: &Column, suite: Suite) -> SecretKey {
        let label = column.label(suite);
        self.root.derive_one(Purpose::Attachment, label, self.subject.as_bytes())
    }

    /// Whether both are the same bytes of the same version.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.version == other.version && self.root == other.root
    }
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
        SubjectKey::new(subject_key, version, subject.clone())
            .category(backend, column, suite, hedged)
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
        if value.len() > LONGEST {
            return Err(SealError::TooLong);
        }
        if !self.is_for(column) {
            return Err(SealError::WrongColumn);
        }
        let draw = Draw::new(self.suite, random)?;
        let mut out = Vec::with_capacity(self.suite.sealed_len(value.len()));
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
        if !self.is_for(column) {
            return Err(OpenError::WrongKey);
        }
        let mut out = Plaintext::default();
        self.open_into(column, record, &parts, out.buffer())?;
        Ok(Personal::new(out))
    }

    /// Appends the sealed value. The caller knows that the key is for the column. After a failure the buffer is as it was.
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
        let header = SealedHeader::new(self.suite, record.revision().is_some(), self.version);
        let leading = header.bytes();
        if record.as_bytes().len() <= Aad::SHORT_ID {
            let mut aad = Aad::<{ Aad::SHORT }>::EMPTY;
            aad.fill(column, leading, record);
            self.seal_bound(leading, aad.bytes(), value, draw, out)
        } else {
            let mut aad = Aad::<{ Aad::MOST }>::EMPTY;
            aad.fill(column, leading, record);
            self.seal_bound(leading, aad.bytes(), value, draw, out)
        }
    }

    #[inline]
    fn seal_bound(
        &self,
        leading: [u8; LEADING],
        aad: &[u8],
        value: &[u8],
        draw: &Draw,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let mut hedged = [0; MOST_RANDOM];
        let nonce = draw.nonce(self.hedge.as_ref(), aad, value, &mut hedged);
        let nonce = nonce.get(..self.suite.nonce_len()).ok_or(SealError::Backend)?;
        let start = out.len();
        // Room for all of it first, so that no plaintext is left in a buffer that was outgrown.
        out.reserve(self.suite.sealed_len(value.len()));
        out.extend_from_slice(&leading);
        out.extend_from_slice(&self.commitment);
        out.extend_from_slice(nonce);
        let body = out.len();
        out.extend_from_slice(value);
        let mark = out.len();
        out.resize(body + padded(value.len()) + TAG, 0);
        if let Some(byte) = out.get_mut(mark) {
            *byte = MARKER;
        }
        let room = out.get_mut(body..).and_then(<[u8]>::split_last_chunk_mut);
        let sealed = room.ok_or(BackendFailure).and_then(|(text, tag)| {
            *tag = self.encrypt(nonce, aad, text)?;
            Ok(())
        });
        if sealed.is_err() {
            wipe_from(out, start);
        }
        Ok(sealed?)
    }

    /// Appends the opened value. The caller knows that the key is for the column. After a failure the buffer is as it was, and wiped beyond.
    pub(crate) fn open_into(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        parts: &Parts<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        if !is_equal(&self.commitment, parts.commitment) || parts.header.suite() != self.suite {
            return Err(OpenError::WrongKey);
        }
        // Nothing this crate seals is longer, so nothing longer can authenticate: no allocation.
        if parts.text.len() > padded(LONGEST) {
            return Err(OpenError::Authentication);
        }
        if record.as_bytes().len() <= Aad::SHORT_ID {
            let mut aad = Aad::<{ Aad::SHORT }>::EMPTY;
            aad.fill(column, *parts.leading, record);
            self.open_bound(aad.bytes(), parts, out)
        } else {
            let mut aad = Aad::<{ Aad::MOST }>::EMPTY;
            aad.fill(column, *parts.leading, record);
            self.open_bound(aad.bytes(), parts, out)
        }
    }

    #[inline]
    fn open_bound(
        &self,
        aad: &[u8],
        parts: &Parts<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        let start = out.len();
        out.reserve(parts.text.len());
        out.extend_from_slice(parts.text);
        let opened = match out.get_mut(start..) {
            Some(text) => match self.decrypt(parts.nonce, aad, text, parts.tag) {
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
        let mut draw = Self::EMPTY;
        draw.fill(suite, random)?;
        Ok(draw)
    }

    pub(crate) const EMPTY: Self = Self { bytes: [0; MOST_RANDOM] };

    /// The same where it lies.
    #[inline]
    pub(crate) fn fill(
        &mut self,
        suite: Suite,
        random: &dyn RandomSource,
    ) -> Result<(), RandomFailure> {
        let len = if random.hedges() { MOST_RANDOM } else { suite.nonce_len() };
        random.fill(self.bytes.get_mut(..len).unwrap_or_default())
    }

    /// The nonce that these bytes give: themselves, or with a key one that repeats only when
    /// randomness, context and value all repeat.
    #[inline]
    pub(crate) fn nonce<'a>(
        &'a self,
        hedge: Option<&SecretKey>,
        aad: &[u8],
        value: &[u8],
        hedged: &'a mut [u8; MOST_RANDOM],
    ) -> &'a [u8; MOST_RANDOM] {
        let Some(key) = hedge else { return &self.bytes };
        Prf::new(key.expose()).mac_into(&[&self.bytes, aad, value], hedged);
        scrub_stack();
        hedged
    }
}

impl Aad<0> {
    /// A column's hash, a header, and a record id and a revision at their longest.
    const MOST: usize = 32 + LEADING + 2 + 255 + 8;
    /// Ids up to this long get a shorter buffer: clearing the longest costs as much as a lock.
    const SHORT_ID: usize = 47;
    const SHORT: usize = 32 + LEADING + 2 + Self::SHORT_ID + 8;
}

impl<const ROOM: usize> Aad<ROOM> {
    const EMPTY: Self = Self { bytes: [0; ROOM], len: 0 };

    /// Fills it where it lies: moving what was just put together from small pieces stalls the
    /// processor for as long as a quarter of the sealing takes.
    #[inline]
    fn fill(&mut self, column: &Column, leading: [u8; LEADING], record: &RecordId<'_>) {
        self.push(column.hash());
        self.push(&leading);
        self.push(&length(record.as_bytes()));
        self.push(record.as_bytes());
        if let Some(revision) = record.revision() {
            self.push(&revision.to_be_bytes());
        }
    }

    #[inline]
    fn push(&mut self, part: &[u8]) {
        // INVARIANT: the caller chose a buffer that its record id fits in, so all parts do.
        if let Some(room) = self.bytes.get_mut(self.len..self.len + part.len()) {
            room.copy_from_slice(part);
            self.len += part.len();
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Compares without telling by its time where two commitments differ.
pub(crate) fn is_equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
    let words = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0);
    let differing = words.fold(0, |seen, (one, other)| {
        seen | (u64::from_ne_bytes(*one) ^ u64::from_ne_bytes(*other))
    });
    differing.ct_eq(&0).into()
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SubjectKey(…, version {})", self.version)
    }
}

impl fmt::Debug for CategoryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CategoryKey(…, version {})", self.version)
    }
}

#[cfg(all(test, any(feature = "ring", feature = "aes-gcm")))]
mod tests;
