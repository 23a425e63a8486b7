//! The tables beside the log, held against what the log commits to.
//!
//! The log's own tree does not cover three things that stand beside it: the readable time of an entry,
//! the table of which entries are about whom, and the tombstones of erased people. The first two are
//! copies of what is sealed in the entry's payload; of the third a digest is sealed in the entry of the
//! erasure. So whoever holds the keys can hold each against what was sealed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::ControlFlow;

use caldicott_audit::{Kind, Leaf, Outcome, Row, StoredPayload};
use caldicott_calendar::Day;
use caldicott_model::Purpose;
use caldicott_model::digest::Sha256;

use crate::backend::{self, Backend, Bind, all, count, one};
use crate::log::position;
use crate::store::Store;
use crate::{StoreError, body};

/// The name under which an erasure's entry holds the hash of its tombstone.
pub(crate) const TOMBSTONE: &str = "tombstone";

/// What is bound of a tombstone.
pub(crate) fn tombstone_hash(digest: &Sha256, day: i64, reason: &str, approver: &str) -> Sha256 {
    let length = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes();
    Sha256::of_parts(&[
        b"caldicott/tombstone/1\0",
        digest.bytes(),
        &day.to_be_bytes(),
        &length(reason),
        reason.as_bytes(),
        &length(approver),
        approver.as_bytes(),
    ])
}

fn hash_of_row(row: &dyn backend::Row) -> Result<Sha256, StoreError> {
    let digest = row.blob(0)?.try_into().map_err(|_| StoreError::Damaged("a tombstone"))?;
    Ok(tombstone_hash(&Sha256::from_bytes(digest), row.int(1)?, row.text(2)?, row.text(3)?))
}

/// What is checked of the tables beside the log without a key.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    latest: Option<i64>,
    backwards: bool,
    erasures: u64,
}

impl Beside {
    pub(crate) fn push(&mut self, row: &Row) {
        if let StoredPayload::Sealed { logged_at, .. } = &row.payload {
            self.backwards |= self.latest > Some(*logged_at);
            self.latest = self.latest.max(Some(*logged_at));
        }
        if let Ok(leaf) = Leaf::decode(&row.leaf)
            && (leaf.kind(), leaf.outcome()) == (Kind::Erasure, Outcome::Done)
        {
            self.erasures += 1;
        }
    }

    pub(crate) fn finish(&self, database: &mut dyn Backend) -> Result<(), StoreError> {
        if self.backwards {
            return Err(StoreError::Damaged("the readable time of a log entry"));
        }
        let none = |database: &mut dyn Backend, sql, what| match count(database, sql, &[])? {
            0 => Ok(()),
            _ => Err(StoreError::Damaged(what)),
        };
        none(
            database,
            "SELECT count(*) FROM log_payload WHERE position NOT IN (SELECT position FROM log_leaf)",
            "a payload of the log belongs to no entry",
        )?;
        none(
            database,
            "SELECT count(*) FROM log_person WHERE position NOT IN \
             (SELECT position FROM log_payload WHERE ciphertext IS NOT NULL)",
            "the table of which entries are about whom",
        )?;
        let tombstones = count(database, "SELECT count(*) FROM tombstone", &[])?;
        // An erasure that was done twice has two entries and one tombstone.
        if tombstones > self.erasures || (tombstones == 0 && self.erasures > 0) {
            return Err(StoreError::Damaged("the tombstones of erased people"));
        }
        Ok(())
    }
}

/// One thing that is not as it was sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SealedFault {
    /// The payload of the entry does not open, or is not the one that the entry commits to.
    Payload(u64),
    /// The readable time of the entry is not the one that was sealed.
    Time(u64),
    /// The entry is about somebody else than the table says, or the table has no row for it.
    Person(u64),
    /// No tombstone stands for the erasure that the entry records.
    TombstoneMissing(u64),
    /// So many tombstones stand for no recorded erasure.
    TombstonesUnrecorded(u64),
    /// So many people who were erased have keys or rows nevertheless.
    ErasedReturned(u64),
    /// So many records are not what was put: a row was garbled or moved.
    Records(u64),
    /// A date, a hold, a review or something due is not what was written.
    Days,
    /// The database's own structures are damaged; rows may be missing from what is read.
    Structure,
}

/// What a check with the keys found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "a report that nobody reads protects nobody"]
pub struct SealedReport {
    entries: u64,
    opened: u64,
    erased: u64,
    tombstones: u64,
    faults: Vec<SealedFault>,
}

impl SealedReport {
    /// Whether everything is as it was sealed.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many entries the log has.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// How many payloads were opened and held against the tables.
    #[must_use]
    pub const fn opened(&self) -> u64 {
        self.opened
    }

    /// How many payloads were erased.
    #[must_use]
    pub const fn erased(&self) -> u64 {
        self.erased
    }

    /// How many people were erased.
    #[must_use]
    pub const fn tombstones(&self) -> u64 {
        self.tombstones
    }

    /// What is not as it was sealed, in the order of the log.
    #[must_use]
    pub fn faults(&self) -> &[SealedFault] {
        &self.faults
    }
}

