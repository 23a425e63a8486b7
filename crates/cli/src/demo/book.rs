//! Stage 2: fill the casebook and look for plaintext in the closed files.

use std::fs;
use std::sync::Arc;

use caldicott::encryption::{Buffered, FileKek};
use caldicott::model::{CaseRecord, Category, Day, FieldTag, Purpose, Value};
use caldicott::store::{Batch, HoldRow, SearchKey, Store};

use super::{Setting, files};
use crate::casebook::{CaseFile, Client, people};
use crate::output::grouped;
use crate::progress::Progress;
use crate::report;
use crate::stop::Stop;

/// Fields by which a person is looked up although they are sealed.
pub(crate) const SURNAME: &str = "family_name";
/// The name of the key that wraps all others.
const KEK: &str = "file:casebook";

/// Opens the demonstration's casebook.
pub(crate) fn open(setting: &Setting) -> Result<Store, Stop> {
    let path = setting.path("casebook.kek");
    let name = path.to_string_lossy().into_owned();
    let kek = if path.exists() {
        FileKek::open(&path, KEK)
    } else {
        FileKek::create(&path, KEK, &Buffered)
    };
    let kek = kek.map_err(|error| Stop::Failed(format!("the key file `{name}`: {error}")))?;
    let tenant = setting.rulebook.profile().id.clone();
    let mut store =
        Store::open(&setting.path("casebook.db"), &tenant, Arc::new(kek)).map_err(failed)?;
    let population = setting.people as u64;
    let surname = SearchKey {
        record_type: "client",
        field: SURNAME,
        category: Category::Identity,
        population,
        distinct: people::SURNAMES,
    };
    store.index(surname).map_err(failed)?;
    Ok(store)
}

/// A store's refusal as this program's.
pub(crate) fn failed(error: impl std::fmt::Display) -> Stop {
    Stop::Failed(format!("the casebook: {error}"))
}

pub(crate) fn fill(setting: &Setting) -> Result<report::Casebook, Stop> {
    let mut store = open(setting)?;
    let progress = Progress::new("casebook", setting.people);
    let mut counts = Counts::default();
    // Batches of a thousand keep the journal small and memory flat.
    for start in (0..setting.people).step_by(1000) {
        let mut batch = store.begin().map_err(failed)?;
        for number in start..(start + 1000).min(setting.people) {
            let file = people::case_file(setting.seed, number);
            put(&mut batch, &file, &mut counts)?;
        }
        batch.commit().map_err(failed)?;
        progress.at(start);
    }
    drop(progress);
    let records = ["client", "contact-sheet", "appointment", "complaint"]
        .into_iter()
        .map(|name| {
            Ok((name.to_owned(), usize::try_from(store.count(name).map_err(failed)?).unwrap_or(0)))
        })
        .collect::<Result<Vec<_>, Stop>>()?;
    store.close().map_err(failed)?;

    let files_searched = files::of_casebook(&setting.out)?;
    let mut markers_found = 0;
    let mut bytes = 0;
    for file in &files_searched {
        let path = setting.path(file);
        bytes += fs::metadata(&path).map_err(|error| Stop::io("read", file, &error))?.len();
        markers_found += files::occurrences(&path, &people::MARKERS)?;
    }
    Ok(report::Casebook {
        records,
        sealed_fields: counts.sealed,
        plain_fields: counts.plain,
        bytes,
        files_searched,
        markers_planted: counts.markers,
        markers_found,
        fields: described(&people::case_file(setting.seed, 0).client),
    })
}

pub(crate) fn summary(casebook: &report::Casebook) -> String {
    let records: usize = casebook.records.iter().map(|(_, count)| count).sum();
    format!(
        "{} records, {} field values sealed, {} markers found",
        grouped(records),
        grouped(casebook.sealed_fields),
        casebook.markers_found
    )
}

fn put(batch: &mut Batch<'_>, file: &CaseFile, counts: &mut Counts) -> Result<(), Stop> {
    let person = &file.person;
    let client = &file.client;
    counts.add(client);
    batch.put(person, person, client, &support_dates(client)).map_err(failed)?;
    for (place, contact) in file.contacts.iter().enumerate() {
        counts.add(contact);
        batch
            .put(person, &format!("{person}-k{place}"), contact, &support_dates(client))
            .map_err(failed)?;
    }
    for (place, appointment) in file.appointments.iter().enumerate() {
        counts.add(appointment);
        batch
            .put(person, &format!("{person}-a{place}"), appointment, &support_dates(client))
            .map_err(failed)?;
    }
    for (place, complaint) in file.complaints.iter().enumerate() {
        counts.add(complaint);
        let closed = complaint.closed.map(|day| ("complaint-closed", day));
        let dates: Vec<_> = closed.into_iter().chain([("recorded", complaint.received)]).collect();
        batch.put(person, &format!("{person}-c{place}"), complaint, &dates).map_err(failed)?;
    }
    for (on, kind) in
        [(client.arrears_pence > 0, "arrears"), (client.legal_matter_open, "legal-matter")]
    {
        if on {
            let since = client.support_ended.unwrap_or(client.support_started);
            let hold =
                HoldRow { person: person.clone(), kind: kind.to_owned(), since, until: None };
            batch.hold(&hold).map_err(failed)?;
        }
    }
    Ok(())
}

/// The dates that decide how long a person's file is kept, as the schedule names them.
fn support_dates(client: &Client) -> Vec<(&'static str, Day)> {
    let ended = client.support_ended.map(|day| ("support-ended", day));
    [("support-started", client.support_started)].into_iter().chain(ended).collect()
}

/// Counts what is sealed and what stays readable, and the markers in it.
#[derive(Debug, Default)]
struct Counts {
    sealed: usize,
    plain: usize,
    markers: usize,
}

impl Counts {
    fn add<R: CaseRecord>(&mut self, record: &R) {
        record.each(Purpose::SEALING, |tag, value| self.field(tag, value));
    }

    fn field(&mut self, tag: &FieldTag, value: Value<'_>) {
        if value.is_missing() {
            return;
        }
        if tag.is_sealed() {
            self.sealed += 1;
        } else {
            self.plain += 1;
        }
        if let Some(text) = value.text() {
            self.markers += people::MARKERS.iter().filter(|marker| text.contains(**marker)).count();
        }
    }
}

fn described(client: &Client) -> Vec<[String; 3]> {
    client
        .fields()
        .iter()
        .map(|tag| {
            let at_rest = if tag.is_sealed() { "sealed" } else { "readable" };
            [tag.name().to_owned(), tag.categories().to_string(), at_rest.to_owned()]
        })
        .collect()
}
