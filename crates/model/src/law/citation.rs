//! Citations as people write them, and what they mean.

mod lint;
mod plain;
#[cfg(test)]
mod tests;

use core::fmt;

pub use lint::{Note, lint};

use super::{Article9Condition, Paragraph, Schedule1Part, rules};
use crate::Rule;

/// An article of the UK GDPR, as far as it was cited: `Art 6(1)(e)`.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Article {
    number: u8,
    groups: Vec<String>,
}

/// What a citation names.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Provision {
    /// An article of the UK GDPR.
    Article(Article),
    /// A paragraph of Schedule 1 of the Data Protection Act 2018, with what stands in brackets
    /// behind it: `Sch 1 para 6(2)(a)`.
    Schedule1(Paragraph, Vec<String>),
}

/// A citation that was read: what it means, and the rule that corrects it if it was written wrongly.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reading {
    meant: Provision,
    corrected: Option<Rule>,
}

/// Why a citation could not be read.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CitationError {
    /// It names neither an article nor a paragraph of Schedule 1.
    #[error("citation names no article and no paragraph of Sch 1")]
    Form,
    /// The number is none that exists.
    #[error("citation names `{0}`, which does not exist")]
    NoSuchProvision(String),
}

impl Reading {
    /// Reads a citation: `Art 6(1)(e)`, `Article 9(2)(h) of the UK GDPR`, `Sch 1 Part 2 para 18`,
    /// `paragraph 18 of Schedule 1 to the Data Protection Act 2018`.
    ///
    /// # Errors
    /// When it is no citation, or names a provision that does not exist.
    ///
    /// # Example: a slip is understood and said
    /// ```
    /// use caldicott_model::law::Reading;
    /// let reading = Reading::parse("art 6(2) (d)")?;
    /// assert_eq!(reading.meant().to_string(), "Art 6(1)(d)");
    /// assert_eq!(reading.corrected().map(|rule| rule.id()), Some("SE-04"));
    /// assert!(Reading::parse("Art 9(2)(k)").is_err());
    /// # Ok::<(), caldicott_model::law::CitationError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, CitationError> {
        let lower = text.to_ascii_lowercase();
        let mut cursor = Cursor::new(lower.trim());
        let reading = if cursor.schedule() {
            let reading = cursor.schedule_1()?;
            cursor.behind(Cursor::act);
            reading
        } else if let Some(reading) = cursor.paragraph_of_schedule_1() {
            cursor.behind(Cursor::act);
            reading?
        } else {
            cursor.regulation();
            cursor.article_word();
            let reading = cursor.article()?;
            cursor.behind(Cursor::regulation);
            reading
        };
        cursor.blanks();
        if cursor.rest().is_empty() { Ok(reading) } else { Err(CitationError::Form) }
    }

    /// What it means.
    #[must_use]
    pub const fn meant(&self) -> &Provision {
        &self.meant
    }

    /// The rule that corrects it, when it was written wrongly.
    #[must_use]
    pub const fn corrected(&self) -> Option<Rule> {
        self.corrected
    }
}

impl Article {
    /// The article's number.
    #[must_use]
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// The condition of Art 9(2) that it names.
    #[must_use]
    pub fn condition(&self) -> Option<Article9Condition> {
        let [paragraph, point] = self.groups.as_slice() else { return None };
        let named = |condition: &Article9Condition| point.chars().eq([condition.point()]);
        let all = Article9Condition::NAMES.into_iter().map(|(_, condition)| condition);
        if self.number == 9 && paragraph == "2" { all.into_iter().find(named) } else { None }
    }

    /// The point of Art 6(1) that it names: `a` to `f`, or `ea`.
    #[must_use]
    pub fn point_of_article_6(&self) -> Option<&str> {
        match self.groups.as_slice() {
            [paragraph, point] if self.number == 6 && paragraph == "1" => Some(point),
            _ => None,
        }
    }

