//! A key-encryption key in a file.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::local::Versions;
use super::{KekFailure, KeyEncryptionKey, LocalKek, WrapJob};
use crate::random::RandomSource;
use crate::secret::SecretKey;
use crate::wrap::WrappedKey;

/// A key-encryption key in a file that only its owner may read, one `version:digits` on a line.
///
/// Keep the file apart from the database and from the database's backups: whoever has both has
/// everything, and a backup of this file undoes what [`crate::Keyring::epoch`] destroys. Several
/// processes may have it open: each change is made to the file as it stands then, by one of them at a
/// time, and the others learn of it when they meet a version that they do not know.
pub struct FileKek {
    /// Without links: a change replaces the file itself, wherever it lies.
    path: PathBuf,
    inner: LocalKek,
}

/// The longest file that is read.
const LONGEST: u64 = 64 * 1024;

impl FileKek {
    /// Makes a new key in a new file.
    ///
    /// # Errors
    /// [`KekFailure::Unavailable`] when the file exists already or cannot be written, or when there
    /// are no random bytes; [`KekFailure::Form`] when the id is empty or longer than 255 bytes.
    pub fn create(
        path: impl Into<PathBuf>,
        id: &str,
        random: &dyn RandomSource,
    ) -> Result<Self, KekFailure> {
        let path = path.into();
        let key = SecretKey::generate(random).map_err(|_| KekFailure::Unavailable)?;
        let versions = Versions::first(key);
        let inner = LocalKek::of(id, versions.clone()).map_err(|_| KekFailure::Form)?;
        write_new(&path, versions.write().as_bytes())?;
        sync_folder(&path)?;
        Ok(Self { path: without_links(&path)?, inner })
    }

    /// Reads the key from its file.
    ///
    /// # Errors
    /// [`KekFailure::Unavailable`] when it cannot be read, [`KekFailure::ExposedFile`] when others
    /// than its owner may read it, [`KekFailure::Form`] when it holds no key.
    pub fn open(path: impl Into<PathBuf>, id: &str) -> Result<Self, KekFailure> {
        let path = without_links(&path.into())?;
        let versions = read(&File::open(&path).map_err(|_| KekFailure::Unavailable)?)?;
        let inner = LocalKek::of(id, versions).map_err(|_| KekFailure::Form)?;
        Ok(Self { path, inner })
    }

    /// Takes in what another process has made of the file since.
    fn read_again(&self) -> Result<(), KekFailure> {
        let read = |versions: &mut Versions| {
            *versions = read(&File::open(&self.path).map_err(|_| KekFailure::Unavailable)?)?;
            Ok(())
        };
        self.inner.change(read, |_| Ok(())).map(|_| ())
    }

    /// Changes the versions that stand in the file, not those that were read from it once: a version
    /// that another process made is the only copy of a key that everything may be wrapped under.
    fn change(
        &self,
        change: impl FnOnce(&mut Versions) -> Result<(), KekFailure>,
    ) -> Result<u32, KekFailure> {
        let locked = self.locked()?;
        let standing = read(&locked)?;
        let changed = self.inner.change(
            |versions| {
                *versions = standing;
                change(versions)
            },
            |versions| self.keep(versions),
        );
        drop(locked);
        changed
    }

    /// The file, which no other process changes while it is held.
    fn locked(&self) -> Result<File, KekFailure> {
        loop {
            let file = File::open(&self.path).map_err(|_| KekFailure::Unavailable)?;
            match file.lock() {
                // A file system without locks has no second machine to lock out either.
                Err(error) if error.kind() != ErrorKind::Unsupported => {
                    return Err(KekFailure::Unavailable);
                }
                Ok(()) | Err(_) => {}
            }
            // Whoever held it may have put another file in its place.
            if is_still(&file, &self.path)? {
                return Ok(file);
            }
        }
    }

    /// Writes the versions beside the file, then moves them over it, so that a crash leaves the old
    /// ones or the new ones.
    fn keep(&self, versions: &Versions) -> Result<(), KekFailure> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        // Left over from a run that was killed before it moved the file: nothing was lost with it, but
        // it may hold versions that are to be destroyed now.
        discard(&beside);
        write_new(&beside, versions.write().as_bytes())?;
        // The old bytes, by a handle that outlives the name.
        let old = OpenOptions::new().write(true).open(&self.path);
        std::fs::rename(&beside, &self.path).map_err(|_| KekFailure::Unavailable)?;
        sync_folder(&self.path)?;
        // Best effort: on a journalling or copying file system older bytes may survive.
        if let Ok(old) = old {
            overwrite(old);
        }
        Ok(())
    }
}

