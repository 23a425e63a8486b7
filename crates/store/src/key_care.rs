//! Caring for the keys: how they stand, rotating them, closing an epoch.

use std::ops::ControlFlow;

use caldicott_calendar::Day;
use caldicott_encryption::{KekFailure, KeyError, KeyName, KeyStore as _, SealedHeader};

use crate::backend::{Bind, count, one};
use crate::store::Store;
use crate::{StoreError, names, schema};

/// How the keys of a casebook stand. Nothing in it names anybody.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct KeyStatus {
    /// The organisation's key, each version that is left, oldest first. There is one, unless a rotation
    /// was stopped or some key did not open.
    pub tenant_keys: Vec<TenantKeyStatus>,
    /// How many people have a key.
    pub people: u64,
    /// How many versions those keys have in all.
    pub person_keys: u64,
    /// How many people have more than one version: what is sealed under the older ones can be sealed
    /// again, see [`Store::reseal`].
    pub people_with_older_keys: u64,
    /// How many people were erased.
    pub erased: u64,
    /// The day on which the last epoch was closed; `None`: never, and every older copy of the casebook
    /// opens whoever was erased since.
    pub last_epoch: Option<Day>,
    /// What was begun and not finished: calling it again goes on with it.
    pub unfinished: Vec<KeyTask>,
}

/// A version of the organisation's key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TenantKeyStatus {
    /// The version.
    pub version: u32,
    /// The version of the key-encryption key that wraps it; `None` when a key service wraps it.
    pub kek_version: Option<u32>,
    /// How many keys it wraps.
    pub wraps: u64,
}

/// Something that is done to the keys, can be stopped at any moment, and goes on when it is called again.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum KeyTask {
    /// [`Store::epoch`].
    Epoch,
    /// [`Store::reseal`].
    Reseal,
    /// [`Store::rotate_tenant_key`].
    Rotation,
}

/// What a rotation of the organisation's key did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "a rotation that did not finish has destroyed no key"]
#[non_exhaustive]
pub struct KeyRotation {
    /// The newest version.
    pub version: u32,
    /// How many keys were wrapped anew.
    pub rewrapped: u64,
    /// How many did not open, and were left as they are, with the version they need.
    pub refused: u64,
}

/// What an epoch did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an epoch that did not close leaves older copies readable"]
#[non_exhaustive]
pub struct EpochReport {
    /// The version of the key-encryption key that alone is left, when the epoch closed.
    pub kek_version: u32,
    /// What was done to the organisation's key.
    pub rotation: KeyRotation,
}

impl KeyRotation {
    /// Whether every key was wrapped anew and every older version destroyed.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.refused == 0
    }
}

impl EpochReport {
    /// Whether older copies of the casebook open nothing from now on.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.rotation.is_finished()
    }
}

impl KeyTask {
    /// Its name, as a command line would say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Reseal => "reseal",
            Self::Rotation => "rotate",
        }
    }

    /// Where the casebook notes from which version it began.
    pub(crate) const fn note(self) -> &'static str {
        match self {
            Self::Epoch => "task-epoch",
            Self::Reseal => "task-reseal",
            Self::Rotation => "task-rotate",
        }
    }
}

const LAST_EPOCH: &str = "last-epoch";

