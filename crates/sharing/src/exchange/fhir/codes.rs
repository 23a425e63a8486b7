//! The codes of FHIR and of its terminology that are written and understood.

use caldicott_model::Category;

use crate::data::{DataSet, Detail};
use crate::words::{ConsentKind, SharingPurpose};

/// Our own code systems and extensions, below [`NAMESPACE`](super::super::NAMESPACE).
macro_rules! ours {
    ($($(#[$doc:meta])* $name:ident = $tail:literal;)+) => {
        $($(#[$doc])* pub(super) const $name: &str = concat!("urn:caldicott:", $tail);)+
    };
}

ours! {
    CONDITION_OF_SERVICE = "fhir:condition-of-service";
    CONSENT = "consent";
    CONSENT_KIND = "consent-kind";
    DATA = "data";
    EVIDENCE = "evidence";
    EXPLICIT = "fhir:explicit";
    FORM = "fhir:form";
    /// Of an identifier that stands for nobody at all.
    NOBODY = "nobody";
    ORGANISATION = "organisation";
    PERSON = "person";
    POLICY = "consent-policy";
    PURPOSE = "purpose";
    /// Of an organisation or individual that a consent names.
    RECIPIENT = "recipient";
    /// What a refusal is about, where the release has no place for it.
    REFUSAL = "fhir:refusal";
    UNTIL = "fhir:until";
    WITHDRAWN = "fhir:withdrawn";
}

pub(super) const SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
pub(super) const LOINC: &str = "http://loinc.org";
pub(super) const ACTION: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
pub(super) const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
pub(super) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
pub(super) const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

/// The policy of what we write: nothing is shared under the record but what it names.
pub(super) const NOTHING_UNLESS_NAMED: &str = "nothing-unless-named";
/// The code that stands where a consent names nothing: without it the element would be left out, and
/// elsewhere an element left out means everything.
pub(super) const NOTHING_NAMED: &str = "nothing-named";
/// What is put behind the name of a category that comes without its details.
const WITHOUT_DETAILS: &str = "-only";

/// LOINC's codes for a consent that is about telling others.
const TELLING: [&str; 2] = ["59284-0", "64292-6"];
/// The codes of v3-ActCode for consent to disclosure.
const DISCLOSURE: [&str; 1] = ["IDSCL"];

/// The kind of consent that a category means.
pub(super) fn kind(system: &str, code: &str) -> Option<ConsentKind> {
    let telling = (system == LOINC && TELLING.contains(&code))
        || (system == ACT_CODE && DISCLOSURE.contains(&code));
    if telling {
        return Some(ConsentKind::Sharing);
    }
    if system == CONSENT_KIND { ConsentKind::from_name(code) } else { None }
}

/// The purposes of ours that lie wholly within a purpose of another system.
pub(super) fn purposes_within(system: &str, code: &str) -> Vec<SharingPurpose> {
    match (system, code) {
        (PURPOSE, name) => SharingPurpose::from_name(name).into_iter().collect(),
        // "Communicable disease" lies within public health, and "diagnosis and treatment" is treatment.
        (ACT_REASON, "TREAT") => vec![SharingPurpose::HealthCare],
        (ACT_REASON, "PUBHLTH") => vec![SharingPurpose::PublicHealth],
        _ => Vec::new(),
    }
}

/// The purposes of ours that touch a purpose of another system; `None` where that cannot be told.
pub(super) fn purposes_touching(system: &str, code: &str) -> Option<Vec<SharingPurpose>> {
    match (system, code) {
        (PURPOSE, name) => SharingPurpose::from_name(name).map(|purpose| vec![purpose]),
        (ACT_REASON, "TREAT" | "ETREAT" | "COC") => Some(vec![
            SharingPurpose::Emergency,
            SharingPurpose::HealthCare,
            SharingPurpose::MentalHealthDetention,
            SharingPurpose::PublicHealth,
            SharingPurpose::Support,
        ]),
        (ACT_REASON, "HRESCH") => Some(vec![
            SharingPurpose::Planning,
            SharingPurpose::Research,
            SharingPurpose::Statistics,
        ]),
        _ => None,
    }
}

/// The data that a code of ours means.
pub(super) fn data(code: &str) -> Option<DataSet> {
    if let Some(detail) = Detail::from_name(code) {
        return Some(detail.into());
    }
    if let Some(category) = category(code) {
        return Some(category.into());
    }
    code.strip_suffix(WITHOUT_DETAILS).and_then(category).map(without_details)
}

/// The codes that mean exactly this data.
pub(super) fn codes_of(data: DataSet) -> Vec<String> {
    let mut codes = Vec::new();
    let mut rest = data;
    for category in data.categories().iter() {
        if super::super::record::whole(data, category) {
            codes.push(category.name().to_owned());
            rest = rest.minus(category.into());
        } else {
            codes.push(format!("{}{WITHOUT_DETAILS}", category.name()));
            rest = rest.minus(without_details(category));
        }
    }
    codes.extend(rest.details().map(|detail| detail.name().to_owned()));
    codes
}

fn category(name: &str) -> Option<Category> {
    Category::ALL.into_iter().find(|category| category.name() == name)
}

fn without_details(category: Category) -> DataSet {
    let details = Detail::NAMES.iter().map(|(_, detail)| *detail);
    let own = details.filter(|detail| detail.category() == category).map(DataSet::from);
    DataSet::from(category).minus(own.collect())
}
