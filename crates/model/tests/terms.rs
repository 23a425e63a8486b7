#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
//! What each kind of data is called outside is found in whatever form a host writes it, and what shops, accounts
//! and programs call things is not.

use caldicott_model::tagger::{self, Evidence, FieldDescription, Part};
use caldicott_model::{Category, CategorySet};

/// The kinds of a sample, each with its terms.
fn terms() -> Vec<(Category, Vec<&'static str>)> {
    include_str!("data/terms.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (kind, terms) = line.split_once(':').unwrap();
            (kind.parse().unwrap(), terms.split(';').map(str::trim).collect())
        })
        .collect()
}

fn snake(term: &str) -> String {
    term.replace(' ', "_")
}

fn pascal(term: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    term.split(' ').map(capital).collect()
}

/// Each term of which a form is not found.
fn not_found(form: impl Fn(&str) -> FieldDescription) -> Vec<(Category, &'static str)> {
    let mut missed = Vec::new();
    for (kind, terms) in terms() {
        for term in terms {
            if !tagger::suggest(&form(term)).categories.contains(kind) {
                missed.push((kind, term));
            }
        }
    }
    missed
}

const NONE: [(Category, &str); 0] = [];

#[test]
fn a_term_is_found_as_the_name_of_a_column() {
    assert_eq!(not_found(|term| FieldDescription::new(snake(term))), NONE);
}

#[test]
fn a_term_is_found_as_the_name_of_a_custom_field() {
    assert_eq!(not_found(|term| FieldDescription::new(pascal(term) + "__c")), NONE);
}

#[test]
fn a_term_is_found_as_a_question_of_yes_or_no() {
    assert_eq!(not_found(|term| FieldDescription::new("has".to_owned() + &pascal(term))), NONE);
}

#[test]
fn a_term_is_found_as_a_label_whose_name_says_nothing() {
    assert_eq!(not_found(|term| FieldDescription::new("q17").label(term)), NONE);
}

#[test]
fn a_term_is_found_in_a_table_that_says_nothing() {
    assert_eq!(not_found(|term| FieldDescription::new(snake(term)).record("client")), NONE);
    let of_assessment =
        |term: &str| FieldDescription::new(snake(term)).record("assessment").label(term);
    assert_eq!(not_found(of_assessment), NONE);
}

#[test]
fn a_term_is_found_in_several_and_with_what_is_kept_of_it() {
    for ending in ["_date", "_notes", "_status", "_type"] {
        let missed = not_found(|term| FieldDescription::new(snake(term) + ending).record("client"));
        assert!(missed.len() <= 6, "{ending}: {missed:?}");
    }
}

/// Runs of letters are taken apart where words are known: most are, and none is taken for another kind's.
#[test]
fn most_terms_are_found_without_spaces() {
    let all: usize = terms().iter().map(|(_, terms)| terms.len()).sum();
    let missed = not_found(|term| FieldDescription::new(term.replace(' ', "")));
    assert!(missed.len() * 10 <= all, "{} of {all}: {missed:?}", missed.len());
}

/// The rules take none of them; the learnt reading, which goes by habit, takes one in a hundred at most.
#[test]
fn what_shops_accounts_and_programs_call_things_is_nothing_sensitive() {
    let watched = CategorySet::SPECIAL.union(CategorySet::CRIMINAL);
    let names = include_str!("data/ordinary_names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_ascii_whitespace);
    let (mut read, mut by_habit) = (0, Vec::new());
    for name in names {
        for field in [
            FieldDescription::new(name),
            FieldDescription::new(name).record("invoice_line"),
            FieldDescription::new("q17").label(name.replace('_', " ")),
        ] {
            read += 1;
            let found = tagger::suggest(&field);
            let told = |evidence: &Evidence| {
                !matches!(evidence.part, Part::Habit | Part::Table)
                    && evidence.categories.intersects(watched)
            };
            assert!(!found.evidence.iter().any(told), "{field:?}: {}", found.reason());
            if found.categories.intersects(watched) {
                by_habit.push(name);
            }
        }
    }
    assert!(read > 1_900, "{read}");
    assert!(by_habit.len() * 100 <= read, "{by_habit:?}");
}
