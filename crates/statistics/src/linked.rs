//! Several tables of the same or of overlapping people as one system of sums.
//!
//! Every table is a view of one underlying table: the cross of all their dimensions and of the parts of
//! the population. Cells of different views that count the same people are one cell.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod crosses;
mod nodes;
pub(crate) mod start;

use std::collections::{BTreeMap, BTreeSet};

use self::nodes::Nodes;
use crate::published::plain;
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
    /// Combinations of the dimensions of several tables that no table has.
    pub(crate) crosses: Vec<Cross>,
}

/// A cell by dimensions that are in no table together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Cross {
    pub(crate) cell: usize,
    /// Where it is a category and not everybody, in the order in which the tables name their dimensions.
    pub(crate) labels: Vec<String>,
    /// The parts of the population.
    pub(crate) people: Vec<String>,
    pub(crate) key: Key,
}

/// The people of a later table who are not in an earlier one, in a cell that both have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Difference {
    pub(crate) cell: usize,
    /// The table with more people, and its cell.
    pub(crate) of: (usize, usize),
    /// Whether all of these people are in that table.
    pub(crate) is_within: bool,
    /// The parts of the population that are left.
    pub(crate) people: Vec<String>,
}

/// Of how many parts every set is told apart, whatever the tables are of.
const FEW_PARTS: usize = 5;
/// How many sets of several parts are told apart of one table's people: all there are of five parts.
const MOST_SETS: usize = 25;

