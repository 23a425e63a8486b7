//! What is found once for all records: which rules are about a class, and the stages as numbers.

use core::ops::Range;
use std::collections::BTreeMap;

use caldicott_model::CategorySet;

use super::straight::Straight;
use super::{KeepRule, Schedule};
use crate::Stage;
use crate::record::Name;

/// The rules of a schedule by class.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    groups: Vec<Group>,
    /// Every class that a rule names, sorted by the hash of its name, with the rules about it.
    classes: Vec<(Name, About)>,
    /// The rules about every class.
    of_all: About,
    /// Each stage once.
    stages: Vec<Stage>,
    /// For each rule of the schedule.
    staged: Vec<Staged>,
    restarts: bool,
}

/// The rules about a class.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    groups: Vec<usize>,
    /// How a record with nothing unusual about it is judged, where that can be said beforehand.
    pub(crate) straight: Option<Straight>,
}

/// The versions of one rule.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) versions: Range<usize>,
    pub(super) tags: CategorySet,
}

/// The stages of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Staged {
    /// Their places in [`Index::stages`].
    pub(crate) stages: Vec<u32>,
    /// The first rule with the same stages.
    pub(crate) like: usize,
    /// What the worst of them does: nothing, anonymise, dispose.
    pub(crate) harm: u8,
    /// Whether somebody reviews only after something was destroyed.
    pub(crate) late_review: bool,
    /// The place of the first that cannot be undone.
    pub(crate) destructive: Option<usize>,
}

impl Index {
    pub(super) fn of(schedule: &Schedule) -> Self {
        let rules: &[KeepRule] = &schedule.rules;
        let restarts = schedule.holds.iter().any(|hold| hold.restarts_clock);
        let mut index = Self { restarts, ..Self::default() };
        let mut start = 0;
        let mut classes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for class in rules.iter().flat_map(|rule| &rule.select.classes) {
            classes.entry(class).or_default();
        }
        // The version that supersedes one is the next.
        for versions in rules.chunk_by(|one, _| one.superseded.is_some()) {
            let place = index.groups.len();
            let Some(rule) = versions.first() else { continue };
            let select = &rule.select;
            let end = start + versions.len();
            index.groups.push(Group { versions: start..end, tags: select.tags });
            start = end;
            if select.classes.is_empty() {
                index.of_all.groups.push(place);
                for list in classes.values_mut() {
                    list.push(place);
                }
            }
            for class in &select.classes {
                classes.entry(class).or_default().push(place);
            }
        }
        let named = |(class, groups): (&str, _)| {
            (Name::new(class.to_owned()), About { groups, straight: None })
        };
        index.classes = classes.into_iter().map(named).collect();
        index.classes.sort_by_key(|(class, _)| class.hash());
        for rule in rules {
            let stages: Vec<u32> = rule.stages.iter().map(|stage| index.intern(stage)).collect();
            let harm = rule.stages.iter().map(|stage| match stage {
                Stage::Review(_) | Stage::Archive => 0,
                Stage::Anonymise => 1,
                Stage::Dispose => 2,
            });
            let harm = harm.max().unwrap_or(0);
            let destructive = rule.stages.iter().position(Stage::is_destructive);
            let after = rule.stages.iter().skip(destructive.unwrap_or(rule.stages.len()));
            let late_review = after.into_iter().any(|stage| stage.reviewer().is_some());
            let alike = index.staged.iter().position(|known: &Staged| known.stages == stages);
            let like = alike.unwrap_or(index.staged.len());
            index.staged.push(Staged { stages, like, harm, late_review, destructive });
        }
        let straight = |about: &About, class: Option<&str>| {
            let groups = about.groups.iter().filter_map(|place| index.groups.get(*place));
            Straight::of(schedule, &index, groups, class)
        };
        let found: Vec<_> = index
            .classes
            .iter()
            .map(|(class, about)| straight(about, Some(class.text())))
            .collect();
        let of_all = straight(&index.of_all, None);
        for ((_, about), straight) in index.classes.iter_mut().zip(found) {
            about.straight = straight;
        }
        index.of_all.straight = of_all;
        index
    }

    fn intern(&mut self, stage: &Stage) -> u32 {
        let known = self.stages.iter().position(|known| known == stage);
        let place = known.unwrap_or_else(|| {
            self.stages.push(stage.clone());
            self.stages.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// The rules about a class, whatever the tags.
    pub(crate) fn class(&self, class: &Name) -> &About {
        let start = self.classes.partition_point(|(known, _)| known.hash() < class.hash());
        let alike = self.classes.get(start..).unwrap_or_default().iter();
        let mut alike = alike.take_while(|(known, _)| known.hash() == class.hash());
        alike.find(|(known, _)| known == class).map_or(&self.of_all, |(_, about)| about)
    }

    /// The rules about a record, in the order of their ids.
    pub(crate) fn about<'i>(
        &'i self,
        about: &'i About,
        tags: CategorySet,
    ) -> impl Iterator<Item = &'i Group> + use<'i> {
        about
            .groups
            .iter()
            .filter_map(|place| self.groups.get(*place))
            .filter(move |group| group.tags.is_empty() || group.tags.intersects(tags))
    }

    pub(crate) fn stage(&self, place: u32) -> Option<&Stage> {
        self.stages.get(usize::try_from(place).ok()?)
    }

    pub(crate) fn staged(&self, rule: usize) -> Option<&Staged> {
        self.staged.get(rule)
    }

    /// Whether some kind of hold starts periods again when it is released.
    pub(crate) const fn restarts(&self) -> bool {
        self.restarts
    }
}
