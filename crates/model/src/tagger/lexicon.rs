//! What words mean about a person: phrases per concept, and phrases that only look like one.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::words;
use crate::{Category, CategorySet, Identifiability};

mod beliefs;
mod clinical;
mod criminal;
mod health;
mod justice;
mod neutral;
mod ordinary;
mod vocabulary;

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

/// The phrases by their first word, and every word they know.
#[derive(Debug)]
pub(super) struct Lexicon {
    phrases: HashMap<String, Vec<Phrase>>,
    pub(super) known: Known,
}

/// Words that are taken as they stand, and those of them that may be parts of a run of letters.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) whole: HashSet<&'static str>,
    pub(super) pieces: HashSet<&'static str>,
}

impl Lexicon {
    /// The lexicon, built at the first use.
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Lexicon> = OnceLock::new();
        SHARED.get_or_init(Self::build)
    }

    fn build() -> Self {
        let tables: [&'static [Concept]; 7] = [
            neutral::CONCEPTS,
            health::CONCEPTS,
            clinical::CONCEPTS,
            criminal::CONCEPTS,
            justice::CONCEPTS,
            beliefs::CONCEPTS,
            ordinary::CONCEPTS,
        ];
        let concepts = || tables.into_iter().flatten();
        let mut whole: HashSet<&'static str> = vocabulary::WORDS.split_ascii_whitespace().collect();
        for concept in concepts() {
            whole.extend(entries(concept.phrases).flat_map(|phrase| phrase.split(' ')));
        }
        whole
            .extend([&PEOPLE, &PREMISES, &SYSTEM, &MACHINES].into_iter().flat_map(WordList::words));
        let pieces = whole.iter().copied().filter(|word| !lists(&ABBREVIATIONS, word)).collect();
        let known = Known { whole, pieces };
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        for concept in concepts() {
            for phrase in entries(concept.phrases) {
                let mut words = words::of_text(phrase, &known);
                if words.is_empty() {
                    continue;
                }
                let first = words.remove(0);
                phrases.entry(first).or_default().push(Phrase { rest: words, concept });
            }
        }
        Self { phrases, known }
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
        let bare = text.iter().filter(|word| !word.chars().all(|c| c.is_ascii_digit())).count();
        for (start, word) in text.iter().enumerate() {
            for phrase in self.phrases.get(word).into_iter().flatten() {
                let length = phrase.rest.len() + 1;
                let follows = text.get(start + 1..start + length);
                let allowed = in_values || !phrase.concept.in_values_only;
                let allowed = allowed && (!phrase.concept.whole || bare == length);
                if allowed
                    && follows.is_some_and(|words| words == phrase.rest.as_slice())
                    && (!phrase.concept.is_neutral() || stands(phrase.concept))
                {
                    hits.push(Hit { start, length, concept: phrase.concept });
                }
            }
            if clinical::is_coined(word) && !self.known.whole.contains(word.as_str()) {
                hits.push(Hit { start, length: 1, concept: &clinical::COINED });
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

/// The entries of a list written as one text.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

/// A list of words written as one text.
#[derive(Debug)]
pub(super) struct WordList {
    text: &'static str,
    set: OnceLock<HashSet<&'static str>>,
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
pub(super) fn lists(list: &WordList, word: &str) -> bool {
    list.set.get_or_init(|| list.words().collect()).contains(word)
}

/// Words that show a person is meant.
pub(super) static PEOPLE: WordList = WordList::new(
    "adult applicant beneficiary buyer carer child citizen client customer employee \
             guest household individual learner need occupant offender parent participant \
             patient people person pupil resident student tenant victim volunteer youth \
             requirement condition",
);

/// Words that show a building, a scheme or a service is meant.
pub(super) static PREMISES: WordList = WordList::new(
    "accommodation bathroom bed building bus entrance facility flat house housing \
             inventory lift location parking premise property room scheme site standard \
             toilet unit vehicle venue dwelling adapted shower elevator hotel amenity",
);

/// Words that show the system itself is meant.
pub(super) static SYSTEM: WordList = WordList::new(
    "apex api async batch browser button cache callout component config configuration \
             controller cpu cron dashboard database debug disk endpoint error exception \
             handler html http integration json layout login metadata namespace parser \
             payload plugin queue rollup scheduler schema script server setting soql stack \
             sync template trigger ui url webhook widget workflow xml",
);

/// Words of programs and shops, beside which no other word means a person.
pub(super) static MACHINES: WordList = WordList::new(
    "enforce api cache debug endpoint exception mb metadata mode module rollup sdk sku stack \
             string threshold trace variant version webhook",
);

/// Records of things: what they hold is said of the thing, unless somebody is named.
pub(super) static THINGS: WordList = WordList::new(
    "product game film movie catalogue catalog cart deployment cluster \
             recipe menu dispatch fleet policy setting metadata capability directory \
             metric amenity",
);

/// Words of dates, counts, money and programs: a name of nothing else says nothing about a person
/// beyond when or how much.
pub(super) static PLAIN: WordList = WordList::new(
    "active actual amount annual apex average balance batch begin budget calendar \
             campaign closed column completed cost count created currency current custom day \
             default deleted deletion deposit discount due duration enabled end enforcement \
             expected expiry export fee field final finish first flag format frequency fund \
             handling import imported index interval invoice item job largest last latest \
             layout length level limit maximum measure measurement metadata minimum modified \
             month monthly naming new next number object opened option order page payment \
             percent percentage period position prevent previous price processor quantity \
             queue rank rate receipt received record rounding schedule sent sequence setting \
             size sort start started sum sync tab template time total unit update updated url \
             value version view website week weekly year yearly",
);

/// Words of a table that holds people or services and not what happened to somebody.
pub(super) static HOLDERS: WordList = WordList::new(
    "offender prisoner inmate patient suspect defendant detainee probationer \
             accused perpetrator provider service clinic hospital staff worker officer agency \
             organisation centre type lookup reference code catalogue formulary rate metric \
             statistic search person people client member student employee candidate contact case \
             user household profile doctor nurse therapist dentist gp physician report",
);

/// Words for a collection of records.
pub(super) static COLLECTIONS: WordList = WordList::new(
    "record history detail data assessment list table log item entry event \
             incident information info screening episode",
);

/// Words of the keeping of a record: who wrote it, when, under which number.
pub(super) static KEPT: WordList = WordList::new(
    "id key reference ref created creator modified updated author by user owner uuid \
             guid phone email fax address website note comment name surname forename",
);

/// Words that show an animal is meant: its illness is nobody's health data.
pub(super) static ANIMALS: WordList = WordList::new("pet livestock veterinary kennel");

/// Words that name somebody by what the police or a court hold him for: his sex or his height says no
/// more of it than the table it stands in.
pub(super) static ACTORS: WordList = WordList::new(
    "suspect offender prisoner inmate defendant arrestee detainee probationer \
             perpetrator accused",
);

/// Words that stand for themselves and are never part of a run of letters: `pregother` is not
/// about a pregnancy.
static ABBREVIATIONS: WordList = WordList::new(
    "abh adl asb asd bme cap cbl cbo cce chr cro crb crc crn cse dbs dla dui dv dwi \
             ecg edd esa fgm gad gang gay gbh gpa hcn hdc hmp icd iep ill iom ipp ivf iwi jab \
             jew kin lar lcw lgb man mdo mri mrn nok pay pet phq pip plea pnc preg pvg risk \
             roma rsr sen sick snap ssi ssn ssp sti sud tbi town ulm uln upn utr visa wic yot \
             rotl noms sogi tb std ocd cbt chc peep lldd mha sdq psr dto hrg aln mh cji rx dx \
             meds inr api mb sku sdk ui cpu hip ear eye leg arm gum knee foot skin bone brain burn cut \
             bite eeg ekg ct bp mse fit fits pain rash cough scar stool cell fine tag order lao csra \
             fir visor pnd acct k10 k6 hads hrt lmp lice iadl news2 affect speech sleep onset limb \
             vein lung liver colon heart chest neck back hand spine nerve muscle ankle wrist elbow",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_can_be_found_as_it_is_written() {
        let lexicon = Lexicon::shared();
        for (table, concepts) in [
            ("neutral", neutral::CONCEPTS),
            ("health", health::CONCEPTS),
            ("clinical", clinical::CONCEPTS),
            ("criminal", criminal::CONCEPTS),
            ("justice", justice::CONCEPTS),
            ("beliefs", beliefs::CONCEPTS),
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
            criminal::CONCEPTS,
            justice::CONCEPTS,
            beliefs::CONCEPTS,
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
}
