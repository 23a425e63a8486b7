//! Formulas as SQL over the tables of subject state.

use super::asker::{Asking, names_beside, names_of};
use super::formula::{Atom, Formula};
use super::names::Name;
use super::tables::{Complete, ListTable, Stored, Tables};
use super::text::{From, Sql};
use super::{Dialect, SqlError};
use crate::data::DataSet;
use crate::fact::Fact;

/// Where a condition stands: what it may call the subject's row and the person, and the day.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The alias of the subject's row.
    pub(super) subject: String,
    /// The person's key, a column with its table.
    pub(super) person: String,
    /// The day asked about.
    pub(super) day: String,
    /// Whether what consents come to for the asker stands above under names.
    pub(super) named: bool,
}

/// Writes conditions for one asker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writer<'w> {
    pub(super) dialect: Dialect,
    pub(super) tables: &'w Tables,
    pub(super) asking: &'w Asking,
    pub(super) place: &'w Place,
}

impl Writer<'_> {
    pub(super) fn formula(&self, formula: &Formula) -> Result<Sql, SqlError> {
        let each = |parts: &[Formula]| -> Result<Vec<Sql>, SqlError> {
            parts.iter().map(|part| self.formula(part)).collect()
        };
        Ok(match formula {
            Formula::Atom(atom) => self.atom(*atom)?,
            Formula::All(parts) => Sql::all(each(parts)?),
            Formula::Any(parts) => Sql::any(each(parts)?),
        })
    }

    fn atom(&self, atom: Atom) -> Result<Sql, SqlError> {
        match atom {
            Atom::Is(fact, value) => Ok(Sql::plain(self.dialect.is(&self.fact(fact)?, value))),
            Atom::NotKnownTrue(fact) => Ok(self.not_denied(&self.fact(fact)?, false)),
            Atom::Consented { kind, express, datum } => self.consented(kind, express, datum),
            Atom::Refused(value) => self.refused(value),
            Atom::NotFromOthers(datum) => self.not_from_others(datum),
            Atom::Unmapped(_) => Ok(Sql::any(Vec::new())),
        }
    }

    /// What came from third parties is known, and this is not of it.
    fn not_from_others(&self, datum: DataSet) -> Result<Sql, SqlError> {
        let Some(table) = &self.tables.third_party else { return Ok(Sql::any(Vec::new())) };
        let name = format!("m.{}", self.quoted(&table.data.name)?);
        let marked = vec![
            Sql::plain(format!("m.{} = {}", self.quoted(&table.data.under)?, self.place.person)),
            self.touches(&name, &[datum])?,
        ];
        let mut parts = self.complete(&table.complete)?;
        parts.push(Sql::none(From::Table(self.table(&table.data.table, "m")?), marked));
        Ok(Sql::all(parts))
    }

    /// That a list is known to be complete.
    pub(super) fn complete(&self, complete: &Complete) -> Result<Vec<Sql>, SqlError> {
        Ok(match complete {
            Complete::Always => Vec::new(),
            Complete::Where(column) => {
                let column = format!("{}.{}", self.place.subject, self.quoted(column)?);
                vec![Sql::plain(self.dialect.is(&column, true))]
            }
        })
    }

    /// That a yes-or-no column has this value or none.
    pub(super) fn not_denied(&self, column: &str, value: bool) -> Sql {
        let unknown = Sql::plain(format!("{column} IS NULL"));
        Sql::any(vec![unknown, Sql::plain(self.dialect.is(column, value))])
    }

    /// Whether a name of data, as a refusal or a marking has it, may mean one of these.
    pub(super) fn touches(&self, column: &str, data: &[DataSet]) -> Result<Sql, SqlError> {
        if self.tables.checked {
            let mut names: Vec<&str> = data.iter().flat_map(|one| names_of(*one)).collect();
            names.sort_unstable();
            names.dedup();
            return self.among(column, names);
        }
        // What nobody here can read may mean anything.
        self.not_among(column, names_beside(data))
    }

    /// That a name is one of these.
    pub(super) fn among<'n>(
        &self,
        column: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Sql, SqlError> {
        let names: Vec<&str> = names.into_iter().collect();
        Ok(match names.as_slice() {
            [] => Sql::any(Vec::new()),
            [only] => Sql::plain(format!("{column} = {}", self.dialect.text(only)?)),
            some => Sql::plain(format!("{column} IN ({})", self.dialect.texts(some)?)),
        })
    }

    /// That a name is none of these; one that is not there is none of them.
    pub(super) fn not_among<'n>(
        &self,
        column: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Sql, SqlError> {
        let names: Vec<&str> = names.into_iter().collect();
        if names.is_empty() {
            return Ok(Sql::all(Vec::new()));
        }
        let names = self.dialect.texts(&names)?;
        Ok(Sql::plain(format!("({column} NOT IN ({names})) IS NOT FALSE")))
    }

    /// That a list has a row of which this is so.
    pub(super) fn listed(
        &self,
        list: &ListTable,
        under: &str,
        of: impl FnOnce(&str) -> Result<Sql, SqlError>,
    ) -> Result<Sql, SqlError> {
        let mine = Sql::plain(format!("l.{} = {under}", self.quoted(&list.under)?));
        let parts = vec![mine, of(&format!("l.{}", self.quoted(&list.name)?))?];
        Ok(Sql::exists(From::Table(self.table(&list.table, "l")?), parts))
    }

    /// That a list has no row, of which this is so.
    pub(super) fn not_listed(
        &self,
        list: &ListTable,
        under: &str,
        of: Option<Sql>,
    ) -> Result<Sql, SqlError> {
        let mine = Sql::plain(format!("l.{} = {under}", self.quoted(&list.under)?));
        let parts = [mine].into_iter().chain(of).collect();
        Ok(Sql::none(From::Table(self.table(&list.table, "l")?), parts))
    }

    /// That a value is a day that compares so; never where it cannot be read.
    pub(super) fn compared(&self, value: &str, how: &str, day: &str) -> Vec<Sql> {
        let readable = self.dialect.is_day(value, self.tables.stored).map(Sql::plain);
        readable.into_iter().chain([Sql::plain(format!("{value} {how} {day}"))]).collect()
    }

    pub(super) fn quoted(&self, name: &str) -> Result<String, SqlError> {
        self.dialect.quoted(name)
    }

    /// A table under an alias.
    pub(super) fn table(&self, table: &Name, alias: &str) -> Result<String, SqlError> {
        Ok(format!("{} AS {alias}", self.dialect.table(table)?))
    }

    fn fact(&self, fact: Fact) -> Result<String, SqlError> {
        let column = self.tables.column(fact).unwrap_or_default();
        Ok(format!("{}.{}", self.place.subject, self.quoted(column)?))
    }

    pub(super) const fn stored(&self) -> Stored {
        self.tables.stored
    }
}
