//! A text as a reader who wants to find somebody would read it: without case, accents, look-alikes,
//! invisible characters and markup, each character knowing where it stood.

use caldicott_model::document::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

/// One character, folded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    /// In lower case, without accent; a separator stands as it is.
    pub(super) c: char,
    /// It was a capital.
    pub(super) upper: bool,
    /// It was written with a character that only looks like this one.
    pub(super) alike: bool,
    /// Where it stood, in bytes.
    pub(super) from: usize,
    /// Where it ended.
    pub(super) to: usize,
}

impl Folded {
    pub(super) fn is_word(&self) -> bool {
        self.c.is_alphanumeric()
    }

    fn is_digit(&self) -> bool {
        self.c.is_ascii_digit()
    }
}

/// Whether markup is part of the text or an interruption of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Markup {
    Read,
    Skip,
}

/// A folded text.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) chars: Vec<Folded>,
}

impl Text {
    pub(super) fn of(text: &str, markup: Markup) -> Self {
        let mut chars = Vec::with_capacity(text.len());
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if markup == Markup::Skip {
                if let Some(length) = tag(rest) {
                    at += length;
                    continue;
                }
                if let Some((c, length)) =
                    entity(rest).or_else(|| percent(rest)).or_else(|| escape(rest))
                {
                    push(&mut chars, c, at, at + length);
                    at += length;
                    continue;
                }
            }
            let Some(c) = rest.chars().next() else { break };
            push(&mut chars, c, at, at + c.len_utf8());
            at += c.len_utf8();
        }
        Self { chars }
    }

    pub(super) fn at(&self, place: usize) -> Option<&Folded> {
        self.chars.get(place)
    }

    /// Whether a word, or a part of one that its writing sets apart, starts here.
    pub(super) fn starts(&self, place: usize) -> bool {
        let Some(here) = self.at(place) else { return true };
        let Some(before) = place.checked_sub(1).and_then(|before| self.at(before)) else {
            return true;
        };
        !before.is_word() || before.is_digit() != here.is_digit() || (here.upper && !before.upper)
    }

    /// Whether a word, or such a part of one, ends before this place.
    pub(super) fn ends(&self, place: usize) -> bool {
        let Some(here) = self.at(place) else { return true };
        let Some(before) = place.checked_sub(1).and_then(|before| self.at(before)) else {
            return true;
        };
        !here.is_word() || before.is_digit() != here.is_digit() || (here.upper && !before.upper)
    }

    /// Whether a whole word starts here.
    pub(super) fn starts_word(&self, place: usize) -> bool {
        place
            .checked_sub(1)
            .and_then(|before| self.at(before))
            .is_none_or(|before| !before.is_word())
    }

    /// Whether a whole word ends before this place.
    pub(super) fn ends_word(&self, place: usize) -> bool {
        self.at(place).is_none_or(|here| !here.is_word())
    }

    /// The letters and digits alone, with the place of each.
    pub(super) fn squeezed(&self) -> (String, Vec<usize>) {
        let mut text = String::with_capacity(self.chars.len());
        let mut places = Vec::with_capacity(self.chars.len());
        for (place, folded) in self.chars.iter().enumerate() {
            if folded.is_word() {
                text.push(folded.c);
                places.extend(std::iter::repeat_n(place, folded.c.len_utf8()));
            }
        }
        (text, places)
    }

    /// The text with a blank for every separator, with the place of each byte.
    pub(super) fn flat(&self) -> (String, Vec<usize>) {
        let mut text = String::with_capacity(self.chars.len());
        let mut places = Vec::with_capacity(self.chars.len());
        for (place, folded) in self.chars.iter().enumerate() {
            let c = if folded.is_word() { folded.c } else { ' ' };
            text.push(c);
            places.extend(std::iter::repeat_n(place, c.len_utf8()));
        }
        (text, places)
    }

    /// The words, as places from and to.
    pub(super) fn words(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = None;
        for (place, folded) in self.chars.iter().enumerate() {
            match (folded.is_word(), from) {
                (true, None) => from = Some(place),
                (false, Some(start)) => {
                    found.push((start, place));
                    from = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        if let Some(start) = from {
            found.push((start, self.chars.len()));
        }
        found
    }

    /// The folded letters from one place to another.
    pub(super) fn slice(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().map(|folded| folded.c).collect()
    }
}

/// The letters and digits of a text, folded.
pub(super) fn squeeze(text: &str) -> String {
    Text::of(text, Markup::Read).squeezed().0
}

/// The folded words of a text.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = Text::of(text, Markup::Read);
    text.words().into_iter().map(|(from, to)| text.slice(from, to)).collect()
}

fn push(chars: &mut Vec<Folded>, c: char, from: usize, to: usize) {
    if c.is_ascii() {
        let upper = c.is_ascii_uppercase();
        chars.push(Folded { c: c.to_ascii_lowercase(), upper, alike: false, from, to });
        return;
    }
    if is_invisible(c) {
        return;
    }
    if let Some(plain) = disguised(c) {
        chars.push(Folded { c: plain, upper: false, alike: false, from, to });
        return;
    }
    let spelt = match c {
        'ß' | 'ẞ' => Some("ss"),
        'þ' | 'Þ' => Some("th"),
        'ð' | 'Ð' => Some("d"),
        'ı' | 'İ' => Some("i"),
        _ => None,
    };
    if let Some(spelt) = spelt {
        let upper = c.is_uppercase();
        chars.extend(spelt.chars().map(|c| Folded { c, upper, alike: false, from, to }));
        return;
    }
    for part in std::iter::once(c).nfkd() {
        if is_combining_mark(part) || is_invisible(part) {
            continue;
        }
        let upper = part.is_uppercase();
        let mut add = |c: char, alike: bool| {
            for c in c.to_lowercase().filter(|c| !is_combining_mark(*c)) {
                chars.push(Folded { c, upper, alike, from, to });
            }
        };
        if part.is_ascii() {
            add(part, false);
        } else {
            let mut buffer = [0; 4];
            for c in skeleton(part.encode_utf8(&mut buffer)).filter(|c| !is_combining_mark(*c)) {
                add(c, c.is_ascii());
            }
        }
    }
}

/// Letters and digits in a dress that no normal form takes off: small capitals, letters in black circles
/// and squares, flags, digits of other scripts.
fn disguised(c: char) -> Option<char> {
    const SMALL_CAPITALS: [(char, char); 24] = [
        ('ᴀ', 'a'),
        ('ʙ', 'b'),
        ('ᴄ', 'c'),
        ('ᴅ', 'd'),
        ('ᴇ', 'e'),
        ('ꜰ', 'f'),
        ('ɢ', 'g'),
        ('ʜ', 'h'),
        ('ɪ', 'i'),
        ('ᴊ', 'j'),
        ('ᴋ', 'k'),
        ('ʟ', 'l'),
        ('ᴍ', 'm'),
        ('ɴ', 'n'),
        ('ᴏ', 'o'),
        ('ᴘ', 'p'),
        ('ʀ', 'r'),
        ('ꜱ', 's'),
        ('ᴛ', 't'),
        ('ᴜ', 'u'),
        ('ᴠ', 'v'),
        ('ᴡ', 'w'),
        ('ʏ', 'y'),
        ('ᴢ', 'z'),
    ];
    let code = u32::from(c);
    let letter = |first: u32| char::from_u32(u32::from('a') + code - first);
    let digit = |first: u32| char::from_digit(code - first, 10);
    match code {
        0x1_f150..=0x1_f169 => letter(0x1_f150),
        0x1_f170..=0x1_f189 => letter(0x1_f170),
        0x1_f1e6..=0x1_f1ff => letter(0x1_f1e6),
        0x0660..=0x0669 => digit(0x0660),
        0x06f0..=0x06f9 => digit(0x06f0),
        0x0966..=0x096f => digit(0x0966),
        0x09e6..=0x09ef => digit(0x09e6),
        0x0a66..=0x0a6f => digit(0x0a66),
        _ => SMALL_CAPITALS.iter().find(|(small, _)| *small == c).map(|(_, plain)| *plain),
    }
}

/// The length of a tag or comment at the start of a text.
fn tag(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    if inside.starts_with("!--") {
        return inside.find("-->").map(|end| end + 4);
    }
    let first = inside.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    inside.find('>').map(|end| end + 2)
}

/// The character that an entity at the start of a text stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(12).position(|byte| byte == b';')?;
    let name = inside.get(..end)?;
    let c = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "shy" | "zwj" | "zwnj" | "lrm" | "rlm" => '\u{200b}',
        "amp" => '&',
        "apos" | "rsquo" | "lsquo" => '\'',
        "quot" => '"',
        "lt" => '<',
        "gt" => '>',
        "hyphen" | "dash" | "ndash" => '-',
        _ => numbered(name).or_else(|| accented(name))?,
    };
    Some((c, end + 2))
}

