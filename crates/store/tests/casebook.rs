//! What is put can be had back by whoever holds the key, and what is erased by nobody.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::Arc;

use caldicott_audit::{Draft, Kind, Moment, Outcome};
use caldicott_calendar::{Day, RuleSet};
use caldicott_encryption::{LocalKek, SecretKey};
use caldicott_model::digest::Sha256;
use caldicott_model::{
    Category, CategorySet, FieldTag, Identifiability, Purpose, RuntimeRecord, Schema,
};
use caldicott_store::{Erasure, HoldRow, LogEntry, LogFile, SearchKey, Store, StoreError};
use rusqlite::{Connection, params};

const DAY: Day = Day::literal(2026, 11, 2);
const NAMES: [&str; 20] = [
    "Abbott", "Birch", "Coombe", "Dunmore", "Ferris", "Flint", "Gill", "Haque", "Ingram", "Jarvis",
    "Kaur", "Lowe", "Mistry", "Naylor", "Osei", "Quayle", "Rahman", "Stokes", "Wray", "Yates",
];

fn schema() -> Schema {
    let tag = |name: &'static str, category: Category, identifies| {
        FieldTag::new(name.into(), CategorySet::of(&[category]), identifies)
    };
    Schema::new(
        "client",
        vec![
            tag("surname", Category::Identity, Identifiability::Direct),
            tag("health", Category::Health, Identifiability::None),
            tag("service", Category::HousingAndTenancy, Identifiability::None),
        ],
    )
    .unwrap()
}

fn open(path: &Path) -> Store {
    let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let mut store = Store::open(path, "st-martins", Arc::new(kek)).unwrap();
    let surname = SearchKey {
        record_type: "client",
        field: "surname",
        category: Category::Identity,
        population: 500,
        distinct: 20,
    };
    store.index(surname).unwrap();
    store
}

/// Twenty people, two records each, and a log entry about each.
fn filled(path: &Path) -> Store {
    let schema = schema();
    let mut store = open(path);
    let mut batch = store.begin().unwrap();
    for (number, name) in NAMES.iter().enumerate() {
        let person = format!("p-{number}");
        for part in ["a", "b"] {
            let health = format!("marker-{name}-{part}");
            let cells = [*name, health.as_str(), "Move-on"];
            let record = RuntimeRecord::new(&schema, &cells);
            let id = format!("{person}-{part}");
            batch.put(&person, &id, &record, &[("support-ended", DAY)]).unwrap();
        }
        let draft = Draft::new(Kind::Disclosure, Outcome::Permitted, Sha256::of(b"rules"));
        let _receipt = batch.log(LogEntry { person: Some(&person), draft, at: moment() }).unwrap();
    }
    batch.commit().unwrap();
    store
}

fn moment() -> Moment {
    Moment { unix_millis: 1_793_000_000_000, day: DAY }
}

fn erase(store: &mut Store, person: &str) -> caldicott_store::Erased {
    let erasure =
        Erasure { on: DAY, reason: "retention".to_owned(), approver: "line-manager".to_owned() };
    let mut batch = store.begin().unwrap();
    let (_, erased) = batch
        .log_erasure(person, &erasure, &RuleSet::new(), Sha256::of(b"rules"), moment())
        .unwrap();
    batch.commit().unwrap();
    erased
}

fn bytes_on_disk(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn what_is_put_is_read_back_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    filled(&path).close().unwrap();
    let store = open(&path);
    assert_eq!(store.count("client").unwrap(), 40);
    let record = store.get("client", "p-3-a").unwrap().unwrap();
    assert_eq!(record.person(), "p-3");
    assert_eq!(record.value("surname", Purpose::SUPPORT).unwrap().text(), Some("Dunmore"));
    assert_eq!(record.value("health", Purpose::SUPPORT).unwrap().text(), Some("marker-Dunmore-a"));
    assert_eq!(record.value("service", Purpose::SUPPORT).unwrap().text(), Some("Move-on"));
    assert!(store.get("client", "nobody").unwrap().is_none());
}

#[test]
fn no_sealed_value_stands_in_the_files_and_plain_ones_do() {
    let folder = tempfile::tempdir().unwrap();
    filled(&folder.path().join("casebook.db")).close().unwrap();
    let bytes = bytes_on_disk(folder.path());
    for name in NAMES {
        assert!(!contains(&bytes, name.as_bytes()), "{name} stands in the file");
    }
    assert!(!contains(&bytes, b"marker-"));
    // The search itself works: a field that is not sealed is found.
    assert!(contains(&bytes, b"Move-on"));
}

