//! The casebook: records in, records out, people erased.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use caldicott_calendar::Day;
use caldicott_encryption::{
    Buffered, Column, KeyEncryptionKey, Keyring, OpenError, RandomSource, RecordId, Ring, Sealer,
    Subject, Tenant,
};
use caldicott_model::{Category, FieldTag, Personal, Purpose};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::batch::Batch;
use crate::keys::SqliteKeys;
use crate::log::LogState;
use crate::rows::{Cell, HoldRow, OpenedRecord, ReviewRow, StoredDates};
use crate::search::{OpenIndex, SearchKey};
use crate::{StoreError, body, schema};

/// A casebook in one SQLite file, for one organisation.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Arc<Mutex<Connection>>,
    pub(crate) keys: Arc<SqliteKeys>,
    pub(crate) keyring: Keyring,
    pub(crate) tenant: Tenant,
    pub(crate) log: LogState,
    data_version: i64,
    pub(crate) types: HashMap<String, Vec<StoredColumn>>,
    pub(crate) indexes: Vec<OpenIndex>,
}

/// A column of a record type: its number in the file and the context its values are sealed in.
#[derive(Clone, Debug)]
pub(crate) struct StoredColumn {
    pub(crate) number: u32,
    pub(crate) field: String,
    pub(crate) column: Column,
    pub(crate) sealed: bool,
}

impl Store {
    /// Opens a casebook, making it if the file is not there.
    ///
    /// Only one process writes at a time; a second waits up to five seconds and is then told.
    ///
    /// # Errors
    /// [`StoreError::NotACasebook`] for any other file, [`StoreError::OtherTenant`] for somebody else's
    /// casebook, and what the database reports.
    pub fn open(
        path: &Path,
        tenant: &str,
        kek: Arc<dyn KeyEncryptionKey>,
    ) -> Result<Self, StoreError> {
        keep_private(path)?;
        let connection = Connection::open(path)?;
        schema::prepare(&connection, tenant, || {
            let mut secret = [0_u8; 32];
            Buffered.fill(&mut secret).map_err(|_| StoreError::Unsealed)?;
            Ok(secret)
        })?;
        let meta = |name: &str| -> Result<Vec<u8>, StoreError> {
            let sql = "SELECT value FROM meta WHERE name = ?1";
            Ok(connection.query_row(sql, [name], |row| row.get(0))?)
        };
        if meta("tenant")? != tenant.as_bytes() {
            return Err(StoreError::OtherTenant);
        }
        let suppression =
            meta("suppression")?.try_into().map_err(|_| StoreError::Damaged("the header"))?;
        let tenant = Tenant::new(tenant).map_err(|_| StoreError::Name("the organisation's id"))?;
        let data_version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let log = LogState::load(&connection, &tenant)?;
        let connection = Arc::new(Mutex::new(connection));
        let keys = Arc::new(SqliteKeys {
            connection: Arc::clone(&connection),
            tenant: tenant.clone(),
            suppression,
        });
        let random: Arc<dyn RandomSource> = Arc::new(Buffered);
        let keyring = Keyring::builder(&Ring, Arc::clone(&keys) as _, kek, random).build();
        keyring.create_tenant(&tenant).map_err(|_| StoreError::Unsealed)?;
        let types = HashMap::new();
        let indexes = Vec::new();
        Ok(Self { connection, keys, keyring, tenant, log, data_version, types, indexes })
    }

    /// Makes a sealed field searchable: from now on its values are indexed when they are put.
    ///
    /// # Errors
    /// [`StoreError::NotSearchable`] when an index would tell too much.
    pub fn index(&mut self, key: SearchKey) -> Result<(), StoreError> {
        let open = OpenIndex::open(&self.keyring, &self.tenant, key)?;
        self.indexes.push(open);
        Ok(())
    }

