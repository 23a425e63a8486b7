//! Months added to a day by looking them up: a day is taken apart once for all the rules it meets.

use caldicott_calendar::Day;

use crate::code::Code;

/// A day, taken apart: days since 1970-01-01, months since January of [`FIRST_YEAR`] and the day of
/// the month, in one number so that it is written and read in one go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start(u64);

const FIRST_YEAR: i32 = 1900;
/// Days from 0000-03-01 to 1970-01-01.
const FROM_MARCH: u32 = 719_468;
const MONTHS: usize = 340 * 12;
/// The first day of every month up to 2239, in days since 1970-01-01.
static FIRST_DAYS: [i32; MONTHS] = first_days();

impl Start {
    /// Stands where no day was read yet.
    pub(crate) const NONE: Self = Self(0);

    #[expect(
        clippy::cast_sign_loss,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "no day is before year 1, and the bits are kept and read back as signed"
    )]
    #[inline]
    pub(crate) const fn of(day: Day) -> Self {
        // Multiplications in place of divisions (Neri and Schneider 2022): a year starts in March, a
        // century has 146,097 quarters of a day over, and nothing here can overflow for a `Day`.
        let from_march = (day.epoch_days() as u32).wrapping_add(FROM_MARCH);
        let quarters = from_march.wrapping_mul(4).wrapping_add(3);
        let century = quarters / 146_097;
        let in_century = ((quarters % 146_097) | 3) as u64 * 2_939_745;
        let of_century = (in_century >> 32) as u32;
        let of_year = in_century as u32 / 2_939_745 / 4;
        let scaled = of_year.wrapping_mul(2_141).wrapping_add(197_913);
        let of_month = (scaled & 0xffff) / 2_141 + 1;
        let year = century.wrapping_mul(100).wrapping_add(of_century) as i32;
        // March is 3; January and February are 13 and 14 of the year before, which a count of months
        // does not mind. Years 1 to 9999 fit in 24 bits, with their sign.
        let month =
            year.wrapping_sub(FIRST_YEAR).wrapping_mul(12).wrapping_add((scaled >> 16) as i32);
        let parts = (month.wrapping_sub(1) << 8) as u32 | of_month;
        Self((day.epoch_days() as u32 as u64) << 32 | parts as u64)
    }

    pub(crate) fn day(self) -> Day {
        // It was made of a day, so the fallback is never taken.
        Day::from_epoch_days(self.number()).unwrap_or(Day::MAX)
    }

    const fn number(self) -> i32 {
        ((self.0 >> 32) as u32).cast_signed()
    }

    #[expect(clippy::cast_possible_truncation, reason = "the lower half is 32 bits")]
    const fn month(self) -> i32 {
        (self.0 as u32).cast_signed() >> 8
    }

    const fn of_month(self) -> i32 {
        (self.0 & 0xff) as i32
    }

    pub(crate) const fn is_leap_day(self) -> bool {
        // January is 0, so February is 1.
        self.of_month() == 29 && self.month().rem_euclid(12) == 1
    }

    /// The corresponding date months on, or the last day of a shorter month, and days after that;
    /// `None` where it would have to be reckoned.
    #[inline]
    pub(crate) fn plus(self, months: i32, days: i32) -> Option<Code> {
        let place = usize::try_from(self.month().wrapping_add(months)).ok()?;
        let [first, next] = FIRST_DAYS.get(place..)?.first_chunk::<2>()?;
        let last = next.wrapping_sub(1);
        let day = first.wrapping_add(self.of_month()).wrapping_sub(1).min(last);
        // The table ends in 2239 and a period is at most 100 years: this is a day.
        Some(Code::from_number(day.wrapping_add(days)))
    }

    /// As [`Day::plus_months`]: the corresponding date, or the last day of a shorter month.
    #[inline]
    pub(crate) fn plus_months(self, months: i32) -> Option<Day> {
        let place = usize::try_from(self.month().checked_add(months)?).ok();
        let ends = place.and_then(|place| {
            Some((*FIRST_DAYS.get(place)?, *FIRST_DAYS.get(place.checked_add(1)?)?))
        });
        let Some((first, next)) = ends else { return self.day().plus_months(months) };
        Day::from_epoch_days((first + self.of_month() - 1).min(next - 1))
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
    use super::{FIRST_YEAR, Start};
    use caldicott_calendar::Day;

    #[test]
    fn every_day_there_is_is_taken_apart_as_the_calendar_does() {
        for epoch in Day::MIN.epoch_days()..=Day::MAX.epoch_days() {
            let day = Day::from_epoch_days(epoch).unwrap();
            let (year, month, of_month) = day.ymd();
            let months = (year - FIRST_YEAR) * 12 + i32::from(month) - 1;
            let start = Start::of(day);
            assert_eq!((start.month(), start.of_month()), (months, i32::from(of_month)), "{day}");
            assert_eq!(start.day(), day);
        }
    }

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