/// A cell by what it counts: per dimension a set of leaves, and a set of parts of the population.
pub(crate) type Key = Vec<usize>;

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
        Self::with(tables, &[])
    }

    /// The same with these combinations of their dimensions as cells.
    pub(crate) fn with(tables: &[PublishedTable], crosses: &[Key]) -> Result<Self, PublishedError> {
        Builder::new(tables)?.build(crosses)
    }

    /// The same with every combination; `None` where there is none, or there are more than can be attacked.
    pub(crate) fn crossed(tables: &[PublishedTable]) -> Result<Option<Self>, PublishedError> {
        let builder = Builder::new(tables)?;
        let crosses = builder.combinations();
        if crosses.is_empty() { Ok(None) } else { builder.build(&crosses).map(Some) }
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

    fn build(mut self, crosses: &[Key]) -> Result<World, PublishedError> {
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
        let crosses = self.crosses(crosses, &mut waiting, &mut next);
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
        Ok(World { sums: self.sums, views, differences, crosses })
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

    /// What the parts of a set of people are called.
    fn names_of(&self, people: usize) -> Vec<String> {
        self.people[people].iter().flat_map(|part| self.parts[*part].iter().cloned()).collect()
    }

    /// Adds a cell that no table has; `None` where it is there.
    fn add(
        &mut self,
        key: Key,
        waiting: &mut Vec<(usize, Vec<usize>)>,
        next: &mut usize,
    ) -> Option<usize> {
        if self.cells.contains_key(&key) {
            return None;
        }
        let atoms = self.atoms_of(&key);
        if let [atom] = atoms.as_slice() {
            self.atoms[*atom] = *next;
        }
        waiting.push((*next, atoms));
        self.cells.insert(key, *next);
        *next += 1;
        Some(*next - 1)
    }

    /// The cells of people who are in one table and not in another, and of each part by itself.
    fn differences(
        &mut self,
        waiting: &mut Vec<(usize, Vec<usize>)>,
        next: &mut usize,
    ) -> Vec<Difference> {
        let mut wanted: Vec<(usize, Vec<usize>)> = Vec::new();
        for later in 0..self.tables.len() {
            // Of few parts everything can be told: A with B is A with D and B with C, less C with D.
            let all = if self.parts.len() <= FEW_PARTS {
                (0..self.parts.len()).collect()
            } else {
                self.people[number_of(&self.people, later)].clone()
            };
            let sets = subtracted(&all, &self.people[..self.tables.len()]);
            wanted.extend(sets.into_iter().map(|set| (later, set)));
        }
        let mut found: Vec<Difference> = Vec::new();
        for (later, set) in wanted {
            let known = self.people.iter().position(|other| *other == set);
            let people = known.unwrap_or_else(|| {
                self.people.push(set.clone());
                self.people.len() - 1
            });
            let names = self.names_of(people);
            let own = &self.people[number_of(&self.people, later)];
            let is_within = set.iter().all(|part| own.contains(part));
            for cell in 0..self.tables[later].cells().len() {
                let mut key = self.key(&self.tables[later], cell, later);
                if let Some(last) = key.last_mut() {
                    *last = people;
                }
                // What a table shows of these people is its own cell, not a difference; another table of
                // them, by other dimensions, does not have it.
                if let Some(cell_here) = self.add(key, waiting, next) {
                    let people = names.clone();
                    let of = (later, cell);
                    found.push(Difference { cell: cell_here, of, is_within, people });
                }
            }
        }
        found
    }
}

/// The people who are left of these when others are taken off, table by table and part by part: each part by
/// itself, and of everything else as much as [`MOST_SETS`] holds, what is nearest to the tables first.
fn subtracted(all: &[usize], tables: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let parts = all.iter().map(|part| vec![*part]);
    let mut found: Vec<Vec<usize>> = parts.clone().filter(|set| set.len() < all.len()).collect();
    let most = found.len() + MOST_SETS;
    let mut from = vec![all.to_vec()];
    while !from.is_empty() {
        let mut left = Vec::new();
        for set in &from {
            for taken in tables.iter().cloned().chain(parts.clone()) {
                if !taken.iter().all(|part| set.contains(part)) || taken.len() == set.len() {
                    continue;
                }
                let rest: Vec<usize> =
                    set.iter().copied().filter(|part| !taken.contains(part)).collect();
                if !found.contains(&rest) && found.len() < most {
                    found.push(rest.clone());
                    left.push(rest);
                }
            }
        }
        from = left;
    }
    found
}

/// The first set that is the table's: tables of the same people share one number.
fn number_of(people: &[Vec<usize>], table: usize) -> usize {
    people.iter().position(|set| *set == people[table]).unwrap_or(table)
}

/// Parts of the population that the tables tell apart, and each table's set of them. Names that differ only in
/// case or blanks are of the same part.
fn parts(tables: &[PublishedTable]) -> (Vec<Vec<String>>, Vec<Vec<usize>>) {
    let mut members: BTreeMap<Vec<bool>, Vec<String>> = BTreeMap::new();
    let own: Vec<BTreeSet<String>> = tables
        .iter()
        .map(|table| table.people().iter().map(|part| plain(part)).collect())
        .collect();
    let mut names: BTreeMap<String, &String> = BTreeMap::new();
    for name in tables.iter().flat_map(PublishedTable::people) {
        names.entry(plain(name)).or_insert(name);
    }
    for (part, name) in names {
        // A table that names no part is of everybody.
        let inside = |own: &BTreeSet<String>| own.is_empty() || own.contains(&part);
        members.entry(own.iter().map(inside).collect()).or_default().push(name.clone());
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

/// All parts that these tables name and one more, where some of them name parts and some are of everybody.
///
/// A reader who takes everybody for those parts knows more than one who does not. Where the figures forbid
/// that, there are others besides, and everybody is these.
pub(crate) fn with_others<'p>(
    people: impl Iterator<Item = &'p [String]> + Clone,
) -> Option<Vec<String>> {
    if people.clone().all(<[_]>::is_empty) || !people.clone().any(<[_]>::is_empty) {
        return None;
    }
    let mut names: Vec<String> = people.flatten().cloned().collect();
    let mut others = "everybody else".to_owned();
    while names.iter().any(|name| plain(name) == others) {
        others.push('+');
    }
    names.push(others);
    Some(names)
}

/// The tables of everybody as tables of these parts.
pub(crate) fn spread(tables: &[PublishedTable], everybody: &[String]) -> Vec<PublishedTable> {
    let named = |table: &PublishedTable| {
        let table = table.clone();
        if table.people().is_empty() { table.of_people(everybody.iter().cloned()) } else { table }
    };
    tables.iter().map(named).collect()
}
