//! Views: the columns that one asker may see, null where they may not.

use core::fmt::Write as _;

use caldicott_model::FieldTag;
use caldicott_model::document::printable;

use super::consents::{AGAINST, Sure, given_name};
use super::names::Name;
use super::predicate::{Predicate, Predicates, Shows, Why, harmless, parts};
use super::text::{From, Select, Sql};
use super::write::Place;
use super::{Dialect, OnDay, SqlError};
use crate::data::{DataSet, Detail};
use crate::words::ConsentKind;

/// Which rows a view has. That a row is there tells that a person is known to us.
#[expect(clippy::exhaustive_enums, reason = "who is left out is decided, and not by default")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Rows {
    /// Everybody in the table: the reader may know of everybody in it.
    Each,
    /// Whoever some column may be shown of. Who is left out cannot be told from who is not there.
    #[default]
    WithSomething,
    /// Whoever all of this may go about, though no column shows it.
    Where(DataSet),
    /// Whoever every column may be shown of.
    Whole,
}

/// A view that shows some columns of a table to one asker.
#[derive(Clone, Debug)]
pub struct View {
    name: Name,
    table: Name,
    key: String,
    columns: Vec<Column>,
    rows: Rows,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    needs: Vec<DataSet>,
}

/// The aliases of the table shown, of the subject's row, and of both with what was judged.
const TABLE: &str = "d";
const SUBJECT: &str = "s";
const JUDGED: &str = "judged";

/// SQLite refuses a text whose names stand for a thousand tables and more.
const MOST_TABLES: usize = 800;

/// A query, and how many tables it reads.
struct Written {
    text: String,
    tables: usize,
}

