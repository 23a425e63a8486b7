//! SQL form: the same cut-offs as a query for the database that holds the records.

mod became;
mod condition;
mod joined;
mod literal;
mod write;

use caldicott_calendar::Day;

use crate::Standing;
use crate::cutoff::Cutoffs;
use write::Writer;

/// The database's way of writing SQL.
#[expect(clippy::exhaustive_enums, reason = "each is written differently")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Dialect {
    /// Apache DataFusion.
    DataFusion,
    /// DuckDB.
    DuckDb,
    /// PostgreSQL.
    PostgreSql,
    /// Salesforce, through Apex or its query interface.
    Soql,
    /// SQLite.
    Sqlite,
    /// Microsoft SQL Server.
    TSql,
}

/// How the table stores a day.
#[expect(clippy::exhaustive_enums, reason = "each is compared differently")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Stored {
    /// As the database's own date. SQLite has none.
    Date,
    /// As a whole number of days since 1970-01-01.
    EpochDays,
    /// As text `YYYY-MM-DD`: SQLite only. Anything else in the field is left for the row form.
    IsoText,
}

/// Where the facts stand in a table.
#[derive(Clone, Debug)]
pub struct TableMap {
    table: Vec<String>,
    id: String,
    stored: Stored,
    columns: Vec<(String, String)>,
    class: Option<(String, String)>,
    reused: Option<String>,
    restarted: Option<String>,
    kept_until: Option<String>,
    held: Option<String>,
    holds: Option<HoldTable>,
    contradictions: Vec<(String, String)>,
}

/// Where holds stand: a table with a row for each, so that a record may have several.
#[derive(Clone, Debug)]
pub struct HoldTable {
    table: Vec<String>,
    record: String,
    from: String,
    to: String,
}

/// A query and the values of its parameters, in order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Query {
    text: String,
    /// The text with a mark for each parameter, which no name can contain.
    marked: String,
    parameters: Vec<Parameter>,
    dialect: Dialect,
    stored: Stored,
}

/// A value bound to a query.
#[expect(clippy::exhaustive_enums, reason = "a query binds days and a class")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Parameter {
    /// A day, to be bound as the table stores days.
    Day(Day),
    /// Text.
    Text(String),
}

/// A query that cannot be written.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SqlError {
    /// The name cannot be an identifier.
    #[error(
        "`{name}` cannot name a table, column or class: it is blank, too long, or has a character \
         that the database cannot be given safely"
    )]
    Name {
        /// The name, made printable.
        name: String,
    },
    /// A trigger has no column.
    #[error("trigger `{trigger}` has no column in the table")]
    NoColumn {
        /// The trigger.
        trigger: String,
    },
    /// The database has no words for it.
    #[error("{dialect:?} cannot {what}")]
    Unsupported {
        /// What it cannot do, and what to do instead.
        what: &'static str,
        /// The database.
        dialect: Dialect,
    },
    /// The database cannot compare days stored so.
    #[error("days stored as {stored:?} cannot be compared safely in {dialect:?}")]
    Stored {
        /// How the table stores days.
        stored: Stored,
        /// The database.
        dialect: Dialect,
    },
}

impl TableMap {
    /// A table, the column of its ids, and how it stores days.
    pub fn new(table: impl Into<String>, id: impl Into<String>, stored: Stored) -> Self {
        Self {
            table: vec![table.into()],
            id: id.into(),
            stored,
            columns: Vec::new(),
            class: None,
            reused: None,
            restarted: None,
            kept_until: None,
            held: None,
            holds: None,
            contradictions: Vec::new(),
        }
    }

    /// The same table in a schema.
    #[must_use]
    pub fn in_schema(mut self, schema: impl Into<String>) -> Self {
        self.table.insert(0, schema.into());
        self
    }

