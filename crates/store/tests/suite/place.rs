//! Where a casebook under test stands, and what is put into it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use caldicott_audit::{Draft, Kind, Moment, Outcome};
use caldicott_calendar::{Day, RuleSet};
use caldicott_encryption::{FileKek, KeyEncryptionKey, OsEntropy};
use caldicott_model::digest::Sha256;
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability, RuntimeRecord, Schema};
use caldicott_store::{Erased, Erasure, LogEntry, LogFile, Options, SearchKey, Store, StoreError};

pub(crate) const DAY: Day = Day::literal(2026, 11, 2);
pub(crate) const TENANT: &str = "st-martins";

/// A casebook that can be opened again and again.
pub(crate) trait Place {
    /// Opens it as these options say.
    fn open_as(&self, options: Options) -> Result<Store, StoreError>;
    /// Its log, without a key.
    fn log(&self) -> Result<LogFile, StoreError>;
    /// A folder of its own.
    fn folder(&self) -> &Path;
    /// Changes a row behind the store's back.
    fn tamper(&self, sql: &str);
    /// Copies everything the casebook is made of, as a backup would.
    fn back_up(&self) -> Box<dyn Fn() + '_>;

    fn kek(&self) -> Arc<dyn KeyEncryptionKey> {
        let path = self.folder().join("kek");
        Arc::new(match FileKek::open(&path, "file:test") {
            Ok(kek) => kek,
            Err(_) => FileKek::create(&path, "file:test", &OsEntropy).unwrap(),
        })
    }

    fn options(&self) -> Options {
        Store::options(TENANT, self.kek())
    }

    fn open(&self) -> Store {
        let mut store = self.open_as(self.options()).unwrap();
        store.index(surname(500)).unwrap();
        store
    }
}

/// A casebook in a file.
pub(crate) struct InFile {
    folder: tempfile::TempDir,
}

impl InFile {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("casebook.db")
    }
}

impl Place for InFile {
    fn open_as(&self, options: Options) -> Result<Store, StoreError> {
        options.open(&self.path())
    }

    fn log(&self) -> Result<LogFile, StoreError> {
        LogFile::open(&self.path())
    }

    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn tamper(&self, sql: &str) {
        let raw = rusqlite::Connection::open(self.path()).unwrap();
        raw.execute_batch(sql).unwrap();
        raw.close().unwrap();
    }

    fn back_up(&self) -> Box<dyn Fn() + '_> {
        let mut copies = Vec::new();
        for ending in ["", "-wal"] {
            let path = PathBuf::from(format!("{}{ending}", self.path().display()));
            copies.push((path.clone(), std::fs::read(path).ok()));
        }
        Box::new(move || {
            let _ = std::fs::remove_file(format!("{}-shm", self.path().display()));
            for (path, bytes) in &copies {
                match bytes {
                    Some(bytes) => std::fs::write(path, bytes).unwrap(),
                    None => {
                        let _ = std::fs::remove_file(path);
                    }
                }
            }
        })
    }
}

pub(crate) fn schema() -> Schema {
    let tag = |name: &'static str, category: Category, identifies| {
        FieldTag::new(name.into(), CategorySet::of(&[category]), identifies)
    };
    Schema::new(
        "client",
        vec![
            tag("surname", Category::Identity, Identifiability::Direct),
            tag("health", Category::Health, Identifiability::None),
            tag("service", Category::HousingAndTenancy, Identifiability::None),
        ],
    )
    .unwrap()
}

pub(crate) fn surname(population: u64) -> SearchKey {
    SearchKey {
        record_type: "client",
        field: "surname",
        category: Category::Identity,
        population,
        distinct: 20,
    }
}

pub(crate) fn moment(number: u64) -> Moment {
    let millis = i64::try_from(number).unwrap() * 1000;
    Moment { unix_millis: 1_793_600_000_000 + millis, day: DAY }
}

pub(crate) fn rulebook() -> Sha256 {
    Sha256::of(b"rules")
}

/// Puts one client with a surname.
pub(crate) fn put(store: &mut Store, person: &str, id: &str, name: &str) {
    let schema = schema();
    let cells = [name, "asthma", "Move-on"];
    let mut batch = store.begin().unwrap();
    batch.put(person, id, &RuntimeRecord::new(&schema, &cells), &[("support-ended", DAY)]).unwrap();
    batch.commit().unwrap();
}

/// Logs that somebody looked.
pub(crate) fn look(store: &mut Store, person: &str, number: u64) {
    let mut batch = store.begin().unwrap();
    let draft = Draft::new(Kind::Look, Outcome::Done, rulebook());
    let _receipt = batch.log(LogEntry { person: Some(person), draft, at: moment(number) }).unwrap();
    batch.commit().unwrap();
}

pub(crate) fn erasure() -> Erasure {
    Erasure { on: DAY, reason: "retention".to_owned(), approver: "line-manager".to_owned() }
}

pub(crate) fn erase(store: &mut Store, person: &str) -> Erased {
    let mut batch = store.begin().unwrap();
    let (_, erased) = batch
        .log_erasure(person, &erasure(), &RuleSet::new(), rulebook(), moment(1_000_000))
        .unwrap();
    batch.commit().unwrap();
    erased
}

/// How often a test repeats what it does, unless the environment asks for more.
pub(crate) fn scale(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
