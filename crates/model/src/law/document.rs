//! Find what is wrong in a policy or an impact assessment that is written as data.
//!
//! A policy that cites an Act of the wrong year, asks for access requests on paper or knows no period
//! of retention is followed as it stands, by people who trust it. [`check`] reads such a document
//! against the law of a day and lists every fault with the rule and what is right instead. What is
//! believed and was never read in the law ([`Unverified`](super::Unverified)) is told as a note and decides nothing.
//!
//! ```
//! use caldicott_model::Day;
//! use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//! use caldicott_model::law::document::{Document, check};
//!
//! let at = Place::new(1, 1);
//! let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! let mut controller = Table::default();
//! controller.insert("kind", at, text("charity"));
//! let mut table = Table::default();
//! table.insert("title", at, text("Confidentiality policy"));
//! table.insert("controller", at, Located::new(Node::Table(controller), at));
//! table.insert("terms", at, Located::new(Node::List(vec![text("Crime and Disorder Act 2018")]), at));
//!
//! let faults = Faults::new("policy.toml", Echo::Shown);
//! let document = Document::read(&mut Reader::new(&table, at, &faults)).ok_or("unread")?;
//! let review = check(&document, Day::literal(2021, 4, 1));
//! assert_eq!(review.ids(), ["SE-01"]);
//! assert_eq!(review.findings()[0].instead(), "Crime and Disorder Act 1998");
//! # Ok::<(), &str>(())
//! ```

mod checks;
mod parts;
mod read;
mod risk;

pub use parts::Document;
pub use read::{controller, ground, transfers};

use crate::Day;
pub use crate::review::{Finding, Note, Review, Weight};

/// Everything that is wrong with the document under the law of this day.
///
/// # Example: the same document on two days
/// A disclosure for safeguarding on legitimate interests is in order in 2021; since 5 February 2026
/// the same document is told that a recognised legitimate interest would serve (SE-18).
pub fn check(document: &Document, day: Day) -> Review {
    checks::check(document, day)
}
