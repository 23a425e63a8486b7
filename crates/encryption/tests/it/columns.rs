//! One field of many records at once: the same bytes and the same refusals as one by one.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use caldicott_encryption::{OpenError, RecordId, SealError, SealedColumn, Subject};
use caldicott_model::Purpose;
use proptest::collection::vec;
use proptest::prelude::{any, proptest};

use crate::support::{Bench, Flaky, backends, person};

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|row| format!("a0B{row}")).collect()
}

fn rows<'a>(ids: &'a [String], values: &'a [Vec<u8>]) -> Vec<(RecordId<'a>, &'a [u8])> {
    let ids = ids.iter().map(|id| RecordId::new(id).unwrap());
    ids.zip(values.iter().map(Vec::as_slice)).collect()
}

fn back<'a>(
    rows: &[(RecordId<'a>, &[u8])],
    sealed: &'a SealedColumn,
) -> Vec<(RecordId<'a>, &'a [u8])> {
    rows.iter().zip(sealed.iter()).map(|((record, _), sealed)| (*record, sealed)).collect()
}

#[test]
fn a_column_of_many_rows_opens_row_by_row_and_at_once() {
    for backend in backends() {
        let bench = Bench::new(backend);
        for subject in [person("mary"), Subject::tenant_wide()] {
            let sealer = bench.keyring.sealer(&bench.tenant, &subject);
            let ids = ids(600);
            let values: Vec<Vec<u8>> = (0..600).map(|row| vec![7; row % 300]).collect();
            let rows = rows(&ids, &values);
            let sealed = sealer.seal_column(&bench.notes, &rows).unwrap();
            assert_eq!((sealed.len(), sealed.is_empty()), (600, false));
            assert_eq!(format!("{sealed:?}"), "SealedColumn(600 rows)");
            for ((record, value), sealed) in rows.iter().zip(sealed.iter()) {
                let opened = sealer.open(&bench.notes, record, sealed).unwrap();
                assert_eq!(**opened.expose(Purpose::SUPPORT), **value);
            }
            let opened = sealer.open_column(&bench.notes, &back(&rows, &sealed));
            let opened = opened.expose(Purpose::SUPPORT);
            assert_eq!(format!("{opened:?}"), "OpenedColumn(600 rows)");
            for (row, value) in values.iter().enumerate() {
                assert_eq!(opened.get(row), Some(Ok(value.as_slice())));
            }
            assert_eq!((opened.len(), opened.get(600), opened.is_empty()), (600, None, false));
        }
    }
}

#[test]
fn every_row_is_judged_as_if_it_were_alone() {
    let bench = Bench::new(backends()[0]);
    let mary = bench.sealer("mary");
    let record = RecordId::new("a0B").unwrap();
    let old = mary.seal(&bench.notes, &record, b"old").unwrap();
    bench.keyring.rotate_subject_key(&bench.tenant, &person("mary"), 1).unwrap();
    let new = mary.seal(&bench.notes, &record, b"new").unwrap();
    let changed = |place: usize, byte: u8| {
        let mut changed = new.to_vec();
        changed[place] ^= byte;
        changed
    };
    let (unknown, flipped) = (changed(6, 8), changed(70, 1));
    let (wrong_key, other_suite) = (changed(8, 1), changed(1, 3));
    let sealed: Vec<&[u8]> =
        vec![&old, &new, &[], &unknown, &old, &flipped, &wrong_key, &other_suite, &new[..66], &new];
    for order in [sealed.clone(), sealed.into_iter().rev().collect()] {
        let rows: Vec<_> = order.iter().map(|sealed| (record, *sealed)).collect();
        let column = mary.open_column(&bench.notes, &rows);
        for (row, sealed) in order.iter().enumerate() {
            let alone = mary.open(&bench.notes, &record, sealed);
            let alone = alone.as_ref().map(|value| &**value.expose(Purpose::SUPPORT));
            let together = column.expose(Purpose::SUPPORT).get(row).unwrap();
            assert_eq!(together.as_ref().map(|value| *value), alone, "row {row}");
        }
    }
}

#[test]
fn a_column_is_sealed_whole_or_not_at_all_and_a_forgotten_person_has_none() {
    let flaky = Arc::new(Flaky::default());
    let bench = Bench::with(backends()[0], Arc::clone(&flaky) as _);
    let mary = bench.sealer("mary");
    let record = RecordId::new("a0B").unwrap();
    let huge = vec![0; 16 * 1024 * 1024 + 1];
    let too_long = mary.seal_column(&bench.notes, &[(record, b"v"), (record, &huge)]);
    assert_eq!(too_long.err(), Some(SealError::TooLong));
    let rows = [(record, &b"v"[..]); 3];
    let sealed = mary.seal_column(&bench.notes, &rows).unwrap();
    flaky.0.store(true, Ordering::SeqCst);
    assert_eq!(mary.seal_column(&bench.notes, &rows).err(), Some(SealError::Randomness));
    flaky.0.store(false, Ordering::SeqCst);
    bench.shred("mary");
    assert_eq!(mary.seal_column(&bench.notes, &rows).err(), Some(SealError::SubjectErased));
    let opened = mary.open_column(&bench.notes, &back(&rows, &sealed));
    for row in 0..3 {
        let row = opened.expose(Purpose::SUPPORT).get(row);
        assert_eq!(row, Some(Err(OpenError::SubjectErased)));
    }
    assert!(mary.open_column(&bench.notes, &[]).expose(Purpose::SUPPORT).is_empty());
    assert!(SealedColumn::default().is_empty());
}

proptest! {
    #[test]
    fn columns_of_any_values_come_back(values in vec(vec(any::<u8>(), 0..400), 0..20)) {
        let bench = Bench::new(backends()[0]);
        let mary = bench.sealer("mary");
        let ids = ids(values.len());
        let rows = rows(&ids, &values);
        let sealed = mary.seal_column(&bench.notes, &rows).unwrap();
        let opened = mary.open_column(&bench.notes, &back(&rows, &sealed));
        for (row, value) in values.iter().enumerate() {
            assert_eq!(opened.expose(Purpose::SUPPORT).get(row), Some(Ok(value.as_slice())));
        }
    }
}
