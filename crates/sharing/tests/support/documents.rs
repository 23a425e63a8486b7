//! Turns TOML and JSON text into the document tree that readers take.

use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_sharing::{Request, Rulebook};
use toml::de::{DeTable, DeValue};

fn from_toml(text: &str, value: &DeValue<'_>, at: usize) -> Located {
    let node = match value {
        DeValue::String(string) => Node::Text(string.to_string()),
        DeValue::Integer(number) => {
            Node::Number(i64::from_str_radix(number.as_str(), number.radix()).unwrap())
        }
        DeValue::Float(_) => Node::Fraction,
        DeValue::Boolean(flag) => Node::Flag(*flag),
        DeValue::Datetime(day) => Node::Day(day.to_string().parse().unwrap()),
        DeValue::Array(items) => Node::List(
            items.iter().map(|item| from_toml(text, item.get_ref(), item.span().start)).collect(),
        ),
        DeValue::Table(table) => Node::Table(table_of(text, table)),
    };
    Located::new(node, Place::of_offset(text, at))
}

fn table_of(text: &str, table: &DeTable<'_>) -> Table {
    let mut found = Table::default();
    for (key, value) in table {
        let value_at = from_toml(text, value.get_ref(), value.span().start);
        found.insert(key.get_ref().to_string(), Place::of_offset(text, key.span().start), value_at);
    }
    found
}

fn from_json(value: &serde_json::Value) -> Located {
    let node = match value {
        serde_json::Value::Null => Node::Null,
        serde_json::Value::Bool(flag) => Node::Flag(*flag),
        serde_json::Value::Number(number) => number.as_i64().map_or(Node::Fraction, Node::Number),
        serde_json::Value::String(text) => Node::Text(text.clone()),
        serde_json::Value::Array(items) => Node::List(items.iter().map(from_json).collect()),
        serde_json::Value::Object(map) => {
            let mut table = Table::default();
            for (key, value) in map {
                table.insert(key.clone(), Place::new(1, 1), from_json(value));
            }
            Node::Table(table)
        }
    };
    Located::new(node, Place::new(1, 1))
}

/// Reads a rulebook, or gives every fault as a line.
pub(crate) fn rulebook(text: &str) -> Result<Rulebook, Vec<String>> {
    let parsed = DeTable::parse(text).map_err(|error| vec![error.to_string()])?;
    let table = table_of(text, parsed.get_ref());
    let faults = Faults::new("rules.toml", Echo::Shown);
    let mut reader = Reader::new(&table, Place::new(1, 1), &faults);
    reader.allow_other_keys();
    let found = Rulebook::read(&mut reader);
    drop(reader);
    faults.finish(found).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// Reads a request, or gives every fault as a line.
pub(crate) fn request(value: &serde_json::Value) -> Result<Request, Vec<String>> {
    let located = from_json(value);
    let Node::Table(table) = &located.node else { return Err(vec!["no table".to_owned()]) };
    let faults = Faults::new("request.json", Echo::Hidden);
    let mut reader = Reader::new(table, Place::new(1, 1), &faults);
    let found = Request::read(&mut reader);
    drop(reader);
    faults.finish(found).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// The St Martins rulebook, as shipped.
pub(crate) fn st_martins() -> Rulebook {
    rulebook(include_str!("../../../../examples/rulebooks/st-martins/sharing.toml")).unwrap()
}
