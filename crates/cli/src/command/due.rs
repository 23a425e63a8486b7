//! `due`: what a retention schedule says of records on a day.

use std::collections::BTreeMap;

use caldicott::calendar::Instant;
use caldicott::model::Day;
use caldicott::model::document::nearest;
use caldicott::policy::Rulebook;
use caldicott::retention::{Due as Ends, Hold, Record, Schedule, Trigger, TriggerDate};
use csv::StringRecord;

use crate::args::Due;
use crate::input;
use crate::output::{self, Format, Spool, Table};
use crate::rows::Rows;
use crate::stop::Stop;

pub(crate) fn run(arguments: &Due) -> Result<(), Stop> {
    let rulebook =
        Rulebook::load(&input::rulebook(&arguments.rulebook)?).map_err(Stop::BadInput)?;
    let Some(schedule) = rulebook.retention() else {
        let message = "the rulebook has no retention schedule";
        return Err(Stop::bad_file(&arguments.rulebook, message));
    };
    let mut rows = Rows::open(&arguments.records)?;
    let mut unscheduled = 0_usize;
    let id_column = rows.column("id");
    let class_column = rows.column("class");
    let (Some(id_column), Some(class_column)) = (id_column, class_column) else {
        return rows.finish();
    };
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let columns = columns(schedule, &mut rows);
    let mut row = StringRecord::new();
    let mut spool = Spool::new()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut table = Table::new(&["record", "class", "standing", "due", "why"]);
    while rows.next_row(&mut row)?.is_some() {
        let id = row.get(id_column).unwrap_or_default();
        let class = row.get(class_column).unwrap_or_default();
        for (column, cell) in [(id_column, id), (class_column, class)] {
            if cell.trim().is_empty() {
                rows.cell_fault(column, "is empty");
            }
        }
        let mut record = Record::new(class);
        for (place, (column, cell)) in columns.iter().zip(row.iter()).enumerate() {
            match column {
                Column::Other => {}
                Column::Holds => {
                    for kind in cell.split(';').map(str::trim).filter(|kind| !kind.is_empty()) {
                        if !schedule.hold_kinds().iter().any(|known| known.id() == kind) {
                            rows.cell_fault(place, "names a hold that the schedule has not");
                        }
                        record = record.held(Hold::new(kind, Day::MIN));
                    }
                }
                Column::Date { instant } => {
                    let date = date(cell, *instant);
                    if date == TriggerDate::Impossible {
                        rows.cell_fault(place, "is no day of the calendar, written YYYY-MM-DD");
                    }
                    record = record.dated(heads.get(place).map_or("", String::as_str), date);
                }
            }
        }
        let outcome = schedule.evaluate(&record, arguments.as_at);
        *counts.entry(outcome.duty().to_string()).or_default() += 1;
        if outcome.due() == Ends::Unscheduled {
            unscheduled += 1;
        }
        match arguments.format {
            Format::Json => {
                let value = serde_json::json!({ "id": id, "class": class, "outcome": outcome });
                spool.line(&value.to_string())?;
            }
            Format::Table => table.row([
                id.to_owned(),
                class.to_owned(),
                outcome.duty().to_string(),
                outcome.due().to_string(),
                outcome.to_string(),
            ]),
        }
    }
    rows.finish()?;
    if unscheduled > 0 {
        // A misspelt class would keep its records for ever.
        let records = if unscheduled == 1 { "record is" } else { "records are" };
        let note = format!("{unscheduled} {records} of a class that no rule is about");
        input::note(&arguments.records, &note);
    }
    if arguments.format == Format::Json {
        return spool.print();
    }
    let total: Vec<String> = counts.iter().map(|(duty, count)| format!("{count} {duty}")).collect();
    let text = format!("{}  as at {}: {}\n", table.render(), arguments.as_at, total.join(", "));
    output::print(&text)
}

/// What a column holds.
enum Column {
    Date { instant: bool },
    Holds,
    Other,
}

/// What each column holds, or a fault for one that is nothing to the schedule: a misspelt date column
/// would keep every record for ever, silently.
fn columns(schedule: &Schedule, rows: &mut Rows) -> Vec<Column> {
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let of = |(place, head): (usize, &String)| {
        if let Some(trigger) = schedule.triggers().iter().find(|trigger| trigger.name() == head) {
            return Column::Date { instant: trigger.is_instant() };
        }
        match head.as_str() {
            "holds" => Column::Holds,
            "id" | "class" => Column::Other,
            _ => {
                let triggers = schedule.triggers().iter().map(Trigger::name);
                let near = nearest(head, triggers.chain(["holds"]));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                rows.head_fault(place, &format!("no date that the schedule names{near}"));
                Column::Other
            }
        }
    };
    heads.iter().enumerate().map(of).collect()
}

/// A day, or for an instant the day it falls on in London.
fn date(cell: &str, instant: bool) -> TriggerDate {
    match cell.trim().parse::<Instant>() {
        Ok(at) if instant => TriggerDate::Day(at.day_in_london()),
        _ => TriggerDate::parse(cell),
    }
}
