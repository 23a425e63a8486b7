//! Times the measures on ten million invented records of the shapes that `benches/engines` uses.
//!
//! `cargo run --release --example classes [-- ROWS]`
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a measurement")]

use std::time::Instant;

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{CodeList, Distance, Microdata, NullPolicy, Roles, Variable};

/// Nearly everybody alone, and what is left when the columns are cut into bands.
const SHAPES: [(&str, &[u32]); 2] =
    [("worst", &[100, 3_000, 3, 20, 12, 10]), ("banded", &[10, 12, 3, 6, 2])];

fn main() {
    let rows = std::env::args().nth(1).map_or(10_000_000, |rows| rows.parse().unwrap());
    for (name, sizes) in SHAPES {
        let data = records(sizes, rows);
        let names: Vec<String> = (0..sizes.len()).map(|at| format!("q{at}")).collect();
        let (last, others) = names.split_last().unwrap();
        timed(name, &data, &Roles::of(names.clone()));
        let sensitive = Roles::of(others.to_vec()).sensitive(last, Distance::Equal);
        timed(&format!("{name}, the last column sensitive"), &data, &sensitive);
    }
}

fn timed(name: &str, data: &Microdata, roles: &Roles) {
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        let found = data.measure(roles).unwrap();
        times.push((start.elapsed().as_nanos() as f64 / found.records as f64, found.classes));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (middle, classes) = times.get(2).copied().unwrap();
    println!("{name}: {classes} classes, {middle:.2} ns a row");
}

fn records(sizes: &[u32], rows: usize) -> Microdata {
    let mut state = 71_u64;
    let mut below = |size: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u32::try_from(((state >> 32) * u64::from(size)) >> 32).unwrap()
    };
    let mut column = |size: &u32| (0..rows).map(|_| below(*size).min(below(*size))).collect();
    let columns = sizes.iter().map(&mut column).collect();
    let variable = |(at, size): (usize, &u32)| {
        let about = Category::SupportNeeds.into();
        let tag = FieldTag::new(format!("q{at}").into(), about, Identifiability::Quasi);
        let codes = CodeList::new("codes", (0..*size).map(|code| format!("v{code}"))).unwrap();
        Variable::new(tag, codes, NullPolicy::Reject).unwrap()
    };
    Microdata::from_codes(sizes.iter().enumerate().map(variable).collect(), columns).unwrap()
}
