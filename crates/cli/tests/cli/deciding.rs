//! `decide`: an answer a line, or everything that is wrong with the requests.

use crate::support::{MARKER, REQUESTS, RULEBOOK, SMALL, file, program, root, run, run_with};

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
fn one_request_of_several_is_answered_by_its_id_in_every_form() {
    let id = "police-court-order";
    let decided = |more: &[&str]| {
        run(&[&["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS], more].concat())
    };
    assert_eq!(decided(&["--id", id, "--format", "json"]).ok().json()["id"], id);
    assert!(decided(&["--id", id, "--format", "text"]).ok().out.starts_with(id));
    assert!(decided(&["--id", id, "--format", "html"]).ok().out.contains("<html"));
    for form in ["table", "json", "html"] {
        decided(&["--id", "nobody", "--format", form]).refused().names("", "no request has this");
    }
    // Without an id a page names the way out, once.
    let several = decided(&["--format", "html"]).refused();
    assert!(several.faults() == 1 && several.err.contains("--id"), "{several:?}");
    decided(&["--stream", "--format", "text"]).refused().names("--stream", "JSON");
    assert_eq!(
        decided(&["--stream", "--format", "json"]).ok().out,
        decided(&["--stream"]).ok().out
    );
}

#[test]
fn the_day_has_one_meaning_under_each_of_its_names() {
    let answered = |name: &str| {
        let arguments = ["decide", "--rulebook", RULEBOOK, name, "2026-05-01", "--format", "json"];
        run_with(&arguments, REQUEST.as_bytes()).ok().out
    };
    assert_eq!(answered("--day"), answered("--on"));
    assert_eq!(answered("--day"), answered("--as-at"));
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

#[test]
fn in_a_stream_a_bad_line_is_answered_with_its_faults_and_the_others_are_decided() {
    let text = format!("{REQUEST}\n{{\"id\":\"Zzyzxmarker\"\n\n{REQUEST}\n");
    let ran = run_with(&["decide", "--rulebook", RULEBOOK, "--stream"], text.as_bytes());
    assert_eq!(ran.code, 2, "{ran:?}");
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3, "{ran:?}");
    assert_eq!(lines[0], lines[2]);
    assert_eq!(lines[1]["line"], 2);
    assert!(lines[1]["faults"][0].as_str().unwrap().contains("not JSON"), "{ran:?}");
    assert!(ran.err.contains("1 of the lines"), "{ran:?}");
    assert!(!ran.out.contains(MARKER) && !ran.err.contains(MARKER), "{ran:?}");
}

#[test]
fn whoever_waits_for_an_answer_gets_it_before_asking_again() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::Stdio;
    let mut child = program()
        .args(["decide", "--rulebook", RULEBOOK, "--stream"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(ask, "{REQUEST}").unwrap();
        let answer: serde_json::Value =
            serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], "r1");
    }
    drop(ask);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_stream_and_a_file_are_answered_alike() {
    let all = ["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS];
    let file = run(&[&all[..], &["--format", "json"]].concat()).ok();
    let stream = run(&[&all[..], &["--stream"]].concat()).ok();
    assert_eq!(file.out, stream.out);
}

#[test]
fn in_plain_english_the_asker_s_words_come_first_and_the_reasons_after() {
    let ran =
        run_with(&["decide", "--rulebook", RULEBOOK, "--format", "text"], REQUEST.as_bytes()).ok();
    let asker = ran.out.find("To the person who asks").unwrap();
    let staff = ran.out.find("For staff alone").unwrap();
    assert!(asker < staff, "{}", ran.out);
    assert!(ran.out.contains("What would change it"), "{}", ran.out);
}

fn can(arguments: &[&str]) -> serde_json::Value {
    let all = [&["can", "--rulebook", RULEBOOK, "--format", "json"][..], arguments].concat();
    run(&all).ok().json()
}

#[test]
fn what_somebody_can_see_is_shown_by_a_request_that_is_decided_so() {
    let answers = can(&["police", "health,housing-and-tenancy", "--from", "2026-11-01"]);
    assert!(answers.as_array().unwrap().len() >= 2, "{answers}");
    for answer in answers.as_array().unwrap() {
        assert_eq!(answer["answer"], "yes", "{answer}");
        let line = answer["request"].to_string();
        let arguments = ["decide", "--rulebook", RULEBOOK, "--format", "json"];
        let decided = run_with(&arguments, line.as_bytes()).ok().json();
        let released = decided["decision"]["released"].as_array().unwrap();
        assert!(released.contains(&answer["data"]), "{decided}");
    }
}

#[test]
fn what_nobody_can_see_is_proved() {
    // A caller whom nobody can name is told nothing, whatever is on record (B-012).
    let answers = can(&["unidentified", "health", "--from", "2026-11-01", "--until", "2027-11-01"]);
    assert_eq!(answers[0]["answer"], "no", "{answers}");
}

#[test]
fn a_question_that_cannot_be_asked_is_refused_with_the_nearest_word() {
    for (wrong, near) in [("polise", "police"), ("medai", "media")] {
        let arguments = ["can", "--rulebook", RULEBOOK, wrong, "health", "--from", "2026-11-01"];
        let ran = run(&arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(near), "{ran:?}");
    }
    let backwards = ["--from", "2026-11-01", "--until", "2026-11-01"];
    let arguments = [&["can", "--rulebook", RULEBOOK, "police", "health"][..], &backwards].concat();
    run(&arguments).refused().names("--until", "not after");
    let slip = ["--from", "2026-11-01", "--organisation", "norfolk-constabulery"];
    let arguments = [&["can", "--rulebook", RULEBOOK, "police", "health"][..], &slip].concat();
    run(&arguments).refused().names("--organisation", "did you mean `norfolk-constabulary`?");
}

#[test]
fn a_page_is_about_one_request_and_the_asker_s_page_is_the_same_whoever_there_is() {
    let page = |format: &str, request: &str| {
        let arguments = ["decide", "--rulebook", RULEBOOK, "--format", format];
        run_with(&arguments, request.as_bytes())
    };
    let staff = page("html", REQUEST).ok().out;
    assert!(staff.starts_with("<!doctype html>") && staff.contains("r1"), "{staff}");
    // Somebody unverified asks about a person who is there and one who is not.
    let unverified = REQUEST.replace(r#""police""#, r#""unidentified""#);
    let there = unverified.replacen('{', r#"{"subject":{"exists":true,"restricted":true},"#, 1);
    let nobody = unverified.replacen('{', r#"{"subject":{"exists":false},"#, 1);
    assert_eq!(page("outward-html", &there).ok().out, page("outward-html", &nobody).ok().out);
    page("html", &format!("{REQUEST}\n{REQUEST}\n"))
        .refused()
        .names("standard input:2:", "one request");
}
