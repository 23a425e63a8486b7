//! Writing results: tables for people, JSON for programs, files all at once or not at all.

use std::fmt::Write as _;
use std::io::{self, Seek as _, Write as _};
use std::path::Path;

use crate::stop::Stop;

/// How a command shows its result.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A table for people.
    #[default]
    Table,
    /// JSON for programs.
    Json,
}

/// A plain table: left-aligned text, right-aligned numbers.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column heads.
    pub(crate) fn new(heads: &[&str]) -> Self {
        Self { rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    /// Adds a row.
    pub(crate) fn row<I: IntoIterator<Item = String>>(&mut self, cells: I) {
        self.rows.push(cells.into_iter().map(on_one_line).collect());
    }

    /// The table as text, columns as wide as their widest cell.
    pub(crate) fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (place, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let numeric = place > 0 && is_number(cell);
                let gap = width.saturating_sub(cell.chars().count());
                let pad = " ".repeat(gap);
                if numeric {
                    line.push_str(&pad);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&pad);
                }
                line.push_str("  ");
            }
            text.push_str("  ");
            text.push_str(line.trim_end());
            text.push('\n');
            if place == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                let _ = writeln!(text, "  {}", rule.join("  "));
            }
        }
        text
    }
}

/// A line break in a cell would make a row look like two.
fn on_one_line(cell: String) -> String {
    if cell.contains(char::is_control) { cell.replace(char::is_control, "\u{fffd}") } else { cell }
}

fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit() || c == '*')
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '%' | '*' | ' ' | 's'))
}

/// Lines held back in a temporary file until all of the input is known to be good: a fault in the last
/// row leaves nothing half-written, and memory stays bounded.
#[derive(Debug)]
pub(crate) struct Spool {
    file: io::BufWriter<std::fs::File>,
}

impl Spool {
    pub(crate) fn new() -> Result<Self, Stop> {
        let file =
            tempfile::tempfile().map_err(|error| Stop::io("make", "a temporary file", &error))?;
        Ok(Self { file: io::BufWriter::new(file) })
    }

    pub(crate) fn line(&mut self, line: &str) -> Result<(), Stop> {
        self.bytes(line.as_bytes())?;
        self.bytes(b"\n")
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        self.file.write_all(bytes).map_err(|error| Stop::io("write", "a temporary file", &error))
    }

    /// What was written, from its start.
    pub(crate) fn into_reader(self) -> Result<std::fs::File, Stop> {
        let failed = |error: &io::Error| Stop::io("read", "a temporary file", error);
        let mut file = self.file.into_inner().map_err(|error| failed(error.error()))?;
        file.rewind().map_err(|error| failed(&error))?;
        Ok(file)
    }

    /// Hands everything to standard output.
    pub(crate) fn print(self) -> Result<(), Stop> {
        let mut file = self.into_reader()?;
        let mut out = io::stdout().lock();
        printed(io::copy(&mut file, &mut out).and_then(|_| out.flush()))
    }
}

/// A reader that closed the pipe early is no failure.
pub(crate) fn printed(result: io::Result<()>) -> Result<(), Stop> {
    still_read(result).map(drop)
}

/// Whether somebody still reads what is written; one who closed the pipe does not, and that is no failure.
pub(crate) fn still_read(result: io::Result<()>) -> Result<bool, Stop> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Stop::io("write", "standard output", &error)),
    }
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let failed = |error: &io::Error| Stop::io("write", &path.to_string_lossy(), error);
    written_beside(path, bytes)?.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// The same, and never over a file that came to be there meanwhile; an empty one may be.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let failed = |error: &io::Error| Stop::io("write", &path.to_string_lossy(), error);
    let file = written_beside(path, bytes)?;
    if std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() == 0) {
        std::fs::remove_file(path).map_err(|error| failed(&error))?;
    }
    file.persist_noclobber(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

fn written_beside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, Stop> {
    let name = path.to_string_lossy();
    let failed = |error: &io::Error| Stop::io("write", &name, error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")))
        .map_err(|error| failed(&error))?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    Ok(file)
}

/// Writes to standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// A count with commas between thousands.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
