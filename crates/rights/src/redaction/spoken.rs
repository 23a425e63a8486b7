//! Telephone numbers as people read them out: `oh double seven, nine hundred, one two three`.

use caldicott_model::identifier::UkPhone;

use super::fold::Text;

/// A word that stands for a digit.
const DIGITS: [(&str, char); 13] = [
    ("oh", '0'),
    ("o", '0'),
    ("zero", '0'),
    ("nought", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
];

/// The numbers read out in a text: from, to, and the digits.
pub(super) fn numbers(text: &Text) -> Vec<(usize, usize, String)> {
    let words = text.words();
    let mut found = Vec::new();
    let mut first = 0;
    while first < words.len() {
        let mut digits = String::new();
        let mut times = 1;
        let mut last = None;
        for (place, (from, to)) in words.iter().enumerate().skip(first) {
            let near = place == first
                || words.get(place.saturating_sub(1)).is_some_and(|(_, end)| from - end <= 3);
            let word = text.slice(*from, *to);
            if !near {
                break;
            }
            match word.as_str() {
                "double" => times = 2,
                "triple" | "treble" => times = 3,
                "hundred" if !digits.is_empty() => digits.push_str("00"),
                "thousand" if !digits.is_empty() => digits.push_str("000"),
                "and" if !digits.is_empty() => {}
                word => {
                    let Some((_, digit)) = DIGITS.iter().find(|(name, _)| *name == word) else {
                        break;
                    };
                    digits.extend(core::iter::repeat_n(*digit, times));
                    times = 1;
                    last = Some((place, *to));
                    continue;
                }
            }
            if matches!(word.as_str(), "hundred" | "thousand") {
                last = Some((place, *to));
            }
        }
        match (last, words.get(first)) {
            (Some((place, to)), Some((from, _))) if digits.len() >= 7 => {
                if digits.parse::<UkPhone>().is_ok() {
                    found.push((*from, to, digits));
                }
                first = place + 1;
            }
            (_, _) => first += 1,
        }
    }
    found
}
