//! Watches the bytes on their way to the CSV parser and notes what the parser would let pass.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::input::foreign_encoding;

/// The longest row, in bytes, and so the most memory a row can take.
const ROW_BYTES: u64 = 8 << 20;
/// How many faults are kept; a broken quote early in a file can make every later line look wrong.
const MOST: usize = 200;

/// Where a cell starts: its line and its character in the line, both from 1.
pub(crate) type Start = (u64, u64);

/// A reader that passes bytes through, checks their structure and notes where each cell starts.
#[derive(Debug)]
pub(crate) struct Guard<R> {
    inner: R,
    separator: u8,
    state: State,
    line: u64,
    column: u64,
    opened: (u64, u64),
    row: u64,
    start: bool,
    ended: bool,
    marked: bool,
    line_end: Option<LineEnd>,
    tail: [u8; 2],
    faults: Vec<(u64, u64, &'static str)>,
    uncounted: usize,
    /// The starts of the cells of the rows that were passed on and not yet asked for.
    starts: VecDeque<Start>,
    /// How many of them belong to each finished row; blank lines are no rows.
    widths: VecDeque<usize>,
    /// How many belong to the row that is not finished.
    width: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// Inside quotes.
    Quoted,
    /// Just after a quote inside quotes: the end of the cell or half of a doubled quote.
    AfterQuote,
    /// Just after a carriage return outside quotes.
    AfterReturn,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum LineEnd {
    Feed,
    ReturnFeed,
}

impl<R: Read> Guard<R> {
    pub(crate) const fn new(inner: R) -> Self {
        Self {
            inner,
            separator: b',',
            state: State::Start,
            line: 1,
            column: 0,
            opened: (1, 1),
            row: 0,
            start: true,
            ended: false,
            marked: false,
            line_end: None,
            tail: [0; 2],
            faults: Vec::new(),
            uncounted: 0,
            starts: VecDeque::new(),
            widths: VecDeque::new(),
            width: 0,
        }
    }

    /// The same for cells that another byte separates.
    pub(crate) const fn separated_by(mut self, separator: u8) -> Self {
        self.separator = separator;
        self
    }

    /// Where the cells of the next row start, once the parser has read that row.
    pub(super) fn next_starts(&mut self, starts: &mut Vec<Start>) {
        let width = self.widths.pop_front().unwrap_or(0);
        starts.clear();
        starts.extend(self.starts.drain(..width.min(self.starts.len())));
    }

    /// Whether a byte-order mark stood at the start.
    pub(super) const fn had_mark(&self) -> bool {
        self.marked
    }

    /// Whether reading stopped before the end.
    pub(super) const fn is_cut(&self) -> bool {
        self.ended
    }

    /// How many faults there were beyond those that are listed.
    pub(super) const fn uncounted(&self) -> usize {
        self.uncounted
    }

    /// What was wrong, once everything is read.
    pub(crate) fn finish(&mut self) -> Vec<(u64, u64, &'static str)> {
        if !self.ended {
            if self.state == State::Quoted {
                let (line, column) = self.opened;
                self.faults.push((line, column, "a quote is opened here and never closed"));
            }
            if self.state == State::AfterReturn {
                self.note("a carriage return stands alone; a line ends in LF or CR LF");
            }
        }
        std::mem::take(&mut self.faults)
    }

    fn note(&mut self, message: &'static str) {
        if self.faults.len() < MOST {
            self.faults.push((self.line, self.column, message));
        } else {
            self.uncounted += 1;
        }
    }

    /// A cell starts after the last character read.
    fn cell(&mut self) {
        self.starts.push_back((self.line, self.column + 1));
        self.width += 1;
    }

    fn end_row(&mut self) {
        if self.width > 0 {
            self.widths.push_back(self.width);
        }
        self.width = 0;
        self.row = 0;
    }

    fn byte(&mut self, byte: u8) {
        // Continuation bytes belong to the character before: columns count characters. One that starts
        // a line belongs to none and counts itself.
        if byte & 0xc0 != 0x80 || self.column == 0 {
            self.column += 1;
        }
        self.control(byte);
        if self.state == State::AfterReturn {
            if byte == b'\n' {
                self.new_line(LineEnd::ReturnFeed);
                return;
            }
            self.note("a carriage return stands alone; a line ends in LF or CR LF");
            self.state = State::Start;
        }
        if self.row == 0 && !matches!(byte, b'\r' | b'\n') {
            self.starts.push_back((self.line, self.column));
            self.width = 1;
        }
        self.row += 1;
        match (self.state, byte) {
            (State::Quoted, b'"') => self.state = State::AfterQuote,
            (State::Quoted, b'\n') => {
                self.line += 1;
                self.column = 0;
            }
            (State::Quoted, _) => {}
            (State::AfterQuote, b'"') => self.state = State::Quoted,
            (State::Start, b'"') => {
                self.opened = (self.line, self.column);
                self.state = State::Quoted;
            }
            (_, byte) if byte == self.separator => {
                self.cell();
                self.state = State::Start;
            }
            // The parser ends the row here and not at the line feed that should follow.
            (_, b'\r') => {
                self.end_row();
                self.state = State::AfterReturn;
            }
            (_, b'\n') => self.new_line(LineEnd::Feed),
            (State::AfterQuote, _) => {
                self.note("something stands between a closing quote and the end of its cell");
                self.state = State::Bare;
            }
            (State::Bare, b'"') => self.note("a quote stands inside a cell that is not quoted"),
            (State::Start | State::Bare | State::AfterReturn, _) => self.state = State::Bare,
        }
    }

    fn new_line(&mut self, end: LineEnd) {
        match self.line_end {
            None => self.line_end = Some(end),
            Some(first) if first != end => {
                self.note("the lines end in LF and in CR LF, mixed");
                self.line_end = Some(end);
            }
            Some(_) => {}
        }
        self.end_row();
        self.line += 1;
        self.column = 0;
        self.state = State::Start;
    }

    /// NUL, other controls (C1 by their two bytes), and bidirectional controls by their three UTF-8 bytes.
    fn control(&mut self, byte: u8) {
        let control = match byte {
            b'\t' | b'\n' | b'\r' => false,
            0x80..=0x9f => self.tail[1] == 0xc2,
            _ => byte < 0x20 || byte == 0x7f,
        };
        if byte == 0 {
            self.note("a NUL character");
        } else if control {
            self.note("a control character");
        }
        let bidi = matches!(
            (self.tail, byte),
            ([0xe2, 0x80], 0x8e | 0x8f | 0xaa..=0xae)
                | ([0xe2, 0x81], 0xa6..=0xa9)
                | ([_, 0xd8], 0x9c)
        );
        if bidi {
            self.note("a bidirectional control character");
        }
        self.tail = [self.tail[1], byte];
    }
}

impl<R: Read> Guard<R> {
    /// Reads until the encoding can be told: a pipe may hand over a byte at a time.
    fn first_read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < out.len().min(4) {
            let Some(rest) = out.get_mut(read..) else { break };
            match self.inner.read(rest)? {
                0 => break,
                more => read += more,
            }
        }
        Ok(read)
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            self.end_row();
            return Ok(0);
        }
        let read = if self.start { self.first_read(out)? } else { self.inner.read(out)? };
        let Some(mut bytes) = out.get(..read) else { return Ok(0) };
        if read == 0 {
            self.end_row();
        }
        if self.start {
            self.start = false;
            if let Some(message) = foreign_encoding(bytes) {
                self.column = 1;
                self.note(message);
                self.ended = true;
                return Ok(0);
            }
            // The parser skips the mark; so do the columns.
            if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
                self.marked = true;
                bytes = rest;
            }
        }
        for byte in bytes {
            self.byte(*byte);
        }
        if self.row > ROW_BYTES {
            self.note("the row is longer than the limit of 8 MiB");
            self.ended = true;
            self.end_row();
            return Ok(0);
        }
        Ok(read)
    }
}
