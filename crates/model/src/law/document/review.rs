//! What a check of a document says.

use core::fmt;

use super::Unverified;
use super::parts::Spot;
use crate::document::Place;
use crate::{Confidence, Rule, RuleSet};

/// How much a finding weighs.
#[expect(clippy::exhaustive_enums, reason = "wrong, doubtful, or a better way")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// Nothing is wrong, and the law now offers something that fits better.
    Hint,
    /// A secondary source says it is wrong, or it puts something in doubt.
    Warning,
    /// It is wrong.
    Fault,
}

/// One thing wrong, where it stands, and what is right instead.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    pub(super) spot: Spot,
    pub(super) weight: Weight,
    pub(super) rule: Rule,
    pub(super) says: String,
    pub(super) instead: String,
}

/// Something believed about a place in the document; it decided nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    spot: Spot,
    unverified: Unverified,
}

/// Everything found, in the order of the checks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use = "a policy is followed as it stands"]
pub struct Review {
    findings: Vec<Finding>,
    notes: Vec<Note>,
    rules: RuleSet,
}

impl Finding {
    /// Where it stands.
    #[must_use]
    pub const fn at(&self) -> Place {
        self.spot.at
    }

    /// The path of what is wrong, such as `activity[0].cited[1]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.spot.path
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

impl Note {
    /// Where it stands.
    #[must_use]
    pub const fn at(&self) -> Place {
        self.spot.at
    }

    /// What is believed.
    #[must_use]
    pub const fn unverified(&self) -> Unverified {
        self.unverified
    }
}

impl Review {
    /// Everything found.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What is believed and was not read.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
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

    pub(super) fn cite(&mut self, rule: Rule) {
        self.rules.cite(rule);
    }

    pub(super) fn note(&mut self, spot: &Spot, unverified: Unverified) {
        let note = Note { spot: spot.clone(), unverified };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A rule was applied to a place, and this is wrong unless it was met.
    pub(super) fn require(
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

    pub(super) fn weigh(
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
        let finding = Finding { spot: spot.clone(), weight, rule, says, instead };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

impl fmt::Display for Finding {
    /// Writes `3:10: what is wrong; instead: what is right (SE-01 …)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.spot.at;
        write!(out, "{line}:{column}: {}; instead: {} ({})", self.says, self.instead, self.rule)
    }
}

impl fmt::Display for Note {
    /// Writes `3:10: unverified: … (TR-11)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.spot.at;
        write!(out, "{line}:{column}: {}", self.unverified)
    }
}
