//! `due`: what a retention schedule says of records on a day.

use std::collections::BTreeMap;

use caldicott::policy::Rulebook;
use caldicott::retention::{Outcome, Schedule};
use serde::Serialize;

use crate::args::Due;
use crate::input;
use crate::output::{self, Format, Spool, Table, grouped};
use crate::records::Records;
use crate::stop::Stop;

/// How many records the table shows; more are counted, and JSON has them all.
const MOST_ROWS: usize = 1000;

/// A record and what is due, as a line of JSON.
#[derive(Serialize)]
struct Line<'l> {
    id: &'l str,
    class: &'l str,
    outcome: &'l Outcome<'l>,
}

pub(crate) fn run(arguments: &Due) -> Result<(), Stop> {
    let rulebook = load(&arguments.rulebook)?;
    let schedule = schedule(&rulebook, &arguments.rulebook)?;
    let mut records = Records::open(schedule, &arguments.records, arguments.allow_unscheduled)?;
    let mut spool = Spool::new()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut table = Table::new(&["record", "class", "standing", "due", "why"]);
    let mut rows = 0_usize;
    while let Some(record) = records.next()? {
        let outcome = schedule.evaluate(&record, arguments.as_at);
        let duty = outcome.duty().to_string();
        if arguments.only.is_empty() || arguments.only.contains(&duty) {
            rows += 1;
            let (id, class) = (records.id(), records.class());
            if arguments.format == Format::Json {
                let line = serde_json::to_string(&Line { id, class, outcome: &outcome });
                let broken = |_| Stop::Failed("an outcome could not be written".to_owned());
                spool.line(&line.map_err(broken)?)?;
            } else if rows <= MOST_ROWS {
                let (due, words) = (outcome.due().to_string(), outcome.to_string());
                table.row([id.to_owned(), class.to_owned(), duty.clone(), due, words]);
            }
        }
        *counts.entry(duty).or_default() += 1;
        records.note(&outcome);
    }
    records.finish()?;
    if arguments.format == Format::Json {
        return spool.print();
    }
    let mut text = table.render();
    if rows > MOST_ROWS {
        let more = grouped(rows - MOST_ROWS);
        text.push_str(&format!("  and {more} records more, which --format json shows\n"));
    }
    let total: Vec<String> =
        counts.iter().map(|(duty, count)| format!("{} {duty}", grouped(*count))).collect();
    text.push_str(&format!("  as at {}: {}\n", arguments.as_at, total.join(", ")));
    output::print(&text)
}

/// Loads a rulebook, or lists everything that is wrong with it.
pub(crate) fn load(path: &str) -> Result<Rulebook, Stop> {
    Rulebook::load(&input::rulebook(path)?).map_err(Stop::from)
}

/// The retention schedule of a rulebook.
pub(super) fn schedule<'r>(rulebook: &'r Rulebook, path: &str) -> Result<&'r Schedule, Stop> {
    rulebook
        .retention()
        .ok_or_else(|| Stop::bad_file(path, "the rulebook has no retention schedule"))
}
