//! A name for what a rulebook says.

use caldicott_model::digest::Sha256;
use caldicott_model::document::{Located, Node, Reader};

use crate::rulebook::Rulebook;

/// A hash of what the rulebook says about sharing, whatever the order of keys and of rules.
pub(super) fn hash(reader: &mut Reader<'_>) -> Sha256 {
    let mut text = String::from("caldicott-sharing rulebook 1\n");
    for key in Rulebook::TOP_LEVEL_KEYS {
        text.push_str(key);
        text.push('=');
        if let Some(found) = reader.raw(key) {
            canonical(found, &mut text);
        }
        text.push('\n');
    }
    Sha256::of(text.as_bytes())
}

/// Writes a value so that equal meanings give equal text. Lists are sets of rules or of names.
fn canonical(found: &Located, text: &mut String) {
    match &found.node {
        Node::Null => text.push_str("null"),
        Node::Fraction => text.push_str("fraction"),
        Node::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Node::Number(number) => text.push_str(&number.to_string()),
        Node::Day(day) => text.push_str(&quoted(&day.to_string())),
        Node::Text(string) => text.push_str(&quoted(string)),
        Node::List(items) => {
            let mut parts: Vec<String> = items
                .iter()
                .map(|item| {
                    let mut part = String::new();
                    canonical(item, &mut part);
                    part
                })
                .collect();
            parts.sort_unstable();
            text.push('[');
            text.push_str(&parts.join(","));
            text.push(']');
        }
        Node::Table(table) => {
            let mut keys: Vec<&str> = table.keys().map(|(key, _)| key).collect();
            keys.sort_unstable();
            text.push('{');
            for key in keys {
                text.push_str(&quoted(key));
                text.push(':');
                if let Some(value) = table.get(key) {
                    canonical(value, text);
                }
                text.push(',');
            }
            text.push('}');
        }
    }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}
