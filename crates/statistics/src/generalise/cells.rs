//! The different records, each with its number: coarser ones are made from finer ones, never again from
//! the rows.

use crate::TableError;

/// Records that differ, at some combination of levels: a column of groups for each variable, what is
/// sensitive, and how many there are. In ascending order of groups.
pub(super) struct Cells {
    pub(super) node: Vec<u8>,
    pub(super) groups: Vec<Vec<u16>>,
    pub(super) sensitive: Vec<u32>,
    pub(super) records: Vec<u32>,
}

/// How groups and what is sensitive become one number.
pub(super) struct Packing {
    sizes: Vec<u64>,
    low: u32,
}

impl Packing {
    /// For these numbers of groups, and of different sensitive values.
    pub(super) fn new(sizes: Vec<u64>, sensitive: u64) -> Result<Self, TableError> {
        let low = u64::BITS - sensitive.saturating_sub(1).leading_zeros();
        let room = 1_u128 << (127 - low);
        let mut space: u128 = 1;
        for size in &sizes {
            space = space.checked_mul((*size).max(1).into()).ok_or(TableError::TooWide)?;
        }
        if space > room { Err(TableError::TooWide) } else { Ok(Self { sizes, low }) }
    }

    /// How many bits a cell takes, if there is room beside them for the numbers of so many cells.
    fn bits_beside(&self, cells: usize) -> Option<(u32, u32)> {
        let space = self.sizes.iter().map(|size| u128::from((*size).max(1))).product::<u128>();
        let bits = u128::BITS - (space - 1).leading_zeros() + self.low;
        let places = usize::BITS - cells.saturating_sub(1).leading_zeros();
        (bits + places <= u64::BITS).then_some((bits, places))
    }
}

impl Cells {
    pub(super) const fn len(&self) -> usize {
        self.records.len()
    }

    /// The cells of rows given as columns of groups.
    pub(super) fn of_rows(
        node: &[u8],
        groups: Vec<Vec<u16>>,
        sensitive: Vec<u32>,
        packing: &Packing,
    ) -> Self {
        let records = vec![1; sensitive.len()];
        let same: Vec<Vec<u16>> = packing
            .sizes
            .iter()
            .map(|size| (0..=u16::MAX).take(usize::try_from(*size).unwrap_or(usize::MAX)).collect())
            .collect();
        Self { groups, sensitive, records, node: Vec::new() }.rolled(node, &same, packing)
    }

    /// The same records at another, coarser node: each column's groups become others. Equal cells are made
    /// one, in ascending order.
    pub(super) fn rolled(&self, node: &[u8], maps: &[Vec<u16>], packing: &Packing) -> Self {
        let order = match packing.bits_beside(self.len()) {
            Some((bits, places)) => self.by_digits(maps, packing, bits, places),
            None => self.by_comparing(maps, packing),
        };
        let groups = self.groups.iter().zip(maps).map(|(column, map)| {
            let up = |(at, _): &(u32, u32)| {
                let group = column.get(*at as usize).copied().unwrap_or(u16::MAX);
                map.get(usize::from(group)).copied().unwrap_or(u16::MAX)
            };
            order.iter().map(up).collect()
        });
        let sensitive =
            order.iter().map(|(at, _)| self.sensitive.get(*at as usize).copied().unwrap_or(0));
        Self {
            node: node.to_vec(),
            groups: groups.collect(),
            sensitive: sensitive.collect(),
            records: order.iter().map(|(_, count)| *count).collect(),
        }
    }

