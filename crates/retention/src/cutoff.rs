//! A schedule compiled for one kind of record and one day: what remains are comparisons.

use caldicott_calendar::Day;
use caldicott_model::CategorySet;

use crate::schedule::{Limit, Mode, Reckoning};
use crate::{KeepRule, Schedule, Span, Trigger};

/// The cut-off days of a schedule for one class of records on one day.
///
/// "The period from this trigger has ended" is exactly "the trigger is on or before its cut-off",
/// so a whole table is judged without reckoning a single date. Holds and the stages gone through
/// are not part of it: the column and SQL forms find candidates, and the row form decides.
#[derive(Clone, Debug)]
pub struct Cutoffs<'s> {
    pub(crate) as_of: Day,
    /// The triggers that are used, with those they may not precede.
    pub(crate) triggers: Vec<&'s Trigger>,
    /// For each trigger the place of the one it may not precede.
    pub(crate) not_before: Vec<Option<usize>>,
    /// Whether a contradiction in the trigger makes the record one to review.
    pub(crate) decides: Vec<bool>,
    /// All must have let go.
    pub(crate) rules: Vec<RuleCut>,
    /// Without rules, any of these may have come.
    pub(crate) limits: Vec<ClauseCut>,
    /// All must have come, and there must be some.
    pub(crate) archives: Vec<ClauseCut>,
    /// Any may have come.
    pub(crate) backstops: Vec<ClauseCut>,
}

/// One rule: it has let go when any version has, while it was in force.
#[derive(Clone, Debug)]
pub(crate) struct RuleCut {
    pub(crate) versions: Vec<ClauseCut>,
    /// Whether an earlier version lets go on any day at all, however far off.
    pub(crate) ever: Vec<ClauseCut>,
    /// The newest version's clause, which says whether a date is missing.
    pub(crate) newest: ClauseCut,
}

/// A clause with its cut-offs.
#[derive(Clone, Debug)]
pub(crate) struct ClauseCut {
    pub(crate) mode: Mode,
    pub(crate) terms: Vec<TermCut>,
}

/// One term: the trigger's place in [`Cutoffs::triggers`] and the last day that qualifies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TermCut {
    pub(crate) trigger: usize,
    pub(crate) cutoff: Option<Day>,
    pub(crate) optional: bool,
    /// Whether reuse starts the period again.
    pub(crate) resets: bool,
    /// Whether the release of a hold can.
    pub(crate) restarts: bool,
}

impl Schedule {
    /// Compiles the schedule for the records of a class that carry these tags, and a day.
    #[must_use]
    pub fn compile(&self, class: &str, tags: CategorySet, as_of: Day) -> Cutoffs<'_> {
        let mut cutoffs = Cutoffs {
            as_of,
            triggers: Vec::new(),
            not_before: Vec::new(),
            decides: Vec::new(),
            rules: Vec::new(),
            limits: Vec::new(),
            archives: Vec::new(),
            backstops: Vec::new(),
        };
        let meant = |rule: &&KeepRule| rule.select.selects(class, tags);
        for versions in self.versions() {
            let Some(newest) = versions.last().filter(meant) else { continue };
            let rule = cutoffs.rule(self, versions, newest);
            cutoffs.rules.push(rule);
            if let Some(clause) = &newest.archive {
                let cut = cutoffs.clause(self, clause, newest.reset_on_reuse, as_of, false);
                cutoffs.archives.push(cut);
            }
            if let Some(clause) = &newest.backstop {
                let cut = cutoffs.clause(self, clause, false, as_of, false);
                cutoffs.backstops.push(cut);
            }
        }
        let meant = |limit: &&Limit| limit.select.selects(class, tags);
        // A limit decides only where there is no rule.
        let decides = cutoffs.rules.is_empty();
        for limit in self.limits().iter().filter(meant) {
            let cut = cutoffs.clause(self, &limit.delete_by, false, as_of, decides);
            cutoffs.limits.push(cut);
        }
        cutoffs
    }
}

impl<'s> Cutoffs<'s> {
    /// The day it is compiled for.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The names of the triggers whose columns it reads.
    pub fn triggers(&self) -> impl Iterator<Item = &'s str> {
        self.triggers.iter().map(|trigger| trigger.name())
    }

    fn rule(
        &mut self,
        schedule: &'s Schedule,
        versions: &'s [KeepRule],
        newest: &'s KeepRule,
    ) -> RuleCut {
        let as_of = self.as_of;
        let mut cut = RuleCut {
            versions: Vec::new(),
            ever: Vec::new(),
            newest: self.clause(schedule, &newest.keep, newest.reset_on_reuse, as_of, true),
        };
        for rule in versions {
            // A version lets go only while it is in force; what it let go stays let go.
            let last_in_force = rule.superseded.and_then(|day| day.plus_days(-1));
            let by = last_in_force.map_or(as_of, |last| last.min(as_of));
            let resets = rule.reset_on_reuse;
            if rule.effective.is_none_or(|effective| effective <= as_of) {
                let clause = self.clause(schedule, &rule.keep, resets, by, true);
                cut.versions.push(clause);
            }
            if let Some(last) = last_in_force {
                cut.ever.push(self.clause(schedule, &rule.keep, resets, last, true));
            }
        }
        cut
    }

    fn clause(
        &mut self,
        schedule: &'s Schedule,
        clause: &Reckoning,
        resets: bool,
        by: Day,
        decides: bool,
    ) -> ClauseCut {
        let mut terms = Vec::with_capacity(clause.terms.len());
        for (place, span) in &clause.terms {
            let Some(trigger) = schedule.triggers().get(*place) else { continue };
            let at = self.place(schedule, trigger);
            if let Some(known) = self.decides.get_mut(at) {
                *known |= decides;
            }
            let runs = matches!(span, Span::After(..));
            terms.push(TermCut {
                trigger: at,
                cutoff: span.cutoff(by, trigger.leap, schedule.working_days()),
                optional: trigger.optional,
                resets: resets && runs,
                restarts: runs,
            });
        }
        ClauseCut { mode: clause.mode, terms }
    }

    fn place(&mut self, schedule: &'s Schedule, trigger: &'s Trigger) -> usize {
        let known = |triggers: &[&Trigger], wanted: &Trigger| {
            triggers.iter().position(|trigger| trigger.name == wanted.name)
        };
        if let Some(at) = known(&self.triggers, trigger) {
            if self.not_before.get(at).is_some_and(Option::is_none) {
                self.link(schedule, trigger, at);
            }
            return at;
        }
        let at = self.triggers.len();
        self.triggers.push(trigger);
        self.not_before.push(None);
        self.decides.push(false);
        self.link(schedule, trigger, at);
        at
    }

    /// Notes the trigger that another may not precede, without its own such link.
    fn link(&mut self, schedule: &'s Schedule, trigger: &'s Trigger, at: usize) {
        let earlier = trigger.not_before.and_then(|place| schedule.triggers().get(place));
        let Some(earlier) = earlier else { return };
        let place =
            self.triggers.iter().position(|known| known.name == earlier.name).unwrap_or_else(
                || {
                    self.triggers.push(earlier);
                    self.not_before.push(None);
                    self.decides.push(false);
                    self.triggers.len() - 1
                },
            );
        if let Some(link) = self.not_before.get_mut(at) {
            *link = Some(place);
        }
    }
}
