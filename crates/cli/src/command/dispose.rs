//! `dispose`: a plan judged again record by record, what is cleared, and the proof.

use std::path::PathBuf;

use caldicott::audit::{Draft, Kind, Outcome as Logged};
use caldicott::model::Day;
use caldicott::model::digest::Sha256;
use caldicott::model::document::{Echo, Faults, Reader, nearest};
use caldicott::policy::json;
use caldicott::retention::{
    Approval, CopyLeft, Disposal, DisposalRecord, Executed, KeyedId, Plan, PlanReading,
};
use caldicott::sharing::Role;
use caldicott::store::{LogEntry, Store};
use clap::Args;
use serde_json::json;

use super::{due, plan};
use crate::input::{self, Lines};
use crate::keys::{Casebook, now};
use crate::output::{self, Format, Table, grouped};
use crate::records::Records;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Dispose {
    /// The plan that `plan` wrote
    #[arg(long, value_name = "FILE")]
    plan: String,
    /// The first 16 or more characters of its id, as they were approved
    #[arg(long, value_name = "ID")]
    plan_id: String,
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// The records as they are now, CSV or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    records: String,
    /// The day it is carried out
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// Who approved it, in which role and when
    #[arg(long, required = true, value_name = "ROLE=NAME@YYYY-MM-DD", value_parser = approval)]
    approved_by: Vec<Approval>,
    /// How the records are destroyed
    #[arg(long)]
    method: String,
    /// What the disposal reaches
    #[arg(long, required = true, value_name = "PLACE")]
    scope: Vec<String>,
    /// A copy that it does not reach, and when that goes if it is known
    #[arg(long, value_name = "PLACE[@YYYY-MM-DD]", value_parser = copy)]
    copy_left: Vec<CopyLeft>,
    #[command(flatten)]
    casebook: Casebook,
    /// Where to write the disposal records, JSON Lines
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// How to show what is cleared
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn approval(text: &str) -> Result<Approval, String> {
    let form = || "it is written ROLE=NAME@YYYY-MM-DD".to_owned();
    let (who, on) = text.rsplit_once('@').ok_or_else(form)?;
    let (role, by) = who.split_once('=').ok_or_else(form)?;
    if role.trim().is_empty() || by.trim().is_empty() {
        return Err(form());
    }
    let on = on.parse().map_err(|_| form())?;
    Ok(Approval { role: role.to_owned(), by: by.to_owned(), on })
}

fn copy(text: &str) -> Result<CopyLeft, String> {
    let (place, gone_by) = match text.rsplit_once('@') {
        None => (text, None),
        Some((place, day)) => {
            let day = day.parse().map_err(|_| "it is written PLACE or PLACE@YYYY-MM-DD".to_owned());
            (place, Some(day?))
        }
    };
    if place.trim().is_empty() {
        return Err("it names no place".to_owned());
    }
    Ok(CopyLeft { place: place.to_owned(), gone_by })
}

pub(crate) fn run(arguments: &Dispose) -> Result<(), Stop> {
    let rulebook = due::load(&arguments.rulebook)?;
    let schedule = due::schedule(&rulebook, &arguments.rulebook)?;
    let plan = read(&arguments.plan)?;
    let asked = arguments.plan_id.trim().to_ascii_lowercase();
    if asked.len() < plan::SHORT || !plan.id().to_string().starts_with(&asked) {
        return Err(Stop::bad_file(&arguments.plan, "this is not the plan that --plan-id names"));
    }
    let early = arguments.approved_by.iter().any(|approval| approval.on < plan.day());
    if early || arguments.approved_by.iter().any(|approval| approval.on > arguments.as_at) {
        let message = "a plan is approved from its own day on, and before it is carried out";
        return Err(Stop::bad_file("--approved-by", message));
    }
    if let Some(sharing) = rulebook.sharing() {
        let roles = sharing.roles().iter().map(Role::name);
        for approval in &arguments.approved_by {
            if !roles.clone().any(|role| role == approval.role) {
                let near = nearest(&approval.role, roles.clone());
                let near =
                    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                let message = format!("the rulebook has no role `{}`{near}", approval.role);
                return Err(Stop::bad_file("--approved-by", message));
            }
        }
    }
    if std::fs::metadata(&arguments.out).is_ok_and(|about| about.len() > 0) {
        // The log holds the hash of the records that it has: without them it proves nothing.
        let out = arguments.out.to_string_lossy();
        return Err(Stop::bad_file(
            &out,
            "there is such a file already; disposal records are kept",
        ));
    }
    let run = plan::run_day(Some(plan.day()), false, arguments.as_at)
        .map_err(|error| Stop::bad_file("--as-at", error.to_string()))?;
    let mut records = Records::open(schedule, &arguments.records, true)?;
    let mut execution = plan.execution(schedule, run);
    while let Some(record) = records.next()? {
        let _judged = execution.offer(records.id(), &record);
    }
    records.finish()?;
    let executed = execution.finish();

    // No disposal without a record: what is cleared is said only after the log has it.
    let mut store = arguments.casebook.open()?;
    let disposals = disposals(arguments, &plan, &executed, &store)?;
    // The log holds the hash of the records alone, so they are on the disk before it does.
    output::write_new(&arguments.out, disposals.as_bytes())?;
    let entry = log(&mut store, &plan, rulebook.hash(), &disposals)?;
    store.close()?;
    output::print(&match arguments.format {
        Format::Table => table(&executed, entry),
        Format::Json => as_json(&executed, entry),
    })
}

/// Reads a plan, or lists everything that is wrong with it.
fn read(path: &str) -> Result<Plan, Stop> {
    let name = input::name(path);
    let mut lines = Lines::new(name, input::open(path)?);
    let mut reading: Option<PlanReading> = None;
    // Its lines name records.
    let faults = Faults::new(name, Echo::Hidden);
    while let Some((number, line)) = lines.next_line()? {
        let line = line.map_err(|fault| Stop::BadInput(vec![fault]))?;
        let Some((table, at)) = json::object(line, number, &faults) else { break };
        let mut reader = Reader::new(&table, at, &faults);
        match &mut reading {
            None => reading = PlanReading::head(&mut reader),
            Some(reading) => {
                let _read = reading.line(&mut reader);
            }
        }
        drop(reader);
        if !faults.is_empty() {
            break;
        }
    }
    let reading = faults.finish(reading)?;
    reading.finish().map_err(|error| Stop::bad_file(name, error.to_string()))
}

fn disposals(
    arguments: &Dispose,
    plan: &Plan,
    executed: &Executed<'_>,
    store: &Store,
) -> Result<String, Stop> {
    let mut lines = String::new();
    for line in executed.cleared() {
        let disposal = Disposal {
            on: arguments.as_at,
            method: arguments.method.clone(),
            approvals: arguments.approved_by.clone(),
            scope: arguments.scope.clone(),
            copies_left: arguments.copy_left.clone(),
        };
        let id = KeyedId::new(store.keyed_digest(line.record()));
        let record = DisposalRecord::new(plan, line, id, disposal);
        let broken = |_| Stop::Failed("a disposal record could not be written".to_owned());
        lines.push_str(&serde_json::to_string(&record).map_err(broken)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// Binds the disposal records to the log by their hash: none can be taken back or added.
fn log(store: &mut Store, plan: &Plan, rulebook: Sha256, disposals: &str) -> Result<u64, Stop> {
    use caldicott::retention::rules;
    let cited = [rules::NOT_LONGER_THAN_NEEDED, rules::DELETION_TRAIL].into_iter().collect();
    let draft = Draft::new(Kind::Disposal, Logged::Done, rulebook)
        .citing(&cited)
        .detail("plan", plan.id().to_string())
        .detail("disposal-records", Sha256::of(disposals.as_bytes()).to_string());
    let mut batch = store.begin()?;
    let receipt = batch.log(LogEntry { person: None, draft, at: now()? })?;
    batch.commit()?;
    Ok(receipt.index())
}

fn table(executed: &Executed<'_>, entry: u64) -> String {
    let mut text = String::new();
    if !executed.cleared().is_empty() {
        let mut table = Table::new(&["cleared", "class", "to do", "rule"]);
        for line in executed.cleared() {
            let rule = line.rule().unwrap_or_default().to_owned();
            let (record, class) = (line.record().to_owned(), line.class().to_owned());
            table.row([record, class, line.duty().to_string(), rule]);
        }
        text.push_str(&table.render());
    }
    if !executed.dropped().is_empty() {
        let mut table = Table::new(&["dropped out", "why"]);
        for (line, reason) in executed.dropped() {
            table.row([line.record().to_owned(), reason.says().to_owned()]);
        }
        text.push_str(&table.render());
    }
    text.push_str(&format!(
        "  {} cleared, {} dropped out; entry {entry} of the log holds the proof\n",
        grouped(executed.cleared().len()),
        grouped(executed.dropped().len())
    ));
    text
}

fn as_json(executed: &Executed<'_>, entry: u64) -> String {
    let dropped: Vec<_> = executed
        .dropped()
        .iter()
        .map(|(line, reason)| json!({ "record": line.record(), "why": reason }))
        .collect();
    let value = json!({
        "cleared": executed.cleared(),
        "dropped": dropped,
        "not_in_plan": executed.not_in_plan(),
        "log_entry": entry,
    });
    format!("{value:#}\n")
}
