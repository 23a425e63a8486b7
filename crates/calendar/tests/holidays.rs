//! The built-in table, read against the rules that make bank holidays.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use caldicott_calendar::{
    Certainty, Day, DayKind, EuPeriod, Holiday, HolidayBasis, HolidayStatus, HolidayTable,
    HolidayTableError, Nation, Weekday, WorkingDays,
};
use proptest::prelude::*;

/// Easter Sunday by the Gregorian computus.
fn easter(year: i32) -> Day {
    let (century, of_century) = (year / 100, year % 100);
    let golden = year % 19;
    let moon = 19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15;
    let epact = moon % 30;
    let to_sunday = 32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4;
    let weekday = to_sunday % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * late + 114;
    let (month, day) = (sum / 31, sum % 31 + 1);
    Day::new(year, u8::try_from(month).unwrap(), u8::try_from(day).unwrap()).unwrap()
}

fn monday(year: i32, month: u8, last: bool) -> Day {
    let days: Vec<Day> = (1..=31)
        .filter_map(|day| Day::new(year, month, day).ok())
        .filter(|day| day.weekday() == Weekday::Monday)
        .collect();
    *(if last { days.last() } else { days.first() }).unwrap()
}

/// What custom and Schedule 1 give a nation in a year without one-offs (BH-01 to BH-04): the days
/// with a date of their own move past weekends and past each other.
fn expected(nation: Nation, year: i32) -> BTreeSet<Day> {
    let on = |month, day| Day::new(year, month, day).unwrap();
    let easter = easter(year);
    let mut days = BTreeSet::from([
        easter.plus_days(-2).unwrap(),
        monday(year, 5, false),
        monday(year, 5, true),
        monday(year, 8, nation != Nation::Scotland),
    ]);
    if nation != Nation::Scotland {
        days.insert(easter.plus_days(1).unwrap());
    }
    let dated: &[(u8, u8)] = match nation {
        Nation::EnglandAndWales => &[(1, 1), (12, 25), (12, 26)],
        Nation::NorthernIreland => &[(1, 1), (3, 17), (7, 12), (12, 25), (12, 26)],
        Nation::Scotland => &[(1, 1), (1, 2), (11, 30), (12, 25), (12, 26)],
    };
    let weekend = |day: Day| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let own: Vec<Day> = dated.iter().map(|(month, day)| on(*month, *day)).collect();
    days.extend(own.iter().copied().filter(|day| !weekend(*day)));
    for mut day in own.into_iter().filter(|day| weekend(*day)) {
        while weekend(day) || days.contains(&day) {
            day = day.plus_days(1).unwrap();
        }
        days.insert(day);
    }
    days
}

#[test]
fn the_table_is_what_custom_and_the_act_give_but_for_the_known_one_offs() {
    let uk = HolidayTable::uk();
    for nation in Nation::ALL {
        for year in 2018..=2030 {
            let mut expected = expected(nation, year);
            match year {
                2020 => {
                    assert!(expected.remove(&Day::literal(2020, 5, 4)));
                    expected.insert(Day::literal(2020, 5, 8));
                }
                2022 => {
                    assert!(expected.remove(&Day::literal(2022, 5, 30)));
                    expected.extend([
                        Day::literal(2022, 6, 2),
                        Day::literal(2022, 6, 3),
                        Day::literal(2022, 9, 19),
                    ]);
                }
                2023 => {
                    expected.insert(Day::literal(2023, 5, 8));
                }
                2026 if nation == Nation::Scotland => {
                    expected.insert(Day::literal(2026, 6, 15));
                }
                _ => {}
            }
            let listed: BTreeSet<Day> =
                uk.holidays(nation).map(Holiday::day).filter(|day| day.year() == year).collect();
            assert_eq!(listed, expected, "{nation} {year}");
        }
    }
}

