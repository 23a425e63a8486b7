//! Any bytes as a CSV file: the same read whole or in crumbs, and what is accepted is what a plain reader
//! of quotes and commas reads, each cell where it says.
#![no_main]

use caldicott_cli::readers::csv;
use caldicott_fuzz::{Trickle, check_faults};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // A byte-order mark is said on standard error, which would fill the log.
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return;
    }
    let whole = csv(Box::new(std::io::Cursor::new(bytes.to_vec())));
    let crumbs = csv(Box::new(Trickle::new(bytes)));
    let read = match (whole, crumbs) {
        // A wrong header ends the reading, after as much as one read happened to bring.
        (Err(faults), Err(others)) => {
            check_faults(bytes, &faults);
            return check_faults(bytes, &others);
        }
        (whole, crumbs) => {
            assert_eq!(whole, crumbs, "it matters how the file comes");
            whole.unwrap_or_else(|_| unreachable!("one of them was read"))
        }
    };
    let text = std::str::from_utf8(bytes).expect("what is accepted is UTF-8");
    let plain = plain(text);
    let rows: Vec<Vec<String>> =
        plain.iter().map(|row| row.iter().map(|cell| cell.0.clone()).collect()).collect();
    assert_eq!(read.rows, rows, "a plain reader reads other cells");
    let starts: Vec<Vec<(u64, u64)>> =
        plain.iter().skip(1).map(|row| row.iter().map(|cell| cell.1).collect()).collect();
    assert_eq!(read.starts, starts, "a cell stands elsewhere");
});

/// The cells of each line that is not blank, read a character at a time.
fn plain(text: &str) -> Vec<Vec<(String, (u64, u64))>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut column) = (1, 0);
    let mut start = (1, 1);
    let (mut quoted, mut blank) = (false, true);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        column += 1;
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                column += 1;
                cell.push('"');
            }
            '"' => {
                quoted = !quoted;
                blank = false;
            }
            ',' if !quoted => {
                row.push((std::mem::take(&mut cell), start));
                start = (line, column + 1);
                blank = false;
            }
            '\n' => {
                line += 1;
                column = 0;
                if quoted {
                    cell.push('\n');
                    continue;
                }
                if !std::mem::replace(&mut blank, true) {
                    row.push((std::mem::take(&mut cell), start));
                    rows.push(std::mem::take(&mut row));
                }
                start = (line, 1);
            }
            '\r' if !quoted => {}
            c => {
                cell.push(c);
                blank = false;
            }
        }
    }
    if !blank {
        row.push((cell, start));
        rows.push(row);
    }
    rows
}
