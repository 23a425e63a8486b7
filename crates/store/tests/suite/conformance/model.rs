//! Anything done in any order, held against a few maps in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::{Category, Purpose, RuntimeRecord};
use caldicott_store::{
    Batch, Due, Entity, HoldRow, Import, Incoming, OpenedRecord, Reseal, Store, StoreError,
};

use crate::child::splitmix;
use crate::place::{DAY, Place, TENANT, erasure, moment, rulebook, scale, schema, surname};

const NAMES: [&str; 6] = ["Haque", "Osei", "Flint", "Kaur", "Wray", "O'Brien; --"];

/// What a casebook should hold.
#[derive(Clone, Debug, Default)]
struct Model {
    /// By id: whose, which name, which note.
    records: BTreeMap<String, (String, String, String)>,
    erased: BTreeSet<String>,
    ledgers: BTreeMap<String, (u64, Vec<u8>)>,
    histories: BTreeMap<String, (Option<String>, Vec<Vec<u8>>)>,
    due: BTreeMap<(String, String), (Day, Option<String>)>,
    holds: BTreeMap<(String, String), Option<Day>>,
    entries: u64,
}

/// Chance that is the same each time; and from which person on people are, for those before are mostly
/// erased.
struct Dice(u64, u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = splitmix(self.0);
        self.0 % end
    }

    fn person(&mut self) -> String {
        format!("p-{}", self.1 + self.below(9))
    }

    fn day(&mut self) -> Day {
        DAY.plus_days(i32::try_from(self.below(40)).unwrap()).unwrap()
    }
}

impl Model {
    /// One change, made to both.
    fn change(&mut self, batch: &mut Batch<'_>, dice: &mut Dice) {
        let schema = schema();
        let (person, id) = (dice.person(), format!("f-{}", dice.below(14)));
        let name = NAMES[usize::try_from(dice.below(6)).unwrap()].to_owned();
        let note = "n".repeat(usize::try_from(dice.below(40) * dice.below(300)).unwrap());
        let cells = [name.as_str(), note.as_str(), "Move-on"];
        let record = RuntimeRecord::new(&schema, &cells);
        let gone = self.erased.contains(&person);
        match dice.below(12) {
            0..=2 => {
                let done = batch.put(&person, &id, &record, &[("d", DAY)]);
                match (gone, self.records.contains_key(&id)) {
                    (true, _) => assert!(matches!(done, Err(StoreError::Erased)), "{done:?}"),
                    (_, true) => assert!(matches!(done, Err(StoreError::Exists)), "{done:?}"),
                    _ => {
                        done.unwrap();
                        self.records.insert(id, (person, name, note));
                    }
                }
            }
            3 => {
                let done = batch.replace(&person, &id, &record, &[]);
                match self.records.get(&id) {
                    _ if gone => assert!(matches!(done, Err(StoreError::Erased)), "{done:?}"),
                    None => assert!(matches!(done, Err(StoreError::Missing)), "{done:?}"),
                    Some((whose, ..)) if *whose != person => {
                        assert!(matches!(done, Err(StoreError::Conflict)), "{done:?}");
                    }
                    Some(_) => {
                        done.unwrap();
                        self.records.insert(id, (person, name, note));
                    }
                }
            }
            4 => {
                let there = self.records.remove(&id).is_some();
                assert_eq!(batch.remove("client", &id).unwrap(), there);
                if there {
                    self.due.retain(|(entity, _), _| *entity != id);
                }
            }
            5 => {
                if dice.below(3) == 0 {
                    self.erase(batch, &person);
                }
            }
            6 => self.import(batch, &(person, name, note), id),
            7 => self.turn(batch, dice),
            8 => self.append(batch, dice),
            9 => {
                let until = (dice.below(2) == 0).then(|| dice.day());
                let kind = format!("k-{}", dice.below(2));
                let hold =
                    HoldRow { person: person.clone(), kind: kind.clone(), since: DAY, until };
                let done = batch.hold(&hold);
                if gone {
                    assert!(matches!(done, Err(StoreError::Erased)), "{done:?}");
                } else {
                    done.unwrap();
                    self.holds.insert((person, kind), until);
                }
            }
            10 => {
                let stage = format!("s-{}", dice.below(2));
                let due = Due {
                    kind: "client".to_owned(),
                    entity: id.clone(),
                    stage: stage.clone(),
                    on: dice.day(),
                    person: (dice.below(3) > 0).then(|| person.clone()),
                };
                let done = batch.set_due(&due);
                if gone && due.person.is_some() {
                    assert!(matches!(done, Err(StoreError::Erased)), "{done:?}");
                } else {
                    done.unwrap();
                    self.due.insert((id, stage), (due.on, due.person));
                }
            }
            _ => {
                let stage = format!("s-{}", dice.below(2));
                let there = self.due.remove(&(id.clone(), stage.clone())).is_some();
                assert_eq!(batch.clear_due("client", &id, &stage).unwrap(), there);
            }
        }
    }

