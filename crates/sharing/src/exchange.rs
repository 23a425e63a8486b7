//! What leaves for other systems and for people, and what comes in from them.
//!
//! A consent is worth what the next system makes of it. Written carelessly it turns into more than the
//! person agreed to: an unnamed recipient reads "anybody" elsewhere, and a label that is not understood
//! is dropped. So what is written permits no more under any reading of the standard, and what is read is
//! the least that the record can mean, with a finding for every part that was not understood.
//!
//! - [`fhir`]: FHIR Consent, R4 and R5, out and in.
//! - [`dpv`]: purposes, legal bases, data and measures in the terms of the W3C Data Privacy Vocabulary.
//! - [`receipt`]: what a person is handed when they agree or refuse.
//! - [`card`]: a decision as a page, for the caseworker and for the asker.
//! - [`schema`]: the JSON Schema of what is written.
//!
//! ```
//! use caldicott_model::{Category, Day};
//! use caldicott_sharing::exchange::{Record, fhir};
//! use caldicott_sharing::{Consent, ConsentKind, SharingPurpose};
//!
//! let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 10))
//!     .to("lakenham-surgery")
//!     .for_purpose(SharingPurpose::HealthCare)
//!     .covering(Category::Health)
//!     .in_express_words("file note 12");
//! let record = Record::new(consent).about("person-12").held_by("st-martins");
//! let text = fhir::write(&record, fhir::Release::R4, Day::literal(2026, 3, 2))?;
//! // The base says no; only what the person named is an exception to it.
//! let squeezed: String = text.split_whitespace().collect();
//! assert!(squeezed.contains(r#""provision":{"type":"deny","provision":[{"type":"permit""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod card;
pub mod dpv;
pub mod fhir;
mod json;
mod page;
pub mod receipt;
mod record;
pub mod schema;
mod words;

pub use record::{NotWritable, Record};

/// Under which our own codes, identifiers and terms are named in other formats.
pub const NAMESPACE: &str = "urn:caldicott:";
