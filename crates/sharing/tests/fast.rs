//! What is fast says what is slow: reading a request, writing a decision, and neither allocates where
//! it need not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/requests.rs"]
mod requests;
#[path = "support/rulebooks.rs"]
mod rulebooks;
#[path = "support/documents.rs"]
mod support;

use std::sync::LazyLock;

use caldicott_sharing::{Known, Request, Rulebook, decide};
use proptest::prelude::*;
use serde_json::{Value, json};

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(support::st_martins);

const REQUESTS: &str = include_str!("../../../examples/requests/st-martins.jsonl");

/// Everything that a request says, its names included, which its `Debug` leaves out.
fn all_of(request: &Request) -> String {
    let approvals: Vec<_> =
        request.approvals.iter().map(|one| (&one.role, &one.by, one.on, one.granted)).collect();
    let Request { subject, asker, .. } = request;
    let consents = match &subject.consents {
        Known::Unknown => None,
        Known::Known(consents) => Some(
            consents
                .iter()
                .map(|one| {
                    format!(
                        "{:?}",
                        (
                            (one.kind, &one.form, &one.to, &one.purposes, one.covers, one.given),
                            (one.until, one.withdrawn, one.explicit, &one.evidence),
                            one.condition_of_service,
                        )
                    )
                })
                .collect::<Vec<_>>(),
        ),
    };
    format!(
        "{:?}",
        (
            (&request.id, request.day, request.direction, asker.kind, &asker.organisation),
            (&asker.individual, asker.verification, request.purpose, request.asked),
            (request.routine, request.anonymous, request.necessary, &request.order),
            (&request.agreement, &request.handled_by, approvals, request.telling_would_prejudice),
            (request.facts, subject.third_party_confidential, subject.facts, consents),
        )
    )
}

fn read_alike(value: &Value) -> Result<(), TestCaseError> {
    let slow = support::request(value).ok();
    let fast = Request::from_json(&value.to_string());
    prop_assert_eq!(fast.as_ref().map(all_of), slow.as_ref().map(all_of), "{}", value);
    // A request that is written and read again is the same request.
    let again = fast.as_ref().map(|request| serde_json::to_string(request).unwrap());
    let again = again.map(|text| Request::from_json(&text).map(|request| all_of(&request)));
    prop_assert_eq!(again.map(Option::unwrap), slow.as_ref().map(all_of), "{}", value);
    Ok(())
}

#[test]
fn each_situation_is_read_alike() {
    assert_eq!(REQUESTS.lines().count(), requests::examples().len());
    for line in REQUESTS.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let slow = support::request(&value).unwrap();
        assert_eq!(all_of(&Request::from_json(line).unwrap()), all_of(&slow));
    }
}

/// Every place in a document.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, below)| places(below, &format!("{path}/{key}"), found));
        }
        Value::Array(list) => {
            let all = list.iter().enumerate();
            all.for_each(|(place, below)| places(below, &format!("{path}/{place}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(7),
        json!(1.5),
        json!(""),
        json!("  "),
        json!("police"),
        json!("Police"),
        json!("-police"),
        json!("2026-02-29"),
        json!("2026-03-01"),
        json!("sighting"),
        json!("granted"),
        json!("anonymous"),
        json!("a\u{202e}b"),
        json!("a\u{0}b"),
        json!("a\u{7f}b"),
        json!("a \"quoted\" \\ name\n\twith é and 🏠"),
        json!("x".repeat(81)),
        json!([]),
        json!({}),
        json!([null]),
        json!(["identity", "sighting"]),
        json!(["identity", 1]),
        json!([[]]),
        json!([{}]),
        json!({"kind": "police"}),
        json!([{"role": "line-manager", "by": "staff-2", "on": "2026-03-01"}]),
        json!([{"kind": "sharing", "refused": "2026-01-01"}]),
        json!([{"kind": "sharing", "given": "2026-01-01", "withdrawn": "2025-01-01"}]),
        json!({"kind": "court-order", "seen": null}),
    ])
}

fn odd_key() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "day",
        "asker",
        "kind",
        "verified",
        "risk",
        "restricted",
        "exists",
        "consents",
        "handled_by",
        "approvals",
        "order",
        "scope",
        "unknown-key",
        "to",
        "until",
        "decision",
        "clé",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn a_request_with_anything_changed_is_read_or_refused_alike(
        start in any::<prop::sample::Index>(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), odd_key(), odd_value(), 0..3_u8), 1..3
        ),
    ) {
        let lines: Vec<&str> = REQUESTS.lines().collect();
        let mut value: Value = serde_json::from_str(start.get::<&str>(&lines)).unwrap();
        for (place, key, other, how) in changes {
            let mut all = Vec::new();
            places(&value, "", &mut all);
            let path = place.get(&all);
            match value.pointer_mut(path) {
                Some(Value::Object(map)) if how == 0 => drop(map.insert(key, other)),
                Some(Value::Object(map)) if how == 1 => drop(map.shift_out(place)),
                Some(found) if !path.is_empty() => *found = other,
                _ => {}
            }
        }
        read_alike(&value)?;
    }

    #[test]
    fn a_text_with_any_byte_changed_is_read_as_before_or_as_the_slow_reader_does(
        start in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(b"\"\\{}[]:,tn0aA -\x0b\x7f".to_vec()),
        drop_it in any::<bool>(),
    ) {
        let lines: Vec<&str> = REQUESTS.lines().collect();
        let mut bytes = start.get::<&str>(&lines).as_bytes().to_vec();
        let at = at.index(bytes.len());
        if drop_it { bytes.remove(at); } else { bytes[at] = byte; }
        // Where a letter is cut in two there is no text.
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        // Where the text is JSON and no key stands twice, the two agree; else the fast one refuses.
        let slow = strict(&text).and_then(|value| support::request(&value).ok());
        let fast = Request::from_json(&text);
        prop_assert_eq!(fast.as_ref().map(all_of), slow.as_ref().map(all_of), "{}", text);
    }

    #[test]
    fn what_is_written_fast_is_what_is_written((request, day) in requests::wandering()) {
        let decision = decide(&RULEBOOK, &request, day);
        prop_assert_eq!(decision.to_json(), serde_json::to_string(&decision).unwrap());
        let (mut outward, heard) = (String::new(), decision.outward());
        heard.write_json(&mut outward);
        prop_assert_eq!(outward, serde_json::to_string(&heard).unwrap());
    }

    #[test]
    fn what_is_written_fast_by_any_rules_is_what_is_written(
        (request, day) in requests::wandering(), rules in rulebooks::rules()
    ) {
        let decision = decide(&support::rulebook(&rules).unwrap(), &request, day);
        prop_assert_eq!(decision.to_json(), serde_json::to_string(&decision).unwrap());
    }
}

