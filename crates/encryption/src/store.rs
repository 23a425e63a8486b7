//! Where wrapped keys are kept: a trait for the host's database, and one in memory.

mod memory;

use std::fmt;

use caldicott_calendar::Day;

pub use self::memory::MemoryKeyStore;
pub(crate) use crate::error::StoreFailure;

use crate::context::{Component, ContextError, Subject, Tenant, component};
use crate::wrap::{KeyName, WrappedKey};

/// A key and its record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredKey {
    /// Which key.
    pub name: KeyName,
    /// The record.
    pub record: WrappedKey,
}

/// All that is kept about one person's keys.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubjectRows {
    /// The versions of the person's key.
    pub keys: Vec<StoredKey>,
    /// What stands in their place once they were destroyed.
    pub tombstone: Option<Tombstone>,
}

/// What remains of a person's keys: that they were destroyed, when, why, and who approved it.
#[derive(Clone, Eq, PartialEq)]
pub struct Tombstone {
    tenant: Tenant,
    subject: Subject,
    erased_on: Day,
    reason: Box<str>,
    approver: Box<str>,
}

/// One change of a key store.
#[expect(clippy::exhaustive_enums, reason = "a store that ignored a change would lose keys")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeyChange {
    /// Destroy every version of the person's key, as [`KeyChange::Delete`] does, delete the person's
    /// blind-index rows, and keep this tombstone. Where one stands already the first is kept.
    Bury(Tombstone),
    /// Add a key that must not be there yet. Refused when its parent key is not stored, or when the
    /// subject has a tombstone.
    Create(StoredKey),
    /// Destroy a record, so that no copy stays in the file. Refused for a tenant key that still
    /// wraps others. Deleting what is not there changes nothing.
    Delete(KeyName),
    /// Put another record in the place of one that must still be `old`. Refused when the new
    /// record's parent key is not stored.
    Replace {
        /// Which key.
        name: KeyName,
        /// The record that must be there.
        old: WrappedKey,
        /// The record to be there.
        new: WrappedKey,
    },
}

/// Keeps wrapped keys.
///
/// The keyring calls these with none of its locks held, from any thread. A refused change is
/// [`StoreFailure::Conflict`]; the keyring then reads again and decides anew.
///
/// Destroying a key is only as true as [`KeyChange::Delete`]: a store whose file keeps deleted rows,
/// or whose backups are kept, opens them again until [`crate::Keyring::epoch`] has run. Tenant keys may
/// be kept apart from people's keys, in a place that is not backed up.
pub trait KeyStore: Send + Sync {
    /// The tenants that have a key.
    ///
    /// # Errors
    /// When the store cannot be reached.
    fn tenants(&self) -> Result<Vec<Tenant>, StoreFailure>;

    /// The tenant's own keys: those of kind [`KeyName::Tenant`] and [`KeyName::Index`].
    ///
    /// # Errors
    /// When the store cannot be reached.
    fn tenant(&self, tenant: &Tenant) -> Result<Vec<StoredKey>, StoreFailure>;

    /// One person's keys and tombstone.
    ///
    /// # Errors
    /// When the store cannot be reached.
    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Result<SubjectRows, StoreFailure>;

    /// At most `limit` of the tenant's subject and index keys whose record names this parent version
    /// ([`WrappedKey::parent_version`]).
    ///
    /// # Errors
    /// When the store cannot be reached.
    fn wrapped_under(
        &self,
        tenant: &Tenant,
        parent_version: u32,
        limit: usize,
    ) -> Result<Vec<StoredKey>, StoreFailure>;

    /// Makes all these changes, in order, or none of them.
    ///
    /// # Errors
    /// [`StoreFailure::Conflict`] when one does not fit, [`StoreFailure::Unavailable`] when it
    /// cannot be written.
    fn apply(&self, changes: &[KeyChange]) -> Result<(), StoreFailure>;
}

impl<S: KeyStore + ?Sized> KeyStore for std::sync::Arc<S> {
    fn tenants(&self) -> Result<Vec<Tenant>, StoreFailure> {
        (**self).tenants()
    }

    fn tenant(&self, tenant: &Tenant) -> Result<Vec<StoredKey>, StoreFailure> {
        (**self).tenant(tenant)
    }

    fn subject(&self, tenant: &Tenant, subject: &Subject) -> Result<SubjectRows, StoreFailure> {
        (**self).subject(tenant, subject)
    }

    fn wrapped_under(
        &self,
        tenant: &Tenant,
        parent_version: u32,
        limit: usize,
    ) -> Result<Vec<StoredKey>, StoreFailure> {
        (**self).wrapped_under(tenant, parent_version, limit)
    }

    fn apply(&self, changes: &[KeyChange]) -> Result<(), StoreFailure> {
        (**self).apply(changes)
    }
}

impl Tombstone {
    /// What is to be kept of a person whose keys are destroyed.
    ///
    /// # Errors
    /// When the subject is no person, or reason or approver are empty or longer than 255 bytes.
    pub fn new(
        tenant: Tenant,
        subject: Subject,
        erased_on: Day,
        reason: impl Into<Box<str>>,
        approver: impl Into<Box<str>>,
    ) -> Result<Self, ContextError> {
        let (reason, approver) = (reason.into(), approver.into());
        if !subject.is_person() {
            return Err(ContextError::Reserved(Component::Subject));
        }
        component(Component::Reason, reason.as_bytes())?;
        component(Component::Approver, approver.as_bytes())?;
        Ok(Self { tenant, subject, erased_on, reason, approver })
    }

    /// The organisation.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The person.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The day the keys were destroyed.
    #[must_use]
    pub const fn erased_on(&self) -> Day {
        self.erased_on
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> &str {
        &self.reason
    }

    /// Who approved it.
    #[must_use]
    pub const fn approver(&self) -> &str {
        &self.approver
    }
}

impl fmt::Debug for Tombstone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Tombstone(…, {})", self.erased_on)
    }
}
