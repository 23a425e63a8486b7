//! Names that are nearly those of the record: misspelt, shortened in a way of their own, or written in
//! another script.

use deunicode::deunicode;

use super::cues::{NOT_NAMES, has};
use super::fold::{Text, squeeze};
use super::forms::full_forms;
use super::identity::{Cleared, Protected};
use super::needles::Hit;
use super::redactor::Why;
use super::vocabulary::is_everyday;

/// The names that a word is held against, in Latin letters.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// Each name alone, and whether it is a given one, of which people use a part.
    names: Vec<(String, bool)>,
    /// Names in full, for scripts that leave no blank within them.
    full: Vec<String>,
    /// Names that may be seen.
    cleared: Vec<String>,
}

impl Near {
    pub(super) fn of(protected: &Protected, cleared: &Cleared) -> Self {
        let mut near = Self::default();
        for name in protected.people.iter().flat_map(|person| &person.names) {
            let (given, family) = name.parts();
            let (given_whole, family_whole) = name.whole();
            let words = name.words().map(|word| (latin(word), false));
            let given = given.into_iter().chain(given_whole).map(|word| (word, true));
            let family = family.into_iter().chain(family_whole).map(|word| (word, false));
            near.names.extend(given.chain(family).chain(words));
            near.full.extend(full_forms(name));
            let mut halves: Vec<String> = name.words().map(latin).collect();
            near.full.push(halves.concat());
            halves.rotate_right(1);
            near.full.push(halves.concat());
        }
        near.names.retain(|(name, _)| name.chars().count() >= 3);
        for name in cleared.people.iter().flat_map(|person| &person.names) {
            near.cleared.extend(name.words().map(latin));
        }
        near
    }

    /// Every word that is nearly one of the names. A capital or another script has to say that it is a
    /// name at all.
    pub(super) fn find(&self, source: &str, text: &Text) -> Vec<Hit> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let is_near = |(from, to): &(usize, usize)| {
            let (Some(first), Some(last)) = (text.at(*from), text.at(to.saturating_sub(1))) else {
                return false;
            };
            let written = source.get(first.from..last.to).unwrap_or_default();
            let foreign = written.chars().any(|c| c.is_alphabetic() && !is_latin(c));
            let word = if foreign { latin(written) } else { text.slice(*from, *to) };
            let capital = first.upper || foreign;
            let letters = word.chars().all(|c| c.is_ascii_lowercase());
            capital
                && letters
                && !self.cleared.contains(&word)
                && !has(NOT_NAMES, &word)
                && !is_everyday(&word)
                && self.is_near(&word, foreign)
        };
        let hit = |(from, to)| Hit { from, to, why: Why::Suspected, full: false };
        text.words().into_iter().filter(is_near).map(hit).collect()
    }

    fn is_near(&self, word: &str, foreign: bool) -> bool {
        let length = word.len();
        if foreign && self.full.iter().any(|form| form == word) {
            return true;
        }
        self.names.iter().any(|(name, given)| {
            let long = name.len();
            let same = foreign && length >= 3 && word == name;
            // Other languages put endings to names.
            let ending =
                foreign && long >= 4 && word.starts_with(name.as_str()) && length <= long + 3;
            let short = *given
                && long >= 6
                && length >= 4
                && length < long
                && (name.starts_with(word) || name.ends_with(word));
            let allowed = match long.min(length) {
                0..=4 => 0,
                5..=8 => 1,
                _ => 2,
            };
            same || ending || short || (allowed > 0 && within(word, name, allowed))
        })
    }
}

/// In the letters of this country, folded.
fn latin(word: &str) -> String {
    squeeze(&deunicode(word))
}

const fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
}

/// Whether so many letters added, lost, changed or swapped make one word of the other.
fn within(one: &str, other: &str, allowed: usize) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > allowed || one.first() != other.first() {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in other.iter().enumerate() {
            let at =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, column) + usize::from(a != b))
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(b)
                && other.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            next.push(best);
        }
        before = core::mem::replace(&mut last, next);
    }
    last.last().is_some_and(|distance| *distance <= allowed)
}
