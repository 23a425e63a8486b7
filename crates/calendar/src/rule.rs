//! The rules that decisions cite.

use core::fmt;

use crate::Day;

/// A rule that a decision obeyed: its id, where it comes from and a one-line paraphrase.
///
/// The ids are stable: `D-011` is a rule read out of one of the four founding policies, `RT-03` a
/// fact of UK law. A decision carries the rules it applied, so that what a system obeys can be
/// measured and not only claimed.
///
/// ```
/// use caldicott_calendar::{Rule, Source};
/// const QUIET: Rule = Rule::new("D-011", Source::Seed("002", "s.2"), "an entry goes after two quiet years");
/// assert_eq!(QUIET.id(), "D-011");
/// ```
#[derive(Clone, Copy)]
pub struct Rule {
    id: &'static str,
    source: Source,
    says: &'static str,
    confidence: Confidence,
    from: Option<Day>,
    until: Option<Day>,
}

/// Where a rule comes from.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Source {
    /// One of the founding policies (`000` to `003`) and its section.
    Seed(&'static str, &'static str),
    /// A provision of law or official guidance.
    Law(&'static str),
}

/// How well a rule is known. What is unverified cannot be expressed, so it can decide nothing.
#[expect(clippy::exhaustive_enums, reason = "there is no third degree that may decide")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Confidence {
    /// Official guidance or a reliable third party states it.
    Secondary,
    /// The text of the law, the official page or the policy itself was read.
    Verified,
}

impl Rule {
    /// A rule whose text was read, in force on every day.
    #[must_use]
    pub const fn new(id: &'static str, source: Source, says: &'static str) -> Self {
        Self { id, source, says, confidence: Confidence::Verified, from: None, until: None }
    }

    /// The same rule, known from a secondary source.
    #[must_use]
    pub const fn secondary(self) -> Self {
        Self { confidence: Confidence::Secondary, ..self }
    }

    /// The same rule, in force from this day on.
    #[must_use]
    pub const fn from(self, day: Day) -> Self {
        Self { from: Some(day), ..self }
    }

    /// The same rule, in force up to but not on this day.
    #[must_use]
    pub const fn until(self, day: Day) -> Self {
        Self { until: Some(day), ..self }
    }

    /// The stable id, such as `D-011`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Where the rule comes from.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }

    /// The one-line paraphrase.
    #[must_use]
    pub const fn says(&self) -> &'static str {
        self.says
    }

    /// How well it is known.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Whether the rule is law on this day.
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl fmt::Debug for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.id)
    }
}

impl fmt::Display for Rule {
    /// Writes `D-011 (002 s.2)`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            Source::Seed(document, section) => write!(out, "{} ({document} {section})", self.id),
            Source::Law(provision) => write!(out, "{} ({provision})", self.id),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Rule {
    /// Writes the id.
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.id)
    }
}

/// The rules that one decision applied, in the order applied, each once.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct RuleSet(Vec<Rule>);

impl RuleSet {
    /// No rules yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a rule unless it is there already.
    pub fn cite(&mut self, rule: Rule) {
        if !self.0.contains(&rule) {
            self.0.push(rule);
        }
    }

    /// Whether a rule with this id was applied.
    #[must_use]
    pub fn cites(&self, id: &str) -> bool {
        self.0.iter().any(|rule| rule.id == id)
    }

    /// The rules, in the order applied.
    pub fn iter(&self) -> core::slice::Iter<'_, Rule> {
        self.0.iter()
    }

    /// The ids, in the order applied.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(Rule::id)
    }

    /// Whether no rule was applied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rules were applied.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<Rule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        let mut set = Self::new();
        for rule in rules {
            set.cite(rule);
        }
        set
    }
}

impl<'a> IntoIterator for &'a RuleSet {
    type Item = &'a Rule;
    type IntoIter = core::slice::Iter<'a, Rule>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
