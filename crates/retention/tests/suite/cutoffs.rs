//! The closed-form cut-off against adding the period, over whole centuries.

use caldicott_model::CategorySet;
use caldicott_retention::{
    Clause, Column, Columns, Day, LeapBirthday, Period, Record, Rounding, Span, TriggerDate,
    WorkingDays,
};

/// Every `stride`-th day from 1900 to 2100; every day when `CALDICOTT_EXHAUSTIVE` is set.
fn stride(default: usize) -> usize {
    if std::env::var_os("CALDICOTT_EXHAUSTIVE").is_some() { 1 } else { default }
}

fn days(step: usize) -> impl Iterator<Item = Day> {
    let (first, last) = (Day::literal(1900, 1, 1), Day::literal(2100, 12, 31));
    (first.epoch_days()..=last.epoch_days()).step_by(step).filter_map(Day::from_epoch_days)
}

/// Exactly: the cut-off has ended by the day and the day after the cut-off has not.
fn check(span: Span, leap: LeapBirthday, week: &WorkingDays, day: Day) {
    let cutoff = span.cutoff(day, leap, week).unwrap();
    let end = |trigger: Day| span.after(trigger, leap, week).unwrap();
    assert!(end(cutoff) <= day, "{span:?} {day}: {cutoff} has not ended");
    let next = cutoff.plus_days(1).unwrap();
    assert!(end(next) > day, "{span:?} {day}: {next} has ended too");
}

#[test]
fn a_trigger_is_on_or_before_the_cutoff_exactly_when_its_period_has_ended() {
    let week = WorkingDays::default();
    // Each (months, days) with every day: month ends and leap days are where it goes wrong.
    let months =
        [0, 1, 2, 3, 6, 11, 12, 13, 18, 24, 36, 47, 48, 72, 84, 96, 120, 144, 240, 300, 1200];
    let extra = [0, 1, 7, 28, 29, 30, 31, 60, 365];
    for months in months {
        for extra in extra {
            let Some(period) = Period::new(months, extra, 0) else { continue };
            for day in days(stride(11)) {
                check(Span::After(period, Rounding::None), LeapBirthday::March1, &week, day);
            }
        }
    }
}

#[test]
fn the_ends_of_months_are_exact_for_every_period_up_to_twelve_years() {
    let week = WorkingDays::default();
    for months in 1..=144 {
        for extra in [0, 1] {
            let period = Period::new(months, extra, 0).unwrap();
            for day in days(1).filter(|day| day.is_last_of_month()).step_by(stride(5)) {
                for near in -2..=2 {
                    let day = day.plus_days(near).unwrap();
                    check(Span::After(period, Rounding::None), LeapBirthday::March1, &week, day);
                }
            }
        }
    }
}

#[test]
fn the_cutoffs_found_by_bisection_are_exact() {
    let week = crate::worlds::week();
    let clauses = [
        "6 years after t to end of month",
        "1 month after t to end of financial year",
        "6 years after t to next working day",
        "20 working days after t",
        "1 month 3 working days after t to next working day",
        "until 18th birthday of t",
        "until 25th birthday of t",
    ];
    for text in clauses {
        let clause: Clause = text.parse().unwrap();
        let Clause::Latest(terms) = clause else { panic!("{text}") };
        for leap in [LeapBirthday::February28, LeapBirthday::March1] {
            for day in days(stride(37)) {
                check(terms[0].span(), leap, &week, day);
            }
        }
    }
}

#[test]
fn subtracting_the_period_from_today_is_wrong_on_known_days() {
    // What most systems do: `as_of - period`. One month before 28 February is 28 January, but
    // the periods that began on 29, 30 and 31 January have ended by then too.
    let week = WorkingDays::default();
    let month: Period = "1 month".parse().unwrap();
    let day = Day::literal(2025, 2, 28);
    assert_eq!(month.cutoff(day, Rounding::None, &week), Some(Day::literal(2025, 1, 31)));
    assert_eq!(day.plus_months(-1), Some(Day::literal(2025, 1, 28)));
}

