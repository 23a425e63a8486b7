//! The JSON Schema of a file, from the reader that reads it: the schema says what the reader asks for,
//! so that neither can drift.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Echo, Faults, Place, Reader, Table};
use crate::Day;

/// What a reader takes for a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Any,
    Day,
    Flag,
    List(Box<Shape>),
    Name,
    Number(i64, i64),
    OneOf(Vec<&'static str>),
    Table,
    Text,
    Verbatim,
}

/// What readers asked for: the path of the table, the key, what it takes and whether it must be there.
#[derive(Debug, Default)]
pub(super) struct Described {
    asked: BTreeMap<String, BTreeMap<&'static str, (Shape, bool)>>,
}

/// An empty table that is never a fault: what stands in a file is not asked here.
pub(super) static NOTHING: LazyLock<Table> = LazyLock::new(Table::default);
pub(super) const WORD: &str = "described";
pub(super) const DAY: Day = Day::literal(2026, 1, 1);
pub(super) const HERE: Place = Place { line: 1, column: 1 };

impl Described {
    pub(super) fn ask(&mut self, path: &str, key: &'static str, shape: Shape, required: bool) {
        let table = self.asked.entry(path.to_owned()).or_default();
        let known = table.entry(key).or_insert((Shape::Any, false));
        if known.0 == Shape::Any || matches!((&known.0, &shape), (Shape::Text, Shape::Name)) {
            known.0 = shape;
        }
        known.1 |= required;
    }
}

/// The JSON Schema of a file that this reads.
///
/// The reader is run once over a file of which it knows nothing, and every key that it asks for is in
/// the schema: what kind of value it takes, within which limits, out of which names, and whether it
/// must be there. What the reader checks beyond that, it says when it reads.
///
/// ```
/// use caldicott_model::document::{Reader, schema};
///
/// let schema = schema("Visit", |visit: &mut Reader<'_>| {
///     visit.day("on");
///     visit.optional_one_of("by", "way of travel", &[("bus", 1), ("foot", 2)]);
/// });
/// assert_eq!(schema["required"], serde_json::json!(["on"]));
/// assert_eq!(schema["properties"]["by"]["enum"], serde_json::json!(["bus", "foot"]));
/// assert_eq!(schema["additionalProperties"], false);
/// ```
pub fn schema(title: &str, read: impl FnOnce(&mut Reader<'_>)) -> serde_json::Value {
    let faults = Faults::new("", Echo::Hidden).describing();
    read(&mut Reader::new(&NOTHING, HERE, &faults));
    let described = faults.described.take().unwrap_or_default();
    let mut schema = described.table("");
    if let Some(schema) = schema.as_object_mut() {
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        schema.insert("$schema".to_owned(), dialect.into());
        schema.insert("title".to_owned(), title.into());
    }
    schema
}

impl Described {
    fn table(&self, path: &str) -> serde_json::Value {
        let nothing = BTreeMap::new();
        let keys = self.asked.get(path).unwrap_or(&nothing);
        let properties: serde_json::Map<_, _> = keys
            .iter()
            .map(|(key, (shape, _))| {
                let below =
                    if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
                ((*key).to_owned(), self.shape(shape, &below))
            })
            .collect();
        let required: Vec<_> =
            keys.iter().filter(|(_, (_, required))| *required).map(|(key, _)| *key).collect();
        serde_json::json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn shape(&self, shape: &Shape, path: &str) -> serde_json::Value {
        use serde_json::json;
        match shape {
            Shape::Any => json!(true),
            Shape::Day => json!({"type": "string", "format": "date"}),
            Shape::Flag => json!({"type": "boolean"}),
            Shape::List(of) => {
                json!({"type": "array", "items": self.shape(of, &format!("{path}[0]"))})
            }
            Shape::Name => json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,79}$"}),
            Shape::Number(least, most) => {
                json!({"type": "integer", "minimum": least, "maximum": most})
            }
            Shape::OneOf(names) => json!({"enum": names}),
            Shape::Table => self.table(path),
            Shape::Text => json!({"type": "string", "minLength": 1}),
            Shape::Verbatim => json!({"type": "string"}),
        }
    }
}
