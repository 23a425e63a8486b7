//! The nodes of a document, and the words of ours that they use.

use std::collections::BTreeMap;

use caldicott_calendar::Day;
use caldicott_model::law::{Article9Condition, LawfulBasis, UK_GDPR};

use super::super::json::Json;
use super::super::record::Record;
use super::terms::{self, Match};
use super::{Unmapped, VERSION};
use crate::data::DataSet;
use crate::decision::Decision;
use crate::duty::Duty;
use crate::known::Known;
use crate::request::Consent;
use crate::rulebook::Gateway;
use crate::words::{AskerKind, ConsentKind, SharingPurpose};

/// A document in the making: our words are written once, after what uses them.
pub(super) struct Nodes {
    day: Day,
    ours: BTreeMap<String, Json>,
    unmapped: Vec<Unmapped>,
}

impl Nodes {
    pub(super) const fn on(day: Day) -> Self {
        Self { day, ours: BTreeMap::new(), unmapped: Vec::new() }
    }

    pub(super) fn finish(self) -> (Vec<Json>, Vec<Unmapped>) {
        let mut unmapped = self.unmapped;
        unmapped.sort();
        unmapped.dedup();
        (self.ours.into_values().collect(), unmapped)
    }

    pub(super) fn consent(&mut self, record: &Record) -> Json {
        let consent = &record.consent;
        let process = self.process(consent);
        let node =
            Self::head(record.id.as_deref().map(|id| iri("consent", id)), "dpv:ConsentRecord")
                .with("dcterms:date", date(self.day))
                .with_some(
                    "dpv:hasDataSubject",
                    record.subject.as_deref().map(|id| at(iri("person", id))),
                )
                .with_some(
                    "dpv:hasDataController",
                    record.held_by.as_deref().map(|id| at(iri("organisation", id))),
                )
                .with("caldicott:kind", consent.kind.name());
        let rule = if consent.given.is_some() { "dpv:Permission" } else { "dpv:Prohibition" };
        let has = if consent.given.is_some() { "dpv:hasPermission" } else { "dpv:hasProhibition" };
        let rule = Json::table([("@type", rule.into())]).with("dpv:hasProcess", process);
        node.with_some("dpv:hasConsentStatus", self.status(consent).map(term))
            .with_some("dpv:isIndicatedAtTime", consent.given.or(consent.withdrawn).map(date))
            .with_some("caldicott:until", consent.until.map(date))
            .with_some(
                "caldicott:withdrawn",
                consent.withdrawn.filter(|_| consent.given.is_some()).map(date),
            )
            .with_some("dcterms:source", consent.evidence.clone())
            .with(has, rule)
            .with("dpv:hasRight", vec![term("eu-gdpr:A7-3"), term("eu-gdpr:A77")])
            .with("dpv:hasApplicableLaw", law(self.day))
    }