impl KeyEncryptionKey for FileKek {
    fn id(&self) -> &str {
        self.inner.id()
    }

    fn current(&self) -> Result<u32, KekFailure> {
        self.read_again()?;
        self.inner.current()
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        // Under a version that another process has retired nothing would ever open.
        self.read_again()?;
        self.inner.wrap(job, key)
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        match self.inner.unwrap(job, record) {
            Err(KekFailure::UnknownVersion) => {
                self.read_again()?;
                self.inner.unwrap(job, record)
            }
            done => done,
        }
    }

    fn advance(&self, random: &dyn RandomSource) -> Result<u32, KekFailure> {
        self.change(|versions| versions.advance(random))
    }

    fn retire_before(&self, version: u32) -> Result<(), KekFailure> {
        self.change(|versions| versions.retire_before(version)).map(|_| ())
    }
}

/// Reads the versions, unless others than the owner could have done so.
fn read(file: &File) -> Result<Versions, KekFailure> {
    let about = file.metadata().map_err(|_| KekFailure::Unavailable)?;
    if is_exposed(&about) {
        return Err(KekFailure::ExposedFile);
    }
    if about.len() > LONGEST {
        return Err(KekFailure::Form);
    }
    let room = usize::try_from(about.len()).map_err(|_| KekFailure::Form)?;
    let mut text = Zeroizing::new(String::with_capacity(room + 1));
    file.take(LONGEST).read_to_string(&mut text).map_err(|_| KekFailure::Form)?;
    Versions::parse(&text)
}

fn without_links(path: &Path) -> Result<PathBuf, KekFailure> {
    std::fs::canonicalize(path).map_err(|_| KekFailure::Unavailable)
}

/// Whether the open file is the one that stands at this path now.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> Result<bool, KekFailure> {
    use std::os::unix::fs::MetadataExt as _;

    let held = file.metadata().map_err(|_| KekFailure::Unavailable)?;
    let there = std::fs::metadata(path).map_err(|_| KekFailure::Unavailable)?;
    Ok((held.dev(), held.ino()) == (there.dev(), there.ino()))
}

/// Elsewhere a file that is open is not replaced.
#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> Result<bool, KekFailure> {
    Ok(true)
}

/// Writes a file that must not exist yet, readable by its owner alone.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), KekFailure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|_| KekFailure::Unavailable)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|_| {
        // Half a key is none, and would stand in the way of the next attempt.
        discard(path);
        KekFailure::Unavailable
    })
}

/// Overwrites and removes a file that nobody needs, where it is one and has no other name.
fn discard(path: &Path) {
    if std::fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && is_alone(&about))
        && let Ok(file) = OpenOptions::new().write(true).open(path)
    {
        overwrite(file);
    }
    let _ = std::fs::remove_file(path);
}

/// Makes the file's name last, where the system can.
fn sync_folder(path: &Path) -> Result<(), KekFailure> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or_else(|| Path::new(".")));
        folder.and_then(|folder| folder.sync_all()).map_err(|_| KekFailure::Unavailable)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn overwrite(mut file: File) {
    let len = file.metadata().map_or(0, |about| about.len()).min(LONGEST);
    let zeros = vec![0; usize::try_from(len).unwrap_or_default()];
    let _ = file.rewind().and_then(|()| file.write_all(&zeros)).and_then(|()| file.sync_all());
}

#[cfg(unix)]
fn is_exposed(about: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
}

#[cfg(unix)]
fn is_alone(about: &std::fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(about) == 1
}

/// Elsewhere it cannot be told, and another name's bytes are not to be lost.
#[cfg(not(unix))]
const fn is_alone(_: &std::fs::Metadata) -> bool {
    false
}

/// Elsewhere the host's own access lists decide.
#[cfg(not(unix))]
const fn is_exposed(_: &std::fs::Metadata) -> bool {
    false
}

impl fmt::Debug for FileKek {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("FileKek(…)")
    }
}
