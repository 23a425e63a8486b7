//! Further cells chosen alike for all tables that look alike: their pattern tells nothing of hidden counts.
//!
//! The cheapest choice depends on counts: that two hidden counts of one each need a third cell, and that the
//! third is the smaller of two, shows in which cells are hidden. Here every hidden count is protected by
//! cells alone that are not small, as if every other small count were known, and every cell costs the same:
//! so the choice follows from which cells are small, which are empty, and how they add up. What is protected
//! so is protected whatever the counts are: a cell that is not small can be one more or one less, and a small
//! count one of the two.

use super::Disclosure;
use crate::audit::signed;
use crate::cover::Effort;
use crate::joint::{Joint, Side};
use crate::oracle::{Oracle, Requirement, System, Verdict};
use crate::protect::{Choice, Hopeless, Progress};

impl Disclosure<'_> {
    pub(super) fn protect_alike(
        &self,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Choice, Hopeless> {
        let primary: Vec<usize> = self.primary().collect();
        let allowed = self.allowed(&primary);
        let width = signed(self.profile.width);
        let systems: Vec<(usize, System)> =
            primary.iter().map(|own| (*own, self.as_if_known(*own, &allowed, width))).collect();
        let wanted: Vec<[Requirement; 1]> =
            primary.iter().map(|own| [Requirement::wide(*own, None, width)]).collect();
        let sides = systems.iter().zip(&wanted);
        let task = Joint {
            sides: sides.map(|((_, system), requirements)| Side { system, requirements }).collect(),
            primary: primary.clone(),
            cost: vec![1; allowed.len()],
            allowed,
        };
        let choice = task.solve(effort, progress).map_err(|(_, hopeless)| hopeless)?;
        // Two symbols, hidden noughts and earlier releases say more than is reckoned with here.
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(primary.iter().chain(&choice.secondary).copied());
        let mut all = self.requirements.iter();
        match all.find(|wanted| oracle.verdict(**wanted) != Verdict::Protected) {
            Some(wanted) => Err(Hopeless { requirement: *wanted, proved: false }),
            None => Ok(choice),
        }
    }

    /// What is open about each cell to a reader who knows every hidden count but one and those that are not
    /// small.
    fn as_if_known(&self, own: usize, allowed: &[bool], width: i64) -> System {
        let open = |cell: usize| cell == own || allowed.get(cell) == Some(&true);
        let side = |cell: usize| if open(cell) { (-width, width) } else { (0, 0) };
        let cells = 0..allowed.len();
        System {
            sums: self.world.sums.clone(),
            published: vec![(0, 0); allowed.len()],
            hidden: cells.map(side).collect(),
        }
    }
}
