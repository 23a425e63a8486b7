//! Reads clauses, periods and stages, and says where and why one is not understood.

use core::fmt;
use core::str::FromStr;

use caldicott_model::document::{nearest, printable};

use super::{Clause, Span, Term};
use crate::{Period, Rounding};

/// A clause, period or stage that is not understood: the character it stands at, and what is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClauseError {
    column: usize,
    message: String,
}

impl ClauseError {
    /// The character in the clause, from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, without the column.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn new(column: usize, message: impl Into<String>) -> Self {
        Self { column, message: message.into() }
    }
}

impl fmt::Display for ClauseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "column {}: {}", self.column, self.message)
    }
}

impl core::error::Error for ClauseError {}

impl FromStr for Clause {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let mut words = Words::of(text);
        let clause = words.clause()?;
        words.end()?;
        Ok(clause)
    }
}

impl FromStr for Period {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let mut words = Words::of(text);
        let period = words.period()?;
        words.end()?;
        Ok(period)
    }
}

/// The words of a text, commas by themselves, each with its column.
pub(crate) struct Words<'t> {
    found: Vec<(usize, &'t str)>,
    next: usize,
    end: usize,
}

/// The units, as written for one and for several.
const UNITS: [(&str, &str); 4] =
    [("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days")];
/// Slips that are understood well enough to say what was meant.
const SLIPS: [(&str, &str); 14] = [
    ("y", "years"),
    ("yr", "years"),
    ("yrs", "years"),
    ("m", "months"),
    ("mo", "months"),
    ("mth", "months"),
    ("mths", "months"),
    ("w", "weeks"),
    ("wk", "weeks"),
    ("wks", "weeks"),
    ("d", "days"),
    ("wd", "working days"),
    ("bd", "working days"),
    ("business", "working days"),
];
const NO_UNIT: &str = "write `years`, `months`, `weeks`, `days` or `working days`";
/// More terms than anybody writes on purpose.
const MOST_TERMS: usize = 16;
/// The oldest birthday a clause can wait for.
const OLDEST: u32 = 100;