    /// The same table with the column of a trigger.
    #[must_use]
    pub fn dated(mut self, trigger: impl Into<String>, column: impl Into<String>) -> Self {
        self.columns.push((trigger.into(), column.into()));
        self
    }

    /// The same table, of which only the rows with this class in this column are meant.
    #[must_use]
    pub fn of_class(mut self, column: impl Into<String>, class: impl Into<String>) -> Self {
        self.class = Some((column.into(), class.into()));
        self
    }

    /// The same table with the column of the day a record was last used again.
    #[must_use]
    pub fn reused(mut self, column: impl Into<String>) -> Self {
        self.reused = Some(column.into());
        self
    }

    /// The same table with the column of the day a clock-restarting hold was released.
    #[must_use]
    pub fn restarted(mut self, column: impl Into<String>) -> Self {
        self.restarted = Some(column.into());
        self
    }

    /// The same table with the column of the day until which a review extended a record.
    #[must_use]
    pub fn kept_until(mut self, column: impl Into<String>) -> Self {
        self.kept_until = Some(column.into());
        self
    }

    /// The same table with the holds on its rows, several or none for each.
    #[must_use]
    pub fn holds(mut self, holds: HoldTable) -> Self {
        self.holds = Some(holds);
        self
    }

    /// The same table with a column that is true where a trigger's day contradicts another. Only
    /// SOQL needs it, because it cannot compare two fields.
    #[must_use]
    pub fn contradicted(mut self, trigger: impl Into<String>, column: impl Into<String>) -> Self {
        self.contradictions.push((trigger.into(), column.into()));
        self
    }

    /// The same table with a column that is 1 where a hold is in force and 0 where none is (in SOQL
    /// a checkbox). A row with neither is taken as held.
    #[must_use]
    pub fn held(mut self, column: impl Into<String>) -> Self {
        self.held = Some(column.into());
        self
    }
}

impl TableMap {
    /// The column of a day that starts periods again, when there is one.
    fn starts_again(&self) -> Option<&str> {
        self.reused.as_deref().or(self.restarted.as_deref())
    }
}

impl HoldTable {
    /// A table of holds: the column that names the record held, and those of the first and the last
    /// day. An empty first day is since ever, an empty last day is not released.
    pub fn new(
        table: impl Into<String>,
        record: impl Into<String>,
        from: impl Into<String>,
        to: impl Into<String>,
    ) -> Self {
        let (record, from, to) = (record.into(), from.into(), to.into());
        Self { table: vec![table.into()], record, from, to }
    }

    /// The same table in a schema.
    #[must_use]
    pub fn in_schema(mut self, schema: impl Into<String>) -> Self {
        self.table.insert(0, schema.into());
        self
    }
}

impl Query {
    /// The SQL text, with a placeholder for each parameter.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }
}

impl Cutoffs<'_> {
    /// A query for the ids of the rows with a standing, in the order of their ids.
    ///
    /// Every day is bound as a parameter and every name quoted. A date that the database cannot be
    /// trusted to compare makes its row [`Standing::Undated`] here: the row form looks closer.
    ///
    /// # Errors
    /// When a name cannot be quoted, a trigger has no column, or the database cannot compare what
    /// it would have to.
    pub fn query(
        &self,
        table: &TableMap,
        dialect: Dialect,
        standing: Standing,
    ) -> Result<Query, SqlError> {
        let mut writer = Writer::new(self, table, dialect)?;
        writer.select(standing)?;
        Ok(writer.finish())
    }

    /// A query for the standing of every row: its id, and the number of its [`Standing`] in a
    /// column `standing`, in the order of the ids.
    ///
    /// # Errors
    /// As [`Cutoffs::query`]; and SOQL has no words for it: ask for each standing by itself.
    pub fn state_query(&self, table: &TableMap, dialect: Dialect) -> Result<Query, SqlError> {
        let mut writer = Writer::new(self, table, dialect)?;
        writer.select_state()?;
        Ok(writer.finish())
    }
}
