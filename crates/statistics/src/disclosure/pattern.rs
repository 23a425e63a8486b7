//! Whether which cells are hidden tells what is in them.

use super::Disclosure;
use crate::cover::Effort;
use crate::exact::OPEN;
use crate::oracle::Oracle;
use crate::policy::ChoiceOf;
use crate::protect::Choice;

impl Disclosure<'_> {
    /// Whether the choice of further cells would have been another had the hidden counts been others: tries
    /// tables that a reader cannot tell from the true one.
    pub(crate) fn pattern(&self, choice: &Choice, spent: u64) -> String {
        const TRIED: usize = 8;
        if choice.secondary.is_empty() {
            return "no further cell is hidden, so it tells nothing".to_owned();
        }
        if self.profile.choice == ChoiceOf::Alike {
            return "it follows from which cells are small, which are empty and how they add up, and tells \
                    nothing more"
                .to_owned();
        }
        let hidden: Vec<usize> = self.primary().chain(choice.secondary.iter().copied()).collect();
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(hidden.iter().copied());
        let mut twins: Vec<Vec<u64>> = Vec::new();
        for cell in &hidden {
            let Some((down, up)) = oracle.interval(*cell, None) else { continue };
            for reach in [down, up] {
                let mut counts = self.counts.clone();
                for (cell, by) in &reach.witness {
                    if let Some(count) = counts.get_mut(*cell) {
                        *count = count.saturating_add_signed(*by);
                    }
                }
                // A twin whose small counts are others would have shown other stars from the start.
                let is_small = |counts: &[u64]| -> Vec<bool> {
                    counts.iter().map(|count| self.profile.is_small(*count)).collect()
                };
                let alike = is_small(&counts) == is_small(&self.counts);
                if alike && counts != self.counts && !twins.contains(&counts) {
                    twins.push(counts);
                }
            }
            if twins.len() >= TRIED {
                break;
            }
        }
        twins.truncate(TRIED);
        let (mut tried, mut others) = (0, 0);
        // A small part of what the choice itself took.
        let mut left = Effort::units(spent / 4 + 200);
        for counts in twins {
            let before = vec![(0, OPEN); counts.len()];
            let twin = Self::of(
                &self.tables,
                self.profile,
                self.world.clone(),
                counts,
                self.ours.clone(),
                Vec::new(),
                &before,
            );
            let other = twin.protect(&mut left, &mut |_| {});
            // A choice that was cut short says nothing about the method.
            if left.is_spent() {
                break;
            }
            tried += 1;
            others += usize::from(!other.is_ok_and(|other| other.secondary == choice.secondary));
        }
        if tried == 0 {
            return "not tried: choosing again would have taken too long".to_owned();
        }
        if others == 0 {
            format!("{tried} other tables were tried and each would have hidden the same cells")
        } else {
            format!(
                "of {tried} other tables tried, {others} would have hidden other cells: who runs the method \
                 again could rule those out"
            )
        }
    }
}
