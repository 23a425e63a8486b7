//! The sealed part of an entry: who, to whom, when exactly, and whatever else was recorded.
//!
//! Each field is committed to by itself under its own random salt, so that one can be shown, or
//! struck out, and the rest still proved to be what was logged. Without the salt a commitment
//! would be a hash of guessable data: a name is found by hashing a list of names.

mod disclosure;

pub use disclosure::{Opening, Redacted};

use std::fmt;

use caldicott_model::digest::Sha256;
use caldicott_model::{Personal, Purpose};
use hmac::{Hmac, KeyInit as _, Mac as _};
use zeroize::Zeroize as _;

use crate::codec::{Bytes, FormatError, put_len, put_text};
use crate::tree::{Frontier, leaf_hash};
use crate::words::{NameError, Origin};

/// What a field of a payload is for. The codes are part of the format.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// A time: by the log's own clock, which never goes back, or by the host's.
    Time,
    /// The person it is about.
    Subject,
    /// Somebody who received something.
    Recipient,
    /// Anything else.
    Detail,
    /// An entry whose contents were erased.
    Erased,
}

impl Role {
    const fn code(self) -> u8 {
        match self {
            Self::Time => 1,
            Self::Subject => 2,
            Self::Recipient => 3,
            Self::Detail => 4,
            Self::Erased => 5,
        }
    }

    const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Time),
            2 => Some(Self::Subject),
            3 => Some(Self::Recipient),
            4 => Some(Self::Detail),
            5 => Some(Self::Erased),
            _ => None,
        }
    }
}

/// One field of a payload with its salt.
#[derive(Clone, Eq, PartialEq)]
pub struct Field {
    role: Role,
    name: String,
    value: Personal<Vec<u8>>,
    salt: Personal<[u8; 32]>,
}

impl Field {
    /// The longest value, in bytes.
    pub const LONGEST: usize = 1 << 20;

    pub(crate) fn new(
        role: Role,
        name: &str,
        value: Personal<Vec<u8>>,
        salt: [u8; 32],
    ) -> Result<Self, NameError> {
        if name.is_empty() || name.len() > 255 || name.contains(char::is_control) {
            return Err(NameError::Field);
        }
        Ok(Self { role, name: name.to_owned(), value, salt: Personal::new(salt) })
    }

    /// What it is for.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What was recorded.
    #[must_use]
    pub const fn value(&self) -> &Personal<Vec<u8>> {
        &self.value
    }

    /// `HMAC-SHA256(salt, role ‖ length of the name ‖ name ‖ value)`.
    #[must_use]
    pub fn commitment(&self) -> Sha256 {
        // A key shorter than a block is filled with zeros, by the definition of HMAC.
        let mut key = [0_u8; 64];
        for (to, from) in key.iter_mut().zip(self.salt.expose(Purpose::SEALING)) {
            *to = *from;
        }
        let mut mac = Hmac::<sha2::Sha256>::new(&key.into());
        key.zeroize();
        let length = u8::try_from(self.name.len()).unwrap_or(u8::MAX);
        mac.update(&[self.role.code(), length]);
        mac.update(self.name.as_bytes());
        mac.update(self.value.expose(Purpose::SEALING));
        Sha256::from_bytes(mac.finalize().into_bytes().into())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.push(self.role.code());
        put_text(out, &self.name);
        let value = self.value.expose(Purpose::SEALING);
        put_len(out, value.len());
        out.extend(value);
        out.extend(self.salt.expose(Purpose::SEALING));
    }

    fn encoded_len(&self) -> usize {
        1 + 1 + self.name.len() + 4 + self.value.expose(Purpose::SEALING).len() + 32
    }

    fn decode(input: &mut Bytes<'_>) -> Result<Self, FormatError> {
        let role = Role::from_code(input.u8("role")?).ok_or(input.refused("role"))?;
        let name = input.text("field name")?;
        let length = input.count(1, Self::LONGEST, "field value")?;
        let value = Personal::new(input.take(length, "field value")?.to_vec());
        let salt = input.array("salt")?;
        Self::new(role, name, value, salt).map_err(|_| input.refused("field name"))
    }

