//! Names that no list holds and the text gives away: after a title, after what somebody is to somebody,
//! because they are seldom anything else, or because they stand and act as names do.

use super::cues::{
    ABOUT, BEGINNINGS, BODIES, CLAUSES, DONE_TO_THINGS, NOT_NAMES, PERSON_VERBS, RELATIONS, SHOPS,
    TO_PEOPLE, TOWARDS, TOWARDS_TO, WHEREABOUTS, has,
};
use super::fold::Text;
use super::needles::Hit;
use super::redactor::Why;
use super::vocabulary::{TITLES, is_common, is_elsewhere, is_family_name, is_given_name, may_name};

mod listed;
mod shapes;

/// Words that may stand between a cue and the name.
const FILLERS: [&str; 9] = ["called", "named", "is", "was", "s", "who", "mr", "mrs", "ms"];

/// What looks like a name and is not cleared; to the wary, every word with a capital within a sentence.
pub(super) fn suspects(text: &Text, wary: bool, is_cleared: impl Fn(&str) -> bool) -> Vec<Hit> {
    let words: Vec<Word> =
        text.words().into_iter().map(|(from, to)| Word::of(text, from, to, &is_cleared)).collect();
    let mut scan = Scan { text, words: &words, hits: Vec::new() };
    for place in 0..scan.words.len() {
        scan.after_a_title(place);
        scan.after_a_relation(place);
        if scan.is_capital(place) {
            scan.after_an_initial(place);
            scan.small_word_as_a_name(place);
        }
        scan.after_a_particle(place);
        if scan.is_name(place) && !scan.is_holy(place) {
            scan.seldom_else(place);
            scan.word_as_a_name(place);
            scan.has_the_shape(place);
            scan.turned_round(place);
            scan.beside_another(place);
            scan.in_company(place, wary);
        }
    }
    scan.hits
}

/// A word of a text, and what the lists say of it.
#[derive(Debug)]
struct Word {
    from: usize,
    to: usize,
    folded: String,
    /// It begins with a capital.
    upper: bool,
    /// It may be seen, whatever it is.
    cleared: bool,
    /// It has a capital and may be somebody's name.
    name: bool,
    kind: Kind,
}

/// What a word with a capital is, as the lists have it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// A family name that is seldom anything else.
    Family,
    /// A given name that is seldom anything else.
    Given,
    /// A word or a place, more likely than somebody.
    Plain,
    /// On no list, or in small letters.
    Unknown,
}

impl Kind {
    fn of(folded: &str) -> Self {
        if is_given_name(folded) {
            Self::Given
        } else if is_family_name(folded) {
            Self::Family
        } else if is_elsewhere(folded) || is_common(folded) {
            Self::Plain
        } else {
            Self::Unknown
        }
    }
}

impl Word {
    fn of(text: &Text, from: usize, to: usize, is_cleared: impl Fn(&str) -> bool) -> Self {
        let folded = text.slice(from, to);
        let upper = text.at(from).is_some_and(|it| it.upper);
        let cleared = upper && is_cleared(&folded);
        let kind = if upper { Kind::of(&folded) } else { Kind::Unknown };
        let name = upper
            && to - from > 1
            && !cleared
            && folded.chars().all(char::is_alphabetic)
            && !has(NOT_NAMES, &folded)
            && (kind != Kind::Plain || !is_elsewhere(&folded) || may_name(&folded));
        Self { from, to, folded, upper, cleared, name, kind }
    }
}

/// The words of a text, and what was found among them.
struct Scan<'t> {
    text: &'t Text,
    words: &'t [Word],
    hits: Vec<Hit>,
}

