//! `access-pack`: the answer to a request for access, made, checked and written.

mod answered;

use std::fs;
use std::path::{Path, PathBuf};

use caldicott::calendar::Nation;
use caldicott::model::Day;
use caldicott::model::digest::Sha256;
use caldicott::rights::pack::{Built, Failed, Pack, Place};
use clap::Args;
use serde_json::json;

use self::answered::Answered;
pub(crate) use self::answered::ledgers;
use crate::access::{Assembled, CaseFile};
use crate::input;
use crate::output::{self, Format, Table};
use crate::stop::Stop;

/// What the files are called: a name of their own would say whose data it is.
const PAGE: &str = "access-pack.html";
const DATA: &str = "access-pack.json";

#[derive(Args, Debug)]
pub(crate) struct Packed {
    /// The case: who is who, what was searched, what stays back and why, TOML or JSON
    case: String,
    /// Records that were found, CSV or Parquet, read as `[records]` of the case says
    #[arg(long, value_name = "FILE")]
    records: Vec<String>,
    /// The day the pack is prepared: the law of that day is applied
    #[arg(long, aliases = ["as-at", "day"], value_name = "YYYY-MM-DD")]
    on: Day,
    /// Where to leave the pack: a folder that is not there yet, or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where to leave the controller's own record of what was given and what was not, and why, which never
    /// goes out
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// The request that it answers, which is on record in the casebook: it has to be an open one, by or for
    /// this person, with nothing awaited that tells who asks
    #[arg(long, value_name = "ID", requires_all = ["casebook", "kek", "tenant"])]
    request: Option<String>,
    /// The casebook with the request
    #[arg(long, value_name = "FILE", requires = "request")]
    casebook: Option<PathBuf>,
    /// The key that wraps all others: its file, or `env:NAME` for an environment variable
    #[arg(long, value_name = "FILE|env:NAME", requires = "request")]
    kek: Option<String>,
    /// The organisation's id
    #[arg(long, requires = "request")]
    tenant: Option<String>,
    /// Whose bank holidays count: england-and-wales, scotland or northern-ireland
    #[arg(long, default_value = "england-and-wales", value_parser = crate::histories::nation)]
    nation: Nation,
    /// How to show what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(packed: &Packed) -> Result<(), Stop> {
    check_places(packed)?;
    let assembled =
        CaseFile::open(&packed.case, packed.on)?.assemble(&packed.records, packed.on)?;
    let mut answered = Answered::find(packed, &assembled)?;
    let built = assembled.case.build().map_err(|error| assembled.refused(&error))?;
    let pack = match built {
        Built::Ready(pack) => pack,
        Built::Failed(failed) => return Err(refusal(&failed)),
    };
    // No pack without a record of it: what was kept back, and the digest of what went out.
    if let Some(answered) = &mut answered {
        answered.keep(packed.on, &pack)?;
    }
    write(packed, &pack)?;
    let due = answered.and_then(|answered| answered.due);
    notes(packed, &assembled, &pack);
    output::print(&match packed.format {
        Format::Table => in_words(packed, &assembled, &pack, due),
        Format::Json => format!("{:#}\n", as_json(packed, &assembled, &pack, due)),
    })
}

/// That nothing stands where the pack would go, before anything is read.
fn check_places(packed: &Packed) -> Result<(), Stop> {
    let wrong = |path: &Path, message: &str| Err(Stop::bad_file(&path.to_string_lossy(), message));
    match fs::read_dir(&packed.out).map(|mut entries| entries.next().is_some()) {
        Ok(false) => {}
        Ok(true) => {
            let message = "the folder is not empty: what is in it would go out with the pack";
            return wrong(&packed.out, message);
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(_) => return wrong(&packed.out, "a folder is wanted that is not there yet, or empty"),
    }
    let Some(ledger) = &packed.ledger else { return Ok(()) };
    if ledger.exists() {
        return wrong(ledger, "there is such a file already, which is kept (EX-14)");
    }
    let folder = parent(ledger).canonicalize();
    let out = packed.out.canonicalize().or_else(|_| {
        let name = packed.out.file_name().unwrap_or_default();
        parent(&packed.out).canonicalize().map(|folder| folder.join(name))
    });
    if let (Ok(folder), Ok(out)) = (folder, out)
        && folder.starts_with(&out)
    {
        return wrong(ledger, "the controller's own record stays outside the pack's folder");
    }
    Ok(())
}

/// The controller's own record of a pack: what was given and what was not, why, by which rules, and what
/// tells the pack that went out from any other.
fn record_of(on: Day, pack: &Pack) -> serde_json::Value {
    let rules: Vec<&str> = pack.rules().ids().collect();
    let page = Sha256::of(pack.to_html().as_bytes()).to_string();
    json!({ "prepared_on": on, "page_sha256": page, "rules": rules, "lines": pack.ledger() })
}

fn parent(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or_else(|| Path::new("."))
}

/// Where a pack failed its own check, and no value.
fn refusal(failed: &Failed) -> Stop {
    let places: Vec<String> = failed.places().iter().map(place).collect();
    let rules: Vec<&str> = failed.rules().ids().collect();
    Stop::Failed(format!(
        "the pack fails its own check, and nothing was written: something that must not be seen was found in \
         {} (rules: {})\nname the person in `[[person]]`, or withhold the item by a `[[decision]]`",
        places.join(", "),
        rules.join(", ")
    ))
}

fn place(place: &Place) -> String {
    match place {
        Place::Front => "the front page".to_owned(),
        Place::Information => "the information about the processing".to_owned(),
        Place::Search => "the record of the search".to_owned(),
        Place::Item(id) => format!("item `{}`", caldicott::model::document::printable(id)),
        Place::Page => "the finished page".to_owned(),
        Place::Json => "the finished JSON".to_owned(),
        _ => "another part".to_owned(),
    }
}

/// Writes both files into a folder that appears with them or not at all, after the ledger.
fn write(packed: &Packed, pack: &Pack) -> Result<(), Stop> {
    let name = packed.out.to_string_lossy();
    let failed = |error: &std::io::Error| Stop::io("write", &name, error);
    let folder = parent(&packed.out);
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".access-pack");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let made = builder.tempdir_in(folder);
    let made = made.map_err(|error| failed(&error))?;
    output::write_file(&made.path().join(PAGE), pack.to_html().as_bytes())?;
    output::write_file(&made.path().join(DATA), format!("{}\n", pack.to_json()).as_bytes())?;
    if let Some(ledger) = &packed.ledger {
        output::write_file(ledger, format!("{:#}\n", record_of(packed.on, pack)).as_bytes())?;
    }
    if let Err(error) = fs::rename(made.path(), &packed.out) {
        if let Some(ledger) = &packed.ledger {
            // It would speak of a pack that is not there.
            let _ = fs::remove_file(ledger);
        }
        return Err(failed(&error));
    }
    // The folder has its own name now.
    let _ = made.keep();
    Ok(())
}

