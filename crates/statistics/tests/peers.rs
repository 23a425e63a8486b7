//! Values that other people's programs found, held against ours. How they came about stands in
//! `benches/engines/python/measures.py`; `tests/data/peers.json` names the versions.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::privacy::{
    Cost, DiscreteGaussian, DiscreteLaplace, Ratio, delta_of, epsilon_of,
};
use caldicott_statistics::{CodeList, Distance, Microdata, NullPolicy, Roles, Variable};
use serde_json::Value;

const PEOPLE: &str = include_str!("data/people.csv");

fn peers() -> Value {
    serde_json::from_str(include_str!("data/peers.json")).unwrap()
}

/// The file's columns; categories in the order in which the other program sorts them.
fn people() -> Microdata {
    let mut reader = csv::Reader::from_reader(PEOPLE.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let variables = heads.iter().enumerate().map(|(at, head)| {
        let mut codes: Vec<&str> = rows.iter().map(|row| &row[at]).collect();
        codes.sort_unstable_by_key(|code| (code.parse::<u32>().ok(), *code));
        codes.dedup();
        let list = CodeList::new(head.clone(), codes).unwrap();
        let tag = FieldTag::new(
            head.clone().into(),
            Category::Demographic.into(),
            Identifiability::Quasi,
        );
        Variable::new(tag, list, NullPolicy::Reject).unwrap()
    });
    let mut data = Microdata::of(variables.collect());
    for row in &rows {
        data.row(row.iter().map(Some));
    }
    data.finish().unwrap()
}

#[test]
fn the_measures_are_those_that_pycanon_finds() {
    let data = people();
    let peers = peers();
    let cases = peers["measured"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let by = case["by"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        let sensitive = case["sensitive"].as_str().unwrap();
        // Hours are numbers, and their distance is by rank.
        let distance = if sensitive == "hours" { Distance::Ordered } else { Distance::Equal };
        let found = data.measure(&Roles::of(by).sensitive(sensitive, distance)).unwrap();
        let of = &found.sensitive[0];
        let ours: BTreeMap<&str, f64> = BTreeMap::from([
            ("k", f64::from(u32::try_from(found.k).unwrap())),
            ("l", f64::from(u32::try_from(of.l).unwrap())),
            // It gives the whole part alone.
            ("entropy-l", (of.entropy_l + 1e-9).floor()),
            ("alpha", of.alpha),
            ("t", of.t),
            ("beta", of.beta),
            ("beta-enhanced", of.beta_enhanced),
            ("delta", of.delta),
        ]);
        for (name, ours) in ours {
            let theirs = case[name].as_f64().unwrap();
            assert!((ours - theirs).abs() < 1e-9, "{name} of {case}: {ours}");
        }
    }
}

fn ratio(number: &Value) -> Ratio {
    number.as_f64().unwrap().to_string().parse().unwrap()
}

#[test]
fn what_noise_costs_is_what_opendp_says() {
    let peers = peers();
    for case in peers["laplace"].as_array().unwrap() {
        let Cost::Pure(epsilon) =
            DiscreteLaplace::new(ratio(&case["scale"])).unwrap().cost(1).unwrap()
        else {
            unreachable!("its cost is pure")
        };
        assert!((epsilon.to_f64() - case["epsilon"].as_f64().unwrap()).abs() < 1e-12, "{case}");
    }
    for case in peers["gaussian"].as_array().unwrap() {
        let sigma = ratio(&case["sigma"]);
        let noise = DiscreteGaussian::new(sigma.times(sigma).unwrap()).unwrap();
        let Cost::Concentrated(rho) = noise.cost(1).unwrap() else {
            unreachable!("its cost is concentrated")
        };
        assert!((rho.to_f64() - case["rho"].as_f64().unwrap()).abs() < 1e-12, "{case}");
        let (delta, epsilon) = (case["delta"].as_f64().unwrap(), case["epsilon"].as_f64().unwrap());
        let ours = epsilon_of(rho, delta);
        assert!((ours / epsilon - 1.0).abs() < 1e-6, "{case}: {ours}");
        assert!(delta_of(rho, ours) <= delta);
    }
}
