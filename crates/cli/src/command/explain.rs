//! `explain`: a whole rulebook in plain English.

use caldicott::policy::Rulebook;
use clap::Args;

use super::Page;
use crate::input;
use crate::output;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

pub(crate) fn run(arguments: &Explain) -> Result<(), Stop> {
    let rulebook =
        Rulebook::load(&input::rulebook(&arguments.rulebook)?).map_err(Stop::BadInput)?;
    let explanation = rulebook.explain();
    let text = match arguments.format {
        Page::Table => explanation.to_text(),
        Page::Html => explanation.to_html(),
        Page::Json => format!("{:#}\n", serde_json::json!(explanation)),
    };
    output::print(&text)
}
