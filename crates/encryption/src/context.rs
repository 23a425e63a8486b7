//! Where a value belongs: the words that a sealed field is bound to.

use std::fmt;
use std::sync::Arc;

use caldicott_model::Category;
use sha2::{Digest as _, Sha256};

use crate::sealed::Suite;

/// Which word of the context is meant.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Component {
    /// Who approved an erasure.
    Approver,
    /// The field's name.
    Field,
    /// A blind index's name.
    Index,
    /// A key-encryption key's id.
    KekId,
    /// Why somebody was erased.
    Reason,
    /// The record's id.
    RecordId,
    /// The record type's name.
    RecordType,
    /// The person's id.
    Subject,
    /// The organisation's id.
    Tenant,
}

/// A word that cannot be part of a context. The message names the component, never the word.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ContextError {
    /// It is empty, and so would bind nothing.
    #[error("the {0} is empty")]
    Empty(Component),
    /// It is `*`, which stands for the tenant and no person.
    #[error("the {0} is `*`, which stands for the tenant and no person")]
    Reserved(Component),
    /// It is longer than 255 bytes.
    #[error("the {0} is longer than 255 bytes")]
    TooLong(Component),
}

/// An organisation whose keys are apart from every other's.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Tenant(Arc<[u8]>);

/// A person whose data can be forgotten by destroying one key, or the tenant itself.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Subject(Arc<[u8]>);

/// The record a field stands in, and its revision where that is bound too.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct RecordId<'a> {
    bytes: &'a [u8],
    revision: Option<u64>,
}

/// The byte that names a category in sealed data. Stable for ever.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CategoryByte(u8);

/// A field of a record type, and the category it is sealed under.
///
/// Computed once and kept: it holds the hashes that every value of the column is bound to.
///
/// ```
/// use caldicott_encryption::{Column, Tenant};
/// use caldicott_model::Category;
///
/// let tenant = Tenant::new("st-martins")?;
/// let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes")?;
/// // Joining the words differently makes another column, whatever a separator would look like.
/// let other = Column::new(&tenant, Category::Health, "SupportPlan|no", "tes")?;
/// assert_ne!(notes, other);
/// assert_eq!(format!("{notes:?}"), "Column(…)");
/// # Ok::<(), caldicott_encryption::ContextError>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Column {
    category: CategoryByte,
    hash: [u8; 32],
    labels: [[u8; 32]; 2],
}

impl Tenant {
    /// The organisation with this id, 1 to 255 bytes.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn new(id: impl AsRef<[u8]>) -> Result<Self, ContextError> {
        component(Component::Tenant, id.as_ref()).map(|bytes| Self(bytes.into()))
    }

    /// The id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Subject {
    /// The person with this id, 1 to 255 bytes.
    ///
    /// # Errors
    /// When it is empty, too long, or `*`, which stands for the tenant itself.
    pub fn person(id: impl AsRef<[u8]>) -> Result<Self, ContextError> {
        if id.as_ref() == TENANT_WIDE {
            return Err(ContextError::Reserved(Component::Subject));
        }
        Self::from_stored(id)
    }

    /// Nobody: data about the organisation and no person.
    #[must_use]
    pub fn tenant_wide() -> Self {
        Self(TENANT_WIDE.into())
    }

    /// A subject as a key store kept it, `*` included.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn from_stored(id: impl AsRef<[u8]>) -> Result<Self, ContextError> {
        component(Component::Subject, id.as_ref()).map(|bytes| Self(bytes.into()))
    }

    /// What comes before every subject, and is none.
    pub(crate) fn before_all() -> Self {
        Self([].into())
    }

    /// The id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it stands for a person, and not for the tenant.
    #[must_use]
    pub fn is_person(&self) -> bool {
        &*self.0 != TENANT_WIDE
    }
}

