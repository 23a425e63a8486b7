//! The tamper-evident log in the database: public leaves for ever, sealed payloads until erased.

use std::ops::ControlFlow;

use caldicott_audit::tree::Frontier;
use caldicott_audit::{
    Chain, Draft, Moment, NoEntropy, Payload, PayloadOpener, PayloadSealer, Receipt, Row,
    SealContext, SealError, StoredPayload, Tombstone,
};
use caldicott_calendar::Day;
use caldicott_encryption::{
    Buffered, Column, KeyError, Keyring, RandomSource, RecordId, Subject, Tenant,
};
use caldicott_model::digest::Sha256;
use caldicott_model::{Category, Personal, Purpose};

use crate::backend::{self, Backend, Bind, all, count, one};
use crate::batch::Batch;
use crate::log_file::origin;
use crate::store::{Store, opened};
use crate::{StoreError, names};

/// Whose key seals the payload of an entry about nobody. It is a person's key in every respect, so that
/// such an entry has the shape and size of any other; no person may have this id.
pub(crate) const NOBODY: &str = "caldicott:nobody";

/// The end of the log: as committed, and with what the open batch adds.
#[derive(Debug)]
pub(crate) struct LogState {
    committed: Chain,
    pending: Chain,
    column: Column,
    last_day: Day,
    last_time: Option<i64>,
}

/// What to put into the log.
#[derive(Debug)]
pub struct LogEntry<'e> {
    /// The person it is about, known or not; `None` for what concerns nobody.
    pub person: Option<&'e str>,
    /// What is recorded, without the person.
    pub draft: Draft,
    /// When, by the host's clock.
    pub at: Moment,
}

/// An entry with its payload opened.
#[derive(Debug)]
pub struct LoggedEntry {
    /// Its place in the log.
    pub position: u64,
    /// What was sealed: fields, exact time, person.
    pub payload: Payload,
}

impl LogState {
    pub(crate) fn load(database: &mut dyn Backend, tenant: &Tenant) -> Result<Self, StoreError> {
        let column = Column::new(tenant, Category::Administrative, "caldicott:log", "payload")
            .map_err(|_| StoreError::Name("the organisation's id"))?;
        let committed = Chain::new(origin(tenant.as_bytes())?);
        let mut state = Self {
            pending: committed.clone(),
            committed,
            column,
            last_day: Day::MIN,
            last_time: None,
        };
        state.read_on(database, Frontier::new())?;
        Ok(state)
    }

    /// Takes in the entries that another process has added. Entries are only ever added.
    pub(crate) fn catch_up(
        &mut self,
        database: &mut dyn Backend,
        tenant: &Tenant,
    ) -> Result<(), StoreError> {
        let sql = "SELECT max(position) FROM log_leaf";
        let last = one(database, sql, &[], |row| row.maybe_int(0))?.flatten();
        let size = last.map_or(0, |last| u64::try_from(last).unwrap_or_default() + 1);
        if size < self.committed.size() {
            // Somebody put an older file in the place of this one.
            *self = Self::load(database, tenant)?;
            return Ok(());
        }
        let frontier = self.committed.frontier().clone();
        self.read_on(database, frontier)
    }

    /// Reads the entries beyond those that the frontier holds.
    fn read_on(
        &mut self,
        database: &mut dyn Backend,
        mut frontier: Frontier,
    ) -> Result<(), StoreError> {
        let from = position(frontier.size())?;
        database.query(
            "SELECT leaf_hash FROM log_leaf WHERE position >= ?1 ORDER BY position",
            &[Bind::Int(from)],
            &mut |row| {
                let hash = row.blob(0)?.try_into();
                let hash = hash.map_err(|_| StoreError::Damaged("a leaf hash"))?;
                frontier.append(Sha256::from_bytes(hash));
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let sql = "SELECT leaf FROM log_leaf WHERE position >= ?1 ORDER BY position DESC LIMIT 1";
        let leaf = one(database, sql, &[Bind::Int(from)], |row| {
            caldicott_audit::Leaf::decode(row.blob(0)?)
                .map_err(|_| StoreError::Damaged("a leaf of the log"))
        })?;
        if let Some(leaf) = leaf {
            self.last_day = leaf.day();
        }
        let sql = "SELECT max(logged_at) FROM log_payload WHERE position >= ?1";
        let time = one(database, sql, &[Bind::Int(from)], |row| row.maybe_int(0))?.flatten();
        self.last_time = self.last_time.max(time);
        let origin = self.committed.origin().clone();
        self.committed = Chain::resume(origin, frontier, self.last_day, self.last_time);
        self.pending = self.committed.clone();
        Ok(())
    }

    pub(crate) const fn column(&self) -> &Column {
        &self.column
    }

    pub(crate) fn undone(&mut self) {
        self.pending = self.committed.clone();
    }

    pub(crate) fn committed(&mut self) {
        self.committed = self.pending.clone();
    }
}

/// Seals payloads under the person's key, or under nobody's.
struct KeyringSealer<'k> {
    keyring: &'k Keyring,
    tenant: &'k Tenant,
    column: &'k Column,
    /// Why there was no key to seal with.
    fault: Option<KeyError>,
}

impl KeyringSealer<'_> {
    fn subject(context: &SealContext<'_>) -> Result<Subject, SealError> {
        let id = context.subject.map_or(NOBODY, |person| person.expose(Purpose::SEALING).as_str());
        Subject::person(id).map_err(|_| SealError::NoKey)
    }
}

