//! `keys`, `forget`, `reseal`: the keys of a casebook through their lives.

use std::ops::ControlFlow;

use caldicott::audit::Moment;
use caldicott::model::digest::Sha256;
use caldicott::model::{Day, RuleSet};
use caldicott::retention::rules;
use caldicott::store::{Erasure, KeyRotation, KeyStatus, KeyTask, Reseal, Settled};
use clap::{Args, Subcommand};
use serde_json::json;

use super::due;
use crate::keys::{Casebook, now};
use crate::output::{self, Format, grouped};
use crate::progress::Progress;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Keys {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make a casebook and the key that wraps all others
    New(Casebook),
    /// Say what keys there are, how old, and what was begun and not finished
    Status {
        #[command(flatten)]
        casebook: Casebook,
        /// How to show it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Give the organisation, or one person, a new key; one that was stopped half-way goes on
    Rotate {
        #[command(flatten)]
        casebook: Casebook,
        /// One person's key instead of the organisation's
        #[arg(long, value_name = "ID")]
        person: Option<String>,
    },
    /// Close an epoch: older copies of the casebook open nothing any more, erased people included
    Epoch {
        #[command(flatten)]
        casebook: Casebook,
        /// The day of it; without it, today
        #[arg(long, aliases = ["as-at", "day"], value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct Forget {
    /// The person, by the id that the casebook knows
    person: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// Who approved it
    #[arg(long)]
    approver: String,
    /// The day of it; without it, today
    #[arg(long, aliases = ["as-at", "day"], value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// The rulebook by which it was decided, which the log then names by its hash
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: Option<String>,
    #[command(flatten)]
    casebook: Casebook,
}

#[derive(Args, Debug)]
pub(crate) struct ResealAll {
    #[command(flatten)]
    casebook: Casebook,
    /// Give every person a new key first, instead of only going after what is sealed under older ones
    #[arg(long)]
    everyone: bool,
    /// Destroy the older keys afterwards: what was sealed under them elsewhere, by `seal`, opens no more
    #[arg(long)]
    destroy_older_keys: bool,
    /// Stop after so many people, to go on another time
    #[arg(long, value_name = "PEOPLE")]
    at_most: Option<u64>,
}

pub(crate) fn run(arguments: &Keys) -> Result<(), Stop> {
    match &arguments.task {
        Task::New(casebook) => {
            let store = casebook.create()?;
            store.close().map_err(|error| casebook.refused(&error))?;
            output::print(
                "made; without the key nothing in the casebook ever opens: keep it apart\n",
            )
        }
        Task::Status { casebook, format } => {
            let store = casebook.open()?;
            let status = store.key_status().map_err(|error| casebook.refused(&error))?;
            output::print(&match format {
                Format::Table => in_words(&status),
                Format::Json => format!("{:#}\n", as_json(&status)),
            })
        }
        Task::Rotate { casebook, person } => rotate(casebook, person.as_deref()),
        Task::Epoch { casebook, on } => epoch(casebook, *on),
    }
}

fn rotate(casebook: &Casebook, person: Option<&str>) -> Result<(), Stop> {
    let mut store = casebook.open()?;
    let Some(person) = person else {
        let rotation = store.rotate_tenant_key().map_err(|error| casebook.refused(&error))?;
        return output::print(&rotated(&rotation)?);
    };
    let rotated = store.rotate_person_key(person).map_err(|error| casebook.refused(&error))?;
    let version = rotated.ok_or_else(|| nobody(casebook))?;
    output::print(&format!(
        "the person's key has version {version} now; `reseal` seals again what is under older ones\n"
    ))
}

fn rotated(rotation: &KeyRotation) -> Result<String, Stop> {
    let done = format!(
        "the organisation's key has version {}; {} keys were wrapped anew\n",
        rotation.version,
        grouped(usize::try_from(rotation.rewrapped).unwrap_or(usize::MAX))
    );
    if rotation.is_finished() {
        return Ok(done);
    }
    let refused = rotation.refused;
    Err(Stop::Failed(format!(
        "{done}{refused} keys did not open and were left under the older version, which stays"
    )))
}

fn epoch(casebook: &Casebook, on: Option<Day>) -> Result<(), Stop> {
    let on = moment(on)?.day;
    let mut store = casebook.open()?;
    let report = store.epoch(on).map_err(|error| casebook.refused(&error))?;
    let rotation = rotated(&report.rotation)?;
    if !report.is_closed() {
        return Err(Stop::Failed(format!("{rotation}the epoch is not closed; call it again")));
    }
    output::print(&format!(
        "{rotation}the epoch is closed: a copy of this casebook from before opens nothing\n"
    ))
}

pub(crate) fn forget(arguments: &Forget) -> Result<(), Stop> {
    let rulebook = match &arguments.rulebook {
        Some(path) => due::load(path)?.hash(),
        None => Sha256::of(b""),
    };
    let refused = |error| arguments.casebook.refused(&error);
    let mut store = arguments.casebook.open()?;
    let at = moment(arguments.on)?;
    let erasure = Erasure {
        on: at.day,
        reason: arguments.reason.clone(),
        approver: arguments.approver.clone(),
    };
    let cited: RuleSet = [rules::DELETION_TRAIL].into_iter().collect();
    let before = store.is_erased(&arguments.person).map_err(refused)?;
    if !before && !store.mentions(&arguments.person).map_err(refused)? {
        return Err(nobody(&arguments.casebook));
    }
    let mut batch = store.begin().map_err(refused)?;
    let (receipt, erased) =
        batch.log_erasure(&arguments.person, &erasure, &cited, rulebook, at).map_err(refused)?;
    batch.commit().map_err(refused)?;
    let settled = store.settle().map_err(|error| {
        Stop::Io(format!(
            "the person is erased, and entry {} of the log says so; but what the deleted rows left in the file \
             is there still ({error}): call it again",
            receipt.index()
        ))
    })?;
    store.close().map_err(refused)?;
    let mut text = format!(
        "the person is erased: {} records, {} index entries, {} events, {} payloads of the log, and every key\n",
        erased.records, erased.index_entries, erased.events, erased.log_payloads
    );
    if before {
        "the person was erased before; that it was asked again is in the log\n"
            .clone_into(&mut text);
    }
    text.push_str(match settled {
        Settled::Clean | Settled::Wiped(_) | Settled::Rewritten => {
            "no byte of the deleted rows is left in the file\n"
        }
        Settled::Shredded => "the server may keep deleted bytes; their keys are gone\n",
    });
    text.push_str(&format!("entry {} of the log holds who approved it and why\n", receipt.index()));
    text.push_str(
        "older copies of the casebook still open the person: `keys epoch` closes them, or they must be \
         destroyed\n",
    );
    output::print(&text)
}

/// A slip of the pen must not look like a person who is gone.
fn nobody(casebook: &Casebook) -> Stop {
    Stop::bad_file(&casebook.file.to_string_lossy(), "nobody in it has that id")
}

/// The moment for the log; its day may be given, but nothing was done on a day that has not come.
fn moment(on: Option<Day>) -> Result<Moment, Stop> {
    let now = now()?;
    match on {
        Some(day) if day > now.day => {
            Err(Stop::bad_file("--on", format!("{day} has not come yet: today is {}", now.day)))
        }
        Some(day) => Ok(Moment { day, ..now }),
        None => Ok(now),
    }
}

pub(crate) fn reseal(arguments: &ResealAll) -> Result<(), Stop> {
    let refused = |error| arguments.casebook.refused(&error);
    let mut store = arguments.casebook.open()?;
    let mut task = if arguments.everyone { Reseal::everyone() } else { Reseal::outdated() };
    if arguments.destroy_older_keys {
        task = task.destroying_older_keys();
    }
    let mut progress: Option<Progress> = None;
    let sealed = store
        .reseal(task, |at| {
            let total = usize::try_from(at.total).unwrap_or(usize::MAX);
            let bar = progress.get_or_insert_with(|| Progress::new("reseal", total));
            bar.at(usize::try_from(at.done).unwrap_or(usize::MAX));
            match arguments.at_most {
                Some(most) if at.done >= most => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        })
        .map_err(refused)?;
    drop(progress);
    store.close().map_err(refused)?;
    let count = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
    let mut text = format!(
        "{} values of {} people sealed again; older keys of {} people destroyed\n",
        count(sealed.values),
        count(sealed.people),
        count(sealed.retired)
    );
    if sealed.kept_for_log > 0 {
        text.push_str(&format!(
            "older keys of {} people stay for entries of the log, which are never sealed again\n",
            count(sealed.kept_for_log)
        ));
    }
    if !sealed.is_finished {
        text.push_str("not finished: call it again, and it goes on\n");
    }
    output::print(&text)
}

fn in_words(status: &KeyStatus) -> String {
    let count = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
    let mut text = String::new();
    for key in &status.tenant_keys {
        let kek = key.kek_version.map_or("a key service".to_owned(), |it| format!("version {it}"));
        text.push_str(&format!(
            "organisation's key, version {}: wraps {} keys; wrapped by {kek}\n",
            key.version,
            count(key.wraps)
        ));
    }
    text.push_str(&format!(
        "{} people with {} keys; {} of them with older ones; {} erased\n",
        count(status.people),
        count(status.person_keys),
        count(status.people_with_older_keys),
        count(status.erased)
    ));
    text.push_str(&match status.last_epoch {
        Some(day) => format!("the last epoch was closed on {day}\n"),
        None => "no epoch was ever closed: every older copy opens whom it holds\n".to_owned(),
    });
    for task in &status.unfinished {
        text.push_str(&format!("not finished: {}; call it again\n", task.name()));
    }
    text
}

fn as_json(status: &KeyStatus) -> serde_json::Value {
    let keys: Vec<_> = status
        .tenant_keys
        .iter()
        .map(|key| json!({ "version": key.version, "kek_version": key.kek_version, "wraps": key.wraps }))
        .collect();
    let unfinished: Vec<&str> = status.unfinished.iter().map(|task| KeyTask::name(*task)).collect();
    json!({
        "organisation_keys": keys,
        "people": status.people,
        "person_keys": status.person_keys,
        "people_with_older_keys": status.people_with_older_keys,
        "erased": status.erased,
        "last_epoch": status.last_epoch,
        "unfinished": unfinished,
    })
}
