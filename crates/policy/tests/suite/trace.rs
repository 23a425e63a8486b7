//! The table of every rule, held against decisions really taken.

use std::collections::BTreeSet;

use crate::support::{pack, request};
use caldicott_accountability::Dpia;
use caldicott_calendar::Day;
use caldicott_policy::trace::{Matrix, Measured, Status};
use caldicott_policy::{SourceFile, read_file};

fn measured() -> Measured {
    let mut measured = Measured::default();
    for name in ["st-martins", "camden", "care-provider"] {
        let path = format!("{}/../../examples/requests/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let requests: Vec<_> = text.lines().map(request).collect();
        measured.rulebook(name, &pack(name), &requests);
    }
    for (name, day) in
        [("st-martins", Day::literal(2021, 4, 1)), ("camden", Day::literal(2021, 3, 5))]
    {
        let path = format!("{}/../../examples/dpia/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let read = read_file(&SourceFile { name: path, text }, Dpia::read);
        measured.assessment(name, &read.unwrap_or_else(|faults| panic!("{faults:#?}")), day);
    }
    measured.worked_cases();
    measured
}

#[test]
fn the_table_and_the_decisions_agree() {
    let matrix = Matrix::new(measured()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let faults = matrix.faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn none_of_the_354_rules_is_missing_and_none_is_there_twice() {
    let matrix = Matrix::new(Measured::default()).unwrap();
    let ids: BTreeSet<&str> = matrix.rows().iter().map(|row| row.id.as_str()).collect();
    let counts = [
        ('A', 59),
        ('B', 73),
        ('C', 13),
        ('D', 14),
        ('E', 24),
        ('F', 8),
        ('G', 25),
        ('H', 37),
        ('I', 45),
        ('J', 9),
        ('K', 14),
        ('L', 13),
        ('M', 20),
    ];
    let wanted: BTreeSet<String> = counts
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}-{number:03}")))
        .collect();
    let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
    assert_eq!(wanted.len(), 354);
    let missing: Vec<_> = wanted.difference(&ids).collect();
    let strange: Vec<_> = ids.difference(&wanted).collect();
    assert!(missing.is_empty() && strange.is_empty(), "missing {missing:?}, strange {strange:?}");
}

#[test]
fn a_rule_that_only_an_unasked_entry_cites_is_not_enforced() {
    let mut measured = Measured::default();
    measured.rulebook("st-martins", &pack("st-martins"), &[]);
    // The gateway for housing benefit stands in the rulebook, and nobody asked.
    assert_eq!(measured.count("B-021"), 0);
    let matrix = Matrix::new(measured).unwrap();
    assert!(matrix.faults().iter().any(|fault| fault.contains("`B-021` is called enforced")));
}

#[test]
fn the_page_shows_every_rule_once_and_nothing_unescaped() {
    let matrix = Matrix::new(measured()).unwrap();
    let page = matrix.to_html();
    for row in matrix.rows() {
        assert_eq!(page.matches(&format!("<tr id=\"{}\">", row.id)).count(), 1, "{}", row.id);
        assert!(!row.says.is_empty());
    }
    assert!(!page.contains("<script") && !page.contains("http"), "the page needs nothing else");
    let json = matrix.to_json();
    let total: u64 =
        Status::ALL.iter().map(|status| json["counts"][status.name()].as_u64().unwrap()).sum();
    assert_eq!(total, 354);
}
