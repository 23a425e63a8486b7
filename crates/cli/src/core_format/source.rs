//! Bytes as characters with places: one encoding, no hidden character.

use std::io::{self, Read};

use caldicott::model::document::{Fault, Place, is_bidi_control};

/// A file's characters, each checked and placed.
pub(crate) struct Source<R> {
    file: String,
    input: R,
    /// What was read and not yet taken.
    buffer: Vec<u8>,
    chunk: Vec<u8>,
    used: usize,
    ended: bool,
    at: Place,
    /// Whether the file began with a byte-order mark, which is not part of the text.
    pub(crate) had_mark: bool,
}

impl<R: Read> Source<R> {
    /// Opens a file and refuses other encodings by their name.
    pub(crate) fn open(file: &str, input: R) -> Result<Self, Fault> {
        let mut source = Self {
            file: file.to_owned(),
            input,
            buffer: Vec::new(),
            chunk: vec![0; 64 * 1024],
            used: 0,
            ended: false,
            at: Place::new(1, 1),
            had_mark: false,
        };
        source.fill(4)?;
        let start = source.buffer.get(..4).unwrap_or(source.buffer.as_slice());
        let name = match start {
            [0xff, 0xfe, 0, 0] | [0, 0, 0xfe, 0xff] => Some("UTF-32"),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, _] | [_, 0, _, 0] => Some("UTF-16"),
            _ => None,
        };
        if let Some(name) = name {
            return Err(
                source.fault(Place::new(1, 1), format!("the file is {name}; save it as UTF-8"))
            );
        }
        if start.starts_with(&[0xef, 0xbb, 0xbf]) {
            source.used = 3;
            source.had_mark = true;
        }
        Ok(source)
    }

    /// Where the next character stands.
    pub(crate) const fn at(&self) -> Place {
        self.at
    }

    /// A fault in this file.
    pub(crate) fn fault(&self, at: Place, message: impl Into<String>) -> Fault {
        Fault {
            file: self.file.clone(),
            at: Some(at),
            path: String::new(),
            message: message.into(),
        }
    }

    /// The next character without taking it.
    pub(crate) fn peek(&mut self) -> Result<Option<char>, Fault> {
        self.fill(4)?;
        let ahead = self.buffer.get(self.used..).unwrap_or_default();
        let Some(first) = ahead.first() else { return Ok(None) };
        let length = match first {
            0..=0x7f => 1,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return Err(self.foreign()),
        };
        let decoded = ahead.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
        decoded
            .and_then(|text| text.chars().next())
            .map_or_else(|| Err(self.foreign()), |c| Ok(Some(c)))
    }

    /// What is at hand of the start of the file, which stays to be read; bytes of other encodings are
    /// left to the reading.
    pub(crate) fn peek_start(&mut self) -> Result<String, Fault> {
        self.fill(64 * 1024)?;
        let ahead = self.buffer.get(self.used..).unwrap_or_default();
        Ok(String::from_utf8_lossy(ahead).into_owned())
    }

    /// The next character.
    pub(crate) fn next(&mut self) -> Result<Option<char>, Fault> {
        let Some(c) = self.peek()? else { return Ok(None) };
        let at = self.at;
        match c {
            '\0' => return Err(self.fault(at, "a NUL character stands in the file")),
            '\n' => self.at = Place::new(at.line.saturating_add(1), 1),
            '\r' | '\t' => self.at.column = at.column.saturating_add(1),
            c if c.is_control() => {
                return Err(self.fault(at, "a control character stands in the file"));
            }
            c if is_bidi_control(c) => {
                return Err(self.fault(at, "a bidirectional control character stands in the file"));
            }
            _ => self.at.column = at.column.saturating_add(1),
        }
        self.used += c.len_utf8();
        if c == '\r' && self.peek()? != Some('\n') {
            return Err(self.fault(at, "a carriage return stands without a line feed"));
        }
        Ok(Some(c))
    }

    fn foreign(&self) -> Fault {
        self.fault(
            self.at,
            "the file is not UTF-8 here; it may be Windows-1252, so save it as UTF-8 and do not convert it by guess",
        )
    }

    /// Makes sure that this many bytes are at hand, unless the file ends before.
    fn fill(&mut self, wanted: usize) -> Result<(), Fault> {
        while !self.ended && self.buffer.len() - self.used < wanted {
            self.buffer.drain(..self.used);
            self.used = 0;
            match self.input.read(&mut self.chunk) {
                Ok(read) => {
                    self.buffer.extend(self.chunk.get(..read).unwrap_or_default());
                    self.ended = read == 0;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Err(self.fault(self.at, format!("could not be read: {}", error.kind())));
                }
            }
        }
        Ok(())
    }
}
