//! One query for many classes: their cut-offs as rows that the table is joined with.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use super::became::Branch;
use super::write::{Part, Writer};
use super::{Dialect, Parameter, Query, SqlError, Stored, TableMap};
use crate::cutoff::Cutoffs;
use crate::schedule::{FIRST_REAL, Mode};
use crate::{Schedule, Standing};

/// A class whose records are due when each of some triggers is on or before its cut-off.
pub(super) struct Plain<'c> {
    pub(super) class: &'c str,
    /// The triggers, in the order of their names, each with its cut-off.
    pub(super) cutoffs: Vec<(&'c str, Day)>,
}

impl Schedule {
    /// Queries for the ids of all due rows of these classes, told apart by a column.
    ///
    /// Classes that turn on the same triggers share one query: their cut-offs become the rows of a
    /// `VALUES` list that the table is joined with, so that an index serves every one of them. DuckDB
    /// and DataFusion, which read columns, are given the days themselves.
    /// A class with versions, alternatives or contradictions to look for has a query of its own.
    ///
    /// # Errors
    /// As [`Cutoffs::query`].
    pub fn due_queries(
        &self,
        classes: &[&str],
        as_of: Day,
        table: &TableMap,
        class_column: &str,
        dialect: Dialect,
    ) -> Result<Vec<Query>, SqlError> {
        let compiled: Vec<(&str, Cutoffs<'_>)> = classes
            .iter()
            .map(|class| (*class, self.compile(class, CategorySet::NONE, as_of)))
            .collect();
        let mut groups: Vec<(&Cutoffs<'_>, Vec<Plain<'_>>)> = Vec::new();
        let mut queries = Vec::new();
        for (class, cutoffs) in &compiled {
            let plain = plain(class, cutoffs)
                .filter(|_| table.starts_again().is_none() && dialect != Dialect::Soql);
            let Some(plain) = plain else {
                let own = table.clone().of_class(class_column, *class);
                queries.push(cutoffs.query(&own, dialect, Standing::Due)?);
                continue;
            };
            if plain.cutoffs.is_empty() {
                // Some trigger would have to lie before the calendar: nothing is due.
                continue;
            }
            let names = |plain: &Plain<'_>| -> Vec<String> {
                plain.cutoffs.iter().map(|(name, _)| (*name).to_owned()).collect()
            };
            let like = groups
                .iter_mut()
                .find(|(_, group)| group.first().is_some_and(|one| names(one) == names(&plain)));
            match like {
                Some((_, group)) => group.push(plain),
                None => groups.push((cutoffs, vec![plain])),
            }
        }
        for (cutoffs, group) in &groups {
            let mut writer = Writer::new(cutoffs, table, dialect)?;
            if table.joins(dialect) {
                writer.join(class_column, group)?;
            } else {
                let first = group.first().map(|plain| plain.cutoffs.as_slice()).unwrap_or_default();
                let names: Vec<&str> = first.iter().map(|(name, _)| *name).collect();
                let days: Vec<Vec<Day>> = group
                    .iter()
                    .map(|plain| plain.cutoffs.iter().map(|(_, cutoff)| *cutoff).collect())
                    .collect();
                let branches = group.iter().zip(&days).map(|(plain, by)| Branch {
                    class: plain.class,
                    from: None,
                    by,
                });
                writer.branches(class_column, &names, branches, as_of)?;
            }
            queries.push(writer.finish());
        }
        Ok(queries)
    }
}

