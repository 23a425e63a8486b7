//! From a raw table to a release, or to the reason why there is none.

mod others;
mod refusal;

pub(crate) use self::refusal::mismatched;
pub use self::refusal::{Infeasible, Refusal};

use std::fmt::Write as _;

use caldicott_model::{Day, RuleSet};

use crate::cover::Effort;
use crate::disclosure::{self, Disclosure, Interval, Mismatch};
use crate::freq_table::FreqTable;
use crate::policy::{Legend, Profile, Zeros};
use crate::protect::{Choice, Hopeless, Progress};
use crate::report::{AttackSummary, Report};
use crate::{NullPolicy, PublishedSums, PublishedTable, Raw, Release, Variable, rules};

/// A release and what its signatory must know.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// What leaves.
    pub release: Release,
    /// What is kept.
    pub report: Report,
    /// The release as a well-informed reader has it: for the ledger, against which later ones are held.
    pub published: PublishedTable,
}

/// Whether a table may leave.
#[expect(clippy::exhaustive_enums, reason = "a table leaves or it does not")]
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that nobody reads is a table published by hand"]
pub enum Outcome {
    /// It was attacked and held.
    Released(Box<Publication>),
    /// It does not leave.
    Refused(Refusal),
}

/// A statistic to be published: its title, profile and ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    title: String,
    profile: Profile,
    ground: Option<(crate::Ground, Day)>,
    people: Vec<String>,
    before: Vec<PublishedTable>,
    sums_before: Vec<PublishedSums>,
    amount: String,
    left_out: Option<String>,
}

/// What an amount is called that nobody named.
const AMOUNT: &str = "amount";

/// Whether tables that are published together may leave.
#[expect(clippy::exhaustive_enums, reason = "tables leave or they do not")]
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that nobody reads is a table published by hand"]
pub enum Together {
    /// They were attacked together and held: one publication each, in their order.
    Released(Vec<Publication>),
    /// None of them leaves.
    Refused(Refusal),
}

impl Plan {
    /// A plan with this title and profile.
    #[must_use]
    pub fn new(title: impl Into<String>, profile: Profile) -> Self {
        Self {
            title: title.into(),
            profile,
            ground: None,
            people: Vec::new(),
            before: Vec::new(),
            sums_before: Vec::new(),
            amount: AMOUNT.to_owned(),
            left_out: None,
        }
    }

    /// The same plan on a ground that is checked for the day.
    #[must_use]
    pub const fn on(mut self, ground: crate::Ground, day: Day) -> Self {
        self.ground = Some((ground, day));
        self
    }

    /// The same plan for tables of the people in these parts of the population (see
    /// [`PublishedTable::of_people`]); without any they are of everybody.
    #[must_use]
    pub fn of_people<I>(mut self, parts: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.people = parts.into_iter().map(Into::into).collect();
        self
    }

    /// The same plan, stating who was left out of the count, such as "12 stop notices" or "national data
    /// opt-outs applied on 2026-05-01". It stands in the report, not in the release.
    #[must_use]
    pub fn leaving_out(mut self, statement: impl Into<String>) -> Self {
        self.left_out = Some(statement.into());
        self
    }

    /// The same plan, held against what was released before.
    #[must_use]
    pub fn after(mut self, before: Vec<PublishedTable>) -> Self {
        self.before = before;
        self
    }

    /// The same plan for sums of this amount: those that were released before under the same name, in whatever
    /// case, are of the same amount, and so are those of another name whose figures are all the same.
    #[must_use]
    pub fn of_amount(mut self, name: impl Into<String>) -> Self {
        self.amount = name.into();
        self
    }

