//! Writes a masked record with serde, allocating nothing.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Allow, Hidden, Mask, Masked, Nothing, WITHHELD};
use crate::{CaseRecord, FieldTag, FieldVisitor, Items, Kind, Nested, Purpose, Stopped, Value};

impl<R: CaseRecord + ?Sized, A: Allow> Serialize for Masked<'_, R, A> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let map = out.serialize_map(self.rule.length(self.record.fields()))?;
        let mut writer = Writer { rule: &self.rule, map };
        self.record.visit(&mut writer)?;
        writer.map.end()
    }
}

impl<A: Allow> Mask<A> {
    /// How many fields are written; known beforehand unless some are left out.
    fn length(&self, fields: &[FieldTag]) -> Option<usize> {
        (self.hidden != Hidden::Omit).then_some(fields.len())
    }
}

struct Writer<'m, A, M> {
    rule: &'m Mask<A>,
    map: M,
}

impl<A: Allow, M: SerializeMap> FieldVisitor for Writer<'_, A, M> {
    type Error = M::Error;

    fn purpose(&self) -> Purpose {
        self.rule.purpose
    }

    #[expect(
        clippy::inline_always,
        reason = "in a declared record the tag is a constant, and what is constant about it folds away"
    )]
    #[inline(always)]
    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), M::Error> {
        if !self.rule.shows(tag, value) {
            return self.masked(tag);
        }
        match value {
            // The plain kinds go straight to the format.
            Value::Text(text) => self.map.serialize_entry(tag.name(), text),
            Value::Number(number) => self.map.serialize_entry(tag.name(), &number),
            Value::Flag(flag) => self.map.serialize_entry(tag.name(), &flag),
            Value::Day(day) => self.map.serialize_entry(tag.name(), &day),
            Value::Missing => self.map.serialize_entry(tag.name(), &()),
            Value::List(_) | Value::Record(_) => {
                self.map.serialize_entry(tag.name(), &Shown { rule: self.rule, value })
            }
        }
    }
}

impl<A: Allow, M: SerializeMap> Writer<'_, A, M> {
    /// Writes what stands in the place of a hidden value. It sees the tag alone, so it cannot tell
    /// whether anything is recorded.
    #[expect(clippy::inline_always, reason = "as above")]
    #[inline(always)]
    fn masked(&mut self, tag: &FieldTag) -> Result<(), M::Error> {
        if self.rule.hidden != Hidden::SameType {
            return self.masked_otherwise(tag);
        }
        match tag.kind() {
            Kind::Flag => self.map.serialize_entry(tag.name(), &false),
            Kind::Number => self.map.serialize_entry(tag.name(), &0),
            Kind::Day | Kind::Text => self.map.serialize_entry(tag.name(), &Withheld),
            Kind::List => self.map.serialize_entry(tag.name(), &[(); 0]),
            Kind::Record => {
                let nothing = Shown { rule: self.rule, value: Value::Record(&Nothing) };
                self.map.serialize_entry(tag.name(), &nothing)
            }
        }
    }

    // Apart, so that the code of each field stays small.
    #[cold]
    fn masked_otherwise(&mut self, tag: &FieldTag) -> Result<(), M::Error> {
        match self.rule.hidden {
            Hidden::Null => self.map.serialize_entry(tag.name(), &()),
            Hidden::Omit | Hidden::SameType => Ok(()),
        }
    }
}

/// [`WITHHELD`], as a type of its own: its code knows what it writes.
struct Withheld;

impl Serialize for Withheld {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(WITHHELD)
    }
}

/// A value that may be seen; a record in it is masked field by field.
struct Shown<'m, 'v, A> {
    rule: &'m Mask<A>,
    value: Value<'v>,
}

impl<A: Allow> Serialize for Shown<'_, '_, A> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Missing => out.serialize_none(),
            Value::Flag(flag) => out.serialize_bool(flag),
            Value::Number(number) => out.serialize_i64(number),
            Value::Day(day) => out.collect_str(&day),
            Value::Text(text) => out.serialize_str(text),
            Value::List(items) => self.list(items, out),
            Value::Record(record) => self.record(record, out),
        }
    }
}

impl<A: Allow> Shown<'_, '_, A> {
    fn list<S: Serializer>(&self, items: &dyn Items, out: S) -> Result<S::Ok, S::Error> {
        let mut list = out.serialize_seq(None)?;
        for value in (0..).map_while(|place| items.item(place, self.rule.purpose)) {
            list.serialize_element(&Shown { rule: self.rule, value })?;
        }
        list.end()
    }

    fn record<S: Serializer>(&self, record: &dyn Nested, out: S) -> Result<S::Ok, S::Error> {
        let map = out.serialize_map(self.rule.length(record.tags()))?;
        let writer = Writer { rule: self.rule, map };
        let mut keeping = Keeping { writer, error: None };
        let visited = record.visit_nested(&mut keeping);
        match (visited, keeping.error) {
            (Err(Stopped), Some(error)) => Err(error),
            (Err(Stopped), None) => Err(serde::ser::Error::custom("a nested record stopped")),
            (Ok(()), _) => keeping.writer.map.end(),
        }
    }
}

/// Keeps the format's error while a record of unknown type is visited.
struct Keeping<'m, A, M: SerializeMap> {
    writer: Writer<'m, A, M>,
    error: Option<M::Error>,
}

impl<A: Allow, M: SerializeMap> FieldVisitor for Keeping<'_, A, M> {
    type Error = Stopped;

    fn purpose(&self) -> Purpose {
        self.writer.purpose()
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) -> Result<(), Stopped> {
        self.writer.field(tag, value).map_err(|error| {
            self.error = Some(error);
            Stopped
        })
    }
}
