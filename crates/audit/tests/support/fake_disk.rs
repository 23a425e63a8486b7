//! A disk in memory that can lose power.
//!
//! Every write is remembered until the file is synced. When power is lost, each byte range that was
//! not synced is, in sectors, kept, dropped, zeroed or filled with garbage; names that were not synced
//! are the old ones or the new ones.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use caldicott_audit::storage::disk::{Disk, DiskFile};

use super::Random;

#[derive(Clone, Debug)]
enum Change {
    Write(u64, Vec<u8>),
    Len(u64),
}

#[derive(Clone, Debug, Default)]
struct Inode {
    now: Vec<u8>,
    safe: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fault of the disk")]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<String, usize>,
    safe_names: BTreeMap<String, usize>,
    // Names changed one after the other since the last sync of names.
    renames: Vec<BTreeMap<String, usize>>,
    operations: u64,
    fail_at: Option<u64>,
    sticky: bool,
    dead_at: Option<u64>,
    dead: bool,
    locked: bool,
    lies: bool,
}

/// The disk; a clone is the same disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeDisk(Rc<RefCell<State>>);

#[derive(Debug)]
pub(crate) struct FakeFile {
    disk: FakeDisk,
    inode: usize,
}

#[derive(Debug)]
pub(crate) struct FakeLock(FakeDisk);

impl Drop for FakeLock {
    fn drop(&mut self) {
        self.0.0.borrow_mut().locked = false;
    }
}

const SECTOR: usize = 64;

impl FakeDisk {
    /// Fails the k-th operation that changes anything from now on: once, or from then on always.
    pub(crate) fn fail_at(&self, k: u64, sticky: bool) {
        let mut state = self.0.borrow_mut();
        state.fail_at = Some(state.operations + k);
        state.sticky = sticky;
    }

    /// Loses power during the k-th operation from now on: it is half done and nothing works after.
    pub(crate) fn die_at(&self, k: u64) {
        let mut state = self.0.borrow_mut();
        state.dead_at = Some(state.operations + k);
    }

    /// Answers every sync with success and does nothing: the planted bug that the checks must find.
    pub(crate) fn lie_about_sync(&self) {
        self.0.borrow_mut().lies = true;
    }

    pub(crate) fn heal(&self) {
        let mut state = self.0.borrow_mut();
        (state.fail_at, state.dead_at, state.dead, state.locked) = (None, None, false, false);
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.0.borrow().dead
    }

    pub(crate) fn operations(&self) -> u64 {
        self.0.borrow().operations
    }