    /// The same plan, its sums held against those that were released before of the same amount, and its numbers
    /// of people against what sums of any amount say of them.
    #[must_use]
    pub fn after_sums(mut self, before: Vec<PublishedSums>) -> Self {
        self.sums_before = before;
        self
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Hides what must be hidden, attacks the result, and releases it when no count was found out.
    ///
    /// `effort` bounds the search; when it runs out the best choice found is used and the report
    /// states the gap.
    ///
    /// # Example: a single small count takes another with it
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Effort, FreqTable, NullPolicy, Outcome, Plan, Profile, Shown, Variable};
    ///
    /// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// let table = FreqTable::from_counts(&variables, &[40, 3, 12])?;
    ///
    /// let plan = Plan::new("People by service", Profile::threshold(5)?);
    /// let Outcome::Released(publication) = plan.publish(&table, Effort::ORDINARY, &mut |_| {}) else {
    ///     panic!("it can be protected");
    /// };
    /// let release = &publication.release;
    /// // Hiding the three alone would leave 55 - 40 - 12.
    /// assert_eq!(release.at(&["Hostel"]), Some(Shown::Hidden));
    /// assert_eq!(release.at(&["Move-on"]), Some(Shown::Hidden));
    /// assert_eq!(release.at(&["Total"]), Some(Shown::Figure(55)));
    /// assert!(publication.report.is_proved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn publish(
        &self,
        table: &Raw<FreqTable>,
        effort: Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Outcome {
        match self.run(&[&self.title], &[table.inner()], effort, progress) {
            Ok(mut one) => match one.pop() {
                Some(publication) => Outcome::Released(Box::new(publication)),
                None => Outcome::Refused(Refusal::Unlinked),
            },
            Err(refusal) => Outcome::Refused(refusal),
        }
    }

