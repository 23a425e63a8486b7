//! Words that help to tell a name from a word.

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

/// Whether a folded word is a given name that is seldom anything else: with a capital it names somebody.
pub(super) fn is_given_name(word: &str) -> bool {
    static NAMES: OnceLock<Vec<&str>> = OnceLock::new();
    sorted(&NAMES, include_str!("given-names.txt")).binary_search(&word).is_ok()
}

/// Whether a folded word is a family name that is seldom a word or a place.
pub(super) fn is_family_name(word: &str) -> bool {
    static NAMES: OnceLock<Vec<&str>> = OnceLock::new();
    sorted(&NAMES, include_str!("family-names.txt")).binary_search(&word).is_ok()
}

/// Whether a folded word is an everyday one that only happens to hold a name: `king` in `asking`.
pub(super) fn is_everyday(word: &str) -> bool {
    static WORDS: OnceLock<Vec<&str>> = OnceLock::new();
    sorted(&WORDS, include_str!("everyday.txt")).binary_search(&word).is_ok()
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn sorted<'w>(words: &'w OnceLock<Vec<&'static str>>, file: &'static str) -> &'w [&'static str] {
    words.get_or_init(|| {
        let mut words: Vec<&str> = lines(file).collect();
        words.sort_unstable();
        words
    })
}
