//! For a case-management system that builds the libraries in: may the contractor who is about to visit
//! see this record, how long is it kept, and what does a thief of the database read?

use std::{error::Error, sync::Arc};

use caldicott::model::view::Masked;
use caldicott::model::{CaseRecord as _, Category, Day, FieldTag, Personal, Purpose};
use caldicott::policy::{Rulebook, SourceFile, Told};
use caldicott::retention::{Hold, Record, TriggerDate};
use caldicott::sharing::{self, DataSet, Fact, Known};
use caldicott::{CaseRecord, encryption as sealing};

const DAY: Day = Day::literal(2026, 11, 2);

#[derive(CaseRecord)]
#[case(type = "client")]
struct Client {
    #[data(category = "identity")]
    name: Personal<String>,
    #[data(category = "health", identifiability = "none")]
    diagnosis: Personal<String>,
    #[data(category = "risk-and-warning", sub = "precaution", identifiability = "none")]
    precaution: String,
}

pub(crate) fn run() -> Result<Vec<String>, Box<dyn Error>> {
    let rulebook = Rulebook::load(&[
        SourceFile::new("rulebook.toml", include_str!("rulebooks/st-martins/rulebook.toml")),
        SourceFile::new("sharing.toml", include_str!("rulebooks/st-martins/sharing.toml")),
        SourceFile::new("retention.toml", include_str!("rulebooks/st-martins/retention.toml")),
    ])?;
    let name = Personal::new("Mary Example".into());
    let diagnosis = Personal::new("epilepsy".into());
    let client = Client { name, diagnosis, precaution: "visit in pairs".into() };
    let mut lines = Vec::new();

    // What is not said is unknown, and what is unknown permits nothing.
    let mut request = sharing::Request::default();
    request.asker.kind = Known::Known(sharing::AskerKind::Contractor);
    request.asker.verification = Known::Known(sharing::Verification::KnownInPerson);
    request.purpose = Known::Known(sharing::SharingPurpose::VisitSafety);
    request.asked = DataSet::from(Category::Health).union(Category::RiskAndWarning.into());
    request.direction = Known::Known(sharing::Direction::Asked);
    request.facts.set(Fact::AboutToVisit, Known::Known(true));
    request.subject.third_party_confidential = Known::Known(DataSet::NONE);
    request.subject.facts.set(Fact::Restricted, Known::Known(false));
    request.subject.facts.set(Fact::Objected, Known::Known(false));
    let rules = rulebook.sharing().ok_or("no sharing rules")?;
    let decision = sharing::decide(rules, &request, DAY);
    let released = decision.released();
    let view = Masked::new(&client, |tag: &FieldTag, _| released.covers_field(tag));
    view.each(Purpose::SUPPORT, |tag, value| {
        lines.push(format!("{}: {}", tag.name(), value.text().unwrap_or_default()));
    });

    let schedule = rulebook.retention().ok_or("no retention schedule")?;
    let ended = TriggerDate::parse("2018-03-31");
    let record =
        Record::new("client").dated("support-ended", ended).held(Hold::new("arrears", DAY));
    lines.push(schedule.evaluate(&record, DAY).to_string());

    let key = sealing::SecretKey::generate(&sealing::OsEntropy)?;
    let kek = Arc::new(sealing::LocalKek::new("memory", 1, key)?);
    let (keys, random) = (Arc::new(sealing::MemoryKeyStore::new()), Arc::new(sealing::Buffered));
    let keyring = sealing::Keyring::builder(&sealing::Ring, keys, kek, random).build();
    let tenant = sealing::Tenant::new("st-martins")?;
    keyring.create_tenant(&tenant)?;
    let column = sealing::Column::new(&tenant, Category::Health, "client", "diagnosis")?;
    let (person, id) = (sealing::Subject::person("p-1")?, sealing::RecordId::new("c-1")?);
    let diagnosis = client.diagnosis.expose(Purpose::SEALING);
    let sealed = keyring.sealer(&tenant, &person).seal(&column, &id, diagnosis.as_bytes())?;
    let opened = keyring.sealer(&tenant, &person).open_text(&column, &id, &sealed)?;
    let same = opened.expose(Purpose::SUPPORT) == diagnosis;
    lines.push(format!("sealed in {} bytes, opened again: {same}", sealed.len()));
    // Why, in the words of the rulebook, for whoever handles the request.
    lines.extend(Told::of(rules, &request, &decision).reasons);
    Ok(lines)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    run()?.iter().for_each(|line| println!("{line}"));
    Ok(())
}
