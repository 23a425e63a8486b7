//! Salesforce's describe results: of one object, of several, or the list of all.

use std::collections::HashMap;

use caldicott::model::document::{Faults, Node, Place, Reader, forbidden_character};
use caldicott::model::tagger::FieldDescription;

use super::{Layout, SchemaField, is_name};

/// Reads a describe result, as the service gives it or as the `sf` tool wraps it.
pub(super) fn read(
    reader: &mut Reader<'_>,
    faults: &Faults,
    notes: &mut Vec<String>,
) -> Option<(Layout, Vec<SchemaField>)> {
    if reader.has("result")
        && let Some(mut inner) = reader.table("result")
    {
        inner.allow_other_keys();
        return result(&mut inner, faults, notes);
    }
    result(reader, faults, notes)
}

fn result(
    reader: &mut Reader<'_>,
    faults: &Faults,
    notes: &mut Vec<String>,
) -> Option<(Layout, Vec<SchemaField>)> {
    let mut found = Found::default();
    let layout = if reader.has("sobjects") {
        let mut listed = Vec::new();
        let mut seen = HashMap::new();
        for mut object in reader.tables("sobjects") {
            object.allow_other_keys();
            let Some(name) = name(&mut object, &mut seen, "object") else { continue };
            if object.has("fields") {
                found.fields_of(&mut object, name);
            } else {
                let label = text(&mut object, "label").unwrap_or_default();
                let description = FieldDescription::new(name).label(label).data_type("object");
                listed.push(SchemaField::undeclared(description));
            }
        }
        if found.fields.is_empty() {
            notes.push(format!(
                "objects listed without their fields: {}; describe each to tag its fields",
                listed.len()
            ));
            found.fields = listed;
            Layout::ObjectList
        } else {
            if !listed.is_empty() {
                notes.push(format!(
                    "objects left out, for they have no fields here: {}",
                    listed.len()
                ));
            }
            Layout::Describe
        }
    } else if reader.has("fields") {
        let name = name(reader, &mut HashMap::new(), "object").unwrap_or_default();
        found.fields_of(reader, name);
        Layout::Describe
    } else {
        faults.add(
            Some(reader.at()),
            "",
            "the file has none of the schemas known: a describe result (`fields` or `sobjects`) or a \
             JSON Schema (`properties`)",
        );
        return None;
    };
    if found.inactive > 0 {
        notes.push(format!(
            "values no longer offered: {}; records may hold them, so they are read too",
            found.inactive
        ));
    }
    Some((layout, found.fields))
}

#[derive(Default)]
struct Found {
    fields: Vec<SchemaField>,
    inactive: usize,
}

impl Found {
    fn fields_of(&mut self, object: &mut Reader<'_>, record: &str) {
        let mut seen = HashMap::new();
        for mut field in object.tables("fields") {
            field.allow_other_keys();
            let name = name(&mut field, &mut seen, "field");
            let label = text(&mut field, "label").unwrap_or_default();
            let help = text(&mut field, "inlineHelpText").unwrap_or_default();
            let data_type = field.text("type").unwrap_or_default();
            let values = self.values(&mut field);
            let Some(name) = name else { continue };
            let description = FieldDescription::new(name)
                .record(record)
                .label(label)
                .help(help)
                .data_type(data_type)
                .values(values);
            self.fields.push(SchemaField::undeclared(description));
        }
    }

    fn values<'d>(&mut self, field: &mut Reader<'d>) -> Vec<(&'d str, &'d str)> {
        let mut values = Vec::new();
        for mut value in field.tables("picklistValues") {
            value.allow_other_keys();
            if value.optional_flag("active") == Some(false) {
                self.inactive += 1;
            }
            let label = text(&mut value, "label").unwrap_or_default();
            if !value.has("value") {
                value.fault("value", "`value` is missing");
            } else if let Some(code) = text(&mut value, "value") {
                values.push((code, if label.is_empty() { code } else { label }));
            }
        }
        values
    }
}

/// The name, which must be there, be one, and stand once: Salesforce's names differ by more than case.
fn name<'d>(
    reader: &mut Reader<'d>,
    seen: &mut HashMap<String, Place>,
    what: &str,
) -> Option<&'d str> {
    let name = reader.text("name")?;
    if !is_name(name) {
        reader.fault("name", "a name is a letter, then letters, digits and `_`");
        return None;
    }
    let at = reader.place_of("name");
    if let Some(first) = seen.insert(name.to_ascii_lowercase(), at) {
        let message = format!("the {what} stands twice: first at {}:{}", first.line, first.column);
        reader.fault("name", message);
        return None;
    }
    Some(name)
}

/// A text that may be blank, or left out.
fn text<'d>(reader: &mut Reader<'d>, key: &'static str) -> Option<&'d str> {
    let found = reader.raw(key)?;
    let Node::Text(text) = &found.node else {
        reader.fault(key, format!("`{key}` takes text, not {}", found.node.kind()));
        return None;
    };
    if let Some(message) = forbidden_character(text) {
        reader.fault(key, message);
        return None;
    }
    Some(text)
}
