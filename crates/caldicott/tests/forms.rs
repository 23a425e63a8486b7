//! The files of casework: read from TOML and from JSON, described by a schema, and told of every fault at its
//! place without repeating what stands there.
#![cfg(all(
    feature = "accountability",
    feature = "caution-register",
    feature = "policy",
    feature = "rights",
    feature = "schemars",
    feature = "serde"
))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fmt::Debug;

use caldicott::accountability::ropa::{ControllerRecord, ProcessorRecord};
use caldicott::accountability::{Dpia, Owes, Registers, breach};
use caldicott::calendar::Day;
use caldicott::caution_register as caution;
use caldicott::model::document::{Echo, Faults, Reader, schema};
use caldicott::policy::{SourceFile, json, read_file, read_private_file};
use caldicott::rights::{pack::AccessCase, request};
use proptest::prelude::*;
use serde_json::{Value, json};

const REGISTERS: &str = r#"
[controller]
kind = "charity"

[[worker]]
id = "w-1"
kind = "external"
started = 2026-03-02

[[worker]]
id = "w-2"
kind = "employee"
started = 2025-01-06
read = 2025-01-08
course = 2025-01-20

[[agreement]]
id = "council-sharing"
kind = "sharing"
from = 2024-05-01
reviewed = 2025-05-01

[[yearly]]
what = "opt-out-review"
last = 2025-06-01

[[policy-document]]
id = "apd-1"
paragraph = 18
from = 2021-01-01
explains = ["accuracy", "minimisation"]
likely-period = "6 years"

[[interests]]
id = "lia-1"
made = 2025-02-03
purpose = "support"
necessity = "nobody else can give it"
balance = "interest"
because = "people expect it"

[[transfer]]
id = "backup"
recipient = "a host"
since = 2025-01-01
to = "US"
mechanisms = ["approved"]
shows = ["recipient-certified"]
categories = ["health"]

[[processor]]
name = "a host"
clauses = ["instructions", "security"]
signed = 2025-01-01

[checklist]
began = 2026-01-05

[[checklist.done]]
rule = "E-008"
on = 2026-02-02
"#;

/// What TOML says, as a program would write it in JSON.
fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(plain).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
        }
        toml::Value::Float(_) => panic!("no file has a fraction"),
    }
}

fn as_json(text: &str) -> Value {
    plain(toml::Value::Table(text.parse().unwrap()))
}

fn from_toml<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Vec<String>> {
    let file = SourceFile { name: "file.toml".into(), text: text.into() };
    read_private_file(&file, read).map_err(|all| all.iter().map(ToString::to_string).collect())
}

fn from_json<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Vec<String>> {
    let faults = Faults::new("file.json", Echo::Hidden);
    let table = json::object(text, 1, &faults);
    let value = table.and_then(|(table, at)| read(&mut Reader::new(&table, at, &faults)));
    faults.finish(value).map_err(|all| all.iter().map(ToString::to_string).collect())
}

fn errors(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(instance).map(|error| error.to_string()).collect()
}