    /// The fewest bytes that a field is encoded in.
    const SHORTEST: usize = 1 + 1 + 1 + 4 + 32;
}

impl fmt::Debug for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Field({:?} `{}`: …)", self.role, self.name.escape_debug())
    }
}

/// The fields of one entry, before sealing or after opening.
///
/// Version 1 is encoded as `01 | number of fields u32 | (role u8 | name length u8 | name | value
/// length u32 | value | salt 32)… | 80 | 00…` up to the next power of two, at least 1,024. So
/// the size of what is sealed tells neither how many recipients there were nor, for a request
/// about nobody, that there was nobody.
#[derive(Clone, Eq, PartialEq)]
pub struct Payload {
    fields: Vec<Field>,
}

const VERSION: u8 = 1;

impl Payload {
    /// The fewest bytes that are ever sealed.
    pub const SHORTEST: usize = 1024;
    /// The most bytes that are ever sealed.
    pub const LONGEST: usize = 1 << 24;
    /// The most bytes that a sealer may make of them.
    pub const LONGEST_SEALED: usize = Self::LONGEST + (1 << 15);
    /// The most fields.
    pub const MOST_FIELDS: usize = 1 << 18;

    pub(crate) fn new(fields: Vec<Field>) -> Result<Self, FormatError> {
        if fields.len() > Self::MOST_FIELDS {
            let limit = Self::MOST_FIELDS;
            return Err(FormatError::TooLarge { part: "list of fields", limit });
        }
        if fields.iter().any(|field| field.value.expose(Purpose::SEALING).len() > Field::LONGEST) {
            return Err(FormatError::TooLarge { part: "field value", limit: Field::LONGEST });
        }
        let bare = 5 + fields.iter().map(Field::encoded_len).sum::<usize>();
        if padded(bare) > Self::LONGEST {
            return Err(FormatError::TooLarge { part: "payload", limit: Self::LONGEST });
        }
        Ok(Self { fields })
    }

    /// The fields in the order they were recorded.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The first field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// When it was logged, in milliseconds since 1970, by the log's own clock.
    #[must_use]
    pub fn logged_at(&self) -> Option<i64> {
        let field = self.field(LOGGED_AT)?;
        let bytes = field.value.expose(Purpose::SEALING).as_slice();
        Some(i64::from_be_bytes(bytes.try_into().ok()?))
    }

    /// The entries that this one erased.
    pub fn erased(&self) -> impl Iterator<Item = u64> + '_ {
        self.fields.iter().filter_map(erased_entry)
    }

    /// The root over the commitments, bound to their number: what the public part of the entry calls
    /// `C`.
    #[must_use]
    pub fn commitment(&self) -> Sha256 {
        root(self.fields.iter().map(Field::commitment))
    }

    /// The bytes to seal, padded.
    #[must_use]
    pub fn encode(&self) -> Personal<Vec<u8>> {
        let bare = 5 + self.fields.iter().map(Field::encoded_len).sum::<usize>();
        // Reserved in one piece, so that no copy is left behind by growing.
        let mut out = Vec::with_capacity(padded(bare));
        out.push(VERSION);
        put_len(&mut out, self.fields.len());
        for field in &self.fields {
            field.encode(&mut out);
        }
        out.push(0x80);
        out.resize(padded(bare), 0);
        Personal::new(out)
    }

    /// Reads what was sealed: exactly what [`Payload::encode`] writes, padding included.
    ///
    /// # Errors
    /// A [`FormatError`] that names the part and the place.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        if bytes.len() > Self::LONGEST {
            return Err(FormatError::TooLarge { part: "payload", limit: Self::LONGEST });
        }
        let mut input = Bytes::new(bytes);
        if input.u8("version")? != VERSION {
            return Err(input.refused("version"));
        }
        let count = input.count(Field::SHORTEST, Self::MOST_FIELDS, "list of fields")?;
        let mut fields = Vec::with_capacity(count);
        for _ in 0..count {
            fields.push(Field::decode(&mut input)?);
        }
        let payload = Self { fields };
        let bare = 5 + payload.fields.iter().map(Field::encoded_len).sum::<usize>();
        let padding = input.rest();
        let (mark, zeros) = padding.split_first().ok_or(input.refused("padding"))?;
        if bytes.len() != padded(bare) || *mark != 0x80 || zeros.iter().any(|zero| *zero != 0) {
            return Err(input.refused("padding"));
        }
        Ok(payload)
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Payload({} fields: …)", self.fields.len())
    }
}

