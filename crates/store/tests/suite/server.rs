//! A throwaway PostgreSQL server, one for the tests that run at the same time.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use caldicott_scratch_postgres::Server;
use caldicott_store::{LogFile, Options, Store, StoreError};
use postgres::{Client, NoTls};

use crate::place::Place;

static RUNNING: Mutex<Weak<Server>> = Mutex::new(Weak::new());
static SCHEMAS: AtomicU64 = AtomicU64::new(0);

/// The server, started if it does not run; or why there is none.
pub(crate) fn shared() -> Result<Arc<Server>, String> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = running.upgrade() {
        return Ok(server);
    }
    let server = Arc::new(Server::start(&["max_connections=200"])?);
    *running = Arc::downgrade(&server);
    Ok(server)
}

pub(crate) fn connect(server: &Server) -> Client {
    Client::connect(&server.address(), NoTls).unwrap()
}

/// A casebook in a schema of the server.
pub(crate) struct InServer {
    pub(crate) server: Arc<Server>,
    pub(crate) schema: String,
    folder: tempfile::TempDir,
}

impl InServer {
    /// A schema of its own, or `None` where no server is installed; that is printed.
    pub(crate) fn new(test: &str) -> Option<Self> {
        match shared() {
            Ok(server) => {
                let schema = format!("casebook_{}", SCHEMAS.fetch_add(1, Ordering::SeqCst));
                Some(Self { server, schema, folder: tempfile::tempdir().unwrap() })
            }
            Err(reason) => {
                println!("NOT RUN: {test} on PostgreSQL: {reason}");
                None
            }
        }
    }
}

impl Place for InServer {
    fn open_as(&self, options: Options) -> Result<Store, StoreError> {
        options.connect(&self.server.address(), &self.schema)
    }

    fn log(&self) -> Result<LogFile, StoreError> {
        LogFile::connect(&self.server.address(), &self.schema)
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn tamper(&self, sql: &str) {
        // SQLite writes bytes as x'00', PostgreSQL as '\x00'.
        let sql = sql.replace("x'", "'\\x");
        let script = format!("SET search_path = {}; {sql}", self.schema);
        connect(&self.server).batch_execute(&script).unwrap();
    }

    fn back_up(&self) -> Box<dyn Fn() + '_> {
        let mut client = connect(&self.server);
        let copy = format!("{}_copy", self.schema);
        let tables: Vec<String> = client
            .query(
                "SELECT relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace \
                    WHERE nspname = $1 AND relkind = 'r'",
                &[&self.schema],
            )
            .unwrap()
            .iter()
            .map(|row| row.get(0))
            .collect();
        client.batch_execute(&format!("CREATE SCHEMA {copy}")).unwrap();
        for table in &tables {
            let sql =
                format!("CREATE TABLE {copy}.{table} AS SELECT * FROM {}.{table}", self.schema);
            client.batch_execute(&sql).unwrap();
        }
        Box::new(move || {
            let mut client = connect(&self.server);
            for table in &tables {
                let schema = &self.schema;
                let sql = format!(
                    "DELETE FROM {schema}.{table}; INSERT INTO {schema}.{table} SELECT * FROM {copy}.{table}"
                );
                client.batch_execute(&sql).unwrap();
            }
        })
    }
}