    /// For each different cell in ascending order, one place of it and its records: cell and place are one
    /// number, sorted a digit at a time.
    fn by_digits(
        &self,
        maps: &[Vec<u16>],
        packing: &Packing,
        bits: u32,
        places: u32,
    ) -> Vec<(u32, u32)> {
        // INVARIANT: `bits_beside` has found room for all of it, so nothing wraps.
        let mut keys: Vec<u64> =
            self.sensitive.iter().map(|value| u64::from(*value) << places).collect();
        let mut stride: u64 = 1_u64.wrapping_shl(packing.low + places);
        for ((column, map), size) in self.groups.iter().zip(maps).zip(&packing.sizes).rev() {
            if *size <= 1 {
                continue;
            }
            let up: Vec<u64> =
                map.iter().map(|group| u64::from(*group).wrapping_mul(stride)).collect();
            for (key, group) in keys.iter_mut().zip(column) {
                *key = key.wrapping_add(up.get(usize::from(*group)).copied().unwrap_or(0));
            }
            stride = stride.wrapping_mul(*size);
        }
        for (key, at) in keys.iter_mut().zip(0..) {
            *key |= at;
        }
        sort(&mut keys, places, bits);
        let place = |key: u64| u32::try_from(key & !(u64::MAX << places)).unwrap_or(u32::MAX);
        let records = |key: &u64| self.records.get(place(*key) as usize);
        let mut order = Vec::with_capacity(keys.len());
        let runs = keys.chunk_by(|one, other| one >> places == other >> places);
        order.extend(
            runs.filter_map(|run| {
                Some((place(*run.first()?), run.iter().filter_map(records).sum()))
            }),
        );
        order
    }

    /// The same for cells that take more.
    fn by_comparing(&self, maps: &[Vec<u16>], packing: &Packing) -> Vec<(u32, u32)> {
        let mut keys: Vec<(u128, u32)> = vec![(0, 0); self.len()];
        for ((column, map), size) in self.groups.iter().zip(maps).zip(&packing.sizes) {
            for ((key, _), group) in keys.iter_mut().zip(column) {
                let up = map.get(usize::from(*group)).copied().unwrap_or(0);
                *key = *key * u128::from(*size) + u128::from(up);
            }
        }
        for (((key, at), value), place) in keys.iter_mut().zip(&self.sensitive).zip(0..) {
            *key = (*key << packing.low) | u128::from(*value);
            *at = place;
        }
        keys.sort_unstable();
        let records = |(_, at): &(u128, u32)| self.records.get(*at as usize);
        keys.chunk_by(|one, other| one.0 == other.0)
            .filter_map(|run| Some((run.first()?.1, run.iter().filter_map(records).sum())))
            .collect()
    }

    /// Tells of each class: the places of its cells.
    pub(super) fn each_class(&self, mut tell: impl FnMut(std::ops::Range<usize>)) {
        let mut from = 0;
        for at in 1..=self.len() {
            let same = |column: &Vec<u16>| column.get(at) == column.get(from);
            if at == self.len() || !self.groups.iter().all(same) {
                tell(from..at);
                from = at;
            }
        }
    }
}

/// Sorts numbers by so many bits from one on, a digit at a time from the lowest; what is few is compared, and
/// must differ in nothing but these bits or be in order below them.
fn sort(keys: &mut Vec<u64>, from: u32, bits: u32) {
    const FEW: usize = 512;
    const DIGIT: u32 = 11;
    let passes = bits.div_ceil(DIGIT);
    if keys.len() < FEW {
        keys.sort_unstable();
        return;
    }
    let digit = bits.div_ceil(passes.max(1));
    let mask = (1_usize << digit) - 1;
    let mut copy = vec![0; keys.len()];
    let mut places = vec![0_usize; mask + 1];
    for pass in 0..passes {
        let shift = from + pass * digit;
        let of = |key: u64| usize::try_from(key >> shift).unwrap_or(usize::MAX) & mask;
        places.fill(0);
        for key in keys.iter() {
            if let Some(count) = places.get_mut(of(*key)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        for key in keys.iter() {
            let Some(place) = places.get_mut(of(*key)) else { continue };
            if let Some(slot) = copy.get_mut(*place) {
                *slot = *key;
            }
            *place += 1;
        }
        std::mem::swap(keys, &mut copy);
    }
}

#[cfg(test)]
mod tests;