/// The field with the log's own time.
pub(crate) const LOGGED_AT: &str = "logged-at";
/// The field that names an erased entry.
pub(crate) const ERASED: &str = "entry";

/// The entry that a field of an erasure names.
pub(crate) fn erased_entry(field: &Field) -> Option<u64> {
    if field.role != Role::Erased || field.name != ERASED {
        return None;
    }
    let bytes = field.value.expose(Purpose::SEALING).as_slice();
    Some(u64::from_be_bytes(bytes.try_into().ok()?))
}

/// The length of a payload with its padding: the next power of two that leaves room for the mark.
fn padded(bare: usize) -> usize {
    (bare + 1).next_power_of_two().max(Payload::SHORTEST)
}

/// The root over commitments, in their order, bound to their number.
fn root(commitments: impl Iterator<Item = Sha256>) -> Sha256 {
    let tree: Frontier = commitments.map(|hash| leaf_hash(hash.bytes())).collect();
    bind(tree.size(), tree.root())
}

/// `SHA-256(02 ‖ number u64 ‖ root)`. A tree does not say how large it is: without this a proof for
/// one place among five fields could be passed off as one for a place among six.
fn bind(count: u64, root: Sha256) -> Sha256 {
    Sha256::of_parts(&[&[2], &count.to_be_bytes(), root.bytes()])
}

/// Whose key a payload is sealed under.
#[derive(Clone, Copy, Debug)]
pub struct SealContext<'a> {
    /// The log.
    pub origin: &'a Origin,
    /// The entry. Bound with the log into the sealed bytes, so that they open nowhere else.
    pub index: u64,
    /// The person, whose own key is used so that destroying it forgets this too; `None` for a request
    /// about nobody, which is sealed under the log's own key and looks the same.
    pub subject: Option<&'a Personal<String>>,
}

/// Why a payload was not sealed or not opened. What it says is the same for all, for its text may
/// be shown to somebody who should not learn which.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SealError {
    /// The person's key was destroyed.
    #[error("could not seal or open")]
    SubjectErased,
    /// There is no such key.
    #[error("could not seal or open")]
    NoKey,
    /// The bytes are not what was sealed for this entry.
    #[error("could not seal or open")]
    Authentication,
    /// Anything else: the key store cannot be reached, no randomness.
    #[error("could not seal or open")]
    Unavailable,
}

/// Seals payloads. The host implements it over its key store.
pub trait PayloadSealer {
    /// Seals these bytes, which are padded already.
    ///
    /// # Errors
    /// A [`SealError`]; then nothing is logged and nothing disclosed.
    fn seal(&mut self, context: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError>;
}

/// Opens payloads.
pub trait PayloadOpener {
    /// Opens what a [`PayloadSealer`] sealed for the same context.
    ///
    /// # Errors
    /// A [`SealError`].
    fn open(
        &self,
        context: &SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Vec<u8>>, SealError>;
}

/// There was no randomness to be had.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, thiserror::Error)]
#[error("there is no randomness to be had")]
pub struct NoEntropy;

/// A source of random bytes for the salts.
///
/// Any closure that fills a slice will do; the source must be one that is fit for keys.
pub trait Entropy {
    /// Fills the slice.
    ///
    /// # Errors
    /// [`NoEntropy`]; then nothing is logged.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy>;
}

impl<F: FnMut(&mut [u8]) -> Result<(), NoEntropy>> Entropy for F {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
        self(out)
    }
}

#[cfg(test)]
mod tests;
