//! What stands where the contents of an erased entry were.

use crate::codec::{Bytes, FormatError};
use crate::payload::Opening;

/// The proof that an erasure names an entry: which erasure, and the one field of it that does.
///
/// The public part of an erasure only commits to the entries that it erases, each under its own salt,
/// so the log itself never says which entries were about the same person. The tombstone, kept in
/// place of the payload, opens that one commitment.
///
/// Encoded as `01 | erasure u64 | opening`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tombstone {
    by: u64,
    opening: Opening,
}

const VERSION: u8 = 1;

impl Tombstone {
    pub(crate) const fn new(by: u64, opening: Opening) -> Self {
        Self { by, opening }
    }

    /// The entry of the erasure.
    #[must_use]
    pub const fn by(&self) -> u64 {
        self.by
    }

    /// The field of it that names the erased entry.
    #[must_use]
    pub const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// The bytes to keep.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend(self.by.to_be_bytes());
        out.extend(self.opening.encode());
        out
    }

    /// Reads exactly what [`Tombstone::encode`] writes.
    ///
    /// # Errors
    /// A [`FormatError`] that names the part and the place.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut input = Bytes::new(bytes);
        if input.u8("version")? != VERSION {
            return Err(input.refused("version"));
        }
        let by = input.u64("erasure")?;
        let opening = Opening::read(&mut input)?;
        input.end()?;
        Ok(Self { by, opening })
    }
}
