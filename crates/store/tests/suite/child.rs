//! A process that works on a casebook until it is killed, and what must hold of what it leaves.
//!
//! Every batch changes several tables at once and counts itself in a ledger. The child says what it has
//! been promised, on its standard output; whoever opens the casebook afterwards holds it to that.

use std::io::{BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use caldicott_audit::{Draft, Kind, Outcome};
use caldicott_calendar::RuleSet;
use caldicott_encryption::{FileKek, OsEntropy};
use caldicott_model::{Category, Purpose, RuntimeRecord};
use caldicott_store::{Due, Entity, KeyTask, LogEntry, LogFile, Reseal, Store, StoreError};

use crate::place::{DAY, TENANT, erasure, moment, rulebook, schema, surname};

const WHERE: &str = "CALDICOTT_CHILD_PLACE";
const SEED: &str = "CALDICOTT_CHILD_SEED";
const STEPS: &str = "CALDICOTT_CHILD_STEPS";

/// What the child is told to prefer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// Batches of all kinds.
    Batches,
    /// Erasing, settling and writing the file anew.
    Erasing,
    /// Rotating, closing epochs, sealing again.
    Keys,
}

/// Where the casebook of a child is: in a file, or in a schema of a server.
#[derive(Clone, Debug)]
pub(crate) enum Spot {
    File(std::path::PathBuf),
    #[cfg(feature = "postgres")]
    Server {
        address: String,
        schema: String,
        folder: std::path::PathBuf,
    },
}

impl Spot {
    fn folder(&self) -> &Path {
        match self {
            Self::File(path) => path.parent().unwrap(),
            #[cfg(feature = "postgres")]
            Self::Server { folder, .. } => folder,
        }
    }

    /// The file, for a casebook in one.
    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.folder().join("casebook.db")
    }

    fn word(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            #[cfg(feature = "postgres")]
            Self::Server { address, schema, folder } => {
                format!("{address}|{schema}|{}", folder.display())
            }
        }
    }

    fn of_word(word: &str) -> Self {
        match word.split('|').collect::<Vec<_>>().as_slice() {
            #[cfg(feature = "postgres")]
            [address, schema, folder] => Self::Server {
                address: (*address).to_owned(),
                schema: (*schema).to_owned(),
                folder: folder.into(),
            },
            _ => Self::File(word.into()),
        }
    }

    pub(crate) fn open(&self) -> Result<Store, StoreError> {
        let kek = self.folder().join("kek");
        let kek = match FileKek::open(&kek, "file:test") {
            Ok(kek) => kek,
            Err(_) => FileKek::create(&kek, "file:test", &OsEntropy).unwrap(),
        };
        let options = Store::options(TENANT, Arc::new(kek));
        let mut store = match self {
            Self::File(path) => options.open(path)?,
            #[cfg(feature = "postgres")]
            Self::Server { address, schema, .. } => options.connect(address, schema)?,
        };
        store.index(surname(500))?;
        Ok(store)
    }

    fn log(&self) -> LogFile {
        match self {
            Self::File(path) => LogFile::open(path).unwrap(),
            #[cfg(feature = "postgres")]
            Self::Server { address, schema, .. } => LogFile::connect(address, schema).unwrap(),
        }
    }
}

/// What a casebook holds, as its own ledger counts it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Tally {
    /// Batches so far: each put one person.
    pub(crate) puts: u64,
    /// People erased so far, the first ones first.
    pub(crate) erased: u64,
}

impl Tally {
    pub(crate) fn read(store: &Store) -> Result<Self, StoreError> {
        let Some(page) = store.ledger("tally")? else { return Ok(Self::default()) };
        let bytes = page.value.expose(Purpose::SUPPORT).clone();
        let number = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().unwrap());
        Ok(Self { puts: number(0), erased: number(8) })
    }

    fn bytes(self) -> Vec<u8> {
        [self.puts.to_be_bytes(), self.erased.to_be_bytes()].concat()
    }
}

