//! Reading a message at any place.

use std::ops::Range;

use super::{CHUNK, HEADER, SEALED_CHUNK, TAG};
use crate::error::{OpenError, StoreFailure};
use crate::secret::{Plaintext, wipe_from};

/// Where a sealed attachment lies: a file, a database's large object, a store of blobs.
///
/// Implemented for bytes in memory.
pub trait SealedSource {
    /// How many bytes it has.
    ///
    /// # Errors
    /// When it cannot be reached.
    fn length(&self) -> Result<u64, StoreFailure>;

    /// Fills the buffer with the bytes from this place on.
    ///
    /// # Errors
    /// When it cannot be reached or has fewer bytes.
    fn read_at(&self, place: u64, into: &mut [u8]) -> Result<(), StoreFailure>;
}

/// How a message of some length is laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Layout {
    /// How many bytes the value has.
    pub(crate) length: u64,
}

impl Layout {
    /// The layout of so many sealed bytes. Not every number is possible: the last chunk has a tag.
    pub(crate) fn of_sealed(length: u64) -> Result<Self, OpenError> {
        let chunks = length.checked_sub(HEADER as u64).ok_or(OpenError::TooShort)?;
        let (whole, last) = (chunks / SEALED_CHUNK as u64, chunks % SEALED_CHUNK as u64);
        let last = last.checked_sub(TAG as u64).ok_or(OpenError::TooShort)?;
        Ok(Self { length: whole * CHUNK as u64 + last })
    }

    /// The number of the last chunk, which alone is not whole.
    pub(crate) const fn last(self) -> u64 {
        self.length / CHUNK as u64
    }

    /// Reads a chunk as it is stored.
    pub(crate) fn fetch(
        self,
        source: &(impl SealedSource + ?Sized),
        number: u64,
        into: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        let value = self.length.saturating_sub(number.saturating_mul(CHUNK as u64));
        let value = usize::try_from(value).unwrap_or(CHUNK).min(CHUNK);
        into.resize(value + TAG, 0);
        let place = number.saturating_mul(SEALED_CHUNK as u64).saturating_add(HEADER as u64);
        Ok(source.read_at(place, into)?)
    }

    /// Appends the bytes of a range, opening each chunk that it touches; what lies beyond the end is
    /// left out. After a failure the buffer is as it was.
    pub(crate) fn read(
        self,
        source: &(impl SealedSource + ?Sized),
        range: Range<u64>,
        out: &mut Vec<u8>,
        mut open: impl FnMut(u64, &[u8], &mut Vec<u8>) -> Result<(), OpenError>,
    ) -> Result<(), OpenError> {
        let start = out.len();
        let mut place = range.start;
        let end = range.end.min(self.length);
        if place >= end {
            return Ok(());
        }
        out.reserve(usize::try_from(end - place).map_err(|_| OpenError::Malformed)?);
        let (mut sealed, mut opened) = (Vec::new(), Plaintext::with_capacity(CHUNK));
        while place < end {
            let number = place / CHUNK as u64;
            opened.buffer().clear();
            let read = self
                .fetch(source, number, &mut sealed)
                .and_then(|()| open(number, &sealed, opened.buffer()));
            if let Err(failure) = read {
                wipe_from(out, start);
                return Err(failure);
            }
            let begin = number * CHUNK as u64;
            let within = |place: u64| usize::try_from(place - begin).unwrap_or(CHUNK).min(CHUNK);
            out.extend_from_slice(opened.get(within(place)..within(end)).unwrap_or_default());
            place = begin + CHUNK as u64;
        }
        Ok(())
    }
}

impl SealedSource for [u8] {
    fn length(&self) -> Result<u64, StoreFailure> {
        Ok(self.len() as u64)
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> Result<(), StoreFailure> {
        let place = usize::try_from(place).map_err(|_| StoreFailure::Unavailable)?;
        let found = self.get(place..).and_then(|rest| rest.get(..into.len()));
        into.copy_from_slice(found.ok_or(StoreFailure::Unavailable)?);
        Ok(())
    }
}

impl<S: SealedSource + ?Sized> SealedSource for &S {
    fn length(&self) -> Result<u64, StoreFailure> {
        (**self).length()
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> Result<(), StoreFailure> {
        (**self).read_at(place, into)
    }
}

impl SealedSource for Vec<u8> {
    fn length(&self) -> Result<u64, StoreFailure> {
        self.as_slice().length()
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> Result<(), StoreFailure> {
        self.as_slice().read_at(place, into)
    }
}

impl From<StoreFailure> for OpenError {
    fn from(_: StoreFailure) -> Self {
        Self::SourceUnavailable
    }
}
