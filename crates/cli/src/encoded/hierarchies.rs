//! Hierarchies as other tools keep them: a line for each value, the value first and what it is at each level
//! after it, separated by semicolons, commas or tabs, without a header.

use caldicott::statistics::{CodeList, Hierarchy};
use csv::StringRecord;

use crate::input;
use crate::rows::Guard;
use crate::stop::{Stop, fault};

/// Reads the hierarchy in a file; no message repeats a cell of it.
pub(super) fn read(path: &str, codes: Option<&CodeList>) -> Result<Hierarchy, Stop> {
    let input::TextFile { name, text } = input::text(path)?;
    let separator = separator(&text);
    let mut guard = Guard::new(text.as_bytes()).separated_by(separator);
    let mut lines: Vec<(u64, Vec<String>)> = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(&mut guard);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Stop::bad_file(&name, "not a CSV file"))? {
        // One line past the limit is enough to refuse.
        if lines.len() <= CodeList::MOST {
            let line = record.position().map_or(1, csv::Position::line);
            lines.push((line, record.iter().map(str::to_owned).collect()));
        }
    }
    drop(reader);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let mut faults: Vec<_> = guard
        .finish()
        .into_iter()
        .map(|(line, column, message)| fault(&name, Some((small(line), small(column))), message))
        .collect();
    let read = Hierarchy::from_lines(codes, lines);
    if let Err(found) = &read {
        let place = |line: u64| (small(line), 1);
        faults.extend(
            found.iter().map(|one| fault(&name, one.line().map(place), one.kind().to_string())),
        );
    }
    faults.sort_by_key(|fault| fault.at.map_or((1, 0, 0), |at| (0, at.line, at.column)));
    match read {
        Ok(hierarchy) if faults.is_empty() => Ok(hierarchy),
        Ok(_) | Err(_) => Err(Stop::BadInput(faults)),
    }
}

/// What separates the cells, told by the first line: a semicolon anywhere outside quotes, else a tab, else
/// a comma.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut found = b',';
    for byte in text.lines().next().unwrap_or_default().bytes() {
        quoted ^= byte == b'"';
        match byte {
            b';' if !quoted => return b';',
            b'\t' if !quoted => found = b'\t',
            _ => {}
        }
    }
    found
}
