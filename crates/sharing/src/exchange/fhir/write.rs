//! A consent as a Consent resource.
//!
//! What is written permits no more than the person agreed to, whichever way the base and the exceptions
//! of the standard are read: the base denies, and what was agreed is its exception. Where a consent names
//! nobody or nothing, a code says so, because an element left out means everybody or everything.

use caldicott_calendar::Day;

use super::super::json::Json;
use super::super::record::{NotWritable, Record};
use super::Release;
use super::codes::{self, codes_of};
use crate::known::Known;
use crate::request::Consent;
use crate::words::ConsentKind;

/// The consent as a Consent resource, as it stands on this day.
///
/// # Errors
/// When a text is one that no reader takes, or the days contradict each other.
pub fn write(record: &Record, release: Release, day: Day) -> Result<String, NotWritable> {
    record.check()?;
    Ok(resource(record, release, day).pretty())
}

fn resource(record: &Record, release: Release, day: Day) -> Json {
    let consent = &record.consent;
    let decided = consent.given.or(consent.withdrawn);
    let id = record.id.clone().filter(|id| is_fhir_id(id));
    let identifier = record.id.iter().map(|id| identifier(codes::CONSENT, id)).collect();
    let person = record.subject.as_ref().map(|id| reference(codes::PERSON, id, Some("Patient")));
    let holder: Vec<Json> =
        record.held_by.iter().map(|id| reference(codes::ORGANISATION, id, None)).collect();
    let evidence = consent
        .evidence
        .as_ref()
        .map(|place| reference(codes::EVIDENCE, place, Some("DocumentReference")));
    let mut category = vec![concept(codes::CONSENT_KIND, consent.kind.name())];
    if consent.kind == ConsentKind::Sharing {
        // What others know stands beside our own word only where it says no more.
        category.push(concept(codes::LOINC, "59284-0"));
    }
    let policy = concept(codes::POLICY, codes::NOTHING_UNLESS_NAMED);
    let head = Json::table([("resourceType", "Consent".into())])
        .with_some("id", id)
        .with_any("extension", extensions(consent, release))
        .with_any("identifier", identifier)
        .with("status", status(consent, day));
    match release {
        Release::R4 => head
            .with("scope", concept(codes::SCOPE, "patient-privacy"))
            .with("category", category)
            .with_some("patient", person)
            .with_some("dateTime", decided)
            .with_any("organization", holder)
            .with_some("sourceReference", evidence)
            .with("policyRule", policy)
            .with("provision", provision_r4(consent)),
        Release::R5 => head
            .with("category", category)
            .with_some("subject", person)
            .with_some("date", decided)
            .with_any("controller", holder)
            .with_any("sourceReference", evidence.into_iter().collect())
            .with("regulatoryBasis", vec![policy])
            .with("decision", "deny")
            .with_any("provision", provisions_r5(consent)),
    }
}

/// It is terminated once withdrawn; a consent that ends before it begins never stands.
fn status(consent: &Consent, day: Day) -> &'static str {
    let Some(given) = consent.given else { return "active" };
    let withdrawn = consent.withdrawn.is_some_and(|withdrawn| withdrawn <= day);
    let never = ends(consent).is_some_and(|end| end <= given);
    if withdrawn || never { "inactive" } else { "active" }
}

/// The first day on which it stands no more.
fn ends(consent: &Consent) -> Option<Day> {
    let days = [consent.until, consent.withdrawn];
    days.into_iter().flatten().min()
}

fn provision_r4(consent: &Consent) -> Json {
    let base = Json::table([("type", "deny".into())]);
    if consent.given.is_none() {
        return named(base, consent);
    }
    let permit = within(Json::table([("type", "permit".into())]), consent);
    base.with("provision", vec![named(permit, consent)])
}

fn provisions_r5(consent: &Consent) -> Vec<Json> {
    if consent.given.is_none() {
        // An exception to a denial permits: what a refusal is about cannot stand here.
        return Vec::new();
    }
    vec![named(within(Json::Table(Vec::new()), consent), consent)]
}

