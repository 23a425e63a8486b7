//! Sums of an amount: rent owed by service, grants paid by district.

use caldicott::statistics::{
    Effort, Plan, Raw, Spec, SumOutcome, SumPublication, SumSpec, SumTable, naive_sums,
};
use csv::StringRecord;
use serde_json::json;

use super::released::Before;
use super::{Publish, beside, columns, lacking, refused};
use crate::output::{self, Format};
use crate::progress::Progress;
use crate::rows::Rows;
use crate::stop::Stop;

pub(super) fn run(arguments: &Publish, spec: &Spec, sum: &SumSpec) -> Result<(), Stop> {
    let beside = beside(arguments, spec)?;
    let mut ledger = arguments.released.open()?;
    let table = table(spec, sum, &arguments.records)?;
    if let Some(path) = &arguments.naive {
        let found = naive_sums(&table, sum.rules(), spec.profile());
        output::write_file(path, found.internal_page(spec.title()).as_bytes())?;
    }
    let publish = |before: Before| {
        let plan = spec.plan(arguments.as_at).after(before.people).after_sums(before.sums);
        protected(&plan, &table, sum)
    };
    let done = match &mut ledger {
        // Nothing leaves before the ledger holds it.
        Some(ledger) => ledger.release(
            spec.people(),
            |before| publish(before.and(&beside)),
            |ledger, id, done| ledger.enter_sums(id, arguments.as_at, done),
        )?,
        None => publish(beside)?,
    };
    if let Some(path) = &arguments.report {
        output::write_file(path, done.report_page().as_bytes())?;
    }
    output::print(&match arguments.format {
        Format::Table => done.release.to_csv(),
        Format::Json => {
            format!("{:#}\n", json!({ "release": done.release, "report": done.report }))
        }
    })
}

fn protected(plan: &Plan, table: &Raw<SumTable>, sum: &SumSpec) -> Result<SumPublication, Stop> {
    let progress = Progress::new("protecting", 100);
    let mut rounds = 0;
    let outcome = plan.publish_sums(table, sum.rules(), Effort::ORDINARY, &mut |_| {
        rounds += 1;
        progress.at(rounds.min(99));
    });
    drop(progress);
    match outcome {
        SumOutcome::Released(done) => Ok(*done),
        SumOutcome::Refused(refusal) => Err(refused(&refusal)),
    }
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
