//! Reading one table, and reporting everything that is wrong with it.

use std::cell::{Cell, RefCell};

#[cfg(feature = "describe")]
use super::describe::{DAY, HERE, NOTHING, Shape, WORD};
use super::{Faults, Located, Node, Place, Reader, Table, forbidden_character, is_blank, nearest};
use crate::{Category, CategorySet, Day};

impl<'d> Reader<'d> {
    /// A reader of a file's top table.
    #[must_use]
    pub fn new(table: &'d Table, at: Place, faults: &'d Faults) -> Self {
        Self::below(table, at, String::new(), faults)
    }

    fn below(table: &'d Table, at: Place, path: String, faults: &'d Faults) -> Self {
        Self { table, at, path, faults, asked: RefCell::default(), lenient: Cell::new(false) }
    }

    /// Where the table starts.
    #[must_use]
    pub const fn at(&self) -> Place {
        self.at
    }

    /// The table's path, empty at the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Lets keys that are never asked for pass: another crate reads them.
    pub fn allow_other_keys(&mut self) {
        self.lenient.set(true);
    }

    /// Whether the key is there (and from now on known).
    #[must_use]
    pub fn has(&self, key: &'static str) -> bool {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Any) {
            return true;
        }
        self.look(key).is_some()
    }

    /// Where a key's value stands, or the table when it is missing.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Place {
        self.table.get(key).map_or(self.at, |found| found.at)
    }

    /// Reports that a key's value is wrong.
    pub fn fault(&self, key: &str, message: impl Into<String>) {
        self.faults.add(Some(self.place_of(key)), self.path_of(key), message);
    }

    /// Reports that the value of a key is none of the names it may be.
    pub fn unknown(&self, key: &str, found: &str, kind: &str, names: &[&'static str]) {
        let message = match nearest(found, names.iter().copied()) {
            Some(near) => {
                format!("unknown {kind}{}; did you mean `{near}`?", self.faults.quoted(found))
            }
            None => format!(
                "unknown {kind}{}; it is one of `{}`",
                self.faults.quoted(found),
                names.join("`, `")
            ),
        };
        self.fault(key, message);
    }

    /// Text that must be there.
    pub fn text(&mut self, key: &'static str) -> Option<&'d str> {
        self.required(key)?;
        self.optional_text(key)
    }

    /// Text that may be there. Blank text is a fault.
    pub fn optional_text(&mut self, key: &'static str) -> Option<&'d str> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Text) {
            return Some(WORD);
        }
        let found = self.look(key)?;
        let Node::Text(text) = &found.node else {
            self.wrong_kind(key, "text", found);
            return None;
        };
        if is_blank(text) {
            self.fault(key, format!("`{key}` is blank"));
            return None;
        }
        if let Some(message) = forbidden_character(text) {
            self.fault(key, message);
            return None;
        }
        Some(text)
    }

    /// Text that must be there, as it is: blank or with any character in it.
    pub fn verbatim(&mut self, key: &'static str) -> Option<&'d str> {
        self.required(key)?;
        #[cfg(feature = "describe")]
        if self.describe(key, true, || Shape::Verbatim) {
            return Some(WORD);
        }
        let found = self.look(key)?;
        if let Node::Text(text) = &found.node {
            return Some(text);
        }
        self.wrong_kind(key, "text", found);
        None
    }

    /// A name, which must be there: lower-case letters, digits and hyphens, at most 80.
    pub fn name(&mut self, key: &'static str) -> Option<&'d str> {
        #[cfg(feature = "describe")]
        self.describe(key, true, || Shape::Name);
        let text = self.text(key)?;
        self.checked_name(key, text)
    }

    /// A name that may be there.
    pub fn optional_name(&mut self, key: &'static str) -> Option<&'d str> {
        #[cfg(feature = "describe")]
        self.describe(key, false, || Shape::Name);
        let text = self.optional_text(key)?;
        self.checked_name(key, text)
    }

    fn checked_name(&self, key: &str, text: &'d str) -> Option<&'d str> {
        #[cfg(feature = "describe")]
        if text == WORD && self.faults.described.borrow().is_some() {
            return Some(text);
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.len() > 80 || !text.bytes().all(plain) || text.starts_with('-') {
            self.fault(key, "a name is lower-case letters, digits and hyphens, at most 80");
            return None;
        }
        Some(text)
    }

    /// A day that must be there.
    pub fn day(&mut self, key: &'static str) -> Option<Day> {
        self.required(key)?;
        self.optional_day(key)
    }

    /// A day that may be there, with or without quotes.
    pub fn optional_day(&mut self, key: &'static str) -> Option<Day> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Day) {
            return Some(DAY);
        }
        let found = self.look(key)?;
        match &found.node {
            Node::Day(day) => Some(*day),
            Node::Text(text) => match text.parse() {
                Ok(day) => Some(day),
                Err(error) => {
                    self.fault(key, format!("`{key}` names no day: {error}"));
                    None
                }
            },
            Node::Null
            | Node::Flag(_)
            | Node::Number(_)
            | Node::Fraction
            | Node::List(_)
            | Node::Table(_) => {
                self.wrong_kind(key, "a day", found);
                None
            }
        }
    }

    /// Yes or no; missing is `None`, never `false`.
    pub fn optional_flag(&mut self, key: &'static str) -> Option<bool> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Flag) {
            return Some(true);
        }
        let found = self.look(key)?;
        if let Node::Flag(flag) = found.node {
            return Some(flag);
        }
        self.wrong_kind(key, "true or false", found);
        None
    }

    /// A whole number that may be there, within limits (both included).
    pub fn optional_number(&mut self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Number(least, most)) {
            return Some(least);
        }
        let found = self.look(key)?;
        let Node::Number(number) = found.node else {
            self.wrong_kind(key, "a whole number", found);
            return None;
        };
        if number < least || number > most {
            self.fault(key, format!("`{key}` is outside {least} to {most}"));
            return None;
        }
        Some(number)
    }

    /// A list of texts; missing is an empty list.
    pub fn texts(&mut self, key: &'static str) -> Vec<(&'d str, Place)> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::List(Box::new(Shape::Text))) {
            return vec![(WORD, HERE)];
        }
        let Some(found) = self.look(key) else { return Vec::new() };
        let Node::List(items) = &found.node else {
            self.wrong_kind(key, "a list of texts", found);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let path = || format!("{}[{place}]", self.path_of(key));
            let Node::Text(text) = &item.node else {
                let message = format!("expected text, found {}", item.node.kind());
                self.faults.add(Some(item.at), path(), message);
                continue;
            };
            match forbidden_character(text) {
                None => texts.push((text.as_str(), item.at)),
                Some(message) => self.faults.add(Some(item.at), path(), message),
            }
        }
        texts
    }

    /// One of these names, which must be there.
    pub fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        kind: &str,
        names: &[(&'static str, T)],
    ) -> Option<T> {
        self.required(key)?;
        self.optional_one_of(key, kind, names)
    }

    /// One of these names, when the key is there.
    pub fn optional_one_of<T: Copy>(
        &mut self,
        key: &'static str,
        kind: &str,
        names: &[(&'static str, T)],
    ) -> Option<T> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::OneOf(names.iter().map(|(name, _)| *name).collect()))
        {
            return names.first().map(|(_, value)| *value);
        }
        let text = self.optional_text(key)?;
        let found = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<_> = names.iter().map(|(name, _)| *name).collect();
            self.unknown(key, text, kind, &names);
        }
        found
    }

    /// Some of these names; missing is an empty list.
    pub fn some_of<T: Copy>(
        &mut self,
        key: &'static str,
        kind: &str,
        names: &[(&'static str, T)],
    ) -> Vec<T> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || {
            let names = names.iter().map(|(name, _)| *name).collect();
            Shape::List(Box::new(Shape::OneOf(names)))
        }) {
            return names.iter().map(|(_, value)| *value).collect();
        }
        let mut found = Vec::new();
        for (text, at) in self.texts(key) {
            if let Some((_, value)) = names.iter().find(|(name, _)| *name == text) {
                found.push(*value);
                continue;
            }
            let near = nearest(text, names.iter().map(|(name, _)| *name))
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let message = format!("unknown {kind}{}{near}", self.faults.quoted(text));
            self.faults.add(Some(at), self.path_of(key), message);
        }
        found
    }

    /// A list of category names; missing is the empty set. `"every"` is every category.
    pub fn categories(&mut self, key: &'static str) -> CategorySet {
        let mut names: Vec<_> = Category::ALL.iter().map(|c| (c.name(), (*c).into())).collect();
        names.push(("every", CategorySet::EVERY));
        names.push(("special", CategorySet::SPECIAL));
        self.some_of(key, "category", &names)
            .into_iter()
            .fold(CategorySet::NONE, CategorySet::union)
    }

    /// A table below this one.
    pub fn table(&mut self, key: &'static str) -> Option<Reader<'d>> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::Table) {
            return Some(Reader::below(&NOTHING, HERE, self.path_of(key), self.faults));
        }
        let found = self.look(key)?;
        let Node::Table(table) = &found.node else {
            self.wrong_kind(key, "a table", found);
            return None;
        };
        Some(Reader::below(table, found.at, self.path_of(key), self.faults))
    }

    /// The tables of a list (`[[key]]`); missing is none.
    pub fn tables(&mut self, key: &'static str) -> Vec<Reader<'d>> {
        #[cfg(feature = "describe")]
        if self.describe(key, false, || Shape::List(Box::new(Shape::Table))) {
            let path = format!("{}[0]", self.path_of(key));
            return vec![Reader::below(&NOTHING, HERE, path, self.faults)];
        }
        let Some(found) = self.look(key) else { return Vec::new() };
        let Node::List(items) = &found.node else {
            self.wrong_kind(key, "a list of tables", found);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let path = format!("{}[{place}]", self.path_of(key));
            if let Node::Table(table) = &item.node {
                tables.push(Reader::below(table, item.at, path, self.faults));
            } else {
                let message = format!("expected a table, found {}", item.node.kind());
                self.faults.add(Some(item.at), path, message);
            }
        }
        tables
    }

    /// The entries of a table whose keys the file chooses: each key, its place and its value.
    pub fn open_table(&mut self, key: &'static str) -> Vec<(&'d str, Place, &'d Located)> {
        #[cfg(feature = "describe")]
        self.describe(key, false, || Shape::Any);
        let Some(found) = self.look(key) else { return Vec::new() };
        let Node::Table(table) = &found.node else {
            self.wrong_kind(key, "a table", found);
            return Vec::new();
        };
        table.entries.iter().map(|entry| (entry.key.as_str(), entry.at, &entry.value)).collect()
    }

    /// Reads a table found by [`Reader::open_table`] or [`Reader::raw`], under its path.
    #[must_use]
    pub fn below_open(&self, key: &str, child: &str, table: &'d Table, at: Place) -> Reader<'d> {
        Reader::below(table, at, format!("{}.{child}", self.path_of(key)), self.faults)
    }

    /// Reports that something below a key is wrong, at its own place.
    pub fn fault_at(&self, at: Place, key: &str, message: impl Into<String>) {
        self.faults.add(Some(at), self.path_of(key), message);
    }

    /// The value of a key as it was parsed, for a type with a form of its own.
    pub fn raw(&mut self, key: &'static str) -> Option<&'d Located> {
        #[cfg(feature = "describe")]
        self.describe(key, false, || Shape::Any);
        self.look(key)
    }

    /// Notes what is asked for where nothing is read but described; whether that is so.
    #[cfg(feature = "describe")]
    fn describe(&self, key: &'static str, required: bool, shape: impl FnOnce() -> Shape) -> bool {
        let mut described = self.faults.described.borrow_mut();
        let Some(described) = described.as_mut() else { return false };
        described.ask(&self.path, key, shape(), required);
        true
    }

    pub(super) fn look(&self, key: &'static str) -> Option<&'d Located> {
        self.asked.borrow_mut().push(key);
        self.table.get(key).filter(|found| found.node != Node::Null)
    }

    pub(super) fn required(&self, key: &'static str) -> Option<()> {
        #[cfg(feature = "describe")]
        if self.describe(key, true, || Shape::Any) {
            return Some(());
        }
        if self.look(key).is_some() {
            return Some(());
        }
        self.faults.add(Some(self.at), self.path.clone(), format!("`{key}` is missing"));
        None
    }

    pub(super) fn wrong_kind(&self, key: &str, wanted: &str, found: &Located) {
        self.fault(key, format!("`{key}` takes {wanted}, not {}", found.node.kind()));
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let asked = self.asked.borrow();
        if let Some(looked_for) = self.faults.looked_for.borrow_mut().as_mut() {
            looked_for.extend(asked.iter().map(|key| (self.path.clone(), *key)));
        }
        if self.lenient.get() {
            return;
        }
        for (key, at) in self.table.keys() {
            if asked.contains(&key) {
                continue;
            }
            let near = nearest(key, asked.iter().copied())
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            let message = format!("unknown key{}{near}", self.faults.quoted(key));
            self.faults.add(Some(at), self.path.clone(), message);
        }
    }
}
