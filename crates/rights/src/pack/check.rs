//! A pack is searched for what must not be in it before anybody gets it.

use crate::redaction::Redactor;

use super::render::{Document, Html};

/// Where in a pack something was found that must not be there. It names no value.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Place {
    /// The first page: the person's name, the controller, the rights.
    Front,
    /// The information about the processing.
    Information,
    /// The record of the search.
    Search,
    /// An item, by the host's id.
    Item(String),
    /// The finished page, across its parts.
    Page,
    /// The finished JSON.
    Json,
}

/// Searches the parts of a pack, then the pages as they go out.
pub(super) fn check(
    document: &Document,
    html: &Html,
    json: Option<&str>,
    redactor: &Redactor,
) -> Vec<Place> {
    let mut places = Vec::new();
    for (place, text) in document.strings() {
        if !redactor.find(text).is_empty() || redactor.finds_squeezed(text) {
            places.push(place);
        }
    }
    for text in document.vouched() {
        if redactor.finds_in_full(text) {
            places.push(Place::Front);
        }
    }
    // On the page itself only what touches a part that was filled in counts: the tags and sentences of the
    // form are the same for everybody.
    let spans = redactor.find_known(html.text());
    if spans.iter().any(|span| html.is_filled_in(&span.range)) {
        places.push(Place::Page);
    }
    if let Some(json) = json
        && !only_says(json, document)
    {
        places.push(Place::Json);
    }
    places.sort();
    places.dedup();
    places
}

/// Every string of the JSON is one that was searched, or part of its form.
#[cfg(feature = "serde")]
fn only_says(json: &str, document: &Document) -> bool {
    fn strings<'v>(value: &'v serde_json::Value, found: &mut Vec<&'v str>) {
        match value {
            serde_json::Value::String(text) => found.push(text),
            serde_json::Value::Array(values) => {
                for value in values {
                    strings(value, found);
                }
            }
            serde_json::Value::Object(map) => {
                for value in map.values() {
                    strings(value, found);
                }
            }
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            }
        }
    }
    let Ok(value) = serde_json::from_str::<serde_json::Value>(json) else { return false };
    let mut found = Vec::new();
    strings(&value, &mut found);
    let searched: std::collections::BTreeSet<String> = document
        .strings()
        .into_iter()
        .map(|(_, text)| text.to_owned())
        .chain(document.vouched().into_iter().map(str::to_owned))
        .chain(document.form())
        .collect();
    found.into_iter().all(|text| searched.contains(text))
}

#[cfg(not(feature = "serde"))]
const fn only_says(_json: &str, _document: &Document) -> bool {
    true
}
