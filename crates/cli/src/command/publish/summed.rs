//! Sums of an amount: rent owed by service, grants paid by district.

use caldicott::statistics::{Effort, Raw, Spec, SumOutcome, SumPublication, SumSpec, SumTable};
use csv::StringRecord;
use serde_json::json;

use super::{Publish, columns, lacking, refused};
use crate::output::{self, Format};
use crate::progress::Progress;
use crate::rows::Rows;
use crate::stop::Stop;

pub(super) fn run(arguments: &Publish, spec: &Spec, sum: &SumSpec) -> Result<(), Stop> {
    // Better no table than one that somebody believes was held against others.
    let counts_only = !arguments.beside.is_empty()
        || arguments.naive.is_some()
        || arguments.report.is_some()
        || arguments.released.is_asked_for();
    if counts_only {
        let message = "`--beside`, `--casebook`, `--naive` and `--report` are for tables of counts; sums are \
                       not held against other releases";
        return Err(Stop::bad_file(&arguments.spec, message));
    }
    let table = table(spec, sum, &arguments.records)?;
    let progress = Progress::new("protecting", 100);
    let mut rounds = 0;
    let plan = spec.plan(arguments.as_at);
    let outcome = plan.publish_sums(&table, sum.rules(), Effort::ORDINARY, &mut |_| {
        rounds += 1;
        progress.at(rounds.min(99));
    });
    drop(progress);
    match outcome {
        SumOutcome::Released(done) => output::print(&match arguments.format {
            Format::Table => done.release.to_csv(),
            Format::Json => format!("{:#}\n", value(&done, spec, sum)),
        }),
        SumOutcome::Refused(refusal) => Err(refused(&refusal)),
    }
}

fn value(done: &SumPublication, spec: &Spec, sum: &SumSpec) -> serde_json::Value {
    json!({
        "release": done.release,
        "report": {
            "profile": spec.profile(),
            "rules": sum.rules(),
            "cap": sum.cap(),
            "cells": done.release.cells().len(),
            "hidden_by_rule": done.hidden_by_rule,
            "hidden_for_others": done.hidden_for_others,
            "cost": done.cost,
            "at_least": done.at_least,
            "smallest_range_percent": done.smallest_range_percent,
            "digest": done.release.digest().to_string(),
        },
    })
}

/// Adds up the rows of a file as they are read. A row that cannot be placed, or whose amount is no whole
/// number, refuses the whole file.
fn table(spec: &Spec, sum: &SumSpec, path: &str) -> Result<Raw<SumTable>, Stop> {
    let mut rows = Rows::open(path)?;
    let found = columns(spec, &mut rows);
    let amount = rows.column(sum.column());
    let contributor = sum.contributor().map(|name| rows.column(name));
    let (Some(columns), Some(amount), None | Some(Some(_))) = (found, amount, contributor) else {
        return Err(lacking(rows, path));
    };
    let contributor = contributor.flatten();
    let counter = sum.counter(spec.variables());
    let mut counter = counter.map_err(|error| Stop::bad_file(path, error.to_string()))?;
    let mut row = StringRecord::new();
    let mut told = 0;
    while let Some(line) = rows.next_row(&mut row)? {
        let owed = row.get(amount).and_then(|cell| cell.trim().parse::<u64>().ok());
        if owed.is_none() {
            rows.cell_fault(amount, "is no whole number from nought");
        }
        let values = columns.iter().map(|column| row.get(*column));
        match contributor {
            Some(whose) => {
                let whose = row.get(whose).unwrap_or_default();
                counter.contribution(whose, values, owed.unwrap_or_default());
            }
            None => {
                counter.row(values, owed.unwrap_or_default());
            }
        }
        for fault in counter.faults().iter().skip(told) {
            rows.line_fault(line, &fault.to_string());
        }
        told = counter.faults().len();
    }
    let summed = counter.finish();
    rows.finish()?;
    summed.map_err(|_| Stop::bad_file(path, "a row cannot be placed, or the amounts are too large"))
}
