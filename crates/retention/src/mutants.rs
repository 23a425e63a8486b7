//! Planted bugs, and the check that catches each: were it to let one through, it would prove nothing.

use core::cell::Cell;

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use crate::{Column, Columns, Hold, Record, Schedule, TriggerDate};

#[path = "../tests/suite/convert.rs"]
#[expect(dead_code, reason = "these tests read no faults")]
mod convert;

/// A bug that somebody might write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mutant {
    /// The cut-off is today less the period.
    NaiveInversion,
    /// A day past the calendar wraps round to its beginning.
    Overflow,
    /// `<` where `<=` is meant.
    Strict,
    /// Any of the terms is enough where all are needed.
    AndOr,
    /// What stands in a row without a day is taken for its day.
    Nulls,
}

thread_local! {
    static PLANTED: Cell<Option<Mutant>> = const { Cell::new(None) };
}

/// Whether a bug is planted in this thread.
pub(crate) fn planted(mutant: Mutant) -> bool {
    PLANTED.get() == Some(mutant)
}

const TEXT: &str = "[trigger]\na = \"a\"\nb = \"b\"\n\
    [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
    keep = \"latest of 1 month after a, 18 months 3 days after b\"\n\
    [[hold]]\nid = \"h\"\nwhy = \"w\"\n";

/// Whether row and column agree on every row of a table, on the last days of some months.
fn row_and_column_agree(schedule: &Schedule) -> bool {
    let start = Day::literal(2023, 1, 1).epoch_days();
    let rows = 1_500_usize;
    let spread =
        |step: i32, row: usize| start + (i32::try_from(row).unwrap() * step).rem_euclid(1_200);
    let a: Vec<i32> = (0..rows).map(|row| spread(7, row)).collect();
    let b: Vec<i32> = (0..rows).map(|row| spread(11, row)).collect();
    let valid: Vec<u64> = (0..rows.div_ceil(64)).map(|word| !(0x11 << (word % 32))).collect();
    // A day of reuse at the very end of the calendar: the period runs past it.
    let reused: Vec<i32> = vec![Day::MAX.epoch_days(); rows];
    let some: Vec<u64> = (0..rows.div_ceil(64)).map(|word| 4 << (word % 32)).collect();
    let bit = |words: &[u64], row: usize| words[row / 64] >> (row % 64) & 1 == 1;
    let columns = Columns::new(rows)
        .dated("a", Column::full(&a))
        .and_then(|all| all.dated("b", Column::with_validity(&b, &valid)))
        .and_then(|all| all.reused(Column::with_validity(&reused, &some)))
        .unwrap();
    let date = |days: i32| TriggerDate::Day(Day::from_epoch_days(days).unwrap());
    (1..=12).all(|month| {
        let as_of = Day::new(2025, month, 1).unwrap().last_of_month();
        let found = schedule.compile("c", CategorySet::NONE, as_of).standings(&columns);
        (0..rows).all(|row| {
            let mut record = Record::new("c").dated("a", date(a[row]));
            if bit(&valid, row) {
                record = record.dated("b", date(b[row]));
            }
            if bit(&some, row) {
                record = record.reused(Day::MAX);
            }
            schedule.evaluate(&record, as_of).standing() == found[row]
        })
    })
}

#[test]
fn every_planted_bug_is_caught() {
    let schedule = convert::schedule(TEXT);
    assert!(row_and_column_agree(&schedule), "without a bug they agree");
    for mutant in
        [Mutant::NaiveInversion, Mutant::Overflow, Mutant::Strict, Mutant::AndOr, Mutant::Nulls]
    {
        PLANTED.set(Some(mutant));
        let agree = row_and_column_agree(&schedule);
        PLANTED.set(None);
        assert!(!agree, "{mutant:?} lived");
    }
    assert!(row_and_column_agree(&schedule));
}

/// The short way of judging a record against the long one, which `reused` on the first day there is
/// sends it without changing anything.
#[test]
fn the_short_way_finds_what_the_long_way_does() {
    let rule = |id: &str, class: &str, keep: &str, stages: &str, more: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nclass = \"{class}\"\nwhy = \"w\"\nkeep = \"{keep}\"\n\
             stages = [{stages}]\n{more}"
        )
    };
    let mut text = String::from(
        "[trigger]\na = \"a\"\nb = { column = \"b\", not-before = \"a\" }\nd = \"d\"\n",
    );
    let (manager, officer) =
        ("\"review by manager\", \"dispose\"", "\"review by officer\", \"anonymise\"");
    text += &rule("one", "c", "6 years after a", manager, "backstop = \"9 years after a\"\n");
    text += &rule("two", "c", "latest of 2 years after a, 18 months 2 days after b", manager, "");
    text += &rule("three", "every", "earliest of 3 years after b, 30 months after d", officer, "");
    text += &rule("four", "d", "keep forever", manager, "archive = \"1 year after d\"\n");
    text += &rule("five", "e", "immediate after d", "\"anonymise\", \"review by manager\"", "");
    text += &rule("six", "e", "immediate after d", "\"dispose\"", "");
    text += "[[limit]]\nid = \"l\"\nclass = [\"c\", \"e\"]\nwhy = \"w\"\ndelete-by = \"5 years after a\"\n\
             [[hold]]\nid = \"h\"\nwhy = \"w\"\n";
    let schedule = convert::schedule(&text);
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..20_000 {
        let class = ["c", "d", "e", "other"][usize::try_from(random(4)).unwrap()];
        let mut record = Record::new(class);
        for name in ["a", "b", "d"] {
            let back = i32::try_from(random(3_700)).unwrap();
            let day = Day::literal(2026, 12, 31).plus_days(-back).unwrap();
            record = record.dated(
                name,
                match random(20) {
                    0 => TriggerDate::Missing,
                    1 => TriggerDate::parse("1900-01-01"),
                    2 => TriggerDate::parse("2020-02"),
                    3 => TriggerDate::Impossible,
                    _ => TriggerDate::Day(day),
                },
            );
        }
        if random(5) == 0 {
            record = record.held(Hold::new("h", Day::literal(2025, 1, 1)));
        }
        let long = record.clone().reused(Day::MIN);
        let as_of = Day::literal(2020, 1, 1).plus_days(i32::try_from(random(3_000)).unwrap());
        let as_of = as_of.unwrap();
        let (short, long) = (schedule.evaluate(&record, as_of), schedule.evaluate(&long, as_of));
        assert_eq!(short.to_string(), long.to_string());
        assert_eq!(serde_json::to_string(&short).unwrap(), serde_json::to_string(&long).unwrap());
        assert_eq!(short.standing(), long.standing());
        assert_eq!((short.progress(), short.ceiling()), (long.progress(), long.ceiling()));
    }
}
