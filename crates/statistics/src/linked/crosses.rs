//! Combinations of the dimensions of several tables that no table has: three tables by two dimensions each can
//! leave a single possibility for what the three are together.

use std::collections::BTreeSet;

use super::{Builder, Cross, Key, number_of};
use crate::Geometry;

impl Builder<'_> {
    /// Every combination of a category or everybody of each dimension, of the people of each table. None where
    /// all tables have the same dimensions, and none where there are too many.
    pub(super) fn combinations(&self) -> Vec<Key> {
        let has_all = self.tables.iter().all(|table| {
            let mut names = self.dimensions.iter().map(super::Nodes::name);
            names.all(|name| table.dimensions().iter().any(|own| own.name() == name))
        });
        let people: BTreeSet<usize> =
            (0..self.tables.len()).map(|table| number_of(&self.people, table)).collect();
        let sides = self.dimensions.iter().map(|known| known.leaves() + 1);
        let all = sides.chain([people.len()]).try_fold(1_usize, usize::checked_mul);
        let shown: usize = self.tables.iter().map(|table| table.cells().len()).sum();
        let room = Geometry::MOST_CELLS.saturating_sub(shown);
        if has_all || all.is_none_or(|all| all > room) {
            return Vec::new();
        }
        let mut keys: Vec<Key> = vec![Vec::new()];
        for known in &self.dimensions {
            let nodes: Vec<usize> = (0..known.leaves())
                .filter_map(|leaf| known.leaf(leaf))
                .chain([known.everybody()])
                .collect();
            let longer = |key: &Key| {
                let key = key.clone();
                nodes.iter().map(move |node| key.iter().copied().chain([*node]).collect())
            };
            keys = keys.iter().flat_map(longer).collect::<Vec<Key>>();
        }
        let of = |key: &Key| {
            let key = key.clone();
            people.iter().map(move |people| key.iter().copied().chain([*people]).collect())
        };
        keys.iter().flat_map(of).collect()
    }

    pub(super) fn crosses(
        &mut self,
        keys: &[Key],
        waiting: &mut Vec<(usize, Vec<usize>)>,
        next: &mut usize,
    ) -> Vec<Cross> {
        let mut found = Vec::new();
        for key in keys {
            let named = self.dimensions.iter().zip(key);
            let labels = named.filter_map(|(known, node)| known.label(*node)).map(str::to_owned);
            let labels = labels.collect();
            if let Some(cell) = self.add(key.clone(), waiting, next) {
                let people = key.last().map_or_else(Vec::new, |people| self.names_of(*people));
                found.push(Cross { cell, labels, people, key: key.clone() });
            }
        }
        found
    }
}