#[test]
fn the_table_says_where_it_comes_from_and_how_far_it_goes() {
    let uk = HolidayTable::uk();
    assert_eq!(uk.first(), Day::literal(2018, 1, 1));
    assert_eq!(uk.known_through(), Day::literal(2028, 12, 31));
    assert_eq!(uk.last(), Day::literal(2030, 12, 31));
    assert!(uk.provenance().contains("2029 and 2030 projected"));
    let sizes = Nation::ALL.map(|nation| uk.holidays(nation).count());
    assert_eq!(sizes, [107, 133, 121]);
    for nation in Nation::ALL {
        for holiday in uk.holidays(nation) {
            let projected = holiday.status() == HolidayStatus::Projected;
            assert_eq!(projected, holiday.day().year() > 2028);
        }
    }
    let world_cup = uk.holiday_on(Day::literal(2026, 6, 15), Nation::Scotland).unwrap();
    assert_eq!(world_cup.status(), HolidayStatus::Proclaimed);
    assert!(world_cup.is_one_off());
    let good_friday = |nation| uk.holiday_on(Day::literal(2026, 4, 3), nation).unwrap().basis();
    assert_eq!(good_friday(Nation::Scotland), HolidayBasis::Schedule1);
    assert_eq!(good_friday(Nation::NorthernIreland), HolidayBasis::CommonLaw);
}

#[test]
fn the_table_is_the_one_the_project_gathered() {
    let shared = std::env::var("CALDICOTT_REQUIREMENTS").unwrap_or_default();
    let Ok(text) = std::fs::read_to_string(format!("{shared}/bank-holidays.json")) else {
        println!("not compared: CALDICOTT_REQUIREMENTS names no folder with bank-holidays.json");
        return;
    };
    let gathered: serde_json::Value = serde_json::from_str(&text).unwrap();
    for nation in Nation::ALL {
        let events = gathered["divisions"][nation.id()]["events"].as_array().unwrap();
        let gathered: Vec<_> = events
            .iter()
            .map(|event| {
                let basis = event["basis"].as_str().unwrap();
                let basis = basis.replace('_', "-").replace("schedule1", "schedule-1");
                let text = |key: &str| event[key].as_str().unwrap().to_owned();
                let flag = |key: &str| event[key].as_bool().unwrap();
                (text("date"), basis, text("status"), flag("substitute"), flag("one_off"))
            })
            .collect();
        let name = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        let ours: Vec<_> = HolidayTable::uk()
            .holidays(nation)
            .map(|holiday| {
                (
                    holiday.day().to_string(),
                    name(serde_json::to_value(holiday.basis()).unwrap()),
                    name(serde_json::to_value(holiday.status()).unwrap()),
                    holiday.is_substitute(),
                    holiday.is_one_off(),
                )
            })
            .collect();
        assert_eq!(ours, gathered, "{nation}");
    }
}

#[test]
fn the_text_form_carries_the_whole_table() {
    let uk = HolidayTable::uk();
    let text = uk.to_string();
    assert_eq!(text.parse::<HolidayTable>().as_ref(), Ok(uk));
    assert_eq!(
        format!("\u{feff}{}", text.replace('\n', "\r\n")).parse::<HolidayTable>().as_ref(),
        Ok(uk)
    );
}

