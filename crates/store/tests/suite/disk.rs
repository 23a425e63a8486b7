//! Full disks and failing ones. What this machine does not let a test do is printed as not run.

use std::path::{Path, PathBuf};
use std::process::Command;

use caldicott_model::RuntimeRecord;
use caldicott_store::{Cell, StoreError};

use crate::child::{Spot, Tally, check, hear, start};
use crate::place::{DAY, scale, schema};

/// A small disk of its own, gone when dropped.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        done.is_ok_and(|done| done.success()).then_some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

#[test]
fn a_full_disk_is_told_and_work_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(3) else {
        println!("NOT RUN: a full disk: this user may not mount one");
        return;
    };
    let spot = Spot::File(disk.path().join("casebook.db"));
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![1; 1 << 20]).unwrap();
    let mut child = start(&spot, 3, 100_000, &[]);
    let said = hear(&mut child, |_| {});
    assert_eq!(said.failed.as_deref(), Some("failed Full"));
    assert!(said.tally.puts > 10);
    // One store that meets it in the middle of a batch, and goes on when there is room again.
    let mut store = spot.open().unwrap();
    let before = store.count("client").unwrap();
    let schema = schema();
    let long = "x".repeat(200_000);
    let cells = ["Haque", long.as_str(), "Move-on"];
    let mut batch = store.begin().unwrap();
    let full = (0..100).find_map(|number| {
        let id = format!("big-{number}");
        let record = RuntimeRecord::new(&schema, &cells);
        batch.put("big", &id, &record, &[("d", DAY)]).err()
    });
    // Either on the way or at the end; and whatever is done after that, nothing of it is kept.
    match full {
        Some(error) => {
            assert!(matches!(error, StoreError::Full), "{error:?}");
            let record = RuntimeRecord::new(&schema, &["Haque", "x", "y"]);
            let after = batch.put("big", "after", &record, &[]);
            let kept = batch.commit();
            assert!(after.is_err() || kept.is_err());
        }
        None => assert!(matches!(batch.commit(), Err(StoreError::Full))),
    }
    assert_eq!(store.count("client").unwrap(), before);
    std::fs::remove_file(&filler).unwrap();
    let mut batch = store.begin().unwrap();
    batch.put("p-x", "f-x", &RuntimeRecord::new(&schema, &["Osei", "x", "y"]), &[]).unwrap();
    batch.remove("client", "f-x").unwrap();
    batch.commit().unwrap();
    store.close().unwrap();
    check(&spot, said.tally);
}

#[test]
fn a_disk_that_fills_up_with_keys_alone_is_told_as_full_too() {
    let Some(disk) = SmallDisk::mount(2) else {
        println!("NOT RUN: a full disk: this user may not mount one");
        return;
    };
    let mut store = Spot::File(disk.path().join("casebook.db")).open().unwrap();
    let schema = schema();
    let tag = &schema.fields()[0];
    let mut batch = store.begin().unwrap();
    let full = (0..100_000).find_map(|number| {
        let person = format!("p-{number}");
        let (record_type, record_id) = ("client", person.as_str());
        let cell = Cell { person: &person, record_type, record_id, field: tag.name() };
        batch.seal_cell(cell, tag, b"Haque").err()
    });
    assert!(matches!(full, Some(StoreError::Full)), "{full:?}");
}

/// Where system calls can be made to fail.
fn strace() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|place| place.join("strace"));
    let found = found.into_iter().find(|program| program.exists())?;
    let allowed = Command::new(&found)
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(std::process::Stdio::null())
        .status();
    allowed.is_ok_and(|done| done.success()).then_some(found)
}

