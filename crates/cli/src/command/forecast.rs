//! `forecast`: what a schedule will ask for at the end of each of the next months.

use std::fmt::Write as _;

use caldicott::model::Day;
use caldicott::retention::{Duty, Forecast};
use clap::Args;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;

use super::{Page, due};
use crate::output::{self, Table, grouped};
use crate::records::Records;
use crate::stop::Stop;

#[derive(Args, Debug)]
pub(crate) struct Ahead {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    rulebook: String,
    /// The records, CSV or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    records: String,
    /// A day of the first month
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// How many months
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=1200))]
    months: u16,
    /// Keep records for ever whose class no rule is about, instead of refusing the file
    #[arg(long)]
    allow_unscheduled: bool,
    /// How to show it
    #[arg(long, value_enum, default_value_t)]
    format: Page,
}

const DUTIES: [Duty; 7] = [
    Duty::Keep,
    Duty::Archive,
    Duty::Review,
    Duty::Held,
    Duty::Anonymise,
    Duty::Dispose,
    Duty::Done,
];

pub(crate) fn run(arguments: &Ahead) -> Result<(), Stop> {
    let rulebook = due::load(&arguments.rulebook)?;
    let schedule = due::schedule(&rulebook, &arguments.rulebook)?;
    let mut records = Records::open(schedule, &arguments.records, arguments.allow_unscheduled)?;
    let mut ahead = schedule.looking_ahead(arguments.from, arguments.months);
    while let Some(record) = records.next()? {
        records.note(&schedule.evaluate(&record, arguments.from));
        ahead.add(&record);
    }
    records.finish()?;
    let months = ahead.finish();
    output::print(&match arguments.format {
        Page::Table => table(&months),
        Page::Json => format!("{:#}\n", json!(months)),
        Page::Html => page(&months, &arguments.rulebook).into_string(),
    })
}

/// The standings that occur.
fn occurring(months: &[Forecast]) -> Vec<Duty> {
    let occurs = |duty: &Duty| months.iter().any(|month| month.duties.count(*duty) > 0);
    DUTIES.into_iter().filter(occurs).collect()
}

fn table(months: &[Forecast]) -> String {
    let duties = occurring(months);
    let names: Vec<String> = duties.iter().map(ToString::to_string).collect();
    let heads: Vec<&str> =
        ["month end"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut table = Table::new(&heads);
    for month in months {
        let counts = duties.iter().map(|duty| grouped(month.duties.count(*duty)));
        table.row([month.month_end.to_string()].into_iter().chain(counts));
    }
    format!("{}  if no fact changes\n", table.render())
}

const WIDTH: usize = 720;
const HEIGHT: usize = 240;
const LEFT: usize = 70;
const BELOW: usize = 30;

/// A page with a plot of what has to be done, and the same numbers as a table.
fn page(months: &[Forecast], rulebook: &str) -> Markup {
    let work: Vec<Duty> =
        occurring(months).into_iter().filter(|duty| *duty != Duty::Keep).collect();
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "What is due in the coming months" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "What is due in the coming months" }
                    p { "By the schedule of " code { (rulebook) } ", if no fact changes." }
                    @if !work.is_empty() { (plot(months, &work)) }
                    (numbers(months))
                }
            }
        }
    }
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:52rem;padding:1rem;color:#1a1a1a;\
    background:#fff}table{border-collapse:collapse}th,td{padding:.2rem .8rem;border-bottom:1px solid #767676;text-align:right}\
    th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}text{font:12px system-ui,sans-serif}";

/// Each standing has a line of its own form, so that colour alone says nothing.
const LINES: [(&str, &str); 6] = [
    ("#00468b", ""),
    ("#8b2500", "6 3"),
    ("#2e6b00", "2 3"),
    ("#5b2a86", "10 4 2 4"),
    ("#5a4a00", "1 4"),
    ("#00595c", "12 4"),
];

fn plot(months: &[Forecast], work: &[Duty]) -> Markup {
    let most = months
        .iter()
        .flat_map(|month| work.iter().map(|duty| month.duties.count(*duty)))
        .max()
        .unwrap_or(0)
        .max(1);
    let across =
        |place: usize| LEFT + place * (WIDTH - LEFT - 10) / months.len().saturating_sub(1).max(1);
    let down = |count: usize| HEIGHT - BELOW - count * (HEIGHT - BELOW - 10) / most;
    let line = |duty: Duty| {
        let mut points = String::new();
        for (place, month) in months.iter().enumerate() {
            let _ = write!(points, "{},{} ", across(place), down(month.duties.count(duty)));
        }
        points
    };
    let ends = [months.first(), months.last()]
        .map(|month| month.map(|month| month.month_end.to_string()).unwrap_or_default());
    let [first, last] = ends;
    html! {
        figure {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-labelledby="plot" {
                title id="plot" { "Records with something to do at each month's end; the table below has the numbers" }
                line x1=(LEFT) y1=(down(0)) x2=(WIDTH - 10) y2=(down(0)) stroke="#1a1a1a" {}
                line x1=(LEFT) y1=(down(0)) x2=(LEFT) y2=(down(most)) stroke="#1a1a1a" {}
                text x=(LEFT - 6) y=(down(most) + 4) text-anchor="end" { (grouped(most)) }
                text x=(LEFT - 6) y=(down(0) + 4) text-anchor="end" { "0" }
                text x=(LEFT) y=(HEIGHT - 8) { (first) }
                text x=(WIDTH - 10) y=(HEIGHT - 8) text-anchor="end" { (last) }
                @for (duty, (colour, dashes)) in work.iter().zip(LINES) {
                    polyline points=(line(*duty)) fill="none" stroke=(colour) stroke-width="2" stroke-dasharray=(dashes) {}
                }
            }
            figcaption {
                ul {
                    @for (duty, (colour, dashes)) in work.iter().zip(LINES) {
                        li {
                            svg width="40" height="10" aria-hidden="true" {
                                line x1="0" y1="5" x2="40" y2="5" stroke=(colour) stroke-width="2" stroke-dasharray=(dashes) {}
                            }
                            " " (duty)
                        }
                    }
                }
            }
        }
    }
}

fn numbers(months: &[Forecast]) -> Markup {
    let duties = occurring(months);
    html! {
        table {
            caption { "Records by standing at each month's end" }
            thead { tr { th scope="col" { "Month end" } @for duty in &duties { th scope="col" { (duty) } } } }
            tbody {
                @for month in months {
                    tr {
                        th scope="row" { (month.month_end) }
                        @for duty in &duties { td { (grouped(month.duties.count(*duty))) } }
                    }
                }
            }
        }
    }
}
