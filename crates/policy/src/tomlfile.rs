//! TOML text to a document tree: every fault at once, every value with its place.

use caldicott_model::Day;
use caldicott_model::Invalid;
use caldicott_model::document::{
    Echo, Fault, Faults, Located, Node, Place, Table, forbidden_character, printable,
};
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::cursor::Cursor;
use crate::limit;

/// A file that was parsed, and whether what it says may be read on.
pub(crate) struct Parsed {
    pub(crate) table: Table,
    /// No when the file is no TOML somewhere: what stands behind that place may be read as something that
    /// nobody wrote, so its faults are told alone. Two equal keys and a value that cannot be held are told
    /// with all else.
    pub(crate) readable: bool,
}

/// Reads one TOML file whose first line has this number in the whole rulebook.
pub(crate) fn table(text: &str, first_line: u32, faults: &Faults) -> Parsed {
    let mut cursor = Cursor::new(text, first_line);
    if let Some((offset, message)) = forbidden(text) {
        faults.add(Some(cursor.place(offset)), "", message);
        return Parsed { table: Table::default(), readable: false };
    }
    if let Some(offset) = limit::too_deep_in_toml(text) {
        let message = format!("nested deeper than the limit of {}", limit::DEPTH);
        faults.add(Some(cursor.place(offset)), "", message);
        return Parsed { table: Table::default(), readable: false };
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    let mut readable = true;
    let mut told = Vec::new();
    for error in errors {
        let message = error.message();
        // Brackets were counted before: what is left are keys of many names.
        let nested = message.contains("recurs");
        let duplicate = message.contains("duplicate");
        readable &= duplicate || message.starts_with("invalid date");
        let start = match error.span() {
            Some(span) => span.start,
            None if nested => deepest_line(text),
            None => 0,
        };
        let written = error.span().and_then(|span| text.get(span)).unwrap_or_default();
        let what = printable(written.lines().next().unwrap_or_default());
        let mut message = if nested {
            format!("nested deeper than the limit of {}", limit::DEPTH)
        } else if faults.echo() == Echo::Hidden {
            // The parser's own words may repeat what stands there.
            if duplicate { "a key stands twice" } else { "not TOML from here on" }.to_owned()
        } else if what.is_empty() {
            format!("not TOML: {message}")
        } else {
            format!("not TOML: {message} (`{what}`)")
        };
        // The parser names the second of two equal keys; a person looks for the first as well.
        if duplicate
            && let Some(first) = last_key_before(parsed.get_ref(), written, start)
                .or_else(|| header_before(text, written, start))
        {
            let first = Cursor::new(text, first_line).place(first);
            message = format!("{message}; first at line {} column {}", first.line, first.column);
        }
        let at = cursor.place(start);
        // Each of many brackets that nobody closed is a fault where the file ends: one is enough.
        if told.contains(&at) {
            continue;
        }
        told.push(at);
        faults.add(Some(at), "", message);
    }
    let mut below = Below { cursor, faults, depth: 0, told };
    Parsed { table: below.table(parsed.into_inner(), ""), readable }
}

/// The faults without those that a reader found again where one of the first, found while parsing, stands.
pub(crate) fn told_once(faults: Invalid<Fault>, first: usize) -> Invalid<Fault> {
    let mut faults = faults.into_vec();
    let later = faults.split_off(first.min(faults.len()));
    let known: Vec<_> = faults.iter().map(|fault| (fault.file.clone(), fault.at)).collect();
    faults.extend(later.into_iter().filter(|fault| {
        !known.iter().any(|(file, at)| *file == fault.file && at.is_some() && *at == fault.at)
    }));
    Invalid::new(faults)
}

/// Where the line begins that has more dots than tables may nest: the parser names no place of its own.
fn deepest_line(text: &str) -> usize {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.matches('.').count() >= limit::DEPTH {
            return offset;
        }
        offset += line.len();
    }
    0
}

