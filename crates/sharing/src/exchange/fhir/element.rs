//! One element of a resource, and what is wrong with it.

use std::cell::RefCell;

use caldicott_model::document::{
    Faults, Located, Node, Place, Table, forbidden_character, is_blank,
};

use super::dates::Written;
use super::finding::{Effect, Finding, FindingKind};
use super::{Import, Release};

/// What stays the same while one resource is read.
pub(super) struct Context<'c> {
    pub(super) release: Release,
    pub(super) import: &'c Import<'c>,
    pub(super) faults: &'c Faults,
    pub(super) findings: RefCell<Vec<Finding>>,
}

/// A table in the resource, with its path.
#[derive(Clone)]
pub(super) struct Element<'d> {
    table: &'d Table,
    at: Place,
    pub(super) path: String,
}

/// What every element may have and says nothing by.
const ALWAYS: [&str; 3] = ["id", "extension", "modifierExtension"];

impl Context<'_> {
    pub(super) fn find(&self, path: &str, kind: FindingKind, effect: Effect) {
        self.findings.borrow_mut().push(Finding::new(path.to_owned(), kind, effect));
    }

    fn fault(&self, at: Place, path: &str, message: impl Into<String>) {
        self.faults.add(Some(at), path, message);
    }
}

impl<'d> Element<'d> {
    pub(super) fn root(table: &'d Table, at: Place) -> Self {
        Self { table, at, path: String::new() }
    }

    /// Refuses what the standard does not have here, and what may turn the meaning round.
    ///
    /// A misspelt element is an element dropped, and what is dropped may have narrowed the consent.
    pub(super) fn only(&self, context: &Context<'_>, names: &[&str]) {
        for (key, at) in self.table.keys() {
            let plain = key.strip_prefix('_').unwrap_or(key);
            if !names.contains(&plain) && !ALWAYS.contains(&plain) {
                context.fault(at, &self.path, "an element that the standard does not have here");
            } else if plain != key {
                context.find(&self.below(plain), FindingKind::Extension, Effect::Noted);
            }
        }
        if let Some(found) = self.look("modifierExtension") {
            let empty = matches!(&found.node, Node::List(items) if items.is_empty());
            if !empty {
                let message =
                    "a modifier extension may turn the meaning round and is not understood";
                context.fault(found.at, &self.below("modifierExtension"), message);
            }
        }
    }

    /// The same, where no extension is known.
    pub(super) fn plain(&self, context: &Context<'_>, names: &[&str]) {
        self.only(context, names);
        let _ = self.extensions(context, &[]);
    }

    /// Whether something stands there; an empty list is nothing.
    pub(super) fn has(&self, key: &str) -> bool {
        self.look(key)
            .is_some_and(|found| !matches!(&found.node, Node::List(items) if items.is_empty()))
    }

    pub(super) fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn fault(&self, context: &Context<'_>, key: &str, message: impl Into<String>) {
        let at = self.table.get(key).map_or(self.at, |found| found.at);
        context.fault(at, &self.below(key), message);
    }

    /// Text that is not blank.
    pub(super) fn text(&self, context: &Context<'_>, key: &str) -> Option<&'d str> {
        let found = self.look(key)?;
        let Node::Text(text) = &found.node else {
            self.wrong(context, key, "text", found);
            return None;
        };
        let message =
            if is_blank(text) { Some("a text is blank") } else { forbidden_character(text) };
        if let Some(message) = message {
            self.fault(context, key, message);
            return None;
        }
        Some(text)
    }

    pub(super) fn flag(&self, context: &Context<'_>, key: &str) -> Option<bool> {
        let found = self.look(key)?;
        if let Node::Flag(flag) = found.node {
            return Some(flag);
        }
        self.wrong(context, key, "true or false", found);
        None
    }

    pub(super) fn date(&self, context: &Context<'_>, key: &str) -> Option<Written> {
        let text = self.text(context, key)?;
        let written = Written::of(text);
        if written.is_none() {
            self.fault(context, key, "no date: a year, a month, a day, or a time with its offset");
        }
        written
    }

    pub(super) fn child(&self, context: &Context<'_>, key: &str) -> Option<Self> {
        let found = self.look(key)?;
        let Node::Table(table) = &found.node else {
            self.wrong(context, key, "a table", found);
            return None;
        };
        Some(Self { table, at: found.at, path: self.below(key) })
    }

    /// The tables of a list.
    pub(super) fn children(&self, context: &Context<'_>, key: &str) -> Vec<Self> {
        let Some(found) = self.look(key) else { return Vec::new() };
        let Node::List(items) = &found.node else {
            self.wrong(context, key, "a list", found);
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let path = format!("{}[{place}]", self.below(key));
            if let Node::Table(table) = &item.node {
                tables.push(Self { table, at: item.at, path });
            } else {
                let message = format!("expected a table, found {}", item.node.kind());
                context.fault(item.at, &path, message);
            }
        }
        tables
    }

    /// The extensions with these addresses; any other is noted.
    pub(super) fn extensions(&self, context: &Context<'_>, known: &[&str]) -> Vec<(&'d str, Self)> {
        let mut found = Vec::new();
        for extension in self.children(context, "extension") {
            match extension.text(context, "url") {
                Some(url) if known.contains(&url) => found.push((url, extension)),
                Some(_) => context.find(&extension.path, FindingKind::Extension, Effect::Noted),
                None => extension.fault(context, "url", "an extension without its address"),
            }
        }
        found
    }

    fn look(&self, key: &str) -> Option<&'d Located> {
        self.table.get(key).filter(|found| found.node != Node::Null)
    }

    fn wrong(&self, context: &Context<'_>, key: &str, wanted: &str, found: &Located) {
        self.fault(context, key, format!("expected {wanted}, found {}", found.node.kind()));
    }
}
