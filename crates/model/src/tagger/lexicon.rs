//! What words mean about a person: phrases per concept, and phrases that only look like one.

use std::sync::OnceLock;

use self::spelling::{ByWord, Words};
use self::wordlists::{ABBREVIATIONS, MACHINES, PEOPLE, PREMISES, SYSTEM};
use super::words;
use crate::{Category, CategorySet, Identifiability};

mod beliefs;
mod civic;
mod clinical;
mod codes;
mod criminal;
pub(super) mod crm;
mod health;
mod justice;
mod measures;
mod names;
mod neutral;
mod ordinary;
mod spelling;
mod standards;
pub(super) mod tables;
pub(super) mod terms;
mod vocabulary;
mod wider;
pub(super) mod wordlists;

/// How far a phrase can be trusted to mean its concept.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Weight {
    /// It often means something else: it needs a name or label that contradicts nothing.
    Faint,
    /// It means this in the name or the label of a field.
    Usual,
    /// It means this wherever it stands, a help text included.
    Sure,
}

/// One meaning and the phrases that carry it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in tables written by hand"
)]
#[derive(Debug)]
pub(super) struct Concept {
    pub(super) says: &'static str,
    pub(super) categories: CategorySet,
    pub(super) sub_kind: Option<&'static str>,
    pub(super) identifiability: Identifiability,
    pub(super) weight: Weight,
    /// Whether it is about a building, a scheme or a site as soon as one is named and nobody is.
    pub(super) of_people: bool,
    /// Whether it is read in the labels of values and nowhere else.
    pub(super) in_values_only: bool,
    /// Whether it counts only where the name or label is nothing else.
    pub(super) whole: bool,
    /// Whether a table that is named so holds nothing else.
    pub(super) of_tables: bool,
    pub(super) unless: &'static str,
    pub(super) needs: &'static str,
    pub(super) phrases: &'static str,
}

impl Concept {
    /// A concept that counts in names and labels.
    const fn new(says: &'static str, categories: &[Category], phrases: &'static str) -> Self {
        Self {
            says,
            categories: CategorySet::of(categories),
            sub_kind: None,
            identifiability: Identifiability::Quasi,
            weight: Weight::Usual,
            of_people: false,
            in_values_only: false,
            whole: false,
            of_tables: false,
            unless: "",
            needs: "",
            phrases,
        }
    }

    /// Phrases that carry no meaning about a person, and hide shorter ones that would.
    const fn neutral(phrases: &'static str) -> Self {
        Self { identifiability: Identifiability::None, ..Self::new("", &[], phrases) }
    }

    const fn sub_kind(self, name: &'static str) -> Self {
        Self { sub_kind: Some(name), ..self }
    }

    const fn direct(self) -> Self {
        Self { identifiability: Identifiability::Direct, ..self }
    }

    const fn identifies_nobody(self) -> Self {
        Self { identifiability: Identifiability::None, ..self }
    }

    const fn sure(self) -> Self {
        Self { weight: Weight::Sure, ..self }
    }

    const fn faint(self) -> Self {
        Self { weight: Weight::Faint, ..self }
    }

    const fn of_people(self) -> Self {
        Self { of_people: true, ..self }
    }

    const fn in_values_only(self) -> Self {
        Self { in_values_only: true, ..self }
    }

    const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    const fn of_tables(self) -> Self {
        Self { of_tables: true, ..self }
    }

    /// Void when one of these words stands in the name, label or record.
    const fn unless(self, words: &'static str) -> Self {
        Self { unless: words, ..self }
    }

    /// Void unless one of these words stands in the name, label or record.
    const fn needs(self, words: &'static str) -> Self {
        Self { needs: words, ..self }
    }

    /// Whether no word around it voids it and every word it needs is there.
    pub(super) fn stands_among(&self, words: &[String]) -> bool {
        let has = |list| entries(list).any(|word| words.iter().any(|other| other == word));
        !has(self.unless) && (self.needs.is_empty() || has(self.needs))
    }

