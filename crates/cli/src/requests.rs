//! Requests from a JSON Lines file: all of them, or everything that is wrong.

use std::io::Read;

use caldicott::model::document::{Echo, Fault, Faults, Reader};
use caldicott::policy::json;
use caldicott::sharing::Request;

use crate::input::{self, Lines};
use crate::stop::{Stop, fault};

/// How many faults are listed.
const MOST_FAULTS: usize = 200;

/// Reads every request, in order. Blank lines are passed over.
pub(crate) fn read(name: &str, input: impl Read) -> Result<Vec<Request>, Stop> {
    Ok(placed(name, input)?.into_iter().map(|(_, request)| request).collect())
}

/// Reads every request, in order, each with its line.
pub(crate) fn placed(name: &str, from: impl Read) -> Result<Vec<(u32, Request)>, Stop> {
    let name = input::name(name);
    let mut lines = Lines::new(name, from);
    let mut requests = Vec::new();
    let mut faults = Vec::new();
    while let Some((number, line)) = lines.next_line()? {
        match line {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => match parse(name, number, text) {
                Ok(request) => requests.push((number, request)),
                Err(found) => faults.extend(found),
            },
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if !faults.is_empty() {
        return Err(Stop::BadInput(faults));
    }
    if requests.is_empty() {
        // A file that was cut short must not read as a day without requests.
        return Err(Stop::BadInput(vec![fault(name, Some((1, 1)), "the file holds no request")]));
    }
    Ok(requests)
}

fn parse(name: &str, line: u32, text: &str) -> Result<Request, Vec<Fault>> {
    // A file of requests is about people: nothing of it is repeated in a message.
    let faults = Faults::new(name, Echo::Hidden);
    let request = json::object(text, line, &faults)
        .and_then(|(table, at)| Request::read(&mut Reader::new(&table, at, &faults)));
    faults.finish(request)
}
