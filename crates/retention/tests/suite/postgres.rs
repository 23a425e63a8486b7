//! Row and PostgreSQL say the same, in a throwaway server. Where none is installed it says so.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use caldicott_retention::{Day, Dialect, Parameter, Query, Standing, Stored, TableMap};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::convert::schedule;
use crate::people::{self, literal};
use crate::worlds;

struct Server {
    programs: PathBuf,
    home: tempfile::TempDir,
}

impl Server {
    /// A server of our own on a socket of our own, or why there is none.
    fn start() -> Result<Self, String> {
        let programs = programs().ok_or("no PostgreSQL is installed")?;
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let server = Self { programs, home };
        let owner = run_as();
        if !owner.is_empty() {
            let home = server.home.path();
            let done = Command::new("chown").arg("postgres").arg(home).status();
            done.ok().filter(std::process::ExitStatus::success).ok_or("cannot give it a home")?;
        }
        let data = server.home.path().join("data").display().to_string();
        let socket = server.home.path().display().to_string();
        server.program("initdb", &["-D", &data, "-A", "trust", "-U", "t", "--no-sync"])?;
        let options = format!("-k {socket} -c listen_addresses= -c fsync=off");
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

    fn ask(&self, script: &str) -> Vec<String> {
        let mut child = Command::new(self.programs.join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-U",
                "t",
                "-d",
                "postgres",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
            ])
            .arg(self.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let script = script.to_owned();
        let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
        let done = child.wait_with_output().unwrap();
        writer.join().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect()
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
    let has_all =
        |place: &Path| ["initdb", "pg_ctl", "psql"].iter().all(|name| place.join(name).exists());
    places.into_iter().find(|place| has_all(place))
}

fn execute(script: &mut String, name: &str, query: &Query, stored: Stored) {
    let values: Vec<String> = query
        .parameters()
        .iter()
        .map(|parameter| match parameter {
            Parameter::Day(day) => literal(Some(*day), stored),
            Parameter::Text(text) => format!("'{}'", text.replace('\'', "''")),
        })
        .collect();
    writeln!(script, "\\echo {name}\nPREPARE {name} AS {};", query.text()).unwrap();
    let arguments =
        if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    writeln!(script, "EXECUTE {name}{arguments};\nDEALLOCATE {name};").unwrap();
}

#[test]
fn row_and_postgresql_agree() {
    let server = match Server::start() {
        Ok(server) => server,
        Err(reason) => {
            println!("NOT RUN: row_and_postgresql_agree: {reason}");
            return;
        }
    };
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let mut runner = TestRunner::deterministic();
    for case in 0..cases {
        let tree = (worlds::world(), people::people(40), worlds::day(), 0_i32..4_000);
        let (world, people, any, days) = tree.new_tree(&mut runner).unwrap().current();
        let as_of = people.edge(&world, any, case);
        let stored = if case % 2 == 0 { Stored::Date } else { Stored::EpochDays };
        let kind = if case % 2 == 0 { "date" } else { "integer" };
        let mut script = people.script(stored, kind, "a");
        let mut expected: Vec<String> = Vec::new();
        let schedule = world.schedule();
        let map = people.map(stored);
        let compiled = people::compiled(&schedule, "a", as_of);
        let rows = people.standings(&world, "a", as_of);
        for standing in Standing::ALL {
            let name = format!("q{case}_{standing}");
            let query = compiled.query(&map, Dialect::PostgreSql, standing).unwrap();
            execute(&mut script, &name, &query, stored);
            writeln!(script, "{};", query.literal_text()).unwrap();
            expected.push(name);
            let found = people::rows_with(&rows, standing).into_iter().map(|id| id.to_string());
            let found: Vec<String> = found.collect();
            expected.extend(found.iter().chain(&found).cloned());
        }
        let query = compiled.state_query(&map, Dialect::PostgreSql).unwrap();
        execute(&mut script, "state", &query, stored);
        expected.push("state".into());
        expected.extend(rows.iter().enumerate().map(|(id, code)| format!("{id}|{}", *code as u8)));
        let earlier = as_of.plus_days(-days).unwrap();
        let before = people.standings(&world, "a", earlier);
        // PostgreSQL understands what is written for DuckDB as well.
        for dialect in [Dialect::PostgreSql, Dialect::DuckDb] {
            let became = schedule
                .became_due_queries(&["none", "a"], earlier, as_of, &map, "class", dialect)
                .unwrap();
            let due = schedule.due_queries(&["none", "a"], as_of, &map, "class", dialect).unwrap();
            for (queries, ids) in [
                (became, people::became(&before, &rows)),
                (due, people::rows_with(&rows, Standing::Due)),
            ] {
                writeln!(script, "\\echo {dialect:?}\nCREATE TEMP TABLE found (id integer);")
                    .unwrap();
                for query in &queries {
                    writeln!(script, "INSERT INTO found {};", query.literal_text()).unwrap();
                }
                writeln!(script, "SELECT id FROM found ORDER BY id; DROP TABLE found;").unwrap();
                expected.push(format!("{dialect:?}"));
                expected.extend(ids.into_iter().map(|id| id.to_string()));
            }
        }
        assert_eq!(server.ask(&script), expected, "{script}");
    }

    // The join over many classes: its parameters need types that a database does not guess.
    let rule = |class: &str, keep: u8| {
        format!(
            "[[rule]]\nid = \"{class}\"\nclass = \"{class}\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
             keep = \"{keep} years after ended\"\n"
        )
    };
    let text = format!("[trigger]\nended = \"e\"\n{}{}", rule("client", 8), rule("visit", 2));
    let schedule = schedule(&text);
    for (kind, stored) in [("date", Stored::Date), ("integer", Stored::EpochDays)] {
        let mut script =
            format!("DROP TABLE IF EXISTS j; CREATE TABLE j (id text, class text, e {kind});\n");
        for (id, class, ended) in [
            ("a", "client", "2018-11-21"),
            ("b", "client", "2018-11-22"),
            ("c", "visit", "2024-11-21"),
            ("d", "visit", "2024-11-22"),
            ("e", "visit", "1900-01-01"),
            ("f", "other", "2000-01-01"),
        ] {
            let day = literal(Some(ended.parse().unwrap()), stored);
            writeln!(script, "INSERT INTO j VALUES ('{id}', '{class}', {day});").unwrap();
        }
        let map = TableMap::new("j", "id", stored).in_schema("public").dated("ended", "e");
        let as_of = Day::literal(2026, 11, 21);
        let queries = schedule
            .due_queries(&["client", "visit"], as_of, &map, "class", Dialect::PostgreSql)
            .unwrap();
        assert_eq!(queries.len(), 1);
        execute(&mut script, "joined", &queries[0], stored);
        assert_eq!(server.ask(&script), ["joined", "a", "c"]);
    }
}
