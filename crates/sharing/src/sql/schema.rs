//! The documented tables, as statements that create them.

use core::fmt::Write as _;

use caldicott_model::Category;

use super::tables::{Stored, Tables};
use super::{Dialect, SqlError};
use crate::data::Detail;
use crate::words::{CapacityFinding, ConsentKind, GivenBy, SharingPurpose};

/// The statements that create the tables of [`Tables::documented`], with the checks that
/// [`Tables::with_checked_words`] relies on.
///
/// ```
/// use caldicott_sharing::sql::{Dialect, Stored, schema};
///
/// let text = schema(Dialect::Sqlite, Stored::IsoText)?;
/// assert!(text.contains("CREATE TABLE sharing_consent"));
/// # Ok::<(), caldicott_sharing::sql::SqlError>(())
/// ```
///
/// # Errors
/// [`SqlError::Stored`] where the database cannot store days so.
pub fn schema(dialect: Dialect, stored: Stored) -> Result<String, SqlError> {
    let sqlite = dialect == Dialect::Sqlite;
    let day = match (stored, sqlite) {
        (Stored::Date, false) => "date",
        (Stored::EpochDays, _) => "integer",
        (Stored::IsoText, true) => "text",
        (Stored::Date, true) | (Stored::IsoText, false) => {
            return Err(SqlError::Stored { stored, dialect });
        }
    };
    let columns = Columns { dialect, stored, day };
    let tables = [
        ("sharing_subject", columns.subject()),
        ("sharing_consent", columns.consent()?),
        ("sharing_consent_to", listed("consent", MUST_NAME.to_owned(), "name")),
        (
            "sharing_consent_purpose",
            listed(
                "consent",
                columns.worded("purpose", MUST, &names(SharingPurpose::NAMES))?,
                "purpose",
            ),
        ),
        ("sharing_consent_data", listed("consent", columns.worded("data", MUST, &data())?, "data")),
        ("sharing_capacity", columns.capacity()?),
        ("sharing_best_interests", columns.best_interests()?),
        ("sharing_best_interests_to", listed("best_interests", MUST_NAME.to_owned(), "name")),
        ("sharing_third_party", listed("person", columns.worded("data", MUST, &data())?, "data")),
    ];
    let mut written = String::new();
    for (table, columns) in tables {
        let _ = writeln!(written, "CREATE TABLE {table} (\n  {}\n);", columns.join(",\n  "));
    }
    for table in ["sharing_consent", "sharing_capacity", "sharing_best_interests"] {
        let _ = writeln!(written, "CREATE INDEX {table}_person ON {table} (person);");
    }
    Ok(written)
}

const MUST: &str = " NOT NULL";
const MUST_NAME: &str = "name text NOT NULL";
const PERSON: &str = "person text NOT NULL";

/// Columns as one database writes them.
#[derive(Clone, Copy)]
struct Columns {
    dialect: Dialect,
    stored: Stored,
    /// The type of a day.
    day: &'static str,
}

impl Columns {
    fn subject(self) -> Vec<String> {
        let facts = Tables::facts().map(|fact| self.flagged(&fact.name().replace('-', "_")));
        let lists = ["consents_complete", "third_party_complete"].map(|name| self.flagged(name));
        [keyed("person")].into_iter().chain(lists).chain(facts).collect()
    }

    fn consent(self) -> Result<Vec<String>, SqlError> {
        Ok(vec![
            keyed("id"),
            PERSON.to_owned(),
            self.worded("kind", MUST, &names(ConsentKind::NAMES))?,
            "form text".to_owned(),
            self.dated("given_on", ""),
            self.dated("until", ""),
            self.dated("withdrawn_on", ""),
            self.flagged("explicit"),
            "evidence text".to_owned(),
            self.worded("given_by", "", &names(GivenBy::NAMES))?,
            "authority text".to_owned(),
            self.flagged("freely_given"),
            self.flagged("told_of_withdrawal"),
            "CHECK (given_on IS NOT NULL OR withdrawn_on IS NOT NULL)".to_owned(),
        ])
    }

    fn capacity(self) -> Result<Vec<String>, SqlError> {
        Ok(vec![
            PERSON.to_owned(),
            self.worded("decision", MUST, &names(ConsentKind::NAMES))?,
            self.dated("found_on", MUST),
            self.worded("finding", MUST, &names(CapacityFinding::NAMES))?,
        ])
    }

    fn best_interests(self) -> Result<Vec<String>, SqlError> {
        Ok(vec![
            keyed("id"),
            PERSON.to_owned(),
            self.worded("decision", MUST, &names(ConsentKind::NAMES))?,
            self.dated("decided_on", MUST),
            format!("{}{MUST}", self.flagged("share")),
        ])
    }

    /// A yes, a no or nothing known.
    fn flagged(self, name: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("{name} integer CHECK ({name} IN (0, 1))"),
            Dialect::DuckDb | Dialect::PostgreSql => format!("{name} boolean"),
        }
    }

    fn dated(self, name: &str, rest: &str) -> String {
        let readable = self.dialect.is_day(name, self.stored);
        let check = readable.map(|readable| format!(" CHECK ({name} IS NULL OR {readable})"));
        format!("{name} {}{rest}{}", self.day, check.unwrap_or_default())
    }

    fn worded(self, name: &str, rest: &str, words: &[&str]) -> Result<String, SqlError> {
        Ok(format!("{name} text{rest} CHECK ({name} IN ({}))", self.dialect.texts(words)?))
    }
}

fn keyed(name: &str) -> String {
    format!("{name} text NOT NULL PRIMARY KEY")
}

/// A list under a row of another table.
fn listed(under: &str, column: String, name: &str) -> Vec<String> {
    vec![format!("{under} text NOT NULL"), column, format!("PRIMARY KEY ({under}, {name})")]
}

fn names<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
    words.iter().map(|(name, _)| *name).collect()
}

fn data() -> Vec<&'static str> {
    let categories = Category::ALL.iter().map(|one| one.name());
    categories.chain(names(Detail::NAMES)).collect()
}