impl PayloadSealer for KeyringSealer<'_> {
    fn seal(&mut self, context: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let sealer = self.keyring.sealer(self.tenant, &Self::subject(context)?);
        sealer.prepare().map_err(|error| {
            self.fault = Some(error);
            SealError::NoKey
        })?;
        let position = context.index.to_string();
        let record = RecordId::new(&position).map_err(|_| SealError::NoKey)?;
        let sealed =
            sealer.seal(self.column, &record, plain).map_err(|_| SealError::Unavailable)?;
        Ok(sealed.into_vec())
    }
}

impl PayloadOpener for KeyringSealer<'_> {
    fn open(
        &self,
        context: &SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Vec<u8>>, SealError> {
        let sealer = self.keyring.sealer(self.tenant, &Self::subject(context)?);
        let position = context.index.to_string();
        let record = RecordId::new(&position).map_err(|_| SealError::NoKey)?;
        opened(&sealer, self.column, &record, sealed).map_err(|_| SealError::Authentication)
    }
}

impl Batch<'_> {
    /// Appends an entry to the log.
    ///
    /// A person who is not in the casebook, or was erased, is written about under nobody's key: the
    /// entry looks the same from outside. Use the receipt only after [`Batch::commit`].
    ///
    /// # Errors
    /// [`StoreError::Log`] or [`StoreError::LogPayload`] when nothing was recorded: then nothing may be
    /// disclosed either.
    pub fn log(&mut self, entry: LogEntry<'_>) -> Result<Receipt, StoreError> {
        entry.person.map(|person| names::plain(person, "the person's id")).transpose()?;
        let known = match entry.person {
            Some(person) if self.is_kept(person)? => Some(person),
            Some(_) | None => None,
        };
        let mut draft = entry.draft;
        match (known, entry.person) {
            (Some(person), _) => draft = draft.about(Personal::new(person.to_owned())),
            (None, Some(person)) => draft = draft.detail("asked-about", person),
            (None, None) => {}
        }
        let (receipt, _) = self.append(&draft, entry.at)?;
        if let Some(person) = known {
            self.database().execute(
                "INSERT INTO log_person (person, position) VALUES (?1, ?2)",
                &[Bind::Text(person), Bind::Int(position(receipt.index())?)],
            )?;
        }
        Ok(receipt)
    }

    /// Appends the entry of an erasure and destroys the payloads of every entry about the person; says
    /// how many those were.
    pub(crate) fn erase_from_log(
        &mut self,
        person: &str,
        draft: Draft,
        at: Moment,
    ) -> Result<(Receipt, usize), StoreError> {
        let sql = "SELECT position FROM log_person WHERE person = ?1";
        let entries = all(&mut **self.database(), sql, &[Bind::Text(person)], |row| row.count(0))?;
        let draft = draft.erasing(&entries)?;
        let (receipt, tombstones) = self.append(&draft, at)?;
        let mut database = self.database();
        for (entry, tombstone) in &tombstones {
            database.execute(
                "UPDATE log_payload SET logged_at = NULL, ciphertext = NULL, tombstone = ?2 \
                 WHERE position = ?1",
                &[Bind::Int(position(*entry)?), Bind::Blob(&tombstone.encode())],
            )?;
        }
        database.execute("DELETE FROM log_person WHERE person = ?1", &[Bind::Text(person)])?;
        Ok((receipt, tombstones.len()))
    }

    fn is_kept(&self, person: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT 1 AS found FROM record WHERE person = ?1 LIMIT 1) \
                   AS kept";
        if count(&mut **self.database(), sql, &[Bind::Text(person)])? > 0 {
            return Ok(true);
        }
        let sql = "SELECT count(*) FROM (SELECT 1 AS found FROM event WHERE person = ?1 LIMIT 1) \
                   AS kept";
        Ok(count(&mut **self.database(), sql, &[Bind::Text(person)])? > 0)
    }

    fn append(
        &mut self,
        draft: &Draft,
        at: Moment,
    ) -> Result<(Receipt, Vec<(u64, Tombstone)>), StoreError> {
        let store = &mut *self.store;
        let mut sealer = KeyringSealer {
            keyring: &store.keyring,
            tenant: &store.tenant,
            column: &store.log.column,
            fault: None,
        };
        let mut entropy = |out: &mut [u8]| Buffered.fill(out).map_err(|_| NoEntropy);
        let prepared = match store.log.pending.prepare(draft, at, &mut sealer, &mut entropy) {
            Ok(prepared) => prepared,
            Err(error) => {
                let fault = sealer.fault.take();
                return Err(fault.map_or(error.into(), |fault| store.key_fault(fault)));
            }
        };
        {
            let mut database = store.lock();
            let place = Bind::Int(position(prepared.index())?);
            database.execute(
                "INSERT INTO log_leaf (position, leaf, leaf_hash) VALUES (?1, ?2, ?3)",
                &[
                    place,
                    Bind::Blob(prepared.leaf_bytes()),
                    Bind::Blob(prepared.leaf_hash().bytes()),
                ],
            )?;
            database.execute(
                "INSERT INTO log_payload (position, logged_at, ciphertext) VALUES (?1, ?2, ?3)",
                &[place, Bind::Int(prepared.logged_at()), Bind::Blob(prepared.ciphertext())],
            )?;
        }
        let receipt =
            store.log.pending.accept(&prepared).ok_or(StoreError::Damaged("the end of the log"))?;
        Ok((receipt, prepared.tombstones().to_vec()))
    }
}

