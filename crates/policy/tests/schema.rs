//! The published schemas against the readers themselves, the shipped files and slips of the hand.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use caldicott_model::document::{Echo, Faults, Reader};
use caldicott_policy::{json, schema};
use caldicott_retention::Schedule;
use caldicott_sharing::{Request, Rulebook};
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

/// A file of a shipped rulebook as an editor hands it to a schema: days are text.
fn shipped() -> Vec<(String, Value)> {
    let mut files = Vec::new();
    for pack in ["st-martins", "camden", "care-provider"] {
        for entry in std::fs::read_dir(format!("{FOLDER}/rulebooks/{pack}")).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((
                path.display().to_string(),
                plain(toml::Value::Table(text.parse().unwrap())),
            ));
        }
    }
    files
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        toml::Value::Float(_) => panic!("no rulebook has a fraction"),
    }
}

fn requests() -> Vec<String> {
    ["st-martins", "camden", "care-provider"]
        .iter()
        .flat_map(|name| {
            let text = std::fs::read_to_string(format!("{FOLDER}/requests/{name}.jsonl")).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

fn errors(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(instance).map(|error| error.to_string()).collect()
}

/// The keys that readers look for, by the path of their table without its numbers.
fn looked_for(text: &str, read: impl Fn(&mut Reader<'_>)) -> BTreeMap<String, BTreeSet<String>> {
    let faults = Faults::new("x", Echo::Shown).recording();
    let (table, at) = json::object(text, 1, &faults).unwrap();
    read(&mut Reader::new(&table, at, &faults));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, key) in faults.looked_for() {
        let mut plain = String::new();
        let mut depth = 0_u8;
        for c in path.chars() {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                c if depth == 0 => plain.push(c),
                _ => {}
            }
        }
        // The names of triggers are the file's own.
        let path = if plain.starts_with("trigger.") { "trigger.*".to_owned() } else { plain };
        found.entry(path).or_default().insert(key.to_owned());
    }
    found
}

/// The keys of a table of a schema.
fn keys<'s>(schema: &'s Value, path: &str) -> (BTreeSet<String>, &'s Value) {
    let mut at = schema;
    for part in path.split('.').filter(|part| !part.is_empty()) {
        at = if part == "*" {
            &at["additionalProperties"]["anyOf"][1]
        } else {
            &at["properties"][part]
        };
        at = at.get("items").unwrap_or(at);
    }
    let properties = at["properties"].as_object();
    (properties.map(|keys| keys.keys().cloned().collect()).unwrap_or_default(), at)
}

fn agree(schema: &Value, found: &BTreeMap<String, BTreeSet<String>>, tables: &[&str]) {
    for path in tables {
        let looked = found.get(*path).unwrap_or_else(|| panic!("no reader looked into `{path}`"));
        let (described, at) = keys(schema, path);
        assert_eq!(looked, &described, "`{path}`");
        assert_eq!(at["additionalProperties"], json!(false), "`{path}` lets slips through");
    }
    let known: Vec<&str> =
        found.keys().map(String::as_str).filter(|path| !path.is_empty()).collect();
    for path in known {
        assert!(tables.contains(&path), "a reader looks into `{path}`, which is not compared");
    }
}

#[test]
fn every_key_that_a_reader_looks_for_in_a_rulebook_is_described_and_no_other() {
    let mut whole = serde_json::Map::new();
    for (name, value) in shipped() {
        if name.contains("st-martins") {
            for (key, value) in value.as_object().unwrap() {
                match whole.get_mut(key).and_then(Value::as_array_mut) {
                    Some(list) => list.extend(value.as_array().unwrap().iter().cloned()),
                    None => {
                        whole.insert(key.clone(), value.clone());
                    }
                }
            }
        }
    }
    let sharing = whole.get_mut("sharing").and_then(Value::as_object_mut).unwrap();
    sharing.insert("policy_document".into(), json!([{ "paragraphs": [18] }]));
    sharing
        .insert("within".into(), json!([{ "duty": "inform-person", "within": "5 working days" }]));
    let text = Value::Object(whole).to_string();
    let found = looked_for(&text, |reader| {
        assert!(Rulebook::read(reader).is_some());
        assert!(Schedule::read(reader).is_some());
        reader.allow_other_keys();
    });
    agree(
        &schema::rulebook(),
        &found,
        &[
            "sharing",
            "sharing.policy_document",
            "sharing.within",
            "role",
            "organisation",
            "form",
            "processor",
            "processor.transfer",
            "agreement",
            "gateway",
            "gateway.basis",
            "bar",
            "trigger.*",
            "rule",
            "limit",
            "hold",
        ],
    );
    let (top, _) = keys(&schema::rulebook(), "");
    let readers = Rulebook::TOP_LEVEL_KEYS
        .iter()
        .chain(&caldicott_retention::TOP_LEVEL_KEYS)
        .chain(&caldicott_policy::casework::TOP_LEVEL_KEYS);
    let read: BTreeSet<String> =
        readers.chain(&["rulebook"]).map(|key| (*key).to_owned()).collect();
    assert_eq!(top, read);
}

#[test]
fn every_key_that_a_reader_looks_for_in_a_request_is_described_and_no_other() {
    let text = json!({
        "asker": {}, "categories": ["identity"], "order": { "kind": "court-order" }, "facts": {},
        "handled_by": "a", "approvals": [{ "role": "a", "by": "b", "on": "2026-01-01", "decision": "granted" }],
        "subject": {
            "consents": [{ "kind": "sharing", "refused": "2026-01-01" }],
            "capacity": [{
                "for": "sharing", "on": "2026-01-01", "by": "c", "finding": "in-doubt",
            }],
            "best_interests": [{
                "for": "sharing", "on": "2026-01-01", "by": "c", "decision": "share",
            }],
        },
    });
    let found = looked_for(&text.to_string(), |reader| assert!(Request::read(reader).is_some()));
    let tables = [
        "asker",
        "order",
        "approvals",
        "facts",
        "subject",
        "subject.consents",
        "subject.capacity",
        "subject.best_interests",
    ];
    agree(&schema::request(), &found, &tables);
    assert_eq!(found[""], keys(&schema::request(), "").0);
}

#[test]
fn every_shipped_file_is_right_by_the_schema() {
    let schema = schema::rulebook();
    for (name, value) in shipped() {
        let errors = errors(&schema, &value);
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
    let schema = schema::request();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let lines = requests();
    assert!(lines.len() > 100);
    for line in lines {
        let value: Value = serde_json::from_str(&line).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", value["id"]);
    }
}

/// Every change of one key of a table into a slip of the hand.
fn slips(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let mut other = map.clone();
                other.remove(key);
                other.insert(format!("{key}x"), inner.clone());
                all.push(Value::Object(other));
                for inner in slips(inner) {
                    let mut other = map.clone();
                    other.insert(key.clone(), inner);
                    all.push(Value::Object(other));
                }
            }
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                for inner in slips(inner) {
                    let mut other = items.clone();
                    other[place] = inner;
                    all.push(Value::Array(other));
                }
            }
        }
        _ => {}
    }
    all
}

