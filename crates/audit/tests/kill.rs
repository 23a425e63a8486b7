//! A writer that is really killed loses nothing that it was told is safe.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use caldicott_audit::{FileStorage, Log, StorageError};
use support::{Random, Toy, at, draft, erasure, origin, salts, scale};

const PLACE: &str = "CALDICOTT_KILL_PLACE";

/// The writer: run by the test below in a process of its own, never by itself.
#[test]
#[ignore = "it is the process that is killed"]
fn writer() {
    let Ok(place) = std::env::var(PLACE) else { return };
    let storage = match FileStorage::open(&place, &origin()) {
        Err(StorageError::Place(_)) => FileStorage::create(&place, &origin()).unwrap(),
        other => other.unwrap(),
    };
    let mut log = Log::open(origin(), storage).unwrap();
    let mut out = std::io::stdout();
    loop {
        let number = log.size();
        if number % 5 == 4 {
            log.erase(&[number - 1], erasure(), at(number), &mut Toy, &mut salts()).unwrap();
        } else {
            let batch = (0..=number % 3).map(|more| (draft(number + more), ())).collect();
            log.record_all(batch, at(number), &mut Toy, &mut salts()).unwrap();
        }
        // Only now is it answered for.
        writeln!(out, "safe {}", log.size()).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_was_answered_for() {
    let kills = scale("CALDICOTT_KILLS", 20);
    let directory = tempfile::tempdir().unwrap();
    let mut random = Random(3);
    let mut safe = 0;
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--ignored", "--nocapture"])
            .env(PLACE, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let enough = 1 + random.below(12);
        let mut heard = 0;
        for line in lines.by_ref() {
            if let Some(size) = line.unwrap().strip_prefix("safe ") {
                safe = safe.max(size.parse::<u64>().unwrap());
                heard += 1;
                if heard >= enough {
                    break;
                }
            }
        }
        // Somewhere inside the next writes.
        for _ in 0..random.below(20_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            if let Some(size) = line.unwrap_or_default().strip_prefix("safe ") {
                safe = safe.max(size.parse().unwrap_or(0));
            }
        }
        assert!(heard >= enough, "kill {kill}: the writer ended by itself");
        let storage = FileStorage::open(directory.path(), &origin()).unwrap();
        let log = Log::open(origin(), storage).unwrap();
        assert!(log.size() >= safe, "kill {kill}: {} entries, {safe} answered for", log.size());
        let report = log.verify([], |_| {});
        assert!(report.is_sound(), "kill {kill}: {report}");
        safe = log.size();
    }
    println!("{kills} kills, {safe} entries, none lost");
}
