//! The four founding documents, their corrected twins, and every fault planted singly and in pairs.
#![cfg(feature = "serde")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/toml.rs"]
mod reading;

use std::collections::BTreeMap;
use std::path::Path;

use caldicott_model::law::document::{Review, Weight, check};
use caldicott_model::{Confidence, Day};
use serde::Deserialize;

const NAMES: [&str; 4] = [
    "st-martins-dpia",
    "st-martins-confidentiality",
    "camden-caution-register",
    "care-provider-policy",
];
/// The last day before each change of the law that a document can meet, and the first day of it.
const DAYS: [Day; 9] = [
    Day::literal(2019, 6, 1),
    Day::literal(2020, 12, 31),
    Day::literal(2021, 1, 1),
    Day::literal(2021, 4, 1),
    Day::literal(2025, 8, 19),
    Day::literal(2025, 8, 20),
    Day::literal(2026, 2, 4),
    Day::literal(2026, 2, 5),
    Day::literal(2026, 11, 21),
];

/// What is not asked any more once something larger is missing: how far a condition reaches when
/// none is named, what a mechanism needs when there is none.
const HIDES: [(&str, &str); 3] = [("SC-05", "S1-02"), ("TR-01", "TR-04"), ("TR-01", "TR-12")];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    r#in: String,
    replace: String,
    by: String,
    finds: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    from: Option<Day>,
    until: Option<Day>,
}

impl Fault {
    fn is_one_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    fn plant(&self, text: &str) -> Option<String> {
        let found = text.matches(self.replace.as_str()).count();
        (found == 1).then(|| text.replace(&self.replace, &self.by))
    }
}

fn file(below: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(below);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn source(name: &str) -> String {
    file(&format!("../../examples/sources/{name}.toml"))
}

fn twin(name: &str) -> String {
    file(&format!("tests/corpus/documents/{name}.toml"))
}

fn planted() -> Vec<Fault> {
    toml::from_str::<Planted>(&file("tests/corpus/documents/planted.toml")).unwrap().fault
}

fn review(name: &str, text: &str, day: Day) -> Review {
    match reading::document(name, text) {
        Ok(document) => check(&document, day),
        Err(faults) => panic!("{name}: {}", faults.join("\n")),
    }
}

/// How often each rule found something.
fn counted<'r>(ids: impl IntoIterator<Item = &'r str>) -> BTreeMap<&'r str, usize> {
    ids.into_iter().fold(BTreeMap::new(), |mut counts, id| {
        *counts.entry(id).or_default() += 1;
        counts
    })
}

fn notes(review: &Review) -> Vec<&'static str> {
    review.notes().iter().map(|note| note.unverified().id()).collect()
}

#[test]
fn the_founding_documents_have_their_real_faults_and_no_others() {
    let day = Day::literal(2021, 4, 1);
    let expected: [(&str, &[(&str, usize)]); 4] = [
        (
            "st-martins-dpia",
            &[
                ("CN-07", 1),
                ("D-014", 1),
                ("DP-17", 1),
                ("I-045", 6),
                ("SC-05", 1),
                ("SC-09", 1),
                ("SE-16", 1),
                ("TR-01", 1),
                ("TR-12", 1),
            ],
        ),
        (
            "st-martins-confidentiality",
            &[
                ("CN-04", 1),
                ("D-014", 1),
                ("GW-24", 1),
                ("SE-01", 2),
                ("SE-02", 1),
                ("SE-03", 1),
                ("SE-06", 1),
                ("SE-07", 1),
                ("SE-08", 1),
                ("SE-09", 1),
                ("SE-11", 1),
            ],
        ),
        (
            "camden-caution-register",
            &[
                ("B-066", 1),
                ("DP-11", 2),
                ("DP-12", 2),
                ("DP-13", 1),
                ("DP-14", 1),
                ("DP-17", 1),
                ("E-024", 1),
                ("H-034", 2),
                ("H-037", 1),
                ("S1-05", 1),
                ("S1-06", 2),
                ("SE-04", 4),
                ("SE-05", 1),
                ("SE-16", 1),
                ("SE-17", 3),
                ("TR-14", 1),
            ],
        ),
        (
            "care-provider-policy",
            &[
                ("D-014", 1),
                ("RT-10", 1),
                ("SC-08", 1),
                ("SE-12", 1),
                ("SE-13", 1),
                ("SE-14", 2),
                ("SE-15", 1),
                ("SE-16", 2),
            ],
        ),
    ];
    for (name, found) in expected {
        let review = review(name, &source(name), day);
        assert_eq!(counted(review.ids()), found.iter().copied().collect(), "{name}");
    }
}