    /// The article that was meant, and the rule that says so when the written one has no such point.
    fn correct(self) -> Result<Reading, CitationError> {
        let is_point = |group: &str| group.starts_with(|first: char| first.is_ascii_lowercase());
        let points: &[&str] = match self.number {
            6 => &["a", "b", "c", "d", "e", "ea", "f"],
            9 => &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
            1..=99 => &[],
            _ => return Err(CitationError::NoSuchProvision(self.to_string())),
        };
        let holder = if self.number == 6 { "1" } else { "2" };
        // The old Art 6(3) and 6(4) had points of their own; Art 6(2), 9(1) and 9(3) never had.
        let misplaced = match self.groups.as_slice() {
            [point] => is_point(point).then_some(point),
            [paragraph, point] => {
                let bare = match self.number {
                    6 => paragraph == "2",
                    9 => paragraph == "1" || paragraph == "3",
                    _ => false,
                };
                (bare && is_point(point)).then_some(point)
            }
            _ => None,
        };
        let (meant, corrected) = match misplaced {
            Some(point) if !points.is_empty() => {
                let groups = vec![holder.to_owned(), point.clone()];
                (Self { number: self.number, groups }, Some(rules::SE_04))
            }
            _ => (self, None),
        };
        if let [paragraph, point] = meant.groups.as_slice() {
            let known =
                points.is_empty() || paragraph != holder || points.contains(&point.as_str());
            if !known {
                return Err(CitationError::NoSuchProvision(meant.to_string()));
            }
        }
        Ok(Reading { meant: Provision::Article(meant), corrected })
    }
}

impl fmt::Display for Article {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Art {}", self.number)?;
        self.groups.iter().try_for_each(|group| write!(out, "({group})"))
    }
}

impl fmt::Display for Provision {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(article) => article.fmt(out),
            Self::Schedule1(paragraph, groups) => {
                paragraph.fmt(out)?;
                groups.iter().try_for_each(|group| write!(out, "({group})"))
            }
        }
    }
}