/// One batch: a person with a record, a look, something due, an event; or the erasure of the first.
fn step(store: &mut Store, erase: bool) -> Result<Tally, StoreError> {
    let mut batch = store.begin()?;
    // Read within the batch: no other process can overtake it.
    let page = batch.store().ledger("tally")?.map(|page| page.version);
    let mut tally = Tally::read(batch.store())?;
    if erase && tally.erased < tally.puts {
        let person = format!("p-{}", tally.erased);
        let rules = RuleSet::new();
        let (_receipt, gone) =
            batch.log_erasure(&person, &erasure(), &rules, rulebook(), moment(tally.puts))?;
        assert_eq!((gone.records, gone.log_payloads, gone.events), (1, 1, 2), "{person}");
        tally.erased += 1;
    } else {
        let number = tally.puts;
        let person = format!("p-{number}");
        let schema = schema();
        let health =
            format!("note {number} {}", "x".repeat(usize::try_from(number % 7).unwrap() * 700));
        let cells = ["Haque", health.as_str(), "Move-on"];
        batch.put(
            &person,
            &format!("f-{number}"),
            &RuntimeRecord::new(&schema, &cells),
            &[("d", DAY)],
        )?;
        let draft = Draft::new(Kind::Look, Outcome::Done, rulebook());
        let _receipt = batch.log(LogEntry { person: Some(&person), draft, at: moment(number) })?;
        let id = format!("r-{number}");
        let entity =
            Entity { kind: "request", id: &id, person: Some(&person), category: Category::Health };
        batch.append_events(&entity, 0, &[b"received", b"answered"])?;
        batch.set_due(&Due {
            kind: "client".to_owned(),
            entity: format!("f-{number}"),
            stage: "dispose".to_owned(),
            on: DAY,
            person: Some(person.clone()),
        })?;
        tally.puts += 1;
    }
    batch.turn_ledger("tally", page, &tally.bytes())?;
    batch.commit()?;
    Ok(tally)
}

fn work(store: &mut Store, kind: Work, dice: u64) -> Result<(), StoreError> {
    let go_on = |_| ControlFlow::Continue(());
    // What an earlier process began is finished first.
    for task in store.key_status()?.unfinished {
        let finished = if task == KeyTask::Epoch {
            store.epoch(DAY)?.is_closed()
        } else if task == KeyTask::Rotation {
            store.rotate_tenant_key()?.is_finished()
        } else {
            store.reseal(Reseal::outdated(), go_on)?.is_finished
        };
        assert!(finished, "{}", task.name());
    }
    match (kind, dice % 8) {
        (Work::Erasing, 0 | 1) | (Work::Batches, 0) => store.settle().map(|_| ()),
        (Work::Erasing, 2) => store.compact(),
        (Work::Keys, 0) => store.rotate_tenant_key().map(|done| assert!(done.is_finished())),
        (Work::Keys, 1) => store.epoch(DAY).map(|done| assert!(done.is_closed())),
        (Work::Keys, 2) => {
            let what = Reseal::everyone().destroying_older_keys();
            store.reseal(what, go_on).map(|done| assert!(done.is_finished))
        }
        _ => Ok(()),
    }
}

