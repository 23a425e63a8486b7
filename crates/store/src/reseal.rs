//! Sealing again what stands under older keys, person by person, so that it can be stopped anywhere.

use std::ops::ControlFlow;

use caldicott_encryption::{KeyError, RecordId, ResealError, Sealer, Subject};
use caldicott_model::{Category, Purpose};

use crate::backend::{Bind, all, count};
use crate::batch::Batch;
use crate::body::{self, StoredField};
use crate::history::{event_column, event_place};
use crate::key_care::KeyTask;
use crate::log::NOBODY;
use crate::rows::Cell;
use crate::store::{Store, opened};
use crate::{StoreError, names, schema};

/// Whose values are sealed again, and what becomes of the older keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub struct Reseal {
    everyone: bool,
    destroys: bool,
}

/// How far it has come, in people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ResealProgress {
    /// Done, in this call.
    pub done: u64,
    /// To be done by this call.
    pub total: u64,
}

/// What was sealed again.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[must_use = "what was not finished has values under older keys still"]
#[non_exhaustive]
pub struct Resealed {
    /// People.
    pub people: u64,
    /// Fields and events.
    pub values: u64,
    /// People whose older keys were destroyed.
    pub retired: u64,
    /// People whose older keys were kept for entries of the log, which are never sealed again: the log
    /// commits to their bytes.
    pub kept_for_log: u64,
    /// Whether it came to its end. If not, the next call goes on where this one stopped.
    pub is_finished: bool,
}

impl Reseal {
    /// What is sealed under older versions of people's keys. Those keys stay, so that values the host
    /// keeps itself open on; see [`Store::reseal_cell`].
    pub const fn outdated() -> Self {
        Self { everyone: false, destroys: false }
    }

    /// Everything: each person's key is rotated first.
    pub const fn everyone() -> Self {
        Self { everyone: true, destroys: false }
    }

    /// And destroys the older keys, except those that entries of the log need. Whatever the host keeps
    /// itself must have been sealed again before: it never opens after this.
    pub const fn destroying_older_keys(mut self) -> Self {
        self.destroys = true;
        self
    }

    const fn note(self) -> u32 {
        (self.everyone as u32) | (self.destroys as u32) << 1
    }

    const fn of_note(note: u32) -> Self {
        Self { everyone: note & 1 != 0, destroys: note & 2 != 0 }
    }
}

/// So many people are done in one transaction.
const BATCH: i64 = 64;
/// Where the casebook keeps how far it has come: sealed, for it names a person.
const PLACE: &str = "task-reseal-place";

impl Store {
    /// Seals values again under the newest keys, telling `progress` after every few people.
    ///
    /// It can be killed at any moment, or stopped by `progress`; called again, it goes on where it
    /// stopped, with what it was first asked to do. Each person's values change together or not at all.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when a value does not open: nothing of that person is changed. What the
    /// database and the keys report.
    pub fn reseal(
        &mut self,
        what: Reseal,
        mut progress: impl FnMut(ResealProgress) -> ControlFlow<()>,
    ) -> Result<Resealed, StoreError> {
        let what = Reseal::of_note(self.take_up(KeyTask::Reseal, what.note())?);
        let mut place = self.reseal_place()?;
        let total = self.still_to_reseal(what, &place)?;
        let mut resealed = Resealed::default();
        loop {
            let people = self.next_people(what, &place)?;
            let Some(last) = people.last().cloned() else { break };
            let mut batch = self.begin()?;
            let mut done = resealed;
            for person in &people {
                batch.reseal_person(person, what, &mut done)?;
            }
            batch.keep_reseal_place(&last)?;
            batch.commit()?;
            (resealed, place) = (done, last);
            if progress(ResealProgress { done: resealed.people, total }).is_break() {
                return Ok(resealed);
            }
        }
        self.finished(KeyTask::Reseal, |database| {
            schema::unsettled(database)?;
            schema::clear_meta(database, PLACE)
        })?;
        resealed.is_finished = true;
        Ok(resealed)
    }

