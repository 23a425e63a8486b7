//! Requests from a JSON Lines file: all of them, or everything that is wrong.

use std::fs::File;
use std::io::{Read, Seek as _};

use caldicott::model::Invalid;
use caldicott::model::document::{Echo, Fault, Faults, Reader};
use caldicott::policy::json;
use caldicott::sharing::Request;

use crate::input::{self, Lines};
use crate::stop::{Stop, fault};

/// How many faults are listed.
pub(crate) const MOST_FAULTS: usize = 200;

/// Reads every request, in order. Blank lines are passed over.
pub(crate) fn read(name: &str, input: impl Read) -> Result<Vec<Request>, Stop> {
    let mut requests = Vec::new();
    each(name, input, |_, request| {
        requests.push(request);
        Ok(())
    })?;
    Ok(requests)
}

/// Takes every request in turn, with its line; what it says of one is a fault beside the others.
pub(crate) fn each(
    name: &str,
    from: impl Read,
    mut take: impl FnMut(u32, Request) -> Result<(), String>,
) -> Result<(), Stop> {
    let name = input::name(name);
    let mut lines = Lines::new(name, from);
    let mut any = false;
    let mut faults = Vec::new();
    while let Some((number, line)) = lines.next_line()? {
        match line {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => {
                any = true;
                match parse(name, number, text) {
                    Ok(request) => {
                        let taken = take(number, request);
                        faults.extend(taken.err().map(|why| fault(name, Some((number, 1)), why)));
                    }
                    Err(found) => faults.extend(found),
                }
            }
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if faults.is_empty() && !any {
        // A file that was cut short must not read as a day without requests.
        faults.push(fault(name, Some((1, 1)), "the file holds no request"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Stop::BadInput(faults)) }
}

/// Whether it is the request with this id, where one is asked for.
pub(crate) fn is_named(request: &Request, id: Option<&String>) -> bool {
    id.is_none() || request.id.as_ref() == id
}

/// Takes every request in turn, or those with this id; that there is none is a fault.
pub(crate) fn each_named(
    name: &str,
    from: impl Read,
    id: Option<&String>,
    mut take: impl FnMut(Request) -> Result<(), String>,
) -> Result<(), Stop> {
    let mut any = id.is_none();
    each(name, from, |_, request| {
        if !is_named(&request, id) {
            return Ok(());
        }
        any = true;
        take(request)
    })?;
    if any {
        return Ok(());
    }
    Err(Stop::bad_file(input::name(name), "no request has this id"))
}

/// The one request of a file, or the one with this id; `about` says what there can be one of.
pub(crate) fn only(path: &str, id: Option<&String>, about: &str) -> Result<Request, Stop> {
    let mut found = None;
    let mut more = false;
    each_named(path, input::open(path)?, id, |request| {
        if found.is_none() {
            found = Some(request);
        } else if !std::mem::replace(&mut more, true) {
            let other = if id.is_some() {
                "another before this has the same id"
            } else {
                "there is another before this: name one by --id"
            };
            return Err(format!("{about} one request, and {other}"));
        }
        Ok(())
    })?;
    found.ok_or_else(|| Stop::bad_file(input::name(path), "the file holds no request"))
}

/// Reads one request: fast, and where that says no, with every fault named.
pub(crate) fn parse(name: &str, line: u32, text: &str) -> Result<Request, Vec<Fault>> {
    if let Some(request) = Request::from_json(text) {
        return Ok(request);
    }
    // A file of requests is about people: nothing of it is repeated in a message.
    let faults = Faults::new(name, Echo::Hidden);
    let request = json::object(text, line, &faults)
        .and_then(|(table, at)| Request::read(&mut Reader::new(&table, at, &faults)));
    faults.finish(request).map_err(Invalid::into_vec)
}

/// A file that can be read twice: itself, or a copy of what comes through a pipe.
pub(crate) fn twice(path: &str) -> Result<File, Stop> {
    let failed = |error: &std::io::Error| Stop::io("read", input::name(path), error);
    if path != "-" {
        // Says what is wrong with a path; a pipe with a name is copied as any other.
        let mut source = input::open(path)?;
        let file = File::open(path).map_err(|error| failed(&error))?;
        if file.metadata().is_ok_and(|about| about.is_file()) {
            return Ok(file);
        }
        return copied(&mut source, failed);
    }
    copied(&mut std::io::stdin().lock(), failed)
}

fn copied(source: &mut dyn Read, failed: impl Fn(&std::io::Error) -> Stop) -> Result<File, Stop> {
    let made = |error: std::io::Error| Stop::io("make", "a temporary file", &error);
    let mut copy = tempfile::tempfile().map_err(made)?;
    std::io::copy(source, &mut copy).map_err(|error| failed(&error))?;
    copy.rewind().map_err(|error| failed(&error))?;
    Ok(copy)
}
