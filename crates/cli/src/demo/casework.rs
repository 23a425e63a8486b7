//! Stage 6: a request for access with its pack, two entries of the caution register, a breach, the record
//! of processing, and everything that is late.

mod pack;

use caldicott::accountability::Registers;
use caldicott::accountability::breach::{
    History as Breach, Policy as BreachPolicy, Step as BreachStep,
};
use caldicott::accountability::ropa::{Drift, drift};
use caldicott::calendar::{Instant, Nation};
use caldicott::caution_register::{Policy as CautionPolicy, Step as CautionStep};
use caldicott::model::{CaseRecord as _, Day};
use caldicott::policy::{SourceFile, read_private_file};
use caldicott::rights::request::{History as Request, Letter, Policy as RequestPolicy};
use caldicott::store::Store;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Setting;
use super::book::{self, failed};
use crate::casebook::people;
use crate::command::caution;
use crate::command::late::{List, Policies};
use crate::histories::{self, Kept};
use crate::output::{self, Table};
use crate::report::{Casework, Life};
use crate::stop::Stop;

/// The registers that ship with the program.
const REGISTERS: &str = include_str!("../../packs/registers/st-martins.toml");
const NATION: Nation = Nation::EnglandAndWales;

pub(crate) fn live(setting: &Setting) -> Result<Casework, Stop> {
    let mut store = book::open(setting)?;
    let mut found = Casework::default();
    // On a day before these laws began, or too far ahead for a calendar of holidays, there is none.
    match lives(setting, &mut store) {
        Ok(lives) => found.lives = lives,
        Err(Stop::Failed(why)) => found.not_shown = Some(why),
        Err(stop) => return Err(stop),
    }
    if found.not_shown.is_none() {
        found.pack = Some(pack::make(setting)?);
        let mut list = List::default();
        list.add_casebook(&store, &Policies::of(NATION), setting.as_at, None)?;
        let file = SourceFile { name: "st-martins.toml".to_owned(), text: REGISTERS.to_owned() };
        let registers = read_private_file(&file, Registers::read)?;
        list.add("register", &registers, setting.as_at);
        found.late = list.late().iter().map(|line| line.cells(setting.as_at)).collect();
    }
    store.close().map_err(failed)?;
    found.drift = undeclared(setting)?;
    Ok(found)
}

pub(crate) fn summary(casework: &Casework) -> String {
    if let Some(why) = &casework.not_shown {
        return format!("none on this day: {why}");
    }
    let (given, kept) = casework.pack.as_ref().map_or((0, 0), |pack| (pack.given, pack.withheld));
    format!(
        "a pack of {given} items with {kept} fields withheld, {} lives, {} late",
        casework.lives.len(),
        casework.late.len()
    )
}

pub(crate) fn show(casework: &Casework) -> Result<(), Stop> {
    let mut text = String::from("Casework\n");
    if let Some(why) = &casework.not_shown {
        text.push_str(&format!("  none on this day: {why}\n"));
    }
    for life in &casework.lives {
        text.push_str(&format!("  {}: {}\n", life.title, life.end));
    }
    if let Some(pack) = &casework.pack {
        text.push_str(&format!(
            "  access pack: {} items given, {} fields withheld, {} parts taken out of texts; its own check passed\n",
            pack.given, pack.withheld, pack.taken_out
        ));
    }
    for [activity, field, came, rule] in &casework.drift {
        text.push_str(&format!(
            "  record of processing, {activity}: {field} not declared: {came} ({rule})\n"
        ));
    }
    if !casework.late.is_empty() {
        let mut table = Table::new(&["since", "days", "register", "record", "what", "who", "rule"]);
        for [since, days, register, record, what, who, _, rule] in casework.late.iter().cloned() {
            table.row([since, days, register, record, what, who, rule]);
        }
        text.push_str(&format!("\nLate\n{}", table.render()));
    }
    output::print(&format!("{text}\n"))
}

/// The lives of the day, each event through the machine and into the casebook.
fn lives(setting: &Setting, store: &mut Store) -> Result<Vec<Life>, Stop> {
    Ok(vec![
        answered_request(setting, store)?,
        forgotten_request(setting, store)?,
        caution_to_the_archive(setting, store)?,
        unreviewed_caution(setting, store)?,
        breach(setting, store)?,
    ])
}

fn day(setting: &Setting, before: i32) -> Result<Day, Stop> {
    let day = setting.as_at.plus_days(-before);
    day.ok_or_else(|| Stop::Failed("the calendar ends before the day".to_owned()))
}

/// An event of a register, as a file of events has it.
fn event<E: DeserializeOwned>(value: &Value) -> Result<E, Stop> {
    let read = histories::event("demo", 1, &value.to_string()).map_err(Stop::BadInput)?;
    read.ok_or_else(|| Stop::Failed("an event of the demonstration is empty".to_owned()))
}

