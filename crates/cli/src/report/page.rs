//! The page itself.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Casebook, DayReport, Decided, LogCheck, Publication, Retention, StageRow, Tagging};
use crate::output::grouped;

/// The whole page, styles included; it fetches nothing and runs nothing.
pub(crate) fn render(report: &DayReport) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "One working day: " (report.organisation) ", " (report.as_at) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                header {
                    h1 { "One working day" }
                    p.lead {
                        (report.organisation) ", " (report.as_at) ". " (report.people)
                        " invented people made from seed " (report.seed) "; nobody in this report exists."
                    }
                    (contents())
                }
                main id="main" {
                    (summary(&report.stages, &report.rulebook_hash))
                    (tagging(&report.tagging))
                    (casebook(&report.casebook))
                    (decisions(&report.decisions))
                    (retention(&report.retention))
                    (publication(&report.publication))
                    (super::casework::casework(&report.casework))
                    (log(&report.log))
                }
                footer { p { "Made by caldicott " (env!("CARGO_PKG_VERSION")) ". Engineering, not legal advice." } }
            }
        }
    };
    page.into_string()
}

fn contents() -> Markup {
    let links = [
        ("summary", "Summary"),
        ("tagging", "What the data is about"),
        ("casebook", "The casebook"),
        ("decisions", "Requests decided"),
        ("retention", "Kept and disposed of"),
        ("publication", "The published table"),
        ("casework", "Requests, cautions, breaches"),
        ("late", "What is late"),
        ("log", "The log"),
    ];
    html! {
        nav aria-label="Contents" { ol { @for (id, name) in links { li { a href={ "#" (id) } { (name) } } } } }
    }
}

fn summary(stages: &[StageRow], rulebook: &str) -> Markup {
    html! {
        section aria-labelledby="summary" {
            h2 id="summary" { "Summary" }
            table {
                caption { "What was done, stage by stage" }
                thead { tr { th scope="col" { "Stage" } th scope="col" { "Result" } th.n scope="col" { "Time (ms)" } } }
                tbody {
                    @for stage in stages {
                        tr { th scope="row" { (stage.name) } td { (stage.what) } td.n { (stage.milliseconds) } }
                    }
                }
            }
            p { "Decided under the rulebook with hash " code { (rulebook) } "." }
        }
    }
}

fn tagging(tagging: &Tagging) -> Markup {
    html! {
        section aria-labelledby="tagging" {
            h2 id="tagging" { "What the data is about" }
            p {
                "Each column gets categories from its name, question and options. A person confirms them; until then free "
                "text and columns that were not recognised count as everything, and are counted apart here."
            }
            div.scroll tabindex="0" role="group" aria-label="Files read" {
                table {
                    caption { "Files read" }
                    thead { tr {
                        th scope="col" { "File" } th scope="col" { "Layout" } th.n scope="col" { "Columns" }
                        th.n scope="col" { "Special category" } th.n scope="col" { "Criminal offence" }
                        th.n scope="col" { "Identifying" } th.n scope="col" { "With telling values" }
                        th.n scope="col" { "Free text" } th.n scope="col" { "Not recognised" } th.n scope="col" { "Rows" }
                    } }
                    tbody { @for file in &tagging.files { tr {
                        th scope="row" { (file.name) } td { (file.layout) } td.n { (file.columns) } td.n { (file.special_words()) }
                        td.n { (file.criminal_words()) } td.n { (file.identifying) } td.n { (file.value_level) }
                        td.n { (file.free_text) } td.n { (file.unrecognised) }
                        td.n { @if let Some(rows) = file.rows { (rows) } @else { "none" } }
                    } } }
                }
            }
            @if !tagging.passed_over.is_empty() {
                p { "Passed over, in none of the published layouts: " (tagging.passed_over.join(", ")) "." }
            }
            (rows("Some columns, and why", &["Column", "About", "Identifies", "Because"], tagging.examples.iter().map(|row| &row[..])))
            (rows("Values that say more than their column", &["Column", "Value", "Says"], tagging.values.iter().map(|row| &row[..])))
        }
    }
}

