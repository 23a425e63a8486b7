//! Lives of things that a controller keeps on record: events in a casebook, replayed by their machine.

mod shown;

use caldicott::audit::{Draft, Kind, Moment, Outcome};
use caldicott::model::digest::Sha256;
use caldicott::model::document::{Echo, Fault, Faults, Reader};
use caldicott::model::{Category, Invalid, Purpose, RuleSet};
use caldicott::policy::json;
use caldicott::store::{Entity, LogEntry, Store};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::input::{self, Lines};
use crate::keys::now;
use crate::stop::{Stop, fault};

pub(crate) use shown::{Register, late, name, nation, rules, step, words};

/// A machine whose events are kept.
pub(crate) trait Life: Default {
    /// What its histories are called in a casebook.
    const KIND: &'static str;
    /// Something that happens to it.
    type Event: DeserializeOwned + Serialize;
    /// What an event leads to.
    type Step;
    /// What the organisation sets for it.
    type Policy;

    /// Records an event, or says why not.
    fn record(&mut self, event: Self::Event, policy: &Self::Policy) -> Result<Self::Step, String>;
    /// What happened so far.
    fn events(&self) -> &[Self::Event];
    /// The name of the state that a step leads to, and the rules applied.
    fn told(step: &Self::Step) -> (&'static str, &RuleSet);
}

/// One of them, as it is kept.
pub(crate) struct Kept<L> {
    id: String,
    /// Whom it is about, where it is about somebody.
    pub(crate) person: Option<String>,
    pub(crate) life: L,
    version: u64,
}

/// The first thing that is stored of one that is about somebody.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct About {
    person: String,
}

impl<L: Life> Kept<L> {
    /// Reads one; one that nothing is stored of is new.
    pub(crate) fn read(store: &Store, id: &str, policy: &L::Policy) -> Result<Self, Stop> {
        let damaged = |what: &str| Stop::Failed(format!("the history of a {} {what}", L::KIND));
        let stored = store.events(L::KIND, id)?;
        let version = stored.last().map_or(0, |event| event.version);
        let mut kept = Self { id: id.to_owned(), person: None, life: L::default(), version };
        for (place, event) in stored.iter().enumerate() {
            let body = event.body.expose(Purpose::SUPPORT).as_slice();
            if place == 0
                && let Ok(about) = serde_json::from_slice::<About>(body)
            {
                kept.person = Some(about.person);
                continue;
            }
            let event = serde_json::from_slice(body).map_err(|_| damaged("cannot be read"))?;
            let recorded = kept.life.record(event, policy);
            let _step = recorded.map_err(|_| damaged("cannot be"))?;
        }
        Ok(kept)
    }

    /// Reads one that is there.
    pub(crate) fn find(store: &Store, id: &str, policy: &L::Policy) -> Result<Self, Stop> {
        let kept = Self::read(store, id, policy)?;
        if kept.is_new() {
            let message = format!("no {} with that id is on record", L::KIND);
            return Err(Stop::bad_file(&format!("--{}", L::KIND), message));
        }
        Ok(kept)
    }

    /// All that are kept, in the order of their ids.
    pub(crate) fn all(store: &Store, policy: &L::Policy) -> Result<Vec<Self>, Stop> {
        let ids = store.histories(L::KIND)?;
        ids.iter().map(|id| Self::read(store, id, policy)).collect()
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Whether nothing is stored of it yet.
    pub(crate) const fn is_new(&self) -> bool {
        self.version == 0
    }

    /// Records the events of a file, JSON Lines, and stores them: all of them, or none.
    pub(crate) fn record_file(
        &mut self,
        store: &mut Store,
        path: &str,
        policy: &L::Policy,
    ) -> Result<Vec<L::Step>, Stop> {
        let name = input::name(path);
        let before = self.life.events().len();
        let mut steps = Vec::new();
        let mut lines = Lines::new(name, input::open(path)?);
        while let Some((number, line)) = lines.next_line()? {
            let line = line.map_err(|fault| Stop::BadInput(vec![fault]))?;
            let Some(event) = event(name, number, line).map_err(Stop::BadInput)? else { continue };
            // What follows stands on what was refused.
            let step = self
                .life
                .record(event, policy)
                .map_err(|why| Stop::BadInput(vec![fault(name, Some((number, 1)), why)]))?;
            steps.push(step);
        }
        if steps.is_empty() {
            return Err(Stop::bad_file(name, "the file holds no event"));
        }
        self.write(store, before, &steps, now()?)?;
        Ok(steps)
    }

    /// Records events as of a moment: all of them, or none.
    pub(crate) fn tell(
        &mut self,
        store: &mut Store,
        events: Vec<L::Event>,
        policy: &L::Policy,
        at: Moment,
    ) -> Result<Vec<L::Step>, Stop> {
        let before = self.life.events().len();
        let recorded = events.into_iter().map(|event| self.life.record(event, policy));
        let steps = recorded.collect::<Result<Vec<_>, _>>().map_err(Stop::Failed)?;
        self.write(store, before, &steps, at)?;
        Ok(steps)
    }

    /// Stores the events from one on, each with an entry in the log.
    fn write(
        &mut self,
        store: &mut Store,
        before: usize,
        steps: &[L::Step],
        at: Moment,
    ) -> Result<(), Stop> {
        let broken = |_| Stop::Failed("an event could not be written".to_owned());
        let person = self.person.as_deref();
        let entity =
            Entity { kind: L::KIND, id: &self.id, person, category: Category::Administrative };
        let mut bodies = Vec::new();
        if let Some(person) = person.filter(|_| self.version == 0) {
            let about = About { person: person.to_owned() };
            bodies.push(serde_json::to_vec(&about).map_err(broken)?);
        }
        for event in self.life.events().iter().skip(before) {
            bodies.push(serde_json::to_vec(event).map_err(broken)?);
        }
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        let mut batch = store.begin()?;
        for step in steps {
            let (state, rules) = L::told(step);
            let draft = Draft::new(Kind::Amendment, Outcome::Done, Sha256::of(b""))
                .citing(rules)
                .detail("register", L::KIND)
                .detail("record", self.id.as_str())
                .detail("state", state);
            let _receipt = batch.log(LogEntry { person, draft, at })?;
        }
        self.version = batch.append_events(&entity, self.version, &bodies)?;
        batch.commit()?;
        Ok(())
    }
}

/// One event of a line. What is wrong is said with its place, and never what stands there.
pub(crate) fn event<E: DeserializeOwned>(
    name: &str,
    line: u32,
    text: &str,
) -> Result<Option<E>, Vec<Fault>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let faults = Faults::new(name, Echo::Hidden);
    let read = json::object(text, line, &faults)
        .and_then(|(table, at)| Reader::new(&table, at, &faults).whole());
    faults.finish(read).map(Some).map_err(Invalid::into_vec)
}

/// An id that a history can have.
pub(crate) fn id(text: &str) -> Result<String, String> {
    let id = text.trim();
    if id.is_empty() || id.len() > 255 || id.contains(char::is_control) {
        return Err("an id is a word of at most 255 bytes".to_owned());
    }
    Ok(id.to_owned())
}
