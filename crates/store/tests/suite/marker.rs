//! What an erased person leaves in the closed files: nothing.

use std::collections::HashSet;
use std::path::Path;

use caldicott_audit::{Draft, Kind, Outcome};
use caldicott_calendar::RuleSet;
use caldicott_model::{Category, RuntimeRecord};
use caldicott_store::{Due, Entity, HoldRow, LogEntry, Settled, Store};

use crate::child::splitmix;
use crate::place::{DAY, InFile, Place as _, erasure, moment, rulebook, scale, schema};

/// Sixteen bytes that stand in the file only if somebody's marker does.
fn marker(number: u64) -> String {
    format!("mk{:014x}", splitmix(number) >> 8)
}

fn fill(store: &mut Store, from: u64, until: u64) {
    let schema = schema();
    for chunk in (from..until).collect::<Vec<_>>().chunks(100) {
        let mut batch = store.begin().unwrap();
        for number in chunk {
            let person = marker(*number);
            // Long rows too, which spill over several pages.
            let service =
                person.repeat(usize::try_from(number % 13 * number % 11 * 12 + 1).unwrap());
            let cells = ["Haque", "asthma", service.as_str()];
            for part in ["a", "b"] {
                let id = format!("{person}-{part}");
                let record = RuntimeRecord::new(&schema, &cells);
                batch.put(&person, &id, &record, &[("d", DAY)]).unwrap();
            }
            let draft = Draft::new(Kind::Look, Outcome::Done, rulebook());
            let entry = LogEntry { person: Some(&person), draft, at: moment(*number) };
            let _receipt = batch.log(entry).unwrap();
            let id = format!("r-{person}");
            let entity = Entity {
                kind: "request",
                id: &id,
                person: Some(&person),
                category: Category::Health,
            };
            batch.append_events(&entity, 0, &[b"received"]).unwrap();
            let due = Due {
                kind: "request".to_owned(),
                entity: id.clone(),
                stage: "answer".to_owned(),
                on: DAY,
                person: Some(person.clone()),
            };
            batch.set_due(&due).unwrap();
            let hold = HoldRow {
                person: person.clone(),
                kind: "arrears".to_owned(),
                since: DAY,
                until: None,
            };
            batch.hold(&hold).unwrap();
        }
        batch.commit().unwrap();
    }
}

/// Two thirds of the people, in no order.
fn gone(number: u64) -> bool {
    !splitmix(number + 77_000).is_multiple_of(3)
}

/// The markers that stand anywhere in the files of a folder, slack and free pages included.
fn markers_in(folder: &Path, of: u64) -> HashSet<u64> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let wanted: std::collections::HashMap<Vec<u8>, u64> =
        (0..of).map(|number| (marker(number).into_bytes(), number)).collect();
    bytes
        .windows(16)
        .filter(|window| window.starts_with(b"mk"))
        .filter_map(|window| wanted.get(window).copied())
        .collect()
}

/// What SQLite itself says of the file.
fn is_whole(path: &Path) -> bool {
    let raw = rusqlite::Connection::open(path).unwrap();
    let answer: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    answer == "ok"
}

#[test]
fn of_a_thousand_erased_people_no_byte_stays_and_of_the_others_every_one() {
    let markers = scale("CALDICOTT_MARKERS", 1000);
    let place = InFile::new();
    let mut store = place.open();
    fill(&mut store, 0, markers);
    let mut wiped = 0;
    // Another store, which has read every page.
    let mut other = place.open();
    for number in 0..markers {
        assert!(other.get("client", &format!("{}-a", marker(number))).unwrap().is_some());
    }
    // In three runs with others added in between, so that pages are split, merged and used again.
    for run in 0..3 {
        for chunk in
            (0..markers).filter(|n| gone(*n) && n % 3 == run).collect::<Vec<_>>().chunks(64)
        {
            let mut batch = store.begin().unwrap();
            for number in chunk {
                let rules = RuleSet::new();
                let _ = batch
                    .log_erasure(&marker(*number), &erasure(), &rules, rulebook(), moment(markers))
                    .unwrap();
            }
            batch.commit().unwrap();
        }
        let settled = store.settle().unwrap();
        let Settled::Wiped(pages) = settled else { panic!("{settled:?}") };
        wiped += pages;
        assert_eq!(store.settle().unwrap(), Settled::Clean);
        // At once, while the casebook is open.
        let left = markers_in(place.folder(), markers);
        let expected: HashSet<u64> = (0..markers).filter(|n| !(gone(*n) && n % 3 <= run)).collect();
        assert_eq!(left.difference(&expected).count(), 0, "run {run}");
        assert_eq!(expected.difference(&left).count(), 0, "run {run}");
        // What either store has in memory is not what was wiped: writing on brings nothing back.
        let from = markers + run * 100;
        fill(&mut store, from, from + 50);
        fill(&mut other, from + 50, from + 100);
    }
    drop(other);
    assert!(wiped > 0, "there was nothing to wipe: the test does not reach the slack");
    store.close().unwrap();
    let left = markers_in(place.folder(), markers);
    assert!(left.iter().all(|number| !gone(*number)));
    assert!(is_whole(&place.path()));
    let store = place.open();
    for number in (0..markers).filter(|number| !gone(*number)) {
        assert!(store.get("client", &format!("{}-b", marker(number))).unwrap().is_some());
    }
    assert!(store.verify_sealed(|_| {}).unwrap().is_sound());
    assert!(place.log().unwrap().verify([], |_| {}).unwrap().is_sound());
}

#[test]
fn without_settling_the_slack_does_hold_erased_people() {
    // If this fails, SQLite has changed and settling can be simpler.
    let place = InFile::new();
    let mut store = place.open();
    fill(&mut store, 0, 1000);
    for number in (0..1000).filter(|number| gone(*number)) {
        crate::place::erase(&mut store, &marker(number));
    }
    drop(store);
    place.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    let left = markers_in(place.folder(), 1000);
    println!("{} erased people stand in the slack", left.iter().filter(|n| gone(**n)).count());
    assert!(left.iter().any(|number| gone(*number)));
}

/// The same casebook by another name is the same file, and is wiped as such.
#[cfg(unix)]
#[test]
fn a_casebook_behind_a_link_is_wiped_where_it_stands() {
    let place = InFile::new();
    let mut store = place.open();
    fill(&mut store, 0, 300);
    store.close().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(place.path(), &link).unwrap();
    let mut store = place.options().open(&link).unwrap();
    for number in (0..300).filter(|number| gone(*number)) {
        crate::place::erase(&mut store, &marker(number));
    }
    assert!(matches!(store.settle().unwrap(), Settled::Wiped(_)));
    let left = markers_in(place.folder(), 300);
    assert!(left.iter().all(|number| !gone(*number)));
    store.close().unwrap();
    assert!(is_whole(&place.path()));
}

#[cfg(feature = "postgres")]
#[test]
fn a_server_says_that_it_keeps_the_bytes_and_that_the_keys_are_gone() {
    let Some(place) = crate::server::InServer::new("shredding") else { return };
    let mut store = place.open();
    crate::place::put(&mut store, "p-1", "f-1", "Haque");
    assert_eq!(store.settle().unwrap(), Settled::Clean);
    crate::place::erase(&mut store, "p-1");
    assert_eq!(store.settle().unwrap(), Settled::Shredded);
    assert_eq!(store.settle().unwrap(), Settled::Clean);
    crate::place::put(&mut store, "p-2", "f-2", "Osei");
    store.compact().unwrap();
    assert_eq!(store.count("client").unwrap(), 1);
}
