//! The demonstration casebook: records shaped as sources 000 and 001 describe them, about nobody.

pub(crate) mod people;

use caldicott::CaseRecord;
use caldicott::model::{Day, Personal};

/// A person who receives support.
#[derive(CaseRecord)]
#[case(type = "client", debug)]
pub(crate) struct Client {
    #[data(category = "identity", identifiability = "direct")]
    pub(crate) reference: String,
    #[data(category = "identity", identifiability = "direct")]
    pub(crate) given_name: Personal<String>,
    #[data(category = "identity", identifiability = "direct")]
    pub(crate) family_name: Personal<String>,
    #[data(category = "identity", identifiability = "direct")]
    pub(crate) date_of_birth: Day,
    #[data(category = "demographic", identifiability = "quasi")]
    pub(crate) gender: String,
    #[data(category = "racial-or-ethnic-origin", identifiability = "quasi")]
    pub(crate) ethnicity: String,
    #[data(category = "religious-or-philosophical-beliefs", identifiability = "quasi")]
    pub(crate) religion: String,
    #[data(category = "sexual-orientation", identifiability = "quasi")]
    pub(crate) sexual_orientation: String,
    #[data(category = "contact", identifiability = "direct")]
    pub(crate) telephone: Option<Personal<String>>,
    #[data(category = "address-and-location", identifiability = "direct")]
    pub(crate) address: Option<Personal<String>>,
    #[data(category = "address-and-location", sub = "sleeping-sites", identifiability = "quasi")]
    pub(crate) usual_sleeping_site: Option<Personal<String>>,
    #[data(category = "next-of-kin", identifiability = "direct")]
    pub(crate) next_of_kin: Option<Personal<String>>,
    #[data(category = "support-needs", identifiability = "none")]
    pub(crate) support_needs: Vec<String>,
    #[data(category = "health", sub = "mental-health", identifiability = "none")]
    pub(crate) mental_health: Option<Personal<String>>,
    #[data(category = "health", sub = "physical-health", identifiability = "none")]
    pub(crate) physical_health: Option<Personal<String>>,
    #[data(category = "health", sub = "substance-misuse", identifiability = "none")]
    pub(crate) substance_misuse: Option<Personal<String>>,
    #[data(category = "criminal-offence", identifiability = "none")]
    pub(crate) offending: Option<Personal<String>>,
    #[data(category = "risk-and-warning", sub = "warning-marker", identifiability = "none")]
    pub(crate) warning_marker: Option<String>,
    #[data(category = "risk-and-warning", sub = "precaution", identifiability = "none")]
    pub(crate) visit_precaution: Option<String>,
    #[data(
        categories("risk-and-warning", "criminal-offence"),
        identifiability = "none",
        markings("third-party-source")
    )]
    pub(crate) risk_from_agency: Option<Personal<String>>,
    #[data(category = "agency-and-referral", identifiability = "none")]
    pub(crate) risk_source: Option<String>,
    #[data(category = "agency-and-referral", identifiability = "quasi")]
    pub(crate) general_practitioner: Option<String>,
    #[data(category = "agency-and-referral", identifiability = "none")]
    pub(crate) referred_by: String,
    #[data(category = "housing-and-tenancy", identifiability = "quasi")]
    pub(crate) service: String,
    #[data(category = "address-and-location", sub = "sighting", identifiability = "none")]
    pub(crate) last_seen: Option<Day>,
    #[data(category = "education-and-work", sub = "work-change", identifiability = "none")]
    pub(crate) work: String,
    #[data(category = "housing-and-tenancy", sub = "rent-change", identifiability = "none")]
    pub(crate) weekly_rent_pence: i64,
    #[data(category = "benefits-and-finance", identifiability = "none")]
    pub(crate) housing_benefit: bool,
    #[data(category = "benefits-and-finance", identifiability = "none")]
    pub(crate) arrears_pence: i64,
    #[data(category = "administrative", identifiability = "none")]
    pub(crate) legal_matter_open: bool,
    #[data(category = "administrative", identifiability = "none")]
    pub(crate) support_started: Day,
    #[data(category = "administrative", identifiability = "none")]
    pub(crate) support_ended: Option<Day>,
    #[data(category = "housing-and-tenancy", identifiability = "none")]
    pub(crate) tenancy_started: Option<Day>,
    #[data(category = "housing-and-tenancy", sub = "occupancy-change", identifiability = "none")]
    pub(crate) tenancy_ended: Option<Day>,
}

/// A contact with a person and its nature.
#[derive(CaseRecord)]
#[case(type = "contact-sheet", debug)]
pub(crate) struct Contact {
    #[data(category = "contact-record", identifiability = "none")]
    pub(crate) on: Day,
    #[data(category = "staff", identifiability = "direct")]
    pub(crate) signed_by: String,
    #[data(free_text)]
    pub(crate) note: Personal<String>,
}

/// A health or social care appointment and its outcome.
#[derive(CaseRecord)]
#[case(type = "appointment", debug)]
pub(crate) struct Appointment {
    #[data(category = "contact-record", identifiability = "none")]
    pub(crate) on: Day,
    #[data(category = "health", identifiability = "none")]
    pub(crate) with: String,
    #[data(category = "health", identifiability = "none")]
    pub(crate) outcome: Personal<String>,
}

/// A complaint, linked with the person where one is named in it.
#[derive(CaseRecord)]
#[case(type = "complaint", debug)]
pub(crate) struct Complaint {
    #[data(category = "complaint", identifiability = "none")]
    pub(crate) received: Day,
    #[data(category = "complaint", identifiability = "none")]
    pub(crate) closed: Option<Day>,
    #[data(free_text)]
    pub(crate) text: Personal<String>,
}

/// One person with everything recorded about them.
#[derive(Debug)]
pub(crate) struct CaseFile {
    pub(crate) person: String,
    pub(crate) client: Client,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) appointments: Vec<Appointment>,
    pub(crate) complaints: Vec<Complaint>,
}
