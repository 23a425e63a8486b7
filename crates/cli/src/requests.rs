//! Requests from a JSON Lines file: all of them, or everything that is wrong.

use std::io::Read;

use caldicott::model::document::{Echo, Fault, Faults, Reader};
use caldicott::policy::json;
use caldicott::sharing::Request;

use crate::input::Lines;
use crate::stop::Stop;

/// How many faults are listed.
const MOST_FAULTS: usize = 200;

/// Reads every request, in order. Blank lines are passed over.
pub(crate) fn read(name: &str, input: impl Read) -> Result<Vec<Request>, Stop> {
    let mut lines = Lines::new(name, input);
    let mut requests = Vec::new();
    let mut faults = Vec::new();
    while let Some((number, line)) = lines.next_line()? {
        match line {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => match parse(name, number, text) {
                Ok(request) => requests.push(request),
                Err(found) => faults.extend(found),
            },
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if faults.is_empty() { Ok(requests) } else { Err(Stop::BadInput(faults)) }
}

fn parse(name: &str, line: u32, text: &str) -> Result<Request, Vec<Fault>> {
    // A file of requests is about people: nothing of it is repeated in a message.
    let faults = Faults::new(name, Echo::Hidden);
    let request = json::object(text, line, &faults)
        .and_then(|(table, at)| Request::read(&mut Reader::new(&table, at, &faults)));
    faults.finish(request)
}
