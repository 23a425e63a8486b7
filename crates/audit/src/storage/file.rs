//! A log in a directory of files.
//!
//! | file | holds |
//! |---|---|
//! | `entries` | the public parts; never changed, only added to |
//! | `payloads` | the sealed parts; overwritten with zeros when erased |
//! | `tombstones` | what stands for an erased part, and where that part was |
//! | `durable.a`, `durable.b` | in turn, how much of the others has survived a sync |
//! | `checkpoint` | the checkpoint signed last |
//! | `lock` | keeps a second writer away |
//!
//! What `durable` vouches for and cannot be read was damaged, and is left as it is for whoever must
//! find out why. What lies beyond it and cannot be read is the torn end of an unfinished write,
//! which was never answered for, and is cut off.

mod open;
mod records;

pub use open::Recovery;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::disk::{Directory, Disk, DiskFile};
use super::frames::{Found, Frames, HEAD, Reader, frame_len};
use super::{Row, Storage, StorageError, StoredPayload};
use crate::chain::Prepared;
use crate::words::Origin;
use records::{Grave, Mark, overwrite};

/// Keeps a log in a directory, for one writer at a time.
#[derive(Debug)]
pub struct FileStorage<D: Disk = Directory> {
    disk: D,
    // Held, never read: dropping it lets the next writer in.
    _lock: Option<D::Lock>,
    writable: bool,
    stopped: bool,
    entries: Frames<D::File>,
    payloads: Frames<D::File>,
    tombstones: Frames<D::File>,
    marks: [D::File; 2],
    mark: Mark,
    // Which tombstone stands for which entry.
    erased: BTreeMap<u64, u64>,
    staged: Vec<Staged>,
    readers: RefCell<Readers>,
    damage: Option<StorageError>,
    recovery: Recovery,
}

#[derive(Debug, Default)]
struct Readers {
    entries: Reader,
    payloads: Reader,
    tombstones: Reader,
}

/// Where the frames of an entry that is not synced yet will stand.
#[derive(Clone, Debug)]
struct Staged {
    entry_at: u64,
    payload_at: u64,
    tombstones: u64,
    tombstone_at: u64,
    erases: Vec<u64>,
}

impl FileStorage<Directory> {
    /// Makes a new log in this directory.
    ///
    /// # Errors
    /// [`StorageError::Place`] when there is one already, [`StorageError::Locked`], or what the
    /// system says.
    pub fn create(directory: impl AsRef<Path>, origin: &Origin) -> Result<Self, StorageError> {
        Self::create_on(directory_at(directory)?, origin)
    }

    /// Opens a log for writing, and mends what an interrupted write left behind.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when an entry that was safe is damaged: then nothing is touched.
    /// Otherwise [`StorageError::Locked`], or what the system says.
    pub fn open(directory: impl AsRef<Path>, origin: &Origin) -> Result<Self, StorageError> {
        Self::open_on(directory_at(directory)?, origin)
    }

    /// Opens a log for reading, however damaged it is, and touches nothing.
    ///
    /// Reading runs up to the damage and then says what it is, so that [`crate::verify`] can
    /// report it.
    ///
    /// # Errors
    /// What the system says, or [`StorageError::OtherLog`].
    pub fn inspect(directory: impl AsRef<Path>, origin: &Origin) -> Result<Self, StorageError> {
        if !directory.as_ref().is_dir() {
            return Err(StorageError::Place("there is no log in that place"));
        }
        Self::inspect_on(directory_at(directory)?, origin)
    }
}

fn directory_at(path: impl AsRef<Path>) -> Result<Directory, StorageError> {
    Directory::new(path).map_err(|error| failed("open the directory", &error))
}

fn failed(doing: &'static str, error: &io::Error) -> StorageError {
    StorageError::Io { doing, kind: error.kind() }
}

impl<D: Disk> FileStorage<D> {
    /// What was mended when the log was opened.
    #[must_use]
    pub const fn recovery(&self) -> Recovery {
        self.recovery
    }

    /// After a failed write nobody knows what reached the disk, and a second sync may report success
    /// for pages that the first one dropped. So the first failure is the last thing that is tried.
    fn guard<T>(&mut self, doing: &'static str, result: io::Result<T>) -> Result<T, StorageError> {
        result.map_err(|error| {
            self.stopped = true;
            failed(doing, &error)
        })
    }

