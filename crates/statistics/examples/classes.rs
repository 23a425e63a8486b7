//! Times the measures on ten million invented records of the shapes that `benches/engines` uses.
//!
//! `cargo run --release --example classes [-- ROWS]`; with `serve` after the rows a shape named on a line of
//! standard input is measured once, so that others can take turns with it.
#![expect(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a measurement")]

use std::io::BufRead as _;
use std::time::{Duration, Instant};

use caldicott_model::{Category, FieldTag, Identifiability};
use caldicott_statistics::{CodeList, Distance, Microdata, NullPolicy, Roles, Variable};

/// Nearly everybody alone, and what is left when the columns are cut into bands.
const SHAPES: [(&str, &[u32]); 2] =
    [("worst", &[100, 3_000, 3, 20, 12, 10]), ("banded", &[10, 12, 3, 6, 2])];

fn main() {
    let rows = std::env::args().nth(1).map_or(10_000_000, |rows| rows.parse().unwrap());
    if std::env::args().nth(2).is_some_and(|mode| mode == "serve") {
        return serve(rows);
    }
    for (name, sizes) in SHAPES {
        let data = records(sizes, rows);
        let names: Vec<String> = (0..sizes.len()).map(|at| format!("q{at}")).collect();
        let (last, others) = names.split_last().unwrap();
        timed(name, &data, &Roles::of(names.clone()));
        let sensitive = Roles::of(others.to_vec()).sensitive(last, Distance::Equal);
        timed(&format!("{name}, the last column sensitive"), &data, &sensitive);
    }
}

fn serve(rows: usize) {
    let all = SHAPES.map(|(name, sizes)| {
        let names: Vec<String> = (0..sizes.len()).map(|at| format!("q{at}")).collect();
        (name, records(sizes, rows), Roles::of(names))
    });
    for line in std::io::stdin().lock().lines() {
        let wanted = line.unwrap();
        let (_, data, roles) = all.iter().find(|(name, ..)| *name == wanted).unwrap();
        let (took, classes) = once(data, roles);
        println!("{took} {classes}");
    }
}

/// Nanoseconds a row, and the classes.
fn once(data: &Microdata, roles: &Roles) -> (f64, u64) {
    // The system counts a thread's time in steps of some milliseconds.
    let (start, mut rows) = (spent(), 0);
    loop {
        let found = data.measure(roles).unwrap();
        rows += found.records;
        let took = spent().saturating_sub(start);
        if took > Duration::from_millis(200) {
            return (took.as_nanos() as f64 / rows as f64, found.classes);
        }
    }
}

/// Processor time of this thread where the system tells it, else time on the wall.
fn spent() -> Duration {
    thread_local!(static BEGUN: Instant = Instant::now());
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|text| text.split(' ').next()?.parse().ok());
    told.map_or_else(|| BEGUN.with(Instant::elapsed), Duration::from_nanos)
}

fn timed(name: &str, data: &Microdata, roles: &Roles) {
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(once(data, roles));
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
