//! Which member to split by: the one whose deciding has raised the bound most so far.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

use super::relaxation::{Decided, Relaxation};

/// What deciding each member has raised the relaxed cost by, for each part that was moved.
#[derive(Clone, Debug)]
pub(super) struct Scores {
    out: Vec<(f64, u32)>,
    taken: Vec<(f64, u32)>,
}

impl Scores {
    pub(super) fn new(members: usize) -> Self {
        Self { out: vec![(0.0, 0); members], taken: vec![(0.0, 0); members] }
    }

    /// The member to split by and the way to go first.
    pub(super) fn choose(&mut self, relaxation: &mut Relaxation) -> Option<(usize, Decided)> {
        const TRIED: usize = 8;
        /// So many trials make a score reliable.
        const ENOUGH: u32 = 3;
        let taken = relaxation.taken().to_vec();
        let undecided = |member: &usize| {
            let part = taken[*member];
            relaxation.decided(*member) == Decided::Open && part > 1e-6 && part < 1.0 - 1e-6
        };
        let mut candidates: Vec<usize> = (0..taken.len()).filter(undecided).collect();
        candidates.sort_by(|a, b| {
            let score = |member: usize| self.score(member, taken[member]);
            score(*b).total_cmp(&score(*a)).then(a.cmp(b))
        });
        let mut tried = 0;
        let mut best: Option<(usize, f64)> = None;
        for member in candidates {
            let is_known = self.out[member].1.min(self.taken[member].1) >= ENOUGH;
            if !is_known && tried < TRIED {
                tried += 1;
                self.try_both(relaxation, member, taken[member]);
            }
            let score = self.score(member, taken[member]);
            if best.is_none_or(|(_, other)| score > other) {
                best = Some((member, score));
            }
        }
        let (member, _) = best?;
        let way = if taken[member] > 0.3 { Decided::In } else { Decided::Out };
        Some((member, way))
    }

    fn score(&self, member: usize, part: f64) -> f64 {
        let mean = |(sum, count): (f64, u32)| if count == 0 { 1.0 } else { sum / f64::from(count) };
        let out = mean(self.out[member]) * part;
        let taken = mean(self.taken[member]) * (1.0 - part);
        out.max(1e-4) * taken.max(1e-4)
    }

    fn try_both(&mut self, relaxation: &mut Relaxation, member: usize, part: f64) {
        const EXCHANGES: usize = 30;
        let before = relaxation.cost();
        for (way, moved) in [(Decided::Out, part), (Decided::In, 1.0 - part)] {
            let mut trial = relaxation.clone();
            trial.decide(member, way);
            trial.solve_within(EXCHANGES);
            relaxation.steps += trial.steps() - relaxation.steps;
            let raised = (trial.cost() - before).max(0.0) / moved.max(1e-3);
            let scores = if way == Decided::In { &mut self.taken } else { &mut self.out };
            let (sum, count) = &mut scores[member];
            *sum += raised;
            *count += 1;
        }
    }
}
