//! Sealing a whole record: every field whose tag says so, each under its own context.

mod encoding;

use std::fmt;

use caldicott_calendar::Day;
use caldicott_model::{
    CaseRecord, Category, CategorySet, DeclaredRecord, FieldTag, FieldVisitor, Purpose, Value,
};

use self::encoding::{Held, decode, encode};
use crate::context::{Column, ContextError, RecordId, Tenant};
use crate::error::{OpenError, SealError};
use crate::keyring::Sealer;
use crate::sealed::Sealed;
use crate::secret::Plaintext;

/// The columns of a record type that are sealed, computed once.
///
/// A field is sealed where [`FieldTag::is_sealed`] says so, under the first of its categories in the
/// order of their bytes, those of its values included: special categories come before criminal
/// offence data, and both before the ordinary kinds. Tagging a field otherwise later moves it to
/// another key: open it with the old plan and seal it with the new.
#[derive(Clone, PartialEq)]
pub struct RecordPlan {
    columns: Vec<(Box<str>, Column)>,
}

/// A sealed field and its name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SealedField {
    /// The field's name, as its tag has it.
    pub name: Box<str>,
    /// What to store.
    pub sealed: Sealed,
}

/// An opened value of a record: wiped when dropped, never printed, read by naming a purpose.
pub struct OpenedValue(Held);

impl RecordPlan {
    /// The plan for records of this type with these fields.
    ///
    /// # Errors
    /// When a name is empty or longer than 255 bytes.
    pub fn new(
        tenant: &Tenant,
        record_type: &str,
        fields: &[FieldTag],
    ) -> Result<Self, ContextError> {
        let columns = fields.iter().filter(|tag| tag.is_sealed()).map(|tag| {
            // A tag that is sealed has a category or identifies: then it is about identity.
            let category = all_categories(tag).iter().next().unwrap_or(Category::Identity);
            Column::new(tenant, category, record_type, tag.name())
                .map(|column| (tag.name().into(), column))
        });
        columns.collect::<Result<_, _>>().map(|columns| Self { columns })
    }

    /// The plan for a type that derives `CaseRecord`.
    ///
    /// # Errors
    /// As [`RecordPlan::new`].
    pub fn declared<R: DeclaredRecord>(tenant: &Tenant) -> Result<Self, ContextError> {
        Self::new(tenant, R::TYPE, R::FIELDS)
    }

    /// The plan for this record's type.
    ///
    /// # Errors
    /// As [`RecordPlan::new`].
    pub fn of<R: CaseRecord>(tenant: &Tenant, record: &R) -> Result<Self, ContextError> {
        Self::new(tenant, record.record_type(), record.fields())
    }

    /// The column of a field; `None` for one that is not sealed.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|(name, _)| &**name == field).map(|(_, column)| column)
    }

    /// Seals every field of the record that is to be sealed and holds something, all or none.
    ///
    /// # Errors
    /// As [`Sealer::seal`]; [`SealError::TooLong`] also for a value that lies more than 64 deep.
    pub fn seal<R: CaseRecord>(
        &self,
        sealer: &Sealer,
        id: &RecordId<'_>,
        record: &R,
    ) -> Result<Vec<SealedField>, SealError> {
        let mut visitor = Sealing { plan: self, sealer, id, fields: Vec::new() };
        record.visit(&mut visitor)?;
        Ok(visitor.fields)
    }

    /// Opens one field that [`RecordPlan::seal`] sealed.
    ///
    /// # Errors
    /// As [`Sealer::open`]; [`OpenError::WrongKey`] for a field that the plan does not seal, and
    /// [`OpenError::Malformed`] for a value that is no record's.
    pub fn open(
        &self,
        person: &Sealer,
        id: &RecordId<'_>,
        field: &str,
        sealed: &[u8],
    ) -> Result<OpenedValue, OpenError> {
        let column = self.column(field).ok_or(OpenError::WrongKey)?;
        let mut bytes = Plaintext::default();
        person.open_into(column, id, sealed, bytes.buffer())?;
        decode(&bytes).ok_or(OpenError::Malformed)
    }
}

impl OpenedValue {
    /// Whether nothing is recorded. Only inside a list or a record: a field that holds nothing is
    /// not sealed.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.0, Held::Missing)
    }

    /// Yes or no, when it is one.
    #[must_use]
    pub const fn flag(&self, purpose: Purpose) -> Option<bool> {
        if let Held::Flag(flag) = &self.0 { Some(*flag.expose(purpose)) } else { None }
    }

    /// The number, when it is one.
    #[must_use]
    pub const fn number(&self, purpose: Purpose) -> Option<i64> {
        if let Held::Number(number) = &self.0 { Some(*number.expose(purpose)) } else { None }
    }

    /// The day, when it is one.
    #[must_use]
    pub const fn day(&self, purpose: Purpose) -> Option<Day> {
        if let Held::Day(days) = &self.0 {
            Day::from_epoch_days(*days.expose(purpose))
        } else {
            None
        }
    }

    /// The text, when it is one.
    #[must_use]
    pub fn text(&self, purpose: Purpose) -> Option<&str> {
        if let Held::Text(text) = &self.0 { Some(text.expose(purpose)) } else { None }
    }

    /// The items of a list; none of what is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Held::List(items) = &self.0 { items } else { &[] }
    }

    /// The fields of a record and their names; none of what is no record.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Self)> {
        let fields: &[_] = if let Held::Record(fields) = &self.0 { fields } else { &[] };
        fields.iter().map(|(name, value)| (&**name, value))
    }
}

struct Sealing<'a> {
    plan: &'a RecordPlan,
    sealer: &'a Sealer,
    id: &'a RecordId<'a>,
    fields: Vec<SealedField>,
}

impl FieldVisitor for Sealing<'_> {
    type Error = SealError;

    fn purpose(&self) -> Purpose {
        Purpose::SEALING
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), SealError> {
        let Some(column) = self.plan.column(tag.name()) else {
            // A field that the plan does not know must not go unsealed in silence.
            return if tag.is_sealed() { Err(SealError::WrongColumn) } else { Ok(()) };
        };
        if !value.is_missing() {
            let bytes = encode(value).map_err(|_| SealError::TooLong)?;
            let sealed = self.sealer.seal(column, self.id, &bytes)?;
            self.fields.push(SealedField { name: tag.name().into(), sealed });
        }
        Ok(())
    }
}

/// What a field says over all its values and all the fields inside it.
fn all_categories(tag: &FieldTag) -> CategorySet {
    tag.fields().iter().map(all_categories).fold(tag.categories_with_values(), CategorySet::union)
}

impl fmt::Debug for RecordPlan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RecordPlan({} sealed fields)", self.columns.len())
    }
}

impl fmt::Debug for OpenedValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("OpenedValue(…)")
    }
}
