//! Prints the tables of `RESULTS.md`.
//!
//! `cargo run --release --bin bench [-- policy|today|classes]`; `ROWS=n` (10,000,000) and `ROUNDS=n`
//! (9) make it shorter. `PYTHON` names an interpreter that has `python/requirements.txt`.

use caldicott_engines::contests::{Scale, classes, policy, today};
use caldicott_engines::python::Python;

fn main() {
    let number = |name: &str, usual: usize| -> usize {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let scale = Scale { rows: number("ROWS", 10_000_000), rounds: number("ROUNDS", 9) };
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let mut python = Python::start();
    match &mut python {
        Ok(python) => println!("{}\n", python.versions()),
        Err(reason) => println!("NOT RUN: policy and classes: {reason}\n"),
    }
    let mut goals = Vec::new();
    let mut show = |name: &str, found: (Vec<String>, Vec<String>)| {
        println!("### {name}\n");
        found.0.iter().for_each(|table| println!("{table}"));
        goals.extend(found.1);
    };
    if let Ok(python) = &mut python
        && "policy".contains(&wanted)
    {
        show("policy", policy::run(scale, python));
    }
    if "today".contains(&wanted) {
        match today::run(scale) {
            Ok(found) => show("today", found),
            Err(reason) => println!("NOT RUN: today: {reason}\n"),
        }
    }
    if let Ok(python) = &mut python
        && "classes".contains(&wanted)
    {
        show("classes", classes::run(scale, python));
    }
    println!("### Goals\n\n| | goal | measured | |\n|---|---|---|---|");
    for line in goals {
        println!("{line}");
    }
}
