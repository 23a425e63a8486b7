//! Sealing and opening attachments: in pieces as they come, or read at any place.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::ATTEMPTS;
use super::sealer::Sealer;
use super::subject::NoKey;
use crate::attachment::{
    HEADER, Layout, MessageKey, OpenMessage, OpenStream, SALT, SealStream, SealedSource, Slot,
    context_of,
};
use crate::context::{Column, RecordId};
use crate::error::{KeyError, OpenError, SealError};
use crate::secret::Plaintext;

/// Seals an attachment in pieces, as they come.
///
/// What it writes is a message of C2SP chunked-encryption. It is of no use before
/// [`AttachmentSealer::finish`]: one that was not finished is refused as cut off. How long the
/// attachment is shows; pad it where that says something.
#[must_use = "an attachment that is not finished does not open"]
pub struct AttachmentSealer {
    message: Message,
    stream: SealStream,
}

/// Opens an attachment in pieces, as they come.
///
/// Every piece that it gives is authentic and in its place. Whether it is all there is known when
/// [`AttachmentOpener::finish`] returns, and not before.
#[must_use = "until it is finished an attachment may be cut off"]
pub struct AttachmentOpener {
    message: Message,
    stream: OpenStream,
}

/// Reads an attachment at any place. Its length was authenticated when it was made.
pub struct AttachmentReader<S> {
    message: Message,
    layout: Layout,
    source: S,
}

/// A message's context, and its key while it may be used.
struct Message {
    sealer: Sealer,
    column: Column,
    context: Box<[u8]>,
    salt: [u8; SALT],
    commitment: Option<[u8; 32]>,
    version: Option<u32>,
    slot: Arc<Slot>,
}

impl Sealer {
    /// Begins to seal an attachment as this field of this record, under a key for attachments of the
    /// person's category.
    ///
    /// # Errors
    /// See [`SealError`].
    ///
    /// # Example: what was cut off does not open, even at the end of a chunk
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
    /// let scan = Column::new(&tenant, Category::Health, "SupportPlan", "scan")?;
    /// let mary = keyring.sealer(&tenant, &Subject::person("003A")?);
    /// let record = RecordId::new("a0B")?;
    ///
    /// let mut sealed = Vec::new();
    /// let mut sealer = mary.seal_attachment(&scan, &record)?;
    /// sealer.update(&[7; 20_000], &mut sealed)?;
    /// sealer.finish(&mut sealed)?;
    ///
    /// let mut opened = Vec::new();
    /// let mut opener = mary.open_attachment(&scan, &record);
    /// opener.update(&sealed, &mut opened)?;
    /// opener.finish(&mut opened)?;
    /// assert_eq!(opened, [7; 20_000]);
    ///
    /// let first_chunk_alone = &sealed[..56 + 16_400];
    /// let mut opener = mary.open_attachment(&scan, &record);
    /// opener.update(first_chunk_alone, &mut Vec::new())?;
    /// assert_eq!(opener.finish(&mut Vec::new()), Err(OpenError::TooShort));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seal_attachment(
        &self,
        column: &Column,
        record: &RecordId<'_>,
    ) -> Result<AttachmentSealer, SealError> {
        self.prepare()?;
        let mut message = Message::new(self, column, record);
        self.fill_random(&mut message.salt)?;
        let header = message.begin_new()?;
        Ok(AttachmentSealer { message, stream: SealStream::new(header) })
    }

    /// Begins to open an attachment that was sealed as this field of this record. Nothing is read
    /// yet.
    pub fn open_attachment(&self, column: &Column, record: &RecordId<'_>) -> AttachmentOpener {
        let message = Message::new(self, column, record);
        AttachmentOpener { message, stream: OpenStream::default() }
    }

    /// An attachment to be read at any place, once its length was authenticated by opening its end.
    ///
    /// # Errors
    /// See [`OpenError`]; [`OpenError::SourceUnavailable`] when the source does not answer.
    pub fn read_attachment<S: SealedSource>(
        &self,
        column: &Column,
        record: &RecordId<'_>,
        source: S,
    ) -> Result<AttachmentReader<S>, OpenError> {
        let layout = Layout::of_sealed(source.length()?)?;
        let mut message = Message::new(self, column, record);
        let mut header = [0; HEADER];
        source.read_at(0, &mut header)?;
        message.begin(&header)?;
        let mut last = Vec::new();
        layout.fetch(&source, layout.last(), &mut last)?;
        message.chunk(layout.last(), &last, Plaintext::default().buffer())?;
        Ok(AttachmentReader { message, layout, source })
    }
}

impl AttachmentSealer {
    /// Takes the next bytes and appends what is complete. After a failure the buffer is as it was,
    /// and the attachment cannot be finished.
    ///
    /// # Errors
    /// [`SealError::SubjectErased`] as soon as the person is forgotten, [`SealError::TooLong`] beyond
    /// 4 PiB; see [`SealError`].
    pub fn update(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let Self { message, stream } = self;
        stream.update(bytes, out, |number, value, out| message.seal(number, value, out))
    }