/// Keys in the order of the text, so that one can be taken out by its place.
trait ShiftOut {
    fn shift_out(&mut self, place: prop::sample::Index) -> Option<Value>;
}

impl ShiftOut for serde_json::Map<String, Value> {
    fn shift_out(&mut self, place: prop::sample::Index) -> Option<Value> {
        let keys: Vec<String> = self.keys().cloned().collect();
        if keys.is_empty() { None } else { self.remove(place.get(&keys)) }
    }
}

/// JSON in which no key stands twice.
fn strict(text: &str) -> Option<Value> {
    struct Once;
    impl<'de> serde::de::DeserializeSeed<'de> for Once {
        type Value = Value;
        fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
            from.deserialize_any(self)
        }
    }
    impl<'de> serde::de::Visitor<'de> for Once {
        type Value = Value;
        fn expecting(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            out.write_str("JSON")
        }
        fn visit_unit<E>(self) -> Result<Value, E> {
            Ok(Value::Null)
        }
        fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
            Ok(Value::Bool(flag))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
            Ok(number.into())
        }
        fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
            Ok(number.into())
        }
        fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
            Ok(number.into())
        }
        fn visit_str<E>(self, text: &str) -> Result<Value, E> {
            Ok(text.into())
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
            let mut found = Vec::new();
            while let Some(value) = list.next_element_seed(Once)? {
                found.push(value);
            }
            Ok(Value::Array(found))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
            let mut found = serde_json::Map::new();
            while let Some(key) = map.next_key::<String>()? {
                let value = map.next_value_seed(Once)?;
                if found.insert(key, value).is_some() {
                    return Err(serde::de::Error::custom("a key stands twice"));
                }
            }
            Ok(Value::Object(found))
        }
    }
    let mut from = serde_json::Deserializer::from_str(text);
    let value = serde::de::DeserializeSeed::deserialize(Once, &mut from).ok()?;
    from.end().ok()?;
    Some(value)
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    for twice in [
        r#"{"asker": {}, "categories": ["identity"], "asker": {}}"#,
        r#"{"asker": {"kind": "police", "kind": "police"}, "categories": ["identity"]}"#,
        r#"{"asker": {}, "categories": ["identity"], "facts": {"risk": true, "risk": true}}"#,
        r#"{"asker": {}, "categories": ["identity"], "facts": {"risk": null, "risk": true}}"#,
        r#"{"asker": {}, "categories": ["identity"], "subject": {"exists": true, "exists": true}}"#,
        r#"{"asker": {}, "categories": ["identity"], "subject": {"r\u0065stricted": true, "restricted": false}}"#,
    ] {
        assert!(Request::from_json(twice).is_none(), "{twice}");
    }
}

#[test]
fn an_answer_in_json_is_a_line_of_its_own() {
    let request = Request::from_json(REQUESTS.lines().next().unwrap()).unwrap();
    let Some(day) = request.day else { panic!("the situation names its day") };
    let written = decide(&RULEBOOK, &request, day).to_json();
    assert!(!written.contains('\n'));
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["outcome"], "disclose");
}
