//! Changes to the casebook: committed whole, or not at all.

mod erasing;
mod writer;

pub use self::erasing::{Erased, Erasure, Import, Incoming};

use caldicott_calendar::Day;
use caldicott_encryption::Sealer;
use caldicott_model::{CaseRecord, FieldTag};

use self::writer::Writer;
use crate::backend::{Backend, Bind, one};
use crate::rows::{Cell, HoldRow, ReviewRow};
use crate::store::Store;
use crate::{StoreError, body, names, schema};

/// Work that is committed whole or not at all.
///
/// While a batch is open no other process can write to the casebook. Dropping it undoes it.
#[derive(Debug)]
#[must_use = "a batch that is not committed is undone"]
pub struct Batch<'s> {
    pub(crate) store: &'s mut Store,
    done: bool,
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
    /// not bring them back. [`StoreError::Exists`] when the record is there. Then the batch may go on.
    /// [`StoreError::Nested`] when a field holds a record: put that one for itself, under an id of its
    /// own, and leave its field out of this one's type.
    pub fn put<R: CaseRecord>(
        &mut self,
        person: &str,
        record_id: &str,
        record: &R,
        dates: &[(&str, Day)],
    ) -> Result<(), StoreError> {
        let record_type = record.record_type();
        let (sealer, body, tokens) = self.sealed(person, record_id, record)?;
        drop(sealer);
        let mut database = self.store.lock();
        let row = one(
            &mut **database,
            "INSERT INTO record (record_type, record_id, person, body) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING RETURNING id",
            &[
                Bind::Text(record_type),
                Bind::Text(record_id),
                Bind::Text(person),
                Bind::Blob(&body),
            ],
            |row| row.int(0),
        )?;
        let row = row.ok_or(StoreError::Exists)?;
        add_to_record(&mut **database, row, person, &tokens, dates)
    }

    /// Puts a record in the place of one that is there, its dates and index entries too. Reviews of the
    /// record stay.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such record, [`StoreError::Conflict`] when it is about
    /// another person, and as [`Batch::put`].
    pub fn replace<R: CaseRecord>(
        &mut self,
        person: &str,
        record_id: &str,
        record: &R,
        dates: &[(&str, Day)],
    ) -> Result<(), StoreError> {
        let record_type = record.record_type();
        let (sealer, body, tokens) = self.sealed(person, record_id, record)?;
        drop(sealer);
        let mut database = self.store.lock();
        let there = one(
            &mut **database,
            "SELECT id, person FROM record WHERE record_type = ?1 AND record_id = ?2",
            &[Bind::Text(record_type), Bind::Text(record_id)],
            |row| Ok((row.int(0)?, row.text(1)? == person)),
        )?;
        let (row, same_person) = there.ok_or(StoreError::Missing)?;
        if !same_person {
            return Err(StoreError::Conflict);
        }
        schema::unsettled(&mut **database)?;
        for sql in
            ["DELETE FROM blind_index WHERE record = ?1", "DELETE FROM due_date WHERE record = ?1"]
        {
            database.execute(sql, &[Bind::Int(row)])?;
        }
        database.execute(
            "UPDATE record SET body = ?2 WHERE id = ?1",
            &[Bind::Int(row), Bind::Blob(&body)],
        )?;
        add_to_record(&mut **database, row, person, &tokens, dates)
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
        let id = names::record(cell.record_type, cell.record_id)?;
        let column = self.store.column(cell.record_type, tag)?;
        let sealer = self.prepared(cell.person)?;
        let sealed = sealer.seal(&column.column, &id, value).map_err(|_| StoreError::Unsealed)?;
        Ok(sealed.into_vec())
    }

    /// Records something that keeps a person's records.
    ///
    /// # Errors
    /// [`StoreError::Erased`] for somebody who was erased, and what the database reports.
    pub fn hold(&mut self, hold: &HoldRow) -> Result<(), StoreError> {
        self.not_erased(&hold.person)?;
        names::plain(&hold.kind, "the kind of a hold")?;
        self.store.lock().execute(
            "INSERT INTO hold (person, kind, since, until, proof) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (person, kind, since) \
             DO UPDATE SET until = excluded.until, proof = excluded.proof",
            &with_proof("hold", hold.values()),
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
        names::plain(&review.role, "the role of a review")?;
        let mut database = self.store.lock();
        let row = find_record(&mut **database, record_type, record_id)?
            .ok_or(StoreError::Damaged("a review of no record"))?;
        database.execute(
            "INSERT INTO review (record, role, day, keep_until, proof) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (record, role, day) \
             DO UPDATE SET keep_until = excluded.keep_until, proof = excluded.proof",
            &with_proof("review", review.values(row)),
        )?;
        Ok(())
    }

    /// Removes one record, its index entries and what is due for it; the person's other records and key
    /// stay.
    ///
    /// # Errors
    /// What the database reports.
    pub fn remove(&mut self, record_type: &str, record_id: &str) -> Result<bool, StoreError> {
        let mut database = self.store.lock();
        let Some(row) = find_record(&mut **database, record_type, record_id)? else {
            return Ok(false);
        };
        schema::unsettled(&mut **database)?;
        for sql in [
            "DELETE FROM due_date WHERE record = ?1",
            "DELETE FROM review WHERE record = ?1",
            "DELETE FROM blind_index WHERE record = ?1",
            "DELETE FROM record WHERE id = ?1",
        ] {
            database.execute(sql, &[Bind::Int(row)])?;
        }
        database.execute(
            "DELETE FROM due WHERE kind = ?1 AND entity = ?2",
            &[Bind::Text(record_type), Bind::Text(record_id)],
        )?;
        Ok(true)
    }

    /// The casebook as it stands with what the batch has changed so far. What is read from it stays true
    /// until the batch ends: nobody else can write meanwhile.
    #[must_use]
    pub const fn store(&self) -> &Store {
        self.store
    }

    /// Makes the work permanent: when this returns, it survives a loss of power.
    ///
    /// # Errors
    /// What the database reports; then nothing of the batch is kept. Only after
    /// [`StoreError::Uncertain`] it may be kept, whole.
    pub fn commit(mut self) -> Result<(), StoreError> {
        let mut database = self.store.lock();
        schema::changed(&mut **database)?;
        database.commit()?;
        drop(database);
        self.done = true;
        self.store.revision += 1;
        self.store.log.committed();
        Ok(())
    }

    /// Whatever is deleted, inserted or updated in one step of a batch.
    pub(crate) fn database(&self) -> std::sync::MutexGuard<'_, Box<dyn Backend>> {
        self.store.lock()
    }

    /// Refuses to write down again whom this casebook has forgotten.
    pub(crate) fn not_erased(&self, person: &str) -> Result<(), StoreError> {
        names::person(person)?;
        if self.store.is_erased(person)? { Err(StoreError::Erased) } else { Ok(()) }
    }

    /// The sealer of somebody who has a key, or gets one now.
    pub(crate) fn prepared(&self, person: &str) -> Result<Sealer, StoreError> {
        let sealer = self.store.sealer(person)?;
        match sealer.prepare() {
            Ok(()) => Ok(sealer),
            Err(error) => Err(self.store.key_fault(error)),
        }
    }

    /// A record's body and the tokens by which it is found.
    #[expect(clippy::type_complexity, reason = "named where it is taken apart, and nowhere else")]
    fn sealed<R: CaseRecord>(
        &mut self,
        person: &str,
        record_id: &str,
        record: &R,
    ) -> Result<(Sealer, Vec<u8>, Vec<(String, i64)>), StoreError> {
        let record_type = record.record_type();
        let id = names::record(record_type, record_id)?;
        let columns = self.store.columns(record_type, record.fields())?;
        self.spare_indexes(record_type)?;
        let sealer = self.prepared(person)?;
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
        let (body, tokens) = (writer.body, writer.tokens);
        let body = body::checked((record_type, record_id, person), &body);
        Ok((sealer, body, tokens))
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.store.lock().roll_back();
            self.store.forget_undone();
        }
    }
}