fn casebook(casebook: &Casebook) -> Markup {
    html! {
        section aria-labelledby="casebook" {
            h2 id="casebook" { "The casebook" }
            p {
                (grouped(casebook.sealed_fields)) " field values sealed, each under the key of one person and one category; "
                (grouped(casebook.plain_fields)) " left readable. The closed file has " (grouped_u64(casebook.bytes)) " bytes."
            }
            p.verdict {
                "Planted plaintext markers: " (casebook.markers_planted) ". Found in "
                (casebook.files_searched.join(", ")) ": " strong { (casebook.markers_found) } "."
            }
            table {
                caption { "Records" }
                thead { tr { th scope="col" { "Type" } th.n scope="col" { "Kept" } } }
                tbody { @for (name, count) in &casebook.records { tr { th scope="row" { (name) } td.n { (grouped(*count)) } } } }
            }
            details {
                summary { "The fields of a client record" }
                (rows("The fields of a client record", &["Field", "About", "At rest"], casebook.fields.iter().map(|row| &row[..])))
            }
        }
    }
}

fn decisions(decisions: &[Decided]) -> Markup {
    html! {
        section aria-labelledby="decisions" {
            h2 id="decisions" { "Requests decided" }
            p { (decisions.len()) " requests. Each answer is in the log; open one for the reasons." }
            @for decided in decisions {
                details.card {
                    summary {
                        h3 {
                            span.id { (decided.id) } " " (decided.question) " "
                            strong class={ "outcome " (decided.kind) } { (decided.outcome) }
                        }
                    }
                    p { (decided.summary) }
                    @if !decided.fields.is_empty() {
                        (rows("Field by field", &["Field", "Answer", "By"], decided.fields.iter().map(|row| &row[..])))
                    }
                    (list("Why", &decided.reasons))
                    (list("What must be done", &decided.duties))
                    (list("What would change it, and who could", &decided.changes))
                    p { "What the asker is told: " q { (decided.outward) } }
                    p.small { "Rules: " (decided.rules) ". Log entry " (decided.entry) "." }
                }
            }
        }
    }
}

fn retention(retention: &Retention) -> Markup {
    html! {
        section aria-labelledby="retention" {
            h2 id="retention" { "Kept and disposed of" }
            table {
                caption { "Records by what is to be done with them" }
                thead { tr { th scope="col" { "Standing" } th.n scope="col" { "Records" } } }
                tbody { @for (name, count) in &retention.counts { tr { th scope="row" { (name) } td.n { (grouped(*count)) } } } }
            }
            (rows("One of each, explained", &["Record", "Standing", "Why"], retention.examples.iter().map(|row| &row[..])))
            p {
                "The plan " code { (retention.plan_id) } " froze " (grouped(retention.planned)) " records. Executed: "
                (grouped(retention.disposed_records)) " records of " (grouped(retention.disposed_people))
                " people, with their keys, index entries and sealed log contents."
            }
            (section_list("Dropped out when the plan was checked again", &retention.dropped_out))
            (section_list("Proof", &retention.proof))
            details { summary { "A disposal record" } pre tabindex="0" { (retention.disposal_record) } }
        }
    }
}

fn publication(publication: &Publication) -> Markup {
    html! {
        section aria-labelledby="publication" {
            h2 id="publication" { "The published table" }
            p { (publication.title) }
            @if !publication.table_html.is_empty() {
                div.scroll tabindex="0" role="group" aria-label="The published table" { (PreEscaped(&publication.table_html)) }
            }
            dl { @for (name, value) in &publication.facts { dt { (name) } dd { (value) } } }
            h3 { "What a careless table would have told" }
            p { (publication.naive_title) }
            div.scroll tabindex="0" role="group" aria-label="The careless table" {
                table {
                    caption { "Not for publication: the same counts with names removed only. A marked cell tells something about a person." }
                    thead { tr { @for head in &publication.naive_heads { th scope="col" { (head) } } } }
                    tbody { @for row in &publication.naive_rows { tr {
                        @for (place, cell) in row.iter().enumerate() {
                            @if place == 0 { th scope="row" { (cell.text) } }
                            @else if cell.identifies { td.n.tells { (cell.text) " " span.mark { "tells" } } }
                            @else { td.n { (cell.text) } }
                        }
                    } } }
                }
            }
            (list("What it tells", &publication.told))
        }
    }
}