    /// Starts work that is committed whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is writing.
    pub fn begin(&mut self) -> Result<Batch<'_>, StoreError> {
        match self.lock().execute_batch("BEGIN IMMEDIATE") {
            Ok(()) => {}
            Err(error) if is_busy(&error) => return Err(StoreError::Busy),
            Err(error) => return Err(error.into()),
        }
        let batch = Batch::new(self);
        batch.store.catch_up()?;
        Ok(batch)
    }

    /// Opens a record; `None` when there is none, as after an erasure.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when a field was changed or moved.
    pub fn get(
        &self,
        record_type: &str,
        record_id: &str,
    ) -> Result<Option<OpenedRecord>, StoreError> {
        self.get_fields(record_type, record_id, |_| true)
    }

    /// Opens only the fields of a record that are needed; the others stay sealed.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub fn get_fields(
        &self,
        record_type: &str,
        record_id: &str,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<OpenedRecord>, StoreError> {
        let found: Option<(String, Vec<u8>)> = self
            .lock()
            .prepare_cached(
                "SELECT person, body FROM record WHERE record_type = ?1 AND record_id = ?2",
            )?
            .query_row([record_type, record_id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((person, bytes)) = found else { return Ok(None) };
        let columns = self.columns_by_number(record_type)?;
        let sealer = self.sealer(&person)?;
        let id = record_name(record_type, record_id)?;
        let mut fields = Vec::new();
        for field in body::fields(&bytes)? {
            let column =
                columns.get(&field.column).ok_or(StoreError::Damaged("a column number"))?;
            if !wanted(&column.field) {
                continue;
            }
            let value = if field.sealed {
                opened(&sealer, &column.column, &id, field.bytes)?
            } else {
                Personal::new(field.bytes.to_vec())
            };
            fields.push((column.field.clone(), value));
        }
        Ok(Some(OpenedRecord {
            record_type: record_type.to_owned(),
            record_id: record_id.to_owned(),
            person,
            fields,
        }))
    }

    /// The ids of the records of a type, in the order of the file.
    ///
    /// # Errors
    /// What the database reports.
    pub fn record_ids(&self, record_type: &str) -> Result<Vec<String>, StoreError> {
        let connection = self.lock();
        let mut statement = connection
            .prepare_cached("SELECT record_id FROM record WHERE record_type = ?1 ORDER BY id")?;
        let rows = statement.query_map([record_type], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The records whose sealed field has this value, found through the blind index and opened.
    ///
    /// # Errors
    /// [`StoreError::NotSearchable`] when the field was not indexed.
    pub fn find(
        &self,
        record_type: &str,
        field: &str,
        value: &str,
    ) -> Result<Vec<OpenedRecord>, StoreError> {
        let index = self
            .indexes
            .iter()
            .find(|index| index.key.record_type == record_type && index.key.field == field)
            .ok_or(StoreError::NotSearchable("it has no index"))?;
        let mut ids: Vec<String> = Vec::new();
        for token in index.search(value)? {
            let connection = self.lock();
            let mut statement = connection.prepare_cached(
                "SELECT record_id FROM blind_index JOIN record ON record.id = blind_index.record \
                 WHERE name = ?1 AND token = ?2",
            )?;
            for id in statement.query_map(params![index.name, token], |row| row.get(0))? {
                ids.push(id?);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut found = Vec::new();
        for id in ids {
            let Some(record) = self.get(record_type, &id)? else { continue };
            let stored = record.value(field, Purpose::SUPPORT)?;
            if stored.text().is_some_and(|text| OpenIndex::same(text, value)) {
                drop(stored);
                found.push(record);
            }
        }
        Ok(found)
    }

    /// A keyed digest of an id, for records that must name something without naming anybody. The key
    /// stays in the casebook.
    #[must_use]
    pub fn keyed_digest(&self, id: &str) -> [u8; 32] {
        *self.keys.digest(id.as_bytes()).bytes()
    }

    /// The ids of a person's records.
    ///
    /// # Errors
    /// What the database reports.
    pub fn records_of(&self, person: &str) -> Result<Vec<(String, String)>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT record_type, record_id FROM record WHERE person = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether the person was erased.
    ///
    /// # Errors
    /// What the database reports.
    pub fn is_erased(&self, person: &str) -> Result<bool, StoreError> {
        let digest = self.keys.digest(person.as_bytes());
        let count: i64 = self
            .lock()
            .prepare_cached("SELECT count(*) FROM tombstone WHERE digest = ?1")?
            .query_row([digest.bytes()], |row| row.get(0))?;
        Ok(count > 0)
    }

    /// How many records of a type are kept.
    ///
    /// # Errors
    /// What the database reports.
    pub fn count(&self, record_type: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM record WHERE record_type = ?1";
        let count: i64 = self.lock().query_row(sql, [record_type], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Hands every record's dates to `each`, in the order of the file.
    ///
    /// # Errors
    /// What the database reports, and what `each` reports.
    pub fn dates<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(StoredDates) -> Result<(), E>,
    ) -> Result<(), E> {
        let connection = self.lock();
        let mut reviews = reviews(&connection)?;
        let mut statement = connection
            .prepare(
                "SELECT record.id, record_type, record_id, person, due_date.name, due_date.day \
                 FROM record LEFT JOIN due_date ON due_date.record = record.id ORDER BY record.id",
            )
            .map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        let mut current: Option<StoredDates> = None;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let (id, date) = dated_row(row)?;
            if current.as_ref().is_none_or(|dates| dates.row != id) {
                let named = |place| row.get::<_, String>(place).map_err(StoreError::from);
                let next = StoredDates {
                    row: id,
                    record_type: named(1)?,
                    record_id: named(2)?,
                    person: named(3)?,
                    dates: Vec::new(),
                    reviews: reviews.remove(&id).unwrap_or_default(),
                };
                if let Some(done) = current.replace(next) {
                    each(done)?;
                }
            }
            if let (Some(dates), Some(date)) = (current.as_mut(), date) {
                dates.dates.push(date);
            }
        }
        match current {
            Some(last) => each(last),
            None => Ok(()),
        }
    }

    /// The holds on everybody's records.
    ///
    /// # Errors
    /// What the database reports.
    pub fn holds(&self) -> Result<Vec<HoldRow>, StoreError> {
        let connection = self.lock();
        let mut statement = connection
            .prepare("SELECT person, kind, since, until FROM hold ORDER BY person, kind")?;
        let mut rows = statement.query([])?;
        let mut holds = Vec::new();
        while let Some(row) = rows.next()? {
            let day = |days: i32| Day::from_epoch_days(days).ok_or(StoreError::Damaged("a day"));
            let until: Option<i32> = row.get(3)?;
            holds.push(HoldRow {
                person: row.get(0)?,
                kind: row.get(1)?,
                since: day(row.get(2)?)?,
                until: until.map(day).transpose()?,
            });
        }
        Ok(holds)
    }

    /// Opens a value that [`Batch::seal_cell`] sealed outside of the casebook's records.
    ///
    /// # Errors
    /// [`StoreError::Unopened`] when it is not what was sealed for this cell, or the person was erased.
    pub fn open_cell(
        &self,
        cell: Cell<'_>,
        sealed: &[u8],
    ) -> Result<Personal<Vec<u8>>, StoreError> {
        let columns = self.columns_by_number(cell.record_type)?;
        let sealer = self.sealer(cell.person)?;
        let id = record_name(cell.record_type, cell.record_id)?;
        let mut last = StoreError::Unopened(OpenError::WrongKey);
        // A field that was tagged anew has a column for each category it ever had.
        for column in columns.values().filter(|column| column.field == cell.field) {
            match opened(&sealer, &column.column, &id, sealed) {
                Ok(value) => return Ok(value),
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }

    /// Settles the file, as [`Store::settle`] does, and closes it.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is reading.
    pub fn close(self) -> Result<(), StoreError> {
        self.settle()
    }

    /// Leaves nothing of what was erased: rewrites the file if anything was deleted since the last time,
    /// and empties the write-ahead log. Takes time and memory in proportion to the file; call it after
    /// a run of erasures, not after each.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process is reading.
    pub fn settle(&self) -> Result<(), StoreError> {
        schema::settle(&self.lock())
    }

    /// Takes in what another process has changed since: its log entries, and the keys it destroyed.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        let version: i64 =
            self.lock().pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version != self.data_version {
            self.keyring.evict_all();
            self.types.clear();
            let log = LogState::load(&self.lock(), &self.tenant)?;
            self.log = log;
            self.data_version = version;
        }
        Ok(())
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-done statement: SQLite undoes what was not committed.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person's sealer. Ids that this crate uses itself belong to nobody.
    pub(crate) fn sealer(&self, person: &str) -> Result<Sealer, StoreError> {
        if person.starts_with("caldicott:") {
            return Err(StoreError::Name("the person's id"));
        }
        let subject = Subject::person(person).map_err(|_| StoreError::Name("the person's id"))?;
        Ok(self.keyring.sealer(&self.tenant, &subject))
    }

    fn columns_by_number(
        &self,
        record_type: &str,
    ) -> Result<HashMap<u32, StoredColumn>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare_cached(
            "SELECT id, field, category FROM stored_column WHERE record_type = ?1",
        )?;
        let mut rows = statement.query([record_type])?;
        let mut columns = HashMap::new();
        while let Some(row) = rows.next()? {
            let (number, field, category): (u32, String, u8) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let category =
                Category::from_byte(category).ok_or(StoreError::Damaged("a category"))?;
            let column = Column::new(&self.tenant, category, record_type, &field)
                .map_err(|_| StoreError::Damaged("a column"))?;
            columns.insert(number, StoredColumn { number, field, column, sealed: true });
        }
        Ok(columns)
    }

    /// The columns of a record type, in the order of its fields; made in the file on first use.
    pub(crate) fn columns(
        &mut self,
        record_type: &str,
        tags: &[FieldTag],
    ) -> Result<Vec<StoredColumn>, StoreError> {
        if let Some(columns) = self.types.get(record_type)
            && columns.len() == tags.len()
            && columns.iter().zip(tags).all(|(column, tag)| column.field == tag.name())
        {
            return Ok(columns.clone());
        }
        let columns =
            tags.iter().map(|tag| self.column(record_type, tag)).collect::<Result<Vec<_>, _>>()?;
        self.types.insert(record_type.to_owned(), columns.clone());
        Ok(columns)
    }

    /// One column of a record type, made in the file on first use.
    pub(crate) fn column(
        &self,
        record_type: &str,
        tag: &FieldTag,
    ) -> Result<StoredColumn, StoreError> {
        let category = sealing_category(tag);
        let column = Column::new(&self.tenant, category, record_type, tag.name())
            .map_err(|_| StoreError::Name("a field's name"))?;
        let connection = self.lock();
        let key = params![record_type, tag.name(), category.byte()];
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO stored_column (record_type, field, category) VALUES (?1, ?2, ?3)",
            )?
            .execute(key)?;
        let number = connection
            .prepare_cached(
                "SELECT id FROM stored_column WHERE record_type = ?1 AND field = ?2 AND category = ?3",
            )?
            .query_row(key, |row| row.get(0))?;
        Ok(StoredColumn { number, field: tag.name().to_owned(), column, sealed: tag.is_sealed() })
    }
}

/// Under whose key a field is sealed when it has several categories: the most restricted of them.
///
/// Criminal offence data comes first (Art 10 allows least), then the special categories in the order of
/// the law, then the ordinary kinds.
fn sealing_category(tag: &FieldTag) -> Category {
    let all = tag.categories_with_values();
    if all.has_criminal() {
        return Category::CriminalOffence;
    }
    all.iter().next().unwrap_or(Category::Administrative)
}

/// Makes the file with access for its owner alone, before anything stands in it. A file that is there
/// keeps the access it was given.
fn keep_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::File(error)),
    }
}

/// Opens a value into a buffer that is wiped when dropped. It is large enough from the start: growing
/// would leave a copy behind.
pub(crate) fn opened(
    sealer: &Sealer,
    column: &Column,
    record: &RecordId<'_>,
    sealed: &[u8],
) -> Result<Personal<Vec<u8>>, OpenError> {
    let mut out = Vec::with_capacity(sealed.len());
    sealer.open_into(column, record, sealed, &mut out)?;
    Ok(Personal::new(out))
}

/// A record's name inside sealed data: its type and id, so that two types may share ids.
pub(crate) fn record_name<'r>(
    record_type: &str,
    record_id: &'r str,
) -> Result<RecordId<'r>, StoreError> {
    if record_type.is_empty() || record_id.is_empty() {
        return Err(StoreError::Name("the record's id"));
    }
    RecordId::new(record_id).map_err(|_| StoreError::Name("the record's id"))
}

