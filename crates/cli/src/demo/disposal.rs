//! Stage 4: what is due, held and in review; a plan, its execution, and the proof afterwards.

use std::collections::{BTreeMap, HashMap, HashSet};

use caldicott::audit::{Draft, Kind, Outcome as Logged};
use caldicott::model::digest::Sha256;
use caldicott::model::{CategorySet, FieldTag, Identifiability, Purpose, RuleSet};
use caldicott::retention::{
    Approval, CopyLeft, Decision, Disposal, DisposalRecord, Duty, Hold, KeyedId, Plan, Record,
    RunDay, Schedule, Stage, Taken, TriggerDate, rules,
};
use caldicott::store::{
    Cell, Erasure, HoldRow, LogEntry, ReviewRow, Store, StoreError, StoredDates,
};

use super::book::{self, SURNAME, failed};
use super::{Setting, files};
use crate::casebook::people;
use crate::output::{self, Table, grouped};
use crate::progress::Progress;
use crate::report;
use crate::stop::Stop;

/// For how many days an approved plan may be carried out.
const VALID_DAYS: u16 = 14;
/// Who reviews files before they go (D-002).
const REVIEWER: &str = "line-manager";

pub(crate) fn apply(setting: &Setting) -> Result<report::Retention, Stop> {
    let schedule = setting.schedule()?;
    let run = RunDay::first(setting.as_at);
    let mut store = book::open(setting)?;
    review(&mut store, schedule, setting)?;

    let holds = holds(&store)?;
    let mut standing = Standing::default();
    let mut builder = schedule.freeze(run, VALID_DAYS);
    let progress = Progress::new("retention", setting.people);
    store.dates(|dates| {
        let record = record(&dates, &holds);
        let outcome = schedule.evaluate(&record, setting.as_at);
        standing.note(&dates, outcome.duty(), &outcome.to_string());
        *standing.records_of.entry(dates.person.clone()).or_default() += 1;
        let _same_duty = builder.add(&dates.record_id, &record).map_err(failed)?;
        progress.at(standing.records_of.len());
        Ok::<(), Stop>(())
    })?;
    drop(progress);
    let plan = builder.finish();

    // Between approval and execution somebody takes legal action: the file must drop out by itself.
    let late = plan.lines().iter().find(|line| line.record().len() == "p-000000".len());
    if let Some(line) = late {
        let hold = HoldRow {
            person: line.record().to_owned(),
            kind: "legal-matter".to_owned(),
            since: setting.as_at,
            until: None,
        };
        let mut batch = store.begin().map_err(failed)?;
        batch.hold(&hold).map_err(failed)?;
        batch.commit().map_err(failed)?;
    }
    execute(setting, store, &plan, run, standing)
}

pub(crate) fn summary(retention: &report::Retention) -> String {
    format!(
        "{} records of {} people disposed of, {} dropped out of the plan",
        grouped(retention.disposed_records),
        grouped(retention.disposed_people),
        retention.dropped_out.len()
    )
}

