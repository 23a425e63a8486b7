//! `generalise`: the least that must be made coarser or left out, proved; and the records after it.

use std::io;
use std::path::{Path, PathBuf};

use caldicott::model::Day;
use caldicott::statistics::{Generalisation, Generalise, RecordOutcome, RecordRelease};
use clap::Args;
use serde_json::json;

use super::Page;
use crate::encoded;
use crate::output::{self, Table, grouped};
use crate::progress::Progress;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Coarser {
    /// The records, CSV with a header or Parquet, or `-` for standard input
    file: String,
    /// The specification, TOML: the fields, their levels, what is required and how loss is measured
    #[arg(long, value_name = "FILE")]
    spec: String,
    /// Where the coarser records go, if they may leave
    #[arg(long, value_name = "FILE", requires = "as_at")]
    out: Option<PathBuf>,
    /// The day on which they are to leave
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    as_at: Option<Day>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

pub(crate) fn run(arguments: &Coarser) -> Result<(), Stop> {
    let spec = encoded::spec(&arguments.spec)?;
    let data = encoded::records(spec.variables(), &arguments.file)?;
    let plan = spec.generalise();
    let failed = |error: caldicott::statistics::TableError| {
        Stop::bad_file(&arguments.spec, error.to_string())
    };
    let mut bar: Option<Progress> = None;
    let found = data.generalise(&plan, &mut |searched| {
        bar.get_or_insert_with(|| Progress::new("searching", searched.all)).at(searched.decided);
    });
    drop(bar);
    let Some(found) = found.map_err(failed)? else {
        return Err(Stop::Failed("no combination of levels meets what is required".to_owned()));
    };
    let mut released = None;
    if let (Some(path), Some(day)) = (&arguments.out, arguments.as_at) {
        match found.release(&data, &plan, spec.opt_outs(), day).map_err(failed)? {
            RecordOutcome::Released(records) => {
                write(&records, path)?;
                released = Some(records.rules().ids().map(str::to_owned).collect::<Vec<_>>());
            }
            RecordOutcome::Refused { because, .. } => {
                let words: Vec<String> = because.iter().map(ToString::to_string).collect();
                return Err(Stop::Failed(format!("the records stay: {}", words.join("; "))));
            }
        }
    }
    output::print(&match arguments.format {
        Page::Table => table(&found, &plan, released.is_some()),
        Page::Json => {
            format!("{:#}\n", json!({ "generalisation": found, "rules": released }))
        }
        Page::Html => {
            let title = spec.title().unwrap_or(&arguments.file);
            found.page(title, &data, &plan, &spec.roles()).map_err(failed)?
        }
    })
}

/// Writes the records so that the file is there whole or not at all.
fn write(records: &RecordRelease, path: &Path) -> Result<(), Stop> {
    let name = path.to_string_lossy();
    let failed = |error: &io::Error| Stop::io("write", &name, error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")));
    let mut out = io::BufWriter::new(file.map_err(|error| failed(&error))?);
    records.write_csv(&mut out).map_err(|error| failed(&error))?;
    let file = out.into_inner().map_err(|error| failed(error.error()))?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

fn table(found: &Generalisation, plan: &Generalise, released: bool) -> String {
    let whole = |count: u64| grouped(usize::try_from(count).unwrap_or(usize::MAX));
    let mut table = Table::new(&["field", "level", "of", "for example"]);
    for ((name, level), (_, hierarchy)) in found.levels().iter().zip(plan.variables()) {
        let first = hierarchy.leaves().first().and_then(|code| hierarchy.label(*level, code));
        let top = hierarchy.levels() - 1;
        let example = first.unwrap_or_default().to_owned();
        table.row([name.clone(), level.to_string(), top.to_string(), example]);
    }
    let required: Vec<String> = plan.criteria().iter().map(ToString::to_string).collect();
    let (counted, all) = found.effort();
    let mut text = format!("  required: {}\n\n{}", required.join("; "), table.render());
    text.push_str(&format!(
        "\n  {} classes, {} records left out, loss {}\n",
        whole(found.classes()),
        whole(found.suppressed()),
        found.loss()
    ));
    text.push_str(&format!(
        "  no combination of levels loses less: {} of {} had to be counted\n",
        grouped(counted),
        grouped(all)
    ));
    if released {
        text.push_str("  the records were written; they are still about people\n");
    }
    text
}