/// The reviews by record.
fn reviews(connection: &Connection) -> Result<HashMap<i64, Vec<ReviewRow>>, StoreError> {
    let mut statement = connection
        .prepare("SELECT record, role, day, keep_until FROM review ORDER BY record, day")?;
    let mut rows = statement.query([])?;
    let mut reviews: HashMap<i64, Vec<ReviewRow>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let day = |days: i32| Day::from_epoch_days(days).ok_or(StoreError::Damaged("a day"));
        let keep_until: Option<i32> = row.get(3)?;
        let review = ReviewRow {
            role: row.get(1)?,
            on: day(row.get(2)?)?,
            keep_until: keep_until.map(day).transpose()?,
        };
        reviews.entry(row.get(0)?).or_default().push(review);
    }
    Ok(reviews)
}

fn dated_row(row: &rusqlite::Row<'_>) -> Result<(i64, Option<(String, Day)>), StoreError> {
    let (id, name, day): (i64, Option<String>, Option<i32>) =
        (row.get(0)?, row.get(4)?, row.get(5)?);
    let date = match (name, day) {
        (Some(name), Some(days)) => {
            Some((name, Day::from_epoch_days(days).ok_or(StoreError::Damaged("a day"))?))
        }
        _ => None,
    };
    Ok((id, date))
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
    )
}
