//! For whoever connects another system, such as Salesforce: its fields are described, not declared.

use std::{error::Error, sync::Arc};

use caldicott::encryption as sealing;
use caldicott::model::tagger::{FieldDescription, suggest};
use caldicott::model::{CaseRecord as _, Day, Purpose, RuntimeRecord, Schema};
use caldicott::policy::{Rulebook, SourceFile, json};
use caldicott::sharing::{Request, decide};

/// What the other system says of a field: name, label, options.
type Described = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
const FIELDS: [Described; 5] = [
    ("LastName", "Last name", &[]),
    ("Diagnosis__c", "Mental health diagnosis", &[]),
    ("Leaving__c", "Reason for leaving", &[("1", "New job"), ("45", "Left prison")]),
    ("Consent_Given__c", "Date consent form was signed", &[]),
    ("Bedrooms__c", "Number of bedrooms", &[]),
];
const HEADER: [&str; 5] =
    ["LastName", "Bedrooms__c", "Leaving__c", "Diagnosis__c", "Consent_Given__c"];
const ROW: [&str; 5] = ["Example", "2", "45", "depression", "2025-06-01"];
/// The request as it came in, and what the organisation's own form says the person agrees to.
const REQUEST: &str = r#"{"asker": {"kind": "gp", "organisation": "lakenham-surgery",
  "verification": "call-back"}, "purpose": "health-care", "categories": ["identity", "health"],
  "subject": {"restricted": false, "objected": false, "third_party_confidential": [], "consents": [
    {"kind": "sharing", "form": "multi-agency", "to": ["lakenham-surgery"], "given": "SIGNED",
     "purposes": ["health-care"], "categories": ["identity", "health"], "explicit": true,
     "evidence": "note 12"}]}}"#;

pub(crate) fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines = Vec::new();
    let tags = FIELDS.map(|(name, label, options)| {
        suggest(&FieldDescription::new(name).label(label).values(options.iter().copied())).to_tag()
    });
    // A column that nobody described would count as everything.
    let schema = Schema::new("contact", tags.to_vec())?.for_header(HEADER)?;
    let mut cells = Vec::new();
    RuntimeRecord::new(&schema, ROW).each(Purpose::SEALING, |tag, value| {
        cells.push((tag.clone(), value.text().unwrap_or_default().to_owned()));
    });

    let key = sealing::SecretKey::generate(&sealing::OsEntropy)?;
    let kek = Arc::new(sealing::LocalKek::new("memory", 1, key)?);
    let (keys, random) = (Arc::new(sealing::MemoryKeyStore::new()), Arc::new(sealing::Buffered));
    let keyring = sealing::Keyring::builder(&sealing::Ring, keys, kek, random).build();
    let tenant = sealing::Tenant::new("st-martins")?;
    keyring.create_tenant(&tenant)?;
    let person = keyring.sealer(&tenant, &sealing::Subject::person("003A")?);
    for (tag, text) in cells {
        let about = tag.categories_with_values();
        let Some(category) = about.iter().next().filter(|_| tag.is_sealed()) else {
            lines.push(format!("{} ({about}): left readable", tag.name()));
            continue;
        };
        let column = sealing::Column::new(&tenant, category, "contact", tag.name())?;
        let sealed = person.seal(&column, &sealing::RecordId::new("003A")?, text.as_bytes())?;
        lines.push(format!("{} ({about}): sealed in {} bytes", tag.name(), sealed.len()));
    }

    let file = |name: &str, text: &str| SourceFile::new(name, text);
    let rulebook = Rulebook::load(&[
        file("rulebook.toml", include_str!("rulebooks/st-martins/rulebook.toml")),
        file("sharing.toml", include_str!("rulebooks/st-martins/sharing.toml")),
    ])?;
    let rules = rulebook.sharing().ok_or("no sharing rules")?;
    // The day on the form comes from the record: without one there is no consent.
    let signed: Day = ROW[4].parse()?;
    let written = file("request", &REQUEST.replace("SIGNED", &signed.to_string()));
    let request = json::read_private(&written, 1, Request::read)?;
    let decision = decide(rules, &request, Day::literal(2026, 11, 2));
    lines.push(format!("{}: {}", decision.outcome().name(), decision.released()));
    Ok(lines)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    run()?.iter().for_each(|line| println!("{line}"));
    Ok(())
}
