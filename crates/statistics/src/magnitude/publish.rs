//! From raw sums to a release, or to the reason why there is none.

use super::{SumRelease, SumRules, SumTable};
use crate::audit::signed;
use crate::cover::Effort;
use crate::disclosure::{Disclosure, Mismatch};
use crate::exact::OPEN;
use crate::oracle::{Oracle, Requirement, System, Verdict};
use crate::protect::{Choice, Hopeless, Progress, Task};
use crate::{Infeasible, Plan, Raw, Refusal};

/// Sums that may leave, and what their signatory must know.
#[derive(Clone, Debug, PartialEq)]
pub struct SumPublication {
    /// What leaves.
    pub release: SumRelease,
    /// Hidden by a rule: too few people, one of them dominant, or too small a count.
    pub hidden_by_rule: usize,
    /// Hidden because they would give those away.
    pub hidden_for_others: usize,
    /// The further cells that protect the sums cost this many.
    pub cost: u64,
    /// No choice that protects the sums costs less.
    pub at_least: u64,
    /// The smallest share of a hidden sum, in per cent, that a reader's range around it spans.
    pub smallest_range_percent: Option<u64>,
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
    /// counts that the profile calls small, and what would give either away.
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
    /// let sums = sums.finish().map_err(|faults| format!("{faults:?}"))?;
    ///
    /// let rules = SumRules::threshold(5)?.with_p_percent(10)?;
    /// let plan = Plan::new("Rent owed", Profile::threshold(5)?);
    /// let SumOutcome::Released(done) = plan.publish_sums(&sums, &rules, Effort::ORDINARY, &mut |_| {})
    /// else { panic!("it can be protected") };
    /// assert_eq!(done.release.at(&["Hostel"]).map(|shown| shown.sum), Some(None));
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
        self.check_ground(table.people().variables())?;
        let profile = self.profile();
        if table.people().total() <= profile.protects.max(profile.threshold) {
            return Err(Refusal::TooFewPeople);
        }
        let counts =
            Disclosure::alone(table.people(), profile).map_err(|mismatch| match mismatch {
                Mismatch::Contradiction => Refusal::Contradicts,
                Mismatch::Undecided | Mismatch::Unlinked => Refusal::Unlinked,
            })?;
        let view = counts.world.views.first().cloned().unwrap_or_default();
        let mut values = vec![0; counts.world.sums.cells()];
        let mut room = vec![0; values.len()];
        for (cell, place) in table.cells().iter().zip(&view) {
            if let (Some(value), Some(room)) = (values.get_mut(*place), room.get_mut(*place)) {
                *value = cell.sum;
                *room = rules.room(cell, table.cap());
            }
        }
        let labels = |cell: usize| counts.labels(cell).0;
        let infeasible = |hopeless: Hopeless| {
            let reason =
                if hopeless.proved { Infeasible::FixedByTotals } else { Infeasible::NotFound };
            Refusal::Infeasible { cell: labels(hopeless.requirement.cell), reason }
        };
        // The counts first: what they need hidden is hidden for the sums as well, and hiding more exposes
        // no count.
        let people = counts.protect(effort, progress).map_err(infeasible)?;
        let mut primary: Vec<usize> = counts.primary().collect();
        primary
            .extend((0..room.len()).filter(|cell| room.get(*cell).is_some_and(|room| *room > 0)));
        primary.sort_unstable();
        primary.dedup();
        let mut hidden = primary.clone();
        hidden.extend(&people.secondary);
        hidden.sort_unstable();
        hidden.dedup();
        let system = system(&counts, &values);
        let requirements = requirements(&counts, &values, &room);
        let choice = further(&system, &hidden, &requirements, &values, effort, progress)
            .map_err(infeasible)?;
        hidden.extend(&choice.secondary);
        hidden.sort_unstable();
        let smallest = attacked(&system, &counts, &hidden, &requirements, &values)?;
        let release = SumRelease::new(self.title(), table, &view, &hidden, profile);
        Ok(SumPublication {
            release,
            hidden_by_rule: primary.len(),
            hidden_for_others: hidden.len() - primary.len(),
            cost: choice.cost,
            at_least: choice.at_least,
            smallest_range_percent: smallest,
        })
    }
}

fn system(counts: &Disclosure<'_>, values: &[u64]) -> System {
    System {
        sums: counts.world.sums.clone(),
        published: vec![(0, 0); values.len()],
        // All that a reader knows of a hidden sum is that nobody owes less than nothing.
        hidden: values.iter().map(|value| (-signed(*value), OPEN)).collect(),
    }
}

fn requirements(counts: &Disclosure<'_>, values: &[u64], room: &[u64]) -> Vec<Requirement> {
    let small = |cell: usize| u64::from(counts.small.contains(&cell));
    let wanted = |(cell, (value, room)): (usize, (&u64, &u64))| {
        let room = (*room).max(small(cell)).min(SumTable::MOST);
        let down = room.min(*value);
        let (up, down) = (signed(room), signed(down));
        (room > 0).then_some(Requirement { cell, known: None, width: 0, up, down })
    };
    values.iter().zip(room).enumerate().filter_map(wanted).collect()
}

/// The cheapest further cells that keep the sums apart; each costs one and its share of the total.
fn further(
    system: &System,
    hidden: &[usize],
    requirements: &[Requirement],
    values: &[u64],
    effort: &mut Effort,
    progress: &mut dyn FnMut(Progress),
) -> Result<Choice, Hopeless> {
    let total = values.iter().copied().max().unwrap_or(0).max(1);
    let share = |value: &u64| {
        let share = u128::from(*value) * 1_000_000 / u128::from(total);
        1 + u64::try_from(share).unwrap_or(1_000_000)
    };
    let mut allowed = vec![true; values.len()];
    // The grand total is always shown; it is the last of a single table's cells.
    let grand = values.len().checked_sub(1);
    for cell in hidden.iter().copied().chain(grand) {
        if let Some(slot) = allowed.get_mut(cell) {
            *slot = false;
        }
    }
    let task = Task {
        system,
        primary: hidden.to_vec(),
        requirements: requirements.to_vec(),
        allowed,
        cost: values.iter().map(share).collect(),
    };
    task.solve(effort, progress)
}

/// A fresh attack on counts and sums; the smallest range left, in per cent of the sum.
fn attacked(
    system: &System,
    counts: &Disclosure<'_>,
    hidden: &[usize],
    requirements: &[Requirement],
    values: &[u64],
) -> Result<Option<u64>, Refusal> {
    let found = counts.attack(hidden);
    let told = found.iter().filter(|range| range.high == Some(range.low)).filter(|range| {
        let count = counts.counts.get(range.cell).copied().unwrap_or(0);
        counts.profile.is_protected(count)
    });
    let mut recovered = told.count();
    let mut oracle = Oracle::new(system);
    oracle.hide_exactly(hidden.iter().copied());
    let mut smallest: Option<u64> = None;
    for wanted in requirements {
        recovered += usize::from(oracle.verdict(*wanted) != Verdict::Protected);
        let range = oracle.interval(wanted.cell, None);
        let Some((down, up)) = range else { continue };
        if up.limit.is_none() {
            continue;
        }
        let width = up.reached.saturating_sub(down.reached).unsigned_abs();
        let value = values.get(wanted.cell).copied().unwrap_or(0).max(1);
        let percent = u128::from(width) * 100 / u128::from(value);
        let percent = u64::try_from(percent).unwrap_or(u64::MAX);
        smallest = Some(smallest.map_or(percent, |least| least.min(percent)));
    }
    if recovered > 0 { Err(Refusal::Recovered(recovered)) } else { Ok(smallest) }
}
