//! The casebook that a command works on, and the key that opens it.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use caldicott::audit::Moment;
use caldicott::calendar::Instant;
use caldicott::encryption::{Buffered, EnvKek, FileKek, KekFailure, KeyEncryptionKey};
use caldicott::store::{Store, StoreError};
use clap::Args;

use crate::stop::Stop;

/// What the key that wraps all others is called in the records of the keys it wraps.
pub(crate) const KEK_ID: &str = "file:casebook";

const ENVIRONMENT: &str = "env:";

/// Which casebook, and what opens it.
#[derive(Args, Clone, Debug)]
pub(crate) struct Casebook {
    /// The casebook
    #[arg(long = "casebook", value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The key that wraps all others: its file, or `env:NAME` for an environment variable
    #[arg(long, value_name = "FILE|env:NAME")]
    pub(crate) kek: String,
    /// The organisation's id
    #[arg(long)]
    pub(crate) tenant: String,
}

impl Casebook {
    /// Opens a casebook that is there.
    pub(crate) fn open(&self) -> Result<Store, Stop> {
        let kek = self.key()?;
        if !self.file.is_file() {
            return Err(Stop::bad_file(&self.file.to_string_lossy(), "there is no such file"));
        }
        // A new casebook would be made in it, in which nobody was ever erased.
        if std::fs::metadata(&self.file).is_ok_and(|about| about.len() == 0) {
            return Err(Stop::bad_file(&self.file.to_string_lossy(), "the file is empty"));
        }
        self.open_with(kek)
    }

    /// Makes a casebook, and its key if that is to be in a file: neither may be there yet.
    pub(crate) fn create(&self) -> Result<Store, Stop> {
        if self.file.exists() {
            let name = self.file.to_string_lossy();
            return Err(Stop::bad_file(&name, "there is such a file already"));
        }
        if self.kek.starts_with(ENVIRONMENT) {
            return self.open_with(self.key()?);
        }
        if Path::new(&self.kek).exists() {
            let message = "there is such a file already, and a new casebook gets a key of its own";
            return Err(Stop::bad_file(&self.kek, message));
        }
        let kek = FileKek::create(&self.kek, KEK_ID, &Buffered);
        let kek = kek.map_err(|error| not_made(&self.kek, error))?;
        let made = self.open_with(Arc::new(kek));
        if made.is_err() {
            // Nothing is wrapped under it.
            let _ = std::fs::remove_file(&self.kek);
        }
        made
    }

    fn key(&self) -> Result<Arc<dyn KeyEncryptionKey>, Stop> {
        if let Some(kek) = from_environment(&self.kek)? {
            return Ok(kek);
        }
        let kek = FileKek::open(&self.kek, KEK_ID);
        Ok(Arc::new(kek.map_err(|error| no_key(&self.kek, error))?))
    }

    fn open_with(&self, kek: Arc<dyn KeyEncryptionKey>) -> Result<Store, Stop> {
        let store = Store::open(&self.file, &self.tenant, kek);
        store.map_err(|error| self.refused(&error))
    }

    /// What the casebook refused.
    pub(crate) fn refused(&self, error: &StoreError) -> Stop {
        Stop::casebook(&self.file.to_string_lossy(), error)
    }
}

/// The key in an environment variable, where one is named.
pub(crate) fn from_environment(kek: &str) -> Result<Option<Arc<dyn KeyEncryptionKey>>, Stop> {
    let Some(name) = kek.strip_prefix(ENVIRONMENT) else { return Ok(None) };
    let read = EnvKek::from_var(name, "env:casebook");
    let read = read.map_err(|error| {
        if error == KekFailure::Unavailable {
            return Stop::bad_file(kek, "the environment variable is not set, or is not text");
        }
        Stop::bad_file(kek, error.to_string())
    })?;
    Ok(Some(Arc::new(read)))
}

/// Why the file of a new key was not made.
pub(crate) fn not_made(file: &str, error: KekFailure) -> Stop {
    if error != KekFailure::Unavailable {
        return Stop::bad_file(file, error.to_string());
    }
    if let Err(cause) = File::create_new(file) {
        return Stop::io("make", file, &cause);
    }
    let _ = std::fs::remove_file(file);
    Stop::Io(format!("could not make `{file}`: is there room left where it is kept?"))
}

/// Why the file of a key gave none, and what to do about it.
pub(crate) fn no_key(file: &str, error: KekFailure) -> Stop {
    match File::open(file) {
        Ok(opened) if opened.metadata().is_ok_and(|about| about.is_dir()) => {
            Stop::bad_file(file, "a file is wanted, and this is a folder")
        }
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            Stop::bad_file(file, "there is no such file")
        }
        Err(cause) if error == KekFailure::Unavailable => Stop::io("open", file, &cause),
        _ if error == KekFailure::ExposedFile => {
            Stop::bad_file(file, format!("{error}: take their rights away, as `chmod 600` does"))
        }
        Ok(_) | Err(_) => Stop::bad_file(file, error.to_string()),
    }
}

/// The moment by this machine's clock, for the log.
pub(crate) fn now() -> Result<Moment, Stop> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let at = since.and_then(|since| {
        let instant = Instant::from_unix(i64::try_from(since.as_secs()).ok()?)?;
        let unix_millis = i64::try_from(since.as_millis()).ok()?;
        Some(Moment { unix_millis, day: instant.day_in_london() })
    });
    at.ok_or_else(|| Stop::Io("this machine's clock stands before 1970".to_owned()))
}
