//! `risk`: how far records stand out, and what their classes tell about the people in them.

use caldicott::statistics::{Diversity, Measures};
use clap::Args;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;

use super::Page;
use crate::encoded;
use crate::output::{self, Table, grouped};
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Risk {
    /// The records, CSV with a header or Parquet, or `-` for standard input
    file: String,
    /// The specification, TOML: the fields, their categories, and what is required
    #[arg(long, value_name = "FILE")]
    spec: String,
    /// The population that the records are a sample of, with the same columns
    #[arg(long, value_name = "FILE")]
    population: Option<String>,
    /// End with exit code 1 when the records do not meet what the specification requires
    #[arg(long)]
    demand: bool,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

pub(crate) fn run(arguments: &Risk) -> Result<(), Stop> {
    let spec = encoded::spec(&arguments.spec)?;
    let data = encoded::records(spec.variables(), &arguments.file)?;
    let mut roles = spec.roles();
    if let Some(path) = &arguments.population {
        roles = roles.in_population(encoded::records(spec.variables(), path)?);
    }
    let failed = |error: caldicott::statistics::TableError| {
        Stop::bad_file(&arguments.spec, error.to_string())
    };
    let measured = data.measure(&roles).map_err(failed)?;
    let unmet = spec.unmet(&data).map_err(failed)?;
    output::print(&match arguments.format {
        Page::Table => table(roles.by(), &measured, &unmet, arguments.population.is_some()),
        Page::Json => {
            let value = json!({ "by": roles.by(), "measures": measured, "unmet": unmet });
            format!("{value:#}\n")
        }
        Page::Html => page(roles.by(), &measured, &unmet).into_string(),
    })?;
    if unmet.is_empty() || !arguments.demand {
        Ok(())
    } else {
        Err(Stop::Failed(format!("not met: {}", unmet.join("; "))))
    }
}

/// What is said of the records, a line each.
fn lines(measured: &Measures) -> Vec<(&'static str, String)> {
    let whole = |count: u64| grouped(usize::try_from(count).unwrap_or(usize::MAX));
    vec![
        ("records", whole(measured.records)),
        ("different combinations", whole(measured.classes)),
        ("smallest class (k)", whole(measured.k)),
        ("largest class", whole(measured.largest)),
        ("records that nobody else looks like", whole(measured.uniques)),
        ("risk for one known to be here (prosecutor)", share(measured.prosecutor)),
        ("risk for one known to be in the population (journalist)", share(measured.journalist)),
        ("share that linking everybody gets right (marketer)", share(measured.marketer)),
    ]
}

const HEADS: [&str; 9] =
    ["field", "l", "entropy l", "recursive c, l", "alpha", "t", "beta", "enhanced", "delta"];

fn cells(of: &Diversity) -> [String; 9] {
    let recursive = of.recursive.last();
    let number = |number: f64| format!("{number:.4}");
    let strict = if of.every_value_everywhere { "" } else { " (some value is missing)" };
    [
        of.name.clone(),
        of.l.to_string(),
        number(of.entropy_l),
        recursive.map_or("none".to_owned(), |bound| format!("> {:.4}, {}", bound.above, bound.l)),
        number(of.alpha),
        number(of.t),
        number(of.beta),
        number(of.beta_enhanced),
        format!("{:.4}{strict}", of.delta),
    ]
}

fn share(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

fn table(by: &[String], measured: &Measures, unmet: &[String], population: bool) -> String {
    let mut text = format!("  told apart by: {}\n\n", by.join(", "));
    let mut table = Table::new(&["measure", "value"]);
    for (what, value) in lines(measured) {
        table.row([what.to_owned(), value]);
    }
    text.push_str(&table.render());
    if !population {
        text.push_str("  without a population the journalist has what the prosecutor has\n");
    }
    if !measured.sensitive.is_empty() {
        let mut table = Table::new(&HEADS);
        measured.sensitive.iter().for_each(|one| table.row(cells(one)));
        text.push_str(&format!("\n  what a class tells, at worst:\n{}", table.render()));
    }
    if !unmet.is_empty() {
        text.push_str(&format!("\n  not met: {}\n", unmet.join("; ")));
    }
    text.push_str("  for people inside: not for publication\n");
    text
}

fn page(by: &[String], measured: &Measures, unmet: &[String]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "How far records stand out" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "How far records stand out" }
                    p { "For people inside: not for publication. Told apart by " (by.join(", ")) "." }
                    @if !unmet.is_empty() { p { strong { "Not met: " } (unmet.join("; ")) "." } }
                    table {
                        tbody {
                            @for (what, value) in lines(measured) { tr { th scope="row" { (what) } td { (value) } } }
                        }
                    }
                    @if !measured.sensitive.is_empty() {
                        h2 { "What a class tells, at worst" }
                        table {
                            thead { tr { @for head in HEADS { th scope="col" { (head) } } } }
                            tbody {
                                @for one in &measured.sensitive {
                                    tr { @for cell in cells(one) { td { (cell) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1a1a1a;\
    background:#fff}table{border-collapse:collapse}th,td{padding:.2rem .8rem;border-bottom:1px solid #767676;text-align:right}\
    th:first-child,td:first-child{text-align:left;font-weight:normal}";