#[test]
fn a_person_is_found_by_a_sealed_surname_however_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("casebook.db"));
    for written in ["Haque", "haque", "HAQUE", " Haque "] {
        let found = store.find("client", "surname", written).unwrap();
        let people: Vec<_> = found.iter().map(|record| record.person().to_owned()).collect();
        assert_eq!(people, ["p-7", "p-7"], "{written}");
    }
    assert!(store.find("client", "surname", "Nobody").unwrap().is_empty());
    assert!(matches!(store.find("client", "health", "x"), Err(StoreError::NotSearchable(_))));
}

#[test]
fn an_erased_person_cannot_be_opened_found_or_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let mut store = filled(&path);
    // What the file holds of the person before: the sealed bytes of a record and of the log.
    let before = Connection::open(&path).unwrap();
    let blobs: Vec<Vec<u8>> = before
        .prepare(
            "SELECT body FROM record WHERE person = 'p-7' \
             UNION ALL SELECT record FROM wrapped_key WHERE subject = CAST('p-7' AS BLOB) \
             UNION ALL SELECT ciphertext FROM log_person JOIN log_payload USING (position) WHERE person = 'p-7'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(blobs.len(), 4);
    before.close().unwrap();

    let erased = erase(&mut store, "p-7");
    assert_eq!((erased.records, erased.log_payloads), (2, 1));
    assert!(store.is_erased("p-7").unwrap());
    assert!(store.get("client", "p-7-a").unwrap().is_none());
    assert!(store.records_of("p-7").unwrap().is_empty());
    assert!(store.find("client", "surname", "Haque").unwrap().is_empty());
    assert!(store.log_of("p-7").unwrap().is_empty());
    // A copy from a backup or a sync does not bring the person back.
    let schema = schema();
    let cells = ["Haque", "again", "Move-on"];
    let mut batch = store.begin().unwrap();
    let put = batch.put("p-7", "p-7-a", &RuntimeRecord::new(&schema, &cells), &[]);
    assert!(matches!(put, Err(StoreError::Erased)));
    drop(batch);
    // The others are as they were.
    assert_eq!(store.count("client").unwrap(), 38);
    assert!(store.get("client", "p-8-a").unwrap().is_some());
    assert_eq!(store.log_of("p-8").unwrap().len(), 1);

    store.close().unwrap();
    let bytes = bytes_on_disk(folder.path());
    assert!(!contains(&bytes, b"p-7"), "the id of the erased person stands in the file");
    for blob in blobs {
        assert!(!contains(&bytes, &blob), "sealed bytes of the erased person stand in the file");
    }
    let log = LogFile::open(&path).unwrap();
    let report = log.verify([], |_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.entries(), report.erased()), (21, 1));
}

#[test]
fn no_id_of_an_erased_person_stays_in_the_slack_of_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let schema = schema();
    let mut store = open(&path);
    let mut batch = store.begin().unwrap();
    for number in 0..700 {
        let person = format!("person-{number:05}");
        let cells = [NAMES[number % 20], "x", "Move-on"];
        for part in 0..3 {
            let record = RuntimeRecord::new(&schema, &cells);
            batch.put(&person, &format!("{person}-{part}"), &record, &[]).unwrap();
        }
    }
    batch.commit().unwrap();
    let erasure = Erasure { on: DAY, reason: "r".to_owned(), approver: "a".to_owned() };
    let mut batch = store.begin().unwrap();
    for number in (0..700).filter(|number| number % 3 == 0) {
        let person = format!("person-{number:05}");
        let rulebook = Sha256::of(b"rules");
        let _erased =
            batch.log_erasure(&person, &erasure, &RuleSet::new(), rulebook, moment()).unwrap();
    }
    batch.commit().unwrap();
    store.close().unwrap();
    let bytes = bytes_on_disk(folder.path());
    let text = String::from_utf8_lossy(&bytes);
    for number in 0..700 {
        let kept = number % 3 != 0;
        assert_eq!(text.contains(&format!("person-{number:05}")), kept, "person {number}");
    }
}

#[test]
fn of_a_batch_that_is_not_committed_nothing_stays_and_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let mut store = open(&path);
    let schema = schema();
    let cells = ["Zephyr", "x", "Move-on"];
    let record = RuntimeRecord::new(&schema, &cells);
    for commit in [false, true] {
        let mut batch = store.begin().unwrap();
        batch.put("p-1", "r-1", &record, &[]).unwrap();
        let draft = Draft::new(Kind::Look, Outcome::Done, Sha256::of(b"rules"));
        let _receipt = batch.log(LogEntry { person: Some("p-1"), draft, at: moment() }).unwrap();
        if commit {
            batch.commit().unwrap();
        } else {
            drop(batch);
            assert_eq!(store.count("client").unwrap(), 0);
            assert_eq!(store.chain().size(), 0);
        }
    }
    // The key that sealed the second time is the one in the file.
    drop(store);
    let store = open(&path);
    let record = store.get("client", "r-1").unwrap().unwrap();
    assert_eq!(record.value("surname", Purpose::SUPPORT).unwrap().text(), Some("Zephyr"));
    assert_eq!(store.log_of("p-1").unwrap().len(), 1);
}

