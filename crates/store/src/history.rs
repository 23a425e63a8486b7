//! Histories: what happened to a case, in order, never changed and never overtaken.

use caldicott_encryption::{Column, RecordId, Sealer, Subject};
use caldicott_model::{Category, Personal, Purpose};
use zeroize::Zeroizing;

use crate::backend::{self, Bind, all, one};
use crate::batch::Batch;
use crate::store::{Store, opened};
use crate::{StoreError, names};

/// Something with a history: an access request, an entry on a register, a breach.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'e> {
    /// What kind of thing it is.
    pub kind: &'e str,
    /// Which one.
    pub id: &'e str,
    /// Whom it is about: its events are sealed under their key, and go when they are erased. `None` for
    /// what is about nobody; then they are sealed under the organisation's.
    pub person: Option<&'e str>,
    /// What its events tell about the person: which of the person's keys seals them.
    pub category: Category,
}

/// One event of a history.
#[derive(Debug)]
pub struct Event {
    /// Its place: the first is 1.
    pub version: u64,
    /// What the host wrote.
    pub body: Personal<Vec<u8>>,
}

/// An event as it stands in the file.
struct Row {
    version: u64,
    person: Option<String>,
    body: Vec<u8>,
}

impl Row {
    fn read(row: &dyn backend::Row) -> Result<Self, StoreError> {
        let person = row.maybe_text(1)?.map(str::to_owned);
        Ok(Self { version: row.count(0)?, person, body: row.blob(2)?.to_vec() })
    }
}

impl Batch<'_> {
    /// Adds events to a history, if it still ends where the caller has read to (`0`: if it has none yet),
    /// and answers where it ends now.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else added to it first, or when it is about somebody else;
    /// [`StoreError::Erased`] when it would be about somebody who was erased.
    pub fn append_events(
        &mut self,
        entity: &Entity<'_>,
        expected: u64,
        events: &[&[u8]],
    ) -> Result<u64, StoreError> {
        names::own(entity.kind, "the kind of a history")?;
        names::plain(entity.id, "the id of a history")?;
        let last = one(
            &mut **self.database(),
            "SELECT version, person, body FROM event WHERE kind = ?1 AND entity = ?2 \
             ORDER BY version DESC LIMIT 1",
            &[Bind::Text(entity.kind), Bind::Text(entity.id)],
            Row::read,
        )?;
        let Some(last) = last else {
            return if expected == 0 {
                self.write_events(entity, (0, 0), events)
            } else {
                Err(StoreError::Conflict)
            };
        };
        if last.version != expected || last.person.as_deref() != entity.person {
            return Err(StoreError::Conflict);
        }
        let (before, _) = self.store.open_event(entity.kind, entity.id, &last)?;
        self.write_events(entity, (before, last.version), events)
    }

    /// Puts other events in the place of a history, if it still ends where the caller has read to: what may
    /// not be kept is let go of, and what little may is written anew. The history may be about somebody
    /// else then, or about nobody. Its versions go on from those that are gone, so that nobody who has
    /// read the old events adds to the new ones.
    ///
    /// After the commit [`Store::settle`] wipes what the old events left in the file.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else added to it first or it has none;
    /// [`StoreError::Erased`] when it would be about somebody who was erased.
    pub fn replace_events(
        &mut self,
        entity: &Entity<'_>,
        expected: u64,
        events: &[&[u8]],
    ) -> Result<u64, StoreError> {
        names::own(entity.kind, "the kind of a history")?;
        names::plain(entity.id, "the id of a history")?;
        let place = [Bind::Text(entity.kind), Bind::Text(entity.id)];
        let last = one(
            &mut **self.database(),
            "SELECT version FROM event WHERE kind = ?1 AND entity = ?2 ORDER BY version DESC LIMIT 1",
            &place,
            |row| row.count(0),
        )?;
        if last != Some(expected) || expected == 0 {
            return Err(StoreError::Conflict);
        }
        crate::schema::unsettled(&mut **self.database())?;
        self.database().execute("DELETE FROM event WHERE kind = ?1 AND entity = ?2", &place)?;
        self.write_events(entity, (expected, expected), events)
    }

    /// Writes events after the last version; the history begins after the first of the two.
    fn write_events(
        &mut self,
        entity: &Entity<'_>,
        (before, last): (u64, u64),
        events: &[&[u8]],
    ) -> Result<u64, StoreError> {
        let sealer = match entity.person {
            Some(person) => self.prepared(person)?,
            None => self.store.own_sealer()?,
        };
        let column = event_column(&self.store.tenant, entity.kind, entity.category)?;
        let mut version = last;
        for event in events {
            version = version.checked_add(1).ok_or(StoreError::Conflict)?;
            let place = event_place(entity.id, version)?;
            let mut body = vec![entity.category.byte()];
            let plain = Zeroizing::new([before.to_be_bytes().as_slice(), event].concat());
            sealer
                .seal_into(&column, &place, &plain, &mut body)
                .map_err(|_| StoreError::Unsealed)?;
            self.database().execute(
                "INSERT INTO event (kind, entity, version, person, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                &[
                    Bind::Text(entity.kind),
                    Bind::Text(entity.id),
                    Bind::Int(i64::try_from(version).map_err(|_| StoreError::Conflict)?),
                    Bind::MaybeText(entity.person),
                    Bind::Blob(&body),
                ],
            )?;
        }
        Ok(version)
    }
}

