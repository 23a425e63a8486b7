//! Words that help to tell a name from a word.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// Titles that go with a name and out with it.
pub(super) const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lady",
    "lord",
    "rev",
    "reverend",
    "fr",
    "father",
    "pc",
    "dc",
    "ds",
    "di",
    "sgt",
    "sergeant",
    "constable",
    "insp",
    "inspector",
    "cllr",
    "councillor",
    "nurse",
    "auntie",
    "aunty",
    "aunt",
    "uncle",
    "imam",
    "rabbi",
];

/// Small words inside names, which alone name nobody.
pub(super) const PARTICLES: &[&str] = &[
    "van", "der", "den", "de", "la", "le", "du", "da", "di", "dos", "das", "del", "della", "von",
    "zu", "al", "el", "bin", "ibn", "bint", "abu", "ben", "st", "o", "mac", "mc", "ap", "ab",
    "ter", "ten", "y", "e", "and", "jr", "jnr", "sr", "snr", "ii", "iii",
];

/// Words that every text is made of. In small letters they are no name, whoever is called so.
pub(super) const FUNCTION_WORDS: &[&str] = &[
    "a", "am", "an", "and", "are", "as", "at", "be", "but", "by", "can", "did", "do", "for",
    "from", "had", "has", "he", "her", "him", "his", "i", "if", "in", "is", "it", "me", "my", "no",
    "not", "of", "off", "on", "or", "our", "out", "she", "so", "some", "than", "that", "the",
    "them", "then", "they", "this", "to", "too", "up", "us", "was", "we", "were", "what", "when",
    "who", "will", "with", "you", "your", "may", "more", "most", "any", "all", "now", "see", "say",
    "set", "let", "get", "got", "way",
];

/// What people called so are called, the formal name first.
pub(super) fn nicknames() -> &'static [Vec<&'static str>] {
    static GROUPS: OnceLock<Vec<Vec<&str>>> = OnceLock::new();
    GROUPS.get_or_init(|| {
        lines(include_str!("nicknames.txt")).map(|line| line.split(' ').collect()).collect()
    })
}

/// A file of folded words, a word to a line, sorted by its bytes: looked up where it stands, so that
/// nothing is read before the first text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(&'static str);

/// Given names that are seldom anything else: with a capital they name somebody.
pub(super) const GIVEN_NAMES: Words = Words(include_str!("given-names.txt"));
/// Family names that are seldom a word or a place.
pub(super) const FAMILY_NAMES: Words = Words(include_str!("family-names.txt"));
/// Given names that are words or places as well.
pub(super) const GIVEN_WORDS: Words = Words(include_str!("given-words.txt"));
/// Family names that are words or places as well.
pub(super) const FAMILY_WORDS: Words = Words(include_str!("family-words.txt"));
/// Places, peoples, shops, bodies, medicines.
const NO_NAMES: Words = Words(include_str!("no-names.txt"));
/// Common English words, most without their endings.
const COMMON: Words = Words(include_str!("common.txt"));
/// Everyday words that happen to hold a name.
const EVERYDAY: Words = Words(include_str!("everyday.txt"));

impl Words {
    /// Whether a word is a line of the file.
    pub(super) fn has(self, word: &str) -> bool {
        is_listed(self.0, b'\n', word)
    }
}

/// Whether a word is one of a sorted list, parted by one byte each.
pub(super) fn is_listed(list: &str, separator: u8, word: &str) -> bool {
    let list = list.as_bytes();
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let before = list.get(low..middle).unwrap_or_default();
        let start =
            before.iter().rposition(|byte| *byte == separator).map_or(low, |at| low + at + 1);
        let rest = list.get(start..high).unwrap_or_default();
        let line = rest.split(|byte| *byte == separator).next().unwrap_or_default();
        match line.cmp(word.as_bytes()) {
            Ordering::Equal => return true,
            Ordering::Less => low = start + line.len() + 1,
            Ordering::Greater => high = start,
        }
    }
    false
}

/// Whether a folded word is a given name that is seldom anything else.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.has(word)
}

/// Whether a folded word is a family name that is seldom anything else; many are given names as well.
pub(super) fn is_family_name(word: &str) -> bool {
    FAMILY_NAMES.has(word)
}

/// Whether a folded word is a name, be it a word or a place as well.
pub(super) fn may_name(word: &str) -> bool {
    is_given_name(word) || is_family_name(word) || GIVEN_WORDS.has(word) || FAMILY_WORDS.has(word)
}

/// Whether a folded word is a place, a people, a shop, a body or a medicine, whoever is called so.
pub(super) fn is_elsewhere(word: &str) -> bool {
    NO_NAMES.has(word)
}

/// Whether a folded word is a common English one, with or without an ending.
pub(super) fn is_common(word: &str) -> bool {
    let known = |word: &str| COMMON.has(word) || EVERYDAY.has(word);
    let bare = |ending: &str, silent: bool| {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3) else {
            return false;
        };
        known(stem) || (silent && known(&format!("{stem}e")))
    };
    known(word)
        || bare("s", false)
        || bare("es", false)
        || bare("ed", true)
        || bare("ing", true)
        || bare("ly", false)
}

/// Whether a folded word is an everyday one that only happens to hold a name: `king` in `asking`.
pub(super) fn is_everyday(word: &str) -> bool {
    EVERYDAY.has(word)
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::redaction::fold::squeeze;

    #[test]
    fn every_list_is_folded_and_sorted_and_every_word_of_it_is_found() {
        let all =
            [GIVEN_NAMES, FAMILY_NAMES, GIVEN_WORDS, FAMILY_WORDS, NO_NAMES, COMMON, EVERYDAY];
        for list in all {
            let words: Vec<&str> = lines(list.0).collect();
            let all: HashSet<&str> = words.iter().copied().collect();
            assert!(words.len() > 300);
            assert!(words.is_sorted_by(|one, next| one < next));
            for word in words {
                assert_eq!(squeeze(word), word);
                assert!(list.has(word), "{word}");
                let (longer, shorter) = (format!("{word}qx"), word.get(1..).unwrap_or_default());
                assert!(!list.has(&longer), "{longer}");
                assert_eq!(list.has(shorter), all.contains(shorter), "{shorter}");
            }
            assert!(!list.has("") && !list.has("#") && !list.has("~"));
        }
    }

    #[test]
    fn no_name_that_is_seldom_else_is_a_place_or_a_common_word() {
        for list in [GIVEN_NAMES, FAMILY_NAMES] {
            for word in lines(list.0) {
                assert!(!NO_NAMES.has(word) && !COMMON.has(word), "{word}");
                assert!(!GIVEN_WORDS.has(word) || list.0 == FAMILY_NAMES.0, "{word}");
            }
        }
    }
}