    pub(crate) fn contents(&self, name: &str) -> Vec<u8> {
        let state = self.0.borrow();
        state.names.get(name).map(|inode| state.inodes[*inode].now.clone()).unwrap_or_default()
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0.borrow().names.keys().cloned().collect()
    }

    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) {
        let mut state = self.0.borrow_mut();
        let inode = state.names[name];
        state.inodes[inode] =
            Inode { now: bytes.to_vec(), safe: bytes.to_vec(), since: Vec::new() };
    }

    /// An independent copy of what is on the disk.
    pub(crate) fn copy(&self) -> Self {
        let state = self.0.borrow();
        let inodes = state.inodes.iter().map(|inode| Inode {
            now: inode.now.clone(),
            safe: inode.now.clone(),
            since: Vec::new(),
        });
        Self(Rc::new(RefCell::new(State {
            inodes: inodes.collect(),
            names: state.names.clone(),
            safe_names: state.names.clone(),
            ..State::default()
        })))
    }

    /// Loses power: what was not synced survives in part.
    pub(crate) fn lose_power(&self, random: &mut Random) {
        let mut state = self.0.borrow_mut();
        for inode in &mut state.inodes {
            let mut bytes = inode.safe.clone();
            // One mood for each file makes the telling cases (all kept, all lost) frequent.
            let mood = random.below(6);
            for change in std::mem::take(&mut inode.since) {
                apply(&mut bytes, &change, mood, random);
            }
            inode.now.clone_from(&bytes);
            inode.safe = bytes;
        }
        let mut names = state.safe_names.clone();
        let kept = random.index(state.renames.len() + 1);
        if let Some(last) = state.renames.iter().take(kept).next_back() {
            names.clone_from(last);
        }
        state.names.clone_from(&names);
        state.safe_names = names;
        state.renames.clear();
        drop(state);
        self.heal();
    }

    fn operation(&self) -> io::Result<bool> {
        let mut state = self.0.borrow_mut();
        if state.dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        state.operations += 1;
        if state.dead_at == Some(state.operations) {
            state.dead = true;
            return Ok(false);
        }
        match state.fail_at {
            Some(k) if k == state.operations || (state.sticky && k < state.operations) => {
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => Ok(true),
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change, mood: u64, random: &mut Random) {
    match change {
        Change::Len(len) => {
            if mood != 1 && (mood == 0 || random.below(2) == 0) {
                bytes.resize(usize::try_from(*len).unwrap(), 0);
            }
        }
        Change::Write(at, new) => {
            let at = usize::try_from(*at).unwrap();
            let mut from = 0;
            while from < new.len() {
                let to = (from + SECTOR - (at + from) % SECTOR).min(new.len());
                let fate = if mood < 2 { mood } else { random.below(4) };
                if fate != 1 {
                    if bytes.len() < at + to {
                        bytes.resize(at + to, 0);
                    }
                    for i in from..to {
                        bytes[at + i] = match fate {
                            0 => new[i],
                            2 => 0,
                            _ => random.next().to_be_bytes()[3],
                        };
                    }
                }
                from = to;
            }
            // A write may also end in the middle of a sector.
            if mood == 5 && !new.is_empty() {
                let cut = at + random.index(new.len());
                if bytes.len() > cut && bytes.len() <= at + new.len() {
                    bytes.truncate(cut);
                }
            }
        }
    }
}

impl Disk for FakeDisk {
    type File = FakeFile;
    type Lock = FakeLock;

    fn open(&self, name: &str, create: bool) -> io::Result<Option<FakeFile>> {
        if let Some(file) = self.open_read(name)? {
            return Ok(Some(file));
        }
        if !create || !self.operation()? {
            return if create { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(None) };
        }
        let mut state = self.0.borrow_mut();
        state.inodes.push(Inode::default());
        let inode = state.inodes.len() - 1;
        state.names.insert(name.to_owned(), inode);
        let names = state.names.clone();
        state.renames.push(names);
        Ok(Some(FakeFile { disk: self.clone(), inode }))
    }

    fn open_read(&self, name: &str) -> io::Result<Option<FakeFile>> {
        let state = self.0.borrow();
        if state.dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let inode = state.names.get(name).copied();
        Ok(inode.map(|inode| FakeFile { disk: self.clone(), inode }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        if !self.operation()? {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let mut state = self.0.borrow_mut();
        let inode = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.names.insert(to.to_owned(), inode);
        let names = state.names.clone();
        state.renames.push(names);
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        if !self.operation()? {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let mut state = self.0.borrow_mut();
        if !state.lies {
            state.safe_names = state.names.clone();
            state.renames.clear();
        }
        Ok(())
    }

    fn lock(&self) -> io::Result<Option<FakeLock>> {
        let mut state = self.0.borrow_mut();
        if std::mem::replace(&mut state.locked, true) {
            return Ok(None);
        }
        Ok(Some(FakeLock(self.clone())))
    }
}

impl FakeFile {
    fn change(&self, change: Change) -> io::Result<()> {
        let alive = self.disk.operation();
        let mut state = self.disk.0.borrow_mut();
        let inode = &mut state.inodes[self.inode];
        // What fails may have been half done.
        let failed = !matches!(alive, Ok(true));
        let change = match change {
            Change::Write(at, bytes) if failed => {
                Change::Write(at, bytes[..bytes.len() / 2].to_vec())
            }
            Change::Len(_) if failed => return alive.map(|_| ()),
            whole => whole,
        };
        match &change {
            Change::Len(len) => inode.now.resize(usize::try_from(*len).unwrap(), 0),
            Change::Write(at, bytes) => {
                let at = usize::try_from(*at).unwrap();
                if inode.now.len() < at + bytes.len() {
                    inode.now.resize(at + bytes.len(), 0);
                }
                inode.now[at..at + bytes.len()].copy_from_slice(bytes);
            }
        }
        inode.since.push(change);
        if alive? { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
    }
}

impl DiskFile for FakeFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk.0.borrow().inodes[self.inode].now.len() as u64)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let state = self.disk.0.borrow();
        if state.dead {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let bytes = &state.inodes[self.inode].now;
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = bytes.get(offset..).unwrap_or_default();
        let read = rest.len().min(out.len());
        out[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.change(Change::Write(offset, bytes.to_vec()))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(Change::Len(len))
    }

    fn sync(&self) -> io::Result<()> {
        let alive = match self.disk.operation() {
            Ok(alive) => alive,
            Err(error) => {
                // As Linux does: after a failed sync the pages count as clean, still show what was
                // written, and never reach the disk unless they are written again.
                self.disk.0.borrow_mut().inodes[self.inode].since.clear();
                return Err(error);
            }
        };
        let mut state = self.disk.0.borrow_mut();
        let lies = state.lies;
        let inode = &mut state.inodes[self.inode];
        if !alive {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if !lies {
            inode.safe.clone_from(&inode.now);
            inode.since.clear();
        }
        Ok(())
    }
}
