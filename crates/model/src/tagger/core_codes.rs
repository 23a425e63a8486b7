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
];

/// What a person does for work.
const WORK: &[Row] = &[("8", "unable to work through long-term sickness or disability", &[Health])];

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
];

/// Who referred the household, before 2026.
const REFERRAL: &[Row] = &[
    ("9", "community learning disability team", &[Health]),
    ("12", "police, probation or prison", &[CriminalOffence]),
    ("13", "youth offending team", &[CriminalOffence]),
    ("14", "community mental health team", &[Health]),
    ("15", "health service", &[Health]),
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
];

/// The support a scheme gives.
const SUPPORT: &[Row] = &[("5", "nursing care in a care home", &[Health, SupportNeeds])];

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
