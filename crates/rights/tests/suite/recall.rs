//! How much of what was sown into notes is found, and how much else is taken out with it.
//!
//! The notes were generated once, from lists and frames of their own; what was sown is marked in them as
//! `[[class:text]]`.

use std::collections::BTreeMap;

use caldicott_calendar::Day;
use caldicott_rights::redaction::{Cleared, Identity, Name, Protected, Redactor};
use serde_json::Value;

const NOTES: &str = include_str!("../data/notes.json");
const GUIDE: &str = include_str!("../../docs/redaction.md");

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn redactor(roster: &Value) -> Redactor {
    let person = |it: &Value| {
        let mut identity =
            Identity::named(Name::parse(text(&it["name"])).unwrap()).reference(text(&it["ref"]));
        if let Some(phone) = it["phone"].as_str() {
            identity = identity.phone(phone);
        }
        if let Some(address) = it["address"].as_str() {
            identity = identity.address(address);
        }
        if let Some(born) = it["born"].as_str() {
            identity = identity.born(born.parse::<Day>().unwrap());
        }
        identity
    };
    let own = Identity::named(Name::parse(text(&roster["own"])).unwrap())
        .phone(text(&roster["own_phone"]))
        .address(text(&roster["own_address"]));
    let people: Vec<Identity> =
        roster["protected"].as_array().unwrap().iter().map(person).collect();
    let mut cleared = Cleared::of(own);
    for name in roster["cleared"].as_array().unwrap() {
        cleared = cleared.person(Identity::named(Name::parse(text(name)).unwrap()));
    }
    Redactor::new(&Protected::of(&people), &cleared)
}

/// The note without its marks, and what was sown where.
fn sown(marked: &str) -> (String, Vec<(String, std::ops::Range<usize>)>) {
    let (mut note, mut found) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once("[[") {
        note.push_str(before);
        let (class, after) = after.split_once(':').unwrap();
        let (inside, after) = after.split_once("]]").unwrap();
        let start = note.len();
        note.push_str(inside);
        found.push((class.to_owned(), start..note.len()));
        rest = after;
    }
    note.push_str(rest);
    (note, found)
}

#[test]
fn recall_and_precision_on_sown_notes_are_as_published() {
    let all: Value = serde_json::from_str(NOTES).unwrap();
    let redactors: Vec<Redactor> =
        all["rosters"].as_array().unwrap().iter().map(redactor).collect();
    let notes = all["notes"].as_array().unwrap();
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut taken, mut rightly, mut kept, mut lost) = (0, 0, 0, 0);
    for it in notes {
        let at = usize::try_from(it["roster"].as_u64().unwrap()).unwrap();
        let (note, sown) = sown(text(&it["note"]));
        let spans = redactors[at].find(&note);
        for (class, range) in &sown {
            // Found is found whole: every letter and digit of it.
            let whole = note
                .char_indices()
                .filter(|(place, c)| range.contains(place) && c.is_alphanumeric());
            let found = whole
                .filter(|(place, _)| !spans.iter().any(|span| span.range.contains(place)))
                .count()
                == 0;
            let entry = tally.entry(class.clone()).or_default();
            entry.1 += 1;
            if found {
                entry.0 += 1;
            } else if std::env::var("SHOW_MISSED").is_ok() {
                println!("missed {class}: {:?} in {note:?}", &note[range.clone()]);
            }
        }
        for span in &spans {
            taken += 1;
            let right = sown
                .iter()
                .any(|(_, range)| range.start < span.range.end && span.range.start < range.end);
            rightly += usize::from(right);
            if !right && std::env::var("SHOW_MISSED").is_ok() {
                println!("wrongly: {:?} ({}) in {note:?}", &note[span.range.clone()], span.why);
            }
        }
        for (place, c) in note.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let _ = c;
            if !sown.iter().any(|(_, range)| range.contains(&place)) {
                kept += 1;
                lost += usize::from(spans.iter().any(|span| span.range.contains(&place)));
            }
        }
        assert!(redactors[at].find(redactors[at].redact(&note).text()).is_empty(), "{note}");
    }
    let line = |class: &str| {
        let (found, of) = tally[class];
        format!("| {class} | {found} of {of} |")
    };
    for class in ["name", "number", "form", "cued", "uncued", "hard"] {
        let line = line(class);
        println!("{line}");
        assert!(GUIDE.contains(&line), "docs/redaction.md does not say: {line}");
    }
    let precision = format!("{rightly} of {taken} spans");
    let collateral = format!("{lost} of {kept} other letters and digits");
    println!("{} notes; {precision}; {collateral}", notes.len());
    assert!(notes.len() >= 300);
    assert!(GUIDE.contains(&precision) && GUIDE.contains(&collateral), "{precision}; {collateral}");
    // What the record itself knows is found every time.
    assert_eq!((tally["name"].0, tally["number"].0), (tally["name"].1, tally["number"].1));
}
