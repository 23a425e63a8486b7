//! Records that may leave: made coarse enough, patients' opt-outs applied.

use std::{fmt, io};

use caldicott_model::{Category, Day, Identifiability, RuleSet};

use crate::csv_cell::csv_cell;
use crate::record_spec::is_past;
use crate::{Criterion, Generalisation, Generalise, Microdata, TableError, Variable, rules};

/// What is said of patients who have opted out of other uses than their own care.
#[expect(clippy::exhaustive_enums, reason = "applied, out of scope, or nothing said")]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum OptOuts {
    /// Their records were taken out, whole, on a day.
    Applied {
        /// The day of the list that was applied.
        on: Day,
        /// Where that is shown.
        proof: String,
    },
    /// It is no confidential patient information, or the opt-out does not reach this use.
    NotPatientData {
        /// Why not.
        because: String,
    },
    /// Nothing is said: with health data in them records do not leave.
    #[default]
    Unstated,
}

/// Records as they leave. They are fewer and coarser than they were; they are still about people.
#[derive(Clone)]
pub struct RecordRelease {
    made: Microdata,
    rules: RuleSet,
}

impl fmt::Debug for RecordRelease {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecordRelease(…)")
    }
}

/// Why records do not leave.
#[expect(clippy::exhaustive_enums, reason = "each is for a person to mend")]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RecordRefusal {
    /// A field tells records apart and is not made coarser.
    #[error("a field that tells records apart is not among those made coarser (AN-04)")]
    Ungeneralised,
    /// The list of opt-outs is of a day to come.
    #[error("the opt-outs are said to be applied on a day that is still to come (CN-27)")]
    OptOutsToCome,
    /// There is health data and nothing is said of opt-outs.
    #[error("nothing shows that patients' opt-outs were applied, and there is health data (CN-23)")]
    OptOutsUnproved,
    /// Nobody need be like anybody.
    #[error(
        "nothing is required that keeps anybody from standing alone: `k` must be at least 2 (AN-04)"
    )]
    Singled,
}

/// The answer to a wish to let records leave.
#[expect(clippy::exhaustive_enums, reason = "released or refused")]
#[must_use = "a refusal that nobody reads is a breach waiting to happen"]
#[derive(Clone, Debug)]
pub enum RecordOutcome {
    /// They may leave.
    Released(RecordRelease),
    /// They may not.
    Refused {
        /// Everything that is in the way.
        because: Vec<RecordRefusal>,
        /// The rules applied.
        rules: RuleSet,
    },
}

impl Generalisation {
    /// The records, coarser, if they may leave on a day.
    ///
    /// A field that was only measured, neither identifying nor made coarser, leaves as it is. So does an
    /// identifying one about which something is required that some class of these records could fail; a
    /// bound so wide that none could (beta of 1,000 where the rarest value has a tenth) protects nothing.
    ///
    /// # Errors
    /// As [`Generalisation::apply`].
    pub fn release(
        &self,
        data: &Microdata,
        plan: &Generalise,
        opt_outs: &OptOuts,
        day: Day,
    ) -> Result<RecordOutcome, TableError> {
        let mut because = Vec::new();
        let mut applied = RuleSet::new();
        applied.cite(rules::NOT_ENOUGH);
        let alone = |criterion: &Criterion| matches!(criterion, Criterion::K(k) if *k >= 2);
        if !plan.criteria().iter().any(alone) {
            because.push(RecordRefusal::Singled);
        }
        let mut protected = Vec::new();
        for criterion in plan.criteria() {
            if let Some(of) = criterion.of()
                && criterion.asks_for_something(data)?
            {
                protected.push(of);
            }
        }
        let coarser = |variable: &Variable| {
            let name = variable.tag().name();
            protected.contains(&name) || plan.variables().iter().any(|(by, _)| by == name)
        };
        let quasi =
            |variable: &&Variable| variable.tag().identifiability() != Identifiability::None;
        if !data.variables().iter().filter(quasi).all(coarser) {
            because.push(RecordRefusal::Ungeneralised);
        }
        if data.variables().iter().any(is_about_health) {
            applied.cite(rules::OPT_OUT);
            match opt_outs {
                OptOuts::Applied { on, .. } => {
                    applied.cite(rules::OPT_OUT_WHOLE);
                    if !is_past(*on, day) {
                        because.push(RecordRefusal::OptOutsToCome);
                    }
                }
                OptOuts::NotPatientData { .. } => {}
                OptOuts::Unstated => because.push(RecordRefusal::OptOutsUnproved),
            }
        }
        if !because.is_empty() {
            return Ok(RecordOutcome::Refused { because, rules: applied });
        }
        let made = self.apply(data, plan)?;
        Ok(RecordOutcome::Released(RecordRelease { made, rules: applied }))
    }
}

fn is_about_health(variable: &Variable) -> bool {
    let all = variable.tag().categories_with_values();
    [Category::Health, Category::Genetic].into_iter().any(|category| all.contains(category))
}

impl RecordRelease {
    /// The names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.made.variables().iter().map(|variable| variable.tag().name())
    }

    /// The records, in an order of their own.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        (0..self.made.rows()).map(|row| {
            let label = |place: usize| {
                let code = self.made.column(place).and_then(|column| column.code(row));
                let missing = || self.made.variables().get(place).map(Variable::missing_label);
                let label = code.and_then(|code| self.label(place, code)).or_else(missing);
                label.unwrap_or(Variable::MISSING)
            };
            (0..self.made.variables().len()).map(label).collect()
        })
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The records as CSV with a header.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = self.write_csv(&mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Writes the records as CSV with a header, a row at a time.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write_csv(&self, out: &mut impl io::Write) -> io::Result<()> {
        write_line(self.columns(), out)?;
        self.rows().try_for_each(|row| write_line(row.into_iter(), out))
    }

    fn label(&self, place: usize, code: u32) -> Option<&str> {
        let labels = self.made.variables().get(place)?.codes().labels();
        labels.get(code as usize).map(String::as_str)
    }
}

fn write_line<'c>(
    cells: impl Iterator<Item = &'c str>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        out.write_all(csv_cell(cell).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests;
