//! `decide`: an answer a line, or everything that is wrong with the requests.

use crate::support::{REQUESTS, RULEBOOK, SMALL, file, root, run, run_with};

const REQUEST: &str = r#"{"id":"r1","day":"2026-03-02","asker":{"kind":"police"},"purpose":"crime-investigation","categories":["identity"]}"#;

#[test]
fn every_shipped_request_is_answered_in_its_order() {
    let requests = std::fs::read_to_string(root().join(REQUESTS)).unwrap();
    let ran = run(&["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS, "--format", "json"]);
    let ran = ran.ok();
    let ids = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string())
            .collect()
    };
    assert_eq!(ids(&ran.out), ids(&requests));
    for line in ran.out.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(answer["decision"]["outcome"].is_string(), "{line}");
        assert!(!answer["decision"]["rules"].as_array().unwrap().is_empty(), "{line}");
    }
}

#[test]
fn the_answers_are_those_that_ship_with_the_requests() {
    let expected =
        std::fs::read_to_string(root().join("examples/requests/st-martins.expected.jsonl"))
            .unwrap();
    let ran = run(&["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS, "--format", "json"]);
    let answers: Vec<serde_json::Value> =
        ran.ok().out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), expected.lines().count());
    for (answer, line) in answers.iter().zip(expected.lines()) {
        let expected: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["decision"]["outcome"], expected["outcome"], "{line}");
    }
}

#[test]
fn a_request_on_standard_input_is_answered_for_the_day_that_is_given() {
    let arguments = ["decide", "--rulebook", RULEBOOK, "--day", "2026-05-01", "--format", "json"];
    let ran = run_with(&arguments, REQUEST.as_bytes()).ok();
    assert_eq!(ran.json()["decision"]["day"], "2026-05-01");
    let table = run_with(&["decide", "--rulebook", RULEBOOK], REQUEST.as_bytes()).ok();
    assert!(table.out.contains("r1"), "{}", table.out);
}

#[test]
fn every_wrong_line_is_named_with_its_place_and_nobody_s_data() {
    let good = REQUEST;
    let text = [
        good,
        r#"{"id":"Zzyzxmarker","day":"2026-02-30","asker":{"kind":"Zzyzxmarker"},"categories":["identity"]}"#,
        r#"{"id":"x","id":"Zzyzxmarker","day":"2026-03-02","asker":{"kind":"police"},"categories":["identity"]}"#,
        "",
        r#"{"id":"x","asker":{"kind":"police"},"categories":["Zzyzxmarker"],"Zzyzxmarker":1}"#,
        r#"{"id":"Zzyzxmarker"#,
        r#"["Zzyzxmarker"]"#,
    ]
    .join("\n");
    let ran = run_with(&["decide", "--rulebook", RULEBOOK], text.as_bytes()).refused();
    let ran = ran
        .names("standard input:2:27:", "day")
        .names("standard input:2:", "asker")
        .names("standard input:3:11:", "stands twice")
        .names("standard input:5:", "categories")
        .names("standard input:6:", "not JSON")
        .names("standard input:7:", "object");
    assert!(!ran.err.contains("standard input:1:"), "{}", ran.err);
    assert!(!ran.err.contains("standard input:4:"), "{}", ran.err);
}

#[test]
fn a_request_without_a_day_is_named_when_no_day_is_given() {
    let text = format!("{REQUEST}\n{}", REQUEST.replace(r#""day":"2026-03-02","#, ""));
    let ran = run_with(&["decide", "--rulebook", RULEBOOK], text.as_bytes()).refused();
    ran.names("standard input:2:1:", "--day");
}

#[test]
fn no_request_at_all_is_a_fault() {
    for text in ["", "\n\n", "\u{feff}"] {
        let ran = run_with(&["decide", "--rulebook", RULEBOOK], text.as_bytes()).refused();
        ran.names("standard input:1:1:", "no request");
    }
}

#[test]
fn a_rulebook_without_a_side_is_said_to_have_none() {
    let half = file("half.toml", SMALL);
    run(&["check", &half.path]).ok();
    let ran = run_with(&["decide", "--rulebook", &half.path], REQUEST.as_bytes()).refused();
    ran.names("half.toml", "disclosures");
}

#[test]
fn the_table_shows_how_many_rules_there_are_beyond_those_that_fit() {
    let ran = run(&["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS]).ok();
    let widest = ran.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest < 260, "{widest}");
    let first: Vec<&str> = ran.out.lines().nth(2).unwrap().split(", ").collect();
    let more: usize = first.last().unwrap().strip_prefix('+').unwrap().parse().unwrap();
    assert!(more > 1, "{first:?}");
}
