//! A throwaway PostgreSQL server, one for the tests that run at the same time.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use caldicott_store::{LogFile, Options, Store, StoreError};
use postgres::{Client, NoTls};

use crate::place::Place;

/// A server of our own on a socket of our own.
pub(crate) struct Server {
    programs: PathBuf,
    home: tempfile::TempDir,
}

static RUNNING: Mutex<Weak<Server>> = Mutex::new(Weak::new());
static SCHEMAS: AtomicU64 = AtomicU64::new(0);

impl Server {
    /// The server, started if it does not run; or why there is none.
    pub(crate) fn shared() -> Result<Arc<Self>, String> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = running.upgrade() {
            return Ok(server);
        }
        let server = Arc::new(Self::start()?);
        *running = Arc::downgrade(&server);
        Ok(server)
    }

    fn start() -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL is installed")?;
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let server = Self { programs, home };
        if !run_as().is_empty() {
            let home = server.home.path();
            let done = Command::new("chown").arg("postgres").arg(home).status();
            done.ok().filter(std::process::ExitStatus::success).ok_or("cannot give it a home")?;
        }
        let data = server.home.path().join("data").display().to_string();
        let socket = server.home.path().display().to_string();
        server.program("initdb", &["-D", &data, "-A", "trust", "-U", "t", "--no-sync"])?;
        let options = format!("-k {socket} -c listen_addresses= -c max_connections=200");
        let log = server.home.path().join("log").display().to_string();
        server.program("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(server)
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Result<(), String> {
        let mut words = run_as();
        words.push(self.programs.join(name).display().to_string());
        words.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        let (first, rest) = words.split_first().unwrap();
        let done = Command::new(first)
            .args(rest)
            .current_dir(self.home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| format!("{name}: {error}"))?;
        if done.success() { Ok(()) } else { Err(format!("{name} failed")) }
    }

    pub(crate) fn address(&self) -> String {
        format!("host={} user=t dbname=postgres", self.home.path().display())
    }

    pub(crate) fn client(&self) -> Client {
        Client::connect(&self.address(), NoTls).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.home.path().join("data").display().to_string();
        let _ = self.program("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
    }
}

/// PostgreSQL refuses to run as root.
fn run_as() -> Vec<String> {
    let user = Command::new("id").arg("-u").output().map(|out| out.stdout).unwrap_or_default();
    if String::from_utf8_lossy(&user).trim() == "0" {
        ["runuser", "-u", "postgres", "--"].map(str::to_owned).to_vec()
    } else {
        Vec::new()
    }
}

fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        places.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let has_all = |place: &Path| ["initdb", "pg_ctl"].iter().all(|name| place.join(name).exists());
    places.into_iter().find(|place| has_all(place))
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
        match Server::shared() {
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
        self.server.client().batch_execute(&script).unwrap();
    }

    fn back_up(&self) -> Box<dyn Fn() + '_> {
        let mut client = self.server.client();
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
            let mut client = self.server.client();
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