    fn ready(&self) -> Result<(), StorageError> {
        match (self.writable, self.stopped) {
            (false, _) => Err(StorageError::ReadOnly),
            (true, true) => Err(StorageError::Stopped),
            (true, false) => Ok(()),
        }
    }

    /// Takes turns between two files, so that a torn write of one leaves the other.
    fn write_mark(&mut self, mark: Mark) -> Result<(), StorageError> {
        let mark = Mark { turn: self.mark.turn.saturating_add(1), ..mark };
        let [even, odd] = &self.marks;
        let file = if mark.turn.is_multiple_of(2) { even } else { odd };
        let written = file.write_at(0, &mark.encode()).and_then(|()| file.sync());
        self.guard("note what is safe", written)?;
        self.mark = mark;
        Ok(())
    }

    /// Overwrites the payloads of the tombstones from this one on, and only then notes it as done.
    fn bury(&mut self, from: u64) -> Result<(), StorageError> {
        let to = self.tombstones.count();
        if from >= to {
            return Ok(());
        }
        for number in from..to {
            let grave = self.grave(number)?;
            let result = overwrite(self.payloads.file(), &grave);
            self.guard("destroy an erased part", result)?;
        }
        let synced = self.payloads.sync();
        self.guard("destroy an erased part", synced)?;
        self.readers.borrow_mut().payloads.forget();
        self.write_mark(Mark { done: to, ..self.mark })
    }

    fn grave(&self, number: u64) -> Result<Grave, StorageError> {
        let corrupt = StorageError::CorruptErasure { number };
        let reader = &mut self.readers.borrow_mut().tombstones;
        let doing = |error| failed("read the record of an erasure", &error);
        let at = self.tombstones.offset(number, reader).map_err(doing)?;
        let at = at.ok_or_else(|| corrupt.clone())?;
        match self.tombstones.read(at, number, reader).map_err(doing)? {
            Found::Frame(body) => Grave::decode(&body).ok_or(corrupt),
            Found::End | Found::Damaged => Err(corrupt),
        }
    }

    /// Whether nothing is left where an erased payload was.
    fn is_buried(&self, grave: &Grave) -> io::Result<bool> {
        let reader = &mut self.readers.borrow_mut().payloads;
        let len = HEAD + grave.payload_len;
        let bytes = reader.bytes(self.payloads.file(), grave.payload_at, len)?;
        let wanted = u32::try_from(grave.payload_len).unwrap_or(u32::MAX).to_be_bytes();
        Ok(bytes.len() == len
            && bytes.first_chunk() == Some(&wanted)
            && bytes.iter().skip(4).all(|byte| *byte == 0))
    }

    fn row(&self, index: u64, body: &[u8]) -> Result<Row, StorageError> {
        let corrupt = StorageError::Corrupt { index, what: "its public part" };
        let (at, leaf) = body.split_first_chunk::<8>().ok_or(corrupt)?;
        let payload = self.payload(index, u64::from_be_bytes(*at))?;
        Ok(Row { index, leaf: leaf.to_vec(), leaf_hash: None, payload })
    }

    fn payload(&self, index: u64, at: u64) -> Result<StoredPayload, StorageError> {
        let doing = |error| failed("read a sealed part", &error);
        if let Some(number) = self.erased.get(&index) {
            let grave = self.grave(*number)?;
            // An erasure that a crash interrupted is finished by the next writer; till then what is
            // left of the payload is no damage.
            let buried = *number >= self.mark.done || self.is_buried(&grave).map_err(doing)?;
            return Ok(if buried {
                StoredPayload::Erased(grave.tombstone)
            } else {
                StoredPayload::Damaged
            });
        }
        let found = if let Some(body) = self.payloads.waiting(index) {
            Found::Frame(body)
        } else {
            let reader = &mut self.readers.borrow_mut().payloads;
            self.payloads.read(at, index, reader).map_err(doing)?
        };
        Ok(match found {
            Found::Frame(body) => match body.split_first_chunk::<8>() {
                Some((logged_at, ciphertext)) => StoredPayload::Sealed {
                    logged_at: i64::from_be_bytes(*logged_at),
                    ciphertext: ciphertext.to_vec(),
                },
                None => StoredPayload::Damaged,
            },
            Found::End => StoredPayload::Absent,
            Found::Damaged => StoredPayload::Damaged,
        })
    }

