//! A request as its JSON writes it, read without Caldicott.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rules::Date;

/// A request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Asked {
    pub id: Option<String>,
    pub day: Date,
    pub received: Option<Date>,
    pub channel: Option<String>,
    pub direction: Option<String>,
    pub asker: Asker,
    pub purpose: Option<String>,
    pub categories: Vec<String>,
    pub frequency: Option<String>,
    pub form: Option<String>,
    pub necessary: Option<Necessary>,
    pub order: Option<Order>,
    pub agreement: Option<String>,
    pub gateway: Option<String>,
    pub handled_by: Option<String>,
    #[serde(default)]
    pub approvals: Vec<Approval>,
    pub telling_would_prejudice: Option<bool>,
    #[serde(default)]
    pub facts: BTreeMap<String, bool>,
    #[serde(default)]
    pub subject: Subject,
}

/// What was assessed as needed.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Necessary {
    /// All of it, or none.
    All(bool),
    /// These.
    Some(Vec<String>),
}

/// Who asks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Asker {
    pub kind: Option<String>,
    pub organisation: Option<String>,
    pub individual: Option<String>,
    pub verification: Option<String>,
}

/// An order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Order {
    pub kind: String,
    pub seen: Option<bool>,
    pub scope: Option<Vec<String>>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// An approval.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Approval {
    pub role: String,
    pub by: String,
    pub on: Date,
    pub decision: Option<String>,
}

/// What is known about the person.
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Subject {
    pub consents: Option<Vec<Consent>>,
    pub third_party_confidential: Option<Vec<String>>,
    #[serde(default)]
    pub capacity: Vec<Capacity>,
    #[serde(default)]
    pub best_interests: Vec<BestInterests>,
    #[serde(flatten)]
    pub facts: BTreeMap<String, bool>,
}

/// A consent or a refusal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Consent {
    pub kind: String,
    pub form: Option<String>,
    #[serde(default)]
    pub to: Vec<String>,
    #[serde(default)]
    pub purposes: Vec<String>,
    #[serde(default)]
    pub categories: Vec<String>,
    pub given: Option<Date>,
    pub until: Option<Date>,
    pub withdrawn: Option<Date>,
    pub refused: Option<Date>,
    pub explicit: Option<bool>,
    pub evidence: Option<String>,
    pub condition_of_service: Option<bool>,
    pub given_by: Option<String>,
    pub authority: Option<String>,
    pub freely_given: Option<bool>,
    pub told_of_withdrawal: Option<bool>,
    pub wording: Option<String>,
    pub method: Option<String>,
    pub taken_by: Option<String>,
}

/// What was found about a person's capacity for one decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct Capacity {
    #[serde(rename = "for")]
    pub decision: String,
    pub on: Date,
    pub by: String,
    pub finding: String,
}

/// What was decided in a person's best interests.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the keys of the file")]
pub struct BestInterests {
    #[serde(rename = "for")]
    pub about: String,
    pub on: Date,
    pub by: String,
    pub decision: String,
    #[serde(default)]
    pub to: Vec<String>,
    pub evidence: Option<String>,
}