#[test]
fn the_later_law_adds_a_hint_and_the_new_test_and_nothing_else() {
    let (then, now) = (Day::literal(2021, 4, 1), Day::literal(2026, 3, 1));
    for name in NAMES {
        let (old, new) = (review(name, &source(name), then), review(name, &source(name), now));
        if name == "st-martins-dpia" {
            assert!(!old.ids().contains(&"SE-18") && !old.rules().cites("LB-06"));
            let gone: Vec<_> = old.ids().into_iter().filter(|id| !new.ids().contains(id)).collect();
            let came: Vec<_> = new.ids().into_iter().filter(|id| !old.ids().contains(id)).collect();
            assert_eq!((gone, came), (vec!["TR-01"], vec!["SE-18", "TR-04"]));
            assert_eq!((notes(&old), notes(&new)), (vec!["CN-06"], vec!["TR-11", "CN-06"]));
            let hint = new.findings().iter().find(|f| f.rule().id() == "SE-18").unwrap();
            assert_eq!(hint.weight(), Weight::Hint);
            assert!(hint.instead().contains("`recognised-safeguarding` or `recognised-crime`"));
        } else {
            assert_eq!((old.findings(), old.notes()), (new.findings(), new.notes()), "{name}");
        }
    }
}

#[test]
fn what_is_unverified_is_a_note_and_never_a_finding() {
    let day = Day::literal(2026, 11, 21);
    let unread = ["CN-03", "CN-06", "LB-17", "RT-11", "SE-10", "TR-08", "TR-11"];
    let mut told = Vec::new();
    for name in NAMES {
        let review = review(name, &source(name), day);
        for id in unread {
            assert!(!review.ids().contains(&id) && !review.rules().cites(id), "{name} {id}");
        }
        for note in review.notes() {
            assert!(note.to_string().contains("unverified: "), "{note}");
        }
        told.extend(notes(&review));
    }
    assert_eq!(told, ["TR-11", "CN-06", "SE-10", "RT-11"]);
}

#[test]
fn a_corrected_document_has_no_finding_on_any_day() {
    for name in NAMES {
        let text = twin(name);
        for day in DAYS {
            let review = review(name, &text, day);
            // A policy document of 2021 was not there before, and nothing else is wrong.
            let early = name == "camden-caution-register" && day < Day::literal(2021, 1, 1);
            let expected: &[&str] = if early { &["S1-05"] } else { &[] };
            assert_eq!(review.ids(), expected, "{name} {day}: {:?}", review.findings());
            assert!(review.notes().is_empty(), "{name} {day}");
        }
    }
}

