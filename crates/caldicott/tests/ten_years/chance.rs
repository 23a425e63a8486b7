//! Chance with a fixed seed, and the days counted again.

use caldicott::calendar::{Day, Nation, WorkingDays};

/// Numbers by SplitMix64: the same on every machine.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).unwrap()
    }

    pub(crate) fn one_in(&mut self, many: u32) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// A day so many to so many days after another.
    pub(crate) fn after(&mut self, day: Day, least: u32, most: u32) -> Day {
        let days = least + self.below(most - least + 1);
        day.plus_days(i32::try_from(days).unwrap()).unwrap()
    }

    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }
}

/// So many months on; where that month has no such day, its last.
pub(crate) fn months_after(day: Day, months: i32) -> Day {
    let (year, month, of_month) = day.ymd();
    let months = year * 12 + i32::from(month) - 1 + months;
    let (year, month) = (months.div_euclid(12), u8::try_from(months.rem_euclid(12) + 1).unwrap());
    (1..=of_month).rev().find_map(|of_month| Day::new(year, month, of_month).ok()).unwrap()
}

/// Whether England and Wales work on a day.
pub(crate) fn works(day: Day) -> bool {
    WorkingDays::of(Nation::EnglandAndWales).is_working(day).unwrap().0
}

/// The tenth working day after a day.
pub(crate) fn ten_working_days_after(day: Day) -> Day {
    let mut at = day;
    for _ in 0..10 {
        at = at.plus_days(1).unwrap();
        while !works(at) {
            at = at.plus_days(1).unwrap();
        }
    }
    at
}

/// The day, or the first after it on which England and Wales work.
pub(crate) fn working_day_from(day: Day) -> Day {
    let mut at = day;
    while !works(at) {
        at = at.plus_days(1).unwrap();
    }
    at
}