/// The child itself: a test that does nothing unless it was started as one.
#[test]
fn the_child_process() {
    let Ok(word) = std::env::var(WHERE) else { return };
    let seed: u64 = std::env::var(SEED).unwrap().parse().unwrap();
    let steps: u64 = std::env::var(STEPS).unwrap().parse().unwrap();
    let kind = match seed % 3 {
        0 => Work::Batches,
        1 => Work::Erasing,
        _ => Work::Keys,
    };
    let mut out = std::io::stdout();
    let mut say = |words: String| {
        out.write_all(format!("\n>{words}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    let done = (|| {
        let mut store = Spot::of_word(&word).open()?;
        say("open".to_owned());
        for number in 0..steps {
            let dice = splitmix(seed ^ (number << 32));
            work(&mut store, kind, dice)?;
            let erase = (dice >> 8) % 8 < if matches!(kind, Work::Erasing) { 4 } else { 1 };
            let tally = step(&mut store, erase)?;
            say(format!("done {} {}", tally.puts, tally.erased));
        }
        Ok::<(), StoreError>(())
    })();
    match done {
        Ok(()) => say("end".to_owned()),
        Err(error) => say(format!("failed {error:?}")),
    }
}

/// Starts a child. Its words come over its standard output.
pub(crate) fn start(spot: &Spot, seed: u64, steps: u64, before: &[&str]) -> Child {
    let myself = std::env::current_exe().unwrap();
    let mut words: Vec<String> = before.iter().map(|word| (*word).to_owned()).collect();
    words.push(myself.display().to_string());
    let mut command = Command::new(&words[0]);
    command
        .args(&words[1..])
        .args(["--exact", "child::the_child_process", "--nocapture", "--test-threads=1"])
        .env(WHERE, spot.word())
        .env(SEED, seed.to_string())
        .env(STEPS, steps.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

/// What a child said before it ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) tally: Tally,
    pub(crate) failed: Option<String>,
    pub(crate) opened: bool,
}

/// Hears a child to its end, calling `heard` at each word.
pub(crate) fn hear(child: &mut Child, mut heard: impl FnMut(&mut Child)) -> Said {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = Said::default();
    for line in lines {
        let Ok(line) = line else { break };
        let Some(words) = line.strip_prefix('>') else { continue };
        match words.split(' ').collect::<Vec<_>>().as_slice() {
            ["open"] => said.opened = true,
            ["done", puts, erased] => {
                said.tally = Tally { puts: puts.parse().unwrap(), erased: erased.parse().unwrap() };
            }
            ["failed", ..] => said.failed = Some(words.to_owned()),
            _ => {}
        }
        heard(child);
    }
    let _ = child.wait();
    said
}

/// Holds the casebook to what was promised, and to being whole.
pub(crate) fn check(spot: &Spot, promised: Tally) -> Tally {
    let mut store = spot.open().unwrap();
    // A server may be carrying out the last word of a client that is dead by now: its turn first.
    drop(store.begin().unwrap());
    let tally = Tally::read(&store).unwrap();
    assert!(
        tally.puts >= promised.puts && tally.erased >= promised.erased,
        "{tally:?} of {promised:?}"
    );
    // At most one batch was on its way.
    let beyond = (tally.puts - promised.puts) + (tally.erased - promised.erased);
    assert!(beyond <= 1, "{tally:?} after {promised:?}");
    assert_eq!(store.count("client").unwrap(), tally.puts - tally.erased);
    assert_eq!(store.chain().size(), tally.puts + tally.erased);
    assert_eq!(
        store.due_by(DAY).unwrap().len(),
        usize::try_from(tally.puts - tally.erased).unwrap()
    );
    assert_eq!(store.histories("request").unwrap().len(), store.due_by(DAY).unwrap().len());
    for number in 0..tally.puts {
        let (person, id) = (format!("p-{number}"), format!("f-{number}"));
        let gone = number < tally.erased;
        assert_eq!(store.is_erased(&person).unwrap(), gone, "{person}");
        let record = store.get("client", &id).unwrap();
        assert_eq!(record.is_none(), gone, "{person}");
        let events = store.events("request", &format!("r-{number}")).unwrap();
        assert_eq!(events.len(), if gone { 0 } else { 2 }, "{person}");
        if let Some(record) = record {
            let health = record.value("health", Purpose::SUPPORT).unwrap();
            assert!(health.text().unwrap().starts_with(&format!("note {number} ")));
            assert_eq!(store.log_of(&person).unwrap().len(), 1, "{person}");
        }
    }
    let found = store.find("client", "surname", "haque").unwrap();
    assert_eq!(found.len(), usize::try_from(tally.puts - tally.erased).unwrap());
    let report = store.verify_sealed(|_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    drop(store);
    let report = spot.log().verify([], |_| {}).unwrap();
    assert!(report.is_sound(), "{report}");
    tally
}

/// A number that looks like chance and is the same each time.
pub(crate) fn splitmix(seed: u64) -> u64 {
    let mut number = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
