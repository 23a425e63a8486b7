//! One working day of a charity, end to end.

mod book;
mod casework;
mod decisions;
mod disposal;
mod files;
mod ledger;
mod lettings;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use caldicott::model::Day;
use caldicott::model::document::Fault;
use caldicott::policy::{Rulebook, SourceFile};

use crate::args::Demo;
use crate::output::{self, Table, grouped};
use crate::report::{self, DayReport, StageRow};
use crate::stop::{Stop, fault};

/// The files the demonstration leaves beside its mark, and the only ones it replaces.
const LEAVES: [&str; 12] = [
    "report.html",
    "access-pack.html",
    "access-pack.json",
    "ropa.html",
    "casebook.db",
    "casebook.db-wal",
    "casebook.db-shm",
    "casebook.kek",
    "decisions.jsonl",
    "disposals.jsonl",
    "table.csv",
    "checkpoint.txt",
];

/// The file that says that a demonstration made the folder's other files.
const MARK: &str = ".caldicott-demo";
const MARK_TEXT: &str = "`caldicott demo` made the files beside this one, of invented people, and replaces \
    them when it is run on this folder again: keep nothing of your own under their names.\n";

/// The rulebook that ships with the program.
const RULEBOOK: [(&str, &str); 4] = [
    ("st-martins/casework.toml", include_str!("../packs/rulebooks/st-martins/casework.toml")),
    ("st-martins/retention.toml", include_str!("../packs/rulebooks/st-martins/retention.toml")),
    ("st-martins/rulebook.toml", include_str!("../packs/rulebooks/st-martins/rulebook.toml")),
    ("st-martins/sharing.toml", include_str!("../packs/rulebooks/st-martins/sharing.toml")),
];

/// What every stage works with.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) out: PathBuf,
    pub(crate) as_at: Day,
    pub(crate) people: usize,
    pub(crate) seed: u64,
    pub(crate) rulebook: Rulebook,
}

impl Setting {
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    /// The shipped rules about disclosures.
    pub(crate) fn sharing(&self) -> Result<&caldicott::sharing::Rulebook, Stop> {
        let missing = || Stop::Failed("the rulebook says nothing about disclosures".to_owned());
        self.rulebook.sharing().ok_or_else(missing)
    }

    /// The shipped retention schedule.
    pub(crate) fn schedule(&self) -> Result<&caldicott::retention::Schedule, Stop> {
        let missing = || Stop::Failed("the rulebook has no retention schedule".to_owned());
        self.rulebook.retention().ok_or_else(missing)
    }

    /// The moment of the working day: noon, so that two runs write the same times.
    pub(crate) fn moment(&self) -> caldicott::audit::Moment {
        let unix_millis = i64::from(self.as_at.epoch_days()) * 86_400_000 + 43_200_000;
        caldicott::audit::Moment { unix_millis, day: self.as_at }
    }
}

/// Times the stages and keeps a line for each.
struct Stages {
    rows: Vec<StageRow>,
    started: Instant,
}

impl Stages {
    fn done(&mut self, name: &'static str, what: String) {
        let milliseconds = self.started.elapsed().as_millis();
        self.rows.push(StageRow { name, what, milliseconds });
        self.started = Instant::now();
    }
}

pub(crate) fn run(arguments: &Demo) -> Result<(), Stop> {
    let people = usize::try_from(arguments.clients)
        .map_err(|_| Stop::Failed("too many clients for this machine".to_owned()))?;
    clear(&arguments.out)?;
    let setting = Setting {
        out: arguments.out.clone(),
        as_at: arguments.as_at,
        people,
        seed: arguments.seed,
        rulebook: shipped_rulebook()?,
    };
    output::print(&format!(
        "One working day at {}, {}: {} people, seed {}\n\n",
        setting.rulebook.profile().organisation,
        setting.as_at,
        grouped(people),
        setting.seed
    ))?;
    let mut stages = Stages { rows: Vec::new(), started: Instant::now() };

    let tagging = lettings::read(arguments.core.as_deref())?;
    stages.done("1 read and tag", lettings::summary(&tagging));
    print_tagging(&tagging)?;

    let casebook = book::fill(&setting)?;
    stages.done("2 casebook", book::summary(&casebook));
    output::print(&format!(
        "Casebook\n  {}\n  plaintext markers planted: {}\n  plaintext markers found in the closed files: {} ({})\n\n",
        book::summary(&casebook),
        casebook.markers_planted,
        casebook.markers_found,
        casebook.files_searched.join(", ")
    ))?;
    if casebook.markers_found > 0 {
        return Err(Stop::Failed("plaintext was found in the closed casebook".to_owned()));
    }

    let decisions = decisions::answer(&setting)?;
    stages.done("3 decisions", decisions::summary(&decisions));
    decisions::show(&decisions)?;

    let retention = disposal::apply(&setting)?;
    stages.done("4 retention", disposal::summary(&retention));
    disposal::show(&retention)?;

    let publication = table::publish(&setting)?;
    stages.done("5 published table", table::summary(&publication));
    table::show(&publication)?;

    let casework = casework::live(&setting)?;
    stages.done("6 casework", casework::summary(&casework));
    casework::show(&casework)?;

    let log = ledger::check(&setting)?;
    stages.done("7 log", ledger::summary(&log));
    output::print(&format!("Log\n  log: {}\n  changed copy: {}\n\n", log.intact, log.damaged))?;

    let mut report = DayReport {
        organisation: setting.rulebook.profile().organisation.clone(),
        as_at: setting.as_at.to_string(),
        people: grouped(people),
        seed: setting.seed,
        rulebook_hash: setting.rulebook.hash().to_string(),
        stages: Vec::new(),
        tagging,
        casebook,
        decisions,
        retention,
        publication,
        casework,
        log,
    };
    stages.done("8 report", "report.html".to_owned());
    let mut shown = Table::new(&["stage", "result", "ms"]);
    for stage in &stages.rows {
        shown.row([stage.name.to_owned(), stage.what.clone(), stage.milliseconds.to_string()]);
    }
    report.stages = stages.rows;
    output::write_file(&setting.path("report.html"), report::render(&report).as_bytes())?;
    output::print(&shown.render())?;
    output::print(&format!("\nOpen {} in a browser.\n", setting.path("report.html").display()))
}

