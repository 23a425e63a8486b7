//! A decision as JSON, under stable names.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{BarReason, Decision, GatewayReason};
use crate::change::Missing;

/// A missing fact with its name and the question to ask.
struct Named<'d>(&'d Decision, Missing);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(2))?;
        if let Some((name, question)) = self.0.words_for(self.1) {
            map.serialize_entry("need", name)?;
            map.serialize_entry("ask", question)?;
        }
        map.end()
    }
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let changes: Vec<Vec<Named<'_>>> = self
            .what_would_change_it()
            .iter()
            .map(|set| set.iter().map(|missing| Named(self, *missing)).collect())
            .collect();
        let mut map = out.serialize_struct("Decision", 17)?;
        map.serialize_field("day", &self.day())?;
        map.serialize_field("outcome", self.outcome().name())?;
        map.serialize_field("released", &self.ruling.verdict.released)?;
        map.serialize_field("withheld", &self.ruling.verdict.withheld)?;
        map.serialize_field("referred", &self.ruling.verdict.referred)?;
        map.serialize_field("refer_to", &self.refer_to())?;
        map.serialize_field("each", &self.each())?;
        map.serialize_field("gateways", &self.gateways())?;
        map.serialize_field("bars", &self.bars())?;
        map.serialize_field("duties", &self.duties())?;
        map.serialize_field("what_would_change_it", &changes)?;
        map.serialize_field("warnings", &self.warnings())?;
        map.serialize_field("claim", &self.claim())?;
        map.serialize_field("due", &self.due())?;
        map.serialize_field("holds", &self.holds_between())?;
        map.serialize_field("rules", &self.rules())?;
        map.serialize_field("rulebook", &self.rulebook().to_string())?;
        map.end()
    }
}

impl Serialize for GatewayReason {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_struct("GatewayReason", 12)?;
        map.serialize_field("id", &self.id)?;
        map.serialize_field("says", &self.says)?;
        map.serialize_field("kind", &self.kind)?;
        map.serialize_field("holds", &self.holds)?;
        map.serialize_field("conditions", &self.conditions)?;
        map.serialize_field("basis", &self.basis.map(caldicott_model::law::LawfulBasis::name))?;
        map.serialize_field(
            "article9",
            &self.article9.map(caldicott_model::law::Article9Condition::name),
        )?;
        map.serialize_field("schedule1", &self.schedule1)?;
        map.serialize_field("article10", &self.article10)?;
        map.serialize_field("confidence", &self.confidence)?;
        map.serialize_field("releases", &self.releases)?;
        map.serialize_field("rules", &self.rules)?;
        map.end()
    }
}

impl Serialize for BarReason {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_struct("BarReason", 6)?;
        map.serialize_field("id", &self.id)?;
        map.serialize_field("says", &self.says)?;
        map.serialize_field("holds", &self.holds)?;
        map.serialize_field("conditions", &self.conditions)?;
        map.serialize_field("bites", &self.bites)?;
        map.serialize_field("rules", &self.rules)?;
        map.end()
    }
}
