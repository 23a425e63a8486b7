//! Every rule of the four founding policies, and what became of it: measured, not claimed.
//!
//! A rule is *enforced* when decisions really taken cite it: [`Measured`] takes them, over rulebooks with
//! their requests and over worked cases of the other libraries, and collects the ids. The table beside
//! this file says what each rule asks and what became of it; [`Matrix::faults`] lists every place where
//! the table and the measurement disagree, so that neither can drift.
//!
//! ```
//! use caldicott_policy::trace::{Matrix, Measured, Status};
//!
//! let matrix = Matrix::new(Measured::default())?;
//! assert_eq!(matrix.rows().len(), 354);
//! // Nothing was measured here, so every rule that the table calls enforced is a fault.
//! let enforced = matrix.count(Status::Enforced);
//! assert!(matrix.faults().len() >= enforced && enforced > 0);
//! # Ok::<(), caldicott_model::Invalid<caldicott_model::document::Fault>>(())
//! ```

#[cfg(feature = "trace")]
mod casework;
mod measure;
mod reference;
mod show;
#[cfg(feature = "trace")]
mod worked;

use caldicott_model::Invalid;
use caldicott_model::document::{Echo, Fault, Faults, Node};

pub use measure::Measured;

use crate::tomlfile;

/// What became of a rule.
#[expect(clippy::exhaustive_enums, reason = "each must be counted and shown")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Decisions that were really taken cite it.
    Enforced,
    /// A field, a word or a register holds it.
    Recorded,
    /// It is about people or premises.
    Organisational,
    /// The policy is wrong in law or against itself: something else is done.
    Corrected,
    /// A part that is not there yet will take it.
    Open,
}

/// One rule of the founding policies.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Row {
    /// Its id, such as `D-011`.
    pub id: String,
    /// The policy and section it stands in.
    pub source: String,
    /// What became of it.
    pub status: Status,
    /// What it asks, in our words.
    pub says: String,
    /// Where it is held, what is done instead, who sees to it or which part will take it.
    pub how: String,
    /// How many decisions cited it when it was measured.
    pub cited: usize,
    /// Some of what cited it.
    pub by: Vec<String>,
}

/// The whole table, with a measurement.
#[derive(Clone, Debug)]
pub struct Matrix {
    rows: Vec<Row>,
    measured: Measured,
}

impl Status {
    /// Every status, in the order shown.
    pub const ALL: [Self; 5] =
        [Self::Enforced, Self::Recorded, Self::Organisational, Self::Corrected, Self::Open];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Recorded => "recorded",
            Self::Organisational => "organisational",
            Self::Corrected => "corrected",
            Self::Open => "open",
        }
    }
}

impl Matrix {
    /// The table with what was measured.
    ///
    /// # Errors
    /// Where the table that ships with this crate cannot be read.
    pub fn new(measured: Measured) -> Result<Self, Invalid<Fault>> {
        Self::read(TABLE, measured)
    }

    fn read(text: &str, measured: Measured) -> Result<Self, Invalid<Fault>> {
        let faults = Faults::new("rules.toml", Echo::Shown);
        let table = tomlfile::table(text, 1, &faults).table;
        let mut rows = Vec::new();
        for (id, at) in table.keys() {
            let cells: Vec<&str> = match table.get(id).map(|found| &found.node) {
                Some(Node::List(items)) => items
                    .iter()
                    .filter_map(|item| {
                        if let Node::Text(text) = &item.node { Some(text.as_str()) } else { None }
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let [source, status, says, how] = cells.as_slice() else {
                faults.add(Some(at), id, "a rule has its source, its status, what it says and how");
                continue;
            };
            let known = Status::ALL.into_iter().find(|known| known.name() == *status);
            let Some(status) = known else {
                faults.add(Some(at), id, "no such status");
                continue;
            };
            rows.push(Row {
                id: id.to_owned(),
                source: (*source).to_owned(),
                status,
                says: (*says).to_owned(),
                how: (*how).to_owned(),
                cited: measured.count(id),
                by: measured.by(id).to_vec(),
            });
        }
        faults.finish(Some(Self { rows, measured }))
    }

    /// The rules, in the order of the policies.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many rules have this status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.rows.iter().filter(|row| row.status == status).count()
    }

    /// How many decisions were measured.
    #[must_use]
    pub const fn decisions(&self) -> usize {
        self.measured.decisions()
    }

    /// Where the table and the measurement disagree, or the table with itself.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for row in &self.rows {
            let id = &row.id;
            match row.status {
                Status::Enforced if row.cited == 0 => {
                    faults.push(format!("`{id}` is called enforced and no decision cites it"));
                }
                Status::Recorded => {
                    for part in row.how.split(',').map(str::trim) {
                        if !reference::resolves(part) {
                            faults.push(format!("`{id}` is held by `{part}`, which is nothing"));
                        }
                    }
                }
                Status::Open if !reference::is_to_come(&row.how) => {
                    faults.push(format!("`{id}` waits for `{}`, which is no part", row.how));
                }
                Status::Organisational | Status::Corrected if row.how.trim().is_empty() => {
                    faults.push(format!(
                        "`{id}` does not say who sees to it or what is done instead"
                    ));
                }
                Status::Enforced | Status::Organisational | Status::Corrected | Status::Open => {}
            }
            // What corrects a policy cites what it corrects, and what reminds people of a duty cites it.
            let silent = matches!(row.status, Status::Recorded | Status::Open);
            if silent && row.cited > 0 {
                let by = row.by.first().map_or("", String::as_str);
                faults.push(format!(
                    "`{id}` is called {} and {} decisions cite it (such as {by})",
                    row.status.name(),
                    row.cited
                ));
            }
        }
        faults
    }
}

/// The rules of the four founding policies, each with what became of it.
const TABLE: &str = include_str!("trace/rules.toml");
