//! Records that look alike, counted in one pass over packed codes.
//!
//! The codes of a record are packed into one number. Where there are few different numbers each has a
//! counter; otherwise the records are dealt into partitions by the upper bits of the scrambled number,
//! and what is left of each, with the sensitive code in its low bits, is sorted within its partition.

mod partition;
mod word;

use std::ops::Range;

use crate::column::Column;
use crate::{Microdata, TableError, threads};
use word::Word;

/// Told about each class once. The order is that of the packed codes or of their scrambled form: a
/// function of the data as a set, never of the order of its rows.
pub(crate) trait Visit: Send + Sized {
    /// A class without a sensitive variable: how many records.
    fn size(&mut self, size: u32);
    /// A class with one: which codes, ascending, and how many records have each.
    fn values(&mut self, values: &[(u32, u32)]);
    /// One that has seen nothing, to be told of some of the classes; none where what several have seen does
    /// not add up to the very same.
    fn part(&self) -> Option<Self>;
    /// What a part has seen.
    fn join(&mut self, part: Self);
}

/// Columns to be packed in this order, each with the number of its codes.
struct Layout<'d> {
    parts: Vec<(&'d Column, u64)>,
    /// How many numbers there can be.
    space: u128,
}

/// Tells of each class of records that are equal in some variables, by place.
pub(crate) fn each_class(
    data: &Microdata,
    by: &[usize],
    sensitive: Option<usize>,
    visit: &mut impl Visit,
) -> Result<(), TableError> {
    if data.rows() == 0 {
        return Ok(());
    }
    let part = |place: usize| {
        let codes = data.variables.get(place).map(|v| v.leaves() as u64);
        data.column(place).zip(codes).ok_or(TableError::UnknownDimension)
    };
    let mut all: Vec<(&Column, u64)> = by.iter().map(|p| part(*p)).collect::<Result<_, _>>()?;
    let sensitive = sensitive.map(part).transpose()?;
    // Where even 128 bits are too few, the first variables are made into one.
    let gathered;
    let first = fitting(&all);
    if first < all.len() {
        gathered = gather(&all, data.rows());
        let codes = data.rows() as u64;
        all = vec![(&gathered, codes)];
    }
    let space = all.iter().fold(1, |space: u128, (_, codes)| space.saturating_mul((*codes).into()));
    count(&Layout { parts: all, space }, sensitive, data.rows(), visit);
    Ok(())
}

/// How many of these columns can be packed together, with room for a sensitive code.
fn fitting(parts: &[(&Column, u64)]) -> usize {
    const MOST: u128 = 1 << 96;
    let mut space: u128 = 1;
    parts
        .iter()
        .take_while(|(_, codes)| {
            space = space.saturating_mul((*codes).into());
            space <= MOST
        })
        .count()
}

/// One column in the place of many: each combination that occurs has a number.
fn gather(parts: &[(&Column, u64)], rows: usize) -> Column {
    let mut rest = parts;
    let mut done: Option<Column> = None;
    while !rest.is_empty() {
        let mut group: Vec<(&Column, u64)> = done.iter().map(|ids| (ids, rows as u64)).collect();
        let room = group.len();
        group.extend(rest);
        let taken = fitting(&group).max(room + 1);
        group.truncate(taken);
        rest = rest.get(taken - room..).unwrap_or_default();
        let mut keys = vec![0_u128; rows];
        pack(&group, 0, &mut keys);
        let mut known = keys.clone();
        known.sort_unstable();
        known.dedup();
        let id = |key: &u128| known.binary_search(key).ok().and_then(|at| u32::try_from(at).ok());
        done = Some(Column::Word(keys.iter().filter_map(id).collect()));
    }
    done.unwrap_or(Column::Word(Vec::new()))
}

/// How many rows are packed at a time: what they become stays in the nearest cache.
const BLOCK: usize = 2048;

/// Some rows for each thread: few rows are not worth a second one.
pub(crate) fn shares(rows: usize, most: usize) -> Vec<Range<usize>> {
    const FEW: usize = if cfg!(test) { 2 } else { 1 << 18 };
    let parts = threads::count().min(rows / FEW).clamp(1, most.max(1));
    let each = rows.div_ceil(parts);
    (0..parts).map(|part| (part * each).min(rows)..((part + 1) * each).min(rows)).collect()
}

