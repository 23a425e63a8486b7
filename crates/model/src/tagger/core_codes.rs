//! The coded columns of CORE whose values say more than the column: from the published service.
//!
//! A code whose meaning the service does not publish is not here. The labels are our own words.

use super::FieldDescription;
use crate::Category::{
    self, CriminalOffence, Demographic, Health, RiskAndWarning, Safeguarding, SupportNeeds,
};
use crate::{CategorySet, ValueTag};

type Row = (&'static str, &'static str, &'static [Category]);

/// Why the household left its last settled home.
const REASON: &[Row] = &[
    ("2", "left the home country as a refugee", &[Demographic, Safeguarding]),
    ("10", "racial harassment", &[Safeguarding, RiskAndWarning]),
    ("13", "home unsuitable because of ill health or disability", &[Health]),
    ("31", "hate crime", &[Safeguarding, RiskAndWarning]),
    ("45", "released from prison", &[CriminalOffence]),
    ("46", "discharged from a long-stay hospital or institution", &[Health]),
    (
        "48",
        "domestic abuse, formerly a joint tenancy with the partner",
        &[Safeguarding, RiskAndWarning],
    ),
    ("49", "domestic abuse, otherwise", &[Safeguarding, RiskAndWarning]),
    ("51", "evicted for anti-social behaviour", &[CriminalOffence, RiskAndWarning]),
    ("1", "moved out for works on another home of the landlord", &[]),
    ("4", "loss of a home tied to a job", &[]),
    ("8", "relationship ended, without violence", &[]),
    ("9", "asked to leave by family or friends", &[]),
    ("11", "other trouble with neighbours", &[]),
    ("12", "overcrowding", &[]),
    ("14", "poor condition of the home", &[]),
    ("16", "nearer to family, friends or school", &[]),
    ("17", "nearer to work", &[]),
    ("18", "to a home with support", &[]),
    ("19", "to an independent home", &[]),
    ("20", "other", &[]),
    ("28", "not known", &[]),
    ("29", "home too large, paid to move", &[]),
    ("30", "home too large, unpaid", &[]),
    ("34", "repossession", &[]),
    ("35", "could not pay the fees of a new tenancy", &[]),
    ("36", "could not pay a higher rent", &[]),
    ("37", "could not pay since welfare was reformed", &[]),
    ("38", "could not pay since work was lost", &[]),
    ("39", "could not pay, otherwise", &[]),
    ("40", "shorthold tenancy ended without fault", &[]),
    ("41", "shorthold tenancy ended by eviction or fault", &[]),
    ("42", "fixed term ended without fault", &[]),
    ("43", "fixed term ended by eviction or fault", &[]),
    ("44", "death in the household", &[]),
    ("47", "not said", &[]),
    ("50", "social tenancy ended without fault", &[]),
    ("52", "evicted for arrears", &[]),
    ("53", "evicted for another reason", &[]),
    ("54", "could no longer pay", &[]),
];

/// Where the household was immediately before.
const PREVIOUS: &[Row] = &[
    ("9", "residential care home", &[Health, SupportNeeds]),
    ("10", "hospital", &[Health]),
    ("13", "children's home or foster care", &[SupportNeeds, Safeguarding]),
    ("21", "refuge", &[Safeguarding, RiskAndWarning]),
    ("24", "asylum support of the Home Office", &[Demographic, Safeguarding]),
    ("29", "prison or approved probation hostel", &[CriminalOffence]),
    ("35", "extra care housing", &[Health, SupportNeeds]),
    ("37", "host family or similar for refugees", &[Demographic, Safeguarding]),
    ("3", "private tenancy", &[]),
    ("4", "home tied to a job", &[]),
    ("5", "supported housing", &[]),
    ("6", "other supported housing", &[]),
    ("7", "direct-access hostel", &[]),
    ("8", "sheltered housing", &[]),
    ("14", "bed and breakfast", &[]),
    ("18", "other temporary home", &[]),
    ("19", "rough sleeping", &[]),
    ("23", "caravan or mobile home", &[]),
    ("25", "other", &[]),
    ("26", "own home", &[]),
    ("27", "own home at low cost", &[]),
    ("28", "with friends or family", &[]),
    ("30", "fixed-term council tenancy", &[]),
    ("31", "lifetime council tenancy", &[]),
    ("32", "fixed-term tenancy of a registered provider", &[]),
    ("33", "lifetime tenancy of a registered provider", &[]),
    ("34", "retirement housing", &[]),
    ("36", "sheltered housing for younger adults", &[]),
];

/// What a person does for work.
const WORK: &[Row] = &[
    ("8", "unable to work through long-term sickness or disability", &[Health]),
    ("0", "other", &[]),
    ("1", "full time", &[]),
    ("2", "part time", &[]),
    ("3", "in government training", &[]),
    ("4", "looking for work", &[]),
    ("5", "retired", &[]),
    ("6", "not looking for work", &[]),
    ("7", "full-time student", &[]),
    ("9", "child under 16", &[]),
    ("10", "not said", &[]),
];

/// Whom a scheme is for: what it says, it says of every tenant.
const CLIENT_GROUP: &[Row] = &[
    ("A", "people with a physical or sensory disability", &[Health]),
    ("B", "people with HIV or AIDS", &[Health]),
    ("D", "people with learning disabilities", &[Health]),
    ("E", "people with mental health problems", &[Health]),
    ("F", "people with drug problems", &[Health]),
    ("G", "people with alcohol problems", &[Health]),
    ("H", "offenders and people at risk of offending", &[CriminalOffence]),
    ("I", "refugees", &[Demographic, Safeguarding]),
    ("L", "people at risk of domestic violence", &[Safeguarding, RiskAndWarning]),
    ("P", "young people leaving care", &[SupportNeeds, Safeguarding]),
    ("Q", "young people at risk", &[SupportNeeds, Safeguarding]),
    ("M", "older people with support needs", &[]),
    ("N", "single homeless people with support needs", &[]),
    ("O", "homeless families with support needs", &[]),
    ("R", "teenage parents", &[]),
    ("S", "rough sleepers", &[]),
    ("X", "not recorded", &[]),
];

/// Who referred the household, before 2026.
const REFERRAL: &[Row] = &[
    ("9", "community learning disability team", &[Health]),
    ("12", "police, probation or prison", &[CriminalOffence]),
    ("13", "youth offending team", &[CriminalOffence]),
    ("14", "community mental health team", &[Health]),
    ("15", "health service", &[Health]),
    ("1", "internal transfer", &[]),
    ("2", "applied directly", &[]),
    ("3", "housing department of the council", &[]),
    ("7", "voluntary agency", &[]),
    ("8", "housing mobility scheme", &[]),
    ("10", "other social landlord", &[]),
    ("16", "other", &[]),
];

/// Who referred the household, from 2026.
const REFERRAL_ORGANISATION: &[Row] = &[
    ("1", "health service, through the local authority", &[Health]),
    ("2", "community learning disability team, through the local authority", &[Health]),
    ("3", "community mental health team, through the local authority", &[Health]),
    ("5", "children's social care, through the local authority", &[SupportNeeds, Safeguarding]),
    (
        "6",
        "police, probation, prison or youth offending team after custody, through the local authority",
        &[CriminalOffence],
    ),
    (
        "7",
        "police, probation, prison or youth offending team without custody, through the local authority",
        &[CriminalOffence],
    ),
    ("11", "health service", &[Health]),
    ("12", "community learning disability team", &[Health]),
    ("13", "community mental health team", &[Health]),
    ("15", "children's social care", &[SupportNeeds, Safeguarding]),
    ("16", "police, probation, prison or youth offending team after custody", &[CriminalOffence]),
    ("17", "police, probation, prison or youth offending team without custody", &[CriminalOffence]),
    ("4", "adult social services, through the local authority", &[]),
    ("8", "voluntary agency, through the local authority", &[]),
    ("9", "other, through the local authority", &[]),
    ("10", "not known", &[]),
    ("14", "adult social services", &[]),
    ("18", "voluntary agency", &[]),
    ("19", "other third party", &[]),
    ("20", "not known", &[]),
];

/// Why the home was vacant: it speaks of the tenant before.
const VACANT: &[Row] = &[
    (
        "11",
        "the last tenant was evicted for anti-social behaviour",
        &[CriminalOffence, RiskAndWarning],
    ),
    ("18", "the last tenant moved to a care home", &[Health, SupportNeeds]),
    ("20", "the last tenant moved to a long-stay hospital or institution", &[Health]),
    (
        "21",
        "the last tenant was evicted for arrears and anti-social behaviour",
        &[CriminalOffence, RiskAndWarning],
    ),
    ("5", "the last tenant died", &[]),
    ("6", "the last tenant left without notice", &[]),
    ("8", "the last tenant moved to a private home", &[]),
    ("9", "let to those who lived there for a time", &[]),
    ("10", "the last tenant was evicted for arrears", &[]),
    ("12", "the last tenant moved to another social landlord", &[]),
    ("13", "internal transfer", &[]),
    ("14", "renewal", &[]),
    ("19", "the last tenant moved to a smaller home after a succession", &[]),
    ("22", "another reason", &[]),
];

/// The support a scheme gives.
const SUPPORT: &[Row] = &[
    ("5", "nursing care in a care home", &[Health, SupportNeeds]),
    ("0", "not recorded", &[]),
    ("2", "low", &[]),
    ("3", "medium", &[]),
    ("4", "high", &[]),
];

pub(super) fn of_column(name: &str) -> Option<Vec<ValueTag>> {
    rows(name).map(|rows| {
        let tag = |(code, label, categories): &Row| ValueTag {
            code: (*code).into(),
            label: (*label).into(),
            categories: CategorySet::of(categories),
        };
        rows.iter().map(tag).collect()
    })
}

/// The list of a described column, when the description shows that it is CORE's: other schemas have
/// columns called `reason` too.
pub(super) fn of_described_column(
    field: &FieldDescription,
    label: &[String],
) -> Option<Vec<ValueTag>> {
    let lower = field.name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().all(|word| label.iter().any(|other| other == word));
    if rows(&lower).is_none() {
        return of_question(&says);
    }
    let ours = match lower.as_str() {
        "reason" => says(&["last", "settled", "home"]),
        "referral" | "referral_org" => says(&["source", "referral", "letting"]),
        "support" | "scheme_support_type" => says(&["support", "scheme"]),
        _ => true,
    };
    ours.then(|| of_column(&lower)).flatten()
}

/// The list of a numbered field of the bulk-upload template, by its question.
fn of_question(says: &dyn Fn(&[&str]) -> bool) -> Option<Vec<ValueTag>> {
    if says(&["reason", "leaving", "last", "settled", "home"]) && !says(&["if"]) {
        return of_column("reason");
    }
    if says(&["where", "household", "immediately", "before"]) {
        return of_column("prevten");
    }
    says(&["working", "situation"]).then(|| of_column("ecstat1")).flatten()
}

fn rows(name: &str) -> Option<&'static [Row]> {
    Some(match name.to_ascii_lowercase().as_str() {
        "reason" => REASON,
        "prevten" | "prevten2" | "prevtenbuy2" => PREVIOUS,
        "cligrp1" | "cligrp2" | "scheme_primary_client_group" | "scheme_secondary_client_group" => {
            CLIENT_GROUP
        }
        "referral" => REFERRAL,
        "referral_org" => REFERRAL_ORGANISATION,
        "rsnvac" => VACANT,
        "support" | "scheme_support_type" => SUPPORT,
        other => {
            let person = other.strip_prefix("ecstat")?;
            if !matches!(person, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8") {
                return None;
            }
            WORK
        }
    })
}
