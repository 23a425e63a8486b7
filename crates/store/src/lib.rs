//! Keep sealed case records, their keys, their indexes and the log in one file, and erase for real.
//!
//! A database that "deletes" a row leaves its bytes in the file, in the write-ahead log and in every
//! backup. Here the identifying and special fields are sealed under the person's own key before they
//! reach the file; erasing a person deletes rows, index entries and keys with secure deletion, and
//! truncates the write-ahead log. SQLite is bundled; no server is needed.
#![forbid(unsafe_code)]

mod batch;
mod body;
mod error;
mod keys;
mod log;
mod log_file;
mod schema;
mod search;
mod store;

pub use batch::{Batch, Erased, Erasure};
pub use body::StoredValue;
pub use error::StoreError;
pub use log::{LogEntry, LoggedEntry};
pub use log_file::LogFile;
pub use search::SearchKey;
pub use store::{Cell, HoldRow, OpenedRecord, ReviewRow, Store, StoredDates};
