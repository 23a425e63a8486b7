//! Keep sealed case records, their keys, their indexes and the log in one place, and erase for real.
//!
//! A database that "deletes" a row leaves its bytes in the file, in the write-ahead log and in every
//! backup. Here the identifying and special fields are sealed under the person's own key before they
//! reach the database; erasing a person deletes rows, index entries and keys, [`Store::settle`] wipes what
//! they left in the file, and [`Store::epoch`] makes every older copy unreadable.
//!
//! The place is a SQLite file (bundled; no server is needed) or, with the feature `postgres`, a schema of
//! a PostgreSQL database. Both keep the same tables and pass the same tests. Writers to a casebook take
//! turns, whichever process they are in; whoever reads sees what was last committed, whole; and what a
//! commit has acknowledged survives a kill, a loss of power, and a full disk.
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

mod backend;
mod batch;
mod body;
mod columns;
mod due;
mod error;
mod history;
mod key_care;
mod keys;
mod ledger;
mod log;
mod log_file;
mod names;
mod opening;
mod reading;
mod reseal;
mod rows;
mod schema;
mod search;
mod store;
mod verify;

pub use batch::{Batch, Erased, Erasure, Import, Incoming};
pub use body::StoredValue;
pub use due::Due;
pub use error::{DatabaseFault, StoreError};
pub use history::{Entity, Event};
pub use key_care::{EpochReport, KeyRotation, KeyStatus, KeyTask, TenantKeyStatus};
pub use ledger::LedgerPage;
pub use log::{LogEntry, LoggedEntry};
pub use log_file::LogFile;
pub use opening::Options;
pub use reading::Found;
pub use reseal::{Reseal, ResealProgress, Resealed};
pub use rows::{Cell, HoldRow, OpenedRecord, ReviewRow, StoredDates};
pub use search::SearchKey;
pub use store::{Settled, Store};
pub use verify::{SealedFault, SealedReport};
