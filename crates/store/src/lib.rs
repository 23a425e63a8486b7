//! Keep sealed case records, their keys, their indexes and the log in one file, and erase for real.
//!
//! A database that "deletes" a row leaves its bytes in the file, in the write-ahead log and in every
//! backup. Here the identifying and special fields are sealed under the person's own key before they
//! reach the file; erasing a person deletes rows, index entries and keys with secure deletion, and
//! truncates the write-ahead log. SQLite is bundled; no server is needed.
//!
//! ```
//! use std::sync::Arc;
//!
//! use caldicott_encryption::{LocalKek, SecretKey};
//! use caldicott_model::{Category, FieldTag, Identifiability, Purpose, RuntimeRecord, Schema};
//! use caldicott_store::Store;
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("casebook.db");
//! # let key = SecretKey::from_bytes(&[7; 32]);
//! let name = FieldTag::new("name".into(), Category::Identity.into(), Identifiability::Direct);
//! let schema = Schema::new("client", vec![name])?;
//!
//! let mut store = Store::open(&path, "st-martins", Arc::new(LocalKek::new("kek", 1, key)?))?;
//! let mut batch = store.begin()?;
//! batch.put("person-1", "file-1", &RuntimeRecord::new(&schema, &["Mary"]), &[])?;
//! batch.commit()?;
//!
//! let file = store.get("client", "file-1")?.ok_or("it was just put")?;
//! assert_eq!(file.value("name", Purpose::SUPPORT)?.text(), Some("Mary"));
//! // The name is not in the file, in no form.
//! store.close()?;
//! let bytes = std::fs::read(&path)?;
//! assert!(!bytes.windows(4).any(|window| window == b"Mary"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod batch;
mod body;
mod error;
mod keys;
mod log;
mod log_file;
mod rows;
mod schema;
mod search;
mod store;

pub use batch::{Batch, Erased, Erasure};
pub use body::StoredValue;
pub use error::StoreError;
pub use log::{LogEntry, LoggedEntry};
pub use log_file::LogFile;
pub use rows::{Cell, HoldRow, OpenedRecord, ReviewRow, StoredDates};
pub use search::SearchKey;
pub use store::Store;
