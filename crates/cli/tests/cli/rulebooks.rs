//! `explain`, `diff`, `schema`, `trace` and what `check` finds across a rulebook.

use crate::support::{RULEBOOK, file, root, run};

const CARE: &str = "examples/rulebooks/care-provider";

/// A copy of a shipped rulebook with one text put in the place of another.
fn changed(pack: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut places = 0;
    for entry in std::fs::read_dir(root().join(pack)).unwrap() {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        places += text.matches(from).count();
        std::fs::write(folder.path().join(entry.file_name()), text.replacen(from, to, 1)).unwrap();
    }
    assert!(places > 0, "`{from}` stands nowhere in {pack}");
    folder
}

#[test]
fn a_rulebook_is_explained_as_text_json_and_a_page() {
    let text = run(&["explain", "--rulebook", RULEBOOK]).ok();
    assert!(text.out.contains("HOW LONG RECORDS ARE KEPT"), "{}", text.out);
    assert!(text.out.contains("Rules: B-050, B-051, B-065, CN-17"), "{}", text.out);
    let json = run(&["explain", "--rulebook", RULEBOOK, "--format", "json"]).ok().json();
    assert!(json["sections"].as_array().unwrap().len() > 8);
    let page = run(&["explain", "--rulebook", CARE, "--format", "html"]).ok();
    assert!(page.out.starts_with("<!doctype html>") && page.out.trim_end().ends_with("</html>"));
}

#[test]
fn a_longer_period_is_told_with_both_dates_and_a_case_that_decide_would_take() {
    let new = changed(CARE, "\"1 year after enquiry-closed\"", "\"2 years after enquiry-closed\"");
    let new = new.path().to_str().unwrap();
    let ran = run(&["diff", CARE, new, "--as-at", "2026-11-01"]).ok();
    assert!(ran.out.contains("Now kept longer"), "{}", ran.out);
    assert!(ran.out.contains("before: kept until 2022-11-01"), "{}", ran.out);
    assert!(ran.out.contains("after:  kept until 2023-11-01"), "{}", ran.out);
    let same = run(&["diff", CARE, CARE]).ok();
    assert!(same.out.starts_with("No entry differs."), "{}", same.out);
}

#[test]
fn an_example_of_a_change_is_answered_by_decide_as_it_says() {
    let new = changed(CARE, "\"life-at-risk\", \"proportionate\"]", "\"life-at-risk\"]");
    let new = new.path().to_str().unwrap();
    let found = run(&["diff", CARE, new, "--format", "json"]).ok().json();
    let change = found["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["effect"] == "permitted")
        .unwrap_or_else(|| panic!("{found:#}"));
    assert_eq!(change["entry"], "gateway emergency");
    let request = file("example.jsonl", change["case"].to_string());
    let outcome = |rulebook: &str| {
        let arguments =
            ["decide", "--rulebook", rulebook, "--requests", &request.path, "--format", "json"];
        run(&arguments).ok().json()["decision"]["released"].clone()
    };
    let (before, after) = (outcome(CARE), outcome(new));
    assert!(before.as_array().unwrap().len() < after.as_array().unwrap().len());
}

#[test]
fn agreements_that_lapse_between_two_days_are_listed() {
    let ran = run(&["diff", RULEBOOK, "--from-day", "2024-03-30", "--to-day", "2024-04-02"]).ok();
    assert!(ran.out.contains("agreement border-protocol: was live, is lapsed"), "{}", ran.out);
    assert!(ran.out.contains("Now kept back"), "{}", ran.out);
    let half = run(&["diff", RULEBOOK, "--from-day", "2024-03-30"]);
    assert_eq!(half.code, 2, "{}", half.err);
}

#[test]
fn the_schemas_are_json_schemas() {
    for of in ["access-case", "rulebook", "request", "decision", "consent", "receipt"] {
        let json = run(&["schema", of]).ok().json();
        assert_eq!(json["$schema"], "https://json-schema.org/draft/2020-12/schema");
        // What is read is closed; what is written may grow.
        let closed = ["access-case", "rulebook", "request"].contains(&of);
        assert_eq!(json["additionalProperties"] == false, closed, "{of}");
    }
}

#[test]
fn the_trace_shows_all_rules_and_agrees_with_what_it_measured() {
    let json = run(&["trace", "--format", "json"]).ok().json();
    assert_eq!(json["rules"], 354);
    assert!(json["faults"].as_array().unwrap().is_empty(), "{}", json["faults"]);
    assert!(json["counts"]["enforced"].as_u64().unwrap() > 90);
    let text = run(&["trace"]).ok();
    assert!(text.out.contains("354 rules of the four policies"));
    let page = run(&["trace", "--format", "html"]).ok();
    assert_eq!(page.out.matches("<tr id=\"").count(), 354);
}

#[test]
fn what_was_probably_not_meant_is_shown_and_what_nobody_can_do_stops_the_check() {
    let ran = run(&["check", RULEBOOK]).ok();
    assert!(ran.out.contains("warning: agreement `border-protocol` had ended"), "{}", ran.out);
    let bad = changed(CARE, "review by care-manager", "review by care-manger");
    let ran = run(&["check", bad.path().to_str().unwrap()]).refused();
    ran.names("retention.toml:", "did you mean `care-manager`?");
    let json = run(&["check", "--format", "json", bad.path().to_str().unwrap()]);
    assert_eq!((json.code, json.json()["right"].clone()), (2, serde_json::json!(false)));
}
