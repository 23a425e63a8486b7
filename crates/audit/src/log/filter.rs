//! Choosing entries by what is public about them.

use caldicott_calendar::Day;

use crate::leaf::Leaf;
use crate::words::{Kind, RuleId};

/// Which entries are wanted. Everything that is not asked about passes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    kind: Option<Kind>,
    rule: Option<RuleId>,
    from: Option<Day>,
    until: Option<Day>,
}

impl Filter {
    /// All entries.
    #[must_use]
    pub const fn all() -> Self {
        Self { kind: None, rule: None, from: None, until: None }
    }

    /// Only those of this kind.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// Only those that cite this rule.
    #[must_use]
    pub fn rule(self, rule: RuleId) -> Self {
        Self { rule: Some(rule), ..self }
    }

    /// Only those of this day or later.
    #[must_use]
    pub fn from(self, day: Day) -> Self {
        Self { from: Some(day), ..self }
    }

    /// Only those before this day.
    #[must_use]
    pub fn until(self, day: Day) -> Self {
        Self { until: Some(day), ..self }
    }

    /// Whether an entry is wanted.
    #[must_use]
    pub fn passes(&self, leaf: &Leaf) -> bool {
        self.kind.is_none_or(|kind| leaf.kind() == kind)
            && self.rule.as_ref().is_none_or(|rule| leaf.cites(rule.as_str()))
            && self.from.is_none_or(|from| from <= leaf.day())
            && self.until.is_none_or(|until| leaf.day() < until)
    }
}
