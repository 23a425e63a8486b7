//! `dpia` and `clock`: an assessment checked and rendered, and days counted.

use crate::support::{file, root, run};

#[test]
fn the_slips_of_both_founding_assessments_are_found_and_the_documents_render() {
    for (name, day, slip) in
        [("camden", "2021-03-04", "DP-11"), ("st-martins", "2021-03-04", "DP-18")]
    {
        let path = format!("examples/dpia/{name}.toml");
        let checked = run(&["dpia", "check", &path, "--as-at", day, "--format", "json"]);
        assert_eq!(checked.code, 1, "{checked:?}");
        assert!(checked.out.contains(slip), "{}", checked.out);
        let table = run(&["dpia", "check", &path, "--as-at", day]);
        assert!(table.out.contains(slip) && table.err.contains("has faults"), "{table:?}");
        let page = run(&["dpia", "render", &path, "--as-at", day, "--format", "html"]).ok();
        assert!(page.out.to_lowercase().starts_with("<!doctype html>"));
        assert!(run(&["dpia", "render", &path]).ok().out.starts_with('#'));
    }
}

#[test]
fn every_fault_of_a_bad_assessment_is_named_with_its_place() {
    let text = std::fs::read_to_string(root().join("examples/dpia/camden.toml")).unwrap();
    let bad = file("bad.toml", format!("{text}\nnonsense = 1\n"));
    run(&["dpia", "check", &bad.path, "--as-at", "2021-03-04"])
        .refused()
        .names("bad.toml:", "nonsense");
    let cut = file("cut.toml", &text[..text.len() / 2]);
    run(&["dpia", "check", &cut.path, "--as-at", "2021-03-04"]).refused();
}

#[test]
fn a_clock_says_its_day_its_arithmetic_and_its_rules() {
    let clock =
        |words: &[&str]| run(&[&["clock"][..], words, &["--format", "json"]].concat()).ok().json();
    let access =
        clock(&["access", "--received", "2026-03-02", "--clarified", "2026-03-10..2026-03-16"]);
    assert_eq!(access["by"], "2026-04-09");
    assert!(!access["rules"].as_array().unwrap().is_empty());
    let asked = clock(&["access", "--received", "2026-03-02", "--identity-asked"]);
    assert!(asked["by"].is_null(), "{asked}");
    let complaint = clock(&["complaint", "--received", "2026-07-01"]);
    assert_eq!(complaint["by"], "2026-07-31");
    assert!(clock(&["complaint", "--received", "2026-06-01"])["by"].is_null());
    let breach = clock(&["breach", "--aware", "2026-03-27T12:00:00Z"]);
    assert!(breach["by"].as_str().unwrap().starts_with("2026-03-30"), "{breach}");
    for wrong in [
        vec!["access"],
        vec!["breach", "--received", "2026-03-02"],
        vec!["complaint", "--aware", "2026-03-27T12:00:00Z"],
    ] {
        assert_eq!(run(&[&["clock"][..], &wrong].concat()).code, 2, "{wrong:?}");
    }
}
