//! TOML text to a document tree: every fault at once, every value with its place.

use caldicott_model::Day;
use caldicott_model::document::{
    Echo, Faults, Located, Node, Table, forbidden_character, printable,
};
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::cursor::Cursor;

/// Reads one TOML file whose first line has this number in the whole rulebook.
pub(crate) fn table(text: &str, first_line: u32, faults: &Faults) -> Table {
    let mut cursor = Cursor::new(text, first_line);
    if let Some((offset, message)) = forbidden(text) {
        faults.add(Some(cursor.place(offset)), "", message);
        return Table::default();
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let written = error.span().and_then(|span| text.get(span)).unwrap_or_default();
        let what = printable(written.lines().next().unwrap_or_default());
        let mut message = if faults.echo() == Echo::Hidden {
            // The parser's own words may repeat what stands there.
            let twice = error.message().contains("duplicate");
            if twice { "a key stands twice" } else { "not TOML from here on" }.to_owned()
        } else if what.is_empty() {
            format!("not TOML: {}", error.message())
        } else {
            format!("not TOML: {} (`{what}`)", error.message())
        };
        // The parser names the second of two equal keys; a person looks for the first as well.
        if error.message().contains("duplicate")
            && let Some(first) = last_key_before(parsed.get_ref(), written, start)
        {
            let first = Cursor::new(text, first_line).place(first);
            message = format!("{message}; first at line {} column {}", first.line, first.column);
        }
        faults.add(Some(cursor.place(start)), "", message);
    }
    convert(parsed.into_inner(), "", &mut cursor, faults)
}

/// Where a key of this name was kept last before an offset.
fn last_key_before(table: &DeTable<'_>, name: &str, offset: usize) -> Option<usize> {
    let mut last = None;
    for (key, value) in table {
        let start = key.span().start;
        let here = (key.get_ref().as_ref() == name && start < offset).then_some(start);
        last = last.max(here).max(last_key_in(value.get_ref(), name, offset));
    }
    last
}

fn last_key_in(value: &DeValue<'_>, name: &str, offset: usize) -> Option<usize> {
    match value {
        DeValue::Table(below) => last_key_before(below, name, offset),
        DeValue::Array(items) => {
            items.iter().filter_map(|item| last_key_in(item.get_ref(), name, offset)).max()
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

/// The first character that a rulebook may not hold, in comments and keys too.
fn forbidden(text: &str) -> Option<(usize, &'static str)> {
    text.char_indices().find_map(|(offset, c)| {
        let mut buffer = [0; 4];
        forbidden_character(c.encode_utf8(&mut buffer)).map(|message| (offset, message))
    })
}

fn convert(parsed: DeTable<'_>, path: &str, cursor: &mut Cursor<'_>, faults: &Faults) -> Table {
    let mut table = Table::default();
    let mut entries: Vec<_> = parsed.into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let at = cursor.place(key.span().start);
        let name = key.into_inner().into_owned();
        let below = match faults.echo() {
            // A key may be a name.
            Echo::Hidden => String::new(),
            Echo::Shown if path.is_empty() => name.clone(),
            Echo::Shown => format!("{path}.{name}"),
        };
        let start = value.span().start;
        let node = node(value.into_inner(), &below, start, cursor, faults);
        let place = cursor.place(start);
        table.insert(name, at, Located::new(node, place));
    }
    table
}

fn node(
    value: DeValue<'_>,
    path: &str,
    start: usize,
    cursor: &mut Cursor<'_>,
    faults: &Faults,
) -> Node {
    match value {
        DeValue::String(text) => Node::Text(text.into_owned()),
        DeValue::Boolean(flag) => Node::Flag(flag),
        DeValue::Integer(number) => {
            if let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) {
                return Node::Number(number);
            }
            let message = "a whole number beyond what can be held";
            faults.add(Some(cursor.place(start)), path, message);
            Node::Fraction
        }
        DeValue::Float(_) => Node::Fraction,
        DeValue::Datetime(datetime) => day(&datetime).map_or_else(
            || {
                let message = "only a day (`2021-03-24`) is taken here, not a time";
                faults.add(Some(cursor.place(start)), path, message);
                Node::Null
            },
            Node::Day,
        ),
        DeValue::Array(items) => Node::List(
            items
                .into_iter()
                .enumerate()
                .map(|(place, item)| {
                    let start = item.span().start;
                    let at = cursor.place(start);
                    let below = format!("{path}[{place}]");
                    Located::new(node(item.into_inner(), &below, start, cursor, faults), at)
                })
                .collect(),
        ),
        DeValue::Table(below) => Node::Table(convert(below, path, cursor, faults)),
    }
}

fn day(datetime: &Datetime) -> Option<Day> {
    let date = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none())?;
    Day::new(i32::from(date.year), date.month, date.day).ok()
}
