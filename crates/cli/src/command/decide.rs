//! `decide`: requests for disclosure, answered by a rulebook.

use std::io::{Seek as _, StdoutLock, Write as _};

use caldicott::model::Day;
use caldicott::policy::{Rulebook, Told};
use caldicott::sharing::exchange::card::{self, Heading};
use caldicott::sharing::{self, Request, decide};
use clap::ValueEnum;

use crate::args::Decide;
use crate::input::{self, Lines};
use crate::output::{self, Table};
use crate::stop::Stop;
use crate::{answer, requests};

/// How much of a line of the table the question and the rules may take, without the count of what is left
/// out.
const QUESTION_WIDTH: usize = 90;
const RULES_WIDTH: usize = 54;

/// How answers are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Shown {
    /// A line each, for people.
    #[default]
    Table,
    /// A JSON object a line, for programs.
    Json,
    /// In plain English, with the reasons.
    Text,
    /// One page for staff, of one request.
    Html,
    /// One page with all that the asker may hear, of one request.
    OutwardHtml,
}

pub(crate) fn run(arguments: &Decide) -> Result<(), Stop> {
    let rulebook = Rulebook::load(&input::rulebook(&arguments.rulebook)?)?;
    let Some(sharing) = rulebook.sharing() else {
        let message = "the rulebook says nothing about disclosures";
        return Err(Stop::bad_file(&arguments.rulebook, message));
    };
    let format = arguments.format.unwrap_or_default();
    if arguments.stream {
        if arguments.format.is_some_and(|format| format != Shown::Json) {
            return Err(Stop::bad_file("--stream", "it answers in JSON and in no other --format"));
        }
        return stream(arguments, sharing);
    }
    match format {
        Shown::Json => lines(arguments, sharing),
        Shown::Table => table(arguments, sharing),
        Shown::Text => text(arguments, sharing),
        Shown::Html | Shown::OutwardHtml => card(arguments, sharing, format),
    }
}

/// Every line is read before the first is answered, so that a bad file gets no answer at all; and no
/// more than one request is in memory.
fn lines(arguments: &Decide, rulebook: &sharing::Rulebook) -> Result<(), Stop> {
    let name = input::name(&arguments.requests);
    let mut file = requests::twice(&arguments.requests)?;
    let failed = |error: &std::io::Error| Stop::io("read", name, error);
    let named = arguments.id.as_ref();
    requests::each_named(name, &file, named, |request| day(arguments, &request).map(drop))?;
    file.rewind().map_err(|error| failed(&error))?;
    let mut lines = Lines::again(name, &file);
    let mut out = Out::new();
    while let Some((number, line)) = lines.next_line()? {
        let changed = || Stop::bad_file(name, "the file changed while it was read");
        let line = line.map_err(|_| changed())?;
        if line.trim().is_empty() {
            continue;
        }
        let request = requests::parse(name, number, line).map_err(|_| changed())?;
        if !requests::is_named(&request, arguments.id.as_ref()) {
            continue;
        }
        let day = day(arguments, &request).map_err(|_| changed())?;
        if !out.answer(rulebook, &request, day)? {
            return Ok(());
        }
    }
    out.finish()
}

/// Every line is answered as it comes: one that cannot be understood is answered with its faults.
fn stream(arguments: &Decide, rulebook: &sharing::Rulebook) -> Result<(), Stop> {
    let name = input::name(&arguments.requests);
    let mut lines = Lines::new(name, input::open(&arguments.requests)?);
    let mut out = Out::new();
    let mut refused = 0_usize;
    while let Some((number, line)) = lines.next_line()? {
        let read = match line {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => requests::parse(name, number, text).and_then(|request| {
                let day = day(arguments, &request);
                day.map(|day| (request, day))
                    .map_err(|why| vec![crate::stop::fault(name, Some((number, 1)), why)])
            }),
            Err(fault) => Err(vec![fault]),
        };
        let open = match read {
            Ok((request, day)) => out.answer(rulebook, &request, day)?,
            Err(faults) => {
                refused += 1;
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                out.line(&serde_json::json!({ "line": number, "faults": faults }).to_string())?
            }
        };
        // Whoever waits for an answer gets it before more is asked.
        if !open || (lines.is_drained() && !out.flush()?) {
            return Ok(());
        }
    }
    out.finish()?;
    if refused == 0 {
        return Ok(());
    }
    let message =
        format!("{refused} of the lines could not be understood; the others were answered");
    Err(Stop::Partly(message))
}

