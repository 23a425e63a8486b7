//! The casework sections in English.

use caldicott_accountability::duties::AgreementKind;
use caldicott_calendar::clock::ResetPolicy;
use caldicott_caution_register::InArchive;
use caldicott_rights::Charges;

use super::Casework;
use crate::Rulebook;
use crate::explain::{Paragraph, Section};

/// The sections, each with its paragraphs; those without any are left out by the caller.
pub(crate) fn sections(rulebook: &Rulebook) -> Vec<Section> {
    let casework = rulebook.casework();
    let mut paragraphs = Vec::new();
    for (key, text) in [
        ("caution", caution(casework)),
        ("rights", rights(casework)),
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
        let text = "Done once a year, counted by the calendar.".to_owned();
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
    let activities = casework
        .processing
        .iter()
        .flat_map(|all| &all.activities)
        .zip(rulebook.entries("activity").into_iter().map(|entry| entry.texts("cites")));
    let processed = activities
        .map(|(declared, cites)| {
            let categories: Vec<_> = declared
                .activity
                .categories()
                .iter()
                .map(|one| one.name().replace('-', " "))
                .collect();
            let text = match categories.as_slice() {
                [] => "No category of data is declared.".to_owned(),
                some => format!("Data about {}.", crate::explain::list(some, "and")),
            };
            let rules = cites.into_iter().map(str::to_owned).collect();
            Paragraph { id: declared.activity.name().to_owned(), text, rules }
        })
        .collect();
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

fn rights(casework: &Casework) -> Option<String> {
    let rights = casework.rights.as_ref()?;
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
