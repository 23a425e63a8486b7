//! The tamper-evident log in the database: public leaves for ever, sealed payloads until erased.

use caldicott_audit::tree::Frontier;
use caldicott_audit::{
    Chain, Draft, Kind, Moment, NoEntropy, Outcome, Payload, PayloadOpener, PayloadSealer, Receipt,
    Row, SealContext, SealError, StoredPayload, Tombstone,
};
use caldicott_calendar::{Day, RuleSet};
use caldicott_encryption::{Buffered, Column, Keyring, RandomSource, RecordId, Subject, Tenant};
use caldicott_model::digest::Sha256;
use caldicott_model::{Category, Personal, Purpose};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::StoreError;
use crate::batch::{Batch, Erased, Erasure};
use crate::log_file::origin;
use crate::store::{Store, opened};

/// Whose key seals the payload of an entry about nobody. It is a person's key in every respect, so that
/// such an entry has the shape and size of any other; no person may have this id.
pub(crate) const NOBODY: &str = "caldicott:nobody";

/// The end of the log: as committed, and with what the open batch adds.
#[derive(Debug)]
pub(crate) struct LogState {
    committed: Chain,
    pending: Chain,
    column: Column,
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
    pub(crate) fn load(connection: &Connection, tenant: &Tenant) -> Result<Self, StoreError> {
        let origin = origin(tenant.as_bytes())?;
        let mut frontier = Frontier::new();
        let mut statement =
            connection.prepare("SELECT leaf_hash FROM log_leaf ORDER BY position")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let hash: Vec<u8> = row.get(0)?;
            let hash = hash.try_into().map_err(|_| StoreError::Damaged("a leaf hash"))?;
            frontier.append(Sha256::from_bytes(hash));
        }
        let last_leaf: Option<Vec<u8>> = connection
            .query_row("SELECT leaf FROM log_leaf ORDER BY position DESC LIMIT 1", [], |row| {
                row.get(0)
            })
            .optional()?;
        let last_day = match last_leaf {
            Some(bytes) => caldicott_audit::Leaf::decode(&bytes)
                .map_err(|_| StoreError::Damaged("a leaf of the log"))?
                .day(),
            None => Day::MIN,
        };
        let last_time: Option<i64> =
            connection.query_row("SELECT max(logged_at) FROM log_payload", [], |row| row.get(0))?;
        let committed = Chain::resume(origin, frontier, last_day, last_time);
        let column = Column::new(tenant, Category::Administrative, "caldicott:log", "payload")
            .map_err(|_| StoreError::Name("the organisation's id"))?;
        Ok(Self { pending: committed.clone(), committed, column })
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
        sealer.prepare().map_err(|_| SealError::NoKey)?;
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
            self.store
                .lock()
                .prepare_cached("INSERT INTO log_person VALUES (?1, ?2)")?
                .execute(params![person, position(receipt.index())?])?;
        }
        Ok(receipt)
    }

    /// Erases a person and records it: rows, index entries, keys, and the sealed payloads of every entry
    /// about them. The public leaves stay, and each erased payload leaves a proof that it was lawful.
    ///
    /// # Errors
    /// What the database, the keys or the log report; then nothing is erased.
    pub fn log_erasure(
        &mut self,
        person: &str,
        erasure: &Erasure,
        rules: &RuleSet,
        rulebook: Sha256,
        at: Moment,
    ) -> Result<(Receipt, Erased), StoreError> {
        let entries: Vec<u64> = {
            let connection = self.store.lock();
            let mut statement =
                connection.prepare_cached("SELECT position FROM log_person WHERE person = ?1")?;
            let rows = statement.query_map([person], |row| row.get::<_, i64>(0))?;
            rows.map(|row| Ok(u64::try_from(row?).unwrap_or_default()))
                .collect::<Result<_, rusqlite::Error>>()?
        };
        let draft = Draft::new(Kind::Erasure, Outcome::Done, rulebook)
            .citing(rules)
            .detail("reason", &erasure.reason)
            .detail("approver", &erasure.approver)
            .erasing(&entries)?;
        let (receipt, tombstones) = self.append(&draft, at)?;
        {
            let connection = self.store.lock();
            for (entry, tombstone) in &tombstones {
                connection
                    .prepare_cached(
                        "UPDATE log_payload SET logged_at = NULL, ciphertext = NULL, tombstone = ?2 \
                         WHERE position = ?1",
                    )?
                    .execute(params![position(*entry)?, tombstone.encode()])?;
            }
            connection
                .prepare_cached("DELETE FROM log_person WHERE person = ?1")?
                .execute([person])?;
        }
        let mut erased = self.forget(person, erasure)?;
        erased.log_payloads = tombstones.len();
        Ok((receipt, erased))
    }

    fn is_kept(&self, person: &str) -> Result<bool, StoreError> {
        let count: i64 = self
            .store
            .lock()
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM record WHERE person = ?1 LIMIT 1)",
            )?
            .query_row([person], |row| row.get(0))?;
        Ok(count > 0)
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
        };
        let mut entropy = |out: &mut [u8]| Buffered.fill(out).map_err(|_| NoEntropy);
        let prepared = store.log.pending.prepare(draft, at, &mut sealer, &mut entropy)?;
        {
            let connection = store.lock();
            let place = position(prepared.index())?;
            connection
                .prepare_cached("INSERT INTO log_leaf VALUES (?1, ?2, ?3)")?
                .execute(params![place, prepared.leaf_bytes(), prepared.leaf_hash().bytes()])?;
            connection
                .prepare_cached("INSERT INTO log_payload VALUES (?1, ?2, ?3, NULL)")?
                .execute(params![place, prepared.logged_at(), prepared.ciphertext()])?;
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
        let rows: Vec<(i64, Vec<u8>)> = {
            let connection = self.lock();
            let mut statement = connection.prepare_cached(
                "SELECT position, ciphertext FROM log_person JOIN log_payload USING (position) \
                 WHERE person = ?1 AND ciphertext IS NOT NULL ORDER BY position",
            )?;
            let rows = statement.query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        let opener = KeyringSealer {
            keyring: &self.keyring,
            tenant: &self.tenant,
            column: &self.log.column,
        };
        let person = Personal::new(person.to_owned());
        let mut entries = Vec::with_capacity(rows.len());
        for (position, ciphertext) in rows {
            let position = u64::try_from(position).unwrap_or_default();
            let context = SealContext {
                origin: self.log.committed.origin(),
                index: position,
                subject: Some(&person),
            };
            let plain = opener.open(&context, &ciphertext)?;
            let payload = Payload::decode(plain.expose(Purpose::SUPPORT))
                .map_err(|_| StoreError::Damaged("the payload of a log entry"))?;
            entries.push(LoggedEntry { position, payload });
        }
        Ok(entries)
    }
}

pub(crate) fn log_row(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    let index: i64 = row.get(0)?;
    let hash: Vec<u8> = row.get(2)?;
    let payload = match (row.get(3)?, row.get(4)?, row.get::<_, Option<Vec<u8>>>(5)?) {
        (Some(logged_at), Some(ciphertext), None) => {
            StoredPayload::Sealed { logged_at, ciphertext }
        }
        (None, None, Some(tombstone)) => StoredPayload::Erased(tombstone),
        (None, None, None) => StoredPayload::Absent,
        _ => StoredPayload::Damaged,
    };
    Ok(Row {
        index: u64::try_from(index).map_err(|_| StoreError::Damaged("a position of the log"))?,
        leaf: row.get(1)?,
        leaf_hash: hash.try_into().ok().map(Sha256::from_bytes),
        payload,
    })
}

fn position(index: u64) -> Result<i64, StoreError> {
    i64::try_from(index).map_err(|_| StoreError::Damaged("a position of the log"))
}
