//! PostgreSQL: a schema of a database, on this machine or reached by a socket.
//!
//! All writers to a casebook queue for one row of it, so that each sees all that was committed before:
//! the log has one end, a ledger one newest page. Readers do not wait. What is deleted stays in the
//! server's pages, its write-ahead log and its backups; only the destruction of keys reaches those.

mod server;

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::time::Duration;

use postgres::config::Host;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{FromSql, ToSql};
use postgres::{Client, Config, NoTls, Statement};

use super::{Backend, Bind, Each, Row};
use crate::{Settled, StoreError, schema};

use self::server::{committing, fault};

/// A casebook in a schema of a PostgreSQL database.
pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<&'static str, Statement>,
    in_transaction: bool,
    /// A statement of the open transaction failed. The server then answers a commit by undoing it all
    /// and calls that a success.
    broken: bool,
}

/// Under which the schema says which tables it has.
const TABLES: &str = "tables";

impl Postgres {
    /// Opens a schema for writing; in an empty one, or one that is not there, `make` makes the tables in
    /// the transaction that makes the schema.
    pub(crate) fn open(
        place: &str,
        schema: &str,
        waits: Duration,
        version: i64,
        make: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let mut opened = Self::connect(place, schema, waits)?;
        if opened.version()? == Found::Version(version) {
            return Ok(opened);
        }
        opened.plainly("BEGIN")?;
        opened.in_transaction = true;
        let made = opened.make(schema, version, make).and_then(|()| opened.commit());
        match made {
            Ok(()) => Ok(opened),
            Err(error) => {
                opened.roll_back();
                Err(error)
            }
        }
    }

    /// Opens a schema for reading only.
    pub(crate) fn open_to_read(
        place: &str,
        schema: &str,
        version: i64,
    ) -> Result<Self, StoreError> {
        let mut opened = Self::connect(place, schema, Duration::from_secs(5))?;
        opened.plainly("SET default_transaction_read_only = on")?;
        if opened.version()? == Found::Version(version) {
            Ok(opened)
        } else {
            Err(StoreError::NotACasebook)
        }
    }

    /// Runs the statements that make the tables.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.plainly(sql)
    }

    fn connect(place: &str, schema: &str, waits: Duration) -> Result<Self, StoreError> {
        let mut config: Config =
            place.parse().map_err(|_| StoreError::Name("the place of the database"))?;
        if !is_local(&config) {
            return Err(StoreError::NotLocal);
        }
        if !is_plain(schema) {
            return Err(StoreError::Name("the schema"));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        config.application_name("caldicott");
        let client = config.connect(NoTls).map_err(|error| fault(&error))?;
        let statements = HashMap::new();
        let mut opened = Self { client, statements, in_transaction: false, broken: false };
        // A commit is in the server's log before it is acknowledged, whatever the role's own setting.
        opened.plainly(&format!(
            "SET synchronous_commit = on; SET lock_timeout = {}; SET search_path = {schema}; \
             SET client_min_messages = warning",
            waits.as_millis().max(1)
        ))?;
        Ok(opened)
    }

    fn make(
        &mut self,
        schema: &str,
        version: i64,
        make: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        // Two processes may be making it: the second waits, and finds it made.
        self.plainly("SELECT pg_advisory_xact_lock(1130128483)")?;
        match self.version()? {
            Found::Version(found) if found == version => Ok(()),
            Found::Nothing => {
                let there = "SELECT count(*) FROM pg_namespace WHERE nspname = current_setting('search_path')";
                if super::count(self, there, &[])? == 0 {
                    self.plainly(&format!("CREATE SCHEMA {schema}"))?;
                }
                make(self)?;
                schema::set_meta(self, TABLES, &version.to_be_bytes())
            }
            Found::Other | Found::Version(_) => Err(StoreError::NotACasebook),
        }
    }

    fn version(&mut self) -> Result<Found, StoreError> {
        let of_schema = "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                         WHERE nspname = current_setting('search_path')";
        if super::count(self, of_schema, &[])? == 0 {
            return Ok(Found::Nothing);
        }
        let meta = "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace \
                    WHERE nspname = current_setting('search_path') AND relname = 'meta'";
        if super::count(self, meta, &[])? == 0 {
            return Ok(Found::Other);
        }
        let version = match schema::meta(self, TABLES) {
            // A table of that name with other columns is somebody else's.
            Err(StoreError::Database(_) | StoreError::Damaged(_)) => None,
            other => other?,
        };
        Ok(match version.and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => Found::Version(i64::from_be_bytes(bytes)),
            None => Found::Other,
        })
    }

    fn plainly(&mut self, sql: &str) -> Result<(), StoreError> {
        let done = self.client.batch_execute(sql);
        done.map_err(|error| self.failed(&error))
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        // The statements number their values as SQLite does; there is no other question mark in them.
        match self.client.prepare(&sql.replace('?', "$")) {
            Ok(statement) => {
                self.statements.insert(sql, statement.clone());
                Ok(statement)
            }
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&mut self, error: &postgres::Error) -> StoreError {
        self.broken = self.in_transaction;
        fault(error)
    }
}

