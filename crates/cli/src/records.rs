//! Records of a CSV or Parquet file as a retention schedule sees them: their dates, holds and reviews.

mod columns;

use std::collections::BTreeSet;

use caldicott::calendar::Instant;
use caldicott::model::document::nearest;
use caldicott::model::{Category, CategorySet, Day};
use caldicott::retention::{
    Decision, Due, Hold, HoldKind, Outcome, Record, Schedule, Stage, Taken, TriggerDate,
};
use csv::StringRecord;

use self::columns::{Column, columns};
use crate::input;
use crate::rows::Rows;
use crate::stop::Stop;

/// The records of a file, one at a time.
pub(crate) struct Records<'s> {
    schedule: &'s Schedule,
    name: String,
    rows: Rows,
    columns: Vec<Column<'s>>,
    id_column: usize,
    class_column: usize,
    row: StringRecord,
    allow_unscheduled: bool,
    unscheduled: usize,
}

impl<'s> Records<'s> {
    /// Opens a file, or standard input for `-`; every fault of its header is listed.
    pub(crate) fn open(
        schedule: &'s Schedule,
        path: &str,
        allow_unscheduled: bool,
    ) -> Result<Self, Stop> {
        let mut rows = Rows::open(path)?;
        let (id, class) = (rows.column("id"), rows.column("class"));
        let (Some(id_column), Some(class_column)) = (id, class) else {
            return Err(rows.finish().err().unwrap_or_else(|| Stop::bad_file(path, "no columns")));
        };
        let columns = columns(schedule, &mut rows);
        Ok(Self {
            schedule,
            name: path.to_owned(),
            rows,
            columns,
            id_column,
            class_column,
            row: StringRecord::new(),
            allow_unscheduled,
            unscheduled: 0,
        })
    }

    /// The next record. What is wrong with it is kept for [`finish`](Self::finish).
    pub(crate) fn next(&mut self) -> Result<Option<Record>, Stop> {
        if self.rows.next_row(&mut self.row)?.is_none() {
            return Ok(None);
        }
        let class = self.row.get(self.class_column).unwrap_or_default();
        let mut record = Record::new(class);
        for column in [self.id_column, self.class_column] {
            if self.row.get(column).unwrap_or_default().trim().is_empty() {
                self.rows.cell_fault(column, "is empty");
            }
        }
        for (place, (column, cell)) in self.columns.iter().zip(self.row.iter()).enumerate() {
            let taken = match column {
                Column::Other => Ok(record),
                Column::Date(triggers) => triggers.iter().try_fold(record, |record, trigger| {
                    let date = date(cell, trigger.is_instant());
                    if date == TriggerDate::Impossible {
                        return Err("is no day of the calendar, written YYYY-MM-DD".to_owned());
                    }
                    Ok(record.dated(trigger.name(), date))
                }),
                Column::Holds => each(cell)
                    .try_fold(record, |record, hold| Ok(record.held(held(self.schedule, hold)?))),
                Column::Taken => {
                    each(cell).try_fold(record, |record, stage| Ok(record.taken(taken(stage)?)))
                }
                Column::Tags => each(cell)
                    .try_fold(CategorySet::NONE, |tags, name| Ok(tags.union(category(name)?)))
                    .map(|tags| record.tagged(tags)),
                Column::Reused => match TriggerDate::parse(cell) {
                    TriggerDate::Missing => Ok(record),
                    TriggerDate::Day(day) => Ok(record.reused(day)),
                    TriggerDate::Partial(_) | TriggerDate::Impossible => Err(NO_DAY.to_owned()),
                },
            };
            match taken {
                Ok(with) => record = with,
                Err(message) => {
                    self.rows.cell_fault(place, message);
                    record = Record::new(class);
                }
            }
        }
        Ok(Some(record))
    }

    /// The id of the record that was read last.
    pub(crate) fn id(&self) -> &str {
        self.row.get(self.id_column).unwrap_or_default()
    }

    /// The class of the record that was read last.
    pub(crate) fn class(&self) -> &str {
        self.row.get(self.class_column).unwrap_or_default()
    }

    /// Says of the record that was read last what is wrong with its id; the message must not repeat it.
    pub(crate) fn id_fault(&mut self, message: &str) {
        self.rows.cell_fault(self.id_column, message);
    }

