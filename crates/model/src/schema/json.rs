//! The JSON Schema of a record, with what its fields are about.

use schemars::Schema as JsonSchema;
use serde_json::{Map, Value, json};

use super::Schema;
use crate::{CategorySet, DeclaredRecord, FieldTag, Kind, OtherCodes};

/// The JSON Schema of a declared record: its fields and types, and under `x-caldicott-categories`,
/// `-sub-kind`, `-identifiability`, `-markings`, `-sealed` and `-values` what they are about.
#[must_use]
pub fn json_schema<R: DeclaredRecord>() -> JsonSchema {
    document(R::TYPE, R::FIELDS)
}

impl Schema {
    /// The JSON Schema of these records, as [`json_schema`] gives it for a declared one.
    #[must_use]
    pub fn json_schema(&self) -> JsonSchema {
        document(&self.record_type, &self.fields)
    }
}

fn document(record_type: &str, fields: &[FieldTag]) -> JsonSchema {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(record_type));
    schema.extend(object(fields));
    schema.into()
}

fn object(fields: &[FieldTag]) -> Map<String, Value> {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| (field.name().to_owned(), Value::Object(property(field))))
        .collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| !field.is_optional()).map(FieldTag::name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("required".into(), json!(required));
    schema.insert("additionalProperties".into(), json!(false));
    schema
}

fn property(field: &FieldTag) -> Map<String, Value> {
    let mut schema = Map::new();
    let kind = match field.kind() {
        Kind::Flag => "boolean",
        Kind::Number => "integer",
        Kind::Day | Kind::Text => "string",
        Kind::List => "array",
        Kind::Record => "object",
    };
    match field.kind() {
        Kind::Day => {
            schema.insert("format".into(), json!("date"));
        }
        Kind::List if !field.fields().is_empty() => {
            schema.insert("items".into(), Value::Object(object(field.fields())));
        }
        Kind::Record => schema.extend(object(field.fields())),
        Kind::Flag | Kind::Number | Kind::Text | Kind::List => {}
    }
    let types = if field.is_optional() { json!([kind, "null"]) } else { json!(kind) };
    schema.insert("type".into(), types);
    schema.insert("x-caldicott-categories".into(), names(field.categories()));
    if let Some(sub_kind) = field.sub_kind() {
        schema.insert("x-caldicott-sub-kind".into(), json!(sub_kind));
    }
    schema.insert("x-caldicott-identifiability".into(), json!(field.identifiability().name()));
    if !field.markings().is_empty() {
        let markings: Vec<_> = field.markings().iter().map(crate::Marking::name).collect();
        schema.insert("x-caldicott-markings".into(), json!(markings));
    }
    schema.insert("x-caldicott-sealed".into(), json!(field.is_sealed()));
    if !field.values().is_empty() {
        let values: Vec<Value> = field
            .values()
            .iter()
            .map(|value| {
                json!({
                    "code": value.code,
                    "label": value.label,
                    "categories": names(value.categories),
                })
            })
            .collect();
        schema.insert("x-caldicott-values".into(), json!(values));
        let other = match field.other_codes() {
            OtherCodes::Everything => "everything",
            OtherCodes::Harmless => "harmless",
        };
        schema.insert("x-caldicott-other-codes".into(), json!(other));
    }
    schema
}

fn names(categories: CategorySet) -> Value {
    categories.iter().map(crate::Category::name).collect()
}

/// The JSON Schema of any type that has one, as a value.
#[must_use]
pub fn json_schema_of<T: schemars::JsonSchema>() -> serde_json::Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}
