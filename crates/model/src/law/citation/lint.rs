//! Finds citations in running text that say something other than they mean.

use core::ops::Range;

use super::plain::Plain;
use super::{CitationError, Cursor, Provision, Reading};
use crate::Rule;
use crate::law::rules;

/// A place in a text where a citation is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    /// The bytes of the text that it is about.
    pub at: Range<usize>,
    /// What is meant.
    pub meant: String,
    /// The rule that says so.
    pub rule: Rule,
}

/// Lists the wrong citations in a text, in the order they stand, wherever its lines end.
///
/// ```
/// use caldicott_model::law::lint;
/// let notes = lint("shared under the Crime and Disorder Act 2018 and Art 6(2)(e)");
/// let meant: Vec<&str> = notes.iter().map(|note| note.meant.as_str()).collect();
/// assert_eq!(meant, ["Crime and Disorder Act 1998", "Art 6(1)(e)"]);
/// // What is cited rightly is left alone.
/// assert!(lint("the Crime and Disorder Act 1998, Art 6(1)(e), Sch 1 para 18").is_empty());
/// ```
#[must_use]
pub fn lint(text: &str) -> Vec<Note> {
    let plain = Plain::new(text);
    let mut notes = Vec::new();
    acts(plain.text(), &mut notes);
    phrases(plain.text(), &mut notes);
    attributions(plain.text(), &mut notes);
    articles(plain.text(), &mut notes);
    schedules(plain.text(), &mut notes);
    for note in &mut notes {
        note.at = plain.original(&note.at);
    }
    notes.sort_by_key(|note| (note.at.start, note.at.end));
    notes
}

/// Acts that are cited with a year: the years that exist, and what is meant otherwise.
const ACTS: [(&str, &[u32], &str, Rule); 3] = [
    ("crime and disorder act", &[1998], "Crime and Disorder Act 1998", rules::SE_01),
    ("crime & disorder act", &[1998], "Crime and Disorder Act 1998", rules::SE_01),
    ("data protection act", &[1984, 1998, 2018], "Data Protection Act 2018", rules::SE_02),
];

/// Words that are wrong wherever they stand.
const PHRASES: [(&str, &str, Rule); 8] = [
    (
        "social security administration fraud act 1997",
        "Social Security Administration (Fraud) Act 1997",
        rules::SE_03,
    ),
    (
        "relevant and not excessive",
        "limited to what is necessary (UK GDPR Art 5(1)(c))",
        rules::SE_06,
    ),
    (
        "relevant, and not excessive",
        "limited to what is necessary (UK GDPR Art 5(1)(c))",
        rules::SE_06,
    ),
    ("multi agency protection panel", "Multi-Agency Public Protection Arrangements", rules::SE_11),
    ("multi-agency protection panel", "Multi-Agency Public Protection Arrangements", rules::SE_11),
    (
        "multi agency public protection panel",
        "Multi-Agency Public Protection Arrangements",
        rules::SE_11,
    ),
    (
        "multi-agency public protection panel",
        "Multi-Agency Public Protection Arrangements",
        rules::SE_11,
    ),
    ("72 hours of discovery", "72 hours of becoming aware", rules::SE_15),
];

/// What the Act of 2018 is said to contain and does not.
const ATTRIBUTIONS: [(&str, &str); 3] = [
    ("anonymis", "UK GDPR recital 26 and Art 4"),
    ("identifying details", "UK GDPR recital 26 and Art 4"),
    ("police", "Police and Criminal Evidence Act 1984"),
];

fn places<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(needle).map(move |(at, _)| at..at + needle.len())
}

fn acts(text: &str, notes: &mut Vec<Note>) {
    for (name, years, meant, rule) in ACTS {
        for place in places(text, name) {
            let rest = text.get(place.end..).unwrap_or("");
            // `Act 2018`, `Act, 2018`, `Act (2018)` and `Act of 2018`.
            let begins = rest.trim_start_matches([' ', ',', '(']);
            let begins = begins.strip_prefix("of ").unwrap_or(begins);
            let digits: String = begins.chars().take_while(char::is_ascii_digit).collect();
            let Ok(year) = digits.parse() else { continue };
            if digits.len() == 4 && !years.contains(&year) {
                let at = place.start..place.end + (rest.len() - begins.len()) + digits.len();
                notes.push(Note { at, meant: meant.to_owned(), rule });
            }
        }
    }
}

