//! Counting where the records are: all that an engine has to do is `GROUP BY`.
//!
//! The engine answers with one row per combination of values that occurs. Those rows, from one engine or
//! from many that hold a part each, in any order, go into a [`TableCounter`](crate::TableCounter) or
//! [`SumCounter`](crate::SumCounter), which match the values to the declared categories. Disclosure control
//! then runs on the small table.

use std::fmt::Write as _;

use crate::{FreqTable, SumCell, SumTable, Variable};

/// An engine's way of writing.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SqlDialect {
    /// Apache `DataFusion` and Ballista.
    DataFusion,
    /// `DuckDB`.
    DuckDb,
    /// `PostgreSQL`.
    PostgreSql,
    /// Apache Spark.
    Spark,
    /// `SQLite`.
    Sqlite,
}

/// A name that no engine can quote, or none at all.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SqlError {
    /// More or fewer variables than a table has.
    #[error("a table has one to four variables")]
    Dimensions,
    /// A name is empty or has a character that cannot be quoted.
    #[error("a name of a table or column is empty or holds a control character")]
    Name,
}

/// Which amount is summed, and whose it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SqlAmount<'n> {
    /// The column of the amount: whole numbers, not negative.
    pub column: &'n str,
    /// The column that says whose amount it is, where a person may have several rows in a cell: their
    /// amounts are added before the largest are looked for.
    pub person: Option<&'n str>,
    /// Larger amounts count as this one.
    pub cap: Option<u64>,
}

impl SqlDialect {
    /// Every dialect.
    pub const ALL: [Self; 5] =
        [Self::DataFusion, Self::DuckDb, Self::PostgreSql, Self::Spark, Self::Sqlite];

    fn name(self, name: &str) -> Result<String, SqlError> {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(SqlError::Name);
        }
        Ok(match self {
            Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::DataFusion | Self::DuckDb | Self::PostgreSql | Self::Sqlite => {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        })
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Spark => "STRING",
            Self::DataFusion | Self::DuckDb => "VARCHAR",
            Self::PostgreSql | Self::Sqlite => "TEXT",
        }
    }

    fn table(self, from: &[&str]) -> Result<String, SqlError> {
        let parts: Vec<String> =
            from.iter().map(|part| self.name(part)).collect::<Result<_, _>>()?;
        if parts.is_empty() { Err(SqlError::Name) } else { Ok(parts.join(".")) }
    }

    /// The columns of the variables as texts, called `k1`, `k2` …
    fn keys(self, variables: &[Variable]) -> Result<Vec<String>, SqlError> {
        if variables.is_empty() || variables.len() > 4 {
            return Err(SqlError::Dimensions);
        }
        let key = |(place, variable): (usize, &Variable)| {
            let column = self.name(variable.tag().name())?;
            Ok(format!("CAST({column} AS {}) AS k{}", self.text(), place + 1))
        };
        variables.iter().enumerate().map(key).collect()
    }
}

fn numbers(keys: usize) -> String {
    (1..=keys).map(|place| format!("k{place}")).collect::<Vec<_>>().join(", ")
}

