//! Where a log is kept.

#[cfg(feature = "file")]
pub mod disk;
#[cfg(feature = "file")]
mod file;
#[cfg(feature = "file")]
mod frames;
mod memory;

#[cfg(feature = "file")]
pub use file::{FileStorage, Recovery};
pub use memory::MemoryStorage;

use caldicott_model::digest::Sha256;

use crate::chain::Prepared;

/// One entry as it is stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// Its place in the log.
    pub index: u64,
    /// The public part.
    pub leaf: Vec<u8>,
    /// The hash of the public part, if the storage keeps it: then an altered entry is named exactly
    /// and not only as one of those between two signed checkpoints.
    pub leaf_hash: Option<Sha256>,
    /// The sealed part.
    pub payload: StoredPayload,
}

/// What is stored as the sealed part of an entry.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StoredPayload {
    /// Nothing.
    Absent,
    /// Something that the storage itself found damaged.
    Damaged,
    /// The encoded [`crate::Tombstone`] of an erased entry.
    Erased(Vec<u8>),
    /// The sealed payload and the time of the log when it was stored.
    Sealed {
        /// Milliseconds since 1970.
        logged_at: i64,
        /// What the sealer made.
        ciphertext: Vec<u8>,
    },
}

/// Why the storage did not do it.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StorageError {
    /// An entry that was already safe is damaged. Nothing is written any more and nothing is cut off:
    /// the damage is evidence.
    #[error("entry `{index}` was safely stored and is damaged now: {what}")]
    Corrupt {
        /// The first such entry.
        index: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The disk, the file system or the database failed.
    #[error("could not {doing}: {kind}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// Somebody else is writing this log.
    #[error("the log is being written by another process")]
    Locked,
    /// The storage belongs to another log.
    #[error("the files belong to another log")]
    OtherLog,
    /// There is a log already where one was to be created, or none where one was to be opened.
    #[error("{0}")]
    Place(&'static str),
    /// It was opened for reading only.
    #[error("the log was opened for reading only")]
    ReadOnly,
    /// An earlier failure left it unknown what is on the disk; it must be opened anew.
    #[error("an earlier failure stopped this log; open it anew to see what was stored")]
    Stopped,
    /// The record of an erasure is damaged.
    #[error("the record of erased entry number `{number}` was safely stored and is damaged now")]
    CorruptErasure {
        /// Its number among the erased entries, in the order they were erased.
        number: u64,
    },
    /// More was asked of it than it holds.
    #[error("entry `{index}` is not there to be changed, or is safely stored already")]
    NoSuchEntry {
        /// The entry.
        index: u64,
    },
}

/// Keeps the entries of one log.
///
/// A failed write is final: after an error nobody knows what reached the disk, and asking again may
/// report success for data that is gone. So an implementation that failed answers
/// [`StorageError::Stopped`] from then on, until it is opened anew and has looked.
pub trait Storage {
    /// How many entries there are, synced or not.
    fn size(&self) -> u64;

    /// How many entries survive any crash.
    fn durable(&self) -> u64;

    /// Adds the next entry. It is safe only after [`Storage::sync`].
    ///
    /// An erasure brings its [`Prepared::tombstones`]: each replaces the payload of an older entry.
    /// By the end of the sync that makes the erasure safe those payloads are destroyed; after a crash
    /// in between the erasure is either not there or is carried to its end on opening.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn append(&mut self, entry: &Prepared) -> Result<(), StorageError>;

    /// Makes everything added so far survive any crash.
    ///
    /// # Errors
    /// A [`StorageError`]; then it must be taken that nothing since the last success is stored.
    fn sync(&mut self) -> Result<(), StorageError>;

    /// One entry, or `None` beyond the end.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn read(&self, index: u64) -> Result<Option<Row>, StorageError>;

    /// Hands out the entries from `start` on, in order, until the end or until `take` says stop.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn scan(
        &self,
        start: u64,
        take: &mut dyn FnMut(Row) -> core::ops::ControlFlow<()>,
    ) -> Result<(), StorageError> {
        let mut index = start;
        while let Some(row) = self.read(index)? {
            if take(row).is_break() {
                break;
            }
            index += 1;
        }
        Ok(())
    }

    /// The same for the public parts alone, which a storage can often read much faster.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn scan_leaves(
        &self,
        start: u64,
        take: &mut dyn FnMut(u64, &[u8]) -> core::ops::ControlFlow<()>,
    ) -> Result<(), StorageError> {
        self.scan(start, &mut |row| take(row.index, &row.leaf))
    }

    /// Takes back entries that were added and not yet synced.
    ///
    /// # Errors
    /// A [`StorageError`]; [`StorageError::NoSuchEntry`] for what is safely stored.
    fn truncate(&mut self, size: u64) -> Result<(), StorageError>;

    /// The checkpoint that was signed last.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn latest_checkpoint(&self) -> Result<Option<String>, StorageError>;

    /// Puts a checkpoint in the place of another, only if that other is still the latest. `false`
    /// when it is not: then somebody else signed in between.
    ///
    /// # Errors
    /// A [`StorageError`].
    fn swap_checkpoint(&mut self, expected: Option<&str>, new: &str) -> Result<bool, StorageError>;
}
