//! Byte offsets to lines and columns in one pass.

use caldicott_model::document::Place;

/// Turns rising byte offsets into places without counting from the start each time.
#[derive(Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
    column: u32,
    first_line: u32,
}

impl<'t> Cursor<'t> {
    /// A cursor at the start of a text whose first line has this number.
    pub(crate) const fn new(text: &'t str, first_line: u32) -> Self {
        Self { text, offset: 0, line: first_line, column: 1, first_line }
    }

    /// The place of an offset. Going back starts over, which is right but slow.
    pub(crate) fn place(&mut self, offset: usize) -> Place {
        let mut target = offset.min(self.text.len());
        while !self.text.is_char_boundary(target) {
            target -= 1;
        }
        if target < self.offset {
            *self = Self::new(self.text, self.first_line);
        }
        let passed = self.text.get(self.offset..target).unwrap_or_default();
        for c in passed.chars() {
            if c == '\n' {
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
