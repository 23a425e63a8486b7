#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The tagger on whole packages for charities and schools, where all but a handful of 1,209 fields is harmless: a
//! few false alarms would bury the few that are right.
//!
//! Names, labels and values of every custom field that the packages' own lists hold (`tests/data/SOURCES.md`), tagged by
//! hand before the run; nothing was learnt from them here. First run: 5 of 5 found and 2 false alarms (of `Test_Type__c`),
//! and 449 harmless fields that nobody recognised, more than a third of them.

#[path = "tagger/score.rs"]
#[expect(dead_code, reason = "shared with the suite of surveys")]
mod score;

use caldicott_model::tagger::{self, FieldDescription, Suggestion};
use caldicott_model::{Category, CategorySet};
use score::{Score, Truth};

const FIELDS: &str = include_str!("data/salesforce_unlearnt.tsv");

/// The packages, each with its fields read whole.
fn packages() -> Vec<(String, Vec<(Truth, FieldDescription)>)> {
    let mut lines: Vec<(&str, &str)> =
        FIELDS.lines().skip(1).map(|line| line.split_once(':').unwrap()).collect();
    lines.sort_by_key(|(package, _)| *package);
    lines
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|chunk| {
            let rows: Vec<&str> = chunk.iter().map(|(_, row)| *row).collect();
            let text = format!("source\n{}", rows.join("\n"));
            (chunk.first().unwrap().0.to_owned(), Truth::read_described(&text))
        })
        .collect()
}

fn read_whole(fields: &[(Truth, FieldDescription)]) -> Vec<Suggestion> {
    let fields: Vec<FieldDescription> = fields.iter().map(|(_, field)| field.clone()).collect();
    tagger::suggest_all(&fields)
}

#[test]
fn donations_members_courses_and_settings_raise_no_false_alarm() {
    for (package, fields) in packages() {
        let mut score = Score::default();
        for ((truth, _), found) in fields.iter().zip(read_whole(&fields)) {
            score.count(truth, &found);
        }
        assert!(score.wrong.is_empty(), "{package}: {:#?}", score.wrong);
    }
}

/// A field read alone, as from a file of its own, is read as well.
#[test]
fn a_field_whose_table_is_not_at_hand_raises_no_false_alarm_either() {
    for (package, fields) in packages() {
        let mut score = Score::default();
        for (truth, field) in &fields {
            score.count(truth, &tagger::suggest(field));
        }
        assert!(score.wrong.is_empty(), "{package}: {:#?}", score.wrong);
    }
}

#[test]
fn most_of_what_is_harmless_is_recognised_and_does_not_count_as_everything() {
    let (mut harmless, mut unknown) = (0_usize, 0_usize);
    for (_, fields) in packages() {
        for ((truth, _), found) in fields.iter().zip(read_whole(&fields)) {
            if truth.categories.is_empty() && !found.free_text {
                harmless += 1;
                unknown += usize::from(found.to_tag().categories() == CategorySet::EVERY);
            }
        }
    }
    assert!(harmless > 1_100, "{harmless} fields");
    assert!(unknown * 6 < harmless, "{unknown} of {harmless} are not recognised");
}

#[test]
fn values_tell_of_a_person_and_not_of_the_people_whom_a_fund_serves() {
    let values_of = |name: &str| {
        let all = packages().into_iter().flat_map(|(_, fields)| {
            let found = read_whole(&fields);
            fields.into_iter().zip(found).collect::<Vec<_>>()
        });
        let mut named = all.filter(|((_, field), _)| field.name == name);
        let (_, found) = named.find(|((_, field), _)| !field.values.is_empty()).unwrap();
        found.values.iter().fold(CategorySet::NONE, |sum, value| sum.union(value.categories))
    };
    let why_absent = values_of("Reason__c");
    assert!(why_absent.contains(Category::Health), "{why_absent}");
    assert!(why_absent.contains(Category::ReligiousOrPhilosophicalBeliefs), "{why_absent}");
    for name in ["Population_Served__c", "ProgramIssueArea__c", "Facility_Type__c"] {
        assert!(!values_of(name).has_special(), "{name}: {}", values_of(name));
        assert!(!values_of(name).has_criminal(), "{name}: {}", values_of(name));
    }
}