#[test]
fn a_faulty_table_is_refused_with_its_line() {
    let heading = "first 2027-01-01\nknown-through 2027-06-30\nlast 2027-12-31\n\
                   as-known-on 2026-11-01\nprovenance minutes\n";
    let read = |line: &str| format!("{heading}{line}\n").parse::<HolidayTable>();
    assert!(read("2027-06-18 scotland proclamation proclaimed : Day").is_ok());
    for (line, word) in [
        ("2027-06-31 scotland proclamation proclaimed : Day", "day that exists"),
        ("2027-06-18 wales proclamation proclaimed : Day", "england-and-wales"),
        ("2027-06-18 scotland custom proclaimed : Day", "common-law"),
        ("2027-06-18 scotland proclamation maybe : Day", "published"),
        ("2027-06-18 scotland proclamation proclaimed : ", "title"),
        ("2027-06-18 scotland proclamation proclaimed", " : "),
        ("2027-06-18 scotland proclamation proclaimed oneoff : Day", "one-off"),
        ("2027-06-18 scotland proclamation proclaimed one-off one-off : Day", "twice"),
        ("2027-06-18 scotland proclamation proclaimed : Da\u{202e}y", "direction"),
        ("2027-06-18 scotland proclamation proclaimed : Da\0y", "control"),
        ("first 2027-01-01", "twice"),
        ("known 2027-01-01", "known-through"),
        ("last tomorrow", "YYYY-MM-DD"),
        ("nonsense", "neither"),
    ] {
        let error = read(line).unwrap_err();
        assert!(matches!(error, HolidayTableError::Line { line: 6, .. }), "{line}: {error}");
        assert!(error.to_string().contains(word), "{line}: {error}");
    }
    let outside = read("2028-06-18 scotland proclamation proclaimed : Day");
    assert_eq!(outside, Err(HolidayTableError::OutsideSpan(Day::literal(2028, 6, 18))));
    let twice = read(
        "2027-06-18 scotland proclamation proclaimed : Day\n\
                      2027-06-18 scotland proclamation published : Day",
    );
    assert_eq!(
        twice,
        Err(HolidayTableError::Duplicate(Day::literal(2027, 6, 18), Nation::Scotland))
    );
    assert_eq!("".parse::<HolidayTable>(), Err(HolidayTableError::Missing("first")));
    let swapped = heading.replace("known-through 2027", "known-through 2026");
    assert_eq!(swapped.parse::<HolidayTable>(), Err(HolidayTableError::Span));
    let endless = heading.replace("last 2027", "last 9999");
    assert_eq!(endless.parse::<HolidayTable>(), Err(HolidayTableError::TooLong));
}

#[test]
fn a_truncated_table_is_refused_or_whole_lines_shorter() {
    let text = HolidayTable::uk().to_string();
    let whole = text.parse::<HolidayTable>().unwrap();
    for end in (0..text.len()).step_by(7) {
        if let Ok(table) = text[..end].parse::<HolidayTable>() {
            let count = |table: &HolidayTable| -> usize {
                Nation::ALL.iter().map(|nation| table.holidays(*nation).count()).sum()
            };
            assert!(count(&table) <= count(&whole));
        }
    }
}

#[test]
fn a_host_moves_a_holiday_and_the_clock_follows() {
    let mut table = HolidayTable::uk().clone();
    let (old, new) = (Day::literal(2027, 5, 3), Day::literal(2027, 5, 7));
    let moved = table.remove(old, Nation::Scotland).unwrap();
    assert_eq!(moved.title(), "Early May bank holiday");
    table.add(Holiday::new(new, Nation::Scotland, "Moved").as_one_off()).unwrap();
    let working = WorkingDays::of(Nation::Scotland).by(&table);
    assert!(working.is_working(old).unwrap().0);
    assert!(!working.is_working(new).unwrap().0);
    assert_eq!(
        table.remove(old, Nation::Scotland),
        Err(HolidayTableError::Absent(old, Nation::Scotland))
    );
}

/// A table of a host whose list ends, surely known, on Friday 17 December 2027 and which shuts for
/// the whole week before Monday 13 December.
fn shut_for_a_week() -> HolidayTable {
    let on = |of_month| Day::literal(2027, 12, of_month);
    let known = Day::literal(2026, 11, 1);
    let mut table =
        HolidayTable::new(Day::literal(2027, 1, 1), on(17), on(31), known, "minutes").unwrap();
    for of_month in 6..=10 {
        table.add(Holiday::new(on(of_month), Nation::Scotland, "Shut")).unwrap();
    }
    table
}

