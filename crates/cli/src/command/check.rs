//! `check`: everything that is wrong with a rulebook, or what it holds.

use caldicott::policy::Rulebook;
use serde_json::json;

use crate::args::Check;
use crate::input;
use crate::output::{self, Format};
use crate::stop::Stop;

pub(crate) fn run(arguments: &Check) -> Result<(), Stop> {
    let files = input::rulebook(&arguments.rulebook)?;
    let rulebook = match Rulebook::load(&files) {
        Ok(rulebook) => rulebook,
        Err(faults) => {
            if arguments.format == Format::Json {
                let value = json!({ "right": false, "faults": faults });
                output::print(&format!("{value:#}\n"))?;
            }
            return Err(Stop::BadInput(faults));
        }
    };
    let profile = rulebook.profile();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    if let Some(sharing) = rulebook.sharing() {
        counts.extend([
            ("roles", sharing.roles().len()),
            ("organisations", sharing.organisations().len()),
            ("agreements", sharing.agreements().len()),
            ("consent forms", sharing.forms().len()),
            ("processors", sharing.processors().len()),
            ("gateways", sharing.gateways().len()),
            ("bars", sharing.bars().len()),
        ]);
    }
    if let Some(schedule) = rulebook.retention() {
        counts.extend([
            ("triggers", schedule.triggers().len()),
            ("retention rules", schedule.rules().len()),
            ("ceilings", schedule.limits().len()),
            ("kinds of hold", schedule.hold_kinds().len()),
        ]);
    }
    let text = match arguments.format {
        Format::Json => {
            let counts: serde_json::Map<_, _> =
                counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
            let value = json!({
                "right": true,
                "id": profile.id,
                "organisation": profile.organisation,
                "as_known_on": profile.as_known_on,
                "hash": rulebook.hash().to_string(),
                "counts": counts,
            });
            format!("{value:#}\n")
        }
        Format::Table => {
            let counts: Vec<String> =
                counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
            format!(
                "{} ({}), as known on {}\n  {}\n  hash {}\n  no fault found\n",
                profile.organisation,
                profile.id,
                profile.as_known_on,
                counts.join(", "),
                rulebook.hash()
            )
        }
    };
    output::print(&text)
}
