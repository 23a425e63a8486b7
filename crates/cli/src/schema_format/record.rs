//! The JSON Schema of a record type: its fields, those of the records in it, and their tags.

use std::borrow::Cow;

use caldicott::model::document::{
    Faults, Located, Node, Place, Reader, Table, forbidden_character, nearest,
};
use caldicott::model::tagger::FieldDescription;
use caldicott::model::{
    CategorySet, FieldTag, Identifiability, Kind, Marking, MarkingSet, ValueTag,
};

use super::SchemaField;

/// How deep records may stand in records, and references lead on.
const DEEPEST: usize = 16;
/// How many fields there may be, those of inner records counted wherever they stand.
const MOST_FIELDS: usize = 20_000;

const CATEGORIES: &str = "x-caldicott-categories";
const SUB_KIND: &str = "x-caldicott-sub-kind";
const IDENTIFIABILITY: &str = "x-caldicott-identifiability";
const MARKINGS: &str = "x-caldicott-markings";
const SEALED: &str = "x-caldicott-sealed";
const VALUES: &str = "x-caldicott-values";
const OTHER_CODES: &str = "x-caldicott-other-codes";
const TAGS: [&str; 7] =
    [CATEGORIES, SUB_KIND, IDENTIFIABILITY, MARKINGS, SEALED, VALUES, OTHER_CODES];

/// Reads the properties of a schema; those of inner records follow their own as `outer.inner`.
pub(super) fn read(table: &Table, faults: &Faults, notes: &mut Vec<String>) -> Vec<SchemaField> {
    let mut records =
        Records { root: table, faults, fields: Vec::new(), open: Vec::new(), full: false };
    let record = records.text(table, "title").unwrap_or_default();
    records.properties(table, record, "");
    let tagged = records.fields.iter().filter(|field| field.declared.is_some()).count();
    if tagged > 0 {
        notes.push(format!("fields tagged by the schema itself: {tagged}"));
    }
    records.fields
}

struct Records<'d> {
    root: &'d Table,
    faults: &'d Faults,
    fields: Vec<SchemaField>,
    /// The records whose fields are being read, from the outermost.
    open: Vec<&'d Table>,
    full: bool,
}

/// A property with what its references lead to: the places where something is said of it.
type Said<'d> = Vec<&'d Table>;

impl<'d> Records<'d> {
    fn fault(&self, at: Place, message: impl Into<String>) {
        self.faults.add(Some(at), "", message);
    }

    fn properties(&mut self, object: &'d Table, record: &str, path: &str) {
        let Some(found) = object.get("properties") else { return };
        let Node::Table(properties) = &found.node else {
            self.fault(found.at, format!("`properties` takes a table, not {}", found.node.kind()));
            return;
        };
        // A record that holds records of its own kind has told its fields already.
        if self.open.len() > DEEPEST || self.open.iter().any(|open| std::ptr::eq(*open, object)) {
            return;
        }
        self.open.push(object);
        for (key, key_at) in properties.keys() {
            if self.fields.len() >= MOST_FIELDS {
                if !std::mem::replace(&mut self.full, true) {
                    self.fault(key_at, format!("there are more than {MOST_FIELDS} fields"));
                }
                break;
            }
            if key.trim().is_empty() {
                self.fault(key_at, "a field has no name");
                continue;
            }
            let Some(value) = properties.get(key) else { continue };
            self.property(key, value, record, path);
        }
        self.open.pop();
    }