fn log(log: &LogCheck) -> Markup {
    html! {
        section aria-labelledby="log" {
            h2 id="log" { "The log" }
            dl {
                dt { "Entries" } dd { (log.entries) }
                dt { "Root" } dd { code { (log.root) } }
                dt { "As written" } dd { (log.intact) }
                dt { "A copy with one byte changed" } dd { (log.damaged) }
            }
            details { summary { "The signed checkpoint" } pre tabindex="0" { (log.checkpoint) } }
        }
    }
}

pub(super) fn rows<'r>(
    caption: &str,
    heads: &[&str],
    rows: impl Iterator<Item = &'r [String]>,
) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for row in rows { tr {
                    @for (place, cell) in row.iter().enumerate() {
                        @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                    }
                } } }
            }
        }
    }
}

fn list(title: &str, items: &[String]) -> Markup {
    html! { @if !items.is_empty() { h4 { (title) } ul { @for item in items { li { (item) } } } } }
}

/// A list directly under the heading of a section.
fn section_list(title: &str, items: &[String]) -> Markup {
    html! { @if !items.is_empty() { h3 { (title) } ul { @for item in items { li { (item) } } } } }
}

fn grouped_u64(count: u64) -> String {
    grouped(usize::try_from(count).unwrap_or(usize::MAX))
}

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1b1d22; --paper: #fff; --line: #b9bec8; --soft: #f2f4f7; --link: #0b4f8a;
  --good: #0a5c2f; --part: #7a4b00; --no: #8f1d1d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaee; --paper: #16181c; --line: #4c525e; --soft: #22262d;
  --link: #8ec5ff; --good: #7ddc9f; --part: #f0c274; --no: #ff9d9d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 1.0625rem/1.55 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; }
h1 { font-size: 2rem; margin: 1rem 0 .25rem; } h2 { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem; }
h3 { margin-top: 2rem; } summary h3 { display: inline; font-size: 1rem; font-weight: 400; }
h4 { margin: 1rem 0 .25rem; } .lead { font-size: 1.125rem; } .small { font-size: .9rem; }
a { color: var(--link); } nav ol { display: flex; flex-wrap: wrap; gap: .25rem 2.75rem; padding-left: 1.25rem; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin: 1rem 0; min-width: min(24rem, 100%); }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); } tbody th { font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; } summary { cursor: pointer; padding: .35rem .5rem; background: var(--soft); }
.card { border: 1px solid var(--line); padding: 0 .75rem; } .card > summary { margin: 0 -.75rem; }
.id { font-variant-numeric: tabular-nums; font-weight: 600; }
.outcome { white-space: nowrap; } .good { color: var(--good); } .part { color: var(--part); } .no { color: var(--no); }
.tells { outline: 2px solid var(--no); outline-offset: -3px; } .mark { font-size: .75rem; color: var(--no); }
.verdict { border-left: .35rem solid var(--good); padding-left: .75rem; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem 1.25rem; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
pre { overflow-x: auto; background: var(--soft); padding: .75rem; font-size: .875rem; }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --line: #999; --soft: #f2f4f7; --link: #000;
  --good: #0a5c2f; --part: #7a4b00; --no: #8f1d1d; }
  body { max-width: none; padding: 0; font-size: 9.5pt; } nav, .skip { display: none; }
  summary h3 { font-size: 9.5pt; }
  h2, h3, h4, summary, caption, thead { break-after: avoid; } h2 { margin-top: 1.5rem; } li, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; } .scroll { overflow: visible; }
  table { font-size: 8.5pt; min-width: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  a { color: inherit; text-decoration: none; } }
";
