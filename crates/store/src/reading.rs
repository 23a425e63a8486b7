//! What comes out of the casebook.

use std::collections::HashMap;
use std::ops::ControlFlow;

use caldicott_encryption::OpenError;
use caldicott_model::{Personal, Purpose};

use crate::backend::{Backend, Bind, all, count, one};
use crate::rows::{Cell, HoldRow, OpenedRecord, ReviewRow, StoredDates};
use crate::search::OpenIndex;
use crate::store::{Store, opened};
use crate::{StoreError, body, names, schema};

/// A record as it is stored.
struct Stored {
    record_id: String,
    person: String,
    body: Vec<u8>,
}

impl Store {
    /// Opens a record; `None` when there is none, as after an erasure.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when a field was changed or moved.
    pub fn get(
        &self,
        record_type: &str,
        record_id: &str,
    ) -> Result<Option<OpenedRecord>, StoreError> {
        self.get_fields(record_type, record_id, |_| true)
    }

    /// Opens only the fields of a record that are needed; the others stay sealed.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn get_fields(
        &self,
        record_type: &str,
        record_id: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<OpenedRecord>, StoreError> {
        let found = one(
            &mut **self.lock(),
            "SELECT record_id, person, body, (SELECT destroyed FROM head WHERE id = 1) FROM record \
             WHERE record_type = ?1 AND record_id = ?2",
            &[Bind::Text(record_type), Bind::Text(record_id)],
            |row| {
                let (record_id, person) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
                Ok((Stored { record_id, person, body: row.blob(2)?.to_vec() }, row.int(3)?))
            },
        )?;
        let Some((stored, destroyed)) = found else { return Ok(None) };
        self.saw_destroyed(destroyed);
        self.opened_record(record_type, &stored, wanted).map(Some)
    }

    fn opened_record(
        &self,
        record_type: &str,
        stored: &Stored,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<OpenedRecord, StoreError> {
        let mut columns = self.numbered(record_type)?;
        let sealer = self.sealer(&stored.person)?;
        let id = names::record(record_type, &stored.record_id)?;
        let mut fields = Vec::new();
        let whose = (record_type, stored.record_id.as_str(), stored.person.as_str());
        for field in body::fields(body::unchecked(whose, &stored.body)?)? {
            if !columns.contains_key(&field.column) {
                columns = self.numbered_anew(record_type)?;
            }
            let column =
                columns.get(&field.column).ok_or(StoreError::Damaged("a column number"))?;
            if !wanted(&column.field) {
                continue;
            }
            let value = if field.sealed {
                opened(&sealer, &column.column, &id, field.bytes)?
            } else {
                Personal::new(field.bytes.to_vec())
            };
            fields.push((column.field.clone(), value));
        }
        Ok(OpenedRecord {
            record_type: record_type.to_owned(),
            record_id: stored.record_id.clone(),
            person: stored.person.clone(),
            fields,
        })
    }

    /// The records whose sealed field has this value, found through the blind index: what shares its
    /// token is opened and compared, and what only shares the token is not handed out.
    ///
    /// # Errors
    /// [`StoreError::NotSearchable`] when the field was not indexed.
    pub fn find(
        &self,
        record_type: &str,
        field: &str,
        value: &str,
    ) -> Result<Vec<OpenedRecord>, StoreError> {
        Ok(self.search(record_type, field, value)?.found)
    }

    /// The same, and how many records shared the token.
    ///
    /// # Errors
    /// As [`Store::find`].
    pub fn search(&self, record_type: &str, field: &str, value: &str) -> Result<Found, StoreError> {
        let index = self
            .indexes
            .iter()
            .find(|index| index.key.record_type == record_type && index.key.field == field)
            .ok_or(StoreError::NotSearchable("it has no index"))?;
        if !self.is_whole(&index.name)? {
            return Err(StoreError::NotSearchable("its index lacks records: index them anew"));
        }
        self.let_go_of_destroyed()?;
        let mut candidates: Vec<Stored> = Vec::new();
        for token in index.search(value)? {
            candidates.extend(all(
                &mut **self.lock(),
                "SELECT record_id, record.person, body FROM blind_index \
                 JOIN record ON record.id = blind_index.record WHERE name = ?1 AND token = ?2",
                &[Bind::Text(&index.name), Bind::Int(token)],
                |row| {
                    let (record_id, person) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
                    Ok(Stored { record_id, person, body: row.blob(2)?.to_vec() })
                },
            )?);
        }
        candidates.sort_unstable_by(|a, b| a.record_id.cmp(&b.record_id));
        candidates.dedup_by(|a, b| a.record_id == b.record_id);
        let mut found = Vec::new();
        for stored in &candidates {
            // Only the field that is searched is opened of those that merely share the token.
            let searched = match self.opened_record(record_type, stored, |name| name == field) {
                Ok(searched) => searched,
                // Erased by another process since the rows were read.
                Err(StoreError::Unopened(OpenError::SubjectErased)) => continue,
                Err(error) => return Err(error),
            };
            let same = searched
                .value(field, Purpose::SUPPORT)?
                .text()
                .is_some_and(|text| OpenIndex::same(text, value));
            if same {
                found.push(self.opened_record(record_type, stored, |_| true)?);
            }
        }
        Ok(Found { found, candidates: candidates.len() })
    }

    /// Opens a value that [`crate::Batch::seal_cell`] sealed outside of the casebook's records.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when it is not what was sealed for this cell, or the person was erased.
    pub fn open_cell(
        &self,
        cell: Cell<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Vec<u8>>, StoreError> {
        self.let_go_of_destroyed()?;
        let sealer = self.sealer(cell.person)?;
        let id = names::record(cell.record_type, cell.record_id)?;
        self.by_some_column(cell, |column| Ok(opened(&sealer, column, &id, sealed)?))
    }

    /// The ids of the records of a type, in the order in which they were put.
    ///
    /// # Errors
    /// What the database reports.
    pub fn record_ids(&self, record_type: &str) -> Result<Vec<String>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT record_id FROM record WHERE record_type = ?1 ORDER BY id",
            &[Bind::Text(record_type)],
            |row| Ok(row.text(0)?.to_owned()),
        )
    }

