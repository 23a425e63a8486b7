//! A decision as a page: for the caseworker, and for the asker.
//!
//! The caseworker's card says what to do, why, what is missing and what stays secret. The asker's card is
//! made from [`Outward`] alone, so nothing can stand in it that the asker may not hear: where the answer
//! neither confirms nor denies, it is the same bytes whether or not there is such a person.
//!
//! ```
//! # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//! # let at = Place::new(1, 1);
//! # let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
//! # role.insert("name", at, text("line-manager"));
//! # sharing.insert("refer_to", at, text("line-manager"));
//! # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
//! # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
//! # let faults = Faults::new("rules.toml", Echo::Shown);
//! # let rulebook = caldicott_sharing::Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
//! use caldicott_model::Category;
//! use caldicott_sharing::exchange::card;
//! use caldicott_sharing::{AskerKind, Direction, Known, Request, decide};
//!
//! let mut request = Request::default();
//! request.direction = Known::Known(Direction::Asked);
//! request.asker.kind = Known::Known(AskerKind::Relative);
//! request.asked = Category::AddressAndLocation.into();
//! let decision = decide(&rulebook, &request, "2026-03-02".parse()?);
//! let page = card::outward(&decision.outward());
//! assert!(page.contains("neither confirm nor deny"));
//! // Not a word of what was asked, and not who decides.
//! assert!(!page.contains("address") && !page.contains("line-manager"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use super::page::{escape, list, page, paragraph, section};
use super::words;
use crate::data::DataSet;
use crate::decision::{Condition, Decision, Fate, Heard, Outcome, Outward};
use crate::known::Truth;

/// What stands above a caseworker's card: the caller's own words.
#[non_exhaustive]
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub struct Heading<'h> {
    /// The reference of the request.
    pub reference: Option<&'h str>,
    /// Who asks.
    pub asker: Option<&'h str>,
}

impl<'h> Heading<'h> {
    /// A heading with the reference of the request.
    #[must_use]
    pub const fn of(reference: &'h str) -> Self {
        Self { reference: Some(reference), asker: None }
    }

    /// The same, and who asks.
    #[must_use]
    pub const fn asked_by(self, asker: &'h str) -> Self {
        Self { asker: Some(asker), ..self }
    }
}

impl core::fmt::Debug for Heading<'_> {
    /// Writes nothing of what stands in it: it may name somebody.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("Heading(…)")
    }
}

/// A decision for whoever handles the request.
#[must_use]
pub fn decision(decision: &Decision, heading: &Heading<'_>) -> String {
    let mut body = format!("<p class=\"answer\">{}</p>\n", escape(&answer(decision)));
    body += &paragraph("For staff only: this page must not be shown or read out to whoever asks.");
    let mut about: Vec<String> = Vec::new();
    about.extend(heading.reference.map(|it| format!("Request: {it}")));
    about.extend(heading.asker.map(|it| format!("Asked by: {it}")));
    about.push(format!("Decided for {}", words::day(decision.day())));
    about.extend(holds(decision));
    body += &list(about.iter().map(String::as_str));
    body += &section("What to say", &said(&decision.outward()));
    body += &section("What happens to each thing", &table(decision));
    body += &section("What is missing", &missing(decision));
    let duties: Vec<String> =
        decision.duties().iter().map(|duty| capital(&plain(duty.name()))).collect();
    body += &section("What you must do", &list(duties.iter().map(String::as_str)));
    let warnings: Vec<String> =
        decision.warnings().iter().map(|warning| capital(&plain(warning.name()))).collect();
    body += &section("Look at this", &list(warnings.iter().map(String::as_str)));
    body += &section("Why", &reasons(decision));
    let rules: Vec<String> = decision.rules().iter().map(ToString::to_string).collect();
    let sources = list(rules.iter().map(String::as_str))
        + &paragraph(&format!("Rulebook {}", decision.rulebook()));
    body += &section("Rules applied", &sources);
    page("Decision on a request for information", &body)
}

/// All that the asker may hear.
#[must_use]
pub fn outward(outward: &Outward) -> String {
    page("Answer to a request for information", &said(outward))
}

