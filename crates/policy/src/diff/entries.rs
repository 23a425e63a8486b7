//! Which entries of two rulebooks differ, in writing or in how they stand on the day.

use std::collections::HashMap;

use caldicott_calendar::Day;

use super::Side;
use crate::written::Entry;

/// An entry that differs.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ChangedEntry {
    /// The list it stands in, such as `gateway`.
    pub section: &'static str,
    /// Its id.
    pub id: String,
    /// How it differs.
    pub how: How,
    /// The days that it names and on which it may turn.
    #[serde(skip)]
    pub(crate) turns: Vec<Day>,
}

/// How an entry differs.
#[expect(clippy::exhaustive_enums, reason = "each must be put into words")]
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Only the new rulebook has it.
    Added,
    /// Only the old rulebook has it.
    Removed,
    /// These keys say something else.
    Rewritten(Vec<String>),
    /// It is written the same and stands otherwise: what it was, and what it is.
    Stands(String, String),
}

/// The lists of a rulebook, with the key that names an entry.
pub(super) const SECTIONS: [(&str, &str); 10] = [
    ("role", "name"),
    ("organisation", "id"),
    ("form", "id"),
    ("processor", "organisation"),
    ("agreement", "id"),
    ("gateway", "id"),
    ("bar", "id"),
    ("rule", "id"),
    ("limit", "id"),
    ("hold", "id"),
];

/// The lists of the casework sections, with the key that names an entry.
const CASEWORK_LISTS: [(&str, &str); 3] =
    [("activity", "name"), ("agreement-review", "kind"), ("yearly", "what")];

/// Keys that explain and decide nothing.
const WORDS_ONLY: [&str; 4] = ["says", "why", "cite", "cites"];

impl ChangedEntry {
    /// The section and the id.
    #[must_use]
    pub fn name(&self) -> String {
        if self.id.is_empty() {
            self.section.to_owned()
        } else {
            format!("{} {}", self.section, self.id)
        }
    }
}

/// The id of an entry. Several versions of a retention rule share one and are told apart.
pub(super) fn id_of(entry: Entry<'_>, key: &str) -> String {
    let id = entry.text(key);
    match entry.number("version") {
        Some(version) if version > 1 => format!("{id} version {version}"),
        _ => id.to_owned(),
    }
}

pub(super) fn changed(old: Side<'_>, new: Side<'_>) -> Vec<ChangedEntry> {
    let mut found = Vec::new();
    for (section, key) in SECTIONS {
        listed(old, new, (section, key), &mut found);
    }
    casework(old, new, &mut found);
    for section in ["rulebook", "sharing", "trigger"] {
        let table = |side: Side<'_>| {
            side.rulebook.top().table(section).map(|entry| entry.canonical(&[])).unwrap_or_default()
        };
        if table(old) != table(new) {
            let keys =
                if section == "rulebook" { differing(old, new, section) } else { Vec::new() };
            found.push(entry_of(section, String::new(), How::Rewritten(keys), &[]));
        }
    }
    found
}

