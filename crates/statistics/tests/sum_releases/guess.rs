//! An attacker who tries every table of whole numbers.

/// Whole numbers that some atoms may have: each shown set of atoms comes to its sum.
pub(crate) struct Guess {
    pub(crate) atoms: usize,
    pub(crate) shown: Vec<(Vec<usize>, u64)>,
    pub(crate) least: Vec<u64>,
    pub(crate) most: Vec<u64>,
}

impl Guess {
    /// The least and the largest that each of these sets comes to.
    pub(crate) fn ranges(&self, wanted: &[Vec<usize>]) -> Vec<(u64, u64)> {
        let mut found = vec![(u64::MAX, 0); wanted.len()];
        self.go(&mut Vec::new(), wanted, &mut found);
        found
    }

    fn go(&self, taken: &mut Vec<u64>, wanted: &[Vec<usize>], found: &mut [(u64, u64)]) {
        let sum = |set: &[usize], taken: &[u64]| -> u64 {
            set.iter().filter_map(|atom| taken.get(*atom)).sum()
        };
        let next = taken.len();
        for (set, shown) in &self.shown {
            let so_far = sum(set, taken);
            let is_full = set.iter().all(|atom| *atom < next);
            if so_far > *shown || (is_full && so_far < *shown) {
                return;
            }
        }
        if next == self.atoms {
            for (set, found) in wanted.iter().zip(found) {
                let sum = sum(set, taken);
                *found = (found.0.min(sum), found.1.max(sum));
            }
            return;
        }
        // What a shown set has left is all that the atom can be.
        let holding = self.shown.iter().filter(|(set, _)| set.contains(&next));
        let most = holding.map(|(set, shown)| shown - sum(set, taken)).min();
        // What nothing holds can be anything: the ends will do.
        let values: Vec<u64> = match most {
            Some(most) => (self.least[next]..=most.min(self.most[next])).collect(),
            None => vec![self.least[next], self.most[next]],
        };
        for value in values {
            taken.push(value);
            self.go(taken, wanted, found);
            taken.pop();
        }
    }
}

pub(crate) fn guess(shown: Vec<(Vec<usize>, u64)>, atoms: usize) -> Guess {
    Guess { atoms, shown, least: vec![0; atoms], most: vec![60; atoms] }
}

/// How far a sum must be kept open, written down from the rules once more.
pub(crate) fn room(amounts: &[u64]) -> u64 {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    sorted.reverse();
    let rest: u64 = sorted.iter().skip(2).sum();
    let wanted = (sorted.first().copied().unwrap_or(0) * 20).div_ceil(100);
    let few = u64::from((1..=2).contains(&amounts.len()));
    if amounts.is_empty() { 0 } else { wanted.saturating_sub(rest).max(few) }
}
