//! The tables can be read as they are written.

use super::wordlists::*;
use super::*;

#[test]
fn every_phrase_can_be_found_as_it_is_written() {
    let lexicon = Lexicon::shared();
    for (table, concepts) in [
        ("neutral", neutral::CONCEPTS),
        ("health", health::CONCEPTS),
        ("clinical", clinical::CONCEPTS),
        ("measures", measures::CONCEPTS),
        ("names", names::CONCEPTS),
        ("standards", standards::CONCEPTS),
        ("wider", wider::CONCEPTS),
        ("codes", codes::CONCEPTS),
        ("terms of care", terms::care::CONCEPTS),
        ("terms of instruments", terms::instruments::CONCEPTS),
        ("terms of justice", terms::penal::CONCEPTS),
        ("terms of belief", terms::belief::CONCEPTS),
        ("criminal", criminal::CONCEPTS),
        ("justice", justice::CONCEPTS),
        ("beliefs", beliefs::CONCEPTS),
        ("civic", civic::CONCEPTS),
        ("ordinary", ordinary::CONCEPTS),
    ] {
        for phrase in concepts.iter().flat_map(|concept| entries(concept.phrases)) {
            let text = words::of_text(phrase, &lexicon.known);
            assert!(!text.is_empty(), "`{phrase}` in {table} is made of empty words");
            assert!(
                !lexicon.find(&text, true, |_| true).is_empty(),
                "`{phrase}` in {table} is hidden"
            );
        }
    }
}

#[test]
fn words_around_a_phrase_are_single_words_as_texts_have_them() {
    let tables = [
        health::CONCEPTS,
        clinical::CONCEPTS,
        measures::CONCEPTS,
        names::CONCEPTS,
        standards::CONCEPTS,
        wider::CONCEPTS,
        codes::CONCEPTS,
        terms::care::CONCEPTS,
        terms::instruments::CONCEPTS,
        terms::penal::CONCEPTS,
        terms::belief::CONCEPTS,
        tables::CONCEPTS,
        criminal::CONCEPTS,
        justice::CONCEPTS,
        beliefs::CONCEPTS,
        civic::CONCEPTS,
        ordinary::CONCEPTS,
    ];
    let wrong: Vec<&str> = tables
        .into_iter()
        .flatten()
        .flat_map(|concept| entries(concept.unless).chain(entries(concept.needs)))
        .chain(
            [
                &PEOPLE,
                &PREMISES,
                &SYSTEM,
                &MACHINES,
                &ANIMALS,
                &PLAIN,
                &ACTORS,
                &THINGS,
                &KEPT,
                &HOLDERS,
                &COLLECTIONS,
                &EVENTS,
                &tables::CLINICAL,
                &tables::ATTRIBUTES,
                &tables::PENAL,
                &tables::PARTIES,
            ]
            .into_iter()
            .flat_map(WordList::words),
        )
        .filter(|word| word.contains(' ') || words::normal(word) != *word)
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_longer_phrase_hides_a_shorter_one() {
    let lexicon = Lexicon::shared();
    let text = words::of_text("Health and safety training", &lexicon.known);
    assert!(lexicon.find(&text, false, |_| true).iter().all(|hit| !hit.concept.is_sensitive()));
    let text = words::of_text("Physical health", &lexicon.known);
    assert!(lexicon.find(&text, false, |_| true).iter().any(|hit| hit.concept.is_sensitive()));
}
