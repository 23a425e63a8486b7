//! Append decisions and disclosures to a log whose gaps and edits show, and from which a person can
//! still be forgotten.
//!
//! Whoever gave an address to an abuser must not be able to take the record of it out, and whoever
//! has left must not live on in the record. So what stays for ever says nothing about a person, and what
//! does is sealed beside it, under a key that can be destroyed.
//!
//! ```
//! use caldicott_audit::{Draft, Kind, Log, MemoryStorage, Moment, NoEntropy, Origin, Outcome};
//! # use caldicott_audit::{PayloadSealer, SealContext, SealError};
//! # use caldicott_calendar::Day;
//! # use caldicott_model::{digest::Sha256, Personal};
//! # struct Keys;
//! # impl PayloadSealer for Keys {
//! #     fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> { Ok(plain.to_vec()) }
//! # }
//! # let mut keys = Keys;
//! # let mut entropy = |out: &mut [u8]| { out.fill(7); Ok::<(), NoEntropy>(()) };
//! # let at = Moment { unix_millis: 1_770_000_000_000, day: Day::literal(2026, 2, 2) };
//! # let rulebook = Sha256::of(b"rulebook");
//! let mut log = Log::open(Origin::new("example.org/audit/2026")?, MemoryStorage::new())?;
//! let draft = Draft::new(Kind::Refusal, Outcome::Refused, rulebook)
//!     .about(Personal::new(String::from("client-17")))
//!     .to("a former partner");
//! let refused = log.record(draft, "no", at, &mut keys, &mut entropy)?;
//!
//! // The person is forgotten; the log still checks, and says why the contents are gone.
//! let erasure = Draft::new(Kind::Erasure, Outcome::Done, rulebook);
//! log.erase(&[refused.receipt().index()], erasure, at, &mut keys, &mut entropy)?;
//! let report = log.verify([], |_| {});
//! assert!(report.is_sound());
//! assert_eq!((report.intact(), report.erased()), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod chain;
mod checkpoint;
mod codec;
mod leaf;
mod log;
mod note;
mod payload;
mod proof_file;
pub mod rules;
pub mod storage;
mod tiles;
mod tombstone;
pub mod tree;
mod verify;
mod words;

pub use chain::{Chain, Draft, PrepareError, Prepared, Receipt, Recorded};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use codec::FormatError;
pub use leaf::Leaf;
pub use log::{Filter, Log, LogError, NotRecorded, Unrecorded, verify};
#[cfg(feature = "sign")]
pub use note::Ed25519Signer;
pub use note::{KeyError, Note, NoteError, NoteSignature, NoteSigner, NoteVerifier, VerifierKey};
pub use payload::{
    Entropy, Field, NoEntropy, Opening, Payload, PayloadOpener, PayloadSealer, Redacted, Role,
    SealContext, SealError,
};
pub use proof_file::{ProofFile, ProofFileError, Proven};
#[cfg(feature = "file")]
pub use storage::FileStorage;
pub use storage::{MemoryStorage, Row, Storage, StorageError, StoredPayload};
pub use tiles::{Tile, entry_bundle};
pub use tombstone::Tombstone;
pub use verify::{Alteration, EntryVerdict, Fault, Report, Verifier};
pub use words::{Kind, Moment, NameError, Origin, Outcome, RuleId};
