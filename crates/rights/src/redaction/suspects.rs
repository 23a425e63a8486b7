//! Names that no list holds and the text gives away: after a title, after what somebody is to somebody,
//! because they are seldom anything else, or because they stand and act as names do.

use super::fold::Text;
use super::needles::Hit;
use super::redactor::Why;
use super::vocabulary::{BODIES, NOT_NAMES, PERSON_VERBS, RELATIONS, TITLES, is_given_name};

/// Words that may stand between a cue and the name.
const FILLERS: [&str; 9] = ["called", "named", "is", "was", "s", "who", "mr", "mrs", "ms"];

/// What looks like a name and is not cleared.
pub(super) fn suspects(text: &Text, is_cleared: impl Fn(&str) -> bool) -> Vec<Hit> {
    let words = text.words();
    let word = |place: usize| {
        words.get(place).map(|(from, to)| text.slice(*from, *to)).unwrap_or_default()
    };
    let is_name = |place: usize| {
        let Some((from, to)) = words.get(place).copied() else { return false };
        let capital = text.at(from).is_some_and(|it| it.upper);
        let folded = text.slice(from, to);
        capital
            && to - from > 1
            && folded.chars().all(char::is_alphabetic)
            && !NOT_NAMES.contains(&folded.as_str())
            && !is_cleared(&folded)
    };
    let gap = |place: usize| -> String {
        match (words.get(place), words.get(place + 1)) {
            (Some((_, to)), Some((from, _))) => text.slice(*to, *from),
            (_, _) => String::from("\n"),
        }
    };
    let one_name = |gap: &str| matches!(gap, " " | "-" | "'" | "\u{2019}" | "\u{a0}");
    // The end of a name that starts at a word.
    let end = |start: usize| {
        let mut last = start;
        while last < start + 3 && one_name(&gap(last)) && is_name(last + 1) {
            last += 1;
        }
        last
    };
    let mut hits = Vec::new();
    let mut hit = |first: usize, last: usize| {
        if let (Some((from, _)), Some((_, to))) = (words.get(first), words.get(last)) {
            hits.push(Hit { from: *from, to: *to, why: Why::Suspected, full: false });
        }
    };
    for place in 0..words.len() {
        let here = word(place);
        let title = TITLES.contains(&here.as_str());
        if title && matches!(gap(place).as_str(), " " | ". " | "." | "\u{a0}") && is_name(place + 1)
        {
            hit(place + 1, end(place + 1));
        }
        if RELATIONS.contains(&here.as_str()) {
            let mut next = place;
            for _ in 0..3 {
                let between = gap(next);
                let near = between.chars().count() <= 3
                    && between.chars().all(|c| {
                        matches!(c, ' ' | ',' | '(' | ':' | '-' | '\'' | '"' | '\u{2019}')
                    });
                if !near {
                    break;
                }
                next += 1;
                if is_name(next) {
                    hit(next, end(next));
                    break;
                }
                if !FILLERS.contains(&word(next).as_str()) {
                    break;
                }
            }
        }
        if !is_name(place) {
            continue;
        }
        if is_given_name(&here) {
            hit(place, end(place));
        }
        // A word with a capital within a sentence, with another beside it or followed by what people do.
        let within = place > 0 && matches!(gap(place - 1).as_str(), " " | "\u{a0}" | ", " | " (");
        if within && !is_name(place - 1) {
            let last = end(place);
            let body = (place..=last + 1).any(|at| BODIES.contains(&word(at).as_str()));
            let acts = gap(last) == " " && PERSON_VERBS.contains(&word(last + 1).as_str());
            if !body && (last > place || acts) {
                hit(place, last);
            }
        }
    }
    hits
}
