//! Records, keys, erasure, search and the log.

use std::ops::ControlFlow;
use std::sync::Arc;

use caldicott_encryption::{LocalKek, OpenError, SecretKey};
use caldicott_model::{Category, FieldTag, Identifiability, Purpose, RuntimeRecord};
use caldicott_store::{Cell, HoldRow, OpenedRecord, SealedFault, Store, StoreError};

use crate::place::{DAY, Place, TENANT, erase, look, moment, put, rulebook, schema, surname};

pub(super) const NAMES: [&str; 5] = ["Haque", "Osei", "Flint", "Kaur", "Wray"];

/// Twelve people with a record each, and a look at each.
pub(super) fn filled(place: &dyn Place) -> Store {
    let mut store = place.open();
    for number in 0..12 {
        let person = format!("p-{number}");
        put(&mut store, &person, &format!("f-{number}"), NAMES[number % 5]);
        look(&mut store, &person, u64::try_from(number).unwrap());
    }
    store
}

pub(super) fn text(record: &OpenedRecord, field: &str) -> String {
    record.value(field, Purpose::SUPPORT).unwrap().text().unwrap_or_default().to_owned()
}

fn people(store: &Store, name: &str) -> Vec<String> {
    let found = store.find("client", "surname", name).unwrap();
    found.iter().map(|record| record.person().to_owned()).collect()
}

pub(super) fn what_is_put_is_read_back_after_reopening(place: &dyn Place) {
    filled(place).close().unwrap();
    let store = place.open();
    assert_eq!(store.count("client").unwrap(), 12);
    let record = store.get("client", "f-3").unwrap().unwrap();
    assert_eq!(record.person(), "p-3");
    assert_eq!(text(&record, "surname"), "Kaur");
    assert_eq!(text(&record, "health"), "asthma");
    assert_eq!(text(&record, "service"), "Move-on");
    assert!(store.get("client", "nothing").unwrap().is_none());
    let mut dated = Vec::new();
    store
        .dates(|dates| {
            assert_eq!(dates.dates, [("support-ended".to_owned(), DAY)]);
            dated.push(dates.record_id);
            Ok::<(), StoreError>(())
        })
        .unwrap();
    assert_eq!(dated, store.record_ids("client").unwrap());
    assert_eq!(people(&store, " HAQUE "), ["p-0", "p-10", "p-5"]);
    assert!(place.log().unwrap().verify([], |_| {}).unwrap().is_sound());
}

pub(super) fn a_batch_that_is_dropped_leaves_nothing_and_work_goes_on(place: &dyn Place) {
    let schema = schema();
    let cells = ["Haque", "x", "y"];
    let record = RuntimeRecord::new(&schema, &cells);
    let mut store = place.open();
    for commit in [false, true] {
        let mut batch = store.begin().unwrap();
        batch.put("p-1", "f-1", &record, &[]).unwrap();
        batch.turn_ledger("l", None, b"1").unwrap();
        if commit {
            batch.commit().unwrap();
        } else {
            drop(batch);
            assert_eq!(store.count("client").unwrap(), 0);
            assert!(store.ledger("l").unwrap().is_none());
            assert_eq!(store.key_status().unwrap().people, 0);
        }
    }
    drop(store);
    let store = place.open();
    assert_eq!(text(&store.get("client", "f-1").unwrap().unwrap(), "surname"), "Haque");
}

