//! FHIR Consent: nothing is lost on the way out and back, and nothing read permits more than was meant.

use crate::support::{DAY, consent, held, record, release, take_in};
use caldicott_model::Day;
use caldicott_sharing::exchange::fhir::{Effect, Release, WriteError, write};
use caldicott_sharing::exchange::{NotWritable, Record};
use caldicott_sharing::{Consent, ConsentKind, DataSet, Known, SharingPurpose};
use proptest::prelude::*;
use serde_json::{Value, json};

fn written(record: &Record, release: Release, day: Day) -> Value {
    serde_json::from_str(&write(record, release, day).unwrap()).unwrap()
}

/// Every table of a resource with one of its keys left out.
fn with_a_key_less(value: &Value) -> Vec<Value> {
    fn below(value: &Value, wrap: &dyn Fn(Value) -> Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    let mut less = map.clone();
                    less.remove(key);
                    found.push(wrap(Value::Object(less)));
                    let back = |inner: Value| {
                        let mut map = map.clone();
                        map.insert(key.clone(), inner);
                        wrap(Value::Object(map))
                    };
                    below(inner, &back, found);
                }
            }
            Value::Array(items) => {
                for (place, inner) in items.iter().enumerate() {
                    let back = |inner: Value| {
                        let mut items = items.clone();
                        items[place] = inner;
                        wrap(Value::Array(items))
                    };
                    below(inner, &back, found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    below(value, &|value| value, &mut found);
    found
}

/// Until when a consent stands.
fn over(consent: &Consent) -> Day {
    consent.until.into_iter().chain(consent.withdrawn).min().unwrap_or(Day::MAX)
}

/// Whether one consent permits nothing that the other does not, on any day from `DAY` on.
fn permits_no_more(one: &Consent, than: &Consent) -> bool {
    let nothing = one.to.is_empty()
        || one.purposes.is_empty()
        || (one.covers.is_empty() && one.form.is_none())
        || over(one) <= DAY.max(one.given.unwrap_or(Day::MAX));
    nothing
        || (one.kind == than.kind
            && (one.form == than.form || one.form.is_none())
            && one.to.iter().all(|id| than.to.contains(id))
            && one.purposes.iter().all(|purpose| than.purposes.contains(purpose))
            && than.covers.contains_all(one.covers)
            && (one.covers.is_empty() == than.covers.is_empty())
            && one.given >= than.given
            && over(one) <= over(than)
            && (one.evidence.is_none() || one.evidence == than.evidence)
            && (one.explicit == than.explicit || one.explicit == Known::Unknown))
}

/// Whether one refusal reaches at least as far as the other.
fn refuses_no_less(one: &Consent, than: &Consent) -> bool {
    fn wider<T: PartialEq>(one: &[T], than: &[T]) -> bool {
        one.is_empty() || (!than.is_empty() && than.iter().all(|item| one.contains(item)))
    }
    one.given.is_none()
        && one.kind == than.kind
        && wider(&one.to, &than.to)
        && wider(&one.purposes, &than.purposes)
        && (one.covers.is_empty()
            || (!than.covers.is_empty() && one.covers.contains_all(than.covers)))
        && one.withdrawn <= than.withdrawn
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_as_it_was(
        record in record(), release in release(), day in 17_000_i32..22_500
    ) {
        let day = Day::from_epoch_days(day).unwrap();
        let value = written(&record, release, day);
        let reading = take_in(&value, release).unwrap();
        prop_assert_eq!(&reading.id, &record.id);
        prop_assert_eq!(&reading.subject, &record.subject);
        prop_assert_eq!(&reading.held_by, &record.held_by);
        prop_assert!(reading.findings.is_empty(), "{:?}", reading.findings);
        let back: Vec<String> = reading.consents.iter().map(held).collect();
        prop_assert_eq!(back, vec![held(&record.consent)]);
    }

    #[test]
    fn the_release_can_be_told(record in record(), release in release()) {
        let value = written(&record, release, DAY);
        prop_assert_eq!(Release::of(&crate::support::table(&value)), Some(release));
    }

    #[test]
    fn leaving_any_element_out_permits_no_more_and_refuses_no_less(
        consent in consent(), release in release()
    ) {
        let value = written(&Record::new(consent.clone()).about("p"), release, DAY);
        for less in with_a_key_less(&value) {
            let Ok(reading) = take_in(&less, release) else { continue };
            for read in reading.consents.iter().filter(|read| read.given.is_some()) {
                let fine = consent.given.is_some() && permits_no_more(read, &consent);
                prop_assert!(fine, "{} out of {}\n{less:#}", held(read), held(&consent));
            }
            if consent.given.is_none() && less["status"] == "active" {
                let fine = reading.consents.iter().any(|read| refuses_no_less(read, &consent));
                prop_assert!(fine, "{less:#}");
            }
        }
    }

    #[test]
    fn a_limit_that_is_not_held_here_leaves_nothing_permitted(
        mut consent in consent(), release in release(), limit in 0_usize..5
    ) {
        consent.given = consent.given.or(consent.withdrawn.take());
        let mut value = written(&Record::new(consent).about("p"), release, DAY);
        let coding = json!({"system": "http://example.org", "code": "x"});
        let (key, narrowing) = match (limit, release) {
            (0, _) => ("securityLabel", json!([coding])),
            (1, Release::R4) => ("class", json!([coding])),
            (1, _) => ("documentType", json!([coding])),
            (2, _) => ("dataPeriod", json!({"start": "2020-01-01"})),
            (3, _) => ("data", json!([{"meaning": "instance", "reference": {"reference": "Observation/1"}}])),
            (_, Release::R4) => ("provision", json!([{"type": "permit", "code": [{"text": "x"}]}])),
            (_, _) => ("expression", json!({"language": "text/fhirpath", "expression": "true"})),
        };
        let rule = match release {
            Release::R4 => &mut value["provision"]["provision"][0],
            Release::R5 | _ => &mut value["provision"][0],
        };
        rule[key] = narrowing;
        let reading = take_in(&value, release).unwrap();
        for read in &reading.consents {
            let nothing = read.purposes.is_empty() || (read.covers.is_empty() && read.form.is_none());
            prop_assert!(nothing, "{}", held(read));
        }
        prop_assert!(reading.findings.iter().any(|it| it.effect() == Effect::PermitsLess));
    }

    #[test]
    fn a_modifier_extension_anywhere_is_refused(record in record(), release in release()) {
        let value = written(&record, release, DAY);
        let turned = json!([{"url": "http://example.org/not", "valueBoolean": true}]);
        let mut root = value.clone();
        root["modifierExtension"] = turned.clone();
        prop_assert!(take_in(&root, release).is_err());
        if release == Release::R4 {
            let mut rule = value;
            rule["provision"]["modifierExtension"] = turned;
            prop_assert!(take_in(&rule, release).is_err());
        }
    }
}

/// A resource of another system: what was agreed, with the elements given on top.
fn foreign(release: Release, more: &Value) -> Value {
    let coding = |system: &str, code: &str| json!({"system": system, "code": code});
    let rule = json!({
        "actor": [{
            "role": {"coding": [coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP")]},
            "reference": {"reference": "Organization/f001", "display": "Good Health Clinic"}
        }],
        "purpose": [coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT")],
        "code": [{"coding": [coding("urn:caldicott:data", "health")]}]
    });
    let mut value = json!({
        "resourceType": "Consent", "status": "active",
        "category": [{"coding": [coding("http://loinc.org", "59284-0")]}]
    });
    if release == Release::R4 {
        value["scope"] = json!({
            "coding": [coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")]
        });
        value["patient"] = json!({"reference": "Patient/f001"});
        value["dateTime"] = json!("2025-11-18");
        value["provision"] = rule;
        value["provision"]["type"] = json!("permit");
    } else {
        value["subject"] = json!({"reference": "Patient/f001"});
        value["date"] = json!("2025-11-18");
        value["decision"] = json!("deny");
        value["regulatoryBasis"] =
            json!([{"coding": [coding("urn:caldicott:consent-policy", "nothing-unless-named")]}]);
        value["provision"] = json!([rule]);
    }
    for (key, inner) in more.as_object().unwrap() {
        value[key] = inner.clone();
    }
    value
}

#[test]
fn what_another_system_writes_is_read_as_what_it_surely_permits() {
    for release in [Release::R4, Release::R5] {
        let reading = take_in(&foreign(release, &json!({})), release).unwrap();
        let [consent] = reading.consents.as_slice() else { panic!("{:?}", reading.findings) };
        assert_eq!(consent.kind, ConsentKind::Sharing);
        assert_eq!(consent.to, ["Organization/f001"]);
        assert_eq!(consent.purposes, [SharingPurpose::HealthCare]);
        assert_eq!(consent.covers, DataSet::from(caldicott_model::Category::Health));
        assert_eq!(consent.given, Some(Day::literal(2025, 11, 18)));
        assert_eq!(consent.explicit, Known::Unknown);
        assert_eq!(reading.subject.as_deref(), Some("Patient/f001"));
        assert_eq!(reading.findings, []);
    }
}

/// What a finding says, and whether anything is still permitted and refused.
fn told(value: &Value, release: Release) -> (Vec<&'static str>, bool, usize) {
    let reading = take_in(value, release).unwrap();
    let kinds = reading.findings.iter().map(|finding| finding.kind().name()).collect();
    let permits = reading.consents.iter().any(|consent| {
        consent.given.is_some()
            && over(consent) > DAY
            && !consent.purposes.is_empty()
            && !consent.to.is_empty()
            && !consent.covers.is_empty()
    });
    (kinds, permits, reading.consents.iter().filter(|consent| consent.given.is_none()).count())
}

#[test]
fn what_takes_the_consent_away_is_found() {
    let r4 = Release::R4;
    let scope = |code: &str| {
        json!({"scope": {"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": code
        }]}})
    };
    for (more, kinds, refusals) in [
        (json!({"status": "draft"}), vec!["not-in-force"], 0),
        (json!({"status": "proposed"}), vec!["not-in-force"], 0),
        (json!({"status": "inactive"}), vec!["terminated"], 0),
        (json!({"status": "rejected"}), vec!["rejected"], 1),
        (json!({"status": "entered-in-error"}), vec!["entered-in-error"], 0),
        (scope("research"), vec!["other-scope"], 0),
        (scope("treatment"), vec!["other-scope"], 0),
        (json!({"performer": [{"reference": "RelatedPerson/9"}]}), vec!["given-by-another"], 0),
        (json!({"category": [{"text": "x"}]}), vec!["unknown-kind"], 0),
        (
            json!({"category": [
                {"coding": [{"system": "http://loinc.org", "code": "59284-0"}]},
                {"coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/consentcategorycodes",
                    "code": "rsdid"
                }]}
            ]}),
            vec!["unknown-kind"],
            0,
        ),
        (json!({"dateTime": "2027"}), vec!["no-day-yet"], 0),
    ] {
        let (found, permits, refused) = told(&foreign(r4, &more), r4);
        // A year that is wholly ahead is one of several days, and has not begun.
        let kinds = if kinds == ["no-day-yet"] { vec!["uncertain-day"] } else { kinds };
        assert_eq!((found, permits, refused), (kinds, false, refusals), "{more}");
    }
    let (found, permits, _) =
        told(&foreign(r4, &json!({"performer": [{"reference": "Patient/f001"}]})), r4);
    assert_eq!((found, permits), (vec![], true));
    // Who did not verify it with the person has no evidence of it.
    let unverified = foreign(
        r4,
        &json!({
            "verification": [{"verified": false}],
            "sourceReference": {"reference": "DocumentReference/1"}
        }),
    );
    let reading = take_in(&unverified, r4).unwrap();
    assert_eq!(reading.consents[0].evidence, None);
    assert_eq!(reading.findings[0].kind().name(), "not-verified");
}

#[test]
fn in_r5_an_exception_to_leave_is_a_denial() {
    let r5 = Release::R5;
    // Leave for all but this, or for this alone: nobody can tell, so nothing may go and this is refused.
    let value = foreign(r5, &json!({"decision": "permit"}));
    let reading = take_in(&value, r5).unwrap();
    assert!(reading.consents.iter().all(|one| one.given.is_none() || one.to.is_empty()));
    let refusal = reading.consents.iter().find(|one| one.given.is_none()).unwrap();
    assert_eq!(refusal.to, ["Organization/f001"]);
    assert!(refusal.purposes.contains(&SharingPurpose::HealthCare));
    for (more, kinds) in [
        (json!({"status": "not-done"}), vec!["not-in-force"]),
        (json!({"grantor": [{"reference": "Patient/other"}]}), vec!["given-by-another"]),
        (json!({"period": {"end": "2026-03-01"}}), vec![]),
        (json!({"period": {"start": "2026-03-03"}}), vec!["uncertain-day"]),
    ] {
        let (found, permits, _) = told(&foreign(r5, &more), r5);
        assert_eq!((found, permits), (kinds, false), "{more}");
    }
}

#[test]
fn a_denial_is_read_as_broadly_as_it_can_be() {
    let r4 = Release::R4;
    let mut value = foreign(r4, &json!({}));
    value["provision"]["type"] = json!("deny");
    value["provision"]["securityLabel"] = json!([{"system": "http://example.org", "code": "R"}]);
    value["provision"]["code"][0]["coding"][0]["code"] = json!("something");
    value["provision"]["actor"][0]["reference"] = json!({"display": "Somebody"});
    value["provision"]["purpose"][0]["code"] = json!("HMARKT");
    let reading = take_in(&value, r4).unwrap();
    let [refusal] = reading.consents.as_slice() else { panic!() };
    assert_eq!(refusal.withdrawn, Some(Day::literal(2025, 11, 18)));
    assert!(refusal.to.is_empty() && refusal.purposes.is_empty() && refusal.covers.is_empty());
    assert!(reading.findings.iter().all(|finding| finding.effect() == Effect::RefusesMore));
    assert_eq!(reading.findings.len(), 4);
    // A day of a month is refused from its first on, and undoes what was agreed up to its last.
    value["dateTime"] = json!("2025-11");
    let days: Vec<_> =
        take_in(&value, r4).unwrap().consents.iter().map(|it| it.withdrawn).collect();
    assert_eq!(days, [Some(Day::literal(2025, 11, 1)), Some(Day::literal(2025, 11, 30))]);
}

#[test]
fn a_denial_with_exceptions_denies_the_rest() {
    let r5 = Release::R5;
    let mut value = foreign(r5, &json!({}));
    value.as_object_mut().unwrap().remove("regulatoryBasis");
    let reading = take_in(&value, r5).unwrap();
    let consent = &reading.consents[0];
    assert_eq!(consent.purposes, [SharingPurpose::HealthCare]);
    let refusals = &reading.consents[1..];
    assert!(refusals.iter().any(|one| one.covers == DataSet::EVERY.minus(consent.covers)));
    assert!(refusals.iter().any(|one| {
        one.purposes.len() == SharingPurpose::NAMES.len() - 1
            && !one.purposes.contains(&SharingPurpose::HealthCare)
    }));
    // None of them undoes what is excepted.
    assert!(refusals.iter().all(|one| {
        !one.covers.is_empty() || !one.purposes.contains(&SharingPurpose::HealthCare)
    }));
}

#[test]
fn a_vague_day_orders_a_consent_before_every_refusal_it_may_precede() {
    let r4 = Release::R4;
    for (text, given, standing) in [
        ("2025", Some(Day::literal(2025, 1, 1)), true),
        ("2026-02", Some(Day::literal(2026, 2, 1)), true),
        // It may be still to come.
        ("2026-03", None, false),
        ("2026", None, false),
        ("2025-11-18T23:59:00-05:00", Some(Day::literal(2025, 11, 19)), true),
    ] {
        let reading = take_in(&foreign(r4, &json!({"dateTime": text})), r4).unwrap();
        assert_eq!(reading.consents.first().and_then(|one| one.given), given, "{text}");
        assert_eq!(!reading.consents.is_empty(), standing);
    }
    let mut value = foreign(r4, &json!({}));
    value["provision"]["period"] = json!({"end": "2026"});
    assert_eq!(take_in(&value, r4).unwrap().consents[0].until, Some(Day::literal(2026, 1, 2)));
}

#[test]
fn what_cannot_be_understood_is_refused_and_not_repeated() {
    let r4 = Release::R4;
    let secret = "Zq7xKj9w";
    let untyped = {
        let mut value = foreign(r4, &json!({}));
        value["provision"].as_object_mut().unwrap().remove("type");
        value
    };
    assert!(take_in(&untyped, r4).unwrap_err()[0].contains("neither permit nor deny"));
    for more in [
        json!({"status": secret}),
        json!({"status": 1}),
        json!({"implicitRules": secret}),
        json!({secret: "x"}),
        json!({"provison": {"type": "deny"}}),
        json!({"dateTime": secret}),
        json!({"dateTime": "2026-02-30"}),
        json!({"provision": {"type": secret}}),
        json!({"provision": [{"type": "permit"}]}),
        json!({"resourceType": "Patient"}),
        json!({"scope": null}),
        json!({"category": null}),
        json!({"patient": {"reference": "\u{202e}x"}}),
        json!({"sourceReference": {"reference": "  "}}),
        json!({"extension": [{"url": "urn:caldicott:fhir:until", "valueDate": "2026"}]}),
        json!({"extension": [{"url": "urn:caldicott:fhir:until", "valueString": secret}]}),
    ] {
        let faults = take_in(&foreign(r4, &more), r4).unwrap_err();
        assert!(!faults.is_empty() && !faults.join("\n").contains(secret), "{more} {faults:?}");
    }
    // An element of the other release is no element of this one.
    assert!(take_in(&foreign(r4, &json!({"decision": "permit"})), r4).is_err());
}

#[test]
fn a_recipient_is_told_by_the_caller_or_stays_nobody() {
    use caldicott_model::document::{Echo, Faults, Place};
    use caldicott_sharing::exchange::fhir::{Import, Recipient, read};
    let known = |recipient: &Recipient<'_>| {
        (*recipient == Recipient::Reference("Organization/f001"))
            .then(|| "lakenham-surgery".to_owned())
    };
    let faults = Faults::new("consent.json", Echo::Hidden);
    let table = crate::support::table(&foreign(Release::R4, &json!({})));
    let import = Import::on(DAY).knowing(&known);
    let reading = read(&table, Place::new(1, 1), Release::R4, &import, &faults).unwrap();
    assert_eq!(reading.consents[0].to, ["lakenham-surgery"]);
    // A plain name of another system must not pass for one of ours.
    let mut value = foreign(Release::R4, &json!({}));
    value["provision"]["actor"][0]["reference"] = json!({"reference": "lakenham-surgery"});
    let (kinds, permits, _) = told(&value, Release::R4);
    assert_eq!((kinds, permits), (vec!["unknown-recipient"], false));
    value["provision"]["actor"][0]["reference"] = json!({"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y12345"}});
    let reading = take_in(&value, Release::R4).unwrap();
    assert_eq!(reading.consents[0].to, ["https://fhir.nhs.uk/Id/ods-organization-code|Y12345"]);
}

#[test]
fn what_no_reader_takes_is_not_written() {
    let given = || Consent::given(ConsentKind::Sharing, "f", Day::literal(2026, 1, 1));
    for (consent, error) in [
        (Consent::new(ConsentKind::Sharing), NotWritable::NeitherGivenNorRefused),
        (given().to(" "), NotWritable::Blank("to")),
        (given().to("a\u{202e}b"), NotWritable::Character("to")),
        (given().evidenced_by("a\u{0}b"), NotWritable::Character("evidence")),
        (given().withdrawn_on(Day::literal(2025, 1, 1)), NotWritable::WithdrawnBeforeGiven),
    ] {
        let found: WriteError = write(&Record::new(consent), Release::R4, DAY).unwrap_err();
        assert_eq!(found, error);
    }
}
