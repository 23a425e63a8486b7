//! Making a log in files and opening it after whatever happened to it.

use std::collections::BTreeMap;
use std::io;

use super::records::{Grave, Mark};
use super::{ENTRIES, ENTRIES_NEW, FileStorage, MARKS, PAYLOADS, TOMBSTONES, failed};
use crate::leaf::Leaf;
use crate::payload::Payload;
use crate::storage::StorageError;
use crate::storage::disk::{Disk, DiskFile};
use crate::storage::frames::{Found, Frames, Reader, frame_len};
use crate::tombstone::Tombstone;
use crate::words::Origin;

/// What was mended when a log was opened. A host logs it when it is not clean.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Recovery {
    /// Entries beyond the last readable note of what is safe that are whole; they are kept.
    pub kept: u64,
    /// Bytes of unfinished writes that were cut off.
    pub torn_bytes: u64,
    /// Erased parts whose destruction a crash had interrupted; it is finished now.
    pub finished_erasures: u64,
    /// Of the two notes of what is safe, those that could not be read.
    pub damaged_marks: u8,
}

impl Recovery {
    /// Whether there was nothing to mend.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

const ENTRIES_MAGIC: [u8; 8] = *b"CALDENT1";
const PAYLOADS_MAGIC: [u8; 8] = *b"CALDPAY1";
const TOMBSTONES_MAGIC: [u8; 8] = *b"CALDTMB1";

const LONGEST_PAYLOAD: usize = Payload::LONGEST_SEALED + 8;
const LONGEST_ENTRY: usize = Leaf::LONGEST + 8;
const LONGEST_TOMBSTONE: usize = 1 << 16;

impl<D: Disk> FileStorage<D> {
    /// Makes a new log on this disk.
    ///
    /// # Errors
    /// As for [`FileStorage::create`].
    pub fn create_on(disk: D, origin: &Origin) -> Result<Self, StorageError> {
        let lock = lock(&disk)?;
        if disk.open_read(ENTRIES).map_err(|error| failed("look for a log", &error))?.is_some() {
            return Err(StorageError::Place("there is a log in that place already"));
        }
        make(&disk, origin).map_err(|error| failed("make the log", &error))?;
        Self::load(disk, Some(lock), origin)
    }

    /// Opens a log on this disk for writing.
    ///
    /// # Errors
    /// As for [`FileStorage::open`].
    pub fn open_on(disk: D, origin: &Origin) -> Result<Self, StorageError> {
        let lock = lock(&disk)?;
        disk.sync_names().map_err(|error| failed("keep the names of the files", &error))?;
        let mut log = Self::load(disk, Some(lock), origin)?;
        if let Some(damage) = log.damage.take() {
            return Err(damage);
        }
        log.mend()?;
        Ok(log)
    }

    /// Opens a log on this disk for reading.
    ///
    /// # Errors
    /// As for [`FileStorage::inspect`].
    pub fn inspect_on(disk: D, origin: &Origin) -> Result<Self, StorageError> {
        Self::load(disk, None, origin)
    }