/// The class in its plain form, if it has one; without cut-offs when nothing can be due.
pub(super) fn plain<'c>(class: &'c str, cutoffs: &'c Cutoffs<'_>) -> Option<Plain<'c>> {
    if cutoffs.rules.is_empty() || cutoffs.not_before.iter().any(Option::is_some) {
        return None;
    }
    let mut found: Vec<(&str, Day)> = Vec::new();
    let mut never = false;
    for rule in &cutoffs.rules {
        let [clause] = rule.versions.as_slice() else { return None };
        let required = clause.terms.iter().all(|term| !term.optional);
        if clause.mode != Mode::Latest || !required || !rule.ever.is_empty() {
            return None;
        }
        for term in &clause.terms {
            let name = cutoffs.triggers.get(term.trigger)?.name();
            let Some(cutoff) = term.cutoff.filter(|cutoff| *cutoff >= FIRST_REAL) else {
                never = true;
                continue;
            };
            // Of several cut-offs for one trigger the earliest is the one to meet.
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = cutoff.min(*known),
                None => found.push((name, cutoff)),
            }
        }
    }
    found.sort_unstable();
    Some(Plain { class, cutoffs: if never { Vec::new() } else { found } })
}

impl TableMap {
    /// Whether cut-offs are joined with the table, so that an index serves each of them. A database
    /// that reads columns has no such index.
    pub(super) fn joins(&self, dialect: Dialect) -> bool {
        self.starts_again().is_none()
            && matches!(dialect, Dialect::PostgreSql | Dialect::Sqlite | Dialect::TSql)
    }
}

impl Writer<'_> {
    fn join(&mut self, class_column: &str, group: &[Plain<'_>]) -> Result<(), SqlError> {
        let Some(first) = group.first() else { return Ok(()) };
        let names: Vec<String> =
            (0..first.cutoffs.len()).map(|at| format!("cutoff_{at}")).collect();
        let rows = group
            .iter()
            .map(|plain| (plain.class, plain.cutoffs.iter().map(|(_, cutoff)| *cutoff).collect()));
        self.with_cutoffs(&names, rows)?;
        self.joined(class_column)?;
        for ((trigger, _), name) in first.cutoffs.iter().zip(&names) {
            let slot = self.slot(trigger)?;
            self.put(" AND ");
            self.real(slot)?;
            let column = self.column(slot)?;
            self.put(&format!(" AND {column} <= due_cutoffs.{name}"));
        }
        self.unless_extended()?;
        self.ordered()
    }

    /// `WITH due_cutoffs(cutoff_class, …) AS (VALUES …)`.
    pub(super) fn with_cutoffs<'c>(
        &mut self,
        names: &[String],
        rows: impl Iterator<Item = (&'c str, Vec<Day>)>,
    ) -> Result<(), SqlError> {
        let columns = format!("(cutoff_class, {})", names.join(", "));
        let mut written = Vec::new();
        for (class, days) in rows {
            let mut row = vec![self.bind_text(class)?];
            for day in days {
                let bound = self.bind(Parameter::Day(day));
                row.push(self.typed(&bound));
            }
            written.push(format!("({})", row.join(", ")));
        }
        let rows = written.join(", ");
        let values = match self.dialect {
            Dialect::Sqlite => format!("VALUES {rows}"),
            Dialect::DataFusion
            | Dialect::DuckDb
            | Dialect::PostgreSql
            | Dialect::Soql
            | Dialect::TSql => format!("SELECT * FROM (VALUES {rows}) AS v{columns}"),
        };
        self.put(&format!("WITH due_cutoffs{columns} AS ({values}) "));
        Ok(())
    }

    /// The table joined with its cut-offs, up to the condition that no hold is in force.
    pub(super) fn joined(&mut self, class_column: &str) -> Result<(), SqlError> {
        let (id, from) = (self.id_column()?, self.from()?);
        let class = self.quoted(class_column)?;
        self.put(&format!(
            "SELECT {id} FROM due_cutoffs JOIN {from} ON {from}.{class} = due_cutoffs.cutoff_class"
        ));
        self.join_holds()?;
        self.put(" WHERE ");
        self.parts(&[(Part::Held, false)])
    }

    /// A parameter whose type the database would otherwise guess from nothing.
    fn typed(&self, bound: &str) -> String {
        match (self.dialect, self.stored()) {
            (Dialect::Sqlite | Dialect::Soql, _) => bound.to_owned(),
            (_, Stored::EpochDays) => format!("CAST({bound} AS INTEGER)"),
            (_, Stored::Date | Stored::IsoText) => format!("CAST({bound} AS DATE)"),
        }
    }
}
