//! The shapes that a schema is made of.

use caldicott_model::Category;
use caldicott_sharing::{Detail, Fact};
use serde_json::{Map, Value, json};

/// A table with these keys and no other.
pub(super) fn object(says: &str, must: &[&str], keys: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|(key, shape)| ((*key).to_owned(), shape.clone())).collect();
    json!({
        "description": says,
        "type": "object",
        "properties": properties,
        "required": must,
        "additionalProperties": false,
    })
}

/// A list of such tables.
#[expect(clippy::needless_pass_by_value, reason = "a shape goes into the one around it")]
pub(super) fn tables(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

pub(super) fn any_text(says: &str) -> Value {
    json!({ "description": says, "type": "string", "pattern": "\\S" })
}

/// A name: lower-case letters, digits and hyphens.
pub(super) fn slug(says: &str) -> Value {
    json!({ "description": says, "type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,79}$" })
}

pub(super) fn day(says: &str) -> Value {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    json!({ "description": says, "type": "string", "format": "date", "pattern": pattern })
}

pub(super) fn flag(says: &str) -> Value {
    json!({ "description": says, "type": "boolean" })
}

pub(super) fn number(says: &str, least: u16, most: u16) -> Value {
    json!({ "description": says, "type": "integer", "minimum": least, "maximum": most })
}

pub(super) fn texts(says: &str) -> Value {
    json!({ "description": says, "type": "array", "items": { "type": "string" } })
}

pub(super) fn names(says: &str, names: &[&str]) -> Value {
    json!({ "description": says, "enum": names })
}

pub(super) fn one_of<T>(says: &str, table: &[(&'static str, T)]) -> Value {
    let known: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
    names(says, &known)
}

pub(super) fn some_of<T>(says: &str, table: &[(&'static str, T)]) -> Value {
    json!({ "description": says, "type": "array", "items": one_of("One of these.", table) })
}

pub(super) fn rules(says: &str) -> Value {
    json!({ "description": says, "type": "array", "items": { "type": "string" } })
}

/// Categories and details, and the sets that have names.
pub(super) fn categories(says: &str) -> Value {
    let mut known = vec!["every", "special"];
    known.extend(Category::ALL.iter().map(|category| category.name()));
    known.extend(Detail::NAMES.iter().map(|(name, _)| *name));
    json!({ "description": says, "type": "array", "items": { "enum": known } })
}

/// Facts, and what is written with a colon.
pub(super) fn needs(says: &str) -> Value {
    let mut known: Vec<String> = Fact::NAMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.extend(Fact::NAMES.iter().map(|(name, _)| format!("not:{name}")));
    let limits = ["agreement", "necessary", "order-scope", "processing-agreement"];
    known.extend(limits.map(str::to_owned));
    for (name, _) in caldicott_sharing::ConsentKind::NAMES {
        known.push(format!("consent:{name}"));
        known.push(format!("explicit-consent:{name}"));
    }
    let role = "^approval:[a-z0-9][a-z0-9-]*$";
    json!({
        "description": says,
        "type": "array",
        "items": { "anyOf": [{ "enum": known }, { "type": "string", "pattern": role }] },
    })
}

pub(super) fn clause(says: &str) -> Value {
    let start = "^(keep forever|immediate|latest of|earliest of|until|[0-9]+) ?";
    json!({ "description": says, "type": "string", "pattern": start })
}

pub(super) fn stages(says: &str) -> Value {
    let stage = "^(review by [a-z0-9][a-z0-9-]*|archive|anonymise|dispose)$";
    json!({
        "description": says, "type": "array", "minItems": 1,
        "items": { "type": "string", "pattern": stage },
    })
}

pub(super) fn classes(says: &str) -> Value {
    let one = json!({ "type": "string", "minLength": 1, "maxLength": 80 });
    json!({ "description": says, "anyOf": [one, { "type": "array", "items": one }] })
}
