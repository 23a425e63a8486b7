//! Rotating, closing epochs, sealing again.

use std::ops::ControlFlow;

use caldicott_model::Purpose;
use caldicott_store::{Cell, KeyTask, Reseal, StoreError};

use super::cases::{NAMES, filled, text};
use crate::place::{DAY, Place, erase, look, put, schema};

pub(super) fn keys_and_rotations_are_told_as_they_stand(place: &dyn Place) {
    let mut store = filled(place);
    let status = store.key_status().unwrap();
    assert_eq!((status.people, status.person_keys, status.people_with_older_keys), (12, 12, 0));
    assert_eq!((status.tenant_keys.len(), status.erased, status.last_epoch), (1, 0, None));
    // Twelve people, the organisation's own subject, nobody's where one was logged, and the index key.
    let wraps = status.tenant_keys[0].wraps;
    assert!(wraps == 14 || wraps == 15, "{wraps}");
    let rotation = store.rotate_tenant_key().unwrap();
    assert!(rotation.is_finished());
    assert_eq!((rotation.version, rotation.rewrapped), (2, wraps));
    assert_eq!(store.rotate_person_key("p-3").unwrap(), Some(2));
    assert_eq!(store.rotate_person_key("p-03").unwrap(), None);
    assert_eq!(store.person_key("p-03").unwrap(), None);
    assert_eq!(store.person_key("p-3").unwrap(), Some(2));
    assert_eq!(store.person_key("p-nobody").unwrap(), None);
    let epoch = store.epoch(DAY).unwrap();
    assert!(epoch.is_closed());
    assert_eq!((epoch.kek_version, epoch.rotation.version), (2, 3));
    let status = store.key_status().unwrap();
    assert_eq!((status.people, status.person_keys, status.people_with_older_keys), (12, 13, 1));
    assert_eq!(status.last_epoch, Some(DAY));
    assert_eq!(status.tenant_keys.len(), 1);
    assert_eq!(status.tenant_keys[0].version, 3);
    assert_eq!(status.tenant_keys[0].kek_version, Some(2));
    assert!(status.unfinished.is_empty());
    for store in [&store, &place.open()] {
        for number in 0..12 {
            let record = store.get("client", &format!("f-{number}")).unwrap().unwrap();
            assert_eq!(text(&record, "surname"), NAMES[number % 5]);
        }
        assert_eq!(store.log_of("p-3").unwrap().len(), 1);
    }
    assert!(matches!(erase(&mut store, "p-3").records, 1));
    assert!(matches!(store.rotate_person_key("p-3"), Err(StoreError::Erased)));
}

pub(super) fn resealing_goes_on_where_it_was_stopped(place: &dyn Place) {
    let mut store = place.open();
    for number in 0..150 {
        put(&mut store, &format!("p-{number:03}"), &format!("f-{number}"), NAMES[number % 5]);
    }
    look(&mut store, "p-007", 1);
    // Nothing is outdated yet.
    let none = store.reseal(Reseal::outdated(), |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((none.people, none.values, none.is_finished), (0, 0, true));
    let mut calls = 0;
    let what = Reseal::everyone().destroying_older_keys();
    let stopped = store
        .reseal(what, |progress| {
            calls += 1;
            assert_eq!((progress.done, progress.total), (64, 150));
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!((calls, stopped.people, stopped.is_finished), (1, 64, false));
    assert_eq!(store.key_status().unwrap().unfinished, [KeyTask::Reseal]);
    drop(store);
    // Another process goes on with what was asked first, whatever it asks itself.
    let mut store = place.open();
    let rest = store.reseal(Reseal::outdated(), |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((rest.people, rest.is_finished), (86, true));
    assert_eq!(stopped.kept_for_log + rest.kept_for_log, 1);
    assert_eq!(stopped.retired + rest.retired, 149);
    let status = store.key_status().unwrap();
    // p-007's older key is the log's.
    assert_eq!((status.people, status.person_keys, status.people_with_older_keys), (150, 151, 1));
    assert!(status.unfinished.is_empty());
    for store in [&store, &place.open()] {
        for number in 0..150 {
            let person = format!("p-{number:03}");
            assert_eq!(store.person_key(&person).unwrap(), Some(2), "{person}");
            let record = store.get("client", &format!("f-{number}")).unwrap().unwrap();
            assert_eq!(text(&record, "surname"), NAMES[number % 5]);
        }
        assert_eq!(store.log_of("p-007").unwrap().len(), 1);
    }
    let again = store.reseal(Reseal::outdated(), |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(again.values, 0);
    // A value that the host keeps is sealed again by itself.
    let cell = Cell { person: "p-003", record_type: "client", record_id: "c", field: "health" };
    let tag = schema().fields()[1].clone();
    let mut batch = store.begin().unwrap();
    let old = batch.seal_cell(cell, &tag, b"asthma").unwrap();
    batch.commit().unwrap();
    assert_eq!(store.reseal_cell(cell, &old).unwrap(), None);
    store.rotate_person_key("p-003").unwrap();
    let new = store.reseal_cell(cell, &old).unwrap().unwrap();
    assert_eq!(store.open_cell(cell, &new).unwrap().expose(Purpose::SUPPORT), b"asthma");
    let _ = store.reseal(what, |_| ControlFlow::Continue(())).unwrap();
    assert!(matches!(store.open_cell(cell, &old), Err(StoreError::Unopened(_))));
}

pub(super) fn a_backup_from_before_an_epoch_opens_nothing(place: &dyn Place) {
    let mut store = filled(place);
    assert!(store.epoch(DAY).unwrap().is_closed());
    store.settle().unwrap();
    let restore = place.back_up();
    erase(&mut store, "p-3");
    let _ = store.settle().unwrap();
    // Before the next epoch the backup opens, and with it whoever was erased since.
    drop(store);
    assert!(place.open().is_erased("p-3").unwrap());
    let mut store = place.open();
    assert!(store.epoch(DAY.plus_days(30).unwrap()).unwrap().is_closed());
    assert_eq!(text(&store.get("client", "f-4").unwrap().unwrap(), "surname"), "Wray");
    drop(store);
    restore();
    // The rows are back, with the erased person's. No key of theirs opens, not even to be asked.
    let opened = place.open_as(place.options());
    assert!(matches!(opened, Err(StoreError::Outlived)), "{opened:?}");
    // What needs no key can still be shown, to see how far the backup goes.
    let report = place.log().unwrap().verify([], |_| {}).unwrap();
    assert!(report.is_sound());
    assert_eq!(report.entries(), 12);
}