#[test]
fn a_body_moved_to_another_record_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    filled(&path).close().unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute(
        "UPDATE record SET body = (SELECT body FROM record WHERE record_id = 'p-3-a') WHERE record_id = 'p-3-b'",
        [],
    )
    .unwrap();
    raw.execute(
        "UPDATE record SET body = (SELECT body FROM record WHERE record_id = 'p-4-a') WHERE record_id = 'p-5-a'",
        [],
    )
    .unwrap();
    raw.close().unwrap();
    let store = open(&path);
    for moved in ["p-3-b", "p-5-a"] {
        assert!(matches!(store.get("client", moved), Err(StoreError::Damaged(_))), "{moved}");
    }
    drop(store);
    // Whoever means it makes the row's digest fit; the sealed fields do not open all the same.
    let raw = Connection::open(&path).unwrap();
    for (id, person) in [("p-3-b", "p-3"), ("p-5-a", "p-5")] {
        let sql = "SELECT substr(body, 9) FROM record WHERE record_id = ?1";
        let fields: Vec<u8> = raw.query_row(sql, [id], |row| row.get(0)).unwrap();
        let length = |text: &str| u64::try_from(text.len()).unwrap().to_be_bytes();
        let mut parts = b"caldicott/body/1\0".to_vec();
        for name in ["client", id, person] {
            parts.extend(length(name));
            parts.extend(name.as_bytes());
        }
        parts.extend(&fields);
        let body = [&Sha256::of(&parts).bytes()[..8], &fields].concat();
        raw.execute("UPDATE record SET body = ?2 WHERE record_id = ?1", params![id, body]).unwrap();
    }
    raw.close().unwrap();
    let store = open(&path);
    for moved in ["p-3-b", "p-5-a"] {
        assert!(matches!(store.get("client", moved), Err(StoreError::Unopened(_))), "{moved}");
    }
}

#[test]
fn a_request_about_nobody_looks_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let mut store = filled(&path);
    let mut batch = store.begin().unwrap();
    for person in ["p-1", "p-99"] {
        let draft = Draft::new(Kind::Refusal, Outcome::Refused, Sha256::of(b"rules"));
        let _receipt = batch.log(LogEntry { person: Some(person), draft, at: moment() }).unwrap();
    }
    batch.commit().unwrap();
    let mut shapes = Vec::new();
    LogFile::open(&path)
        .unwrap()
        .rows(|row| {
            if let caldicott_audit::StoredPayload::Sealed { ciphertext, .. } = row.payload {
                shapes.push((row.leaf.len(), ciphertext.len()));
            }
            Ok::<(), StoreError>(())
        })
        .unwrap();
    assert_eq!(shapes.len(), 22);
    assert_eq!(shapes[20], shapes[21]);
}

#[test]
fn a_log_that_was_cut_or_rewritten_is_not_signed_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let mut store = filled(&path);
    let signed = store.checkpoint().unwrap();
    store.close().unwrap();
    let log = LogFile::open(&path).unwrap();
    assert!(log.verify([signed.checkpoint().clone()], |_| {}).unwrap().is_sound());
    drop(log);
    let raw = Connection::open(&path).unwrap();
    raw.execute("DELETE FROM log_leaf WHERE position = 19", []).unwrap();
    raw.close().unwrap();
    let report = LogFile::open(&path).unwrap().verify([signed.checkpoint().clone()], |_| {});
    assert!(!report.unwrap().is_sound());
    assert!(matches!(open(&path).checkpoint(), Err(StoreError::Damaged(_))));
}

#[test]
fn the_dates_and_holds_come_back_as_they_were_put() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder.path().join("casebook.db"));
    let hold =
        HoldRow { person: "p-2".to_owned(), kind: "arrears".to_owned(), since: DAY, until: None };
    let mut batch = store.begin().unwrap();
    batch.hold(&hold).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.holds().unwrap(), [hold]);
    let mut seen = 0;
    store
        .dates(|dates| {
            assert_eq!(dates.dates, [("support-ended".to_owned(), DAY)]);
            seen += 1;
            Ok::<(), StoreError>(())
        })
        .unwrap();
    assert_eq!(seen, 40);
}

