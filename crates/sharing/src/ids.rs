//! Ids of people, told apart: an id that only looks like another is taken for the other.

use caldicott_model::document::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// Why a text is no id; `None` for one that is.
pub(crate) fn fault(id: &str) -> Option<&'static str> {
    let id = id.trim();
    if id.chars().any(|c| c.is_whitespace() && c != ' ') {
        return Some("an id holds no white space but plain spaces");
    }
    if id.is_ascii() {
        return None;
    }
    if id.chars().any(is_invisible) {
        return Some("an id holds no character that cannot be seen");
    }
    let plain: String = id.nfkc().collect();
    (!plain.is_single_script()).then_some("an id is written in one script")
}

/// Whether two ids are the same to somebody who reads them: case, width, spaces, marks that part words,
/// accents composed or not and characters that look alike make no difference.
pub(crate) fn look_alike(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return ascii_shapes(one).eq(ascii_shapes(other));
    }
    // A long s is an s to one reader and an f to another: whichever makes two ids one is believed.
    let folded = |id: &str| id.nfkc().collect::<String>();
    shapes(seen(one)).eq(shapes(seen(other)))
        || shapes(seen(&folded(one))).eq(shapes(seen(&folded(other))))
}

/// The [`shapes`] of ASCII text, from a table.
fn ascii_shapes(id: &str) -> AsciiShapes<'_> {
    AsciiShapes { rest: id.as_bytes(), second: 0 }
}

struct AsciiShapes<'i> {
    rest: &'i [u8],
    /// The second half of a shape that is to come; nought for none.
    second: u8,
}

impl Iterator for AsciiShapes<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.second != 0 {
            return Some(core::mem::take(&mut self.second));
        }
        while let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            let [first, second] = ASCII_SHAPES.get(usize::from(*byte)).copied().unwrap_or_default();
            if first != 0 {
                self.second = second;
                return Some(first);
            }
        }
        None
    }
}

/// For each ASCII character the one or two it looks like; nought for none.
static ASCII_SHAPES: [[u8; 2]; 128] = {
    let mut shapes = [[0; 2]; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        if let Some(shape) = shapes.split_at_mut(byte as usize).1.first_mut() {
            *shape = match byte.to_ascii_lowercase() {
                b'\t'..=b'\r' | b' ' | b'-' | b'_' | b'.' | b'/' => [0, 0],
                b'1' | b'i' | b'|' => [b'l', 0],
                b'0' => [b'o', 0],
                b'm' => [b'r', b'n'],
                b'w' => [b'v', b'v'],
                plain => [plain, 0],
            };
        }
        byte += 1;
    }
    shapes
};

fn seen(id: &str) -> impl Iterator<Item = char> + '_ {
    // Upper case and then lower folds what has no lower case of its own alone.
    skeleton(id)
        .filter(|c| !is_invisible(*c))
        .nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
}

/// The shapes of the characters that a fold of case leaves alike.
fn shapes(id: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let folded = id.filter(|c| !c.is_whitespace() && !parting(*c)).flat_map(char::to_lowercase);
    folded.flat_map(|c| {
        let (first, second) = match c {
            '1' | 'i' | '|' => ('l', None),
            '0' => ('o', None),
            'm' => ('r', Some('n')),
            'w' => ('v', Some('v')),
            c => (c, None),
        };
        core::iter::once(first).chain(second)
    })
}

/// What parts the words of an id, which one list writes so and the next otherwise: hyphens and dashes,
/// low lines, stops and strokes.
const fn parting(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '.' | '/' | '\u{b7}' | '\u{2010}'
            ..='\u{2015}' | '\u{2044}' | '\u{2212}' | '\u{2215}' | '\u{30fb}' | '\u{30fc}'
    )
}

#[cfg(test)]
mod tests {
    use super::{ascii_shapes, fault, look_alike, shapes};

    #[test]
    fn the_table_of_ascii_shapes_is_the_rule_for_all_characters() {
        for byte in 1..128_u8 {
            let text = char::from(byte).to_string();
            let plain: Vec<u32> = shapes(text.chars()).map(u32::from).collect();
            let quick: Vec<u32> = ascii_shapes(&text).map(u32::from).collect();
            assert_eq!(quick, plain, "{byte}");
        }
    }

    #[test]
    fn who_only_looks_like_somebody_is_taken_for_them() {
        let alike = [
            ("staff-20", "STAFF-20 "),
            ("staff-20", "st\u{430}ff-20"),
            ("staff-20", "staff-\u{ff12}\u{ff10}"),
            ("staff-20", "staff\u{200b}-20"),
            ("staff-20", "staff-2O"),
            ("staff-20", "staff -20"),
            ("zo\u{eb}", "ZOE\u{308}"),
            ("marnie", "mamie"),
            ("straße", "STRASSE"),
            ("staff-20", "staff_20"),
            ("staff-20", "staff 20"),
            ("staff-20", "Staff.20."),
            ("staff-20", "staff\u{2011}20"),
            ("staff-20", "\u{ff53}\u{ff54}\u{ff41}\u{ff46}\u{ff46}\u{ff0d}\u{ff12}\u{ff10}"),
            ("staff-20", "\u{17f}taff-20"),
            ("staff-20", "staff-\u{b2}0"),
            ("staff-20", "staff\u{b7}20"),
        ];
        for (one, other) in alike {
            assert!(look_alike(one, other) && look_alike(other, one), "{one} {other}");
        }
        for (one, other) in [("staff-1", "staff-2"), ("staff-1", "staff-11"), ("zoe", "zo\u{eb}")] {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn an_id_hides_nothing_and_mixes_nothing() {
        for id in ["staff-20", "zo\u{eb}", "\u{3b6}\u{3c9}\u{3ae}", "j.o'brien"] {
            assert_eq!(fault(id), None);
        }
        for id in ["staff\u{200b}-20", "st\u{430}ff-20", "staff\t20", "staff\u{a0}20", "a\u{fe0f}"]
        {
            assert!(fault(id).is_some(), "{}", id.escape_unicode());
        }
    }
}
