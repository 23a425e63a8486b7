//! Forgetting a person, and refusing their return.

use caldicott_audit::{Draft, Kind, Moment, Outcome, Receipt};
use caldicott_calendar::{Day, RuleSet};
use caldicott_encryption::Tombstone;
use caldicott_model::CaseRecord;
use caldicott_model::digest::Sha256;

use super::Batch;
use crate::backend::{Bind, count};
use crate::log::LogEntry;
use crate::{StoreError, names, schema};

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
    /// Events in the histories of what was about the person.
    pub events: usize,
}

/// A record that comes in from elsewhere: a backup, a sync, a spreadsheet.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'i> {
    /// Whose record it is.
    pub person: &'i str,
    /// By what else the person is known, each with its kind: `("nhs-number", "943 476 5919")`.
    pub known_as: &'i [(&'i str, &'i str)],
    /// The record's id.
    pub record_id: &'i str,
    /// The dates by which its retention is decided.
    pub dates: &'i [(&'i str, Day)],
}

/// What became of an incoming record.
#[derive(Debug)]
#[must_use = "a refused record must not be kept elsewhere either"]
#[expect(clippy::exhaustive_enums, reason = "a refusal must not be taken for a success")]
pub enum Import {
    /// It is kept.
    Kept,
    /// It is about somebody who was erased. Nothing of it is kept, and the refusal is in the log.
    Refused(Receipt),
}

impl Batch<'_> {
    /// Erases a person and records it: rows, index entries, keys, histories, and the sealed payloads of
    /// every entry about them. The public leaves of the log stay, and each erased payload leaves a proof
    /// that it was lawful.
    ///
    /// Doing it again for somebody who is erased already records that, and removes nothing more. After
    /// the commit [`crate::Store::settle`] wipes what the deleted rows left in the file, and
    /// [`crate::Store::epoch`] closes the backups.
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
        let subject = names::person(person)?;
        let tenant = self.store.tenant.clone();
        let (reason, approver) = (erasure.reason.as_str(), erasure.approver.as_str());
        names::plain(reason, "the reason or the approver")?;
        names::plain(approver, "the reason or the approver")?;
        let tombstone = Tombstone::new(tenant, subject, erasure.on, reason, approver)
            .map_err(|_| StoreError::Name("the reason or the approver"))?;
        // Which tombstone belongs to the entry is sealed with it, so that none is taken away or added.
        let bound = match self.store.tombstone_hash(person)? {
            Some(standing) => standing,
            None => crate::verify::tombstone_hash(
                &self.store.digests.person(person.as_bytes()),
                erasure.on.epoch_days().into(),
                reason,
                approver,
            ),
        };
        let draft = Draft::new(Kind::Erasure, Outcome::Done, rulebook)
            .citing(rules)
            .detail("reason", &erasure.reason)
            .detail("approver", &erasure.approver)
            .detail(crate::verify::TOMBSTONE, bound.bytes());
        let (receipt, log_payloads) = self.erase_from_log(person, draft, at)?;
        let mut erased = self.delete_rows(person)?;
        erased.log_payloads = log_payloads;
        let shredded = self.store.keyring.shred(&tombstone);
        shredded.map_err(|error| self.store.key_fault(error))?;
        Ok((receipt, erased))
    }

    fn delete_rows(&mut self, person: &str) -> Result<Erased, StoreError> {
        let mut database = self.database();
        schema::unsettled(&mut **database)?;
        let mut delete = |sql| {
            let deleted = database.execute(sql, &[Bind::Text(person)])?;
            Ok::<_, StoreError>(usize::try_from(deleted).unwrap_or(usize::MAX))
        };
        let index_entries = delete("DELETE FROM blind_index WHERE person = ?1")?;
        for sql in [
            "DELETE FROM due_date WHERE record IN (SELECT id FROM record WHERE person = ?1)",
            "DELETE FROM review WHERE record IN (SELECT id FROM record WHERE person = ?1)",
            "DELETE FROM due WHERE (kind, entity) IN \
             (SELECT record_type, record_id FROM record WHERE person = ?1)",
            "DELETE FROM due WHERE person = ?1",
            "DELETE FROM hold WHERE person = ?1",
        ] {
            delete(sql)?;
        }
        let events = delete("DELETE FROM event WHERE person = ?1")?;
        let records = delete("DELETE FROM record WHERE person = ?1")?;
        Ok(Erased { records, index_entries, log_payloads: 0, events })
    }

    /// Remembers, by a keyed digest alone, another name of somebody who is being erased, so that a sync
    /// which knows them by that name does not bring them back. The kind keeps numbers of different
    /// registers apart. Say the value as the other system will: it is compared as it is.
    ///
    /// # Errors
    /// [`StoreError::Name`] for an empty kind or value, and what the database reports.
    pub fn suppress(&mut self, kind: &str, value: &str, since: Day) -> Result<(), StoreError> {
        let digest = self.store.alias(kind, value)?;
        self.database().execute(
            "INSERT INTO suppression (digest, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            &[Bind::Blob(digest.bytes()), Bind::Int(since.epoch_days().into())],
        )?;
        Ok(())
    }

    /// Keeps a record that comes in from elsewhere, unless it is about somebody who was erased: then
    /// nothing of it is kept, and the log says that it was refused, without naming anybody.
    ///
    /// # Errors
    /// As [`Batch::put`] and [`Batch::log`]; then the record is not kept.
    pub fn import<R: CaseRecord>(
        &mut self,
        incoming: Incoming<'_>,
        record: &R,
        rulebook: Sha256,
        at: Moment,
    ) -> Result<Import, StoreError> {
        let mut suppressed = None;
        if self.store.is_erased(incoming.person)? {
            suppressed = Some(self.store.digests.person(incoming.person.as_bytes()));
        }
        for (kind, value) in incoming.known_as {
            if suppressed.is_none() && self.store.is_suppressed(kind, value)? {
                suppressed = Some(self.store.alias(kind, value)?);
            }
        }
        let Some(digest) = suppressed else {
            self.put(incoming.person, incoming.record_id, record, incoming.dates)?;
            return Ok(Import::Kept);
        };
        // The digest, not the id: the entry is sealed under a key that nobody's erasure destroys.
        let draft = Draft::new(Kind::Refusal, Outcome::Refused, rulebook)
            .detail("import-of-erased", digest.bytes());
        let receipt = self.log(LogEntry { person: None, draft, at })?;
        Ok(Import::Refused(receipt))
    }
}

impl crate::Store {
    /// Whether this name belongs to somebody who was erased, as [`Batch::suppress`] was told.
    ///
    /// # Errors
    /// What the database reports.
    pub fn is_suppressed(&self, kind: &str, value: &str) -> Result<bool, StoreError> {
        let digest = self.alias(kind, value)?;
        let sql = "SELECT count(*) FROM suppression WHERE digest = ?1";
        Ok(count(&mut **self.lock(), sql, &[Bind::Blob(digest.bytes())])? > 0)
    }

    fn alias(&self, kind: &str, value: &str) -> Result<Sha256, StoreError> {
        // "person" is what people's own ids are digested as.
        if kind == "person" || kind.is_empty() || value.is_empty() {
            return Err(StoreError::Name("the kind or value of another name"));
        }
        Ok(self.digests.of(kind, value.as_bytes()))
    }
}
