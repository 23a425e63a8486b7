//! One dimension as several tables have it: every label a set of the finest categories.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use std::collections::BTreeMap;

use crate::published::plain;
use crate::{PublishedDimension, PublishedError, PublishedTable};

#[derive(Clone, Debug)]
pub(super) struct Nodes {
    name: String,
    leaves: usize,
    /// What the leaves are called.
    labels: Vec<String>,
    /// Each set of leaves once.
    sets: Vec<Vec<usize>>,
    /// Per table, for each of its labels the number of its set.
    of: Vec<Vec<usize>>,
}

impl Nodes {
    /// The dimension of this name: its categories are those of the table that tells most of them apart.
    pub(super) fn of(name: &str, tables: &[PublishedTable]) -> Result<Self, PublishedError> {
        let own = |table: &PublishedTable| {
            table.dimensions().iter().find(|dimension| dimension.name() == name).cloned()
        };
        let own: Vec<Option<PublishedDimension>> = tables.iter().map(own).collect();
        let finest = own.iter().flatten().rev().max_by_key(|dimension| dimension.leaves().count());
        let mut by_label: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let (mut leaves, mut labels) = (0, Vec::new());
        if let Some(finest) = finest {
            for leaf in finest.leaves() {
                by_label.insert(plain(&finest.labels()[leaf]), vec![leaves]);
                labels.push(finest.labels()[leaf].clone());
                leaves += 1;
            }
            // Its sums are known by name to the coarser tables.
            for sum in finest.levels().unwrap_or_default() {
                let below = finest.below(sum).unwrap_or_default();
                let set =
                    union(below.iter().map(|part| by_label.get(&plain(&finest.labels()[*part]))));
                by_label.insert(plain(&finest.labels()[sum]), set);
            }
        }
        let mut made = Self {
            name: name.to_owned(),
            leaves,
            labels,
            sets: vec![(0..leaves).collect()],
            of: Vec::with_capacity(tables.len()),
        };
        for dimension in &own {
            let numbers = match dimension {
                Some(dimension) => made.numbers(dimension, &by_label)?,
                None => Vec::new(),
            };
            made.of.push(numbers);
        }
        Ok(made)
    }

    fn numbers(
        &mut self,
        dimension: &PublishedDimension,
        by_label: &BTreeMap<String, Vec<usize>>,
    ) -> Result<Vec<usize>, PublishedError> {
        let unlinked = |label: usize| PublishedError::Unlinked {
            dimension: self.name.clone(),
            label: dimension.labels()[label].clone(),
        };
        let mut sets: Vec<Option<Vec<usize>>> = vec![None; dimension.labels().len()];
        for leaf in dimension.leaves() {
            let known = by_label.get(&plain(&dimension.labels()[leaf]));
            sets[leaf] = Some(known.ok_or_else(|| unlinked(leaf))?.clone());
        }
        for sum in dimension.levels().unwrap_or_default() {
            let below = dimension.below(sum).unwrap_or_default();
            let parts: usize =
                below.iter().map(|part| sets[*part].as_ref().map_or(0, Vec::len)).sum();
            let set = union(below.iter().map(|part| sets[*part].as_ref()));
            // Parts that overlap would be counted twice.
            if parts != set.len() {
                return Err(unlinked(sum));
            }
            sets[sum] = Some(set);
        }
        let covered = union(dimension.leaves().map(|leaf| sets[leaf].as_ref()));
        if covered.len() != self.leaves {
            return Err(unlinked(0));
        }
        Ok(sets.into_iter().map(|set| self.number(set.unwrap_or_default())).collect())
    }

    fn number(&mut self, set: Vec<usize>) -> usize {
        if let Some(known) = self.sets.iter().position(|other| *other == set) {
            return known;
        }
        self.sets.push(set);
        self.sets.len() - 1
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn leaves(&self) -> usize {
        self.leaves
    }

    /// The set of all leaves.
    #[expect(clippy::unused_self, reason = "a fact about every dimension")]
    pub(super) const fn everybody(&self) -> usize {
        0
    }

    /// The set of a table's label.
    pub(super) fn node(&self, table: usize, label: usize) -> usize {
        self.of[table][label]
    }

    /// The set of one leaf.
    pub(super) fn leaf(&self, leaf: usize) -> Option<usize> {
        self.sets.iter().position(|set| *set == [leaf])
    }

    /// What a set of one leaf is called, where that is not everybody.
    pub(super) fn label(&self, number: usize) -> Option<&str> {
        let &[leaf] = self.sets.get(number)?.as_slice() else { return None };
        self.labels.get(leaf).map(String::as_str)
    }

    pub(super) fn set(&self, number: usize) -> &[usize] {
        &self.sets[number]
    }
}

fn union<'s>(sets: impl Iterator<Item = Option<&'s Vec<usize>>>) -> Vec<usize> {
    let mut all: Vec<usize> = sets.flatten().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