/// Where the header of a table of this name stands before an offset.
fn header_before(text: &str, name: &str, offset: usize) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = line.find(name).filter(|_| {
            let line = line.split('#').next().unwrap_or_default();
            line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(str::trim)
                == Some(name)
        });
        if let Some(key) = key.filter(|key| start + key < offset) {
            return Some(start + key);
        }
        start += line.len();
    }
    None
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

/// Turns what was parsed into a document, as deep as it goes.
struct Below<'t, 'f> {
    cursor: Cursor<'t>,
    faults: &'f Faults,
    depth: usize,
    /// Where the parser found a fault: what is made of the value there is no second one.
    told: Vec<Place>,
}

impl Below<'_, '_> {
    fn table(&mut self, parsed: DeTable<'_>, path: &str) -> Table {
        let mut table = Table::default();
        let mut entries: Vec<_> = parsed.into_iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let at = self.cursor.place(key.span().start);
            let name = key.into_inner().into_owned();
            // An escape writes what may not stand there as itself.
            if let Some(message) = forbidden_character(&name) {
                self.faults.add(Some(at), path, message);
            }
            let below = match self.faults.echo() {
                // A key may be a name.
                Echo::Hidden => String::new(),
                Echo::Shown if path.is_empty() => name.clone(),
                Echo::Shown => format!("{path}.{name}"),
            };
            let start = value.span().start;
            let node = self.node(value.into_inner(), &below, start);
            let place = self.cursor.place(start);
            table.insert(name, at, Located::new(node, place));
        }
        table
    }

    fn node(&mut self, value: DeValue<'_>, path: &str, start: usize) -> Node {
        match value {
            DeValue::String(text) => {
                if let Some(message) = forbidden_character(&text) {
                    self.fault(start, path, message);
                }
                Node::Text(text.into_owned())
            }
            DeValue::Boolean(flag) => Node::Flag(flag),
            DeValue::Integer(number) => {
                if let Ok(number) = i64::from_str_radix(number.as_str(), number.radix()) {
                    return Node::Number(number);
                }
                self.fault(start, path, "a whole number beyond what can be held");
                Node::Fraction
            }
            DeValue::Float(_) => Node::Fraction,
            DeValue::Datetime(datetime) => day(&datetime).map_or_else(
                || {
                    self.fault(start, path, "only a day (`2021-03-24`) is taken here, not a time");
                    // Something stands there; what is asked of it is answered by this fault alone.
                    Node::Text(String::new())
                },
                Node::Day,
            ),
            DeValue::Array(items) => {
                if self.too_deep(start, path) {
                    return Node::List(Vec::new());
                }
                self.depth += 1;
                let mut list = Vec::with_capacity(items.len());
                for (place, item) in items.into_iter().enumerate() {
                    let start = item.span().start;
                    let at = self.cursor.place(start);
                    let below = format!("{path}[{place}]");
                    list.push(Located::new(self.node(item.into_inner(), &below, start), at));
                }
                self.depth -= 1;
                Node::List(list)
            }
            DeValue::Table(below) => {
                if self.too_deep(start, path) {
                    return Node::Table(Table::default());
                }
                self.depth += 1;
                let table = self.table(below, path);
                self.depth -= 1;
                Node::Table(table)
            }
        }
    }

    fn too_deep(&mut self, start: usize, path: &str) -> bool {
        let deep = self.depth >= limit::DEPTH;
        if deep {
            let message = format!("nested deeper than the limit of {}", limit::DEPTH);
            self.fault(start, path, &message);
        }
        deep
    }

    fn fault(&mut self, start: usize, path: &str, message: &str) {
        let at = self.cursor.place(start);
        if !self.told.contains(&at) {
            self.faults.add(Some(at), path, message);
        }
    }
}

fn day(datetime: &Datetime) -> Option<Day> {
    let date = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none())?;
    Day::new(i32::from(date.year), date.month, date.day).ok()
}