    /// Hands out the frames of the entries, with one reader for all of them, so that a look at a
    /// single entry in between does not make it read everything again.
    fn bodies(
        &self,
        start: u64,
        take: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), StorageError> {
        let doing = |error| failed("read an entry", &error);
        let mut reader = Reader::default();
        let mut index = start;
        let mut at = self.entries.offset(start, &mut reader).map_err(doing)?;
        while let Some(here) = at.filter(|_| index < self.entries.count()) {
            let Found::Frame(body) = self.entries.read(here, index, &mut reader).map_err(doing)?
            else {
                return Err(StorageError::Corrupt { index, what: "its public part" });
            };
            if take(index, &body).is_break() {
                return Ok(());
            }
            at = Some(here + frame_len(body.len()));
            index += 1;
        }
        while let Some(body) = self.entries.waiting(index) {
            if take(index, &body).is_break() {
                return Ok(());
            }
            index += 1;
        }
        self.damage.clone().map_or(Ok(()), Err)
    }

    /// Where the sealed part of a stored entry is and how long its frame's body is.
    fn place(&self, index: u64) -> Result<(u64, usize), StorageError> {
        let missing = StorageError::NoSuchEntry { index };
        let doing = |error| failed("find a sealed part", &error);
        let readers = &mut *self.readers.borrow_mut();
        let at = self.entries.offset(index, &mut readers.entries).map_err(doing)?;
        let at = at.ok_or(missing)?;
        let found = self.entries.read(at, index, &mut readers.entries).map_err(doing)?;
        let body = if let Found::Frame(body) = found { body } else { Vec::new() };
        let corrupt = StorageError::Corrupt { index, what: "its public part" };
        let payload_at = body.first_chunk().copied().map(u64::from_be_bytes).ok_or(corrupt)?;
        let corrupt = StorageError::Corrupt { index, what: "its sealed part" };
        match self.payloads.read(payload_at, index, &mut readers.payloads).map_err(doing)? {
            Found::Frame(body) => Ok((payload_at, body.len())),
            Found::End | Found::Damaged => Err(corrupt),
        }
    }
}

impl<D: Disk> Storage for FileStorage<D> {
    fn size(&self) -> u64 {
        self.entries.total()
    }

    fn durable(&self) -> u64 {
        self.mark.entries
    }

    fn append(&mut self, entry: &Prepared) -> Result<(), StorageError> {
        self.ready()?;
        if entry.index() != self.size() {
            return Err(StorageError::NoSuchEntry { index: entry.index() });
        }
        let mut graves = Vec::new();
        for (index, tombstone) in entry.tombstones() {
            if self.erased.contains_key(index) {
                continue;
            }
            let (payload_at, payload_len) = self.place(*index)?;
            let tombstone = tombstone.encode();
            graves.push(Grave { entry: *index, payload_at, payload_len, tombstone });
        }
        let payload = [&entry.logged_at().to_be_bytes(), entry.ciphertext()].concat();
        let tombstones = self.tombstones.total();
        let payload_at = self.payloads.push(&payload);
        let body = [&payload_at.to_be_bytes(), entry.leaf_bytes()].concat();
        let entry_at = self.entries.push(&body);
        let mut tombstone_at = None;
        for grave in &graves {
            let at = self.tombstones.push(&grave.encode());
            tombstone_at.get_or_insert(at);
        }
        let tombstone_at = tombstone_at.unwrap_or(u64::MAX);
        let erases = graves.iter().map(|grave| grave.entry).collect();
        self.staged.push(Staged { entry_at, payload_at, tombstones, tombstone_at, erases });
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        self.ready()?;
        if self.staged.is_empty() {
            return Ok(());
        }
        // In this order: an erasure that is in the log has all its tombstones, and an entry that is
        // in the log has its sealed part.
        let buried = self.tombstones.count();
        let flushed = self.tombstones.flush();
        self.guard("write the record of an erasure", flushed)?;
        let flushed = self.payloads.flush();
        self.guard("write a sealed part", flushed)?;
        let flushed = self.entries.flush();
        self.guard("write an entry", flushed)?;
        let (entries, tombstones) = (self.entries.count(), self.tombstones.count());
        self.write_mark(Mark { entries, tombstones, ..self.mark })?;
        let erased = self.staged.iter().flat_map(|staged| staged.erases.iter().copied());
        self.erased.extend(erased.zip(buried..));
        self.staged.clear();
        self.bury(buried)
    }