    fn property(&mut self, key: &str, value: &'d Located, record: &str, path: &str) {
        let name = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let mut said = Said::new();
        if let Node::Table(table) = &value.node {
            self.gather(table, &mut said, 0);
        } else if value.node != Node::Flag(true) {
            // `true` is JSON Schema's way to allow anything.
            self.fault(value.at, format!("a property takes a table, not {}", value.node.kind()));
            return;
        }
        let (kind, optional) = shape(&said);
        let description = FieldDescription::new(&name)
            .record(record)
            .label(said.iter().find_map(|table| self.text(table, "title")).unwrap_or_default())
            .help(said.iter().find_map(|table| self.text(table, "description")).unwrap_or_default())
            .data_type(type_name(&said))
            .values(self.values(&said));
        let declared = said.first().and_then(|table| self.tag(&name, table, value.at));
        let declared = declared.map(|tag| tag.shaped(kind, optional, &[]));
        let place = self.fields.len();
        self.fields.push(SchemaField { description, declared });
        for table in &said {
            self.properties(table, record, &name);
            if let Some(Node::Table(items)) = table.get("items").map(|found| &found.node) {
                let mut of_items = Said::new();
                self.gather(items, &mut of_items, 0);
                for table in of_items {
                    self.properties(table, record, &name);
                }
            }
        }
        self.check_sealed(place, said.first().copied(), value.at);
    }

    /// A sealed field that a schema calls open would be stored for anyone to read.
    fn check_sealed(&self, place: usize, property: Option<&Table>, at: Place) {
        let Some(Node::Flag(false)) =
            property.and_then(|table| table.get(SEALED)).map(|found| &found.node)
        else {
            return;
        };
        let mut own = self.fields.get(place..).unwrap_or_default().iter();
        if own.any(|field| field.declared.as_ref().is_some_and(FieldTag::is_sealed)) {
            self.fault(at, format!("`{SEALED}` is false, but what the field is about is sealed"));
        }
    }

    /// The property itself, then what it refers to and the alternatives that are not null.
    fn gather(&self, table: &'d Table, said: &mut Said<'d>, hops: usize) {
        if hops > DEEPEST
            || said.len() > DEEPEST
            || said.iter().any(|known| std::ptr::eq(*known, table))
        {
            return;
        }
        said.push(table);
        if let Some(found) = table.get("$ref")
            && let Some(target) = self.referred(found)
        {
            self.gather(target, said, hops + 1);
        }
        for key in ["allOf", "anyOf"] {
            for choice in tables(table, key) {
                self.gather(choice, said, hops + 1);
            }
        }
    }

    fn referred(&self, found: &Located) -> Option<&'d Table> {
        let target = text_of(&found.node).and_then(|text| {
            ["#/$defs/", "#/definitions/"]
                .into_iter()
                .zip(["$defs", "definitions"])
                .find_map(|(start, key)| Some((key, text.strip_prefix(start)?)))
        });
        let table = target.and_then(|(key, name)| {
            let Node::Table(all) = &self.root.get(key)?.node else { return None };
            let Node::Table(table) = &all.get(name)?.node else { return None };
            Some(table)
        });
        if table.is_none() {
            self.fault(found.at, "`$ref` leads nowhere in this file");
        }
        table
    }

    /// The values that an enumeration names, with what is said of each.
    fn values(&self, said: &Said<'d>) -> Vec<(String, String)> {
        let mut values = Vec::new();
        for table in said {
            if let Some(Node::List(items)) = table.get("enum").map(|found| &found.node) {
                values.extend(items.iter().filter_map(written).map(|code| (code.clone(), code)));
            }
            for choice in tables(table, "oneOf") {
                if let Some(code) = choice.get("const").and_then(written) {
                    let label =
                        self.text(choice, "title").or_else(|| self.text(choice, "description"));
                    values.push((code.clone(), label.map_or(code, str::to_owned)));
                } else if let Some(Node::List(items)) = choice.get("enum").map(|found| &found.node)
                {
                    values
                        .extend(items.iter().filter_map(written).map(|code| (code.clone(), code)));
                }
            }
        }
        values
    }

    fn text(&self, table: &'d Table, key: &str) -> Option<&'d str> {
        let found = table.get(key).filter(|found| found.node != Node::Null)?;
        let Some(text) = text_of(&found.node) else {
            self.fault(found.at, format!("`{key}` takes text, not {}", found.node.kind()));
            return None;
        };
        if let Some(message) = forbidden_character(text) {
            self.fault(found.at, message);
            return None;
        }
        Some(text)
    }

    /// The tag that the schema gives a field, whole or not at all.
    fn tag(&self, name: &str, property: &'d Table, at: Place) -> Option<FieldTag> {
        let mut tagged = false;
        for (key, key_at) in property.keys().filter(|(key, _)| key.starts_with("x-caldicott-")) {
            tagged = true;
            if !TAGS.contains(&key) {
                let near = nearest(key, TAGS.into_iter())
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default();
                self.fault(key_at, format!("unknown key{near}"));
            }
        }
        if !tagged {
            return None;
        }
        let mut reader = Reader::new(property, at, self.faults);
        reader.allow_other_keys();
        if !reader.has(CATEGORIES) {
            self.fault(at, format!("`{CATEGORIES}` is missing"));
        }
        let categories = reader.categories(CATEGORIES);
        let identifiability =
            reader.one_of(IDENTIFIABILITY, "identifiability", &Identifiability::NAMES)?;
        let markings = reader.some_of(MARKINGS, "marking", &Marking::NAMES);
        let mut tag = FieldTag::new(Cow::Owned(name.to_owned()), categories, identifiability)
            .with_markings(MarkingSet::of(&markings))
            .with_values(tagged_values(&mut reader));
        if let Some(sub_kind) = reader.optional_text(SUB_KIND) {
            tag = tag.with_sub_kind(sub_kind.to_owned());
        }
        reader.optional_flag(SEALED);
        let names = [("everything", false), ("harmless", true)];
        let harmless = reader.optional_one_of(OTHER_CODES, "meaning of other codes", &names);
        // Without a list of codes there are no others.
        if harmless == Some(true) && !tag.values().is_empty() {
            tag = tag.other_codes_harmless();
        }
        Some(tag)
    }
}

