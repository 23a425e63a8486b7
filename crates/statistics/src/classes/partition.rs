//! Classes of many different numbers: dealt into partitions, sorted within each.

use std::ops::Range;

use super::word::Word;
use super::{BLOCK, Layout, Visit, pack, shares};
use crate::column::Column;
use crate::threads;

/// How a packed number becomes a partition and what is left of it there.
#[derive(Clone, Copy)]
struct Split {
    /// Bits of the packed number.
    bits: u32,
    /// Bits that choose the partition.
    upper: u32,
    /// Bits of the sensitive code.
    sensitive: u32,
    factor: u128,
}

impl Split {
    fn of(space: u128, values: Option<u64>, rows: usize) -> Self {
        /// Records a partition has on average: they and their copy stay in the nearest cache.
        const RECORDS: usize = 4096;
        /// The most partitions: the places where they are written stay within reach.
        const MOST: u32 = 11;
        let width = |most: u128| u128::BITS - most.leading_zeros();
        let bits = width(space - 1).max(1);
        let upper = (rows / RECORDS).checked_ilog2().map_or(0, |log| log + 1).min(MOST).min(bits);
        let sensitive = values.map_or(0, |codes| width(u128::from(codes) - 1));
        // The golden section, cut to as many bits: neighbours end up far apart.
        let factor = (0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128 >> (128 - bits)) | 1;
        Self { bits, upper, sensitive, factor }
    }

    /// Bits that are left of a record in its partition.
    const fn left(self) -> u32 {
        self.bits - self.upper + self.sensitive
    }
}

/// A packed number that can be scrambled one-to-one.
trait Key: Word {
    fn scramble(self, factor: Self, bits: u32) -> Self;
}

macro_rules! key {
    ($($word:ty),*) => { $(
        impl Key for $word {
            fn scramble(self, factor: Self, bits: u32) -> Self {
                // Times an odd number, modulo a power of two: no two become one.
                self.wrapping_mul(factor) & (Self::MAX >> (Self::BITS - bits))
            }
        }
    )* };
}

key!(u32, u64, u128);

pub(super) fn each_class(
    layout: &Layout<'_>,
    sensitive: Option<(&Column, u64)>,
    rows: usize,
    visit: &mut impl Visit,
) {
    let split = Split::of(layout.space, sensitive.map(|(_, codes)| codes), rows);
    let column = sensitive.map(|(column, _)| column);
    // Records are kept in as little room as is left of them.
    match (split.bits, split.left()) {
        (0..=32, 0..=32) => run::<u32, u32>(layout, column, split, rows, visit),
        (0..=64, 0..=32) => run::<u64, u32>(layout, column, split, rows, visit),
        (0..=64, 0..=64) => run::<u64, u64>(layout, column, split, rows, visit),
        (_, 0..=64) => run::<u128, u64>(layout, column, split, rows, visit),
        _ => run::<u128, u128>(layout, column, split, rows, visit),
    }
}

fn run<K: Key + Into<u128> + Send, R: Word>(
    layout: &Layout<'_>,
    sensitive: Option<&Column>,
    split: Split,
    rows: usize,
    visit: &mut impl Visit,
) {
    // Each thread deals its own rows, so that none writes where another does.
    let mut dealt: Vec<Dealt<R>> = threads::map(shares(rows, usize::MAX), |rows| {
        let ends = offsets::<K>(layout, split, rows.clone());
        let mut records = vec![R::default(); rows.len()];
        deal::<K, R>(layout, sensitive, split, rows, &ends, &mut records);
        Dealt { ends, records }
    });
    let partitions = 1_usize << split.upper;
    let parts: Option<Vec<_>> = (1..dealt.len()).map(|_| visit.part()).collect();
    let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
        let mut hands = hands(&mut dealt, partitions, 1);
        for hand in &mut hands {
            hand.tell(split, sensitive.is_some(), visit);
        }
        return;
    };
    let hands = hands(&mut dealt, partitions, parts.len() + 1);
    let work = hands.into_iter().zip(parts.into_iter().chain(visit.part())).collect();
    let told = threads::map(work, |(mut hand, mut part)| {
        hand.tell(split, sensitive.is_some(), &mut part);
        part
    });
    for part in told {
        visit.join(part);
    }
}

/// The rows of one share, dealt into partitions: where each starts, and after them all where the last ends.
struct Dealt<R> {
    ends: Vec<usize>,
    records: Vec<R>,
}

/// Some partitions next to each other: for each share what is dealt of them, and how much of each.
struct Hand<'r, R> {
    pieces: Vec<(&'r mut [R], &'r [usize])>,
}

/// All partitions in so many hands.
fn hands<R>(dealt: &mut [Dealt<R>], partitions: usize, count: usize) -> Vec<Hand<'_, R>> {
    let each = partitions.div_ceil(count.max(1));
    let mut hands: Vec<Hand<'_, R>> = (0..count).map(|_| Hand { pieces: Vec::new() }).collect();
    for Dealt { ends, records } in dealt {
        let mut rest = records.as_mut_slice();
        for (number, hand) in hands.iter_mut().enumerate() {
            let (from, to) =
                ((number * each).min(partitions), ((number + 1) * each).min(partitions));
            let ends = ends.get(from..=to).unwrap_or_default();
            let (first, last) =
                (ends.first().copied().unwrap_or(0), ends.last().copied().unwrap_or(0));
            let (piece, after) = rest.split_at_mut(last - first);
            rest = after;
            hand.pieces.push((piece, ends));
        }
    }
    hands
}

