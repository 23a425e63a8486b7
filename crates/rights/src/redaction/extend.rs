//! What goes with a name that is taken out: the word it is in, its title, the file name it stands in.

use super::fold::{Folded, Text};
use super::needles::{Hit, is_joint, word_around};
use super::redactor::Why;
use super::vocabulary::TITLES;

/// Extends a hit to all that belongs to it: the whole word, its ending, the address or file name it stands
/// in, the title and initials beside it.
pub(super) fn extend(text: &Text, hit: Hit) -> (usize, usize) {
    let is_name = matches!(hit.why, Why::Name | Why::Suspected);
    let (mut from, mut to) = (hit.from, hit.to);
    if is_name || matches!(hit.why, Why::Email | Why::Value) {
        (from, to) = whole_word(text, from, to);
        (from, to) = chunk(text, from, to);
    } else {
        to = possessive(text, to);
        (from, to) = chunk(text, from, to);
    }
    if is_name {
        from = titles_before(text, from);
        to = initials_after(text, to);
    }
    (from, to)
}

/// The word with what is joined to it by hyphens and apostrophes.
fn whole_word(text: &Text, from: usize, to: usize) -> (usize, usize) {
    let (mut from, mut to) = word_around(text, from, to);
    let is_word =
        |place: Option<usize>| place.and_then(|place| text.at(place)).is_some_and(Folded::is_word);
    while from > 0
        && text.at(from - 1).is_some_and(|it| is_joint(it.c))
        && is_word(from.checked_sub(2))
    {
        (from, _) = word_around(text, from - 1, from);
    }
    while text.at(to).is_some_and(|it| is_joint(it.c)) && is_word(Some(to + 1)) {
        (_, to) = word_around(text, to, to + 1);
    }
    (from, to)
}

fn possessive(text: &Text, to: usize) -> usize {
    let apostrophe = text.at(to).is_some_and(|it| it.c == '\'' || it.c == '\u{2019}');
    let s = text.at(to + 1).is_some_and(|it| it.c == 's') && text.ends_word(to + 2);
    if apostrophe && s { to + 2 } else { to }
}

/// The email address, path or file name around a part of one.
pub(super) fn chunk(text: &Text, from: usize, to: usize) -> (usize, usize) {
    const ENDINGS: [&str; 14] = [
        "csv", "doc", "docx", "eml", "gif", "htm", "html", "jpeg", "jpg", "msg", "pdf", "png",
        "txt", "xlsx",
    ];
    let is_part = |place: usize| {
        text.at(place).is_some_and(|it| it.is_word() || "@._-/\\:~+%#=?&".contains(it.c))
    };
    let (mut start, mut end) = (from, to);
    while start > 0 && is_part(start - 1) {
        start -= 1;
    }
    while is_part(end) {
        end += 1;
    }
    let is_edge = |place: usize| text.at(place).is_some_and(|it| !it.is_word());
    while end > to && is_edge(end - 1) {
        end -= 1;
    }
    while start < from && is_edge(start) {
        start += 1;
    }
    let piece = text.slice(start, end);
    let file = piece.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    let web = piece.contains("://") || piece.contains("www.") || piece.contains('\\');
    if piece.contains('@') || piece.contains('_') || file || web {
        (start, end)
    } else {
        (from, to)
    }
}

/// Small words before a name that are part of it.
const NAME_PARTICLES: [&str; 12] =
    ["van", "der", "den", "de", "von", "bin", "ibn", "bint", "al", "el", "del", "della"];

/// A title or initials before a name go with it.
fn titles_before(text: &Text, from: usize) -> usize {
    let mut from = from;
    for _ in 0..4 {
        let mut end = from;
        while end > 0 && text.at(end - 1).is_some_and(|it| matches!(it.c, ' ' | '.' | '\u{a0}')) {
            end -= 1;
        }
        if end == from || from - end > 2 || end == 0 {
            break;
        }
        let (start, _) = word_around(text, end - 1, end);
        let word = text.slice(start, end);
        let dotted = text.at(end).is_some_and(|it| it.c == '.');
        let capital = text.at(start).is_some_and(|it| it.upper);
        let title = TITLES.contains(&word.as_str()) || NAME_PARTICLES.contains(&word.as_str());
        let initial = word.chars().count() == 1
            && capital
            && word.chars().all(char::is_alphabetic)
            && (dotted || !matches!(word.as_str(), "a" | "i"));
        if !title && !initial {
            break;
        }
        from = start;
    }
    from
}

/// Initials after a name go with it: `Smith, J.`.
fn initials_after(text: &Text, to: usize) -> usize {
    let mut to = to;
    for _ in 0..3 {
        let mut start = to;
        while text.at(start).is_some_and(|it| matches!(it.c, ' ' | ',' | '.' | '\u{a0}')) {
            start += 1;
        }
        let gap = text.slice(to, start);
        let full_stop = gap.starts_with('.') && gap.len() > 1 && to_is_word(text, to);
        if gap.is_empty() || gap.chars().count() > 2 || full_stop {
            break;
        }
        // `Smith, A.` and `Smith A` are one name; in `Smith I saw` another word begins.
        let dotted = text.at(start + 1).is_some_and(|it| it.c == '.') || gap.contains(',');
        let single = text.at(start).is_some_and(|it| {
            it.upper && it.c.is_alphabetic() && (dotted || !matches!(it.c, 'a' | 'i'))
        });
        if !single || !text.ends_word(start + 1) {
            break;
        }
        to = start + 1;
        if text.at(to).is_some_and(|it| it.c == '.')
            && text.at(to + 1).is_none_or(|it| !it.c.is_whitespace())
        {
            to += 1;
        }
    }
    to
}

/// Whether what ends here is a word of more than a letter, so that a full stop ends a sentence.
fn to_is_word(text: &Text, to: usize) -> bool {
    to >= 2 && !text.starts_word(to - 1)
}
