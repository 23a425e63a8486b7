//! Every gateway of the three shipped rulebooks, worked through: let through as it should be, each
//! condition failing, each not known, and a claim that is another gateway's.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/documents.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod support;

use std::collections::BTreeMap;

use caldicott_sharing::{Rulebook, decide, oracle};
use serde_json::Value;

/// A rulebook and its situations, a line each.
fn books() -> [(&'static str, Rulebook, &'static str); 3] {
    let read = |text: &str| support::rulebook(text).unwrap();
    [
        (
            "st-martins",
            read(include_str!("../../../examples/rulebooks/st-martins/sharing.toml")),
            include_str!("data/gateways-st-martins.jsonl"),
        ),
        (
            "camden",
            read(include_str!("../../../examples/rulebooks/camden/sharing.toml")),
            include_str!("data/gateways-camden.jsonl"),
        ),
        (
            "care-provider",
            read(include_str!("../../../examples/rulebooks/care-provider/sharing.toml")),
            include_str!("data/gateways-care-provider.jsonl"),
        ),
    ]
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// Whether a decision is as one key of an expectation says.
fn meets(key: &str, wanted: &Value, written: &Value) -> bool {
    let all_of = |found: &Value| {
        let found = strings(found);
        strings(wanted).iter().all(|one| found.contains(one))
    };
    match key {
        "outcome" | "refer_to" => written[key] == *wanted,
        "claim" => written["claim"]["holds"] == *wanted,
        "amiss" | "instead" => all_of(&written["claim"][key]),
        "duties" | "warnings" => all_of(&written[key]),
        "released" => {
            let (mut found, mut wanted) = (strings(&written[key]), strings(wanted));
            found.sort_unstable();
            wanted.sort_unstable();
            found == wanted
        }
        "by" => written["each"].as_array().unwrap().iter().all(|one| {
            one["fate"] != "released" || strings(&one["by"]).contains(&wanted.as_str().unwrap())
        }),
        "due" => wanted.as_object().unwrap().iter().all(|(duty, by)| {
            let mut due = written["due"].as_array().unwrap().iter();
            due.any(|one| one["duty"] == **duty && one["by"] == *by)
        }),
        other => panic!("no expectation is called {other}"),
    }
}

#[test]
fn every_gateway_is_permitted_missed_unknown_and_wrongly_claimed_as_the_rules_say() {
    let mut wrong = Vec::new();
    for (name, rulebook, lines) in books() {
        for line in lines.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let id = case["request"]["id"].as_str().unwrap();
            let request = support::request(&case["request"])
                .unwrap_or_else(|faults| panic!("{id}: {faults:?}"));
            let day = request.day.unwrap();
            let decision = decide(&rulebook, &request, day);
            let written = serde_json::to_value(&decision).unwrap();
            for (key, wanted) in case["expected"].as_object().unwrap() {
                if !meets(key, wanted, &written) {
                    wrong.push(format!(
                        "{name}: {id}: {key} expected {wanted}; outcome {}, claim {}, released {}, warnings {}, refer_to {}, due {}",
                        written["outcome"], written["claim"], written["released"], written["warnings"], written["refer_to"], written["due"]
                    ));
                }
            }
            let plain = oracle::judge(&rulebook, &request, day);
            assert_eq!(decision.released(), plain.released, "{id}");
            assert_eq!(decision.referred(), plain.referred, "{id}");
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_gateway_has_its_four_kinds_of_situation() {
    for (name, rulebook, lines) in books() {
        let mut kinds: BTreeMap<String, [usize; 4]> = BTreeMap::new();
        for line in lines.lines() {
            let case: Value = serde_json::from_str(line).unwrap();
            let id = case["request"]["id"].as_str().unwrap();
            let gateway = id.split_once(": ").unwrap().0.to_owned();
            let counts = kinds.entry(gateway.clone()).or_default();
            let kind = if case["request"]["gateway"] != *gateway {
                3
            } else if id.ends_with("as it should be") {
                0
            } else if case["expected"]["claim"] == "false" {
                1
            } else {
                2
            };
            counts[kind] += 1;
        }
        for gateway in rulebook.gateways() {
            let counts =
                kinds.get(gateway.id()).unwrap_or_else(|| panic!("{name} {}", gateway.id()));
            assert!(counts.iter().all(|count| *count > 0), "{name} {}: {counts:?}", gateway.id());
        }
    }
}