fn said(outward: &Outward) -> String {
    let lines = |data: DataSet| data.names().map(plain).map(|name| capital(&name)).collect();
    let (given, left_out): (Vec<String>, Vec<String>) =
        (lines(outward.given()), lines(outward.left_out()));
    let mut body = paragraph(outward.message());
    body += &list(given.iter().map(String::as_str));
    if !left_out.is_empty() {
        body += &paragraph("This was left out:");
        body += &list(left_out.iter().map(String::as_str));
    }
    body
}

/// What to do, in one sentence. An offer is taken in where a request would be given.
fn answer(decision: &Decision) -> String {
    let offered = decision.outward().heard() == Heard::Taken;
    match decision.outcome() {
        Outcome::Disclose(_) if offered => "Take in all that is offered.".to_owned(),
        Outcome::Disclose(_) => "Give all that was asked for.".to_owned(),
        Outcome::DisclosePart(_) if offered => "Take in only a part of what is offered.".to_owned(),
        Outcome::DisclosePart(_) => "Give only a part of what was asked for.".to_owned(),
        Outcome::Refer { to, .. } => format!("Not yet: the {} decides.", plain(to)),
        Outcome::Refuse => "No: nothing is given, and nothing is taken in.".to_owned(),
        Outcome::NeitherConfirmNorDeny => {
            "Give nothing, and do not say whether we know anybody.".to_owned()
        }
    }
}

fn holds(decision: &Decision) -> Vec<String> {
    let holds = decision.holds_between();
    let last = holds.until.and_then(|until| until.plus_days(-1));
    let mut lines = Vec::new();
    lines.extend(
        last.map(|last| format!("The same answer stands to the end of {}", words::day(last))),
    );
    lines.extend(decision.refer_to().map(|role| format!("Passed to: {}", plain(role))));
    lines
}

fn table(decision: &Decision) -> String {
    let rows: Vec<String> = decision
        .each()
        .iter()
        .map(|each| {
            let fate = match each.fate {
                Fate::Released => "May go",
                Fate::Referred => "Somebody decides",
                Fate::Withheld => "Stays",
            };
            let by: Vec<String> = each.by.iter().map(|id| plain(id)).collect();
            format!(
                "<tr><th scope=\"row\">{}</th><td>{fate}</td><td>{}</td></tr>\n",
                escape(&capital(&plain(each.data))),
                escape(&by.join("; "))
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let rows = rows.concat();
    format!(
        "<div class=\"wide\">\n<table>\n<caption>Each thing that was asked for</caption>\n<thead><tr>\
         <th scope=\"col\">What</th><th scope=\"col\">What happens</th><th scope=\"col\">By which rule</th>\
         </tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

fn missing(decision: &Decision) -> String {
    let sets = decision.what_would_change_it();
    let lines: Vec<String> = sets
        .iter()
        .map(|set| {
            let questions: Vec<&str> =
                set.iter().filter_map(|one| Some(decision.words_for(*one)?.1)).collect();
            capital(&questions.join(" And: "))
        })
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    paragraph("Any one of these would let more go:") + &list(lines.iter().map(String::as_str))
}

fn reasons(decision: &Decision) -> String {
    let ways = decision.gateways().iter().map(|gateway| {
        (gateway.says.as_str(), "lets it go", gateway.holds, gateway.conditions.as_slice())
    });
    let bars = decision
        .bars()
        .iter()
        .filter(|bar| bar.bites)
        .map(|bar| (bar.says.as_str(), "keeps it back", bar.holds, bar.conditions.as_slice()));
    let told: Vec<String> = ways
        .chain(bars)
        .map(|(says, does, holds, conditions)| {
            let stands = match holds {
                Truth::True => "yes",
                Truth::False => "no",
                Truth::Unknown => "not known",
            };
            let conditions: Vec<String> = conditions.iter().map(condition).collect();
            format!(
                "<h3>{}</h3>\n{}{}",
                escape(says),
                paragraph(&format!("Whether this {does}: {stands}.")),
                list(conditions.iter().map(String::as_str))
            )
        })
        .collect();
    told.concat()
}

fn condition(condition: &Condition) -> String {
    let value = match condition.value {
        Truth::True => "holds",
        Truth::False => "does not hold",
        Truth::Unknown => "is not known",
    };
    format!("{}: {value}", plain(&condition.need))
}

/// A name of a file as words.
fn plain(name: &str) -> String {
    name.replace('-', " ").replace(':', ": ")
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
