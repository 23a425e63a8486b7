//! The search for the words, runs and initials that are protected.

use aho_corasick::{AhoCorasick, MatchKind};

use super::fold::Text;
use super::forms::{Bound, Gathered, Run};
use super::redactor::Why;
use super::vocabulary::{FUNCTION_WORDS, TITLES, is_everyday};

/// A place from and to, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) why: Why,
    pub(super) full: bool,
}

/// All that is looked for.
#[derive(Debug)]
pub(super) struct Needles {
    words: Vec<String>,
    word_search: Option<AhoCorasick>,
    alike: Vec<Alike>,
    alike_search: Option<AhoCorasick>,
    runs: Vec<Run>,
    run_search: Option<AhoCorasick>,
    initials: Vec<Vec<char>>,
    titled: Vec<char>,
}

/// Letters and the digits that stand in for them.
const fn coarse(c: char) -> char {
    match c {
        'i' | '1' => 'l',
        '0' => 'o',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        _ => c,
    }
}

/// A name as letters that look like its own would write it.
#[derive(Debug)]
struct Alike {
    text: String,
    /// Pairs of letters stand for one: `rn` for `m`.
    pairs: bool,
}

fn look_alikes(word: &str) -> Vec<Alike> {
    let length = word.chars().count();
    if length < 3 {
        return Vec::new();
    }
    let coarsely = |text: &str| -> String { text.chars().map(coarse).collect() };
    let mut found = vec![Alike { text: coarsely(word), pairs: false }];
    for (one, pair) in [('m', "rn"), ('w', "vv"), ('d', "cl")] {
        if length >= 4 && word.contains(one) {
            found.push(Alike { text: coarsely(&word.replace(one, pair)), pairs: true });
        }
    }
    found
}

fn search(patterns: &[String]) -> Option<AhoCorasick> {
    if patterns.is_empty() {
        return None;
    }
    AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()
}

impl Needles {
    pub(super) fn of(mut gathered: Gathered) -> Self {
        gathered.words.sort_unstable();
        gathered.words.dedup();
        gathered.initials.sort_unstable();
        gathered.initials.dedup();
        let alike: Vec<Alike> = gathered.words.iter().flat_map(|word| look_alikes(word)).collect();
        let alike_texts: Vec<String> = alike.iter().map(|alike| alike.text.clone()).collect();
        let texts: Vec<String> = gathered.runs.iter().map(|run| run.text.clone()).collect();
        Self {
            word_search: search(&gathered.words),
            words: gathered.words,
            alike_search: search(&alike_texts),
            alike,
            run_search: search(&texts),
            runs: gathered.runs,
            initials: gathered.initials,
            titled: gathered.titled,
        }
    }

    /// Whether a folded word is one of the names.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// The runs that are too long to stand anywhere by chance.
    pub(super) fn long_runs(&self) -> impl Iterator<Item = &str> {
        let long = |run: &&Run| match run.why {
            Why::Name => run.full && run.text.chars().count() >= 10,
            Why::Value => run.text.chars().count() >= 16,
            Why::Initials
            | Why::Reference
            | Why::Phone
            | Why::Email
            | Why::NationalInsurance
            | Why::Nhs
            | Why::Postcode
            | Why::Birth
            | Why::Address
            | Why::Suspected => run.text.chars().count() >= 9,
        };
        self.runs.iter().filter(long).map(|run| run.text.as_str())
    }

    /// Whether a run is part of one of these.
    pub(super) fn has_run_with(&self, part: &str) -> bool {
        self.runs.iter().any(|run| run.text.contains(part))
    }

    /// Whether somebody has these first and last initials.
    pub(super) fn has_initials(&self, first: char, last: char) -> bool {
        let ends = |initials: &Vec<char>| (initials.first().copied(), initials.last().copied());
        self.initials.iter().any(|initials| ends(initials) == (Some(first), Some(last)))
    }

    /// Whether a run is looked for in full.
    pub(super) fn has_full(&self, form: &str) -> bool {
        self.runs.iter().any(|run| run.full && run.text == form)
    }

