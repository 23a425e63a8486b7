//! The casebook's file beside SQLite's own handle of it.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::StoreError;

/// A handle of a casebook's file, one for all stores of this process that have it open.
///
/// On Unix a process that closes *any* handle of a file gives up *all* its locks on it, SQLite's too.
/// So the file is opened once for all stores, before the first connection, and closed after the last.
#[derive(Debug)]
pub(super) struct SharedFile {
    // Always there; taken out to be closed.
    file: Option<Arc<File>>,
    place: Place,
}

/// The handles, and by how many stores each is held.
// INVARIANT: a handle is closed while this is locked, so that none is closed after another store of
// this process has opened the same file.
static OPEN: Mutex<Option<Handles>> = Mutex::new(None);

type Handles = HashMap<Place, (usize, Arc<File>)>;

/// Which file it is, whatever its name.
#[cfg(unix)]
type Place = (u64, u64);
#[cfg(not(unix))]
type Place = std::path::PathBuf;

impl SharedFile {
    /// The handle of this file, opened if no store of this process has it open.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let open = open.get_or_insert_default();
        let place = place(path)?;
        if let Some((stores, file)) = open.get_mut(&place) {
            *stores += 1;
            return Ok(Self { file: Some(Arc::clone(file)), place });
        }
        let file = Arc::new(OpenOptions::new().read(true).write(true).open(path)?);
        let shared = Self { file: Some(Arc::clone(&file)), place };
        open.insert(shared.place(), (1, file));
        Ok(shared)
    }

    #[cfg(unix)]
    const fn place(&self) -> Place {
        self.place
    }

    #[cfg(not(unix))]
    fn place(&self) -> Place {
        self.place.clone()
    }

    pub(super) fn file(&self) -> Option<&File> {
        self.file.as_deref()
    }
}

impl Drop for SharedFile {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let open = open.get_or_insert_default();
        if let Some((stores, _)) = open.get_mut(&self.place) {
            *stores -= 1;
            if *stores == 0 {
                open.remove(&self.place);
            }
        }
        // The last reference is this one's own: it goes before the lock does.
        drop(self.file.take());
    }
}

#[cfg(unix)]
fn place(path: &Path) -> Result<Place, StoreError> {
    use std::os::unix::fs::MetadataExt as _;
    let about = std::fs::metadata(path)?;
    Ok((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn place(path: &Path) -> Result<Place, StoreError> {
    Ok(std::fs::canonicalize(path)?)
}
