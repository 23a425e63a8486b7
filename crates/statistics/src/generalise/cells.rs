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

    fn fits_word(&self) -> bool {
        let space = self.sizes.iter().map(|size| u128::from((*size).max(1))).product::<u128>();
        space <= 1 << (63 - self.low)
    }
}

impl Cells {
    pub(super) const fn len(&self) -> usize {
        self.records.len()
    }

    /// The cells of rows given as columns of groups.
    pub(super) fn of_rows(
        node: Vec<u8>,
        groups: Vec<Vec<u16>>,
        sensitive: Vec<u32>,
        packing: &Packing,
    ) -> Self {
        let records = vec![1; sensitive.len()];
        let rows = Self { node, groups, sensitive, records };
        rows.joined(packing)
    }

    /// The same records at another, coarser node: each column's groups become others.
    pub(super) fn rolled(&self, node: &[u8], maps: &[Vec<u16>], packing: &Packing) -> Self {
        let group = |(column, map): (&Vec<u16>, &Vec<u16>)| {
            let up = |group: &u16| map.get(usize::from(*group)).copied().unwrap_or(u16::MAX);
            column.iter().map(up).collect()
        };
        let groups = self.groups.iter().zip(maps).map(group).collect();
        let (sensitive, records) = (self.sensitive.clone(), self.records.clone());
        Self { node: node.to_vec(), groups, sensitive, records }.joined(packing)
    }

    /// Equal cells made one, in ascending order.
    fn joined(self, packing: &Packing) -> Self {
        let order = if packing.fits_word() {
            self.order::<u64>(packing, |key, size| key * size, |key, digit| key + u64::from(digit))
        } else {
            self.order::<u128>(
                packing,
                |key, size| key * u128::from(size),
                |key, digit| key + u128::from(digit),
            )
        };
        let mut groups: Vec<Vec<u16>> = vec![Vec::with_capacity(order.len()); self.groups.len()];
        let (mut sensitive, mut records) = (Vec::new(), Vec::new());
        for (first, count) in order {
            let at = first as usize;
            for (column, from) in groups.iter_mut().zip(&self.groups) {
                column.push(from.get(at).copied().unwrap_or(u16::MAX));
            }
            sensitive.push(self.sensitive.get(at).copied().unwrap_or(0));
            records.push(count);
        }
        Self { node: self.node, groups, sensitive, records }
    }

    /// For each different cell in ascending order, one place of it and its records.
    fn order<K: Copy + Default + Ord>(
        &self,
        packing: &Packing,
        times: impl Fn(K, u64) -> K,
        plus: impl Fn(K, u32) -> K,
    ) -> Vec<(u32, u32)> {
        let mut keys: Vec<(K, u32)> = (0..).take(self.len()).map(|at| (K::default(), at)).collect();
        for (column, size) in self.groups.iter().zip(&packing.sizes) {
            for ((key, _), group) in keys.iter_mut().zip(column) {
                *key = plus(times(*key, *size), (*group).into());
            }
        }
        for ((key, _), value) in keys.iter_mut().zip(&self.sensitive) {
            *key = plus(times(*key, 1 << packing.low), *value);
        }
        keys.sort_unstable();
        let mut order = Vec::new();
        for run in keys.chunk_by(|one, other| one.0 == other.0) {
            let count = run.iter().filter_map(|(_, at)| self.records.get(*at as usize)).sum();
            order.extend(run.first().map(|(_, at)| (*at, count)));
        }
        order
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
