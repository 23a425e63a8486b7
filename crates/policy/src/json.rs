//! JSON text to a document tree: strict, bounded, every value with its place.

use caldicott_model::Invalid;
use caldicott_model::document::{
    Echo, Fault, Faults, Located, Node, Place, Reader, Table, forbidden_character,
};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::cursor::Cursor;
use crate::{SourceFile, limit};

/// Reads one JSON object about people, such as a request, through a reader of its own: no fault repeats a
/// value or a key of it.
///
/// # Errors
/// Every fault found, each with its line and column.
///
/// ```
/// use caldicott_policy::{SourceFile, json};
/// use caldicott_sharing::Request;
///
/// let line = r#"{"asker": {"kind": "gp"}, "purpose": "health-care", "categories": ["health"]}"#;
/// let read = |text: &str| {
///     json::read_private(&SourceFile::new("requests", text), 1, Request::read)
/// };
/// assert!(read(line).is_ok());
/// let faults = read(&line.replace("health-care", "helth-care")).unwrap_err();
/// assert_eq!(
///     faults.to_string(),
///     "requests:1:38: unknown purpose; did you mean `health-care`? (at `purpose`)"
/// );
/// ```
pub fn read_private<T>(
    file: &SourceFile,
    first_line: u32,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Invalid<Fault>> {
    let faults = Faults::new(&file.name, Echo::Hidden);
    let value = object(&file.text, first_line, &faults)
        .and_then(|(table, at)| read(&mut Reader::new(&table, at, &faults)));
    faults.finish(value)
}

/// Reads one JSON object.
///
/// `first_line` is the line the text starts on, so that a line of a JSON Lines file keeps its number.
/// A key that stands twice, at any depth, is a fault that names both places: the usual readers keep the
/// last one silently. Comments, trailing commas, numbers beyond 64 bits and nesting beyond
/// [`limit::DEPTH`] are refused. The message of a fault never repeats the text.
pub fn object(text: &str, first_line: u32, faults: &Faults) -> Option<(Table, Place)> {
    object_within(text, first_line, limit::JSON_BYTES, faults)
}

/// Reads one JSON object as [`object`] does, up to this many bytes instead of [`limit::JSON_BYTES`]: a
/// schema of another system may be larger than a request.
pub fn object_within(
    text: &str,
    first_line: u32,
    most_bytes: usize,
    faults: &Faults,
) -> Option<(Table, Place)> {
    let start = Place::new(first_line, 1);
    if text.len() > most_bytes {
        let message = format!("longer than the limit of {most_bytes} bytes");
        faults.add(Some(start), "", message);
        return None;
    }
    let mut cursor = Cursor::new(text, first_line);
    if let Some(offset) = limit::too_deep(text) {
        let message = format!("nested deeper than the limit of {}", limit::DEPTH);
        faults.add(Some(cursor.place(offset)), "", message);
        return None;
    }
    if let Some(offset) = foreign_character(text) {
        faults.add(Some(cursor.place(offset)), "", "not JSON from here on");
        return None;
    }
    let parsed = match parse_to_ast(text, &CollectOptions::default(), &strict()) {
        Ok(parsed) => parsed.value,
        Err(error) => {
            // Only the place: the parser's own words may repeat what stands there.
            let at = cursor.place(error.range().start);
            faults.add(Some(at), "", "not JSON from here on");
            return None;
        }
    };
    let Some(Value::Object(object)) = parsed else {
        faults.add(Some(start), "", "expected one JSON object");
        return None;
    };
    let at = cursor.place(object.range.start);
    Some((table(object, "", &mut cursor, faults), at))
}

/// The offset of a character that JSON does not have and the parser takes: a control character inside a
/// text, or white space of another alphabet between values.
fn foreign_character(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (offset, c) in text.char_indices() {
        match c {
            _ if c < ' ' && quoted => return Some(offset),
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            ' ' | '\t' | '\n' | '\r' => {}
            _ if c.is_whitespace() || c.is_control() || c == '\u{feff}' => return Some(offset),
            _ => {}
        }
    }
    None
}

const fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn table(
    object: jsonc_parser::ast::Object<'_>,
    path: &str,
    cursor: &mut Cursor<'_>,
    faults: &Faults,
) -> Table {
    let mut table = Table::default();
    for property in object.properties {
        let at = cursor.place(property.name.range().start);
        let key = property.name.into_string();
        if let Some(message) = forbidden_character(&key) {
            faults.add(Some(at), path, message);
        }
        if let Some(first) = table.place_of_key(&key) {
            let message = format!("a key stands twice: first at {}:{}", first.line, first.column);
            faults.add(Some(at), path, message);
            continue;
        }
        let value = located(property.value, path, cursor, faults);
        table.insert(key, at, value);
    }
    table
}

fn located(value: Value<'_>, path: &str, cursor: &mut Cursor<'_>, faults: &Faults) -> Located {
    let at = cursor.place(value.range().start);
    let node = match value {
        Value::StringLit(text) => Node::Text(text.value.into_owned()),
        Value::BooleanLit(flag) => Node::Flag(flag.value),
        Value::NullKeyword(_) => Node::Null,
        Value::NumberLit(number) => match number.value.parse::<i64>() {
            Ok(whole) if number.value != "-0" => Node::Number(whole),
            Ok(_) | Err(_) => {
                if number.value.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
                    faults.add(Some(at), path, "a whole number beyond what can be held");
                }
                Node::Fraction
            }
        },
        Value::Array(array) => Node::List(
            array.elements.into_iter().map(|item| located(item, path, cursor, faults)).collect(),
        ),
        Value::Object(object) => Node::Table(table(object, path, cursor, faults)),
    };
    Located::new(node, at)
}
