//! The columns of record types: numbered in the file, each the context its values are sealed in.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError};

use caldicott_encryption::{Column, OpenError};
use caldicott_model::{Category, FieldTag};

use crate::backend::{Bind, one};
use crate::names;
use crate::store::Store;
use crate::{Cell, StoreError};

/// A column of a record type: its number in the file and the context its values are sealed in.
#[derive(Clone, Debug)]
pub(crate) struct StoredColumn {
    pub(crate) number: u32,
    pub(crate) field: String,
    pub(crate) column: Column,
    pub(crate) sealed: bool,
}

/// The columns of one record type by their numbers.
pub(crate) type Numbered = Arc<HashMap<u32, StoredColumn>>;

impl Store {
    /// The columns of a record type for reading. Columns are only ever added: those read before stay
    /// true, and a number that is not among them makes them be read again.
    pub(crate) fn numbered(&self, record_type: &str) -> Result<Numbered, StoreError> {
        let known = self.numbered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(columns) = known.get(record_type) {
            return Ok(Arc::clone(columns));
        }
        drop(known);
        self.numbered_anew(record_type)
    }

    /// The same, read now.
    pub(crate) fn numbered_anew(&self, record_type: &str) -> Result<Numbered, StoreError> {
        let mut columns = HashMap::new();
        self.lock().query(
            "SELECT id, field, category FROM stored_column WHERE record_type = ?1",
            &[Bind::Text(record_type)],
            &mut |row| {
                let (number, field) = (row.small(0)?, row.text(1)?.to_owned());
                let category = u8::try_from(row.int(2)?).ok().and_then(Category::from_byte);
                let category = category.ok_or(StoreError::Damaged("a category"))?;
                let column = Column::new(&self.tenant, category, record_type, &field)
                    .map_err(|_| StoreError::Damaged("a column"))?;
                columns.insert(number, StoredColumn { number, field, column, sealed: true });
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let columns = Arc::new(columns);
        let mut known = self.numbered.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(record_type.to_owned(), Arc::clone(&columns));
        drop(known);
        Ok(columns)
    }

    /// Tries each column that a cell's field has or had: one that was tagged anew has a column for each
    /// category it ever had. What was read before is tried first, and read again only when none of it
    /// fits: another process may have added a column since.
    pub(crate) fn by_some_column<T>(
        &self,
        cell: Cell<'_>,
        mut attempt: impl FnMut(&Column) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut last = StoreError::Unopened(OpenError::WrongKey);
        let known = self.numbered(cell.record_type)?;
        for column in known.values().filter(|column| column.field == cell.field) {
            match attempt(&column.column) {
                Ok(value) => return Ok(value),
                Err(error) => last = error,
            }
        }
        let anew = self.numbered_anew(cell.record_type)?;
        let added = anew.values().filter(|column| !known.contains_key(&column.number));
        for column in added.filter(|column| column.field == cell.field) {
            match attempt(&column.column) {
                Ok(value) => return Ok(value),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// The columns of a record type, in the order of its fields; made in the file on first use.
    pub(crate) fn columns(
        &mut self,
        record_type: &str,
        tags: &[FieldTag],
    ) -> Result<Vec<StoredColumn>, StoreError> {
        let category = |tag| sealing_category(tag).byte();
        if let Some(columns) = self.types.get(record_type)
            && columns.len() == tags.len()
            && columns.iter().zip(tags).all(|(column, tag)| {
                column.field == tag.name()
                    && column.sealed == tag.is_sealed()
                    && column.column.category().get() == category(tag)
            })
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
        names::own(record_type, "the record's type")?;
        names::plain(tag.name(), "a field's name")?;
        let category = sealing_category(tag);
        let column = Column::new(&self.tenant, category, record_type, tag.name())
            .map_err(|_| StoreError::Name("a field's name"))?;
        let key =
            [Bind::Text(record_type), Bind::Text(tag.name()), Bind::Int(category.byte().into())];
        let mut database = self.lock();
        let find = "SELECT id FROM stored_column \
                    WHERE record_type = ?1 AND field = ?2 AND category = ?3";
        let mut number = one(&mut **database, find, &key, |row| row.small(0))?;
        if number.is_none() {
            database.execute(
                "INSERT INTO stored_column (record_type, field, category) VALUES (?1, ?2, ?3) \
                 ON CONFLICT DO NOTHING",
                &key,
            )?;
            number = one(&mut **database, find, &key, |row| row.small(0))?;
        }
        drop(database);
        let number = number.ok_or(StoreError::Damaged("a column"))?;
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
