//! Reading what a person hands over: bounded, in one encoding, with places for what is wrong.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use caldicott::model::document::{Fault, Place};
use caldicott::policy::SourceFile;

use crate::stop::{Stop, fault};

/// The longest line of a line-by-line input.
pub(crate) const LINE_BYTES: usize = 1 << 20;
/// The largest file that is read whole.
pub(crate) const FILE_BYTES: u64 = 512 << 20;

/// A file as text, without its byte-order mark.
#[derive(Debug)]
pub(crate) struct TextFile {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Opens a file, or standard input for `-`.
pub(crate) fn open(path: &str) -> Result<Box<dyn Read>, Stop> {
    if path == "-" {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(Stop::bad_file(path, format!("could not be opened: {error}"))),
    }
}

/// Reads a whole file as UTF-8 text.
pub(crate) fn text(path: &str) -> Result<TextFile, Stop> {
    let mut bytes = Vec::new();
    open(path)?
        .take(FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::io("read", path, &error))?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(Stop::bad_file(path, format!("longer than the limit of {FILE_BYTES} bytes")));
    }
    if let Some(message) = foreign_encoding(&bytes) {
        return Err(Stop::bad_file(path, message));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
        let at = Place::of_offset(&before, before.len());
        Stop::BadInput(vec![not_utf8(path, at)])
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            eprintln!("{path}: note: a byte-order mark stands at the start and was skipped");
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
fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("the file is UTF-16 (little-endian); save it as UTF-8"),
        [0xfe, 0xff, ..] => Some("the file is UTF-16 (big-endian); save it as UTF-8"),
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
            return Err(Stop::bad_file(path, "the folder holds no `.toml` file"));
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

/// Reads a file line by line without ever holding more than one line.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    name: String,
    input: BufReader<R>,
    buffer: Vec<u8>,
    line: u32,
}

impl<R: Read> Lines<R> {
    /// The lines of an input with this name.
    pub(crate) fn new(name: &str, input: R) -> Self {
        Self { name: name.to_owned(), input: BufReader::new(input), buffer: Vec::new(), line: 0 }
    }

    /// The next line and its number, without its line end.
    ///
    /// A line that is too long or not UTF-8 is a fault; reading goes on after it.
    pub(crate) fn next_line(&mut self) -> Result<Option<(u32, Result<&str, Fault>)>, Stop> {
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
            let message = format!("the line is longer than the limit of {LINE_BYTES} bytes");
            return Ok(Some((self.line, Err(fault(&self.name, Some((self.line, 1)), message)))));
        }
        let mut bytes = self.buffer.as_slice();
        if self.line == 1 {
            if let Some(message) = foreign_encoding(bytes) {
                return Err(Stop::bad_file(&self.name, message));
            }
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
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
        loop {
            let found =
                self.input.fill_buf().map_err(|error| Stop::io("read", &self.name, &error))?;
            if found.is_empty() {
                return Ok(());
            }
            let end = found.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(found.len(), |place| place + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}
