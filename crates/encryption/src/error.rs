//! Why something could not be done, without a word about whose data it was.

use std::fmt;

/// Why a sealed field did not open.
///
/// The variants are for the host's own code: what a person or a log sees is always "could not
/// open", so that nobody learns which part of a forgery was nearly right.
///
/// [`OpenError::SubjectErased`] is no licence to delete rows: ask [`crate::Keyring::tombstone`]
/// first, for a key store restored from before an epoch answers so for everybody in it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum OpenError {
    /// The text was altered, or is not this field of this record.
    Authentication,
    /// A key record does not open: it was altered, or stands in another key's row.
    KeyUnwrap,
    /// The key store or the key-encryption key did not answer. Trying again may help.
    KeysUnavailable,
    /// It opened, and what is inside has the wrong form.
    Malformed,
    /// The place that an attachment is read from did not answer. Trying again may help.
    SourceUnavailable,
    /// The person's keys were destroyed.
    SubjectErased,
    /// There are fewer bytes than any sealed field has.
    TooShort,
    /// It was sealed under a version of the person's key that the key store does not have.
    UnknownKeyVersion,
    /// The flags say something this version does not know, or do not say what all must.
    UnsupportedFlags,
    /// It names a suite that does not exist.
    UnsupportedSuite,
    /// It names a version of the format that does not exist.
    UnsupportedVersion,
    /// It was sealed under another key: another person, tenant or category.
    WrongKey,
}

/// Why a value was not sealed. Nothing was written.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SealError {
    /// The provider of the cipher failed.
    Backend,
    /// A key record does not open: it was altered, or stands in another key's row.
    KeyUnwrap,
    /// The key store or the key-encryption key did not answer. Trying again may help.
    KeysUnavailable,
    /// There were no random bytes to be had.
    Randomness,
    /// The person's keys were destroyed: sealing more would undo it.
    SubjectErased,
    /// The value is longer than 16 MiB.
    TooLong,
    /// The tenant has no key yet.
    UnknownTenant,
    /// The column belongs to another tenant, or to a category this sealer was not given.
    WrongColumn,
}

/// Why a sealed field was not sealed again under the newest key.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ResealError {
    /// It did not open.
    Open(OpenError),
    /// It opened and was not sealed again.
    Seal(SealError),
}

/// Why keys were not made, rotated or destroyed. What was done so far stays done, and the same
/// call can be made again.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum KeyError {
    /// The provider of the cipher failed.
    #[error("the cipher's provider failed")]
    Backend,
    /// Others kept changing the same keys.
    #[error("the keys were changed by somebody else at the same time")]
    Conflict,
    /// The key-encryption key failed.
    #[error(transparent)]
    Kek(#[from] KekFailure),
    /// There were no random bytes to be had.
    #[error("no random bytes were to be had")]
    Randomness,
    /// The subject stands for the tenant itself, which is no person to forget.
    #[error("`*` stands for the tenant and is no person")]
    NoPerson,
    /// The key store said that it had destroyed keys, and has them still.
    #[error("the key store did not do what it said")]
    StoreFault,
    /// The key store did not answer.
    #[error("the key store did not answer")]
    StoreUnavailable,
    /// The person's keys were destroyed.
    #[error("the person's keys were destroyed")]
    SubjectErased,
    /// The tenant has no key yet.
    #[error("the tenant has no key yet")]
    UnknownTenant,
    /// A key record does not open: it was altered, or stands in another key's row.
    #[error("a wrapped key does not open")]
    Unwrap,
    /// No version numbers are left.
    #[error("no key version is left")]
    VersionsExhausted,
}