impl<'t> Words<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut words = Vec::new();
        let mut start: Option<(usize, usize)> = None;
        let mut column = 0;
        for (offset, character) in text.char_indices() {
            column += 1;
            let separates = character.is_whitespace() || character == ',';
            if separates {
                if let Some((from, at)) = start.take() {
                    words.push((at, text.get(from..offset).unwrap_or_default()));
                }
                if character == ',' {
                    words.push((column, ","));
                }
            } else if start.is_none() {
                start = Some((offset, column));
            }
        }
        if let Some((from, at)) = start {
            words.push((at, text.get(from..).unwrap_or_default()));
        }
        Self { found: words, next: 0, end: column + 1 }
    }

    fn clause(&mut self) -> Result<Clause, ClauseError> {
        if self.take_all(&["keep", "forever"]) {
            return Ok(Clause::Forever);
        }
        if self.peek() == Some("forever") {
            return Err(self.wrong("write `keep forever`"));
        }
        if self.take_all(&["latest", "of"]) {
            return Ok(Clause::Latest(self.terms()?));
        }
        if self.take_all(&["earliest", "of"]) {
            return Ok(Clause::Earliest(self.terms()?));
        }
        if self.peek() == Some("until") {
            return Ok(Clause::Latest(vec![self.birthday()?]));
        }
        let period = self.period()?;
        self.expect("after")?;
        if self.peek() == Some("latest") && self.peek_second() == Some("of") {
            self.next += 2;
            return self.after_latest(period);
        }
        Ok(Clause::Latest(vec![self.reckoned_from(period)?]))
    }

    fn terms(&mut self) -> Result<Vec<Term>, ClauseError> {
        let mut terms = vec![self.term()?];
        while self.take(",") {
            if terms.len() == MOST_TERMS {
                return Err(self.wrong(format!("a clause has at most {MOST_TERMS} terms")));
            }
            terms.push(self.term()?);
        }
        Ok(terms)
    }

    fn term(&mut self) -> Result<Term, ClauseError> {
        if self.peek() == Some("until") {
            return self.birthday();
        }
        let period = self.period()?;
        self.expect("after")?;
        if self.peek() == Some("latest") && self.peek_second() == Some("of") {
            return Err(self.wrong("`after latest of` stands alone, not in a list of terms"));
        }
        self.reckoned_from(period)
    }

    fn reckoned_from(&mut self, period: Period) -> Result<Term, ClauseError> {
        let trigger = self.trigger()?;
        Ok(Term { trigger, span: Span::After(period, self.rounding()?) })
    }

    fn after_latest(&mut self, period: Period) -> Result<Clause, ClauseError> {
        let mut names = vec![self.trigger()?];
        while self.take(",") {
            if names.len() == MOST_TERMS {
                return Err(self.wrong(format!("a clause has at most {MOST_TERMS} triggers")));
            }
            if self.peek().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
                return Err(self.wrong(
                    "only triggers follow `after latest of`; begin the clause with `latest of` to \
                     compare terms",
                ));
            }
            names.push(self.trigger()?);
        }
        if self.peek() == Some("to") {
            return Err(self.wrong(
                "no rounding follows `after latest of`; write `latest of` and round each term",
            ));
        }
        Ok(Clause::AfterLatest(period, names))
    }

    fn birthday(&mut self) -> Result<Term, ClauseError> {
        self.expect("until")?;
        let Some(word) = self.peek() else {
            return Err(self.wrong("expected an ordinal such as `25th`"));
        };
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let age = whole(digits).filter(|age| (1..=OLDEST).contains(age));
        let age = age.and_then(|age| u8::try_from(age).ok());
        let Some(age) = age else {
            return Err(self.wrong(format!(
                "`{}` is no birthday; write an ordinal from `1st` to `{OLDEST}th`",
                printable(word)
            )));
        };
        let right = format!("{age}{}", super::ordinal_suffix(age));
        if word != right {
            return Err(self.wrong(format!("`{}` is no ordinal; write `{right}`", printable(word))));
        }
        self.next += 1;
        self.expect("birthday")?;
        self.expect("of")?;
        Ok(Term { trigger: self.trigger()?, span: Span::Birthday(age) })
    }

    fn rounding(&mut self) -> Result<Rounding, ClauseError> {
        if self.peek() != Some("to") {
            return Ok(Rounding::None);
        }
        let ways: [(&[&str], Rounding); 3] = [
            (&["to", "end", "of", "month"], Rounding::EndOfMonth),
            (&["to", "end", "of", "financial", "year"], Rounding::EndOfFinancialYear),
            (&["to", "next", "working", "day"], Rounding::NextWorkingDay),
        ];
        for (words, rounding) in ways {
            if self.take_all(words) {
                return Ok(rounding);
            }
        }
        Err(self.wrong(
            "a rounding is `to end of month`, `to end of financial year` or `to next working day`",
        ))
    }

    fn period(&mut self) -> Result<Period, ClauseError> {
        let start = self.column();
        if self.take("immediate") {
            return Ok(Period::IMMEDIATE);
        }
        let (mut months, mut days, mut working) = (0_u32, 0_u32, 0_u32);
        let mut seen: Vec<&str> = Vec::new();
        loop {
            let count = self.count()?;
            let unit_at = self.column();
            let unit = self.unit()?;
            if seen.contains(&unit) {
                let message = format!("`{unit}` stands twice; write their sum");
                return Err(ClauseError::new(unit_at, message));
            }
            seen.push(unit);
            let (sum, worth) = match unit {
                "years" => (&mut months, 12),
                "months" => (&mut months, 1),
                "weeks" => (&mut days, 7),
                "days" => (&mut days, 1),
                _ => (&mut working, 1),
            };
            *sum = sum.saturating_add(count.saturating_mul(worth));
            if !self.peek().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
                break;
            }
        }
        Period::new(months, days, working)
            .ok_or_else(|| ClauseError::new(start, "a period is at most 100 years"))
    }

    fn count(&mut self) -> Result<u32, ClauseError> {
        let Some(word) = self.peek() else {
            return Err(self.wrong("expected a period such as `6 years`"));
        };
        let shown = printable(word);
        if let Some(count) = whole(word) {
            if count == 0 {
                return Err(self.wrong("a period of `0` is written `immediate`"));
            }
            self.next += 1;
            return Ok(count);
        }
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let (number, rest) = word.split_at_checked(digits).unwrap_or_default();
        Err(self.wrong(if word.starts_with(['-', '\u{2212}']) {
            format!("`{shown}` is negative; a period runs forward")
        } else if word.chars().all(|c| c.is_ascii_digit()) {
            format!("`{shown}` is more than 100 years in any unit")
        } else if rest.starts_with(['.', 'e', 'E']) && digits > 0 {
            format!("`{shown}` is no whole number; write half a year as `6 months`")
        } else if digits > 0 {
            let unit = named_unit(rest).unwrap_or("years");
            format!("`{shown}` is written `{number} {unit}`")
        } else {
            format!(
                "expected a period such as `6 years`, `keep forever`, `latest of`, `earliest of` \
                 or `until`, found `{shown}`"
            )
        }))
    }

    /// The unit in its plural form.
    fn unit(&mut self) -> Result<&'static str, ClauseError> {
        let Some(word) = self.peek() else {
            return Err(self.wrong(format!("the unit is missing; {NO_UNIT}")));
        };
        if word == "working" {
            self.next += 1;
            if self.take("days") || self.take("day") {
                return Ok("working days");
            }
            return Err(self.wrong("expected `days` after `working`"));
        }
        let found = UNITS.iter().find(|(one, several)| word == *one || word == *several);
        if let Some((_, unit)) = found {
            self.next += 1;
            return Ok(unit);
        }
        let shown = printable(word);
        Err(self.wrong(match named_unit(word) {
            Some(unit) => format!("`{shown}` is no unit; write `{unit}`"),
            None if word == "after" => format!("the unit is missing; {NO_UNIT}"),
            None => format!("`{shown}` is no unit; {NO_UNIT}"),
        }))
    }

    /// A name: lower-case letters, digits and hyphens.
    pub(crate) fn trigger(&mut self) -> Result<String, ClauseError> {
        self.name("a trigger's name")
    }

    pub(crate) fn name(&mut self, what: &str) -> Result<String, ClauseError> {
        let Some(word) = self.peek().filter(|word| *word != ",") else {
            return Err(self.wrong(format!("expected {what}")));
        };
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let starts = word.starts_with(|c: char| c.is_ascii_lowercase());
        if !starts || word.len() > 80 || !word.bytes().all(plain) {
            return Err(self.wrong(format!(
                "`{}` is not {what}: lower-case letters, digits and hyphens, at most 80",
                printable(word)
            )));
        }
        self.next += 1;
        Ok(word.to_owned())
    }

    pub(crate) fn take_all(&mut self, wanted: &[&str]) -> bool {
        let fits = wanted.iter().enumerate().all(|(ahead, word)| {
            self.found.get(self.next + ahead).is_some_and(|(_, found)| found == word)
        });
        if fits {
            self.next += wanted.len();
        }
        fits
    }

    fn take(&mut self, wanted: &str) -> bool {
        self.take_all(&[wanted])
    }

    fn expect(&mut self, wanted: &str) -> Result<(), ClauseError> {
        if self.take(wanted) {
            return Ok(());
        }
        Err(match self.peek() {
            Some(word) => self.wrong(format!("expected `{wanted}`, found `{}`", printable(word))),
            None => self.wrong(format!("expected `{wanted}`, found the end")),
        })
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), ClauseError> {
        match self.peek() {
            None => Ok(()),
            Some(word) => Err(self.wrong(format!("`{}` is not understood here", printable(word)))),
        }
    }

    fn peek(&self) -> Option<&'t str> {
        self.found.get(self.next).map(|(_, word)| *word)
    }

    fn peek_second(&self) -> Option<&'t str> {
        self.found.get(self.next + 1).map(|(_, word)| *word)
    }

    fn column(&self) -> usize {
        self.found.get(self.next).map_or(self.end, |(column, _)| *column)
    }

    pub(crate) fn wrong(&self, message: impl Into<String>) -> ClauseError {
        ClauseError::new(self.column(), message)
    }
}

/// A whole number without sign, blank or leading nonsense.
fn whole(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The unit that a slip of the hand stands for.
fn named_unit(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let slip = SLIPS.iter().find(|(slip, _)| *slip == lower).map(|(_, unit)| *unit);
    slip.or_else(|| {
        let all = UNITS.iter().flat_map(|(one, several)| [*one, *several]);
        let near = nearest(&lower, all)?;
        UNITS.iter().find(|(one, several)| *one == near || *several == near).map(|(_, unit)| *unit)
    })
}
