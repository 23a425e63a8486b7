//! The linear relaxation of a cover, solved from the side of the charges.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::Effort;

/// A simplex dictionary: each basic quantity as a constant and a sum over the free ones.
pub(super) struct Dictionary {
    rows: usize,
    columns: usize,
    pub(super) entries: Vec<f64>,
    pub(super) constants: Vec<f64>,
    goal: Vec<f64>,
    /// Below `columns`: a set's charge; from there on: what a member's cost leaves.
    basic: Vec<usize>,
    free: Vec<usize>,
}

impl Dictionary {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns,
            entries: vec![0.0; rows * columns],
            constants: vec![0.0; rows],
            goal: vec![1.0; columns],
            basic: (columns..columns + rows).collect(),
            free: (0..columns).collect(),
        }
    }

    pub(super) fn maximise(&mut self, effort: &mut Effort) {
        let mut idle = 0;
        let most = 50 * (self.rows + self.columns) + 1000;
        for _ in 0..most {
            let careful = idle > self.rows + self.columns;
            let better = self.goal.iter().enumerate().filter(|(_, gain)| **gain > 1e-9);
            let entering = if careful {
                better.min_by_key(|(column, _)| self.free[*column])
            } else {
                better.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))
            };
            let Some((column, _)) = entering else { return };
            let mut leaving: Option<(usize, f64)> = None;
            for row in 0..self.rows {
                let entry = self.entries[row * self.columns + column];
                if entry < -1e-9 {
                    let ratio = self.constants[row] / -entry;
                    let closer = leaving.is_none_or(|(other, least)| {
                        ratio < least - 1e-12
                            || (ratio < least + 1e-12 && self.basic[row] < self.basic[other])
                    });
                    if closer {
                        leaving = Some((row, ratio));
                    }
                }
            }
            // Every set has a member, so something always stops a charge.
            let Some((row, ratio)) = leaving else { return };
            idle = if ratio > 1e-12 { 0 } else { idle + 1 };
            self.pivot(row, column);
            effort.spend(1 + (self.rows * self.columns / 1024) as u64);
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let columns = self.columns;
        let pivot = self.entries[row * columns + column];
        let start = row * columns;
        for entry in &mut self.entries[start..start + columns] {
            *entry /= -pivot;
        }
        self.entries[start + column] = 1.0 / pivot;
        self.constants[row] = (self.constants[row] / -pivot).max(0.0);
        let pivot_row = self.entries[start..start + columns].to_vec();
        let constant = self.constants[row];
        for other in (0..self.rows).filter(|other| *other != row) {
            let line = &mut self.entries[other * columns..(other + 1) * columns];
            let factor = line[column];
            if factor == 0.0 {
                continue;
            }
            line[column] = 0.0;
            for (entry, by) in line.iter_mut().zip(&pivot_row) {
                *entry += factor * by;
            }
            self.constants[other] = (self.constants[other] + factor * constant).max(0.0);
        }
        let factor = self.goal[column];
        self.goal[column] = 0.0;
        for (entry, by) in self.goal.iter_mut().zip(&pivot_row) {
            *entry += factor * by;
        }
        core::mem::swap(&mut self.basic[row], &mut self.free[column]);
    }

    /// The charge of every set and how much of every member is taken.
    pub(super) fn solution(&self) -> (Vec<f64>, Vec<f64>) {
        let (mut charges, mut taken) = (vec![0.0; self.columns], vec![0.0; self.rows]);
        for (basic, constant) in self.basic.iter().zip(&self.constants) {
            if let Some(charge) = charges.get_mut(*basic) {
                *charge = *constant;
            }
        }
        for (free, gain) in self.free.iter().zip(&self.goal) {
            if *free >= self.columns {
                taken[*free - self.columns] = (-gain).max(0.0);
            }
        }
        (charges, taken)
    }
}
