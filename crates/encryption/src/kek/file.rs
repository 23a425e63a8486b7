//! A key-encryption key in a file.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
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
/// everything, and a backup of this file undoes what [`crate::Keyring::epoch`] destroys. One process
/// rotates it at a time.
pub struct FileKek {
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
        Ok(Self { path, inner })
    }

    /// Reads the key from its file.
    ///
    /// # Errors
    /// [`KekFailure::Unavailable`] when it cannot be read, [`KekFailure::ExposedFile`] when others
    /// than its owner may read it, [`KekFailure::Form`] when it holds no key.
    pub fn open(path: impl Into<PathBuf>, id: &str) -> Result<Self, KekFailure> {
        let path = path.into();
        let mut file = File::open(&path).map_err(|_| KekFailure::Unavailable)?;
        let about = file.metadata().map_err(|_| KekFailure::Unavailable)?;
        if is_exposed(&about) {
            return Err(KekFailure::ExposedFile);
        }
        if about.len() > LONGEST {
            return Err(KekFailure::Form);
        }
        let room = usize::try_from(about.len()).map_err(|_| KekFailure::Form)?;
        let mut text = Zeroizing::new(String::with_capacity(room + 1));
        std::io::Read::by_ref(&mut file)
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(|_| KekFailure::Form)?;
        let inner = LocalKek::of(id, Versions::parse(&text)?).map_err(|_| KekFailure::Form)?;
        Ok(Self { path, inner })
    }

    /// Writes the versions beside the file, then moves them over it, so that a crash leaves the old
    /// ones or the new ones.
    fn keep(&self, versions: &Versions) -> Result<(), KekFailure> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        // Left over from a run that was killed before it moved the file: nothing was lost with it.
        let _ = std::fs::remove_file(&beside);
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
        self.inner.current()
    }

    fn wrap(&self, job: &WrapJob<'_>, key: &SecretKey) -> Result<WrappedKey, KekFailure> {
        self.inner.wrap(job, key)
    }

    fn unwrap(&self, job: &WrapJob<'_>, record: &WrappedKey) -> Result<SecretKey, KekFailure> {
        self.inner.unwrap(job, record)
    }

    fn advance(&self, random: &dyn RandomSource) -> Result<u32, KekFailure> {
        self.inner.change(|versions| versions.advance(random), |versions| self.keep(versions))
    }

    fn retire_before(&self, version: u32) -> Result<(), KekFailure> {
        self.inner
            .change(|versions| versions.retire_before(version), |versions| self.keep(versions))
            .map(|_| ())
    }
}

/// Writes a file that must not exist yet, readable by its owner alone.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), KekFailure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|_| KekFailure::Unavailable)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|_| KekFailure::Unavailable)
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