    pub(super) fn find(&self, text: &Text) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.find_words(text, &mut hits);
        self.find_alike(text, &mut hits);
        self.find_runs(text, &mut hits);
        self.find_initials(text, &mut hits);
        self.find_titled(text, &mut hits);
        hits
    }

    /// Initials in small letters, as file names and addresses have them: `lw_letter.pdf`.
    pub(super) fn find_small_initials(&self, text: &Text) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (from, to) in text.words() {
            for (from, to) in letters_within(text, from, to) {
                let word: Vec<char> = text.slice(from, to).chars().collect();
                if self.initials.contains(&word) {
                    hits.push(Hit { from, to, why: Why::Initials, full: false });
                }
            }
        }
        hits
    }

    /// A title and the letter that a family's name begins with: `Mr W`, `Mrs. K`.
    fn find_titled(&self, text: &Text, hits: &mut Vec<Hit>) {
        for pair in text.words().windows(2) {
            let [(from, end), (start, to)] = pair else { continue };
            let Some(letter) = text.at(*start).filter(|it| it.upper && to - start == 1) else {
                continue;
            };
            let near = matches!(text.slice(*end, *start).as_str(), " " | ". " | "." | "\u{a0}");
            // `her aunt I know` speaks of no aunt of that name.
            let titled =
                text.at(*from).is_some_and(|it| it.upper) || !matches!(letter.c, 'a' | 'i');
            let title = TITLES.contains(&text.slice(*from, *end).as_str());
            // Nor does `Mrs O'Neill` name a letter.
            let joined = text.at(*to).is_some_and(|it| is_joint(it.c))
                && text.at(to + 1).is_some_and(super::fold::Folded::is_word);
            if near && titled && title && !joined && self.titled.contains(&letter.c) {
                hits.push(Hit { from: *from, to: *to, why: Why::Initials, full: false });
            }
        }
    }

    fn find_words(&self, text: &Text, hits: &mut Vec<Hit>) {
        let Some(search) = &self.word_search else { return };
        let (flat, places) = text.flat();
        for found in search.find_overlapping_iter(&flat) {
            let Some((from, to)) = range(&places, found.start(), found.end()) else { continue };
            let Some(word) = self.words.get(found.pattern().as_usize()) else { continue };
            if names_somebody(text, from, to, word) || self.stands_beside_a_name(text, from, to) {
                hits.push(Hit { from, to, why: Why::Name, full: false });
            }
        }
    }

    /// A whole word with a name right before or after it: `will smith` is one, `will` is none.
    fn stands_beside_a_name(&self, text: &Text, from: usize, to: usize) -> bool {
        let is_gap = |place: usize| text.at(place).is_some_and(|it| !it.is_word());
        if !(text.starts_word(from) && text.ends_word(to)) {
            return false;
        }
        let is_name = |(start, end): (usize, usize)| {
            let word = text.slice(start, end);
            self.has_word(&word) && !FUNCTION_WORDS.contains(&word.as_str())
        };
        let after = is_gap(to) && is_name(word_around(text, to + 1, to + 1));
        let before = from > 1 && is_gap(from - 1) && is_name(word_around(text, from - 1, from - 1));
        after || before
    }

    /// Names written with look-alikes: `Ма1colm` with Cyrillic letters or digits.
    fn find_alike(&self, text: &Text, hits: &mut Vec<Hit>) {
        let Some(search) = &self.alike_search else { return };
        let (flat, places) = text.flat();
        let flat: String = flat.chars().map(coarse).collect();
        for found in search.find_overlapping_iter(&flat) {
            let Some((from, to)) = range(&places, found.start(), found.end()) else { continue };
            let Some(needle) = self.alike.get(found.pattern().as_usize()) else { continue };
            let length = needle.text.chars().count();
            let inside = text.chars.get(from..to).unwrap_or_default();
            let digits = inside.iter().any(|it| it.c.is_ascii_digit());
            let letters = inside.iter().any(|it| it.c.is_alphabetic());
            // A capital I may be an l.
            let capital = inside.iter().any(|it| it.upper && it.c == 'i')
                && inside.iter().any(|it| !it.upper && it.c.is_alphabetic());
            let odd = inside.iter().any(|it| it.alike) || (digits && letters) || capital;
            let whole = text.starts_word(from) && text.ends_word(to);
            if whole && (odd || needle.pairs) || odd && length >= 4 && !digits {
                hits.push(Hit { from, to, why: Why::Name, full: false });
            }
        }
    }

    fn find_runs(&self, text: &Text, hits: &mut Vec<Hit>) {
        let Some(search) = &self.run_search else { return };
        let (squeezed, places) = text.squeezed();
        for found in search.find_overlapping_iter(&squeezed) {
            let Some((from, to)) = range(&places, found.start(), found.end()) else { continue };
            let Some(run) = self.runs.get(found.pattern().as_usize()) else { continue };
            if !close_together(text, from, to, run.why) {
                continue;
            }
            let fits = match run.bound {
                Bound::Free => true,
                Bound::Part => text.starts(from) && text.ends(to),
                Bound::Phone => text.at(to).is_none_or(|next| !next.c.is_ascii_digit()),
                Bound::Split => is_split(text, from, to),
                Bound::Word => text.starts_word(from) && text.ends_word(to),
            };
            if fits {
                let from = if run.bound == Bound::Phone { phone_start(text, from) } else { from };
                hits.push(Hit { from, to, why: run.why, full: run.full });
            }
        }
    }

    fn find_initials(&self, text: &Text, hits: &mut Vec<Hit>) {
        for from in 0..text.chars.len() {
            if !text.starts(from) {
                continue;
            }
            for initials in &self.initials {
                // The family's name may come first; without signs that would be any two capitals.
                let turned: Vec<char> = initials.iter().rev().copied().collect();
                let end = initials_at(text, from, initials)
                    .or_else(|| signed_initials_at(text, from, &turned));
                if let Some(to) = end {
                    hits.push(Hit { from, to, why: Why::Initials, full: false });
                }
            }
        }
    }
}

