//! Salesforce's metadata of a field, and of an object with its fields.

use std::collections::{BTreeSet, HashMap};

use caldicott::model::document::{Faults, Place};
use caldicott::model::tagger::FieldDescription;

use super::markup::Element;
use super::{Layout, SchemaField, is_name};

const FIELD: &str = "CustomField";
const OBJECT: &str = "CustomObject";
const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// Whether this is the outermost element of metadata that is read here.
pub(super) fn is_root(name: &str) -> bool {
    name == FIELD || name == OBJECT
}

/// Reads the metadata of a field or an object.
pub(super) fn read(
    file: &str,
    root: &Element,
    faults: &Faults,
    notes: &mut Vec<String>,
) -> Option<(Layout, Vec<SchemaField>)> {
    let mut metadata = Metadata { faults, fields: Vec::new(), about: About::default() };
    if root.namespace.as_deref().is_some_and(|name| name != NAMESPACE) {
        metadata.fault(root.at, "the namespace is not that of Salesforce's metadata");
        return None;
    }
    let layout = match root.name.as_str() {
        FIELD => {
            metadata.field(root, &object_of_path(file), &mut HashMap::new());
            Layout::CustomField
        }
        OBJECT => {
            metadata.object(root, &object_of_path(file));
            Layout::CustomObject
        }
        _ => {
            let message = format!("the outermost element is neither `{FIELD}` nor `{OBJECT}`");
            metadata.fault(root.at, message);
            return None;
        }
    };
    metadata.about.tell(notes);
    Some((layout, metadata.fields))
}

/// The object that a path speaks of: a field's file does not name it.
fn object_of_path(path: &str) -> String {
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let file = parts.last().copied().unwrap_or_default();
    let own = file.strip_suffix(".object-meta.xml").or_else(|| file.strip_suffix(".object"));
    let folder = match parts.as_slice() {
        [.., object, "fields", _] => Some(*object),
        _ => None,
    };
    own.or(folder).filter(|name| is_name(name)).unwrap_or_default().to_owned()
}

struct Metadata<'f> {
    faults: &'f Faults,
    fields: Vec<SchemaField>,
    about: About,
}

/// What the fields say besides what they are.
#[derive(Default)]
struct About {
    classified: usize,
    classifications: BTreeSet<String>,
    governed: usize,
    groups: BTreeSet<String>,
    elsewhere: usize,
    inactive: usize,
}

impl About {
    fn tell(&self, notes: &mut Vec<String>) {
        let list = |names: &BTreeSet<String>| {
            names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        if self.governed > 0 {
            let groups = list(&self.groups);
            notes.push(format!("fields in a compliance group: {} ({groups})", self.governed));
        }
        if self.classified > 0 {
            let names = list(&self.classifications);
            notes.push(format!(
                "fields with a security classification: {} ({names})",
                self.classified
            ));
        }
        if self.elsewhere > 0 {
            notes.push(format!(
                "fields whose values stand in a global set, in another file: {}",
                self.elsewhere
            ));
        }
        if self.inactive > 0 {
            notes.push(format!(
                "values no longer offered: {}; records may hold them, so they are read too",
                self.inactive
            ));
        }
    }
}

impl Metadata<'_> {
    fn fault(&self, at: Place, message: impl Into<String>) {
        self.faults.add(Some(at), "", message);
    }

    fn object(&mut self, root: &Element, path_name: &str) {
        let named = self.text(root, "fullName").filter(|name| is_name(name));
        let record = named.unwrap_or(path_name).to_owned();
        let mut seen = HashMap::new();
        for child in root.children.iter().filter(|child| child.name == "fields") {
            self.field(child, &record, &mut seen);
        }
    }

