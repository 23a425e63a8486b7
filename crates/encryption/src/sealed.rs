//! The bytes of a sealed field, and what can be read of them without a key.

use std::fmt;
use std::ops::Deref;

use crate::error::OpenError;
use crate::padding::padded;

/// A cipher and how it is keyed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Suite {
    /// AES-256-GCM under a key for one person's one category. What people's data is sealed with.
    Aes256Gcm,
    /// XAES-256-GCM: for keys and for data about the tenant, where one key seals without bound.
    Xaes256Gcm,
}

/// What a sealed field says about itself in the clear.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SealedHeader {
    suite: Suite,
    revision_bound: bool,
    key_version: u32,
}

/// A sealed field: bytes to be stored as they are.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Sealed(Vec<u8>);

/// A sealed field taken apart.
pub(crate) struct Parts<'a> {
    pub(crate) header: SealedHeader,
    pub(crate) leading: &'a [u8; LEADING],
    pub(crate) commitment: &'a [u8; 32],
    pub(crate) nonce: &'a [u8],
    pub(crate) text: &'a [u8],
    pub(crate) tag: &'a [u8; TAG],
}

/// Version, suite, flags and key version.
pub(crate) const LEADING: usize = 7;
/// The tag's length.
pub(crate) const TAG: usize = 16;
const VERSION: u8 = 1;
const PADDED: u8 = 1;
const REVISION_BOUND: u8 = 1 << 4;

impl Suite {
    /// The byte that names it.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Aes256Gcm => 1,
            Self::Xaes256Gcm => 2,
        }
    }

    /// How many bytes its nonce has.
    #[must_use]
    pub const fn nonce_len(self) -> usize {
        match self {
            Self::Aes256Gcm => 12,
            Self::Xaes256Gcm => 24,
        }
    }

    /// How many bytes a sealed field has beyond its padded value.
    #[must_use]
    pub const fn overhead(self) -> usize {
        LEADING + 32 + self.nonce_len() + TAG
    }

    /// How many bytes a sealed field of a value of this length has.
    #[must_use]
    pub const fn sealed_len(self, value: usize) -> usize {
        self.overhead().saturating_add(padded(value))
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Aes256Gcm),
            2 => Some(Self::Xaes256Gcm),
            _ => None,
        }
    }
}

impl SealedHeader {
    pub(crate) const fn new(suite: Suite, revision_bound: bool, key_version: u32) -> Self {
        Self { suite, revision_bound, key_version }
    }

    /// Reads the first seven bytes. No key is needed, and nothing is proved.
    ///
    /// # Errors
    /// [`OpenError::TooShort`], [`OpenError::UnsupportedVersion`], [`OpenError::UnsupportedSuite`],
    /// [`OpenError::UnsupportedFlags`], in this order.
    pub fn read(sealed: &[u8]) -> Result<Self, OpenError> {
        let Some(&[version, suite, flags, v1, v2, v3, v4]) = sealed.first_chunk::<LEADING>() else {
            return Err(OpenError::TooShort);
        };
        if version != VERSION {
            return Err(OpenError::UnsupportedVersion);
        }
        let suite = Suite::from_byte(suite).ok_or(OpenError::UnsupportedSuite)?;
        if flags & !REVISION_BOUND != PADDED {
            return Err(OpenError::UnsupportedFlags);
        }
        let key_version = u32::from_be_bytes([v1, v2, v3, v4]);
        Ok(Self { suite, revision_bound: flags & REVISION_BOUND != 0, key_version })
    }

    /// The suite.
    #[must_use]
    pub const fn suite(self) -> Suite {
        self.suite
    }

    /// Whether the record's revision is bound.
    #[must_use]
    pub const fn is_revision_bound(self) -> bool {
        self.revision_bound
    }

    /// The version of the person's key.
    #[must_use]
    pub const fn key_version(self) -> u32 {
        self.key_version
    }

    pub(crate) const fn bytes(self) -> [u8; LEADING] {
        let flags = if self.revision_bound { PADDED | REVISION_BOUND } else { PADDED };
        let [v1, v2, v3, v4] = self.key_version.to_be_bytes();
        [VERSION, self.suite.byte(), flags, v1, v2, v3, v4]
    }
}

impl<'a> Parts<'a> {
    /// Takes a sealed field apart, in the order of the checks.
    pub(crate) fn read(sealed: &'a [u8]) -> Result<Self, OpenError> {
        let header = SealedHeader::read(sealed)?;
        let (leading, rest) = sealed.split_first_chunk().ok_or(OpenError::TooShort)?;
        let (commitment, rest) = rest.split_first_chunk().ok_or(OpenError::TooShort)?;
        let (nonce, rest) =
            rest.split_at_checked(header.suite.nonce_len()).ok_or(OpenError::TooShort)?;
        let (text, tag) = rest.split_last_chunk().ok_or(OpenError::TooShort)?;
        Ok(Self { header, leading, commitment, nonce, text, tag })
    }
}

impl Sealed {
    pub(crate) const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for Sealed {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Sealed {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sealed({} bytes)", self.0.len())
    }
}
