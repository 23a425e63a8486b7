//! A log in memory, for tests and for hosts that only try things out.

use super::{Row, Storage, StorageError, StoredPayload};
use crate::chain::Prepared;

/// Keeps a log in memory. It forgets everything when it is dropped.
#[derive(Clone, Debug, Default)]
pub struct MemoryStorage {
    rows: Vec<Row>,
    durable: usize,
    // Erasures that are not synced: by which entry, which entry, and its tombstone.
    pending: Vec<(u64, u64, Vec<u8>)>,
    checkpoint: Option<String>,
}

impl MemoryStorage {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { rows: Vec::new(), durable: 0, pending: Vec::new(), checkpoint: None }
    }

    /// The rows, to be damaged on purpose: a test of a host wants to see what its auditor says.
    pub const fn rows_mut(&mut self) -> &mut Vec<Row> {
        &mut self.rows
    }

    fn at(&mut self, index: u64) -> Option<&mut Row> {
        self.rows.get_mut(usize::try_from(index).ok()?)
    }
}

impl Storage for MemoryStorage {
    fn size(&self) -> u64 {
        u64::try_from(self.rows.len()).unwrap_or(u64::MAX)
    }

    fn durable(&self) -> u64 {
        u64::try_from(self.durable).unwrap_or(u64::MAX)
    }

    fn append(&mut self, entry: &Prepared) -> Result<(), StorageError> {
        if entry.index() != self.size() {
            return Err(StorageError::NoSuchEntry { index: entry.index() });
        }
        self.rows.push(Row {
            index: entry.index(),
            leaf: entry.leaf_bytes().to_vec(),
            leaf_hash: Some(entry.leaf_hash()),
            payload: StoredPayload::Sealed {
                logged_at: entry.logged_at(),
                ciphertext: entry.ciphertext().to_vec(),
            },
        });
        for (index, tombstone) in entry.tombstones() {
            self.pending.push((entry.index(), *index, tombstone.encode()));
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        for (_, index, tombstone) in std::mem::take(&mut self.pending) {
            if let Some(row) = self.at(index) {
                row.payload = StoredPayload::Erased(tombstone);
            }
        }
        self.durable = self.rows.len();
        Ok(())
    }

    fn read(&self, index: u64) -> Result<Option<Row>, StorageError> {
        Ok(usize::try_from(index).ok().and_then(|index| self.rows.get(index)).cloned())
    }

    fn truncate(&mut self, size: u64) -> Result<(), StorageError> {
        match usize::try_from(size) {
            Ok(kept) if kept >= self.durable && kept <= self.rows.len() => {
                self.rows.truncate(kept);
                self.pending.retain(|(by, _, _)| *by < size);
                Ok(())
            }
            _ => Err(StorageError::NoSuchEntry { index: size }),
        }
    }

    fn latest_checkpoint(&self) -> Result<Option<String>, StorageError> {
        Ok(self.checkpoint.clone())
    }

    fn swap_checkpoint(&mut self, expected: Option<&str>, new: &str) -> Result<bool, StorageError> {
        if self.checkpoint.as_deref() != expected {
            return Ok(false);
        }
        self.checkpoint = Some(new.to_owned());
        Ok(true)
    }
}
