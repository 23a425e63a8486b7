//! Opening a casebook: whose it is, with which keys, and where it stands.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use caldicott_encryption::{
    Buffered, Column, KeyEncryptionKey, KeyError, Keyring, KeyringBuilder, OpenError, RandomSource,
    RecordId, Ring, Subject, Tenant,
};
use caldicott_model::{Category, Purpose};
use zeroize::Zeroizing;

use crate::backend::sqlite::Sqlite;
use crate::backend::{Backend, Bind, count};
use crate::keys::{Digests, Keys, lock};
use crate::log::LogState;
use crate::schema::{self, Dialect};
use crate::store::{Store, opened};
use crate::{StoreError, backend};

/// How a casebook is opened.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use caldicott_encryption::{LocalKek, SecretKey};
/// use caldicott_store::Store;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("casebook.db");
/// let kek = LocalKek::new("kek", 1, SecretKey::from_bytes(&[7; 32]))?;
/// let store = Store::options("st-martins", Arc::new(kek))
///     .waiting(Duration::from_millis(200))
///     .open(&path)?;
/// assert_eq!(store.count("client")?, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Options {
    tenant: String,
    kek: Arc<dyn KeyEncryptionKey>,
    former: Vec<Arc<dyn KeyEncryptionKey>>,
    waits: Duration,
}

impl Store {
    /// Opens a casebook in a SQLite file, making it if the file is not there.
    ///
    /// Only one process writes at a time; a second waits up to five seconds and is then told. Another
    /// time to wait is set with [`Store::options`].
    ///
    /// # Errors
    /// [`StoreError::NotACasebook`] for any other file, [`StoreError::OtherTenant`] for somebody else's
    /// casebook, [`StoreError::Outlived`] for a copy from before an epoch was closed, and what the
    /// database reports.
    pub fn open(
        path: &Path,
        tenant: &str,
        kek: Arc<dyn KeyEncryptionKey>,
    ) -> Result<Self, StoreError> {
        Self::options(tenant, kek).open(path)
    }

    /// How to open a casebook, to be filled in.
    pub fn options(tenant: &str, kek: Arc<dyn KeyEncryptionKey>) -> Options {
        let waits = Duration::from_secs(5);
        Options { tenant: tenant.to_owned(), kek, former: Vec::new(), waits }
    }
}

impl Options {
    /// Also opens tenant keys wrapped by this key-encryption key, until [`Store::epoch`] has moved them
    /// to the present one.
    pub fn former_kek(mut self, kek: Arc<dyn KeyEncryptionKey>) -> Self {
        self.former.push(kek);
        self
    }

    /// How long to wait for another process that writes before [`StoreError::Busy`] is said.
    pub const fn waiting(mut self, longest: Duration) -> Self {
        self.waits = longest;
        self
    }

