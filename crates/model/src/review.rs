//! What a check of a document or a register says: what is wrong, where, and what is right instead.

use core::fmt;

use crate::document::{Place, Reader};
use crate::law::Unverified;
use crate::{Confidence, Rule, RuleSet};

/// How much a finding weighs.
#[expect(clippy::exhaustive_enums, reason = "wrong, doubtful, or a better way")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Weight {
    /// Nothing is wrong, and the law now offers something that fits better.
    Hint,
    /// A secondary source says it is wrong, or it puts something in doubt.
    Warning,
    /// It is wrong.
    Fault,
}

/// Where something stands: its path, and its place where it was read from a file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Spot {
    at: Option<Place>,
    path: String,
}

/// One thing wrong, where it stands, and what is right instead.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    #[cfg_attr(feature = "serde", serde(flatten))]
    spot: Spot,
    weight: Weight,
    rule: Rule,
    says: String,
    instead: String,
}

/// Something believed about a place; it decided nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Note {
    #[cfg_attr(feature = "serde", serde(flatten))]
    spot: Spot,
    #[cfg_attr(feature = "serde", serde(rename = "says"))]
    unverified: Unverified,
}

/// Everything found, in the order of the checks, with every rule applied.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[must_use = "what is wrong stays wrong until somebody reads it"]
pub struct Review {
    findings: Vec<Finding>,
    notes: Vec<Note>,
    rules: RuleSet,
}

impl Weight {
    /// In a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Hint => "hint",
            Self::Warning => "warning",
        }
    }
}

impl Spot {
    /// A thing that is in no file.
    #[must_use]
    pub fn named(path: impl Into<String>) -> Self {
        Self { at: None, path: path.into() }
    }

    /// A thing at a place of a file.
    #[must_use]
    pub fn at(at: Place, path: impl Into<String>) -> Self {
        Self { at: Some(at), path: path.into() }
    }

    /// The table that is being read.
    #[must_use]
    pub fn of(table: &Reader<'_>) -> Self {
        Self::at(table.at(), table.path())
    }

    /// The value of a key of the table that is being read, or the table where the key is missing.
    #[must_use]
    pub fn of_key(table: &Reader<'_>, key: &str) -> Self {
        Self { at: Some(table.place_of(key)), ..Self::of(table).below(key) }
    }

    /// A key below this place.
    #[must_use]
    pub fn below(&self, key: &str) -> Self {
        let path =
            if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Self { at: self.at, path }
    }

    /// Where it stands, when it was read from a file.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        self.at
    }

    /// The path, such as `activity[0].cited[1]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Finding {
    /// Where it stands, when it was read from a file.
    #[must_use]
    pub const fn at(&self) -> Option<Place> {
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
    /// Where it stands, when it was read from a file.
    #[must_use]
    pub const fn at(&self) -> Option<Place> {
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

    /// What is believed and was not read; it decided nothing.
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

    /// Whether nothing is wrong: warnings and hints may remain.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight != Weight::Fault)
    }

    /// Joins another review to this one.
    pub fn join(&mut self, other: Self) {
        for finding in other.findings {
            self.find(finding);
        }
        for Note { spot, unverified } in other.notes {
            self.note(&spot, unverified);
        }
        for rule in &other.rules {
            self.rules.cite(*rule);
        }
    }

    /// Notes what is believed about a place.
    pub fn note(&mut self, spot: &Spot, unverified: Unverified) {
        let note = Note { spot: spot.clone(), unverified };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Rules were applied, and met.
    pub fn cite(&mut self, rules: &[Rule]) {
        for rule in rules {
            self.rules.cite(*rule);
        }
    }

    /// A rule was applied to a place, and this is wrong unless it was met: a fault where the rule was
    /// read in the law itself, a warning where a secondary source has it.
    pub fn require(
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

    /// The same, weighing so much.
    pub fn weigh(
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
        self.find(Finding { spot: spot.clone(), weight, rule, says, instead });
    }

    fn find(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

impl fmt::Display for Finding {
    /// Writes `3:10: fault: what is wrong; instead: what is right (SE-01 …)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.spot.at {
            write!(out, "{line}:{column}: ")?;
        }
        let weight = self.weight.name();
        write!(out, "{weight}: {}; instead: {} ({})", self.says, self.instead, self.rule)
    }
}

impl fmt::Display for Note {
    /// Writes `3:10: unverified: … (TR-11)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.spot.at {
            write!(out, "{line}:{column}: ")?;
        }
        write!(out, "{}", self.unverified)
    }
}
