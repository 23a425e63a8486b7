//! Suggesting tags for the fields of public schemas.

use std::hint::black_box;

use caldicott_model::tagger::{self, FieldDescription};

use crate::contest::Contest;

const PUBLIC: &str = include_str!("../../crates/model/tests/data/public_truth.csv");
const RETURNS: &str = include_str!("../../crates/model/tests/data/returns_truth.csv");

/// What a first attempt looks for anywhere in a name: fast, and wrong about `Stack_Trace__c`.
const KEYWORDS: [&str; 40] = [
    "race",
    "ethnic",
    "relig",
    "faith",
    "belief",
    "politic",
    "union",
    "genetic",
    "biometric",
    "health",
    "medic",
    "disab",
    "diagnos",
    "illness",
    "drug",
    "alcohol",
    "mental",
    "hospital",
    "sex",
    "gender",
    "orient",
    "lgb",
    "crim",
    "offen",
    "convict",
    "arrest",
    "prison",
    "probation",
    "court",
    "police",
    "name",
    "birth",
    "address",
    "postcode",
    "phone",
    "email",
    "kin",
    "benefit",
    "income",
    "risk",
];

fn fields() -> Vec<FieldDescription> {
    let rows = PUBLIC.lines().skip(1).chain(RETURNS.lines().skip(1));
    rows.filter_map(|row| {
        let mut cells = row.splitn(5, ',');
        let (source, name) = (cells.next()?, cells.next()?);
        let label = cells.nth(2).unwrap_or_default();
        Some(FieldDescription::new(name).record(source).label(label))
    })
    .collect()
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let fields: &'static [FieldDescription] = fields().leak();
    let contest = Contest::new(format!("{} fields of public schemas", fields.len()), "field")
        .with("forty keywords as substrings", fields.len(), move || {
            for field in fields {
                let text = format!("{} {}", field.name, field.label).to_lowercase();
                black_box(KEYWORDS.iter().filter(|word| text.contains(**word)).count());
            }
        })
        .with("suggest", fields.len(), move || {
            for field in fields {
                let _ = black_box(tagger::suggest(field));
            }
        });
    vec![contest]
}
