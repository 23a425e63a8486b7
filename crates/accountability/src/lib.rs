//! Keep what the controller must show: impact assessments, breaches, records of processing, duties.
//!
//! An assessment that calls a risk low because its author misread a table lets a register of addresses
//! go live unguarded; a breach that nobody wrote down is told to nobody. Each check here reads a record
//! as it stands and says what is wrong with it, by which rule, and what would be right.
//!
//! ```
//! use caldicott_accountability::Dpia;
//! use caldicott_model::Day;
//! use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//!
//! let at = Place::new(1, 1);
//! let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! let mut after = Table::default();
//! after.insert("impact", at, text("major"));
//! after.insert("likelihood", at, text("rare"));
//! after.insert("score", at, Located::new(Node::Number(4), at));
//! after.insert("band", at, text("low"));
//! let mut risk = Table::default();
//! risk.insert("number", at, Located::new(Node::Number(1), at));
//! risk.insert("what", at, text("loss of data"));
//! risk.insert("after", at, Located::new(Node::Table(after), at));
//! let mut controller = Table::default();
//! controller.insert("kind", at, text("council"));
//! controller.insert("name", at, text("a council"));
//! let mut table = Table::default();
//! table.insert("template", at, text("full-assessment"));
//! table.insert("title", at, text("Caution register"));
//! table.insert("grid", at, text("five-by-five"));
//! table.insert("controller", at, Located::new(Node::Table(controller), at));
//! let risks = vec![Located::new(Node::Table(risk), at)];
//! table.insert("risk", at, Located::new(Node::List(risks), at));
//!
//! let faults = Faults::new("dpia.toml", Echo::Shown);
//! let dpia = Dpia::read(&mut Reader::new(&table, at, &faults)).ok_or("unread")?;
//! let review = dpia.check(Day::literal(2021, 4, 1));
//! // Major and rare is 4, and 4 is moderate by the table of the same document.
//! let slip = review.findings().iter().find(|found| found.rule().id() == "DP-11").ok_or("none")?;
//! assert_eq!(slip.instead(), "moderate");
//! # Ok::<(), &str>(())
//! ```
//!
//! Here the document is put together by hand; what stands in a TOML file is read by `read_file` of
//! `caldicott-policy`, as in `read_file(&SourceFile::new(name, text), Dpia::read)`.
//!
//! The parts: [`Dpia`] and [`Grid`]; the register of breaches in [`breach`]; the record of processing in
//! [`ropa`]; policy documents, assessed interests, transfers and processors in [`register`]; training,
//! agreements, reviews and the checklist in [`duties`]. Whatever has something to do by a day is
//! [`Owes`], and [`Owing`] is the one list of what is late.
#![forbid(unsafe_code)]

pub mod breach;
mod dpia;
pub mod duties;
mod finding;
mod grid;
mod owed;
pub mod register;
mod registers;
pub mod ropa;
pub mod rules;
mod text;

pub use dpia::{
    Consulted, Criterion, Dpia, DpiaStanding, Effect, Ready, RecipientKind, RegulatorSays,
    Screened, Screening, Template, screen,
};
pub use finding::{Finding, Review, Weight, weight_name};
pub use grid::{Asks, Band, Cell, Grid};
pub use owed::{Owed, Owes, Owing};
pub use registers::Registers;
