//! `plan`: what is to be destroyed, frozen for approval.

use std::collections::BTreeMap;
use std::path::PathBuf;

use caldicott::model::Day;
use caldicott::retention::{Plan, PlanError, RunDay, RunDayError};
use clap::{Args, value_parser};

use super::due;
use crate::output::{self, Table, grouped};
use crate::records::Records;
use crate::stop::Stop;

/// How much of a plan's id is shown and has to be repeated.
pub(super) const SHORT: usize = 16;
/// A plan that is older is carried out on a day that `dispose` would not believe.
const LONGEST: i64 = RunDay::LONGEST_GAP as i64;

#[derive(Args, Debug)]
pub(crate) struct Freeze {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// The records, CSV or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    records: String,
    /// The day of the run
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// The day of the run before, where there was one: a clock that went wrong shows by it
    #[arg(long, value_name = "YYYY-MM-DD")]
    last_run: Option<Day>,
    /// The long time since the last run is meant
    #[arg(long, requires = "last_run")]
    confirmed: bool,
    /// For how many days the plan may be carried out, up to 35
    #[arg(long, default_value_t = 14, value_name = "DAYS", value_parser = value_parser!(u16).range(..=LONGEST))]
    valid: u16,
    /// Keep records for ever whose class no rule is about, instead of refusing the file
    #[arg(long)]
    allow_unscheduled: bool,
    /// Where to write the plan
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Freeze) -> Result<(), Stop> {
    let rulebook = due::load(&arguments.rulebook)?;
    let schedule = due::schedule(&rulebook, &arguments.rulebook)?;
    let run = run_day(arguments.last_run, arguments.confirmed, arguments.as_at)
        .map_err(|error| Stop::bad_file("--as-at", error.to_string()))?;
    let mut records = Records::open(schedule, &arguments.records, arguments.allow_unscheduled)?;
    let mut builder = schedule.freeze(run, arguments.valid);
    let mut standing: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(record) = records.next()? {
        records.note(&schedule.evaluate(&record, arguments.as_at));
        match builder.add(records.id(), &record) {
            Ok(duty) => *standing.entry(duty.to_string()).or_default() += 1,
            Err(PlanError::Twice { .. }) => records.id_fault("stands in an earlier row already"),
            // A blank id was found when the row was read.
            Err(_) => {}
        }
    }
    records.finish()?;
    let plan = builder.finish();
    output::write_file(&arguments.out, &written(&plan)?)?;
    output::print(&shown(&plan, &standing))
}

/// The day of a run, where the clock can be trusted.
pub(super) fn run_day(
    last: Option<Day>,
    confirmed: bool,
    today: Day,
) -> Result<RunDay, RunDayError> {
    match last {
        None => Ok(RunDay::first(today)),
        Some(last) if confirmed => RunDay::confirmed(last, today),
        Some(last) => RunDay::after(last, today),
    }
}

/// The plan as JSON Lines: its head, then a line each.
fn written(plan: &Plan) -> Result<Vec<u8>, Stop> {
    let broken = |_| Stop::Failed("the plan could not be written".to_owned());
    let mut bytes = serde_json::to_vec(&plan.head()).map_err(broken)?;
    for line in plan.lines() {
        bytes.push(b'\n');
        serde_json::to_writer(&mut bytes, line).map_err(broken)?;
    }
    bytes.push(b'\n');
    Ok(bytes)
}

fn shown(plan: &Plan, standing: &BTreeMap<String, usize>) -> String {
    let mut counts: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for line in plan.lines() {
        let rule = line.rule().unwrap_or_default().to_owned();
        let key = [line.class().to_owned(), rule, line.duty().to_string()];
        *counts.entry(key).or_default() += 1;
    }
    let mut table = Table::new(&["class", "rule", "to do", "records"]);
    for (key, count) in counts {
        table.row(key.into_iter().chain([grouped(count)]));
    }
    let id: String = plan.id().to_string().chars().take(SHORT).collect();
    let all: Vec<String> =
        standing.iter().map(|(duty, count)| format!("{} {duty}", grouped(*count))).collect();
    format!(
        "{}  looked at {} records: {}\n  plan {id} of {}, to be carried out by {}\n",
        table.render(),
        grouped(plan.looked_at()),
        all.join(", "),
        plan.day(),
        plan.expires(),
    )
}
