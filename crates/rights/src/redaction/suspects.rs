//! Names that no list holds and the text gives away: after a title, after what somebody is to somebody,
//! because they are seldom anything else, or because they stand and act as names do.

use super::cues::{
    ABOUT, BEGINNINGS, BODIES, CLAUSES, DONE_TO_THINGS, NOT_NAMES, PERSON_VERBS, RELATIONS, SHOPS,
    TOWARDS, TOWARDS_TO, has,
};
use super::fold::Text;
use super::needles::Hit;
use super::redactor::Why;
use super::vocabulary::{TITLES, is_family_name, is_given_name};

/// Words that may stand between a cue and the name.
const FILLERS: [&str; 9] = ["called", "named", "is", "was", "s", "who", "mr", "mrs", "ms"];

/// What looks like a name and is not cleared; to the wary, every word with a capital within a sentence.
pub(super) fn suspects(text: &Text, wary: bool, is_cleared: impl Fn(&str) -> bool) -> Vec<Hit> {
    let mut scan = Scan { text, words: text.words(), is_cleared, hits: Vec::new() };
    for place in 0..scan.words.len() {
        scan.after_a_title(place);
        scan.after_a_relation(place);
        if scan.is_name(place) {
            scan.seldom_else(place);
            scan.beside_another(place);
            scan.in_company(place, wary);
        }
    }
    scan.hits
}

/// The words of a text, and what was found among them.
struct Scan<'t, F> {
    text: &'t Text,
    words: Vec<(usize, usize)>,
    is_cleared: F,
    hits: Vec<Hit>,
}