    fn import(&mut self, batch: &mut Batch<'_>, cells: &(String, String, String), id: String) {
        let schema = schema();
        let texts = [cells.1.as_str(), cells.2.as_str(), "Move-on"];
        let record = RuntimeRecord::new(&schema, &texts);
        let gone = self.erased.contains(&cells.0);
        let incoming = Incoming { person: &cells.0, known_as: &[], record_id: &id, dates: &[] };
        match batch.import(incoming, &record, rulebook(), moment(1)) {
            Ok(Import::Refused(_)) => {
                assert!(gone);
                self.entries += 1;
            }
            Ok(Import::Kept) => {
                assert!(!gone && !self.records.contains_key(&id));
                self.records.insert(id, cells.clone());
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Exists), "{error}");
                assert!(self.records.contains_key(&id) && !gone);
            }
        }
    }

    fn erase(&mut self, batch: &mut Batch<'_>, person: &str) {
        let (_receipt, erased) =
            batch.log_erasure(person, &erasure(), &RuleSet::new(), rulebook(), moment(2)).unwrap();
        let theirs: Vec<String> = self
            .records
            .iter()
            .filter(|(_, (whose, ..))| whose == person)
            .map(|(id, _)| id.clone())
            .collect();
        assert_eq!(erased.records, theirs.len());
        self.due.retain(|(entity, _), (_, whose)| {
            !theirs.contains(entity) && whose.as_deref() != Some(person)
        });
        self.records.retain(|id, _| !theirs.contains(id));
        self.histories.retain(|_, (whose, _)| whose.as_deref() != Some(person));
        self.holds.retain(|(whose, _), _| whose != person);
        self.erased.insert(person.to_owned());
        self.entries += 1;
    }

    fn turn(&mut self, batch: &mut Batch<'_>, dice: &mut Dice) {
        let name = format!("l-{}", dice.below(2));
        let version = self.ledgers.get(&name).map(|(version, _)| *version);
        let expected = if dice.below(4) == 0 { Some(dice.below(5) + 1) } else { version };
        let value = dice.0.to_be_bytes().to_vec();
        let done = batch.turn_ledger(&name, expected, &value);
        if expected == version {
            let next = version.unwrap_or_default() + 1;
            assert_eq!(done.unwrap(), next);
            self.ledgers.insert(name, (next, value));
        } else {
            assert!(matches!(done, Err(StoreError::Conflict)), "{done:?}");
        }
    }

    fn append(&mut self, batch: &mut Batch<'_>, dice: &mut Dice) {
        let id = format!("r-{}", dice.below(5));
        let person = (dice.below(3) > 0).then(|| dice.person());
        let known = self.histories.get(&id);
        let length = known.map_or(0, |(_, events)| events.len());
        let whose = known.map_or(person.clone(), |(whose, _)| whose.clone());
        let person = if dice.below(4) == 0 { person } else { whose.clone() };
        let expected = u64::try_from(length).unwrap() + u64::from(dice.below(5) == 0);
        let entity = Entity {
            kind: "request",
            id: &id,
            person: person.as_deref(),
            category: Category::Health,
        };
        let events = [dice.0.to_be_bytes(), dice.below(9).to_be_bytes()];
        let bodies: Vec<&[u8]> = events.iter().map(<[u8; 8]>::as_slice).collect();
        let done = batch.append_events(&entity, expected, &bodies);
        let overtaken = expected != u64::try_from(length).unwrap();
        if overtaken || (known.is_some() && person != whose) {
            assert!(matches!(done, Err(StoreError::Conflict)), "{done:?}");
        } else if person.as_ref().is_some_and(|person| self.erased.contains(person)) {
            assert!(matches!(done, Err(StoreError::Erased)), "{done:?}");
        } else {
            assert_eq!(done.unwrap(), expected + 2);
            let history = self.histories.entry(id).or_insert((person, Vec::new()));
            history.1.extend(events.iter().map(|event| event.to_vec()));
        }
    }

    /// Holds a store to all of it.
    fn check(&self, store: &Store, people: u64) {
        let ids: BTreeSet<String> = store.record_ids("client").unwrap().into_iter().collect();
        assert!(ids.iter().eq(self.records.keys()));
        for (id, (person, name, note)) in &self.records {
            let record = store.get("client", id).unwrap().unwrap();
            let text = |field| {
                let value = record.value(field, Purpose::SUPPORT).unwrap();
                value.text().unwrap_or_default().to_owned()
            };
            assert_eq!(
                (record.person(), text("surname"), text("health")),
                (person.as_str(), name.clone(), note.clone())
            );
        }
        for name in NAMES {
            let found = store.find("client", "surname", name).unwrap();
            let found: BTreeSet<&str> = found.iter().map(OpenedRecord::record_id).collect();
            let expected = self.records.iter().filter(|(_, (_, theirs, _))| theirs == name);
            assert!(found.into_iter().eq(expected.map(|(id, _)| id.as_str())), "{name}");
        }
        for number in 0..people {
            let person = format!("p-{number}");
            assert_eq!(store.is_erased(&person).unwrap(), self.erased.contains(&person));
        }
        for number in 0..2 {
            let name = format!("l-{number}");
            let page = store.ledger(&name).unwrap();
            let page = page.map(|page| (page.version, page.value.expose(Purpose::SUPPORT).clone()));
            assert_eq!(page.as_ref(), self.ledgers.get(&name));
        }
        for number in 0..5 {
            let id = format!("r-{number}");
            let events = store.events("request", &id).unwrap();
            let events = events.iter().map(|event| event.body.expose(Purpose::SUPPORT).clone());
            let expected = self.histories.get(&id).map(|(_, events)| events.clone());
            assert!(events.eq(expected.unwrap_or_default()), "{id}");
        }
        let due = store.due_by(DAY.plus_days(60).unwrap()).unwrap();
        let due: BTreeMap<_, _> =
            due.into_iter().map(|due| ((due.entity, due.stage), (due.on, due.person))).collect();
        assert_eq!(due, self.due);
        let holds = store.holds().unwrap();
        let holds: BTreeMap<_, _> =
            holds.into_iter().map(|hold| ((hold.person, hold.kind), hold.until)).collect();
        assert_eq!(holds, self.holds);
    }
}

