//! Reads the schemas of other systems: what their fields are called, mean and may hold.
//!
//! Three are known: Salesforce's describe results (JSON), its field and object metadata (XML), and the
//! JSON Schema of a record type, with or without the tags that this workspace writes into one. None of
//! them holds a person, but what is read may be another file by mistake, so no message repeats it.
//! A file that is wrong anywhere is refused with every fault's line and column.

use caldicott::model::FieldTag;
use caldicott::model::document::{Echo, Fault, Faults, Place, Reader, is_bidi_control};
use caldicott::model::tagger::FieldDescription;
use caldicott::policy::json;

use crate::input;

mod describe;
mod markup;
mod metadata;
mod record;

/// The largest schema that is read. The describe result of a large object has some 5 MB.
pub(crate) const LONGEST: usize = 8 << 20;
/// How many values a JSON file may have: each takes far more memory than its bytes.
const MOST_VALUES: usize = 1_000_000;
/// How many faults are listed.
const MOST_FAULTS: usize = 200;

/// Which kind of schema a file is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Layout {
    /// Salesforce's metadata of one field.
    CustomField,
    /// Salesforce's metadata of one object and its fields.
    CustomObject,
    /// Salesforce's describe result of one object or several.
    Describe,
    /// Salesforce's list of objects, which names no field.
    ObjectList,
    /// The JSON Schema of a record type.
    Record,
}

/// What a schema says.
#[derive(Debug)]
pub(crate) struct SchemaFile {
    /// Which kind it is.
    pub(crate) layout: Layout,
    /// Its fields in order; of a list of objects, the objects.
    pub(crate) fields: Vec<SchemaField>,
    /// What was accepted and is worth knowing.
    pub(crate) notes: Vec<String>,
}

/// One field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SchemaField {
    /// What the schema says of it.
    pub(crate) description: FieldDescription,
    /// The tag that the schema itself gives it.
    pub(crate) declared: Option<FieldTag>,
}

impl Layout {
    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CustomField => "Salesforce field metadata",
            Self::CustomObject => "Salesforce object metadata",
            Self::Describe => "Salesforce describe result",
            Self::ObjectList => "Salesforce list of objects",
            Self::Record => "JSON Schema of a record",
        }
    }
}

impl SchemaField {
    const fn undeclared(description: FieldDescription) -> Self {
        Self { description, declared: None }
    }
}

/// Whether the start of a file is that of JSON, or of Salesforce's metadata.
pub(crate) fn recognises(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let after = |sign: char| head.strip_prefix(sign).map(str::trim_start);
    if let Some(rest) = after('{') {
        return rest.starts_with(['"', '}']);
    }
    if let Some(rest) = after('[') {
        return rest.starts_with(['{', ']']);
    }
    head.starts_with('<') && metadata::is_root(markup::root_name(head))
}

/// Reads a schema.
pub(crate) fn open(file: &str, bytes: &[u8]) -> Result<SchemaFile, Vec<Fault>> {
    let faults = Faults::new(file, Echo::Hidden);
    let read = read(file, bytes, &faults);
    faults.finish(read).map_err(|faults| {
        let mut faults = faults.into_vec();
        faults.sort_by_key(|fault| fault.at);
        faults.truncate(MOST_FAULTS);
        faults
    })
}

fn read(file: &str, bytes: &[u8], faults: &Faults) -> Option<SchemaFile> {
    let (text, had_mark) = characters(bytes, faults)?;
    let mut notes = Vec::new();
    if had_mark {
        notes.push("a byte-order mark stands at the start and was skipped".to_owned());
    }
    let (layout, fields) = if text.trim_start().starts_with('<') {
        let root = markup::read(text, faults)?;
        metadata::read(file, &root, faults, &mut notes)?
    } else {
        if text.bytes().filter(|byte| *byte == b',').count() >= MOST_VALUES {
            let message = format!("there are more than {MOST_VALUES} values");
            faults.add(Some(Place::new(1, 1)), "", message);
            return None;
        }
        let (table, at) = json::object_within(text, 1, LONGEST, faults)?;
        let mut reader = Reader::new(&table, at, faults);
        reader.allow_other_keys();
        if reader.has("properties") {
            (Layout::Record, record::read(&table, faults, &mut notes))
        } else {
            describe::read(&mut reader, faults, &mut notes)?
        }
    };
    faults.is_empty().then_some(SchemaFile { layout, fields, notes })
}

/// The text without its byte-order mark, when it is UTF-8 and nothing in it is hidden.
fn characters<'b>(bytes: &'b [u8], faults: &Faults) -> Option<(&'b str, bool)> {
    let start = Place::new(1, 1);
    if bytes.len() > LONGEST {
        faults.add(Some(start), "", format!("longer than the limit of {LONGEST} bytes"));
        return None;
    }
    if let Some(message) = input::foreign_encoding(bytes) {
        faults.add(Some(start), "", message);
        return None;
    }
    let (bytes, had_mark) =
        bytes.strip_prefix(b"\xef\xbb\xbf").map_or((bytes, false), |rest| (rest, true));
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let good = std::str::from_utf8(good).unwrap_or_default();
            let message =
                "not UTF-8 from here on; a file saved as Windows-1252 must be saved as UTF-8 first";
            faults.add(Some(Place::of_offset(good, good.len())), "", message);
            return None;
        }
    };
    let mut at = start;
    for c in text.chars() {
        let message = match c {
            '\0' => Some("a NUL character stands in the file"),
            '\n' | '\r' | '\t' => None,
            c if c.is_control() => Some("a control character stands in the file"),
            c if is_bidi_control(c) => Some("a bidirectional control character stands in the file"),
            _ => None,
        };
        if let Some(message) = message {
            faults.add(Some(at), "", message);
        }
        if c == '\n' {
            at = Place::new(at.line.saturating_add(1), 1);
        } else {
            at.column = at.column.saturating_add(1);
        }
    }
    faults.is_empty().then_some((text, had_mark))
}

/// Whether a text is the name of an object or field: a letter, then letters, digits and `_`.
fn is_name(text: &str) -> bool {
    text.len() <= 255
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests;