#[test]
fn a_misspelt_key_is_wrong_wherever_it_stands() {
    let (schema, mut tried) = (schema::rulebook(), 0);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, value) in shipped().into_iter().filter(|(name, _)| name.contains("camden")) {
        let mut value = value;
        // A trigger may have any name.
        value.as_object_mut().unwrap().remove("trigger");
        for slip in slips(&value) {
            assert!(!validator.is_valid(&slip), "{name}: {slip:#}");
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
    let schema = schema::request();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in requests().iter().step_by(9) {
        for slip in slips(&serde_json::from_str(line).unwrap()) {
            assert!(!validator.is_valid(&slip), "{slip:#}");
        }
    }
}

#[test]
fn a_misspelt_word_is_wrong() {
    let schema = schema::rulebook();
    let right = json!({ "organisation": [{ "id": "a", "kind": "police" }] });
    assert!(errors(&schema, &right).is_empty());
    for wrong in [
        json!({ "organisation": [{ "id": "a", "kind": "polise" }] }),
        json!({ "organisation": [{ "id": "A b", "kind": "police" }] }),
        json!({ "organisation": [{ "kind": "police" }] }),
        json!({ "organisation": { "id": "a", "kind": "police" } }),
        json!({ "rule": [{ "id": "a", "why": "b", "keep": "six years", "stages": ["dispose"] }] }),
        json!({ "rule": [{ "id": "a", "why": "b", "keep": "6 years after c", "stages": ["burn"] }] }),
        json!({ "rule": [{ "id": "a", "why": "b", "keep": 6, "stages": ["dispose"] }] }),
        json!({ "bar": [{ "id": "a", "says": "b", "removes": ["helth"], "beats": ["every"], "cite": ["B-001"] }] }),
        json!({ "rulebook": { "id": "a", "organisation": "A", "as-known-on": "1 May 2026", "kept-by": "B" } }),
    ] {
        assert!(!errors(&schema, &wrong).is_empty(), "{wrong}");
    }
}