fn count(
    layout: &Layout<'_>,
    sensitive: Option<(&Column, u64)>,
    rows: usize,
    visit: &mut impl Visit,
) {
    /// A counter each for more cells than this would no longer stay near the processor.
    const DENSE: u128 = 1 << 21;
    let values = sensitive.map_or(1, |(_, codes)| codes);
    let cells = layout.space.saturating_mul(values.into());
    if cells <= DENSE.min(4 * rows as u128 + (1 << 16)) {
        let mut parts = layout.parts.clone();
        parts.extend(sensitive);
        let cells = usize::try_from(cells).unwrap_or(usize::MAX);
        let counted = threads::map(shares(rows, rows / cells.max(1)), |rows| match cells {
            0..=0xffff => dense::<u16>(&parts, rows, cells),
            _ => dense::<u32>(&parts, rows, cells),
        });
        let counts = threads::sum(counted);
        if sensitive.is_some() {
            strips(&counts, usize::try_from(values).unwrap_or(usize::MAX), visit);
        } else {
            counts.iter().filter(|count| **count > 0).for_each(|count| visit.size(*count));
        }
    } else {
        partition::each_class(layout, sensitive, rows, visit);
    }
}

/// Counts some rows with a counter for each number.
fn dense<W: Word>(parts: &[(&Column, u64)], rows: Range<usize>, cells: usize) -> Vec<u32> {
    /// Equal neighbours would wait for each other's counter: four sets of them do not.
    const SETS: usize = 4;
    let sets = if cells <= 1 << 13 { SETS } else { 1 };
    let mut counts = vec![0_u32; cells * sets];
    let mut keys = [W::default(); BLOCK];
    let mut from = rows.start;
    while from < rows.end {
        let keys = keys.get_mut(..BLOCK.min(rows.end - from)).unwrap_or_default();
        pack(parts, from, keys);
        from += keys.len();
        if sets == 1 {
            for key in keys.iter() {
                add(&mut counts, *key);
            }
            continue;
        }
        let (one, rest) = counts.split_at_mut(cells);
        let (two, rest) = rest.split_at_mut(cells);
        let (three, four) = rest.split_at_mut(cells);
        let (fours, rest) = keys.as_chunks::<SETS>();
        for [a, b, c, d] in fours {
            add(one, *a);
            add(two, *b);
            add(three, *c);
            add(four, *d);
        }
        for key in rest {
            add(one, *key);
        }
    }
    if sets > 1 {
        let (sum, rest) = counts.split_at_mut(cells);
        for set in rest.chunks(cells) {
            sum.iter_mut().zip(set).for_each(|(sum, count)| *sum += count);
        }
        counts.truncate(cells);
    }
    counts
}

fn add<W: Word>(counts: &mut [u32], key: W) {
    if let Some(count) = counts.get_mut(key.index()) {
        // INVARIANT: there are at most `Microdata::MOST` records.
        *count = count.wrapping_add(1);
    }
}

/// Tells of classes whose counters lie side by side, one for each sensitive code.
fn strips(counts: &[u32], values: usize, visit: &mut impl Visit) {
    let mut present = Vec::with_capacity(values);
    for strip in counts.chunks(values.max(1)) {
        present.clear();
        let occurring = (0_u32..).zip(strip).filter(|(_, count)| **count > 0);
        present.extend(occurring.map(|(code, count)| (code, *count)));
        if !present.is_empty() {
            visit.values(&present);
        }
    }
}

/// Packs the records from a row on: each column's code is a digit of the number.
fn pack<W: Word>(parts: &[(&Column, u64)], from: usize, keys: &mut [W]) {
    keys.fill(W::default());
    let len = keys.len();
    for (column, codes) in parts {
        let radix = W::of(*codes);
        match column {
            Column::Byte(codes) => {
                let codes = codes.get(from..).unwrap_or_default();
                let digits = codes.get(..len).unwrap_or(codes);
                fold(keys, digits, radix, |code| W::of_byte(code));
            }
            Column::Short(codes) => {
                let codes = codes.get(from..).unwrap_or_default();
                let digits = codes.get(..len).unwrap_or(codes);
                fold(keys, digits, radix, |code| W::of_short(code));
            }
            Column::Word(codes) => {
                let codes = codes.get(from..).unwrap_or_default();
                let digits = codes.get(..len).unwrap_or(codes);
                fold(keys, digits, radix, |code| W::of(code.into()));
            }
        }
    }
}

fn fold<W: Word, C: Copy>(keys: &mut [W], codes: &[C], radix: W, digit: impl Fn(C) -> W) {
    for (key, code) in keys.iter_mut().zip(codes) {
        *key = key.append(radix, digit(*code));
    }
}
