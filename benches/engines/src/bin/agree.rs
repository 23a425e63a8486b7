//! Rows, columns and the emitted SQL on DuckDB and DataFusion say the same of the same records.
//!
//! `TABLES=n ROWS=n SEED=n cargo run --release --bin agree` asks of so many random schedules, each
//! over a random table of so many records, on three days. Ends with an error on any difference.

use std::process::ExitCode;

use caldicott_engines::agreement::{Answers, Engines, World};
use caldicott_engines::{Random, python};

fn main() -> ExitCode {
    let number = |name: &str, usual: u64| -> u64 {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let rows = usize::try_from(number("ROWS", 100_000)).unwrap_or(100_000);
    let (tables, seed) = (number("TABLES", 100), number("SEED", 1));
    let python = match python::Python::start() {
        Ok(python) => Some(python),
        Err(reason) => {
            println!("NOT RUN: DuckDB: {reason}");
            None
        }
    };
    let mut engines = Engines::new(python);
    let mut answers = Answers::default();
    for table in 0..tables {
        let mut random = Random(seed << 32 | table);
        World::random(&mut random, rows).ask(&mut engines, &mut answers);
        if (table + 1).is_multiple_of(10) || table + 1 == tables {
            println!("{} schedules\n{answers}", table + 1);
        }
    }
    engines.still_has_the_canary();
    for difference in answers.differences() {
        println!("{difference}");
    }
    if answers.differences().is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