#[test]
fn even_nine_days_hold_two_working_days() {
    let table = shut_for_a_week();
    let working = WorkingDays::of(Nation::Scotland).by(&table);
    let on = |of_month| Day::literal(2027, 12, of_month);
    // Nine days from Friday the 3rd end on Sunday the 12th: Monday is the first working day of all,
    // and there must be a second.
    let due = EuPeriod::days(9).unwrap().after(on(3), working).unwrap();
    assert_eq!((due.unrolled(), due.day()), (on(12), on(14)));
    assert!(due.rules().cites("TM-07"));
}

#[test]
fn a_list_is_surely_known_through_its_last_known_day_and_projected_from_the_next() {
    let table = shut_for_a_week();
    let working = WorkingDays::of(Nation::Scotland).by(&table);
    let on = |of_month| Day::literal(2027, 12, of_month);
    assert_eq!(working.kind(on(17)), DayKind::Working(Certainty::Known));
    assert_eq!(working.kind(on(20)), DayKind::Working(Certainty::Projected));
    let day_after = |event| EuPeriod::days(1).unwrap().after(event, working).unwrap();
    assert!(!day_after(on(16)).is_projected());
    assert!(day_after(on(17)).is_projected());
    // Two days from Thursday: Friday counts, Saturday moves to Monday.
    let two = EuPeriod::days(2).unwrap();
    assert!(two.after(on(16), working).unwrap().is_projected());
    // Two days from Wednesday end on Friday, surely; from Friday only on Tuesday.
    assert!(!two.after(on(15), working).unwrap().is_projected());
    assert_eq!(two.after(on(17), working).unwrap().day(), on(21));
    assert_eq!(working.plus(on(15), 2).unwrap(), (on(17), Certainty::Known));
    assert_eq!(working.plus(on(15), 3).unwrap(), (on(20), Certainty::Projected));
    assert_eq!(working.between(on(16), on(17)).unwrap(), (1, Certainty::Known));
    assert_eq!(working.between(on(16), on(20)).unwrap(), (2, Certainty::Projected));
    assert!(EuPeriod::days(20).unwrap().after(on(17), working).is_err());
    // With Thursday shut, two days from Wednesday end on Friday and need the Monday after.
    let mut shut = table.clone();
    shut.add(Holiday::new(on(16), Nation::Scotland, "Shut")).unwrap();
    let due = two.after(on(15), working.by(&shut)).unwrap();
    assert_eq!((due.unrolled(), due.day(), due.is_projected()), (on(17), on(20), true));
}

#[test]
fn a_table_may_speak_for_a_single_day() {
    let day = Day::literal(2027, 12, 17);
    let table = HolidayTable::new(day, day, day, day, "minutes").unwrap();
    let working = WorkingDays::of(Nation::Scotland).by(&table);
    assert_eq!(working.kind(day), DayKind::Working(Certainty::Known));
    assert_eq!(working.kind(day.plus_days(-1).unwrap()), DayKind::Unknown);
    assert_eq!(working.kind(day.plus_days(3).unwrap()), DayKind::Unknown);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "(?s).{0,400}") {
        let _ = text.parse::<HolidayTable>();
    }

    #[test]
    fn adding_a_holiday_never_brings_a_deadline_forward(
        start in 0..4000_i32, extra in 0..4000_i32, count in 1..40_u16,
    ) {
        let first = Day::literal(2018, 1, 1);
        let on = |offset| first.plus_days(offset).unwrap();
        let mut table = HolidayTable::uk().clone();
        let _ = table.add(Holiday::new(on(extra), Nation::EnglandAndWales, "Extra"));
        let before = WorkingDays::of(Nation::EnglandAndWales);
        let after = before.by(&table);
        prop_assert!(before.plus(on(start), count).unwrap().0 <= after.plus(on(start), count).unwrap().0);
        prop_assert!(before.on_or_after(on(start)).unwrap().0 <= after.on_or_after(on(start)).unwrap().0);
    }
}
