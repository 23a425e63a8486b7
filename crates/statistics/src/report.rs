//! What the person who signs a release must know about it. Kept, not published.

use caldicott_model::RuleSet;

use crate::Profile;

/// How a table was made safe and how the attack on it went.
///
/// It tells more than the release (how many cells are hidden for which reason), so it stays with the
/// controller. It never holds a hidden count.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Report {
    /// What was done, in a sentence.
    pub method: String,
    /// The profile and its parameters.
    pub profile: Profile,
    /// How many people the table counts; more than the threshold, or there is no report.
    pub population: u64,
    /// How many cells, margins included.
    pub cells: usize,
    /// Hidden for being small.
    pub hidden_as_small: usize,
    /// Hidden because everybody of a group is in one sensitive category.
    pub hidden_as_homogeneous: usize,
    /// Hidden to protect small counts.
    pub hidden_for_small: usize,
    /// Hidden to protect homogeneous groups.
    pub hidden_for_homogeneous: usize,
    /// What the further hidden cells cost by the profile's objective.
    pub cost: u64,
    /// No choice of further cells costs less than this; equal to `cost` when that is proved.
    pub at_least: u64,
    /// The attack.
    pub attack: AttackSummary,
    /// How missing values were treated, by dimension.
    pub missing: Vec<(String, crate::NullPolicy)>,
    /// Where the category with everybody of a group is still shown.
    pub homogeneous_shown: usize,
    /// The ground that was checked; without one the signatory has to name it.
    pub ground: Option<String>,
    /// The parts of the population counted, where the plan names them.
    pub people: Vec<String>,
    /// The releases it was held against, by id.
    pub against: Vec<String>,
    /// Who was left out of the count: stop notices and opt-outs, as the plan states it.
    pub left_out: String,
    /// Whether which further cells are hidden depends on counts that are hidden, found by choosing again
    /// for other tables that a reader cannot tell from the true one.
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

/// What the attacker knew and how far they came.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct AttackSummary {
    /// What the attacker was taken to know.
    pub knows: Vec<String>,
    /// What was not tried.
    pub not_tried: Vec<String>,
    /// Hidden or protected counts that were attacked.
    pub attacked: usize,
    /// Counts found out exactly. A release has none.
    pub recovered: usize,
    /// How many whole values the smallest interval holds, beyond one.
    pub smallest_interval: Option<u64>,
    /// Intervals whose whole-number search was cut short (they are at least as wide as said).
    pub incomplete: usize,
    /// Protected counts that the only member of some cell could find out.
    pub open_to_singletons: usize,
}

/// A person's word that they tried to find somebody in the table.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Signature {
    /// The role of the person, such as `data protection officer`.
    pub role: String,
    /// The day.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub on: caldicott_model::Day,
    /// What was tried and found.
    pub found: String,
}

impl Report {
    /// Whether the choice of hidden cells is proved to be the cheapest.
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
