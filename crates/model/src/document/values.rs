//! Reading a typed value from a parsed file through serde, whatever format the file has.
//!
//! What a value may be is then said once, by its type. The first thing wrong with a value is reported
//! with its own place and path; no message repeats what stands in the file.

use core::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::{Located, Node, Place, Reader, Table, nearest};

impl Reader<'_> {
    /// The whole table as one value, where its type says what it may hold.
    ///
    /// ```
    /// use caldicott_model::casework::Actor;
    /// use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
    ///
    /// let at = Place::new(1, 1);
    /// let mut table = Table::default();
    /// table.insert("role", at, Located::new(Node::Text("manager".into()), at));
    /// table.insert("id", Place::new(2, 1), Located::new(Node::Number(7), Place::new(2, 6)));
    /// let faults = Faults::new("event.toml", Echo::Hidden);
    /// let actor: Option<Actor<String>> = Reader::new(&table, at, &faults).whole();
    /// assert!(actor.is_none());
    /// let text: Vec<String> = faults.into_vec().iter().map(ToString::to_string).collect();
    /// assert_eq!(text, ["event.toml:2:6: expected a string, found a whole number (at `id`)"]);
    /// ```
    pub fn whole<T: DeserializeOwned>(&mut self) -> Option<T> {
        self.allow_other_keys();
        let value = T::deserialize(At { table: self.table, at: self.at });
        value.map_err(|error| self.report(error, "")).ok()
    }

    /// The value of a key that must be there.
    pub fn value<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        self.required(key)?;
        self.optional_value(key)
    }

    /// The value of a key that may be there.
    pub fn optional_value<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        let found = self.look(key)?;
        T::deserialize(One(found)).map_err(|error| self.report(error.under(key, found.at), "")).ok()
    }

    /// The values of a list; missing is none. Each that cannot be read is reported, and the others are
    /// given back.
    pub fn values<T: DeserializeOwned>(&mut self, key: &'static str) -> Vec<T> {
        let Some(found) = self.look(key) else { return Vec::new() };
        let Node::List(items) = &found.node else {
            self.wrong_kind(key, "a list", found);
            return Vec::new();
        };
        let one = |(place, item): (usize, &Located)| {
            let found = T::deserialize(One(item));
            found.map_err(|error| self.report(error.in_list(place, item.at), key)).ok()
        };
        items.iter().enumerate().filter_map(one).collect()
    }

    fn report(&self, error: Wrong, key: &str) {
        let mut path = if key.is_empty() { self.path.clone() } else { self.path_of(key) };
        for step in error.path.iter().rev() {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        self.faults.add(Some(error.at.unwrap_or(self.at)), path, error.says);
    }
}

/// What is wrong with a value, and where: the steps to it, the innermost first.
#[derive(Debug)]
struct Wrong {
    says: String,
    at: Option<Place>,
    path: Vec<String>,
}

impl Wrong {
    fn under(mut self, key: &str, at: Place) -> Self {
        self.at.get_or_insert(at);
        self.path.push(key.to_owned());
        self
    }

    fn in_list(self, place: usize, at: Place) -> Self {
        self.under(&format!("[{place}]"), at)
    }

    fn says(says: String) -> Self {
        Self { says, at: None, path: Vec::new() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.says)
    }
}

impl core::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(says: T) -> Self {
        Self::says(says.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::says(format!("expected {expected}, found {}", kind(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::says(format!("expected {expected}, found another value ({})", kind(found)))
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        Self::says(match nearest(found, known.iter().copied()) {
            Some(near) => format!("unknown name; did you mean `{near}`?"),
            None => format!("unknown name; it is one of `{}`", known.join("`, `")),
        })
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        Self::says(match nearest(found, known.iter().copied()) {
            Some(near) => format!("unknown key; did you mean `{near}`?"),
            None => "unknown key".to_owned(),
        })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::says(format!("`{key}` is missing"))
    }
}

/// The kind of what was found, without the value.
const fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Char(_) | Unexpected::Str(_) => "text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "a table",
        Unexpected::Bytes(_)
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant
        | Unexpected::Other(_) => "something else",
    }
}

/// A table where it stands.
struct At<'de> {
    table: &'de Table,
    at: Place,
}

struct Entries<'de> {
    entries: core::slice::Iter<'de, super::Entry>,
    value: Option<&'de super::Entry>,
}

struct Members<'de> {
    items: core::iter::Enumerate<core::slice::Iter<'de, Located>>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        self.value = Some(entry);
        let key = seed.deserialize(entry.key.as_str().into_deserializer());
        key.map(Some).map_err(|error: Wrong| Wrong { at: Some(entry.at), ..error })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let Some(entry) = self.value.take() else { return Err(Wrong::custom("a key is missing")) };
        let value = seed.deserialize(One(&entry.value));
        value.map_err(|error| error.under(&entry.key, entry.value.at))
    }
}

impl<'de> SeqAccess<'de> for Members<'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        let Some((place, item)) = self.items.next() else { return Ok(None) };
        seed.deserialize(One(item)).map(Some).map_err(|error| error.in_list(place, item.at))
    }
}

impl<'de> Deserializer<'de> for At<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let entries = Entries { entries: self.table.entries.iter(), value: None };
        let read = visitor.visit_map(entries);
        read.map_err(|error| Wrong { at: error.at.or(Some(self.at)), ..error })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        if self.table.entries.len() != 1 {
            return Err(Wrong::custom("expected one name with what belongs to it"));
        }
        let entries = Entries { entries: self.table.entries.iter(), value: None };
        let read = visitor.visit_enum(MapAccessDeserializer::new(entries));
        read.map_err(|error| Wrong { at: error.at.or(Some(self.at)), ..error })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A value where it stands.
struct One<'de>(&'de Located);

impl<'de> Deserializer<'de> for One<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.0.node {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Number(number) => visitor.visit_i64(*number),
            Node::Fraction => Err(Wrong::custom("a number with a fraction stands where none may")),
            Node::Day(day) => visitor.visit_string(day.to_string()),
            Node::Text(text) => match super::forbidden_character(text) {
                Some(says) => Err(Wrong::custom(says)),
                None => visitor.visit_borrowed_str(text),
            },
            Node::List(items) => visitor.visit_seq(Members { items: items.iter().enumerate() }),
            Node::Table(table) => At { table, at: self.0.at }.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.0.node == Node::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match &self.0.node {
            Node::Text(text) => {
                let text: StrDeserializer<'de, Wrong> = text.as_str().into_deserializer();
                visitor.visit_enum(text)
            }
            Node::Table(table) => {
                At { table, at: self.0.at }.deserialize_enum(name, variants, visitor)
            }
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Fraction
            | Node::Day(_)
            | Node::List(_) => {
                Err(Wrong::custom(format!("expected a name, found {}", self.0.node.kind())))
            }
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}
