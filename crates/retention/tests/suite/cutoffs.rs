//! The closed-form cut-off against adding the period, over whole centuries.

use caldicott_retention::{Clause, Day, LeapBirthday, Period, Rounding, Span, WorkingDays};

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
