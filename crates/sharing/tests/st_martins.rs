//! The situations of the founding policies, decided by the rulebook as shipped.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "support/documents.rs"]
mod support;

use caldicott_sharing::{DataSet, Rulebook, decide};
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
fn differences(rulebook: &Rulebook, expected: &Value, request: &Value) -> Vec<String> {
    let request = support::request(request).unwrap();
    let decision = decide(rulebook, &request, request.day.unwrap());
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
    let rulebook = support::st_martins();
    let mut found = Vec::new();
    for (request, expected) in requests.iter().zip(&expected) {
        assert_eq!(request["id"], expected["id"]);
        found.extend(differences(&rulebook, expected, request));
    }
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn whoever_asks_whether_somebody_lives_here_hears_the_same_bytes_if_they_do_and_if_not() {
    let rulebook = support::st_martins();
    let answer = |id: &str| {
        let requests = lines(REQUESTS);
        let found = requests.iter().find(|request| request["id"] == id).unwrap();
        let request = support::request(found).unwrap();
        let decision = decide(&rulebook, &request, request.day.unwrap());
        (serde_json::to_vec(&decision.outward()).unwrap(), serde_json::to_vec(&decision).unwrap())
    };
    assert_eq!(answer("caller-who-lives-there"), answer("caller-who-does-not-live-there"));
    // A relative, a journalist and an employer hear nothing else either.
    for id in ["mother-by-telephone", "journalist", "employer", "police-by-telephone-unverified"] {
        assert_eq!(answer(id).0, answer("caller-who-does-not-live-there").0);
    }
}

#[test]
fn a_sighting_is_no_address() {
    let told = DataSet::from(caldicott_sharing::Detail::Sighting);
    assert!(told.categories().is_empty());
}

/// Every request made by leaving one key out of this one, however deep it stands.
fn with_one_key_left_out(request: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    every_key(request, "", &mut places);
    places
        .into_iter()
        .map(|place| {
            let (table, key) = place.rsplit_once('/').unwrap();
            let mut less = request.clone();
            less.pointer_mut(table).unwrap().as_object_mut().unwrap().remove(key);
            (place, less)
        })
        .collect()
}

/// Where the keys of a value stand, as JSON pointers.
fn every_key(value: &Value, at: &str, places: &mut Vec<String>) {
    for (key, inner) in value.as_object().into_iter().flatten() {
        let place = format!("{at}/{key}");
        every_key(inner, &place, places);
        places.push(place);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        every_key(inner, &format!("{at}/{index}"), places);
    }
}

#[test]
fn a_key_left_out_of_any_situation_lets_nothing_more_out() {
    let rulebook = support::st_martins();
    let mut tried = 0;
    for whole in lines(REQUESTS) {
        let request = support::request(&whole).unwrap();
        let day = request.day.unwrap();
        let before = decide(&rulebook, &request, day).released();
        for (key, less) in with_one_key_left_out(&whole) {
            // Left out, these say something: `asked`, that no agreement is named, and that it has no end.
            let says = ["/direction", "/agreement", "/order/from", "/until", "/withdrawn"];
            if says.iter().any(|said| key.ends_with(said)) {
                continue;
            }
            let Ok(request) = support::request(&less) else { continue };
            let after = decide(&rulebook, &request, day).released();
            assert!(before.contains_all(after), "{} without {key} lets out {after}", whole["id"]);
            tried += 1;
        }
    }
    assert!(tried > 2000, "{tried}");
}