pub(crate) fn show(retention: &report::Retention) -> Result<(), Stop> {
    let mut table = Table::new(&["standing", "records"]);
    for (name, count) in &retention.counts {
        table.row([name.clone(), grouped(*count)]);
    }
    let mut text = format!("Retention\n{}", table.render());
    text.push_str(&format!(
        "  plan {} froze {} records; executed: {}\n",
        short(&retention.plan_id),
        grouped(retention.planned),
        summary(retention)
    ));
    for line in &retention.proof {
        text.push_str(&format!("  {line}\n"));
    }
    output::print(&format!("{text}\n"))
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// What the records come to.
#[derive(Debug, Default)]
struct Standing {
    counts: BTreeMap<String, usize>,
    examples: BTreeMap<String, [String; 3]>,
    records_of: HashMap<String, usize>,
}

impl Standing {
    fn note(&mut self, dates: &StoredDates, duty: Duty, why: &str) {
        let name = duty.to_string();
        *self.counts.entry(name.clone()).or_default() += 1;
        self.examples.entry(name.clone()).or_insert_with(|| {
            [format!("{} {}", dates.record_type, dates.record_id), name, why.to_owned()]
        });
    }
}

/// The line manager has looked at what came up for review up to a month ago, and let most of it go.
fn review(store: &mut Store, schedule: &Schedule, setting: &Setting) -> Result<(), Stop> {
    let holds = holds(store)?;
    let month_ago = setting.as_at.plus_months(-1).unwrap_or(setting.as_at);
    let mut due = Vec::new();
    store.dates(|dates| {
        let record = record(&dates, &holds);
        let outcome = schedule.evaluate(&record, month_ago);
        if outcome.duty() == Duty::Review && outcome.reviewer() == Some(REVIEWER) {
            due.push((dates.record_type, dates.record_id));
        }
        Ok::<(), Stop>(())
    })?;
    let mut batch = store.begin().map_err(failed)?;
    for (place, (record_type, record_id)) in due.iter().enumerate() {
        // One in ten is kept for a reason that the review records.
        let keep_until = (place % 10 == 9).then(|| setting.as_at.plus_months(12)).flatten();
        let review = ReviewRow { role: REVIEWER.to_owned(), on: month_ago, keep_until };
        batch.reviewed(record_type, record_id, &review).map_err(failed)?;
    }
    batch.commit().map_err(failed)
}

fn holds(store: &Store) -> Result<HashMap<String, Vec<Hold>>, Stop> {
    let mut holds: HashMap<String, Vec<Hold>> = HashMap::new();
    for row in store.holds().map_err(failed)? {
        let hold = Hold::new(row.kind, row.since);
        let hold = match row.until {
            Some(until) => hold.until(until),
            None => hold,
        };
        holds.entry(row.person).or_default().push(hold);
    }
    Ok(holds)
}

/// A stored record as the schedule sees it.
fn record(dates: &StoredDates, holds: &HashMap<String, Vec<Hold>>) -> Record {
    let mut record = Record::new(&dates.record_type);
    for (name, day) in &dates.dates {
        record = record.dated(name, TriggerDate::Day(*day));
    }
    for hold in holds.get(&dates.person).into_iter().flatten() {
        record = record.held(hold.clone());
    }
    for review in &dates.reviews {
        let decision = review.keep_until.map_or(Decision::Proceed, Decision::KeepUntil);
        record = record.taken(Taken::new(Stage::review(&review.role), review.on, decision));
    }
    record
}

/// Judges the plan again, destroys what is still clear, and shows that it is gone.
fn execute(
    setting: &Setting,
    mut store: Store,
    plan: &Plan,
    run: RunDay,
    standing: Standing,
) -> Result<report::Retention, Stop> {
    let schedule = setting.schedule()?;
    let holds = holds(&store)?;
    let mut execution = plan.execution(schedule, run);
    let mut people: HashMap<String, String> = HashMap::new();
    let mut types: HashMap<String, String> = HashMap::new();
    store.dates(|dates| {
        let _judged = execution.offer(&dates.record_id, &record(&dates, &holds));
        types.insert(dates.record_id.clone(), dates.record_type);
        people.insert(dates.record_id, dates.person);
        Ok::<(), Stop>(())
    })?;
    let executed = execution.finish();
    let mut cleared: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in executed.cleared() {
        let person = people.get(line.record()).map(String::as_str).unwrap_or_default();
        cleared.entry(person).or_default().push(line.record());
    }
    // A person whose every record goes is forgotten, key and all; of others only the records go.
    let (whole, partly): (Vec<_>, Vec<_>) = cleared
        .into_iter()
        .partition(|(person, records)| standing.records_of.get(*person) == Some(&records.len()));

    let witness =
        whole.first().map(|(person, _)| Witness::of(setting, &mut store, person)).transpose()?;
    let mut disposals = String::new();
    for line in executed.cleared() {
        let keyed = KeyedId::new(store.keyed_digest(line.record()));
        let disposal = DisposalRecord::new(plan, line, keyed, disposal(setting));
        disposals.push_str(&serde_json::to_string(&disposal).map_err(failed)?);
        disposals.push('\n');
    }
    destroy(setting, &mut store, plan, &whole, &partly, &types, &disposals)?;
    store.settle().map_err(failed)?;
    output::write_file(&setting.path("disposals.jsonl"), disposals.as_bytes())?;

    let proof = match &witness {
        Some(witness) => {
            let erased: HashSet<&str> = whole.iter().map(|(person, _)| *person).collect();
            witness.proof(setting, &store, &erased)?
        }
        None => vec!["nobody's whole file was due on this day".to_owned()],
    };
    store.close().map_err(failed)?;
    let dropped_out = executed
        .dropped()
        .iter()
        .map(|(line, reason)| format!("{}: {}", line.record(), reason_words(*reason)))
        .collect();
    let example = disposals.lines().next().unwrap_or_default();
    let pretty: serde_json::Value = serde_json::from_str(example).unwrap_or_default();
    Ok(report::Retention {
        counts: standing.counts.into_iter().collect(),
        examples: standing.examples.into_values().collect(),
        plan_id: plan.id().to_string(),
        planned: plan.lines().len(),
        dropped_out,
        disposed_people: whole.len(),
        disposed_records: executed.cleared().len(),
        disposal_record: format!("{pretty:#}"),
        proof,
    })
}

fn reason_words(reason: caldicott::retention::DropReason) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|value| value.as_str().map(|word| word.replace('-', " ")))
        .unwrap_or_default()
}

fn disposal(setting: &Setting) -> Disposal {
    let approval =
        Approval { role: REVIEWER.to_owned(), by: "staff-12".to_owned(), on: setting.as_at };
    Disposal {
        on: setting.as_at,
        method: "key destroyed, rows overwritten".to_owned(),
        approvals: vec![approval],
        scope: vec!["casebook".to_owned()],
        copies_left: vec![
            CopyLeft { place: "nightly backup".to_owned(), gone_by: setting.as_at.plus_days(30) },
            CopyLeft { place: "paper file".to_owned(), gone_by: None },
        ],
    }
}