impl FreqTable {
    /// The query that counts: a text (or null) for each variable, then the number of people, `n`. Each row
    /// of the answer goes to [`TableCounter::group`](crate::TableCounter::group).
    ///
    /// `from` is the table's name, with its schema before it where there is one.
    ///
    /// # Errors
    /// [`SqlError`] for names that cannot be quoted.
    ///
    /// # Example: no name ends its own quotes
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, FreqTable, NullPolicy, SqlDialect, Variable};
    ///
    /// let tag = FieldTag::new("faith".into(), Category::Health.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("faith", ["None", "Some"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::OwnCategory)?];
    /// let query = FreqTable::count_query(&variables, &["people\"; DROP TABLE x"], SqlDialect::PostgreSql)?;
    /// assert!(query.ends_with("FROM \"people\"\"; DROP TABLE x\") AS t GROUP BY k1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_query(
        variables: &[Variable],
        from: &[&str],
        dialect: SqlDialect,
    ) -> Result<String, SqlError> {
        let keys = dialect.keys(variables)?;
        let (table, names) = (dialect.table(from)?, numbers(keys.len()));
        let keys = keys.join(", ");
        Ok(format!(
            "SELECT {names}, COUNT(*) AS n FROM (SELECT {keys} FROM {table}) AS t GROUP BY {names}"
        ))
    }

    /// The query that counts and adds up the record keys from which cell keys come: as
    /// [`FreqTable::count_query`], with the sum of the column `key` (whole numbers) as `h` after `n`.
    ///
    /// # Errors
    /// [`SqlError`] for names that cannot be quoted.
    pub fn cell_key_query(
        variables: &[Variable],
        from: &[&str],
        key: &str,
        dialect: SqlDialect,
    ) -> Result<String, SqlError> {
        let keys = dialect.keys(variables)?;
        let (table, names) = (dialect.table(from)?, numbers(keys.len()));
        let (keys, key) = (keys.join(", "), dialect.name(key)?);
        Ok(format!(
            "SELECT {names}, COUNT(*) AS n, CAST(SUM(h) AS BIGINT) AS h FROM (SELECT {keys}, CAST({key} AS \
             BIGINT) AS h FROM {table}) AS t GROUP BY {names}"
        ))
    }
}

impl SumTable {
    /// The query that sums: a text (or null) for each variable; then `n` people, `s` what their amounts
    /// come to, `c` how many lie at the cap, `b` how many amounts are missing or negative (there must be
    /// none), and `t1` to `t8`, the largest below the cap or null. Each row goes to
    /// [`SumCounter::group`](crate::SumCounter::group).
    ///
    /// # Errors
    /// [`SqlError`] for names that cannot be quoted.
    pub fn sum_query(
        variables: &[Variable],
        from: &[&str],
        amount: SqlAmount<'_>,
        dialect: SqlDialect,
    ) -> Result<String, SqlError> {
        let keys = dialect.keys(variables)?;
        let (table, names) = (dialect.table(from)?, numbers(keys.len()));
        let (keys, column) = (keys.join(", "), dialect.name(amount.column)?);
        let column = format!("CAST({column} AS BIGINT)");
        let people = if let Some(person) = amount.person {
            let person = dialect.name(person)?;
            // A missing amount among several must not vanish in the sum.
            format!(
                "SELECT {names}, CASE WHEN MIN(CASE WHEN a IS NULL OR a < 0 THEN -1 ELSE 0 END) < 0 THEN \
                 -1 ELSE CAST(SUM(a) AS BIGINT) END AS a FROM (SELECT {keys}, {person} AS p, {column} AS a \
                 FROM {table}) AS r GROUP BY {names}, p"
            )
        } else {
            format!("SELECT {keys}, {column} AS a FROM {table}")
        };
        let (capped, is_capped) = match amount.cap {
            Some(cap) => {
                (format!("CASE WHEN a > {cap} THEN {cap} ELSE a END"), format!("a = {cap}"))
            }
            None => ("a".to_owned(), "1 = 0".to_owned()),
        };
        let mut top = String::new();
        for rank in 1..=SumCell::TOP {
            let _ = write!(
                top,
                ", MAX(CASE WHEN r = {rank} AND NOT {is_capped} THEN a END) AS t{rank}"
            );
        }
        Ok(format!(
            "SELECT {names}, COUNT(*) AS n, CAST(SUM(a) AS BIGINT) AS s, \
             CAST(SUM(CASE WHEN {is_capped} THEN 1 ELSE 0 END) AS BIGINT) AS c, \
             CAST(SUM(CASE WHEN a IS NULL OR a < 0 THEN 1 ELSE 0 END) AS BIGINT) AS b{top} FROM \
             (SELECT {names}, a, ROW_NUMBER() OVER (PARTITION BY {names} ORDER BY CASE WHEN {is_capped} THEN \
             -1 ELSE a END DESC) AS r FROM (SELECT {names}, {capped} AS a FROM ({people}) AS u) AS v) AS w \
             GROUP BY {names}"
        ))
    }
}
