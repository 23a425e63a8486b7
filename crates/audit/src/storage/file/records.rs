//! The two small records of a log in files: what is safe, and what stands for an erased part.

use std::io;

use crate::codec::Bytes;
use crate::storage::disk::DiskFile;
use crate::storage::frames::HEAD;

/// What is known to have survived a sync.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Mark {
    pub(super) turn: u64,
    pub(super) entries: u64,
    pub(super) tombstones: u64,
    // How many of the tombstones have had their payload overwritten.
    pub(super) done: u64,
}

impl Mark {
    pub(super) const LEN: usize = 36;

    pub(super) fn encode(self) -> Vec<u8> {
        let numbers = [self.turn, self.entries, self.tombstones, self.done];
        let mut out: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        out.extend(crc32c::crc32c(&out).to_be_bytes());
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut input = Bytes::new(bytes);
        let mut number = || input.u64("mark").ok();
        let mark =
            Self { turn: number()?, entries: number()?, tombstones: number()?, done: number()? };
        (bytes == mark.encode()).then_some(mark)
    }
}

/// What the frame of a tombstone says.
pub(super) struct Grave {
    pub(super) entry: u64,
    pub(super) payload_at: u64,
    pub(super) payload_len: usize,
    pub(super) tombstone: Vec<u8>,
}

impl Grave {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(20 + self.tombstone.len());
        out.extend(self.entry.to_be_bytes());
        out.extend(self.payload_at.to_be_bytes());
        out.extend(u32::try_from(self.payload_len).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(&self.tombstone);
        out
    }

    pub(super) fn decode(body: &[u8]) -> Option<Self> {
        let mut input = Bytes::new(body);
        let entry = input.u64("entry").ok()?;
        let payload_at = input.u64("place").ok()?;
        let payload_len = usize::try_from(input.u32("length").ok()?).ok()?;
        Some(Self { entry, payload_at, payload_len, tombstone: input.rest().to_vec() })
    }
}

/// Restores the length in front, which a torn write may have hit, and zeroes all the rest.
pub(super) fn overwrite<F: DiskFile>(file: &F, grave: &Grave) -> io::Result<()> {
    let len = u32::try_from(grave.payload_len).unwrap_or(u32::MAX);
    let mut bytes = vec![0; HEAD + grave.payload_len];
    for (to, from) in bytes.iter_mut().zip(len.to_be_bytes()) {
        *to = from;
    }
    file.write_at(grave.payload_at, &bytes)
}
