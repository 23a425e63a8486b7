//! What a check of a record says.

use core::fmt;

use caldicott_calendar::{Confidence, Rule, RuleSet};
use caldicott_model::document::Place;
use caldicott_model::law::Unverified;
pub use caldicott_model::law::document::Weight;

/// One thing wrong with a record: where, why and what would be right.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    at: Option<Place>,
    path: String,
    #[cfg_attr(feature = "serde", serde(serialize_with = "weight_by_name"))]
    weight: Weight,
    rule: Rule,
    says: String,
    instead: String,
}

/// Everything found, in the order of the checks, with every rule applied.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "what is wrong with a record stays wrong until somebody reads it"]
pub struct Review {
    findings: Vec<Finding>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "notes_by_id"))]
    notes: Vec<Unverified>,
    rules: RuleSet,
}

/// Where something stands in a file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Spot {
    pub(crate) at: Option<Place>,
    pub(crate) path: String,
}

impl Spot {
    /// A thing that is in no file.
    pub(crate) fn named(path: impl Into<String>) -> Self {
        Self { at: None, path: path.into() }
    }

    /// A key below this place.
    pub(crate) fn below(&self, key: &str) -> Self {
        let path =
            if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Self { at: self.at, path }
    }
}

impl Finding {
    /// Where it stands, when the record was read from a file.
    #[must_use]
    pub const fn at(&self) -> Option<Place> {
        self.at
    }

    /// The path of what is wrong, such as `risk[1].after`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How much it weighs.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// The rule that says so.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// What is wrong.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.says
    }

    /// What is right instead.
    #[must_use]
    pub fn instead(&self) -> &str {
        &self.instead
    }
}

impl Review {
    /// Everything found.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is believed and was not read; it decided nothing.
    #[must_use]
    pub fn notes(&self) -> &[Unverified] {
        &self.notes
    }

    /// Every rule applied, met or not.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The ids of the rules that found something, in order, each as often as it did.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        self.findings.iter().map(|finding| finding.rule.id()).collect()
    }

    /// Whether nothing is wrong: warnings and hints may remain.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight != Weight::Fault)
    }

    /// Joins another review to this one.
    pub fn join(&mut self, other: Self) {
        for finding in other.findings {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        for note in other.notes {
            self.note(note);
        }
        for rule in &other.rules {
            self.rules.cite(*rule);
        }
    }

    pub(crate) fn note(&mut self, note: Unverified) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(crate) fn cite(&mut self, rules: &[Rule]) {
        for rule in rules {
            self.rules.cite(*rule);
        }
    }

    /// A rule was applied to a place, and this is wrong unless it was met.
    pub(crate) fn require(
        &mut self,
        met: bool,
        rule: Rule,
        spot: &Spot,
        says: impl FnOnce() -> (String, String),
    ) {
        let weight = match rule.confidence() {
            Confidence::Verified => Weight::Fault,
            Confidence::Secondary => Weight::Warning,
        };
        self.weigh(met, weight, rule, spot, says);
    }

    pub(crate) fn weigh(
        &mut self,
        met: bool,
        weight: Weight,
        rule: Rule,
        spot: &Spot,
        says: impl FnOnce() -> (String, String),
    ) {
        self.rules.cite(rule);
        if met {
            return;
        }
        let (says, instead) = says();
        let finding = Finding { at: spot.at, path: spot.path.clone(), weight, rule, says, instead };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// What is wrong and what is right, for a finding.
pub(crate) fn wrong(says: impl Into<String>, instead: impl Into<String>) -> (String, String) {
    (says.into(), instead.into())
}

/// A weight in a word.
#[must_use]
pub const fn weight_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Fault => "fault",
        Weight::Hint => "hint",
        Weight::Warning => "warning",
    }
}

impl fmt::Display for Finding {
    /// Writes `3:10: what is wrong; instead: what is right (DP-11 …)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.at {
            write!(out, "{line}:{column}: ")?;
        }
        let weight = weight_name(self.weight);
        write!(out, "{weight}: {}; instead: {} ({})", self.says, self.instead, self.rule)
    }
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn weight_by_name<S: serde::Serializer>(weight: &Weight, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(weight_name(*weight))
}

#[cfg(feature = "serde")]
fn notes_by_id<S: serde::Serializer>(notes: &[Unverified], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(notes.iter().map(|note| note.id()))
}
