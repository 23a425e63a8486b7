//! What can go wrong with a store.

use std::fmt;

use caldicott_audit::{PrepareError, SealError};
use caldicott_encryption::{KeyError, OpenError};

/// Why the store did not do what it was asked. No message carries a value of a record.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the database refused: {0}")]
    Database(DatabaseFault),
    /// The file cannot be made, read or written.
    #[error("the file cannot be used: {0}")]
    File(#[from] std::io::Error),
    /// Another process has the casebook.
    #[error("another process is writing to this casebook")]
    Busy,
    /// What was to be changed is not as the caller believed: somebody else changed it first. Read it
    /// again and decide anew.
    #[error("somebody else changed this first")]
    Conflict,
    /// The file or a page of it is not what was written. Nothing more is written to it.
    #[error("the casebook's file is damaged: restore it from a backup")]
    Corrupt,
    /// The connection to the database server is lost. Nothing of an unfinished batch is kept; open the
    /// casebook again.
    #[error("the connection to the database server is lost")]
    Disconnected,
    /// The connection was lost, or the disk failed, while a batch was being committed: it is kept whole
    /// or not at all, and which of the two shows only after opening the casebook again.
    #[error("whether the last changes were kept is not known: open the casebook again and look")]
    Uncertain,
    /// The batch failed before, or the disk did: nothing of it is kept, whatever is done with it now.
    #[error("an earlier failure has undone the changes: begin anew")]
    Undone,
    /// The disk failed. Nothing more is written by this store; open the casebook again.
    #[error("the disk failed: nothing more is written until the casebook is opened again")]
    Stopped,
    /// There is no room left. Nothing of the batch is kept.
    #[error("there is no room left where the casebook is kept")]
    Full,
    /// The file is no casebook, or one of another version.
    #[error("the file is no casebook of version {}", crate::schema::VERSION)]
    NotACasebook,
    /// The casebook belongs to another organisation.
    #[error("the casebook belongs to another organisation")]
    OtherTenant,
    /// The casebook's keys were destroyed: it is a copy from before an epoch was closed.
    #[error("this copy of the casebook is older than its keys: they were destroyed since")]
    Outlived,
    /// The person was erased.
    #[error("the person's records were erased")]
    Erased,
    /// A sealed field did not open.
    #[error("a sealed field could not be opened")]
    Unopened(#[from] OpenError),
    /// A field could not be sealed.
    #[error("a field could not be sealed")]
    Unsealed,
    /// A key could not be made, rotated or destroyed.
    #[error("the keys could not be changed: {0}")]
    Keys(KeyError),
    /// A stored row is not what was written.
    #[error("a stored row is damaged: {0}")]
    Damaged(&'static str),
    /// A name cannot be used: empty, longer than 255 bytes, with a NUL, or one this crate uses itself.
    #[error("{0} is empty, longer than 255 bytes, or reserved")]
    Name(&'static str),
    /// The record is there already.
    #[error("a record of this type and id is there already")]
    Exists,
    /// There is no such record.
    #[error("there is no such record")]
    Missing,
    /// A record stands in a field of another.
    #[error("a record inside a record is kept as a record of its own")]
    Nested,
    /// A field cannot be searched.
    #[error("the field cannot be searched: {0}")]
    NotSearchable(&'static str),
    /// The database server would be reached over a network without encryption.
    #[error("a database server is reached by a Unix socket or on this machine; tunnel to others")]
    NotLocal,
    /// The log refused an entry.
    #[error("the log refused an entry: {0}")]
    Log(#[from] PrepareError),
    /// The log's payload could not be sealed or opened.
    #[error("the payload of a log entry could not be sealed or opened")]
    LogPayload(#[from] SealError),
}

/// What a database said, without any value that it said it about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DatabaseFault(Box<str>);

impl DatabaseFault {
    pub(crate) fn new(said: impl Into<Box<str>>) -> Self {
        Self(said.into())
    }
}

impl fmt::Display for DatabaseFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for DatabaseFault {}

impl From<rusqlite::Error> for StoreError {
    /// SQLite's messages name tables and columns, never values.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt,
            Some(ErrorCode::NotADatabase) => Self::NotACasebook,
            _ => Self::Database(DatabaseFault::new(error.to_string())),
        }
    }
}

impl From<KeyError> for StoreError {
    fn from(error: KeyError) -> Self {
        use caldicott_encryption::KekFailure;
        if error == KeyError::Kek(KekFailure::Destroyed) {
            Self::Outlived
        } else if error == KeyError::SubjectErased {
            Self::Erased
        } else {
            Self::Keys(error)
        }
    }
}
