//! What a schedule says without meaning to.

use core::fmt;

use caldicott_calendar::Day;

use crate::schedule::{Mode, Reckoning};
use crate::{KeepRule, Schedule, Selection, Span, Stage, Trigger, TriggerSource};

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
    /// A term, an archive or a backstop that comes to nothing, because another of the same rule is
    /// always there first.
    NeverFires,
    /// A rule never decides, because another keeps the same records for longer or for good.
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
                    "rule `{subject}` never decides: rule `{other}` always keeps the same records at \
                     least as long"
                )
            }
            FindingKind::NeverFires => {
                write!(out, "`{other}` of `{subject}` never comes to anything: the rest is first")
            }
            FindingKind::UnusedTrigger => write!(out, "trigger `{subject}` is used by nothing"),
            FindingKind::NeverSupplied => {
                write!(out, "trigger `{subject}` is never supplied, so {other}")
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
                found.push(Finding::new(FindingKind::UnusedTrigger, trigger.name(), None));
            }
        }
        found
    }

    /// What never happens with a host that supplies only these triggers: rules that let nothing go,
    /// archives, backstops and limits that never come.
    #[must_use]
    pub fn lint_supplied(&self, supplied: &[&str]) -> Vec<Finding> {
        let mut found = Vec::new();
        let given = |place: usize| {
            self.triggers().get(place).is_some_and(|trigger| supplied.contains(&trigger.name()))
        };
        let mut look = |clause: &Reckoning, consequence: String| {
            let required =
                |place: usize| self.triggers().get(place).is_some_and(|trigger| !trigger.optional);
            let places = || clause.terms.iter().map(|(place, _)| *place);
            let needed = places().filter(|place| required(*place) && !given(*place));
            let mut missing: Vec<usize> = needed.collect();
            // Where every trigger is optional, one of them is needed all the same.
            if missing.is_empty() && !places().any(given) {
                missing.extend(places().take(1));
            }
            missing.dedup();
            for trigger in missing.into_iter().filter_map(|place| self.triggers().get(place)) {
                let kind = FindingKind::NeverSupplied;
                found.push(Finding::new(kind, trigger.name(), Some(&consequence)));
            }
        };
        for rule in self.rules() {
            look(&rule.keep, format!("rule `{}` lets nothing go", rule.id));
            if let Some(clause) = &rule.archive {
                look(clause, format!("rule `{}` archives nothing", rule.id));
            }
            if let Some(clause) = &rule.backstop {
                look(clause, format!("the backstop of rule `{}` never comes", rule.id));
            }
        }
        for limit in self.limits() {
            look(&limit.delete_by, format!("limit `{}` never comes", limit.id));
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
        let others = self
            .versions()
            .filter_map(<[KeepRule]>::last)
            .filter(|other| other.id != rule.id && covers(&other.select, &rule.select));
        let longer = others.into_iter().find(|other| {
            let alike = self.outlasts(&rule.keep, &other.keep);
            // Of two that outlast each other the first decides.
            self.outlasts(&other.keep, &rule.keep) && !(alike && rule.id < other.id)
        });
        if let Some(other) = longer.filter(|_| rule.keep.mode != Mode::Forever) {
            found.push(Finding::new(FindingKind::Unreachable, &rule.id, Some(&other.id)));
        }
        let never = |what: &str| Finding::new(FindingKind::NeverFires, &rule.id, Some(what));
        for clause in [Some(&rule.keep), rule.archive.as_ref(), rule.backstop.as_ref()] {
            let Some(clause) = clause else { continue };
            found.extend(self.idle_terms(clause).map(|term| never(&term)));
        }
        if rule.archive.as_ref().is_some_and(|archive| self.outlasts(archive, &rule.keep)) {
            found.push(never("archive"));
        }
        if rule.backstop.as_ref().is_some_and(|backstop| self.outlasts(backstop, &rule.keep)) {
            found.push(never("backstop"));
        }
        let triggers = rule.keep.terms.iter().filter_map(|(at, _)| self.triggers().get(*at));
        for trigger in triggers.filter(|trigger| is_set_by_a_stage(trigger)) {
            let kind = FindingKind::ChainedPeriods;
            found.push(Finding::new(kind, &rule.id, Some(trigger.name())));
        }
    }

    /// The terms of a clause that another of its terms, from the same trigger, is always ahead of.
    fn idle_terms(&self, clause: &Reckoning) -> impl Iterator<Item = String> {
        let latest = clause.mode == Mode::Latest;
        let ahead = move |place: usize, other: usize| {
            let (one, two) = (clause.terms.get(place), clause.terms.get(other));
            let (Some((trigger, one)), Some((same, two))) = (one, two) else { return false };
            let (first, last) = if latest { (one, two) } else { (two, one) };
            let back = self.always(*trigger, *last, *first, |one, two| one <= two);
            place != other
                && trigger == same
                && self.always(*trigger, *first, *last, |one, two| one <= two)
                && !(back && place < other)
        };
        let count = clause.terms.len();
        let idle = (0..count).filter(move |at| (0..count).any(|other| ahead(*at, other)));
        idle.filter_map(|at| {
            let (place, span) = clause.terms.get(at)?;
            let trigger = self.triggers().get(*place)?.name().to_owned();
            Some(crate::Term { trigger, span: *span }.to_string())
        })
    }

    /// Whether a clause ends no earlier than another, for all the dates a record may have.
    fn outlasts(&self, long: &Reckoning, short: &Reckoning) -> bool {
        if long.mode == Mode::Forever {
            return true;
        }
        let one = |clause: &Reckoning| clause.terms.len() == 1;
        // What is the earliest of several ends before each of them, and what is the latest after.
        let long_ends = long.mode == Mode::Latest || one(long);
        let short_ends = short.mode == Mode::Latest || one(short);
        let below = |(trigger, span): &(usize, Span)| {
            long.terms.iter().any(|(other, longer)| {
                trigger == other && self.always(*trigger, *span, *longer, |one, two| one <= two)
            })
        };
        let known = short.terms.iter().any(below);
        short.mode != Mode::Forever
            && long_ends
            && if short_ends { short.terms.iter().all(below) } else { known }
    }

    /// Whether two terms from one trigger stand so on every day of a leap cycle.
    fn always(
        &self,
        trigger: usize,
        one: Span,
        other: Span,
        so: impl Fn(Day, Day) -> bool,
    ) -> bool {
        let leap = self.triggers().get(trigger).map(|trigger| trigger.leap).unwrap_or_default();
        let week = self.working_days();
        (0..DAYS_OF_LEAP_CYCLE).all(|offset| {
            let Some(day) = CYCLE_START.plus_days(offset) else { return false };
            match (one.after(day, leap, week), other.after(day, leap, week)) {
                (Some(one), Some(other)) => so(one, other),
                (Some(_) | None, None) | (None, Some(_)) => false,
            }
        })
    }

    fn clauses(&self) -> impl Iterator<Item = &Reckoning> {
        let rules = self
            .rules()
            .iter()
            .flat_map(|rule| [Some(&rule.keep), rule.archive.as_ref(), rule.backstop.as_ref()]);
        rules.flatten().chain(self.limits().iter().map(|limit| &limit.delete_by))
    }

    /// Whether a limit of one term ends before some term of a rule from the same trigger: the longest
    /// of a rule's terms is no earlier.
    fn always_before(&self, limit: &Reckoning, keep: &Reckoning) -> bool {
        if keep.mode == Mode::Forever {
            return true;
        }
        let [(trigger, span)] = limit.terms.as_slice() else { return false };
        if keep.mode == Mode::Earliest && keep.terms.len() > 1 {
            return false;
        }
        let same = keep.terms.iter().filter(|(other, _)| other == trigger);
        same.into_iter().any(|(_, kept)| self.always(*trigger, *span, *kept, |one, two| one < two))
    }
}

/// Whether a trigger's day is one that a stage of the schedule sets: its name, or that of a column
/// it is read from, says so.
fn is_set_by_a_stage(trigger: &Trigger) -> bool {
    let columns: Vec<&str> = match &trigger.source {
        TriggerSource::Column(column)
        | TriggerSource::Parent(column)
        | TriggerSource::Related(column) => vec![column],
        TriggerSource::LatestOf(columns) => columns.iter().map(String::as_str).collect(),
    };
    columns.into_iter().chain([trigger.name()]).any(|column| {
        let own = column.rsplit('.').next().unwrap_or(column).to_lowercase().replace('-', "_");
        let own = ["_on", "_at", "_date", "_day"]
            .iter()
            .fold(own.as_str(), |name, ending| name.strip_suffix(ending).unwrap_or(name));
        STAGE_WORDS.contains(&own)
    })
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

/// What a stage leaves a record, as systems name the day of it.
const STAGE_WORDS: [&str; 6] =
    ["anonymised", "archived", "deleted", "destroyed", "disposed", "reviewed"];
const CYCLE_START: Day = Day::literal(2001, 1, 1);
const DAYS_OF_LEAP_CYCLE: i32 = 1461;
