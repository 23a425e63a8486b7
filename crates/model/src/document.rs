//! A parsed file whose every value remembers its place, and a reader that lists every fault in it.
//!
//! Rulebooks and requests are read through [`Reader`]: it reports an unknown key, a missing one and
//! a value of the wrong kind with file, line, column and path, and goes on, so that one run shows
//! all that is wrong. The formats themselves (TOML, JSON) are parsed elsewhere into [`Node`]s.
//!
//! ```
//! use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//!
//! let mut table = Table::default();
//! table.insert("purpse", Place::new(3, 1), Located::new(Node::Text("support".into()), Place::new(3, 10)));
//! let faults = Faults::new("rules.toml", Echo::Shown);
//! let mut reader = Reader::new(&table, Place::new(1, 1), &faults);
//! assert_eq!(reader.text("purpose"), None);
//! drop(reader);
//! let text: Vec<String> = faults.into_vec().iter().map(ToString::to_string).collect();
//! assert_eq!(text, [
//!     "rules.toml:1:1: `purpose` is missing",
//!     "rules.toml:3:1: unknown key `purpse`; did you mean `purpose`?",
//! ]);
//! ```

#[cfg(feature = "describe")]
mod describe;
mod reader;
mod text;
#[cfg(feature = "serde")]
mod values;

#[cfg(feature = "describe")]
pub use describe::schema;
pub use text::{forbidden_character, is_bidi_control, is_blank, is_invisible};

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use crate::{Day, Invalid};

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The value.
    pub node: Node,
    /// Where it starts.
    pub at: Place,
}

/// A value of a parsed file.
#[expect(clippy::exhaustive_enums, reason = "what TOML and JSON can say")]
#[derive(Clone, PartialEq)]
pub enum Node {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number that fits.
    Number(i64),
    /// A number with a fraction or exponent: no rule takes one, so a reader refuses it by name.
    Fraction,
    /// A day written without quotes, as TOML allows.
    Day(Day),
    /// Text.
    Text(String),
    /// Several values.
    List(Vec<Located>),
    /// Keys and values.
    Table(Table),
}

/// Keys and values in the order of the file. A key stands once: parsers refuse a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    entries: Vec<Entry>,
    places: HashMap<String, usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    key: String,
    at: Place,
    value: Located,
}

/// Whether messages may repeat what stands in the file.
#[expect(clippy::exhaustive_enums, reason = "a file holds rules or people")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Echo {
    /// A rulebook: its words help to find the fault.
    Shown,
    /// A file about people: no value and no unknown key is repeated.
    Hidden,
}

/// One thing wrong in a file: where, and what.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Fault {
    /// The file as the caller named it.
    pub file: String,
    /// Where it stands, when there is a place.
    pub at: Option<Place>,
    /// The path of the field, such as `gateway[2].needs`; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

/// The faults found so far in one file.
#[derive(Debug)]
pub struct Faults {
    files: Vec<(u32, String)>,
    echo: Echo,
    list: RefCell<Vec<Fault>>,
    looked_for: RefCell<Option<Vec<(String, &'static str)>>>,
    #[cfg(feature = "describe")]
    described: RefCell<Option<describe::Described>>,
}

/// Reads one table and reports what is wrong with it.
///
/// Asking for a key marks it known; when the reader is dropped every key that was never asked for is
/// a fault.
#[derive(Debug)]
pub struct Reader<'d> {
    table: &'d Table,
    at: Place,
    path: String,
    faults: &'d Faults,
    asked: RefCell<Vec<&'static str>>,
    lenient: Cell<bool>,
}

impl Place {
    /// The place at this line and column.
    #[must_use]
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }

    /// The place of a byte offset in a text; past the end, the place after the last character.
    #[must_use]
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let limit = |count: usize| u32::try_from(count).unwrap_or(u32::MAX - 1) + 1;
        Self { line: limit(line), column: limit(column) }
    }
}

impl Located {
    /// A value at a place.
    #[must_use]
    pub const fn new(node: Node, at: Place) -> Self {
        Self { node, at }
    }
}

impl Table {
    /// Adds a key. Gives back `false`, and adds nothing, when the key is there already.
    pub fn insert(&mut self, key: impl Into<String>, at: Place, value: Located) -> bool {
        let key = key.into();
        if self.places.contains_key(&key) {
            return false;
        }
        self.places.insert(key.clone(), self.entries.len());
        self.entries.push(Entry { key, at, value });
        true
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Located> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Where a key itself stands.
    #[must_use]
    pub fn place_of_key(&self, key: &str) -> Option<Place> {
        self.entry(key).map(|entry| entry.at)
    }

    /// Adds the other table's entries: a list is joined to the list of the same key, any other key
    /// that both have stays as it is here and is given back.
    pub fn merge(&mut self, other: Self) -> Vec<(String, Place)> {
        let mut twice = Vec::new();
        for Entry { key, at, value } in other.entries {
            let here = self.places.get(&key).copied();
            let Some(entry) = here.and_then(|place| self.entries.get_mut(place)) else {
                self.insert(key, at, value);
                continue;
            };
            match (&mut entry.value.node, value.node) {
                (Node::List(items), Node::List(more)) => items.extend(more),
                _ => twice.push((key, at)),
            }
        }
        twice
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.places.get(key).and_then(|place| self.entries.get(*place))
    }

    /// The keys in order, each with its place.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Place)> {
        self.entries.iter().map(|entry| (entry.key.as_str(), entry.at))
    }
}

