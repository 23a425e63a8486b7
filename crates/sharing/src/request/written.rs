//! A request as JSON: what [`Request::read`] reads back as the same request.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{
    Approval, Asker, BestInterests, Capacity, Consent, FactSet, Order, Request, SubjectState,
};
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::Known;
use crate::words::{AskerKind, Channel, Direction, GivenBy, SharingPurpose, Verification};

/// A key and a value, where there is one: what is not known is left out.
fn put<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    value: Option<T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}

const fn known<T: Copy>(value: &Known<T>) -> Option<T> {
    match value {
        Known::Known(value) => Some(*value),
        Known::Unknown => None,
    }
}

fn text(value: &Known<String>) -> Option<&str> {
    match value {
        Known::Known(value) => Some(value),
        Known::Unknown => None,
    }
}

fn full<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

fn names(data: DataSet) -> Vec<&'static str> {
    data.names().collect()
}

/// The facts of a set that are stated in one place.
struct Stating(FactSet, Stated);

impl Stating {
    fn each(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let here = Fact::NAMES.iter().filter(|(_, fact)| fact.stated() == self.1);
        here.filter_map(|(name, fact)| Some((*name, known(&self.0.value(*fact))?)))
    }
}

impl Serialize for Stating {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.each())
    }
}

/// Its JSON holds the ids of people: it is as confidential as the request.
///
/// ```
/// use caldicott_sharing::Request;
///
/// let text = r#"{"direction":"asked","asker":{"kind":"police"},"categories":["demographic"]}"#;
/// let request = Request::from_json(text).ok_or("not read")?;
/// assert_eq!(serde_json::to_string(&request)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for Request {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        // Taken apart to the last field, so that a new one cannot be forgotten here.
        let Self {
            id,
            day,
            received,
            direction,
            channel,
            asker,
            purpose,
            asked,
            routine,
            anonymous,
            necessary,
            order,
            agreement,
            gateway,
            handled_by,
            approvals,
            telling_would_prejudice,
            facts,
            subject,
        } = self;
        let mut map = out.serialize_map(None)?;
        put(&mut map, "id", id.as_ref())?;
        put(&mut map, "day", *day)?;
        put(&mut map, "received", *received)?;
        let direction = known(direction).map_or("unknown", Direction::name);
        map.serialize_entry("direction", direction)?;
        put(&mut map, "channel", known(channel).map(Channel::name))?;
        map.serialize_entry("asker", asker)?;
        put(&mut map, "purpose", known(purpose).map(SharingPurpose::name))?;
        map.serialize_entry("categories", &names(*asked))?;
        let routine = known(routine).map(|it| if it { "routine" } else { "once" });
        put(&mut map, "frequency", routine)?;
        let form = known(anonymous).map(|it| if it { "anonymous" } else { "identifiable" });
        put(&mut map, "form", form)?;
        match known(necessary) {
            Some(DataSet::EVERY) => map.serialize_entry("necessary", &true)?,
            Some(DataSet::NONE) => map.serialize_entry("necessary", &false)?,
            Some(data) => map.serialize_entry("necessary", &names(data))?,
            None => {}
        }
        put(&mut map, "order", order.as_ref())?;
        put(&mut map, "agreement", agreement.as_ref())?;
        put(&mut map, "gateway", gateway.as_ref())?;
        put(&mut map, "handled_by", text(handled_by))?;
        put(&mut map, "approvals", full(approvals))?;
        put(&mut map, "telling_would_prejudice", known(telling_would_prejudice))?;
        let facts = Stating(*facts, Stated::Case);
        let any = facts.each().next().is_some();
        put(&mut map, "facts", any.then_some(facts))?;
        put(&mut map, "subject", (!subject.is_blank()).then_some(subject))?;
        map.end()
    }
}