    /// Opens a casebook in a SQLite file, making it if the file is not there.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(self, path: &Path) -> Result<Store, StoreError> {
        let tenant = self.tenant.clone();
        Tenant::new(tenant.as_str()).map_err(|_| StoreError::Name("the organisation's id"))?;
        let database = Sqlite::open(path, self.waits, schema::VERSION, |database| {
            database.script(&schema::tables(Dialect::Sqlite))?;
            schema::belongs_to(database, &tenant)
        })?;
        self.ready(Box::new(database))
    }

    /// Opens a casebook in a schema of a PostgreSQL database, making the tables if the schema is empty
    /// or not there.
    ///
    /// The place is written as libpq writes it: `host=/run/postgresql user=casebook dbname=cases`. The
    /// server must be reached by a Unix socket or on this machine, for nothing here encrypts the way to
    /// it. The client runs an event loop of its own: do not call the store from within another. What is
    /// deleted stays in the server's files until it cleans them, and longer in its
    /// write-ahead log and backups: forgetting somebody relies on their key alone, and so on
    /// [`Store::epoch`].
    ///
    /// # Errors
    /// [`StoreError::NotLocal`] for a server elsewhere, [`StoreError::NotACasebook`] for a schema with
    /// other tables in it, [`StoreError::Disconnected`] when the server cannot be reached, and else as
    /// [`Store::open`].
    #[cfg(feature = "postgres")]
    pub fn connect(self, place: &str, schema: &str) -> Result<Store, StoreError> {
        let tenant = self.tenant.clone();
        Tenant::new(tenant.as_str()).map_err(|_| StoreError::Name("the organisation's id"))?;
        let database = backend::postgres::Postgres::open(
            place,
            schema,
            self.waits,
            schema::VERSION,
            |database| {
                database.script(&schema::tables(Dialect::Postgres))?;
                schema::belongs_to(database, &tenant)
            },
        )?;
        self.ready(Box::new(database))
    }

    fn ready(self, mut database: Box<dyn Backend>) -> Result<Store, StoreError> {
        if schema::meta(&mut *database, "tenant")?.as_deref() != Some(self.tenant.as_bytes()) {
            return Err(StoreError::OtherTenant);
        }
        let tenant = Tenant::new(self.tenant.as_str());
        let tenant = tenant.map_err(|_| StoreError::Name("the organisation's id"))?;
        let head = schema::head(&mut *database)?;
        let log = LogState::load(&mut *database, &tenant)?;
        let database = Arc::new(Mutex::new(database));
        let keys = Arc::new(Keys {
            database: Arc::clone(&database),
            tenant: tenant.clone(),
            digests: OnceLock::new(),
            fault: Mutex::new(None),
        });
        let random: Arc<dyn RandomSource> = Arc::new(Buffered);
        let store: Arc<dyn caldicott_encryption::KeyStore> = Arc::clone(&keys) as _;
        let builder = Keyring::builder(&Ring, store, Arc::clone(&self.kek), random);
        let builder = self.former.into_iter().fold(builder, KeyringBuilder::former_kek);
        let keyring = builder.build();
        keyring.create_tenant(&tenant)?;
        let digests = Digests::new(suppression(&database, &keyring, &tenant)?);
        keys.digests.set(digests.clone()).map_err(|_| StoreError::Unsealed)?;
        Ok(Store::new(database, (keys, digests), (keyring, self.kek), tenant, log, head))
    }
}

/// The key of the digests by which erased people are remembered. Made on first use and kept sealed, so
/// that whoever has the file alone cannot ask it about a name.
fn suppression(
    database: &crate::keys::Shared,
    keyring: &Keyring,
    tenant: &Tenant,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let sealer = keyring.sealer(tenant, &Subject::tenant_wide());
    let column = Column::new(tenant, Category::Administrative, "caldicott:store", "suppression")
        .map_err(|_| StoreError::Name("the organisation's id"))?;
    let record = RecordId::new("suppression").map_err(|_| StoreError::Unsealed)?;
    let kept = schema::meta(&mut **lock(database), "suppression")?;
    if kept.is_none() {
        // Whoever removed the key must not thereby have brought everybody back.
        let mut database = lock(database);
        for sql in ["SELECT count(*) FROM tombstone", "SELECT count(*) FROM suppression"] {
            if count(&mut **database, sql, &[])? > 0 {
                return Err(StoreError::Damaged("the header"));
            }
        }
        drop(database);
    }
    sealer.prepare().map_err(|error| {
        if error == KeyError::SubjectErased { StoreError::Outlived } else { error.into() }
    })?;
    if kept.is_none() {
        let mut secret = Zeroizing::new([0_u8; 32]);
        Buffered.fill(&mut *secret).map_err(|_| StoreError::Unsealed)?;
        let sealed = sealer.seal(&column, &record, &*secret).map_err(|_| StoreError::Unsealed)?;
        // Another process may have made it first: then that one is it.
        backend::atomically(&mut **lock(database), |database| {
            database.execute(
                "INSERT INTO meta (name, value) VALUES ('suppression', ?1) ON CONFLICT DO NOTHING",
                &[Bind::Blob(&sealed)],
            )
        })?;
    }
    let sealed = schema::meta(&mut **lock(database), "suppression")?;
    let sealed = sealed.ok_or(StoreError::Damaged("the header"))?;
    let secret = opened(&sealer, &column, &record, &sealed).map_err(|error| {
        // The organisation itself is never erased: its key was wrapped by one that is gone.
        let outlived = error == OpenError::SubjectErased;
        if outlived { StoreError::Outlived } else { StoreError::Unopened(error) }
    })?;
    let secret = secret.expose(Purpose::SEALING).as_slice();
    let secret: [u8; 32] = secret.try_into().map_err(|_| StoreError::Damaged("the header"))?;
    Ok(Zeroizing::new(secret))
}

impl fmt::Debug for Options {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Options").field("waits", &self.waits).finish_non_exhaustive()
    }
}
