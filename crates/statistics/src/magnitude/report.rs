//! What the person who signs a release of sums must know about it. Kept, not published.

use caldicott_model::RuleSet;

use super::amounts::Amounts;
use super::publish::{Found, Protected};
use super::{SumRelease, SumRules};
use crate::disclosure::Interval;
use crate::policy::Singletons;
use crate::publish::missing;
use crate::{AttackSummary, NullPolicy, Plan, Profile, PublishedSums, Signature};

/// How a table of sums was made safe and how the attack on it went.
///
/// Like [`Report`](crate::Report) it tells more than the release, and never a hidden figure or anybody's
/// contribution.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SumReport {
    /// What was done, in a sentence.
    pub method: String,
    /// What is added up.
    pub amount: String,
    /// What larger contributions count as.
    pub cap: Option<u64>,
    /// The profile for the numbers of people, with its parameters.
    pub profile: Profile,
    /// When a sum is hidden.
    pub sum_rules: SumRules,
    /// How many people contribute, as published; more than the threshold, or there is no report.
    pub population: u64,
    /// How many cells, margins included; each has a number of people and a sum.
    pub cells: usize,
    /// Hidden because the number of people is small.
    pub hidden_as_small: usize,
    /// Hidden because everybody of a group is in one sensitive category.
    pub hidden_as_homogeneous: usize,
    /// Hidden because the rules call the sum sensitive, though people are enough.
    pub hidden_as_sensitive: usize,
    /// Hidden to protect numbers of people, and perhaps sums as well.
    pub hidden_for_people: usize,
    /// Hidden to protect sums alone.
    pub hidden_for_sums: usize,
    /// What the further hidden cells cost, people and sums together.
    pub cost: u64,
    /// No choice of further cells that protects both costs less; equal to `cost` when that is proved.
    pub at_least: u64,
    /// The attack on both figures.
    pub attack: AttackSummary,
    /// The smallest share of a hidden sum, in per cent, that a reader's range around it spans.
    pub smallest_range_percent: Option<u64>,
    /// How missing values were treated, by dimension.
    pub missing: Vec<(String, NullPolicy)>,
    /// The ground that was checked; without one the signatory has to name it.
    pub ground: Option<String>,
    /// The parts of the population counted, where the plan names them.
    pub people: Vec<String>,
    /// The releases it was held against, by id: numbers of people, then sums of the same amount.
    pub against: Vec<String>,
    /// The earlier releases of the same amount among them.
    pub against_sums: Vec<String>,
    /// Who was left out: stop notices and opt-outs, as the plan states it.
    pub left_out: String,
    /// What is known of whether the choice of hidden cells depends on what is hidden.
    pub pattern: String,
    /// What the signatory must know and no figure says.
    pub warnings: Vec<String>,
    /// The rules applied.
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<String>"))]
    pub rules: RuleSet,
    /// SHA-256 of what is published.
    pub content: String,
    /// The motivated-intruder test, which a person carries out and signs.
    pub signed: Option<Signature>,
}

impl SumReport {
    /// Whether the choice of hidden cells is proved to be the cheapest that protects people and sums.
    #[must_use]
    pub const fn is_proved(&self) -> bool {
        self.cost == self.at_least
    }

    /// The same report with the motivated-intruder test signed.
    #[must_use]
    pub fn signed_by(mut self, signature: Signature) -> Self {
        self.signed = Some(signature);
        self
    }
}

