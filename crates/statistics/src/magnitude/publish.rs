//! From raw sums to a release, or to the reason why there is none.

use super::amounts::{self, Amounts, Given, allowed};
use super::coalition::Coalitions;
use super::{SumRelease, SumReport, SumRules, SumTable};
use crate::cover::Effort;
use crate::disclosure::{Interval, Mismatch};
use crate::joint::{Joint, Lost, Side};
use crate::oracle::{Oracle, Verdict};
use crate::policy::{Objective, Profile, Singletons, Zeros};
use crate::protect::{Choice, Progress};
use crate::publish::mismatched;
use crate::published::plain;
use crate::{
    Infeasible, Plan, PublishedCell, PublishedSums, PublishedTable, Raw, Refusal, Withheld,
    attack_sums, rules as cited,
};

/// Sums that may leave, and what their signatory must know.
#[derive(Clone, Debug, PartialEq)]
pub struct SumPublication {
    /// What leaves.
    pub release: SumRelease,
    /// What is kept.
    pub report: SumReport,
    /// The sums as a well-informed reader has them: for the ledger.
    pub published: PublishedSums,
    /// The numbers of people as such a reader has them: for the ledger.
    pub people: PublishedTable,
}

/// Whether sums may leave.
#[expect(clippy::exhaustive_enums, reason = "sums leave or they do not")]
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that nobody reads is a table published by hand"]
pub enum SumOutcome {
    /// They were attacked and held.
    Released(Box<SumPublication>),
    /// They do not leave.
    Refused(Refusal),
}