impl fmt::Debug for Node {
    /// Writes the kind, never the value.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

impl Node {
    /// What kind of value it is, for a message.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a whole number",
            Self::Fraction => "a number with a fraction",
            Self::Day(_) => "a day",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl fmt::Display for Fault {
    /// Writes `file:line:column: message (path)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:", self.file)?;
        if let Some(at) = self.at {
            write!(out, "{}:{}:", at.line, at.column)?;
        }
        write!(out, " {}", self.message)?;
        if !self.path.is_empty() {
            write!(out, " (at `{}`)", self.path)?;
        }
        Ok(())
    }
}

impl Faults {
    /// No faults yet in the file of this name.
    #[must_use]
    pub fn new(file: impl Into<String>, echo: Echo) -> Self {
        Self::of_files(vec![(0, file.into())], echo)
    }

    /// No faults yet in several files read as one: each with the number of lines before its own.
    ///
    /// A place in the merged text is told apart by its line, so a fault names the file it is in.
    #[must_use]
    pub fn of_files(files: Vec<(u32, String)>, echo: Echo) -> Self {
        Self {
            files,
            echo,
            list: RefCell::default(),
            looked_for: RefCell::default(),
            #[cfg(feature = "describe")]
            described: RefCell::default(),
        }
    }

    /// Adds a fault.
    pub fn add(&self, at: Option<Place>, path: impl Into<String>, message: impl Into<String>) {
        let line = at.map_or(0, |at| at.line);
        let (before, file) = self
            .files
            .iter()
            .rfind(|(before, _)| *before < line || *before == 0)
            .map_or((0, ""), |(before, file)| (*before, file.as_str()));
        let at = at.map(|at| Place::new(at.line.saturating_sub(before), at.column));
        let file = file.to_owned();
        let fault = Fault { file, at, path: path.into(), message: message.into() };
        self.list.borrow_mut().push(fault);
    }

    /// The same, noting which keys every reader looks for: what a published schema is checked with.
    #[must_use]
    pub fn recording(mut self) -> Self {
        self.looked_for = RefCell::new(Some(Vec::new()));
        self
    }

    /// The same, where nothing is read: what readers ask for is what counts.
    #[cfg(feature = "describe")]
    fn describing(mut self) -> Self {
        self.described = RefCell::new(Some(describe::Described::default()));
        self
    }

    /// The keys that readers looked for, each with the path of its table; empty unless recording.
    #[must_use]
    pub fn looked_for(&self) -> Vec<(String, &'static str)> {
        self.looked_for.borrow().clone().unwrap_or_default()
    }

    /// Whether messages may repeat what stands in the file.
    #[must_use]
    pub const fn echo(&self) -> Echo {
        self.echo
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// How many there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.borrow().len()
    }

    /// The faults, in the order found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.list.into_inner()
    }

    /// The faults, in the order found, as one error.
    #[must_use]
    pub fn into_error(self) -> Invalid<Fault> {
        Invalid::new(self.into_vec())
    }

    /// The value when nothing is wrong, or all that is.
    ///
    /// # Errors
    /// Every fault found, or, should a value be missing without one, a fault that says so.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Invalid<Fault>> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            Some(_) => Err(self.into_error()),
            None => {
                if self.is_empty() {
                    self.add(None, "", "could not be read");
                }
                Err(self.into_error())
            }
        }
    }

    /// The text in backticks where the file may be repeated, else nothing.
    fn quoted(&self, text: &str) -> String {
        match self.echo {
            Echo::Shown => format!(" `{}`", printable(text)),
            Echo::Hidden => String::new(),
        }
    }
}

/// The name closest to what was written, when one is close enough to be a slip of the hand.
#[must_use]
pub fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let length = written.chars().count();
    if length > 80 {
        return None;
    }
    let allowed = (length / 3).clamp(1, 3);
    names
        .map(|name| (distance(written, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// The text without what could hide or reorder it in a terminal, cut to 60 characters.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(60)
        .map(|c| if c.is_control() || is_bidi_control(c) { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

/// Insertions, deletions, replacements and swaps of neighbours between two names.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in other.iter().enumerate() {
            let at =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(a != b);
            let mut best = replaced.min(at(&last, column + 1) + 1).min(at(&next, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(b)
                && other.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            next.push(best);
        }
        before = core::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(usize::MAX)
}
