//! `check`: every fault of a rulebook with its place, or what it holds.

use crate::support::{REQUESTS, RULEBOOK, file, root, run};

#[test]
fn both_shipped_rulebooks_are_right() {
    for path in [RULEBOOK, "examples/rulebooks/camden"] {
        let ran = run(&["check", path]).ok();
        assert!(ran.out.contains("no fault found"), "{}", ran.out);
        let json = run(&["check", "--format", "json", path]).ok().json();
        assert_eq!(json["right"], true);
        assert_eq!(json["hash"].as_str().unwrap().len(), 64);
    }
}

#[test]
fn the_hashes_are_those_that_decisions_name_wherever_the_folder_lies() {
    let json = run(&["check", "--format", "json", RULEBOOK]).ok().json();
    let lying = root().join(RULEBOOK);
    let there = ["check", "--format", "json", lying.to_str().unwrap()];
    assert_eq!(run(&there).ok().json()["hash"], json["hash"]);
    let decided = ["decide", "--rulebook", RULEBOOK, "--requests", REQUESTS, "--format", "json"];
    let first = run(&decided).ok().out;
    let answer: serde_json::Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    assert_eq!(answer["decision"]["rulebook"], json["sharing_hash"]);
    assert!(run(&["check", RULEBOOK]).ok().out.contains(json["retention_hash"].as_str().unwrap()));
}

#[test]
fn duplicate_keys_unknown_roles_and_impossible_dates_are_all_listed() {
    let text = "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-02-30\n";
    let file_one = file("a.toml", text);
    run(&["check", &file_one.path]).refused().names("a.toml:4:", "");

    let text =
        "[rulebook]\nid = \"x\"\nid = \"y\"\norganisation = \"X\"\nas-known-on = 2026-02-28\n";
    let file_two = file("b.toml", text);
    run(&["check", &file_two.path]).refused().names("b.toml:3:1:", "");

    let text = "[rulebook]\nid = \"x\"\norganisation = \"X\"\nas-known-on = 2026-02-28\n\n\
                [trigger]\nended = \"ended_on\"\n\n\
                [[rule]]\nid = \"r\"\nclass = \"client\"\nkeep = \"8 yeers after endet\"\n\
                stages = [\"review by \", \"dispos\"]\nwhy = \"because\"\ncolour = \"red\"\n";
    let file_three = file("c.toml", text);
    let ran = run(&["check", &file_three.path]).refused();
    assert!(ran.faults() >= 3, "{}", ran.err);
    ran.names("c.toml:12:", "").names("c.toml:13:", "").names("c.toml:15:", "colour");
}

#[test]
fn faults_as_json_name_file_line_and_column() {
    let bad = file("d.toml", "[rulebook]\nid = 3\n");
    let ran = run(&["check", "--format", "json", &bad.path]);
    assert_eq!(ran.code, 2);
    let json = ran.json();
    assert_eq!(json["right"], false);
    assert!(!json["faults"].as_array().unwrap().is_empty());
    assert!(json["faults"][0]["file"].as_str().unwrap().ends_with("d.toml"));
}

#[test]
fn an_unknown_role_in_a_gateway_is_named_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let from = crate::support::root().join(RULEBOOK);
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text = text.replace("\"line-manager\"", "\"line-manger\"");
        std::fs::write(folder.path().join(entry.file_name()), text).unwrap();
    }
    let ran = run(&["check", folder.path().to_str().unwrap()]).refused();
    ran.names("sharing.toml:", "line-manger");
}

#[test]
fn a_folder_without_rulebook_and_a_missing_file_are_said_to_be_so() {
    let empty = tempfile::tempdir().unwrap();
    run(&["check", empty.path().to_str().unwrap()]).refused().names("", "no `.toml`");
    run(&["check", "no-such-file.toml"]).refused().names("no-such-file.toml", "no such file");
    let nothing = file("nothing.toml", "");
    run(&["check", &nothing.path]).refused().names("nothing.toml", "");
}
