//! A record seen field by field, whether a struct declares it or a file describes it.

mod field_value;
#[cfg(test)]
mod tests;
mod value;

use core::convert::Infallible;

pub use field_value::FieldValue;
pub use value::{Items, Nested, NestedVisitor, Stopped, Value};

use crate::{FieldTag, Purpose};

/// Receives the fields of a record one after the other.
///
/// It says once why it reads, and that opens [`Personal`](crate::Personal) values; it may stop with
/// an error, and then no further field is read.
pub trait FieldVisitor {
    /// Why it stops early; [`Infallible`] when it never does.
    type Error;

    /// Why it reads.
    fn purpose(&self) -> Purpose;

    /// One field, its tag and its value.
    ///
    /// # Errors
    /// As the visitor likes.
    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), Self::Error>;
}

/// A record whose every field is tagged.
///
/// `#[derive(CaseRecord)]` writes this for a struct and refuses a field without a tag. A record
/// described by a file at run time implements the same trait, so both are masked, sealed, counted
/// and disclosed by the same code.
pub trait CaseRecord {
    /// The record type's name, such as `client`.
    fn record_type(&self) -> &str;

    /// The tags of the fields, in order.
    fn fields(&self) -> &[FieldTag];

    /// Hands every field to the visitor, in the order of [`CaseRecord::fields`].
    ///
    /// # Errors
    /// As soon as the visitor stops, with its error.
    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error>;

    /// Hands every field to a function, for a purpose.
    ///
    /// ```
    /// use caldicott_model::{CaseRecord, FieldTag, Purpose, RuntimeRecord, Schema};
    ///
    /// let schema = Schema::new("client", vec![FieldTag::untagged("name".into())])?;
    /// let record = RuntimeRecord::new(&schema, ["Mary"]);
    /// let mut seen = Vec::new();
    /// record.each(Purpose::SUPPORT, |tag, value| {
    ///     seen.push((tag.name().to_owned(), value.text().map(str::to_owned)));
    /// });
    /// assert_eq!(seen, [("name".to_owned(), Some("Mary".to_owned()))]);
    /// # Ok::<(), caldicott_model::SchemaError>(())
    /// ```
    fn each<F: FnMut(&FieldTag, Value<'_>)>(&self, purpose: Purpose, function: F) {
        let Ok(()) = self.visit(&mut Each { purpose, function });
    }
}

/// A record type whose tags are known when the program is compiled: what the derive writes.
pub trait DeclaredRecord: CaseRecord {
    /// The record type's name.
    const TYPE: &'static str;
    /// The tags of the fields, in order.
    const FIELDS: &'static [FieldTag];
}

impl<R: CaseRecord + ?Sized> CaseRecord for &R {
    fn record_type(&self) -> &str {
        R::record_type(self)
    }

    fn fields(&self) -> &[FieldTag] {
        R::fields(self)
    }

    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), V::Error> {
        R::visit(self, visitor)
    }
}

struct Each<F> {
    purpose: Purpose,
    function: F,
}

impl<F: FnMut(&FieldTag, Value<'_>)> FieldVisitor for Each<F> {
    type Error = Infallible;

    fn purpose(&self) -> Purpose {
        self.purpose
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), Infallible> {
        (self.function)(tag, value);
        Ok(())
    }
}
