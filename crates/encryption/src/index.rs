//! Finding a sealed value again: short keyed tokens that many values share on purpose.

mod normalise;
mod width;

use std::fmt;

use caldicott_model::Category;
use sha2::{Digest as _, Sha256};

pub use self::normalise::{Normalised, normalise_exact, normalise_name};
pub use self::width::{Advice, Width};

use crate::context::{Component, ContextError, RecordId, Tenant, absorb, component};
use crate::derivation::{Purpose, Root};
use crate::error::KeyError;
use crate::prf::Prf;
use crate::secret::{SecretKey, scrub_stack};

/// Why there is no index, or no token.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IndexError {
    /// A name cannot be part of a context.
    #[error(transparent)]
    Context(#[from] ContextError),
    /// Tokens would tell values apart: the field has too few different ones, or the width is more
    /// than so few people can hide among.
    #[error("the index would show which value a person has")]
    IndexWouldLeak,
    /// The tenant's index key cannot be had.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// There are no partitions, or the partition is beyond them.
    #[error("there is no such partition")]
    Partition,
    /// A width is 1 to 64 bits.
    #[error("a token has 1 to 64 bits")]
    Width,
}

/// Which field is indexed, and how finely.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IndexSpec {
    record_type: Box<[u8]>,
    field: Box<[u8]>,
    name: Box<[u8]>,
    width: Width,
    partitions: u8,
}

/// Computes the tokens of one index.
///
/// A token is stored beside the sealed value. A search computes the tokens of what it looks for, one
/// for each partition, fetches the rows that have one, opens them and compares: a token says who is
/// not meant, never who is.
pub struct BlindIndex {
    key: IndexKey,
    width: Width,
    partitions: u8,
}

/// The key of one index. It refuses nothing: use it through [`BlindIndex`], which asks how many
/// people there are, and directly to check known answers.
pub struct IndexKey(Prf);

/// A field whose values are fewer is never indexed.
const FEWEST_VALUES: u64 = 16;

impl IndexSpec {
    /// An index on this field.
    ///
    /// `population` is the number of people with a record, `distinct` the number of different values
    /// that the field really takes.
    ///
    /// # Errors
    /// [`IndexError::IndexWouldLeak`] for a field with fewer than 16 different values, for a width
    /// beyond what [`Advice::for_population`] allows so many people, or beyond its low end where the
    /// category is special or criminal.
    ///
    /// # Example: a yes-or-no field has no index, however narrow
    /// ```
    /// use caldicott_encryption::{IndexError, IndexSpec, Width};
    /// use caldicott_model::Category;
    ///
    /// let narrow = Width::bits(1)?;
    /// let hiv = IndexSpec::new("Client", "hiv_status", "eq", Category::Health, narrow, 1_000, 3);
    /// assert_eq!(hiv.err(), Some(IndexError::IndexWouldLeak));
    /// # Ok::<(), IndexError>(())
    /// ```
    pub fn new(
        record_type: impl AsRef<[u8]>,
        field: impl AsRef<[u8]>,
        name: impl AsRef<[u8]>,
        category: Category,
        width: Width,
        population: u64,
        distinct: u64,
    ) -> Result<Self, IndexError> {
        let widest = Advice::for_population(population).widest(category);
        if distinct < FEWEST_VALUES || widest.is_none_or(|widest| width > widest) {
            return Err(IndexError::IndexWouldLeak);
        }
        Ok(Self {
            record_type: component(Component::RecordType, record_type.as_ref())?.into(),
            field: component(Component::Field, field.as_ref())?.into(),
            name: component(Component::Index, name.as_ref())?.into(),
            width,
            partitions: 1,
        })
    }

    /// The same index, its rows spread over this many partitions: a common surname then has as many
    /// tokens, and no longer stands out by its number.
    ///
    /// # Errors
    /// [`IndexError::Partition`] for none.
    pub fn partitioned(mut self, partitions: u8) -> Result<Self, IndexError> {
        if partitions == 0 {
            return Err(IndexError::Partition);
        }
        self.partitions = partitions;
        Ok(self)
    }
}

impl BlindIndex {
    pub(crate) fn new(
        secret: &SecretKey,
        tenant: &Tenant,
        spec: &IndexSpec,
    ) -> Result<Self, IndexError> {
        let key = IndexKey::derive(secret, tenant, &spec.record_type, &spec.field, &spec.name)?;
        Ok(Self { key, width: spec.width, partitions: spec.partitions })
    }

    /// The token to store with a record's value.
    ///
    /// # Errors
    /// None today: a hash in hardware may fail.
    pub fn token(&self, record: &RecordId<'_>, value: &Normalised) -> Result<u64, IndexError> {
        self.token_in(self.partition_of(record), value.bytes())
    }

    /// The tokens to look for: one for each partition.
    ///
    /// # Errors
    /// None today: a hash in hardware may fail.
    pub fn search(&self, value: &Normalised) -> Result<Vec<u64>, IndexError> {
        (0..self.partitions).map(|partition| self.token_in(partition, value.bytes())).collect()
    }

    /// The token of bytes that the host normalised itself, in one partition.
    ///
    /// # Errors
    /// [`IndexError::Partition`] for a partition beyond the index's own.
    pub fn token_in(&self, partition: u8, value: &[u8]) -> Result<u64, IndexError> {
        if partition >= self.partitions {
            return Err(IndexError::Partition);
        }
        self.key.token(self.width, partition, value)
    }

    /// The partition that a record's row lies in. It follows from the record id, which stands in
    /// the clear beside the token, and says nothing about the value.
    #[must_use]
    pub fn partition_of(&self, record: &RecordId<'_>) -> u8 {
        let mut hash = Sha256::new_with_prefix(b"caldicott/partition/1\0");
        absorb(&mut hash, record.as_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let number = u64::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
        u8::try_from(number % u64::from(self.partitions)).unwrap_or_default()
    }

    /// How many bits a token has.
    #[must_use]
    pub const fn width(&self) -> Width {
        self.width
    }
}

impl IndexKey {
    /// Derives the key of a field's index from a tenant's index key.
    ///
    /// # Errors
    /// When a name is empty or longer than 255 bytes.
    pub fn derive(
        secret: &SecretKey,
        tenant: &Tenant,
        record_type: impl AsRef<[u8]>,
        field: impl AsRef<[u8]>,
        name: impl AsRef<[u8]>,
    ) -> Result<Self, IndexError> {
        let mut label = Sha256::new_with_prefix(b"caldicott/index/1\0");
        absorb(&mut label, tenant.as_bytes());
        absorb(&mut label, component(Component::RecordType, record_type.as_ref())?);
        absorb(&mut label, component(Component::Field, field.as_ref())?);
        absorb(&mut label, component(Component::Index, name.as_ref())?);
        let root = Root::new(secret);
        let key = root.derive_one(Purpose::Index, &label.finalize().into(), &[]);
        let prf = Prf::new(key.expose());
        scrub_stack();
        Ok(Self(prf))
    }

    /// The token of a value in a partition.
    ///
    /// # Errors
    /// None today: a hash in hardware may fail.
    pub fn token(&self, width: Width, partition: u8, value: &[u8]) -> Result<u64, IndexError> {
        let mut digest = [0; 32];
        self.0.mac_into(&[&[partition], value], &mut digest);
        let first = digest.first_chunk().copied().unwrap_or_default();
        Ok(u64::from_be_bytes(first) >> (64 - u32::from(width.get())))
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IndexKey(…)")
    }
}

impl fmt::Debug for BlindIndex {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "BlindIndex(…, {} bits)", self.width.get())
    }
}