impl Store {
    /// How the keys stand.
    ///
    /// # Errors
    /// What the database reports.
    pub fn key_status(&self) -> Result<KeyStatus, StoreError> {
        let mut tenant_keys = Vec::new();
        let rows = self.keys.tenant(&self.tenant);
        let rows = rows.map_err(|_| StoreError::Damaged("the organisation's key"))?;
        let mut database = self.lock();
        for row in rows {
            if !matches!(row.name, KeyName::Tenant { .. }) {
                continue;
            }
            let version = row.name.version();
            let sql = "SELECT count(*) FROM wrapped_key WHERE parent = ?1";
            let wraps = count(&mut **database, sql, &[Bind::Int(version.into())])?;
            let kek_version = row.record.parent_version();
            tenant_keys.push(TenantKeyStatus { version, kek_version, wraps });
        }
        tenant_keys.sort_unstable_by_key(|key| key.version);
        // The organisation's own subject, `*`, and nobody's, are no people.
        let (people, person_keys, people_with_older_keys) = one(
            &mut **database,
            "SELECT count(*), CAST(coalesce(sum(versions), 0) AS BIGINT), \
             CAST(coalesce(sum(CASE WHEN versions > 1 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM \
             (SELECT count(*) AS versions FROM wrapped_key WHERE kind = 2 AND subject <> ?1 \
             AND subject <> ?2 GROUP BY subject) AS people",
            &[Bind::Blob(b"*"), Bind::Blob(crate::log::NOBODY.as_bytes())],
            |row| Ok((row.count(0)?, row.count(1)?, row.count(2)?)),
        )?
        .unwrap_or_default();
        let erased = count(&mut **database, "SELECT count(*) FROM tombstone", &[])?;
        let last_epoch = match schema::meta(&mut **database, LAST_EPOCH)? {
            Some(bytes) => Some(day(&bytes)?),
            None => None,
        };
        let mut unfinished = Vec::new();
        for task in [KeyTask::Epoch, KeyTask::Reseal, KeyTask::Rotation] {
            if schema::meta(&mut **database, task.note())?.is_some() {
                unfinished.push(task);
            }
        }
        Ok(KeyStatus {
            tenant_keys,
            people,
            person_keys,
            people_with_older_keys,
            erased,
            last_epoch,
            unfinished,
        })
    }

    /// Makes a new version of the organisation's key, wraps every person's key under it, and destroys
    /// the older versions. No sealed value changes.
    ///
    /// It can be killed at any moment; called again, it goes on with what it began. Other processes may
    /// read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Keys`] when the key-encryption key does not answer, and what the database reports.
    pub fn rotate_tenant_key(&mut self) -> Result<KeyRotation, StoreError> {
        let newest = self.newest_tenant_key()?;
        let beyond = self.take_up(KeyTask::Rotation, newest)?;
        let rotation = self.keyring.rotate_tenant_key(&self.tenant, beyond);
        let rotation = rotation.map_err(|error| self.key_fault(error))?;
        let done = KeyRotation {
            version: rotation.version(),
            rewrapped: rotation.rewrapped(),
            refused: u64::try_from(rotation.refused().len()).unwrap_or(u64::MAX),
        };
        self.finished(KeyTask::Rotation, |_| Ok(()))?;
        Ok(done)
    }

    /// Closes an epoch: the key-encryption key advances, the organisation's key is rotated onto it, and
    /// the older versions of both are destroyed. Then no older copy of the casebook opens anything, and
    /// whoever was erased stays so in every backup. Due every 30 days, and after an erasure that must not
    /// wait so long.
    ///
    /// It can be killed at any moment; called again, it goes on with what it began.
    ///
    /// # Errors
    /// [`StoreError::Keys`] when the key-encryption key cannot be advanced from here: then advance it
    /// where it is kept, and call [`Store::rotate_tenant_key`].
    pub fn epoch(&mut self, on: Day) -> Result<EpochReport, StoreError> {
        let current = self.kek.current().map_err(KeyError::from)?;
        let beyond = self.take_up(KeyTask::Epoch, current)?;
        let epoch = match self.keyring.epoch(beyond) {
            Err(KeyError::Kek(KekFailure::CannotRotate)) => {
                // Nothing was begun, and nothing would go on.
                self.finished(KeyTask::Epoch, |_| Ok(()))?;
                return Err(StoreError::Keys(KeyError::Kek(KekFailure::CannotRotate)));
            }
            other => other.map_err(|error| self.key_fault(error))?,
        };
        let (_, rotation) = epoch.tenants().first().ok_or(StoreError::Damaged("the header"))?;
        let report = EpochReport {
            kek_version: epoch.kek_version(),
            rotation: KeyRotation {
                version: rotation.version(),
                rewrapped: rotation.rewrapped(),
                refused: u64::try_from(rotation.refused().len()).unwrap_or(u64::MAX),
            },
        };
        self.finished(KeyTask::Epoch, |database| {
            if report.is_closed() {
                // It did what a rotation that was stopped had begun.
                schema::clear_meta(database, KeyTask::Rotation.note())?;
                schema::set_meta(database, LAST_EPOCH, &on.epoch_days().to_be_bytes())?;
            }
            Ok(())
        })?;
        Ok(report)
    }