impl<R: Word> Hand<'_, R> {
    /// Sorts each partition and tells of its classes.
    fn tell(&mut self, split: Split, sensitive: bool, visit: &mut impl Visit) {
        let (mut together, mut copy, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let partitions = self.pieces.first().map_or(0, |(_, ends)| ends.len().saturating_sub(1));
        for partition in 0..partitions {
            let sorted = match self.pieces.as_mut_slice() {
                [one] => sort(piece(one, partition), &mut copy, split.left()),
                several => {
                    together.clear();
                    for one in several {
                        together.extend_from_slice(piece(one, partition));
                    }
                    sort(&mut together, &mut copy, split.left())
                }
            };
            if sensitive {
                spans(sorted, split.sensitive, &mut values, visit);
            } else {
                sizes(sorted, visit);
            }
        }
    }
}

/// What is dealt of a partition.
fn piece<'p, R>((records, ends): &'p mut (&mut [R], &[usize]), partition: usize) -> &'p mut [R] {
    let start = ends.first().copied().unwrap_or(0);
    let at = |place: usize| ends.get(place).map_or(0, |end| end - start);
    records.get_mut(at(partition)..at(partition + 1)).unwrap_or_default()
}

/// Where each partition of some rows starts, and after them all where the last one ends.
fn offsets<K: Key>(layout: &Layout<'_>, split: Split, rows: Range<usize>) -> Vec<usize> {
    if split.upper == 0 {
        return vec![0, rows.len()];
    }
    let mut starts = vec![0_usize; (1 << split.upper) + 1];
    each_key::<K>(layout, split, rows, |_, key| {
        let place = key.without_low(split.bits - split.upper).index() + 1;
        if let Some(count) = starts.get_mut(place) {
            *count += 1;
        }
    });
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Writes what is left of each record into its partition.
fn deal<K: Key + Into<u128>, R: Word>(
    layout: &Layout<'_>,
    sensitive: Option<&Column>,
    split: Split,
    rows: Range<usize>,
    starts: &[usize],
    records: &mut [R],
) {
    let mut next = starts.to_vec();
    let kept = split.bits - split.upper;
    let mask = u128::MAX.checked_shr(128 - kept).unwrap_or(0);
    each_key::<K>(layout, split, rows, |row, key| {
        let Some(place) = next.get_mut(key.without_low(kept).index()) else { return };
        let mut left = key.into() & mask;
        if let Some(column) = sensitive {
            left = (left << split.sensitive) | u128::from(column.code(row).unwrap_or(0));
        }
        if let Some(record) = records.get_mut(*place) {
            *record = R::cut(left);
        }
        *place += 1;
    });
}

fn each_key<K: Key>(
    layout: &Layout<'_>,
    split: Split,
    rows: Range<usize>,
    mut tell: impl FnMut(usize, K),
) {
    let mut keys = [K::default(); BLOCK];
    let factor = K::cut(split.factor);
    let mut from = rows.start;
    while from < rows.end {
        let keys = keys.get_mut(..BLOCK.min(rows.end - from)).unwrap_or_default();
        pack(&layout.parts, from, keys);
        for (row, key) in (from..).zip(keys.iter()) {
            tell(row, key.scramble(factor, split.bits));
        }
        from += keys.len();
    }
}

/// Sorts numbers of so many bits, a digit at a time from the lowest; what is few is compared.
fn sort<'r, R: Word>(records: &'r mut [R], copy: &'r mut Vec<R>, bits: u32) -> &'r [R] {
    const FEW: usize = 192;
    const DIGIT: u32 = 11;
    let passes = bits.div_ceil(DIGIT);
    if records.len() < FEW || passes > 6 {
        records.sort_unstable();
        return records;
    }
    let digit = bits.div_ceil(passes);
    let mask = (1_usize << digit) - 1;
    copy.clear();
    copy.resize(records.len(), R::default());
    let (mut from, mut to) = (records, copy.as_mut_slice());
    let mut places = vec![0_usize; mask + 1];
    for pass in 0..passes {
        places.fill(0);
        for record in from.iter() {
            if let Some(count) = places.get_mut(record.digit(pass * digit, mask)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for record in from.iter() {
            let Some(place) = places.get_mut(record.digit(pass * digit, mask)) else { continue };
            if let Some(slot) = to.get_mut(*place) {
                *slot = *record;
            }
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
    }
    from
}

fn sizes<R: Word>(sorted: &[R], visit: &mut impl Visit) {
    let Some((first, rest)) = sorted.split_first() else { return };
    let (mut before, mut size) = (*first, 1_u32);
    for record in rest {
        if *record == before {
            size = size.wrapping_add(1);
        } else {
            visit.size(size);
            (before, size) = (*record, 1);
        }
    }
    visit.size(size);
}

/// Classes are equal above the sensitive bits; within them equal records have the same value.
fn spans<R: Word>(
    sorted: &[R],
    sensitive: u32,
    values: &mut Vec<(u32, u32)>,
    visit: &mut impl Visit,
) {
    let same = |one: &R, other: &R| one.without_low(sensitive) == other.without_low(sensitive);
    for class in sorted.chunk_by(same) {
        values.clear();
        for run in class.chunk_by(|one, other| one == other) {
            let code = run.first().map_or(0, |record| record.low(sensitive));
            values.push((code, u32::try_from(run.len()).unwrap_or(u32::MAX)));
        }
        visit.values(values);
    }
}
