//! Processes that are killed: nothing promised is lost, nothing half-done is seen, and what was begun is
//! finished by the next.

use std::time::Duration;

use crate::child::{Spot, check, hear, splitmix, start};
use crate::place::scale;
#[cfg(feature = "postgres")]
use crate::server::connect;

/// Kills writers at any moment, each new one going on where the last was killed.
fn kill(kills: u64, seed: u64, fresh: impl Fn(u64) -> Spot) {
    let mut done = 0;
    let mut book = 0;
    while done < kills {
        let spot = fresh(book);
        let mut promised = check_new(&spot);
        // A casebook of its own for every twenty, so that checking it whole stays quick.
        for round in 0..20.min(kills - done) {
            let dice = splitmix(seed ^ done);
            let mut child = start(&spot, dice, 1000, &[]);
            let pid = child.id();
            let wait = Duration::from_micros(dice >> 16 & 0xffff);
            // From before it has opened the casebook to many batches later.
            let killer = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(8) + wait);
                kill_process(pid);
            });
            let said = hear(&mut child, |_| {});
            killer.join().unwrap();
            assert_eq!(said.failed, None, "book {book}, round {round}, seed {dice}");
            if said.tally.puts > 0 {
                promised = said.tally;
            }
            promised = check(&spot, promised);
            done += 1;
        }
        book += 1;
    }
    println!("killed {done} times over {book} casebooks");
}

fn check_new(spot: &Spot) -> crate::child::Tally {
    drop(spot.open().unwrap());
    crate::child::Tally::default()
}

fn kill_process(pid: u32) {
    // The process is waited for only after this: its number is its own.
    let done = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status();
    assert!(done.is_ok());
}

#[test]
fn a_writer_killed_at_any_moment_loses_nothing_it_was_promised() {
    let folder = tempfile::tempdir().unwrap();
    let kills = scale("CALDICOTT_STORE_KILLS", 60);
    kill(kills, scale("CALDICOTT_SEED", 1), |book| {
        let place = folder.path().join(book.to_string());
        std::fs::create_dir(&place).unwrap();
        Spot::File(place.join("casebook.db"))
    });
}

#[cfg(feature = "postgres")]
#[test]
fn a_client_of_a_server_killed_at_any_moment_loses_nothing_it_was_promised() {
    use crate::place::Place as _;
    let Some(place) = crate::server::InServer::new("killed clients") else { return };
    let kills = scale("CALDICOTT_STORE_KILLS", 60) / 4;
    kill(kills, scale("CALDICOTT_SEED", 1), |book| {
        let folder = place.folder().join(book.to_string());
        std::fs::create_dir(&folder).unwrap();
        let schema = format!("{}_kill_{book}", place.schema);
        Spot::Server { address: place.server.address(), schema, folder }
    });
}

/// A server that ends a client's session undoes its batch; the client is told, and opens anew.
#[cfg(feature = "postgres")]
#[test]
fn a_lost_connection_is_told_and_leaves_nothing_half_done() {
    use crate::place::{DAY, Place as _, put, schema};
    use caldicott_model::RuntimeRecord;
    use caldicott_store::StoreError;
    let Some(place) = crate::server::InServer::new("lost connections") else { return };
    let mut store = place.open();
    put(&mut store, "p-1", "f-1", "Haque");
    let schema = schema();
    let cells = ["Osei", "x", "y"];
    let mut batch = store.begin().unwrap();
    batch.put("p-2", "f-2", &RuntimeRecord::new(&schema, &cells), &[("d", DAY)]).unwrap();
    let sql = "SELECT DISTINCT pg_terminate_backend(pid) FROM pg_locks \
               JOIN pg_class ON pg_class.oid = relation \
               JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = $1";
    let ended = connect(&place.server).query(sql, &[&place.schema]).unwrap();
    // Ours, and whoever cleans the tables at that moment.
    assert!(!ended.is_empty());
    let lost = batch.put("p-3", "f-3", &RuntimeRecord::new(&schema, &cells), &[]);
    assert!(matches!(lost, Err(StoreError::Disconnected)), "{lost:?}");
    assert!(matches!(batch.commit(), Err(StoreError::Disconnected | StoreError::Undone)));
    assert!(matches!(store.count("client"), Err(StoreError::Disconnected)));
    assert!(matches!(store.begin().map(|_| ()), Err(StoreError::Disconnected)));
    let mut store = place.open();
    assert_eq!(store.count("client").unwrap(), 1);
    put(&mut store, "p-2", "f-2", "Osei");
    assert!(store.verify_sealed(|_| {}).unwrap().is_sound());
}

