//! The part of the page about requests, cautions, a breach, the record of processing and what is late.

use maud::{Markup, html};

use super::Casework;
use super::page::rows;

pub(super) fn casework(casework: &Casework) -> Markup {
    html! {
        section aria-labelledby="casework" {
            h2 id="casework" { "Requests, cautions, breaches" }
            @if let Some(why) = &casework.not_shown { p { "None on this day: " (why) "." } }
            @for life in &casework.lives {
                details.card {
                    summary { h3 { (life.title) ": " strong { (life.end) } } }
                    (rows("What happened, where it led, what follows from it",
                        &["When", "Who and what", "State", "To be done", "Rules"], life.rows.iter().map(|row| &row[..])))
                }
            }
            @if let Some(pack) = &casework.pack {
                h3 { "The answer to request r-1" }
                p.verdict {
                    (pack.given) " items given, " (pack.withheld) " fields withheld, " (pack.taken_out)
                    " parts taken out of texts. The pack was searched for every name, number and text that must not be "
                    "in it before it was written, and nothing was found: "
                    code { "access-pack.html" } ", " code { "access-pack.json" } "."
                }
                (rows("The controller's own record of it, which does not go out",
                    &["About", "Field", "Answer", "Rules"], pack.rows.iter().map(|row| &row[..])))
                p.small { "Rules: " (pack.rules) "." }
            }
            @if !casework.drift.is_empty() {
                h3 { "The record of processing" }
                p { "As rulebook and casebook make it: " code { "ropa.html" } "." }
                (rows("What the casebook holds and the rulebook does not declare",
                    &["Activity", "Field", "Not declared", "Rule"], casework.drift.iter().map(|row| &row[..])))
            }
        }
        section aria-labelledby="late" {
            h2 id="late" { "What is late" }
            @if casework.late.is_empty() { p { "Nothing is late." } }
            @else {
                p { (casework.late.len()) " late, from every register, the oldest first." }
                (rows("Late", &["Since", "Days", "Register", "Record", "What", "Who", "Told", "Rule"],
                    casework.late.iter().map(|row| &row[..])))
            }
        }
    }
}
