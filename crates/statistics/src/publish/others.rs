//! Everybody: the parts of the population that are named, and perhaps others.

use crate::disclosure::Disclosure;
use crate::linked;
use crate::oracle::{Oracle, Verdict};
use crate::{Plan, PublishedSums, PublishedTable};

impl Plan {
    /// The same plan where everybody is the parts that are named and others besides; `None` where that is no
    /// other plan.
    pub(crate) fn with_others(&self) -> Option<Self> {
        let owed = self.sums_before.iter().map(PublishedSums::table);
        let before = self.before.iter().chain(owed).map(PublishedTable::people);
        let all = linked::with_others(core::iter::once(self.people.as_slice()).chain(before))?;
        let of = |sums: &PublishedSums| {
            if sums.table().people().is_empty() {
                sums.clone().of_people(all.iter().cloned())
            } else {
                sums.clone()
            }
        };
        let people = if self.people.is_empty() { all.clone() } else { self.people.clone() };
        let before = linked::spread(&self.before, &all);
        let sums_before = self.sums_before.iter().map(of).collect();
        Some(Self { people, before, sums_before, ..self.clone() })
    }
}

impl Disclosure<'_> {
    /// The labels of what these hidden cells, of the same tables among the same releases seen otherwise, do not
    /// keep from a reader who sees them so: who does not take everybody for the parts that are named knows less,
    /// and was not told before what the other was.
    pub(crate) fn lost(&self, seen: &Disclosure<'_>, hidden: &[usize]) -> Option<Vec<String>> {
        let views = seen.world.views.iter().zip(&self.world.views).take(self.tables.len());
        let cells = views.flat_map(|(theirs, ours)| theirs.iter().zip(ours));
        let cells = cells.filter(|(cell, _)| hidden.contains(cell)).map(|(_, cell)| *cell);
        let mut oracle = Oracle::new(&self.system);
        oracle.hide_exactly(cells);
        let mut wanted = self.requirements.iter();
        let lost = wanted.find(|wanted| oracle.verdict(**wanted) == Verdict::Exposed)?;
        Some(self.labels(lost.cell).0)
    }
}
