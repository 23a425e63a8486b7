//! TOML into the document tree, for tests only: the policy crate has the real one.

use caldicott_model::Invalid;
use caldicott_model::document::{Echo, Fault, Faults, Located, Node, Place, Reader, Table};
use caldicott_retention::Schedule;
use toml::de::{DeTable, DeValue};

pub(crate) fn read(text: &str) -> Result<Schedule, Invalid<Fault>> {
    let parsed = DeTable::parse(text).unwrap();
    let table = convert_table(text, parsed.get_ref());
    let faults = Faults::new("retention.toml", Echo::Shown);
    let read = Schedule::read(&mut Reader::new(&table, Place::new(1, 1), &faults));
    faults.finish(read)
}

pub(crate) fn schedule(text: &str) -> Schedule {
    read(text).unwrap_or_else(|faults| {
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}\n{text}", shown.join("\n"))
    })
}

/// What is wrong with a text, as the messages would be shown.
pub(crate) fn faults(text: &str) -> Vec<String> {
    read(text).err().map_or_else(Vec::new, Into::into).iter().map(ToString::to_string).collect()
}

fn convert_table(text: &str, table: &DeTable<'_>) -> Table {
    let mut converted = Table::default();
    for (key, value) in table {
        let at = Place::of_offset(text, key.span().start);
        let located = convert(text, value.get_ref(), Place::of_offset(text, value.span().start));
        converted.insert(key.get_ref().as_ref(), at, located);
    }
    converted
}

fn convert(text: &str, value: &DeValue<'_>, at: Place) -> Located {
    let node = match value {
        DeValue::String(found) => Node::Text(found.to_string()),
        DeValue::Integer(found) => Node::Number(found.as_str().parse().unwrap()),
        DeValue::Float(_) => Node::Fraction,
        DeValue::Boolean(found) => Node::Flag(*found),
        DeValue::Datetime(found) => Node::Day(found.to_string().parse().unwrap()),
        DeValue::Array(items) => Node::List(
            items
                .iter()
                .map(|item| {
                    convert(text, item.get_ref(), Place::of_offset(text, item.span().start))
                })
                .collect(),
        ),
        DeValue::Table(table) => Node::Table(convert_table(text, table)),
    };
    Located::new(node, at)
}
