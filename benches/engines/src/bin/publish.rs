//! A table counted by DataFusion in parts, merged in two orders, attacked and released here.
//!
//! `ROWS=n PARTS=n cargo run --release --bin publish`. Stops when the engine's counts or sums are not
//! those of our own counting, or when the order of merging shows.

use std::process::ExitCode;

use caldicott_engines::Random;
use caldicott_engines::publish::{in_parts, released};
use caldicott_statistics::Outcome;

fn main() -> ExitCode {
    let number = |name: &str, usual: usize| -> usize {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let (rows, parts) = (number("ROWS", 1_000_000), number("PARTS", 4).max(1));
    let sizes: Vec<usize> =
        (0..parts).map(|part| rows / parts + usize::from(part < rows % parts)).collect();
    let (counts, _) = in_parts(&mut Random(7), &sizes);
    match released(&counts) {
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
