//! Statutory clocks and working days, beside the same reckoned with chrono.

use std::collections::HashSet;
use std::hint::black_box;

use caldicott_calendar::clock::{Clarification, SubjectAccess};
use caldicott_calendar::{Day, HolidayTable, Nation, WorkingDays};
use chrono::{Datelike as _, Months, NaiveDate, Weekday};

use crate::contest::Contest;

const FIRST: Day = Day::literal(2026, 3, 2);
const DAYS: i32 = 400;

fn days() -> impl Iterator<Item = Day> {
    (0..DAYS).filter_map(|days| FIRST.plus_days(days))
}

/// Working days as a host would write them: chrono, and a set of holidays.
struct ByChrono {
    holidays: HashSet<NaiveDate>,
}

impl ByChrono {
    fn new() -> Self {
        let table = HolidayTable::uk().holidays(Nation::EnglandAndWales);
        Self { holidays: table.map(|holiday| holiday.day().into()).collect() }
    }

    fn is_working(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    fn plus(&self, mut day: NaiveDate, working_days: u16) -> NaiveDate {
        for _ in 0..working_days {
            day = self.roll(day.succ_opt().expect("far from the end"));
        }
        day
    }

    fn roll(&self, mut day: NaiveDate) -> NaiveDate {
        while !self.is_working(day) {
            day = day.succ_opt().expect("far from the end");
        }
        day
    }

    /// A month from receipt, rolled to a working day: no more than that.
    fn access(&self, received: NaiveDate) -> NaiveDate {
        self.roll(received.checked_add_months(Months::new(1)).expect("far from the end"))
    }
}

fn working_days() -> Contest {
    let (ours, by_chrono) = (WorkingDays::of(Nation::EnglandAndWales), ByChrono::new());
    for day in days() {
        let found = ours.plus(day, 10).expect("in the table").0;
        assert_eq!(NaiveDate::from(found), by_chrono.plus(day.into(), 10), "{day}");
    }
    let dates: Vec<NaiveDate> = days().map(NaiveDate::from).collect();
    let days: Vec<Day> = days().collect();
    Contest::new("ten working days on", "day")
        .with("chrono and a set of holidays", dates.len(), move || {
            dates.iter().for_each(|day| {
                black_box(by_chrono.plus(*day, 10));
            });
        })
        .with("working days", days.len(), move || {
            days.iter().for_each(|day| {
                black_box(ours.plus(*day, 10).expect("in the table"));
            });
        })
}

fn access() -> Contest {
    let (by_chrono, nation) = (ByChrono::new(), Nation::EnglandAndWales);
    let plain = move |day| SubjectAccess::received(day).in_nation(nation).due().expect("in range");
    for day in days() {
        let due = plain(day).day().map(NaiveDate::from);
        assert_eq!(due, Some(by_chrono.access(day.into())), "{day}");
    }
    let dates: Vec<NaiveDate> = days().map(NaiveDate::from).collect();
    let days: &'static [Day] = days().collect::<Vec<_>>().leak();
    Contest::new("when an access request must be answered", "request")
        .with("chrono, the day alone", dates.len(), move || {
            dates.iter().for_each(|day| {
                black_box(by_chrono.access(*day));
            });
        })
        .with("clock, with rules and findings", days.len(), move || {
            days.iter().for_each(|day| {
                let _ = black_box(plain(*day));
            });
        })
        .with("clock with a clarification", days.len(), move || {
            days.iter().for_each(|day| {
                let asked = Clarification::asked(day.plus_days(8).expect("in range"));
                let asked = asked.answered(day.plus_days(14).expect("in range"));
                let request = SubjectAccess::received(*day).clarification(asked);
                let _ = black_box(request.in_nation(nation).due().expect("in range"));
            });
        })
        .with("clock and its arithmetic in English", days.len(), move || {
            days.iter().for_each(|day| {
                black_box(plain(*day).arithmetic().to_string());
            });
        })
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    vec![working_days(), access()]
}
