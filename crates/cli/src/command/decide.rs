//! `decide`: requests for disclosure, answered by a rulebook.

use caldicott::policy::Rulebook;
use caldicott::sharing::{Request, decide};

use crate::args::Decide;
use crate::output::{self, Format, Table};
use crate::stop::{Stop, fault};
use crate::{answer, input, requests};

/// How much of a line of the table the question and the rules may take, without the count of what is left
/// out.
const QUESTION_WIDTH: usize = 90;
const RULES_WIDTH: usize = 54;

pub(crate) fn run(arguments: &Decide) -> Result<(), Stop> {
    let rulebook =
        Rulebook::load(&input::rulebook(&arguments.rulebook)?).map_err(Stop::BadInput)?;
    let Some(sharing) = rulebook.sharing() else {
        let message = "the rulebook says nothing about disclosures";
        return Err(Stop::bad_file(&arguments.rulebook, message));
    };
    let requests = requests::placed(&arguments.requests, input::open(&arguments.requests)?)?;
    let days = days(arguments, &requests)?;
    let mut out = String::new();
    let mut table = Table::new(&["request", "question", "outcome", "rules"]);
    for ((_, request), day) in requests.iter().zip(days) {
        let decision = decide(sharing, request, day);
        match arguments.format {
            Format::Json => {
                let value = serde_json::json!({
                    "id": request.id,
                    "decision": decision,
                    "outward": decision.outward(),
                });
                out.push_str(&value.to_string());
                out.push('\n');
            }
            Format::Table => {
                let answer = answer::of(sharing, request, &decision, &[]);
                let question = shortened(&answer.question, QUESTION_WIDTH);
                let rules = shortened(&answer.rules, RULES_WIDTH);
                table.row([answer.id, question, answer.outcome, rules]);
            }
        }
    }
    if arguments.format == Format::Table {
        out = table.render();
    }
    output::print(&out)
}

/// The parts of a list that fit into so many bytes, and how many more there are; JSON has them all.
fn shortened(list: &str, width: usize) -> String {
    let mut shown = String::new();
    let mut rest = list.split(", ");
    while let Some(part) = rest.next() {
        let gap = if shown.is_empty() { "" } else { ", " };
        if !shown.is_empty() && shown.len() + gap.len() + part.len() > width {
            return format!("{shown}{gap}+{}", rest.count() + 1);
        }
        shown.push_str(gap);
        shown.push_str(part);
    }
    shown
}

/// The day of each request: the one given for all, or its own.
fn days(
    arguments: &Decide,
    requests: &[(u32, Request)],
) -> Result<Vec<caldicott::model::Day>, Stop> {
    let mut days = Vec::with_capacity(requests.len());
    let mut faults = Vec::new();
    for (line, request) in requests {
        match arguments.day.or(request.day) {
            Some(day) => days.push(day),
            None => faults.push(fault(
                input::name(&arguments.requests),
                Some((*line, 1)),
                "the request names no `day`, and no --day was given",
            )),
        }
    }
    if faults.is_empty() { Ok(days) } else { Err(Stop::BadInput(faults)) }
}