fn notes(packed: &Packed, assembled: &Assembled, pack: &Pack) {
    if assembled.unread > 0 {
        let count = assembled.unread;
        let texts = if count == 1 { "text counts" } else { "texts count" };
        let message = format!(
            "{count} {texts} as everything because nobody said what is in there, and may hold health data: kept \
             back; read and say in `[[decision]]` what is in there"
        );
        input::note(&packed.case, &message);
    }
    if !packed.records.is_empty() && assembled.own == 0 {
        input::note(&packed.case, "no row of the records is about the person");
    }
    if pack.ledger().has_withheld() && packed.ledger.is_none() && packed.request.is_none() {
        let message = "something was withheld: keep why, and a copy for a court (RT-14): \
                       --ledger, or --request with its casebook";
        input::note(&packed.case, message);
    }
}

fn in_words(packed: &Packed, assembled: &Assembled, pack: &Pack, due: Option<Day>) -> String {
    let mut table = Table::new(&["item", "field", "answer", "rules"]);
    for line in pack.ledger().lines() {
        let rules: Vec<&str> = line.rules().ids().collect();
        let answer = match (line.field(), line.is_given(), line.redactions()) {
            (None, true, _) => "may be named".to_owned(),
            (None, false, _) => "protected".to_owned(),
            (Some(_), false, _) => "withheld".to_owned(),
            (Some(_), true, 0) => "given".to_owned(),
            (Some(_), true, 1) => "given, 1 part taken out".to_owned(),
            (Some(_), true, parts) => format!("given, {parts} parts taken out"),
        };
        let field = line.field().unwrap_or_default().to_owned();
        table.row([line.about().to_owned(), field, answer, rules.join(", ")]);
    }
    let mut text = format!("{}  {} items given", table.render(), pack.items());
    if !packed.records.is_empty() {
        let (own, others) = (assembled.own, assembled.others);
        text.push_str(&format!("; rows read: {own} the person's, {others} about others"));
    }
    let [page, data] = [PAGE, DATA].map(|name| packed.out.join(name).display().to_string());
    text.push_str(&format!("\n  {page}\n  {data}\n"));
    if let Some(ledger) = &packed.ledger {
        text.push_str(&format!("  not to be sent: {}\n", ledger.display()));
    }
    if let Some(day) = due {
        text.push_str(&format!("  to be answered by {day}\n"));
    }
    let rules: Vec<&str> = pack.rules().ids().collect();
    text.push_str(&format!("  rules: {}\n", rules.join(", ")));
    text
}

fn as_json(
    packed: &Packed,
    assembled: &Assembled,
    pack: &Pack,
    due: Option<Day>,
) -> serde_json::Value {
    let lines = pack.ledger().lines().iter().map(|line| {
        let rules: Vec<&str> = line.rules().ids().collect();
        json!({
            "about": line.about(), "field": line.field(), "given": line.is_given(),
            "taken_out": line.redactions(), "rules": rules,
        })
    });
    let lines: Vec<_> = lines.collect();
    let rules: Vec<&str> = pack.rules().ids().collect();
    json!({
        "prepared_on": packed.on, "answer_by": due, "items": pack.items(), "rows": assembled.own,
        "rows_of_others": assembled.others, "unread": assembled.unread,
        "withheld": pack.ledger().has_withheld(),
        "files": [packed.out.join(PAGE).to_string_lossy(), packed.out.join(DATA).to_string_lossy()],
        "lines": lines, "rules": rules,
    })
}