/// `%53` or `%C5%81`, as addresses of pages write a letter, and `=C5=81`, as the heads of emails do.
fn percent(text: &str) -> Option<(char, usize)> {
    let sign = text.chars().next().filter(|c| matches!(c, '%' | '='))?;
    let byte = |place: usize| -> Option<u8> {
        let code = text.get(place * 3..place * 3 + 3)?.strip_prefix(sign)?;
        u8::from_str_radix(code, 16).ok()
    };
    let first = byte(0)?;
    if first.is_ascii() {
        // In a text `a=12` is a sum.
        return (sign == '%').then_some((char::from(first), 3));
    }
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = (0..length).map_while(byte).collect();
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((c, length * 3))
}

/// `\u0053` or `\x53`, as data written for programs has a letter.
fn escape(text: &str) -> Option<(char, usize)> {
    if let Some(code) = text.strip_prefix("\\x") {
        return char::from_u32(u32::from_str_radix(code.get(..2)?, 16).ok()?).map(|c| (c, 4));
    }
    let code = text.strip_prefix("\\u")?.get(..4)?;
    char::from_u32(u32::from_str_radix(code, 16).ok()?).map(|c| (c, 6))
}

/// `#83`, `#x53`.
fn numbered(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// `eacute` and its like: the letter is the first of the name.
fn accented(name: &str) -> Option<char> {
    const ACCENTS: [&str; 14] = [
        "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash", "strok",
        "ogon", "macr", "breve", "dblac",
    ];
    if name == "szlig" {
        return Some('ß');
    }
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    ACCENTS.contains(&name.get(1..)?).then_some(letter)
}
