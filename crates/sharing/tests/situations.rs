//! Situations as the policies and the law tell them, under the three shipped rulebooks: what goes, what
//! stays, what somebody decides, and what is owed meanwhile. Each names the rules it was written from.
//!
//! The first line of a file is what is so unless a situation says otherwise; what it sets to `null` is not
//! known. `kept` is withheld or referred: the rules do not say which.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/documents.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod support;

use caldicott_sharing::{decide, oracle};
use serde_json::Value;

macro_rules! situations {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../examples/rulebooks/", $name, "/sharing.toml")),
            include_str!(concat!("data/situations-", $name, ".jsonl")),
        )
    };
}

const BOOKS: [(&str, &str, &str); 3] =
    [situations!("st-martins"), situations!("camden"), situations!("care-provider")];

/// Puts what a situation says over what is so unless it does.
fn said(over: &mut Value, said_of: &Value) {
    for (key, value) in said_of.as_object().unwrap() {
        match (over.get_mut(key), value) {
            (Some(under @ Value::Object(_)), Value::Object(_)) if key != "asker" => {
                said(under, value);
            }
            (_, Value::Null) => {
                over.as_object_mut().unwrap().remove(key);
            }
            _ => over[key] = value.clone(),
        }
    }
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// Whether a decision is as one key of an expectation says.
fn meets(key: &str, wanted: &Value, written: &Value) -> bool {
    let fates = |fates: &[&str]| {
        strings(wanted).iter().all(|data| {
            let mut each = written["each"].as_array().unwrap().iter();
            let found = each.find(|one| one["data"] == **data);
            found.is_some_and(|one| fates.contains(&one["fate"].as_str().unwrap()))
        })
    };
    match key {
        "released" | "withheld" | "referred" => fates(&[key]),
        "kept" => fates(&["withheld", "referred"]),
        "outcome" | "refer_to" => written[key] == *wanted,
        "duties" | "warnings" => {
            let found = strings(&written[key]);
            strings(wanted).iter().all(|one| found.contains(one))
        }
        "no_duties" => {
            let found = strings(&written["duties"]);
            !strings(wanted).iter().any(|one| found.contains(one))
        }
        "until" => written["holds"]["until"] == *wanted,
        "basis" => {
            let gateways = written["gateways"].as_array().unwrap();
            gateways.iter().any(|one| one["holds"] == "true" && one["basis"] == *wanted)
        }
        other => panic!("no expectation is called {other}"),
    }
}

#[test]
fn every_situation_is_decided_as_the_rules_say() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, rules, lines) in BOOKS {
        let rulebook = support::rulebook(rules).unwrap();
        let mut lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let usual = lines.next().unwrap()["unless_said_otherwise"].take();
        for case in lines {
            count += 1;
            let says = case["says"].as_str().unwrap();
            let mut request = usual.clone();
            said(&mut request, &case["request"]);
            let request = support::request(&request)
                .unwrap_or_else(|faults| panic!("{name}: {says}: {faults:?}"));
            let day = request.day.unwrap();
            let decision = decide(&rulebook, &request, day);
            let plain = oracle::judge(&rulebook, &request, day);
            assert_eq!(decision.released(), plain.released, "{name}: {says}");
            assert_eq!(decision.referred(), plain.referred, "{name}: {says}");
            let written = serde_json::to_value(&decision).unwrap();
            for (key, wanted) in case["expected"].as_object().unwrap() {
                if !meets(key, wanted, &written) {
                    wrong.push(format!(
                        "{name}: {says} {}: {key} expected {wanted}, decided {} {} {} {}",
                        case["rules"],
                        written["outcome"],
                        written["each"],
                        written["duties"],
                        written["refer_to"]
                    ));
                }
            }
        }
    }
    assert!(count > 300, "{count}");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
