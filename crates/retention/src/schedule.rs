//! An organisation's retention schedule: triggers, rules, limits and holds.

mod index;
mod read;
mod straight;

use caldicott_calendar::{Day, Instant, Rule};
use caldicott_model::CategorySet;
use caldicott_model::digest::Sha256;

use crate::record::Name;
use crate::{Clause, LeapBirthday, Span, Stage, TriggerDate, WorkingDays};
pub(crate) use index::{About, Group, Index};
pub(crate) use straight::{MOST_TRIGGERS, Of, Straight};

/// The keys at the top of a rulebook that a schedule reads.
pub const TOP_LEVEL_KEYS: [&str; 4] = ["trigger", "rule", "limit", "hold"];

/// What one organisation keeps for how long, why, and what happens then.
///
/// It is read from a rulebook with [`Schedule::read`] and never changes afterwards.
#[derive(Clone, Debug)]
pub struct Schedule {
    triggers: Vec<Trigger>,
    /// Sorted by id, then version: the versions of a rule stand together.
    rules: Vec<KeepRule>,
    limits: Vec<Limit>,
    holds: Vec<HoldKind>,
    week: WorkingDays,
    hash: Sha256,
    index: Index,
}

/// A day that a period runs from.
#[derive(Clone, Eq, PartialEq)]
pub struct Trigger {
    pub(crate) name: Name,
    pub(crate) source: TriggerSource,
    pub(crate) optional: bool,
    pub(crate) instant: bool,
    pub(crate) not_before: Option<usize>,
    pub(crate) leap: LeapBirthday,
    pub(crate) sentinels: Vec<Day>,
}

/// Where a host finds a trigger's day.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TriggerSource {
    /// A date of the record itself.
    Column(String),
    /// The latest of several dates of the record itself.
    LatestOf(Vec<String>),
    /// A date of the record it belongs to, such as `tenancy.ended-on`.
    Parent(String),
    /// The latest date over related records, such as `incident.happened-on`.
    Related(String),
}

/// Which records a rule is about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Selection {
    pub(crate) classes: Vec<String>,
    pub(crate) tags: CategorySet,
}

/// One version of one keep rule.
#[derive(Clone, Debug, PartialEq)]
pub struct KeepRule {
    pub(crate) id: String,
    pub(crate) version: u32,
    pub(crate) effective: Option<Day>,
    pub(crate) superseded: Option<Day>,
    pub(crate) why: String,
    pub(crate) cites: Vec<Rule>,
    pub(crate) sources: Vec<String>,
    pub(crate) select: Selection,
    pub(crate) keep: Reckoning,
    pub(crate) archive: Option<Reckoning>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) backstop: Option<Reckoning>,
    pub(crate) reset_on_reuse: bool,
}

/// A ceiling: by when records of a kind are to be gone, unless a rule keeps them.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub(crate) id: String,
    pub(crate) why: String,
    pub(crate) cites: Vec<Rule>,
    pub(crate) select: Selection,
    pub(crate) delete_by: Reckoning,
}

/// A reason for which destruction stops.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HoldKind {
    pub(crate) id: String,
    pub(crate) why: String,
    pub(crate) restarts_clock: bool,
}

/// A clause with its triggers found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reckoning {
    pub(crate) clause: Clause,
    pub(crate) mode: Mode,
    pub(crate) terms: Vec<(usize, Span)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    Forever,
    Latest,
    Earliest,
}

impl Schedule {
    /// The same schedule, counting working days with these holidays.
    ///
    /// Without it, or past the last day known, weekends alone are left out and no such day leads
    /// further than to a review.
    #[must_use]
    pub fn with_working_days(mut self, week: WorkingDays) -> Self {
        self.week = week;
        self.hash = self.digest();
        self
    }

    /// The triggers, in the order of the file.
    #[must_use]
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// The rules, sorted by id and version.
    #[must_use]
    pub fn rules(&self) -> &[KeepRule] {
        &self.rules
    }

    /// The ceilings, sorted by id.
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The kinds of hold.
    #[must_use]
    pub fn hold_kinds(&self) -> &[HoldKind] {
        &self.holds
    }

    /// Which days count as worked.
    #[must_use]
    pub const fn working_days(&self) -> &WorkingDays {
        &self.week
    }

    /// The hash of everything that can change an outcome. Plans name it.
    #[must_use]
    pub const fn hash(&self) -> Sha256 {
        self.hash
    }

    pub(crate) const fn index(&self) -> &Index {
        &self.index
    }

    /// The versions of each rule, oldest first.
    pub(crate) fn versions(&self) -> impl Iterator<Item = &[KeepRule]> {
        // The version that supersedes one is the next.
        self.rules.chunk_by(|one, _| one.superseded.is_some())
    }

    fn digest(&self) -> Sha256 {
        // Debug of these types writes every field, with text quoted and escaped, so that no two
        // schedules share a form.
        let form = format!(
            "{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
            self.triggers, self.rules, self.limits, self.holds, self.week
        );
        Sha256::of(form.as_bytes())
    }
}