    /// Makes a new version of a person's key and answers its number. New values are sealed under it; old
    /// ones open as before, until [`Store::reseal`] has sealed them again. `None`, and nothing made, for
    /// somebody without a key: an id with a slip in it is not a person.
    ///
    /// # Errors
    /// [`StoreError::Erased`] for somebody who was erased.
    pub fn rotate_person_key(&mut self, person: &str) -> Result<Option<u32>, StoreError> {
        let Some(newest) = self.sealer(person)?.key_version()? else { return Ok(None) };
        let rotated =
            self.keyring.rotate_subject_key(&self.tenant, &names::person(person)?, newest);
        rotated.map(Some).map_err(|error| self.key_fault(error))
    }

    /// The version of a person's key that seals new values; `None` for somebody without a key.
    ///
    /// # Errors
    /// [`StoreError::Erased`] for somebody who was erased.
    pub fn person_key(&self, person: &str) -> Result<Option<u32>, StoreError> {
        self.let_go_of_destroyed()?;
        Ok(self.sealer(person)?.key_version()?)
    }

    /// From which version a task goes on, or begins now.
    pub(crate) fn take_up(&self, task: KeyTask, now: u32) -> Result<u32, StoreError> {
        self.atomically(|database| {
            if let Some(bytes) = schema::meta(database, task.note())? {
                let bytes = bytes.try_into().map_err(|_| StoreError::Damaged("a task's note"))?;
                return Ok(u32::from_be_bytes(bytes));
            }
            schema::set_meta(database, task.note(), &now.to_be_bytes())?;
            Ok(now)
        })
    }

    pub(crate) fn finished(
        &self,
        task: KeyTask,
        also: impl FnOnce(&mut dyn crate::backend::Backend) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.atomically(|database| {
            schema::clear_meta(database, task.note())?;
            also(database)
        })
    }

    fn newest_tenant_key(&self) -> Result<u32, StoreError> {
        let status = self.key_status()?;
        let newest = status.tenant_keys.last().ok_or(StoreError::Damaged("the header"))?;
        Ok(newest.version)
    }

    /// The oldest version of the person's key that a payload of the log is sealed under. Those payloads
    /// are never sealed again: the log commits to their bytes.
    pub(crate) fn oldest_in_log(&self, person: &str) -> Result<Option<u32>, StoreError> {
        let mut oldest = None;
        self.lock().query(
            "SELECT ciphertext FROM log_person JOIN log_payload USING (position) \
             WHERE person = ?1 AND ciphertext IS NOT NULL",
            &[Bind::Text(person)],
            &mut |row| {
                if let Ok(header) = SealedHeader::read(row.blob(0)?) {
                    let version = header.key_version();
                    oldest = Some(oldest.map_or(version, |old: u32| old.min(version)));
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(oldest)
    }
}

fn day(bytes: &[u8]) -> Result<Day, StoreError> {
    let bytes = bytes.try_into().map_err(|_| StoreError::Damaged("the day of the last epoch"))?;
    Day::from_epoch_days(i32::from_be_bytes(bytes))
        .ok_or(StoreError::Damaged("the day of the last epoch"))
}