fn tagged_values(property: &mut Reader<'_>) -> Vec<ValueTag> {
    let mut values = Vec::new();
    for mut value in property.tables(VALUES) {
        let code = value.text("code").map(str::to_owned);
        let label = value.text("label").map(str::to_owned);
        if !value.has("categories") {
            value.fault("categories", "`categories` is missing");
        }
        let categories: CategorySet = value.categories("categories");
        if let (Some(code), Some(label)) = (code, label) {
            values.push(ValueTag { code: code.into(), label: label.into(), categories });
        }
    }
    values
}

fn text_of(node: &Node) -> Option<&str> {
    if let Node::Text(text) = node { Some(text) } else { None }
}

fn items_of(node: &Node) -> &[Located] {
    if let Node::List(items) = node { items } else { &[] }
}

fn tables<'d>(table: &'d Table, key: &str) -> impl Iterator<Item = &'d Table> + use<'d> {
    let items = table.get(key).map_or(&[][..], |found| items_of(&found.node));
    items
        .iter()
        .filter_map(|item| if let Node::Table(table) = &item.node { Some(table) } else { None })
}

/// A code as it is written in data.
fn written(found: &Located) -> Option<String> {
    if let Node::Number(number) = found.node {
        return Some(number.to_string());
    }
    let text = text_of(&found.node).filter(|text| forbidden_character(text).is_none());
    text.map(str::to_owned)
}

fn types<'d>(said: &Said<'d>) -> impl Iterator<Item = &'d str> {
    said.iter().filter_map(|table| table.get("type")).flat_map(|found| {
        let several = items_of(&found.node).iter().filter_map(|item| text_of(&item.node));
        text_of(&found.node).into_iter().chain(several)
    })
}

fn type_name<'d>(said: &Said<'d>) -> &'d str {
    types(said).find(|name| *name != "null").unwrap_or_default()
}

/// What kind of value a property holds, and whether it may hold none.
fn shape(said: &Said<'_>) -> (Kind, bool) {
    let format = said.iter().find_map(|table| text_of(&table.get("format")?.node));
    let kind = match type_name(said) {
        "boolean" => Kind::Flag,
        "integer" | "number" => Kind::Number,
        "array" => Kind::List,
        "object" => Kind::Record,
        _ if format == Some("date") => Kind::Day,
        _ => Kind::Text,
    };
    (kind, types(said).any(|name| name == "null"))
}
