//! Ledgers, histories, what is due, and who may not come back.

use caldicott_audit::Kind;
use caldicott_calendar::Day;
use caldicott_model::{Category, Purpose, RuntimeRecord};
use caldicott_store::{Due, Entity, Import, Incoming, Store, StoreError};

use crate::place::{DAY, Place, erase, erasure, moment, put, rulebook, schema};

pub(super) fn two_spenders_of_one_budget_never_spend_it_twice(place: &dyn Place) {
    const EACH: u64 = 20;
    place.open().turn_ledger("budget", None, &0_u64.to_be_bytes()).unwrap();
    let spend = |mut store: Store| {
        for _ in 0..EACH {
            loop {
                let page = store.ledger("budget").unwrap().unwrap();
                let spent = page.value.expose(Purpose::SUPPORT).as_slice();
                let spent = u64::from_be_bytes(spent.try_into().unwrap()) + 1;
                match store.turn_ledger("budget", Some(page.version), &spent.to_be_bytes()) {
                    Ok(version) => break assert_eq!(version, page.version + 1),
                    Err(StoreError::Conflict) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    };
    let stores = [place.open(), place.open(), place.open()];
    std::thread::scope(|scope| {
        let all: Vec<_> = stores.map(|store| scope.spawn(move || spend(store))).into();
        for one in all {
            one.join().unwrap();
        }
    });
    let page = place.open().ledger("budget").unwrap().unwrap();
    assert_eq!(page.version, 3 * EACH + 1);
    assert_eq!(page.value.expose(Purpose::SUPPORT).as_slice(), (3 * EACH).to_be_bytes());
    // A ledger that is there is not begun anew, and one that is not there has no page to turn.
    let mut store = place.open();
    assert!(matches!(store.turn_ledger("budget", None, b"x"), Err(StoreError::Conflict)));
    assert!(matches!(store.turn_ledger("other", Some(1), b"x"), Err(StoreError::Conflict)));
    assert!(store.ledger("other").unwrap().is_none());
}

fn request(person: Option<&str>) -> Entity<'_> {
    Entity { kind: "access-request", id: "r-1", person, category: Category::Health }
}

pub(super) fn a_history_takes_no_event_that_was_overtaken(place: &dyn Place) {
    let mut one = place.open();
    let mut other = place.open();
    let add = |store: &mut Store, expected, events: &[&[u8]]| {
        let mut batch = store.begin().unwrap();
        let added = batch.append_events(&request(Some("p-1")), expected, events);
        batch.commit().unwrap();
        added
    };
    assert_eq!(add(&mut one, 0, &[b"received"]).unwrap(), 1);
    assert!(matches!(add(&mut other, 0, &[b"received"]), Err(StoreError::Conflict)));
    assert_eq!(add(&mut other, 1, &[b"identified", b"extended"]).unwrap(), 3);
    assert!(matches!(add(&mut one, 1, &[b"refused"]), Err(StoreError::Conflict)));
    assert!(matches!(add(&mut one, 4, &[b"refused"]), Err(StoreError::Conflict)));
    let read = |store: &Store| -> Vec<String> {
        let events = store.events("access-request", "r-1").unwrap();
        events
            .iter()
            .map(|event| {
                let body = event.body.expose(Purpose::SUPPORT).clone();
                format!("{} {}", event.version, String::from_utf8(body).unwrap())
            })
            .collect()
    };
    for store in [&one, &other, &place.open()] {
        assert_eq!(read(store), ["1 received", "2 identified", "3 extended"]);
    }
    assert_eq!(one.events_after("access-request", "r-1", 2).unwrap().len(), 1);
    assert_eq!(one.histories("access-request").unwrap(), ["r-1"]);
    // A history is about one person from its beginning to its end.
    let mut batch = one.begin().unwrap();
    for person in [None, Some("p-2")] {
        let added = batch.append_events(&request(person), 3, &[b"x"]);
        assert!(matches!(added, Err(StoreError::Conflict)));
    }
}

pub(super) fn a_history_that_is_replaced_is_gone_and_nobody_adds_to_it_unaware(place: &dyn Place) {
    let mut one = place.open();
    let mut other = place.open();
    let mut batch = one.begin().unwrap();
    batch.append_events(&request(Some("p-1")), 0, &[b"received", b"answered", b"closed"]).unwrap();
    batch.commit().unwrap();
    let copy = place.back_up();
    let mut batch = one.begin().unwrap();
    let wrong = batch.replace_events(&request(None), 2, &[b"x"]);
    assert!(matches!(wrong, Err(StoreError::Conflict)));
    let kept: [&[u8]; 3] = [b"a", b"b", b"c"];
    assert_eq!(batch.replace_events(&request(None), 3, &kept).unwrap(), 6);
    batch.commit().unwrap();
    // Three events again; but whoever read the old three is told.
    let mut batch = other.begin().unwrap();
    let late = batch.append_events(&request(None), 3, &[b"late"]);
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert_eq!(batch.append_events(&request(None), 6, &[b"d"]).unwrap(), 7);
    batch.commit().unwrap();
    let versions = |store: &Store, after| -> Vec<u64> {
        let events = store.events_after("access-request", "r-1", after).unwrap();
        events.iter().map(|event| event.version).collect()
    };
    for store in [&one, &other, &place.open()] {
        assert_eq!(versions(store, 0), [4, 5, 6, 7]);
        assert_eq!(versions(store, 2), [4, 5, 6, 7]);
        assert_eq!(versions(store, 5), [6, 7]);
        assert_eq!(store.histories("access-request").unwrap(), ["r-1"]);
        assert!(store.histories_of("p-1").unwrap().is_empty());
    }
    place.tamper("DELETE FROM event WHERE version = 4");
    assert!(matches!(one.events("access-request", "r-1"), Err(StoreError::Damaged(_))));
    drop((one, other));
    copy();
    assert_eq!(versions(&place.open(), 0), [1, 2, 3]);
}

pub(super) fn a_history_goes_with_its_person(place: &dyn Place) {
    let mut store = place.open();
    put(&mut store, "p-1", "f-1", "Haque");
    let mut batch = store.begin().unwrap();
    batch.append_events(&request(Some("p-1")), 0, &[b"received", b"answered"]).unwrap();
    let breach =
        Entity { kind: "breach", id: "b-1", person: None, category: Category::Administrative };
    batch.append_events(&breach, 0, &[b"found"]).unwrap();
    batch.commit().unwrap();
    let histories = store.histories_of("p-1").unwrap();
    assert_eq!(histories, [("access-request".to_owned(), "r-1".to_owned())]);
    assert_eq!(erase(&mut store, "p-1").events, 2);
    assert!(store.events("access-request", "r-1").unwrap().is_empty());
    assert!(store.histories_of("p-1").unwrap().is_empty());
    assert_eq!(store.events("breach", "b-1").unwrap().len(), 1);
    let mut batch = store.begin().unwrap();
    let again = batch.append_events(&request(Some("p-1")), 0, &[b"received"]);
    assert!(matches!(again, Err(StoreError::Erased)));
}

pub(super) fn a_moved_event_or_page_does_not_open(place: &dyn Place) {
    let mut store = place.open();
    let mut batch = store.begin().unwrap();
    batch.append_events(&request(Some("p-1")), 0, &[b"one", b"two"]).unwrap();
    batch.turn_ledger("a", None, b"1").unwrap();
    batch.turn_ledger("a", Some(1), b"2").unwrap();
    batch.turn_ledger("b", None, b"9").unwrap();
    batch.commit().unwrap();
    place.tamper(
        "UPDATE ledger SET value = (SELECT value FROM ledger WHERE name = 'b') WHERE name = 'a'",
    );
    assert!(matches!(store.ledger("a"), Err(StoreError::Unopened(_))));
    place.tamper("UPDATE ledger SET version = 2 WHERE name = 'b'");
    assert!(matches!(store.ledger("b"), Err(StoreError::Unopened(_))));
    place.tamper("DELETE FROM event WHERE version = 1");
    assert!(matches!(store.events("access-request", "r-1"), Err(StoreError::Damaged(_))));
    place.tamper("UPDATE event SET version = 1");
    assert!(matches!(store.events("access-request", "r-1"), Err(StoreError::Unopened(_))));
}

pub(super) fn what_became_due_is_told_once(place: &dyn Place) {
    let mut store = place.open();
    let start = Day::literal(2026, 1, 1);
    let on = |days: i32| start.plus_days(days).unwrap();
    put(&mut store, "p-7", "f-7", "Haque");
    let mut batch = store.begin().unwrap();
    for number in 0..60 {
        let due = Due {
            kind: if number % 2 == 0 { "client" } else { "access-request" }.to_owned(),
            entity: format!("f-{number}"),
            stage: "dispose".to_owned(),
            on: on(number * 7 % 60),
            person: Some(format!("p-{}", number % 10)),
        };
        batch.set_due(&due).unwrap();
    }
    // Said again, it moves.
    let moved = Due {
        kind: "client".to_owned(),
        entity: "f-0".to_owned(),
        stage: "dispose".to_owned(),
        on: on(59),
        person: None,
    };
    batch.set_due(&moved).unwrap();
    assert!(batch.clear_due("client", "f-2", "dispose").unwrap());
    assert!(!batch.clear_due("client", "f-2", "dispose").unwrap());
    batch.commit().unwrap();
    let all = store.due_by(on(59)).unwrap();
    assert_eq!(all.len(), 59);
    assert!(all.is_sorted_by_key(|due| due.on));
    assert_eq!(all.iter().filter(|due| due.entity == "f-0").count(), 1);
    // Runs at any distance tell the same as one at the end, each thing once.
    for step in [1, 2, 7, 13, 60] {
        let mut told = Vec::new();
        let mut last = on(-1);
        while last < on(59) {
            let next = last.plus_days(step).unwrap().min(on(59));
            told.extend(store.became_due(last, next).unwrap());
            last = next;
        }
        assert_eq!(told, all, "every {step} days");
    }
    assert!(store.became_due(on(59), on(59)).unwrap().is_empty());
    assert!(store.due_by(on(-1)).unwrap().is_empty());
    // What is due about somebody goes with them, and what is due for a record with the record.
    erase(&mut store, "p-7");
    assert!(store.due_by(on(59)).unwrap().iter().all(|due| due.person.as_deref() != Some("p-7")));
    put(&mut store, "p-8", "f-8", "Osei");
    let mut batch = store.begin().unwrap();
    assert!(batch.remove("client", "f-8").unwrap());
    batch.commit().unwrap();
    assert!(store.due_by(on(59)).unwrap().iter().all(|due| due.entity != "f-8"));
}

pub(super) fn an_import_of_somebody_erased_is_refused_and_logged(place: &dyn Place) {
    let mut store = place.open();
    put(&mut store, "p-1", "f-1", "Haque");
    let mut batch = store.begin().unwrap();
    let _ = batch
        .log_erasure("p-1", &erasure(), &caldicott_calendar::RuleSet::new(), rulebook(), moment(1))
        .unwrap();
    batch.suppress("nhs-number", "943 476 5919", DAY).unwrap();
    batch.commit().unwrap();
    assert!(store.is_suppressed("nhs-number", "943 476 5919").unwrap());
    // The same digits of another register are somebody else.
    assert!(!store.is_suppressed("rough-sleeper-id", "943 476 5919").unwrap());
    let schema = schema();
    let cells = ["Haque", "asthma", "Move-on"];
    let record = RuntimeRecord::new(&schema, &cells);
    let mut import = |person: &str, known_as: &[(&str, &str)], id: &str| {
        let mut batch = store.begin().unwrap();
        let incoming = Incoming { person, known_as, record_id: id, dates: &[] };
        let done = batch.import(incoming, &record, rulebook(), moment(2)).unwrap();
        batch.commit().unwrap();
        done
    };
    assert!(matches!(import("p-1", &[], "f-1"), Import::Refused(_)));
    let known = [("nhs-number", "943 476 5919")];
    let Import::Refused(receipt) = import("sf-003A", &known, "f-9") else { panic!("it came back") };
    assert!(matches!(import("p-2", &[("nhs-number", "other")], "f-2"), Import::Kept));
    assert_eq!(store.count("client").unwrap(), 1);
    assert_eq!(receipt.index(), 2);
    let mut kinds = Vec::new();
    let log = place.log().unwrap();
    log.rows(|row| {
        kinds.push(caldicott_audit::Leaf::decode(&row.leaf).unwrap().kind());
        Ok::<(), StoreError>(())
    })
    .unwrap();
    assert_eq!(kinds, [Kind::Erasure, Kind::Refusal, Kind::Refusal]);
    // Neither the id nor the number stands anywhere in a readable form, the log's payloads included.
    assert!(store.verify_sealed(|_| {}).unwrap().is_sound());
}