fn find_record(
    database: &mut dyn Backend,
    record_type: &str,
    record_id: &str,
) -> Result<Option<i64>, StoreError> {
    one(
        database,
        "SELECT id FROM record WHERE record_type = ?1 AND record_id = ?2",
        &[Bind::Text(record_type), Bind::Text(record_id)],
        |row| row.int(0),
    )
}

fn add_to_record(
    database: &mut dyn Backend,
    row: i64,
    person: &str,
    tokens: &[(String, i64)],
    dates: &[(&str, Day)],
) -> Result<(), StoreError> {
    for (name, day) in dates {
        database.execute(
            "INSERT INTO due_date (record, name, day, proof) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (record, name) DO UPDATE SET day = excluded.day, proof = excluded.proof",
            &with_proof(
                "due_date",
                [
                    Bind::Int(row),
                    Bind::Text(names::plain(name, "the name of a date")?),
                    Bind::Int(day.epoch_days().into()),
                ],
            ),
        )?;
    }
    for (name, token) in tokens {
        database.execute(
            "INSERT INTO blind_index (name, token, record, person) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING",
            &[Bind::Text(name), Bind::Int(*token), Bind::Int(row), Bind::Text(person)],
        )?;
    }
    Ok(())
}

/// The values of a readable row, and the digest of them that stands beside it.
pub(crate) fn with_proof<'b, const N: usize>(table: &str, values: [Bind<'b>; N]) -> Vec<Bind<'b>> {
    let proof = schema::proof(table, &values);
    values.into_iter().chain([Bind::Int(proof)]).collect()
}
