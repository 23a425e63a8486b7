//! `late`: one list, oldest first, and an exit code.

use crate::request::{Desk, RECEIVE};
use crate::support::{MARKER, file, root, run};

const REGISTERS: &str = "examples/registers/st-martins.toml";

#[test]
fn everything_that_is_late_stands_in_one_list_oldest_first() {
    let desk = Desk::new();
    let new = ["request", "record", "--request", "r-1", "--person", "p-1"];
    desk.record(&new, &[RECEIVE]).ok();
    let breach = r#"{"at":"2026-03-27T09:00:00Z","by":{"role":"staff","id":"s-1"},"what":{"report":"own-staff"}}"#;
    desk.record(&["breach", "record", "--breach", "b-1"], &[breach]).ok();
    let recommend = r#"{"on":"2025-03-02","by":{"role":"manager","id":"m-1"},"what":{"recommend":{"evidence":1,"risks":["threats"],"precautions":["two-person-visit"]}}}"#;
    let approve = r#"{"on":"2025-03-04","by":{"role":"head-of-service","id":"h-1"},"what":{"approve":{"review_in":12}}}"#;
    let caution = ["caution", "record", "--entry", "c-1", "--person", "p-2"];
    desk.record(&caution, &[recommend, approve]).ok();
    let late = |on: &str, more: &[&str]| {
        let words = ["late", "--on", on, "--format", "json", "--registers", REGISTERS];
        desk.run(&[&words[..], &["--dpia", "examples/dpia/camden.toml"], more].concat())
    };
    let ran = late("2026-11-22", &["--ahead", "30"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let list = ran.json();
    let registers: Vec<(&str, &str)> = list["late"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["by"].as_str().unwrap(), line["register"].as_str().unwrap()))
        .collect();
    assert!(registers.is_sorted(), "{registers:?}");
    for wanted in ["assessment", "breach", "caution", "register", "request"] {
        assert!(
            registers.iter().any(|(_, register)| *register == wanted),
            "{wanted}: {registers:?}"
        );
    }
    let request =
        list["late"].as_array().unwrap().iter().find(|line| line["register"] == "request");
    let request = request.unwrap();
    assert_eq!(
        (request["by"].as_str(), request["days_late"].as_i64()),
        (Some("2026-04-02"), Some(234))
    );
    assert_eq!(
        (request["told"].as_str(), request["rule"].as_str()),
        (Some("manager"), Some("RT-01"))
    );
    let untold = list["late"].as_array().unwrap().iter().find(|line| {
        let register = line["register"].as_str().unwrap();
        ["breach", "caution", "request"].contains(&register) && line["told"].is_null()
    });
    assert!(untold.is_none(), "somebody is told of whatever is late: {untold:?}");
    assert!(
        list["next"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["by"].as_str() >= Some("2026-11-22"))
    );
    // What is due on the day is not late; hours are, where the moment is said.
    let on_the_day = |more: &[&str]| {
        let words = ["late", "--on", "2026-03-28", "--format", "json"];
        desk.run(&[&words[..], more].concat()).json()["late"].as_array().unwrap().len()
    };
    let reviewed = 2;
    assert_eq!(on_the_day(&[]), reviewed, "the letter and the review of the entry");
    assert_eq!(on_the_day(&["--at", "2026-03-28T08:59:00Z"]), reviewed);
    assert_eq!(on_the_day(&["--at", "2026-03-28T09:00:00Z"]), reviewed + 1);
    assert_eq!(desk.run(&["late", "--on", "2026-03-28", "--at", "2026-03-29T09:00:00Z"]).code, 2);
    let table = desk.run(&["late", "--on", "2026-11-22"]);
    assert!(
        table.out.contains("4 late on 2026-11-22: 1 breach, 2 caution, 1 request"),
        "{}",
        table.out
    );
    let page = desk.run(&["late", "--on", "2026-11-22", "--format", "html"]);
    assert_eq!(page.code, 1);
    assert!(
        page.out.starts_with("<!DOCTYPE html>") && page.out.contains("<caption>"),
        "{}",
        page.out
    );
    assert!(!page.out.contains("<script"));
}

#[test]
fn nothing_late_is_exit_code_0_and_bad_registers_are_listed_with_their_places() {
    let ran = run(&["late", "--on", "2026-03-20", "--registers", REGISTERS]).ok();
    assert!(ran.out.contains("0 late on 2026-03-20"), "{}", ran.out);
    run(&["late", "--on", "2026-03-20"]).refused().names("late:", "nothing to look at");
    assert_eq!(run(&["late", "--on", "2026-02-30", "--registers", REGISTERS]).code, 2);
    let text = std::fs::read_to_string(root().join(REGISTERS)).unwrap();
    for (from, to, what) in [
        ("kind = \"employee\"", "kind = \"employe\"", "did you mean `employee`?"),
        ("id = \"staff-12\"", "idd = \"Zzyzxmarker\"", "did you mean `id`?"),
        ("started = 2019-04-01", "started = \"Zzyzxmarker\"", "names no day"),
        ("paragraph = 18", "paragraph = 99", "`paragraph`"),
        ("what = \"access-review\"", "what = \"Zzyzxmarker\"", "yearly duty"),
    ] {
        assert!(text.contains(from), "{from}");
        let bad = file("registers.toml", text.replacen(from, to, 1));
        let ran = run(&["late", "--on", "2026-03-20", "--registers", &bad.path]).refused();
        ran.names("registers.toml:", what);
        assert!(!what.contains(MARKER));
    }
}
