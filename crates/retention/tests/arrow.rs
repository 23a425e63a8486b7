//! Columns from Arrow arrays say what columns from slices say.
#![cfg(feature = "arrow")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

use arrow_array::types::{TimestampMicrosecondType, TimestampSecondType};
use arrow_array::{Array, BooleanArray, Date32Array, Date64Array, Int32Array, PrimitiveArray};
use caldicott_model::CategorySet;
use caldicott_retention::{ArrowColumn, Column, Columns, Day, Standing};

#[path = "suite/convert.rs"]
#[expect(dead_code, reason = "this test reads no faults")]
mod convert;

const TEXT: &str = "[trigger]\na = \"a\"\n[[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\n\
    stages = [\"dispose\"]\nkeep = \"6 years after a\"\n";

fn days(rows: usize) -> Vec<Option<i32>> {
    let days = (0..rows).map(|row| i32::try_from(row).unwrap() * 37 % 9_000 + 12_000);
    days.enumerate().map(|(row, day)| (row % 7 != 3).then_some(day)).collect()
}

#[test]
fn arrays_with_nulls_and_slices_of_arrays_are_read_as_they_are() {
    let schedule = convert::schedule(TEXT);
    let compiled = schedule.compile("c", CategorySet::NONE, Day::literal(2026, 11, 22));
    let all = days(1_000);
    let array = Date32Array::from(all.clone());
    // A slice starts in the middle of a byte of the validity bits.
    for (from, rows) in [(0, 1_000), (1, 999), (13, 500), (64, 128), (999, 1), (5, 0)] {
        let slice = array.slice(from, rows);
        let column = ArrowColumn::of(&slice).unwrap();
        let columns = Columns::new(rows).dated("a", column.column()).unwrap();
        let part = &all[from..from + rows];
        let plain: Vec<i32> = part.iter().map(|day| day.unwrap_or(0)).collect();
        let mut valid = vec![0_u64; rows.div_ceil(64)];
        for (row, _) in part.iter().enumerate().filter(|(_, day)| day.is_some()) {
            valid[row / 64] |= 1 << (row % 64);
        }
        let other = Columns::new(rows).dated("a", Column::with_validity(&plain, &valid)).unwrap();
        assert_eq!(compiled.standings(&columns), compiled.standings(&other));
        let codes: Vec<u8> = compiled.standings(&other).into_iter().map(|one| one as u8).collect();
        assert_eq!(compiled.standing_array(&columns).values(), codes.as_slice());
        let due: BooleanArray =
            codes.iter().map(|code| Some(*code == Standing::Due as u8)).collect();
        assert_eq!(compiled.due_array(&columns), due);
        let ends = schedule.due_column("c", CategorySet::NONE, &columns).array();
        assert_eq!(ends.null_count(), part.iter().filter(|day| day.is_none()).count());
    }
}

#[test]
fn an_instant_becomes_the_civil_day_in_london_once() {
    // 2018-07-01 23:30 in UTC is half past midnight on 2 July in London.
    let summer = 1_530_487_800_i64;
    let expected = Date32Array::from(vec![Some(17_714), None]);
    let seconds = PrimitiveArray::<TimestampSecondType>::from(vec![Some(summer), None]);
    let micros =
        PrimitiveArray::<TimestampMicrosecondType>::from(vec![Some(summer * 1_000_000), None]);
    let schedule = convert::schedule(&TEXT.replace("6 years", "immediate"));
    let found = |array: &dyn Array| {
        let column = ArrowColumn::of(array).unwrap();
        let columns = Columns::new(2).dated("a", column.column()).unwrap();
        schedule.due_column("c", CategorySet::NONE, &columns).array()
    };
    assert_eq!(found(&seconds.clone().with_timezone("UTC")), expected);
    assert_eq!(found(&micros.with_timezone("+00:00")), expected);
    assert_eq!(found(&Date64Array::from(vec![Some(17_714 * 86_400_000), None])), expected);
    // One that does not say what zone it is in may be anywhere.
    let Err(error) = ArrowColumn::of(&seconds) else { panic!("a local time is no instant") };
    assert!(error.to_string().ends_with("holds no days; a date or an instant in UTC does"));
    assert!(ArrowColumn::of(&Int32Array::from(vec![1])).is_err());
}
