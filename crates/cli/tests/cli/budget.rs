//! One privacy budget, kept in a casebook, and several processes that would all like to spend it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use caldicott::encryption::{Buffered, FileKek};
use caldicott::model::{Day, Purpose};
use caldicott::statistics::privacy::{Allowance, Budget, Cost, Ratio, Spent};
use caldicott::store::{Store, StoreError};

const LEDGER: &str = "privacy budget";
const PLACE: &str = "CALDICOTT_BUDGET_PLACE";
const PROCESSES: usize = 4;
const TRIES: u64 = 5;
/// A third of what all of them ask for together.
const PAID_FOR: u64 = 7;

fn open(place: &Path) -> Store {
    let kek = FileKek::open(place.join("kek.key"), "budget").unwrap();
    let options = Store::options("t", Arc::new(kek)).waiting(Duration::from_secs(30));
    options.open(&place.join("casebook.db")).unwrap()
}

fn budget(store: &Store) -> (u64, Budget) {
    let page = store.ledger(LEDGER).unwrap().unwrap();
    let budget = Budget::from_bytes(page.value.expose(Purpose::STATISTICS)).unwrap();
    (page.version, budget)
}

/// Spends as often as it can, and prints a line for each answer it may draw.
#[test]
#[ignore = "it is one of the processes of the test below"]
fn one_of_many() {
    let place = std::env::var(PLACE).unwrap();
    let mut store = open(Path::new(&place));
    for answer in 0..TRIES {
        let id = format!("{} {answer}", std::process::id());
        loop {
            let (version, budget) = budget(&store);
            let cost = Cost::Pure(Ratio::new(1, PAID_FOR).unwrap());
            let Spent::Granted(next, _grant) =
                budget.spend(&id, cost, Day::literal(2026, 11, 22)).unwrap()
            else {
                break;
            };
            match store.turn_ledger(LEDGER, Some(version), &next.to_bytes()) {
                Ok(_) => {
                    println!("granted {id}");
                    break;
                }
                // Somebody else was first: read again.
                Err(StoreError::Conflict | StoreError::Busy) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn several_processes_do_not_spend_one_budget_twice() {
    let folder = tempfile::tempdir().unwrap();
    FileKek::create(folder.path().join("kek.key"), "budget", &Buffered).unwrap();
    let mut store = open(folder.path());
    let whole = Budget::new(Allowance::Pure(Ratio::new(1, 1).unwrap()));
    store.turn_ledger(LEDGER, None, &whole.to_bytes()).unwrap();
    drop(store);
    let start = |_| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "budget::one_of_many", "--ignored", "--nocapture"])
            .env(PLACE, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let processes: Vec<_> = (0..PROCESSES).map(start).collect();
    let mut granted = Vec::new();
    for process in processes {
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        granted.extend(
            text.lines()
                .filter_map(|line| line.split_once("granted ").map(|(_, id)| id.to_owned())),
        );
    }
    let (_, left) = budget(&open(folder.path()));
    assert_eq!(left.left(), Ratio::ZERO);
    assert_eq!(granted.len() as u64, PAID_FOR);
    // What each process was told is what is kept.
    let mut kept: Vec<&str> =
        left.spends().iter().map(caldicott::statistics::privacy::Spend::id).collect();
    kept.sort_unstable();
    granted.sort_unstable();
    assert_eq!(granted, kept);
}