/// The entries of one list. Entries may share an id, as the processors of one organisation do, so those
/// that are written alike are paired first.
fn listed(
    old: Side<'_>,
    new: Side<'_>,
    (section, key): (&'static str, &str),
    found: &mut Vec<ChangedEntry>,
) {
    let mut after: Vec<(String, Entry<'_>)> = Vec::new();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for entry in new.rulebook.entries(section) {
        alike.entry(entry.canonical(&[])).or_default().push(after.len());
        after.push((id_of(entry, key), entry));
    }
    let mut paired = vec![false; after.len()];
    let mut apart = Vec::new();
    for entry in old.rulebook.entries(section) {
        let twin = alike.get_mut(&entry.canonical(&[])).and_then(Vec::pop);
        match twin.and_then(|place| after.get(place).zip(paired.get_mut(place))) {
            None => apart.push(entry),
            Some(((id, twin), paired)) => {
                *paired = true;
                let how = how(old, new, section, entry, *twin);
                found.extend(how.map(|how| entry_of(section, id.clone(), how, &[entry, *twin])));
            }
        }
    }
    let mut left: Vec<(String, Entry<'_>)> =
        after.into_iter().zip(paired).filter(|(_, paired)| !paired).map(|(one, _)| one).collect();
    for entry in apart {
        let id = id_of(entry, key);
        let Some(place) = left.iter().position(|(other, _)| *other == id) else {
            found.push(entry_of(section, id, How::Removed, &[entry]));
            continue;
        };
        let (_, twin) = left.remove(place);
        if let Some(how) = how(old, new, section, entry, twin) {
            found.push(entry_of(section, id, how, &[entry, twin]));
        }
    }
    for (id, entry) in left {
        found.push(entry_of(section, id, How::Added, &[entry]));
    }
}

/// The keys of a table that differ.
fn differing(old: Side<'_>, new: Side<'_>, section: &str) -> Vec<String> {
    let (before, after) = (old.rulebook.top().table(section), new.rulebook.top().table(section));
    let mut keys: Vec<&str> =
        before.iter().chain(&after).flat_map(|entry| entry.keys().map(|(key, _)| key)).collect();
    keys.sort_unstable();
    keys.dedup();
    let says = |entry: Option<Entry<'_>>, key: &str| entry.map(|entry| entry.canonical_key(key));
    keys.retain(|key| says(before, key) != says(after, key));
    keys.into_iter().map(str::to_owned).collect()
}

/// The casework sections: lists by their entries, others each as a whole, told by the keys that differ.
fn casework(old: Side<'_>, new: Side<'_>, found: &mut Vec<ChangedEntry>) {
    for section in crate::casework::TOP_LEVEL_KEYS {
        if let Some(key) = CASEWORK_LISTS.iter().find(|(list, _)| *list == section) {
            listed(old, new, *key, found);
            continue;
        }
        let (before, after) = (old.rulebook.top(), new.rulebook.top());
        if before.canonical_key(section) == after.canonical_key(section) {
            continue;
        }
        let how = match (before.table(section), after.table(section)) {
            (Some(before), Some(after)) => how(old, new, section, before, after),
            (_, _) if !before.has(section) => Some(How::Added),
            (_, _) if !after.has(section) => Some(How::Removed),
            (_, _) => Some(How::Rewritten(Vec::new())),
        };
        found.extend(how.map(|how| entry_of(section, String::new(), how, &[])));
    }
}

fn entry_of(section: &'static str, id: String, how: How, entries: &[Entry<'_>]) -> ChangedEntry {
    let mut turns = Vec::new();
    for entry in entries {
        turns.extend(["from", "until", "effective"].iter().filter_map(|key| entry.day(key)));
        turns.extend(entry.day("review_by").and_then(|day| day.plus_days(1)));
        for below in entry.tables("basis").into_iter().chain(entry.tables("transfer")) {
            turns.extend(["from", "until"].iter().filter_map(|key| below.day(key)));
        }
    }
    turns.sort_unstable();
    // A day that only one version names is a day on which they may part.
    let mut once: Vec<Day> = Vec::new();
    for chunk in turns.chunk_by(|one, other| one == other) {
        if let [day] = chunk {
            once.push(*day);
        }
    }
    let turns =
        if entries.len() == 2 && !matches!(how, How::Stands(..)) { once } else { Vec::new() };
    ChangedEntry { section, id, how, turns }
}

fn how(
    old: Side<'_>,
    new: Side<'_>,
    section: &str,
    before: Entry<'_>,
    after: Entry<'_>,
) -> Option<How> {
    if before.canonical(&WORDS_ONLY) != after.canonical(&WORDS_ONLY) {
        let mut keys: Vec<&str> = before.keys().chain(after.keys()).map(|(key, _)| key).collect();
        keys.sort_unstable();
        keys.dedup();
        let differing = keys
            .into_iter()
            .filter(|key| !WORDS_ONLY.contains(key))
            .filter(|key| before.canonical_key(key) != after.canonical_key(key))
            .map(str::to_owned)
            .collect();
        return Some(How::Rewritten(differing));
    }
    let (was, is) = (standing(old, section, before), standing(new, section, after));
    (was != is).then_some(How::Stands(was, is))
}

/// How an entry stands on the day of its side, in a word.
fn standing(side: Side<'_>, section: &str, entry: Entry<'_>) -> String {
    let (rulebook, day) = (side.rulebook, side.day);
    let Some(sharing) = rulebook.sharing() else { return String::new() };
    if section == "agreement" {
        let found = sharing.agreements().iter().find(|one| one.id() == entry.text("id"));
        return found.map(|one| one.standing(day)).unwrap_or_default().to_owned();
    }
    let within = |entry: Entry<'_>| {
        if entry.day("from").is_some_and(|from| day < from) {
            "not begun"
        } else if entry.day("until").is_some_and(|until| until <= day) {
            "ended"
        } else {
            "in force"
        }
    };
    let mut words = within(entry).to_owned();
    if section == "gateway" {
        let gateway = sharing.gateways().iter().find(|one| one.id() == entry.text("id"));
        let basis = gateway.and_then(|gateway| gateway.basis_on(day));
        let basis = basis.map_or_else(|| "no basis".to_owned(), |basis| basis.to_string());
        words.push_str(&format!(" on {basis}"));
    }
    if section == "processor" {
        let live = entry.tables("transfer").into_iter().any(|one| within(one) == "in force");
        // Safeguards relied on from the main stage of the 2025 Act need an assessment (TR-04).
        let stage = day >= caldicott_model::law::DUAA_STAGE_MAIN;
        if entry.flag("abroad") {
            words.push_str(match (live, stage) {
                (true, true) => ", transfers allowed under the law of 2026",
                (true, false) => ", transfers allowed under the former law",
                (false, _) => ", no transfer allowed",
            });
        }
    }
    words
}