fn example(path: &str) -> String {
    let path = format!("{}/../../examples/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_registers_say_the_same_in_toml_and_in_json_and_owe_what_they_say() {
    let one = from_toml(REGISTERS, Registers::read).unwrap();
    let other = from_json(&as_json(REGISTERS).to_string(), Registers::read).unwrap();
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    let late: Vec<_> =
        one.late(Day::literal(2026, 11, 2)).iter().map(|it| it.rule().id()).collect();
    for rule in ["L-006", "M-009", "B-064", "B-068", "S1-40", "LB-07", "RO-07"] {
        assert!(late.contains(&rule), "{rule}: {late:?}");
    }
    let found = one.check(Day::literal(2026, 11, 2));
    assert!(found.ids().contains(&"S1-39") && found.ids().contains(&"RO-07"));
    assert!(!found.ids().contains(&"TR-01"), "{:?}", found.findings());
    assert!(
        errors(&schema("registers", |top| drop(Registers::read(top))), &as_json(REGISTERS))
            .is_empty()
    );
}

#[test]
fn every_fault_of_the_registers_is_told_at_its_place_and_no_value_is_repeated() {
    let broken = REGISTERS
        .replace("kind = \"external\"", "kind = \"SECRET\"")
        .replace("started = 2026-03-02", "started = \"SECRET\"")
        .replace("last = 2025-06-01", "lsat = 2025-06-01")
        .replace("paragraph = 18", "paragraph = 99")
        .replace("rule = \"E-008\"", "rule = \"D-011\"")
        .replace("to = \"US\"", "to = 7");
    let told = from_toml(&broken, Registers::read).unwrap_err();
    for part in [
        "file.toml:7:8: unknown kind of worker",
        "file.toml:8:11: `started` names no day",
        "unknown key; did you mean `last`?",
        "neither `last` nor `since` says",
        "`paragraph` is outside 1 to 37",
        "unknown rule of the checklist",
        "`to` takes text, not a whole number",
    ] {
        assert!(told.iter().any(|one| one.contains(part)), "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 7, "{told:#?}");
    assert!(!told.iter().any(|one| one.contains("SECRET") || one.contains("D-011")), "{told:#?}");
}

#[test]
fn the_shipped_files_are_as_their_schemas_say_and_slips_are_not() {
    let assessment = schema("assessment", |top| drop(Dpia::read(top)));
    for name in ["st-martins", "camden"] {
        let file = as_json(&example(&format!("dpia/{name}.toml")));
        let found = errors(&assessment, &file);
        assert!(found.is_empty(), "{name}: {found:#?}");
        let mut slip = file.clone();
        slip.as_object_mut().unwrap().insert("titel".into(), json!("x"));
        assert!(!errors(&assessment, &slip).is_empty());
        let text = serde_json::to_string(&file).unwrap();
        let one = from_toml(&example(&format!("dpia/{name}.toml")), Dpia::read).unwrap();
        let other = from_json(&text, Dpia::read).unwrap();
        let day = Day::literal(2021, 4, 1);
        let ids = |assessment: &Dpia| assessment.check(day).ids();
        assert_eq!(ids(&one), ids(&other), "{name}");
    }
    for (name, read) in [
        ("record", schema("record", |top| drop(ControllerRecord::read(top)))),
        ("processor", schema("processor", |top| drop(ProcessorRecord::read(top)))),
        ("case", schema("case", |top| drop(AccessCase::read(top)))),
    ] {
        assert_eq!(read["additionalProperties"], json!(false), "{name}");
        assert!(!errors(&read, &json!({"nothing": 1})).is_empty(), "{name}");
    }
}

#[test]
fn a_record_of_processing_out_of_a_rulebook_is_as_its_schema_says() {
    let shape = schema("record", |top| drop(ControllerRecord::read(top)));
    for name in ["st-martins", "camden", "care-provider"] {
        let folder = format!("{}/../../examples/rulebooks/{name}", env!("CARGO_MANIFEST_DIR"));
        let files: Vec<SourceFile> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                SourceFile { name: path.file_name().unwrap().to_string_lossy().into_owned(), text }
            })
            .collect();
        let rulebook = caldicott::policy::Rulebook::load(&files).unwrap();
        let record = rulebook.record_of_processing(&[]).unwrap();
        let found = errors(&shape, &serde_json::to_value(&record).unwrap());
        assert!(found.is_empty(), "{name}: {found:#?}");
        let text = serde_json::to_string(&record).unwrap();
        let again = from_json(&text, ControllerRecord::read).unwrap();
        assert!(caldicott::accountability::ropa::drift(&record, &again).is_empty(), "{name}");
    }
}

/// Events are written, described and read back as they were.
fn round_trip<E>(events: &[E], slips: &[(&str, &str)])
where
    E: Debug + PartialEq + serde::Serialize + serde::de::DeserializeOwned + schemars_of::Described,
{
    let shape = E::shape();
    for event in events {
        let value = serde_json::to_value(event).unwrap();
        let found = errors(&shape, &value);
        assert!(found.is_empty(), "{value}: {found:#?}");
    }
    let file = json!({ "event": events });
    let read = |top: &mut Reader<'_>| Some(top.values::<E>("event"));
    assert_eq!(from_json(&file.to_string(), read).unwrap(), events);
    let text = toml::to_string(&std::collections::BTreeMap::from([("event", events)])).unwrap();
    assert_eq!(from_toml(&text, read).unwrap(), events);
    for (from, to) in slips {
        let file = file.to_string();
        assert!(file.contains(from), "{from} in {file}");
        let told = from_json(&file.replacen(from, to, 1), read).unwrap_err();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told.iter().all(|one| one.contains("event[") && !one.contains("SECRET")),
            "{told:?}"
        );
        let whole: Value = serde_json::from_str(&file.replacen(from, to, 1)).unwrap();
        let refused = whole["event"].as_array().unwrap().iter();
        assert_eq!(refused.filter(|one| !errors(&shape, one).is_empty()).count(), 1, "{from}");
    }
}

/// The JSON Schema of a type.
mod schemars_of {
    use serde_json::Value;

    pub(crate) trait Described {
        fn shape() -> Value;
    }

    macro_rules! described {
        ($($type:ty),+) => {$(
            impl Described for $type {
                fn shape() -> Value {
                    caldicott::model::json_schema_of::<Self>()
                }
            }
        )+};
    }

    described!(
        caldicott::caution_register::Event,
        caldicott::rights::request::Event,
        caldicott::accountability::breach::Event
    );
}

#[test]
fn events_of_the_caution_register_go_through_files() {
    use caution::{
        Actor, ChallengeTo, Decided, Event, Grounds, HoldKind, Precaution, ReviewPeriod, Reviewed,
        Risk, Role, What, WithheldBecause,
    };
    let grounds = || {
        Grounds::new(2, &[Risk::Threats], &[Precaution::TwoPersonVisit])
            .and_then(|grounds| grounds.sensitive("mental health team"))
            .unwrap()
    };
    let (on, review_in) = (Day::literal(2026, 3, 2), ReviewPeriod::LONGEST);
    let kind = caldicott::calendar::clock::IncidentKind::HighRisk;
    let what = [
        What::Recommend(grounds()),
        What::Approve { review_in },
        What::Reject,
        What::LetterSent { review_day_stated: on },
        What::LetterWithheld { because: WithheldBecause::UnwarrantedHarm },
        What::LetterHeld,
        What::Incident { happened: on, kind },
        What::Challenge { to: ChallengeTo::ReviewDay },
        What::Decide(Decided::Amend(grounds())),
        What::Decide(Decided::Delete),
        What::Review(Reviewed::StillARisk { review_in }),
        What::Review(Reviewed::NoLongerARisk),
        What::Hold(HoldKind::PoliceNotice),
        What::Release(HoldKind::Inquiry),
        What::Remove,
    ];
    let by = || Actor::new(Role::Manager, "m-1");
    let events: Vec<Event> = what.into_iter().map(|what| Event { on, by: by(), what }).collect();
    round_trip(
        &events,
        &[
            ("\"reject\"", "\"SECRET\""),
            ("\"role\":\"manager\"", "\"role\":\"SECRET\""),
            ("\"letter-held\"", "{\"letter-held\":1,\"SECRET\":2}"),
        ],
    );
}

#[test]
fn events_of_requests_go_through_files() {
    use request::{
        About, Actor, Channel, Doubt, Event, FeeGround, Kind, Letter, Outcome, Received,
        RefusalGround, Role, What,
    };
    let on = Day::literal(2026, 3, 2);
    let letter = || Letter::required_on(on);
    let what = [
        What::Receive(Received::new(Kind::Access, Channel::Spoken, on).by_representative()),
        What::WritingDemanded,
        What::DoubtIdentity { because: Doubt::DetailsDiffer },
        What::IdentityReceived { came: on },
        What::AskAuthority,
        What::AuthorityReceived { came: on },
        What::ChargeFee { ground: FeeGround::Excessive, evidence: 2 },
        What::FeePaid { came: on },
        What::AskClarification { about: About::Information },
        What::ClarificationReceived { about: About::Format, came: on },
        What::Extend { reason: None },
        What::Extend { reason: Some(caldicott::calendar::clock::ExtensionReason::Complexity) },
        What::Refuse { ground: RefusalGround::AllExempt, evidence: 0 },
        What::TellRefusal { letter: letter() },
        What::Answer { outcome: Outcome::NothingHeld, letter: letter() },
        What::Acknowledge,
        What::TellProgress,
        What::Withdraw,
    ];
    let by = || Actor::new(Role::Handler, "s-1");
    let events: Vec<Event> = what.into_iter().map(|what| Event { on, by: by(), what }).collect();
    round_trip(
        &events,
        &[("\"withdraw\"", "\"SECRET\""), ("\"on\":\"2026-03-02\"", "\"on\":20260302")],
    );
}

#[test]
fn events_of_breaches_go_through_files() {
    use breach::{
        Actor, Attestation, Event, Intake, KeysAre, Likely, Outside, Part, Relief, Role, What,
    };
    use caldicott::model::{Category, CategorySet};
    let at: caldicott::calendar::Instant = "2026-03-02T09:30:00Z".parse().unwrap();
    let categories = CategorySet::of(&[Category::Health]);
    let because = || "as found".to_owned();
    let attestation = Attestation {
        sealed: categories,
        keys: KeysAre::Safe,
        clear_copies: false,
        by: "k-1".into(),
        at,
    };
    let what = [
        What::Report(Intake::FromProcessor),
        What::Aware { since: at, because: because() },
        What::NoBreach { because: because() },
        What::Describe { categories, people: 3, records: 9, remedied: true },
        What::Assess { likely: Likely::HighRisk, because: because() },
        What::NotifyRegulator { sent: at, parts: vec![Part::Nature], late_because: None },
        What::NotifyController { sent: at },
        What::TellPeople { sent: at, parts: vec![Part::Contact] },
        What::TellInPublic { sent: at },
        What::Relieve(Relief::Unintelligible(attestation)),
        What::Relieve(Relief::Disproportionate { because: because() }),
        What::EndRelief { because: because() },
        What::TellOutside { who: Outside::Police, sent: at },
        What::Close,
        What::Reopen { because: because() },
    ];
    let by = || Actor::new(Role::Director, "d-1");
    let events: Vec<Event> = what.into_iter().map(|what| Event { at, by: by(), what }).collect();
    round_trip(
        &events,
        &[
            ("\"categories\":[\"health\"]", "\"categories\":[\"SECRET\"]"),
            ("\"people\":3", "\"people\":\"SECRET\""),
            ("\"likely\":\"high-risk\"", "\"likely\":\"SECRET\""),
            ("\"remedied\":true", "\"remedied\":true,\"SECRET\":1"),
        ],
    );
}

/// Any JSON a few levels deep, with keys that the readers know among others.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z0-9-]{0,12}".prop_map(Value::from),
        Just(json!("2026-03-02")),
        Just(json!("\u{202e}x")),
    ];
    let key = prop::sample::select(vec![
        "day",
        "body",
        "subject",
        "name",
        "item",
        "field",
        "text",
        "person",
        "event",
        "on",
        "by",
        "what",
        "receive",
        "controller",
        "kind",
        "worker",
        "id",
        "activity",
        "risk",
        "before",
        "template",
        "grid",
        "title",
        "also",
        "claim",
        "information",
        "opinion",
        "checklist",
    ]);
    leaf.prop_recursive(4, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|pairs| {
                Value::Object(
                    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_reader_takes_what_its_schema_refuses_or_falls_over(value in anything()) {
        let text = json!({ "day": value.clone(), "event": [value.clone()], "person": value.clone() });
        let text = if let Value::Object(_) = value { value.to_string() } else { text.to_string() };
        let _ = from_json(&text, AccessCase::read);
        let _ = from_json(&text, Registers::read);
        let _ = from_json(&text, Dpia::read);
        let _ = from_json(&text, ControllerRecord::read);
        let _ = from_json(&text, ProcessorRecord::read);
        let _ = from_json(&text, |top| Some(top.values::<caution::Event>("event")));
        let _ = from_json(&text, |top| Some(top.values::<request::Event>("event")));
        let _ = from_json(&text, |top| Some(top.values::<breach::Event>("event")));
    }
}

#[test]
fn a_file_that_is_no_private_one_may_repeat_what_stands_in_it() {
    let file =
        SourceFile { name: "r.toml".into(), text: "[controller]\nkind = \"chariti\"\n".into() };
    let told = read_file(&file, Registers::read).unwrap_err();
    assert!(told.iter().any(|one| one.to_string().contains("`chariti`; did you mean `charity`?")));
}