fn phrases(text: &str, notes: &mut Vec<Note>) {
    for (phrase, meant, rule) in PHRASES {
        notes.extend(places(text, phrase).map(|at| Note { at, meant: meant.to_owned(), rule }));
    }
}

/// A sentence that names the Act of 2018 as the source of what stands elsewhere (SE-07).
fn attributions(text: &str, notes: &mut Vec<Note>) {
    let mut start = 0;
    for sentence in text.split_inclusive(['.', ';', '\n']) {
        let named = sentence.find("data protection act 2018 states");
        let named = named.or_else(|| sentence.find("under the data protection act 2018"));
        let meant = ATTRIBUTIONS.iter().find(|(word, _)| sentence.contains(word));
        if let (Some(named), Some((_, meant))) = (named, meant) {
            let at = start + named..start + sentence.trim_end().len();
            notes.push(Note { at, meant: (*meant).to_owned(), rule: rules::SE_07 });
        }
        start += sentence.len();
    }
}

/// Articles, and those that follow one without the word: `Art 6(1)(e) and 9(g)`.
fn articles(text: &str, notes: &mut Vec<Note>) {
    let mut done = 0;
    for (at, _) in text.match_indices("art") {
        if at < done || !starts_word(text, at) {
            continue;
        }
        let mut cursor = Cursor { text, at };
        if !cursor.article_word() {
            continue;
        }
        loop {
            cursor.blanks();
            let start = cursor.at;
            let reading = cursor.article();
            if let Ok(reading) = &reading {
                note(reading, start..cursor.at, notes);
            }
            done = cursor.at;
            let joined =
                cursor.any_word(&["and", "or"]) || cursor.literal(",") || cursor.literal("&");
            cursor.blanks();
            let follows = cursor.rest().starts_with(|c: char| c.is_ascii_digit());
            if reading == Err(CitationError::Form) || !joined || !follows {
                break;
            }
        }
    }
}

fn note(reading: &Reading, at: Range<usize>, notes: &mut Vec<Note>) {
    if let Some(rule) = reading.corrected() {
        notes.push(Note { at, meant: reading.meant().to_string(), rule });
    }
}

/// A paragraph of Schedule 1 followed in brackets by "the para 2(a) enactment": what is meant is a
/// sub-paragraph of the paragraph just cited (SE-05).
fn schedules(text: &str, notes: &mut Vec<Note>) {
    for (at, _) in text.match_indices("sch") {
        if !starts_word(text, at) {
            continue;
        }
        let mut cursor = Cursor { text, at };
        if !cursor.schedule() {
            continue;
        }
        let Ok(reading) = cursor.schedule_1() else { continue };
        let Provision::Schedule1(paragraph, groups) = reading.meant() else { continue };
        let mut remark = cursor;
        if !groups.is_empty() || !remark.literal("(") {
            continue;
        }
        let remark = remark.rest().split(')').take(2).collect::<Vec<_>>().join(")");
        let Some(place) = remark.find("para ") else { continue };
        let mut sub = Cursor { text: &remark, at: place };
        sub.word("para");
        let Some(number) = sub.number() else { continue };
        // The remark was cut at its second bracket, which closes the point.
        let point: String = sub
            .rest()
            .trim_start_matches('(')
            .chars()
            .take_while(char::is_ascii_lowercase)
            .collect();
        if point.len() == 1 {
            let meant = format!("{paragraph}({number})({point})");
            notes.push(Note { at: at..cursor.at, meant, rule: rules::SE_05 });
        }
    }
}

fn starts_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    !before.is_some_and(char::is_alphanumeric)
}
