//! `trace`: every rule of the founding policies, and what became of it, measured over the shipped
//! rulebooks and their requests.

use caldicott::accountability::Dpia;
use caldicott::calendar::Day;
use caldicott::policy::{Rulebook, SourceFile, read_file};
use caldicott_policy::trace::{Matrix, Measured, Status};
use clap::Args;

use super::Page;
use crate::output::{self, Table};
use crate::requests;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Trace {
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

/// A rulebook that ships with the program: its name, its files and its requests.
type Pack = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const PACKS: [Pack; 3] = [
    (
        "st-martins",
        &[
            ("casework.toml", include_str!("../../packs/rulebooks/st-martins/casework.toml")),
            ("retention.toml", include_str!("../../packs/rulebooks/st-martins/retention.toml")),
            ("rulebook.toml", include_str!("../../packs/rulebooks/st-martins/rulebook.toml")),
            ("sharing.toml", include_str!("../../packs/rulebooks/st-martins/sharing.toml")),
        ],
        include_str!("../../packs/requests/st-martins.jsonl"),
    ),
    (
        "camden",
        &[
            ("casework.toml", include_str!("../../packs/rulebooks/camden/casework.toml")),
            ("retention.toml", include_str!("../../packs/rulebooks/camden/retention.toml")),
            ("rulebook.toml", include_str!("../../packs/rulebooks/camden/rulebook.toml")),
            ("sharing.toml", include_str!("../../packs/rulebooks/camden/sharing.toml")),
        ],
        include_str!("../../packs/requests/camden.jsonl"),
    ),
    (
        "care-provider",
        &[
            ("casework.toml", include_str!("../../packs/rulebooks/care-provider/casework.toml")),
            ("retention.toml", include_str!("../../packs/rulebooks/care-provider/retention.toml")),
            ("rulebook.toml", include_str!("../../packs/rulebooks/care-provider/rulebook.toml")),
            ("sharing.toml", include_str!("../../packs/rulebooks/care-provider/sharing.toml")),
        ],
        include_str!("../../packs/requests/care-provider.jsonl"),
    ),
];

/// The founding assessments, each with the day it was signed.
const ASSESSMENTS: [(&str, &str, Day); 2] = [
    ("st-martins", include_str!("../../packs/dpia/st-martins.toml"), Day::literal(2021, 4, 1)),
    ("camden", include_str!("../../packs/dpia/camden.toml"), Day::literal(2021, 3, 5)),
];

pub(crate) fn run(arguments: &Trace) -> Result<(), Stop> {
    let mut measured = Measured::default();
    for (name, files, asked) in PACKS {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(file, text)| SourceFile {
                name: format!("{name}/{file}"),
                text: (*text).to_owned(),
            })
            .collect();
        let rulebook = Rulebook::load(&files)?;
        let asked = requests::read(&format!("{name}.jsonl"), asked.as_bytes())?;
        measured.rulebook(name, &rulebook, &asked);
    }
    for (name, text, day) in ASSESSMENTS {
        let file = SourceFile { name: format!("{name}.toml"), text: text.to_owned() };
        let assessment = read_file(&file, Dpia::read)?;
        measured.assessment(name, &assessment, day);
    }
    measured.worked_cases();
    let matrix = Matrix::new(measured)?;
    output::print(&match arguments.format {
        Page::Table => text(&matrix),
        Page::Html => matrix.to_html(),
        Page::Json => format!("{:#}\n", matrix.to_json()),
    })?;
    let faults = matrix.faults();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Stop::Failed(format!("table and measurement disagree:\n  {}", faults.join("\n  "))))
}

fn text(matrix: &Matrix) -> String {
    let mut table = Table::new(&["rule", "policy", "status", "cited", "what it asks", "how"]);
    for row in matrix.rows() {
        let how = match row.status {
            Status::Enforced => row.by.first().cloned().unwrap_or_default(),
            Status::Recorded | Status::Organisational | Status::Corrected | Status::Open => {
                row.how.clone()
            }
        };
        table.row([
            row.id.clone(),
            row.source.clone(),
            row.status.name().to_owned(),
            row.cited.to_string(),
            row.says.clone(),
            how,
        ]);
    }
    format!("{}\n  {}\n", table.render(), matrix.summary())
}
