//! What the person who signs a release of sums must know about it. Kept, not published.

use caldicott_model::RuleSet;

use super::SumRules;
use crate::{AttackSummary, NullPolicy, Profile, Signature};

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