impl Plan {
    /// Publishes sums beside the number of people behind each: hides what the rules call sensitive and the
    /// counts that the profile calls small, and the cheapest set of further cells that keeps both hidden,
    /// also from whoever gave something themselves and from readers of what was released before.
    ///
    /// A count and its sum are shown together or not at all, so a mean tells nothing that they do not.
    ///
    /// # Example: twenty people, one debt
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{
    ///     CodeList, Effort, NullPolicy, Plan, Profile, SumOutcome, SumRules, SumTable, Variable,
    /// };
    ///
    /// let tag = FieldTag::new("service".into(), Category::BenefitsAndFinance.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// let mut sums = SumTable::counter(&variables, None)?;
    /// for (service, owed) in [("Outreach", 50), ("Hostel", 1), ("Move-on", 70)] {
    ///     (0..20).for_each(|_| { sums.row([Some(service)], owed); });
    /// }
    /// sums.row([Some("Hostel")], 4_000);
    /// let sums = sums.finish()?;
    ///
    /// let rules = SumRules::threshold(5)?.with_p_percent(10)?;
    /// let plan = Plan::new("Rent owed", Profile::threshold(5)?);
    /// let SumOutcome::Released(done) = plan.publish_sums(&sums, &rules, Effort::ORDINARY, &mut |_| {})
    /// else { panic!("it can be protected") };
    /// assert_eq!(done.release.at(&["Hostel"]).map(|shown| shown.sum), Some(None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Example: four quarters and a year
    /// A later release is held against earlier ones of the same amount. Here the fourth quarter's debt of one
    /// household would be the year less three quarters.
    /// ```
    /// # use caldicott_model::{Category, Day, FieldTag, Identifiability};
    /// # use caldicott_statistics::{
    /// #     CodeList, Effort, NullPolicy, Plan, Profile, ReleaseLedger, SumOutcome, SumRules, SumTable, Variable,
    /// # };
    /// # let tag = FieldTag::new("service".into(), Category::BenefitsAndFinance.into(), Identifiability::Quasi);
    /// # let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
    /// # let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// # let owed = |people: [u64; 3]| {
    /// #     let mut sums = SumTable::counter(&variables, None).ok()?;
    /// #     for (service, people) in ["Outreach", "Hostel", "Move-on"].into_iter().zip(people) {
    /// #         (0..people).for_each(|_| { sums.row([Some(service)], 50); });
    /// #     }
    /// #     sums.finish().ok()
    /// # };
    /// let rules = SumRules::threshold(5)?;
    /// let mut ledger = ReleaseLedger::new();
    /// let mut publish = |id: &str, parts: &[&str], people: [u64; 3]| {
    ///     let plan = Plan::new("Rent owed", Profile::threshold(5).ok()?).of_amount("owed");
    ///     let plan = plan.of_people(parts.to_vec()).after(ledger.before(parts));
    ///     let plan = plan.after_sums(ledger.sums_before(parts));
    ///     let outcome = plan.publish_sums(&owed(people)?, &rules, Effort::ORDINARY, &mut |_| {});
    ///     let SumOutcome::Released(done) = outcome else { return None };
    ///     ledger.enter_sums(id, Day::literal(2026, 6, 1), &done).ok()?;
    ///     Some(done.release)
    /// };
    /// assert!(publish("H1", &["H1"], [30, 31, 32]).is_some());
    /// let second = publish("H2", &["H2"], [30, 1, 40]).ok_or("refused")?;
    /// assert_eq!(second.at(&["Hostel"]).map(|shown| shown.sum), Some(None));
    /// let year = publish("year", &["H1", "H2"], [60, 32, 72]);
    /// assert!(year.is_none_or(|year| year.at(&["Hostel"]).is_some_and(|shown| shown.sum.is_none())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn publish_sums(
        &self,
        table: &Raw<SumTable>,
        rules: &SumRules,
        mut effort: Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> SumOutcome {
        match self.sums(table.inner(), rules, &mut effort, progress) {
            Ok(done) => SumOutcome::Released(Box::new(done)),
            Err(refusal) => SumOutcome::Refused(refusal),
        }
    }

    fn sums(
        &self,
        table: &SumTable,
        rules: &SumRules,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SumPublication, Refusal> {
        let mut cites = self.check_ground(table.people().variables())?;
        cites.cite(cited::REPORTS);
        cites.cite(cited::NOT_ENOUGH);
        let profile = self.profile();
        let few = profile.protects.max(profile.threshold).max(rules.most_people());
        if table.people().total() <= few {
            return Err(Refusal::TooFewPeople);
        }
        let is_called_same = |sums: &PublishedSums| plain(sums.amount()) == plain(self.amount());
        // What is above the lower cap would be the difference, and often one person's.
        let mut same = self.sums_before().iter().filter(|sums| is_called_same(sums));
        if same.any(|sums| sums.cap() != table.cap()) {
            return Err(Refusal::AnotherCap);
        }
        let held = |plan: &Self, is_same: &dyn Fn(&PublishedSums) -> bool| {
            let all = plan.sums_before().iter().cloned();
            let (sums_before, others) = all.partition::<Vec<_>, _>(is_same);
            let (people, before) = (plan.people(), plan.before());
            let given = Given { rules, people, before, sums_before: &sums_before, others: &others };
            Amounts::new(table, profile, given).map(|amounts| (amounts, sums_before))
        };
        let is_of_same = |sums: &PublishedSums| {
            is_called_same(sums) || amounts::is_renamed(table, self.people(), sums)
        };
        // From the reader who takes most for the same to the one who takes least.
        let mut amounts = Err(Mismatch::Contradiction);
        let mut is_closed = true;
        let others = self.with_others();
        for plan in core::iter::once(self).chain(&others) {
            for is_same in [&is_of_same as &dyn Fn(&PublishedSums) -> bool, &is_called_same] {
                if matches!(amounts, Err(Mismatch::Contradiction)) {
                    amounts = held(plan, is_same);
                    is_closed = core::ptr::eq(plan, self);
                }
            }
        }
        let (mut amounts, sums_before) = amounts.map_err(mismatched)?;
        let protected = Protected::find(&mut amounts, effort, progress)?;
        let others = others.filter(|_| is_closed);
        if let Some((open, _)) = others.and_then(|plan| held(&plan, &is_called_same).ok())
            && let Some(cell) = open.lost(&amounts, &protected.hidden)
        {
            return Err(Refusal::Infeasible { cell, reason: Infeasible::Differencing });
        }
        let found = protected.attacked(&amounts)?;
        let release =
            SumRelease::new(self.title(), table, amounts.view(), &protected.hidden, profile);
        let report = self.sum_report(&amounts, &protected, &found, &release, rules, &sums_before);
        let published = as_published(&amounts, &release, self.amount(), self.people());
        let secondary = &protected.hidden;
        let people = amounts.counts.published(0, self.title(), secondary, self.people());
        let people = beside_sums(people, &published, profile)?;
        Ok(SumPublication {
            release,
            report: SumReport { rules: cites, ..report },
            published,
            people,
        })
    }
}

/// The sums as a reader has them: shown exactly, hidden without an end.
fn as_published(
    amounts: &Amounts<'_>,
    release: &SumRelease,
    amount: &str,
    people: &[String],
) -> PublishedSums {
    let cells = release.cells().iter().map(|cell| match cell.sum {
        Some(sum) => PublishedCell::exactly(sum),
        None => PublishedCell::hidden(0, None),
    });
    let dimensions = amounts.table.people().as_published();
    let dimensions = dimensions.map(|table| table.dimensions().to_vec()).unwrap_or_default();
    let table = PublishedTable::fitting(release.title(), dimensions, cells.collect());
    PublishedSums::new(amount, amounts.table.cap(), table.of_people(people.iter().cloned()))
}

/// The numbers of people as a reader has them who has the sums too: a cap, or a sum that is not nought, says
/// something of hidden numbers. None of them may come back by that.
fn beside_sums(
    people: PublishedTable,
    sums: &PublishedSums,
    profile: &Profile,
) -> Result<PublishedTable, Refusal> {
    if sums.cap().is_none() && profile.zeros == Zeros::Shown {
        return Ok(people);
    }
    // What cannot be found out here was held against more than this already.
    let Ok(audit) = attack_sums(core::slice::from_ref(&people), core::slice::from_ref(sums), 0)
    else {
        return Ok(people);
    };
    let mut found =
        audit.people.findings.iter().filter(|finding| finding.withheld == Withheld::Hidden);
    let mut recovered = 0;
    let narrowed = |cell: &PublishedCell| {
        let PublishedCell::Hidden { least, most } = *cell else { return *cell };
        let Some(finding) = found.next() else { return *cell };
        recovered += usize::from(finding.is_exact() && profile.is_protected(finding.least));
        let most = match (most, finding.most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        PublishedCell::hidden(least.max(finding.least), most)
    };
    let cells = people.cells().iter().map(narrowed).collect();
    if recovered > 0 {
        return Err(Refusal::Recovered(recovered));
    }
    let parts = people.people().to_vec();
    let table = PublishedTable::fitting(people.name(), people.dimensions().to_vec(), cells);
    Ok(table.of_people(parts))
}

/// What is hidden in the end.
pub(super) struct Protected {
    pub(super) hidden: Vec<usize>,
    pub(super) choice: Choice,
    pub(super) requirements: Vec<crate::oracle::Requirement>,
    /// How many of the further cells people need, and how many sums alone.
    pub(super) serves: (usize, usize),
    /// Sensitive sums that a contributor could find out.
    pub(super) open: usize,
}

/// What a fresh attack made of it.
pub(super) struct Found {
    pub(super) people: Vec<Interval>,
    pub(super) smallest_percent: Option<u64>,
}

/// How often contributors are looked for who were not near at first.
const ROUNDS: usize = 4;

impl Protected {
    fn find(
        amounts: &mut Amounts<'_>,
        effort: &mut Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Refusal> {
        let protects = amounts.counts.profile.singletons == Singletons::Protect;
        let mut coalitions = amounts.near();
        for _ in 0..ROUNDS {
            let taken = protects.then_some(&coalitions);
            let (primary, choice, requirements, serves) = solved(amounts, taken, effort, progress)?;
            let mut hidden = primary;
            hidden.extend(&choice.secondary);
            hidden.sort_unstable();
            if protects && amounts.further(&mut coalitions, &hidden) {
                continue;
            }
            let open = if protects { 0 } else { amounts.open_to(&coalitions, &hidden) };
            return Ok(Self { hidden, choice, requirements, serves, open });
        }
        let cell = amounts.sensitive.first().map(|cell| amounts.counts.labels(*cell).0);
        Err(Refusal::Infeasible { cell: cell.unwrap_or_default(), reason: Infeasible::NotFound })
    }

    /// Attacks what is left once more, both figures.
    fn attacked(&self, amounts: &Amounts<'_>) -> Result<Found, Refusal> {
        let counts = &amounts.counts;
        let people = counts.attack(&self.hidden);
        let is_kept = |cell: usize| {
            let small = counts.ours.get(cell) == Some(&true)
                && counts.counts.get(cell).is_some_and(|count| counts.profile.is_protected(*count));
            small
                || [&counts.differences, &counts.crosses, &counts.earlier]
                    .iter()
                    .any(|cells| cells.contains(&cell))
        };
        // The choice was proved to protect each; a search that gives up now takes nothing from that.
        let told = people.iter().filter(|range| range.complete && range.high == Some(range.low));
        let mut recovered = told.filter(|range| is_kept(range.cell)).count();
        let mut oracle = Oracle::new(&amounts.system);
        oracle.hide_exactly(self.hidden.iter().copied());
        let mut smallest: Option<u64> = None;
        for wanted in &self.requirements {
            recovered += usize::from(oracle.verdict(*wanted) == Verdict::Exposed);
            if wanted.known.is_some() {
                continue;
            }
            let Some((down, up)) = oracle.interval(wanted.cell, None) else { continue };
            if up.limit.is_none() {
                continue;
            }
            let width = up.reached.saturating_sub(down.reached).unsigned_abs();
            let value = amounts.values.get(wanted.cell).copied().unwrap_or(0).max(1);
            let percent = u128::from(width) * 100 / u128::from(value);
            let percent = u64::try_from(percent).unwrap_or(u64::MAX);
            smallest = Some(smallest.map_or(percent, |least| least.min(percent)));
        }
        if recovered > 0 {
            return Err(Refusal::Recovered(recovered));
        }
        Ok(Found { people, smallest_percent: smallest })
    }
}

type Solved = (Vec<usize>, Choice, Vec<crate::oracle::Requirement>, (usize, usize));

fn solved(
    amounts: &Amounts<'_>,
    coalitions: Option<&Coalitions>,
    effort: &mut Effort,
    progress: &mut dyn FnMut(Progress),
) -> Result<Solved, Refusal> {
    let counts = &amounts.counts;
    let mut primary: Vec<usize> = counts.primary().chain(amounts.sensitive.clone()).collect();
    primary.sort_unstable();
    primary.dedup();
    let mut requirements = amounts.requirements.clone();
    requirements.extend(coalitions.into_iter().flat_map(|all| &all.requirements));
    let task = Joint {
        sides: vec![
            Side { system: &counts.system, requirements: &counts.requirements },
            Side { system: &amounts.system, requirements: &requirements },
        ],
        allowed: allowed(amounts, &primary),
        cost: cost(amounts),
        primary: primary.clone(),
    };
    let choice = task.solve(effort, progress).map_err(|lost| infeasible(amounts, lost))?;
    let mut serves = (0, 0);
    for cell in &choice.secondary {
        let others = choice.secondary.iter().filter(|other| *other != cell);
        let without: Vec<usize> = primary.iter().chain(others).copied().collect();
        let is_for_people = task.lost(&without).first() == Some(&true);
        if is_for_people { serves.0 += 1 } else { serves.1 += 1 }
    }
    Ok((primary, choice, requirements, serves))
}

/// A cell costs one and its share of the largest total in millionths, or just one.
fn cost(amounts: &Amounts<'_>) -> Vec<u64> {
    let ours = amounts.view().iter().filter_map(|cell| amounts.values.get(*cell));
    let total = ours.copied().max().unwrap_or(0).max(1);
    let share = |value: &u64| match amounts.counts.profile.objective {
        Objective::FewestCells => 1,
        Objective::LeastCount => {
            let share = u128::from(*value) * 1_000_000 / u128::from(total);
            1 + u64::try_from(share).unwrap_or(1_000_000)
        }
    };
    amounts.values.iter().map(share).collect()
}

fn infeasible(amounts: &Amounts<'_>, (_, hopeless): Lost) -> Refusal {
    let (cell, is_difference) = amounts.labels(hopeless.requirement.cell);
    let before = amounts.counts.earlier.contains(&hopeless.requirement.cell)
        || amounts.earlier.contains(&hopeless.requirement.cell);
    let reason = match hopeless.requirement.known {
        _ if !hopeless.proved => Infeasible::NotFound,
        Some(_) => Infeasible::KnownToSingleMember,
        None if is_difference || before => Infeasible::Differencing,
        None => Infeasible::FixedByTotals,
    };
    Refusal::Infeasible { cell, reason }
}
