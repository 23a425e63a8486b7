//! The log for somebody without any key: read, checked, compared with what was signed.

use std::path::Path;

use caldicott_audit::{
    Checkpoint, Ed25519Signer, Origin, Report, Row, SignedCheckpoint, Verifier, VerifierKey,
};
use caldicott_encryption::{Buffered, RandomSource, RecordId, Subject};
use caldicott_model::Purpose;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use zeroize::Zeroizing;

use crate::log::log_row;
use crate::store::{Store, opened};
use crate::{StoreError, schema};

/// The log of a casebook, opened for reading only and without any key.
#[derive(Debug)]
pub struct LogFile {
    connection: Connection,
    origin: Origin,
}

impl LogFile {
    /// Opens the log of a casebook. The file is not written to.
    ///
    /// # Errors
    /// [`StoreError::NotACasebook`] for any other file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        schema::recognise(&connection)?;
        let tenant: Vec<u8> =
            connection
                .query_row("SELECT value FROM meta WHERE name = 'tenant'", [], |row| row.get(0))?;
        let origin = origin(&tenant)?;
        Ok(Self { connection, origin })
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
        let sql = "SELECT count(*) FROM log_leaf";
        let count: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The key that the casebook's checkpoints are signed with, as the file itself states it. An
    /// auditor compares it with the one that was handed over on paper.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is no key.
    pub fn stated_key(&self) -> Result<Option<VerifierKey>, StoreError> {
        let sql = "SELECT value FROM meta WHERE name = 'log-key'";
        let found: Option<Vec<u8>> =
            self.connection.query_row(sql, [], |row| row.get(0)).optional()?;
        let Some(bytes) = found else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|_| StoreError::Damaged("the log's key"))?;
        text.parse().map(Some).map_err(|_| StoreError::Damaged("the log's key"))
    }

    /// The newest checkpoint that the file holds, if its signature is by the stated key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the checkpoint is not what was signed.
    pub fn newest_checkpoint(&self) -> Result<Option<SignedCheckpoint>, StoreError> {
        let sql = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1";
        let note: Option<String> =
            self.connection.query_row(sql, [], |row| row.get(0)).optional()?;
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
        each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        rows(&self.connection, each)
    }

    /// Checks every entry, the tree over them and agreement with the checkpoints given.
    ///
    /// This needs no key, and so it cannot see what only the sealed payloads bind: the readable time
    /// beside a payload and the table of which entries are about whom.
    ///
    /// # Errors
    /// What the database reports; damage to the log is not an error but what the report says.
    pub fn verify(
        &self,
        since: impl IntoIterator<Item = Checkpoint>,
        mut progress: impl FnMut(u64),
    ) -> Result<Report, StoreError> {
        let mut verifier = Verifier::new(self.origin.clone());
        for checkpoint in since {
            verifier = verifier.since(checkpoint);
        }
        rows(&self.connection, |row| {
            verifier.push(&row);
            progress(verifier.size());
            Ok::<(), StoreError>(())
        })?;
        let report = verifier.finish();
        let sql = "SELECT count(*) FROM log_payload WHERE position NOT IN (SELECT position FROM log_leaf)";
        let orphans: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
        if report.is_sound() && orphans > 0 {
            return Err(StoreError::Damaged("a payload of the log belongs to no entry"));
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
        let earlier: Option<String> = self
            .lock()
            .query_row("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", [], |row| {
                row.get(0)
            })
            .optional()?;
        if let Some(note) = earlier {
            let damaged = || StoreError::Damaged("the checkpoint signed last");
            let last = SignedCheckpoint::open(note.as_bytes(), &origin, &[signer.verifier_key()])
                .map_err(|_| damaged())?;
            let mut verifier = Verifier::new(origin.clone()).since(last.checkpoint().clone());
            rows(&self.lock(), |row| {
                verifier.push(&row);
                Ok::<(), StoreError>(())
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
        self.lock().execute(
            "INSERT OR REPLACE INTO checkpoint VALUES (?1, ?2)",
            params![i64::try_from(size).unwrap_or(i64::MAX), signed.to_string()],
        )?;
        Ok(signed)
    }

    /// The key that signs checkpoints; made on first use and kept sealed.
    fn signer(&self) -> Result<Ed25519Signer, StoreError> {
        let sealer = self.keyring.sealer(&self.tenant, &Subject::tenant_wide());
        sealer.prepare().map_err(|_| StoreError::Unsealed)?;
        let record = RecordId::new("signing-key").map_err(|_| StoreError::Unsealed)?;
        let column = self.log.column();
        let sql = "SELECT value FROM meta WHERE name = 'signing-key'";
        let kept: Option<Vec<u8>> = self.lock().query_row(sql, [], |row| row.get(0)).optional()?;
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
        self.lock().execute(
            "INSERT INTO meta VALUES ('signing-key', ?1), ('log-key', ?2)",
            params![sealed.into_vec(), key.as_bytes()],
        )?;
        Ok(signer)
    }
}

/// The log's name for an organisation.
pub(crate) fn origin(tenant: &[u8]) -> Result<Origin, StoreError> {
    let name = format!("caldicott/log/{}", String::from_utf8_lossy(tenant));
    Origin::new(name).map_err(|_| StoreError::Name("the organisation's id"))
}

/// Hands over the rows of the log in order, one at a time.
pub(crate) fn rows<E: From<StoreError>>(
    connection: &Connection,
    mut each: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection
        .prepare(
            "SELECT log_leaf.position, leaf, leaf_hash, logged_at, ciphertext, tombstone FROM log_leaf \
             LEFT JOIN log_payload USING (position) ORDER BY log_leaf.position",
        )
        .map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(log_row(row)?)?;
    }
    Ok(())
}
