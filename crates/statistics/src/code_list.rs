//! The categories of a variable: declared, never gathered from the data.

use std::collections::{BTreeMap, BTreeSet};

use caldicott_model::document::is_invisible;
use unicode_normalization::UnicodeNormalization as _;

use crate::{Axis, CodeListError};

/// A declared list of categories, possibly in groups.
///
/// What appears in a table is decided here, before anybody is counted: a category that nobody has is
/// shown as zero, and one that only one person has cannot appear by their presence.
///
/// ```
/// use caldicott_statistics::CodeList;
///
/// let faith = CodeList::new("faith", ["None", "Christian", "Muslim"])?;
/// assert_eq!(faith.labels().len(), 3);
/// // A Cyrillic "о" looks like a Latin one; the two would split a class.
/// assert!(CodeList::new("faith", ["None", "Nоne"]).is_err());
/// # Ok::<(), caldicott_statistics::CodeListError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CodeList {
    name: String,
    labels: Vec<String>,
    by_text: BTreeMap<String, u32>,
    by_look: BTreeMap<String, u32>,
    groups: Vec<(String, Vec<usize>)>,
}

/// What a text is to a code list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Match {
    Code(u32),
    LookAlike(u32),
    Missing,
    Unknown,
}

impl CodeList {
    /// The most codes a list may have.
    pub const MOST: usize = 10_000;

    /// A list of these codes, in the order in which tables show them.
    ///
    /// # Errors
    /// [`CodeListError`] for a blank code, for two that are the same or look the same, and for a
    /// list that is empty or longer than [`CodeList::MOST`].
    pub fn new<I>(name: impl Into<String>, codes: I) -> Result<Self, CodeListError>
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let name = name.into();
        let mut list = Self {
            name,
            labels: Vec::new(),
            by_text: BTreeMap::new(),
            by_look: BTreeMap::new(),
            groups: Vec::new(),
        };
        // One past the limit is enough to refuse: an endless list ends here.
        for code in codes.into_iter().take(Self::MOST + 1) {
            let label: String = code.into();
            let number = list.labels.len() + 1;
            let text: String = label.trim().nfc().collect();
            if text.is_empty() || text.chars().any(hides) {
                return Err(CodeListError::Code { list: list.name, number });
            }
            let code = u32::try_from(number - 1).unwrap_or(u32::MAX);
            if let Some(first) = list.by_look.insert(look(&text), code) {
                let first = first as usize + 1;
                return Err(CodeListError::LookAlike { list: list.name, first, second: number });
            }
            list.by_text.insert(text, code);
            list.labels.push(label);
        }
        if list.labels.is_empty() || list.labels.len() > Self::MOST {
            return Err(CodeListError::Size { list: list.name });
        }
        Ok(list)
    }

    /// The same list with its codes gathered under parents, each shown as a subtotal.
    ///
    /// # Errors
    /// [`CodeListError::Hierarchy`] when a group is empty, names a code not in the list, or shares
    /// one with another group, and [`CodeListError::Group`] when it is called as a code or as another
    /// group is. A group is made of codes only, so no hierarchy can be a circle.
    pub fn grouped(mut self, groups: &[(&str, &[&str])]) -> Result<Self, CodeListError> {
        let fault = || CodeListError::Hierarchy { list: self.name.clone() };
        let mut read = Vec::with_capacity(groups.len());
        let mut looks = BTreeSet::new();
        for (number, (label, codes)) in (1..).zip(groups) {
            let seen = look(label);
            if seen.is_empty() || self.by_look.contains_key(&seen) || !looks.insert(seen) {
                return Err(CodeListError::Group { list: self.name, number });
            }
            let place = |code: &&str| match self.find(code) {
                Match::Code(code) => Some(code as usize),
                Match::LookAlike(_) | Match::Missing | Match::Unknown => None,
            };
            let leaves: Option<Vec<usize>> = codes.iter().map(place).collect();
            read.push(((*label).to_owned(), leaves.ok_or_else(fault)?));
        }
        let axis = Axis::grouped(self.labels.len(), read.iter().map(|(_, l)| l.clone()).collect());
        axis.map_err(|_| fault())?;
        self.groups = read;
        Ok(self)
    }

    /// The list's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The codes as they are shown.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The groups: label and places of the codes.
    #[must_use]
    pub fn groups(&self) -> &[(String, Vec<usize>)] {
        &self.groups
    }

    /// The first of these labels that no code and no group has: what stands beside the codes is told apart
    /// from them.
    pub(crate) fn free_label(&self, wanted: [&'static str; 4]) -> &'static str {
        let is_free = |label: &&str| {
            let seen = look(label);
            !self.by_look.contains_key(&seen)
                && self.groups.iter().all(|(own, _)| look(own) != seen)
        };
        wanted.into_iter().find(is_free).unwrap_or(wanted[0])
    }

    /// Matches in normal form C, exactly; what only looks like a code is not that code.
    pub(crate) fn find(&self, text: &str) -> Match {
        let text: String = text.trim().nfc().collect();
        if let Some(code) = self.by_text.get(&text) {
            return Match::Code(*code);
        }
        if is_missing(&text) {
            return Match::Missing;
        }
        self.by_look.get(&look(&text)).map_or(Match::Unknown, |code| Match::LookAlike(*code))
    }
}

/// What people write where they know nothing.
fn is_missing(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "",
        "-",
        "n/a",
        "na",
        "nil",
        "none recorded",
        "not applicable",
        "not known",
        "not recorded",
        "not stated",
        "null",
        "unknown",
        "unk",
        "?",
        "1900-01-01",
        "missing",
    ];
    let plain = text.to_lowercase();
    WORDS.contains(&plain.as_str())
}

/// Control characters and those that hide or reorder text.
pub(crate) fn hides(letter: char) -> bool {
    letter.is_control() || is_invisible(letter)
}

/// What a reader sees: compatible letters made one, case and blanks gone, look-alikes of other
/// scripts replaced by the Latin letter.
pub(crate) fn look(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| !letter.is_whitespace() && !hides(*letter))
        .map(|letter| match letter {
            'а' | 'α' => 'a',
            'в' | 'β' => 'b',
            'с' | 'ϲ' => 'c',
            'ԁ' => 'd',
            'е' | 'ε' => 'e',
            'һ' | 'η' | 'н' => 'h',
            'і' | 'ι' | 'ı' => 'i',
            'ј' => 'j',
            'к' | 'κ' => 'k',
            'м' | 'μ' => 'm',
            'ո' => 'n',
            'о' | 'ο' | 'օ' => 'o',
            'р' | 'ρ' => 'p',
            'ѕ' => 's',
            'т' | 'τ' => 't',
            'υ' => 'u',
            'ν' => 'v',
            'х' | 'χ' => 'x',
            'у' | 'γ' => 'y',
            'ζ' => 'z',
            '‐' | '‑' | '–' | '—' => '-',
            '’' | '‘' => '\'',
            other => other,
        })
        .collect()
}
