//! Words of a rulebook as words of English.

use caldicott_sharing::{Duty, Fact};

use crate::written::Entry;

/// A name without its hyphens.
pub(crate) fn plain(name: &str) -> String {
    name.replace('-', " ")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., one] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", most.join(", "), one.as_ref())
        }
    }
}

/// The names of a key in English, or other words when there are none.
pub(crate) fn names(entry: Entry<'_>, key: &str, last: &str, otherwise: &str) -> String {
    let names: Vec<String> = entry.texts(key).into_iter().map(plain).collect();
    if names.is_empty() { otherwise.to_owned() } else { list(&names, last) }
}

/// What a key covers: `every` and `special` are sets with names of their own.
pub(super) fn data(entry: Entry<'_>, key: &str) -> String {
    let names: Vec<String> = entry
        .texts(key)
        .into_iter()
        .map(|name| match name {
            "every" => "everything".to_owned(),
            "special" => "all special categories".to_owned(),
            other => plain(other),
        })
        .collect();
    list(&names, "and")
}

/// Needs, as questions that must be answered yes or no.
pub(super) fn needs(entry: Entry<'_>, key: &str) -> Vec<String> {
    entry.texts(key).into_iter().map(need).collect()
}

/// One need.
pub(super) fn need(text: &str) -> String {
    if let Some(role) = text.strip_prefix("approval:") {
        return format!("the {}, or somebody above, has approved it", plain(role));
    }
    if let Some(kind) = text.strip_prefix("explicit-consent:") {
        return format!("the person has consented in express words ({})", plain(kind));
    }
    if let Some(kind) = text.strip_prefix("consent:") {
        return format!("the person has consented ({})", plain(kind));
    }
    let (name, yes) = text.strip_prefix("not:").map_or((text, "yes"), |name| (name, "no"));
    if let Some((_, words)) = STATEMENTS.iter().find(|(known, _)| *known == text) {
        return (*words).to_owned();
    }
    match Fact::from_name(name) {
        Some(fact) => {
            let question = fact.question();
            let question = question.split('?').next().unwrap_or(question);
            format!("“{question}?” is answered {yes}")
        }
        None => match text {
            "agreement" => "a live agreement with them covers it".to_owned(),
            "necessary" => "it was assessed as needed".to_owned(),
            "order-scope" => "the order reaches it".to_owned(),
            "processing-agreement" => "a processing agreement covers it".to_owned(),
            other => plain(other),
        },
    }
}

/// What is owed with a disclosure.
pub(super) fn duties(entry: Entry<'_>) -> Option<String> {
    let duties: Vec<String> = entry
        .texts("duties")
        .into_iter()
        .filter(|name| Duty::NAMES.iter().any(|(known, _)| known == name))
        .map(plain)
        .collect();
    (!duties.is_empty()).then(|| format!("With it comes: {}.", list(&duties, "and")))
}

/// The days between which an entry stands.
pub(super) fn time(entry: Entry<'_>) -> Option<String> {
    match (entry.day("from"), entry.day("until")) {
        (None, None) => None,
        (Some(from), None) => Some(format!("It stands from {from}.")),
        (None, Some(until)) => Some(format!("It stands until {until}, not on it.")),
        (Some(from), Some(until)) => {
            Some(format!("It stands from {from} until {until}, not on the last."))
        }
    }
}

/// A sentence's first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// Needs that read better as a statement than as a question answered.
const STATEMENTS: [(&str, &str); 9] = [
    ("consent-refused", "the person has refused this, and has not agreed to it since"),
    ("not:consent-refused", "no refusal of the person's stands against it"),
    ("verified", "the asker was found to be genuine"),
    ("not:anonymous", "somebody can be identified from it"),
    ("anonymous", "nobody can be identified from it"),
    ("transfer-allowed", "the data stays in the country, or something lets it leave on the day"),
    ("not:transfer-allowed", "the data would leave the country and nothing lets it"),
    ("no-consent-reason", "there is a reason why there is no consent"),
    ("claims-agreement", "they say under which agreement they ask"),
];