fn table(arguments: &Decide, rulebook: &sharing::Rulebook) -> Result<(), Stop> {
    let mut table = Table::new(&["request", "question", "outcome", "rules"]);
    collected(arguments, rulebook, |request, told| {
        let question = shortened(&told.question, QUESTION_WIDTH);
        let rules = shortened(&told.rules.join(", "), RULES_WIDTH);
        table.row([answer::id(request).to_owned(), question, told.outcome, rules]);
    })?;
    output::print(&table.render())
}

fn text(arguments: &Decide, rulebook: &sharing::Rulebook) -> Result<(), Stop> {
    let mut text = String::new();
    collected(arguments, rulebook, |request, told| {
        text.push_str(&format!("{}\n{told}", answer::id(request)));
    })?;
    output::print(&text)
}

fn card(arguments: &Decide, rulebook: &sharing::Rulebook, format: Shown) -> Result<(), Stop> {
    let request = requests::only(&arguments.requests, arguments.id.as_ref(), "a page is about")?;
    let name = input::name(&arguments.requests);
    let day = day(arguments, &request).map_err(|why| Stop::bad_file(name, why))?;
    let decision = decide(rulebook, &request, day);
    output::print(&if format == Shown::Html {
        let heading = Heading::of(answer::id(&request));
        card::decision(&decision, &heading)
    } else {
        card::outward(&decision.outward())
    })
}

fn collected(
    arguments: &Decide,
    rulebook: &sharing::Rulebook,
    mut show: impl FnMut(&Request, Told),
) -> Result<(), Stop> {
    let from = input::open(&arguments.requests)?;
    requests::each_named(&arguments.requests, from, arguments.id.as_ref(), |request| {
        let decision = decide(rulebook, &request, day(arguments, &request)?);
        show(&request, Told::of(rulebook, &request, &decision));
        Ok(())
    })
}

/// The day of a request: the one given for all, or its own.
fn day(arguments: &Decide, request: &Request) -> Result<Day, String> {
    let none = || "the request names no `day`, and no --day was given".to_owned();
    arguments.day.or(request.day).ok_or_else(none)
}

/// How much is put together before it is written.
const BLOCK: usize = 1 << 16;

/// Lines to standard output, put together where they are written from.
struct Out {
    to: StdoutLock<'static>,
    waiting: String,
}

impl Out {
    fn new() -> Self {
        Self { to: std::io::stdout().lock(), waiting: String::with_capacity(BLOCK + (1 << 14)) }
    }

    /// Writes the answer to a request; `false` when nobody reads any more.
    fn answer(
        &mut self,
        rulebook: &sharing::Rulebook,
        request: &Request,
        day: Day,
    ) -> Result<bool, Stop> {
        let decision = decide(rulebook, request, day);
        let broken = |_| Stop::Failed("an answer could not be written as JSON".to_owned());
        let line = &mut self.waiting;
        line.push_str("{\"id\":");
        match &request.id {
            Some(id) if id.bytes().all(is_plain) => {
                line.push('"');
                line.push_str(id);
                line.push('"');
            }
            id => line.push_str(&serde_json::to_string(id).map_err(broken)?),
        }
        line.push_str(",\"decision\":");
        decision.write_json(line);
        line.push_str(",\"outward\":");
        decision.outward().write_json(line);
        line.push('}');
        self.end_line()
    }

    fn line(&mut self, line: &str) -> Result<bool, Stop> {
        self.waiting.push_str(line);
        self.end_line()
    }

    fn end_line(&mut self) -> Result<bool, Stop> {
        self.waiting.push('\n');
        if self.waiting.len() < BLOCK { Ok(true) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<bool, Stop> {
        let written = self.to.write_all(self.waiting.as_bytes()).and_then(|()| self.to.flush());
        self.waiting.clear();
        output::still_read(written)
    }

    fn finish(mut self) -> Result<(), Stop> {
        self.flush().map(drop)
    }
}

impl Drop for Out {
    /// What was answered before something went wrong is still an answer.
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// Whether JSON writes a byte as it is.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
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