    /// The status of the day; none before it begins.
    fn status(&self, consent: &Consent) -> Option<&'static str> {
        let Some(given) = consent.given else { return Some("dpv:ConsentRefused") };
        let over = |end: Option<Day>| end.is_some_and(|end| end <= self.day);
        if over(consent.withdrawn) {
            Some("dpv:ConsentWithdrawn")
        } else if over(consent.until) {
            Some("dpv:ConsentExpired")
        } else if self.day < given {
            None
        } else if consent.evidence.is_none() {
            // Nobody can show that it was given (CN-02).
            Some("dpv:ConsentUnknown")
        } else {
            Some("dpv:ConsentGiven")
        }
    }

    fn process(&mut self, consent: &Consent) -> Json {
        let recipients =
            consent.to.iter().map(|id| at(iri("recipient", id)).with("@type", "dpv:Recipient"));
        let bases = match consent.kind {
            ConsentKind::DataProtection if consent.given.is_some() => {
                let mut bases = vec![self.basis(LawfulBasis::Consent)];
                if consent.explicit == Known::Known(true) && !consent.covers.special().is_empty() {
                    bases.push(self.condition(Article9Condition::ExplicitConsent));
                }
                bases
            }
            // It lifts confidence, or lets a picture be used, and is no basis of Art 6 (CN-05).
            ConsentKind::DataProtection
            | ConsentKind::Media
            | ConsentKind::Photograph
            | ConsentKind::Publicity
            | ConsentKind::Sharing => Vec::new(),
        };
        Json::table([("@type", "dpv:PersonalDataProcess".into())])
            .with("dpv:hasProcessing", vec![term("dpv:Disclose")])
            .with("dpv:hasPurpose", self.purposes(consent.purposes.iter().copied()))
            .with("dpv:hasPersonalData", self.data(consent.covers))
            .with("dpv:hasRecipient", Json::List(recipients.collect()))
            .with_any("dpv:hasLegalBasis", bases)
    }

    /// A gateway, unless it has no basis on the day.
    pub(super) fn gateway(&mut self, gateway: &Gateway) -> Option<Json> {
        let basis = gateway.basis_on(self.day)?;
        let bases = vec![self.basis(basis)];
        let kinds: Vec<AskerKind> = gateway.who().collect();
        let recipients: Vec<Json> =
            kinds.into_iter().filter_map(|kind| self.recipient(kind)).collect();
        let measures: Vec<Duty> = gateway.duties().collect();
        let purposes: Vec<SharingPurpose> = gateway.purposes().collect();
        Some(
            Self::head(Some(iri("gateway", gateway.id())), "dpv:PersonalDataProcess")
                .with("dcterms:date", date(self.day))
                .with("dcterms:description", gateway.says().to_owned())
                .with("caldicott:confidence", gateway.confidence().name())
                .with("dpv:hasProcessing", vec![term("dpv:Disclose")])
                .with("dpv:hasPurpose", self.purposes(purposes))
                .with("dpv:hasPersonalData", self.data(gateway.covers()))
                .with("dpv:hasRecipient", recipients)
                .with("dpv:hasLegalBasis", bases)
                .with_any("dpv:hasOrganisationalMeasure", self.measures(&measures))
                .with("dpv:hasApplicableLaw", law(self.day)),
        )
    }

    pub(super) fn decision(&mut self, decision: &Decision) -> Json {
        let process = |nodes: &mut Self, data: DataSet| {
            Json::table([("@type", "dpv:PersonalDataProcess".into())])
                .with("dpv:hasProcessing", vec![term("dpv:Disclose")])
                .with("dpv:hasPersonalData", nodes.data(data))
        };
        let rule = |kind: &'static str, process: Json| {
            Json::table([("@type", kind.into()), ("dpv:hasProcess", process)])
        };
        let mut bases = Vec::new();
        for gateway in decision.gateways().iter().filter(|gateway| !gateway.releases.is_empty()) {
            bases.extend(gateway.basis.map(|basis| self.basis(basis)));
            bases.extend(gateway.article9.map(|condition| self.condition(condition)));
            for paragraph in [gateway.schedule1, gateway.article10].into_iter().flatten() {
                bases.push(self.own(
                    format!("schedule-1:{paragraph}"),
                    "dpv:LegalBasis",
                    Match::None("Schedule 1 is the United Kingdom's own"),
                ));
            }
        }
        bases.dedup();
        let mut node = Self::head(None, "caldicott:Decision")
            .with("dcterms:date", date(decision.day()))
            .with("caldicott:outcome", decision.outcome().name())
            .with("caldicott:rulebook", decision.rulebook().to_string());
        if !decision.released().is_empty() {
            let released = process(self, decision.released()).with_any("dpv:hasLegalBasis", bases);
            node = node.with("dpv:hasPermission", rule("dpv:Permission", released));
        }
        let kept = decision.withheld().union(decision.referred());
        if !kept.is_empty() {
            let kept = process(self, kept);
            node = node.with("dpv:hasProhibition", rule("dpv:Prohibition", kept));
        }
        node.with_any("dpv:hasOrganisationalMeasure", self.measures(decision.duties()))
            .with("dpv:hasApplicableLaw", law(self.day))
    }

    fn head(id: Option<String>, kind: &'static str) -> Json {
        Json::Table(Vec::new()).with_some("@id", id).with("@type", kind).with(
            "dcterms:conformsTo",
            Json::table([("@id", format!("https://w3id.org/dpv/{VERSION}").into())]),
        )
    }

    fn purposes(&mut self, purposes: impl IntoIterator<Item = SharingPurpose>) -> Json {
        let name = |purpose: SharingPurpose| format!("purpose:{purpose}");
        Json::List(
            purposes
                .into_iter()
                .map(|purpose| self.own(name(purpose), "dpv:Purpose", terms::purpose(purpose)))
                .collect(),
        )
    }

    fn data(&mut self, data: DataSet) -> Json {
        let names: Vec<&str> = data.names().collect();
        Json::List(
            names
                .into_iter()
                .map(|name| self.own(format!("data:{name}"), "dpv:PersonalData", terms::data(name)))
                .collect(),
        )
    }

    fn measures(&mut self, duties: &[Duty]) -> Vec<Json> {
        let kind = "dpv:OrganisationalMeasure";
        duties
            .iter()
            .map(|duty| self.own(format!("duty:{duty}"), kind, terms::measure(*duty)))
            .collect()
    }

    fn recipient(&mut self, kind: AskerKind) -> Option<Json> {
        let found = terms::recipient(kind);
        let term = format!("recipient-kind:{kind}");
        if let Match::None(reason) = found {
            self.unmapped.push(Unmapped { term, reason });
            return None;
        }
        Some(self.own(term, "dpv:Recipient", found))
    }

    fn basis(&mut self, basis: LawfulBasis) -> Json {
        self.own(format!("basis:{}", basis.name()), "dpv:LegalBasis", terms::basis(basis, self.day))
    }

    fn condition(&mut self, condition: Article9Condition) -> Json {
        let found = terms::condition(condition, self.day);
        self.own(format!("article-9:{}", condition.name()), "dpv:LegalBasis", found)
    }

    /// The vocabulary's term where it means the same; else ours, which is written once beside.
    fn own(&mut self, name: String, kind: &'static str, found: Match) -> Json {
        if let Match::Same(same) = found {
            return term(same);
        }
        if let Match::None(reason) = found {
            self.unmapped.push(Unmapped { term: name.clone(), reason });
        }
        let id = format!("caldicott:{name}");
        let node = Json::table([("@id", id.clone().into()), ("@type", kind.into())]);
        let node = match found {
            Match::Same(_) | Match::None(_) => node,
            Match::Close(close, broad) => {
                node.with("skos:closeMatch", term(close)).with("skos:broadMatch", term(broad))
            }
            Match::Broad(broad) => node.with("skos:broadMatch", term(broad)),
            Match::Split(parts, broad) => node
                .with("skos:narrowMatch", Json::List(parts.into_iter().map(term).collect()))
                .with("skos:broadMatch", term(broad)),
        };
        self.ours.insert(name, node);
        Json::table([("@id", id.into())])
    }
}

fn term(name: &'static str) -> Json {
    Json::table([("@id", name.into())])
}

fn at(id: String) -> Json {
    Json::table([("@id", id.into())])
}

fn date(day: Day) -> Json {
    Json::table([("@value", day.into()), ("@type", "xsd:date".into())])
}

/// The law of the day.
fn law(day: Day) -> Vec<Json> {
    // Until the end of 2020 the regulation of the Union was the law here (SE-16).
    let act = term("legal-gb:law-DPA");
    if day < UK_GDPR { vec![act] } else { vec![term("legal-gb:law-GDPR"), act] }
}

/// An id below our namespace, with whatever an IRI does not hold written as bytes.
fn iri(kind: &str, id: &str) -> String {
    let mut iri = format!("{}{kind}:", super::super::NAMESPACE);
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            iri.push(char::from(byte));
        } else {
            iri.push_str(&format!("%{byte:02X}"));
        }
    }
    iri
}
