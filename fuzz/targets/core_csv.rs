//! Any bytes as a table of CORE: the same read whole or in crumbs, every row as wide as the header, and
//! what is accepted is what another CSV reader reads.
#![no_main]

use caldicott_cli::readers::{Lettings, lettings};
use caldicott_fuzz::{Trickle, check_faults};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        return;
    }
    let whole = lettings(bytes);
    assert_eq!(whole, lettings(Trickle::new(bytes)), "it matters how the file comes");
    let read = match whole {
        Err(faults) => return check_faults(bytes, &faults),
        Ok(read) => read,
    };
    assert!(read.rows.iter().all(|row| row.len() == read.fields.len()), "a crooked row");
    let (heads, skipped) = match read.layout {
        "dictionary" => return questions(bytes, &read),
        "template" => (8, 1),
        _ => (2, 0),
    };
    let mut other = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let rows: Vec<Vec<String>> = other
        .records()
        .map(|record| record.expect("what is accepted is UTF-8"))
        .map(|record| record.iter().map(|cell| cell.replace("\r\n", "\n")).collect())
        .collect();
    let rows: Vec<&[String]> = rows.iter().skip(heads).map(|row| &row[skipped..]).collect();
    assert_eq!(read.rows, rows, "another reader reads other cells");
});

/// A dictionary has a field a line, named by what stands before the first comma.
fn questions(bytes: &[u8], read: &Lettings) {
    let text = std::str::from_utf8(bytes).expect("what is accepted is UTF-8");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let names: Vec<&str> = text.lines().map(|line| line.split_once(',').unwrap().0).collect();
    let fields: Vec<&str> = read.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(fields, names);
}