/// An entry as the tables have it.
struct Entry {
    position: u64,
    leaf: Vec<u8>,
    logged_at: Option<i64>,
    ciphertext: Option<Vec<u8>>,
    people: Vec<String>,
}

/// So many entries are read at once.
const PAGE: u64 = 512;

impl Store {
    /// Holds the tables beside the log against what is sealed in it: each readable time, whom each entry
    /// is about, and the tombstone of each erasure. [`crate::LogFile::verify`], which needs no key, checks
    /// the log itself; this adds what only the keys can show. It also looks whether every record is the
    /// row that was put, and whether the database finds itself whole.
    ///
    /// # Errors
    /// What the database or the keys report. What is not as it was sealed is no error but in the report.
    pub fn verify_sealed(&self, progress: impl FnMut(u64)) -> Result<SealedReport, StoreError> {
        self.let_go_of_destroyed()?;
        let mut database = self.lock();
        // All of it as it stands at one moment, whoever writes meanwhile.
        let alone = !database.in_transaction();
        if alone {
            database.begin_reading()?;
        }
        drop(database);
        let report = self.verified(progress);
        if alone {
            self.lock().roll_back();
        }
        report
    }

    fn verified(&self, mut progress: impl FnMut(u64)) -> Result<SealedReport, StoreError> {
        let mut report = SealedReport::default();
        let mut recorded: BTreeMap<[u8; 32], u64> = BTreeMap::new();
        let mut next = 0;
        loop {
            let page = self.page(next)?;
            let Some(last) = page.last() else { break };
            next = last.position + 1;
            for entry in page {
                self.check(&entry, &mut report, &mut recorded);
            }
            progress(next);
        }
        report.entries = next;
        self.check_tombstones(&mut report, &recorded)?;
        self.check_rows(&mut report)?;
        Ok(report)
    }

