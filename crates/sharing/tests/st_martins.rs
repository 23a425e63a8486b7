//! The situations of the founding policies, decided by the rulebook as shipped.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod support;

use caldicott_sharing::{DataSet, decide};
use serde_json::Value;

const REQUESTS: &str = include_str!("../../../examples/requests/st-martins.jsonl");
const EXPECTED: &str = include_str!("../../../examples/requests/st-martins.expected.jsonl");

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

fn sorted(set: DataSet) -> Vec<&'static str> {
    let mut names: Vec<_> = set.names().collect();
    names.sort_unstable();
    names
}

/// Compares one decision with what is expected of it, and says every difference.
fn differences(expected: &Value, request: &Value) -> Vec<String> {
    let rulebook = support::st_martins();
    let request = support::request(request).unwrap();
    let decision = decide(&rulebook, &request, request.day.unwrap());
    let written = serde_json::to_value(&decision).unwrap();
    let mut found = Vec::new();
    for (key, wanted) in expected.as_object().unwrap() {
        let differs = match key.as_str() {
            "id" => false,
            "outcome" => *wanted != written["outcome"],
            "released" | "withheld" | "referred" => {
                let got = match key.as_str() {
                    "released" => decision.released(),
                    "withheld" => decision.withheld(),
                    _ => decision.referred(),
                };
                let mut wanted = strings(wanted);
                wanted.sort_unstable();
                sorted(got) != wanted
            }
            "by" => !written["each"].as_array().unwrap().iter().any(|one| {
                one["fate"] == "released" && one["by"].as_array().unwrap().contains(wanted)
            }),
            "basis" => !written["gateways"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["holds"] == "true" && one["basis"] == *wanted),
            "duties" | "warnings" => {
                let got = strings(&written[key]);
                !strings(wanted).iter().all(|one| got.contains(one))
            }
            "refer_to" => *wanted != written["refer_to"],
            "until" => *wanted != written["holds"]["until"],
            "change" => {
                let got: Vec<Vec<&str>> = written["what_would_change_it"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|set| {
                        set.as_array()
                            .unwrap()
                            .iter()
                            .map(|one| one["need"].as_str().unwrap())
                            .collect()
                    })
                    .collect();
                !wanted.as_array().unwrap().iter().all(|set| got.contains(&strings(set)))
            }
            other => panic!("no expectation is called {other}"),
        };
        if differs {
            found.push(format!(
                "{}: {key} expected {wanted}, decided {}",
                expected["id"],
                serde_json::to_string_pretty(&written).unwrap()
            ));
        }
    }
    found
}

#[test]
fn each_situation_is_decided_as_the_policies_say() {
    let requests = lines(REQUESTS);
    let expected = lines(EXPECTED);
    assert_eq!(requests.len(), expected.len());
    assert!(requests.len() >= 36);
    let mut found = Vec::new();
    for (request, expected) in requests.iter().zip(&expected) {
        assert_eq!(request["id"], expected["id"]);
        found.extend(differences(expected, request));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
