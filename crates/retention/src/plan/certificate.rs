//! The proof of a disposal, which names nobody.

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::digest::Sha256;

use super::{Plan, PlanLine};
use crate::{Duty, rules};

/// A keyed hash of a record's id, made by the host with a key that never gets here.
///
/// A plain hash will not do: ids are few, and whoever has a list of them could try them all.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct KeyedId(Sha256);

/// Somebody's word that a disposal may go ahead.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Approval {
    /// The role, such as `line-manager`.
    pub role: String,
    /// Who, as the host names its staff.
    pub by: String,
    /// When.
    pub on: Day,
}

/// A copy that a disposal did not reach, and until when it may last.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CopyLeft {
    /// Where it is, such as `nightly backup`.
    pub place: String,
    /// When it goes, if known.
    pub gone_by: Option<Day>,
}

/// How a disposal was done.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Disposal {
    /// When.
    pub on: Day,
    /// By which means, such as `key destroyed` or `shredded`.
    pub method: String,
    /// Who approved it.
    pub approvals: Vec<Approval>,
    /// What it reached, such as `case database`.
    pub scope: Vec<String>,
    /// What it did not reach. An empty list says that there is no other copy.
    pub copies_left: Vec<CopyLeft>,
}

/// The record of one disposal (D-012): what went, by which rule, and how. It names nobody.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DisposalRecord {
    #[cfg_attr(feature = "serde", serde(serialize_with = "keyed"))]
    record: KeyedId,
    class: String,
    duty: Duty,
    rule: Option<String>,
    version: u32,
    trigger: Option<String>,
    due: Option<Day>,
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::hex"))]
    plan: Sha256,
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::hex"))]
    schedule: Sha256,
    disposal: Disposal,
    rules: RuleSet,
}

impl KeyedId {
    /// The keyed hash with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(Sha256::from_bytes(bytes))
    }
}

impl DisposalRecord {
    /// The record of a disposal that an execution cleared.
    #[must_use]
    pub fn new(plan: &Plan, line: &PlanLine, record: KeyedId, disposal: Disposal) -> Self {
        let applied = [rules::NOT_LONGER_THAN_NEEDED, rules::DELETION_TRAIL];
        Self {
            record,
            class: line.class.clone(),
            duty: line.duty,
            rule: line.rule.clone(),
            version: line.version,
            trigger: line.trigger.clone(),
            due: line.due,
            plan: plan.id(),
            schedule: plan.schedule(),
            disposal,
            rules: applied.into_iter().collect(),
        }
    }

    /// The keyed hash of the record's id.
    #[must_use]
    pub const fn record(&self) -> KeyedId {
        self.record
    }

    /// The class.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The rule that let go, with its version.
    #[must_use]
    pub fn rule(&self) -> Option<(&str, u32)> {
        self.rule.as_deref().map(|rule| (rule, self.version))
    }

    /// The plan it was part of.
    #[must_use]
    pub const fn plan(&self) -> Sha256 {
        self.plan
    }

    /// How it was done.
    #[must_use]
    pub const fn disposal(&self) -> &Disposal {
        &self.disposal
    }

    /// The rules that were applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

#[cfg(feature = "serde")]
fn keyed<S: serde::Serializer>(id: &KeyedId, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(&id.0)
}
