//! Sixty-four rows at a time, one bit each.

use super::Column;
use crate::Trigger;
#[cfg(test)]
use crate::mutants::{Mutant, planted};
use crate::schedule::{FIRST_REAL, LAST_REAL};

/// A column cut into chunks of 64, the last filled up with rows that have no day.
pub(super) struct Chunked<'a> {
    full: &'a [[i32; 64]],
    valid: Option<&'a [u64]>,
    tail: [i32; 64],
    tail_bits: u64,
}

impl<'a> Chunked<'a> {
    pub(super) fn of(column: Column<'a>) -> Self {
        let (full, rest) = column.days.as_chunks();
        let mut tail = [0; 64];
        tail.iter_mut().zip(rest).for_each(|(place, day)| *place = *day);
        let tail_bits = (1_u64 << (rest.len() % 64)) - 1;
        Self { full, valid: column.valid, tail, tail_bits }
    }

    /// The days of a chunk, and a bit for each row that has one.
    #[inline]
    pub(super) fn at(&self, at: usize) -> (&[i32; 64], u64) {
        let word = self.valid.map_or(u64::MAX, |words| words.get(at).copied().unwrap_or(0));
        #[cfg(test)]
        let word = if planted(Mutant::Nulls) { u64::MAX } else { word };
        match self.full.get(at) {
            Some(days) => (days, word),
            None => (&self.tail, word & self.tail_bits),
        }
    }
}

/// The days from one to another, but a few: what is left of a trigger's column once stand-ins for
/// an empty field are gone.
#[derive(Clone, Debug)]
pub(super) struct Range {
    /// Added to a day so that the first one becomes the least number of all, and one comparison
    /// does for both ends.
    shift: i32,
    last: i32,
    but: Vec<i32>,
}

impl Range {
    /// From the first real day to this one.
    pub(super) fn through(last: i32, trigger: &Trigger) -> Option<Self> {
        let first = FIRST_REAL.epoch_days();
        let last = last.min(LAST_REAL.epoch_days());
        let shift = i32::MIN.wrapping_sub(first);
        #[cfg(test)]
        let last = last - i32::from(planted(Mutant::Strict));
        let inside = |day: &i32| (first..=last).contains(day);
        let but = trigger.sentinels.iter().map(|day| day.epoch_days()).filter(inside);
        let but = but.map(|day| day.wrapping_add(shift)).collect();
        (first <= last).then(|| Self { shift, last: last.wrapping_add(shift), but })
    }

    /// Every real day.
    pub(super) fn real(trigger: &Trigger) -> Option<Self> {
        Self::through(LAST_REAL.epoch_days(), trigger)
    }

    /// A bit for each row whose day is not after the last, for rows known to have a real day.
    #[inline]
    pub(super) fn ended(&self, days: &[i32; 64]) -> u64 {
        let last = self.last.wrapping_sub(self.shift);
        gather(days, |day| day <= last)
    }

    /// A bit for each row whose day is one of them.
    #[inline]
    pub(super) fn bits(&self, days: &[i32; 64]) -> u64 {
        let (shift, last) = (self.shift, self.last);
        match self.but.as_slice() {
            [] => gather(days, |day| day.wrapping_add(shift) <= last),
            [but] => {
                let but = *but;
                gather(days, |day| {
                    let day = day.wrapping_add(shift);
                    u8::from(day <= last) & u8::from(day != but) == 1
                })
            }
            several => {
                let all = gather(days, |day| day.wrapping_add(shift) <= last);
                several.iter().fold(all, |bits, but| {
                    bits & gather(days, |day| day.wrapping_add(shift) != *but)
                })
            }
        }
    }
}

/// A bit for each row of which something is true.
#[inline]
pub(super) fn gather(days: &[i32; 64], test: impl Fn(i32) -> bool) -> u64 {
    let mut lanes = [0_u8; 64];
    lanes.iter_mut().zip(days).for_each(|(lane, day)| *lane = u8::from(test(*day)));
    let (eights, _) = lanes.as_chunks::<8>();
    let mut bytes = [0; 8];
    for (byte, eight) in bytes.iter_mut().zip(eights) {
        // Multiplying lines the eight bits up in the top byte.
        let [.., top] =
            u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080).to_le_bytes();
        *byte = top;
    }
    u64::from_le_bytes(bytes)
}

/// A bit for each row whose day is before that of another column.
#[inline]
pub(super) fn before(days: &[i32; 64], others: &[i32; 64]) -> u64 {
    let mut signs = [0_i32; 64];
    let pairs = days.iter().zip(others);
    signs.iter_mut().zip(pairs).for_each(|(out, (day, other))| *out = i32::from(day < other));
    gather(&signs, |sign| sign != 0)
}

/// The numbers whose binary digits stand in three words, the lowest digits first.
#[inline]
pub(super) fn numbers(planes: [u64; 3]) -> [u8; 64] {
    let mut numbers = [0; 64];
    let (eights, _) = numbers.as_chunks_mut::<8>();
    let bytes = planes.map(u64::to_le_bytes);
    let [ones, twos, fours] = &bytes;
    for (((eight, one), two), four) in eights.iter_mut().zip(ones).zip(twos).zip(fours) {
        *eight = (spread(*one) | spread(*two) << 1 | spread(*four) << 2).to_le_bytes();
    }
    numbers
}

/// A byte for each bit, 0 or 1.
#[inline]
const fn spread(bits: u8) -> u64 {
    // A copy in each place and one bit kept in each: at most 0x80, so that adding 0x7f sets the top
    // bit exactly where it is not zero.
    let kept = (bits as u64 * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
    (kept + 0x7f7f_7f7f_7f7f_7f7f) >> 7 & 0x0101_0101_0101_0101
}
