//! `verify`: whether a log is whole, and where it breaks.

use caldicott::audit::SignedCheckpoint;
use caldicott::store::{LogFile, Store, StoreError};

use crate::args::Verify;
use crate::input;
use crate::keys::Casebook;
use crate::output::{self, Format};
use crate::progress::Progress;
use crate::stop::Stop;

pub(crate) fn run(arguments: &Verify) -> Result<(), Stop> {
    let name = arguments.log.to_string_lossy();
    let unreadable = |error: StoreError| Stop::bad_file(&name, error.to_string());
    if arguments.log.is_dir() {
        return Err(Stop::bad_file(&name, "a file is wanted, and this is a folder"));
    }
    if !arguments.log.exists() {
        return Err(Stop::bad_file(&name, "there is no such file"));
    }
    if let Some(path) = arguments.checkpoint.as_ref().filter(|path| path.exists()) {
        // One that was kept is what shows a log that was rewritten since.
        return Err(Stop::bad_file(&path.to_string_lossy(), "there is such a file already"));
    }
    let keyed = keyed(arguments)?;
    let log = LogFile::open(&arguments.log).map_err(unreadable)?;
    let mut checkpoints = Vec::new();
    // A checkpoint that the file itself holds shows damage; only one kept elsewhere shows rewriting.
    match log.newest_checkpoint() {
        Ok(newest) => checkpoints.extend(newest.map(|signed| signed.checkpoint().clone())),
        Err(error) => return Err(Stop::Failed(format!("{name}: broken: {error}"))),
    }
    if let Some(path) = &arguments.since {
        let text = input::text(path)?;
        let key = log.stated_key().map_err(unreadable)?;
        let key = key.ok_or_else(|| Stop::bad_file(&name, "the log was never signed"))?;
        let signed = SignedCheckpoint::open(text.text.as_bytes(), log.origin(), &[&key])
            .map_err(|error| Stop::bad_file(path, error.to_string()))?;
        checkpoints.push(signed.checkpoint().clone());
    }
    // From here on a database that cannot be read is a log that is broken.
    let broken = |error: StoreError| Stop::Failed(format!("{name}: broken: {error}"));
    let size = log.size().map_err(broken)?;
    let progress = Progress::new("verify", usize::try_from(size).unwrap_or(usize::MAX));
    let report = log
        .verify(checkpoints, |done| {
            if done.is_multiple_of(4096) {
                progress.at(usize::try_from(done).unwrap_or(usize::MAX));
            }
        })
        .map_err(broken)?;
    drop(progress);
    match arguments.format {
        // What is broken is said once.
        Format::Table if !report.is_sound() => {
            return Err(Stop::Failed(format!("{name}: {report}")));
        }
        Format::Table => output::print(&format!("{report}\n"))?,
        Format::Json => {
            let value = serde_json::json!({
                "log": log.origin().to_string(),
                "sound": report.is_sound(),
                "entries": report.entries(),
                "intact": report.intact(),
                "erased_lawfully": report.erased(),
                "broken": report.broken(),
                "first_broken": report.first_broken(),
                "root": report.root().map(|root| root.to_string()),
            });
            output::print(&format!("{value}\n"))?;
        }
    }
    if report.is_sound() {
        return keyed.map_or(Ok(()), |(casebook, store)| sealed(arguments, &casebook, store));
    }
    let first = report.first_broken().unwrap_or_default();
    Err(Stop::Failed(format!("{name}: the log is broken at entry {first}")))
}

/// The casebook, opened with its key, where one is given.
fn keyed(arguments: &Verify) -> Result<Option<(Casebook, Store)>, Stop> {
    let (Some(kek), Some(tenant)) = (&arguments.kek, &arguments.tenant) else { return Ok(None) };
    let casebook =
        Casebook { file: arguments.log.clone(), kek: kek.clone(), tenant: tenant.clone() };
    let store = casebook.open()?;
    Ok(Some((casebook, store)))
}

/// What stands beside the log, held against what is sealed in it.
fn sealed(arguments: &Verify, casebook: &Casebook, mut store: Store) -> Result<(), Stop> {
    let report = store.verify_sealed(|_| {}).map_err(|error| casebook.refused(&error))?;
    if let Some(path) = arguments.checkpoint.as_ref().filter(|_| report.is_sound()) {
        let signed = store.checkpoint().map_err(|error| casebook.refused(&error))?;
        output::write_new(path, signed.to_string().as_bytes())?;
    }
    store.close().map_err(|error| casebook.refused(&error))?;
    let text = report.to_string();
    if !report.is_sound() {
        return Err(Stop::Failed(text));
    }
    if arguments.format == Format::Table {
        return output::print(&format!("{text}\n"));
    }
    let value = serde_json::json!({
        "sealed": {
            "sound": true,
            "entries": report.entries(),
            "opened": report.opened(),
            "erased": report.erased(),
            "tombstones": report.tombstones(),
        },
    });
    output::print(&format!("{value}\n"))
}
