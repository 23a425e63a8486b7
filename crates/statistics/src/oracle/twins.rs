//! Tables already found that the attacker cannot tell from the true one: each answers many questions.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::{Oracle, Requirement};

/// A table that the attacker cannot tell from the true one.
#[derive(Clone, Debug)]
pub(super) struct Twin {
    pub(super) differences: Vec<(usize, i64)>,
    /// The cells that must be hidden for the twin to be possible.
    needs: Vec<u64>,
}

impl Twin {
    fn difference(&self, cell: usize) -> i64 {
        let place = self.differences.binary_search_by_key(&cell, |(cell, _)| *cell);
        place.map_or(0, |place| self.differences[place].1)
    }

    fn is_possible(&self, hidden: &[u64]) -> bool {
        self.needs.iter().zip(hidden).all(|(needs, hidden)| needs & !hidden == 0)
    }
}

impl Oracle<'_> {
    /// The known table that is possible now and takes a cell furthest this way.
    pub(super) fn furthest(&self, cell: usize, known: Option<usize>, up: bool) -> Option<usize> {
        let mut best: Option<(i64, usize)> = None;
        for number in &self.twins_of[cell] {
            let number = *number as usize;
            let twin = &self.twins[number];
            let by = |cell: usize| twin.difference(cell);
            let moved = if up { by(cell) } else { -by(cell) };
            let is_known = known.is_some_and(|known| by(known) != 0);
            if moved > best.map_or(0, |(most, _)| most) && twin.is_possible(&self.bits) && !is_known
            {
                best = Some((moved, number));
            }
        }
        best.map(|(_, number)| number)
    }

    pub(super) fn by_twins(&self, wanted: Requirement) -> bool {
        let (mut up, mut down) = (0, 0);
        for twin in self.twins_of[wanted.cell].iter().rev() {
            let twin = &self.twins[*twin as usize];
            if !twin.is_possible(&self.bits) {
                continue;
            }
            let difference = |cell: usize| twin.difference(cell);
            if wanted.known.is_some_and(|known| difference(known) != 0) {
                continue;
            }
            let moved = difference(wanted.cell);
            up = up.max(moved);
            down = down.min(moved);
            if up - down >= wanted.width && up >= wanted.up && -down >= wanted.down {
                return true;
            }
        }
        false
    }

    pub(super) fn remember(&mut self, differences: Vec<(usize, i64)>) {
        let mut needs = vec![0; self.bits.len()];
        for (cell, by) in &differences {
            let (low, high) = self.system.published[*cell];
            if *by < low || *by > high {
                needs[cell / 64] |= 1 << (cell % 64);
            }
        }
        let number = u32::try_from(self.twins.len()).unwrap_or(u32::MAX);
        for (cell, _) in &differences {
            self.twins_of[*cell].push(number);
        }
        self.twins.push(Twin { differences, needs });
    }
    /// Whether the differences leave every sum a sum: what is called possible was held against the sums
    /// themselves, whatever the tableau went through.
    pub(super) fn adds_up(&self, differences: &[(usize, i64)]) -> bool {
        let mut by = vec![0_i64; self.is_hidden.len()];
        for (cell, difference) in differences {
            by[*cell] = *difference;
        }
        self.sum_cells.iter().all(|sum| {
            let parts = self.system.sums.parts(*sum).unwrap_or_default();
            parts.iter().map(|(cell, times)| by[*cell] * times).sum::<i64>() == by[*sum]
        })
    }
}
