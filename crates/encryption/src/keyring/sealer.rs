//! Sealing and opening one person's fields.

use std::fmt;
use std::sync::Arc;

use caldicott_model::{CategorySet, Personal};

use super::Shared;
use super::subject::{NoKey, SubjectState, Which};
use crate::attachment::{MessageKey, SALT, Slot};
use crate::context::{Column, RecordId};
use crate::error::{KeyError, OpenError, ResealError, SealError};
use crate::field::{CategoryKey, Draw, SubjectKey};
use crate::padding::LONGEST;
use crate::sealed::{Parts, Sealed, SealedHeader, Suite};
use crate::secret::Plaintext;

/// Seals and opens one person's fields, or the tenant's own.
///
/// Cheap to clone, and shared freely between threads. It holds no key: it asks the keyring each
/// time, so when the person is shredded every sealer says [`OpenError::SubjectErased`].
#[derive(Clone)]
pub struct Sealer {
    shared: Arc<Shared>,
    state: Arc<SubjectState>,
    permitted: Option<CategorySet>,
}

impl Sealer {
    pub(super) const fn new(shared: Arc<Shared>, state: Arc<SubjectState>) -> Self {
        Self { shared, state, permitted: None }
    }

    /// The same person's sealer for these categories alone.
    #[must_use]
    pub fn only(&self, categories: CategorySet) -> Self {
        let permitted = self.permitted.map_or(categories, |set| set.intersection(categories));
        Self { permitted: Some(permitted), ..self.clone() }
    }

    /// Reads the person's key, or makes it, so that the next call need not ask the store: for use
    /// before a database transaction that must not be waited for.
    ///
    /// # Errors
    /// When the store or the key-encryption key does not answer, or the person was forgotten.
    pub fn prepare(&self) -> Result<(), KeyError> {
        self.shared.prepare(&self.state).map(|_| ())
    }

    /// The newest version of the person's key; `None` before anything was sealed.
    ///
    /// # Errors
    /// When the store or the key-encryption key does not answer, or the person was forgotten.
    pub fn key_version(&self) -> Result<Option<u32>, KeyError> {
        self.shared.newest_version(&self.state)
    }

