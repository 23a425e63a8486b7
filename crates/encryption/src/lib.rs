//! Seal one field so that it opens only as that field of that record, and forget a person by
//! destroying one key.
//!
//! A refuge's database is stolen, restored, synced and backed up. Whoever gets a copy must not learn
//! an address from it; whoever may read one person's housing notes must not read another's health by
//! swapping two rows; and a person who was erased must stay erased in every backup.
//!
//! Each value is bound to tenant, person, category, record type, field and record, under a key that
//! covers one person's one category. Every word of that context must be given to seal and to open,
//! so forgetting one does not compile. Keys form a tree: a key-encryption key wraps a tenant's key,
//! which wraps each person's; [`Keyring::shred`] destroys a person's, and [`Keyring::epoch`] makes
//! older backups useless.
//!
//! ```
//! # #[cfg(all(feature = "ring", feature = "os-entropy"))] {
//! use std::sync::Arc;
//! use caldicott_encryption::{
//!     Buffered, Column, Keyring, LocalKek, MemoryKeyStore, OsEntropy, RecordId, Ring, SecretKey,
//!     Subject, Tenant,
//! };
//! use caldicott_model::{Category, Purpose};
//!
//! let kek = LocalKek::new("file:main", 1, SecretKey::generate(&OsEntropy)?)?;
//! let store = Arc::new(MemoryKeyStore::new());
//! let keyring = Keyring::builder(&Ring, store, Arc::new(kek), Arc::new(Buffered)).build();
//! let tenant = Tenant::new("st-martins")?;
//! keyring.create_tenant(&tenant)?;
//!
//! let notes = Column::new(&tenant, Category::Health, "SupportPlan", "notes")?;
//! let person = keyring.sealer(&tenant, &Subject::person("003Aa00001XyZabIAF")?);
//! let record = RecordId::new("a0BAa00000QwErTMAV")?;
//! let sealed = person.seal(&notes, &record, b"low mood")?;
//! assert_eq!(**person.open(&notes, &record, &sealed)?.expose(Purpose::SUPPORT), *b"low mood");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Long values are sealed in pieces as attachments ([`Sealer::seal_attachment`], C2SP
//! chunked-encryption), and a field of many records at once as a column ([`Sealer::seal_column`]).
//!
//! # What is wiped, and what is not
//!
//! Every key and plaintext that this crate owns lies on the heap and is overwritten when dropped,
//! evicted or shredded; the stack that ciphers were built on is overwritten after use. Not covered:
//! registers, memory that the system swapped out or a crash dumped, a signal handler's stack, what
//! the host copied, and the environment block of an environment variable. Turn swap and core dumps
//! off where that matters.
//!
//! # Features
//!
//! `ring` (default) and `aes-gcm` make a [`Backend`] available and pick none; both write the same
//! bytes. `os-entropy` (default) gives the random sources, `file-kek` and `env-kek` two
//! key-encryption keys.
// One module asks the C library to be told of forks; every other forbids unsafe code.
#![deny(unsafe_code)]

#[forbid(unsafe_code)]
mod attachment;
#[forbid(unsafe_code)]
mod backend;
#[forbid(unsafe_code)]
mod context;
#[forbid(unsafe_code)]
mod derivation;
#[forbid(unsafe_code)]
mod error;
#[forbid(unsafe_code)]
mod field;
#[forbid(unsafe_code)]
mod index;
#[forbid(unsafe_code)]
mod kek;
#[forbid(unsafe_code)]
mod keyring;
#[forbid(unsafe_code)]
mod padding;
#[forbid(unsafe_code)]
mod prf;
#[forbid(unsafe_code)]
mod random;
#[forbid(unsafe_code)]
mod record;
#[forbid(unsafe_code)]
mod sealed;
#[forbid(unsafe_code)]
mod secret;
#[forbid(unsafe_code)]
mod store;
#[cfg(feature = "os-entropy")]
mod sys;
#[forbid(unsafe_code)]
mod wrap;
#[forbid(unsafe_code)]
mod xaes;

pub use attachment::SealedSource;
#[cfg(feature = "aes-gcm")]
pub use backend::AesGcm;
#[cfg(feature = "ring")]
pub use backend::Ring;
pub use backend::{Backend, Cipher};
pub use context::{CategoryByte, Column, Component, ContextError, RecordId, Subject, Tenant};
pub use error::{
    BackendFailure, KekFailure, KeyError, OpenError, RandomFailure, ResealError, SealError,
    StoreFailure,
};
pub use field::{CategoryKey, SubjectKey};
pub use index::{
    Advice, BlindIndex, IndexError, IndexKey, IndexSpec, Normalised, Width, normalise_exact,
    normalise_name,
};
#[cfg(feature = "env-kek")]
pub use kek::EnvKek;
#[cfg(feature = "file-kek")]
pub use kek::FileKek;
pub use kek::{KeyEncryptionKey, LocalKek, WrapJob};
pub use keyring::{
    AttachmentOpener, AttachmentReader, AttachmentSealer, Epoch, Keyring, KeyringBuilder,
    OpenedColumn, SealedColumn, Sealer, TenantRotation, seal_for_each,
};
#[cfg(feature = "os-entropy")]
pub use random::{Buffered, OsEntropy};
pub use random::{Hedged, RandomSource};
pub use record::{OpenedValue, RecordPlan, SealedField};
pub use sealed::{Sealed, SealedHeader, Suite};
pub use secret::{Plaintext, SecretKey};
pub use store::{KeyChange, KeyStore, MemoryKeyStore, StoredKey, SubjectRows, Tombstone};
pub use wrap::{KeyName, WrappedKey};
