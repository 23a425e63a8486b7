//! Lettings in XML: `forms`, in it `form`, in it one element a field, and nothing else.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use quick_xml::events::{BytesDecl, BytesRef, Event};
use quick_xml::{Reader, XmlVersion};

use caldicott::model::document::{Fault, Place, is_bidi_control};

use super::Row;
use super::source::Source;

/// The longest line and the longest piece of markup or text, in bytes.
const LONGEST: usize = 1 << 20;
/// The most fields in a form.
const MOST_FIELDS: usize = 4_096;

/// An open log: its fields are those of its first form.
pub(crate) struct Log<R> {
    reader: Reader<Feed<R>>,
    names: Vec<(String, Place)>,
    depth: Depth,
    closed: bool,
    stopped: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Depth {
    Outside,
    Forms,
    Form,
    Field,
}

/// One form: where it starts, and its fields in the order of the file.
#[derive(Default)]
struct Form {
    at: Option<Place>,
    fields: Vec<(String, Place, String)>,
}

/// What one event means for the form that is being read.
enum Step {
    Done,
    End,
    FormEnded,
    Nothing,
}

impl<R: Read> Log<R> {
    /// Opens a log and reads its first form.
    pub(crate) fn open(source: Source<R>) -> Result<(Self, Option<Row>), Vec<Fault>> {
        let mut reader = Reader::from_reader(Feed::new(source));
        reader.config_mut().check_comments = true;
        let mut log = Self {
            reader,
            names: Vec::new(),
            depth: Depth::Outside,
            closed: false,
            stopped: false,
        };
        let Some(form) = log.form().map_err(|fault| vec![fault])? else { return Ok((log, None)) };
        let mut faults = Vec::new();
        for (name, at, _) in &form.fields {
            match log.names.iter().find(|(other, _)| other == name) {
                Some((_, first)) => faults.push(log.fault(
                    *at,
                    format!(
                        "the field `{name}` stands twice in the form, first in line {}",
                        first.line
                    ),
                )),
                None => log.names.push((name.clone(), *at)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let row = log.row(form).map_err(|fault| vec![fault])?;
        Ok((log, Some(row)))
    }

    /// The names of the fields, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// The next letting.
    pub(crate) fn next_row(&mut self) -> Option<Result<Row, Fault>> {
        if self.stopped {
            return None;
        }
        let form = self.form().transpose()?;
        match form {
            Ok(form) => Some(self.row(form)),
            Err(fault) => {
                self.stopped = true;
                Some(Err(fault))
            }
        }
    }

    fn row(&self, form: Form) -> Result<Row, Fault> {
        let at = form.at.unwrap_or(Place::new(1, 1));
        let mut cells = vec![None; self.names.len()];
        for (name, place, text) in form.fields {
            let column = self.names.iter().position(|(other, _)| *other == name);
            let Some(cell) = column.and_then(|column| cells.get_mut(column)) else {
                return Err(self.fault(place, "the form has a field that the first form has not"));
            };
            if cell.replace(text).is_some() {
                return Err(
                    self.fault(place, format!("the field `{name}` stands twice in the form"))
                );
            }
        }
        let missing = self.names.iter().zip(&cells).find(|(_, cell)| cell.is_none());
        if let Some(((name, _), _)) = missing {
            return Err(self.fault(at, format!("the form lacks the field `{name}`")));
        }
        Ok(Row::new(at, cells.into_iter().flatten().collect()))
    }

    /// Reads up to the end of the next form.
    fn form(&mut self) -> Result<Option<Form>, Fault> {
        let mut form = Form::default();
        let mut buffer = Vec::new();
        loop {
            let start = self.reader.buffer_position();
            let at = self.reader.get_mut().place_of(start);
            self.reader.get_mut().mark(start);
            buffer.clear();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => {
                    let place = self.reader.error_position();
                    let feed = self.reader.get_mut();
                    return Err(feed.take_fault().unwrap_or_else(|| {
                        let at = feed.place_of(place);
                        feed.source.fault(at, markup_fault(&error))
                    }));
                }
            };
            let step = step(event, &mut self.depth, &mut self.closed, &mut form, at);
            match step {
                Ok(Step::Nothing | Step::Done) => {}
                Ok(Step::FormEnded) => return Ok(Some(form)),
                Ok(Step::End) => {
                    if self.depth == Depth::Outside && self.closed {
                        return Ok(None);
                    }
                    return Err(self.fault(at, "the file ends before its last element is closed"));
                }
                Err(message) => return Err(self.fault(at, message)),
            }
            if form.fields.len() > MOST_FIELDS {
                return Err(self.fault(at, format!("the form has more than {MOST_FIELDS} fields")));
            }
        }
    }

    fn fault(&self, at: Place, message: impl Into<String>) -> Fault {
        self.reader.get_ref().source.fault(at, message)
    }
}

fn step(
    event: Event<'_>,
    depth: &mut Depth,
    closed: &mut bool,
    form: &mut Form,
    at: Place,
) -> Result<Step, String> {
    match event {
        Event::Start(tag) | Event::Empty(tag) if !tag.attributes_raw().trim().is_empty() => {
            Err("an element has an attribute, which no log has".to_owned())
        }
        Event::Start(tag) => {
            open(tag.name().as_ref(), depth, *closed, form, at)?;
            Ok(Step::Done)
        }
        Event::Empty(tag) => {
            open(tag.name().as_ref(), depth, *closed, form, at)?;
            Ok(close(depth, closed))
        }
        Event::End(_) => Ok(close(depth, closed)),
        Event::Text(text) => write(&text.xml_content(XmlVersion::Explicit1_0), *depth, form),
        Event::CData(text) => write(&text.xml_content(XmlVersion::Explicit1_0), *depth, form),
        Event::GeneralRef(reference) => {
            write(referred(&reference)?.encode_utf8(&mut [0; 4]), *depth, form)
        }
        Event::DocType(_) => {
            Err("a document type is declared; logs have none and nothing in it is read".to_owned())
        }
        Event::PI(_) => Err("a processing instruction stands here, which no log has".to_owned()),
        Event::Decl(declaration) => {
            check_declaration(&declaration, at)?;
            Ok(Step::Nothing)
        }
        Event::Comment(_) => Ok(Step::Nothing),
        Event::Eof => Ok(Step::End),
    }
}

fn open(
    name: &str,
    depth: &mut Depth,
    closed: bool,
    form: &mut Form,
    at: Place,
) -> Result<(), String> {
    *depth = match depth {
        Depth::Outside if name == "forms" && !closed => Depth::Forms,
        Depth::Outside if closed => return Err("a second outermost element stands here".to_owned()),
        Depth::Outside => {
            let message = "the outermost element is none that is known: `forms` of a log, \
                           `CustomField` or `CustomObject` of metadata";
            return Err(message.to_owned());
        }
        Depth::Forms if name == "form" => {
            form.at = Some(at);
            Depth::Form
        }
        Depth::Forms => return Err("only `form` stands in `forms`".to_owned()),
        Depth::Form => {
            if !super::layout::is_name(name) {
                return Err("the name of an element is no field name".to_owned());
            }
            form.fields.push((name.to_owned(), at, String::new()));
            Depth::Field
        }
        Depth::Field => {
            return Err("an element stands inside a field: logs are three deep".to_owned());
        }
    };
    Ok(())
}

fn close(depth: &mut Depth, closed: &mut bool) -> Step {
    match depth {
        Depth::Outside => Step::Done,
        Depth::Forms => {
            *depth = Depth::Outside;
            *closed = true;
            Step::Done
        }
        Depth::Form => {
            *depth = Depth::Forms;
            Step::FormEnded
        }
        Depth::Field => {
            *depth = Depth::Form;
            Step::Done
        }
    }
}

fn write(text: &str, depth: Depth, form: &mut Form) -> Result<Step, String> {
    match (depth, form.fields.last_mut()) {
        (Depth::Field, Some((_, _, value))) => {
            if value.len() + text.len() > LONGEST {
                return Err(format!("the value is longer than {LONGEST} bytes"));
            }
            value.push_str(text);
            Ok(Step::Done)
        }
        _ if text.trim().is_empty() => Ok(Step::Nothing),
        _ => Err("text stands between the elements".to_owned()),
    }
}

/// The character that a reference stands for.
pub(crate) fn referred(reference: &BytesRef<'_>) -> Result<char, String> {
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => match reference.resolve_char_ref() {
            Ok(Some(c)) if is_bidi_control(c) => {
                Err("a bidirectional control character is written as a number".to_owned())
            }
            Ok(Some(c)) if !c.is_control() || matches!(c, '\n' | '\t') => Ok(c),
            Ok(Some(_)) => Err("a control character is written as a number".to_owned()),
            Ok(None) | Err(_) => Err("an entity stands here; entities are not expanded".to_owned()),
        },
    }
}

/// An XML declaration starts the file and names no encoding but UTF-8.
pub(crate) fn check_declaration(declaration: &BytesDecl<'_>, at: Place) -> Result<(), String> {
    if at != Place::new(1, 1) {
        return Err("an XML declaration stands inside the file".to_owned());
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err("the file says that it is not UTF-8; save it as UTF-8".to_owned()),
    }
}

/// What is wrong with the markup, without a word of the file.
pub(crate) fn markup_fault(error: &quick_xml::Error) -> &'static str {
    match error {
        quick_xml::Error::IllFormed(_) => "an element is closed by another's end, or never",
        quick_xml::Error::Syntax(_) => "the markup breaks off here",
        quick_xml::Error::Encoding(_)
        | quick_xml::Error::Escape(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Io(_)
        | quick_xml::Error::Namespace(_) => "the markup cannot be read here",
    }
}

/// Lines for the markup reader, which remembers where the last of them stand.
struct Feed<R> {
    source: Source<R>,
    lines: VecDeque<(u64, u32, Vec<u8>)>,
    used: usize,
    end: u64,
    marked: u64,
    fault: Option<Fault>,
}

impl<R: Read> Feed<R> {
    const fn new(source: Source<R>) -> Self {
        Self { source, lines: VecDeque::new(), used: 0, end: 0, marked: 0, fault: None }
    }

