//! How the cells of one or more tables add up: some are free, the others are sums of those.

#[cfg(test)]
use crate::geometry::Geometry;

/// Cells and what each of them sums.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Sums {
    /// For each cell the free cells it sums, with how often; `None` for a free cell.
    parts: Vec<Option<Vec<(usize, i64)>>>,
}

impl Sums {
    /// The cells of a table, interior cells free.
    #[cfg(test)]
    pub(crate) fn of(geometry: &Geometry) -> Self {
        let parts = |cell| {
            let below = || geometry.interior_below(cell).into_iter().map(|part| (part, 1));
            geometry.is_margin(cell).then(|| below().collect())
        };
        Self { parts: (0..geometry.cells()).map(parts).collect() }
    }

    /// How many cells.
    pub(crate) const fn cells(&self) -> usize {
        self.parts.len()
    }

    /// Adds a free cell.
    pub(crate) fn free(&mut self) -> usize {
        self.parts.push(None);
        self.parts.len() - 1
    }

    /// Adds a sum of free cells.
    pub(crate) fn sum(&mut self, parts: Vec<(usize, i64)>) -> usize {
        self.parts.push(Some(parts));
        self.parts.len() - 1
    }

    /// What a cell sums; `None` for a free one.
    pub(crate) fn parts(&self, cell: usize) -> Option<&[(usize, i64)]> {
        self.parts.get(cell)?.as_deref()
    }
}
