//! Names and labels as whole words: what a substring match would get wrong starts here.

mod shortened;

use super::lexicon::terms::is_medical;
use super::lexicon::{Known, WordList, lists};

/// A boundary that no phrase crosses: the end of a sentence or a bracket.
pub(super) const BREAK: &str = "|";

/// Words that carry no meaning for a phrase: `date of birth` and `birth date` differ, `health and
/// safety` and `health safety` do not.
static EMPTY: WordList = WordList::new(
    "a an and any anybody anyone are be been did do does had has have he her his is it its of \
     or our s she somebody someone t that the their them these they this those was we were \
     you your",
);

/// One spelling for words that have two.
const SPELLINGS: &[(&str, &str)] = &[
    ("behavior", "behaviour"),
    ("behavioral", "behavioural"),
    ("center", "centre"),
    ("counseling", "counselling"),
    ("counselor", "counsellor"),
    ("defense", "defence"),
    ("license", "licence"),
    ("offense", "offence"),
    ("organization", "organisation"),
    ("paralyzed", "paralysed"),
    ("program", "programme"),
    ("unionized", "unionised"),
    ("labor", "labour"),
    ("color", "colour"),
    ("enrollment", "enrolment"),
    ("counsellors", "counsellor"),
    ("children", "child"),
];

/// Words ending in `s` that are not plurals, or whose singular is another word.
static NOT_PLURAL: WordList = WordList::new(
    "aids meds address alias analysis apps arrears asbos basis business campus census class \
     diagnosis diabetes dress dps express gps hepatitis hiv illness is less loss news nhs \
     paralysis process prognosis prosthesis rhesus status stress tennis this witness wellness \
     access focus virus series sms dbs pass cross tuberculosis psychosis sclerosis fibrosis \
     bias sepsis always previous various religious serious homeless homelessness careless \
     plus bus gas yes across unless ms os us as has was ethos chaos apis jesus compas oasys hads \
     koos hoos abas ipos esas",
);

/// The words of a schema name: `Stack_Trace__c`, `preferredGPName`, `sexrab1`, `DATEOFBIRTH`.
///
/// A package prefix and Salesforce's suffix go; case, underscores and digits part words; a run of
/// letters that is no word is taken apart only when known words fill it completely.
pub(super) fn of_name(name: &str, known: &Known) -> Vec<String> {
    let bare = without_affixes(name);
    let mut words = Vec::new();
    for part in split_cases(bare) {
        let lower = part.to_lowercase();
        let word = normal(&lower);
        if known.whole.contains(word.as_str())
            || known.whole.contains(lower.as_str())
            || is_medical(&word)
        {
            words.push(word);
        } else if let Some(whole) = shortened::full(&lower) {
            words.extend(of_text(whole, known));
        } else if let Some(pieces) = segments(&lower, known) {
            for piece in pieces {
                match known.joined.get(piece) {
                    Some(phrase) => words.extend(of_text(phrase, known)),
                    None => words.push(normal(piece)),
                }
            }
        } else {
            words.push(word);
        }
    }
    words.retain(|word| !lists(&EMPTY, word));
    words
}

/// The words of a label, a question, a help text or the label of a value.
pub(super) fn of_text(text: &str, known: &Known) -> Vec<String> {
    // The department is written with a letter that is otherwise an empty word.
    let spelled = text.replace("A&E", "accident emergency");
    let text = spelled.as_str();
    let mut words: Vec<String> = Vec::new();
    let mut start = None;
    let close = |words: &mut Vec<String>, piece: Option<&str>| {
        let Some(piece) = piece else { return };
        // A label may itself be a schema name: `PersonalID`, `Has_GP`.
        let mixed =
            piece.chars().skip(1).any(char::is_uppercase) && piece.chars().any(char::is_lowercase);
        if mixed || piece.contains('_') || piece.chars().any(|c| c.is_ascii_digit()) {
            words.extend(of_name(piece, known));
        } else {
            let word = normal(&piece.to_lowercase());
            if !lists(&EMPTY, &word) {
                words.push(word);
            }
        }
    };
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '_' {
            start = start.or(Some(at));
            continue;
        }
        if matches!(c, '\'' | '’') && start.is_some() {
            // `tenant's` is two words, of which the second is empty.
            close(&mut words, start.take().and_then(|from| text.get(from..at)));
            continue;
        }
        close(&mut words, start.take().and_then(|from| text.get(from..at)));
        if matches!(c, '.' | '?' | '!' | ';' | ':' | '(' | ')' | '[' | ']') {
            words.push(BREAK.to_owned());
        }
    }
    close(&mut words, start.and_then(|from| text.get(from..)));
    words
}

