//! What goes in and comes out: rows of the casebook as a host sees them.

use caldicott_calendar::Day;
use caldicott_model::{Personal, Purpose};

use crate::backend::Bind;
use crate::body::StoredValue;
use crate::{StoreError, body};

/// Where a value that the host keeps itself belongs: it opens there and nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'c> {
    /// Whose value it is.
    pub person: &'c str,
    /// The type of record.
    pub record_type: &'c str,
    /// The record.
    pub record_id: &'c str,
    /// The field.
    pub field: &'c str,
}

/// The dates by which a record's retention is decided: kept in the clear, they say nothing of who.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredDates {
    /// The row in the file.
    pub row: i64,
    /// The record type.
    pub record_type: String,
    /// The record's id.
    pub record_id: String,
    /// Whose record it is.
    pub person: String,
    /// The named dates.
    pub dates: Vec<(String, Day)>,
    /// The reviews that took place.
    pub reviews: Vec<ReviewRow>,
}

/// A review of a record before its disposal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReviewRow {
    /// The role that looked.
    pub role: String,
    /// When.
    pub on: Day,
    /// `None` when disposal may go on; otherwise until when the record is kept for a reason that was
    /// written down ([`Day::MAX`]: for good).
    pub keep_until: Option<Day>,
}

/// Something that keeps a person's records: arrears, a legal matter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HoldRow {
    /// Whose records it keeps.
    pub person: String,
    /// The kind, as the retention schedule names it.
    pub kind: String,
    /// Its first day.
    pub since: Day,
    /// Its last day, if it has ended.
    pub until: Option<Day>,
}

impl ReviewRow {
    /// As it stands in the file.
    pub(crate) fn values(&self, record: i64) -> [Bind<'_>; 4] {
        [
            Bind::Int(record),
            Bind::Text(&self.role),
            Bind::Int(self.on.epoch_days().into()),
            Bind::MaybeInt(self.keep_until.map(|day| day.epoch_days().into())),
        ]
    }
}

impl HoldRow {
    /// As it stands in the file.
    pub(crate) fn values(&self) -> [Bind<'_>; 4] {
        [
            Bind::Text(&self.person),
            Bind::Text(&self.kind),
            Bind::Int(self.since.epoch_days().into()),
            Bind::MaybeInt(self.until.map(|day| day.epoch_days().into())),
        ]
    }
}

/// A record whose fields were opened. The values are wiped when it is dropped.
#[derive(Debug)]
pub struct OpenedRecord {
    pub(crate) record_type: String,
    pub(crate) record_id: String,
    pub(crate) person: String,
    pub(crate) fields: Vec<(String, Personal<Vec<u8>>)>,
}

impl OpenedRecord {
    /// The record type.
    #[must_use]
    pub fn record_type(&self) -> &str {
        &self.record_type
    }

    /// The record's id.
    #[must_use]
    pub fn record_id(&self) -> &str {
        &self.record_id
    }

    /// Whose record it is.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// The value of a field; a field without a value is [`StoredValue::Missing`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are no value.
    pub fn value(&self, field: &str, purpose: Purpose) -> Result<StoredValue<'_>, StoreError> {
        match self.fields.iter().find(|(name, _)| name == field) {
            Some((_, bytes)) => body::decode(bytes.expose(purpose)),
            None => Ok(StoredValue::Missing),
        }
    }

    /// The names of the fields that hold a value.
    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }
}
