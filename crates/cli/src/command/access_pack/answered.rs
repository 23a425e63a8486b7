//! The request on record that a pack answers, and the controller's record of the pack beside it.

use caldicott::audit::{Draft, Kind as Logged, Outcome};
use caldicott::model::digest::Sha256;
use caldicott::model::{Category, Day, Purpose};
use caldicott::rights::pack::Pack;
use caldicott::rights::request::{Awaited, History, Kind, Policy, State};
use caldicott::store::{Entity, LogEntry, Store};

use super::{Packed, record_of};
use crate::access::Assembled;
use crate::histories::Kept;
use crate::keys::{Casebook, now};
use crate::stop::Stop;

/// What the records of packs are called in a casebook.
const KIND: &str = "access-pack";

/// A request that may be answered.
pub(super) struct Answered {
    store: Store,
    id: String,
    person: Option<String>,
    /// By when it has to be answered.
    pub(super) due: Option<Day>,
}

impl Answered {
    /// Finds the request, and whether it may be answered at all: a pack for somebody who did not show who they
    /// are could be for anybody (RT-07, RT-08).
    pub(super) fn find(packed: &Packed, assembled: &Assembled) -> Result<Option<Self>, Stop> {
        let (Some(id), Some(file), Some(kek), Some(tenant)) =
            (&packed.request, &packed.casebook, &packed.kek, &packed.tenant)
        else {
            return Ok(None);
        };
        let wrong = |message: &str| Err(Stop::bad_file("--request", message));
        let casebook = Casebook { file: file.clone(), kek: kek.clone(), tenant: tenant.clone() };
        let policy = Policy::of(packed.nation);
        let store = casebook.open()?;
        let kept: Kept<History> = Kept::read(&store, id, &policy)?;
        if kept.is_new() {
            return wrong("no request with that id is on record");
        }
        if assembled.subject.is_some() && kept.person != assembled.subject {
            return wrong("the request is about somebody else's data than `[records]` reads");
        }
        let State::Open(open) = kept.life.state() else {
            return wrong("the request is not open");
        };
        if open.kind() != Kind::Access {
            return wrong("the request is none for access");
        }
        match open.awaited() {
            Some(Awaited::Identity) => {
                return wrong(
                    "proof of identity is awaited: it could go to another person (RT-08)",
                );
            }
            Some(Awaited::Authority) => {
                return wrong("a representative's authority is awaited (RT-07)");
            }
            None => {}
        }
        if packed.on < open.received.day {
            return wrong("the pack is dated before the request came in");
        }
        let clock = open.clock(&policy);
        let clock = clock.map_err(|error| Stop::bad_file("--request", error.to_string()))?;
        Ok(Some(Self { store, id: id.clone(), person: kept.person, due: clock.day() }))
    }

    /// Keeps the record of a pack, sealed under the key of whom it is about, with an entry in the log.
    pub(super) fn keep(&mut self, on: Day, pack: &Pack) -> Result<(), Stop> {
        let record = record_of(on, pack);
        let person = self.person.as_deref();
        let entity =
            Entity { kind: KIND, id: &self.id, person, category: Category::Administrative };
        let version = self.store.events(KIND, &self.id)?.last().map_or(0, |event| event.version);
        let outcome = if pack.ledger().has_withheld() {
            Outcome::PartlyPermitted
        } else {
            Outcome::Permitted
        };
        let digest = Sha256::of(pack.to_html().as_bytes());
        let draft = Draft::new(Logged::Disclosure, outcome, Sha256::of(b""))
            .citing(pack.rules())
            .detail("register", KIND)
            .detail("record", self.id.as_str())
            .detail("page-sha256", digest.to_string());
        let mut batch = self.store.begin()?;
        let _receipt = batch.log(LogEntry { person, draft, at: now()? })?;
        batch.append_events(&entity, version, &[record.to_string().as_bytes()])?;
        batch.commit()?;
        Ok(())
    }
}

/// The records of the packs that were made for a request, the oldest first.
pub(crate) fn ledgers(store: &Store, id: &str) -> Result<Vec<serde_json::Value>, Stop> {
    let damaged = |_| Stop::Failed("the record of a pack cannot be read".to_owned());
    let stored = store.events(KIND, id)?;
    let bodies = stored.iter().map(|event| event.body.expose(Purpose::SUPPORT));
    bodies.map(|body| serde_json::from_slice(body).map_err(damaged)).collect()
}
