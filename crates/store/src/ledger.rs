//! Small named records that two processes must not change at once: what a publication budget has left,
//! how far a run has come.

use caldicott_encryption::{Column, RecordId, Sealer};
use caldicott_model::{Category, Personal};

use crate::backend::{Bind, one};
use crate::batch::Batch;
use crate::store::{Store, opened};
use crate::{StoreError, names, schema};

/// A named record and which version of it this is.
#[derive(Debug)]
pub struct LedgerPage {
    /// The first version is 1.
    pub version: u64,
    /// What the host keeps in it. Sealed in the casebook, and bound to the name and the version.
    pub value: Personal<Vec<u8>>,
}

impl Store {
    /// The ledger of this name, as it was last committed; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when it is not what was sealed for this name and version.
    pub fn ledger(&self, name: &str) -> Result<Option<LedgerPage>, StoreError> {
        let found = one(
            &mut **self.lock(),
            "SELECT version, value FROM ledger WHERE name = ?1",
            &[Bind::Text(names::plain(name, "the ledger's name")?)],
            |row| Ok((row.count(0)?, row.blob(1)?.to_vec())),
        )?;
        let Some((version, sealed)) = found else { return Ok(None) };
        let (sealer, column) = self.ledger_sealer()?;
        let value = opened(&sealer, &column, &page(name, version)?, &sealed)?;
        Ok(Some(LedgerPage { version, value }))
    }

    /// Changes a ledger in a batch of its own, if it still has the version that was read; see
    /// [`Batch::turn_ledger`].
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use caldicott_encryption::{LocalKek, SecretKey};
    /// # use caldicott_store::{Store, StoreError};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("casebook.db");
    /// # let kek = Arc::new(LocalKek::new("kek", 1, SecretKey::from_bytes(&[7; 32]))?);
    /// let mut one = Store::open(&path, "st-martins", kek.clone())?;
    /// let mut two = Store::open(&path, "st-martins", kek)?;
    /// assert_eq!(one.turn_ledger("budget", None, b"100")?, 1);
    /// // Both read version 1 and want to spend from it. One of them does.
    /// assert_eq!(one.turn_ledger("budget", Some(1), b"40")?, 2);
    /// assert!(matches!(two.turn_ledger("budget", Some(1), b"30"), Err(StoreError::Conflict)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Batch::turn_ledger`] and [`Batch::commit`].
    pub fn turn_ledger(
        &mut self,
        name: &str,
        expected: Option<u64>,
        value: &[u8],
    ) -> Result<u64, StoreError> {
        let mut batch = self.begin()?;
        let version = batch.turn_ledger(name, expected, value)?;
        batch.commit()?;
        Ok(version)
    }

    pub(crate) fn ledger_sealer(&self) -> Result<(Sealer, Column), StoreError> {
        let column =
            Column::new(&self.tenant, Category::Administrative, "caldicott:ledger", "page")
                .map_err(|_| StoreError::Name("the organisation's id"))?;
        Ok((self.own_sealer()?, column))
    }
}

impl Batch<'_> {
    /// Writes the next page of a ledger, if the last one still has the version that was read (`None`:
    /// if there is no ledger of this name yet), and answers the new version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody else turned the page first: read it again and decide anew.
    pub fn turn_ledger(
        &mut self,
        name: &str,
        expected: Option<u64>,
        value: &[u8],
    ) -> Result<u64, StoreError> {
        names::plain(name, "the ledger's name")?;
        let version = expected.map_or(Some(1), |version| version.checked_add(1));
        let version = version.ok_or(StoreError::Conflict)?;
        let number = |version| i64::try_from(version).map_err(|_| StoreError::Conflict);
        let (sealer, column) = self.store.ledger_sealer()?;
        let sealed = sealer.seal(&column, &page(name, version)?, value);
        let sealed = sealed.map_err(|_| StoreError::Unsealed)?;
        let mut database = self.database();
        let written = if let Some(expected) = expected {
            schema::unsettled(&mut **database)?;
            database.execute(
                "UPDATE ledger SET version = ?3, value = ?4 WHERE name = ?1 AND version = ?2",
                &[
                    Bind::Text(name),
                    Bind::Int(number(expected)?),
                    Bind::Int(number(version)?),
                    Bind::Blob(&sealed),
                ],
            )?
        } else {
            database.execute(
                "INSERT INTO ledger (name, version, value) VALUES (?1, 1, ?2) ON CONFLICT DO NOTHING",
                &[Bind::Text(name), Bind::Blob(&sealed)],
            )?
        };
        if written == 1 { Ok(version) } else { Err(StoreError::Conflict) }
    }
}

/// Where a page is sealed to: an older page in the place of a newer one does not open.
fn page(name: &str, version: u64) -> Result<RecordId<'_>, StoreError> {
    RecordId::new(name)
        .map(|name| name.at_revision(version))
        .map_err(|_| StoreError::Name("the ledger's name"))
}