#[test]
fn a_second_record_of_the_same_id_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder.path().join("casebook.db"));
    let schema = schema();
    let cells = ["Other", "x", "y"];
    let mut batch = store.begin().unwrap();
    let put = batch.put("p-1", "p-1-a", &RuntimeRecord::new(&schema, &cells), &[]);
    assert!(matches!(put, Err(StoreError::Exists)));
}

#[test]
fn another_file_or_another_organisation_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "these are notes, and longer than a database header would be: 0123456789 0123456789 0123456789")
        .unwrap();
    for path in [&other, &text] {
        let before = std::fs::read(path).unwrap();
        let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
        assert!(Store::open(path, "st-martins", Arc::new(kek)).is_err());
        assert!(LogFile::open(path).is_err());
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    let mine = folder.path().join("casebook.db");
    drop(open(&mine));
    let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    assert!(matches!(Store::open(&mine, "camden", Arc::new(kek)), Err(StoreError::OtherTenant)));
    // A wrong key opens nothing.
    filled(&folder.path().join("two.db")).close().unwrap();
    let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[8; 32])).unwrap();
    let store = Store::open(&folder.path().join("two.db"), "st-martins", Arc::new(kek));
    assert!(store.is_err() || store.unwrap().get("client", "p-1-a").is_err());
}

#[test]
fn a_second_writer_is_told_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    let mut one = filled(&path);
    let mut other = open(&path);
    let batch = one.begin().unwrap();
    assert!(matches!(other.begin(), Err(StoreError::Busy)));
    drop(batch);
    // The other has not seen what this one logs and erases; it takes it in before it writes.
    erase(&mut one, "p-7");
    let mut batch = other.begin().unwrap();
    let draft = Draft::new(Kind::Look, Outcome::Done, Sha256::of(b"rules"));
    let receipt = batch.log(LogEntry { person: Some("p-7"), draft, at: moment() }).unwrap();
    batch.commit().unwrap();
    assert_eq!(receipt.index(), 21);
    assert!(other.log_of("p-7").unwrap().is_empty());
    drop((one, other));
    assert!(LogFile::open(&path).unwrap().verify([], |_| {}).unwrap().is_sound());
}

#[test]
fn a_settling_that_a_reader_is_in_the_way_of_gives_up_in_the_time_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    filled(&path).close().unwrap();
    let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let waits = std::time::Duration::from_millis(50);
    let mut store = Store::options("st-martins", Arc::new(kek)).waiting(waits).open(&path).unwrap();
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM record").unwrap();
    erase(&mut store, "p-3");
    // It once went on for a thousand times as long as it was to wait.
    assert!(matches!(store.settle(), Err(StoreError::Busy)));
    drop(reader);
    assert!(matches!(store.settle(), Ok(caldicott_store::Settled::Wiped(_))));
}

#[test]
fn somebody_whose_key_is_damaged_or_missing_is_found_and_forgotten_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    filled(&path).close().unwrap();
    let raw = Connection::open(&path).unwrap();
    let garble =
        "UPDATE wrapped_key SET record = zeroblob(111) WHERE subject = CAST('p-3' AS BLOB)";
    assert_eq!(raw.execute(garble, []).unwrap(), 1);
    drop(raw);
    let mut store = open(&path);
    assert!(store.mentions("p-3").unwrap());
    assert_eq!(erase(&mut store, "p-3").records, 2);
    assert!(!store.mentions("p-3").unwrap());

    let mut batch = store.begin().unwrap();
    let due = caldicott_store::Due {
        kind: "access-request".to_owned(),
        entity: "ar-1".to_owned(),
        stage: "answer".to_owned(),
        on: DAY,
        person: Some("asked-only".to_owned()),
    };
    batch.set_due(&due).unwrap();
    batch.commit().unwrap();
    assert!(store.mentions("asked-only").unwrap());
    erase(&mut store, "asked-only");
    assert!(!store.mentions("asked-only").unwrap());
    assert!(store.is_erased("asked-only").unwrap());
    assert!(!store.mentions("nobody-here").unwrap());
    assert!(matches!(store.mentions("*"), Err(StoreError::Name(_))));
}

#[test]
fn a_file_with_a_trigger_that_would_keep_what_is_deleted_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.db");
    filled(&path).close().unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(
        "CREATE TABLE hoard (record); CREATE TRIGGER keep BEFORE DELETE ON wrapped_key \
         BEGIN INSERT INTO hoard VALUES (old.record); END",
    )
    .unwrap();
    drop(raw);
    let kek = LocalKek::new("test", 1, SecretKey::from_bytes(&[7; 32])).unwrap();
    let refused = Store::open(&path, "st-martins", Arc::new(kek));
    assert!(matches!(refused, Err(StoreError::Damaged(_))));
    assert!(matches!(LogFile::open(&path), Err(StoreError::Damaged(_))));
}
