//! The rules that a log is kept for.

use caldicott_calendar::{Rule, RuleSet, Source};

use crate::verify::Report;
use crate::words::Kind;

/// Every request and every disclosure under a crime and disorder protocol is recorded.
pub const REQUESTS: Rule = Rule::new(
    "B-039",
    Source::Seed("001", "CDA Protocols"),
    "requests and what was given are recorded so that there is a trail",
);
/// There is a trail of every such request and disclosure.
pub const DISCLOSURES: Rule =
    Rule::new("L-010", Source::Seed("001", "CDA"), "each request and disclosure leaves a trail");
/// Access and use are on a trail that is reviewed every year.
pub const REVIEW: Rule = Rule::new(
    "L-004",
    Source::Seed("002", "s.2, risk 2"),
    "access and use leave a trail that is reviewed each year",
);
/// Changes and deletions are on the trail.
pub const CHANGES: Rule =
    Rule::new("L-007", Source::Seed("002", "risk 4"), "changes and deletions leave a trail");
/// Deletion follows rules and its actions are on the trail.
pub const DELETION: Rule = Rule::new(
    "D-012",
    Source::Seed("002", "s.9 risk 4"),
    "deletion follows rules and leaves a trail",
);
/// A person may have data erased in certain cases.
pub const ERASURE: Rule = Rule::new(
    "G-004",
    Source::Seed("003", "E(d)"),
    "a person may have data erased in certain cases",
);

impl Kind {
    /// The rules that ask for such an entry.
    ///
    /// ```
    /// use caldicott_audit::Kind;
    /// // A refused request is on the trail as well as a disclosure.
    /// assert!(Kind::Refusal.recorded_under().cites("B-039"));
    /// ```
    #[must_use]
    pub fn recorded_under(self) -> RuleSet {
        let rules: &[Rule] = match self {
            Self::Disclosure | Self::Refusal | Self::Request => &[REQUESTS, DISCLOSURES],
            Self::Look | Self::Publication => &[REVIEW],
            Self::Override | Self::ConsentChange | Self::Amendment | Self::RulebookChange => {
                &[CHANGES]
            }
            Self::Disposal => &[DELETION, CHANGES],
            Self::Erasure | Self::KeyDestroyed => &[ERASURE, DELETION, CHANGES],
        };
        rules.iter().copied().collect()
    }
}

impl Report {
    /// The rules that the check applied.
    #[must_use]
    pub fn rules(&self) -> RuleSet {
        let mut rules = RuleSet::new();
        rules.cite(REVIEW);
        rules.cite(CHANGES);
        if self.erased() > 0 {
            rules.cite(ERASURE);
            rules.cite(DELETION);
        }
        rules
    }
}
