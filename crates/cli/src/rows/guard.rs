//! Watches the bytes on their way to the CSV parser and notes what the parser would let pass.

use std::io::{self, Read};

/// The longest row, in bytes, and so the most memory a row can take.
const ROW_BYTES: u64 = 8 << 20;
/// How many faults are kept; a broken quote early in a file can make every later line look wrong.
const MOST: usize = 20;

/// A reader that passes bytes through and checks their structure.
#[derive(Debug)]
pub(crate) struct Guard<R> {
    inner: R,
    state: State,
    line: u64,
    column: u64,
    opened: (u64, u64),
    row: u64,
    start: bool,
    ended: bool,
    line_end: Option<LineEnd>,
    tail: [u8; 2],
    faults: Vec<(u64, u64, &'static str)>,
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
            state: State::Start,
            line: 1,
            column: 0,
            opened: (1, 1),
            row: 0,
            start: true,
            ended: false,
            line_end: None,
            tail: [0; 2],
            faults: Vec::new(),
        }
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
        }
    }

    fn byte(&mut self, byte: u8) {
        // Continuation bytes belong to the character before: columns count characters.
        if byte & 0xc0 != 0x80 {
            self.column += 1;
        }
        self.row += 1;
        self.control(byte);
        if self.state == State::AfterReturn {
            if byte == b'\n' {
                self.new_line(LineEnd::ReturnFeed);
                return;
            }
            self.note("a carriage return stands alone; a line ends in LF or CR LF");
            self.state = State::Start;
        }
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
            (_, b',') => self.state = State::Start,
            (_, b'\r') => self.state = State::AfterReturn,
            (_, b'\n') => self.new_line(LineEnd::Feed),
            (State::AfterQuote, _) => {
                self.note("something stands between a closing quote and the next comma");
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
        self.line += 1;
        self.column = 0;
        self.row = 0;
        self.state = State::Start;
    }

    /// NUL, other controls, and bidirectional controls by their three UTF-8 bytes.
    fn control(&mut self, byte: u8) {
        if byte == 0 {
            self.note("a NUL character");
        } else if byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f {
            self.note("a control character");
        }
        let bidi = match (self.tail, byte) {
            ([0xe2, 0x80], 0x8e | 0x8f | 0xaa..=0xae) | ([0xe2, 0x81], 0xa6..=0xa9) => true,
            ([_, 0xd8], 0x9c) => true,
            _ => false,
        };
        if bidi {
            self.note("a bidirectional control character");
        }
        self.tail = [self.tail[1], byte];
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        let read = self.inner.read(out)?;
        let Some(bytes) = out.get(..read) else { return Ok(0) };
        if self.start && read > 0 {
            self.start = false;
            if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
                self.note("the file is UTF-16; save it as UTF-8");
                self.ended = true;
                return Ok(0);
            }
            if bytes.starts_with(b"\xef\xbb\xbf") {
                // The parser skips the mark; so do the columns.
                self.column = 0;
                for byte in bytes.get(3..).unwrap_or_default() {
                    self.byte(*byte);
                }
                return Ok(read);
            }
        }
        for byte in bytes {
            self.byte(*byte);
        }
        if self.row > ROW_BYTES {
            self.note("the row is longer than the limit of 8 MiB");
            self.ended = true;
            return Ok(0);
        }
        Ok(read)
    }
}
