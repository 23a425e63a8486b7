//! A table counted by DataFusion in parts, merged in two orders, attacked and released here.
//!
//! `ROWS=n PARTS=n cargo run --release --bin publish`. Ends with an error when the engine's counts or
//! sums are not those of our own counting, or when the order of merging shows.

use std::process::ExitCode;

use caldicott_engines::Random;
use caldicott_engines::fusion::Fusion;
use caldicott_engines::publish::{People, count, sum};
use caldicott_statistics::{Effort, FreqTable, Outcome, Plan, Profile, Raw, Singletons, SumTable};

fn merged<T>(parts: &[T], merge: impl Fn(T, &T) -> T) -> (T, T)
where
    T: Clone,
{
    let whole = |mut order: Vec<&T>| {
        let first = order.remove(0).clone();
        order.into_iter().fold(first, |sum, part| merge(sum, part))
    };
    (whole(parts.iter().collect()), whole(parts.iter().rev().collect()))
}

fn main() -> ExitCode {
    let number = |name: &str, usual: usize| -> usize {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (rows, parts) = (number("ROWS", 1_000_000), number("PARTS", 4).max(1));
    let mut random = Random(7);
    let fusion = Fusion::new();
    let (mut counts, mut sums): (Vec<Raw<FreqTable>>, Vec<Raw<SumTable>>) =
        (Vec::new(), Vec::new());
    for part in 0..parts {
        let people = People::new(&mut random, rows / parts);
        let name = format!("part {part}");
        fusion.table(&name, vec![people.batch()]);
        let (counted, summed) = (count(&fusion, &name), sum(&fusion, &name));
        if counted != people.counted() || summed != people.summed() {
            println!("part {part}: the engine's table is not ours");
            return ExitCode::FAILURE;
        }
        counts.push(counted);
        sums.push(summed);
    }
    let (table, other) = merged(&counts, |sum, part| sum.merge(part).expect("the same table"));
    let (amounts, amounts_too) =
        merged(&sums, |sum, part| sum.merge(part).expect("the same table"));
    if table != other || amounts != amounts_too {
        println!("the order of merging shows");
        return ExitCode::FAILURE;
    }
    let profile = Profile::threshold(5).expect("a threshold").with_singletons(Singletons::Report);
    match Plan::new("People", profile).publish(&table, Effort::ORDINARY, &mut |_| {}) {
        Outcome::Released(done) => {
            println!("{}", done.release.to_csv());
            println!(
                "{rows} rows in {parts} parts; {} of {} counts hidden as small, {} further, {} found out",
                done.report.hidden_as_small,
                done.report.cells,
                done.report.hidden_for_small,
                done.report.attack.recovered
            );
            ExitCode::SUCCESS
        }
        Outcome::Refused(refusal) => {
            println!("{refusal}");
            ExitCode::FAILURE
        }
    }
}
