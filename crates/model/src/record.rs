//! A record seen field by field, whether a struct declares it or a file describes it.

use std::borrow::Cow;

use crate::{Day, FieldTag};

/// A value of one field, borrowed from the record.
#[non_exhaustive]
#[derive(Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing is recorded.
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Day),
    /// Text.
    Text(Cow<'a, str>),
    /// Several texts: a multi-select, a list of notes.
    Texts(Vec<Cow<'a, str>>),
}

impl std::fmt::Debug for Value<'_> {
    /// Writes the kind, never the value.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Missing => "Missing",
            Self::Flag(_) => "Flag(…)",
            Self::Number(_) => "Number(…)",
            Self::Day(_) => "Day(…)",
            Self::Text(_) => "Text(…)",
            Self::Texts(_) => "Texts(…)",
        })
    }
}

/// Receives the fields of a record one after the other.
pub trait FieldVisitor {
    /// One field, its tag and its value.
    fn field(&mut self, tag: &FieldTag, value: Value<'_>);
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
    fn visit<V: FieldVisitor + ?Sized>(&self, visitor: &mut V);
}
