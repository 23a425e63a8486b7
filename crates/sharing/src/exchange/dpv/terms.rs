//! Our words and the terms of the vocabulary that mean the same, or more.

use caldicott_calendar::Day;
use caldicott_model::Category;
use caldicott_model::law::{Article9Condition, LawfulBasis, UK_GDPR};

use crate::data::Detail;
use crate::duty::Duty;
use crate::words::{AskerKind, SharingPurpose};

/// How a word of ours stands to the vocabulary. Terms are written with the prefixes of the context.
#[expect(clippy::exhaustive_enums, reason = "the same, near, broader, or none")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Match {
    /// The term means the same.
    Same(&'static str),
    /// The term is near and not the same; the second is broader.
    Close(&'static str, &'static str),
    /// The term is broader.
    Broad(&'static str),
    /// Ours is these together; the last is broader.
    Split([&'static str; 2], &'static str),
    /// There is no term but the root of all, for this reason.
    None(&'static str),
}

/// The prefixes of the terms, for the context of a document.
pub(super) const PREFIXES: [(&str, &str); 11] = [
    ("caldicott", super::super::NAMESPACE),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dpv", "https://w3id.org/dpv#"),
    ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    ("legal-gb", "https://w3id.org/dpv/legal/gb#"),
    ("pd", "https://w3id.org/dpv/pd#"),
    ("sector-health", "https://w3id.org/dpv/sector/health#"),
    ("sector-law", "https://w3id.org/dpv/sector/law#"),
    ("sector-publicservices", "https://w3id.org/dpv/sector/publicservices#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const NEW: Match = Match::None("a word that was not looked up in the vocabulary yet");

/// The term for a purpose.
#[must_use]
pub fn purpose(purpose: SharingPurpose) -> Match {
    find(&PURPOSES, purpose)
}

/// The term for what data is about: a category, or a detail of one.
#[must_use]
pub fn data(name: &str) -> Match {
    let category = CATEGORIES.iter().find(|(category, _)| category.name() == name);
    let detail = DETAILS.iter().find(|(detail, _)| detail.name() == name);
    category.map(|(_, found)| *found).or(detail.map(|(_, found)| *found)).unwrap_or(NEW)
}

/// The term for a kind of recipient.
#[must_use]
pub fn recipient(kind: AskerKind) -> Match {
    find(&RECIPIENTS, kind)
}

/// The term for the measure that a duty is.
#[must_use]
pub fn measure(duty: Duty) -> Match {
    find(&MEASURES, duty.name())
}

/// The term for a lawful basis on this day. The vocabulary has those of the European Union's regulation,
/// which was the law here until the end of 2020.
#[must_use]
pub fn basis(basis: LawfulBasis, day: Day) -> Match {
    let (eu, broad) = match basis {
        LawfulBasis::Consent => ("eu-gdpr:A6-1-a", "dpv:Consent"),
        LawfulBasis::Contract => ("eu-gdpr:A6-1-b", "dpv:Contract"),
        LawfulBasis::LegalObligation => ("eu-gdpr:A6-1-c", "dpv:LegalObligation"),
        LawfulBasis::VitalInterests => ("eu-gdpr:A6-1-d", "dpv:VitalInterest"),
        LawfulBasis::PublicTask => ("eu-gdpr:A6-1-e", "dpv:LegalBasis"),
        LawfulBasis::LegitimateInterests => ("eu-gdpr:A6-1-f", "dpv:LegitimateInterest"),
        // Point (ea) is the United Kingdom's own (LB-06).
        LawfulBasis::RecognisedLegitimateInterest(_) => {
            return Match::Broad("dpv:LegitimateInterest");
        }
    };
    here(eu, broad, day)
}

/// The term for a condition of Art 9(2) on this day.
#[must_use]
pub fn condition(condition: Article9Condition, day: Day) -> Match {
    let (eu, broad) = match condition {
        Article9Condition::ExplicitConsent => ("eu-gdpr:A9-2-a", "dpv:ExplicitlyExpressedConsent"),
        Article9Condition::Employment => ("eu-gdpr:A9-2-b", "dpv:LegalBasis"),
        Article9Condition::VitalInterests => ("eu-gdpr:A9-2-c", "dpv:VitalInterest"),
        Article9Condition::NotForProfitBody => ("eu-gdpr:A9-2-d", "dpv:LegitimateInterest"),
        Article9Condition::MadePublic => ("eu-gdpr:A9-2-e", "dpv:LegalBasis"),
        Article9Condition::LegalClaims => ("eu-gdpr:A9-2-f", "dpv:LegalBasis"),
        Article9Condition::SubstantialPublicInterest => ("eu-gdpr:A9-2-g", "dpv:PublicInterest"),
        Article9Condition::HealthOrSocialCare => ("eu-gdpr:A9-2-h", "dpv:LegalBasis"),
        Article9Condition::PublicHealth => ("eu-gdpr:A9-2-i", "dpv:PublicInterest"),
        Article9Condition::Research => ("eu-gdpr:A9-2-j", "dpv:PublicInterest"),
    };
    here(eu, broad, day)
}

fn here(eu: &'static str, broad: &'static str, day: Day) -> Match {
    if day < UK_GDPR { Match::Same(eu) } else { Match::Close(eu, broad) }
}

fn find<T: Copy + PartialEq>(table: &[(T, Match)], word: T) -> Match {
    table.iter().find(|(known, _)| *known == word).map_or(NEW, |(_, found)| *found)
}

const PURPOSES: [(SharingPurpose, Match); 33] = {
    use Match::{Broad, None};
    use SharingPurpose as P;
    [
        (P::Backup, Broad("dpv:EnforceSecurity")),
        (P::CommunityPolicing, Broad("sector-law:LawEnforcement")),
        (P::CrimeInvestigation, Broad("sector-law:CriminalLawEnforcement")),
        (P::CrimePrevention, Broad("dpv:ProtectionOfPublicSecurity")),
        (P::DebtRecovery, None("its terms are about what is owed to the controller")),
        (
            P::Emergency,
            None("its terms are about emergency care alone, and about the public at large"),
        ),
        (P::Employment, Broad("dpv:HumanResourceManagement")),
        (P::FamilyContact, None("it has no term for family and friends keeping in touch")),
        (P::HealthCare, Broad("sector-health:ServiceProvision")),
        (P::Hosting, Broad("dpv:TechnicalServiceProvision")),
        (P::Housing, Broad("dpv:ServiceProvision")),
        (P::HousingBenefit, Broad("sector-publicservices:HousingWelfareManagement")),
        (P::Inquest, Broad("sector-law:LegalInvestigation")),
        (P::LegalProceedings, Broad("sector-law:JusticeManagement")),
        (P::Media, None("its terms are about the controller's own public relations")),
        (P::MentalHealthDetention, Broad("sector-health:HealthcareServiceManagement")),
        (P::MissingPerson, None("it has no term for finding a missing person")),
        (P::OtherBenefits, Broad("sector-publicservices:SocialSecurityManagement")),
        (P::Planning, None("it has no term for planning services from care records")),
        (P::PublicHealth, Broad("dpv:PublicBenefit")),
        (P::PublicProtection, Broad("dpv:ProtectionOfPublicSecurity")),
        (P::Publicity, Broad("dpv:PublicRelations")),
        (P::Regulation, Broad("dpv:LegalCompliance")),
        (P::Research, Broad("dpv:ResearchAndDevelopment")),
        (P::RiskManagement, None("its term is about risks to an organisation, not to people")),
        (P::Safeguarding, None("it has no term for protecting a person at risk")),
        (
            P::Statistics,
            None("its terms are about official statistics and about the use of a service"),
        ),
        (P::SubjectAccess, Broad("dpv:RightsFulfilment")),
        (P::Supervision, Broad("sector-law:JusticeManagement")),
        (P::Support, Broad("dpv:ServiceProvision")),
        (P::SystemSupport, Broad("dpv:TechnicalServiceProvision")),
        (P::Tracing, None("it has no term for finding out where somebody lives")),
        (P::VisitSafety, Broad("dpv:EnforceSecurity")),
    ]
};

const CATEGORIES: [(Category, Match); 28] = {
    use Category as C;
    use Match::{Broad, Close, None, Same, Split};
    const SPECIAL: &str = "dpv:SpecialCategoryPersonalData";
    [
        (C::RacialOrEthnicOrigin, Split(["pd:Race", "pd:EthnicOrigin"], SPECIAL)),
        (C::PoliticalOpinions, Same("pd:PoliticalOpinion")),
        (
            C::ReligiousOrPhilosophicalBeliefs,
            Split(["pd:ReligiousBelief", "pd:PhilosophicalBelief"], SPECIAL),
        ),
        (C::TradeUnionMembership, Same("pd:TradeUnionMembership")),
        (C::Genetic, Same("pd:Genetic")),
        (C::Biometric, Broad("pd:Biometric")),
        (C::Health, Same("pd:MedicalHealth")),
        (C::SexLife, Broad("pd:Sexual")),
        (C::SexualOrientation, Broad("pd:Sexual")),
        (C::CriminalOffence, Close("pd:Criminal", "dpv:SensitivePersonalData")),
        (C::Identity, Close("pd:Identifying", "dpv:PersonalData")),
        (C::Contact, Same("pd:Contact")),
        (C::NextOfKin, Close("pd:Family", "dpv:PersonalData")),
        (C::AddressAndLocation, Broad("pd:Location")),
        (C::SupportNeeds, None("it has no term for care and support needs")),
        (C::RiskAndWarning, None("it has no term for warnings about a person")),
        (C::HousingAndTenancy, None("its terms are about what somebody owns")),
        (C::BenefitsAndFinance, Broad("pd:Financial")),
        (C::EducationAndWork, Same("pd:Professional")),
        (C::Complaint, None("it has no term for complaints as data")),
        (C::Safeguarding, None("it has no term for safeguarding concerns")),
        (C::Cctv, Broad("pd:Picture")),
        (C::Staff, None("its terms are by topic and not by whose data it is")),
        (C::Demographic, Same("pd:Demographic")),
        (C::ContactRecord, None("it has no term for appointments and contact sheets")),
        (C::AgencyAndReferral, None("it has no term for who referred and who else provides care")),
        (C::Premises, Broad("dpv:Data")),
        (C::Administrative, Broad("dpv:Data")),
    ]
};

const DETAILS: [(Detail, Match); 12] = {
    use Detail as D;
    use Match::{Broad, None};
    [
        (D::ChangeOfAddress, Broad("pd:PhysicalAddress")),
        (D::IncidentSheet, None("it has no term for what staff observed")),
        (D::OccupancyChange, None("its terms are about what somebody owns")),
        (D::Photograph, Broad("pd:Picture")),
        (D::Precaution, None("it has no term for a precaution")),
        (D::RegisterCompliance, Broad("pd:Criminal")),
        (D::RentChange, Broad("pd:Financial")),
        (D::Residence, Broad("pd:Location")),
        (D::Sighting, Broad("pd:Location")),
        (D::SleepingSites, Broad("pd:Location")),
        (D::WarningMarker, None("it has no term for warnings about a person")),
        (D::WorkChange, Broad("pd:Professional")),
    ]
};

const RECIPIENTS: [(AskerKind, Match); 34] = {
    use AskerKind as K;
    use Match::{Broad, None, Same};
    const PUBLIC: Match = Broad("dpv:PublicSectorBody");
    const HEALTH: Match = Broad("dpv:HealthcareOrganisation");
    const OTHER: Match = Broad("dpv:ThirdParty");
    [
        (K::EmergencyService, Same("dpv:EmergencyServiceProvider")),
        (K::CareRegulator, Broad("dpv:Authority")),
        (K::Contractor, OTHER),
        (K::Coroner, Broad("dpv:JudicialOrganisation")),
        (K::Court, Same("dpv:JudicialOrganisation")),
        (K::DrugTreatment, OTHER),
        (K::ElectedRepresentative, OTHER),
        (K::Employer, OTHER),
        (K::EnforcementAgent, OTHER),
        (K::Friend, OTHER),
        (K::Gp, HEALTH),
        (K::HealthService, HEALTH),
        (K::HousingBenefitOffice, PUBLIC),
        (K::Landlord, OTHER),
        (K::LocalAuthority, PUBLIC),
        (K::Media, OTHER),
        (K::MemberOfPublic, OTHER),
        (K::MentalHealthTeam, HEALTH),
        (K::Police, Same("dpv:LawEnforcementOrganisation")),
        (K::Probation, PUBLIC),
        (K::Processor, Same("dpv:DataProcessor")),
        (K::ProtectionPanel, OTHER),
        (K::PublicHealthAuthority, PUBLIC),
        (K::Relative, OTHER),
        (K::Representative, OTHER),
        (K::Researcher, OTHER),
        (K::SafeguardingBoard, OTHER),
        (K::SocialSecurityOffice, PUBLIC),
        (K::SocialServices, PUBLIC),
        (K::SubProcessor, Same("dpv:DataSubProcessor")),
        (K::Subject, Same("dpv:DataSubject")),
        (K::SupportAgency, OTHER),
        (K::TeamMember, None("whoever is within the controller is no recipient")),
        (K::Unidentified, None("nobody knows what kind of recipient it is")),
    ]
};

const MEASURES: [(&str, Match); 27] = {
    use Match::{Broad, None};
    const RECORD: Match = Broad("dpv:RecordsOfActivities");
    const GOVERN: Match = Broad("dpv:GovernanceProcedures");
    const TELL: Match = Broad("dpv:Notification");
    [
        ("ask-in-writing", Broad("dpv:AuthorisationProcedure")),
        ("audit-trail", RECORD),
        ("call-back", Broad("dpv:AuthorisationProcedure")),
        ("check-order", Broad("dpv:LegalComplianceAssessment")),
        ("confirm-in-writing", RECORD),
        ("consult-chief-executive", GOVERN),
        ("decide-whether-to-tell", Broad("dpv:Assessment")),
        ("discuss-with-partners", Broad("dpv:Consultation")),
        ("drop-whole-record", Broad("dpv:DataSubjectRightsManagement")),
        ("inform-person", TELL),
        ("legal-hold", GOVERN),
        ("minimum-necessary", Broad("dpv:GuidelinesPrinciple")),
        ("note-withheld", RECORD),
        ("open-to-person", Broad("dpv:DataSubjectRightsManagement")),
        ("open-access-request", Broad("dpv:DataSubjectRightsManagement")),
        ("seek-advice", GOVERN),
        ("record-best-interests", RECORD),
        ("record-disclosure", RECORD),
        ("record-provenance", RECORD),
        ("record-request", RECORD),
        ("record-why-not-told", RECORD),
        ("refer-to-line-manager", GOVERN),
        ("review-agreement", Broad("dpv:ReviewProcedure")),
        ("take-message", None("taking a message is no measure of its kinds")),
        ("tell-of-third-party-information", TELL),
        ("tell-of-right-to-withdraw", TELL),
        ("urge-contact", None("urging somebody to get in touch is no measure of its kinds")),
    ]
};
