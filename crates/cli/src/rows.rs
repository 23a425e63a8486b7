//! CSV read strictly: what other readers swallow is a fault here, with its line and column. A Parquet file
//! is read as the CSV file it would be, its row and cell in the place of line and column.

mod guard;
mod parquet;

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek as _};

use caldicott::model::document::{Fault, forbidden_character};
use csv::StringRecord;

pub(crate) use self::guard::{Guard, Start};
use crate::input;
use crate::progress::Progress;
use crate::stop::{Stop, fault};

/// How many faults of one file are listed; more are counted.
const MOST_FAULTS: usize = 200;

type Csv = csv::Reader<Guard<Box<dyn Read>>>;

/// What rows are read from.
enum Source {
    Csv(Box<Csv>),
    Parquet(Box<parquet::Table>, Progress),
}

/// The rows of a CSV or Parquet file with named columns, one at a time.
pub(crate) struct Rows {
    name: String,
    source: Source,
    heads: StringRecord,
    head_starts: Vec<Start>,
    /// Where the cells of the row that was read last start.
    starts: Vec<Start>,
    faults: Vec<Fault>,
    uncounted: usize,
}

impl Rows {
    /// Opens a file, or standard input for `-`, and reads its header.
    pub(crate) fn open(path: &str) -> Result<Self, Stop> {
        let mut input = input::open(path)?;
        let mut mark = Vec::new();
        let wanted = parquet::MARK.len() as u64;
        let failed = |error: &std::io::Error| Stop::io("read", input::name(path), error);
        input.by_ref().take(wanted).read_to_end(&mut mark).map_err(|error| failed(&error))?;
        if mark == parquet::MARK {
            return Self::of_parquet(path, &mark, &mut input);
        }
        let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
        let rest = std::io::Cursor::new(mark).chain(input);
        match length {
            Some(about) => {
                let progress = Progress::of_bytes("reading", about.len());
                Self::new(path, Box::new(progress.through(rest)))
            }
            None => Self::new(path, Box::new(rest)),
        }
    }

