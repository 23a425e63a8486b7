//! Coarser and coarser categories for the codes of a list.

mod build;
mod table;

use std::collections::BTreeMap;

use crate::{CodeList, Variable};

pub use build::HierarchyError;
pub use table::{HierarchyFault, HierarchyFaultKind};

/// Levels of ever coarser groups over the codes of a list.
///
/// Each group of a level lies within one group of the next: what is alike at one level stays alike at
/// every higher one. The search for the best level relies on it, so nothing else can be built.
///
/// ```
/// use caldicott_statistics::{CodeList, Hierarchy};
///
/// let ages = CodeList::new("age", (16..=79).map(|age| age.to_string()))?;
/// let hierarchy = Hierarchy::of(&ages).bands(5)?.bands(20)?.everything()?;
/// assert_eq!(hierarchy.label(1, "37"), Some("35-39"));
/// assert_eq!(hierarchy.label(3, "37"), Some("*"));
/// // Bands of seven years cut through bands of five.
/// assert!(Hierarchy::of(&ages).bands(5)?.bands(7).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hierarchy {
    leaves: Vec<String>,
    levels: Vec<Level>,
}

/// The groups of a level, and which each leaf is in.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Level {
    labels: Vec<String>,
    of: Vec<u32>,
}

impl Level {
    /// A level from the label of each code, in the order of the codes.
    fn of<'l>(labels: impl Iterator<Item = &'l str>) -> Self {
        let mut level = Self { labels: Vec::new(), of: Vec::new() };
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        for label in labels {
            let next = u32::try_from(level.labels.len()).unwrap_or(u32::MAX);
            let place = *places.entry(label).or_insert(next);
            if place == next {
                level.labels.push(label.to_owned());
            }
            level.of.push(place);
        }
        level
    }
}

impl Hierarchy {
    /// The most levels above the codes themselves.
    pub const MOST: usize = 32;

    /// What stands in the place of a value that could be any.
    pub const EVERYTHING: &'static str = "*";

    /// How many levels there are, the codes themselves included.
    #[must_use]
    pub const fn levels(&self) -> usize {
        self.levels.len() + 1
    }

    /// The codes at level 0.
    #[must_use]
    pub fn leaves(&self) -> &[String] {
        &self.leaves
    }

    /// What a level shows for a code.
    #[must_use]
    pub fn label(&self, level: usize, code: &str) -> Option<&str> {
        let at = self.leaves.iter().position(|leaf| leaf == code)?;
        let Some(above) = level.checked_sub(1) else {
            return self.leaves.get(at).map(String::as_str);
        };
        let level = self.levels.get(above)?;
        level.labels.get(*level.of.get(at)? as usize).map(String::as_str)
    }

    /// Whether it is over the codes of this variable.
    pub(crate) fn fits(&self, variable: &Variable) -> bool {
        self.leaves == variable.codes().labels()
    }

    /// What is above a level, over the groups of that level as codes.
    pub(crate) fn above(&self, level: usize) -> Self {
        let below = self.groups(level);
        let leaves = self.labels(level).to_vec();
        let higher = self.levels.iter().skip(level).map(|higher| {
            let mut of = vec![0; leaves.len()];
            for (group, place) in below.iter().zip(&higher.of) {
                if let Some(slot) = of.get_mut(*group as usize) {
                    *slot = *place;
                }
            }
            Level { labels: higher.labels.clone(), of }
        });
        let levels = higher.collect();
        Self { leaves, levels }
    }

    /// The labels of a level, and how many codes each stands for.
    pub(crate) fn labels(&self, level: usize) -> &[String] {
        let above = level.checked_sub(1).and_then(|above| self.levels.get(above));
        above.map_or(&self.leaves, |level| &level.labels)
    }

    /// The group of each code at a level, the missing value's last. It keeps a category of its own
    /// until everything is in one.
    pub(crate) fn groups(&self, level: usize) -> Vec<u32> {
        let place = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let Some(level) = level.checked_sub(1).and_then(|above| self.levels.get(above)) else {
            return (0..=place(self.leaves.len())).collect();
        };
        let mut groups = level.of.clone();
        groups.push(if level.labels.len() == 1 { 0 } else { place(level.labels.len()) });
        groups
    }

    /// For each level above the codes, the node that each node of the level below is in; the last has
    /// one node. `None` when the variable has other codes.
    pub(crate) fn tree(&self, variable: &Variable) -> Option<Vec<Vec<usize>>> {
        if !self.fits(variable) {
            return None;
        }
        let leaves = variable.leaves();
        let mut below: Vec<usize> = (0..leaves).collect();
        let mut parents = Vec::with_capacity(self.levels.len() + 1);
        for level in 1..self.levels() {
            let groups = self.groups(level);
            let here: Vec<usize> =
                groups.iter().take(leaves).map(|group| *group as usize).collect();
            parents.push(parents_of(&below, &here));
            below = here;
        }
        if below.iter().any(|node| *node > 0) {
            parents.push(parents_of(&below, &vec![0; leaves]));
        }
        Some(parents)
    }

    /// Begins with the codes of a list as they are.
    #[must_use]
    pub fn of(codes: &CodeList) -> Self {
        Self { leaves: codes.labels().to_vec(), levels: Vec::new() }
    }
}

/// The parent of each node below, told by leaves that are in both.
fn parents_of(below: &[usize], here: &[usize]) -> Vec<usize> {
    let nodes = below.iter().max().map_or(0, |most| most + 1);
    let mut parents = vec![0; nodes];
    for (node, parent) in below.iter().zip(here) {
        if let Some(slot) = parents.get_mut(*node) {
            *slot = *parent;
        }
    }
    parents
}

#[cfg(test)]
mod tests;