    /// Seals a value that the host keeps itself again, when it stands under an older key; `None` when
    /// there is nothing to do.
    ///
    /// # Errors
    /// As [`Store::open_cell`].
    pub fn reseal_cell(
        &self,
        cell: Cell<'_>,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.let_go_of_destroyed()?;
        let sealer = self.sealer(cell.person)?;
        let id = names::record(cell.record_type, cell.record_id)?;
        self.by_some_column(cell, |column| {
            let new = sealer.reseal(column, &id, sealed).map_err(unresealed)?;
            Ok(new.map(caldicott_encryption::Sealed::into_vec))
        })
    }

    fn next_people(&self, what: Reseal, after: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let sql = if what.everyone {
            "SELECT subject FROM wrapped_key WHERE kind = 2 AND subject > ?1 \
             AND subject <> ?2 AND subject <> ?3 GROUP BY subject ORDER BY subject LIMIT ?4"
        } else {
            "SELECT subject FROM wrapped_key WHERE kind = 2 AND subject > ?1 \
             AND subject <> ?2 AND subject <> ?3 GROUP BY subject HAVING count(*) > 1 \
             ORDER BY subject LIMIT ?4"
        };
        let values =
            [Bind::Blob(after), Bind::Blob(b"*"), Bind::Blob(NOBODY.as_bytes()), Bind::Int(BATCH)];
        all(&mut **self.lock(), sql, &values, |row| Ok(row.blob(0)?.to_vec()))
    }

    fn still_to_reseal(&self, what: Reseal, after: &[u8]) -> Result<u64, StoreError> {
        let sql = if what.everyone {
            "SELECT count(*) FROM (SELECT subject FROM wrapped_key WHERE kind = 2 AND subject > ?1 \
             AND subject <> ?2 AND subject <> ?3 GROUP BY subject) AS people"
        } else {
            "SELECT count(*) FROM (SELECT subject FROM wrapped_key WHERE kind = 2 AND subject > ?1 \
             AND subject <> ?2 AND subject <> ?3 GROUP BY subject HAVING count(*) > 1) AS people"
        };
        let values = [Bind::Blob(after), Bind::Blob(b"*"), Bind::Blob(NOBODY.as_bytes())];
        count(&mut **self.lock(), sql, &values)
    }

    /// The last person that was done, by a call that was stopped.
    fn reseal_place(&self) -> Result<Vec<u8>, StoreError> {
        let Some(sealed) = schema::meta(&mut **self.lock(), PLACE)? else { return Ok(Vec::new()) };
        let (sealer, column) = self.ledger_sealer()?;
        let place = opened(&sealer, &column, &place_name()?, &sealed)?;
        Ok(place.expose(Purpose::SEALING).clone())
    }
}