impl<F: Fn(&str) -> bool> Scan<'_, F> {
    fn word(&self, place: usize) -> String {
        let found = self.words.get(place);
        found.map(|(from, to)| self.text.slice(*from, *to)).unwrap_or_default()
    }

    /// What stands between a word and the next.
    fn gap(&self, place: usize) -> String {
        match (self.words.get(place), self.words.get(place + 1)) {
            (Some((_, to)), Some((from, _))) => self.text.slice(*to, *from),
            (_, _) => String::from("\n"),
        }
    }

    fn is_blank_after(&self, place: usize) -> bool {
        matches!(self.gap(place).as_str(), " " | "\u{a0}")
    }

    /// What stands before a word; a line's end at the beginning.
    fn gap_before(&self, place: usize) -> String {
        place.checked_sub(1).map_or_else(|| String::from("\n"), |before| self.gap(before))
    }

    /// A word with a capital that may be somebody's name.
    fn is_name(&self, place: usize) -> bool {
        let Some((from, to)) = self.words.get(place).copied() else { return false };
        let capital = self.text.at(from).is_some_and(|it| it.upper);
        let folded = self.text.slice(from, to);
        capital
            && to - from > 1
            && folded.chars().all(char::is_alphabetic)
            && !has(NOT_NAMES, &folded)
            && !(self.is_cleared)(&folded)
    }

    /// The end of a name that starts at a word.
    fn end(&self, start: usize) -> usize {
        let one_name = |gap: &str| matches!(gap, " " | "-" | "'" | "\u{2019}" | "\u{a0}");
        let mut last = start;
        while last < start + 3 && one_name(&self.gap(last)) && self.is_name(last + 1) {
            last += 1;
        }
        last
    }

    fn hit(&mut self, first: usize, last: usize) {
        if let (Some((from, _)), Some((_, to))) = (self.words.get(first), self.words.get(last)) {
            self.hits.push(Hit { from: *from, to: *to, why: Why::Suspected, full: false });
        }
    }

    fn after_a_title(&mut self, place: usize) {
        let near = matches!(self.gap(place).as_str(), " " | ". " | "." | "\u{a0}");
        if near && TITLES.contains(&self.word(place).as_str()) && self.is_name(place + 1) {
            self.hit(place + 1, self.end(place + 1));
        }
    }

    fn after_a_relation(&mut self, place: usize) {
        if !has(RELATIONS, &self.word(place)) {
            return;
        }
        let is_sign = |c| matches!(c, ' ' | ',' | '(' | ':' | '-' | '\'' | '"' | '\u{2019}');
        for next in place + 1..=place + 3 {
            let between = self.gap(next - 1);
            if between.chars().count() > 3 || !between.chars().all(is_sign) {
                return;
            }
            if self.is_name(next) {
                self.hit(next, self.end(next));
                return;
            }
            if !FILLERS.contains(&self.word(next).as_str()) {
                return;
            }
        }
    }

    /// A name of the lists, which is seldom anything else.
    fn seldom_else(&mut self, place: usize) {
        let (here, last) = (self.word(place), self.end(place));
        if is_given_name(&here) || (is_family_name(&here) && !self.is_body(place, last)) {
            self.hit(place, last);
        }
    }

    /// Two words with capitals within a sentence, or one that does what people do.
    fn beside_another(&mut self, place: usize) {
        let within = matches!(self.gap_before(place).as_str(), " " | "\u{a0}" | ", " | " (");
        if !within || place.checked_sub(1).is_some_and(|before| self.is_name(before)) {
            return;
        }
        let last = self.end(place);
        let acts = self.gap(last) == " " && has(PERSON_VERBS, &self.word(last + 1));
        if !self.is_body(place, last) && (last > place || acts) {
            self.hit(place, last);
        }
    }

    /// A word about which the words beside it say that it is somebody.
    fn in_company(&mut self, place: usize, wary: bool) {
        let (here, last) = (self.word(place), self.end(place));
        let no_name = has(BEGINNINGS, &here) || TITLES.contains(&here.as_str());
        if no_name || self.is_body(place, last) {
            return;
        }
        let follows = if self.is_blank_after(last) { self.word(last + 1) } else { String::new() };
        let before = self.gap_before(place);
        let begins = !matches!(before.as_str(), " " | "\u{a0}" | ", " | " (");
        let acts = follows == "who"
            || has(PERSON_VERBS, &follows) && !(begins && has(DONE_TO_THINGS, &follows));
        let pair = follows == "and" && self.is_blank_after(last + 1) && self.is_name(last + 2);
        let unknown = wary && place > 0 && !before.contains(['.', '!', '?', '\n', '\r']);
        if self.is_met(place, &follows)
            || self.has_something(&here, last)
            || acts
            || pair
            || unknown
        {
            self.hit(place, last);
            if pair {
                self.hit(last + 2, self.end(last + 2));
            }
        }
    }

    /// One does this with people: `met Olek`, `spoke to Olek`, `calls from Olek`, `while Olek is`.
    fn is_met(&self, place: usize, follows: &str) -> bool {
        let back = |steps: usize| {
            let place = place.checked_sub(steps).filter(|at| self.is_blank_after(*at));
            place.map(|place| self.word(place)).unwrap_or_default()
        };
        let (one, two) = (back(1), back(2));
        has(TOWARDS, &one)
            || matches!(one.as_str(), "to" | "by") && has(TOWARDS_TO, &two)
            || matches!(one.as_str(), "from" | "of" | "to") && has(ABOUT, &two)
            || one == "to" && matches!(back(3).as_str(), "lent" | "gave")
            || one == "and" && matches!(two.as_str(), "he" | "she")
            || has(CLAUSES, &one) && matches!(follows, "is" | "was" | "has" | "had" | "will")
    }

    /// A thing of somebody's: `at Olek's`, which is neither a shop nor a place.
    fn has_something(&self, here: &str, last: usize) -> bool {
        matches!(self.gap(last).as_str(), "'" | "\u{2019}")
            && self.word(last + 1) == "s"
            && !has(SHOPS, here)
            && !self.is_name(last + 2)
    }

    /// Whether the words, or the one after them, make it the name of a body or a place.
    fn is_body(&self, place: usize, last: usize) -> bool {
        (place..=last + 1).any(|at| has(BODIES, &self.word(at)))
    }
}
