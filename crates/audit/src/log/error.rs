//! What can go wrong with a log, and an answer that has no record.

use std::error::Error;
use std::fmt;

use crate::chain::{Draft, PrepareError};
use crate::checkpoint::CheckpointError;
use crate::storage::StorageError;
use crate::tree::ProofError;

/// Why a log did not do it.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LogError {
    /// The entry could not be made.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A checkpoint cannot be read or signed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A proof cannot be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The log is not the continuation of what was signed.
    #[error("the log is not the continuation of what was signed at `{size}` entries")]
    Inconsistent {
        /// The size that was signed.
        size: u64,
    },
    /// Somebody else signed a checkpoint in between.
    #[error("another checkpoint was signed in between; nothing was signed")]
    SignedElsewhere,
    /// An earlier failure left it unknown what is stored.
    #[error("an earlier failure stopped this log; open it anew to see what was stored")]
    Stopped,
    /// An entry is not what was logged, or its place is wrong.
    #[error("entry `{index}` cannot be read as an entry of this log")]
    Unreadable {
        /// The entry.
        index: u64,
    },
}

/// There is no record, so there is no disclosure: the answer is held back in here.
///
/// Storage that fails at the moment of asking may still have kept the entry. That errs on the
/// harmless side: a record without a disclosure, never a disclosure without a record.
pub struct NotRecorded<T>(Box<Inner<T>>);

struct Inner<T> {
    cause: LogError,
    answer: T,
    drafts: Vec<Draft>,
}

impl<T> NotRecorded<T> {
    pub(crate) fn new(cause: LogError, answer: T, drafts: Vec<Draft>) -> Self {
        Self(Box::new(Inner { cause, answer, drafts }))
    }

    /// Why.
    #[must_use]
    pub fn cause(&self) -> &LogError {
        &self.0.cause
    }

    /// Gives the answer out all the same, because somebody's life is at risk and the log is not to
    /// be had. What it returns beside the answer must be recorded as soon as there is a log again.
    #[must_use = "what was disclosed without a record must be recorded later"]
    pub fn release_to_save_life(self) -> (T, Unrecorded) {
        (self.0.answer, Unrecorded(self.0.drafts))
    }
}

impl<T> fmt::Debug for NotRecorded<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NotRecorded({:?})", self.0.cause)
    }
}

impl<T> fmt::Display for NotRecorded<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "not recorded, so nothing is disclosed: {}", self.0.cause)
    }
}

impl<T> Error for NotRecorded<T> {}

/// What was disclosed without a record.
#[derive(Clone, Debug)]
#[must_use = "what was disclosed without a record must be recorded later"]
pub struct Unrecorded(Vec<Draft>);

impl Unrecorded {
    /// What must be recorded now.
    #[must_use]
    pub fn into_drafts(self) -> Vec<Draft> {
        self.0
    }
}
