//! The key at the root: in a file, in the environment, in memory, or in a key-management service.

#[cfg(feature = "env-kek")]
mod env;
#[cfg(feature = "file-kek")]
mod file;
mod local;
#[cfg(any(feature = "env-kek", feature = "file-kek"))]
mod text;

use std::fmt;

#[cfg(feature = "env-kek")]
pub use self::env::EnvKek;
#[cfg(feature = "file-kek")]
pub use self::file::FileKek;
pub use self::local::LocalKek;
pub(crate) use crate::error::KekFailure;

use crate::backend::Backend;
use crate::error::KeyError;
use crate::random::RandomSource;
use crate::secret::SecretKey;
use crate::wrap::{KeyName, Parent, ParentKind, WrappedKey, wrap_aad};

/// Wraps tenant keys.
///
/// A provider that holds its key in this process asks [`WrapJob::wrap_under`] and
/// [`WrapJob::unwrap_under`] for the standard record. One in a key-management service sends
/// [`WrapJob::aad`] along as the encryption context and keeps the service's blob with
/// [`WrapJob::remote`].
pub trait KeyEncryptionKey: Send + Sync {
    /// Its id, 1 to 255 bytes, such as `file:main`. Every wrapped key is bound to it.
    fn id(&self) -> &str;

    /// The version that tenant keys are wrapped under from now on.
    ///
    /// # Errors
    /// When it cannot be reached.
    fn current(&self) -> Result<u32, KekFailure>;

    /// Wraps a tenant key under the current version.
    ///
    /// # Errors
    /// When it cannot be reached or gets no random bytes.
    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure>;

    /// Opens a tenant key's record.
    ///
    /// # Errors
    /// [`KekFailure::Destroyed`] when its version was retired, [`KekFailure::Unwrap`] when the
    /// record was altered or belongs to another key.
    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure>;

    /// Makes a new version and returns its number.
    ///
    /// # Errors
    /// [`KekFailure::CannotRotate`] unless the provider can.
    fn advance(&self, random: &dyn RandomSource) -> Result<u32, KekFailure> {
        let _ = random;
        Err(KekFailure::CannotRotate)
    }

    /// Destroys every version before this one, for ever.
    ///
    /// # Errors
    /// [`KekFailure::CannotRotate`] unless the provider can.
    fn retire_before(&self, version: u32) -> Result<(), KekFailure> {
        let _ = version;
        Err(KekFailure::CannotRotate)
    }
}

/// One wrapping or unwrapping, and what it takes.
pub struct WrapJob<'a> {
    backend: &'a dyn Backend,
    random: &'a dyn RandomSource,
    name: &'a KeyName,
    kek_id: &'a str,
}

impl<'a> WrapJob<'a> {
    /// A wrapping of the key of this name under a root of this id.
    #[must_use]
    pub const fn new(
        backend: &'a dyn Backend,
        random: &'a dyn RandomSource,
        name: &'a KeyName,
        kek_id: &'a str,
    ) -> Self {
        Self { backend, random, name, kek_id }
    }

    /// Which key is wrapped.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        self.name
    }

    /// What the wrapped key is bound to, for a service that takes an encryption context.
    #[must_use]
    pub fn aad(&self, version: u32) -> Vec<u8> {
        wrap_aad(self.name, version, self.kek_id.as_bytes())
    }

    /// The standard record of the key under this version of its parent: of a key-encryption key for
    /// a tenant key, of a tenant key for any other.
    ///
    /// # Errors
    /// When there are no random bytes or the cipher fails.
    pub fn wrap_under(
        &self,
        parent: &SecretKey,
        version: u32,
        key: &SecretKey,
    ) -> Result<WrappedKey, KekFailure> {
        let parent = self.parent(parent, version);
        parent.wrap(self.backend, self.random, self.name, key).map_err(of_key_error)
    }

    /// Opens a standard record with this version of its parent.
    ///
    /// # Errors
    /// [`KekFailure::Unwrap`] when it was altered or belongs to another key.
    pub fn unwrap_under(
        &self,
        parent: &SecretKey,
        version: u32,
        record: &WrappedKey,
    ) -> Result<SecretKey, KekFailure> {
        let parent = self.parent(parent, version);
        parent.unwrap(self.backend, self.name, record).map_err(of_key_error)
    }

    /// A record around the blob that a service made under this version of its key.
    #[must_use]
    pub fn remote(&self, version: u32, blob: &[u8]) -> WrappedKey {
        WrappedKey::remote(self.name, version, blob)
    }

    /// The blob inside such a record.
    ///
    /// # Errors
    /// [`KekFailure::Unwrap`] when it is no such record.
    pub fn remote_blob<'r>(&self, record: &'r WrappedKey) -> Result<&'r [u8], KekFailure> {
        record.remote_blob(self.name).map_err(of_key_error)
    }

    fn parent(&self, secret: &SecretKey, version: u32) -> Parent {
        let kind = match self.name {
            KeyName::Tenant { .. } => ParentKind::Kek,
            KeyName::Index { tenant, .. } | KeyName::Subject { tenant, .. } => {
                ParentKind::Tenant(tenant)
            }
        };
        let id = self.kek_id.as_bytes();
        Parent::derive(secret, version, kind, id, self.random.hedges())
    }
}

impl fmt::Debug for WrapJob<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("WrapJob(…)")
    }
}

const fn of_key_error(failure: KeyError) -> KekFailure {
    if matches!(failure, KeyError::Unwrap) { KekFailure::Unwrap } else { KekFailure::Unavailable }
}