/// A second writer waits for the first, for as long as was agreed, and is then told.
#[test]
fn a_second_process_waits_its_turn_or_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let spot = Spot::File(folder.path().join("casebook.db"));
    drop(spot.open().unwrap());
    // Three processes at once: each waits for the others, none fails, none overwrites another.
    let mut children: Vec<_> = (0..3).map(|seed| start(&spot, seed * 3, 15, &[])).collect();
    for child in &mut children {
        assert_eq!(hear(child, |_| {}).failed, None);
    }
    let tally = crate::child::Tally::read(&spot.open().unwrap()).unwrap();
    assert_eq!(tally.puts + tally.erased, 45);
    check(&spot, tally);
}

#[test]
fn a_second_process_that_may_not_wait_is_told_at_once() {
    use crate::place::Place as _;
    let place = crate::place::InFile::new();
    let mut one = place.open();
    let options = place.options().waiting(Duration::ZERO);
    let mut other = place.open_as(options).unwrap();
    let batch = one.begin().unwrap();
    assert!(matches!(other.begin().map(|_| ()), Err(caldicott_store::StoreError::Busy)));
    drop(batch);
    assert!(other.begin().is_ok());
}

/// Nothing here encrypts the way to a server, and nothing is made in a place that is somebody else's.
#[cfg(feature = "postgres")]
#[test]
fn a_server_elsewhere_and_a_schema_of_others_are_refused() {
    use crate::place::Place as _;
    use caldicott_store::{LogFile, StoreError};
    let here = crate::place::InFile::new();
    for far in ["host=db.example.org user=t", "host=localhost hostaddr=192.0.2.7 user=t"] {
        let refused = here.options().connect(far, "casebook");
        assert!(matches!(refused, Err(StoreError::NotLocal)), "{far}");
        assert!(matches!(LogFile::connect(far, "casebook"), Err(StoreError::NotLocal)), "{far}");
    }
    let nowhere = format!("host={} user=t", here.folder().display());
    assert!(matches!(here.options().connect(&nowhere, "s"), Err(StoreError::Disconnected)));
    for schema in ["", "Casebook", "a\"b", "pg_mine", "a b", "1a", "a;drop"] {
        let refused = here.options().connect(&nowhere, schema);
        assert!(matches!(refused, Err(StoreError::Name(_))), "{schema}");
    }
    let Some(place) = crate::server::InServer::new("schemas of others") else { return };
    let theirs = format!("{}_theirs", place.schema);
    let script = format!("CREATE SCHEMA {theirs}; CREATE TABLE {theirs}.notes (x text)");
    connect(&place.server).batch_execute(&script).unwrap();
    let refused = place.options().connect(&place.server.address(), &theirs);
    assert!(matches!(refused, Err(StoreError::NotACasebook)));
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = $1";
    let row = connect(&place.server).query_one(tables, &[&theirs]).unwrap();
    assert_eq!(row.get::<_, i64>(0), 1);
}

/// Two processes that make the same casebook at the same time make one.
#[cfg(feature = "postgres")]
#[test]
fn a_casebook_made_twice_at_once_is_one() {
    use crate::place::InFile;
    let Some(server) = crate::server::InServer::new("made twice at once") else { return };
    let file = InFile::new();
    for place in [&server as &(dyn crate::place::Place + Sync), &file] {
        drop(place.kek());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| drop(place.open()));
            }
        });
        assert_eq!(place.open().key_status().unwrap().tenant_keys.len(), 1);
    }
}
