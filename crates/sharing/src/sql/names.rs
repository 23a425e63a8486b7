//! Names and values, written so that neither can be read as anything else.

use caldicott_calendar::Day;
use caldicott_model::document::printable;

use super::tables::Stored;
use super::{Dialect, OnDay, SqlError};

/// A table's name, with its schema if it has one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Name(Vec<String>);

impl Name {
    /// A table in a schema.
    pub fn in_schema(schema: impl Into<String>, table: impl Into<String>) -> Self {
        Self(vec![schema.into(), table.into()])
    }

    pub(super) fn parts(&self) -> &[String] {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(table: &str) -> Self {
        Self(vec![table.to_owned()])
    }
}

impl From<String> for Name {
    fn from(table: String) -> Self {
        Self(vec![table])
    }
}

/// PostgreSQL cuts a longer name short, and two that begin alike become one.
const LONGEST: usize = 63;

/// How the names begin that a view gives to its own parts: a table of that name would be hidden by them.
const OURS: &str = "caldicott_";

impl Dialect {
    /// A name in quotes, which makes it a name whatever is in it.
    #[expect(clippy::unused_self, reason = "another database may quote otherwise")]
    pub(super) fn quoted(self, name: &str) -> Result<String, SqlError> {
        if name.trim().is_empty() || name.len() > LONGEST || name.chars().any(char::is_control) {
            return Err(SqlError::Name { name: printable(name) });
        }
        Ok(format!("\"{}\"", name.replace('"', "\"\"")))
    }

    /// The name of a table that is read.
    pub(super) fn table(self, name: &Name) -> Result<String, SqlError> {
        if let [table] = name.parts()
            && table.to_lowercase().starts_with(OURS)
        {
            return Err(SqlError::Name { name: printable(table) });
        }
        self.path(name)
    }

    pub(super) fn path(self, name: &Name) -> Result<String, SqlError> {
        let parts: Result<Vec<String>, SqlError> =
            name.parts().iter().map(|part| self.quoted(part)).collect();
        Ok(parts?.join("."))
    }

    /// A text as a literal. PostgreSQL may be set to read a backslash as an escape, so one is written as
    /// the escape it would be.
    pub(super) fn text(self, text: &str) -> Result<String, SqlError> {
        if text.chars().any(char::is_control) {
            return Err(SqlError::Text);
        }
        let quoted = text.replace('\'', "''");
        Ok(match self {
            Self::PostgreSql if text.contains('\\') => {
                format!("E'{}'", quoted.replace('\\', "\\\\"))
            }
            Self::DuckDb | Self::PostgreSql | Self::Sqlite => format!("'{quoted}'"),
        })
    }

    pub(super) fn texts(self, texts: &[&str]) -> Result<String, SqlError> {
        let texts: Result<Vec<String>, SqlError> =
            texts.iter().map(|text| self.text(text)).collect();
        Ok(texts?.join(", "))
    }

    pub(super) fn day(self, day: Day, stored: Stored) -> String {
        match (stored, self) {
            (Stored::EpochDays, _) => day.epoch_days().to_string(),
            (Stored::Date | Stored::IsoText, Self::Sqlite) => format!("'{day}'"),
            (Stored::Date | Stored::IsoText, Self::DuckDb | Self::PostgreSql) => {
                format!("DATE '{day}'")
            }
        }
    }

    /// The day that is asked about.
    pub(super) fn asked_day(self, on: OnDay, stored: Stored) -> Result<String, SqlError> {
        let kind = if stored == Stored::EpochDays { "integer" } else { "date" };
        match (on, self) {
            (OnDay::Fixed(day), _) => Ok(self.day(day, stored)),
            (OnDay::Bound, Self::Sqlite) => Ok("?1".to_owned()),
            (OnDay::Bound, Self::DuckDb | Self::PostgreSql) => Ok(format!("CAST($1 AS {kind})")),
            (OnDay::Today, Self::Sqlite) => Err(SqlError::Unsupported {
                what: "tell the day in London; bind the day or fix one instead",
                dialect: self,
            }),
            // Not `CURRENT_DATE`, which is in the time zone that whoever asks has set.
            (OnDay::Today, Self::DuckDb | Self::PostgreSql) => {
                let today = "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'Europe/London' AS date)";
                Ok(match stored {
                    Stored::EpochDays => format!("({today} - DATE '1970-01-01')"),
                    Stored::Date | Stored::IsoText => today.to_owned(),
                })
            }
        }
    }

    /// That a value can be read as a day; `None` where the database holds nothing else in it.
    pub(super) fn is_day(self, value: &str, stored: Stored) -> Option<String> {
        match (self, stored) {
            (Self::Sqlite, Stored::EpochDays) => Some(format!("typeof({value}) = 'integer'")),
            (Self::Sqlite, Stored::Date | Stored::IsoText) => {
                Some(format!("date({value}) IS {value}"))
            }
            // An endless day is no day.
            (Self::DuckDb | Self::PostgreSql, Stored::Date) => Some(format!("isfinite({value})")),
            (Self::DuckDb | Self::PostgreSql, Stored::EpochDays | Stored::IsoText) => None,
        }
    }

    /// That a yes-or-no column has this value, and neither the other nor none.
    pub(super) fn is(self, column: &str, value: bool) -> String {
        match (self, value) {
            (Self::Sqlite, true) => format!("{column} IS 1"),
            (Self::Sqlite, false) => format!("{column} IS 0"),
            (Self::DuckDb | Self::PostgreSql, true) => format!("{column} IS TRUE"),
            (Self::DuckDb | Self::PostgreSql, false) => format!("{column} IS FALSE"),
        }
    }

    /// A text compared as it is written, whatever the column's own collation takes for the same.
    pub(super) fn exactly(self, column: &str) -> String {
        match self {
            Self::DuckDb => column.to_owned(),
            Self::PostgreSql => format!("{column} COLLATE \"C\""),
            Self::Sqlite => format!("{column} COLLATE BINARY"),
        }
    }
}
