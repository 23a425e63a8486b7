//! `diff`: what two versions of a rulebook, or one on two days, do differently.

use caldicott::model::Day;
use caldicott::policy::{Rulebook, diff};
use clap::Args;

use super::due;
use crate::output::{self, Format, Table, grouped};
use crate::records::Records;
use crate::stop::Stop;
use crate::{input, requests};

/// How many records that move are named in the table.
const MOST_RECORDS: usize = 1000;

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The old rulebook: a TOML file or a folder of them
    old: String,
    /// The new one; without it, the old one is compared on two days: --from-day and --to-day
    #[arg(required_unless_present = "from_day", conflicts_with_all = ["from_day", "to_day"])]
    new: Option<String>,
    /// Requests that are put to both as well, JSON Lines
    #[arg(long, value_name = "FILE")]
    requests: Option<String>,
    /// Records that are put to both retention schedules, CSV or Parquet: how many move, and which
    #[arg(long, value_name = "FILE", conflicts_with_all = ["requests", "from_day", "to_day"])]
    records: Option<String>,
    /// The day to compare on; without it, the day the new rulebook was known to be true
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD", conflicts_with_all = ["from_day", "to_day"])]
    as_at: Option<Day>,
    /// The first of two days
    #[arg(long, value_name = "YYYY-MM-DD", requires = "to_day")]
    from_day: Option<Day>,
    /// The second
    #[arg(long, value_name = "YYYY-MM-DD", requires = "from_day")]
    to_day: Option<Day>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(arguments: &Diff) -> Result<(), Stop> {
    let load = |path: &str| Rulebook::load(&input::rulebook(path)?).map_err(Stop::from);
    let old = load(&arguments.old)?;
    if let (Some(records), Some(path)) = (&arguments.records, &arguments.new) {
        return population(arguments, &old, &load(path)?, records);
    }
    let asked = match &arguments.requests {
        Some(path) => requests::read(path, input::open(path)?)?,
        None => Vec::new(),
    };
    let found = match (&arguments.new, arguments.from_day, arguments.to_day) {
        (Some(path), _, _) => {
            let new = load(path)?;
            let day = arguments.as_at.unwrap_or(new.profile().as_known_on);
            diff::versions(&old, &new, day, &asked)
        }
        (None, Some(from), Some(to)) => diff::days(&old, from, to, &asked),
        (None, _, _) => {
            let message = "a second rulebook is wanted, or --from-day and --to-day";
            return Err(Stop::bad_file(&arguments.old, message));
        }
    };
    output::print(&match arguments.format {
        Format::Table => found.to_text(),
        Format::Json => format!("{:#}\n", serde_json::json!(found)),
    })
}

/// How the records of a file fare under the retention schedules of both.
fn population(arguments: &Diff, old: &Rulebook, new: &Rulebook, path: &str) -> Result<(), Stop> {
    let day = arguments.as_at.unwrap_or(new.profile().as_known_on);
    let one = due::schedule(old, &arguments.old)?;
    let other = due::schedule(new, arguments.new.as_deref().unwrap_or_default())?;
    let mut records = Records::open(one, path, true)?;
    let mut comparing = one.comparing(other);
    while let Some(record) = records.next()? {
        comparing.add(records.id(), &record, day);
    }
    records.finish()?;
    let found = comparing.finish();
    output::print(&match arguments.format {
        Format::Table => {
            let mut table = Table::new(&["before", "after", "records"]);
            for (before, after, count) in found.moves() {
                table.row([before.to_string(), after.to_string(), grouped(count)]);
            }
            let mut text = format!("{}  on {day}\n", table.render());
            for (id, before, after) in found.changed().iter().take(MOST_RECORDS) {
                text.push_str(&format!("  {id}: {before} becomes {after}\n"));
            }
            if found.changed().len() > MOST_RECORDS {
                let more = grouped(found.changed().len() - MOST_RECORDS);
                text.push_str(&format!("  and {more} more, which --format json shows\n"));
            }
            text
        }
        Format::Json => {
            let moves: Vec<_> = found
                .moves()
                .map(|(before, after, count)| {
                    let (before, after) = (before.to_string(), after.to_string());
                    serde_json::json!({ "before": before, "after": after, "records": count })
                })
                .collect();
            let changed: Vec<_> = found
                .changed()
                .iter()
                .map(|(id, before, after)| {
                    let (before, after) = (before.to_string(), after.to_string());
                    serde_json::json!({ "id": id, "before": before, "after": after })
                })
                .collect();
            format!("{:#}\n", serde_json::json!({ "day": day, "moves": moves, "changed": changed }))
        }
    })
}