#[expect(clippy::needless_pass_by_value, reason = "what happened goes into the event")]
fn on(day: Day, role: &str, id: &str, what: Value) -> Value {
    json!({ "on": day, "by": { "role": role, "id": id }, "what": what })
}

fn answered_request(setting: &Setting, store: &mut Store) -> Result<Life, Stop> {
    let letter = Letter::required_on(setting.as_at);
    let received = day(setting, 20)?;
    let spoken = json!({ "kind": "access", "channel": "spoken", "day": received });
    let events = [
        on(received, "staff", "staff-3", json!({ "receive": spoken })),
        on(received, "staff", "staff-3", json!("writing-demanded")),
        on(
            day(setting, 18)?,
            "handler",
            "staff-8",
            json!({ "ask-clarification": { "about": "information" } }),
        ),
        on(
            day(setting, 15)?,
            "handler",
            "staff-8",
            json!({ "clarification-received": { "about": "information", "came": day(setting, 15)? } }),
        ),
        on(
            setting.as_at,
            "handler",
            "staff-8",
            json!({ "answer": { "outcome": "granted-in-part", "letter": letter } }),
        ),
    ];
    request(setting, store, "r-1", "Request r-1: access, asked for at the door", &events)
}

fn forgotten_request(setting: &Setting, store: &mut Store) -> Result<Life, Stop> {
    let received = day(setting, 47)?;
    let by_email = json!({ "kind": "erasure", "channel": "email", "day": received });
    let events = [on(received, "staff", "staff-5", json!({ "receive": by_email }))];
    request(setting, store, "r-2", "Request r-2: erasure, in nobody's inbox", &events)
}

fn request(
    setting: &Setting,
    store: &mut Store,
    id: &str,
    title: &str,
    events: &[Value],
) -> Result<Life, Stop> {
    let policy = RequestPolicy::of(NATION);
    let mut kept: Kept<Request> = Kept::read(store, id, &policy)?;
    kept.person = Some(pack::PERSON.to_owned());
    let read = events.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    let steps = kept.tell(store, read, &policy, setting.moment())?;
    let rows = events.iter().zip(&steps).map(|(event, step)| {
        let notes = step.findings().iter().copied().map(crate::command::request::finding_in_words);
        row(
            event,
            step.state().name(),
            notes.chain(step.duties().iter().map(crate::command::request::duty_in_words)),
            step.rules().ids(),
        )
    });
    let end = crate::command::request::standing(kept.life.state());
    Ok(Life { title: title.to_owned(), end, rows: rows.collect() })
}

fn caution_to_the_archive(setting: &Setting, store: &mut Store) -> Result<Life, Stop> {
    let approved = day(setting, 398)?;
    let review_by = approved.plus_months(12).unwrap_or(approved);
    let events = [
        on(
            day(setting, 400)?,
            "manager",
            "manager-2",
            json!({ "recommend": { "evidence": 2, "risks": ["threats"], "precautions": ["two-person-visit"] } }),
        ),
        on(approved, "head-of-service", "head-1", json!({ "approve": { "review_in": 12 } })),
        on(
            day(setting, 391)?,
            "head-of-service",
            "head-1",
            json!({ "letter-sent": { "review_day_stated": review_by } }),
        ),
        on(day(setting, 380)?, "subject", "p-0031", json!({ "challenge": { "to": "accuracy" } })),
        on(day(setting, 375)?, "director", "director-1", json!({ "decide": "confirm" })),
        on(day(setting, 40)?, "head-of-service", "head-1", json!({ "review": "no-longer-a-risk" })),
    ];
    caution_life(
        setting,
        store,
        ("c-1", "p-0031"),
        "Caution c-1: challenged, reviewed, archived",
        &events,
    )
}

fn unreviewed_caution(setting: &Setting, store: &mut Store) -> Result<Life, Stop> {
    let approved = day(setting, 418)?;
    let review_by = approved.plus_months(12).unwrap_or(approved);
    let events = [
        on(
            day(setting, 420)?,
            "manager",
            "manager-4",
            json!({ "recommend": { "evidence": 1, "risks": ["threats"], "precautions": ["two-person-visit"] } }),
        ),
        on(approved, "head-of-service", "head-1", json!({ "approve": { "review_in": 12 } })),
        on(
            day(setting, 412)?,
            "head-of-service",
            "head-1",
            json!({ "letter-sent": { "review_day_stated": review_by } }),
        ),
    ];
    caution_life(setting, store, ("c-2", "p-0058"), "Caution c-2: its review is overdue", &events)
}

