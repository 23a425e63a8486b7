//! TOML text as the tree that readers take, and files read whole.

use caldicott_accountability::Dpia;
use caldicott_calendar::Day;
use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
use toml::de::{DeTable, DeValue};

/// What a reader makes of a text, or every fault in it.
pub(crate) fn read<T>(
    text: &str,
    one: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Vec<String>> {
    let parsed = DeTable::parse(text).map_err(|error| vec![error.to_string()])?;
    let table = table(parsed.get_ref(), text);
    let faults = Faults::new("test.toml", Echo::Shown);
    let read = one(&mut Reader::new(&table, Place::new(1, 1), &faults));
    faults.finish(read).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

pub(crate) fn dpia(text: &str) -> Dpia {
    read(text, Dpia::read).unwrap_or_else(|faults| panic!("{}", faults.join("\n")))
}

pub(crate) fn file(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) const fn day(year: i32, month: u8, day: u8) -> Day {
    Day::literal(year, month, day)
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
