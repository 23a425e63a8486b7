//! Terms of the field in bulk: what medicine, courts, faiths and parties call things, and the words that only
//! medicine has.
//!
//! `terms/medical.txt` holds words, one to a line, that ordinary English does not use: illnesses, organisms,
//! medicines, parts of the body. It is searched where it lies. Words that mean something else too are not in it;
//! these stand in the tables beside it, with the words that they need.

use std::sync::OnceLock;

use super::Concept;
use crate::Category::Health;

pub(super) mod belief;
pub(super) mod care;
pub(super) mod instruments;
pub(super) mod penal;

/// What a word of the list says.
pub(super) static MEDICAL: Concept =
    Concept::new("a word that only medicine has", &[Health], "").sub_kind("medical-care");

/// In the order of their bytes, singular, and each in the spelling of [`folded`].
const WORDS: &str = include_str!("terms/medical.txt");

/// The shortest word of the list and the longest: others are not looked for.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=32;

/// Whether only medicine has the word, in whichever spelling.
pub(in crate::tagger) fn is_medical(word: &str) -> bool {
    let mut letters = [0; *LENGTHS.end()];
    folded(word, &mut letters).is_some_and(|word| stands(beginning(word), word))
}

/// The lines that begin with the word's first two letters, or a few more.
fn beginning(word: &[u8]) -> &'static [u8] {
    static STARTS: OnceLock<[usize; PAIRS + 1]> = OnceLock::new();
    let starts = STARTS.get_or_init(|| {
        let mut starts = [WORDS.len(); PAIRS + 1];
        let mut at = WORDS.len();
        for line in WORDS.lines().rev() {
            at -= line.len() + 1;
            if let Some(start) = starts.get_mut(pair(line.as_bytes())) {
                *start = at;
            }
        }
        // A pair that begins no word begins where the next one does.
        let mut next = WORDS.len();
        for start in starts.iter_mut().rev() {
            next = next.min(*start);
            *start = next;
        }
        starts
    });
    let place = pair(word);
    let ends = starts.get(place).zip(starts.get(place + 1));
    ends.and_then(|(start, end)| WORDS.as_bytes().get(*start..*end)).unwrap_or_default()
}

/// How many pairs of letters there are.
const PAIRS: usize = 26 * 26;

/// The place of a word's first two letters among the pairs.
fn pair(word: &[u8]) -> usize {
    let letter =
        |at: usize| word.get(at).map_or(0, |byte| usize::from(byte.saturating_sub(b'a')).min(25));
    letter(0) * 26 + letter(1)
}

/// One spelling for British and American, old and new ones: `haemorrhage` and `hemorrhage`, `sulphate` and
/// `sulfate`, `catheterise` and `catheterize`. Nothing for what is no word of small letters.
fn folded<'l>(word: &str, letters: &'l mut [u8; *LENGTHS.end()]) -> Option<&'l [u8]> {
    if !LENGTHS.contains(&word.len()) {
        return None;
    }
    let mut length: usize = 0;
    for byte in word.bytes() {
        let before = length.checked_sub(1).and_then(|place| letters.get(place)).copied();
        let (place, letter) = match (before, byte) {
            (Some(b'a' | b'o'), b'e') => (length - 1, b'e'),
            (Some(b'p'), b'h') => (length - 1, b'f'),
            (_, b'z') => (length, b's'),
            (_, b'a'..=b'y') => (length, byte),
            _ => return None,
        };
        *letters.get_mut(place)? = letter;
        length = place + 1;
    }
    letters.get(..length)
}

/// Whether one of the sorted lines is the word.
fn stands(lines: &[u8], word: &[u8]) -> bool {
    let mut rest = lines;
    while !rest.is_empty() {
        let (before, after) = rest.split_at(rest.len() / 2);
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
        let end = after
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |place| before.len() + place);
        match rest.get(start..end).unwrap_or_default().cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => rest = rest.get(end + 1..).unwrap_or_default(),
            std::cmp::Ordering::Greater => rest = rest.get(..start).unwrap_or_default(),
        }
    }
    false
}

#[cfg(test)]
mod tests;