    /// Everything before the offset is done with.
    fn mark(&mut self, offset: u64) {
        self.marked = offset;
        while self.lines.len() > 1 && self.lines.get(1).is_some_and(|(start, ..)| *start <= offset)
        {
            self.lines.pop_front();
        }
    }

    fn place_of(&self, offset: u64) -> Place {
        let Some((start, line, bytes)) = self.lines.iter().rfind(|(start, ..)| *start <= offset)
        else {
            return self.source.at();
        };
        let within = usize::try_from(offset - start).unwrap_or(usize::MAX).min(bytes.len());
        let before = bytes.get(..within).unwrap_or_default();
        // A character is counted at its first byte.
        let column = before.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        Place::new(*line, u32::try_from(column).unwrap_or(u32::MAX - 1) + 1)
    }

    fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    fn next_line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut line = String::new();
        let at = self.source.at();
        while let Some(c) = self.source.next()? {
            line.push(c);
            if c == '\n' {
                break;
            }
            if line.len() > LONGEST {
                return Err(self
                    .source
                    .fault(at, format!("the line is longer than {LONGEST} bytes")));
            }
        }
        Ok(line.into_bytes())
    }
}

impl<R: Read> BufRead for Feed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let done = self.lines.back().is_none_or(|(_, _, bytes)| self.used >= bytes.len());
        if done {
            let at = self.source.at();
            let line = if self.end - self.marked > LONGEST as u64 {
                Err(self
                    .source
                    .fault(at, format!("a piece of the file is longer than {LONGEST} bytes")))
            } else {
                self.next_line()
            };
            match line {
                Ok(bytes) => {
                    let start = self.end;
                    self.end += bytes.len() as u64;
                    self.used = 0;
                    self.lines.push_back((start, at.line, bytes));
                }
                Err(fault) => {
                    self.fault = Some(fault);
                    return Err(io::Error::other("refused"));
                }
            }
        }
        let bytes = self.lines.back().map_or(&[][..], |(_, _, bytes)| bytes.as_slice());
        Ok(bytes.get(self.used..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.used += count;
    }
}

impl<R: Read> Read for Feed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ahead = self.fill_buf()?;
        let count = ahead.len().min(into.len());
        if let (Some(from), Some(to)) = (ahead.get(..count), into.get_mut(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}
