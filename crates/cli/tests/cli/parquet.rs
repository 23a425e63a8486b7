//! Parquet is read as the CSV file it would be.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::support::{file, run, run_with, small_rulebook};

const CSV: &str = "id,class,support-ended\na,client,2010-02-28\nb,client,\nc,client,2026-10-01\n";

/// The rows of `CSV`, the date as a day or as nanoseconds by a clock on a wall.
fn parquet(compression: Compression, nanoseconds: bool) -> Vec<u8> {
    with_ids(["a", "b", "c"], compression, nanoseconds)
}

fn with_ids(ids: [&str; 3], compression: Compression, nanoseconds: bool) -> Vec<u8> {
    let date = if nanoseconds { "INT64 d (TIMESTAMP(NANOS,false))" } else { "INT32 d (DATE)" };
    let date = date.replace(" d ", " support-ended ");
    let schema = format!(
        "message rows {{ REQUIRED BYTE_ARRAY id (STRING); REQUIRED BYTE_ARRAY class (STRING); OPTIONAL {date}; }}"
    );
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let text = |words: &[&str]| -> Vec<ByteArray> { words.iter().map(|it| (*it).into()).collect() };
    for words in [ids, ["client"; 3]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&text(&words), None, None).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    let there = Some(&[1_i16, 0, 1][..]);
    // 2010-02-28 and 2026-10-01 since 1970.
    let days = [14_668_i32, 20_727];
    if nanoseconds {
        let at = days.map(|day| i64::from(day) * 86_400_000_000_000);
        column.typed::<Int64Type>().write_batch(&at, there, None).unwrap();
    } else {
        column.typed::<Int32Type>().write_batch(&days, there, None).unwrap();
    }
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

fn due(records: &str) -> Vec<String> {
    let rulebook = small_rulebook();
    ["due", "--rulebook", rulebook, "--records", records, "--as-at", "2026-11-20"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn the_same_records_are_due_whatever_they_are_stored_in() {
    let csv = file("records.csv", CSV);
    let expected = run(&due(&csv.path)).ok().out;
    assert!(expected.contains("2018-02-28") && expected.contains("2034-10-01"), "{expected}");
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        for nanoseconds in [false, true] {
            let stored = parquet(compression, nanoseconds);
            let stored_file = file("records.parquet", &stored);
            assert_eq!(run(&due(&stored_file.path)).ok().out, expected);
            assert_eq!(run_with(&due("-"), &stored).ok().out, expected);
        }
    }
}

#[test]
fn a_damaged_file_is_refused_whole() {
    let whole = parquet(Compression::SNAPPY, false);
    for cut in (4..whole.len()).step_by(11) {
        run(&due(&file("cut.parquet", &whole[..cut]).path)).refused();
    }
}

#[test]
fn a_cell_that_is_wrong_is_named_by_its_row_and_place() {
    let mut bytes = parquet(Compression::UNCOMPRESSED, false);
    let names = bytes.windows(6).filter(|window| *window == b"client").count();
    assert!(names > 0);
    // The class of every record becomes one that no rule is about.
    for place in 0..bytes.len() - 6 {
        if &bytes[place..place + 6] == b"client" {
            bytes[place..place + 6].copy_from_slice(b"clyent");
        }
    }
    let ran = run(&due(&file("classes.parquet", &bytes).path)).refused();
    let ran = ran.names("classes.parquet:2:2:", "did you mean `client`");
    ran.names("classes.parquet:4:2:", "class");
}

#[test]
fn a_character_that_no_csv_file_may_hold_is_a_fault_here_too() {
    let bytes = with_ids(["a\nb", "\u{1b}[2J", "c\u{202e}"], Compression::UNCOMPRESSED, false);
    let ran = run_with(&due("-"), &bytes).refused();
    let ran = ran
        .names("standard input:3:1:", "column `id`: a control character")
        .names("standard input:4:1:", "column `id`: a bidirectional control character");
    assert_eq!(ran.faults(), 2, "{}", ran.err);
}
