//! A throwaway PostgreSQL server on a socket of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use postgres::{Client, NoTls};

/// A server. It stops, and its files go, when this is dropped.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    home: tempfile::TempDir,
}

impl Server {
    /// Starts one, with the settings it comes with but for durability: no write is waited for.
    ///
    /// # Errors
    /// Why there is none.
    pub fn start() -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL is installed")?;
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let server = Self { programs, home };
        let place = server.home.path().display().to_string();
        if !run_as().is_empty() {
            let done = Command::new("chown").arg("postgres").arg(&place).status();
            done.ok().filter(std::process::ExitStatus::success).ok_or("cannot give it a home")?;
        }
        let (data, log) = (format!("{place}/data"), format!("{place}/log"));
        server.program("initdb", &["-D", &data, "-A", "trust", "-U", "t", "--no-sync"])?;
        let options = format!(
            "-k {place} -c listen_addresses= -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_wal_size=4GB -c shared_buffers=1GB -c autovacuum=off"
        );
        server.program("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(server)
    }

    /// A connection.
    #[must_use]
    pub fn connect(&self) -> Client {
        let place = self.home.path().display();
        Client::connect(&format!("host={place} user=t dbname=postgres"), NoTls)
            .expect("a server of our own")
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Result<(), String> {
        let mut words = run_as();
        words.push(self.programs.join(name).display().to_string());
        words.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        let (first, rest) = words.split_first().ok_or("no program")?;
        let done = Command::new(first)
            .args(rest)
            .current_dir(self.home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| format!("{name}: {error}"))?;
        if done.success() { Ok(()) } else { Err(format!("{name} failed")) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.home.path().join("data").display().to_string();
        let _ = self.program("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
    }
}

/// The processor time that a server process has had, as Linux counts it.
#[must_use]
pub fn spent_by(process: i32) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{process}/schedstat")).expect("Linux");
    let first = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Duration::from_nanos(first.expect("nanoseconds"))
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
