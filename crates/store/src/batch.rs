//! Changes to the casebook: committed whole, or not at all.

use caldicott_calendar::Day;
use caldicott_encryption::{RecordId, Sealer, Subject, Tombstone};
use caldicott_model::{CaseRecord, FieldTag, FieldVisitor, Personal, Purpose, Value};
use rusqlite::{OptionalExtension as _, params};

use crate::body::{self, StoredField};
use crate::rows::{Cell, HoldRow, ReviewRow};
use crate::search::OpenIndex;
use crate::store::{Store, StoredColumn, record_name};
use crate::{StoreError, schema};

/// Work that is committed whole or not at all.
#[derive(Debug)]
#[must_use = "a batch that is not committed is undone"]
pub struct Batch<'s> {
    pub(crate) store: &'s mut Store,
    done: bool,
}

/// Why and by whose approval a person is erased.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Erasure {
    /// The day.
    pub on: Day,
    /// The reason, such as the retention rule.
    pub reason: String,
    /// The role that approved it.
    pub approver: String,
}

/// What an erasure removed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Erased {
    /// Records.
    pub records: usize,
    /// Search index entries.
    pub index_entries: usize,
    /// Payloads of the log.
    pub log_payloads: usize,
}

impl<'s> Batch<'s> {
    pub(crate) const fn new(store: &'s mut Store) -> Self {
        Self { store, done: false }
    }
}

impl Batch<'_> {
    /// Keeps a record about a person, its sealed fields sealed under the person's key.
    ///
    /// # Errors
    /// [`StoreError::Erased`] when the person was erased: a copy restored from a backup or a sync does
    /// not bring them back. [`StoreError::Exists`] when the record is there.
    pub fn put<R: CaseRecord>(
        &mut self,
        person: &str,
        record_id: &str,
        record: &R,
        dates: &[(&str, Day)],
    ) -> Result<(), StoreError> {
        let record_type = record.record_type();
        let columns = self.store.columns(record_type, record.fields())?;
        let sealer = self.store.sealer(person)?;
        sealer.prepare().map_err(|_| self.unprepared(person))?;
        let id = record_name(record_type, record_id)?;
        let mut writer = Writer {
            sealer: &sealer,
            record: &id,
            columns: columns.iter(),
            body: Vec::new(),
            tokens: Vec::new(),
            indexes: &self.store.indexes,
            record_type,
        };
        record.visit(&mut writer)?;
        let (bytes, tokens) = (writer.body, writer.tokens);
        let connection = self.store.lock();
        let inserted = connection
            .prepare_cached(
                "INSERT OR IGNORE INTO record (record_type, record_id, person, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![record_type, record_id, person, bytes])?;
        if inserted == 0 {
            return Err(StoreError::Exists);
        }
        let row = connection.last_insert_rowid();
        for (name, day) in dates {
            connection
                .prepare_cached("INSERT INTO due_date VALUES (?1, ?2, ?3)")?
                .execute(params![row, name, day.epoch_days()])?;
        }
        for (name, token) in tokens {
            connection
                .prepare_cached("INSERT OR IGNORE INTO blind_index VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![name, token, row, person])?;
        }
        Ok(())
    }

    /// Seals a value that the host keeps itself, under the person's key and for this cell only.
    ///
    /// # Errors
    /// [`StoreError::Erased`] when the person was erased, [`StoreError::Unsealed`] when sealing failed.
    pub fn seal_cell(
        &mut self,
        cell: Cell<'_>,
        tag: &FieldTag,
        value: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let column = self.store.column(cell.record_type, tag)?;
        let sealer = self.store.sealer(cell.person)?;
        sealer.prepare().map_err(|_| self.unprepared(cell.person))?;
        let id = record_name(cell.record_type, cell.record_id)?;
        let sealed = sealer.seal(&column.column, &id, value).map_err(|_| StoreError::Unsealed)?;
        Ok(sealed.into_vec())
    }

    /// Records something that keeps a person's records.
    ///
    /// # Errors
    /// What the database reports.
    pub fn hold(&mut self, hold: &HoldRow) -> Result<(), StoreError> {
        self.store.lock().execute(
            "INSERT OR REPLACE INTO hold VALUES (?1, ?2, ?3, ?4)",
            params![
                hold.person,
                hold.kind,
                hold.since.epoch_days(),
                hold.until.map(Day::epoch_days)
            ],
        )?;
        Ok(())
    }

    /// Records that somebody reviewed a record before its disposal.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when there is no such record, and what the database reports.
    pub fn reviewed(
        &mut self,
        record_type: &str,
        record_id: &str,
        review: &ReviewRow,
    ) -> Result<(), StoreError> {
        let written = self
            .store
            .lock()
            .prepare_cached(
                "INSERT OR REPLACE INTO review SELECT id, ?3, ?4, ?5 FROM record \
                 WHERE record_type = ?1 AND record_id = ?2",
            )?
            .execute(params![
                record_type,
                record_id,
                review.role,
                review.on.epoch_days(),
                review.keep_until.map(Day::epoch_days)
            ])?;
        if written == 1 { Ok(()) } else { Err(StoreError::Damaged("a review of no record")) }
    }

    /// Removes one record and its index entries; the person's other records and key stay.
    ///
    /// # Errors
    /// What the database reports.
    pub fn remove(&mut self, record_type: &str, record_id: &str) -> Result<bool, StoreError> {
        let connection = self.store.lock();
        let row: Option<i64> = connection
            .prepare_cached("SELECT id FROM record WHERE record_type = ?1 AND record_id = ?2")?
            .query_row([record_type, record_id], |row| row.get(0))
            .optional()?;
        let Some(row) = row else { return Ok(false) };
        schema::unsettled(&connection)?;
        for table in [
            "DELETE FROM due_date WHERE record = ?1",
            "DELETE FROM review WHERE record = ?1",
            "DELETE FROM blind_index WHERE record = ?1",
        ] {
            connection.prepare_cached(table)?.execute([row])?;
        }
        connection.prepare_cached("DELETE FROM record WHERE id = ?1")?.execute([row])?;
        Ok(true)
    }

    /// Forgets a person: every row, every index entry, every key.
    ///
    /// What the log says about them stays provable; its sealed payloads go with
    /// [`Batch::log_erasure`], which calls this.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) fn forget(&mut self, person: &str, erasure: &Erasure) -> Result<Erased, StoreError> {
        let subject = Subject::person(person).map_err(|_| StoreError::Name("the person's id"))?;
        let tombstone = Tombstone::new(
            self.store.tenant.clone(),
            subject,
            erasure.on,
            erasure.reason.as_str(),
            erasure.approver.as_str(),
        )
        .map_err(|_| StoreError::Name("the reason or the approver"))?;
        let mut erased = Erased::default();
        {
            let connection = self.store.lock();
            schema::unsettled(&connection)?;
            erased.index_entries = connection
                .prepare_cached("DELETE FROM blind_index WHERE person = ?1")?
                .execute([person])?;
            connection
                .prepare_cached(
                    "DELETE FROM due_date WHERE record IN (SELECT id FROM record WHERE person = ?1)",
                )?
                .execute([person])?;
            connection
                .prepare_cached(
                    "DELETE FROM review WHERE record IN (SELECT id FROM record WHERE person = ?1)",
                )?
                .execute([person])?;
            connection.prepare_cached("DELETE FROM hold WHERE person = ?1")?.execute([person])?;
            erased.records = connection
                .prepare_cached("DELETE FROM record WHERE person = ?1")?
                .execute([person])?;
        }
        self.store.keyring.shred(&tombstone).map_err(|_| StoreError::Unsealed)?;
        Ok(erased)
    }

    /// Makes the work permanent.
    ///
    /// # Errors
    /// What the database reports; then nothing of the batch is kept.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.store.lock().execute_batch("COMMIT")?;
        self.done = true;
        self.store.log.committed();
        Ok(())
    }

    /// Why a person has no key: they were erased, or the keys cannot be reached.
    fn unprepared(&self, person: &str) -> StoreError {
        match self.store.is_erased(person) {
            Ok(true) => StoreError::Erased,
            _ => StoreError::Unsealed,
        }
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        // A failed rollback means that SQLite has rolled back by itself.
        let _ = self.store.lock().execute_batch("ROLLBACK");
        // What was cached may be of the work just undone: a key that is not in the file would seal what
        // nobody can open. From here on everything is read anew.
        self.store.keyring.evict_all();
        self.store.types.clear();
        self.store.log.undone();
    }
}

