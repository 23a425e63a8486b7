//! Finding a person by a sealed field: blind-index tokens narrow the search, opening decides.

use std::ops::ControlFlow;

use caldicott_encryption::{
    Advice, BlindIndex, IndexSpec, Keyring, RecordId, Tenant, normalise_name,
};
use caldicott_model::{Category, Purpose};

use crate::StoreError;
use crate::backend::{Backend, Bind, all, count};
use crate::batch::Batch;
use crate::schema;
use crate::store::Store;

/// Rows of one index are spread over this many partitions, so that a common surname does not stand out.
const PARTITIONS: u8 = 4;

/// A field that can be searched although it is sealed.
///
/// The index holds a few bits of a keyed digest, so that several people share each token: what the
/// file tells about a name is that much and no more. Candidates are opened and compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SearchKey {
    /// The record type.
    pub record_type: &'static str,
    /// The field.
    pub field: &'static str,
    /// What the field is about; a special category gets a coarser index.
    pub category: Category,
    /// How many people are expected: it decides how many bits a token has.
    pub population: u64,
    /// How many different values the field takes; with fewer than 16 there is no index.
    pub distinct: u64,
}

/// An open index with the key that makes its tokens.
#[derive(Debug)]
pub(crate) struct OpenIndex {
    pub(crate) key: SearchKey,
    pub(crate) name: String,
    index: BlindIndex,
}

impl OpenIndex {
    pub(crate) fn open(
        keyring: &Keyring,
        tenant: &Tenant,
        key: SearchKey,
    ) -> Result<Self, StoreError> {
        let too_few = StoreError::NotSearchable("an index would show who has which value");
        let width = Advice::for_population(key.population).widest(key.category).ok_or(too_few)?;
        let spec = IndexSpec::new(
            key.record_type,
            key.field,
            "equal",
            key.category,
            width,
            key.population,
            key.distinct,
        )
        .and_then(|spec| spec.partitioned(PARTITIONS))
        .map_err(|_| StoreError::NotSearchable("an index would show who has which value"))?;
        let index = keyring
            .blind_index(tenant, &spec)
            .map_err(|_| StoreError::NotSearchable("the index key cannot be had"))?;
        // Tokens of another width are another index: they are never mixed.
        let name = format!("{}{}", prefix(&key), width.get());
        Ok(Self { key, name, index })
    }

    /// The token to keep with a record.
    pub(crate) fn token(&self, record: &RecordId<'_>, value: &str) -> Result<i64, StoreError> {
        let token = self.index.token(record, &normalise_name(value));
        token.map(u64::cast_signed).map_err(|_| StoreError::NotSearchable("no token could be made"))
    }

    /// The tokens to look for, one a partition.
    pub(crate) fn search(&self, value: &str) -> Result<Vec<i64>, StoreError> {
        let tokens = self.index.search(&normalise_name(value));
        let tokens = tokens.map_err(|_| StoreError::NotSearchable("no token could be made"))?;
        Ok(tokens.into_iter().map(u64::cast_signed).collect())
    }

    /// Whether two values are the same to a search.
    pub(crate) fn same(one: &str, other: &str) -> bool {
        normalise_name(one) == normalise_name(other)
    }
}

/// What the names of a field's indexes begin with; the width follows.
fn prefix(key: &SearchKey) -> String {
    format!("{}.{}/", key.record_type, key.field)
}

/// Under which the casebook notes that an index holds every record of its type.
fn note(name: &str) -> String {
    format!("index/{name}")
}

/// So many records are indexed in one transaction.
const BATCH: i64 = 256;

impl Store {
    /// Makes a sealed field searchable: from now on its values are indexed when they are put.
    ///
    /// A search that would miss somebody is refused: while there are records of the type that the index
    /// does not hold (it was opened after they were put, or opened for another population, or another
    /// process put them without it), [`Store::find`] says so until [`Store::reindex`] has run.
    ///
    /// # Errors
    /// [`StoreError::NotSearchable`] when an index would tell too much.
    pub fn index(&mut self, key: SearchKey) -> Result<(), StoreError> {
        let open = OpenIndex::open(&self.keyring, &self.tenant, key)?;
        let note = note(&open.name);
        if schema::meta(&mut **self.lock(), &note)?.is_none() {
            // Nothing is there yet: from its first record on the index is whole.
            self.atomically(|database| {
                let sql = "SELECT count(*) FROM record WHERE record_type = ?1";
                if count(database, sql, &[Bind::Text(key.record_type)])? == 0 {
                    schema::set_meta(database, &note, key.record_type.as_bytes())?;
                }
                Ok(())
            })?;
            self.whole_indexes = None;
        }
        self.indexes.retain(|index| index.name != open.name);
        self.indexes.push(open);
        Ok(())
    }

