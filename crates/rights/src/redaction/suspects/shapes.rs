//! Names that no list holds, by how they are built: `Mc`, `O'`, `-escu`, `Gebre-`, a letter too many.

use super::{Kind, Scan, is_common, is_elsewhere, is_given_name};

/// Beginnings of names and of little else.
const BEGINS: [&str; 10] =
    ["abdel", "abdul", "chukwu", "gebre", "ghebre", "oluwa", "tesfa", "mac", "mc", "fitz"];

/// Endings of family names and of little else.
const ENDS: [&str; 36] = [
    "aitis", "aityte", "akis", "auskas", "auskiene", "cki", "cka", "czak", "czuk", "czyk", "enko",
    "escu", "evic", "evich", "evicius", "iene", "idis", "idou", "kiewicz", "lingam", "nathan",
    "opoulos", "opoulou", "ovic", "ovich", "owicz", "oglu", "rajah", "shvili", "singhe", "ska",
    "ski", "sson", "uddin", "ullah", "zadeh",
];

impl Scan<'_> {
    /// A word within a sentence that is built as names are.
    pub(super) fn has_the_shape(&mut self, place: usize) {
        let here = self.word(place);
        let last = self.end(place);
        let known = is_common(here) || is_elsewhere(here);
        if known || self.is_body(place, last) {
            return;
        }
        let ends = here.len() > 6 && ENDS.iter().any(|end| here.ends_with(end));
        let begins = BEGINS.iter().any(|begin| {
            let rest = here.strip_prefix(begin).unwrap_or_default();
            let long = rest.len() > 2;
            match *begin {
                // A capital within says what `Machine` does not.
                "mac" | "fitz" => long && self.has_a_capital(place, begin.len()),
                "mc" => long && rest != "donald" && rest != "donalds",
                _ => long,
            }
        });
        if (ends && self.is_within(place)) || begins || self.has_a_letter_too_many(place, here) {
            self.hit(place, last);
        }
    }

    /// `Zoee`, `Darrenn`: a given name with a letter doubled.
    fn has_a_letter_too_many(&self, place: usize, word: &str) -> bool {
        if !self.is_within(place) || !word.is_ascii() || word.len() < 4 {
            return false;
        }
        let bytes = word.as_bytes();
        bytes.windows(2).enumerate().any(|(at, pair)| {
            matches!(pair, [one, two] if one == two)
                && word
                    .get(..at)
                    .zip(word.get(at + 1..))
                    .is_some_and(|(front, back)| is_given_name(&format!("{front}{back}")))
        })
    }

    fn has_a_capital(&self, place: usize, at: usize) -> bool {
        let letter = self.words.get(place).and_then(|word| self.text.at(word.from + at));
        letter.is_some_and(|it| it.upper)
    }

    /// `O'Hanlon`, `al-Hassani`, `bin Saleh`, `van der Berg`, `da Silva`, `Mc Daid`: a small word of names
    /// before a word with a capital.
    pub(super) fn after_a_particle(&mut self, place: usize) {
        if !self.is_name(place + 1) {
            return;
        }
        let (here, gap) = (self.word(place), self.gap(place));
        let upper = self.is_capital(place);
        let listed = self.is(place + 1, |word| matches!(word.kind, Kind::Given | Kind::Family));
        let likely = !self.is_plain(place + 1);
        let fits = match (here, gap.as_str()) {
            ("o" | "d", "'" | "\u{2019}") => upper,
            ("al" | "el" | "ul" | "ar" | "as" | "ad" | "abd", "-")
            | ("bin" | "ibn" | "bint" | "abu" | "von", " ") => likely,
            ("mc" | "mac", " ") => upper && likely,
            ("der" | "den", " ") => self.word_before(place) == "van" && likely,
            ("van", " ") => !upper && listed,
            ("de" | "da" | "dos" | "del" | "di", " ") => listed,
            (_, _) => false,
        };
        if fits {
            self.hit(place, self.end(place + 1));
        }
    }
}