/// Runs a child in which the k-th call of a kind fails, or kills it; then holds it to what it promised.
fn inject(kind: u64, calls: &str, what: &str, nth: u64) -> Option<crate::child::Said> {
    let strace = strace()?.display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let spot = Spot::File(folder.path().join("casebook.db"));
    // Something is there already, erased people among it.
    drop(spot.open().unwrap());
    let mut child = start(&spot, 1, 12, &[]);
    let promised = hear(&mut child, |_| {});
    assert_eq!(promised.failed, None);
    let rule = format!("inject={calls}:{what}:when={nth}");
    let before = [strace.as_str(), "-f", "-qq", "-o", "/dev/null", "-e", &rule];
    let mut child = start(&spot, kind, 6, &before);
    let said = hear(&mut child, |_| {});
    let promised: Tally = if said.tally.puts > 0 { said.tally } else { promised.tally };
    check(&spot, promised);
    Some(said)
}

#[test]
fn after_a_failed_write_or_sync_nothing_more_is_promised() {
    if strace().is_none() {
        println!("NOT RUN: failing system calls: strace is not there or not allowed");
        return;
    }
    let every = scale("CALDICOTT_STORE_FAULTS", 6);
    let mut failed = 0;
    for (calls, what) in [
        ("fdatasync,fsync", "error=EIO"),
        ("pwrite64", "error=EIO"),
        ("pwrite64", "error=ENOSPC"),
        ("ftruncate", "error=EIO"),
    ] {
        for nth in 1..=every {
            // Batches, erasing and settling, keys.
            let said = inject(nth % 3, calls, what, nth * 3 - 2).unwrap();
            failed += u64::from(said.failed.is_some() || !said.opened);
        }
    }
    println!("{failed} of {} runs met the fault and said so", 4 * every);
    assert!(failed > 0);
}

#[test]
fn a_process_killed_in_any_call_that_writes_leaves_a_whole_casebook() {
    if strace().is_none() {
        println!("NOT RUN: kills in system calls: strace is not there or not allowed");
        return;
    }
    let every = scale("CALDICOTT_STORE_FAULTS", 6);
    for calls in ["pwrite64", "fdatasync,fsync", "ftruncate", "rename,unlink"] {
        for nth in 1..=every {
            let _ = inject(nth % 3, calls, "signal=SIGKILL", nth * 2 - 1).unwrap();
        }
    }
}

/// A kill cannot show that a sync is missing, for what was written stays in the system's memory. So the
/// calls themselves are watched: nothing is promised while the log has writes that were not synced, and
/// the log is not cut while the file has.
#[test]
fn nothing_is_promised_before_it_was_synced() {
    let Some(strace) = strace() else {
        println!("NOT RUN: watching system calls: strace is not there or not allowed");
        return;
    };
    let strace = strace.display().to_string();
    let folder = tempfile::tempdir().unwrap();
    let spot = Spot::File(folder.path().join("casebook.db"));
    drop(spot.open().unwrap());
    for kind in [0, 1, 2] {
        let trace = folder.path().join("trace").display().to_string();
        let calls = "trace=pwrite64,write,fdatasync,fsync,ftruncate";
        let before = [strace.as_str(), "-f", "-qq", "-y", "-s", "16", "-o", &trace, "-e", calls];
        let mut child = start(&spot, kind, 30, &before);
        assert_eq!(hear(&mut child, |_| {}).failed, None);
        let (mut log, mut file) = (false, false);
        let (mut promises, mut cuts) = (0, 0);
        for line in std::fs::read_to_string(&trace).unwrap().lines() {
            let call = line.split_once(' ').map_or("", |(_, call)| call.trim_start());
            let of = |ending: &str| call.contains(&format!("{ending}>"));
            if call.starts_with("pwrite64(") {
                log |= of("casebook.db-wal");
                file |= of("casebook.db");
            } else if call.starts_with("fdatasync(") || call.starts_with("fsync(") {
                log &= !of("casebook.db-wal");
                file &= !of("casebook.db");
            } else if call.starts_with("ftruncate(") && of("casebook.db-wal") {
                assert!(!file, "the log is cut before the file was synced");
                log = false;
                cuts += 1;
            } else if call.starts_with("write(1<") && call.contains(">done") {
                assert!(!log, "a promise before the log was synced");
                promises += 1;
            }
        }
        assert_eq!(promises, 30);
        println!("kind {kind}: {promises} promises, {cuts} cuts of the log, each after its sync");
    }
}
