//! Records described at run time: rows of a file, objects of another system.

#[cfg(feature = "schemars")]
mod json;
mod reading;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

#[cfg(feature = "schemars")]
pub use json::{json_schema, json_schema_of};

use zeroize::Zeroize as _;

use crate::document::printable;
use crate::{CaseRecord, FieldTag, FieldVisitor, Items, Value};

/// The fields of a record type, in order, known at run time.
#[derive(Clone, Debug)]
pub struct Schema {
    record_type: String,
    fields: Vec<FieldTag>,
    places: HashMap<String, usize>,
}

/// Why fields are no schema.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SchemaError {
    /// Two fields have one name; the second would hide the first.
    #[error("field `{0}` stands twice")]
    Duplicate(String),
    /// A field has no name.
    #[error("field `{0}` has no name")]
    Nameless(usize),
    /// There is no field.
    #[error("record has no field")]
    Empty,
}

/// A record whose fields a [`Schema`] describes.
///
/// It borrows the schema and holds its cells as they come: `[&str; N]`, `Vec<String>`, a row of a
/// CSV reader (through [`Cells`]), or [`Cell`]s. A row shorter than the schema has nothing recorded in
/// the rest; cells beyond the schema are never shown.
#[derive(Clone, Copy)]
pub struct RuntimeRecord<'s, C> {
    schema: &'s Schema,
    cells: C,
}

/// The cells of one row, in the order of the schema.
pub trait Cells {
    /// The cell at this place, or `None` past the end.
    fn cell(&self, place: usize) -> Option<Value<'_>>;
}

/// A cell that owns what it holds, and wipes its texts from memory when dropped.
#[non_exhaustive]
#[derive(Clone, Eq, PartialEq)]
pub enum Cell {
    /// Nothing is recorded.
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(crate::Day),
    /// Text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

impl Schema {
    /// The schema with these fields, in this order.
    ///
    /// # Errors
    /// When a name is missing or stands twice, or there is no field.
    pub fn new(record_type: impl Into<String>, fields: Vec<FieldTag>) -> Result<Self, SchemaError> {
        if fields.is_empty() {
            return Err(SchemaError::Empty);
        }
        let mut places = HashMap::with_capacity(fields.len());
        for (place, field) in fields.iter().enumerate() {
            if field.name().trim().is_empty() {
                return Err(SchemaError::Nameless(place));
            }
            if places.insert(field.name().to_owned(), place).is_some() {
                return Err(SchemaError::Duplicate(printable(field.name())));
            }
        }
        Ok(Self { record_type: record_type.into(), fields, places })
    }

    /// The same fields in the order of a file's header. A column that the schema does not know
    /// counts as every category and as identifying.
    ///
    /// # Errors
    /// When a header is empty or stands twice.
    ///
    /// ```
    /// use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, Schema};
    ///
    /// let age = FieldTag::new("age".into(), Category::Demographic.into(), Identifiability::Quasi);
    /// let schema = Schema::new("client", vec![age])?;
    /// let file = schema.for_header(["remarks", "age"])?;
    /// assert_eq!(file.fields()[0].categories(), CategorySet::EVERY);
    /// assert_eq!(file.fields()[1].categories(), Category::Demographic.into());
    /// # Ok::<(), caldicott_model::SchemaError>(())
    /// ```
    pub fn for_header<'h>(
        &self,
        header: impl IntoIterator<Item = &'h str>,
    ) -> Result<Self, SchemaError> {
        let untagged = |name: &str| FieldTag::untagged(Cow::Owned(name.to_owned()));
        let fields = header
            .into_iter()
            .map(|name| self.field(name).cloned().unwrap_or_else(|| untagged(name)))
            .collect();
        Self::new(self.record_type.clone(), fields)
    }

    /// The record type's name.
    #[must_use]
    pub fn record_type(&self) -> &str {
        &self.record_type
    }

    /// The tags of the fields, in order.
    #[must_use]
    pub fn fields(&self) -> &[FieldTag] {
        &self.fields
    }

    /// The field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldTag> {
        self.place(name).and_then(|place| self.fields.get(place))
    }

    /// The place of the field with this name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }
}

impl<'s, C: Cells> RuntimeRecord<'s, C> {
    /// The record that this schema sees in these cells.
    pub const fn new(schema: &'s Schema, cells: C) -> Self {
        Self { schema, cells }
    }

    /// The cells.
    pub const fn cells(&self) -> &C {
        &self.cells
    }
}

impl<C: Cells> CaseRecord for RuntimeRecord<'_, C> {
    fn record_type(&self) -> &str {
        self.schema.record_type()
    }

    fn fields(&self) -> &[FieldTag] {
        self.schema.fields()
    }

    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error> {
        for (place, tag) in self.schema.fields.iter().enumerate() {
            visitor.field(tag, self.cells.cell(place).unwrap_or(Value::Missing))?;
        }
        Ok(())
    }
}

impl<C> std::fmt::Debug for RuntimeRecord<'_, C> {
    /// Writes the type and the names of the fields, never a value.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.schema.fields.iter().map(FieldTag::name);
        write!(out, "{} ", self.schema.record_type)?;
        out.debug_set().entries(names).finish()
    }
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value().fmt(out)
    }
}

impl Drop for Cell {
    fn drop(&mut self) {
        match self {
            Self::Text(text) => text.zeroize(),
            Self::Texts(texts) => texts.zeroize(),
            Self::Missing | Self::Flag(_) | Self::Number(_) | Self::Day(_) => {}
        }
    }
}

impl Cell {
    /// The value, borrowed.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Missing => Value::Missing,
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Number(number) => Value::Number(*number),
            Self::Day(day) => Value::Day(*day),
            Self::Text(text) => Value::Text(text),
            Self::Texts(texts) => Value::List(texts as &dyn Items),
        }
    }
}

impl<C: Cells + ?Sized> Cells for &C {
    fn cell(&self, place: usize) -> Option<Value<'_>> {
        C::cell(self, place)
    }
}

/// Writes the rows of texts.
macro_rules! texts {
    ($($type:ty),*) => {$(
        impl Cells for [$type] {
            fn cell(&self, place: usize) -> Option<Value<'_>> {
                self.get(place).map(|text| Value::Text(text))
            }
        }
    )*};
}

texts!(&str, String, Cow<'_, str>);

impl Cells for [Cell] {
    fn cell(&self, place: usize) -> Option<Value<'_>> {
        self.get(place).map(Cell::value)
    }
}

impl<T> Cells for Vec<T>
where
    [T]: Cells,
{
    fn cell(&self, place: usize) -> Option<Value<'_>> {
        self.as_slice().cell(place)
    }
}

impl<T, const N: usize> Cells for [T; N]
where
    [T]: Cells,
{
    fn cell(&self, place: usize) -> Option<Value<'_>> {
        self.as_slice().cell(place)
    }
}