pub(super) fn a_refused_record_does_not_spoil_the_batch(place: &dyn Place) {
    let schema = schema();
    let cells = ["Haque", "x", "y"];
    let record = RuntimeRecord::new(&schema, &cells);
    let mut store = filled(place);
    erase(&mut store, "p-2");
    let mut batch = store.begin().unwrap();
    batch.put("p-20", "f-20", &record, &[]).unwrap();
    assert!(matches!(batch.put("p-21", "f-3", &record, &[]), Err(StoreError::Exists)));
    assert!(matches!(batch.put("p-2", "f-2", &record, &[]), Err(StoreError::Erased)));
    assert!(matches!(batch.turn_ledger("l", Some(3), b"x"), Err(StoreError::Conflict)));
    assert!(matches!(batch.replace("p-0", "f-77", &record, &[]), Err(StoreError::Missing)));
    batch.put("p-22", "f-22", &record, &[]).unwrap();
    batch.commit().unwrap();
    drop(store);
    let store = place.open();
    assert!(store.get("client", "f-20").unwrap().is_some());
    assert!(store.get("client", "f-22").unwrap().is_some());
    assert_eq!(store.get("client", "f-3").unwrap().unwrap().person(), "p-3");
    assert_eq!(store.count("client").unwrap(), 13);
}

pub(super) fn a_record_is_replaced_whole_and_found_by_its_new_value_alone(place: &dyn Place) {
    let schema = schema();
    let cells = ["Quayle", "well", "Outreach"];
    let mut store = filled(place);
    let mut batch = store.begin().unwrap();
    batch.replace("p-0", "f-0", &RuntimeRecord::new(&schema, &cells), &[]).unwrap();
    let theirs = batch.replace("p-1", "f-0", &RuntimeRecord::new(&schema, &cells), &[]);
    assert!(matches!(theirs, Err(StoreError::Conflict)));
    batch.commit().unwrap();
    assert_eq!(people(&store, "Haque"), ["p-10", "p-5"]);
    assert_eq!(people(&store, "Quayle"), ["p-0"]);
    assert_eq!(text(&store.get("client", "f-0").unwrap().unwrap(), "service"), "Outreach");
    assert_eq!(store.count("client").unwrap(), 12);
}

pub(super) fn an_erased_person_leaves_no_row_and_does_not_come_back(place: &dyn Place) {
    let mut store = filled(place);
    let cell = Cell { person: "p-5", record_type: "client", record_id: "copy", field: "surname" };
    let schema = schema();
    let tag = schema.fields()[0].clone();
    let mut batch = store.begin().unwrap();
    let sealed = batch.seal_cell(cell, &tag, b"elsewhere").unwrap();
    batch.commit().unwrap();
    assert!(store.open_cell(cell, &sealed).is_ok());
    let erased = erase(&mut store, "p-5");
    assert_eq!((erased.records, erased.log_payloads), (1, 1));
    assert!(erased.index_entries > 0);
    for store in [&store, &place.open()] {
        assert!(store.is_erased("p-5").unwrap());
        assert!(!store.is_erased("p-6").unwrap());
        assert!(store.get("client", "f-5").unwrap().is_none());
        assert!(store.records_of("p-5").unwrap().is_empty());
        assert!(store.log_of("p-5").unwrap().is_empty());
        assert_eq!(store.log_of("p-6").unwrap().len(), 1);
        assert_eq!(people(store, "Haque"), ["p-0", "p-10"]);
        let opened = store.open_cell(cell, &sealed);
        assert!(matches!(opened, Err(StoreError::Unopened(OpenError::SubjectErased))));
    }
    let cells = ["Haque", "again", "Move-on"];
    let mut batch = store.begin().unwrap();
    let put = batch.put("p-5", "f-5", &RuntimeRecord::new(&schema, &cells), &[]);
    assert!(matches!(put, Err(StoreError::Erased)));
    assert!(matches!(batch.seal_cell(cell, &tag, b"x"), Err(StoreError::Erased)));
    drop(batch);
    let report = place.log().unwrap().verify([], |_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.entries(), report.erased()), (13, 1));
    let sealed = store.verify_sealed(|_| {}).unwrap();
    assert!(sealed.is_sound(), "{sealed}");
    assert_eq!((sealed.entries(), sealed.opened(), sealed.tombstones()), (13, 12, 1));
}