impl Store {
    /// The end of the log as committed: its size and root, to sign or to compare.
    #[must_use]
    pub const fn chain(&self) -> &Chain {
        &self.log.committed
    }

    /// Who looked at a person's data, and what was disclosed: the entries about one person, opened.
    ///
    /// # Errors
    /// [`StoreError::LogPayload`] when a payload is not what was sealed.
    pub fn log_of(&self, person: &str) -> Result<Vec<LoggedEntry>, StoreError> {
        self.let_go_of_destroyed()?;
        let rows = all(
            &mut **self.lock(),
            "SELECT position, ciphertext FROM log_person JOIN log_payload USING (position) \
             WHERE person = ?1 AND ciphertext IS NOT NULL ORDER BY position",
            &[Bind::Text(person)],
            |row| Ok((row.count(0)?, row.blob(1)?.to_vec())),
        )?;
        let mut entries = Vec::with_capacity(rows.len());
        for (position, ciphertext) in rows {
            let payload = self.open_payload(position, Some(person), &ciphertext)?;
            entries.push(LoggedEntry { position, payload });
        }
        Ok(entries)
    }

    /// Opens the payload of an entry about a person, or about nobody.
    pub(crate) fn open_payload(
        &self,
        position: u64,
        person: Option<&str>,
        ciphertext: &[u8],
    ) -> Result<Payload, StoreError> {
        let opener = KeyringSealer {
            keyring: &self.keyring,
            tenant: &self.tenant,
            column: &self.log.column,
            fault: None,
        };
        let person = person.map(|person| Personal::new(person.to_owned()));
        let context = SealContext {
            origin: self.log.committed.origin(),
            index: position,
            subject: person.as_ref(),
        };
        let plain = opener.open(&context, ciphertext)?;
        Payload::decode(plain.expose(Purpose::SUPPORT))
            .map_err(|_| StoreError::Damaged("the payload of a log entry"))
    }
}

pub(crate) fn log_row(row: &dyn backend::Row) -> Result<Row, StoreError> {
    let tombstone = row.maybe_blob(5)?.map(<[u8]>::to_vec);
    let payload = match (row.maybe_int(3)?, row.maybe_blob(4)?, tombstone) {
        (Some(logged_at), Some(ciphertext), None) => {
            StoredPayload::Sealed { logged_at, ciphertext: ciphertext.to_vec() }
        }
        (None, None, Some(tombstone)) => StoredPayload::Erased(tombstone),
        (None, None, None) => StoredPayload::Absent,
        _ => StoredPayload::Damaged,
    };
    Ok(Row {
        index: row.count(0)?,
        leaf: row.blob(1)?.to_vec(),
        leaf_hash: row.blob(2)?.try_into().ok().map(Sha256::from_bytes),
        payload,
    })
}

pub(crate) fn position(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::Damaged("a position of the log"))
}
