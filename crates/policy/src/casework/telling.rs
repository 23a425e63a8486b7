//! The casework sections in English.

use caldicott_accountability::duties::AgreementKind;
use caldicott_calendar::clock::ResetPolicy;
use caldicott_caution_register::InArchive;
use caldicott_rights::Charges;

use super::Casework;
use crate::Rulebook;
use crate::explain::{Paragraph, Section, list, names, plain};
use crate::written::Entry;

/// The sections, each with its paragraphs; those without any are left out by the caller.
pub(crate) fn sections(rulebook: &Rulebook) -> Vec<Section> {
    let casework = rulebook.casework();
    let mut paragraphs = Vec::new();
    for (key, text) in [
        ("caution", caution(casework)),
        ("rights", rights(casework, rulebook)),
        ("complaints", complaints(casework)),
        ("breach", breach(casework)),
        ("training", training(casework)),
    ] {
        let Some(entry) = rulebook.top().table(key) else { continue };
        let rules = entry.texts("cites").into_iter().map(str::to_owned).collect();
        paragraphs.extend(text.map(|text| Paragraph { id: key.to_owned(), text, rules }));
    }
    let mut yearly = Vec::new();
    for entry in rulebook.entries("yearly") {
        let rules = entry.texts("cites").into_iter().map(str::to_owned).collect();
        let since = match (entry.day("last"), entry.day("since")) {
            (Some(last), _) => format!(" It was last done on {last}."),
            (None, Some(since)) => format!(" It is counted from {since}."),
            (None, None) => String::new(),
        };
        let text = format!("Done once a year, counted by the calendar.{since}");
        yearly.push(Paragraph { id: entry.text("what").to_owned(), text, rules });
    }
    for entry in rulebook.entries("agreement-review") {
        let kind = AgreementKind::from_name(entry.text("kind"));
        let rules = entry.texts("cites").into_iter().map(str::to_owned).collect();
        let months = kind.map_or(12, |kind| casework.agreements_reviewed_every(kind).get());
        let text =
            format!("Agreements of this kind are reviewed every {}.", counted(months, "month"));
        yearly.push(Paragraph { id: entry.text("kind").to_owned(), text, rules });
    }
    let mut processed: Vec<Paragraph> = Vec::new();
    if let Some(entry) = rulebook.top().table("processing") {
        processed.push(paragraph(entry, "processing", organisation(entry)));
    }
    for entry in rulebook.entries("activity") {
        processed.push(paragraph(entry, entry.text("name"), activity(entry)));
    }
    vec![
        Section {
            heading: "Casework",
            about: "How entries, requests, breaches and training are run.",
            paragraphs,
        },
        Section {
            heading: "What comes back",
            about: "What is looked at again, and how often.",
            paragraphs: yearly,
        },
        Section {
            heading: "What is processed",
            about: "The activities of the record of processing.",
            paragraphs: processed,
        },
    ]
}

fn paragraph(entry: Entry<'_>, id: &str, text: String) -> Paragraph {
    let rules = entry.texts("cites").into_iter().map(str::to_owned).collect();
    Paragraph { id: id.to_owned(), text, rules }
}

/// Whose record of processing it is.
fn organisation(entry: Entry<'_>) -> String {
    let mut text = format!("Whose record it is: {}.", entry.text("name"));
    for (key, says) in [
        ("contact", "It is reached through"),
        ("representative", "It is represented by"),
        ("officer", "Its officer for data protection is"),
    ] {
        if entry.has(key) {
            text.push_str(&format!(" {says}: {}.", entry.text(key)));
        }
    }
    if entry.has("joint") {
        text.push_str(&format!(" Jointly with: {}.", list(&entry.texts("joint"), "and")));
    }
    if let Some(controller) = entry.table("controller") {
        let task = if controller.flag("in-its-task") { ", in its public task" } else { "" };
        text.push_str(&format!(" It is judged as: {}{task}.", plain(controller.text("kind"))));
    }
    text
}

/// One activity: what is processed, why, on what ground, and what becomes of it.
fn activity(entry: Entry<'_>) -> String {
    let mut sentences = vec![match names(entry, "categories", "and", "") {
        none if none.is_empty() => "No category of data is declared.".to_owned(),
        some => format!("Data about {some}."),
    }];
    let mut told = |key: &str, says: &str| {
        if entry.has(key) && !entry.texts(key).is_empty() {
            sentences.push(format!("{says}: {}.", list(&entry.texts(key), "and")));
        }
    };
    told("subjects", "It is about");
    told("purposes", "It serves");
    told("recipients", "It goes to");
    sentences.extend(ground(entry));
    let mut told = |key: &str, says: &str| {
        if entry.has(key) && !entry.texts(key).is_empty() {
            sentences.push(format!("{says}: {}.", list(&entry.texts(key), "and")));
        }
    };
    told("classes", "Kept as the retention rules say of");
    told("shared-for", "Shared by the ways out for");
    told("security", "Kept safe by");
    told("interests-assessment", "The interests were weighed in");
    told("impact-assessment", "Its impact was assessed in");
    match entry.text("kept-as-policy-says") {
        "yes" => sentences.push("It is kept and erased as the policy document says.".to_owned()),
        "no" => sentences.push(format!(
            "It is not kept and erased as the policy document says: {}.",
            entry.text("not-because").trim_end_matches('.')
        )),
        _ => {}
    }
    sentences.join(" ")
}

