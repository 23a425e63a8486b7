//! `diff`: what two versions of a rulebook, or one on two days, do differently.

use caldicott::model::Day;
use caldicott::policy::{Rulebook, diff};
use clap::Args;

use crate::output::{self, Format};
use crate::stop::Stop;
use crate::{input, requests};

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The old rulebook: a TOML file or a folder of them
    old: String,
    /// The new one; without it, the old one is compared on two days
    #[arg(required_unless_present = "from_day", conflicts_with_all = ["from_day", "to_day"])]
    new: Option<String>,
    /// Requests that are put to both as well, JSON Lines
    #[arg(long, value_name = "FILE")]
    requests: Option<String>,
    /// The day to compare on; without it, the day the new rulebook was known to be true
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with_all = ["from_day", "to_day"])]
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
    let load = |path: &str| Rulebook::load(&input::rulebook(path)?).map_err(Stop::BadInput);
    let old = load(&arguments.old)?;
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
