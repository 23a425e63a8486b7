//! The JSON-LD export: every word of ours has a term or a reason, every term is one that was read in the
//! vocabulary, and the document says nothing that it does not define.

use std::collections::BTreeSet;

use crate::support::{DAY, record};
use caldicott_model::law::{Article9Condition, LawfulBasis};
use caldicott_model::{Category, Day};
use caldicott_sharing::exchange::Record;
use caldicott_sharing::exchange::dpv::{self, Export, Match};
use caldicott_sharing::{AskerKind, Consent, ConsentKind, Detail, Duty, SharingPurpose, decide};
use proptest::prelude::*;
use serde_json::Value;

/// The terms that were looked up in the vocabulary.
fn read() -> BTreeSet<&'static str> {
    include_str!("dpv-terms.txt").lines().collect()
}

fn terms(found: Match) -> Vec<&'static str> {
    match found {
        Match::Same(term) | Match::Broad(term) => vec![term],
        Match::Close(close, broad) => vec![close, broad],
        Match::Split([one, other], broad) => vec![one, other, broad],
        Match::None(reason) => {
            // The reason for a word nobody looked at yet is no reason.
            assert!(reason.len() > 10 && !reason.contains("not looked up"), "{reason}");
            Vec::new()
        }
    }
}

#[test]
fn every_word_has_a_term_that_was_read_or_a_reason() {
    let (old, now) = (Day::literal(2019, 1, 1), DAY);
    let purposes = SharingPurpose::NAMES.iter().map(|(_, it)| dpv::purpose(*it));
    let categories = Category::ALL.iter().map(|it| dpv::data(it.name()));
    let details = Detail::NAMES.iter().map(|(name, _)| dpv::data(name));
    let duties = Duty::NAMES.iter().map(|(_, it)| dpv::measure(*it));
    let kinds = AskerKind::NAMES.iter().map(|(_, it)| dpv::recipient(*it));
    let bases =
        LawfulBasis::NAMES.iter().flat_map(|(_, it)| [dpv::basis(*it, old), dpv::basis(*it, now)]);
    let conditions = Article9Condition::NAMES
        .iter()
        .flat_map(|(_, it)| [dpv::condition(*it, old), dpv::condition(*it, now)]);
    let all = purposes.chain(categories).chain(details).chain(duties).chain(kinds);
    let read = read();
    let unseen: Vec<&str> = Duty::NAMES
        .iter()
        .filter(|(_, it)| matches!(dpv::measure(*it), Match::None(why) if why.contains("not looked up")))
        .map(|(name, _)| *name)
        .collect();
    assert!(unseen.is_empty(), "{unseen:?}");
    for found in all.chain(bases).chain(conditions) {
        for term in terms(found) {
            assert!(read.contains(term), "{term} was not read in the vocabulary");
        }
    }
}

#[test]
fn special_categories_and_bases_are_told_by_the_law_of_the_day() {
    for category in Category::ALL.iter().filter(|it| it.is_special()) {
        let found = terms(dpv::data(category.name()));
        // Each is a special category in the vocabulary, or below one that is.
        let special = [
            "dpv:SpecialCategoryPersonalData",
            "pd:Biometric",
            "pd:Genetic",
            "pd:MedicalHealth",
            "pd:PoliticalOpinion",
            "pd:Sexual",
            "pd:TradeUnionMembership",
        ];
        assert!(found.iter().any(|term| special.contains(term)), "{category}");
    }
    let eu = Day::literal(2020, 12, 30);
    assert_eq!(dpv::basis(LawfulBasis::LegalObligation, eu), Match::Same("eu-gdpr:A6-1-c"));
    let uk = dpv::basis(LawfulBasis::LegalObligation, Day::literal(2020, 12, 31));
    assert_eq!(uk, Match::Close("eu-gdpr:A6-1-c", "dpv:LegalObligation"));
}

