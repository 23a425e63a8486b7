#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The tagger against fields tagged by hand: every field of CORE's dictionary, and a list from other
//! kinds of schema that was tagged before the tagger saw it.
//!
//! The names and our tags are in the repository; the questions of CORE are read from the published

#[path = "tagger/score.rs"]
mod score;

use std::collections::HashMap;
use std::path::PathBuf;

use caldicott_model::tagger::{self, FieldDescription};
use score::{Score, Truth};

fn dictionary() -> Option<HashMap<(String, String), String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/core");
    let mut questions = HashMap::new();
    for (collection, file) in [
        ("sales", "sales_download_26_27.csv"),
        ("sales", "sales_download_24_25.csv"),
        ("lettings", "lettings_download_26_27.csv"),
        ("lettings", "lettings_download_24_25.csv"),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        for line in text.lines() {
            if let Some((name, question)) = line.split_once(',') {
                questions.insert((collection.into(), name.into()), question.into());
            }
        }
    }
    Some(questions)
}

#[test]
fn the_dictionary_of_core_is_tagged_as_a_reader_would() {
    let Some(questions) = dictionary() else {
        println!("skipped: the published dictionary is not at hand");
        return;
    };
    let mut score = Score::default();
    for truth in Truth::read(include_str!("data/core_truth.csv")) {
        let question = questions.get(&(truth.source.clone(), truth.name.clone())).unwrap();
        let field = FieldDescription::new(truth.name.as_str()).label(question.as_str());
        score.count(&truth, &tagger::suggest(&field));
    }
    score.print("CORE, names and questions");
    assert!(score.precision() >= 0.95, "precision {}", score.precision());
    assert!(score.recall() >= 0.95, "recall {}", score.recall());
}

#[test]
fn the_names_of_core_alone_are_never_over_tagged() {
    let mut score = Score::default();
    for truth in Truth::read(include_str!("data/core_truth.csv")) {
        score.count(&truth, &tagger::suggest(&FieldDescription::new(truth.name.as_str())));
    }
    score.print("CORE, names alone");
    assert!(score.precision() >= 0.95, "precision {}", score.precision());
    assert!(score.recall() >= 0.90, "recall {}", score.recall());
}

#[test]
fn fields_of_other_schemas_are_tagged_as_a_reader_would() {
    let mut score = Score::default();
    for truth in Truth::read(include_str!("data/heldout_truth.csv")) {
        let field = FieldDescription::new(truth.name.as_str())
            .record(truth.source.as_str())
            .label(truth.label.as_str());
        score.count(&truth, &tagger::suggest(&field));
    }
    score.print("fields of other schemas");
    assert!(score.fields >= 300, "{} fields", score.fields);
    assert!(score.precision() >= 0.95, "precision {}", score.precision());
    assert!(score.recall() >= 0.90, "recall {}", score.recall());
}

#[test]
fn fields_of_published_schemas_are_tagged_as_a_reader_would() {
    let mut score = Score::default();
    for truth in Truth::read(include_str!("data/public_truth.csv")) {
        let field = FieldDescription::new(truth.name.as_str()).record(truth.source.as_str());
        score.count(&truth, &tagger::suggest(&field));
    }
    score.print("names out of published schemas");
    assert!(score.precision() >= 0.95, "precision {}", score.precision());
    assert!(score.recall() >= 0.90, "recall {}", score.recall());
}

#[test]
fn fields_the_lexicon_was_not_made_for_are_tagged_as_a_reader_would() {
    let mut score = Score::default();
    for truth in Truth::read(include_str!("data/blind_truth.csv")) {
        let field = FieldDescription::new(truth.name.as_str()).record(truth.source.as_str());
        score.count(&truth, &tagger::suggest(&field));
    }
    score.print("statutory returns, housing, prison, drug treatment, staff and software");
    assert!(score.precision() >= 0.95, "precision {}", score.precision());
    assert!(score.recall() >= 0.90, "recall {}", score.recall());
}
