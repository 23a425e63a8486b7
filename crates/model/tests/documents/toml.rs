//! TOML text as the document tree that readers take.

use caldicott_model::Day;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use caldicott_model::law::document::Document;
use toml::de::{DeTable, DeValue};

/// The document in a text, or everything that is wrong with the text.
pub(crate) fn document(name: &str, text: &str) -> Result<Document, Vec<String>> {
    let parsed = DeTable::parse(text).map_err(|error| vec![error.to_string()])?;
    let table = table(parsed.get_ref(), text);
    let faults = Faults::new(name, Echo::Shown);
    let read = Document::read(&mut Reader::new(&table, Place::new(1, 1), &faults));
    let told =
        |faults: caldicott_model::Invalid<_>| faults.iter().map(ToString::to_string).collect();
    faults.finish(read).map_err(told)
}

fn table(parsed: &DeTable<'_>, text: &str) -> Table {
    let mut entries: Vec<_> = parsed.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut table = Table::default();
    for (key, value) in entries {
        let at = Place::of_offset(text, key.span().start);
        let place = Place::of_offset(text, value.span().start);
        table.insert(key.get_ref().as_ref(), at, Located::new(node(value.get_ref(), text), place));
    }
    table
}

fn node(value: &DeValue<'_>, text: &str) -> Node {
    match value {
        DeValue::String(string) => Node::Text(string.clone().into_owned()),
        DeValue::Boolean(flag) => Node::Flag(*flag),
        DeValue::Integer(number) => Node::Number(number.as_str().parse().unwrap()),
        DeValue::Float(_) => Node::Fraction,
        DeValue::Datetime(day) => Node::Day(day.to_string().parse::<Day>().unwrap()),
        DeValue::Array(items) => {
            let located = |item: &toml::Spanned<DeValue<'_>>| {
                Located::new(node(item.get_ref(), text), Place::of_offset(text, item.span().start))
            };
            Node::List(items.iter().map(located).collect())
        }
        DeValue::Table(below) => Node::Table(table(below, text)),
    }
}
