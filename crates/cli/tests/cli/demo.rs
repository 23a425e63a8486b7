//! `demo`: what it leaves, and what it leaves alone.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Ran, demonstration, run};

fn demo(out: &Path) -> Ran {
    run(&["demo", "--out", out.to_str().unwrap(), "--clients", "100"])
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().is_file());
    files
        .map(|entry| {
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_file_that_no_demonstration_made_stays_and_nothing_is_done() {
    for name in [
        "report.html",
        "casebook.db",
        "casebook.db-wal",
        "casebook.kek",
        "access-pack.html",
        "table.csv",
        ".caldicott-demo",
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), "mine").unwrap();
        let before = contents(folder.path());
        demo(folder.path()).refused().names(name, "demonstration");
        assert_eq!(contents(folder.path()), before, "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    std::fs::write(&file, "mine").unwrap();
    demo(&file).refused().names("out", "a folder is wanted");
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
}

#[test]
fn what_a_demonstration_made_is_made_anew_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    demo(folder.path()).ok();
    let first = contents(folder.path());
    demo(folder.path()).ok();
    let second = contents(folder.path());
    assert_eq!(second["notes.txt"], b"mine");
    for name in ["decisions.jsonl", "access-pack.html", "access-pack.json", "ropa.html"] {
        assert_eq!(first[name], second[name], "{name}");
    }
    assert_ne!(first["casebook.kek"], second["casebook.kek"], "the keys are made anew");

    // A folder in the place of a file is found before anything goes.
    std::fs::remove_file(folder.path().join("table.csv")).unwrap();
    std::fs::create_dir(folder.path().join("table.csv")).unwrap();
    let before = contents(folder.path());
    demo(folder.path()).refused().names("table.csv", "is a folder");
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_folder_without_its_mark_is_anybody_s() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in contents(demonstration()) {
        if name != ".caldicott-demo" {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    let before = contents(folder.path());
    demo(folder.path()).refused().names("casebook.kek", "no demonstration");
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn the_day_has_a_request_with_its_pack_cautions_a_breach_and_what_is_late() {
    let files = contents(demonstration());
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let page = text("report.html");
    for told in [
        "Request r-1: access, asked for at the door",
        "Caution c-1: challenged, reviewed, archived",
        "Caution c-2: its review is overdue",
        "Breach b-1: a laptop with a sealed export is gone",
        "What the casebook holds and the rulebook does not declare",
        "<h2 id=\"late\">",
    ] {
        assert!(page.contains(told), "{told}");
    }
    // Each step says by which rules it was taken.
    for rule in ["SE-08", "RT-05", "H-009", "BR-08", "EX-07", "RO-01", "H-029"] {
        assert!(page.contains(rule), "{rule}");
    }
    for name in ["access-pack.html", "access-pack.json"] {
        let pack = text(name);
        for secret in
            ["Holt", "Danny", "900 123", "Calloway", "shouting", "Counsel", "nobody has read"]
        {
            assert!(!pack.to_lowercase().contains(&secret.to_lowercase()), "{secret} in {name}");
        }
    }
}

#[test]
fn a_day_before_these_laws_shows_that_there_is_none_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let ran = run(&["demo", "--out", out, "--clients", "100", "--as-at", "2015-01-01"]).ok();
    assert!(ran.out.contains("none on this day"), "{}", ran.out);
    assert!(!folder.path().join("access-pack.html").exists());
}
