//! The list is in order, is found in every spelling, and holds no word of ordinary schemas.

use super::super::{vocabulary, wordlists};
use super::*;

#[test]
fn every_word_of_the_list_is_found_in_it() {
    let lines: Vec<&str> = WORDS.lines().collect();
    assert!(WORDS.ends_with('\n') && lines.len() > 7_000);
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        assert!(line < next, "`{line}` stands before `{next}`");
    }
    let lost: Vec<&&str> = lines.iter().filter(|line| !is_medical(line)).collect();
    assert_eq!(lost, [&""; 0]);
}

/// The slow reading of the list: every line, each letter by itself.
#[test]
fn the_search_finds_what_reading_every_line_finds() {
    let read = |word: &str| {
        let mut spelled = word.replace("ph", "f").replace('z', "s");
        for pair in ["ae", "oe"] {
            spelled = spelled.replace(pair, "e");
        }
        (4..=32).contains(&word.len()) && WORDS.lines().any(|line| line == spelled)
    };
    let near = [
        "",
        "a",
        "zz",
        "zzzz",
        "aaaa",
        "abdomina",
        "abdominals",
        "troponin",
        "tropon",
        "zygoma",
        "naïve",
    ];
    let others = vocabulary::WORDS.split_ascii_whitespace().chain(near);
    for word in WORDS.lines().step_by(97).chain(others) {
        assert_eq!(is_medical(word), read(word), "{word}");
    }
}

#[test]
fn british_and_american_spellings_are_one_word() {
    for (british, american) in [
        ("haemorrhage", "hemorrhage"),
        ("oesophagus", "esophagus"),
        ("oedematous", "edematous"),
        ("orthopaedics", "orthopedics"),
        ("dyspnoea", "dyspnea"),
        ("amphetamine", "amfetamine"),
        ("cefalexin", "cephalexin"),
        ("catheterisation", "catheterization"),
    ] {
        assert_eq!(is_medical(british), is_medical(american), "{british}");
    }
    assert!(is_medical("haematocrit") && is_medical("hematocrit"));
    assert!(is_medical("oesophagus") && is_medical("esophagus"));
}

#[test]
fn no_plain_word_of_a_schema_is_one_of_medicine() {
    let plain = vocabulary::WORDS.split_ascii_whitespace();
    let lists = [
        &wordlists::PEOPLE,
        &wordlists::PREMISES,
        &wordlists::SYSTEM,
        &wordlists::MACHINES,
        &wordlists::THINGS,
        &wordlists::PLAIN,
        &wordlists::KEPT,
        &wordlists::EVENTS,
    ];
    let wrong: Vec<&str> = plain
        .chain(lists.into_iter().flat_map(super::super::WordList::words))
        .filter(|word| is_medical(word))
        .collect();
    assert_eq!(wrong, [""; 0]);
}
