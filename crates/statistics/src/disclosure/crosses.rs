//! Counts by the dimensions of several tables together, which none of them shows and all of them tell.

use super::Disclosure;
use crate::audit::signed;
use crate::exact::OPEN;
use crate::linked::Key;
use crate::oracle::{Oracle, Requirement, System, Verdict};

impl Disclosure<'_> {
    /// The small numbers of people that follow from our true counts and did not from the earlier releases alone.
    /// What does not follow from all true counts follows from no part of them.
    pub(super) fn told_crosses(&self, before: &[(i64, i64)]) -> Vec<Key> {
        let sides = self.system.published.iter().zip(&self.ours);
        let inside = sides.map(|(side, ours)| if *ours { (0, 0) } else { *side }).collect();
        let side = |(count, (low, high)): (&u64, &(i64, i64))| {
            let count = signed(*count);
            (low - count, if *high >= OPEN { OPEN } else { high - count })
        };
        let outside = self.counts.iter().zip(before).map(side).collect();
        let system = |sides: Vec<(i64, i64)>| System {
            sums: self.world.sums.clone(),
            published: sides.clone(),
            hidden: sides,
        };
        let (inside, outside) = (system(inside), system(outside));
        let (mut inside, mut outside) = (Oracle::new(&inside), Oracle::new(&outside));
        let crosses = self.world.crosses.iter().filter(|cross| self.crosses.contains(&cross.cell));
        let told = crosses.filter(|cross| {
            let wanted = Requirement::wide(cross.cell, None, 1);
            inside.verdict(wanted) == Verdict::Exposed
                && outside.verdict(wanted) != Verdict::Exposed
        });
        told.map(|cross| cross.key.clone()).collect()
    }
}
