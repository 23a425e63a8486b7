//! Several tables of the same or of overlapping people as one system of sums.
//!
//! Every table is a view of one underlying table: the cross of all their dimensions and of the parts of
//! the population. Cells of different views that count the same people are one cell.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod nodes;
pub(crate) mod start;

use std::collections::BTreeMap;

use self::nodes::Nodes;
use crate::sums::Sums;
use crate::{Geometry, PublishedError, PublishedTable};

/// The cells of several tables.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) sums: Sums,
    /// For each table and each of its cells the cell here.
    pub(crate) views: Vec<Vec<usize>>,
    /// People whom subtracting one table from another tells.
    pub(crate) differences: Vec<Difference>,
}

/// The people of a later table who are not in an earlier one, in a cell that both have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Difference {
    pub(crate) cell: usize,
    /// The table with more people, and its cell.
    pub(crate) of: (usize, usize),
    /// The parts of the population that are left.
    pub(crate) people: Vec<String>,
}

/// A cell by what it counts: per dimension a set of leaves, and a set of parts of the population.
type Key = Vec<usize>;

struct Builder<'t> {
    tables: &'t [PublishedTable],
    dimensions: Vec<Nodes>,
    /// Per part of the population (those that no table tells apart are one): its names.
    parts: Vec<Vec<String>>,
    /// Sets of parts, by number.
    people: Vec<Vec<usize>>,
    atoms: Vec<usize>,
    sums: Sums,
    cells: BTreeMap<Key, usize>,
}

impl World {
    pub(crate) fn of(tables: &[PublishedTable]) -> Result<Self, PublishedError> {
        Builder::new(tables)?.build()
    }
}

impl<'t> Builder<'t> {
    fn new(tables: &'t [PublishedTable]) -> Result<Self, PublishedError> {
        let mut names: Vec<&str> = Vec::new();
        for dimension in tables.iter().flat_map(PublishedTable::dimensions) {
            if !names.contains(&dimension.name()) {
                names.push(dimension.name());
            }
        }
        let dimensions: Vec<Nodes> =
            names.iter().map(|name| Nodes::of(name, tables)).collect::<Result<_, _>>()?;
        let (parts, people) = parts(tables);
        let atoms = dimensions
            .iter()
            .map(Nodes::leaves)
            .chain([parts.len()])
            .try_fold(1_usize, |product, factor| {
                product.checked_mul(factor).filter(|atoms| *atoms <= Geometry::MOST_CELLS)
            })
            .ok_or(PublishedError::TooManyCells)?;
        let unset = vec![usize::MAX; atoms];
        let (sums, cells) = (Sums::default(), BTreeMap::new());
        Ok(Self { tables, dimensions, parts, people, atoms: unset, sums, cells })
    }

    fn build(mut self) -> Result<World, PublishedError> {
        let mut views = Vec::with_capacity(self.tables.len());
        // Of one table every cell takes its own number; a sum needs its parts to have theirs first.
        let mut waiting: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut next = 0;
        for (number, table) in self.tables.iter().enumerate() {
            let mut view = Vec::with_capacity(table.cells().len());
            for cell in 0..table.cells().len() {
                let key = self.key(table, cell, number);
                let place = if let Some(known) = self.cells.get(&key) {
                    *known
                } else {
                    let atoms = self.atoms_of(&key);
                    if let [atom] = atoms.as_slice() {
                        self.atoms[*atom] = next;
                    }
                    waiting.push((next, atoms));
                    self.cells.insert(key, next);
                    next += 1;
                    next - 1
                };
                view.push(place);
            }
            views.push(view);
        }
        let differences = self.differences(&mut waiting, &mut next);
        if next > Geometry::MOST_CELLS {
            return Err(PublishedError::TooManyCells);
        }
        // What no table shows by itself follows after what they do.
        for slot in &mut self.atoms {
            if *slot == usize::MAX {
                *slot = next;
                next += 1;
            }
        }
        for (_, atoms) in waiting {
            if atoms.len() == 1 {
                self.sums.free();
            } else {
                self.sums.sum(atoms.iter().map(|atom| (self.atoms[*atom], 1)).collect());
            }
        }
        while self.sums.cells() < next {
            self.sums.free();
        }
        Ok(World { sums: self.sums, views, differences })
    }

