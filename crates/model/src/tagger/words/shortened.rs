//! Words that were cut short to fit a column: `MENT_HLTH`, `Convctn`, `ofns_typ`. A word counts as shortened
//! only where no list knows it as it stands.

/// What a short form stands for, where no rule tells.
const FORMS: &[(&str, &str)] = &[
    ("abrtn", "abortion"),
    ("alc", "alcohol"),
    ("cnvct", "convicted"),
    ("cnvctn", "conviction"),
    ("convct", "convicted"),
    ("convctn", "conviction"),
    ("couns", "counselling"),
    ("dgns", "diagnosis"),
    ("dgnss", "diagnosis"),
    ("dlnq", "delinquency"),
    ("hisp", "hispanic"),
    ("htn", "hypertension"),
    ("hyprtn", "hypertension"),
    ("immun", "immunisation"),
    ("immz", "immunisation"),
    ("incarc", "incarceration"),
    ("inpt", "inpatient"),
    ("offns", "offence"),
    ("ofns", "offence"),
    ("outpt", "outpatient"),
    ("parol", "parole"),
    ("rtrd", "learning disability"),
    ("smok", "smoking"),
    ("sntc", "sentence"),
    ("subst", "substance"),
    ("suic", "suicide"),
    ("surg", "surgery"),
    ("trmt", "treatment"),
    ("trtmt", "treatment"),
    ("vacc", "vaccination"),
    ("vax", "vaccination"),
];

/// Words that are known by their consonants, `hlth`, or by so many of their first letters, `disab`.
const WORDS: &[(&str, usize)] = &[
    ("addiction", 5),
    ("alcohol", 5),
    ("allergy", 6),
    ("anxiety", 4),
    ("arrest", 6),
    ("asthma", 5),
    ("criminal", 6),
    ("delinquency", 6),
    ("dementia", 6),
    ("diabetes", 6),
    ("diagnosis", 5),
    ("disability", 5),
    ("disabled", 8),
    ("emotional", 7),
    ("epilepsy", 6),
    ("ethnic", 6),
    ("ethnicity", 6),
    ("health", 6),
    ("hospital", 6),
    ("illness", 7),
    ("immunisation", 6),
    ("immunization", 6),
    ("incarceration", 6),
    ("injury", 6),
    ("medical", 6),
    ("medication", 7),
    ("mental", 6),
    ("offence", 6),
    ("offense", 6),
    ("pregnancy", 5),
    ("pregnant", 5),
    ("probation", 6),
    ("psychiatric", 8),
    ("psychological", 9),
    ("rehabilitation", 7),
    ("religion", 5),
    ("schizophrenia", 6),
    ("sentence", 7),
    ("substance", 7),
    ("suicide", 6),
    ("surgery", 6),
    ("symptom", 5),
    ("treatment", 6),
    ("vaccination", 6),
    ("vaccine", 6),
];

/// The fewest consonants by which a word is known.
const CONSONANTS: usize = 4;

/// The word that a shortened one stands for. Both are in lower case.
pub(super) fn full(word: &str) -> Option<&'static str> {
    if let Ok(place) = FORMS.binary_search_by_key(&word, |(short, _)| short) {
        return FORMS.get(place).map(|(_, full)| *full);
    }
    let consonants = skeleton(word).count();
    let found = WORDS.iter().find(|(whole, fewest)| {
        let cut = word.len() >= *fewest && whole.starts_with(word);
        let squeezed = consonants >= CONSONANTS
            && word.len() < whole.len()
            && stands_within(word, whole)
            && skeleton(word).eq(skeleton(whole));
        cut || squeezed
    });
    found.map(|(whole, _)| *whole)
}

/// Whether the letters stand in the word in their order: those of `debates` do not in *diabetes*.
fn stands_within(letters: &str, word: &str) -> bool {
    let mut rest = word.bytes();
    letters.bytes().all(|letter| rest.any(|other| other == letter))
}

/// The first letter, and all others but vowels; a letter that is doubled counts once.
fn skeleton(word: &str) -> impl Iterator<Item = u8> {
    let mut before = None;
    word.bytes().enumerate().filter_map(move |(place, letter)| {
        let stays = place == 0 || !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let again = before.replace(letter) == Some(letter);
        (stays && !again).then_some(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stand_in_order() {
        assert!(FORMS.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn a_word_is_known_by_its_consonants_or_its_beginning() {
        for (short, whole) in [
            ("hlth", "health"),
            ("emotnl", "emotional"),
            ("medicl", "medical"),
            ("dsblty", "disability"),
            ("alcohl", "alcohol"),
            ("incarc", "incarceration"),
            ("crmnl", "criminal"),
            ("ofns", "offence"),
        ] {
            assert_eq!(full(short), Some(whole), "{short}");
        }
    }

    #[test]
    fn short_forms_of_plain_words_are_left_alone() {
        for plain in [
            "prsn", "sent", "conv", "med", "hist", "addr", "cntrct", "mdl", "hrs", "prob", "arr",
            "alt", "rel", "subs", "disc", "hlpr", "mntn", "hspt", "psych",
        ] {
            assert_eq!(full(plain), None, "{plain}");
        }
    }
}