    /// The types and ids of a person's records.
    ///
    /// # Errors
    /// What the database reports.
    pub fn records_of(&self, person: &str) -> Result<Vec<(String, String)>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT record_type, record_id FROM record WHERE person = ?1 ORDER BY id",
            &[Bind::Text(person)],
            |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())),
        )
    }

    /// Whether the person was erased.
    ///
    /// # Errors
    /// What the database reports.
    pub fn is_erased(&self, person: &str) -> Result<bool, StoreError> {
        let digest = self.digests.person(person.as_bytes());
        let sql = "SELECT count(*) FROM tombstone WHERE digest = ?1";
        Ok(count(&mut **self.lock(), sql, &[Bind::Blob(digest.bytes())])? > 0)
    }

    /// Whether anything here is about the person: a key, a record, a history, a hold, something due, an
    /// entry of the log. No key is opened for it, so that a key that is damaged keeps nobody from being
    /// forgotten.
    ///
    /// # Errors
    /// [`StoreError::Name`] for what is nobody's id, and what the database reports.
    pub fn mentions(&self, person: &str) -> Result<bool, StoreError> {
        let subject = names::person(person)?;
        let mut database = self.lock();
        let sql = "SELECT count(*) FROM wrapped_key WHERE kind = 2 AND subject = ?1";
        if count(&mut **database, sql, &[Bind::Blob(subject.as_bytes())])? > 0 {
            return Ok(true);
        }
        for sql in [
            "SELECT count(*) FROM record WHERE person = ?1",
            "SELECT count(*) FROM event WHERE person = ?1",
            "SELECT count(*) FROM hold WHERE person = ?1",
            "SELECT count(*) FROM due WHERE person = ?1",
            "SELECT count(*) FROM log_person WHERE person = ?1",
        ] {
            if count(&mut **database, sql, &[Bind::Text(person)])? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many records of a type are kept.
    ///
    /// # Errors
    /// What the database reports.
    pub fn count(&self, record_type: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM record WHERE record_type = ?1";
        count(&mut **self.lock(), sql, &[Bind::Text(record_type)])
    }

    /// Hands every record's dates to `each`, in the order in which they were put, as they stand at one
    /// moment. `each` must not use the store itself: it would wait for itself.
    ///
    /// # Errors
    /// What the database reports, and what `each` reports.
    pub fn dates<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(StoredDates) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut database = self.lock();
        // Within a batch nobody else can write, and it is one moment already.
        let alone = !database.in_transaction();
        if alone {
            database.begin_reading()?;
        }
        let mut failed = None;
        let read = dates(&mut **database, &mut |dates| match each(dates) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        // Nothing was written: there is nothing to keep.
        if alone {
            database.roll_back();
        }
        drop(database);
        match failed {
            Some(error) => Err(error),
            None => Ok(read?),
        }
    }

    /// The holds on everybody's records.
    ///
    /// # Errors
    /// What the database reports.
    pub fn holds(&self) -> Result<Vec<HoldRow>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT person, kind, since, until, proof FROM hold ORDER BY person, kind, since",
            &[],
            |row| {
                let hold = HoldRow {
                    person: row.text(0)?.to_owned(),
                    kind: row.text(1)?.to_owned(),
                    since: row.day(2)?,
                    until: row.maybe_day(3)?,
                };
                schema::proved("hold", &hold.values(), row.int(4)?)?;
                Ok(hold)
            },
        )
    }
}

