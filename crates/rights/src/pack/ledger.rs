//! The controller's own record of what was given and what was not: it never goes out.

use caldicott_calendar::RuleSet;
use caldicott_model::Purpose;

/// What was decided of every item, for the controller, a court or the regulator.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Ledger(pub(super) Vec<LedgerLine>);

/// What was decided of one field, or of one other person.
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerLine {
    pub(super) about: String,
    pub(super) field: Option<String>,
    pub(super) given: bool,
    pub(super) redactions: usize,
    pub(super) reasons: Vec<String>,
    pub(super) rules: RuleSet,
}

impl Ledger {
    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &[LedgerLine] {
        &self.0
    }

    /// Whether something was withheld, of which a sealed copy has to be kept for a court (RT-14).
    #[must_use]
    pub fn has_withheld(&self) -> bool {
        self.0.iter().any(|line| !line.given || line.redactions > 0)
    }
}

impl LedgerLine {
    /// The id of the item or the person.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The field, where it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Whether it was given; of a person, whether they may be named.
    #[must_use]
    pub const fn is_given(&self) -> bool {
        self.given
    }

    /// How many spans were taken out of what was given.
    #[must_use]
    pub const fn redactions(&self) -> usize {
        self.redactions
    }

    /// The reasons on record, the five factors among them.
    #[must_use]
    pub fn reasons(&self, _purpose: Purpose) -> &[String] {
        &self.reasons
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

impl core::fmt::Debug for LedgerLine {
    /// Writes the rules and whether it was given, no reason and no name.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "LedgerLine({}, given: {}, {:?})", self.about, self.given, self.rules)
    }
}