type Cleared<'c> = (&'c str, Vec<&'c str>);

fn destroy(
    setting: &Setting,
    store: &mut Store,
    plan: &Plan,
    whole: &[Cleared<'_>],
    partly: &[Cleared<'_>],
    types: &HashMap<String, String>,
    disposals: &str,
) -> Result<(), Stop> {
    let hash = setting.rulebook.hash();
    let progress = Progress::new("disposal", whole.len());
    // Not longer than needed, after the line manager looked, with a trail of what was deleted.
    let rules: RuleSet =
        [rules::NOT_LONGER_THAN_NEEDED, rules::LINE_MANAGER_REVIEW, rules::DELETION_TRAIL]
            .into_iter()
            .collect();
    for (done, people) in whole.chunks(500).enumerate() {
        let mut batch = store.begin().map_err(failed)?;
        for (person, _) in people {
            let erasure = Erasure {
                on: setting.as_at,
                reason: format!("retention plan {}", short(&plan.id().to_string())),
                approver: REVIEWER.to_owned(),
            };
            let _receipt = batch
                .log_erasure(person, &erasure, &rules, hash, setting.moment())
                .map_err(failed)?;
        }
        batch.commit().map_err(failed)?;
        progress.at(done * 500);
    }
    let mut batch = store.begin().map_err(failed)?;
    for (_, records) in partly {
        for record in records {
            let record_type = types.get(*record).map(String::as_str).unwrap_or_default();
            batch.remove(record_type, record).map_err(failed)?;
        }
    }
    // The disposal records are bound to the log by their hash: none can be taken back or added.
    let draft = Draft::new(Kind::Disposal, Logged::Done, hash)
        .citing(&rules)
        .detail("plan", plan.id().to_string())
        .detail("disposal-records", Sha256::of(disposals.as_bytes()).to_string());
    let entry = LogEntry { person: None, draft, at: setting.moment() };
    let _receipt = batch.log(entry).map_err(failed)?;
    batch.commit().map_err(failed)
}

/// A disposed person, as they were before.
struct Witness {
    person: String,
    surname: String,
    sealed: Vec<u8>,
    found_before: bool,
}

impl Witness {
    const FIELD: &'static str = "note-kept-elsewhere";

    fn of(setting: &Setting, store: &mut Store, person: &str) -> Result<Self, Stop> {
        let number = person.trim_start_matches("p-").parse().unwrap_or_default();
        let client = people::case_file(setting.seed, number).client;
        let surname = client.family_name.expose(Purpose::DISCLOSURE).clone();
        // A value that was sealed for another system: a copy that no deletion here can reach.
        let tag = FieldTag::new(Self::FIELD.into(), CategorySet::EVERY, Identifiability::Direct);
        let mut batch = store.begin().map_err(failed)?;
        let sealed =
            batch.seal_cell(Self::cell(person), &tag, b"seen on Tuesday").map_err(failed)?;
        batch.commit().map_err(failed)?;
        let opened = store.open_cell(Self::cell(person), &sealed).is_ok();
        let found = store.find("client", SURNAME, &surname).map_err(failed)?;
        let found_before = opened && found.iter().any(|record| record.person() == person);
        Ok(Self { person: person.to_owned(), surname, sealed, found_before })
    }

    const fn cell(person: &str) -> Cell<'_> {
        Cell { person, record_type: "export", record_id: person, field: Self::FIELD }
    }

    fn proof(
        &self,
        setting: &Setting,
        store: &Store,
        erased: &HashSet<&str>,
    ) -> Result<Vec<String>, Stop> {
        let kept = store.get("client", &self.person).map_err(failed)?.is_some();
        let found = store.find("client", SURNAME, &self.surname).map_err(failed)?;
        let found = found.iter().any(|record| record.person() == self.person);
        let opens = match store.open_cell(Self::cell(&self.person), &self.sealed) {
            Ok(_) => true,
            Err(StoreError::Unopened(_) | StoreError::Erased) => false,
            Err(error) => return Err(failed(error)),
        };
        let mut in_files = 0;
        for file in files::of_casebook(&setting.out)? {
            in_files += files::ids_in(&setting.path(&file), erased)?;
        }
        // The page is kept; it names nobody who is gone.
        let digest = store.keyed_digest(&self.person);
        let name =
            digest.iter().take(4).fold(String::new(), |name, byte| format!("{name}{byte:02x}"));
        if !self.found_before || kept || found || opens || in_files > 0 {
            let message = "a disposed person can still be opened or found in the casebook";
            return Err(Stop::Failed(message.to_owned()));
        }
        Ok(vec![
            format!("disposed person {name} was found and opened before, and is erased now"),
            format!(
                "disposed person {name} cannot be opened: no record, and a sealed copy kept elsewhere stays shut"
            ),
            format!(
                "a search by surname does not find them; of {} people erased no id occurs anywhere in the casebook's files",
                grouped(erased.len())
            ),
        ])
    }
}
