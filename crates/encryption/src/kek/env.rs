//! A key-encryption key in an environment variable.

use std::fmt;

use zeroize::Zeroizing;

use super::local::Versions;
use super::{KekFailure, KeyEncryptionKey, LocalKek, WrapJob};
use crate::secret::SecretKey;
use crate::wrap::WrappedKey;

/// A key-encryption key read once from an environment variable.
///
/// The variable holds 64 hexadecimal digits, or `version:digits` between commas. Whoever sets it
/// rotates it: add a version, run an epoch's tenant rotations, take the old one away. The operating
/// system keeps its own copy of a process's environment, which this cannot wipe: prefer a file or a
/// key-management service.
pub struct EnvKek(LocalKek);

impl EnvKek {
    /// Reads the variable.
    ///
    /// # Errors
    /// [`KekFailure::Unavailable`] when it is not set, [`KekFailure::Form`] when it holds no key or
    /// the id is empty or longer than 255 bytes.
    pub fn from_var(variable: &str, id: &str) -> Result<Self, KekFailure> {
        let text = Zeroizing::new(std::env::var(variable).map_err(|_| KekFailure::Unavailable)?);
        LocalKek::of(id, Versions::parse(&text)?).map(Self).map_err(|_| KekFailure::Form)
    }
}

impl KeyEncryptionKey for EnvKek {
    fn id(&self) -> &str {
        self.0.id()
    }

    fn current(&self) -> Result<u32, KekFailure> {
        self.0.current()
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        self.0.wrap(job, key)
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        self.0.unwrap(job, record)
    }
}

impl fmt::Debug for EnvKek {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("EnvKek(…)")
    }
}
