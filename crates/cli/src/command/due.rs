//! `due`: what a retention schedule says of records on a day.

use std::collections::BTreeMap;

use caldicott::model::Day;
use caldicott::model::document::nearest;
use caldicott::policy::Rulebook;
use caldicott::retention::{Hold, Record, TriggerDate};
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
    let id_column = rows.column("id");
    let class_column = rows.column("class");
    let (Some(id_column), Some(class_column)) = (id_column, class_column) else {
        return rows.finish();
    };
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let triggers: Vec<&str> = schedule.triggers().iter().map(|trigger| trigger.name()).collect();
    let kinds: Vec<&str> = schedule.hold_kinds().iter().map(|kind| kind.id()).collect();
    for head in &heads {
        let known = matches!(head.as_str(), "id" | "class" | "holds");
        if !known && !triggers.contains(&head.as_str()) {
            // A misspelt date column would keep every record for ever, silently.
            let near = nearest(head, triggers.iter().copied());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            rows.head_fault(format!("a column is no date that the schedule names{near}"));
        }
    }
    let mut row = StringRecord::new();
    let mut spool = Spool::new()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut table = Table::new(&["record", "class", "standing", "due", "why"]);
    while let Some(line) = rows.next_row(&mut row)? {
        let id = row.get(id_column).unwrap_or_default();
        let class = row.get(class_column).unwrap_or_default();
        let mut record = Record::new(class);
        for (head, cell) in heads.iter().zip(row.iter()) {
            match head.as_str() {
                "id" | "class" => {}
                "holds" => {
                    for kind in cell.split(';').map(str::trim).filter(|kind| !kind.is_empty()) {
                        if !kinds.contains(&kind) {
                            rows.cell_fault(
                                line,
                                "holds",
                                "names a hold that the schedule has not",
                            );
                        }
                        record = record.held(Hold::new(kind, Day::MIN));
                    }
                }
                _ => record = record.dated(head, TriggerDate::parse(cell)),
            }
        }
        let outcome = schedule.evaluate(&record, arguments.as_at);
        *counts.entry(outcome.duty().to_string()).or_default() += 1;
        if id.is_empty() {
            rows.cell_fault(line, "id", "is empty");
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
    if arguments.format == Format::Json {
        return spool.print();
    }
    let total: Vec<String> = counts.iter().map(|(duty, count)| format!("{count} {duty}")).collect();
    let text = format!("{}  as at {}: {}\n", table.render(), arguments.as_at, total.join(", "));
    output::print(&text)
}