#[test]
fn no_trigger_qualifies_before_the_calendar_began() {
    let week = WorkingDays::default();
    let long: Period = "100 years".parse().unwrap();
    let early = Day::literal(50, 1, 1);
    assert_eq!(long.cutoff(early, Rounding::None, &week), None);
    assert_eq!(long.cutoff(early, Rounding::EndOfMonth, &week), None);
}

/// Every shape that a clause can have, over every trigger from 1900 to 2100: the row form, the looked
/// up column of due days, and the comparisons of the compiled form. `CALDICOTT_EXHAUSTIVE` asks on
/// more days.
#[test]
fn every_shape_of_clause_is_the_same_in_row_and_column_over_two_centuries() {
    let shapes = [
        "immediate after a",
        "1 day after a",
        "1 month after a",
        "6 months 1 day after a",
        "8 years after a",
        "100 years after a",
        "13 weeks after a",
        "1 month after a to end of month",
        "6 years after a to end of financial year",
        "2 months after a to next working day",
        "20 working days after a",
        "1 month 3 days 2 working days after a to end of month",
        "until 18th birthday of a",
        "until 25th birthday of february",
        "latest of 1 month after a, 30 days after b",
        "earliest of 1 month after a, 30 days after b",
        "latest of 1 year after a, 2 years after maybe",
        "earliest of 3 years after a, 1 month after maybe",
        "2 years after latest of a, b, maybe",
        "keep forever",
    ];
    let (first, last) = (Day::literal(1900, 1, 1), Day::literal(2100, 12, 31));
    let a: Vec<i32> = (first.epoch_days()..=last.epoch_days()).collect();
    // Another column near the first, now before and now after it, and one with gaps.
    let b: Vec<i32> = a.iter().map(|day| day + day.rem_euclid(61) - 30).collect();
    let maybe: Vec<i32> = a.iter().map(|day| day + day.rem_euclid(1_103) - 500).collect();
    let gaps: Vec<u64> =
        (0..a.len().div_ceil(64)).map(|word| 0x5bd1_e995_u64 << (word % 29)).collect();
    let columns = Columns::new(a.len())
        .dated("a", Column::full(&a))
        .and_then(|all| all.dated("february", Column::full(&a)))
        .and_then(|all| all.dated("b", Column::full(&b)))
        .and_then(|all| all.dated("maybe", Column::with_validity(&maybe, &gaps)))
        .unwrap();
    for shape in shapes {
        let text = format!(
            "[trigger]\na = \"a\"\nb = \"b\"\nmaybe = {{ column = \"m\", optional = true }}\n\
             february = {{ column = \"f\", leap-birthday = \"28-february\" }}\n\
             [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"{shape}\"\n"
        );
        let schedule = crate::convert::schedule(&text).with_working_days(crate::worlds::week());
        let due = schedule.due_column("c", CategorySet::NONE, &columns);
        let date = |day: i32| TriggerDate::Day(Day::from_epoch_days(day).unwrap());
        for row in (0..a.len()).step_by(stride(5)) {
            let mut record =
                Record::new("c").dated("a", date(a[row])).dated("february", date(a[row]));
            record = record.dated("b", date(b[row]));
            if gaps[row / 64] >> (row % 64) & 1 == 1 {
                record = record.dated("maybe", date(maybe[row]));
            }
            let outcome = schedule.evaluate(&record, first);
            assert_eq!(due.get(row), Some(outcome.due()), "{shape}: {}", a[row]);
        }
        let step = stride(997).max(31);
        for as_of in days(step) {
            let bits = schedule.compile("c", CategorySet::NONE, as_of).due_bits(&columns);
            for (row, end) in due.days().iter().enumerate() {
                let found = bits[row / 64] >> (row % 64) & 1 == 1;
                assert_eq!(found, *end <= as_of.epoch_days(), "{shape}: {} on {as_of}", a[row]);
            }
        }
    }
}