impl Store {
    /// The history of something, from its beginning; empty when it has none, as after an erasure.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when an event was changed or moved, [`StoreError::Damaged`] when one is
    /// missing from the middle.
    pub fn events(&self, kind: &str, id: &str) -> Result<Vec<Event>, StoreError> {
        self.events_after(kind, id, 0)
    }

    /// The events after this version.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn events_after(&self, kind: &str, id: &str, after: u64) -> Result<Vec<Event>, StoreError> {
        self.let_go_of_destroyed()?;
        let rows = all(
            &mut **self.lock(),
            "SELECT version, person, body FROM event \
             WHERE kind = ?1 AND entity = ?2 AND version > ?3 ORDER BY version",
            &[
                Bind::Text(kind),
                Bind::Text(id),
                Bind::Int(i64::try_from(after).unwrap_or(i64::MAX)),
            ],
            Row::read,
        )?;
        let mut events = Vec::with_capacity(rows.len());
        let mut next = None;
        for row in rows {
            let (before, body) = self.open_event(kind, id, &row)?;
            // Each event says where its history begins, and none is missing since.
            let (beginning, place) = next.unwrap_or((before, after.max(before) + 1));
            if before != beginning || row.version != place {
                return Err(StoreError::Damaged("an event is missing from a history"));
            }
            next = Some((beginning, place + 1));
            events.push(Event { version: row.version, body });
        }
        Ok(events)
    }

    /// Opens an event; also says after which version its history begins.
    fn open_event(
        &self,
        kind: &str,
        id: &str,
        row: &Row,
    ) -> Result<(u64, Personal<Vec<u8>>), StoreError> {
        let (category, sealed) = row.body.split_first().ok_or(DAMAGED)?;
        let category = Category::from_byte(*category).ok_or(DAMAGED)?;
        let sealer = match &row.person {
            Some(person) => self.sealer(person)?,
            None => self.own_sealer()?,
        };
        let column = event_column(&self.tenant, kind, category)?;
        let plain = opened(&sealer, &column, &event_place(id, row.version)?, sealed)?;
        let plain = plain.expose(Purpose::SEALING);
        let (before, body) = plain.split_first_chunk::<8>().ok_or(DAMAGED)?;
        Ok((u64::from_be_bytes(*before), Personal::new(body.to_vec())))
    }

    /// The ids of everything of a kind that has a history, sorted.
    ///
    /// # Errors
    /// What the database reports.
    pub fn histories(&self, kind: &str) -> Result<Vec<String>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT DISTINCT entity FROM event WHERE kind = ?1 ORDER BY entity",
            &[Bind::Text(kind)],
            |row| Ok(row.text(0)?.to_owned()),
        )
    }

    /// The kinds and ids of everything about a person that has a history.
    ///
    /// # Errors
    /// What the database reports.
    pub fn histories_of(&self, person: &str) -> Result<Vec<(String, String)>, StoreError> {
        all(
            &mut **self.lock(),
            "SELECT DISTINCT kind, entity FROM event WHERE person = ?1 ORDER BY kind, entity",
            &[Bind::Text(person)],
            |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())),
        )
    }

    /// What seals the organisation's own values, which are about nobody.
    pub(crate) fn own_sealer(&self) -> Result<Sealer, StoreError> {
        let sealer = self.keyring.sealer(&self.tenant, &Subject::tenant_wide());
        sealer.prepare()?;
        Ok(sealer)
    }
}

const DAMAGED: StoreError = StoreError::Damaged("an event");

/// The context that the events of a kind are sealed in.
pub(crate) fn event_column(
    tenant: &caldicott_encryption::Tenant,
    kind: &str,
    category: Category,
) -> Result<Column, StoreError> {
    Column::new(tenant, category, "caldicott:event", kind)
        .map_err(|_| StoreError::Name("the kind of a history"))
}

/// Where an event is sealed to: moved to another place of the history it does not open.
pub(crate) fn event_place(id: &str, version: u64) -> Result<RecordId<'_>, StoreError> {
    RecordId::new(id)
        .map(|id| id.at_revision(version))
        .map_err(|_| StoreError::Name("the id of a history"))
}
