//! Cutting what comes in pieces of any length into chunks, and putting it together again.

use super::{CHUNK, HEADER, SEALED_CHUNK, TAG};
use crate::error::{OpenError, SealError};
use crate::secret::{Plaintext, wipe_from};

/// Collects a value into chunks.
pub(crate) struct SealStream {
    header: Option<[u8; HEADER]>,
    next: u64,
    waiting: Plaintext,
    failed: Option<SealError>,
}

/// Collects a message into chunks.
#[derive(Default)]
pub(crate) struct OpenStream {
    begun: bool,
    next: u64,
    waiting: Vec<u8>,
    failed: Option<OpenError>,
}

/// Seals a chunk of this number.
pub(crate) trait SealChunk:
    FnMut(u64, &[u8], &mut Vec<u8>) -> Result<(), SealError>
{
}

impl<F: FnMut(u64, &[u8], &mut Vec<u8>) -> Result<(), SealError>> SealChunk for F {}

/// What opens a message.
pub(crate) trait OpenMessage {
    /// Takes the header, when it is this message's.
    fn begin(&mut self, header: &[u8; HEADER]) -> Result<(), OpenError>;
    /// Opens the chunk of this number.
    fn chunk(&mut self, number: u64, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError>;
}

impl SealStream {
    pub(crate) fn new(header: [u8; HEADER]) -> Self {
        Self { header: Some(header), next: 0, waiting: Plaintext::default(), failed: None }
    }

    /// Takes the next bytes. After a failure the buffer is as it was, and every later call fails.
    pub(crate) fn update(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        mut seal: impl SealChunk,
    ) -> Result<(), SealError> {
        let start = out.len();
        let taken = self.take(bytes, out, &mut seal);
        self.settle(taken, start, out)
    }

    /// Ends the message.
    pub(crate) fn finish(
        mut self,
        out: &mut Vec<u8>,
        mut seal: impl SealChunk,
    ) -> Result<(), SealError> {
        let start = out.len();
        let taken = self.take(&[], out, &mut seal).and_then(|()| {
            let last = std::mem::take(&mut self.waiting);
            seal(self.next, &last, out)
        });
        self.settle(taken, start, out)
    }

    fn take(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        seal: &mut impl SealChunk,
    ) -> Result<(), SealError> {
        if let Some(failure) = self.failed {
            return Err(failure);
        }
        if let Some(header) = self.header.take() {
            out.extend_from_slice(&header);
        }
        let mut rest = bytes;
        if !self.waiting.is_empty() {
            rest = self.fill(rest);
            if self.waiting.len() == CHUNK {
                seal(self.next, &self.waiting, out)?;
                self.next += 1;
                self.waiting.buffer().clear();
            }
        }
        while let Some((chunk, later)) = rest.split_at_checked(CHUNK) {
            seal(self.next, chunk, out)?;
            self.next += 1;
            rest = later;
        }
        // Less than a chunk is left, and whatever waited was sealed if any is.
        self.fill(rest);
        Ok(())
    }

    /// Keeps what fits beside what waits already; returns the rest.
    fn fill<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if self.waiting.buffer().capacity() == 0 && !bytes.is_empty() {
            // All the room at once: a buffer that grows leaves copies behind.
            self.waiting = Plaintext::with_capacity(CHUNK);
        }
        let room = CHUNK.saturating_sub(self.waiting.len()).min(bytes.len());
        let (now, later) = bytes.split_at(room);
        self.waiting.buffer().extend_from_slice(now);
        later
    }

    fn settle(
        &mut self,
        done: Result<(), SealError>,
        start: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        if let Err(failure) = done {
            self.failed = Some(failure);
            out.truncate(start);
        }
        done
    }
}

impl OpenStream {
    /// Takes the next bytes. After a failure the buffer is as it was, and every later call fails
    /// alike.
    pub(crate) fn update(
        &mut self,
        sealed: &[u8],
        out: &mut Vec<u8>,
        message: &mut impl OpenMessage,
    ) -> Result<(), OpenError> {
        let start = out.len();
        let taken = self.take(sealed, out, message);
        self.settle(taken, start, out)
    }

    /// Ends the message: what waits must be its last chunk.
    pub(crate) fn finish(
        mut self,
        out: &mut Vec<u8>,
        message: &mut impl OpenMessage,
    ) -> Result<(), OpenError> {
        let start = out.len();
        let taken = self.take(&[], out, message).and_then(|()| {
            if !self.begun || self.waiting.len() < TAG {
                return Err(OpenError::TooShort);
            }
            message.chunk(self.next, &self.waiting, out)
        });
        self.settle(taken, start, out)
    }

    fn take(
        &mut self,
        sealed: &[u8],
        out: &mut Vec<u8>,
        message: &mut impl OpenMessage,
    ) -> Result<(), OpenError> {
        if let Some(failure) = self.failed {
            return Err(failure);
        }
        let mut rest = sealed;
        if !self.begun {
            rest = self.fill(rest, HEADER);
            let Ok(header) = self.waiting.as_slice().try_into() else { return Ok(()) };
            message.begin(header)?;
            self.begun = true;
            self.waiting.clear();
        }
        if !self.waiting.is_empty() {
            rest = self.fill(rest, SEALED_CHUNK);
            if self.waiting.len() == SEALED_CHUNK {
                message.chunk(self.next, &self.waiting, out)?;
                self.next += 1;
                self.waiting.clear();
            }
        }
        // A whole chunk is never the last, so it need not wait for what follows.
        while let Some((chunk, later)) = rest.split_at_checked(SEALED_CHUNK) {
            message.chunk(self.next, chunk, out)?;
            self.next += 1;
            rest = later;
        }
        self.fill(rest, SEALED_CHUNK);
        Ok(())
    }

    fn fill<'b>(&mut self, bytes: &'b [u8], up_to: usize) -> &'b [u8] {
        let room = up_to.saturating_sub(self.waiting.len()).min(bytes.len());
        let (now, later) = bytes.split_at(room);
        self.waiting.extend_from_slice(now);
        later
    }

    fn settle(
        &mut self,
        done: Result<(), OpenError>,
        start: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), OpenError> {
        if let Err(failure) = done {
            self.failed = Some(failure);
            wipe_from(out, start);
        }
        done
    }
}
