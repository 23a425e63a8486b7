//! What the server said, in this crate's words. Its own messages quote values of the rows they are
//! about, so nothing of them is passed on but their code.

use postgres::error::SqlState;

use crate::{DatabaseFault, StoreError};

pub(super) fn fault(error: &postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        // Not said by the server: it could not be reached, or stopped answering.
        return StoreError::Disconnected;
    };
    if *code == SqlState::LOCK_NOT_AVAILABLE
        || *code == SqlState::T_R_SERIALIZATION_FAILURE
        || *code == SqlState::T_R_DEADLOCK_DETECTED
    {
        return StoreError::Busy;
    }
    match code.code() {
        "53100" => StoreError::Full,
        // In a transaction that failed before.
        "25P02" => StoreError::Undone,
        "57P01" | "57P02" | "57P03" | "57P05" => StoreError::Disconnected,
        "XX001" | "XX002" => StoreError::Corrupt,
        other if other.starts_with("08") => StoreError::Disconnected,
        other => StoreError::Database(DatabaseFault::new(format!("SQLSTATE {other}"))),
    }
}

/// The same for a commit: without an answer it is not known whether it was done.
pub(super) fn committing(error: &postgres::Error) -> StoreError {
    let fault = fault(error);
    if matches!(fault, StoreError::Disconnected) { StoreError::Uncertain } else { fault }
}