    /// Appends the end.
    ///
    /// # Errors
    /// As [`AttachmentSealer::update`].
    pub fn finish(self, out: &mut Vec<u8>) -> Result<(), SealError> {
        let Self { message, stream } = self;
        stream.finish(out, |number, value, out| message.seal(number, value, out))
    }

    /// The version of the person's key that it is sealed under.
    #[must_use]
    pub const fn key_version(&self) -> Option<u32> {
        self.message.version
    }
}

impl AttachmentOpener {
    /// Takes the next bytes and appends what is complete and authentic. After a failure the buffer
    /// is as it was, and every later call fails alike.
    ///
    /// # Errors
    /// [`OpenError::WrongKey`] for another person, tenant, category, field, record or revision,
    /// [`OpenError::Authentication`] for a chunk that was altered or moved; see [`OpenError`].
    pub fn update(&mut self, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        self.stream.update(sealed, out, &mut self.message)
    }

    /// Appends the end: from here on it is known that nothing is missing.
    ///
    /// # Errors
    /// [`OpenError::TooShort`] for what ends before a last chunk does; otherwise as
    /// [`AttachmentOpener::update`].
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), OpenError> {
        self.stream.finish(out, &mut self.message)
    }

    /// The version of the person's key that it was sealed under, once its first 56 bytes were seen.
    #[must_use]
    pub const fn key_version(&self) -> Option<u32> {
        self.message.version
    }
}

impl<S: SealedSource> AttachmentReader<S> {
    /// How many bytes the attachment has.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.layout.length
    }

    /// The version of the person's key that it was sealed under.
    #[must_use]
    pub const fn key_version(&self) -> Option<u32> {
        self.message.version
    }

    /// Appends the bytes of this range; what lies beyond the end is left out. Only the chunks that
    /// the range touches are read. After a failure the buffer is as it was.
    ///
    /// # Errors
    /// [`OpenError::Authentication`] for a chunk that was altered or moved; see [`OpenError`].
    pub fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> Result<(), OpenError> {
        let open =
            |number, sealed: &[u8], out: &mut Vec<u8>| self.message.open(number, sealed, out);
        self.layout.read(&self.source, range, out, open)
    }
}

impl Message {
    fn new(sealer: &Sealer, column: &Column, record: &RecordId<'_>) -> Self {
        Self {
            sealer: sealer.clone(),
            column: column.clone(),
            context: context_of(column, record),
            salt: [0; SALT],
            commitment: None,
            version: None,
            slot: Arc::default(),
        }
    }

    /// The header of a new message under the newest key.
    fn begin_new(&mut self) -> Result<[u8; HEADER], NoKey> {
        let commitment = self.fetch()?;
        let mut header = [0; HEADER];
        let parts = self.salt.iter().chain(&commitment);
        header.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
        Ok(header)
    }

    /// Derives the key into its slot, of the version that gives the commitment where one is known.
    fn fetch(&mut self) -> Result<[u8; 32], NoKey> {
        let expected = self.commitment.as_ref();
        let (version, commitment) = self.sealer.fetch_message(
            &self.column,
            &self.salt,
            &self.context,
            expected,
            &self.slot,
        )?;
        (self.version, self.commitment) = (Some(version), Some(commitment));
        Ok(commitment)
    }

    /// Uses the message's key, unless the person was forgotten; derives it again when it was evicted.
    fn with_key<R>(&self, mut use_it: impl FnMut(&MessageKey) -> R) -> Result<R, NoKey> {
        for _ in 0..ATTEMPTS {
            if let Some(key) = &*self.slot.lock() {
                return Ok(use_it(key));
            }
            let expected = self.commitment.as_ref();
            let Self { sealer, column, salt, context, slot, .. } = self;
            sealer.fetch_message(column, salt, context, expected, slot)?;
        }
        Err(NoKey::Keys(KeyError::Conflict))
    }

    fn seal(&self, number: u64, value: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        Ok(self.with_key(|key| key.seal(number, value, out))??)
    }

    fn open(&self, number: u64, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        Ok(self.with_key(|key| key.open(number, sealed, out))??)
    }
}

impl OpenMessage for Message {
    fn begin(&mut self, header: &[u8; HEADER]) -> Result<(), OpenError> {
        let (salt, commitment) = header.split_at(SALT);
        self.salt = salt.try_into().unwrap_or_default();
        self.commitment = commitment.try_into().ok();
        self.fetch()?;
        Ok(())
    }

    fn chunk(&mut self, number: u64, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        self.open(number, sealed, out)
    }
}

impl fmt::Debug for AttachmentSealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AttachmentSealer(…)")
    }
}

impl fmt::Debug for AttachmentOpener {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AttachmentOpener(…)")
    }
}

impl<S> fmt::Debug for AttachmentReader<S> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AttachmentReader(…)")
    }
}
