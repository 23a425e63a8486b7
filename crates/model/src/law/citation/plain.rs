//! A text as one reads it: in small letters, on one line.

use core::ops::Range;

/// A text in small letters whose blanks, line ends among them, are one space each, and where each of
/// its bytes came from. A policy is wrapped where its page ends, in the middle of an Act's name too.
pub(super) struct Plain {
    text: String,
    /// For each byte of `text` the bytes of the original that it stands for.
    came_from: Vec<Range<usize>>,
}

impl Plain {
    pub(super) fn new(original: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(original.len()), came_from: Vec::new() };
        let mut letters = original.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let mut end = start + letter.len_utf8();
            if !letter.is_whitespace() {
                // Small ASCII letters alone: they are as long as the capital ones.
                plain.push(letter.to_ascii_lowercase(), start..end);
                continue;
            }
            let mut line_ends = usize::from(letter == '\n');
            while let Some((at, blank)) = letters.next_if(|(_, next)| next.is_whitespace()) {
                line_ends += usize::from(blank == '\n');
                end = at + blank.len_utf8();
            }
            // An empty line, or a line that begins an item of a list, begins something else.
            let begins = letters.peek().is_some_and(|(_, next)| BULLETS.contains(next));
            let between = if line_ends > 1 || (line_ends == 1 && begins) { '\n' } else { ' ' };
            plain.push(between, start..end);
        }
        plain
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original of a place in the plain text.
    pub(super) fn original(&self, at: &Range<usize>) -> Range<usize> {
        let start = self.came_from.get(at.start).map_or(0, |from| from.start);
        let last = at.end.checked_sub(1).and_then(|last| self.came_from.get(last));
        start..last.map_or(start, |from| from.end)
    }

    fn push(&mut self, letter: char, from: Range<usize>) {
        self.text.push(letter);
        self.came_from.extend(core::iter::repeat_n(from, letter.len_utf8()));
    }
}

/// What stands before the items of a list.
const BULLETS: [char; 6] = ['•', '·', '*', '-', '–', '—'];
