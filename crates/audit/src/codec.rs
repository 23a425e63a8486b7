//! Reading and writing the fixed binary formats: big-endian numbers, length-prefixed bytes.

use caldicott_model::digest::Sha256;

/// Bytes that are not what this version of the format writes.
///
/// No message carries a value: what does not decode may still be personal.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FormatError {
    /// It ends too early.
    #[error("the bytes end at `{at}`, inside the {part}")]
    Ends {
        /// Where the missing part should have begun.
        at: usize,
        /// What was being read.
        part: &'static str,
    },
    /// Something is there that the format does not allow.
    #[error("the {part} before byte `{at}` is not one that this version writes")]
    Refused {
        /// Just after the part.
        at: usize,
        /// What was being read.
        part: &'static str,
    },
    /// There are bytes left over.
    #[error("`{count}` bytes follow where nothing should")]
    Trailing {
        /// How many.
        count: usize,
    },
    /// It is larger than the format allows.
    #[error("the {part} is larger than `{limit}`")]
    TooLarge {
        /// What is too large.
        part: &'static str,
        /// The limit, in bytes or in items.
        limit: usize,
    },
}

/// A position in bytes that are being decoded.
pub(crate) struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    pub(crate) const fn new(all: &'a [u8]) -> Self {
        Self { all, at: 0 }
    }

    pub(crate) fn take(&mut self, len: usize, part: &'static str) -> Result<&'a [u8], FormatError> {
        let ends = FormatError::Ends { at: self.at, part };
        let end = self.at.checked_add(len).ok_or(ends)?;
        let taken = self.all.get(self.at..end).ok_or(ends)?;
        self.at = end;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(
        &mut self,
        part: &'static str,
    ) -> Result<[u8; N], FormatError> {
        self.array_ref(part).copied()
    }

    pub(crate) fn u8(&mut self, part: &'static str) -> Result<u8, FormatError> {
        self.array(part).map(u8::from_be_bytes)
    }

    pub(crate) fn u32(&mut self, part: &'static str) -> Result<u32, FormatError> {
        self.array(part).map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self, part: &'static str) -> Result<u64, FormatError> {
        self.array(part).map(u64::from_be_bytes)
    }

    pub(crate) fn hash(&mut self, part: &'static str) -> Result<Sha256, FormatError> {
        self.array(part).map(Sha256::from_bytes)
    }

    /// A count that at least this many bytes per item must follow, so that nobody can make a
    /// reader allocate for items that are not there.
    pub(crate) fn count(
        &mut self,
        least: usize,
        limit: usize,
        part: &'static str,
    ) -> Result<usize, FormatError> {
        let too_large = FormatError::TooLarge { part, limit };
        let count = usize::try_from(self.u32(part)?).map_err(|_| too_large)?;
        if count > limit {
            return Err(too_large);
        }
        if count.saturating_mul(least) > self.all.len() - self.at {
            return Err(FormatError::Ends { at: self.all.len(), part });
        }
        Ok(count)
    }

    /// Text after a one-byte length.
    pub(crate) fn text(&mut self, part: &'static str) -> Result<&'a str, FormatError> {
        let bytes = self.short(part)?;
        std::str::from_utf8(bytes).map_err(|_| self.refused(part))
    }

    /// Bytes after a one-byte length.
    pub(crate) fn short(&mut self, part: &'static str) -> Result<&'a [u8], FormatError> {
        let len = usize::from(self.u8(part)?);
        self.take(len, part)
    }

    /// An array where it lies.
    pub(crate) fn array_ref<const N: usize>(
        &mut self,
        part: &'static str,
    ) -> Result<&'a [u8; N], FormatError> {
        let ends = FormatError::Ends { at: self.at, part };
        self.take(N, part)?.try_into().map_err(|_| ends)
    }

    pub(crate) const fn refused(&self, part: &'static str) -> FormatError {
        FormatError::Refused { at: self.at, part }
    }

    /// What was not read yet.
    pub(crate) fn left(&self) -> &'a [u8] {
        self.all.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = self.left();
        self.at = self.all.len();
        rest
    }

    pub(crate) fn end(&self) -> Result<(), FormatError> {
        match self.all.len() - self.at {
            0 => Ok(()),
            count => Err(FormatError::Trailing { count }),
        }
    }
}

/// Writes text after a one-byte length. The caller's type keeps it within 255 bytes.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    let len = u8::try_from(text.len()).unwrap_or(u8::MAX);
    out.push(len);
    out.extend(text.bytes().take(usize::from(len)));
}

/// Writes a count or a length. The caller's type keeps it within 32 bits.
pub(crate) fn put_len(out: &mut Vec<u8>, len: usize) {
    out.extend(u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes());
}