/// The time in which it stands. A period includes its last day.
fn within(provision: Json, consent: &Consent) -> Json {
    let Some(given) = consent.given else { return provision };
    let last = ends(consent).map(|end| end.plus_days(-1).map_or(given, |last| last.max(given)));
    provision.with("period", Json::table([("start", given.into())]).with_some("end", last))
}

/// To whom, what for and what.
fn named(provision: Json, consent: &Consent) -> Json {
    let refusal = consent.given.is_none();
    let recipient = |reference: Json| {
        Json::table([("role", concept(codes::PARTICIPATION, "IRCP")), ("reference", reference)])
    };
    let mut actors: Vec<Json> =
        consent.to.iter().map(|id| recipient(reference(codes::RECIPIENT, id, None))).collect();
    let mut purposes: Vec<Json> =
        consent.purposes.iter().map(|purpose| coding(codes::PURPOSE, purpose.name())).collect();
    let mut data: Vec<Json> = codes_of(consent.covers)
        .into_iter()
        .map(|code| Json::table([("coding", vec![coding(codes::DATA, code)].into())]))
        .collect();
    // A refusal that names nobody is meant for everybody, and so is an element left out.
    if !refusal {
        if actors.is_empty() {
            actors.push(recipient(reference(codes::NOBODY, codes::NOTHING_NAMED, None)));
        }
        if purposes.is_empty() {
            purposes.push(coding(codes::PURPOSE, codes::NOTHING_NAMED));
        }
        if data.is_empty() {
            data.push(concept(codes::DATA, codes::NOTHING_NAMED));
        }
    }
    let action = if refusal { Vec::new() } else { vec![concept(codes::ACTION, "disclose")] };
    provision
        .with_any("actor", actors)
        .with_any("action", action)
        .with_any("purpose", purposes)
        .with_any("code", data)
}

/// What the standard has no element for.
fn extensions(consent: &Consent, release: Release) -> Vec<Json> {
    let mut found = Vec::new();
    let mut add = |url: &'static str, key: &'static str, value: Option<Json>| {
        if let Some(value) = value {
            found.push(Json::table([("url", url.into())]).with(key, value));
        }
    };
    let flag = |known: Known<bool>| match known {
        Known::Known(flag) => Some(Json::Flag(flag)),
        Known::Unknown => None,
    };
    add(codes::FORM, "valueString", consent.form.clone().map(Json::from));
    add(codes::UNTIL, "valueDate", consent.until.map(Json::from));
    let withdrawn = consent.withdrawn.filter(|_| consent.given.is_some());
    add(codes::WITHDRAWN, "valueDate", withdrawn.map(Json::from));
    add(codes::EXPLICIT, "valueBoolean", flag(consent.explicit));
    add(codes::CONDITION_OF_SERVICE, "valueBoolean", flag(consent.condition_of_service));
    if release == Release::R5 && consent.given.is_none() {
        let part = |name: &'static str, value: String| {
            Json::table([("url", name.into()), ("valueString", value.into())])
        };
        let to = consent.to.iter().map(|id| part("to", id.clone()));
        let purposes = consent.purposes.iter().map(|it| part("purpose", it.name().to_owned()));
        let data = codes_of(consent.covers).into_iter().map(|code| part("data", code));
        let parts: Vec<Json> = to.chain(purposes).chain(data).collect();
        add(codes::REFUSAL, "extension", (!parts.is_empty()).then_some(Json::List(parts)));
    }
    found
}

fn identifier(system: &'static str, value: &str) -> Json {
    Json::table([("system", system.into()), ("value", value.to_owned().into())])
}

fn reference(system: &'static str, value: &str, kind: Option<&'static str>) -> Json {
    Json::Table(Vec::new()).with_some("type", kind).with("identifier", identifier(system, value))
}

fn coding(system: &'static str, code: impl Into<Json>) -> Json {
    Json::table([("system", system.into()), ("code", code.into())])
}

fn concept(system: &'static str, code: &'static str) -> Json {
    Json::table([("coding", vec![coding(system, code)].into())])
}

fn is_fhir_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (1..=64).contains(&id.len()) && id.bytes().all(plain)
}