/// On what it rests: the basis, the condition, Schedule 1, and what is on record for them.
fn ground(entry: Entry<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    if entry.has("basis") {
        sentences.push(format!("Lawful basis: {}.", plain(entry.text("basis"))));
    }
    if entry.has("condition") {
        let condition = plain(entry.text("condition"));
        sentences.push(format!("It covers special categories by {condition}."));
    }
    for relied_on in entry.tables("schedule-1") {
        let number = relied_on.number("paragraph").unwrap_or_default();
        let mut text = format!("It relies on paragraph {number} of Schedule 1");
        if relied_on.flag("extended") {
            text.push_str(", as paragraph 36 or 37 extends it");
        }
        if relied_on.has("reason") {
            let reason = plain(relied_on.text("reason"));
            text.push_str(&format!(", without consent: {reason}"));
        }
        match (relied_on.day("policy-from"), relied_on.day("policy-until")) {
            (Some(from), Some(until)) => {
                text.push_str(&format!(", with a policy document from {from} until {until}"));
            }
            (Some(from), None) => text.push_str(&format!(", with a policy document from {from}")),
            (None, _) => {}
        }
        sentences.push(format!("{text}."));
    }
    for (key, says) in [("shows", "On record"), ("given", "To be reckoned with")] {
        let words = names(entry, key, "and", "");
        if !words.is_empty() {
            sentences.push(format!("{says}: {words}."));
        }
    }
    sentences
}

fn caution(casework: &Casework) -> Option<String> {
    let caution = casework.caution.as_ref()?;
    let policy = &caution.policy;
    let mut text = format!(
        "An entry on the caution register is reviewed within {}, by the {}. ",
        counted(policy.longest_review.get(), "month"),
        policy.reviewer.name().replace('-', " ")
    );
    text.push_str(match policy.reset {
        ResetPolicy::Any => "Any incident begins the two years in the archive anew. ",
        ResetPolicy::HighRisk => {
            "Only a high-risk incident begins the two years in the archive anew. "
        }
    });
    text.push_str(match policy.in_archive {
        InArchive::Consider => {
            "An entry in the archive stays there after an incident, until somebody says otherwise. "
        }
        InArchive::Recommend => "An incident recommends an entry in the archive to stand again. ",
    });
    if policy.decide_in_ten_days {
        text.push_str("A recommendation is decided within ten working days. ");
    }
    if policy.letter_after_review {
        text.push_str("A review that keeps an entry is told to the person. ");
    }
    text.push_str(&format!(
        "The register may be looked at up to {} before a visit. An entry is challenged with: {}.",
        counted(policy.visit_within_days, "day"),
        caution.challenge_to
    ));
    Some(text)
}

fn rights(casework: &Casework, rulebook: &Rulebook) -> Option<String> {
    let rights = casework.rights.as_ref()?;
    let entry = rulebook.top().table("rights")?;
    let mut text = format!("Requests go to: {}. ", rights.contact());
    text.push_str(match rights.charges() {
        Charges::Never => "Nothing is charged. ",
        Charges::WhenExcessive => {
            "Nothing is charged, but for what is shown to be unfounded or excessive and for further \
             copies. "
        }
        Charges::Always => "The policy charges for every request, which the law does not allow. ",
    });
    text.push_str(if rights.demands_writing() {
        "The policy asks for writing, which is no condition: any request counts."
    } else {
        "Any request counts, spoken or written."
    });
    let kept_back = names(entry, "keeps-back", "and", "");
    if !kept_back.is_empty() {
        text.push_str(&format!(
            " The policy keeps back {kept_back} as a whole; each item is tested all the same."
        ));
    }
    Some(text)
}

fn complaints(casework: &Casework) -> Option<String> {
    let rights = casework.rights.as_ref()?;
    let days = counted(rights.acknowledge_within_days(), "day");
    Some(format!(
        "Complaints go to: {}. They are acknowledged within {days}.",
        rights.complaints_to()?
    ))
}

fn breach(casework: &Casework) -> Option<String> {
    let breach = casework.breach.as_ref()?;
    let hours = |hours: u16| counted(hours, "hour");
    let from = if breach.from_discovery {
        " The policy counts the 72 hours from discovery; they run from becoming aware."
    } else {
        ""
    };
    Some(format!(
        "Whether it is a breach is found out within {}; people are told of a high risk within {}; a \
         controller is told by its processor within {}.{from}",
        hours(breach.policy.enquire_within_hours),
        hours(breach.policy.tell_within_hours),
        hours(breach.policy.controller_within_hours)
    ))
}

fn training(casework: &Casework) -> Option<String> {
    let routine = casework.training?;
    Some(format!(
        "Policies are read within {} of starting, the first course is done within {}, and again every \
         {}.",
        counted(routine.induction_days, "day"),
        counted(routine.first_course_days, "day"),
        counted(routine.course_months, "month")
    ))
}

fn counted(number: impl Into<u16>, unit: &str) -> String {
    let number = number.into();
    if number == 1 { format!("{number} {unit}") } else { format!("{number} {unit}s") }
}
