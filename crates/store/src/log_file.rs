//! The log for somebody without any key: read, checked, compared with what was signed.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use caldicott_audit::{
    Checkpoint, Ed25519Signer, Origin, Report, Row, SignedCheckpoint, Verifier, VerifierKey,
};
use caldicott_encryption::{Buffered, RandomSource, RecordId, Subject};
use caldicott_model::Purpose;
use zeroize::Zeroizing;

use crate::backend::sqlite::Sqlite;
use crate::backend::{Backend, Bind, count, one};
use crate::log::{log_row, position};
use crate::store::{Store, opened};
use crate::{StoreError, schema, verify};

/// The log of a casebook, opened for reading only and without any key.
#[derive(Debug)]
pub struct LogFile {
    database: Mutex<Box<dyn Backend>>,
    origin: Origin,
}

impl LogFile {
    /// Opens the log of a casebook. The file is not written to.
    ///
    /// # Errors
    /// [`StoreError::NotACasebook`] for any other file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::of(Box::new(Sqlite::open_to_read(path, schema::VERSION)?))
    }

    /// Opens the log of a casebook in PostgreSQL, as [`crate::Options::connect`] finds it. Nothing is
    /// written.
    ///
    /// # Errors
    /// [`StoreError::NotACasebook`] for a schema without one, and as [`crate::Options::connect`].
    #[cfg(feature = "postgres")]
    pub fn connect(place: &str, schema: &str) -> Result<Self, StoreError> {
        Self::of(Box::new(crate::backend::postgres::Postgres::open_to_read(
            place,
            schema,
            crate::schema::VERSION,
        )?))
    }

    fn of(mut database: Box<dyn Backend>) -> Result<Self, StoreError> {
        let tenant = schema::meta(&mut *database, "tenant")?.ok_or(StoreError::NotACasebook)?;
        let origin = origin(&tenant)?;
        Ok(Self { database: Mutex::new(database), origin })
    }

    fn lock(&self) -> MutexGuard<'_, Box<dyn Backend>> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log's name.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// What the database reports.
    pub fn size(&self) -> Result<u64, StoreError> {
        count(&mut **self.lock(), "SELECT count(*) FROM log_leaf", &[])
    }

    /// The key that the casebook's checkpoints are signed with, as the file itself states it. An
    /// auditor compares it with the one that was handed over on paper.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is no key.
    pub fn stated_key(&self) -> Result<Option<VerifierKey>, StoreError> {
        let Some(bytes) = schema::meta(&mut **self.lock(), "log-key")? else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|_| StoreError::Damaged("the log's key"))?;
        text.parse().map(Some).map_err(|_| StoreError::Damaged("the log's key"))
    }

    /// The newest checkpoint that the file holds, if its signature is by the stated key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the checkpoint is not what was signed.
    pub fn newest_checkpoint(&self) -> Result<Option<SignedCheckpoint>, StoreError> {
        let note = newest_note(&mut **self.lock())?;
        let (Some(note), Some(key)) = (note, self.stated_key()?) else { return Ok(None) };
        SignedCheckpoint::open(note.as_bytes(), &self.origin, &[&key])
            .map(Some)
            .map_err(|_| StoreError::Damaged("the newest checkpoint"))
    }

    /// Hands over the rows in order, one at a time.
    ///
    /// # Errors
    /// What the database reports, and what `each` reports.
    pub fn rows<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut failed = None;
        rows(&mut **self.lock(), &mut |row| match each(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// Checks every entry, the tree over them and agreement with the checkpoints given; and, as far as
    /// it can be done without a key, the tables beside the log.
    ///
    /// What needs a key is [`Store::verify_sealed`]: that the readable time beside a payload is the one
    /// that was sealed, that the table of which entries are about whom says what was sealed, and that
    /// each tombstone is the one of an erasure. Here only this is seen: times that go backwards, rows of
    /// that table for entries that are not there or were erased, and tombstones that are more or fewer
    /// than erasures could have made.
    ///
    /// # Errors
    /// What the database reports, and [`StoreError::Damaged`] for the tables beside the log; damage to
    /// the log itself is not an error but what the report says.
    pub fn verify(
        &self,
        since: impl IntoIterator<Item = Checkpoint>,
        mut progress: impl FnMut(u64),
    ) -> Result<Report, StoreError> {
        let mut verifier = Verifier::new(self.origin.clone());
        for checkpoint in since {
            verifier = verifier.since(checkpoint);
        }
        let mut beside = verify::Beside::default();
        let mut database = self.lock();
        database.begin_reading()?;
        let read = rows(&mut **database, &mut |row| {
            verifier.push(&row);
            beside.push(&row);
            progress(verifier.size());
            ControlFlow::Continue(())
        })
        .and_then(|()| beside.finish(&mut **database));
        database.roll_back();
        drop(database);
        let report = verifier.finish();
        // What is wrong with the log itself is said first.
        if report.is_sound() {
            read?;
        }
        Ok(report)
    }
}

impl Store {
    /// Signs the end of the log. Last year's checkpoint, kept where the log's owner cannot reach it, is
    /// what shows that the log was not cut or rewritten since.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the log does not agree with the checkpoint signed last: such a log is
    /// never signed.
    pub fn checkpoint(&mut self) -> Result<SignedCheckpoint, StoreError> {
        let signer = self.signer()?;
        let chain = self.chain();
        let (origin, size, root) = (chain.origin().clone(), chain.size(), chain.root());
        let earlier = newest_note(&mut **self.lock())?;
        if let Some(note) = earlier {
            let damaged = || StoreError::Damaged("the checkpoint signed last");
            let last = SignedCheckpoint::open(note.as_bytes(), &origin, &[signer.verifier_key()])
                .map_err(|_| damaged())?;
            let mut verifier = Verifier::new(origin.clone()).since(last.checkpoint().clone());
            rows(&mut **self.lock(), &mut |row| {
                verifier.push(&row);
                ControlFlow::Continue(())
            })?;
            if !verifier.finish().is_sound() {
                return Err(StoreError::Damaged(
                    "the log, which disagrees with its last checkpoint",
                ));
            }
        }
        let signed = Checkpoint::new(origin, size, root)
            .sign(&signer)
            .map_err(|_| StoreError::Name("the organisation's id"))?;
        let note = signed.to_string();
        self.atomically(|database| {
            database.execute(
                "INSERT INTO checkpoint (size, note) VALUES (?1, ?2) \
                 ON CONFLICT (size) DO UPDATE SET note = excluded.note",
                &[Bind::Int(position(size)?), Bind::Text(&note)],
            )
        })?;
        Ok(signed)
    }

    /// The key that signs checkpoints; made on first use and kept sealed.
    fn signer(&self) -> Result<Ed25519Signer, StoreError> {
        let sealer = self.keyring.sealer(&self.tenant, &Subject::tenant_wide());
        sealer.prepare().map_err(|_| StoreError::Unsealed)?;
        let record = RecordId::new("signing-key").map_err(|_| StoreError::Unsealed)?;
        let column = self.log.column();
        let kept = schema::meta(&mut **self.lock(), "signing-key")?;
        let name = self.chain().origin().to_string();
        let made = |seed: &[u8; 32]| {
            Ed25519Signer::from_seed(&name, seed)
                .map_err(|_| StoreError::Damaged("the signing key"))
        };
        if let Some(sealed) = kept {
            let seed = opened(&sealer, column, &record, &sealed)?;
            let seed = seed.expose(Purpose::SEALING).as_slice();
            return made(seed.try_into().map_err(|_| StoreError::Damaged("the signing key"))?);
        }
        let mut seed = Zeroizing::new([0_u8; 32]);
        Buffered.fill(&mut *seed).map_err(|_| StoreError::Unsealed)?;
        let signer = made(&seed)?;
        let sealed = sealer.seal(column, &record, &*seed).map_err(|_| StoreError::Unsealed)?;
        let key = signer.verifier_key().to_string();
        // Both or neither: a signing key whose public half is lost could never be checked.
        let made = self.atomically(|database| {
            // Another process may have made one first: then that one is it.
            let made = database.execute(
                "INSERT INTO meta (name, value) VALUES ('signing-key', ?1) ON CONFLICT DO NOTHING",
                &[Bind::Blob(&sealed)],
            )?;
            if made > 0 {
                schema::set_meta(database, "log-key", key.as_bytes())?;
            }
            Ok(made)
        })?;
        if made == 0 { self.signer() } else { Ok(signer) }
    }
}

/// The log's name for an organisation.
pub(crate) fn origin(tenant: &[u8]) -> Result<Origin, StoreError> {
    let name = format!("caldicott/log/{}", String::from_utf8_lossy(tenant));
    Origin::new(name).map_err(|_| StoreError::Name("the organisation's id"))
}

fn newest_note(database: &mut dyn Backend) -> Result<Option<String>, StoreError> {
    let sql = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1";
    one(database, sql, &[], |row| Ok(row.text(0)?.to_owned()))
}

/// Hands over the rows of the log in order, one at a time.
pub(crate) fn rows(
    database: &mut dyn Backend,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    database.query(
        "SELECT log_leaf.position, leaf, leaf_hash, logged_at, ciphertext, tombstone FROM log_leaf \
         LEFT JOIN log_payload ON log_payload.position = log_leaf.position \
         ORDER BY log_leaf.position",
        &[],
        &mut |row| Ok(each(log_row(row)?)),
    )
}
