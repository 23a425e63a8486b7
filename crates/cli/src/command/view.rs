//! `view`: the SQL view that shows one recipient what a rulebook releases of each person.

use std::fmt::Write as _;

use caldicott::model::{Category, Day};
use caldicott::policy::Rulebook;
use caldicott::sharing::sql::{
    Dialect, Name, OnDay, Predicates, Rows, Shows, SqlError, Stored, Tables, View, schema,
};
use caldicott::sharing::{DataSet, Detail, Request};
use clap::{Args, ValueEnum};

use crate::stop::Stop;
use crate::{input, output, requests};

#[derive(Args, Debug)]
pub(crate) struct ViewOf {
    /// The view's name, with its schema before a dot if it has one
    #[arg(required_unless_present = "schema", default_value = "view", hide_default_value = true)]
    name: String,
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR", required_unless_present = "schema")]
    rulebook: Option<String>,
    /// The request that says who asks and what for, JSON Lines; what it says of a person is left aside
    #[arg(long, value_name = "FILE", default_value = "-")]
    requests: String,
    /// The request with this id, of several
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The table that is shown
    #[arg(long, value_name = "TABLE", default_value = "clients")]
    table: String,
    /// The column that says whom a row is about
    #[arg(long, value_name = "COLUMN", default_value = "person")]
    key: String,
    /// A column, and the categories or details that it holds
    #[arg(long, value_name = "COLUMN=DATA,..", value_parser = column)]
    column: Vec<(String, DataSet)>,
    /// Which rows there are: that there is a row tells that somebody is known to us
    #[arg(long, value_enum, default_value_t)]
    rows: Which,
    /// The database
    #[arg(long, value_enum, default_value_t)]
    dialect: Database,
    /// How the tables of consents store days; without it as dates, and in SQLite as YYYY-MM-DD
    #[arg(long, value_enum)]
    stored: Option<Days>,
    /// One day for ever; without it the day in London whenever the view is read (not in SQLite)
    #[arg(long, aliases = ["as-at", "on"], value_name = "YYYY-MM-DD")]
    day: Option<Day>,
    /// A policy of PostgreSQL for this role instead, which shows rows and hides no column
    #[arg(long, value_name = "ROLE")]
    policy: Option<String>,
    /// The tables that the view reads instead: facts, consents and refusals of each person
    #[arg(long)]
    schema: bool,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Database {
    /// DuckDB, and others close to the standard.
    #[value(name = "duckdb")]
    DuckDb,
    /// PostgreSQL.
    #[default]
    #[value(name = "postgresql")]
    PostgreSql,
    /// SQLite.
    Sqlite,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Days {
    /// As dates.
    Date,
    /// As days since 1970-01-01.
    #[value(name = "epoch-days")]
    Epoch,
    /// As text YYYY-MM-DD.
    Text,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Which {
    /// Whoever something may be shown of.
    #[default]
    Something,
    /// Whoever every column may be shown of.
    Whole,
    /// Whoever may be said to be known to us.
    Residence,
    /// Everybody in the table.
    Each,
}

pub(crate) fn run(arguments: &ViewOf) -> Result<(), Stop> {
    let dialect = match arguments.dialect {
        Database::DuckDb => Dialect::DuckDb,
        Database::PostgreSql => Dialect::PostgreSql,
        Database::Sqlite => Dialect::Sqlite,
    };
    let stored = match (arguments.stored, dialect) {
        (Some(Days::Date), _) | (None, Dialect::DuckDb | Dialect::PostgreSql) => Stored::Date,
        (Some(Days::Epoch), _) => Stored::EpochDays,
        (Some(Days::Text), _) | (None, Dialect::Sqlite) => Stored::IsoText,
    };
    let wrong = |error: SqlError| Stop::bad_file(&arguments.name, error.to_string());
    if arguments.schema {
        return output::print(&schema(dialect, stored).map_err(wrong)?);
    }
    let file = arguments.rulebook.as_deref().unwrap_or_default();
    let loaded = Rulebook::load(&input::rulebook(file)?)?;
    let Some(rulebook) = loaded.sharing() else {
        return Err(Stop::bad_file(file, "the rulebook says nothing about disclosures"));
    };
    let request = asking(arguments)?;
    let on = arguments.day.map_or(OnDay::Today, OnDay::Fixed);
    let tables = Tables::documented(stored);
    let predicates = Predicates::new(rulebook, &request, on, &tables, dialect).map_err(wrong)?;
    let rows = match arguments.rows {
        Which::Each => Rows::Each,
        Which::Residence => Rows::Where(Detail::Residence.into()),
        Which::Something => Rows::WithSomething,
        Which::Whole => Rows::Whole,
    };
    let view = View::new(name(&arguments.name), name(&arguments.table), &*arguments.key);
    let columns = arguments.column.iter();
    let view = columns.fold(view.rows(rows), |view, (name, data)| view.column(name, *data));
    let statement = match &arguments.policy {
        Some(role) => view.policy(&predicates, role),
        None => view.create(&predicates),
    };
    let statement = statement.map_err(wrong)?;
    output::print(&format!("{}{statement};\n", told(&predicates)))
}

/// A line for each thing asked for: when it is shown, by which gateways and rules.
fn told(predicates: &Predicates<'_>) -> String {
    let mut text = String::new();
    for one in predicates.each() {
        let when = match one.shows() {
            Shows::Always => "of everybody".to_owned(),
            Shows::Never(why) => format!("of nobody: {why:?}"),
            Shows::Where => format!("where {} lets it", one.gateways().join(" or ")),
        };
        let rules: Vec<&str> = one.rules().ids().collect();
        let _ = write!(text, "-- {}: {when}", one.data());
        let _ = if rules.is_empty() {
            writeln!(text)
        } else {
            writeln!(text, " ({})", rules.join(" "))
        };
    }
    text
}

/// The request that says who asks.
fn asking(arguments: &ViewOf) -> Result<Request, Stop> {
    requests::only(&arguments.requests, arguments.id.as_ref(), "a view is for")
}

/// A name, with its schema before the first dot.
fn name(text: &str) -> Name {
    match text.split_once('.') {
        Some((schema, table)) => Name::in_schema(schema, table),
        None => Name::from(text),
    }
}

fn column(text: &str) -> Result<(String, DataSet), String> {
    let (name, data) = text.split_once('=').ok_or("say what it holds, as in `notes=health`")?;
    let mut all = DataSet::NONE;
    for word in data.split(',').map(str::trim) {
        let category = Category::ALL.into_iter().find(|one| one.name() == word).map(DataSet::from);
        let found = category.or_else(|| Detail::from_name(word).map(DataSet::from));
        let names = Category::ALL.iter().map(|one| one.name());
        let names = names.chain(Detail::NAMES.iter().map(|(name, _)| *name));
        all = all.union(found.ok_or_else(|| {
            match caldicott::model::document::nearest(word, names) {
                Some(near) => format!("`{word}` is no category; did you mean `{near}`?"),
                None => format!("`{word}` is no category"),
            }
        })?);
    }
    Ok((name.to_owned(), all))
}