impl Trigger {
    /// The name that clauses use.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.text()
    }

    /// Where a host finds the day.
    #[must_use]
    pub const fn source(&self) -> &TriggerSource {
        &self.source
    }

    /// Whether a record may do without it: the terms that need it are then left out.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.optional
    }

    /// Whether the source holds an instant, which the host turns into the civil day in Europe/London
    /// once, before the record gets here.
    #[must_use]
    pub const fn is_instant(&self) -> bool {
        self.instant
    }

    /// Reads a field of the source: as [`TriggerDate::parse`] does, and an instant, where the source
    /// holds instants, as the civil day in Europe/London on which it falls.
    ///
    /// An instant in a source that is said to hold days is [`TriggerDate::Impossible`]: nobody can
    /// tell which day was meant.
    #[must_use]
    pub fn read(&self, field: &str) -> TriggerDate {
        match field.trim().parse::<Instant>() {
            Ok(at) if self.instant => TriggerDate::Day(at.day_in_london()),
            Ok(_) | Err(_) => TriggerDate::parse(field),
        }
    }

    /// What a birthday of 29 February means in a common year.
    #[must_use]
    pub const fn leap_birthday(&self) -> LeapBirthday {
        self.leap
    }

    /// The days that stand for nothing besides those before 1900-01-02 and from 2900 on.
    #[must_use]
    pub fn sentinels(&self) -> &[Day] {
        &self.sentinels
    }

    /// Whether the day is one that systems write when they have none.
    #[must_use]
    pub fn is_sentinel(&self, day: Day) -> bool {
        day < FIRST_REAL || day > LAST_REAL || self.sentinels.contains(&day)
    }
}

impl Selection {
    /// Whether a record is meant. A tag is enough when it is one of those named.
    #[must_use]
    pub fn selects(&self, class: &str, tags: CategorySet) -> bool {
        (self.classes.is_empty() || self.classes.iter().any(|name| name == class))
            && (self.tags.is_empty() || self.tags.intersects(tags))
    }

    /// The classes named; empty for every class.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The tags of which a record must carry one; empty for any.
    #[must_use]
    pub const fn tags(&self) -> CategorySet {
        self.tags
    }
}

impl KeepRule {
    /// The rule's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version, from 1.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The first day this version is in force; `None` when it always was.
    #[must_use]
    pub const fn effective(&self) -> Option<Day> {
        self.effective
    }

    /// Why the organisation keeps these records so long.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The known rules it rests on.
    #[must_use]
    pub fn cites(&self) -> &[Rule] {
        &self.cites
    }

    /// What else it rests on, as written.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The records it is about.
    #[must_use]
    pub const fn selection(&self) -> &Selection {
        &self.select
    }

    /// How long it keeps them.
    #[must_use]
    pub const fn keep(&self) -> &Clause {
        &self.keep.clause
    }

    /// From when they are archived while still kept.
    #[must_use]
    pub fn archive(&self) -> Option<&Clause> {
        self.archive.as_ref().map(|reckoning| &reckoning.clause)
    }

    /// What happens at the end, in order.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// When somebody looks at a record whose end is not known.
    #[must_use]
    pub fn backstop(&self) -> Option<&Clause> {
        self.backstop.as_ref().map(|reckoning| &reckoning.clause)
    }

    /// Whether the period starts again when the record comes back into use (RE-05).
    #[must_use]
    pub const fn resets_on_reuse(&self) -> bool {
        self.reset_on_reuse
    }
}

impl Limit {
    /// The limit's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Why they are to be gone.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The records it is about.
    #[must_use]
    pub const fn selection(&self) -> &Selection {
        &self.select
    }

    /// By when.
    #[must_use]
    pub const fn delete_by(&self) -> &Clause {
        &self.delete_by.clause
    }
}

impl HoldKind {
    /// The hold's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Why it stops destruction.
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Whether periods run again from its release. They do not unless the schedule says so.
    #[must_use]
    pub const fn restarts_clock(&self) -> bool {
        self.restarts_clock
    }
}

impl core::fmt::Debug for Trigger {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Trigger")
            .field("name", &self.name())
            .field("source", &self.source)
            .field("optional", &self.optional)
            .field("instant", &self.instant)
            .field("not_before", &self.not_before)
            .field("leap", &self.leap)
            .field("sentinels", &self.sentinels)
            .finish()
    }
}

/// The day that stands for "no date" where a program starts counting at zero.
pub(crate) const EPOCH: Day = Day::literal(1970, 1, 1);
/// The first day that is taken for a day and not for an empty field.
pub(crate) const FIRST_REAL: Day = Day::literal(1900, 1, 2);
/// The last day that is taken for a day.
pub(crate) const LAST_REAL: Day = Day::literal(2899, 12, 31);
