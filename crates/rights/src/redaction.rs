//! Take what identifies other people out of a text, and find it again where it was missed.
//!
//! Names, references, initials and values that are protected are found in other cases, accents,
//! alphabets that look alike, split by markup, soft hyphens or blanks, inside words and addresses, in
//! other order, shortened and with endings. Telephone numbers, emails, postcodes, National Insurance and
//! NHS numbers that are not the person's own, and names that the text itself gives away ("his brother
//! Karl"), are taken out as well. A whole span becomes one fixed mark, whatever its length.
//!
//! How well it does, and what it cannot find, is in [`_guide`].
//!
//! ```
//! use caldicott_rights::redaction::{Cleared, Identity, Name, Protected, Redactor};
//!
//! let own = Cleared::of(Identity::named(Name::parse("Mary Smith")?));
//! let other = Identity::named(Name::parse("John Smith")?).reference("C-1002");
//! let redactor = Redactor::new(&Protected::of(&[other]), &own);
//! let note = "Mary Smith said J. SMITH (case C 1002) rang; jo\u{ad}hn's car was outside.";
//! assert_eq!(
//!     redactor.redact(note).text(),
//!     "Mary Smith said [removed] (case [removed]) rang; [removed] car was outside."
//! );
//! # Ok::<(), caldicott_rights::redaction::NameError>(())
//! ```

mod cues;
mod detect;
mod extend;
mod fold;
mod forms;
mod identity;
mod near;
mod needles;
mod redactor;
mod spoken;
mod suspects;
mod vocabulary;

pub use identity::{Cleared, Identity, Name, NameError, Protected};
pub use redactor::{Redacted, Redactor, Span, Why};

/// What stands where something was taken out, whatever it was and however long.
pub const MARK: &str = "[removed]";

#[doc = include_str!("../docs/redaction.md")]
pub mod _guide {}