    fn page(&self, from: u64) -> Result<Vec<Entry>, StoreError> {
        let range = [Bind::Int(position(from)?), Bind::Int(position(from + PAGE)?)];
        let mut database = self.lock();
        let mut entries = all(
            &mut **database,
            "SELECT log_leaf.position, leaf, logged_at, ciphertext FROM log_leaf \
             LEFT JOIN log_payload ON log_payload.position = log_leaf.position \
             WHERE log_leaf.position >= ?1 AND log_leaf.position < ?2 ORDER BY log_leaf.position",
            &range,
            |row| {
                Ok(Entry {
                    position: row.count(0)?,
                    leaf: row.blob(1)?.to_vec(),
                    logged_at: row.maybe_int(2)?,
                    ciphertext: row.maybe_blob(3)?.map(<[u8]>::to_vec),
                    people: Vec::new(),
                })
            },
        )?;
        let sql = "SELECT position, person FROM log_person WHERE position >= ?1 AND position < ?2";
        database.query(sql, &range, &mut |row| {
            let position = row.count(0)?;
            if let Ok(place) = entries.binary_search_by_key(&position, |entry| entry.position)
                && let Some(entry) = entries.get_mut(place)
            {
                entry.people.push(row.text(1)?.to_owned());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(entries)
    }

    fn check(
        &self,
        entry: &Entry,
        report: &mut SealedReport,
        recorded: &mut BTreeMap<[u8; 32], u64>,
    ) {
        let at = entry.position;
        let Some(ciphertext) = &entry.ciphertext else {
            report.erased += 1;
            if !entry.people.is_empty() {
                report.faults.push(SealedFault::Person(at));
            }
            return;
        };
        let person = match entry.people.as_slice() {
            [] => None,
            [person] => Some(person.as_str()),
            _ => {
                report.faults.push(SealedFault::Person(at));
                return;
            }
        };
        let Ok(payload) = self.open_payload(at, person, ciphertext) else {
            // Under the key of whom the table names it does not open. Under nobody's it may: then it
            // is the table that was changed.
            let fault = match person {
                Some(_) if self.open_payload(at, None, ciphertext).is_ok() => {
                    SealedFault::Person(at)
                }
                _ => SealedFault::Payload(at),
            };
            report.faults.push(fault);
            return;
        };
        report.opened += 1;
        let leaf = Leaf::decode(&entry.leaf);
        if !leaf.as_ref().is_ok_and(|leaf| leaf.commitment() == payload.commitment()) {
            report.faults.push(SealedFault::Payload(at));
        }
        if payload.logged_at().is_none() || payload.logged_at() != entry.logged_at {
            report.faults.push(SealedFault::Time(at));
        }
        let about = payload.field("subject").map(|field| field.value().expose(Purpose::SUPPORT));
        if about.map(Vec::as_slice) != person.map(str::as_bytes) {
            report.faults.push(SealedFault::Person(at));
        }
        let bound = payload.field(TOMBSTONE).map(|field| field.value().expose(Purpose::SUPPORT));
        let is_erasure = leaf.is_ok_and(|leaf| leaf.kind() == Kind::Erasure);
        if let (true, Some(Ok(hash))) = (is_erasure, bound.map(|hash| hash.as_slice().try_into())) {
            recorded.insert(hash, at);
        }
    }

    fn check_tombstones(
        &self,
        report: &mut SealedReport,
        recorded: &BTreeMap<[u8; 32], u64>,
    ) -> Result<(), StoreError> {
        let sql = "SELECT digest, erased_on, reason, approver FROM tombstone";
        let standing: BTreeSet<[u8; 32]> =
            all(&mut **self.lock(), sql, &[], |row| Ok(*hash_of_row(row)?.bytes()))?
                .into_iter()
                .collect();
        report.tombstones = u64::try_from(standing.len()).unwrap_or(u64::MAX);
        let missing = recorded.iter().filter(|(hash, _)| !standing.contains(*hash));
        let mut missing: Vec<u64> = missing.map(|(_, at)| *at).collect();
        missing.sort_unstable();
        report.faults.extend(missing.into_iter().map(SealedFault::TombstoneMissing));
        let unrecorded = standing.iter().filter(|hash| !recorded.contains_key(*hash)).count();
        if unrecorded > 0 {
            let unrecorded = u64::try_from(unrecorded).unwrap_or(u64::MAX);
            report.faults.push(SealedFault::TombstonesUnrecorded(unrecorded));
        }
        // Nobody who has a tombstone has a key or a row.
        let sql = "SELECT DISTINCT subject FROM wrapped_key WHERE kind = 2";
        let mut people = all(&mut **self.lock(), sql, &[], |row| Ok(row.blob(0)?.to_vec()))?;
        let sql = "SELECT DISTINCT person FROM record";
        people.extend(all(&mut **self.lock(), sql, &[], |row| Ok(row.text(0)?.into()))?);
        people.sort_unstable();
        people.dedup();
        let sql = "SELECT digest FROM tombstone";
        let erased: BTreeSet<Vec<u8>> =
            all(&mut **self.lock(), sql, &[], |row| Ok(row.blob(0)?.to_vec()))?
                .into_iter()
                .collect();
        let mut returned = 0;
        for person in people {
            let digest = self.digests.person(&person);
            returned += u64::from(erased.contains(digest.bytes().as_slice()));
        }
        if returned > 0 {
            report.faults.push(SealedFault::ErasedReturned(returned));
        }
        Ok(())
    }

    fn check_rows(&self, report: &mut SealedReport) -> Result<(), StoreError> {
        let mut garbled = 0;
        let mut database = self.lock();
        let sql = "SELECT record_type, record_id, person, body FROM record";
        database.query(sql, &[], &mut |row| {
            let whose = (row.text(0)?, row.text(1)?, row.text(2)?);
            let fields = body::unchecked(whose, row.blob(3)?).and_then(body::fields);
            garbled += u64::from(fields.is_err());
            Ok(ControlFlow::Continue(()))
        })?;
        if garbled > 0 {
            report.faults.push(SealedFault::Records(garbled));
        }
        if !database.is_whole()? {
            report.faults.push(SealedFault::Structure);
        }
        drop(database);
        let dates = self.dates(|_| Ok::<(), StoreError>(()));
        let days = dates.and_then(|()| self.holds()).and_then(|_| self.due_by(Day::MAX));
        match days {
            Ok(_) => {}
            Err(StoreError::Damaged(_)) => report.faults.push(SealedFault::Days),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The hash of the tombstone that stands for a person.
    pub(crate) fn tombstone_hash(&self, person: &str) -> Result<Option<Sha256>, StoreError> {
        let digest = self.digests.person(person.as_bytes());
        one(
            &mut **self.lock(),
            "SELECT digest, erased_on, reason, approver FROM tombstone WHERE digest = ?1",
            &[Bind::Blob(digest.bytes())],
            hash_of_row,
        )
    }
}

impl fmt::Display for SealedFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload(at) => write!(out, "entry {at}: its payload is not what was sealed"),
            Self::Time(at) => write!(out, "entry {at}: its readable time is not the sealed one"),
            Self::Person(at) => {
                write!(out, "entry {at}: the table says that it is about somebody else")
            }
            Self::TombstoneMissing(at) => {
                write!(out, "entry {at}: no tombstone stands for this erasure")
            }
            Self::TombstonesUnrecorded(count) => {
                write!(out, "{count} tombstones stand for no recorded erasure")
            }
            Self::ErasedReturned(count) => {
                write!(out, "{count} people who were erased have a key or a record")
            }
            Self::Records(count) => write!(out, "{count} records are not what was put"),
            Self::Days => out.write_str("a date, a hold or what is due is not what was written"),
            Self::Structure => out.write_str("the database's own structures are damaged"),
        }
    }
}

impl fmt::Display for SealedReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entries, opened, erased, tombstones, faults } = self;
        write!(
            out,
            "{entries} entries: {opened} opened, {erased} erased, {tombstones} people forgotten: "
        )?;
        match faults.as_slice() {
            [] => out.write_str("all as it was sealed"),
            faults => {
                write!(out, "{} not as it was sealed", faults.len())?;
                faults.iter().try_for_each(|fault| write!(out, "\n{fault}"))
            }
        }
    }
}