/// Every name in a document, each with whether it is defined there.
fn check(export: &Export) -> Value {
    fn names(value: &Value, key: Option<&str>, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    if !key.starts_with('@') {
                        found.insert(key.clone());
                    }
                    names(inner, Some(key), found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| {
                assert!(!item.is_array(), "a list of lists");
                names(item, key, found);
            }),
            Value::String(text) if matches!(key, Some("@id" | "@type")) => {
                found.insert(text.clone());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document: Value = serde_json::from_str(export.json()).unwrap();
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["@context", "@graph"]);
    let context = document["@context"].as_object().unwrap();
    for iri in context.values() {
        let iri = iri.as_str().unwrap();
        assert!(iri.starts_with("http") || iri.starts_with("urn:"), "{iri}");
        assert!(iri.ends_with(['#', '/', ':']), "{iri} is no prefix");
    }
    let graph = document["@graph"].as_array().unwrap();
    let defined: BTreeSet<&str> = graph.iter().filter_map(|node| node["@id"].as_str()).collect();
    let mut used = BTreeSet::new();
    for node in graph {
        names(node, None, &mut used);
    }
    let read = read();
    for name in &used {
        let (prefix, _) = name.split_once(':').unwrap();
        if ["urn", "https"].contains(&prefix) {
            assert!(!name.contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`']), "{name}");
            continue;
        }
        assert!(context.contains_key(prefix), "{name}");
        if ["dpv", "eu-gdpr", "legal-gb", "pd"].contains(&prefix) || prefix.starts_with("sector") {
            assert!(read.contains(name.as_str()), "{name}");
        }
        // Our words stand in the graph; our properties and types need not.
        if name.matches(':').count() > 1 {
            assert!(defined.contains(name.as_str()), "{name} is not defined");
        }
    }
    let words = graph.iter().filter(|node| {
        let ours = node["@id"].as_str().is_some_and(|id| id.starts_with("caldicott:"));
        ours && node.get("skos:broadMatch").is_none()
    });
    let unmapped = export.unmapped();
    for word in words {
        let id = word["@id"].as_str().unwrap();
        assert!(unmapped.iter().any(|one| id == format!("caldicott:{}", one.term())), "{id}");
    }
    document
}

proptest! {
    #[test]
    fn a_consent_names_only_what_the_document_or_the_vocabulary_defines(record in record()) {
        let document = check(&dpv::consent(&record, DAY).unwrap());
        let node = &document["@graph"][0];
        let consent = &record.consent;
        let status = node["dpv:hasConsentStatus"]["@id"].as_str();
        let valid = consent.given.is_some_and(|given| given <= DAY)
            && consent.evidence.is_some()
            && ![consent.until, consent.withdrawn].into_iter().flatten().any(|end| end <= DAY);
        prop_assert_eq!(status == Some("dpv:ConsentGiven"), valid);
        prop_assert_eq!(node.get("dpv:hasProhibition").is_some(), consent.given.is_none());
        let rule = &node[if consent.given.is_some() { "dpv:hasPermission" } else { "dpv:hasProhibition" }];
        let process = &rule["dpv:hasProcess"];
        prop_assert_eq!(process["dpv:hasPurpose"].as_array().unwrap().len(), consent.purposes.len());
        // Only a data protection consent is a basis of Art 6.
        let basis = consent.kind == ConsentKind::DataProtection && consent.given.is_some();
        prop_assert_eq!(process.get("dpv:hasLegalBasis").is_some(), basis);
    }
}

#[test]
fn the_gateways_of_a_rulebook_are_told_with_their_bases() {
    let rulebook = crate::documents::st_martins();
    let document = check(&dpv::gateways(&rulebook, DAY));
    let graph = document["@graph"].as_array().unwrap();
    let with_basis = rulebook.gateways().iter().filter(|gateway| gateway.basis_on(DAY).is_some());
    let told = graph.iter().filter(|node| node["@type"] == "dpv:PersonalDataProcess");
    assert_eq!(told.clone().count(), with_basis.count());
    for node in told {
        assert!(!node["dpv:hasLegalBasis"].as_array().unwrap().is_empty());
        assert!(!node["dpv:hasPurpose"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_decision_tells_what_may_go_and_what_may_not() {
    let rulebook = crate::documents::st_martins();
    for line in include_str!("../../../../examples/requests/st-martins.jsonl").lines() {
        let request = crate::documents::request(&serde_json::from_str(line).unwrap()).unwrap();
        let decision = decide(&rulebook, &request, request.day.unwrap());
        let document = check(&dpv::decision(&decision));
        let node = &document["@graph"][0];
        let count = |key: &str| {
            let data = &node[key]["dpv:hasProcess"]["dpv:hasPersonalData"];
            data.as_array().map_or(0, Vec::len)
        };
        let of = |data: caldicott_sharing::DataSet| usize::try_from(data.len()).unwrap();
        assert_eq!(count("dpv:hasPermission"), of(decision.released()));
        assert_eq!(count("dpv:hasProhibition"), of(decision.withheld().union(decision.referred())));
    }
}

#[test]
fn an_id_is_written_as_bytes_where_an_iri_cannot_hold_it() {
    let consent =
        Consent::refused(ConsentKind::Sharing, Day::literal(2026, 1, 1)).to("Dr O'Brien <x>");
    let export = dpv::consent(&Record::new(consent).with_id("a b"), DAY).unwrap();
    assert!(export.json().contains("urn:caldicott:recipient:Dr%20O%27Brien%20%3Cx%3E"));
    assert!(export.json().contains("urn:caldicott:consent:a%20b"));
}
