//! Finding a person by a sealed field: blind-index tokens narrow the search, opening decides.

use caldicott_encryption::{
    Advice, BlindIndex, IndexSpec, Keyring, RecordId, Tenant, normalise_name,
};
use caldicott_model::Category;

use crate::StoreError;

/// Rows of one index are spread over this many partitions, so that a common surname does not stand out.
const PARTITIONS: u8 = 4;

/// A field that can be searched although it is sealed.
///
/// The index holds a few bits of a keyed digest, so that several people share each token: what the
/// file tells about a name is that much and no more. Candidates are opened and compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SearchKey {
    /// The record type.
    pub record_type: &'static str,
    /// The field.
    pub field: &'static str,
    /// What the field is about; a special category gets a coarser index.
    pub category: Category,
    /// How many people are expected: it decides how many bits a token has.
    pub population: u64,
    /// How many different values the field takes; with fewer than 16 there is no index.
    pub distinct: u64,
}

/// An open index with the key that makes its tokens.
#[derive(Debug)]
pub(crate) struct OpenIndex {
    pub(crate) key: SearchKey,
    pub(crate) name: String,
    index: BlindIndex,
}

impl OpenIndex {
    pub(crate) fn open(
        keyring: &Keyring,
        tenant: &Tenant,
        key: SearchKey,
    ) -> Result<Self, StoreError> {
        let too_few = StoreError::NotSearchable("an index would show who has which value");
        let width = Advice::for_population(key.population).widest(key.category).ok_or(too_few)?;
        let spec = IndexSpec::new(
            key.record_type,
            key.field,
            "equal",
            key.category,
            width,
            key.population,
            key.distinct,
        )
        .and_then(|spec| spec.partitioned(PARTITIONS))
        .map_err(|_| StoreError::NotSearchable("an index would show who has which value"))?;
        let index = keyring
            .blind_index(tenant, &spec)
            .map_err(|_| StoreError::NotSearchable("the index key cannot be had"))?;
        // Tokens of another width are another index: they are never mixed.
        let name = format!("{}.{}/{}", key.record_type, key.field, width.get());
        Ok(Self { key, name, index })
    }

    /// The token to keep with a record.
    pub(crate) fn token(&self, record: &RecordId<'_>, value: &str) -> Result<i64, StoreError> {
        let token = self.index.token(record, &normalise_name(value));
        token.map(u64::cast_signed).map_err(|_| StoreError::NotSearchable("no token could be made"))
    }

    /// The tokens to look for, one a partition.
    pub(crate) fn search(&self, value: &str) -> Result<Vec<i64>, StoreError> {
        let tokens = self.index.search(&normalise_name(value));
        let tokens = tokens.map_err(|_| StoreError::NotSearchable("no token could be made"))?;
        Ok(tokens.into_iter().map(u64::cast_signed).collect())
    }

    /// Whether two values are the same to a search.
    pub(crate) fn same(one: &str, other: &str) -> bool {
        normalise_name(one) == normalise_name(other)
    }
}
