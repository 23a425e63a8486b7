//! Months added to a day by looking them up: a day is taken apart once for all the rules it meets.

use caldicott_calendar::Day;

/// A day, taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    day: Day,
    /// Months since January of [`FIRST_YEAR`], and the day of the month.
    month: i32,
    of_month: i32,
}

const FIRST_YEAR: i32 = 1900;
const MONTHS: usize = 340 * 12;
/// The first day of every month up to 2239, in days since 1970-01-01.
static FIRST_DAYS: [i32; MONTHS] = first_days();

impl Start {
    pub(crate) const fn of(day: Day) -> Self {
        let (year, month, of_month) = day.ymd();
        Self { day, month: (year - FIRST_YEAR) * 12 + month as i32 - 1, of_month: of_month as i32 }
    }

    pub(crate) const fn day(self) -> Day {
        self.day
    }

    pub(crate) const fn is_leap_day(self) -> bool {
        // January is 0, so February is 1.
        self.of_month == 29 && self.month.rem_euclid(12) == 1
    }

    /// As [`Day::plus_months`]: the corresponding date, or the last day of a shorter month.
    pub(crate) fn plus_months(self, months: i32) -> Option<Day> {
        let place = usize::try_from(self.month.checked_add(months)?).ok();
        let ends = place.and_then(|place| {
            Some((*FIRST_DAYS.get(place)?, *FIRST_DAYS.get(place.checked_add(1)?)?))
        });
        let Some((first, next)) = ends else { return self.day.plus_months(months) };
        Day::from_epoch_days((first + self.of_month - 1).min(next - 1))
    }
}

const fn first_days() -> [i32; MONTHS] {
    let mut days = [0; MONTHS];
    let mut rest: &mut [i32] = &mut days;
    let (mut year, mut month) = (FIRST_YEAR, 1);
    while let [place, after @ ..] = rest {
        *place = Day::literal(year, month, 1).epoch_days();
        month += 1;
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
        rest = after;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::Start;
    use caldicott_calendar::Day;

    #[test]
    fn looking_up_is_adding_on_every_day_of_four_centuries_and_beyond() {
        let (first, last) = (Day::literal(1895, 1, 1), Day::literal(2305, 12, 31));
        for epoch in first.epoch_days()..=last.epoch_days() {
            let day = Day::from_epoch_days(epoch).unwrap();
            for months in [-1200, -13, -1, 0, 1, 11, 12, 25, 72, 96, 1200] {
                assert_eq!(Start::of(day).plus_months(months), day.plus_months(months), "{day}");
            }
        }
        assert_eq!(Start::of(Day::MAX).plus_months(1), None);
        assert_eq!(Start::of(Day::MIN).plus_months(-1), None);
        assert_eq!(Start::of(Day::MAX).plus_months(i32::MAX), None);
    }
}