pub(super) fn anything_done_in_any_order_is_what_plain_maps_would_hold(place: &dyn Place) {
    let batches = scale("CALDICOTT_STORE_BATCHES", 120);
    let mut dice = Dice(scale("CALDICOTT_SEED", 1), 0);
    let mut model = Model::default();
    // Two stores in turn: each must take in what the other did.
    let kek = place.kek();
    let open = || {
        let mut store = place.open_as(Store::options(TENANT, Arc::clone(&kek))).unwrap();
        store.index(surname(500)).unwrap();
        store
    };
    let mut stores = [open(), open()];
    for number in 0..batches {
        let which = usize::try_from(dice.below(2)).unwrap();
        let store = &mut stores[which];
        let before = model.clone();
        let mut batch = store.begin().unwrap();
        for _ in 0..=dice.below(5) {
            model.change(&mut batch, &mut dice);
        }
        if dice.below(5) == 0 {
            drop(batch);
            model = before;
        } else {
            batch.commit().unwrap();
        }
        match dice.below(24) {
            0 => assert!(store.rotate_tenant_key().unwrap().is_finished()),
            1 => assert!(store.epoch(DAY).unwrap().is_closed()),
            2 => {
                let what = Reseal::everyone().destroying_older_keys();
                assert!(store.reseal(what, |_| ControlFlow::Continue(())).unwrap().is_finished);
            }
            3 => drop(store.settle().unwrap()),
            4 => store.compact().unwrap(),
            5 => {
                let _signed = store.checkpoint().unwrap();
            }
            6 => stores[which] = open(),
            _ => {}
        }
        if number % 6 == 0 {
            for store in &stores {
                model.check(store, dice.1 + 9);
            }
            dice.1 = number / 9;
        }
    }
    let [one, other] = stores;
    drop(other);
    model.check(&one, dice.1 + 9);
    let report = one.verify_sealed(|_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!(report.tombstones(), u64::try_from(model.erased.len()).unwrap());
    assert_eq!(report.entries(), model.entries);
    let log = place.log().unwrap();
    let signed = log.newest_checkpoint().unwrap().map(|signed| signed.checkpoint().clone());
    assert!(log.verify(signed, |_| {}).unwrap().is_sound());
}
