//! A day in the life, three thousand six hundred times: ten years of a register, of people's requests, of
//! breaches and of records that come to their end, with what must hold at the end of every day.
//!
//! Nothing here asks the libraries what is right: the days are counted again below, from the words of the
//! rules. `PEOPLE` and `CAUTIONS` set the size and `SEED` the seed; what is left out is 1,000 people, 500
//! cautions and one fixed seed.
#![cfg(all(
    feature = "accountability",
    feature = "caution-register",
    feature = "policy",
    feature = "retention",
    feature = "rights"
))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "ten_years/breaches.rs"]
mod breaches;
#[path = "ten_years/cautions.rs"]
mod cautions;
#[path = "ten_years/chance.rs"]
mod chance;
#[path = "ten_years/records.rs"]
mod records;
#[path = "ten_years/requests.rs"]
mod requests;

use caldicott::accountability::Owing;
use caldicott::calendar::Day;
use caldicott::policy::{Rulebook, SourceFile};

use chance::Chance;

const FIRST: Day = Day::literal(2018, 6, 1);
const DAYS: i32 = 3_653;

/// A size from the environment.
fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// A shipped rulebook.
fn rulebook(name: &str) -> Rulebook {
    let folder = format!("{}/../../examples/rulebooks/{name}", env!("CARGO_MANIFEST_DIR"));
    let files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            SourceFile { name: path.file_name().unwrap().to_string_lossy().into_owned(), text }
        })
        .collect();
    Rulebook::load(&files).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"))
}

#[test]
fn every_day_of_ten_years_leaves_nothing_unseen_nothing_shown_and_nothing_kept() {
    let (people, cautions) = (size("PEOPLE", 1_000), size("CAUTIONS", 500));
    let mut chance = Chance::new(size("SEED", 20_261_122) as u64);
    let (camden, trust) = (rulebook("camden"), rulebook("st-martins"));
    let mut register = cautions::Register::new(&camden, cautions, &mut chance);
    let mut desk = requests::Desk::new(trust.casework().rights().unwrap().policy(), people);
    let mut alarms = breaches::Alarms::new(trust.casework().breach());
    let mut records = records::Store::new(trust.retention().unwrap(), people, &mut chance);
    for day in (0..DAYS).map(|after| FIRST.plus_days(after).unwrap()) {
        // One night in fifty the daily run does not run.
        let runs = !chance.one_in(50);
        register.day(day, runs, &mut chance);
        desk.day(day, &mut chance);
        alarms.day(day, &mut chance);
        records.day(day, runs, &mut chance);

        let mut owing = Owing::default();
        let mut counted = 0;
        counted += register.check(day, runs, &mut owing);
        counted += desk.check(day, &mut chance, &mut owing);
        counted += alarms.check(day, &mut owing);
        records.check(day, runs);
        // The one list has what each of them has, and nothing is late in silence.
        let late = owing.in_order().iter().filter(|owed| owed.is_late(day)).count();
        assert_eq!(late, counted, "{day}");
    }
    register.finish();
    desk.finish();
    let told = [register.tally(), desk.tally(), alarms.tally(), records.tally()].concat();
    println!("{}", told.join("\n"));
    // The years were eventful: each thing that must hold had something to hold against.
    for line in told {
        let count: usize = line.split(' ').next().unwrap().parse().unwrap();
        assert!(count > 0, "{line}");
    }
}