    /// Publishes several tables of the same people, protected and attacked together: what one shows of
    /// another's margin is counted against both.
    ///
    /// Each table has its own title; the plan's is not used.
    pub fn publish_together(
        &self,
        tables: &[(&str, &Raw<FreqTable>)],
        effort: Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Together {
        let titles: Vec<&str> = tables.iter().map(|(title, _)| *title).collect();
        let tables: Vec<&FreqTable> = tables.iter().map(|(_, table)| table.inner()).collect();
        match self.run(&titles, &tables, effort, progress) {
            Ok(all) => Together::Released(all),
            Err(refusal) => Together::Refused(refusal),
        }
    }

    fn run(
        &self,
        titles: &[&str],
        tables: &[&FreqTable],
        mut effort: Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<Publication>, Refusal> {
        let variables: Vec<Variable> =
            tables.iter().flat_map(|table| table.variables()).cloned().collect();
        let mut rules = self.check_ground(&variables)?;
        rules.cite(rules::REPORTS);
        rules.cite(rules::NOT_ENOUGH);
        // The message is the same for nobody and for the threshold: it must not tell how many.
        let few = self.profile.protects.max(self.profile.threshold);
        if tables.is_empty() || tables.iter().any(|table| table.total() <= few) {
            return Err(Refusal::TooFewPeople);
        }
        let held = |plan: &Self| {
            let (people, before, sums) = (&plan.people, &plan.before, &plan.sums_before);
            Disclosure::new(tables, &self.profile, people, before, sums)
        };
        let (disclosure, others) = match (held(self), self.with_others()) {
            (Err(Mismatch::Contradiction), Some(plan)) => (held(&plan), None),
            (closed, plan) => (closed, plan.and_then(|plan| held(&plan).ok())),
        };
        let disclosure = disclosure.map_err(mismatched)?;
        let before = effort.left();
        let mut choice = disclosure
            .protect(&mut effort, progress)
            .map_err(|hopeless| infeasible(&disclosure, hopeless))?;
        let (hidden, intervals) = attacked(&disclosure, &mut choice);
        let recovered = intervals.iter().filter(|interval| is_exact(interval)).count();
        if recovered > 0 {
            return Err(Refusal::Recovered(recovered));
        }
        if let Some(cell) = others.as_ref().and_then(|open| open.lost(&disclosure, &hidden)) {
            return Err(Refusal::Infeasible { cell, reason: Infeasible::Differencing });
        }
        let shared = Shared {
            disclosure: &disclosure,
            choice: &choice,
            hidden: &hidden,
            intervals: &intervals,
            open: disclosure.open_to_singletons(&hidden),
            serves: disclosure.serves(&choice),
            pattern: disclosure.pattern(&choice, before - effort.left()),
            rules,
        };
        Ok(titles
            .iter()
            .enumerate()
            .map(|(place, title)| self.made(place, title, &shared))
            .collect())
    }

    /// The rules of the ground, if it carries these variables.
    pub(crate) fn check_ground(&self, variables: &[Variable]) -> Result<RuleSet, Refusal> {
        let Some((ground, day)) = self.ground else { return Ok(RuleSet::new()) };
        let check = ground.check(variables, day);
        if check.obstacles.is_empty() { Ok(check.rules) } else { Err(Refusal::NoGround(check)) }
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    pub(crate) fn people(&self) -> &[String] {
        &self.people
    }

    pub(crate) fn before(&self) -> &[PublishedTable] {
        &self.before
    }

    pub(crate) fn sums_before(&self) -> &[PublishedSums] {
        &self.sums_before
    }

    pub(crate) fn amount(&self) -> &str {
        &self.amount
    }

    pub(crate) fn ground_name(&self) -> Option<String> {
        self.ground.map(|(ground, _)| ground.name().to_owned())
    }

    /// Who was left out, as far as it is stated.
    pub(crate) fn left_out(&self) -> String {
        self.left_out.clone().unwrap_or_else(|| {
            "not stated: stop notices and opt-outs have to be applied before counting".to_owned()
        })
    }

    fn made(&self, place: usize, title: &str, shared: &Shared<'_, '_>) -> Publication {
        let Shared { disclosure, choice, hidden, intervals, .. } = shared;
        let release = Release::new(title, disclosure, place, &choice.secondary);
        let table = disclosure.tables.get(place).copied();
        let view = disclosure.world.views.get(place).map_or([].as_slice(), Vec::as_slice);
        let uniform = table.map(disclosure::uniform_lines).unwrap_or_default();
        let is_shown = |line: &&disclosure::Uniform| {
            view.get(line.cell).is_some_and(|cell| hidden.binary_search(cell).is_err())
        };
        let ours = |cells: &[usize]| cells.iter().filter(|cell| view.contains(cell)).count();
        let variables = table.map_or([].as_slice(), |table| table.variables());
        let report = Report {
            method: method(&self.profile),
            profile: self.profile.clone(),
            population: self.profile.shown(table.map_or(0, FreqTable::total)),
            cells: view.len(),
            hidden_as_small: ours(&disclosure.small),
            hidden_as_homogeneous: ours(&disclosure.homogeneous),
            hidden_for_small: shared.serves.0,
            hidden_for_homogeneous: shared.serves.1,
            cost: choice.cost,
            at_least: choice.at_least,
            attack: summary(self, disclosure, intervals, shared.open),
            missing: variables.iter().map(missing).collect(),
            homogeneous_shown: uniform.iter().filter(is_shown).count(),
            ground: self.ground_name(),
            people: self.people.clone(),
            against: self.before.iter().map(|table| table.name().to_owned()).collect(),
            left_out: self.left_out(),
            pattern: shared.pattern.clone(),
            warnings: warnings(self, disclosure),
            rules: shared.rules.clone(),
            content: release.digest().to_string(),
            signed: None,
        };
        let published = disclosure.published(place, title, &choice.secondary, &self.people);
        Publication { release, report, published }
    }
}

/// What the publications of one run have in common.
struct Shared<'d, 't> {
    disclosure: &'d Disclosure<'t>,
    choice: &'d Choice,
    hidden: &'d [usize],
    intervals: &'d [Interval],
    open: usize,
    serves: (usize, usize),
    pattern: String,
    rules: RuleSet,
}

/// What is hidden in the end, and what a fresh attack, from what is published alone, makes of it.
fn attacked(disclosure: &Disclosure<'_>, choice: &mut Choice) -> (Vec<usize>, Vec<Interval>) {
    let hidden = |choice: &Choice| {
        let mut hidden: Vec<usize> = disclosure.primary().chain(choice.secondary.clone()).collect();
        hidden.sort_unstable();
        hidden
    };
    let intervals = disclosure.attack(&hidden(choice));
    // A further cell that is known anyway protects nobody; showing it tells nothing new.
    choice.secondary.retain(|cell| !is_known(&intervals, *cell));
    let hidden = hidden(choice);
    let intervals = disclosure.attack(&hidden);
    (hidden, intervals)
}

fn infeasible(disclosure: &Disclosure<'_>, hopeless: Hopeless) -> Refusal {
    let (cell, is_difference) = disclosure.labels(hopeless.requirement.cell);
    let reason = match hopeless.requirement.known {
        _ if !hopeless.proved => Infeasible::NotFound,
        Some(_) => Infeasible::KnownToSingleMember,
        None if is_difference => Infeasible::Differencing,
        None => Infeasible::FixedByTotals,
    };
    Refusal::Infeasible { cell, reason }
}

/// What no figure of the report says.
fn warnings(plan: &Plan, disclosure: &Disclosure<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let profile = &plan.profile;
    if profile.rounding > 1 && profile.threshold == 0 {
        warnings.push(
            "figures are only rounded: a copy that is not rounded, kept or shown locally, gives the rounded \
             one away by subtraction"
                .to_owned(),
        );
    }
    if profile.singletons == crate::Singletons::Report {
        warnings.push(
            "the only member of a cell, who knows that count, was not defended against".to_owned(),
        );
    }
    if plan.ground.is_none() {
        warnings.push("no ground was checked; whoever signs has to name it".to_owned());
    }
    let parts = |table: &PublishedTable| table.people().is_empty() || plan.people.is_empty();
    if !disclosure.world.differences.is_empty() || plan.before.iter().any(parts) {
        warnings.push(
            "the releases before are taken to be about exactly the people that their parts name"
                .to_owned(),
        );
    }
    warnings
}

fn is_exact(interval: &Interval) -> bool {
    interval.high == Some(interval.low)
}

fn is_known(intervals: &[Interval], cell: usize) -> bool {
    let known = intervals.iter().find(|interval| interval.cell == cell);
    known.is_some_and(|interval| interval.complete && interval.high == Some(interval.low))
}

pub(crate) fn missing(variable: &Variable) -> (String, NullPolicy) {
    (variable.tag().name().to_owned(), variable.nulls())
}

fn method(profile: &Profile) -> String {
    let mut method = if profile.threshold > 0 {
        format!("counts from 1 to {} and what would give them away are hidden", profile.threshold)
    } else {
        "what would give a small count away is hidden".to_owned()
    };
    if profile.rounding > 1 {
        let _ = write!(method, "; others are rounded to the nearest {}", profile.rounding);
    }
    method
}

fn summary(
    plan: &Plan,
    disclosure: &Disclosure<'_>,
    intervals: &[Interval],
    open_to_singletons: usize,
) -> AttackSummary {
    let profile = &plan.profile;
    let mut knows = vec![
        "every published figure, and that categories add up to their totals".to_owned(),
        "that counts are whole and not negative".to_owned(),
        "which cells are hidden for being small, and the rule".to_owned(),
    ];
    if profile.zeros == Zeros::Shown {
        knows.push("that a hidden cell is not empty".to_owned());
    }
    if profile.legend == Legend::Distinguished {
        knows.push("which cells are hidden only to protect others".to_owned());
    }
    if profile.rounding > 1 {
        knows.push(format!("that figures are rounded to the nearest {}", profile.rounding));
    }
    if disclosure.tables.len() > 1 {
        knows.push("the other tables published with this one".to_owned());
    }
    let mut not_tried = vec!["conclusions from why these further cells were chosen".to_owned()];
    if plan.before.is_empty() {
        not_tried.insert(0, "other tables from the same people, published or to come".to_owned());
    } else {
        knows.push("what was released before, and whom it was about".to_owned());
        not_tried.insert(0, "tables of the same people that are not in the ledger".to_owned());
    }
    let width = |interval: &Interval| interval.high.map(|high| high - interval.low);
    AttackSummary {
        knows,
        not_tried,
        attacked: intervals.len(),
        recovered: intervals.iter().filter(|interval| width(interval) == Some(0)).count(),
        smallest_interval: intervals.iter().filter_map(width).min(),
        incomplete: intervals.iter().filter(|interval| !interval.complete).count(),
        open_to_singletons,
    }
}