impl View {
    /// A view of a table, and the column of it that says whom a row is about. It may be the subject
    /// table itself.
    pub fn new(name: impl Into<Name>, table: impl Into<Name>, key: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            table: table.into(),
            key: key.into(),
            columns: Vec::new(),
            rows: Rows::default(),
        }
    }

    /// The same with a column that holds this data: shown where all of it may go. A category stands for
    /// itself and not for its details.
    #[must_use]
    pub fn column(mut self, name: impl Into<String>, data: impl Into<DataSet>) -> Self {
        self.columns.push(Column { name: name.into(), needs: parts(data.into()).collect() });
        self
    }

    /// The same with a column of a tagged field, judged as [`DataSet::covers_field`] judges it. A field
    /// about nothing at all is shown wherever its row is.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, tag: &FieldTag) -> Self {
        let all = tag.categories_with_values();
        let detail = tag.sub_kind().and_then(Detail::from_name);
        let others = detail.map_or(all, |detail| all.minus(detail.category().into()));
        let data = DataSet::from(others);
        let needs = parts(data).chain(detail.map(DataSet::from)).collect();
        self.columns.push(Column { name: name.into(), needs });
        self
    }

    /// The same with other rows.
    #[must_use]
    pub const fn rows(mut self, rows: Rows) -> Self {
        self.rows = rows;
        self
    }

    /// What the columns need, to be asked for.
    #[must_use]
    pub fn asked(&self) -> DataSet {
        self.columns.iter().flat_map(|column| column.needs.iter().copied()).collect()
    }

    /// The statement that creates the view.
    ///
    /// # Errors
    /// [`SqlError`] where a name cannot be written, or the day is to be bound: a view takes no parameter.
    pub fn create(&self, predicates: &Predicates<'_>) -> Result<String, SqlError> {
        if predicates.on == OnDay::Bound {
            return Err(SqlError::Unsupported {
                what: "bind a day in a view; use the query, or another day",
                dialect: predicates.dialect,
            });
        }
        let name = predicates.dialect.path(&self.name)?;
        let barrier = match predicates.dialect {
            Dialect::PostgreSql => " WITH (security_barrier = true)",
            Dialect::DuckDb | Dialect::Sqlite => "",
        };
        Ok(format!("CREATE VIEW {name}{barrier} AS\n{}", self.query(predicates)?))
    }

    /// The query of the view.
    ///
    /// # Errors
    /// [`SqlError`] where a name cannot be written.
    pub fn query(&self, predicates: &Predicates<'_>) -> Result<String, SqlError> {
        let dialect = predicates.dialect;
        let mut names: Vec<String> = vec![self.key.to_lowercase()];
        for column in &self.columns {
            // Names that differ in case alone are one to SQLite and DuckDB.
            if names.contains(&column.name.to_lowercase()) {
                return Err(SqlError::TwoColumns { name: printable(&column.name) });
            }
            names.push(column.name.to_lowercase());
        }
        if self.columns.is_empty() {
            return Err(SqlError::NoColumn);
        }
        let named = self.written(predicates, true)?;
        if dialect == Dialect::Sqlite && named.tables > MOST_TABLES {
            return Ok(self.written(predicates, false)?.text);
        }
        Ok(named.text)
    }

    /// The query, with what consents come to under names or wherever it is used.
    fn written(&self, predicates: &Predicates<'_>, named: bool) -> Result<Written, SqlError> {
        let dialect = predicates.dialect;
        let key = dialect.quoted(&self.key)?;
        let place = place(predicates, format!("{TABLE}.{key}"), named)?;
        let mut outer = format!("SELECT {JUDGED}.key AS {key}");
        let mut inner = format!("  SELECT {} AS key", place.person);
        for (number, column) in self.columns.iter().enumerate() {
            column.write(predicates, &place, number + 1, &mut outer, &mut inner)?;
        }
        if let Rows::Where(data) = self.rows {
            let needs = Column { name: String::new(), needs: parts(data).collect() };
            let _ = write!(inner, ",\n    {} AS row_shown", needs.shown(predicates, &place)?);
        }
        let _ = write!(inner, "\n  FROM {} AS {TABLE}", dialect.table(&self.table)?);
        let subjects = dialect.table(&predicates.tables.subject)?;
        let person = dialect.quoted(&predicates.tables.person)?;
        let _ = write!(
            inner,
            "\n  LEFT JOIN {subjects} AS {SUBJECT} ON {SUBJECT}.{person} = {}\n  WHERE {} IS NOT NULL",
            place.person, place.person
        );
        let (with, tables) = relations(predicates, &place, &inner)?;
        let rows = self.which(predicates);
        let hash = predicates.rulebook.hash();
        let text = format!(
            "/* by rulebook {hash} */\n{with}{outer}\nFROM (\n{inner}\n) AS {JUDGED}{rows}"
        );
        Ok(Written { text, tables })
    }

    /// A policy for row level security on the table in PostgreSQL, which shows these rows to a role and
    /// hides no column. What it reads is read with the *reader's* rights.
    ///
    /// # Errors
    /// [`SqlError`] where a name cannot be written, the day is to be bound, or the database has no
    /// policies.
    pub fn policy(&self, predicates: &Predicates<'_>, role: &str) -> Result<String, SqlError> {
        let dialect = predicates.dialect;
        if dialect != Dialect::PostgreSql || predicates.on == OnDay::Bound {
            return Err(SqlError::Unsupported {
                what: "show rows by a policy on such a day; create a view instead",
                dialect,
            });
        }
        let table = dialect.table(&self.table)?;
        let key = format!("{table}.{}", dialect.quoted(&self.key)?);
        let place = place(predicates, key.clone(), false)?;
        let subjects = dialect.table(&predicates.tables.subject)?;
        let person = dialect.quoted(&predicates.tables.person)?;
        let personal = self.columns.iter().filter(|column| !column.needs.is_empty());
        let each = personal.map(|column| column.condition(predicates, &place));
        let rows = match self.rows {
            Rows::Each => Sql::all(Vec::new()),
            Rows::WithSomething => Sql::any(each.collect::<Result<_, _>>()?),
            Rows::Where(data) => {
                let needs = parts(data).collect();
                Column { name: String::new(), needs }.condition(predicates, &place)?
            }
            Rows::Whole => Sql::all(each.collect::<Result<_, _>>()?),
        };
        // A row of its own first, so that whoever has no subject row is judged as one unknown.
        let from = format!(
            "(SELECT 1) AS one LEFT JOIN {subjects} AS {SUBJECT} ON {SUBJECT}.{person} = {key}"
        );
        let there = Sql::plain(format!("{key} IS NOT NULL"));
        let using = Sql::exists(From::Table(from), vec![there, rows]).write(2);
        let (name, role) = (self.name.parts().last(), dialect.quoted(role)?);
        let name = dialect.quoted(name.map_or("", String::as_str))?;
        Ok(format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n\
             CREATE POLICY {name} ON {table} FOR SELECT TO {role} USING (\n  {using}\n)"
        ))
    }

    /// Which rows of those judged are there.
    fn which(&self, predicates: &Predicates<'_>) -> String {
        let flags = self.columns.iter().enumerate().filter(|(_, column)| !column.needs.is_empty());
        let flags = flags.map(|(number, column)| match column.never(predicates) {
            Some(_) => "FALSE".to_owned(),
            None => format!("{JUDGED}.shown_{}", number + 1),
        });
        let flags: Vec<String> = flags.collect();
        let joined = |with: &str, none: &str| {
            let all = if flags.is_empty() { none.to_owned() } else { flags.join(with) };
            format!("\nWHERE {all}")
        };
        match self.rows {
            Rows::Each => String::new(),
            Rows::WithSomething => joined(" OR ", "FALSE"),
            Rows::Where(_) => format!("\nWHERE {JUDGED}.row_shown"),
            Rows::Whole => joined(" AND ", "TRUE"),
        }
    }
}