/// What joins two words to one name.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, '-' | '\'' | '_' | '\u{2019}' | '\u{2010}' | '\u{2011}' | '`')
}

/// The runs of letters alone within a word.
fn letters_within(text: &Text, from: usize, to: usize) -> Vec<(usize, usize)> {
    let is_letter = |place: usize| text.at(place).is_some_and(|it| it.c.is_alphabetic());
    let mut found = Vec::new();
    let mut place = from;
    while place < to {
        let start = place;
        while place < to && is_letter(place) {
            place += 1;
        }
        if start < place {
            found.push((start, place));
        } else {
            place += 1;
        }
    }
    found
}

fn range(places: &[usize], from: usize, to: usize) -> Option<(usize, usize)> {
    let first = *places.get(from)?;
    let last = *places.get(to.checked_sub(1)?)?;
    Some((first, last + 1))
}

/// Whether this occurrence of a name is one, and no piece of an everyday word.
fn names_somebody(text: &Text, from: usize, to: usize, name: &str) -> bool {
    let here = text.chars.get(from..to).unwrap_or_default();
    let capital = here.iter().any(|it| it.upper);
    if FUNCTION_WORDS.contains(&name) && !capital && text.starts_word(from) && text.ends_word(to) {
        return false;
    }
    let (starts, ends) = (text.starts(from), text.ends(to));
    if starts && ends {
        return true;
    }
    let length = here.len();
    if here.first().is_some_and(|it| !it.c.is_ascii()) {
        return length >= 2;
    }
    let (word_from, word_to) = word_around(text, from, to);
    let rest = text.slice(to, word_to);
    if starts && length >= 3 && (rest == "s" || rest == "es") {
        return true;
    }
    if length < 4 {
        // Set apart by a capital within the word.
        return starts && !text.starts_word(from);
    }
    !(is_everyday(&text.slice(word_from, word_to)) && is_plainly_written(text, word_from, word_to))
}

/// The whole word around a part.
pub(super) fn word_around(text: &Text, from: usize, to: usize) -> (usize, usize) {
    let is_word = |place: usize| text.at(place).is_some_and(super::fold::Folded::is_word);
    let mut start = from;
    while start > 0 && is_word(start - 1) {
        start -= 1;
    }
    let mut end = to;
    while is_word(end) {
        end += 1;
    }
    (start, end)
}

