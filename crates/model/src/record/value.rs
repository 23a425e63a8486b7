//! One value, borrowed from its record.

use core::fmt;

use super::{CaseRecord, FieldVisitor};
use crate::{Day, FieldTag, Kind, Purpose};

/// A value of one field, borrowed from the record.
#[non_exhaustive]
#[derive(Clone, Copy)]
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
    Text(&'a str),
    /// Several values: a multi-select, a list of notes, of contacts.
    List(&'a dyn Items),
    /// A record in the record.
    Record(&'a dyn Nested),
}

/// Several values in order.
pub trait Items {
    /// The value at this place, or `None` past the end.
    fn item(&self, place: usize, purpose: Purpose) -> Option<Value<'_>>;
}

/// A record that stands in a field of another, whatever its type.
pub trait Nested {
    /// The tags of its fields.
    fn tags(&self) -> &[FieldTag];

    /// Hands every field to the visitor.
    ///
    /// # Errors
    /// As soon as the visitor stops; it keeps its own reason.
    fn visit_nested(&self, visitor: &mut NestedVisitor<'_>) -> Result<(), Stopped>;
}

/// A visitor of a record whose type is not known.
pub type NestedVisitor<'v> = dyn FieldVisitor<Error = Stopped> + 'v;

/// A visitor stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stopped;

impl<R: CaseRecord> Nested for R {
    fn tags(&self) -> &[FieldTag] {
        self.fields()
    }

    fn visit_nested(&self, visitor: &mut NestedVisitor<'_>) -> Result<(), Stopped> {
        self.visit(visitor)
    }
}

impl<'a> Value<'a> {
    /// The text, when it is one.
    #[must_use]
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Missing
            | Self::Flag(_)
            | Self::Number(_)
            | Self::Day(_)
            | Self::List(_)
            | Self::Record(_) => None,
        }
    }

    /// Whether nothing is recorded.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        matches!(self, Self::Missing)
    }

    /// What kind of value it is; `None` when nothing is recorded.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Missing => None,
            Self::Flag(_) => Some(Kind::Flag),
            Self::Number(_) => Some(Kind::Number),
            Self::Day(_) => Some(Kind::Day),
            Self::Text(_) => Some(Kind::Text),
            Self::List(_) => Some(Kind::List),
            Self::Record(_) => Some(Kind::Record),
        }
    }

    /// Calls a function with the value as a code list writes it: `53`, `true`, `2026-03-01`. Nothing
    /// is called for what has no code: nothing recorded, a list, a record.
    pub fn with_code<T>(self, function: impl FnOnce(&str) -> T) -> Option<T> {
        match self {
            Self::Missing | Self::List(_) | Self::Record(_) => None,
            Self::Text(text) => Some(function(text)),
            Self::Flag(flag) => Some(function(if flag { "true" } else { "false" })),
            Self::Number(number) => Some(function(Short::of(&number).as_str())),
            Self::Day(day) => Some(function(Short::of(&day).as_str())),
        }
    }
}

impl fmt::Debug for Value<'_> {
    /// Writes the kind, never the value.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "Missing",
            Self::Flag(_) => "Flag(…)",
            Self::Number(_) => "Number(…)",
            Self::Day(_) => "Day(…)",
            Self::Text(_) => "Text(…)",
            Self::List(_) => "List(…)",
            Self::Record(_) => "Record(…)",
        })
    }
}

/// A short text on the stack: a number or a day written out.
struct Short {
    bytes: [u8; 24],
    length: usize,
}

impl Short {
    fn of(value: &dyn fmt::Display) -> Self {
        let mut short = Self { bytes: [0; 24], length: 0 };
        // Neither a number of 64 bits nor a day is longer than the buffer.
        let _fits = fmt::write(&mut short, format_args!("{value}"));
        short
    }

    fn as_str(&self) -> &str {
        let written = self.bytes.get(..self.length).unwrap_or_default();
        core::str::from_utf8(written).unwrap_or("")
    }
}

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