    fn key(&self, table: &PublishedTable, cell: usize, number: usize) -> Key {
        let nodes = table.nodes(cell);
        let mut key: Key = self
            .dimensions
            .iter()
            .map(|known| {
                let mut own = table.dimensions().iter().zip(&nodes);
                let own = own.find(|(dimension, _)| dimension.name() == known.name());
                own.map_or(known.everybody(), |(_, node)| known.node(number, *node))
            })
            .collect();
        key.push(number_of(&self.people, number));
        key
    }

    fn atoms_of(&self, key: &Key) -> Vec<usize> {
        let mut atoms = vec![0];
        let (people, nodes) = key.split_last().map_or((0, [].as_slice()), |(p, n)| (*p, n));
        for (known, node) in self.dimensions.iter().zip(nodes) {
            let leaves = known.set(*node);
            let extend = |base: &usize| {
                let base = base * known.leaves();
                leaves.iter().map(move |leaf| base + leaf)
            };
            atoms = atoms.iter().flat_map(extend).collect();
        }
        let parts = &self.people[people];
        let count = self.parts.len();
        atoms.iter().flat_map(|base| parts.iter().map(move |part| base * count + part)).collect()
    }

    /// The cells of people who are in one table and not in another, and of each part by itself.
    fn differences(
        &mut self,
        waiting: &mut Vec<(usize, Vec<usize>)>,
        next: &mut usize,
    ) -> Vec<Difference> {
        let mut wanted: Vec<(usize, Vec<usize>)> = Vec::new();
        for later in 0..self.tables.len() {
            let all = self.people[number_of(&self.people, later)].clone();
            let mut sets: Vec<Vec<usize>> = all.iter().map(|part| vec![*part]).collect();
            for earlier in 0..self.tables.len() {
                let some = &self.people[number_of(&self.people, earlier)];
                if some.iter().all(|part| all.contains(part)) && some.len() < all.len() {
                    sets.push(all.iter().copied().filter(|part| !some.contains(part)).collect());
                }
            }
            sets.retain(|set| set.len() < all.len());
            wanted.extend(sets.into_iter().map(|set| (later, set)));
        }
        let mut found: Vec<Difference> = Vec::new();
        for (later, set) in wanted {
            let people = if let Some(known) = self.people.iter().position(|other| *other == set) {
                // What a table shows of these people is its own cell, not a difference.
                if known < self.tables.len() {
                    continue;
                }
                known
            } else {
                self.people.push(set.clone());
                self.people.len() - 1
            };
            let names: Vec<String> =
                set.iter().flat_map(|part| self.parts[*part].iter().cloned()).collect();
            for cell in 0..self.tables[later].cells().len() {
                let mut key = self.key(&self.tables[later], cell, later);
                if let Some(last) = key.last_mut() {
                    *last = people;
                }
                if self.cells.contains_key(&key) {
                    continue;
                }
                let atoms = self.atoms_of(&key);
                if let [atom] = atoms.as_slice() {
                    self.atoms[*atom] = *next;
                }
                waiting.push((*next, atoms));
                self.cells.insert(key, *next);
                found.push(Difference { cell: *next, of: (later, cell), people: names.clone() });
                *next += 1;
            }
        }
        found
    }
}

/// The first set that is the table's: tables of the same people share one number.
fn number_of(people: &[Vec<usize>], table: usize) -> usize {
    people.iter().position(|set| *set == people[table]).unwrap_or(table)
}

/// Parts of the population that the tables tell apart, and each table's set of them.
fn parts(tables: &[PublishedTable]) -> (Vec<Vec<String>>, Vec<Vec<usize>>) {
    let mut members: BTreeMap<Vec<bool>, Vec<String>> = BTreeMap::new();
    let mut names: Vec<&String> = tables.iter().flat_map(PublishedTable::people).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        // A table that names no part is of everybody.
        let inside =
            |table: &PublishedTable| table.people().is_empty() || table.people().contains(name);
        members.entry(tables.iter().map(inside).collect()).or_default().push(name.clone());
    }
    if members.is_empty() {
        members.insert(vec![true; tables.len()], Vec::new());
    }
    let sets = (0..tables.len()).map(|table| {
        let inside = members.keys().enumerate().filter(|(_, of)| of[table]);
        inside.map(|(part, _)| part).collect()
    });
    let sets = sets.collect();
    (members.into_values().collect(), sets)
}
