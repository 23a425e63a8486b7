//! Protecting the tables of a small charity, and counting records that look alike.

mod records;
mod tables;

use std::collections::HashMap;
use std::hint::black_box;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{
    CodeList, Effort, FreqTable, Microdata, NullPolicy, Outcome, Plan, Profile, Raw, Singletons,
    Variable,
};

use crate::Random;
use crate::contest::Contest;

/// Prints what it took to protect tables in three dimensions.
pub fn print_three_dimensions() {
    tables::print_three_dimensions();
}

const ETHNIC_GROUPS: &[&str] = &["White", "Mixed", "Asian", "Black", "Arab", "Other"];
const FAITHS: &[&str] = &["None", "Christian", "Muslim", "Hindu", "Sikh", "Jewish", "Buddhist"];
const SERVICES: &[&str] = &["Outreach", "Hostel", "Resettlement", "Move-on"];
/// How likely a category is to be chosen before those after it, in tenths.
const LISTS: [(&str, &[&str], Category, u32); 3] = [
    ("ethnic group", ETHNIC_GROUPS, Category::RacialOrEthnicOrigin, 7),
    ("faith", FAITHS, Category::ReligiousOrPhilosophicalBeliefs, 5),
    ("service", SERVICES, Category::SupportNeeds, 3),
];

/// People of whom most are in the first categories and few in the last.
fn people(count: usize) -> Vec<[u8; 3]> {
    let mut random = Random(count as u64);
    let mut pick = |codes: &[&str], tenths| {
        let mut at = 0;
        while at + 1 < codes.len() && random.below(10) >= tenths {
            at += 1;
        }
        u8::try_from(at).unwrap_or(0)
    };
    (0..count).map(|_| LISTS.map(|(_, codes, _, tenths)| pick(codes, tenths))).collect()
}

fn microdata(people: &[[u8; 3]]) -> Microdata {
    let variable = |(name, codes, about, _): (&'static str, &[&str], Category, u32)| {
        let tag = FieldTag::new(name.into(), about.into(), Identifiability::Quasi);
        let codes = CodeList::new(name, codes.iter().copied()).expect("a list");
        Variable::new(tag, codes, NullPolicy::Reject).expect("a variable")
    };
    let mut rows = Microdata::of(LISTS.map(variable).to_vec());
    for person in people {
        rows.row(
            LISTS.iter().zip(person).map(|((_, codes, ..), code)| Some(codes[usize::from(*code)])),
        );
    }
    rows.finish().expect("every value is listed")
}

/// Whether what was hidden is proved to be the least.
fn publish(table: &Raw<FreqTable>) -> bool {
    let profile = Profile::threshold(5).expect("a threshold");
    // In the larger tables no one can be kept from knowing their own cell.
    let plan = Plan::new("Monitoring", profile.with_singletons(Singletons::Report));
    match plan.publish(table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(done) => done.report.is_proved(),
        Outcome::Refused(why) => panic!("{why}"),
    }
}

fn suppression(title: &str, count: usize, by: &[&str]) -> Contest {
    let table = FreqTable::count(&microdata(&people(count)), by).expect("a table");
    let said = if publish(&table) { "proved least" } else { "best found, not proved" };
    Contest::new(format!("{title}, {count} people: {said}"), "table")
        .with("protect, attack, publish", 1, move || {
            black_box(publish(&table));
        })
        .goal_ns("protect, attack, publish", 5e8)
}

fn classes() -> Contest {
    const ROWS: usize = 100_000;
    let people: &'static [[u8; 3]] = people(ROWS).leak();
    let data = microdata(people);
    let again = microdata(people);
    let names = LISTS.map(|(name, ..)| name);
    let by_hand = || {
        let mut classes: HashMap<[u8; 3], usize> = HashMap::new();
        people.iter().for_each(|person| *classes.entry(*person).or_default() += 1);
        classes
    };
    let risk = data.record_risk(&names, None).expect("known variables");
    assert_eq!(risk.classes, by_hand().len());
    Contest::new("records that look alike, 100,000 rows of three variables", "row")
        .with("HashMap of encoded rows", ROWS, move || {
            black_box(by_hand());
        })
        .with("record risk", ROWS, move || {
            black_box(data.record_risk(&names, None).expect("known variables"));
        })
        .with("frequency table", ROWS, move || {
            black_box(FreqTable::count(&again, &names).expect("a table"));
        })
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let all = LISTS.map(|(name, ..)| name);
    let tables = vec![
        suppression("ethnic group by service, 24 cells", 500, &[all[0], all[2]]),
        suppression("ethnic group by faith, 42 cells", 500, &all[..2]),
        suppression("all three, 168 cells", 600, &all),
        classes(),
    ];
    tables.into_iter().chain(tables::contests()).chain(records::contests()).collect()
}