/// The shipped rulebook; a fault in it would be a fault of this program, so it is listed like any other.
pub(crate) fn shipped_rulebook() -> Result<Rulebook, Stop> {
    let files: Vec<SourceFile> = RULEBOOK
        .iter()
        .map(|(name, text)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() })
        .collect();
    Rulebook::load(&files).map_err(Stop::from)
}

/// Makes the folder ready: what an earlier demonstration left goes, anything else stays untouched. A file
/// of one of those names that no demonstration made is somebody's own casebook or key.
fn clear(out: &Path) -> Result<(), Stop> {
    let name = out.to_string_lossy();
    let mark = out.join(MARK);
    let faults = in_the_way(out, &mark);
    if !faults.is_empty() {
        return Err(Stop::BadInput(faults));
    }
    fs::create_dir_all(out).map_err(|error| Stop::io("make the folder", &name, &error))?;
    // The mark comes first: a demonstration that is interrupted can be run again.
    output::write_file(&mark, MARK_TEXT.as_bytes())?;
    for file in LEAVES {
        match fs::remove_file(out.join(file)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Stop::io("replace a file in", &name, &error)),
        }
    }
    Ok(())
}

/// What stands where the demonstration would write and was not made by one.
fn in_the_way(out: &Path, mark: &Path) -> Vec<Fault> {
    let wrong = |path: &Path, message: &str| fault(&path.to_string_lossy(), None, message);
    match fs::metadata(out) {
        Ok(about) if !about.is_dir() => {
            return vec![wrong(out, "a folder is wanted, and this is none")];
        }
        Ok(_) => {}
        Err(_) => return Vec::new(),
    }
    // What a link leads to is not the demonstration's own.
    let about_mark = fs::symlink_metadata(mark);
    let is_marked = about_mark.as_ref().is_ok_and(fs::Metadata::is_file)
        && fs::read(mark).is_ok_and(|text| text == MARK_TEXT.as_bytes());
    let mut faults = Vec::new();
    if about_mark.is_ok() && !is_marked {
        faults.push(wrong(mark, "is not the mark of a demonstration"));
    }
    for path in LEAVES.iter().map(|file| out.join(file)) {
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if !is_marked {
            faults.push(wrong(
                &path,
                "was made by no demonstration and would be replaced; name another folder with --out",
            ));
        } else if about.is_dir() {
            faults.push(wrong(&path, "is a folder where the demonstration would write a file"));
        }
    }
    faults
}

fn print_tagging(tagging: &report::Tagging) -> Result<(), Stop> {
    let mut shown = Table::new(&[
        "file",
        "columns",
        "special category",
        "criminal offence",
        "identifying",
        "value-level",
        "free text",
        "not recognised",
        "rows",
    ]);
    for file in &tagging.files {
        shown.row([
            file.name.clone(),
            file.columns.to_string(),
            file.special_words(),
            file.criminal_words(),
            file.identifying.to_string(),
            file.value_level.to_string(),
            file.free_text.to_string(),
            file.unrecognised.to_string(),
            file.rows.map_or_else(|| "none".to_owned(), grouped),
        ]);
    }
    let mut text = format!("Records read and tagged\n{}", shown.render());
    if !tagging.passed_over.is_empty() {
        let names = tagging.passed_over.join(", ");
        text.push_str(&format!("  passed over, in none of the published layouts: {names}\n"));
    }
    output::print(&format!("{text}\n"))
}
