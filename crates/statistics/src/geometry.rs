//! Which cells a table has and how they add up.

use crate::TableError;

/// One dimension of a table: its leaves, then its groups of leaves, then the total.
///
/// Nodes are numbered in that order. Groups are disjoint; a leaf in no group counts directly
/// towards the total.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Axis {
    leaves: usize,
    groups: Vec<Vec<usize>>,
}

/// The cells of a table over one to four axes, margins included.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Geometry {
    axes: Vec<Axis>,
    strides: Vec<usize>,
    cells: usize,
}

impl Axis {
    /// An axis of this many leaves and a total.
    #[must_use]
    pub const fn flat(leaves: usize) -> Self {
        Self { leaves, groups: Vec::new() }
    }

    /// An axis whose leaves are gathered in disjoint groups below the total.
    ///
    /// # Errors
    /// [`TableError::Hierarchy`] when a group is empty, names a leaf that is not there, or shares
    /// one with another group.
    pub fn grouped(leaves: usize, groups: Vec<Vec<usize>>) -> Result<Self, TableError> {
        let mut seen = vec![false; leaves];
        for group in &groups {
            if group.is_empty() {
                return Err(TableError::Hierarchy);
            }
            for leaf in group {
                let slot = seen.get_mut(*leaf).ok_or(TableError::Hierarchy)?;
                if core::mem::replace(slot, true) {
                    return Err(TableError::Hierarchy);
                }
            }
        }
        Ok(Self { leaves, groups })
    }

    /// How many leaves.
    #[must_use]
    pub const fn leaves(&self) -> usize {
        self.leaves
    }

    /// The groups, each with its leaves.
    #[must_use]
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// How many nodes: leaves, groups and the total.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.leaves + self.groups.len() + 1
    }

    /// The number of the total's node.
    #[must_use]
    pub fn total(&self) -> usize {
        self.leaves + self.groups.len()
    }

    /// The leaves below a node.
    pub(crate) fn leaves_below(&self, node: usize) -> Vec<usize> {
        if node < self.leaves {
            vec![node]
        } else if let Some(group) = self.groups.get(node - self.leaves) {
            group.clone()
        } else {
            (0..self.leaves).collect()
        }
    }

    /// Every inner node with its direct children.
    pub(crate) fn relations(&self) -> Vec<(usize, Vec<usize>)> {
        let mut relations = Vec::with_capacity(self.groups.len() + 1);
        let mut grouped = vec![false; self.leaves];
        for (place, group) in self.groups.iter().enumerate() {
            relations.push((self.leaves + place, group.clone()));
            for leaf in group {
                if let Some(slot) = grouped.get_mut(*leaf) {
                    *slot = true;
                }
            }
        }
        let loose = (0..self.leaves).filter(|leaf| grouped.get(*leaf) == Some(&false));
        let below = loose.chain(self.leaves..self.total()).collect();
        relations.push((self.total(), below));
        relations
    }
}

impl Geometry {
    /// The most cells a table may have, margins included: what can be attacked in reasonable time.
    pub const MOST_CELLS: usize = 4096;

    /// The cells over these axes.
    ///
    /// # Errors
    /// [`TableError::Dimensions`] unless there are one to four axes, each with a leaf;
    /// [`TableError::TooManyCells`] past [`Geometry::MOST_CELLS`].
    pub fn new(axes: Vec<Axis>) -> Result<Self, TableError> {
        if axes.is_empty() || axes.len() > 4 || axes.iter().any(|axis| axis.leaves == 0) {
            return Err(TableError::Dimensions);
        }
        let mut strides = vec![1; axes.len()];
        let mut cells = 1_usize;
        for (stride, axis) in strides.iter_mut().zip(&axes).rev() {
            *stride = cells;
            cells = cells
                .checked_mul(axis.nodes())
                .filter(|cells| *cells <= Self::MOST_CELLS)
                .ok_or(TableError::TooManyCells)?;
        }
        Ok(Self { axes, strides, cells })
    }

    /// How many cells, margins included.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.cells
    }

    /// The axes.
    #[must_use]
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The number of the cell at these nodes, one per axis.
    #[must_use]
    pub fn cell(&self, nodes: &[usize]) -> Option<usize> {
        if nodes.len() != self.axes.len() {
            return None;
        }
        let mut cell = 0;
        for ((node, axis), stride) in nodes.iter().zip(&self.axes).zip(&self.strides) {
            if *node >= axis.nodes() {
                return None;
            }
            cell += node * stride;
        }
        Some(cell)
    }

    /// How far a node of an axis moves a cell's number.
    pub(crate) fn step(&self, axis: usize, node: usize) -> Option<usize> {
        let nodes = self.axes.get(axis)?.nodes();
        self.strides.get(axis).filter(|_| node < nodes).map(|stride| stride * node)
    }

    /// The nodes of a cell, one per axis.
    #[must_use]
    pub fn nodes(&self, cell: usize) -> Vec<usize> {
        let place = |(stride, axis): (&usize, &Axis)| cell / stride % axis.nodes();
        self.strides.iter().zip(&self.axes).map(place).collect()
    }

    /// The number of the grand total's cell: always the last.
    #[must_use]
    pub const fn grand_total(&self) -> usize {
        self.cells - 1
    }

    /// Whether the cell is a sum of others.
    #[must_use]
    pub fn is_margin(&self, cell: usize) -> bool {
        self.nodes(cell).iter().zip(&self.axes).any(|(node, axis)| *node >= axis.leaves)
    }

    /// The interior cells that a cell sums.
    pub(crate) fn interior_below(&self, cell: usize) -> Vec<usize> {
        let mut below = vec![0];
        for ((node, axis), stride) in self.nodes(cell).iter().zip(&self.axes).zip(&self.strides) {
            let leaves = axis.leaves_below(*node);
            below = below
                .iter()
                .flat_map(|base| leaves.iter().map(move |leaf| base + leaf * stride))
                .collect();
        }
        below
    }

    /// Fills every margin from the interior.
    pub(crate) fn sum_margins(&self, values: &mut [u64]) -> Result<(), TableError> {
        for (axis, stride) in self.axes.iter().zip(&self.strides) {
            let relations = axis.relations();
            for start in (0..self.cells).filter(|cell| cell / stride % axis.nodes() == 0) {
                for (parent, children) in &relations {
                    let mut sum = 0_u64;
                    for child in children {
                        let value = values.get(start + child * stride).copied().unwrap_or(0);
                        sum = sum.checked_add(value).ok_or(TableError::Overflow)?;
                    }
                    if let Some(slot) = values.get_mut(start + parent * stride) {
                        *slot = sum;
                    }
                }
            }
        }
        Ok(())
    }
}