    /// Looks at what came of the record that was read last: one of a class that no rule is about is kept
    /// for ever, which somebody must have meant.
    pub(crate) fn note(&mut self, outcome: &Outcome<'_>) {
        let class = self.row.get(self.class_column).unwrap_or_default();
        if outcome.due() != Due::Unscheduled || class.trim().is_empty() {
            return;
        }
        self.unscheduled += 1;
        if !self.allow_unscheduled {
            if self.unscheduled == 1 {
                self.rows.head_fault(self.class_column, &known_classes(self.schedule));
            }
            self.rows.cell_fault(self.class_column, about_nothing(self.schedule, class));
        }
    }

    /// Nothing was wrong with any, or everything that was.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        let holds = self.columns.iter().any(|column| matches!(column, Column::Holds));
        self.rows.finish()?;
        if !holds && !self.schedule.hold_kinds().is_empty() {
            input::note(&self.name, "no column `holds` was given, so no record counts as held");
        }
        if self.unscheduled > 0 {
            // They are kept for ever, on the word of the person who asks.
            let records = if self.unscheduled == 1 { "record is" } else { "records are" };
            let note = format!("{} {records} of a class that no rule is about", self.unscheduled);
            input::note(&self.name, &note);
        }
        Ok(())
    }
}

const NO_DAY: &str = "is no day of the calendar, written YYYY-MM-DD";

/// The entries of a list in one cell.
fn each(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

/// A hold: `arrears`, with its first day `arrears@2024-01-31`, with its last `arrears@2024-01-31..2024-06-30`.
fn held(schedule: &Schedule, text: &str) -> Result<Hold, String> {
    let (kind, days) = text.split_once('@').map_or((text, ""), |(kind, days)| (kind, days));
    let kind = kind.trim();
    let known = schedule.hold_kinds().iter().map(HoldKind::id);
    if !known.clone().any(|known| known == kind) {
        let known: Vec<&str> = known.collect();
        return Err(format!(
            "names a hold that the schedule has not (it has {})",
            known.join(", ")
        ));
    }
    let (from, to) = days.split_once("..").unwrap_or((days, ""));
    let day = |text: &str, which: &str| match TriggerDate::parse(text.trim()) {
        TriggerDate::Impossible => {
            Err(format!("the {which} day of a hold is no day of the calendar, written YYYY-MM-DD"))
        }
        date @ (TriggerDate::Missing | TriggerDate::Day(_) | TriggerDate::Partial(_)) => Ok(date),
    };
    Ok(Hold::dated(kind, day(from, "first")?, day(to, "last")?))
}

/// A stage gone through: `review by line-manager@2026-10-01`, and after the day what was decided where the
/// record is not to go on: ` keep until 2027-10-01` or ` keep forever`.
fn taken(text: &str) -> Result<Taken, String> {
    let form = || {
        "a stage gone through is written `review by line-manager@2026-10-01`, with ` keep until \
         2027-10-01` or ` keep forever` after it where that was decided"
            .to_owned()
    };
    let (stage, rest) = text.split_once('@').ok_or_else(form)?;
    let stage = stage.parse::<Stage>().map_err(|_| form())?;
    let mut words = rest.split_whitespace();
    let mut next = || words.next();
    let day = |word: Option<&str>| {
        word.and_then(|word| word.parse::<Day>().ok()).ok_or_else(|| NO_DAY.to_owned())
    };
    let on = day(next())?;
    let decision = match (next(), next()) {
        (None, _) => Decision::Proceed,
        (Some("keep"), Some("forever")) => Decision::KeepForever,
        (Some("keep"), Some("until")) => Decision::KeepUntil(day(next())?),
        _ => return Err(form()),
    };
    if next().is_some() {
        return Err(form());
    }
    if stage.reviewer().is_none() && decision != Decision::Proceed {
        return Err("only a review decides that a record is kept".to_owned());
    }
    Ok(Taken::new(stage, on, decision))
}

fn category(name: &str) -> Result<CategorySet, String> {
    let found = Category::ALL.iter().find(|category| category.name() == name);
    found.map(|category| CategorySet::from(*category)).ok_or_else(|| {
        let near = nearest(name, Category::ALL.iter().map(|category| category.name()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("names no category{near}")
    })
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
