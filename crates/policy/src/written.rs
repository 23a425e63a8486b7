//! A rulebook's tables as they were written, for those who explain and compare rules.
//!
//! They are read again only after the owners of the sections have read them without a fault, so a key
//! that is here has the kind of value it should have.

use caldicott_calendar::Day;
use caldicott_model::document::{Located, Node, Place, Table};

/// One table of a rulebook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'d> {
    table: &'d Table,
    at: Place,
}

impl<'d> Entry<'d> {
    pub(crate) const fn top(table: &'d Table) -> Self {
        Self { table, at: Place { line: 1, column: 1 } }
    }

    /// Where the table starts.
    pub(crate) const fn at(self) -> Place {
        self.at
    }

    /// Where a key's value stands, or the table when it is missing.
    pub(crate) fn at_key(self, key: &str) -> Place {
        self.table.get(key).map_or(self.at, |found| found.at)
    }

    pub(crate) fn has(self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// The text of a key; empty when there is none.
    pub(crate) fn text(self, key: &str) -> &'d str {
        self.table.get(key).and_then(|found| text_of(&found.node)).unwrap_or_default()
    }

    /// The texts of a key: a list, or a single one.
    pub(crate) fn texts(self, key: &str) -> Vec<&'d str> {
        match self.table.get(key).map(|found| &found.node) {
            Some(Node::List(items)) => {
                items.iter().filter_map(|item| text_of(&item.node)).collect()
            }
            Some(node) => text_of(node).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The day of a key, with or without quotes.
    pub(crate) fn day(self, key: &str) -> Option<Day> {
        let node = &self.table.get(key)?.node;
        if let Node::Day(day) = node { Some(*day) } else { text_of(node)?.parse().ok() }
    }

    pub(crate) fn flag(self, key: &str) -> bool {
        matches!(self.table.get(key).map(|found| &found.node), Some(Node::Flag(true)))
    }

    pub(crate) fn number(self, key: &str) -> Option<i64> {
        let found = self.table.get(key)?;
        if let Node::Number(number) = found.node { Some(number) } else { None }
    }

    pub(crate) fn table(self, key: &str) -> Option<Self> {
        let found = self.table.get(key)?;
        if let Node::Table(table) = &found.node { Some(Self { table, at: found.at }) } else { None }
    }

    /// The tables of a list.
    pub(crate) fn tables(self, key: &str) -> Vec<Self> {
        let Some(Located { node: Node::List(items), .. }) = self.table.get(key) else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match &item.node {
                Node::Table(table) => Some(Self { table, at: item.at }),
                Node::Null
                | Node::Flag(_)
                | Node::Number(_)
                | Node::Fraction
                | Node::Day(_)
                | Node::Text(_)
                | Node::List(_) => None,
            })
            .collect()
    }

    /// The keys of a table whose keys the file chooses, each with its place.
    pub(crate) fn keys(self) -> impl Iterator<Item = (&'d str, Place)> {
        self.table.keys()
    }

    /// What the table says, whatever the order of its keys: equal texts mean the same. A list keeps
    /// its order only where order matters.
    pub(crate) fn canonical(self, without: &[&str]) -> String {
        let mut out = String::new();
        write_table(self.table, without, &mut out);
        out
    }

    /// What one key says, as [`Entry::canonical`] writes it.
    pub(crate) fn canonical_key(self, key: &str) -> String {
        let mut out = String::new();
        if let Some(found) = self.table.get(key) {
            write_node(&found.node, is_ordered(key), &mut out);
        }
        out
    }
}

fn text_of(node: &Node) -> Option<&str> {
    if let Node::Text(text) = node { Some(text) } else { None }
}

/// Whether the order of a list means something: stages follow one another, and of several bases the
/// first that is in force counts.
fn is_ordered(key: &str) -> bool {
    matches!(key, "basis" | "stages")
}

fn write_table(table: &Table, without: &[&str], out: &mut String) {
    let mut keys: Vec<&str> =
        table.keys().map(|(key, _)| key).filter(|key| !without.contains(key)).collect();
    keys.sort_unstable();
    out.push('{');
    for key in keys {
        out.push_str(&format!("{key:?}:"));
        if let Some(found) = table.get(key) {
            write_node(&found.node, is_ordered(key), out);
        }
        out.push(',');
    }
    out.push('}');
}

fn write_node(node: &Node, ordered: bool, out: &mut String) {
    match node {
        Node::Null | Node::Fraction => out.push_str("null"),
        Node::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Day(day) => out.push_str(&format!("{:?}", day.to_string())),
        Node::Text(text) => out.push_str(&format!("{text:?}")),
        Node::List(items) => {
            let mut parts: Vec<String> = items
                .iter()
                .map(|item| {
                    let mut part = String::new();
                    write_node(&item.node, false, &mut part);
                    part
                })
                .collect();
            if !ordered {
                parts.sort_unstable();
            }
            out.push_str(&format!("[{}]", parts.join(",")));
        }
        Node::Table(table) => write_table(table, &[], out),
    }
}