    fn read(&self, index: u64) -> Result<Option<Row>, StorageError> {
        if index >= self.entries.total() {
            return self.damage.clone().map_or(Ok(None), Err);
        }
        if let Some(body) = self.entries.waiting(index) {
            return self.row(index, &body).map(Some);
        }
        let doing = |error| failed("read an entry", &error);
        let corrupt = StorageError::Corrupt { index, what: "its public part" };
        let found = {
            let reader = &mut self.readers.borrow_mut().entries;
            let at = self.entries.offset(index, reader).map_err(doing)?;
            let at = at.ok_or_else(|| corrupt.clone())?;
            self.entries.read(at, index, reader).map_err(doing)?
        };
        match found {
            Found::Frame(body) => self.row(index, &body).map(Some),
            Found::End | Found::Damaged => Err(corrupt),
        }
    }

    fn scan(
        &self,
        start: u64,
        take: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StorageError> {
        let mut failed = None;
        self.bodies(start, &mut |index, body| match self.row(index, body) {
            Ok(row) => take(row),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn scan_leaves(
        &self,
        start: u64,
        take: &mut dyn FnMut(u64, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), StorageError> {
        // A body too short for its payload's place passed its checksum and is still nonsense: an
        // empty leaf is read by nobody.
        self.bodies(start, &mut |index, body| take(index, body.get(8..).unwrap_or_default()))
    }

    fn truncate(&mut self, size: u64) -> Result<(), StorageError> {
        self.ready()?;
        let waits = size.checked_sub(self.entries.count()).filter(|_| size <= self.size());
        let kept = waits.and_then(|kept| usize::try_from(kept).ok());
        let kept = kept.ok_or(StorageError::NoSuchEntry { index: size })?;
        let Some(first) = self.staged.get(kept).cloned() else { return Ok(()) };
        self.entries.unpush(size, first.entry_at);
        self.payloads.unpush(size, first.payload_at);
        let graves = self.staged.iter().skip(kept).map(|staged| staged.tombstone_at).min();
        if let Some(at) = graves.filter(|at| *at != u64::MAX) {
            self.tombstones.unpush(first.tombstones, at);
        }
        self.staged.truncate(kept);
        Ok(())
    }

    fn latest_checkpoint(&self) -> Result<Option<String>, StorageError> {
        let doing = |error| failed("read the checkpoint", &error);
        let Some(file) = self.disk.open_read(CHECKPOINT).map_err(doing)? else { return Ok(None) };
        let len = file.len().map_err(doing)?.min(LONGEST_CHECKPOINT);
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
        let read = file.read_at(0, &mut bytes).map_err(doing)?;
        bytes.truncate(read);
        let error = io::Error::from(io::ErrorKind::InvalidData);
        String::from_utf8(bytes).map(Some).map_err(|_| doing(error))
    }

    fn swap_checkpoint(&mut self, expected: Option<&str>, new: &str) -> Result<bool, StorageError> {
        self.ready()?;
        if self.latest_checkpoint()?.as_deref() != expected {
            return Ok(false);
        }
        let written = self.replace_checkpoint(new);
        self.guard("write the checkpoint", written)?;
        Ok(true)
    }
}

impl<D: Disk> FileStorage<D> {
    fn replace_checkpoint(&self, new: &str) -> io::Result<()> {
        let Some(file) = self.disk.open(CHECKPOINT_NEW, true)? else {
            return Err(io::ErrorKind::NotFound.into());
        };
        file.set_len(0)?;
        file.write_at(0, new.as_bytes())?;
        file.sync()?;
        self.disk.rename(CHECKPOINT_NEW, CHECKPOINT)?;
        self.disk.sync_names()
    }
}

const ENTRIES: &str = "entries";
const ENTRIES_NEW: &str = "entries.new";
const PAYLOADS: &str = "payloads";
const TOMBSTONES: &str = "tombstones";
const MARKS: [&str; 2] = ["durable.a", "durable.b"];
const CHECKPOINT: &str = "checkpoint";
const CHECKPOINT_NEW: &str = "checkpoint.new";
const LONGEST_CHECKPOINT: u64 = 1 << 20;