/// A word in the form the lexicon has it: lower case, singular, British.
pub(super) fn normal(word: &str) -> String {
    let mut word = singular(word);
    if let Some((_, british)) = SPELLINGS.iter().find(|(other, _)| *other == word) {
        (*british).clone_into(&mut word);
    }
    word
}

fn singular(word: &str) -> String {
    if word.len() < 4 || lists(&NOT_PLURAL, word) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    for sibilant in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(sibilant) {
            return word.get(..word.len() - 2).unwrap_or(word).to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') && !stem.ends_with('i') => {
            stem.to_owned()
        }
        _ => word.to_owned(),
    }
}

fn without_affixes(name: &str) -> &str {
    let mut bare = name.trim();
    for suffix in ["__c", "__pc", "__r", "__mdt", "__e", "__x", "__s"] {
        if let Some(rest) = bare.strip_suffix(suffix) {
            bare = rest;
            break;
        }
    }
    // `npsp__Deceased`: a package prefix is short, and everything before the first `__`.
    match bare.split_once("__") {
        Some((package, rest)) if bare != name.trim() && package.len() <= 15 && !rest.is_empty() => {
            rest
        }
        _ => bare,
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Other,
}

fn split_cases(name: &str) -> Vec<&str> {
    let kinds: Vec<(usize, Kind)> = name
        .char_indices()
        .map(|(at, c)| {
            let kind = match c {
                c if c.is_lowercase() => Kind::Lower,
                c if c.is_uppercase() => Kind::Upper,
                c if c.is_numeric() => Kind::Digit,
                c if c.is_alphabetic() => Kind::Lower,
                _ => Kind::Other,
            };
            (at, kind)
        })
        .collect();
    let mut parts = Vec::new();
    let mut from = 0;
    let mut before = Kind::Other;
    for (place, (at, kind)) in kinds.iter().copied().enumerate() {
        let next = kinds.get(place + 1).map(|(_, kind)| *kind);
        let parted = match (before, kind) {
            (Kind::Lower, Kind::Upper) => true,
            // `GPName`: the last capital belongs to the next word; the plural `DOBs` stays whole.
            (Kind::Upper, Kind::Upper) => {
                let plural = name.get(at + 1..at + 2) == Some("s")
                    && kinds.get(place + 2).is_none_or(|(_, kind)| *kind != Kind::Lower);
                next == Some(Kind::Lower) && !plural
            }
            (one, other) => one != other && !(one == Kind::Upper && other == Kind::Lower),
        };
        if parted {
            push(&mut parts, name.get(from..at));
            from = at;
        }
        before = kind;
    }
    push(&mut parts, name.get(from..));
    parts
}

fn push<'n>(parts: &mut Vec<&'n str>, part: Option<&'n str>) {
    if let Some(part) = part.filter(|part| part.chars().any(char::is_alphanumeric)) {
        parts.push(part);
    }
}

/// From here on a term is a piece of a run of letters: shorter ones stand in many.
pub(super) const LONG: usize = 7;

/// The fewest known words that fill the run of letters completely, or nothing.
fn segments<'w>(run: &'w str, known: &Known) -> Option<Vec<&'w str>> {
    const LONGEST: usize = 40;
    if !run.is_ascii() || run.len() < 6 || run.len() > LONGEST {
        return None;
    }
    // best[n]: the fewest words that fill the first n letters, and where the last one starts.
    let mut best: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
    for end in 1..=run.len() {
        let mut found: Option<(usize, usize)> = None;
        for start in 0..end {
            let Some(Some((count, _))) = best.get(start) else { continue };
            let Some(piece) = run.get(start..end) else { continue };
            let short =
                matches!(piece, "of" | "is" | "at" | "in" | "by" | "to" | "no" | "id" | "on");
            if piece.len() < 3 && !short {
                continue;
            }
            let listed = known.pieces.contains(piece)
                || known.pieces.contains(normal(piece).as_str())
                || (piece.len() >= LONG && (is_medical(piece) || known.joined.contains_key(piece)));
            if (listed || short) && found.is_none_or(|(fewest, _)| count + 1 < fewest) {
                found = Some((count + 1, start));
            }
        }
        best.push(found);
    }
    let mut pieces = Vec::new();
    let mut end = run.len();
    while end > 0 {
        let (_, start) = (*best.get(end)?)?;
        pieces.push(run.get(start..end)?);
        end = start;
    }
    pieces.reverse();
    Some(pieces)
}

#[cfg(test)]
mod tests;