impl<'t> Scan<'t> {
    fn word(&self, place: usize) -> &'t str {
        self.words.get(place).map_or("", |word| &word.folded)
    }

    fn is(&self, place: usize, what: impl Fn(&Word) -> bool) -> bool {
        self.words.get(place).is_some_and(what)
    }

    /// What stands between a word and the next.
    fn gap(&self, place: usize) -> String {
        match (self.words.get(place), self.words.get(place + 1)) {
            (Some(one), Some(next)) => self.text.slice(one.to, next.from),
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
        self.is(place, |word| word.name)
    }

    /// A word that is more likely a word or a place than somebody, unless it stands where only people do.
    fn is_plain(&self, place: usize) -> bool {
        self.is(place, |word| word.kind == Kind::Plain)
    }

    fn is_capital(&self, place: usize) -> bool {
        self.is(place, |word| word.upper)
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
        if let (Some(first), Some(last)) = (self.words.get(first), self.words.get(last)) {
            self.hits.push(Hit { from: first.from, to: last.to, why: Why::Suspected, full: false });
        }
    }

    fn after_a_title(&mut self, place: usize) {
        let near = matches!(self.gap(place).as_str(), " " | ". " | "." | "\u{a0}");
        if near && TITLES.contains(&self.word(place)) && self.is_name(place + 1) {
            self.hit(place + 1, self.end(place + 1));
        }
    }

    fn after_a_relation(&mut self, place: usize) {
        if !has(RELATIONS, self.word(place)) {
            return;
        }
        let is_sign = |c| matches!(c, ' ' | ',' | '(' | ':' | '-' | '\'' | '"' | '\u{2019}');
        for next in place + 1..=place + 3 {
            let between = self.gap(next - 1);
            if between.chars().count() > 3 || !between.chars().all(is_sign) {
                return;
            }
            // `Carer's Allowance` is nobody.
            let thing = self.word(next - 1) == "s" && self.is_plain(next);
            if self.is_name(next) && !thing {
                self.hit(next, self.end(next));
                return;
            }
            if !FILLERS.contains(&self.word(next)) {
                return;
            }
        }
    }

    /// Two words with capitals within a sentence, or one that does what people do.
    fn beside_another(&mut self, place: usize) {
        let within = matches!(self.gap_before(place).as_str(), " " | "\u{a0}" | ", " | " (");
        if !within || place.checked_sub(1).is_some_and(|before| self.is_name(before)) {
            return;
        }
        let last = self.end(place);
        let acts = self.gap(last) == " " && has(PERSON_VERBS, self.word(last + 1));
        let plain = (place..=last).all(|at| self.is_plain(at));
        if !self.is_body(place, last) && !plain && (last > place || acts) {
            self.hit(place, last);
        }
    }

    /// A word about which the words beside it say that it is somebody.
    fn in_company(&mut self, place: usize, wary: bool) {
        let (here, last) = (self.word(place), self.end(place));
        let no_name = has(BEGINNINGS, here) || TITLES.contains(&here);
        if no_name || self.is_body(place, last) {
            return;
        }
        let follows = if self.is_blank_after(last) { self.word(last + 1) } else { "" };
        let before = self.gap_before(place);
        let begins = !matches!(before.as_str(), " " | "\u{a0}" | ", " | " (");
        let acts = follows == "who"
            || has(PERSON_VERBS, follows) && !(begins && has(DONE_TO_THINGS, follows));
        let pair = follows == "and" && self.is_blank_after(last + 1) && self.is_name(last + 2);
        let unknown = wary && place > 0 && !before.contains(['.', '!', '?', '\n', '\r']);
        // `Crisis and Shelter` are nobody, and `rang Baker` is somebody.
        let plain = self.is_plain(place);
        let town = plain && is_elsewhere(here);
        let met = if town {
            has(TO_PEOPLE, self.word_before(place))
        } else {
            self.is_met(place, follows)
        };
        let owns = !plain && self.has_something(here, last);
        let pair = pair && !plain;
        let stands_alone =
            !self.follows_a_capital(place) && !has(WHEREABOUTS, self.word_before(place));
        let acts = acts && (!plain || stands_alone);
        let unknown = unknown && (!plain || !town && may_name(here));
        if met || owns || self.has_a_household(place, last) || acts || pair || unknown {
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
        has(TOWARDS, one)
            || matches!(one, "to" | "by") && has(TOWARDS_TO, two)
            || matches!(one, "from" | "of" | "to") && has(ABOUT, two)
            || one == "to" && matches!(back(3), "lent" | "gave")
            || one == "and" && matches!(two, "he" | "she")
            || has(CLAUSES, one) && matches!(follows, "is" | "was" | "has" | "had" | "will")
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
        let after = usize::from(self.is_blank_after(last));
        (place..=last + after).any(|at| has(BODIES, self.word(at))) || self.is_street(last)
    }
}