/// Seals and collects the fields of one record.
struct Writer<'w> {
    sealer: &'w Sealer,
    record: &'w RecordId<'w>,
    columns: std::slice::Iter<'w, StoredColumn>,
    body: Vec<u8>,
    tokens: Vec<(String, i64)>,
    indexes: &'w [OpenIndex],
    record_type: &'w str,
}

impl FieldVisitor for Writer<'_> {
    type Error = StoreError;

    fn purpose(&self) -> Purpose {
        Purpose::SEALING
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), StoreError> {
        let column = self.columns.next().ok_or(StoreError::Damaged("the fields of a type"))?;
        let mut plain = Vec::new();
        if !body::encode(value, &mut plain)? {
            return Ok(());
        }
        let plain = Personal::new(plain);
        if let Value::Text(text) = value {
            for index in self.indexes {
                if index.key.record_type == self.record_type && index.key.field == tag.name() {
                    self.tokens.push((index.name.clone(), index.token(self.record, text)?));
                }
            }
        }
        let number = column.number;
        let bytes = plain.expose(Purpose::SEALING);
        if !column.sealed {
            return body::push(
                &mut self.body,
                StoredField { column: number, sealed: false, bytes },
            );
        }
        let sealed = self
            .sealer
            .seal(&column.column, self.record, bytes)
            .map_err(|_| StoreError::Unsealed)?;
        body::push(&mut self.body, StoredField { column: number, sealed: true, bytes: &sealed })
    }
}
