//! What a field of a declared record may hold.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use zeroize::Zeroize;

use super::{Items, Value};
use crate::identifier::{
    NationalInsuranceNumber, NhsNumber, Postcode, PostcodeDistrict, UkPhone, Uprn,
};
use crate::{Day, FieldTag, Kind, Personal, Purpose, ValueTag};

/// A type that can stand in a field of a record.
///
/// `#[derive(CaseValue)]` writes it for an enum of codes. Hosts implement it for their own types:
/// ```
/// use caldicott_model::{FieldValue, Kind, Purpose, Value};
///
/// enum Tenure { Licence, Tenancy }
///
/// impl FieldValue for Tenure {
///     const KIND: Kind = Kind::Text;
///     fn value(&self, _purpose: Purpose) -> Value<'_> {
///         Value::Text(match self { Self::Licence => "licence", Self::Tenancy => "tenancy" })
///     }
/// }
/// assert_eq!(Tenure::Licence.value(Purpose::SUPPORT).text(), Some("licence"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a field of a case record",
    note = "fields hold `String`, `bool`, whole numbers that fit an `i64`, `Day`, identifiers, `Option`, `Vec`, `Personal` of these, and other case records; derive `CaseValue` for an enum of codes, or implement `FieldValue`"
)]
pub trait FieldValue {
    /// What kind of value it is. A masked view shows something of this kind in its place.
    const KIND: Kind;
    /// Whether it may be missing.
    const OPTIONAL: bool = false;
    /// The fields of the record, or of each record, that it is.
    const NESTED: &'static [FieldTag] = &[];
    /// What its values say, where the type knows them: what `#[derive(CaseValue)]` writes.
    const VALUES: &'static [ValueTag] = &[];

    /// The value, read for a purpose.
    fn value(&self, purpose: Purpose) -> Value<'_>;
}

/// Writes the values that are read without looking further.
macro_rules! plain {
    ($($type:ty, $kind:ident, $this:ident => $value:expr;)*) => {$(
        impl FieldValue for $type {
            const KIND: Kind = Kind::$kind;

            fn value(&self, _purpose: Purpose) -> Value<'_> {
                let $this = self;
                $value
            }
        }
    )*};
}

plain! {
    bool, Flag, this => Value::Flag(*this);
    i8, Number, this => Value::Number(i64::from(*this));
    i16, Number, this => Value::Number(i64::from(*this));
    i32, Number, this => Value::Number(i64::from(*this));
    i64, Number, this => Value::Number(*this);
    u8, Number, this => Value::Number(i64::from(*this));
    u16, Number, this => Value::Number(i64::from(*this));
    u32, Number, this => Value::Number(i64::from(*this));
    Day, Day, this => Value::Day(*this);
    str, Text, this => Value::Text(this);
    String, Text, this => Value::Text(this);
    PostcodeDistrict, Text, this => Value::Text(this.as_str());
}

impl FieldValue for Cow<'_, str> {
    const KIND: Kind = Kind::Text;

    fn value(&self, _purpose: Purpose) -> Value<'_> {
        Value::Text(self)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;
    const NESTED: &'static [FieldTag] = T::NESTED;
    const VALUES: &'static [ValueTag] = T::VALUES;

    fn value(&self, purpose: Purpose) -> Value<'_> {
        self.as_ref().map_or(Value::Missing, |value| value.value(purpose))
    }
}

/// Writes what is another value in another place.
macro_rules! held {
    ($($held:ty),*) => {$(
        impl<T: FieldValue + ?Sized> FieldValue for $held {
            const KIND: Kind = T::KIND;
            const OPTIONAL: bool = T::OPTIONAL;
            const NESTED: &'static [FieldTag] = T::NESTED;
            const VALUES: &'static [ValueTag] = T::VALUES;

            fn value(&self, purpose: Purpose) -> Value<'_> {
                T::value(self, purpose)
            }
        }
    )*};
}

held!(&T, Arc<T>, Box<T>, Rc<T>);

/// Writes the identifiers, which are read for a purpose.
macro_rules! identifiers {
    ($($type:ty),*) => {$(
        impl FieldValue for $type {
            const KIND: Kind = Kind::Text;

            fn value(&self, purpose: Purpose) -> Value<'_> {
                Value::Text(self.expose(purpose))
            }
        }
    )*};
}

identifiers!(NationalInsuranceNumber, NhsNumber, Postcode, UkPhone, Uprn);

impl<T: FieldValue + Zeroize> FieldValue for Personal<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = T::OPTIONAL;
    const NESTED: &'static [FieldTag] = T::NESTED;
    const VALUES: &'static [ValueTag] = T::VALUES;

    fn value(&self, purpose: Purpose) -> Value<'_> {
        self.expose(purpose).value(purpose)
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const KIND: Kind = Kind::List;
    const NESTED: &'static [FieldTag] = T::NESTED;
    const VALUES: &'static [ValueTag] = T::VALUES;

    fn value(&self, _purpose: Purpose) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: FieldValue, const LENGTH: usize> FieldValue for [T; LENGTH] {
    const KIND: Kind = Kind::List;
    const NESTED: &'static [FieldTag] = T::NESTED;
    const VALUES: &'static [ValueTag] = T::VALUES;

    fn value(&self, _purpose: Purpose) -> Value<'_> {
        Value::List(self)
    }
}

impl<T: FieldValue> Items for Vec<T> {
    fn item(&self, place: usize, purpose: Purpose) -> Option<Value<'_>> {
        self.get(place).map(|value| value.value(purpose))
    }
}

impl<T: FieldValue, const LENGTH: usize> Items for [T; LENGTH] {
    fn item(&self, place: usize, purpose: Purpose) -> Option<Value<'_>> {
        self.get(place).map(|value| value.value(purpose))
    }
}
