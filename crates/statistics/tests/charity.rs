//! A charity of five hundred people: the monitoring table its policy promises.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::*;

const ETHNIC_GROUPS: [&str; 6] = ["White", "Mixed", "Asian", "Black", "Arab", "Other"];
const FAITHS: [&str; 7] = ["None", "Christian", "Muslim", "Hindu", "Sikh", "Jewish", "Buddhist"];
const SERVICES: [&str; 4] = ["Outreach", "Hostel", "Resettlement", "Move-on"];

fn variable(name: &'static str, codes: &[&str], about: Category) -> Variable {
    let tag = FieldTag::new(name.into(), about.into(), Identifiability::Quasi);
    Variable::new(tag, CodeList::new(name, codes.iter().copied()).unwrap(), NullPolicy::Reject)
        .unwrap()
}

fn monitoring() -> Vec<Variable> {
    vec![
        variable("ethnic group", &ETHNIC_GROUPS, Category::RacialOrEthnicOrigin),
        variable("faith", &FAITHS, Category::ReligiousOrPhilosophicalBeliefs),
        variable("service", &SERVICES, Category::SupportNeeds),
    ]
}

/// People drawn so that the first categories are common and the last are rare.
fn population(people: usize, seed: u64) -> Microdata {
    let mut state = seed;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut rows = Microdata::of(monitoring());
    for _ in 0..people {
        let mut pick = |codes: &[&'static str], of_ten: u64| {
            let mut at = 0;
            while at + 1 < codes.len() && next() % 10 >= of_ten {
                at += 1;
            }
            codes[at]
        };
        let row = [pick(&ETHNIC_GROUPS, 7), pick(&FAITHS, 5), pick(&SERVICES, 3)];
        rows.row(row.map(Some));
    }
    rows.finish().unwrap()
}

#[test]
fn the_monitoring_table_in_three_dimensions_is_protected_and_proved() {
    let table =
        FreqTable::count(&population(600, 1), &["ethnic group", "faith", "service"]).unwrap();
    let profile = Profile::threshold(5).unwrap().with_singletons(Singletons::Report);
    assert!(!naive(&table, &profile).recovered.is_empty(), "hiding small counts alone fails here");
    let plan = Plan::new("Monitoring", profile);
    let Outcome::Released(done) = plan.publish(&table, Effort::ORDINARY, &mut |_| {}) else {
        panic!("refused");
    };
    assert_eq!(done.report.attack.recovered, 0);
    assert!(done.report.is_proved());
    assert_eq!(done.report.cells, 7 * 8 * 5);
}

#[test]
fn two_characteristics_hold_for_many_populations() {
    for seed in 0..20 {
        let table = FreqTable::count(&population(500, seed), &["ethnic group", "faith"]).unwrap();
        let plan = Plan::new("Monitoring", Profile::threshold_10());
        let outcome = plan.publish(&table, Effort::ORDINARY, &mut |_| {});
        let Outcome::Released(done) = outcome else { panic!("{seed}: refused") };
        assert_eq!(done.report.attack.recovered, 0);
        assert!(done.report.is_proved());
    }
}

#[test]
fn removing_names_leaves_people_unique() {
    let risk = population(500, 3).record_risk(&["ethnic group", "faith", "service"], None).unwrap();
    assert_eq!((risk.records, risk.k), (500, 1));
    assert!(risk.uniques > 0 && risk.prosecutor >= 1.0 && risk.marketer > 0.0);
}

#[test]
fn record_risk_finds_the_same_people_alone_as_the_table() {
    let names = ["ethnic group", "faith"];
    let data = population(80, 5);
    let risk = data.record_risk(&names, Some("service")).unwrap();
    let table = FreqTable::count(&data, &names).unwrap();
    let finding = naive(&table, &Profile::threshold(5).unwrap());
    assert_eq!(risk.uniques, finding.alone.len());
    assert!(risk.l.is_some_and(|l| l >= 1 && l <= SERVICES.len()));
}

/// Real shapes of a charity's data, when they are at hand.
#[test]
fn the_sample_of_five_hundred_is_protected_in_every_pair_of_columns() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/statistics/charity_500.csv");
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        println!("skipped: the sample is not here");
        return;
    };
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    // A declared list would come with the file; the sample has none, so the test gathers one.
    let list = |column: usize| {
        let mut codes: Vec<String> = rows.iter().map(|row| row[column].to_owned()).collect();
        codes.sort_unstable();
        codes.dedup();
        let tag = FieldTag::new(
            headers[column].clone().into(),
            Category::Health.into(),
            Identifiability::Quasi,
        );
        let codes = CodeList::new(headers[column].clone(), codes).unwrap();
        Variable::new(tag, codes, NullPolicy::Reject).unwrap()
    };
    let variables: Vec<Variable> = (0..headers.len()).map(list).collect();
    let mut read = Microdata::of(variables.clone());
    for row in &rows {
        read.row(row.iter().map(Some));
    }
    let data = read.finish().unwrap();
    let (mut hidden, mut recovered, mut refused) = (0, 0, 0);
    for one in 0..headers.len() {
        for other in one + 1..headers.len() {
            let by = [headers[one].as_str(), headers[other].as_str()];
            let table = FreqTable::count(&data, &by).unwrap();
            for profile in [Profile::threshold(5).unwrap(), Profile::nhs_secondary_care()] {
                let finding = naive(&table, &profile);
                println!(
                    "{by:?} {}: {} small, {} come back",
                    profile.name(),
                    finding.small,
                    finding.recovered.len()
                );
                hidden += finding.small;
                recovered += finding.recovered.len();
                match Plan::new("t", profile).publish(&table, Effort::ORDINARY, &mut |_| {}) {
                    Outcome::Released(done) => {
                        assert_eq!(done.report.attack.recovered, 0);
                        assert!(done.report.is_proved());
                    }
                    Outcome::Refused(refusal) => {
                        println!("{by:?}: {refusal}");
                        refused += 1;
                    }
                }
            }
        }
    }
    println!(
        "{recovered} of {hidden} small counts come back when only they are hidden; {refused} tables refused"
    );
    assert!(recovered > 0);
}