impl Batch<'_> {
    fn keep_reseal_place(&mut self, person: &[u8]) -> Result<(), StoreError> {
        let (sealer, column) = self.store.ledger_sealer()?;
        let sealed = sealer.seal(&column, &place_name()?, person);
        let sealed = sealed.map_err(|_| StoreError::Unsealed)?;
        schema::set_meta(&mut **self.database(), PLACE, &sealed)
    }

    fn reseal_person(
        &mut self,
        subject: &[u8],
        what: Reseal,
        done: &mut Resealed,
    ) -> Result<(), StoreError> {
        let person = std::str::from_utf8(subject);
        let person = person.map_err(|_| StoreError::Damaged("a key's subject"))?;
        let tenant = self.store.tenant.clone();
        let subject = Subject::from_stored(subject);
        let subject = subject.map_err(|_| StoreError::Damaged("a key's subject"))?;
        let sealer = self.store.keyring.sealer(&tenant, &subject);
        let mut newest = match sealer.key_version() {
            Ok(Some(version)) => version,
            // Erased since the list was read, by another process.
            Ok(None) | Err(KeyError::SubjectErased) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if what.everyone {
            let rotated = self.store.keyring.rotate_subject_key(&tenant, &subject, newest);
            newest = rotated.map_err(|error| self.store.key_fault(error))?;
        }
        done.values += self.reseal_records(person, &sealer)?;
        done.values += self.reseal_events(person, &sealer)?;
        done.people += 1;
        if what.destroys {
            let needed = self.store.oldest_in_log(person)?.unwrap_or(newest).min(newest);
            let retired = self.store.keyring.retire_subject_keys(&tenant, &subject, needed);
            retired.map_err(|error| self.store.key_fault(error))?;
            if needed == newest {
                done.retired += 1;
            } else {
                done.kept_for_log += 1;
            }
        }
        Ok(())
    }

    fn reseal_records(&mut self, person: &str, sealer: &Sealer) -> Result<u64, StoreError> {
        let records = all(
            &mut **self.database(),
            "SELECT id, record_type, record_id, body FROM record WHERE person = ?1",
            &[Bind::Text(person)],
            |row| {
                let names = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
                Ok((row.int(0)?, names, row.blob(3)?.to_vec()))
            },
        )?;
        let mut values = 0;
        for (row, (record_type, record_id), old) in records {
            let columns = self.store.numbered_anew(&record_type)?;
            let id = names::record(&record_type, &record_id)?;
            let mut new = Vec::with_capacity(old.len());
            let mut changed = 0;
            let whose = (record_type.as_str(), record_id.as_str(), person);
            for field in body::fields(body::unchecked(whose, &old)?)? {
                let column = columns.get(&field.column);
                let column = column.ok_or(StoreError::Damaged("a column number"))?;
                let sealed = if field.sealed {
                    sealer.reseal(&column.column, &id, field.bytes).map_err(unresealed)?
                } else {
                    None
                };
                let bytes = sealed.as_deref().unwrap_or(field.bytes);
                changed += u64::from(sealed.is_some());
                body::push(&mut new, StoredField { bytes, ..field })?;
            }
            if changed > 0 {
                self.database().execute(
                    "UPDATE record SET body = ?2 WHERE id = ?1",
                    &[Bind::Int(row), Bind::Blob(&body::checked(whose, &new))],
                )?;
            }
            values += changed;
        }
        Ok(values)
    }

    fn reseal_events(&mut self, person: &str, sealer: &Sealer) -> Result<u64, StoreError> {
        let events = all(
            &mut **self.database(),
            "SELECT kind, entity, version, body FROM event WHERE person = ?1",
            &[Bind::Text(person)],
            |row| {
                let names = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
                Ok((names, row.count(2)?, row.blob(3)?.to_vec()))
            },
        )?;
        let mut values = 0;
        for ((kind, entity), version, body) in events {
            let damaged = StoreError::Damaged("an event");
            let Some((byte, sealed)) = body.split_first() else { return Err(damaged) };
            let Some(category) = Category::from_byte(*byte) else { return Err(damaged) };
            let column = event_column(&self.store.tenant, &kind, category)?;
            let place = event_place(&entity, version)?;
            let new = sealer.reseal(&column, &place, sealed).map_err(unresealed)?;
            let Some(new) = new else { continue };
            let body = [&[*byte], &*new].concat();
            let number = i64::try_from(version).map_err(|_| damaged)?;
            self.database().execute(
                "UPDATE event SET body = ?4 WHERE kind = ?1 AND entity = ?2 AND version = ?3",
                &[Bind::Text(&kind), Bind::Text(&entity), Bind::Int(number), Bind::Blob(&body)],
            )?;
            values += 1;
        }
        Ok(values)
    }
}

fn place_name() -> Result<RecordId<'static>, StoreError> {
    RecordId::new("caldicott:reseal").map_err(|_| StoreError::Unsealed)
}

fn unresealed(error: ResealError) -> StoreError {
    if let ResealError::Open(error) = error {
        StoreError::Unopened(error)
    } else {
        StoreError::Unsealed
    }
}
