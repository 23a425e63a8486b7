//! Compliance for case records about vulnerable people: one crate that re-exports the parts.
//!
//! Each module is a crate of its own and can be used alone; features choose which are built. Beyond
//! the libraries' own features, `os-noise` lets `statistics` draw noise from the operating system,
//! `postgres` lets `store` keep its files in PostgreSQL, `arrow` reads columns as Arrow arrays, `rayon` counts
//! on several processors, and `schemars` writes JSON Schemas. There is no logic here.
//!
//! Left out by default are `store`, which builds SQLite, and what follows from it. For WebAssembly turn
//! the default features off and leave `audit`, `encryption` and `store` out; there the crates
//! `caldicott-encryption` (with `aes-gcm`) and `caldicott-audit` are used by themselves, without their
//! default features: what they need of an operating system is then the host's to give.
//!
//! ```
//! use caldicott::CaseRecord;
//! use caldicott::model::{Category, CaseRecord as _, Personal};
//!
//! #[derive(CaseRecord)]
//! #[case(type = "client")]
//! struct Client {
//!     #[data(category = "identity", identifiability = "direct")]
//!     name: Personal<String>,
//!     #[data(category = "health", identifiability = "none")]
//!     mental_health: Option<Personal<String>>,
//! }
//!
//! let client = Client { name: Personal::new("Mary".into()), mental_health: None };
//! let sealed: Vec<_> = client.fields().iter().filter(|tag| tag.is_sealed()).collect();
//! assert_eq!(sealed.len(), 2);
//! assert!(client.fields()[1].categories().contains(Category::Health));
//! ```
#![forbid(unsafe_code)]

#[cfg(feature = "accountability")]
pub use caldicott_accountability as accountability;
#[cfg(feature = "audit")]
pub use caldicott_audit as audit;
pub use caldicott_calendar as calendar;
#[cfg(feature = "caution-register")]
pub use caldicott_caution_register as caution_register;
#[cfg(feature = "derive")]
pub use caldicott_derive::{CaseRecord, CaseValue};
#[cfg(feature = "encryption")]
pub use caldicott_encryption as encryption;
pub use caldicott_model as model;
#[cfg(feature = "policy")]
pub use caldicott_policy as policy;
#[cfg(feature = "retention")]
pub use caldicott_retention as retention;
#[cfg(feature = "rights")]
pub use caldicott_rights as rights;
#[cfg(feature = "sharing")]
pub use caldicott_sharing as sharing;
#[cfg(feature = "statistics")]
pub use caldicott_statistics as statistics;
#[cfg(feature = "store")]
pub use caldicott_store as store;

/// The example of the README, so that it stays true.
#[cfg(all(doctest, feature = "derive", feature = "serde"))]
#[doc = include_str!("../../../README.md")]
mod readme {}
