//! What comes of a case: a pack, or the places where it failed its own check.

use caldicott_calendar::RuleSet;

use super::check::Place;
use super::ledger::Ledger;

/// What comes of a case.
#[expect(clippy::exhaustive_enums, reason = "a pack may go out or it may not")]
#[derive(Debug)]
#[must_use = "a pack that failed its check must not go out"]
pub enum Built {
    /// A pack that passed its own check.
    Ready(Box<Pack>),
    /// A pack that did not, and is gone.
    Failed(Failed),
}

/// Where a pack failed its own check.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Failed {
    pub(super) places: Vec<Place>,
    pub(super) rules: RuleSet,
}

impl Failed {
    /// Where, without the value.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

/// A pack that passed its own check.
pub struct Pack {
    pub(super) html: String,
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "there is none without serde"))]
    pub(super) json: Option<String>,
    pub(super) ledger: Ledger,
    pub(super) rules: RuleSet,
    pub(super) items: usize,
}

impl core::fmt::Debug for Pack {
    /// Writes how many items it has.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Pack({} items)", self.items)
    }
}

impl Pack {
    /// The page: one file, without scripts, that a screen reader reads.
    #[must_use]
    pub fn to_html(&self) -> &str {
        &self.html
    }

    /// The JSON.
    #[cfg(feature = "serde")]
    #[must_use]
    pub fn to_json(&self) -> &str {
        self.json.as_deref().unwrap_or_default()
    }

    /// The controller's own record of it, which does not go out.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// How many items are given.
    #[must_use]
    pub const fn items(&self) -> usize {
        self.items
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}