impl Serialize for Asker {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { kind, organisation, individual, verification } = self;
        let mut map = out.serialize_map(None)?;
        put(&mut map, "kind", known(kind).map(AskerKind::name))?;
        put(&mut map, "organisation", text(organisation))?;
        put(&mut map, "individual", text(individual))?;
        put(&mut map, "verification", known(verification).map(Verification::name))?;
        map.end()
    }
}

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { kind, seen, scope, from, until } = self;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("kind", kind.name())?;
        put(&mut map, "seen", known(seen))?;
        put(&mut map, "scope", known(scope).map(names))?;
        put(&mut map, "from", *from)?;
        put(&mut map, "until", *until)?;
        map.end()
    }
}

impl Serialize for Approval {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { role, by, on, granted } = self;
        let mut map = out.serialize_map(Some(4))?;
        map.serialize_entry("role", role)?;
        map.serialize_entry("by", by)?;
        map.serialize_entry("on", on)?;
        map.serialize_entry("decision", if *granted { "granted" } else { "declined" })?;
        map.end()
    }
}

impl SubjectState {
    /// Whether nothing is known about the person.
    fn is_blank(&self) -> bool {
        let Self { consents, third_party_confidential, capacity, best_interests, facts } = self;
        capacity.is_empty()
            && best_interests.is_empty()
            && matches!(consents, Known::Unknown)
            && matches!(third_party_confidential, Known::Unknown)
            && Stating(*facts, Stated::Subject).each().next().is_none()
    }
}

impl Serialize for SubjectState {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { consents, third_party_confidential, capacity, best_interests, facts } = self;
        let mut map = out.serialize_map(None)?;
        if let Known::Known(consents) = consents {
            map.serialize_entry("consents", consents)?;
        }
        let confidential = known(third_party_confidential).map(names);
        put(&mut map, "third_party_confidential", confidential)?;
        put(&mut map, "capacity", full(capacity))?;
        put(&mut map, "best_interests", full(best_interests))?;
        for (name, value) in Stating(*facts, Stated::Subject).each() {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

impl Serialize for Consent {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self {
            kind,
            form,
            to,
            purposes,
            covers,
            given,
            until,
            withdrawn,
            explicit,
            evidence,
            condition_of_service,
            given_by,
            authority,
            freely_given,
            told_of_withdrawal,
            wording,
            method,
            taken_by,
        } = self;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("kind", kind.name())?;
        put(&mut map, "form", form.as_ref())?;
        put(&mut map, "to", full(to))?;
        let purposes: Vec<&str> = purposes.iter().map(|purpose| purpose.name()).collect();
        put(&mut map, "purposes", full(&purposes))?;
        put(&mut map, "categories", full(&names(*covers)))?;
        put(&mut map, "given", *given)?;
        put(&mut map, "until", *until)?;
        // The day of a refusal is kept where a withdrawal's is.
        let ended = if given.is_some() { "withdrawn" } else { "refused" };
        put(&mut map, ended, *withdrawn)?;
        put(&mut map, "explicit", known(explicit))?;
        put(&mut map, "evidence", evidence.as_ref())?;
        put(&mut map, "condition_of_service", known(condition_of_service))?;
        put(&mut map, "given_by", (*given_by != GivenBy::Person).then(|| given_by.name()))?;
        put(&mut map, "authority", authority.as_ref())?;
        put(&mut map, "freely_given", known(freely_given))?;
        put(&mut map, "told_of_withdrawal", known(told_of_withdrawal))?;
        put(&mut map, "wording", wording.as_ref())?;
        put(&mut map, "method", method.as_ref())?;
        put(&mut map, "taken_by", taken_by.as_ref())?;
        map.end()
    }
}

impl Serialize for Capacity {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { decision, on, by, finding } = self;
        let mut map = out.serialize_map(Some(4))?;
        map.serialize_entry("for", decision.name())?;
        map.serialize_entry("on", on)?;
        map.serialize_entry("by", by)?;
        map.serialize_entry("finding", finding.name())?;
        map.end()
    }
}

impl Serialize for BestInterests {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self { decision, on, by, share, to, evidence } = self;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("for", decision.name())?;
        map.serialize_entry("on", on)?;
        map.serialize_entry("by", by)?;
        map.serialize_entry("decision", if *share { "share" } else { "withhold" })?;
        put(&mut map, "to", full(to))?;
        put(&mut map, "evidence", evidence.as_ref())?;
        map.end()
    }
}