impl Plan {
    pub(super) fn sum_report(
        &self,
        amounts: &Amounts<'_>,
        protected: &Protected,
        found: &Found,
        release: &SumRelease,
        rules: &SumRules,
        sums_before: &[PublishedSums],
    ) -> SumReport {
        let (counts, profile) = (&amounts.counts, self.profile());
        let basic = |cell: &&usize| {
            counts.small.binary_search(cell).is_err() && !counts.homogeneous.contains(cell)
        };
        let variables = amounts.table.people().variables();
        SumReport {
            method: format!(
                "{}, counts that are small and what would give either away are hidden",
                rules.in_words()
            ),
            amount: self.amount().to_owned(),
            cap: amounts.table.cap(),
            profile: profile.clone(),
            sum_rules: *rules,
            population: profile.shown(amounts.table.people().total()),
            cells: release.cells().len(),
            hidden_as_small: counts.small.len(),
            hidden_as_homogeneous: counts.homogeneous.len(),
            hidden_as_sensitive: amounts.sensitive.iter().filter(basic).count(),
            hidden_for_people: protected.serves.0,
            hidden_for_sums: protected.serves.1,
            cost: protected.choice.cost,
            at_least: protected.choice.at_least,
            attack: self.sum_attack(amounts, protected, found),
            smallest_range_percent: found.smallest_percent,
            missing: variables.iter().map(missing).collect(),
            ground: self.ground_name(),
            people: self.people().to_vec(),
            against: self.before().iter().map(|table| table.name().to_owned()).collect(),
            against_sums: sums_before.iter().map(|sums| sums.table().name().to_owned()).collect(),
            left_out: self.left_out(),
            pattern: "not tried: what hiding a cell costs is its share of the total, so which further cells \
                      are hidden may depend on hidden sums"
                .to_owned(),
            warnings: self.sum_warnings(amounts, release),
            rules: caldicott_model::RuleSet::new(),
            content: release.digest().to_string(),
            signed: None,
        }
    }

    fn sum_attack(
        &self,
        amounts: &Amounts<'_>,
        protected: &Protected,
        found: &Found,
    ) -> AttackSummary {
        let mut knows = vec![
            "every published figure, and that categories add up to their totals".to_owned(),
            "that numbers of people and amounts are whole and not negative".to_owned(),
            "when reasoning about sums: how many people are behind each; about people: every sum"
                .to_owned(),
            "which cells are hidden for being small, and the rules".to_owned(),
        ];
        if let Some(cap) = amounts.table.cap() {
            knows.push(format!("that nobody counts with more than {cap}"));
        }
        if self.profile().singletons == Singletons::Protect {
            knows.push(
                "the own contribution, where the largest contributor of a cell is the reader"
                    .to_owned(),
            );
        }
        let mut not_tried = vec![
            "conclusions from why these further cells were chosen".to_owned(),
            "several contributors who tell each other".to_owned(),
            "amounts of another name that this one is part of".to_owned(),
        ];
        if self.before().is_empty() && self.sums_before().is_empty() {
            not_tried
                .insert(0, "other tables from the same people, published or to come".to_owned());
        } else {
            knows.push("what was released before, and whom it was about".to_owned());
            not_tried.insert(0, "tables of the same people that are not in the ledger".to_owned());
        }
        let width = |interval: &Interval| interval.high.map(|high| high - interval.low);
        let sums = protected.requirements.len();
        AttackSummary {
            knows,
            not_tried,
            attacked: found.people.len() + sums,
            recovered: 0,
            smallest_interval: found.people.iter().filter_map(width).min(),
            incomplete: found.people.iter().filter(|interval| !interval.complete).count(),
            open_to_singletons: protected.open,
        }
    }

    fn sum_warnings(&self, amounts: &Amounts<'_>, release: &SumRelease) -> Vec<String> {
        let mut warnings = Vec::new();
        let noughts = release.cells().iter().zip(amounts.table.cells());
        let noughts = noughts.filter(|(shown, cell)| shown.sum == Some(0) && cell.people > 0);
        let noughts = noughts.count();
        if noughts > 0 {
            warnings.push(format!(
                "{noughts} sums of nought are shown: each tells that nobody there has anything"
            ));
        }
        if self.profile().singletons == Singletons::Report {
            warnings.push(
                "contributors, who know their own amounts, were not defended against".to_owned(),
            );
        }
        if self.ground_name().is_none() {
            warnings.push("no ground was checked; whoever signs has to name it".to_owned());
        }
        if !amounts.counts.world.differences.is_empty() || !self.before().is_empty() {
            warnings.push(
                "the releases before are taken to be about exactly the people that their parts name, with \
                 the amounts that they have now"
                    .to_owned(),
            );
        }
        warnings
    }
}