    /// Seals a value as this field of this record. The empty value is sealed like any other; a
    /// missing one is not sealed at all.
    ///
    /// # Errors
    /// See [`SealError`]. Nothing is written.
    ///
    /// # Example: a value cannot be sealed without saying where it belongs
    /// ```compile_fail
    /// # use caldicott_encryption::{Column, Sealer};
    /// # fn seal(sealer: &Sealer, notes: &Column) {
    /// let sealed = sealer.seal(notes, b"low mood");
    /// # }
    /// ```
    ///
    /// # Example: how long a value is shows only roughly
    /// ```
    /// # #[cfg(all(feature = "ring", feature = "os-entropy"))] {
    /// # use std::sync::Arc;
    /// # use caldicott_encryption::*;
    /// # use caldicott_model::Category;
    /// # let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy)?)?;
    /// # let store = Arc::new(MemoryKeyStore::new());
    /// # let keyring = Keyring::builder(&Ring, store, Arc::new(kek), Arc::new(Buffered)).build();
    /// # let tenant = Tenant::new("st-martins")?;
    /// # keyring.create_tenant(&tenant)?;
    /// let orientation = Column::new(&tenant, Category::SexualOrientation, "Client", "orientation")?;
    /// let sealer = keyring.sealer(&tenant, &Subject::person("003A")?);
    /// let record = RecordId::new("a0B")?;
    /// let gay = sealer.seal(&orientation, &record, b"gay")?;
    /// let heterosexual = sealer.seal(&orientation, &record, b"heterosexual")?;
    /// assert_eq!(gay.len(), heterosexual.len());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seal(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        value: &[u8],
    ) -> Result<Sealed, SealError> {
        let mut out = Vec::with_capacity(self.suite().sealed_len(value.len()));
        self.seal_into(column, record, value, &mut out)?;
        Ok(Sealed::new(out))
    }

    /// Appends a sealed value to a buffer. After a failure the buffer is as it was.
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn seal_into(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        if value.len() > LONGEST {
            return Err(SealError::TooLong);
        }
        let suite = self.suite();
        // Before any lock is taken: the source may be the host's own code.
        let mut draw = Draw::EMPTY;
        draw.fill(suite, &*self.shared.random)?;
        self.with_key(column, suite, Which::Newest, |key| {
            key.seal_into(column, record, value, &draw, out)
        })?
    }

    /// Opens what was sealed as this field of this record. What it returns is wiped when dropped.
    ///
    /// # Errors
    /// See [`OpenError`]; the checks are made in the order of the format.
    pub fn open(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Plaintext>, OpenError> {
        let mut out = Plaintext::default();
        self.open_into(column, record, sealed, out.buffer())?;
        Ok(Personal::new(out))
    }

    /// Opens text.
    ///
    /// # Errors
    /// As [`Sealer::open`], and [`OpenError::Malformed`] when it is not UTF-8.
    pub fn open_text(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
    ) -> Result<Personal<String>, OpenError> {
        let mut out = Vec::new();
        self.open_into(column, record, sealed, &mut out)?;
        match String::from_utf8(out) {
            Ok(text) => Ok(Personal::new(text)),
            Err(refused) => {
                drop(Plaintext::new(refused.into_bytes()));
                Err(OpenError::Malformed)
            }
        }
    }

    /// Opens a value, shows it to a function, and wipes it, also when the function panics.
    ///
    /// # Errors
    /// As [`Sealer::open`].
    pub fn open_with<R>(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
        read: impl FnOnce(&[u8]) -> R,
    ) -> Result<R, OpenError> {
        let mut out = Plaintext::default();
        self.open_into(column, record, sealed, out.buffer())?;
        Ok(read(&out))
    }

    /// Appends an opened value to a buffer, which is then the caller's to wipe. After a failure the
    /// buffer is as it was.
    ///
    /// # Errors
    /// As [`Sealer::open`].
    pub fn open_into(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        let parts = Parts::read(sealed)?;
        let which = Which::Version(parts.header.key_version());
        self.with_key(column, parts.header.suite(), which, |key| {
            key.open_into(column, record, &parts, out)
        })?
    }

    /// Whether it was sealed under an older version of the key. Reads the header alone.
    ///
    /// # Errors
    /// When it is no sealed field, when its version is not known, or the person was forgotten.
    pub fn needs_rotation(&self, sealed: &[u8]) -> Result<bool, OpenError> {
        let header = SealedHeader::read(sealed)?;
        let version = header.key_version();
        for _ in 0..2 {
            match self.key_version()? {
                Some(newest) if version <= newest && version > 0 => return Ok(version < newest),
                // Perhaps another process rotated the key.
                Some(_) | None => self.shared.load(&self.state)?,
            }
        }
        Err(OpenError::UnknownKeyVersion)
    }

    /// Seals it again under the newest key when it was sealed under an older one; `None` when there
    /// is nothing to do.
    ///
    /// # Errors
    /// When it does not open, or cannot be sealed.
    pub fn reseal(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        sealed: &[u8],
    ) -> Result<Option<Sealed>, ResealError> {
        if !self.needs_rotation(sealed)? {
            return Ok(None);
        }
        let mut value = Plaintext::default();
        self.open_into(column, record, sealed, value.buffer())?;
        Ok(Some(self.seal(column, record, &value)?))
    }

    /// A key for one category of this person and no other, to be given to another program.
    ///
    /// It is beyond the reach of [`crate::Keyring::shred`]: see [`CategoryKey`].
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn category_key(&self, column: &Column) -> Result<CategoryKey, SealError> {
        if !self.permits(column) {
            return Err(SealError::WrongColumn);
        }
        self.prepare()?;
        let hedged = self.shared.random.hedges();
        self.state
            .category_key(self.shared.backend, column, self.suite(), hedged)
            .map_err(SealError::from)
    }

    pub(super) fn fill_draw(&self, suite: Suite, draw: &mut Draw) -> Result<(), SealError> {
        Ok(draw.fill(suite, &*self.shared.random)?)
    }

    pub(super) fn fill_random(&self, out: &mut [u8]) -> Result<(), SealError> {
        Ok(self.shared.random.fill(out)?)
    }

    /// Derives the key of an attachment's message into its slot; says under which version, and the
    /// commitment. Without an expected one the newest version is taken.
    pub(super) fn fetch_message(
        &self,
        column: &Column,
        salt: &[u8; SALT],
        context: &[u8],
        expected: Option<&[u8; 32]>,
        slot: &Arc<Slot>,
    ) -> Result<(u32, [u8; 32]), NoKey> {
        if !self.permits(column) {
            self.shared.newest_version(&self.state)?;
            return Err(NoKey::NotThisColumn);
        }
        let derive = |key: &SubjectKey| {
            let input = key.attachment(column, self.suite());
            MessageKey::derive(self.shared.backend, &input, salt, context)
        };
        self.shared.fetch_message(&self.state, column, self.suite(), expected, slot, derive)
    }

    /// What this subject's values are sealed with.
    pub(super) fn suite(&self) -> Suite {
        // One key for all that is known about a tenant would wear a 96-bit nonce out.
        if self.state.subject().is_person() { Suite::Aes256Gcm } else { Suite::Xaes256Gcm }
    }

    fn permits(&self, column: &Column) -> bool {
        self.permitted.is_none_or(|set| {
            1_u64
                .checked_shl(u32::from(column.category().get()))
                .is_some_and(|bit| set.bits() & bit != 0)
        })
    }

    pub(super) fn with_key<R>(
        &self,
        column: &Column,
        suite: Suite,
        which: Which,
        use_it: impl FnMut(&CategoryKey) -> R,
    ) -> Result<R, NoKey> {
        self.shared.with_key(&self.state, column, suite, which, self.permits(column), use_it)
    }
}

/// Seals a value that is about several people once for each, all or none: it stays readable for the
/// others when one of them is forgotten.
///
/// # Errors
/// As [`Sealer::seal`].
pub fn seal_for_each(
    people: &[&Sealer],
    column: &Column,
    record: &RecordId<'_>,
    value: &[u8],
) -> Result<Vec<Sealed>, SealError> {
    people.iter().map(|person| person.seal(column, record, value)).collect()
}

impl From<NoKey> for SealError {
    fn from(missing: NoKey) -> Self {
        match missing {
            NoKey::Keys(failure) => failure.into(),
            NoKey::NotThisColumn => Self::WrongColumn,
            NoKey::UnknownVersion => Self::KeysUnavailable,
        }
    }
}

impl From<NoKey> for OpenError {
    fn from(missing: NoKey) -> Self {
        match missing {
            NoKey::Keys(failure) => failure.into(),
            NoKey::NotThisColumn => Self::WrongKey,
            NoKey::UnknownVersion => Self::UnknownKeyVersion,
        }
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sealer(…)")
    }
}