/// What a search came upon.
#[derive(Debug)]
pub struct Found {
    /// The records that have the value.
    pub found: Vec<OpenedRecord>,
    /// How many were opened to find them: those that share its token.
    pub candidates: usize,
}

type EachDates<'e> = dyn FnMut(StoredDates) -> ControlFlow<()> + 'e;

fn dates(database: &mut dyn Backend, each: &mut EachDates<'_>) -> Result<(), StoreError> {
    let mut reviews: HashMap<i64, Vec<ReviewRow>> = HashMap::new();
    let sql = "SELECT record, role, day, keep_until, proof FROM review ORDER BY record, day, role";
    database.query(sql, &[], &mut |row| {
        let review = ReviewRow {
            role: row.text(1)?.to_owned(),
            on: row.day(2)?,
            keep_until: row.maybe_day(3)?,
        };
        schema::proved("review", &review.values(row.int(0)?), row.int(4)?)?;
        reviews.entry(row.int(0)?).or_default().push(review);
        Ok(ControlFlow::Continue(()))
    })?;
    let mut current: Option<StoredDates> = None;
    let mut stopped = false;
    let sql = "SELECT record.id, record_type, record_id, person, due_date.name, due_date.day, proof \
               FROM record LEFT JOIN due_date ON due_date.record = record.id \
               ORDER BY record.id, due_date.name";
    database.query(sql, &[], &mut |row| {
        let id = row.int(0)?;
        if current.as_ref().is_none_or(|dates| dates.row != id) {
            let next = StoredDates {
                row: id,
                record_type: row.text(1)?.to_owned(),
                record_id: row.text(2)?.to_owned(),
                person: row.text(3)?.to_owned(),
                dates: Vec::new(),
                reviews: reviews.remove(&id).unwrap_or_default(),
            };
            if let Some(done) = current.replace(next)
                && each(done).is_break()
            {
                stopped = true;
                return Ok(ControlFlow::Break(()));
            }
        }
        if let (Some(dates), Some(name)) = (current.as_mut(), row.maybe_text(4)?) {
            let day = row.day(5)?;
            let values = [Bind::Int(id), Bind::Text(name), Bind::Int(day.epoch_days().into())];
            schema::proved("due_date", &values, row.int(6)?)?;
            dates.dates.push((name.to_owned(), day));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if let (Some(last), false) = (current, stopped) {
        let _ = each(last);
    }
    Ok(())
}
