//! What the columns of a file of records are to a retention schedule.

use std::collections::BTreeSet;

use caldicott::model::document::nearest;
use caldicott::retention::{Schedule, Trigger, TriggerSource};

use crate::rows::Rows;

/// What a column holds.
pub(super) enum Column<'s> {
    /// A date of these triggers.
    Date(Vec<&'s Trigger>),
    Holds,
    /// Stages that were gone through.
    Taken,
    /// The categories of what the record holds.
    Tags,
    /// The day the record was used again.
    Reused,
    Other,
}

/// What each column holds, or a fault for one that is nothing to the schedule: a misspelt date column
/// would keep every record for ever, silently.
pub(super) fn columns<'s>(schedule: &'s Schedule, rows: &mut Rows) -> Vec<Column<'s>> {
    let heads: Vec<String> = rows.heads().iter().map(str::to_owned).collect();
    let columns = heads.iter().enumerate().map(|(place, head)| match head.as_str() {
        "id" | "class" => Column::Other,
        "holds" => Column::Holds,
        "taken" => Column::Taken,
        "tags" => Column::Tags,
        "reused" => Column::Reused,
        _ => {
            let fed = fed_by(schedule, head);
            if fed.is_empty() {
                rows.head_fault(place, &unknown(schedule, head));
            } else if is_ambiguous(&fed, head) {
                rows.head_fault(
                    place,
                    "it is the name of one trigger and the column of another; give the triggers by name",
                );
            }
            Column::Date(fed)
        }
    });
    let columns = columns.collect();
    for trigger in schedule.triggers() {
        check_sources(trigger, &heads, rows);
    }
    columns
}

/// The columns of the rulebook in which a trigger's day stands.
fn sources(trigger: &Trigger) -> Vec<&str> {
    match trigger.source() {
        TriggerSource::LatestOf(columns) => columns.iter().map(String::as_str).collect(),
        TriggerSource::Column(column)
        | TriggerSource::Parent(column)
        | TriggerSource::Related(column) => vec![column.as_str()],
        _ => Vec::new(),
    }
}

/// The triggers that a column is named after or that stand in it.
fn fed_by<'s>(schedule: &'s Schedule, head: &str) -> Vec<&'s Trigger> {
    let fed = |trigger: &&Trigger| trigger.name() == head || sources(trigger).contains(&head);
    schedule.triggers().iter().filter(fed).collect()
}

/// Whether a head names a trigger that stands elsewhere, and is the column of another.
fn is_ambiguous(fed: &[&Trigger], head: &str) -> bool {
    let elsewhere =
        |trigger: &&&Trigger| trigger.name() == head && !sources(trigger).contains(&head);
    let named = fed.iter().filter(elsewhere).count();
    named > 0 && fed.len() > named
}

/// A trigger that is given twice over, or half of one that is the latest of several days: what is
/// missing could be the later day, and the record would go too early.
fn check_sources(trigger: &Trigger, heads: &[String], rows: &mut Rows) {
    let place = |name: &str| heads.iter().position(|head| head == name);
    let sources = sources(trigger);
    let Some(first) = sources.iter().find_map(|column| place(column)) else { return };
    if !sources.contains(&trigger.name())
        && let Some(named) = place(trigger.name())
    {
        let message = format!("column {} gives the same date by its column's name", first + 1);
        rows.head_fault(named, &message);
    }
    for missing in sources.iter().filter(|column| place(column).is_none()) {
        let name = trigger.name();
        rows.head_fault(
            first,
            &format!("`{name}` is the latest of several columns, and `{missing}` is missing"),
        );
    }
}

fn unknown(schedule: &Schedule, head: &str) -> String {
    let mut names: BTreeSet<&str> = ["id", "class", "holds", "taken", "tags", "reused"].into();
    for trigger in schedule.triggers() {
        names.insert(trigger.name());
        names.extend(sources(trigger));
    }
    let near = nearest(head, names.iter().copied());
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let names: Vec<&str> = names.into_iter().collect();
    format!("no date that the schedule names{near} (it may be {})", names.join(", "))
}
