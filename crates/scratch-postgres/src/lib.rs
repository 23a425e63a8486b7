//! A throwaway PostgreSQL server on a socket of its own, for tests and benches that must run on the
//! real thing. Not published, and no library may depend on it.
//!
//! The programs are found on PATH or where Debian puts them. Where there are none, [`Server::start`] says
//! so and the caller prints that it did not run.
//!
//! ```
//! use caldicott_scratch_postgres::Server;
//!
//! match Server::start(&["fsync=off"]) {
//!     Ok(server) => assert_eq!(server.ask("SELECT 1, 'a'")?, ["1|a"]),
//!     Err(reason) => println!("NOT RUN: {reason}"),
//! }
//! # Ok::<(), String>(())
//! ```
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server. It stops, and its files go, when this is dropped.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    home: tempfile::TempDir,
}

impl Server {
    /// Starts one with its default settings but for these, each `name=value`.
    ///
    /// # Errors
    /// Why there is none.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL is installed")?;
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let server = Self { programs, home };
        let place = server.home.path().display().to_string();
        if is_root() {
            let done = Command::new("chown").arg("postgres").arg(&place).status();
            done.ok().filter(std::process::ExitStatus::success).ok_or("cannot give it a home")?;
        }
        let (data, log) = (format!("{place}/data"), format!("{place}/log"));
        server.program("initdb", &["-D", &data, "-A", "trust", "-U", "t", "--no-sync"])?;
        let mut options = format!("-k {place} -c listen_addresses=");
        for setting in settings {
            options += &format!(" -c {setting}");
        }
        server.program("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(server)
    }

    /// Where a client connects, in the words of libpq.
    #[must_use]
    pub fn address(&self) -> String {
        format!("host={} user=t dbname=postgres", self.home.path().display())
    }

    /// Runs a script in `psql` and gives its lines: the columns of a row are parted by `|`.
    ///
    /// # Errors
    /// What `psql` said, at the first statement that failed.
    pub fn ask(&self, script: &str) -> Result<Vec<String>, String> {
        let mut child = Command::new(self.programs.join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d"])
            .arg(self.address())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut input = child.stdin.take().ok_or("psql reads nothing")?;
        let script = script.to_owned();
        // In a thread of its own, or a long answer would stand in the way of a long script. A script
        // that stops at a fault is not read to its end, which its error tells.
        let writer = std::thread::spawn(move || drop(input.write_all(script.as_bytes())));
        let done = child.wait_with_output().map_err(|error| error.to_string())?;
        writer.join().map_err(|_| "the script was not written")?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned());
        }
        let text = String::from_utf8(done.stdout).map_err(|error| error.to_string())?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    fn program(&self, name: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.programs.join(name);
        let mut command = if is_root() {
            // PostgreSQL refuses to run as root.
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let done = command
            .args(arguments)
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

fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output().map(|out| out.stdout).unwrap_or_default();
    String::from_utf8_lossy(&user).trim() == "0"
}

fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        places.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let has_all =
        |place: &Path| ["initdb", "pg_ctl", "psql"].iter().all(|name| place.join(name).exists());
    places.into_iter().find(|place| has_all(place))
}
