//! Reading what a person hands over: bounded, in one encoding, with places for what is wrong.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};

use caldicott::model::document::{Fault, Place};
use caldicott::policy::SourceFile;

use crate::stop::{Stop, fault};

/// The longest line of a line-by-line input.
pub(crate) const LINE_BYTES: usize = 1 << 20;
/// How much of a line that is too long is passed over to find the next: an input may have no end.
const SKIPPED_BYTES: usize = 64 << 20;
/// The largest file that is read whole: a rulebook, a specification, a checkpoint.
const TEXT_BYTES: u64 = caldicott::policy::limit::RULEBOOK_BYTES as u64;

/// A file as text, without its byte-order mark.
#[derive(Debug)]
pub(crate) struct TextFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What an input is called in a message.
pub(crate) fn name(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}

/// Says on standard error that a byte-order mark was skipped.
pub(crate) fn note_mark(name: &str) {
    note(name, "a byte-order mark stands at the start and was skipped");
}

/// Says on standard error what was accepted and is worth knowing.
pub(crate) fn note(name: &str, note: &str) {
    // A closed standard error is no reason to stop.
    let _ = writeln!(io::stderr().lock(), "{}: note: {note}", self::name(name));
}

/// Opens a file, or standard input for `-`.
pub(crate) fn open(path: &str) -> Result<Box<dyn Read>, Stop> {
    if path == "-" {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) if file.metadata().is_ok_and(|about| about.is_dir()) => {
            Err(Stop::bad_file(path, "a file is wanted, and this is a folder"))
        }
        Ok(file) => Ok(Box::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(Stop::bad_file(path, "there is no such file"))
        }
        Err(error) => Err(Stop::io("open", path, &error)),
    }
}

/// Reads a whole file as UTF-8 text.
pub(crate) fn text(path: &str) -> Result<TextFile, Stop> {
    let input = open(path)?;
    let path = name(path);
    let mut bytes = Vec::new();
    input
        .take(TEXT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::io("read", path, &error))?;
    if bytes.len() as u64 > TEXT_BYTES {
        return Err(Stop::bad_file(path, format!("longer than the limit of {TEXT_BYTES} bytes")));
    }
    if let Some(message) = foreign_encoding(&bytes) {
        return Err(Stop::BadInput(vec![fault(path, Some((1, 1)), message)]));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
        let at = Place::of_offset(&before, before.len());
        Stop::BadInput(vec![not_utf8(path, at)])
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            note_mark(path);
            rest.to_owned()
        }
        None => text,
    };
    Ok(TextFile { name: path.to_owned(), text })
}

fn not_utf8(file: &str, at: Place) -> Fault {
    fault(
        file,
        Some((at.line, at.column)),
        "not UTF-8 from here on; a file saved as Windows-1252 must be saved as UTF-8 first",
    )
}

/// Names an encoding that is not UTF-8 by the marks it leaves.
pub(crate) fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            Some("the file is UTF-32; save it as UTF-8")
        }
        [0xff, 0xfe, ..] => {
            Some("the file is UTF-16 (little-endian); save it as UTF-8, as `iconv -f UTF-16` does")
        }
        [0xfe, 0xff, ..] => {
            Some("the file is UTF-16 (big-endian); save it as UTF-8, as `iconv -f UTF-16` does")
        }
        // Without a mark, every second byte of plain letters is zero.
        [0, 1..=255, 0, 1..=255, ..] | [1..=255, 0, 1..=255, 0, ..] => {
            Some("the file is UTF-16 without a byte-order mark; save it as UTF-8")
        }
        _ => None,
    }
}

/// Reads a rulebook: one file, or every `.toml` file of a folder.
pub(crate) fn rulebook(path: &str) -> Result<Vec<SourceFile>, Stop> {
    let mut paths: Vec<PathBuf> = Vec::new();
    if Path::new(path).is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| Stop::io("list", path, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Stop::io("list", path, &error))?.path();
            if entry.extension().is_some_and(|ending| ending == "toml") {
                paths.push(entry);
            }
        }
        paths.sort();
        if paths.is_empty() {
            return Err(Stop::bad_file(path, "the folder itself holds no `.toml` file"));
        }
    } else {
        paths.push(PathBuf::from(path));
    }
    paths
        .into_iter()
        .map(|path| {
            let read = text(&path.to_string_lossy())?;
            Ok(SourceFile { name: read.name, text: read.text })
        })
        .collect()
}

/// The number of a line and its text, or what is wrong with it.
type Line<'l> = (u32, Result<&'l str, Fault>);

/// Reads a file line by line without ever holding more than one line.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    name: String,
    input: BufReader<R>,
    buffer: Vec<u8>,
    line: u32,
    /// Whether a line was so long that reading stopped in it.
    ended: bool,
    /// Whether a byte-order mark was spoken of.
    noted: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of an input with this name.
    pub(crate) fn new(name: &str, input: R) -> Self {
        let name = self::name(name).to_owned();
        Self {
            name,
            input: BufReader::with_capacity(1 << 16, input),
            buffer: Vec::new(),
            line: 0,
            ended: false,
            noted: false,
        }
    }

    /// The same lines once more: what was to be said of them was said before.
    pub(crate) fn again(name: &str, input: R) -> Self {
        Self { noted: true, ..Self::new(name, input) }
    }

    /// Whether all that has come so far was given out.
    pub(crate) fn is_drained(&self) -> bool {
        self.input.buffer().is_empty()
    }

    /// The next line and its number, without its line end.
    ///
    /// A line that is too long or not UTF-8 is a fault; reading goes on after it.
    pub(crate) fn next_line(&mut self) -> Result<Option<Line<'_>>, Stop> {
        if self.ended {
            return Ok(None);
        }
        self.buffer.clear();
        let limit = LINE_BYTES as u64 + 2;
        let read = (&mut self.input)
            .take(limit)
            .read_until(b'\n', &mut self.buffer)
            .map_err(|error| Stop::io("read", &self.name, &error))?;
        if read == 0 {
            return Ok(None);
        }
        self.line = self.line.saturating_add(1);
        if self.buffer.last() != Some(&b'\n') && self.buffer.len() > LINE_BYTES {
            self.skip_line()?;
            let mut message = format!("the line is longer than the limit of {LINE_BYTES} bytes");
            if self.ended {
                message.push_str("; it does not seem to end, and nothing after it was read");
            }
            return Ok(Some((self.line, Err(fault(&self.name, Some((self.line, 1)), message)))));
        }
        let mut bytes = self.buffer.as_slice();
        if self.line == 1 {
            if let Some(message) = foreign_encoding(bytes) {
                let found = fault(&self.name, Some((1, 1)), message);
                return Err(Stop::BadInput(vec![found]));
            }
            if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
                if !self.noted {
                    note_mark(&self.name);
                }
                bytes = rest;
            }
        }
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let line = std::str::from_utf8(bytes).map_err(|error| {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let column = String::from_utf8_lossy(good).chars().count();
            let column = u32::try_from(column).unwrap_or(u32::MAX - 1) + 1;
            not_utf8(&self.name, Place::new(self.line, column))
        });
        Ok(Some((self.line, line)))
    }

    fn skip_line(&mut self) -> Result<(), Stop> {
        let mut skipped = 0;
        while skipped < SKIPPED_BYTES {
            let found =
                self.input.fill_buf().map_err(|error| Stop::io("read", &self.name, &error))?;
            if found.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', found);
            let used = end.map_or(found.len(), |place| place + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(());
            }
            skipped += used;
        }
        self.ended = true;
        Ok(())
    }
}
