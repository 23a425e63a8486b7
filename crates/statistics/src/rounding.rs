//! Controlled rounding: every figure a multiple of the base next to the true count, and the figures still
//! add up. After Cox, *A constructive procedure for unbiased controlled rounding* (1987).

use crate::audit::signed;
use crate::disclosure::Disclosure;
use crate::disclosure::before::same_names;
use crate::exact::Outgrown;
use crate::linked::start::{self, Start};
use crate::published::plain;
use crate::release::Rounded;
use crate::{
    Audit, Finding, FreqTable, Infeasible, Plan, PublishedCell, PublishedError, PublishedSums,
    PublishedTable, Raw, Refusal, Release, Withheld, attack, attack_sums,
};

/// Whether a table with controlled rounding may leave.
#[expect(clippy::exhaustive_enums, reason = "a table leaves or it does not")]
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that nobody reads is a table published by hand"]
pub enum RoundedOutcome {
    /// It was attacked and held. The figures add up.
    Released(Box<Release>),
    /// It does not leave.
    Refused(Refusal),
}

impl Plan {
    /// Rounds every count to a neighbouring multiple of `base` so that the figures add up exactly over all
    /// margins; nothing is hidden. A table of one or two dimensions without groups always has such a
    /// rounding, others may have none, and that is said.
    ///
    /// The attacker knows the base, that the true counts add up too, and what was released before; a table that
    /// still gives a count of few people away is refused. [`ReleaseLedger::enter_rounded`] keeps it.
    ///
    /// [`ReleaseLedger::enter_rounded`]: crate::ReleaseLedger::enter_rounded
    ///
    /// # Example: nearest multiples do not add up, these do
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, FreqTable, NullPolicy, Plan, Profile, RoundedOutcome, Shown, Variable};
    ///
    /// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// let table = FreqTable::from_counts(&variables, &[11, 11, 11])?;
    /// let plan = Plan::new("People by service", Profile::threshold(5)?);
    /// let RoundedOutcome::Released(release) = plan.publish_rounded(&table, 5) else { panic!("it can be had") };
    /// let figure = |label: &str| match release.at(&[label]) { Some(Shown::Figure(figure)) => figure, _ => 0 };
    /// // To the nearest it would be 10 + 10 + 10 = 35.
    /// assert_eq!(figure("Outreach") + figure("Hostel") + figure("Move-on"), figure("Total"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn publish_rounded(&self, table: &Raw<FreqTable>, base: u64) -> RoundedOutcome {
        match self.rounded(table.inner(), base.max(2)) {
            Ok(release) => RoundedOutcome::Released(Box::new(release)),
            Err(refusal) => RoundedOutcome::Refused(refusal),
        }
    }

    fn rounded(&self, table: &FreqTable, base: u64) -> Result<Release, Refusal> {
        self.check_ground(table.variables())?;
        let profile = self.profile();
        if table.total() <= profile.protects.max(profile.threshold).max(base) {
            return Err(Refusal::TooFewPeople);
        }
        let disclosure = Disclosure::alone(table, profile).map_err(|_| Refusal::Unlinked)?;
        let side = |count: &u64| {
            let low = signed(count / base);
            (low, low + i64::from(!count.is_multiple_of(base)))
        };
        let bounds: Vec<(i64, i64)> = disclosure.counts.iter().map(side).collect();
        let units = match start::find(&disclosure.world.sums, &bounds) {
            Ok(Start::Whole(units)) => units,
            Ok(Start::None) => return Err(nowhere(table, Infeasible::FixedByTotals)),
            Ok(Start::Fractions(_)) | Err(Outgrown) => {
                return Err(nowhere(table, Infeasible::NotFound));
            }
        };
        let view = disclosure.world.views.first().map_or([].as_slice(), Vec::as_slice);
        let figures: Vec<u64> = view
            .iter()
            .map(|cell| {
                let units = units.get(*cell).copied().unwrap_or(0);
                u64::try_from(units).unwrap_or(0).saturating_mul(base)
            })
            .collect();
        let ranges = figures.iter().map(|figure| PublishedCell::Shown {
            least: (figure + 1).saturating_sub(base),
            most: figure + base - 1,
        });
        let shape = table.as_published().ok_or(Refusal::Unlinked)?;
        let published =
            PublishedTable::fitting(self.title(), shape.dimensions().to_vec(), ranges.collect());
        let published = published.of_people(self.people().iter().cloned());
        let told = self.told_by(&published)?;
        if told > 0 {
            return Err(Refusal::Recovered(told));
        }
        Ok(Release::rounded(self.title(), table, Rounded { figures, base, published }))
    }
}

impl Plan {
    /// How many small counts this table tells, by itself or together with what was released before, that the
    /// earlier releases did not tell without it.
    fn told_by(&self, ours: &PublishedTable) -> Result<usize, Refusal> {
        let profile = self.profile();
        let small = profile.protects.max(profile.threshold);
        let before = same_names(core::slice::from_ref(ours), self.before());
        let all: Vec<PublishedTable> = core::iter::once(ours).chain(&before).cloned().collect();
        let is_told = |found: &&Finding| {
            let counts = found.withheld != Withheld::Rounded || profile.is_protected(found.least);
            found.is_exact() && counts
        };
        let told = |audit: &Audit| -> Vec<Finding> {
            let found = audit.findings.iter().filter(is_told);
            found.chain(&audit.differences).cloned().collect()
        };
        let kind = |sums: &PublishedSums| (plain(sums.amount()), sums.cap());
        let mut kinds: Vec<(String, Option<u64>)> = self.sums_before().iter().map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let audits = |tables: &[PublishedTable]| -> Result<Vec<Audit>, PublishedError> {
            if tables.is_empty() {
                return Ok(Vec::new());
            }
            let mut audits = vec![attack(tables, small)?];
            // What sums say of the people, one amount under one cap at a time.
            for known in &kinds {
                let of_kind = self.sums_before().iter().filter(|sums| kind(sums) == *known);
                let own = of_kind.flat_map(|sums| {
                    let own = same_names(tables, core::slice::from_ref(sums.table()));
                    own.into_iter()
                        .map(|table| PublishedSums::new(sums.amount(), sums.cap(), table))
                });
                let own: Vec<PublishedSums> = own.collect();
                audits.push(attack_sums(tables, &own, small)?.people);
            }
            Ok(audits)
        };
        let with = audits(&all).map_err(|error| {
            let lies = error == PublishedError::Contradiction;
            if lies { Refusal::Contradicts } else { Refusal::Unlinked }
        })?;
        // Without a whole table that fits, nothing is proved: what is told cannot be seen.
        if with.iter().any(|audit| !audit.fits) {
            return Err(Refusal::Unlinked);
        }
        let without: Vec<Vec<Finding>> = match audits(&before) {
            Ok(audits) => audits.iter().map(told).collect(),
            Err(_) => Vec::new(),
        };
        let known = |found: &Finding, place: usize| {
            without.get(place).is_some_and(|known| {
                let mut known = known.iter();
                known.any(|known| (&known.table, &known.cell) == (&found.table, &found.cell))
            })
        };
        let news = with
            .iter()
            .enumerate()
            .map(|(place, audit)| told(audit).iter().filter(|found| !known(found, place)).count());
        Ok(news.max().unwrap_or(0))
    }
}

fn nowhere(table: &FreqTable, reason: Infeasible) -> Refusal {
    let total = table.counts().len().saturating_sub(1);
    Refusal::Infeasible { cell: table.labels(total), reason }
}