impl<'a> RecordId<'a> {
    /// The record with this id, 1 to 255 bytes.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn new<T: AsRef<[u8]> + ?Sized>(id: &'a T) -> Result<Self, ContextError> {
        component(Component::RecordId, id.as_ref()).map(|bytes| Self { bytes, revision: None })
    }

    /// The record at this revision: a value sealed for one revision does not open at another, so an
    /// old value put back in its place shows.
    #[must_use]
    pub const fn at_revision(self, revision: u64) -> Self {
        Self { bytes: self.bytes, revision: Some(revision) }
    }

    /// The id.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The revision, where it is bound.
    #[must_use]
    pub const fn revision(&self) -> Option<u64> {
        self.revision
    }
}

impl CategoryByte {
    /// A byte that a later model gave to a category, or an earlier one took away.
    #[must_use]
    pub const fn new(byte: u8) -> Self {
        Self(byte)
    }

    /// The byte.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl From<Category> for CategoryByte {
    fn from(category: Category) -> Self {
        Self(category.byte())
    }
}

impl Column {
    /// The field of this name in this type of record, sealed under this category.
    ///
    /// # Errors
    /// When a name is empty or longer than 255 bytes.
    pub fn new(
        tenant: &Tenant,
        category: impl Into<CategoryByte>,
        record_type: impl AsRef<[u8]>,
        field: impl AsRef<[u8]>,
    ) -> Result<Self, ContextError> {
        let category = category.into();
        let record_type = component(Component::RecordType, record_type.as_ref())?;
        let field = component(Component::Field, field.as_ref())?;
        let mut hash = Sha256::new_with_prefix(b"caldicott/column/1\0");
        absorb(&mut hash, tenant.as_bytes());
        hash.update([category.0]);
        absorb(&mut hash, record_type);
        absorb(&mut hash, field);
        let labels =
            [Suite::Aes256Gcm, Suite::Xaes256Gcm].map(|suite| label(suite, tenant, category));
        Ok(Self { category, hash: hash.finalize().into(), labels })
    }

    /// The category's byte.
    #[must_use]
    pub const fn category(&self) -> CategoryByte {
        self.category
    }

    /// What binds a value to the column.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// What binds a category key to suite, tenant and category.
    pub(crate) const fn label(&self, suite: Suite) -> &[u8; 32] {
        let [gcm, xaes] = &self.labels;
        match suite {
            Suite::Aes256Gcm => gcm,
            Suite::Xaes256Gcm => xaes,
        }
    }
}

/// The label of a category key.
pub(crate) fn label(suite: Suite, tenant: &Tenant, category: CategoryByte) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"caldicott/key/1\0");
    hash.update([suite.byte()]);
    absorb(&mut hash, tenant.as_bytes());
    hash.update([category.0]);
    hash.finalize().into()
}

/// Hashes a word with its length before it, so that no two lists of words give the same bytes.
pub(crate) fn absorb(hash: &mut Sha256, word: &[u8]) {
    hash.update(length(word));
    hash.update(word);
}

/// A word's length as two bytes. Components are at most 255 bytes long.
pub(crate) fn length(word: &[u8]) -> [u8; 2] {
    u16::try_from(word.len()).unwrap_or(u16::MAX).to_be_bytes()
}

/// Checks one word.
pub(crate) const fn component(what: Component, word: &[u8]) -> Result<&[u8], ContextError> {
    match word.len() {
        0 => Err(ContextError::Empty(what)),
        1..=255 => Ok(word),
        _ => Err(ContextError::TooLong(what)),
    }
}

/// The subject that stands for the tenant.
const TENANT_WIDE: &[u8] = b"*";

impl fmt::Display for Component {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Approver => "approver",
            Self::Field => "field name",
            Self::Index => "index name",
            Self::KekId => "key-encryption key's id",
            Self::Reason => "reason",
            Self::RecordId => "record id",
            Self::RecordType => "record type",
            Self::Subject => "person's id",
            Self::Tenant => "tenant id",
        })
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tenant(…)")
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Subject(…)")
    }
}

impl fmt::Debug for RecordId<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecordId(…)")
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Column(…)")
    }
}