    /// Indexes the records that the open indexes do not hold yet, and drops the entries of indexes that
    /// the same fields had before, for another population. Can be stopped and called again.
    ///
    /// # Errors
    /// What the database reports, and [`StoreError::Unopened`] when a record does not open.
    pub fn reindex(
        &mut self,
        mut progress: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<bool, StoreError> {
        let indexes: Vec<(String, SearchKey)> =
            self.indexes.iter().map(|index| (index.name.clone(), index.key)).collect();
        let mut done = 0;
        for (name, key) in indexes {
            let mut last = 0;
            loop {
                let mut batch = self.begin()?;
                let (read, reached) = batch.index_some(&name, key, last)?;
                if read == 0 {
                    batch.drop_former(&name, &prefix(&key))?;
                    let kind = key.record_type.as_bytes();
                    schema::set_meta(&mut **batch.database(), &note(&name), kind)?;
                }
                batch.commit()?;
                self.whole_indexes = None;
                if read == 0 {
                    break;
                }
                last = reached;
                done += read;
                if progress(done).is_break() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Whether the index holds every record of its type.
    pub(crate) fn is_whole(&self, name: &str) -> Result<bool, StoreError> {
        Ok(schema::meta(&mut **self.lock(), &note(name))?.is_some())
    }
}

impl Batch<'_> {
    /// Before a record is put: an index of its type that this store has not open will lack it.
    pub(crate) fn spare_indexes(&mut self, record_type: &str) -> Result<(), StoreError> {
        if self.store.whole_indexes.is_none() {
            let notes = whole_indexes(&mut **self.database())?;
            self.store.whole_indexes = Some(notes);
        }
        let lacking: Vec<String> = self
            .store
            .whole_indexes
            .iter()
            .flatten()
            .filter(|(_, kind)| kind == record_type)
            .filter(|(name, _)| !self.store.indexes.iter().any(|open| open.name == *name))
            .map(|(name, _)| name.clone())
            .collect();
        for name in &lacking {
            schema::clear_meta(&mut **self.database(), &note(name))?;
        }
        if !lacking.is_empty() {
            self.store.whole_indexes = None;
        }
        Ok(())
    }

    /// Indexes records after this row; how many, and which was the last.
    fn index_some(
        &mut self,
        name: &str,
        key: SearchKey,
        after: i64,
    ) -> Result<(u64, i64), StoreError> {
        let rows = all(
            &mut **self.database(),
            "SELECT id, record_id, person FROM record WHERE record_type = ?1 AND id > ?2 \
             ORDER BY id LIMIT ?3",
            &[Bind::Text(key.record_type), Bind::Int(after), Bind::Int(BATCH)],
            |row| Ok((row.int(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned())),
        )?;
        let mut last = after;
        let read = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        for (row, record_id, person) in rows {
            last = row;
            let record = self.store.get_fields(key.record_type, &record_id, |f| f == key.field)?;
            let Some(record) = record else { continue };
            let value = record.value(key.field, Purpose::SEALING)?;
            let index = self.store.indexes.iter().find(|index| index.name == name);
            let (Some(text), Some(index)) = (value.text(), index) else { continue };
            let id = crate::names::record(key.record_type, &record_id)?;
            let token = index.token(&id, text)?;
            self.database().execute(
                "INSERT INTO blind_index (name, token, record, person) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT DO NOTHING",
                &[Bind::Text(name), Bind::Int(token), Bind::Int(row), Bind::Text(&person)],
            )?;
        }
        Ok((read, last))
    }

    /// Drops the entries of indexes that the field had for another population.
    fn drop_former(&mut self, name: &str, prefix: &str) -> Result<(), StoreError> {
        let mut database = self.database();
        let sql = "SELECT DISTINCT name FROM blind_index";
        let names = all(&mut **database, sql, &[], |row| Ok(row.text(0)?.to_owned()))?;
        let is_width = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        let former =
            |other: &String| other != name && other.strip_prefix(prefix).is_some_and(is_width);
        for other in names.iter().filter(|other| former(other)) {
            schema::unsettled(&mut **database)?;
            database.execute("DELETE FROM blind_index WHERE name = ?1", &[Bind::Text(other)])?;
            schema::clear_meta(&mut **database, &note(other))?;
        }
        Ok(())
    }
}

/// The indexes that hold every record of their type, with the type.
fn whole_indexes(database: &mut dyn Backend) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT name, value FROM meta WHERE name >= 'index/' AND name < 'index0'";
    let notes = all(database, sql, &[], |row| {
        let kind = String::from_utf8_lossy(row.blob(1)?).into_owned();
        Ok((row.text(0)?.to_owned(), kind))
    })?;
    let named = |(note, kind): (String, String)| {
        note.strip_prefix("index/").map(|name| (name.to_owned(), kind))
    };
    Ok(notes.into_iter().filter_map(named).collect())
}