pub(super) fn an_erasure_done_twice_is_recorded_twice_and_changes_nothing_more(place: &dyn Place) {
    let mut store = filled(place);
    erase(&mut store, "p-5");
    let again = erase(&mut store, "p-5");
    assert_eq!((again.records, again.index_entries, again.log_payloads), (0, 0, 0));
    // Somebody who never was is erased too: their return is barred.
    erase(&mut store, "p-99");
    assert!(store.is_erased("p-99").unwrap());
    let report = store.verify_sealed(|_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!(report.tombstones(), 2);
    assert!(place.log().unwrap().verify([], |_| {}).unwrap().is_sound());
    assert_eq!(store.key_status().unwrap().erased, 2);
}

pub(super) fn another_organisation_is_refused(place: &dyn Place) {
    drop(filled(place));
    let theirs = place.open_as(Store::options("camden", place.kek()));
    assert!(matches!(theirs, Err(StoreError::OtherTenant)));
    let wrong = LocalKek::new("file:test", 1, SecretKey::from_bytes(&[8; 32])).unwrap();
    assert!(place.open_as(Store::options(TENANT, Arc::new(wrong))).is_err());
    assert_eq!(place.open().count("client").unwrap(), 12);
}

pub(super) fn a_second_store_sees_what_the_first_destroyed(place: &dyn Place) {
    let mut one = filled(place);
    let other = place.open();
    let cell = Cell { person: "p-4", record_type: "client", record_id: "copy", field: "surname" };
    let tag = schema().fields()[0].clone();
    let mut batch = one.begin().unwrap();
    let sealed = batch.seal_cell(cell, &tag, b"elsewhere").unwrap();
    batch.commit().unwrap();
    // The other has the key in memory.
    assert!(other.open_cell(cell, &sealed).is_ok());
    erase(&mut one, "p-4");
    let opened = other.open_cell(cell, &sealed);
    assert!(matches!(opened, Err(StoreError::Unopened(OpenError::SubjectErased))));
    assert!(other.get("client", "f-4").unwrap().is_none());
    // And the first sees what the other logs, in one log.
    let mut other = other;
    look(&mut other, "p-4", 90);
    look(&mut one, "p-3", 91);
    assert_eq!(one.chain().size(), 15);
    assert!(place.log().unwrap().verify([], |_| {}).unwrap().is_sound());
    assert!(one.verify_sealed(|_| {}).unwrap().is_sound());
}

pub(super) fn a_cell_opens_under_a_column_that_another_store_added_since(place: &dyn Place) {
    let mut one = filled(place);
    let other = place.open();
    let cell = Cell { person: "p-4", record_type: "client", record_id: "copy", field: "surname" };
    let mut seal = |cell: Cell<'_>, tag: &FieldTag| {
        let mut batch = one.begin().unwrap();
        let sealed = batch.seal_cell(cell, tag, b"elsewhere").unwrap();
        batch.commit().unwrap();
        sealed
    };
    let opens = |cell: Cell<'_>, sealed: &[u8]| {
        other.open_cell(cell, sealed).unwrap().expose(Purpose::SUPPORT) == b"elsewhere"
    };
    let before = seal(cell, &schema().fields()[0]);
    assert!(opens(cell, &before));
    // The field is tagged anew, and has a column of another category from then on.
    let direct = Identifiability::Direct;
    let after = seal(cell, &FieldTag::new("surname".into(), Category::Health.into(), direct));
    assert!(opens(cell, &after) && opens(cell, &before));
    // And a field that the other has never met.
    let cell = Cell { field: "nickname", ..cell };
    let sealed = seal(cell, &FieldTag::new("nickname".into(), Category::Identity.into(), direct));
    assert!(opens(cell, &sealed));
    assert_eq!(other.reseal_cell(cell, &sealed).unwrap(), None);
}

