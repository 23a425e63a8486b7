//! FHIR Consent, R4 and R5, out and in.
//!
//! What is written and read back is the same consent. What other systems write is read as the least that
//! it can mean: an element that narrows a consent in a way that we cannot hold makes it permit nothing, an
//! element that limits a refusal is left aside, and each is a [`Finding`]. A modifier extension, which may
//! turn the meaning round, and a root that says neither permit nor deny are refused.
//!
//! | | R4 | R5 |
//! |---|---|---|
//! | whose | `patient` | `subject` |
//! | the day | `dateTime` | `date` |
//! | base | `provision.type` | `decision` |
//! | exceptions | nested, each with its `type` | each level turns the one above round |
//! | who holds it | `organization` | `controller` |
//! | evidence | `sourceReference` | `sourceReference[]` |
//! | a refusal | root `deny` with what it is about | `deny` for everything, what it is about in an extension |
//!
//! A day that is not exact, or two days that differ, are read so that a refusal wins over the consent as
//! early as it can and a consent ends as early as it can. The day a consent was given also orders it
//! against refusals, so the *earliest* is taken, and nothing is taken in while it may not have begun.
//!
//! R4B is written and read as R4: its Consent is the same.
//!
//! ```
//! use caldicott_model::Day;
//! use caldicott_model::document::{Echo, Faults, Located, Node, Place, Table};
//! use caldicott_sharing::exchange::fhir::{Import, Release, read};
//! # fn text(text: &str) -> Located { Located::new(Node::Text(text.into()), Place::new(1, 1)) }
//! # fn table(entries: &[(&str, Located)]) -> Table {
//! #     let mut table = Table::default();
//! #     for (key, value) in entries { table.insert(*key, Place::new(1, 1), value.clone()); }
//! #     table
//! # }
//! # fn within(table: Table) -> Located { Located::new(Node::Table(table), Place::new(1, 1)) }
//! # fn list(item: Located) -> Located { Located::new(Node::List(vec![item]), Place::new(1, 1)) }
//! # let loinc = within(table(&[("system", text("http://loinc.org")), ("code", text("59284-0"))]));
//! # let category = list(within(table(&[("coding", list(loinc))])));
//!
//! // {"resourceType": "Consent", "status": "active", "decision": "permit", "date": "2026-01-10",
//! //  "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}]}
//! # let found = table(&[("resourceType", text("Consent")), ("status", text("active")),
//! #     ("decision", text("permit")), ("date", text("2026-01-10")), ("category", category)]);
//! let faults = Faults::new("consent.json", Echo::Hidden);
//! let import = Import::on(Day::literal(2026, 3, 2));
//! let reading = read(&found, Place::new(1, 1), Release::R5, &import, &faults).ok_or("faults")?;
//! // In the standard that is leave for anybody to see everything. Here it names nobody.
//! assert!(reading.consents.iter().all(|consent| consent.to.is_empty()));
//! assert_eq!(reading.findings.len(), 3);
//! # Ok::<(), &str>(())
//! ```

mod assemble;
mod codes;
mod dates;
mod element;
mod finding;
mod ours;
mod provision;
mod read;
mod write;

use caldicott_calendar::Day;
use caldicott_model::document::Table;

use crate::request::Consent;

pub use super::record::NotWritable as WriteError;
pub use finding::{Effect, Finding, FindingKind};
pub use read::read;
pub use write::write;

/// A release of FHIR.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Release {
    /// R4 (4.0.1), and R4B (4.3.0), whose Consent is the same.
    R4,
    /// R5 (5.0.0).
    R5,
}

/// What has to be known to read a resource.
#[derive(Clone, Copy)]
pub struct Import<'i> {
    day: Day,
    known: Option<&'i Knowing<'i>>,
}

/// Tells which of our organisations or individuals a recipient is.
type Knowing<'k> = dyn Fn(&Recipient<'_>) -> Option<String> + 'k;

/// How another system names a recipient.
#[non_exhaustive]
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Recipient<'r> {
    /// An identifier in a system.
    Identifier {
        /// The system, such as the one of organisation codes.
        system: &'r str,
        /// The identifier.
        value: &'r str,
    },
    /// A reference to a resource, such as `Organization/f001`.
    Reference(&'r str),
}

/// What was read of one resource.
#[non_exhaustive]
#[derive(Clone)]
pub struct Reading {
    /// The record's id.
    pub id: Option<String>,
    /// Whose consent it is: our id, or what stands in the resource.
    pub subject: Option<String>,
    /// Who holds the record: our id, or what stands in the resource.
    pub held_by: Option<String>,
    /// The consents and refusals, each to be put with the person's others.
    pub consents: Vec<Consent>,
    /// What was not understood, or is not held here, and what followed from it.
    pub findings: Vec<Finding>,
}

impl Release {
    /// Each under the name it has on a command line.
    pub const NAMES: &'static [(&'static str, Self)] = &[("r4", Self::R4), ("r5", Self::R5)];

    /// The name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::R4 => "r4",
            Self::R5 => "r5",
        }
    }

    /// The release that a resource is written in, from the elements only one of them has; `None` when it
    /// has none of them or some of both.
    #[must_use]
    pub fn of(resource: &Table) -> Option<Self> {
        let any = |names: &[&str]| names.iter().any(|name| resource.get(name).is_some());
        let old = any(&["scope", "patient", "dateTime", "performer", "organization", "policyRule"]);
        let new = any(&["decision", "subject", "date", "grantor", "grantee", "controller"]);
        match (old, new) {
            (true, false) => Some(Self::R4),
            (false, true) => Some(Self::R5),
            (true, true) | (false, false) => None,
        }
    }
}

impl<'i> Import<'i> {
    /// Taken in on this day.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { day, known: None }
    }

    /// The same, with a way to tell which of our organisations or individuals a recipient is. A recipient
    /// that is not known keeps the name it has there, which is nobody here.
    #[must_use]
    pub const fn knowing(self, known: &'i dyn Fn(&Recipient<'_>) -> Option<String>) -> Self {
        Self { known: Some(known), ..self }
    }
}

impl core::fmt::Debug for Import<'_> {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Import").field("day", &self.day).finish_non_exhaustive()
    }
}

impl core::fmt::Debug for Recipient<'_> {
    /// Writes what kind of name it is, and not the name: it may be somebody's own.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(match self {
            Self::Identifier { .. } => "Identifier(…)",
            Self::Reference(_) => "Reference(…)",
        })
    }
}

impl core::fmt::Debug for Reading {
    /// Writes what was found, and not whose record it is.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Reading")
            .field("consents", &self.consents)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