    fn load(disk: D, lock: Option<D::Lock>, origin: &Origin) -> Result<Self, StorageError> {
        let writable = lock.is_some();
        let doing = |error: io::Error| failed("open the log", &error);
        let open = |name: &str| {
            let file = if writable { disk.open(name, false) } else { disk.open_read(name) };
            file.map_err(doing)
        };
        let entries = open(ENTRIES)?.ok_or(StorageError::Place("there is no log in that place"))?;
        let gone = StorageError::Corrupt { index: 0, what: "a file of the log is gone" };
        let file = |name| open(name)?.ok_or_else(|| gone.clone());
        let (payloads, tombstones) = (file(PAYLOADS)?, file(TOMBSTONES)?);
        let [even, odd] = MARKS;
        let marks = [file(even)?, file(odd)?];
        let header = |error| move |file: Option<_>| file.ok_or(error);
        let entries = Frames::open(entries, ENTRIES_MAGIC, origin, LONGEST_ENTRY);
        let entries = entries.map_err(doing).and_then(header(StorageError::OtherLog))?;
        let damaged = StorageError::Corrupt { index: 0, what: "the head of a file" };
        let payloads = Frames::open(payloads, PAYLOADS_MAGIC, origin, LONGEST_PAYLOAD);
        let payloads = payloads.map_err(doing).and_then(header(damaged.clone()))?;
        let tombstones = Frames::open(tombstones, TOMBSTONES_MAGIC, origin, LONGEST_TOMBSTONE);
        let tombstones = tombstones.map_err(doing).and_then(header(damaged))?;
        let mut log = Self {
            disk,
            _lock: lock,
            writable,
            stopped: false,
            entries,
            payloads,
            tombstones,
            marks,
            mark: Mark::default(),
            erased: BTreeMap::new(),
            staged: Vec::new(),
            readers: std::cell::RefCell::default(),
            damage: None,
            recovery: Recovery::default(),
        };
        log.read_marks().map_err(doing)?;
        log.read_entries().map_err(doing)?;
        log.read_tombstones().map_err(doing)?;
        let entries = log.entries.count();
        log.read_last_payloads().map_err(doing)?;
        if log.entries.count() < entries {
            // Erasures among the entries just dropped are not there any more.
            log.erased.clear();
            log.tombstones.forget_from(0, log.tombstones.start());
            log.read_tombstones().map_err(doing)?;
        }
        let beyond = [log.entries.beyond(), log.payloads.beyond(), log.tombstones.beyond()];
        for bytes in beyond {
            log.recovery.torn_bytes += bytes.map_err(doing)?;
        }
        log.recovery.kept = log.entries.count().saturating_sub(log.mark.entries);
        Ok(log)
    }

    fn read_marks(&mut self) -> io::Result<()> {
        let mut best: Option<Mark> = None;
        for file in &self.marks {
            let mut bytes = [0; Mark::LEN];
            let read = file.read_at(0, &mut bytes)?;
            match Mark::decode(bytes.get(..read).unwrap_or_default()) {
                Some(mark) if file.len()? == Mark::LEN as u64 => {
                    best = Some(
                        best.map_or(mark, |best| if best.turn > mark.turn { best } else { mark }),
                    );
                }
                _ => self.recovery.damaged_marks += 1,
            }
        }
        match best {
            Some(mark) => self.mark = mark,
            None => self.damaged(0, "the note of what is safe"),
        }
        Ok(())
    }

    /// How many frames to read when this many are vouched for. What is not vouched for was never
    /// answered for, and may be in memory only, so it is not read. But when one of the notes is
    /// damaged the newer vouched for more than the older, and whatever is whole is kept.
    const fn limit(&self, vouched: u64) -> u64 {
        if self.recovery.damaged_marks == 0 { vouched } else { u64::MAX }
    }

    fn damaged(&mut self, index: u64, what: &'static str) {
        self.damage.get_or_insert(StorageError::Corrupt { index, what });
    }

    fn read_entries(&mut self) -> io::Result<()> {
        let mut reader = Reader::default();
        let limit = self.limit(self.mark.entries);
        while self.entries.count() < limit
            && let Found::Frame(_) = self.entries.next(&mut reader)?
        {}
        let count = self.entries.count();
        if count < self.mark.entries {
            self.damaged(count, if self.entries.beyond()? == 0 { "it is cut off" } else { PUBLIC });
        }
        Ok(())
    }

    fn read_tombstones(&mut self) -> io::Result<()> {
        let mut reader = Reader::default();
        let limit = self.limit(self.mark.tombstones);
        while self.tombstones.count() < limit {
            let (number, end) = (self.tombstones.count(), self.tombstones.end());
            let Found::Frame(body) = self.tombstones.next(&mut reader)? else { break };
            let grave = Grave::decode(&body);
            let by = grave.as_ref().and_then(|grave| Tombstone::decode(&grave.tombstone).ok());
            // Written before the erasure itself; without it, it never was.
            match (grave, by.map(|tombstone| tombstone.by())) {
                (Some(grave), Some(by)) if by < self.entries.count() => {
                    self.erased.insert(grave.entry, number);
                }
                _ => {
                    self.tombstones.forget_from(number, end);
                    break;
                }
            }
        }
        let number = self.tombstones.count();
        if number < self.mark.tombstones {
            self.damage.get_or_insert(StorageError::CorruptErasure { number });
        }
        Ok(())
    }

