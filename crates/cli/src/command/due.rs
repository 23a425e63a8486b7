//! `due`: what a retention schedule says of records on a day.

mod columns;

use std::collections::{BTreeMap, BTreeSet};

use caldicott::calendar::Instant;
use caldicott::model::Day;
use caldicott::model::document::nearest;
use caldicott::policy::Rulebook;
use caldicott::retention::{Due as Ends, Hold, Outcome, Record, Schedule, TriggerDate};
use csv::StringRecord;

use self::columns::{Column, columns};
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
                    for hold in cell.split(';').map(str::trim).filter(|hold| !hold.is_empty()) {
                        match held(schedule, hold) {
                            Ok(hold) => record = record.held(hold),
                            Err(message) => rows.cell_fault(place, message),
                        }
                    }
                }
                Column::Date(triggers) => {
                    for trigger in triggers {
                        let date = date(cell, trigger.is_instant());
                        if date == TriggerDate::Impossible {
                            rows.cell_fault(place, "is no day of the calendar, written YYYY-MM-DD");
                            break;
                        }
                        record = record.dated(trigger.name(), date);
                    }
                }
            }
        }
        let outcome = schedule.evaluate(&record, arguments.as_at);
        *counts.entry(outcome.duty().to_string()).or_default() += 1;
        if outcome.due() == Ends::Unscheduled && !class.trim().is_empty() {
            unscheduled += 1;
            if !arguments.allow_unscheduled {
                if unscheduled == 1 {
                    rows.head_fault(class_column, &known_classes(schedule));
                }
                rows.cell_fault(class_column, about_nothing(schedule, class));
            }
        }
        match arguments.format {
            Format::Json => {
                let mut value = serde_json::json!({ "id": id, "class": class, "outcome": outcome });
                if let Some(text) = value.pointer_mut("/outcome/text") {
                    *text = in_words(&outcome).into();
                }
                spool.line(&value.to_string())?;
            }
            Format::Table => table.row([
                id.to_owned(),
                class.to_owned(),
                outcome.duty().to_string(),
                outcome.due().to_string(),
                in_words(&outcome),
            ]),
        }
    }
    rows.finish()?;
    if unscheduled > 0 {
        // They are kept for ever, on the word of the person who asks.
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

/// A hold, `arrears` or with its first day `arrears@2024-01-31`.
fn held(schedule: &Schedule, text: &str) -> Result<Hold, String> {
    let (kind, from) = text.split_once('@').map_or((text, None), |(kind, day)| (kind, Some(day)));
    let kind = kind.trim();
    let known = schedule.hold_kinds().iter().map(caldicott::retention::HoldKind::id);
    if !known.clone().any(|known| known == kind) {
        let known: Vec<&str> = known.collect();
        return Err(format!(
            "names a hold that the schedule has not (it has {})",
            known.join(", ")
        ));
    }
    let Some(from) = from else { return Ok(Hold::new(kind, Day::MIN)) };
    let from = from.trim().parse::<Day>();
    from.map(|from| Hold::new(kind, from)).map_err(|_| {
        "the first day of a hold is no day of the calendar, written YYYY-MM-DD".to_owned()
    })
}

/// The outcome in words, without the day that stands for a hold's unknown first one.
fn in_words(outcome: &Outcome<'_>) -> String {
    let since = format!(" since {}.", Day::MIN);
    outcome.to_string().replace(&since, ", its first day not given.")
}

/// The classes that some version of a rule is about.
fn classes(schedule: &Schedule) -> BTreeSet<&str> {
    let rules = schedule.rules().iter();
    rules.flat_map(|rule| rule.selection().classes()).map(String::as_str).collect()
}

fn known_classes(schedule: &Schedule) -> String {
    let known: Vec<&str> = classes(schedule).into_iter().collect();
    format!(
        "there are classes below that no rule is about on that day, and their records would be kept for \
         ever; say --allow-unscheduled if they are to be. The rules are about {}",
        known.join(", ")
    )
}

fn about_nothing(schedule: &Schedule, class: &str) -> String {
    let near = nearest(class, classes(schedule).into_iter()).filter(|near| *near != class);
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("no rule is about this class{near}")
}

/// A day, or for an instant the day it falls on in London.
fn date(cell: &str, instant: bool) -> TriggerDate {
    match cell.trim().parse::<Instant>() {
        Ok(at) if instant => TriggerDate::Day(at.day_in_london()),
        _ => TriggerDate::parse(cell),
    }
}