#[test]
fn every_fault_planted_singly_is_found_and_nothing_else() {
    let faults = planted();
    for (place, fault) in faults.iter().enumerate() {
        let clean = twin(&fault.r#in);
        let text = fault.plant(&clean).unwrap_or_else(|| panic!("fault {place} does not fit"));
        for day in DAYS.into_iter().filter(|day| Day::literal(2021, 1, 1) <= *day) {
            let review = review(&fault.r#in, &text, day);
            let wanted: Vec<&str> = fault.finds.iter().map(String::as_str).collect();
            let expected = if fault.is_one_on(day) { wanted } else { Vec::new() };
            assert_eq!(counted(review.ids()), counted(expected), "fault {place} on {day}");
            assert_eq!(notes(&review), fault.notes, "fault {place} on {day}");
        }
    }
    // Every rule about documents has a fault that it finds.
    let found: Vec<&str> = faults.iter().flat_map(|f| &f.finds).map(String::as_str).collect();
    let seeds = (1..=18).filter(|number| *number != 10).map(|number| format!("SE-{number:02}"));
    let kind_e = ["B-066", "D-014", "E-024", "H-034", "H-037", "I-045"].map(str::to_owned);
    for id in seeds.chain(kind_e) {
        assert!(found.contains(&id.as_str()), "no fault is planted for {id}");
    }
}

#[test]
fn two_faults_planted_together_are_both_found() {
    let faults = planted();
    let day = Day::literal(2026, 3, 1);
    let mut pairs = 0;
    for (place, one) in faults.iter().enumerate() {
        let clean = twin(&one.r#in);
        let text = one.plant(&clean).unwrap();
        for other in faults.iter().skip(place + 1).filter(|other| other.r#in == one.r#in) {
            // Two faults in one place cannot both be planted.
            let Some(both) = other.plant(&text) else { continue };
            let review = review(&one.r#in, &both, day);
            let counts = counted(review.ids());
            for fault in [one, other].into_iter().filter(|fault| fault.is_one_on(day)) {
                let other = if core::ptr::eq(fault, one) { other } else { one };
                for id in &fault.finds {
                    let hidden = HIDES.iter().any(|(by, hidden)| {
                        id == hidden && other.finds.iter().any(|found| found == by)
                    });
                    assert!(hidden || counts.contains_key(id.as_str()), "{id}: {counts:?}");
                }
            }
            pairs += 1;
        }
    }
    assert!(pairs > 300, "{pairs}");
}

#[test]
fn every_finding_says_what_is_right_and_where() {
    for name in NAMES {
        for day in DAYS {
            for finding in review(name, &source(name), day).findings() {
                assert!(!finding.instead().is_empty() && !finding.says().is_empty());
                assert!(
                    !finding.path().is_empty() && finding.at().is_some_and(|at| at.line > 1),
                    "{finding}"
                );
                // What a secondary source says weighs less than what was read.
                let secondary = finding.rule().confidence() == Confidence::Secondary;
                assert!(!(secondary && finding.weight() == Weight::Fault), "{finding}");
            }
        }
    }
}

#[test]
fn a_fault_of_the_file_is_told_with_its_place() {
    let clean = twin("st-martins-dpia");
    let slips = [
        (
            "capacity = \"by-decision\"",
            "capacty = \"by-decision\"",
            "6:1: unknown key `capacty`; did you mean",
        ),
        ("to = \"US\"", "to = \"usa\"", "a country is two capital letters"),
        ("[controller]\n", "[controler]\n", "`[controller]` is missing"),
        ("number = 3\n", "", "`number` is missing"),
        ("paragraph = 2", "paragraph = 38", "`paragraph` is outside 1 to 37"),
        ("paragraph = 2", "extended = true", "`paragraph` is missing"),
        (
            "paragraph = 2",
            "paragraph = 2, policy-until = 2026-01-01",
            "`policy-until` stands without `policy-from`",
        ),
        ("kind = \"charity\"", "kind = \"charty\"", "did you mean `charity`?"),
        ("title = ", "titel = ", "`title` is missing"),
    ];
    for (right, slip, told) in slips {
        assert!(clean.contains(right), "{right}");
        let faults = reading::document("slip.toml", &clean.replace(right, slip)).err().unwrap();
        let all = faults.join("\n");
        assert!(all.contains(told), "{slip}: {all}");
    }
}

#[test]
fn a_review_is_written_with_its_rules_and_its_notes_apart() {
    let text = source("st-martins-confidentiality");
    let review = review("st-martins-confidentiality", &text, Day::literal(2026, 3, 1));
    let written = serde_json::to_value(&review).unwrap();
    assert_eq!(written["findings"][0]["rule"], "SE-06");
    assert_eq!(written["findings"][0]["weight"], "fault");
    assert_eq!(written["findings"][0]["path"], "terms[0]");
    assert_eq!(written["findings"].as_array().unwrap().len(), review.findings().len());
    assert!(written["notes"][0]["says"].as_str().unwrap().starts_with("unverified: "));
    assert!(written["rules"].as_array().unwrap().iter().any(|rule| rule == "SE-12"));
}

#[test]
fn care_does_not_cover_the_management_of_housing_and_a_condition_of_its_own_does() {
    let text = twin("st-martins-dpia").replace("\"service-evaluation\"", "\"housing-management\"");
    let care = "condition = \"health-or-social-care\"";
    let two = "schedule-1 = [{ paragraph = 2 }]";
    let start = text.find("categories = [").unwrap();
    let end = start + text[start..].find("]\n").unwrap() + 1;
    let data = &text[start..end];
    let variants: [(&str, &str, &[&str]); 6] = [
        (two, two, &["S1-02"]),
        (two, "schedule-1 = [{ paragraph = 2 }, { paragraph = 33 }]", &[]),
        (data, "categories = [\"health\"]", &["S1-02"]),
        (data, "categories = [\"criminal-offence\"]", &["S1-02"]),
        (data, "categories = [\"identity\"]", &[]),
        (care, "condition = \"legal-claims\"", &[]),
    ];
    for (right, other, expected) in variants {
        let review = review("variant", &text.replace(right, other), Day::literal(2026, 3, 1));
        assert_eq!(review.ids(), expected, "{other}");
    }
}

#[test]
fn one_mechanism_and_one_period_are_enough() {
    let text = twin("st-martins-dpia");
    let named = "mechanisms = [\"binding-corporate-rules\"]";
    let more = "mechanisms = [\"approved\", \"eu-clauses\", \"binding-corporate-rules\"]";
    let kept = "period = \"6 years after the last contact\"\n";
    let another = format!("{kept}\n[[retention]]\nwhat = \"photographs\"\n");
    for (right, other) in [(named, more), (kept, another.as_str())] {
        assert!(text.contains(right));
        let review = review("variant", &text.replace(right, other), Day::literal(2026, 3, 1));
        assert!(review.ids().is_empty() && review.notes().is_empty(), "{:?}", review.findings());
    }
}