    pub(super) fn is_neutral(&self) -> bool {
        self.categories.is_empty()
    }

    /// Whether the law protects it specially: what is asked of such a phrase is stricter.
    pub(super) const fn is_sensitive(&self) -> bool {
        self.categories.has_special() || self.categories.has_criminal()
    }
}

/// A phrase found in a text: which words, and which concept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) length: usize,
    pub(super) concept: &'static Concept,
}

#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    concept: &'static Concept,
}

type Phrases = ByWord<Vec<Phrase>>;

/// The phrases by their first word, and every word they know.
#[derive(Debug)]
pub(super) struct Lexicon {
    phrases: Phrases,
    tables: Phrases,
    pub(super) known: Known,
}

/// Words that are taken as they stand, and those of them that may be parts of a run of letters.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) whole: Words,
    pub(super) pieces: Words,
    /// Phrases about something sensitive, by their letters without the spaces.
    pub(super) joined: ByWord<&'static str>,
}

impl Lexicon {
    /// The lexicon, built at the first use.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Lexicon> = OnceLock::new();
        SHARED.get_or_init(Self::build)
    }

    fn build() -> Self {
        let plain: [&'static [Concept]; 8] = [
            neutral::CONCEPTS,
            health::CONCEPTS,
            clinical::CONCEPTS,
            criminal::CONCEPTS,
            justice::CONCEPTS,
            beliefs::CONCEPTS,
            civic::CONCEPTS,
            ordinary::CONCEPTS,
        ];
        let technical: [&'static [Concept]; 5] = [
            measures::CONCEPTS,
            names::CONCEPTS,
            standards::CONCEPTS,
            wider::CONCEPTS,
            codes::CONCEPTS,
        ];
        let terms: [&'static [Concept]; 4] = [
            terms::care::CONCEPTS,
            terms::instruments::CONCEPTS,
            terms::penal::CONCEPTS,
            terms::belief::CONCEPTS,
        ];
        // The words of customer databases part no run of letters.
        let concepts =
            || plain.into_iter().chain(technical).chain(terms).chain([crm::CONCEPTS]).flatten();
        let mut whole: Words = vocabulary::WORDS.split_ascii_whitespace().collect();
        whole.extend(plain.into_iter().flatten().flat_map(words_of));
        whole
            .extend([&PEOPLE, &PREMISES, &SYSTEM, &MACHINES].into_iter().flat_map(WordList::words));
        // A short word of medicine stands in many a run of letters: `respects` holds `ect`.
        let words = technical.into_iter().flatten().flat_map(words_of);
        let (short, long): (Vec<_>, Vec<_>) = words.partition(|word| word.len() < 5);
        whole.extend(long);
        let mut pieces: Words =
            whole.iter().copied().filter(|word| !lists(&ABBREVIATIONS, word)).collect();
        whole.extend(short);
        // Of the terms only what is one by itself: `infusion` is not in and *fusion*.
        let alone = terms.into_iter().flatten().flat_map(|concept| entries(concept.phrases));
        pieces.extend(alone.filter(|term| term.len() >= words::LONG && !term.contains(' ')));
        whole.extend(terms.into_iter().flatten().flat_map(words_of));
        whole.extend(crm::LISTS.into_iter().flat_map(WordList::words));
        let joined = concepts().filter(|concept| concept.is_sensitive()).flat_map(run_together);
        let known = Known { whole, pieces, joined: joined.collect() };
        let phrases = by_first_word(concepts(), &known);
        let tables = by_first_word(tables::CONCEPTS.iter(), &known);
        Self { phrases, tables, known }
    }

    /// What the name of a table says of the facts in it.
    pub(super) fn find_table(&self, record: &[String]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (start, word) in record.iter().enumerate() {
            for phrase in self.tables.get(word).into_iter().flatten() {
                let length = phrase.rest.len() + 1;
                if record.get(start + 1..start + length) == Some(phrase.rest.as_slice()) {
                    hits.push(Hit { start, length, concept: phrase.concept });
                }
            }
        }
        hits
    }

    /// The phrases of a text that no longer phrase covers: a neutral one wins over its equal. `stands`
    /// says whether the words around a neutral phrase leave it neutral.
    pub(super) fn find(
        &self,
        text: &[String],
        in_values: bool,
        stands: impl Fn(&Concept) -> bool,
    ) -> Vec<Hit> {
        let mut hits = Vec::new();
        let letters = |words: &[String]| {
            words.iter().filter(|word| !word.bytes().all(|c| c.is_ascii_digit())).count()
        };
        let bare = letters(text);
        for (start, word) in text.iter().enumerate() {
            let of_word = self.phrases.get(word).map(Vec::as_slice).unwrap_or_default();
            for phrase in of_word {
                let length = phrase.rest.len() + 1;
                let follows = text.get(start + 1..start + length);
                let allowed = in_values || !phrase.concept.in_values_only;
                let all =
                    || text.get(start..start + length).is_some_and(|own| bare == letters(own));
                if allowed
                    && (!phrase.concept.whole || all())
                    && follows.is_some_and(|words| words == phrase.rest.as_slice())
                    && (!phrase.concept.is_neutral() || stands(phrase.concept))
                {
                    hits.push(Hit { start, length, concept: phrase.concept });
                }
            }
            if clinical::is_coined(word) && !self.known.whole.contains(word.as_str()) {
                hits.push(Hit { start, length: 1, concept: &clinical::COINED });
            } else if of_word.iter().all(|phrase| !phrase.rest.is_empty())
                && terms::is_medical(word)
            {
                // A word that is a phrase by itself has conditions of its own.
                hits.push(Hit { start, length: 1, concept: &terms::MEDICAL });
            }
        }
        let covered = |hit: &Hit| {
            hits.iter().any(|other| {
                let overlaps =
                    other.start < hit.start + hit.length && hit.start < other.start + other.length;
                overlaps
                    && (other.length > hit.length
                        || (other.length == hit.length
                            && other.start == hit.start
                            && other.concept.is_neutral()
                            && hit.concept.is_sensitive()))
            })
        };
        hits.iter().filter(|hit| !covered(hit)).copied().collect()
    }
}

