//! A key-encryption key whose versions are held in this process.

use std::fmt;
use std::sync::{PoisonError, RwLock};

use super::{KekFailure, KeyEncryptionKey, WrapJob};
use crate::context::{Component, ContextError, component};
use crate::random::RandomSource;
use crate::secret::SecretKey;
use crate::wrap::WrappedKey;

/// A key-encryption key that the host holds in memory and gets from where it likes.
pub struct LocalKek {
    id: Box<str>,
    versions: RwLock<Versions>,
}

/// The versions that are left, oldest first; never empty.
#[derive(Clone)]
pub(crate) struct Versions(pub(super) Vec<(u32, SecretKey)>);

impl LocalKek {
    /// A key with this id and one version.
    ///
    /// # Errors
    /// When the id is empty or longer than 255 bytes.
    pub fn new(
        id: impl Into<Box<str>>,
        version: u32,
        key: SecretKey,
    ) -> Result<Self, ContextError> {
        Self::of(id, Versions(vec![(version, key)]))
    }

    pub(crate) fn of(id: impl Into<Box<str>>, versions: Versions) -> Result<Self, ContextError> {
        let id = id.into();
        component(Component::KekId, id.as_bytes())?;
        Ok(Self { id, versions: RwLock::new(versions) })
    }

    /// Changes the versions, once `keep` has kept the changed ones; when it fails nothing changes.
    pub(crate) fn change(
        &self,
        change: impl FnOnce(&mut Versions) -> Result<(), KekFailure>,
        keep: impl FnOnce(&Versions) -> Result<(), KekFailure>,
    ) -> Result<u32, KekFailure> {
        let mut versions = self.versions.write().unwrap_or_else(PoisonError::into_inner);
        let mut changed = versions.clone();
        change(&mut changed)?;
        keep(&changed)?;
        let current = changed.current()?.0;
        *versions = changed;
        drop(versions);
        Ok(current)
    }

    fn with<R>(&self, read: impl FnOnce(&Versions) -> R) -> R {
        read(&self.versions.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeyEncryptionKey for LocalKek {
    fn id(&self) -> &str {
        &self.id
    }

    fn current(&self) -> Result<u32, KekFailure> {
        self.with(|versions| versions.current().map(|(version, _)| *version))
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        let (version, kek) = self.with(|versions| versions.current().cloned())?;
        job.wrap_under(&kek, version, key)
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        let version = record.parent_version().ok_or(KekFailure::Unwrap)?;
        let kek = self.with(|versions| versions.find(version).cloned())?;
        job.unwrap_under(&kek, version, record)
    }

    fn advance(&self, random: &dyn RandomSource) -> Result<u32, KekFailure> {
        self.change(|versions| versions.advance(random), |_| Ok(()))
    }

    fn retire_before(&self, version: u32) -> Result<(), KekFailure> {
        self.change(|versions| versions.retire_before(version), |_| Ok(())).map(|_| ())
    }
}

impl Versions {
    pub(crate) fn advance(&mut self, random: &dyn RandomSource) -> Result<(), KekFailure> {
        let next = self.current()?.0.checked_add(1).ok_or(KekFailure::CannotRotate)?;
        let key = SecretKey::generate(random).map_err(|_| KekFailure::Unavailable)?;
        self.0.push((next, key));
        Ok(())
    }

    pub(crate) fn retire_before(&mut self, version: u32) -> Result<(), KekFailure> {
        if self.current()?.0 < version {
            return Err(KekFailure::UnknownVersion);
        }
        self.0.retain(|(kept, _)| *kept >= version);
        Ok(())
    }

    fn current(&self) -> Result<&(u32, SecretKey), KekFailure> {
        self.0.last().ok_or(KekFailure::Unavailable)
    }

    fn find(&self, version: u32) -> Result<&SecretKey, KekFailure> {
        match self.0.iter().find(|(kept, _)| *kept == version) {
            Some((_, key)) => Ok(key),
            None if self.0.last().is_some_and(|(last, _)| version < *last) => {
                Err(KekFailure::Destroyed)
            }
            None => Err(KekFailure::UnknownVersion),
        }
    }
}

impl fmt::Debug for LocalKek {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LocalKek(…)")
    }
}
