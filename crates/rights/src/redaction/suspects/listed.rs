//! Names of the lists: those that are seldom anything else, and those that are words or places as well.

use super::{Kind, Scan};
use super::{TITLES, has, is_common, is_elsewhere, is_family_name, is_given_name};
use crate::redaction::cues::{
    BEGINNINGS, DETERMINERS, DONE_TO_THINGS, FEELINGS, HOUSEHOLDS, LETTERED, PERSON_VERBS,
    PERSONS_AND_PLACES, SHOPS, SMALL_NAMES, SOMEBODY, SPEECH, STREETS, TOWARDS, WHEREABOUTS,
};
use crate::redaction::vocabulary::{FAMILY_WORDS, GIVEN_WORDS};

impl Scan<'_> {
    /// A name of the lists, which is seldom anything else; with it a word before it that is none.
    pub(super) fn seldom_else(&mut self, place: usize) {
        let (here, last) = (self.word(place), self.end(place));
        let given = self.is(place, |word| word.kind == Kind::Given);
        let family = self.is(place, |word| word.kind == Kind::Family);
        // `SEN` and `LIA` are no names of people, where they stand alone.
        let short = here.len() < 4 && self.is_loud(place) && last == place;
        if self.is_street(last)
            || !(given || family && !self.is_body(place, last))
            || (!given && self.is_shout(place))
            || short
            || self.is_shop(place, last)
        {
            return;
        }
        self.hit(self.start(place), last);
    }

    /// Where a name begins whose later word is known: `Folasade Okafor`, and not `Saw Okafor`.
    fn start(&self, place: usize) -> usize {
        let Some(before) = place.checked_sub(1) else { return place };
        let word = self.word(before);
        let verb = word.ends_with("ed") || word.ends_with("ing");
        let is_one = matches!(self.gap(before).as_str(), " " | "-" | "\u{a0}")
            && self.is_name(before)
            && (GIVEN_WORDS.has(word) || !self.is_plain(before) && !verb)
            && !has(BEGINNINGS, word)
            && !has(TOWARDS, word)
            && !TITLES.contains(&word)
            && !matches!(word, "st" | "saint");
        if is_one { before } else { place }
    }

    /// A name that is a word as well: within a sentence, or before another name.
    pub(super) fn word_as_a_name(&mut self, place: usize) {
        let (here, last) = (self.word(place), self.end(place));
        if !GIVEN_WORDS.has(here) || self.is_body(place, last) || self.is_shout(place) {
            return;
        }
        let next = self.word(place + 1);
        let family = last > place
            && (is_family_name(next)
                || is_given_name(next)
                || !is_elsewhere(next) && (FAMILY_WORDS.has(next) || !is_common(next)));
        if family {
            self.hit(place, last);
            return;
        }
        let alone = last == place && self.is_within(place) && !self.follows_a_capital(place);
        let before = self.word_before(place);
        let town = is_elsewhere(here)
            && (!has(PERSONS_AND_PLACES, here)
                || has(WHEREABOUTS, before)
                || matches!(next, "and" | "or") && self.is_town(place + 2));
        let named =
            self.is_capital(place + 1) && self.is_blank_after(place) && self.is_town(place + 1);
        if alone && !town && !named && !has(DETERMINERS, before)
            || !(town && has(WHEREABOUTS, before)) && self.does_to_somebody(last)
        {
            self.hit(place, last);
        }
    }

    /// `Ruby lent him`, `Robin is worried`, `Grace said`: what is done to somebody, felt or said.
    fn does_to_somebody(&self, last: usize) -> bool {
        if !self.is_blank_after(last) {
            return false;
        }
        if has(SPEECH, self.word(last + 1)) {
            return true;
        }
        if !self.is_blank_after(last + 1) {
            return false;
        }
        let (verb, after) = (self.word(last + 1), self.word(last + 2));
        (has(PERSON_VERBS, verb) || has(DONE_TO_THINGS, verb)) && has(SOMEBODY, after)
            || matches!(verb, "is" | "was" | "feels" | "felt" | "seems" | "looks" | "seemed")
                && has(FEELINGS, after)
    }

    /// A verb and months that are names: somebody before a family name; the verb within a sentence too,
    /// where it has no capital.
    pub(super) fn small_word_as_a_name(&mut self, place: usize) {
        let here = self.word(place);
        if !has(SMALL_NAMES, here) || self.is(place, |word| word.cleared) {
            return;
        }
        let next = self.word(place + 1);
        let family = self.is_blank_after(place)
            && self.is_name(place + 1)
            && (is_family_name(next) || FAMILY_WORDS.has(next))
            && !self.is_body(place + 1, self.end(place + 1));
        if family {
            self.hit(place, self.end(place + 1));
            return;
        }
        let beside = self.is_capital(place + 1) && self.is_blank_after(place);
        let alone = self.is_within(place)
            && !self.is_shout(place)
            && !beside
            && !self.follows_a_capital(place);
        if here == "will" && (alone || self.does_to_somebody(place)) {
            self.hit(place, place);
        }
    }

    /// `at McDonald's`.
    fn is_shop(&self, place: usize, last: usize) -> bool {
        matches!(self.gap(last).as_str(), "'" | "\u{2019}")
            && has(SHOPS, self.word(last))
            && has(WHEREABOUTS, self.word_before(place))
    }

    /// A family by its name: `the Okafor lads`, and `K. Okafor`, whoever is called so.
    pub(super) fn after_an_initial(&mut self, place: usize) {
        let Some(word) = self.words.get(place).filter(|word| word.to - word.from == 1) else {
            return;
        };
        let gap = self.gap(place);
        let dotted = matches!(gap.as_str(), ". " | ".");
        let fits = word.folded.chars().all(char::is_alphabetic)
            && (dotted || gap == " " && !matches!(word.folded.as_str(), "a" | "i"))
            && self.is_name(place + 1);
        let last = self.end(place + 1);
        let before = self.word_before(place);
        let next = self.word(place + 1);
        let unknown = self.is_plain(place + 1) && !FAMILY_WORDS.has(next);
        if fits && !unknown && !has(LETTERED, before) && !self.is_body(place + 1, last) {
            self.hit(place + 1, last);
        }
    }

    /// `Okafor, Folasade`: a word that is no other, before a given name.
    pub(super) fn turned_round(&mut self, place: usize) {
        let given = self.word(place + 1);
        let ends = self.words.get(place + 1).and_then(|word| self.text.at(word.to));
        let closed = ends.is_none_or(|it| !matches!(it.c, ' ' | '\'' | '\u{2019}'));
        if self.gap(place) == ", "
            && closed
            && self.is_name(place + 1)
            && (is_given_name(given) || GIVEN_WORDS.has(given))
            && !self.is_plain(place)
            && !self.is_town(place)
        {
            self.hit(place, place + 1);
        }
    }

    /// The household of somebody: `the Okafor lads`.
    pub(super) fn has_a_household(&self, place: usize, last: usize) -> bool {
        self.is_blank_after(last) && has(HOUSEHOLDS, self.word(last + 1)) && !self.is_plain(place)
    }

    /// Whether a name is that of a saint, and so of a church, a ward or a school.
    pub(super) fn is_holy(&self, place: usize) -> bool {
        let holy = |word: &str| matches!(word, "st" | "saint" | "saints");
        let here = self.word(place);
        let Some(before) = place.checked_sub(1) else { return holy(here) };
        let joined = matches!(self.gap(before).as_str(), " " | ". " | "." | "\u{a0}");
        let whose = before.checked_sub(1).map(|first| self.word(first)).unwrap_or_default();
        holy(here) || joined && holy(self.word(before)) && !is_given_name(whose)
    }

    /// Whether a word with a capital after the name makes a street or a house of it.
    pub(super) fn is_street(&self, last: usize) -> bool {
        let is_one = |place: usize| {
            let word = self.word(place);
            has(STREETS, word) && self.is_capital(place)
                || matches!(word, "ward" | "street" | "road" | "avenue")
        };
        is_one(last) || self.is_blank_after(last) && is_one(last + 1)
    }

    /// Whether this is a place or a body, though somebody may be called so.
    fn is_town(&self, place: usize) -> bool {
        self.is_capital(place) && is_elsewhere(self.word(place))
    }

    /// Within a sentence, so that a capital says something.
    pub(super) fn is_within(&self, place: usize) -> bool {
        matches!(self.gap_before(place).as_str(), " " | "\u{a0}" | ", " | " (" | ": " | " - ")
    }

    /// Whether the word before is of one name with it: no first word of a sentence, unless it is a place.
    pub(super) fn follows_a_capital(&self, place: usize) -> bool {
        place.checked_sub(1).is_some_and(|before| {
            self.is_blank_after(before)
                && self.is_capital(before)
                && (self.is_name(before) && self.is_within(before) || self.is_town(before))
        })
    }

    pub(super) fn word_before(&self, place: usize) -> &str {
        place.checked_sub(1).map(|before| self.word(before)).unwrap_or_default()
    }

    /// Whether a word is one of several in capitals, which say nothing then.
    fn is_shout(&self, place: usize) -> bool {
        let before = place.checked_sub(1).is_some_and(|before| self.is_loud(before));
        let two_before = place.checked_sub(2).is_some_and(|before| self.is_loud(before));
        self.is_loud(place) && before && (self.is_loud(place + 1) || two_before)
    }

    /// Whether a word is written in capitals.
    fn is_loud(&self, place: usize) -> bool {
        self.words.get(place).is_some_and(|word| {
            let letters = self.text.chars.get(word.from..word.to).unwrap_or_default();
            letters.len() > 1 && letters.iter().all(|it| it.upper)
        })
    }
}
