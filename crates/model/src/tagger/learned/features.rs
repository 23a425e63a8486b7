//! What is looked at: words, pairs of words, pieces of words, the table and the other fields in it.

use super::super::lexicon::lists;
use super::super::lexicon::wordlists::{ACTORS, KEPT, PLAIN};
use super::super::words::BREAK;

/// One thing seen about a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Feature<'w> {
    pub(super) kind: Kind,
    pub(super) first: &'w str,
    pub(super) second: &'w str,
}

/// Where it was seen; the letter tells the same words apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Always there.
    Bias,
    /// A word of the name.
    Name,
    /// A word of the label.
    Label,
    /// A word of either.
    Word,
    /// Two words of the name or the label, one after the other.
    Pair,
    /// Four or five letters of a longer word.
    Piece,
    /// The last word of the name.
    Last,
    /// A word of the name of the table.
    Table,
    /// A word of the table's name and the last word of the field's.
    Column,
    /// A word that other fields of the table have.
    Beside,
    /// How many fields of the table are of a kind, or that the table itself is.
    Share,
    /// A word of the help text.
    Help,
    /// A word of the label of a value.
    Value,
}

impl Kind {
    const fn letter(self) -> char {
        match self {
            Self::Bias => '*',
            Self::Name => 'n',
            Self::Label => 'l',
            Self::Word => 'w',
            Self::Pair => 'p',
            Self::Piece => 'g',
            Self::Last => 'e',
            Self::Table => 't',
            Self::Column => 'c',
            Self::Beside => 'b',
            Self::Share => 's',
            Self::Help => 'h',
            Self::Value => 'v',
        }
    }

    /// How often such a feature must be seen to be believed.
    #[cfg(test)]
    pub(super) const fn least(self) -> usize {
        match self {
            Self::Bias | Self::Name | Self::Label | Self::Word | Self::Last | Self::Table => 1,
            Self::Pair => 3,
            Self::Help | Self::Value => 4,
            Self::Piece | Self::Column | Self::Share => 5,
            Self::Beside => 20,
        }
    }
}

impl Feature<'_> {
    /// What the file of weights knows it by.
    pub(super) fn hash(&self) -> u32 {
        let mut hash = Fnv::new();
        hash.feed(self.kind.letter().encode_utf8(&mut [0; 4]).as_bytes());
        hash.feed(self.first.as_bytes());
        if !self.second.is_empty() {
            hash.feed(b" ");
            hash.feed(self.second.as_bytes());
        }
        hash.0
    }

    /// The feature in words.
    #[cfg(test)]
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}{}", self.kind.letter(), self.first);
        if !self.second.is_empty() {
            text.push(' ');
            text.push_str(self.second);
        }
        text
    }
}

/// FNV-1a.
struct Fnv(u32);

impl Fnv {
    const fn new() -> Self {
        Self(0x811c_9dc5)
    }

    fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
}

/// The words of one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'w> {
    pub(super) name: &'w [String],
    pub(super) label: &'w [String],
    pub(super) table: &'w [String],
    /// The help text, where it is not the label.
    pub(super) help: &'w [String],
    /// The labels of the values.
    pub(super) values: &'w [String],
}

/// How many words of a help text or of values are read.
const READ_ASIDE: usize = 24;
/// What a word counts there beside what it does in a name.
const ASIDE: f32 = 0.2;

pub(super) fn is_word(word: &str) -> bool {
    word != BREAK && !word.bytes().all(|byte| byte.is_ascii_digit())
}

impl<'w> Words<'w> {
    fn last(&self) -> &'w str {
        self.name.iter().rfind(|word| is_word(word)).map_or("", String::as_str)
    }

    /// What kind of name it is: of the keeping of a record, plain, of one word, or of several.
    fn shape(&self) -> &'static str {
        let kept = |word: &String| lists(&KEPT, word);
        let plain = |word: &String| lists(&PLAIN, word) || kept(word) || !is_word(word);
        if self.name.iter().all(kept) {
            "=kept"
        } else if self.name.iter().all(plain) {
            "=plain"
        } else if self.name.len() == 1 && self.label.is_empty() {
            "=one"
        } else {
            "=words"
        }
    }

    /// Every feature for which the field and the name of its table are enough, with how much of it there is.
    pub(super) fn own(&self, mut emit: impl FnMut(Feature<'w>, f32)) {
        let one = |kind, first| Feature { kind, first, second: "" };
        emit(one(Kind::Bias, ""), 1.0);
        for (place, word) in self.name.iter().enumerate() {
            if is_word(word) && !self.name.iter().take(place).any(|other| other == word) {
                emit(one(Kind::Name, word), 1.0);
                emit(one(Kind::Word, word), 1.0);
                pieces(word, &mut emit);
            }
        }
        let of_actors = self.table.iter().any(|word| lists(&ACTORS, word));
        for (place, word) in self.label.iter().enumerate() {
            // In a table of offenders a label that says `the offender` says whose field it is and no more.
            let whose = of_actors && lists(&ACTORS, word);
            let seen = self.label.iter().take(place).any(|other| other == word);
            if !is_word(word) || whose || seen {
                continue;
            }
            emit(one(Kind::Label, word), 1.0);
            if !self.name.contains(word) {
                emit(one(Kind::Word, word), 1.0);
                pieces(word, &mut emit);
            }
        }
        for text in [self.name, self.label] {
            for pair in text.windows(2) {
                if let [first, second] = pair
                    && first != BREAK
                    && second != BREAK
                {
                    emit(Feature { kind: Kind::Pair, first, second }, 1.0);
                }
            }
        }
        for (kind, text) in [(Kind::Help, self.help), (Kind::Value, self.values)] {
            for (place, word) in text.iter().enumerate().take(READ_ASIDE) {
                if is_word(word) && !text.iter().take(place).any(|other| other == word) {
                    emit(one(kind, word), 0.5);
                    emit(one(Kind::Word, word), ASIDE);
                }
            }
        }
        let last = self.last();
        if !last.is_empty() {
            emit(one(Kind::Last, last), 1.0);
            for word in self.table.iter().filter(|word| is_word(word)) {
                emit(Feature { kind: Kind::Column, first: word, second: last }, 1.0);
            }
        }
    }

    /// What the table says, beside what kind of name the field has.
    pub(super) fn in_table(&self, says: &[&'static str], mut emit: impl FnMut(Feature<'w>)) {
        let shape = self.shape();
        let last = self.last();
        for first in says {
            emit(Feature { kind: Kind::Share, first, second: "" });
            emit(Feature { kind: Kind::Share, first, second: shape });
            if !last.is_empty() {
                emit(Feature { kind: Kind::Share, first, second: last });
            }
        }
    }
}

/// Every four and every five letters of a word of five or more, and whether they start or end it.
fn pieces<'w>(word: &'w str, emit: &mut impl FnMut(Feature<'w>, f32)) {
    if word.len() < 5 || !word.is_ascii() {
        return;
    }
    for size in [4, 5] {
        for start in 0..=word.len().saturating_sub(size) {
            let Some(first) = word.get(start..start + size) else {
                continue;
            };
            let second = match (start == 0, start + size == word.len()) {
                (true, _) => "<",
                (false, true) => ">",
                (false, false) => "",
            };
            emit(Feature { kind: Kind::Piece, first, second }, 0.5);
        }
    }
}