fn by_first_word(concepts: impl Iterator<Item = &'static Concept>, known: &Known) -> Phrases {
    let mut phrases = Phrases::default();
    for concept in concepts {
        for phrase in entries(concept.phrases) {
            let mut words = words::of_text(phrase, known);
            if words.is_empty() {
                continue;
            }
            let first = words.remove(0);
            phrases.entry(first).or_default().push(Phrase { rest: words, concept });
        }
    }
    phrases
}

/// The entries of a list written as one text.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

fn words_of(concept: &Concept) -> impl Iterator<Item = &'static str> + use<> {
    entries(concept.phrases).flat_map(|phrase| phrase.split(' '))
}

/// The phrases of more than one word that are long enough to be told in a run of letters.
fn run_together(concept: &Concept) -> impl Iterator<Item = (String, &'static str)> + use<> {
    const SHORTEST: usize = 8;
    entries(concept.phrases)
        .filter(|phrase| phrase.contains(' ') && !phrase.contains(|c: char| c.is_ascii_digit()))
        .map(|phrase| (phrase.replace(' ', ""), phrase))
        .filter(|(letters, _)| letters.len() >= SHORTEST)
}

/// A list of words written as one text.
#[derive(Debug)]
pub(in crate::tagger) struct WordList {
    text: &'static str,
    set: OnceLock<Words>,
}

impl WordList {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, set: OnceLock::new() }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.text.split_ascii_whitespace()
    }
}

/// Whether a word stands in a list.
pub(in crate::tagger) fn lists(list: &WordList, word: &str) -> bool {
    list.set.get_or_init(|| list.words().collect()).contains(word)
}

#[cfg(test)]
mod tests;