/// What stands in a schema.
#[derive(Debug, Eq, PartialEq)]
enum Found {
    Nothing,
    Other,
    Version(i64),
}

impl Backend for Postgres {
    fn execute(&mut self, sql: &'static str, values: &[Bind<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        let values: Vec<_> = values.iter().map(value).collect();
        let done = self.client.execute(&statement, &values);
        done.map_err(|error| self.failed(&error))
    }

    fn query(
        &mut self,
        sql: &'static str,
        values: &[Bind<'_>],
        each: &mut Each<'_>,
    ) -> Result<(), StoreError> {
        let statement = self.prepared(sql)?;
        let read = (|| {
            let mut rows = self
                .client
                .query_raw(&statement, values.iter().map(value))
                .map_err(|error| (fault(&error), true))?;
            while let Some(row) = rows.next().map_err(|error| (fault(&error), true))? {
                if each(&PostgresRow(&row)).map_err(|error| (error, false))?
                    == ControlFlow::Break(())
                {
                    break;
                }
            }
            Ok(())
        })();
        read.map_err(|(error, of_server)| {
            self.broken |= of_server && self.in_transaction;
            error
        })
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.plainly("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")?;
        self.in_transaction = true;
        self.broken = false;
        // All writers queue here; what they read from now on is what the one before committed.
        if let Err(error) = self.plainly("SELECT 1 FROM head WHERE id = 1 FOR UPDATE") {
            self.roll_back();
            return Err(error);
        }
        Ok(())
    }

    fn begin_reading(&mut self) -> Result<(), StoreError> {
        self.plainly("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        self.in_transaction = true;
        self.broken = false;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.broken {
            return Err(StoreError::Undone);
        }
        self.client.batch_execute("COMMIT").map_err(|error| committing(&error))?;
        self.in_transaction = false;
        Ok(())
    }

    fn roll_back(&mut self) {
        // A server that cannot be reached undoes the transaction when it misses this client.
        let _ = self.client.batch_execute("ROLLBACK");
        self.in_transaction = false;
        self.broken = false;
    }

    fn mark(&mut self) -> Result<(), StoreError> {
        self.plainly("SAVEPOINT mark")
    }

    fn release_mark(&mut self) -> Result<(), StoreError> {
        self.plainly("RELEASE mark")
    }

    fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.plainly("ROLLBACK TO mark; RELEASE mark")?;
        self.broken = false;
        Ok(())
    }

    fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    fn settle(&mut self) -> Result<Settled, StoreError> {
        let sql = "DELETE FROM meta WHERE name = 'unsettled'";
        Ok(if self.execute(sql, &[])? > 0 { Settled::Shredded } else { Settled::Clean })
    }

    fn is_whole(&mut self) -> Result<bool, StoreError> {
        // The server checks its pages itself, where it was set up with checksums, and says so when they
        // are read.
        Ok(true)
    }

    fn compact(&mut self) -> Result<(), StoreError> {
        for table in ["record", "wrapped_key", "blind_index", "log_payload", "log_person", "event"]
        {
            self.plainly(&format!("VACUUM (FULL) {table}"))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Postgres")
            .field("in_transaction", &self.in_transaction)
            .finish_non_exhaustive()
    }
}

/// A row of PostgreSQL's.
struct PostgresRow<'r>(&'r postgres::Row);

impl PostgresRow<'_> {
    fn value<'a, T: FromSql<'a>>(&'a self, place: usize) -> Result<Option<T>, StoreError> {
        self.0.try_get(place).map_err(|_| StoreError::Damaged("a column of another kind"))
    }
}

impl Row for PostgresRow<'_> {
    fn maybe_blob(&self, place: usize) -> Result<Option<&[u8]>, StoreError> {
        self.value(place)
    }

    fn maybe_int(&self, place: usize) -> Result<Option<i64>, StoreError> {
        self.value(place)
    }

    fn maybe_text(&self, place: usize) -> Result<Option<&str>, StoreError> {
        self.value(place)
    }
}

/// A value as the client takes it.
fn value<'b>(bind: &'b Bind<'_>) -> &'b (dyn ToSql + Sync) {
    match bind {
        Bind::Blob(bytes) => bytes,
        Bind::Int(number) => number,
        Bind::MaybeInt(number) => number,
        Bind::MaybeText(text) => text,
        Bind::Text(text) => text,
    }
}

/// Whether no network is between here and the server.
fn is_local(config: &Config) -> bool {
    let hosts = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    // An address that is given goes before the name.
    hosts && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// Whether a name can stand in a statement as it is.
fn is_plain(schema: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    schema.len() <= 63
        && schema.bytes().all(small)
        && schema.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
        && !schema.starts_with("pg_")
}
