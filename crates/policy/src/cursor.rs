//! Byte offsets to lines and columns in one pass.

use caldicott_model::document::Place;

/// Turns byte offsets into places. Offsets that rise are counted from the last one; those that fall, from
/// the start of their line.
#[derive(Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
    column: u32,
    first_line: u32,
    /// Where each line but the first begins, as far as the cursor has come.
    starts: Vec<usize>,
}

impl<'t> Cursor<'t> {
    /// A cursor at the start of a text whose first line has this number.
    pub(crate) const fn new(text: &'t str, first_line: u32) -> Self {
        Self { text, offset: 0, line: first_line, column: 1, first_line, starts: Vec::new() }
    }

    /// The place of an offset.
    pub(crate) fn place(&mut self, offset: usize) -> Place {
        let mut target = offset.min(self.text.len());
        while !self.text.is_char_boundary(target) {
            target -= 1;
        }
        if target < self.offset {
            let lines = self.starts.partition_point(|start| *start <= target);
            let start = lines.checked_sub(1).and_then(|last| self.starts.get(last));
            self.offset = start.copied().unwrap_or_default();
            self.line = self.first_line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.column = 1;
        }
        let passed = self.text.get(self.offset..target).unwrap_or_default();
        for (at, c) in passed.char_indices() {
            if c == '\n' {
                let next = self.offset + at + 1;
                if self.starts.last().is_none_or(|last| *last < next) {
                    self.starts.push(next);
                }
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = target;
        Place::new(self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_in_whatever_order_it_is_asked() {
        let text = "a\n\nbé\ncc\n\u{1d11e}d\n";
        let counted = |offset: usize| {
            let before = &text[..offset];
            let line = 7 + before.matches('\n').count();
            let column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
            Place::new(u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
        };
        let offsets: Vec<usize> =
            (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let mut cursor = Cursor::new(text, 7);
        for first in &offsets {
            for second in &offsets {
                assert_eq!(cursor.place(*first), counted(*first));
                assert_eq!(cursor.place(*second), counted(*second));
            }
        }
    }
}