    /// Finds the end of the sealed parts. Those that are vouched for are read when they are asked
    /// for; those beyond must be whole, or their entries are torn like them.
    fn read_last_payloads(&mut self) -> io::Result<()> {
        let mut reader = Reader::default();
        let mut heads = Reader::default();
        let first = self.mark.entries.min(self.entries.count()).saturating_sub(1);
        let mut end = self.payloads.start();
        for index in first..self.entries.count() {
            let Some(entry_at) = self.entries.offset(index, &mut reader)? else { break };
            let Found::Frame(body) = self.entries.read(entry_at, index, &mut reader)? else {
                break;
            };
            let at = body.first_chunk().copied().map_or(u64::MAX, u64::from_be_bytes);
            let buried = self.erased.get(&index).and_then(|number| self.grave(*number).ok());
            let len = match buried {
                Some(grave) => Some(grave.payload_len),
                None => match self.payloads.read(at, index, &mut heads)? {
                    Found::Frame(body) => Some(body.len()),
                    Found::End | Found::Damaged => None,
                },
            };
            if let Some(len) = len {
                end = at.saturating_add(frame_len(len));
            } else if index < self.mark.entries {
                self.damaged(index, "its sealed part");
            } else {
                self.entries.forget_from(index, entry_at);
                break;
            }
        }
        self.payloads.assume(self.entries.count(), end);
        Ok(())
    }

    /// Cuts off what is torn, finishes erasures, and vouches for what was kept.
    fn mend(&mut self) -> Result<(), StorageError> {
        let unfinished = self.tombstones.count().saturating_sub(self.mark.done);
        if self.recovery.is_clean() && unfinished == 0 {
            return Ok(());
        }
        let cut = self.entries.cut().and_then(|()| self.payloads.cut());
        let cut = cut.and_then(|()| self.tombstones.cut());
        self.guard("cut off an unfinished write", cut)?;
        // What was read may never have left memory: only now may it be vouched for.
        let synced = self.tombstones.sync().and_then(|()| self.payloads.sync());
        let synced = synced.and_then(|()| self.entries.sync());
        self.guard("keep what was read", synced)?;
        let (entries, tombstones) = (self.entries.count(), self.tombstones.count());
        self.write_mark(Mark { entries, tombstones, ..self.mark })?;
        if self.recovery.damaged_marks > 0 {
            self.write_mark(self.mark)?;
            self.trim_marks()?;
        }
        let from = self.mark.done;
        self.bury(from)?;
        self.recovery.finished_erasures = unfinished;
        self.readers = std::cell::RefCell::default();
        Ok(())
    }

    fn trim_marks(&mut self) -> Result<(), StorageError> {
        let len = Mark::LEN as u64;
        let trimmed = self.marks.iter().try_for_each(|file| {
            file.set_len(len)?;
            file.sync()
        });
        self.guard("note what is safe", trimmed)
    }
}

const PUBLIC: &str = "its public part";

fn lock<D: Disk>(disk: &D) -> Result<D::Lock, StorageError> {
    let lock = disk.lock().map_err(|error| failed("become the only writer", &error))?;
    lock.ok_or(StorageError::Locked)
}

/// The file of the entries gets its name last, so that a log either is there whole or is not there.
fn make<D: Disk>(disk: &D, origin: &Origin) -> io::Result<()> {
    let file = |name| disk.open(name, true)?.ok_or(io::Error::from(io::ErrorKind::NotFound));
    for (turn, name) in (0..).zip(MARKS) {
        let file: D::File = file(name)?;
        file.set_len(0)?;
        file.write_at(0, &Mark { turn, ..Mark::default() }.encode())?;
        file.sync()?;
    }
    Frames::create(&file(PAYLOADS)?, PAYLOADS_MAGIC, origin)?;
    Frames::create(&file(TOMBSTONES)?, TOMBSTONES_MAGIC, origin)?;
    Frames::create(&file(ENTRIES_NEW)?, ENTRIES_MAGIC, origin)?;
    disk.sync_names()?;
    disk.rename(ENTRIES_NEW, ENTRIES)?;
    disk.sync_names()
}
