//! Small spaces, checked whole against slow oracles written straight from the rules.

use caldicott_calendar::{
    Certainty, Day, DayKind, EuPeriod, HolidayTable, Nation, UkBeginningWith, UkEndingWith,
    Weekday, WorkingDays,
};
use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;

/// The oracle's calendar: one day after another, carrying by hand.
#[derive(Clone, Copy)]
struct Walk {
    ymd: (i32, u8, u8),
    weekday: u8,
}

impl Walk {
    fn length(year: i32, month: u8) -> u8 {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn next(self) -> Self {
        let (year, month, day) = self.ymd;
        let ymd = if day < Self::length(year, month) {
            (year, month, day + 1)
        } else if month < 12 {
            (year, month + 1, 1)
        } else {
            (year + 1, 1, 1)
        };
        Self { ymd, weekday: (self.weekday + 1) % 7 }
    }
}

#[test]
fn every_day_of_every_year_goes_there_and_back() {
    // 1 January of the year 1 was a Monday.
    let mut walk = Walk { ymd: (1, 1, 1), weekday: 0 };
    for number in Day::MIN.epoch_days()..=Day::MAX.epoch_days() {
        let day = Day::from_epoch_days(number).unwrap();
        let (year, month, of_month) = walk.ymd;
        assert_eq!(day.ymd(), walk.ymd);
        assert_eq!(Day::new(year, month, of_month).unwrap(), day);
        assert_eq!(day.weekday() as u8, walk.weekday);
        assert_eq!(day.is_last_of_month(), of_month == Walk::length(year, month));
        if of_month % 10 == 1 {
            assert_eq!(day.to_string(), format!("{year:04}-{month:02}-{of_month:02}"));
        }
        walk = walk.next();
    }
    assert_eq!(walk.ymd, (10_000, 1, 1));
}

#[test]
fn every_day_is_written_and_read_and_agrees_with_chrono() {
    for number in Day::literal(1900, 1, 1).epoch_days()..=Day::literal(2100, 12, 31).epoch_days() {
        let day = Day::from_epoch_days(number).unwrap();
        assert_eq!(day.to_string().parse(), Ok(day));
        let date = NaiveDate::from(day);
        assert_eq!(date.num_days_from_ce() - 719_163, number);
        assert_eq!(Day::try_from(date), Ok(day));
    }
}

#[test]
fn months_from_every_day_of_two_centuries_end_on_the_same_date_or_the_last() {
    for number in Day::literal(1900, 1, 1).epoch_days()..=Day::literal(2100, 12, 31).epoch_days() {
        let day = Day::from_epoch_days(number).unwrap();
        let (mut year, mut month, of_month) = day.ymd();
        for months in 0..=36 {
            let expected = (year, month, of_month.min(Walk::length(year, month)));
            assert_eq!(day.plus_months(months).unwrap().ymd(), expected, "{day} + {months}");
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        let back = day.plus_months(-1).unwrap();
        assert!(back < day && back.days_until(day) <= 31);
    }
}

#[test]
fn a_month_beginning_with_a_day_is_the_month_that_the_next_one_follows() {
    for number in Day::literal(1900, 1, 1).epoch_days()..=Day::literal(2100, 12, 31).epoch_days() {
        let first = Day::from_epoch_days(number).unwrap();
        let last = UkBeginningWith::months(1).unwrap().counting(first).unwrap().day();
        // From a first to a last of the month, and else to the day before the same date; a month
        // without that date ends with its own last day.
        let (year, month, of_month) = first.ymd();
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let expected = if of_month == 1 {
            first.last_of_month()
        } else {
            Day::new(year, month, (of_month - 1).min(Walk::length(year, month))).unwrap()
        };
        assert_eq!(last, expected, "from {first}");
        // Looking back from the last day, the period begins no earlier than it did.
        let back = UkEndingWith::months(1).unwrap().first_day(last).unwrap();
        assert!(back <= first && back.days_until(first) <= 3, "{first} {last} {back}");
    }
}

/// A working day, asked of the list day by day.
fn works(nation: Option<Nation>, day: Day) -> bool {
    let nations: Vec<Nation> = nation.map_or(Nation::ALL.to_vec(), |nation| vec![nation]);
    let on_list = HolidayTable::uk();
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        && !nations
            .into_iter()
            .any(|nation| on_list.holidays(nation).any(|holiday| holiday.day() == day))
}

#[test]
fn every_month_and_every_count_of_working_days_agrees_with_a_walk() {
    let areas = Nation::ALL.map(Some).into_iter().chain([None]);
    let (first, last) = (Day::literal(2018, 1, 1), Day::literal(2030, 12, 31));
    for area in areas {
        let working = area.map_or(WorkingDays::of_every_part(), WorkingDays::of);
        let open: Vec<bool> = (first.epoch_days()..=last.epoch_days())
            .map(|number| works(area, Day::from_epoch_days(number).unwrap()))
            .collect();
        let is_open = |day: Day| open.get(first.days_until(day).unsigned_abs() as usize).copied();
        for number in first.epoch_days()..=last.epoch_days() {
            let day = Day::from_epoch_days(number).unwrap();
            let certainty = if day > HolidayTable::uk().known_through() {
                Certainty::Projected
            } else {
                Certainty::Known
            };
            let expected = match (day.weekday(), is_open(day).unwrap()) {
                (Weekday::Saturday | Weekday::Sunday, _) => DayKind::Weekend,
                (_, true) => DayKind::Working(certainty),
                (_, false) => DayKind::Holiday(certainty),
            };
            assert_eq!(working.kind(day), expected, "{day} {area:?}");
            // One month, then on to the first open day.
            let mut end = day.plus_months(1).unwrap();
            while is_open(end) == Some(false) {
                end = end.plus_days(1).unwrap();
            }
            let due = EuPeriod::ONE_MONTH.after(day, working);
            assert_eq!(due.ok().map(|due| due.day()), is_open(end).map(|_| end), "{day} {area:?}");
            // Ten open days, the first being the next.
            let (mut end, mut left) = (day, 10);
            while left > 0 && end < last {
                end = end.plus_days(1).unwrap();
                left -= i32::from(is_open(end) == Some(true));
            }
            let due = EuPeriod::TEN_WORKING_DAYS.after(day, working).ok().map(|due| due.day());
            assert_eq!(due, (left == 0).then_some(end), "{day} {area:?}");
        }
    }
}

#[test]
fn outside_the_table_weekdays_are_unknown_and_weekends_are_weekends() {
    for nation in Nation::ALL {
        let working = WorkingDays::of(nation);
        for year in (1900..2018).chain(2031..=2100) {
            for of_month in 1..=28 {
                let day = Day::new(year, 6, of_month).unwrap();
                let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
                let expected = if weekend { DayKind::Weekend } else { DayKind::Unknown };
                assert_eq!(working.kind(day), expected);
                assert_eq!(working.is_working(day).is_err(), !weekend);
                assert!(EuPeriod::ONE_MONTH.after(day, nation).is_err());
            }
        }
    }
}

proptest! {
    #[test]
    fn no_number_makes_a_day_panic(
        year in any::<i32>(), month in any::<u8>(), of_month in any::<u8>(), by in any::<i32>(),
        start in Day::MIN.epoch_days()..=Day::MAX.epoch_days(),
    ) {
        let made = Day::new(year, month, of_month);
        prop_assert_eq!(made.map_or((year, month, of_month), Day::ymd), (year, month, of_month));
        let day = Day::from_epoch_days(start).unwrap();
        for moved in [day.plus_days(by), day.plus_months(by), Day::from_epoch_days(by)] {
            prop_assert!(moved.is_none_or(|day| Day::MIN <= day && day <= Day::MAX));
        }
        prop_assert_eq!(day.plus_days(by), i64::from(start).checked_add(i64::from(by))
            .and_then(|sum| i32::try_from(sum).ok()).and_then(Day::from_epoch_days));
    }

    #[test]
    fn any_text_is_read_or_refused_as_a_day(text in "[0-9-]{8,11}|.{0,12}") {
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }
}
