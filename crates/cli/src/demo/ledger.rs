//! Stage 7: verify the log, then change one byte of a copy and show where it breaks.

use std::fs;

use caldicott::audit::Row;
use caldicott::store::LogFile;

use super::Setting;
use super::book::{self, failed};
use crate::output;
use crate::progress::Progress;
use crate::report;
use crate::stop::Stop;

pub(crate) fn check(setting: &Setting) -> Result<report::LogCheck, Stop> {
    let mut store = book::open(setting)?;
    let signed = store.checkpoint().map_err(failed)?;
    store.close().map_err(failed)?;
    let checkpoint = signed.to_string();
    output::write_file(&setting.path("checkpoint.txt"), checkpoint.as_bytes())?;

    let path = setting.path("casebook.db");
    let log = LogFile::open(&path).map_err(failed)?;
    let entries = log.size().map_err(failed)?;
    let progress = Progress::new("log", usize::try_from(entries).unwrap_or(usize::MAX));
    let report = log
        .verify([signed.checkpoint().clone()], |size| {
            if size.is_multiple_of(1024) {
                progress.at(usize::try_from(size).unwrap_or(usize::MAX));
            }
        })
        .map_err(failed)?;
    drop(progress);
    if !report.is_sound() {
        return Err(Stop::Failed(format!("the log just written is not sound: {report}")));
    }

    // The copy lives outside the folder that is left behind, and goes when this is done.
    let scratch =
        tempfile::tempdir().map_err(|error| Stop::io("make", "a temporary folder", &error))?;
    let copy = scratch.path().join("changed.db");
    let changed = change_one_byte(&path, &copy, &log, entries / 2)?;
    let copied = LogFile::open(&copy).map_err(failed)?;
    let damage = copied.verify([signed.checkpoint().clone()], |_| {}).map_err(failed)?;
    let Some(broken) = damage.first_broken() else {
        return Err(Stop::Failed("a changed byte in the log was not noticed".to_owned()));
    };
    if broken != changed {
        let message = format!("byte changed in entry {changed}, reported at entry {broken}");
        return Err(Stop::Failed(message));
    }
    let root = report.root().map(|root| root.to_string()).unwrap_or_default();
    Ok(report::LogCheck {
        entries,
        root,
        intact: format!("intact; {}", one_line(&report.to_string())),
        damaged: format!("entry {broken}: {}", one_line(&damage.to_string())),
        checkpoint,
    })
}

pub(crate) fn summary(log: &report::LogCheck) -> String {
    format!("{} entries verified, a changed byte found", log.entries)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Copies the casebook and flips one bit in the public part of an entry, on disk, behind the database's
/// back. Gives the entry.
fn change_one_byte(
    from: &std::path::Path,
    to: &std::path::Path,
    log: &LogFile,
    wanted: u64,
) -> Result<u64, Stop> {
    let name = to.to_string_lossy();
    let mut leaf = None;
    log.rows(|row: Row| {
        if row.index == wanted {
            leaf = Some(row.leaf);
        }
        Ok::<(), caldicott::store::StoreError>(())
    })
    .map_err(failed)?;
    let leaf = leaf.ok_or_else(|| Stop::Failed("the log has no entry to change".to_owned()))?;
    let mut bytes = fs::read(from).map_err(|error| Stop::io("read", &name, &error))?;
    let place = memchr::memmem::find(&bytes, &leaf)
        .ok_or_else(|| Stop::Failed("the entry's bytes were not found in the file".to_owned()))?;
    if let Some(byte) = bytes.get_mut(place + leaf.len() / 2) {
        *byte ^= 1;
    }
    fs::write(to, bytes).map_err(|error| Stop::io("write", &name, &error))?;
    Ok(wanted)
}
