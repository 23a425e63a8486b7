//! `dpia`: a data protection impact assessment, checked and rendered.

use caldicott::accountability::{Dpia, weight_name};
use caldicott::model::Day;
use caldicott::policy::{SourceFile, read_file};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::input;
use crate::output::{self, Format, Table};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Assessment {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// What is wrong with it, and what is missing: exit code 1 where something is
    Check(Checked),
    /// The document, to be read and signed
    Render(Rendered),
}

#[derive(Args, Debug)]
struct Checked {
    /// The assessment, TOML
    file: String,
    /// The day: the law of that day is applied
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Day,
    /// How to show what is found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Args, Debug)]
struct Rendered {
    /// The assessment, TOML
    file: String,
    /// The day of the check that goes with it
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Option<Day>,
    /// The form
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Markdown.
    #[default]
    Markdown,
    /// One page, which needs nothing else.
    Html,
}

pub(crate) fn run(arguments: &Assessment) -> Result<(), Stop> {
    match &arguments.task {
        Task::Check(checked) => check(checked),
        Task::Render(rendered) => {
            let dpia = read(&rendered.file)?;
            let review = rendered.as_at.map(|day| dpia.check(day));
            output::print(&match rendered.format {
                Form::Markdown => dpia.to_markdown(),
                Form::Html => dpia.to_html(review.as_ref()),
            })
        }
    }
}

pub(crate) fn read(path: &str) -> Result<Dpia, Stop> {
    let read = input::text(path)?;
    let file = SourceFile { name: read.name, text: read.text };
    read_file(&file, Dpia::read).map_err(Stop::from)
}

fn check(checked: &Checked) -> Result<(), Stop> {
    let dpia = read(&checked.file)?;
    let review = dpia.check(checked.as_at);
    let rules: Vec<&str> = review.rules().ids().collect();
    match checked.format {
        Format::Json => {
            let value =
                json!({ "holds": review.holds(), "findings": review.findings(), "rules": rules });
            output::print(&format!("{value:#}\n"))?;
        }
        Format::Table => {
            let mut table = Table::new(&["weight", "rule", "what", "instead"]);
            for finding in review.findings() {
                let (weight, rule) = (weight_name(finding.weight()), finding.rule().id());
                let cells = [weight, rule, finding.says(), finding.instead()];
                table.row(cells.map(str::to_owned));
            }
            let count = review.findings().len();
            output::print(&format!("{}  {count} findings on {}\n", table.render(), checked.as_at))?;
        }
    }
    if review.holds() {
        return Ok(());
    }
    Err(Stop::Failed(format!("{}: the assessment has faults", checked.file)))
}
