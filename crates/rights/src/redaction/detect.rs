//! Numbers and addresses that no list names: found by their form and their check digits.

use caldicott_model::identifier::{NationalInsuranceNumber, NhsNumber, Postcode, UkPhone};

use super::fold::{Folded, Text, squeeze};
use super::forms::national;
use super::identity::{Cleared, READING};
use super::needles::Hit;
use super::redactor::Why;

/// The identifiers that may be seen, without blanks.
#[derive(Debug, Default)]
pub(super) struct Known {
    values: Vec<String>,
    addresses: Vec<String>,
}

impl Known {
    pub(super) fn of(cleared: &Cleared) -> Self {
        let mut known = Self::default();
        for person in &cleared.people {
            known.values.extend(person.references.iter().map(|it| squeeze(it.expose(READING))));
            known.values.extend(person.emails.iter().map(|it| squeeze(it.expose(READING))));
            known.values.extend(
                person.phones.iter().map(|it| national(&squeeze(it.expose(READING))).to_owned()),
            );
            known.addresses.extend(person.addresses.iter().map(|it| squeeze(it.expose(READING))));
        }
        known
    }

    fn has(&self, value: &str) -> bool {
        self.values.iter().any(|known| known == value)
    }

    fn has_postcode(&self, code: &str) -> bool {
        self.has(code) || self.addresses.iter().any(|address| address.ends_with(code))
    }
}

/// Every identifier in a text that is not known to be harmless.
pub(super) fn identifiers(text: &Text, known: &Known) -> Vec<Hit> {
    let mut hits = Vec::new();
    emails(text, known, &mut hits);
    numbers(text, known, &mut hits);
    for (from, to, digits) in super::spoken::numbers(text) {
        if !known.has(national(&digits)) {
            hits.push(Hit { from, to, why: Why::Phone, full: false });
        }
    }
    codes(text, known, &mut hits);
    hits
}

fn emails(text: &Text, known: &Known, hits: &mut Vec<Hit>) {
    for (at, folded) in text.chars.iter().enumerate() {
        if folded.c != '@' {
            continue;
        }
        let is_part = |place: usize| {
            text.at(place).is_some_and(|it| it.is_word() || matches!(it.c, '.' | '_' | '+' | '-'))
        };
        let (mut from, mut to) = (at, at + 1);
        while from > 0 && is_part(from - 1) {
            from -= 1;
        }
        while is_part(to) {
            to += 1;
        }
        while to > at && text.at(to - 1).is_some_and(|it| !it.is_word()) {
            to -= 1;
        }
        let domain = text.slice(at + 1, to);
        if from < at && domain.contains('.') && !known.has(&squeeze(&text.slice(from, to))) {
            hits.push(Hit { from, to, why: Why::Email, full: false });
        }
    }
}

/// Telephone and NHS numbers.
fn numbers(text: &Text, known: &Known, hits: &mut Vec<Hit>) {
    let groups = digit_groups(text);
    let mut next = 0;
    while let Some((from, _)) = groups.get(next).copied() {
        let start = match from.checked_sub(1).and_then(|before| text.at(before)) {
            Some(before) if matches!(before.c, '+' | '(') => from - 1,
            Some(_) | None => from,
        };
        let mut taken = None;
        for (last, (_, to)) in groups.iter().enumerate().skip(next).take(7) {
            if !is_one_number(text, from, *to) {
                break;
            }
            let written = text.slice(start, *to);
            let digits = squeeze(&written);
            if written.parse::<UkPhone>().is_ok() {
                taken = Some((last, *to, Why::Phone, known.has(national(&digits))));
            } else if digits.len() == 10 && digits.parse::<NhsNumber>().is_ok() {
                taken = Some((last, *to, Why::Nhs, known.has(&digits)));
            }
        }
        match taken {
            Some((last, to, why, is_known)) => {
                if !is_known {
                    hits.push(Hit { from: start, to, why, full: false });
                }
                next = last + 1;
            }
            None => next += 1,
        }
    }
}

fn digit_groups(text: &Text) -> Vec<(usize, usize)> {
    let mut groups = Vec::new();
    let mut from = None;
    for place in 0..=text.chars.len() {
        let digit = text.at(place).is_some_and(|it| it.c.is_ascii_digit());
        match (digit, from) {
            (true, None) => from = Some(place),
            (false, Some(start)) => {
                groups.push((start, place));
                from = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    groups
}

/// Only blanks and signs that people put into numbers, and no more than two between digits.
fn is_one_number(text: &Text, from: usize, to: usize) -> bool {
    let mut gap = 0;
    for folded in text.chars.get(from..to).unwrap_or_default() {
        if folded.c.is_ascii_digit() {
            gap = 0;
        } else if matches!(folded.c, ' ' | '-' | '.' | '(' | ')') {
            gap += 1;
        } else {
            return false;
        }
        if gap > 2 {
            return false;
        }
    }
    true
}

/// National Insurance numbers and postcodes.
fn codes(text: &Text, known: &Known, hits: &mut Vec<Hit>) {
    let words = text.words();
    for (first, (from, _)) in words.iter().enumerate() {
        let mut code = String::new();
        for (count, (start, to)) in words.iter().skip(first).take(5).enumerate() {
            let close = text.chars.get(*from..*start).unwrap_or_default();
            let sign = |it: &Folded| !it.is_word() && !matches!(it.c, ' ' | '-');
            if close.iter().any(sign) {
                break;
            }
            code.push_str(&text.slice(*start, *to));
            if code.len() > 9 {
                break;
            }
            if code.len() == 9
                && code.parse::<NationalInsuranceNumber>().is_ok()
                && !known.has(&code)
            {
                hits.push(Hit { from: *from, to: *to, why: Why::NationalInsurance, full: false });
            }
            let short = (5..=7).contains(&code.len()) && count < 2;
            if short && code.parse::<Postcode>().is_ok() && !known.has_postcode(&code) {
                hits.push(Hit { from: *from, to: *to, why: Why::Postcode, full: false });
            }
        }
    }
}
