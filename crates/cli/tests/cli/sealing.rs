//! `seal` and `open`: what is sealed comes back as it was, in its own place and in no other.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Filed, MARKER, Ran, file, run, run_with};

const HEAD: [&str; 6] = ["id", "person", "surname", "health notes", "convictions", "beds"];

/// Cells that are hard on a reader: quotes, breaks, commas, blanks, accents, formulas.
fn rows() -> Vec<[String; 6]> {
    let cells = [
        "plain",
        "with, comma",
        "with \"quotes\"",
        "two\nlines",
        "carriage\r\nreturn",
        " blanks ",
        "Zoë Ó Briain 李",
        "=1+1",
        "",
        "\u{1f600}",
        "\"",
        "trailing,",
    ];
    let row = |(number, cell): (usize, &&str)| {
        let person = format!("p-{}", number / 2);
        [
            format!("r-{number}"),
            person,
            format!("{MARKER}{cell}"),
            (*cell).to_owned(),
            "x".repeat(number * 700),
            number.to_string(),
        ]
    };
    cells.iter().enumerate().map(row).collect()
}

fn csv_of(rows: &[[String; 6]]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn cells_of(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn text_of(cells: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in cells {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn arguments(command: &str, folder: &Path, file: &str) -> Vec<String> {
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (casebook, kek) = (at("keys.db"), at("kek.key"));
    [
        command,
        "--casebook",
        &casebook,
        "--kek",
        &kek,
        "--tenant",
        "st-martins",
        "--record-type",
        "client",
        "--person-column",
        "person",
        "--record-column",
        "id",
        file,
    ]
    .map(str::to_owned)
    .to_vec()
}

fn with(command: &str, folder: &Path, input: &[u8]) -> Ran {
    run_with(&arguments(command, folder, "-"), input)
}

/// The bytes of every file in a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// A folder with a casebook, and the rows sealed under it.
fn sealed() -> (Filed, Vec<Vec<String>>) {
    let people = file("people.csv", csv_of(&rows()));
    let ran = run(&arguments("seal", people.folder.path(), &people.path)).ok();
    (people, cells_of(&ran.out))
}

#[test]
fn every_cell_comes_back_as_it_was_and_nothing_of_it_is_left_readable() {
    let (people, cells) = sealed();
    let text = String::from_utf8(text_of(&cells)).unwrap();
    assert!(!text.contains(MARKER), "{text}");
    for row in &cells[1..] {
        assert!(row[2].starts_with("cald1."), "{row:?}");
        // The empty cells are sealed too, so that nobody sees who has a note or a conviction.
        assert!(row[3].starts_with("cald1.") && row[4].starts_with("cald1."), "{row:?}");
        assert!(!row[5].starts_with("cald1."), "{row:?}");
    }
    for (name, bytes) in contents(people.folder.path()) {
        let found = bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes());
        assert_eq!(found, name == "people.csv", "{name}");
    }
    let opened = with("open", people.folder.path(), text.as_bytes()).ok();
    assert_eq!(cells_of(&opened.out), cells_of(&String::from_utf8(csv_of(&rows())).unwrap()));
}

#[test]
fn two_runs_give_different_bytes_and_both_open() {
    let (people, first) = sealed();
    let second = with("seal", people.folder.path(), &csv_of(&rows())).ok();
    let second = cells_of(&second.out);
    for (one, other) in first[1..].iter().zip(&second[1..]) {
        assert_ne!(one[2], other[2]);
    }
    for cells in [&first, &second] {
        with("open", people.folder.path(), &text_of(cells)).ok();
    }
}

#[test]
fn every_column_that_may_say_something_of_a_person_is_sealed_and_the_rest_is_listed() {
    let telling = [
        "Domestic abuse",
        "warning marker",
        "Immigration status",
        "dob",
        "safeguarding concern",
        "support needs",
        "reason for leaving",
        "complaint",
        "notes",
        "frobnicator",
    ];
    let text =
        format!("id,person,{},beds,created_at\n1,p-1{}\n", telling.join(","), ",".repeat(12));
    let people = file("people.csv", &text);
    let ran = run(&arguments("seal", people.folder.path(), &people.path)).ok();
    let cells = cells_of(&ran.out);
    for (column, name) in telling.iter().enumerate() {
        assert!(cells[1][column + 2].starts_with("cald1."), "{name}: {:?}", cells[1]);
    }
    assert_eq!(cells[1][12..], ["", ""]);
    let ran = ran
        .names("note: sealed:", "Domestic abuse (risk-and-warning")
        .names("note: sealed:", "frobnicator (anything (not recognised))")
        .names("note: left readable:", "beds (premises); created_at (administrative)");
    let opened = with("open", people.folder.path(), ran.out.as_bytes()).ok();
    assert_eq!(opened.out, text);
}

#[test]
fn a_cell_that_was_blanked_and_a_row_that_was_copied_are_found() {
    let (people, cells) = sealed();
    let folder = people.folder.path();
    let mut blanked = cells.clone();
    blanked[1][4] = String::new();
    let ran = with("open", folder, &text_of(&blanked)).refused();
    ran.names("standard input:2:", "column `convictions`: is not sealed, and the column is");
    let mut copied = cells.clone();
    copied.push(cells[1].clone());
    let ran = with("open", folder, &text_of(&copied)).refused();
    ran.names("column `id`", "stands in line 2 already");

    // Of a column that was blanked as a whole only its name can tell.
    let mut gone = cells;
    for row in &mut gone[1..] {
        row[4] = String::new();
    }
    let mut named = arguments("open", folder, "-");
    named.extend(["--columns".to_owned(), "convictions".to_owned()]);
    let ran = run_with(&named, &text_of(&gone)).refused();
    ran.names("standard input:2:", "column `convictions`: is not sealed, and the column is");
}

#[test]
fn only_the_named_columns_are_sealed_when_some_are_named() {
    let people = file("people.csv", csv_of(&rows()));
    let mut named = arguments("seal", people.folder.path(), &people.path);
    named.extend(["--columns".to_owned(), "beds,convictions".to_owned()]);
    let cells = cells_of(&run(&named).ok().out);
    assert!(cells[2][5].starts_with("cald1.") && cells[2][4].starts_with("cald1."));
    assert_eq!(cells[2][2], rows()[1][2]);

    let mut wrong = arguments("seal", people.folder.path(), &people.path);
    wrong.extend(["--columns".to_owned(), "beds,nosuch,person".to_owned()]);
    let ran = run(&wrong).refused();
    ran.names("people.csv:1:1:", "`nosuch`").names("people.csv:1:4:", "must stay readable");
}

#[test]
fn a_cell_that_was_moved_or_changed_is_named_by_line_and_column() {
    let (people, cells) = sealed();
    let folder = people.folder.path();
    let expect = |cells: &[Vec<String>], line: usize, column: usize, what: &str| {
        // Cells may span lines, so the line is counted in the text itself.
        let before = text_of(&cells[..line]);
        let place = format!("standard input:{}:", before.split(|byte| *byte == b'\n').count());
        let head = format!("column `{}`", HEAD[column]);
        let ran = with("open", folder, &text_of(cells)).refused();
        ran.names(&place, &head).names(&place, what);
    };
    // To another row of the same person, to another person, to another column, to another record.
    for (from, to) in [((1, 2), (2, 2)), ((1, 2), (3, 2)), ((2, 2), (2, 3))] {
        let mut moved = cells.clone();
        moved[to.0][to.1] = cells[from.0][from.1].clone();
        expect(&moved, to.0, to.1, "could not open");
    }
    let mut renamed = cells.clone();
    renamed[1][0] = "r-other".to_owned();
    expect(&renamed, 1, 2, "could not open");
    let mut reassigned = cells.clone();
    reassigned[1][1] = "p-5".to_owned();
    expect(&reassigned, 1, 2, "could not open");

    // Any one character changed, the mark of a sealed cell included.
    let whole = &cells[1][2];
    for place in 0..whole.len() {
        let mut changed = cells.clone();
        let other = if whole.as_bytes()[place] == b'A' { "B" } else { "A" };
        changed[1][2].replace_range(place..=place, other);
        if place % 16 == 0 || place < 8 || place + 8 > whole.len() {
            expect(&changed, 1, 2, if place < 6 { "is not sealed" } else { "could not open" });
        }
    }
    let mut cut = cells.clone();
    cut[1][2].truncate(20);
    expect(&cut, 1, 2, "could not open");
    let mut replaced = cells;
    replaced[1][2] = MARKER.to_owned();
    expect(&replaced, 1, 2, "is not sealed, and the column is");
}

#[test]
fn another_organisation_another_key_and_another_type_open_nothing() {
    let (people, cells) = sealed();
    let folder = people.folder.path();
    let text = text_of(&cells);
    for (place, value) in [(6, "camden"), (8, "tenancy")] {
        let mut other = arguments("open", folder, "-");
        other[place] = value.to_owned();
        run_with(&other, &text).refused();
    }
    let elsewhere = file("x", "");
    with("seal", elsewhere.folder.path(), &csv_of(&rows())).ok();
    let mut other = arguments("open", folder, "-");
    other[4] = elsewhere.folder.path().join("kek.key").to_str().unwrap().to_owned();
    run_with(&other, &text).refused();
    with("open", elsewhere.folder.path(), &text).refused().names("", "could not open");
}

#[test]
fn a_file_of_which_nothing_opens_says_what_it_was_sealed_with() {
    let (people, cells) = sealed();
    let folder = people.folder.path();
    let mut other = arguments("open", folder, "-");
    other[8] = "tenancy".to_owned();
    let hint = "--record-type, --person-column, --record-column";
    run_with(&other, &text_of(&cells)).refused().names("note: nothing in it opens", hint);
    other[8] = String::new();
    let refused = run_with(&other, &text_of(&cells)).refused();
    assert_eq!(refused.faults(), 1, "{refused:?}");
    let plain = with("open", folder, &csv_of(&rows())).ok();
    assert!(plain.err.contains("no cell of it is sealed"), "{plain:?}");
}

#[test]
fn what_is_sealed_already_is_not_sealed_again() {
    let (people, cells) = sealed();
    let before = contents(people.folder.path());
    let ran = with("seal", people.folder.path(), &text_of(&cells)).refused();
    ran.names("standard input:2:", "is sealed already");
    assert_eq!(contents(people.folder.path()), before);
}

#[test]
fn a_fault_in_the_last_row_leaves_no_key_no_casebook_and_no_line() {
    let mut rows = rows();
    rows.push(["r-99", "", "Zzyzxmarker", "", "", ""].map(str::to_owned));
    rows.push(["r-1", "p-0", "Zzyzxmarker", "", "", ""].map(str::to_owned));
    let text = csv_of(&rows);
    let fresh = file("unrelated", "");
    let before = contents(fresh.folder.path());
    let ran = with("seal", fresh.folder.path(), &text).refused();
    ran.names("column `person`", "belongs to nobody")
        .names("column `id`", "stands in line 3 already");
    assert_eq!(contents(fresh.folder.path()), before, "something was left behind");

    let (people, _) = sealed();
    let before = contents(people.folder.path());
    let mut others: Vec<[String; 6]> = rows.clone();
    for row in &mut others {
        row[1] = if row[1].is_empty() { String::new() } else { format!("new-{}", row[1]) };
    }
    with("seal", people.folder.path(), &csv_of(&others)).refused();
    assert_eq!(contents(people.folder.path()), before, "the casebook was changed");
}

#[test]
fn a_casebook_that_is_not_there_or_is_none_is_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    with("open", folder.path(), b"id,person\n1,2\n").refused().names("keys.db", "no such file");
    assert!(contents(folder.path()).is_empty());

    let (people, cells) = sealed();
    let casebook = people.folder.path().join("keys.db");
    std::fs::write(
        &casebook,
        "Zzyzxmarker, no database at all, and long enough to be read".repeat(90),
    )
    .unwrap();
    for command in ["seal", "open"] {
        let ran = with(command, people.folder.path(), &text_of(&cells)).refused();
        assert!(ran.err.contains("keys.db"), "{}", ran.err);
    }
}
