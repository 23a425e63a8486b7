//! XML as a tree of elements with places: no document type, no entity, nothing unbounded.

use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use caldicott::model::document::{Faults, Place};

use crate::core_format;

/// How deep elements may nest.
const DEEPEST: usize = 64;
/// How many elements there may be.
const MOST_ELEMENTS: usize = 500_000;

/// One element: either its children or its text says something.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) at: Place,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    /// The namespace declared on it.
    pub(super) namespace: Option<String>,
}

/// The name of the outermost element, as far as the start of a file tells.
pub(super) fn root_name(head: &str) -> &str {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")
        } else if let Some(declaration) = rest.strip_prefix("<?") {
            declaration.split_once("?>")
        } else {
            break;
        };
        let Some((_, after)) = skipped else { return "" };
        rest = after;
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    name.get(..end.unwrap_or(name.len())).unwrap_or_default()
}

/// Reads a whole file.
pub(super) fn read(text: &str, faults: &Faults) -> Option<Element> {
    let mut places = Places { text, offset: 0, at: Place::new(1, 1) };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut tree = Tree { open: Vec::new(), root: None, elements: 0 };
    loop {
        let at = places.of(reader.buffer_position());
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = places.of(reader.error_position().max(reader.buffer_position()));
                faults.add(Some(at), "", core_format::markup_fault(&error));
                return None;
            }
        };
        if matches!(event, Event::Eof) {
            if tree.open.is_empty() && tree.root.is_some() {
                return tree.root;
            }
            faults.add(Some(at), "", "the file ends before its last element is closed");
            return None;
        }
        if let Err(message) = tree.take(event, at) {
            faults.add(Some(at), "", message);
            return None;
        }
    }
}

struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

/// Turns rising offsets into places in one pass.
struct Places<'t> {
    text: &'t str,
    offset: usize,
    at: Place,
}

impl Places<'_> {
    fn of(&mut self, offset: u64) -> Place {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
        // A place before the last one is that of an error: it is looked up once.
        let Some(passed) = self.text.get(self.offset..offset) else {
            return Place::of_offset(self.text, offset);
        };
        for c in passed.chars() {
            if c == '\n' {
                self.at = Place::new(self.at.line.saturating_add(1), 1);
            } else {
                self.at.column = self.at.column.saturating_add(1);
            }
        }
        self.offset = offset;
        self.at
    }
}

impl Tree {
    fn take(&mut self, event: Event<'_>, at: Place) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(&tag, at)?,
            Event::Empty(tag) => {
                self.start(&tag, at)?;
                self.end()?;
            }
            Event::End(_) => self.end()?,
            Event::Text(text) => self.write(&text.xml_content(XmlVersion::Explicit1_0))?,
            Event::CData(text) => self.write(&text.xml_content(XmlVersion::Explicit1_0))?,
            Event::GeneralRef(reference) => {
                let character = core_format::referred(&reference)?;
                self.write(character.encode_utf8(&mut [0; 4]))?;
            }
            Event::DocType(_) => {
                return Err("a document type is declared; nothing in it is read".to_owned());
            }
            Event::PI(_) => return Err("a processing instruction stands here".to_owned()),
            Event::Decl(declaration) => core_format::check_declaration(&declaration, at)?,
            Event::Comment(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: Place) -> Result<(), String> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(format!("there are more than {MOST_ELEMENTS} elements"));
        }
        if self.open.len() >= DEEPEST {
            return Err(format!("nested deeper than the limit of {DEEPEST}"));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err("a second outermost element stands here".to_owned());
        }
        if self.open.last().is_some_and(|parent| !parent.text.trim().is_empty()) {
            return Err("an element stands inside text".to_owned());
        }
        let name = tag.name();
        let name = name.as_ref();
        if !super::is_name(name) {
            return Err("the name of an element is none of Salesforce's".to_owned());
        }
        let namespace = namespace(tag.attributes())?;
        self.open.push(Element {
            name: name.to_owned(),
            at,
            children: Vec::new(),
            text: String::new(),
            namespace,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(mut done) = self.open.pop() else {
            return Err("an element is closed that was never opened".to_owned());
        };
        if !done.children.is_empty() {
            done.text.clear();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => self.root = Some(done),
        }
        Ok(())
    }

    fn write(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(open) if open.children.is_empty() => open.text.push_str(text),
            _ if text.trim().is_empty() => {}
            _ => return Err("text stands between the elements".to_owned()),
        }
        Ok(())
    }
}

/// The namespace among an element's attributes, of which Salesforce writes no others but the schema's.
fn namespace(attributes: Attributes<'_>) -> Result<Option<String>, String> {
    let mut namespace = None;
    for attribute in attributes {
        let attribute = attribute
            .map_err(|_| "an attribute is not written as XML asks, or stands twice".to_owned())?;
        let key = attribute.key.0;
        if attribute.value.contains('<') {
            return Err("a `<` stands in an attribute".to_owned());
        }
        if key == "xmlns" {
            namespace = Some(attribute.value.into_owned());
        } else if !key.starts_with("xmlns:") && !key.starts_with("xsi:") {
            return Err("an element has an attribute, which no metadata has".to_owned());
        }
    }
    Ok(namespace)
}