/// Why a key-encryption key failed.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum KekFailure {
    /// This provider cannot make or destroy versions.
    #[error("this key-encryption key cannot be rotated from here")]
    CannotRotate,
    /// The version was destroyed: nothing wrapped under it will ever open.
    #[error("that version of the key-encryption key was destroyed")]
    Destroyed,
    /// Others than the owner may read the file.
    #[error("the key file can be read by others than its owner")]
    ExposedFile,
    /// The file or variable holds no key in the form it must have.
    #[error("the key-encryption key is not written as `version:64 hexadecimal digits`")]
    Form,
    /// The version is not known here.
    #[error("that version of the key-encryption key is not known")]
    UnknownVersion,
    /// It could not be reached.
    #[error("the key-encryption key could not be reached")]
    Unavailable,
    /// The record was refused.
    #[error("a wrapped key does not open")]
    Unwrap,
}

/// Why a key store did not do what it was asked.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum StoreFailure {
    /// A change did not fit what is stored; nothing was changed.
    #[error("the stored keys are not what the change expects")]
    Conflict,
    /// It could not be reached or could not write.
    #[error("the key store did not answer")]
    Unavailable,
}

/// A cipher's provider failed; when opening, the text did not authenticate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the cipher refused")]
#[non_exhaustive]
pub struct BackendFailure;

impl BackendFailure {
    /// A failure, for a provider of one's own.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Default for BackendFailure {
    fn default() -> Self {
        Self::new()
    }
}

/// A source gave no random bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no random bytes were to be had")]
#[non_exhaustive]
pub struct RandomFailure;

impl RandomFailure {
    /// A failure, for a source of one's own.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Default for RandomFailure {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("could not open")
    }
}

impl std::error::Error for OpenError {}

impl fmt::Display for SealError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("could not seal")
    }
}

impl std::error::Error for SealError {}

impl fmt::Display for ResealError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(failure) => failure.fmt(out),
            Self::Seal(failure) => failure.fmt(out),
        }
    }
}

impl std::error::Error for ResealError {}

impl From<OpenError> for ResealError {
    fn from(failure: OpenError) -> Self {
        Self::Open(failure)
    }
}

impl From<SealError> for ResealError {
    fn from(failure: SealError) -> Self {
        Self::Seal(failure)
    }
}

impl From<KeyError> for OpenError {
    fn from(failure: KeyError) -> Self {
        match failure {
            KeyError::SubjectErased => Self::SubjectErased,
            KeyError::Unwrap | KeyError::Kek(KekFailure::Unwrap) => Self::KeyUnwrap,
            KeyError::UnknownTenant => Self::UnknownKeyVersion,
            KeyError::Backend
            | KeyError::Conflict
            | KeyError::Kek(_)
            | KeyError::NoPerson
            | KeyError::Randomness
            | KeyError::StoreFault
            | KeyError::StoreUnavailable
            | KeyError::VersionsExhausted => Self::KeysUnavailable,
        }
    }
}

impl From<KeyError> for SealError {
    fn from(failure: KeyError) -> Self {
        match failure {
            KeyError::SubjectErased => Self::SubjectErased,
            KeyError::Unwrap | KeyError::Kek(KekFailure::Unwrap) => Self::KeyUnwrap,
            KeyError::UnknownTenant => Self::UnknownTenant,
            KeyError::Backend => Self::Backend,
            KeyError::Randomness => Self::Randomness,
            KeyError::Conflict
            | KeyError::Kek(_)
            | KeyError::NoPerson
            | KeyError::StoreFault
            | KeyError::StoreUnavailable
            | KeyError::VersionsExhausted => Self::KeysUnavailable,
        }
    }
}

impl From<StoreFailure> for KeyError {
    fn from(failure: StoreFailure) -> Self {
        match failure {
            StoreFailure::Conflict => Self::Conflict,
            StoreFailure::Unavailable => Self::StoreUnavailable,
        }
    }
}

impl From<RandomFailure> for KeyError {
    fn from(_: RandomFailure) -> Self {
        Self::Randomness
    }
}

impl From<RandomFailure> for SealError {
    fn from(_: RandomFailure) -> Self {
        Self::Randomness
    }
}

impl From<BackendFailure> for KeyError {
    fn from(_: BackendFailure) -> Self {
        Self::Backend
    }
}

impl From<BackendFailure> for SealError {
    fn from(_: BackendFailure) -> Self {
        Self::Backend
    }
}
