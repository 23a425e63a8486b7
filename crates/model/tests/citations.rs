//! Citations in arbitrary text: whatever stands there, the answer is about what stands there.

use caldicott_model::law::{Reading, lint};
use proptest::prelude::*;

/// Text made of the pieces that citations are made of, in any order.
fn text() -> impl Strategy<Value = String> {
    let pieces = &[
        "Art",
        "art.",
        "Article",
        " ",
        "6",
        "9",
        "(1)",
        "(2)",
        "(e)",
        "(g)",
        "( d )",
        "and",
        ",",
        "&",
        "Sch 1",
        "schedule 1",
        "part 2",
        "para ",
        "paragraph",
        "18",
        "6",
        "(",
        ")",
        "ü",
        "“",
        "DPA",
        "2018",
        "Data Protection Act ",
        "Crime and Disorder Act ",
        "1988",
        ". ",
        "not excessive",
        "police",
        "under the ",
        "\n",
        "256",
        "99999999999999999999",
        "the para 2(a) enactment",
    ][..];
    proptest::collection::vec(proptest::sample::select(pieces), 0..24).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn every_note_is_about_a_place_in_the_text(text in prop_oneof![text(), any::<String>()]) {
        let notes = lint(&text);
        let mut last = 0;
        for note in &notes {
            prop_assert!(text.get(note.at.clone()).is_some_and(|written| !written.is_empty()));
            prop_assert!(note.at.start >= last);
            last = note.at.start;
        }
    }

    #[test]
    fn what_is_read_is_read_again_as_it_is_written(text in text()) {
        if let Ok(reading) = Reading::parse(&text) {
            let again = Reading::parse(&reading.meant().to_string()).unwrap();
            prop_assert_eq!(again.meant(), reading.meant());
            prop_assert_eq!(again.corrected(), None);
        }
    }

    #[test]
    fn a_text_put_right_needs_nothing_more(paragraph in 1_u8..4, point in "[a-f]", number in prop_oneof![Just(6), Just(9)]) {
        let text = format!("relies on Art {number}({paragraph})({point}) here");
        let mut right = text.clone();
        for note in lint(&text).iter().rev() {
            // The note covers the number and its points, and its meaning brings the word along.
            right.replace_range(note.at.clone(), note.meant.trim_start_matches("Art "));
        }
        prop_assert!(lint(&right).is_empty(), "{}", right);
    }
}