/// In small letters, in capitals, or with a capital first.
fn is_plainly_written(text: &Text, from: usize, to: usize) -> bool {
    let word = text.chars.get(from..to).unwrap_or_default();
    let plain = word.iter().all(|it| !it.alike);
    let inner = word.iter().skip(1).any(|it| it.upper);
    plain && (!inner || word.iter().all(|it| it.upper))
}

/// No gap within is longer than people leave.
fn close_together(text: &Text, from: usize, to: usize, why: Why) -> bool {
    let longest = if why == Why::Value || why == Why::Address { 6 } else { 3 };
    let mut gap = 0;
    for folded in text.chars.get(from..to).unwrap_or_default() {
        if folded.is_word() {
            gap = 0;
        } else {
            gap += 1;
            if gap > longest {
                return false;
            }
        }
    }
    true
}

/// One name taken apart: `S m i t h`, `Smi-th`, `Jo**hn`.
fn is_split(text: &Text, from: usize, to: usize) -> bool {
    if !(text.starts_word(from) && (text.ends_word(to) || text.slice(to, to + 2).trim() == "s")) {
        return false;
    }
    let inside = text.chars.get(from..to).unwrap_or_default();
    let letters = inside.iter().filter(|it| it.is_word()).count();
    if letters == inside.len() {
        return false;
    }
    let blank = inside.iter().any(|it| it.c.is_whitespace());
    let sign = inside.iter().any(|it| !it.is_word() && !it.c.is_whitespace());
    let mut run = 0;
    let mut longest = 0;
    for folded in inside {
        run = if folded.is_word() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let marks = inside.iter().all(|it| it.is_word() || matches!(it.c, '*' | '_' | '~' | '`'));
    longest == 1 || letters >= 5 || (sign && !blank && (letters >= 4 || marks))
}

/// A telephone number starts with its prefix.
fn phone_start(text: &Text, from: usize) -> usize {
    let mut start = from;
    while let Some(before) = start.checked_sub(1).and_then(|before| text.at(before)) {
        let prefix = matches!(before.c, '0' | '4' | '+' | '(' | ')');
        let gap = before.c == ' ' || before.c == '-';
        let more = start.checked_sub(2).and_then(|before| text.at(before));
        if !(prefix || gap && more.is_some_and(|it| matches!(it.c, '0' | '4' | ')'))) {
            break;
        }
        start -= 1;
    }
    start
}

/// Where initials that start here end: `MS`, `M.S.`, `M. S.`, `m.s.`, `M/S`.
fn initials_at(text: &Text, from: usize, initials: &[char]) -> Option<usize> {
    let together = initials
        .iter()
        .enumerate()
        .all(|(step, initial)| text.at(from + step).is_some_and(|it| it.upper && it.c == *initial));
    if together && text.ends(from + initials.len()) {
        return Some(from + initials.len());
    }
    signed_initials_at(text, from, initials)
}

/// Where initials with signs between them end.
fn signed_initials_at(text: &Text, from: usize, initials: &[char]) -> Option<usize> {
    if !text.starts_word(from) {
        return None;
    }
    let mut place = from;
    let (mut capitals, mut dotted, mut signs) = (true, true, initials.len() < 2);
    for (step, initial) in initials.iter().enumerate() {
        let it = text.at(place).filter(|it| it.c == *initial)?;
        capitals &= it.upper;
        place += 1;
        if step + 1 == initials.len() {
            break;
        }
        let mut gap = String::new();
        while let Some(it) = text.at(place).filter(|it| " .-_/*'\u{2019}\u{a0}".contains(it.c)) {
            gap.push(it.c);
            place += 1;
        }
        // Only capitals stand without a sign between them: `S.O'NB`.
        if gap.chars().count() > 2 || gap.is_empty() && !capitals {
            return None;
        }
        dotted &= gap.contains('.');
        signs |= !gap.is_empty();
    }
    if !text.ends_word(place) || !signs || !(capitals || dotted) {
        return None;
    }
    Some(if text.at(place).is_some_and(|it| it.c == '.') && dotted { place + 1 } else { place })
}
