//! `check`: everything that is wrong with a rulebook, or what it holds.

use caldicott::policy::{Finding, Rulebook, Severity};
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
            return Err(faults.into());
        }
    };
    let findings = rulebook.findings();
    let (faults, warnings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Fault);
    if !faults.is_empty() {
        if arguments.format == Format::Json {
            let value = json!({ "right": false, "faults": faults, "warnings": warnings });
            output::print(&format!("{value:#}\n"))?;
        }
        // What is only probably not meant comes along: one run shows all.
        let all = faults.into_iter().chain(warnings);
        return Err(Stop::BadInput(all.map(fault_of).collect()));
    }
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
    // What decisions and plans name: each by its own part, which a change to the other leaves as it was.
    let sharing = rulebook.sharing().map(|sharing| sharing.hash().to_string());
    let retention = rulebook.retention().map(|schedule| schedule.hash().to_string());
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
                "sharing_hash": sharing,
                "retention_hash": retention,
                "counts": counts,
                "warnings": warnings,
            });
            format!("{value:#}\n")
        }
        Format::Table => {
            let counts: Vec<String> =
                counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
            format!(
                "{} ({}), as known on {}\n  {}\n  hash {}\n{}  no fault found\n{}",
                profile.organisation,
                profile.id,
                profile.as_known_on,
                counts.join(", "),
                rulebook.hash(),
                [("  in decisions", &sharing), ("  in plans", &retention)]
                    .iter()
                    .filter_map(|(name, hash)| Some(format!("{name} {}\n", hash.as_ref()?)))
                    .collect::<String>(),
                warnings.iter().fold(String::new(), |text, warning| text + &format!("{warning}\n"))
            )
        }
    };
    output::print(&text)
}

/// A finding as a fault, with the rules that make it matter and how bad it is in its message.
fn fault_of(finding: Finding) -> caldicott::model::document::Fault {
    let rules: Vec<&str> = finding.rules.ids().collect();
    let mut fault = finding.place;
    if finding.severity == Severity::Warning {
        fault.message = format!("warning: {}", fault.message);
    }
    if !rules.is_empty() {
        fault.message = format!("{} [{}]", fault.message, rules.join(", "));
    }
    fault
}
