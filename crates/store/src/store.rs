//! The casebook itself: one connection, one keyring, and what was last read of the log.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use caldicott_encryption::{
    Column, KeyEncryptionKey, KeyError, Keyring, OpenError, RecordId, Sealer, Tenant,
};
use caldicott_model::Personal;

use crate::backend::{self, Backend};
use crate::batch::Batch;
use crate::columns::{Numbered, StoredColumn};
use crate::keys::{Digests, Keys, Shared, lock};
use crate::log::LogState;
use crate::schema::{self, Head};
use crate::search::OpenIndex;
use crate::{StoreError, names};

/// One organisation's casebook, in a SQLite file or a schema of a PostgreSQL database.
///
/// A store is one connection: threads that share it wait for each other. A thread or process that should
/// not wait opens a store of its own; whoever writes is alone, whoever reads sees what was last committed.
pub struct Store {
    pub(crate) database: Shared,
    pub(crate) keys: Arc<Keys>,
    pub(crate) digests: Digests,
    pub(crate) keyring: Keyring,
    pub(crate) kek: Arc<dyn KeyEncryptionKey>,
    pub(crate) tenant: Tenant,
    pub(crate) log: LogState,
    /// The last change that this store knows of.
    pub(crate) revision: i64,
    /// The last destruction of keys that this store knows of.
    destroyed: AtomicI64,
    pub(crate) types: HashMap<String, Vec<StoredColumn>>,
    pub(crate) numbered: Mutex<HashMap<String, Numbered>>,
    pub(crate) indexes: Vec<OpenIndex>,
    /// The indexes that hold every record of their type, whoever put it; `None`: not read yet.
    pub(crate) whole_indexes: Option<Vec<(String, String)>>,
}

/// What settling a casebook did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "whoever claims an erasure must read which one it was")]
pub enum Settled {
    /// Nothing was deleted since the last time.
    Clean,
    /// What deleted rows had left in the file was wiped; so many pages had something to wipe.
    Wiped(u64),
    /// The whole file was written anew from its live rows.
    Rewritten,
    /// The server keeps deleted bytes for as long as it likes. That the keys are gone must do, and for
    /// its backups that an epoch was closed since.
    Shredded,
}

impl Store {
    pub(crate) fn new(
        database: Shared,
        (keys, digests): (Arc<Keys>, Digests),
        (keyring, kek): (Keyring, Arc<dyn KeyEncryptionKey>),
        tenant: Tenant,
        log: LogState,
        head: Head,
    ) -> Self {
        Self {
            database,
            keys,
            digests,
            keyring,
            kek,
            tenant,
            log,
            revision: head.revision,
            destroyed: AtomicI64::new(head.destroyed),
            types: HashMap::new(),
            numbered: Mutex::default(),
            indexes: Vec::new(),
            whole_indexes: None,
        }
    }

    /// Starts work that is committed whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is writing and did not finish in the time to wait.
    pub fn begin(&mut self) -> Result<Batch<'_>, StoreError> {
        self.lock().begin()?;
        // From here on a failure undoes the transaction, as dropping the batch does.
        let batch = Batch::new(self);
        batch.store.catch_up()?;
        Ok(batch)
    }

    /// A keyed digest of an id, for records that must name something without naming anybody. The key
    /// stays in the casebook, sealed.
    #[must_use]
    pub fn keyed_digest(&self, id: &str) -> [u8; 32] {
        *self.digests.person(id.as_bytes()).bytes()
    }

    /// Settles the file, as [`Store::settle`] does, and closes it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is reading.
    pub fn close(self) -> Result<(), StoreError> {
        self.settle().map(|_| ())
    }

    /// Leaves nothing of what was erased: wipes from the file's pages whatever belongs to no live row,
    /// if anything was deleted since the last time, and empties the write-ahead log. Reads the whole
    /// file once; call it after a run of erasures, not after each. It can be killed at any moment and
    /// called again.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is reading or writing, or a batch is open.
    pub fn settle(&self) -> Result<Settled, StoreError> {
        let mut database = self.lock();
        if database.in_transaction() {
            return Err(StoreError::Busy);
        }
        database.settle()
    }

    /// Writes the whole file anew from its live rows, which gives the room of deleted rows back. Takes
    /// time, and memory, in proportion to the file; [`Store::settle`] is enough to leave nothing behind.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is reading or writing, [`StoreError::Full`] without room
    /// for a second copy.
    pub fn compact(&self) -> Result<(), StoreError> {
        let mut database = self.lock();
        if database.in_transaction() {
            return Err(StoreError::Busy);
        }
        database.compact()
    }

    /// Takes in what another process has changed since, within the transaction of a batch: its log
    /// entries, and the keys it destroyed.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        let head = schema::head(&mut **self.lock())?;
        self.saw_destroyed(head.destroyed);
        if head.revision != self.revision {
            self.types.clear();
            self.whole_indexes = None;
            let database = Arc::clone(&self.database);
            self.log.catch_up(&mut **lock(&database), &self.tenant)?;
            self.revision = head.revision;
        }
        Ok(())
    }

    /// Lets go of keys when another process destroyed some.
    pub(crate) fn saw_destroyed(&self, destroyed: i64) {
        if self.destroyed.swap(destroyed, Ordering::SeqCst) != destroyed {
            self.keyring.evict_all();
        }
    }

    /// Lets go of keys if another process has destroyed some since.
    pub(crate) fn let_go_of_destroyed(&self) -> Result<(), StoreError> {
        let head = schema::head(&mut **self.lock())?;
        self.saw_destroyed(head.destroyed);
        Ok(())
    }

    /// What was cached may be of work just undone: a key that is not in the file would seal what nobody
    /// can open. From here on everything is read anew.
    pub(crate) fn forget_undone(&mut self) {
        self.keyring.evict_all();
        self.types.clear();
        self.whole_indexes = None;
        self.numbered.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.log.undone();
    }

    /// Why the keys could not be had: what the database said, if it was the database.
    pub(crate) fn key_fault(&self, error: KeyError) -> StoreError {
        let fault = self.keys.take_fault();
        match fault {
            Some(fault) if error == KeyError::StoreUnavailable => fault,
            _ => error.into(),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Box<dyn Backend>> {
        lock(&self.database)
    }

    /// Does a change of the casebook's own rows whole or not at all.
    pub(crate) fn atomically<T>(
        &self,
        work: impl FnOnce(&mut dyn Backend) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        backend::atomically(&mut **self.lock(), work)
    }

    /// The person's sealer. Ids that this crate uses itself belong to nobody.
    pub(crate) fn sealer(&self, person: &str) -> Result<Sealer, StoreError> {
        Ok(self.keyring.sealer(&self.tenant, &names::person(person)?))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let database = &self.database;
        out.debug_struct("Store").field("database", database).finish_non_exhaustive()
    }
}

/// Opens a value into a buffer that is wiped when dropped. It is large enough from the start: growing
/// would leave a copy behind.
pub(crate) fn opened(
    sealer: &Sealer,
    column: &Column,
    record: &RecordId<'_>,
    sealed: &[u8],
) -> Result<Personal<Vec<u8>>, OpenError> {
    let mut out = Vec::with_capacity(sealed.len());
    sealer.open_into(column, record, sealed, &mut out)?;
    Ok(Personal::new(out))
}