    fn field(&mut self, element: &Element, record: &str, seen: &mut HashMap<String, Place>) {
        let label = self.text(element, "label").unwrap_or_default();
        let description = self.text(element, "description").unwrap_or_default();
        let help = self.text(element, "inlineHelpText").unwrap_or_default();
        let data_type = self.text(element, "type").unwrap_or_default();
        let values = self.values(element);
        self.classes(element);
        let Some(name) = self.text(element, "fullName") else {
            if element.children.iter().all(|child| child.name != "fullName") {
                self.fault(element.at, "`fullName` is missing");
            }
            return;
        };
        // Metadata read over the network says `Contact.Race__c`.
        let (record, name) = name.rsplit_once('.').unwrap_or((record, name));
        if !is_name(name) || !record.is_empty() && !is_name(record) {
            let message = "a name is a letter, then letters, digits and `_`";
            self.fault(place(element, "fullName"), message);
            return;
        }
        let at = place(element, "fullName");
        if let Some(first) = seen.insert(name.to_ascii_lowercase(), at) {
            let message =
                format!("the field stands twice: first at {}:{}", first.line, first.column);
            self.fault(at, message);
            return;
        }
        let help = match (description.is_empty(), help.is_empty()) {
            (false, false) => format!("{description}\n{help}"),
            _ => format!("{description}{help}"),
        };
        let description = FieldDescription::new(name)
            .record(record)
            .label(label)
            .help(help)
            .data_type(data_type)
            .values(values);
        self.fields.push(SchemaField::undeclared(description));
    }

    /// The values of a picklist, as they are written today or were before 2017.
    fn values(&mut self, element: &Element) -> Vec<(String, String)> {
        let mut values = Vec::new();
        if let Some(set) = self.one(element, "valueSet") {
            if let Some(restricted) = self.text(set, "restricted") {
                self.flag(set, "restricted", restricted);
            }
            if self.text(set, "valueSetName").is_some() {
                self.about.elsewhere += 1;
            }
            if let Some(definition) = self.one(set, "valueSetDefinition") {
                self.list(definition, "value", &mut values);
            }
        }
        if let Some(picklist) = self.one(element, "picklist") {
            self.list(picklist, "picklistValues", &mut values);
        }
        values
    }

    fn list(&mut self, parent: &Element, name: &str, values: &mut Vec<(String, String)>) {
        for value in parent.children.iter().filter(|child| child.name == name) {
            if let Some(active) = self.text(value, "isActive")
                && self.flag(value, "isActive", active) == Some(false)
            {
                self.about.inactive += 1;
            }
            let Some(code) = self.text(value, "fullName") else {
                self.fault(value.at, "a value has no `fullName`");
                continue;
            };
            let label = self.text(value, "label").unwrap_or(code);
            values.push((code.to_owned(), label.to_owned()));
        }
    }

    fn classes(&mut self, element: &Element) {
        if let Some(class) = self.text(element, "securityClassification") {
            self.about.classified += 1;
            self.about.classifications.insert(class.to_owned());
        }
        let mut governed = false;
        for group in element.children.iter().filter(|child| child.name == "complianceGroup") {
            self.check_leaf(group);
            // One element a group, or several names in one.
            for name in group.text.split(';').map(str::trim).filter(|name| !name.is_empty()) {
                governed = true;
                self.about.groups.insert(name.to_owned());
            }
        }
        self.about.governed += usize::from(governed);
    }

    fn flag(&self, element: &Element, name: &str, text: &str) -> Option<bool> {
        match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                self.fault(place(element, name), format!("`{name}` takes true or false"));
                None
            }
        }
    }

    /// The text of a child that may be there once; an empty one says nothing.
    fn text<'e>(&self, element: &'e Element, name: &str) -> Option<&'e str> {
        let child = self.one(element, name)?;
        self.check_leaf(child);
        Some(child.text.trim()).filter(|text| !text.is_empty())
    }

    fn check_leaf(&self, element: &Element) {
        if let Some(child) = element.children.first() {
            self.fault(
                child.at,
                format!("an element stands inside `{}`, which is text", element.name),
            );
        }
    }

    fn one<'e>(&self, element: &'e Element, name: &str) -> Option<&'e Element> {
        let mut found = element.children.iter().filter(|child| child.name == name);
        let first = found.next()?;
        if let Some(second) = found.next() {
            let message =
                format!("`{name}` stands twice: first at {}:{}", first.at.line, first.at.column);
            self.fault(second.at, message);
        }
        Some(first)
    }
}

fn place(element: &Element, name: &str) -> Place {
    element.children.iter().find(|child| child.name == name).map_or(element.at, |child| child.at)
}