fn place(predicates: &Predicates<'_>, person: String, named: bool) -> Result<Place, SqlError> {
    let day = predicates.dialect.asked_day(predicates.on, predicates.tables.stored)?;
    Ok(Place { subject: SUBJECT.to_owned(), person, day, named })
}

/// What consents come to for the asker, each under a name, where the text uses it; and how many tables
/// the text then reads.
fn relations(
    predicates: &Predicates<'_>,
    place: &Place,
    text: &str,
) -> Result<(String, usize), SqlError> {
    let mut tables = text.matches("FROM ").count();
    let Some(consents) = &predicates.tables.consents else { return Ok((String::new(), tables)) };
    let writer = predicates.writer(place);
    let mut all = Vec::new();
    let mut add = |name: String, selects: &[Select]| {
        let found = Select::write_all(selects, 2);
        tables += text.matches(&format!("{name} AS ")).count() * found.matches("FROM ").count();
        // Not worked out for everybody when one person is asked about.
        all.push(format!("{name} AS NOT MATERIALIZED (\n  {found}\n)"));
    };
    for (_, kind) in ConsentKind::NAMES {
        let name = given_name(*kind);
        if text.contains(&format!("{name} AS ")) {
            add(name, &[writer.gives(consents, *kind)?]);
        }
    }
    if text.contains(&format!("{AGAINST} AS ")) {
        add(AGAINST.to_owned(), &writer.said_against(consents, Sure::No)?);
    }
    if all.is_empty() {
        return Ok((String::new(), tables));
    }
    Ok((format!("WITH {}\n", all.join(",\n")), tables))
}

impl Column {
    fn predicates<'p>(&self, all: &'p Predicates<'_>) -> Vec<Option<&'p Predicate>> {
        self.needs.iter().map(|datum| all.each().iter().find(|one| one.datum == *datum)).collect()
    }

    fn condition(&self, all: &Predicates<'_>, place: &Place) -> Result<Sql, SqlError> {
        let mut parts = Vec::new();
        for one in self.predicates(all) {
            match one {
                Some(one) => parts.push(all.condition(one, place)?),
                None => return Ok(Sql::any(Vec::new())),
            }
        }
        Ok(Sql::all(parts))
    }

    /// Why it is shown of nobody.
    fn never(&self, all: &Predicates<'_>) -> Option<Why> {
        self.predicates(all).into_iter().find_map(|one| match one.map(Predicate::shows) {
            None => Some(Why::NotAsked),
            Some(Shows::Never(why)) => Some(why),
            Some(Shows::Always | Shows::Where) => None,
        })
    }

    /// Whether it is shown, with a branch for each way that one of its data may go.
    fn shown(&self, all: &Predicates<'_>, place: &Place) -> Result<String, SqlError> {
        let mut each = Vec::new();
        for one in self.predicates(all) {
            let Some(one) = one.filter(|one| !matches!(one.shows(), Shows::Never(_))) else {
                return Ok("FALSE".to_owned());
            };
            let mut text = "CASE".to_owned();
            for (says, condition) in all.branches(one, place)? {
                let condition = condition.write(11);
                let _ =
                    write!(text, "\n      /* {says} */\n      WHEN {condition}\n      THEN TRUE");
            }
            text.push_str("\n      ELSE FALSE\n    END");
            each.push(text);
        }
        Ok(if each.is_empty() { "TRUE".to_owned() } else { each.join("\n    AND ") })
    }

    /// Writes the column outside, and what it and its showing are inside.
    fn write(
        &self,
        all: &Predicates<'_>,
        place: &Place,
        number: usize,
        outer: &mut String,
        inner: &mut String,
    ) -> Result<(), SqlError> {
        let name = all.dialect.quoted(&self.name)?;
        let _ = write!(inner, ",\n    {TABLE}.{name} AS value_{number}");
        let shown = if let Some(why) = self.never(all) {
            // With a value beside it, so that the view's column keeps its type.
            format!("FALSE /* never: {} */", harmless(&format!("{why:?}")))
        } else {
            let _ = write!(inner, ",\n    {} AS shown_{number}", self.shown(all, place)?);
            format!("{JUDGED}.shown_{number}")
        };
        let _ = write!(outer, ",\n  CASE WHEN {shown} THEN {JUDGED}.value_{number} END AS {name}");
        Ok(())
    }
}
