//! What can go wrong with a store.

use caldicott_audit::{PrepareError, SealError};
use caldicott_encryption::OpenError;

/// Why the store did not do what it was asked. No message carries a value of a record.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(#[from] rusqlite::Error),
    /// The file cannot be made.
    #[error("the file cannot be made: {0}")]
    File(std::io::Error),
    /// Another process has the file.
    #[error("another process is writing to this casebook")]
    Busy,
    /// The file is no casebook, or one of another version.
    #[error("the file is no casebook of version {}", crate::schema::VERSION)]
    NotACasebook,
    /// The casebook belongs to another organisation.
    #[error("the casebook belongs to another organisation")]
    OtherTenant,
    /// The person was erased.
    #[error("the person's records were erased")]
    Erased,
    /// A sealed field did not open.
    #[error("a sealed field could not be opened")]
    Unopened(#[from] OpenError),
    /// A field could not be sealed.
    #[error("a field could not be sealed")]
    Unsealed,
    /// A stored row is not what was written.
    #[error("a stored row is damaged: {0}")]
    Damaged(&'static str),
    /// A name cannot be used: empty, longer than 255 bytes, or one this crate uses itself.
    #[error("{0} is empty, longer than 255 bytes, or reserved")]
    Name(&'static str),
    /// The record is there already.
    #[error("a record of this type and id is there already")]
    Exists,
    /// A record stands in a field of another.
    #[error("a record inside a record is kept as a record of its own")]
    Nested,
    /// A field cannot be searched.
    #[error("the field cannot be searched: {0}")]
    NotSearchable(&'static str),
    /// The log refused an entry.
    #[error("the log refused an entry: {0}")]
    Log(#[from] PrepareError),
    /// The log's payload could not be sealed or opened.
    #[error("the payload of a log entry could not be sealed or opened")]
    LogPayload(#[from] SealError),
}