pub(super) fn writers_in_turn_lose_nothing_and_break_no_log(place: &dyn Place) {
    const EACH: usize = 12;
    let first = place.open();
    let stores = [first, place.open(), place.open()];
    let reader = place.open();
    let done = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for (number, mut store) in stores.into_iter().enumerate() {
            let done = &done;
            scope.spawn(move || {
                let schema = schema();
                let cells = ["Haque", "x", "y"];
                for turn in 0..EACH {
                    let person = format!("p-{number}-{turn}");
                    // Both records or neither, and the look with them.
                    let mut batch = store.begin().unwrap();
                    for part in ["a", "b"] {
                        let id = format!("{person}-{part}");
                        batch.put(&person, &id, &RuntimeRecord::new(&schema, &cells), &[]).unwrap();
                    }
                    let draft = caldicott_audit::Draft::new(
                        caldicott_audit::Kind::Look,
                        caldicott_audit::Outcome::Done,
                        rulebook(),
                    );
                    let entry = caldicott_store::LogEntry {
                        person: Some(&person),
                        draft,
                        at: moment(u64::try_from(turn).unwrap()),
                    };
                    let _receipt = batch.log(entry).unwrap();
                    batch.commit().unwrap();
                }
                done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        // Whoever reads meanwhile sees whole batches.
        scope.spawn(|| {
            let mut last = 0;
            while done.load(std::sync::atomic::Ordering::SeqCst) < 3 {
                let now = reader.count("client").unwrap();
                assert!(now.is_multiple_of(2) && now >= last, "{now} after {last}");
                last = now;
            }
        });
    });
    let store = place.open();
    assert_eq!(store.count("client").unwrap(), 6 * u64::try_from(EACH).unwrap());
    assert_eq!(store.chain().size(), 3 * u64::try_from(EACH).unwrap());
    assert!(place.log().unwrap().verify([], |_| {}).unwrap().is_sound());
    let report = store.verify_sealed(|_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
}

pub(super) fn tables_beside_the_log_are_held_against_what_was_sealed(place: &dyn Place) {
    let mut store = filled(place);
    erase(&mut store, "p-2");
    erase(&mut store, "p-6");
    let mut batch = store.begin().unwrap();
    let hold =
        HoldRow { person: "p-1".to_owned(), kind: "arrears".to_owned(), since: DAY, until: None };
    batch.hold(&hold).unwrap();
    batch.commit().unwrap();
    let sound = |store: &Store| store.verify_sealed(|_| {}).unwrap();
    assert!(sound(&store).is_sound());
    let untouched = place.back_up();
    drop(store);
    let keyless = || place.log().unwrap().verify([], |_| {}).map(|report| report.is_sound());
    let cases: [(&str, &str, SealedFault, bool); 11] = [
        (
            "a later time",
            "UPDATE log_payload SET logged_at = logged_at + 1 WHERE position = 4",
            SealedFault::Time(4),
            false,
        ),
        (
            "an earlier time",
            "UPDATE log_payload SET logged_at = 5 WHERE position = 8",
            SealedFault::Time(8),
            true,
        ),
        (
            "somebody else",
            "UPDATE log_person SET person = 'p-9' WHERE position = 4",
            SealedFault::Payload(4),
            false,
        ),
        ("nobody", "DELETE FROM log_person WHERE position = 4", SealedFault::Payload(4), false),
        (
            "of an erased entry",
            "INSERT INTO log_person (person, position) VALUES ('p-1', 2)",
            SealedFault::Person(2),
            true,
        ),
        (
            "another day of erasure",
            "UPDATE tombstone SET erased_on = erased_on + 1 WHERE erased_on > 0",
            SealedFault::TombstoneMissing(12),
            false,
        ),
        ("no tombstones", "DELETE FROM tombstone", SealedFault::TombstoneMissing(12), true),
        (
            "a date",
            "UPDATE due_date SET day = day - 3000 WHERE record = 4",
            SealedFault::Days,
            false,
        ),
        ("a hold", "UPDATE hold SET until = 5", SealedFault::Days, false),
        (
            "a record's person",
            "UPDATE record SET person = 'p-0' WHERE record_id = 'f-9'",
            SealedFault::Records(1),
            false,
        ),
        (
            "one more",
            "INSERT INTO tombstone (digest, erased_on, reason, approver) VALUES (x'00000000000000000000000000000000000000000000000000000000000000ff', 1, 'r', 'a')",
            SealedFault::TombstonesUnrecorded(1),
            true,
        ),
    ];
    for (what, sql, fault, seen_without_key) in cases {
        place.tamper(sql);
        let report = sound(&place.open());
        assert!(report.faults().contains(&fault), "{what}: {report}");
        assert_eq!(keyless().is_err(), seen_without_key, "{what}");
        untouched();
        assert!(sound(&place.open()).is_sound(), "{what}");
        assert!(keyless().unwrap(), "{what}");
    }
    // A copied entry is the log's own affair, and seen there.
    place.tamper("UPDATE log_leaf SET leaf = (SELECT leaf FROM log_leaf WHERE position = 3) WHERE position = 4");
    assert!(!keyless().unwrap());
}

pub(super) fn a_search_that_would_miss_somebody_is_refused_until_indexed_anew(place: &dyn Place) {
    let mut store = filled(place);
    // The same field, for a population that gives another width.
    let mut wider = place.open_as(place.options()).unwrap();
    wider.index(surname(50_000)).unwrap();
    let refused = wider.find("client", "surname", "Haque");
    assert!(matches!(refused, Err(StoreError::NotSearchable(_))));
    let mut done = 0;
    assert!(
        wider
            .reindex(|so_far| {
                done = so_far;
                ControlFlow::Continue(())
            })
            .unwrap()
    );
    assert_eq!(done, 12);
    assert_eq!(people(&wider, "Haque"), ["p-0", "p-10", "p-5"]);
    // The narrower one is gone, and says so.
    assert!(matches!(store.find("client", "surname", "Haque"), Err(StoreError::NotSearchable(_))));
    // Somebody who does not know of the index puts a record: the index says that it lacks one.
    let mut unaware = place.open_as(place.options()).unwrap();
    put(&mut unaware, "p-50", "f-50", "Haque");
    assert!(matches!(wider.find("client", "surname", "Haque"), Err(StoreError::NotSearchable(_))));
    wider.reindex(|_| ControlFlow::Continue(())).unwrap();
    assert_eq!(people(&wider, "Haque"), ["p-0", "p-10", "p-5", "p-50"]);
    put(&mut wider, "p-51", "f-51", "Haque");
    assert_eq!(people(&wider, "Haque").len(), 5);
    // Too few people, or too few values, for any index.
    for key in [surname(1), caldicott_store::SearchKey { distinct: 8, ..surname(500) }] {
        assert!(matches!(store.index(key), Err(StoreError::NotSearchable(_))));
    }
}

pub(super) fn names_that_a_database_would_change_are_refused(place: &dyn Place) {
    let schema = schema();
    let cells = ["Haque", "x", "y"];
    let record = RuntimeRecord::new(&schema, &cells);
    let long = "x".repeat(256);
    let mut store = place.open();
    let mut batch = store.begin().unwrap();
    for bad in ["", "p\0", "caldicott:nobody", "*", long.as_str()] {
        assert!(matches!(batch.put(bad, "f", &record, &[]), Err(StoreError::Name(_))), "{bad}");
    }
    for bad in ["", "f\0", long.as_str()] {
        assert!(matches!(batch.put("p", bad, &record, &[]), Err(StoreError::Name(_))), "{bad}");
    }
    // Any other text is kept as it is, and sorted by its bytes.
    let odd = ["Zoë", "zoe\u{301}", "a'b;--", "A", "\u{202e}x", "💧", "a b"];
    for id in odd {
        batch.put(id, id, &record, &[]).unwrap();
    }
    batch.commit().unwrap();
    assert_eq!(store.record_ids("client").unwrap(), odd);
    for id in odd {
        assert_eq!(store.get("client", id).unwrap().unwrap().person(), id);
    }
}
