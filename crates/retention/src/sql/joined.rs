//! One query for many classes: their cut-offs as rows that the table is joined with.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use super::write::Writer;
use super::{Dialect, Parameter, Query, SqlError, Stored, TableMap};
use crate::cutoff::Cutoffs;
use crate::schedule::{FIRST_REAL, Mode};
use crate::{Schedule, Standing};

/// A class whose records are due when each of some triggers is on or before its cut-off.
struct Plain<'c> {
    class: &'c str,
    /// The triggers, in the order of their names, each with its cut-off.
    cutoffs: Vec<(&'c str, Day)>,
}

impl Schedule {
    /// Queries for the ids of all due rows of these classes, told apart by a column.
    ///
    /// Classes that turn on the same triggers share one query: their cut-offs become the rows of a
    /// `VALUES` list that the table is joined with, so that an index serves every one of them.
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
            let Some(plain) = plain(class, cutoffs).filter(|_| table.starts_again().is_none())
            else {
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
            writer.join(class_column, group)?;
            queries.push(writer.finish());
        }
        Ok(queries)
    }
}

/// The class in its plain form, if it has one; without cut-offs when nothing can be due.
fn plain<'c>(class: &'c str, cutoffs: &'c Cutoffs<'_>) -> Option<Plain<'c>> {
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
            let name = cutoffs.triggers.get(term.trigger)?.name.as_str();
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

impl Writer<'_> {
    fn join(&mut self, class_column: &str, group: &[Plain<'_>]) -> Result<(), SqlError> {
        let Some(first) = group.first() else { return Ok(()) };
        let names: Vec<String> =
            (0..first.cutoffs.len()).map(|at| format!("cutoff_{at}")).collect();
        let header = format!("due_cutoffs(cutoff_class, {})", names.join(", "));
        let rows: Vec<String> = group
            .iter()
            .map(|plain| {
                let mut row = vec![self.bind(Parameter::Text(plain.class.to_owned()))];
                for (_, cutoff) in &plain.cutoffs {
                    let bound = self.bind(Parameter::Day(*cutoff));
                    row.push(self.typed(&bound));
                }
                format!("({})", row.join(", "))
            })
            .collect();
        let rows = rows.join(", ");
        let values = match self.dialect() {
            Dialect::Sqlite => format!("VALUES {rows}"),
            Dialect::DataFusion | Dialect::DuckDb | Dialect::PostgreSql | Dialect::TSql => {
                format!(
                    "SELECT * FROM (VALUES {rows}) AS {}",
                    header.replacen("due_cutoffs", "v", 1)
                )
            }
        };
        let (id, from) = (self.quoted(self.id())?, self.from()?);
        let class = self.quoted(class_column)?;
        self.put(&format!(
            "WITH {header} AS ({values}) SELECT {id} FROM due_cutoffs JOIN {from} ON {from}.{class} = \
             due_cutoffs.cutoff_class WHERE "
        ));
        self.unless_held()?;
        for (place, ((trigger, _), name)) in first.cutoffs.iter().zip(&names).enumerate() {
            self.put(if place > 0 { " AND " } else { "" });
            let slot = self.slot(trigger)?;
            self.real(slot)?;
            let column = self.column(slot)?;
            self.put(&format!(" AND {column} <= due_cutoffs.{name}"));
        }
        self.unless_extended()?;
        self.put(&format!(" ORDER BY {id}"));
        Ok(())
    }

    /// A parameter whose type the database would otherwise guess from nothing.
    fn typed(&self, bound: &str) -> String {
        match (self.dialect(), self.stored()) {
            (Dialect::Sqlite, _) => bound.to_owned(),
            (_, Stored::EpochDays) => format!("CAST({bound} AS INTEGER)"),
            (_, Stored::Date | Stored::IsoText) => format!("CAST({bound} AS DATE)"),
        }
    }
}
