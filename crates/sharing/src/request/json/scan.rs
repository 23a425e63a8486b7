//! The JSON that a request is made of: no numbers, and no key twice.

use std::borrow::Cow;

use caldicott_calendar::Day;
use caldicott_model::document::{forbidden_character, is_blank};

/// What is left of a text. Every step is `None` at what it does not take.
pub(super) struct Scan<'t> {
    rest: &'t str,
}

impl<'t> Scan<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// Nothing but white space follows.
    pub(super) fn end(&mut self) -> Option<()> {
        self.skip();
        self.rest.is_empty().then_some(())
    }

    #[inline]
    fn skip(&mut self) {
        // Mostly the next thing follows at once.
        if self.rest.as_bytes().first().is_some_and(|byte| *byte > b' ') {
            return;
        }
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let count = self.rest.as_bytes().iter().take_while(|byte| blank(byte)).count();
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Takes this byte, white space before it included.
    fn next_is(&mut self, byte: u8) -> Option<()> {
        self.skip();
        if self.rest.as_bytes().first() != Some(&byte) {
            return None;
        }
        self.rest = self.rest.get(1..)?;
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.skip();
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    /// A table with these keys, each at most once; a key that holds `null` is as if it were not there.
    pub(super) fn table(
        &mut self,
        keys: &[&'static str],
        mut read: impl FnMut(&mut Self, &'static str) -> Option<()>,
    ) -> Option<()> {
        self.open_table(|scan, key, null| {
            // The first letters tell most keys apart without a call.
            let first = key.as_bytes().first();
            let same = |known: &&str| known.as_bytes().first() == first && *known == key;
            let place = keys.iter().position(same)?;
            if !null {
                read(scan, keys.get(place)?)?;
            }
            Some(1 << place)
        })
    }

    /// A table in which each key has a bit of its own, which may come once. The value of a key is yet to
    /// be read unless it is `null`.
    pub(super) fn open_table(
        &mut self,
        mut read: impl FnMut(&mut Self, &str, bool) -> Option<u64>,
    ) -> Option<()> {
        self.next_is(b'{')?;
        if self.next_is(b'}').is_some() {
            return Some(());
        }
        let mut seen = 0_u64;
        loop {
            let key = self.text()?;
            self.next_is(b':')?;
            let null = self.word("null").is_some();
            let bit = read(self, &key, null)?;
            if seen & bit != 0 {
                return None;
            }
            seen |= bit;
            if self.next_is(b'}').is_some() {
                return Some(());
            }
            self.next_is(b',')?;
        }
    }

    /// A list.
    pub(super) fn list(&mut self, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.next_is(b'[')?;
        if self.next_is(b']').is_some() {
            return Some(());
        }
        loop {
            read(self)?;
            if self.next_is(b']').is_some() {
                return Some(());
            }
            self.next_is(b',')?;
        }
    }

    /// Text without characters that may not be read.
    pub(super) fn text(&mut self) -> Option<Cow<'t, str>> {
        self.next_is(b'"')?;
        let plain = plain(self.rest.as_bytes())?;
        if self.rest.as_bytes().get(plain) == Some(&b'"') {
            let (text, rest) = self.rest.split_at_checked(plain)?;
            self.rest = rest.get(1..)?;
            return Some(Cow::Borrowed(text));
        }
        let text = self.unescaped()?;
        forbidden_character(&text).is_none().then_some(Cow::Owned(text))
    }

    fn unescaped(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut characters = self.rest.chars();
        loop {
            match characters.next()? {
                '"' => break,
                '\\' => match characters.next()? {
                    c @ ('"' | '\\' | '/') => text.push(c),
                    'b' => text.push('\u{8}'),
                    'f' => text.push('\u{c}'),
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    'u' => {
                        let first = four(&mut characters)?;
                        let code = if (0xd800..0xdc00).contains(&first) {
                            let low =
                                characters.next() == Some('\\') && characters.next() == Some('u');
                            let second = four(&mut characters).filter(|_| low)?;
                            if !(0xdc00..0xe000).contains(&second) {
                                return None;
                            }
                            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                        } else {
                            first
                        };
                        text.push(char::from_u32(code)?);
                    }
                    _ => return None,
                },
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
        self.rest = characters.as_str();
        Some(text)
    }

    /// Text that is not blank.
    pub(super) fn full_text(&mut self) -> Option<Cow<'t, str>> {
        self.text().filter(|text| !is_blank(text))
    }

    /// Lower-case letters, digits and hyphens, at most 80.
    pub(super) fn name(&mut self) -> Option<String> {
        let text = self.full_text()?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let sound = text.len() <= 80 && text.bytes().all(plain) && !text.starts_with('-');
        sound.then(|| text.into_owned())
    }

    pub(super) fn day(&mut self) -> Option<Day> {
        self.text()?.parse().ok()
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        self.flag_if_any()?
    }

    /// Yes or no, or that something else stands here.
    #[expect(clippy::option_option, reason = "yes, no, something else, or nothing at all")]
    pub(super) fn flag_if_any(&mut self) -> Option<Option<bool>> {
        self.skip();
        match self.rest.as_bytes().first()? {
            b't' => self.word("true").map(|()| Some(true)),
            b'f' => self.word("false").map(|()| Some(false)),
            _ => Some(None),
        }
    }

    /// Whether it is the one word; `None` where it is not the other either.
    pub(super) fn either(&mut self, yes: &str, no: &str) -> Option<bool> {
        let text = self.text()?;
        (*text == *yes || *text == *no).then(|| *text == *yes)
    }
}

/// How many bytes stand before the first that ends a text, is escaped, or is no visible ASCII character.
fn plain(text: &[u8]) -> Option<usize> {
    let (words, rest) = text.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(place * 8 + (found.trailing_zeros() / 8) as usize);
        }
    }
    let special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\') || *byte >= 0x7f;
    Some(words.len() * 8 + rest.iter().position(special)?)
}

/// The high bit of the first of eight bytes that is special, and maybe of later ones: below a space, a
/// quote, a backslash, or above a tilde.
const fn special(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // A byte below `limit` borrows from above; so does one after it, but the first is what counts.
    const fn below(word: u64, limit: u64) -> u64 {
        word.wrapping_sub(limit * EACH) & !word
    }
    let control = below(word, 0x20);
    let quote = below(word ^ (0x22 * EACH), 1);
    let backslash = below(word ^ (0x5c * EACH), 1);
    let delete = below(word ^ (0x7f * EACH), 1);
    (control | quote | backslash | delete | word) & HIGH
}

fn four(characters: &mut core::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |sum, _| Some(sum * 16 + characters.next()?.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn eight_bytes_at_a_time_end_where_one_at_a_time_does() {
        let special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\') || *byte >= 0x7f;
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255_u8 {
                    for around in [b'a', b' ', b'!', b'#', b'[', b']', b'~', 0x80, 0x1f, b'"'] {
                        let mut text = vec![b'a'; length];
                        text[place] = byte;
                        text[place + 1..].fill(around);
                        let slow = text.iter().position(special);
                        assert_eq!(plain(&text), slow, "{text:?}");
                    }
                }
            }
        }
    }
}
