//! What a schedule says without meaning to.

use core::fmt;

use caldicott_calendar::Day;

use crate::schedule::{Mode, Reckoning};
use crate::{KeepRule, Schedule, Selection, Stage, TriggerSource};

/// Something in a schedule that is allowed and probably not meant.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    kind: FindingKind,
    subject: String,
    other: Option<String>,
}

/// What kind of thing was found.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum FindingKind {
    /// A limit wants records gone before a rule lets go, for every date they may have.
    CeilingUnderFloor,
    /// A period runs from a day that a stage of the schedule itself sets.
    ChainedPeriods,
    /// Records are destroyed without anybody looking (RE-06).
    NoReview,
    /// A rule never decides, because another keeps the same records for good.
    Unreachable,
    /// A trigger is used by no rule or limit.
    UnusedTrigger,
    /// A trigger that a rule needs is nothing the host supplies.
    NeverSupplied,
}

impl Finding {
    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The rule, limit or trigger it is about.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    fn new(kind: FindingKind, subject: &str, other: Option<&str>) -> Self {
        Self { kind, subject: subject.to_owned(), other: other.map(str::to_owned) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (subject, other) = (&self.subject, self.other.as_deref().unwrap_or("another"));
        match self.kind {
            FindingKind::CeilingUnderFloor => {
                write!(out, "limit `{subject}` always comes before rule `{other}` lets go")
            }
            FindingKind::ChainedPeriods => write!(
                out,
                "rule `{subject}` counts from `{other}`, which a stage sets: two periods in a row \
                 are longer than they look"
            ),
            FindingKind::NoReview => {
                write!(out, "rule `{subject}` destroys records that nobody has looked at (RE-06)")
            }
            FindingKind::Unreachable => {
                write!(
                    out,
                    "rule `{subject}` never decides: rule `{other}` keeps the same records for good"
                )
            }
            FindingKind::UnusedTrigger => write!(out, "trigger `{subject}` is used by nothing"),
            FindingKind::NeverSupplied => {
                write!(
                    out,
                    "trigger `{subject}` is never supplied, so rule `{other}` lets nothing go"
                )
            }
        }
    }
}

impl Schedule {
    /// Looks for what was probably not meant. Nothing found here makes an outcome unsafe.
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for rule in self.versions().filter_map(<[KeepRule]>::last) {
            self.lint_rule(rule, &mut found);
        }
        for limit in self.limits() {
            for rule in self.versions().filter_map(<[KeepRule]>::last) {
                let both = overlap(&limit.select, &rule.select);
                if both && self.always_before(&limit.delete_by, &rule.keep) {
                    let kind = FindingKind::CeilingUnderFloor;
                    found.push(Finding::new(kind, &limit.id, Some(&rule.id)));
                }
            }
        }
        for (place, trigger) in self.triggers().iter().enumerate() {
            let used = self.clauses().any(|clause| clause.terms.iter().any(|(at, _)| *at == place));
            let compared = self.triggers().iter().any(|other| other.not_before == Some(place));
            if !used && !compared {
                found.push(Finding::new(FindingKind::UnusedTrigger, &trigger.name, None));
            }
        }
        found
    }

    /// The triggers that rules need and a host that supplies only these never gives.
    #[must_use]
    pub fn lint_supplied(&self, supplied: &[&str]) -> Vec<Finding> {
        let mut found = Vec::new();
        for rule in self.rules() {
            for trigger in rule.keep.terms.iter().filter_map(|(at, _)| self.triggers().get(*at)) {
                if !trigger.optional && !supplied.contains(&trigger.name.as_str()) {
                    let kind = FindingKind::NeverSupplied;
                    found.push(Finding::new(kind, &trigger.name, Some(&rule.id)));
                }
            }
        }
        found.dedup();
        found
    }

    fn lint_rule(&self, rule: &KeepRule, found: &mut Vec<Finding>) {
        let destroys = rule.stages.iter().position(Stage::is_destructive);
        let reviewed = rule.stages.iter().position(|stage| stage.reviewer().is_some());
        if destroys.is_some_and(|at| reviewed.is_none_or(|review| review > at)) {
            found.push(Finding::new(FindingKind::NoReview, &rule.id, None));
        }
        let forever = self.versions().filter_map(<[KeepRule]>::last).find(|other| {
            other.id != rule.id
                && other.keep.mode == Mode::Forever
                && covers(&other.select, &rule.select)
        });
        if let Some(other) = forever.filter(|_| rule.keep.mode != Mode::Forever) {
            found.push(Finding::new(FindingKind::Unreachable, &rule.id, Some(&other.id)));
        }
        for trigger in rule.keep.terms.iter().filter_map(|(at, _)| self.triggers().get(*at)) {
            let (TriggerSource::Column(column)
            | TriggerSource::Parent(column)
            | TriggerSource::Related(column)) = &trigger.source
            else {
                continue;
            };
            let own = column.rsplit('.').next().unwrap_or(column);
            if STAGE_COLUMNS.contains(&own) {
                let kind = FindingKind::ChainedPeriods;
                found.push(Finding::new(kind, &rule.id, Some(&trigger.name)));
            }
        }
    }

    fn clauses(&self) -> impl Iterator<Item = &Reckoning> {
        let rules = self
            .rules()
            .iter()
            .flat_map(|rule| [Some(&rule.keep), rule.archive.as_ref(), rule.backstop.as_ref()]);
        rules.flatten().chain(self.limits().iter().map(|limit| &limit.delete_by))
    }

    /// Whether a limit of one term ends before some term of a rule from the same trigger, on every
    /// day of a leap cycle: the longest of a rule's terms is no earlier.
    fn always_before(&self, limit: &Reckoning, keep: &Reckoning) -> bool {
        if keep.mode == Mode::Forever {
            return true;
        }
        let [(trigger, span)] = limit.terms.as_slice() else { return false };
        if keep.mode == Mode::Earliest && keep.terms.len() > 1 {
            return false;
        }
        let leap = self.triggers().get(*trigger).map(|trigger| trigger.leap).unwrap_or_default();
        let week = self.working_days();
        keep.terms.iter().filter(|(other, _)| other == trigger).any(|(_, kept)| {
            (0..DAYS_OF_LEAP_CYCLE).all(|offset| {
                let Some(day) = CYCLE_START.plus_days(offset) else { return false };
                match (span.after(day, leap, week), kept.after(day, leap, week)) {
                    (Some(limit), Some(kept)) => limit < kept,
                    _ => false,
                }
            })
        })
    }
}

fn covers(all: &Selection, some: &Selection) -> bool {
    let classes = all.classes.is_empty()
        || !some.classes.is_empty() && some.classes.iter().all(|class| all.classes.contains(class));
    let tags = all.tags.is_empty() || !some.tags.is_empty() && all.tags.contains_all(some.tags);
    classes && tags
}

/// Whether a record can be meant by both. It may always carry the tags of both.
fn overlap(one: &Selection, other: &Selection) -> bool {
    one.classes.is_empty()
        || other.classes.is_empty()
        || one.classes.iter().any(|class| other.classes.contains(class))
}

/// The names under which systems store the day of a stage.
const STAGE_COLUMNS: [&str; 6] =
    ["archived_on", "reviewed_on", "anonymised_on", "archived-on", "reviewed-on", "anonymised-on"];
const CYCLE_START: Day = Day::literal(2001, 1, 1);
const DAYS_OF_LEAP_CYCLE: i32 = 1461;