/// Reads a citation from the front of a lower-case text.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Steps over this text, after blanks.
    fn literal(&mut self, literal: &str) -> bool {
        let before = self.at;
        self.blanks();
        if self.rest().starts_with(literal) {
            self.at += literal.len();
            return true;
        }
        self.at = before;
        false
    }

    /// Steps over this word, which ends where letters end.
    fn word(&mut self, word: &str) -> bool {
        let before = self.at;
        if self.literal(word) && !self.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
            return true;
        }
        self.at = before;
        false
    }

    fn any_word(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    fn article_word(&mut self) -> bool {
        let found = self.any_word(&["article", "articles", "art", "arts"]);
        if found {
            self.literal(".");
        }
        found
    }

    /// Steps over these words in this order, or over none of them.
    fn words(&mut self, words: &str) -> bool {
        let before = self.at;
        let all = words.split(' ').all(|word| self.word(word));
        if !all {
            self.at = before;
        }
        all
    }

    /// Steps over the name of the Act of 2018.
    fn act(&mut self) -> bool {
        let named = self.word("dpa") || self.words("data protection act");
        if named {
            let before = self.at;
            if !matches!(self.number(), Some(18)) {
                self.at = before;
                self.word("2018");
            }
        }
        named
    }

    /// Steps over the name of the Regulation.
    fn regulation(&mut self) -> bool {
        let before = self.at;
        self.word("uk");
        let named = self.word("gdpr") || self.words("general data protection regulation");
        if !named {
            self.at = before;
        }
        named
    }

    /// Steps over the law that a provision stands in, where it is named behind it: `of the UK GDPR`.
    fn behind(&mut self, law: fn(&mut Self) -> bool) {
        let before = self.at;
        self.literal(",");
        if self.any_word(&["of", "to", "in"]) {
            self.word("the");
        }
        if !law(self) {
            self.at = before;
        }
    }

    /// Reads `paragraph 18 of Schedule 1`, where a paragraph comes first.
    fn paragraph_of_schedule_1(&mut self) -> Option<Result<Reading, CitationError>> {
        if !self.any_word(&["paragraph", "para"]) {
            return None;
        }
        Some(self.paragraph_first().ok_or(CitationError::Form).and_then(
            |(number, groups, part)| {
                let written = || match part {
                    Some(part) => format!("Sch 1 Part {part} para {number}"),
                    None => format!("Sch 1 para {number}"),
                };
                let none = || CitationError::NoSuchProvision(written());
                let paragraph = Paragraph::new(number).map_err(|_| none())?;
                if part.is_some_and(|part| Schedule1Part::numbered(part) != Some(paragraph.part()))
                {
                    return Err(none());
                }
                Ok(Reading { meant: Provision::Schedule1(paragraph, groups), corrected: None })
            },
        ))
    }

    /// The paragraph, what stands in brackets behind it, and the part where one is named.
    fn paragraph_first(&mut self) -> Option<(u8, Vec<String>, Option<u8>)> {
        self.literal(".");
        let number = self.number()?;
        let groups = self.groups();
        self.literal(",");
        let mut joined = self.any_word(&["of", "to", "in"]);
        let part = if self.word("part") {
            let part = self.number()?;
            self.literal(",");
            joined = self.any_word(&["of", "to", "in"]) || joined;
            Some(part)
        } else {
            None
        };
        if joined {
            self.word("the");
        }
        self.schedule().then_some((number, groups, part))
    }

    /// Steps over `schedule 1`.
    fn schedule(&mut self) -> bool {
        let before = self.at;
        if self.act() {
            self.literal(",");
        }
        if self.any_word(&["schedule", "sch", "sched"]) {
            self.literal(".");
            if self.number() == Some(1) {
                return true;
            }
        }
        self.at = before;
        false
    }

    fn number(&mut self) -> Option<u8> {
        self.blanks();
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(number)
    }

    /// Steps over `(1)(e)` and returns what stands in the brackets.
    fn groups(&mut self) -> Vec<String> {
        let mut groups = Vec::new();
        loop {
            let before = self.at;
            if !self.literal("(") {
                return groups;
            }
            self.blanks();
            let length = self.rest().bytes().take_while(u8::is_ascii_alphanumeric).count();
            let group = self.rest().get(..length).unwrap_or("").to_owned();
            self.at += length;
            let closed = self.literal(")");
            // Two characters at most: `ea`, `10`. A longer bracket is a remark.
            if !closed || group.is_empty() || group.len() > 3 {
                self.at = before;
                return groups;
            }
            groups.push(group);
        }
    }

    fn article(&mut self) -> Result<Reading, CitationError> {
        let number = self.number().ok_or(CitationError::Form)?;
        Article { number, groups: self.groups() }.correct()
    }

    /// Reads what stands behind `schedule 1`.
    fn schedule_1(&mut self) -> Result<Reading, CitationError> {
        self.literal(",");
        let part = if self.word("part") {
            let part = self
                .number()
                .and_then(Schedule1Part::numbered)
                .ok_or_else(|| CitationError::NoSuchProvision("Sch 1 Part".to_owned()))?;
            self.literal(",");
            Some(part)
        } else {
            None
        };
        if !self.any_word(&["paragraph", "para"]) {
            return Err(CitationError::Form);
        }
        self.literal(".");
        let number = self.number().ok_or(CitationError::Form)?;
        let paragraph = Paragraph::new(number)
            .map_err(|_| CitationError::NoSuchProvision(format!("Sch 1 para {number}")))?;
        if let Some(part) = part.filter(|part| *part != paragraph.part()) {
            let written = format!("Sch 1 {part} para {number}");
            return Err(CitationError::NoSuchProvision(written));
        }
        let meant = Provision::Schedule1(paragraph, self.groups());
        Ok(Reading { meant, corrected: None })
    }
}