    /// Reads CSV from any input.
    pub(crate) fn new(name: &str, input: Box<dyn Read>) -> Result<Self, Stop> {
        let name = input::name(name);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Guard::new(input));
        let heads = reader.headers().cloned();
        let mut starts = Vec::new();
        reader.get_mut().next_starts(&mut starts);
        if reader.get_ref().had_mark() {
            input::note_mark(name);
        }
        let cut = reader.get_ref().is_cut();
        let mut rows = Self::empty(name, Source::Csv(Box::new(reader)));
        match heads {
            Ok(heads) => (rows.heads, rows.head_starts) = (heads, starts),
            Err(error) => {
                rows.starts = starts;
                rows.failed(&error)?;
                return rows.checked();
            }
        }
        if rows.heads.is_empty() && !cut {
            rows.fault(1, 1, "the file is empty; its first line must name the columns".to_owned());
        }
        if let Some(message) = rows.other_delimiter() {
            // Whatever else looks wrong follows from it.
            return Err(Stop::BadInput(vec![fault(name, Some((1, 1)), message)]));
        }
        if cut && rows.heads.is_empty() {
            return Err(rows.finish().err().unwrap_or_else(|| Stop::bad_file(name, "unreadable")));
        }
        rows.check_heads();
        rows.checked()
    }

    /// Reads Parquet, of which the first bytes were read: from the file, or from a copy of what comes
    /// through a pipe, for its end is read first.
    fn of_parquet(path: &str, mark: &[u8], input: &mut dyn Read) -> Result<Self, Stop> {
        let name = input::name(path);
        let file = match std::fs::metadata(path) {
            Ok(about) if about.is_file() => File::open(path),
            _ => tempfile::tempfile().and_then(|mut copy| {
                std::io::copy(&mut mark.chain(input), &mut copy)?;
                copy.rewind()?;
                Ok(copy)
            }),
        };
        let file = file.map_err(|error| Stop::io("read", name, &error))?;
        let damaged = || Stop::bad_file(name, parquet::DAMAGED);
        let heads = parquet::Table::heads(&file).ok_or_else(damaged)?;
        let table = parquet::Table::open(file).ok_or_else(damaged)?;
        let nested: Vec<usize> = table.nested().collect();
        let steps = usize::try_from(table.count()).unwrap_or(usize::MAX);
        let progress = Progress::new("reading", steps);
        let mut rows = Self::empty(name, Source::Parquet(Box::new(table), progress));
        rows.head_starts = cells_of(1, heads.len());
        rows.heads = heads;
        for column in nested {
            rows.head_fault(column, "its cells hold more than one value each");
        }
        rows.check_heads();
        rows.checked()
    }

    fn empty(name: &str, source: Source) -> Self {
        Self {
            name: name.to_owned(),
            source,
            heads: StringRecord::new(),
            head_starts: Vec::new(),
            starts: Vec::new(),
            faults: Vec::new(),
            uncounted: 0,
        }
    }

    /// The rows, or everything that is wrong with the header.
    fn checked(self) -> Result<Self, Stop> {
        if self.faults.is_empty() {
            return Ok(self);
        }
        Err(self.finish().err().unwrap_or_else(|| Stop::Failed(String::new())))
    }

    /// The column heads.
    pub(crate) const fn heads(&self) -> &StringRecord {
        &self.heads
    }

    /// The place of a column, or a fault. A header may be a row that was taken for one, so the fault does
    /// not repeat the columns there are.
    pub(crate) fn column(&mut self, head: &str) -> Option<usize> {
        let found = self.heads.iter().position(|name| name == head);
        if found.is_none() {
            let plain = |name: &str| name.trim().to_lowercase();
            let alike = self.heads.iter().position(|name| plain(name) == plain(head));
            let near = alike.map_or_else(String::new, |column| {
                format!("; column {} is called so but for capitals or spaces", column + 1)
            });
            self.fault(1, 1, format!("the column `{head}` is missing{near}"));
        }
        found
    }

    /// Reads the next row and gives its line. A row of another length is a fault and is skipped.
    pub(crate) fn next_row(&mut self, row: &mut StringRecord) -> Result<Option<u64>, Stop> {
        match &mut self.source {
            Source::Csv(_) => self.next_of_csv(row),
            Source::Parquet(table, progress) => {
                let read = table.next_row(row);
                let line = table.line();
                if line.is_multiple_of(4096) {
                    progress.at(usize::try_from(line).unwrap_or(usize::MAX));
                }
                match read {
                    parquet::Read::End => Ok(None),
                    parquet::Read::Damaged => {
                        self.fault(line, 1, parquet::DAMAGED.to_owned());
                        Ok(None)
                    }
                    parquet::Read::Row(faults) => {
                        self.starts = cells_of(line, row.len());
                        for (column, message) in faults {
                            self.cell_fault(column, message);
                        }
                        Ok(Some(line))
                    }
                }
            }
        }
    }

    fn next_of_csv(&mut self, row: &mut StringRecord) -> Result<Option<u64>, Stop> {
        loop {
            let Source::Csv(reader) = &mut self.source else { return Ok(None) };
            let read = reader.read_record(row);
            if !matches!(read, Ok(false)) {
                reader.get_mut().next_starts(&mut self.starts);
            }
            match read {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) => {
                    self.failed(&error)?;
                    continue;
                }
            }
            let (line, column) = self.starts.first().copied().unwrap_or((1, 1));
            if row.len() != self.heads.len() {
                let message =
                    format!("the row has {} cells, the header {}", row.len(), self.heads.len());
                self.fault(line, column, message);
                continue;
            }
            return Ok(Some(line));
        }
    }

    /// Reports a fault in the header of a column, counted from 0; the message must not repeat it.
    pub(crate) fn head_fault(&mut self, column: usize, message: &str) {
        let (line, at) = self.head_starts.get(column).copied().unwrap_or((1, 1));
        self.fault(line, at, format!("the header of column {}: {message}", column + 1));
    }

    /// Reports a fault in a row; the message must not repeat a cell.
    pub(crate) fn line_fault(&mut self, line: u64, message: &str) {
        self.fault(line, 1, message.to_owned());
    }

    /// Where a cell of the row read last starts, its column counted from 0.
    pub(crate) fn start_of(&self, column: usize) -> Start {
        self.starts.get(column).copied().unwrap_or((1, 1))
    }

    /// Reports a fault in a cell of the row read last, its column counted from 0; the message must not
    /// repeat the cell.
    pub(crate) fn cell_fault(&mut self, column: usize, message: impl AsRef<str>) {
        self.fault_at(self.start_of(column), column, message);
    }

    /// Reports a fault in a cell of an earlier row; the message must not repeat the cell.
    pub(crate) fn fault_at(&mut self, at: Start, column: usize, message: impl AsRef<str>) {
        let head = self.heads.get(column).unwrap_or_default();
        let message = format!("column `{head}`: {}", message.as_ref());
        self.fault(at.0, at.1, message);
    }

    /// Nothing is wrong, or everything that is.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        if let Source::Csv(reader) = &mut self.source {
            let guarded = reader.get_mut().finish();
            self.uncounted += reader.get_ref().uncounted();
            for (line, column, message) in guarded {
                self.fault(line, column, message.to_owned());
            }
        }
        if self.faults.is_empty() {
            return Ok(());
        }
        self.faults.sort_by_key(|fault| fault.at);
        if self.uncounted > 0 {
            let message = format!("and {} faults more", self.uncounted);
            self.faults.push(fault(&self.name, None, message));
        }
        Err(Stop::BadInput(self.faults))
    }

    fn fault(&mut self, line: u64, column: u64, message: String) {
        if self.faults.len() >= MOST_FAULTS {
            self.uncounted += 1;
            return;
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        self.faults.push(fault(&self.name, Some((small(line), small(column))), message));
    }

    /// One column whose name holds another delimiter is a file that another program wrote.
    fn other_delimiter(&self) -> Option<String> {
        let only = self.heads.get(0).filter(|_| self.heads.len() == 1).unwrap_or_default();
        let found = match only {
            head if head.contains(';') => "a semicolon",
            head if head.contains('\t') => "a tab",
            _ => return None,
        };
        Some(format!(
            "the header of column 1: it is the only column, and {found} stands in it; the cells of a row must be separated by commas"
        ))
    }

    fn check_heads(&mut self) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let heads: Vec<String> = self.heads.iter().map(str::to_owned).collect();
        for (place, head) in heads.iter().enumerate() {
            if head.trim().is_empty() {
                self.head_fault(place, "it is blank");
            } else if let Some(message) = forbidden_character(head) {
                self.head_fault(place, message);
            } else if let Some(first) = seen.get(head) {
                self.head_fault(place, &format!("column {} has the same", first + 1));
            } else {
                seen.insert(head.clone(), place);
            }
        }
    }

    /// Turns an error of the parser into a fault, or into the end of reading.
    fn failed(&mut self, error: &csv::Error) -> Result<(), Stop> {
        if let csv::ErrorKind::Io(error) = error.kind() {
            return Err(Stop::io("read", &self.name, error));
        }
        let (field, message) = if let csv::ErrorKind::Utf8 { err, .. } = error.kind() {
            (err.field(), "not UTF-8; a file saved as Windows-1252 must be saved as UTF-8 first")
        } else {
            (0, "not a CSV row")
        };
        let start = self.starts.get(field).or(self.starts.first());
        let (line, column) = start.copied().unwrap_or((1, 1));
        self.fault(line, column, message.to_owned());
        Ok(())
    }
}

/// The places of the cells of a row that has no characters to count.
fn cells_of(line: u64, cells: usize) -> Vec<Start> {
    (1..=cells).map(|cell| (line, u64::try_from(cell).unwrap_or(u64::MAX))).collect()
}