fn caution_life(
    setting: &Setting,
    store: &mut Store,
    about: (&str, &str),
    title: &str,
    events: &[Value],
) -> Result<Life, Stop> {
    let policy = CautionPolicy::of(NATION);
    let read = events.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    let steps: Vec<CautionStep> = caution::tell(store, about, read, &policy, setting.moment())?;
    let rows = events.iter().zip(&steps).map(|(event, step)| {
        let duties = step.duties().iter().map(caution::duty_in_words);
        row(event, step.state().name(), duties, step.rules().ids())
    });
    let end = steps.last().map(|step| step.state().name()).unwrap_or_default().to_owned();
    Ok(Life { title: title.to_owned(), end, rows: rows.collect() })
}

/// A laptop with a sealed export is gone: the people need not be told, because nobody can read it.
fn breach(setting: &Setting, store: &mut Store) -> Result<Life, Stop> {
    let nine = i64::from(setting.as_at.epoch_days()) * 86_400 + 9 * 3_600;
    let at = |hours: i64| {
        let instant = Instant::from_unix(nine - 72 * 3_600 + hours * 3_600);
        instant.ok_or_else(|| Stop::Failed("the calendar ends before the moment".to_owned()))
    };
    let one = |hours: i64, role: &str, what: Value| {
        Ok::<Value, Stop>(
            json!({ "at": at(hours)?, "by": { "role": role, "id": "staff-8" }, "what": what }),
        )
    };
    let officer = "compliance-officer";
    let aware = json!({ "aware": { "since": at(3)?, "because": "the export on the laptop holds client records" } });
    let described = json!({
        "describe": { "categories": ["identity", "health"], "people": 43, "records": 43, "remedied": true }
    });
    let parts = json!(["nature", "numbers", "contact", "consequences", "measures"]);
    let told =
        json!({ "notify-regulator": { "sent": at(26)?, "parts": parts, "late_because": null } });
    let sealed = json!({
        "sealed": ["identity", "health"], "keys": "safe", "clear_copies": false, "by": "staff-9", "at": at(28)?,
    });
    let events = [
        one(0, "staff", json!({ "report": "own-staff" }))?,
        one(4, officer, aware)?,
        one(6, officer, described)?,
        one(
            8,
            officer,
            json!({ "assess": { "likely": "high-risk", "because": "health and addresses" } }),
        )?,
        one(26, officer, told)?,
        one(30, "director", json!({ "relieve": { "unintelligible": sealed } }))?,
        one(31, officer, json!("close"))?,
    ];
    let policy = BreachPolicy::default();
    let mut kept: Kept<Breach> = Kept::read(store, "b-1", &policy)?;
    let read = events.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    let steps: Vec<BreachStep> = kept.tell(store, read, &policy, setting.moment())?;
    let rows = events.iter().zip(&steps).map(|(event, step)| {
        let duties = step.duties().iter().map(|duty| {
            let what = duty.what().name().replace('-', " ");
            let by = duty.by().map_or_else(|| "without delay".to_owned(), |by| format!("by {by}"));
            format!("{what}, {by}: the {}", duty.who())
        });
        row(event, step.state().name(), duties, step.rules().ids())
    });
    let title = "Breach b-1: a laptop with a sealed export is gone".to_owned();
    Ok(Life { title, end: kept.life.state().name().to_owned(), rows: rows.collect() })
}

/// A step of a life: when, who and what, where it led, what follows, by which rules.
fn row<'r>(
    event: &Value,
    state: &str,
    follows: impl Iterator<Item = String>,
    rules: impl Iterator<Item = &'r str>,
) -> [String; 5] {
    let text = |key: &str| event.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let role = event.pointer("/by/role").and_then(Value::as_str).unwrap_or_default();
    let what = event.get("what");
    let name = what.and_then(Value::as_str).or_else(|| {
        what.and_then(Value::as_object).and_then(|what| what.keys().next()).map(String::as_str)
    });
    let what = name.unwrap_or_default().replace('-', " ");
    let rules: Vec<&str> = rules.collect();
    let follows: Vec<String> = follows.collect();
    [
        format!("{}{}", text("on"), text("at")),
        format!("{role}: {what}"),
        state.to_owned(),
        follows.join("; "),
        rules.join(", "),
    ]
}

/// Leaves the record of processing as rulebook and casebook make it, and gives what the casebook's fields
/// hold and the rulebook does not declare.
fn undeclared(setting: &Setting) -> Result<Vec<[String; 4]>, Stop> {
    let client = people::case_file(setting.seed, 0).client;
    let held = [("support", client.fields())];
    let declared = setting.rulebook.record_of_processing(&[]);
    let now = setting.rulebook.record_of_processing(&held);
    let Some((declared, now)) = declared.zip(now) else { return Ok(Vec::new()) };
    output::write_file(&setting.path("ropa.html"), now.to_html().as_bytes())?;
    let row = |one: &Drift| {
        let rule = one.rule().id().to_owned();
        [one.activity().to_owned(), one.field().to_owned(), one.came().join(", "), rule]
    };
    Ok(drift(&declared, &now).iter().map(row).collect())
}
